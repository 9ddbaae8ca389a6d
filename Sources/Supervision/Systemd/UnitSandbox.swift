import Glibc
package import Spool
package import SystemPackage

/// The sandbox that the service manager put this daemon in, as far as it concerns folders.
///
/// Read off the mounts: `ProtectSystem=strict` makes mounts read-only whose file systems are not, and `ProtectHome=`
/// and `PrivateTmp=` put other folders in place.
package struct UnitSandbox: Sendable {
    /// The unit, as `copydesk.service`.
    package let unit: String
    private let mounts: MountTable

    package init(unit: String, mounts: MountTable) {
        self.unit = unit
        self.mounts = mounts
    }

    /// The sandbox of this process; nil when no service manager started it.
    package static func current() -> Self? {
        guard getenv("INVOCATION_ID") != nil,
            let unit = unit(inControlGroups: ProcFile.text("/proc/self/cgroup") ?? ""),
            let mounts = MountTable()
        else { return nil }
        return Self(unit: unit, mounts: mounts)
    }

    /// The service that a process belongs to, from `/proc/PID/cgroup`: `0::/system.slice/copydesk.service`.
    static func unit(inControlGroups text: String) -> String? {
        let unified = text.split(separator: "\n").last { $0.hasPrefix("0::") }
        return unified?.split(separator: "/").last { $0.hasSuffix(".service") }.map(String.init)
    }

    /// How the sandbox is in a folder's way.
    package enum Obstacle: Hashable, Sendable {
        /// `ProtectSystem=` makes it read-only.
        case readOnly
        /// `ProtectHome=` hides it.
        case home
        /// `PrivateTmp=` hides it.
        case temporary
    }

    /// How the sandbox is in a folder's way; nil when it is not, whatever else may be.
    package func obstacle(to folder: FilePath) -> Obstacle? {
        guard let mount = mounts.mount(of: folder) else { return nil }
        if mount.root.contains("/systemd/inaccessible/") { return .home }
        if mount.root.contains("systemd-private-"), Self.temporaries.contains(mount.point) { return .temporary }
        return mount.isReadOnlyHereOnly ? .readOnly : nil
    }

    private static let temporaries: Set<FilePath> = ["/tmp", "/var/tmp"]

    /// What to tell the administrator of folders that the sandbox is in the way of; nil when there are none.
    package func advice(on folders: SpoolFolders) -> String? {
        let all = [folders.inbox, folders.outbox, folders.state]
        let blocked = all.compactMap { folder in obstacle(to: folder).map { (folder: folder, obstacle: $0) } }
        guard !blocked.isEmpty else { return nil }
        func with(_ obstacle: Obstacle) -> [FilePath] { blocked.filter { $0.obstacle == obstacle }.map(\.folder) }
        func names(_ folders: [FilePath]) -> String {
            folders.map { "'\($0.printable)'" }.joined(separator: ", ")
        }
        var paragraphs: [String] = []
        let temporary = with(.temporary)
        if !temporary.isEmpty {
            paragraphs.append(
                "PrivateTmp= of \(unit) gives the service a /tmp of its own, where it does not see \(names(temporary)): "
                    + "use another folder.")
        }
        let dropIn = SandboxDropIn(unit: unit, readOnly: with(.readOnly), hidden: with(.home))
        let rest = with(.readOnly) + with(.home)
        if !rest.isEmpty {
            paragraphs.append(
                "The sandbox of \(unit) keeps the service out of \(names(rest)). To let it in, write into "
                    + "\(dropIn.path):\n\n\(dropIn.contents)\nand run: systemctl daemon-reload && systemctl restart \(unit)"
            )
        }
        return paragraphs.joined(separator: "\n")
    }
}
