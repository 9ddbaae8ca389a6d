package import SystemPackage

/// What is mounted where, as a process sees it: `/proc/PID/mountinfo` (proc_pid_mountinfo(5)).
package struct MountTable: Hashable, Sendable {
    /// One mount.
    package struct Mount: Hashable, Sendable {
        /// Its number, which another mount may have when it has gone.
        package var id: String
        /// The numbers of its device: `254:0`.
        package var device: String
        /// Where it is.
        package var point: FilePath
        /// What of its file system is mounted, as a path from that one's root.
        package var root: String
        /// The file system's type: `ext4`.
        package var type: String
        /// What is mounted: a device, a server's folder.
        package var source: String
        /// The options of this mount: `ro`, `noexec`.
        package var options: Set<String>
        /// The options of the file system, wherever it is mounted.
        package var superOptions: Set<String>

        /// Whether this mount alone is read-only and its file system is not, as a sandbox makes it.
        package var isReadOnlyHereOnly: Bool { options.contains("ro") && !superOptions.contains("ro") }
        /// Whether nothing can be written, for the mount or for the file system.
        package var isReadOnly: Bool { options.contains("ro") || superOptions.contains("ro") }
    }

    /// All mounts, later ones over earlier ones.
    package let mounts: [Mount]

    /// Reads the text of a mountinfo file; a line that is none is passed over.
    ///
    /// - Parameters:
    ///   - text: The file's bytes.
    ///   - isWanted: Which mounts are kept, by where they are.
    package init(_ text: [UInt8], where isWanted: (FilePath) -> Bool = { _ in true }) {
        mounts = text.split(separator: UInt8(ascii: "\n")).compactMap { Self.mount($0, where: isWanted) }
    }

    /// The same.
    package init(_ text: String) { self.init(Array(text.utf8)) }

    /// The mounts that a process sees; nil when they may not be known.
    package init?(ofProcess pid: Int? = nil) {
        guard let bytes = ProcFile.bytes("/proc/\(pid.map(String.init) ?? "self")/mountinfo") else { return nil }
        self.init(bytes)
    }

    /// The mount that a path without symbolic links lies on.
    package func mount(of path: FilePath) -> Mount? {
        var found: Mount?
        for mount in mounts where path.starts(with: mount.point) {
            if found.map({ mount.point.starts(with: $0.point) }) ?? true { found = mount }
        }
        return found
    }

    /// Reads `36 35 98:0 /root /point rw,noatime master:1 - ext3 /dev/sda1 rw,errors=continue`.
    private static func mount(_ line: ArraySlice<UInt8>, where isWanted: (FilePath) -> Bool) -> Mount? {
        let fields = line.split(separator: UInt8(ascii: " "))
        guard let dash = fields.firstIndex(of: [UInt8(ascii: "-")]), dash >= 6, fields.count >= dash + 4 else {
            return nil
        }
        let point = FilePath(bytes: unescaped(fields[4]))
        guard isWanted(point) else { return nil }
        func text(_ field: Int) -> String { String(decoding: unescaped(fields[field]), as: UTF8.self) }
        func options(_ field: Int) -> Set<String> {
            Set(fields[field].split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) })
        }
        return Mount(
            id: text(0), device: text(2), point: point, root: text(3), type: text(dash + 1), source: text(dash + 2),
            options: options(5), superOptions: options(dash + 3))
    }

    /// The bytes without the octal escapes of white space and backslashes.
    private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = field
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            let isEscape =
                byte == UInt8(ascii: "\\") && digits.count == 3
                && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
            if isEscape {
                bytes.append(UInt8(truncatingIfNeeded: digits.reduce(0) { $0 * 8 + Int($1 - UInt8(ascii: "0")) }))
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
