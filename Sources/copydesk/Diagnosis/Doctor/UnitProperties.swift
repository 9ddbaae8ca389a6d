import Subprocess
import Supervision
import SystemPackage

/// What the service manager knows of a unit: `systemctl show`.
struct UnitProperties: Hashable {
    /// The unit, as `copydesk.service`.
    let name: String
    private let values: [String: String]

    private static let wanted = [
        "ActiveState", "BindPaths", "ExecMainStatus", "ExecStart", "LoadState", "MainPID", "NRestarts",
        "NeedDaemonReload", "PrivateTmp", "ProtectHome", "ProtectSystem", "ReadWritePaths", "Result", "StateDirectory",
        "SupplementaryGroups", "UnitFileState", "User",
    ]

    /// Reads the output of `systemctl show`.
    init(name: String, text: String) {
        self.name = name
        let pairs = text.split(separator: "\n").compactMap { line -> (String, String)? in
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
        }
        values = Dictionary(pairs) { first, _ in first }
    }

    /// Asks the service manager; nil when there is none.
    init?(of unit: String) async {
        guard (try? DescriptorReserve.shared.begin()) != nil else { return nil }
        defer { DescriptorReserve.shared.end() }
        let answer = try? await Subprocess.run(
            .name("systemctl"),
            arguments: ["show", "--property", Self.wanted.joined(separator: ","), "--", unit],
            output: .string(limit: 1 << 20))
        guard let answer, answer.terminationStatus.isSuccess else { return nil }
        self.init(name: unit.contains(".") ? unit : unit + ".service", text: answer.standardOutput)
    }

    private subscript(_ key: String) -> String { values[key] ?? "" }

    var isLoaded: Bool { self["LoadState"] == "loaded" }
    var loadState: String { self["LoadState"] }
    var activeState: String { self["ActiveState"] }
    var isEnabled: Bool { ["enabled", "enabled-runtime"].contains(self["UnitFileState"]) }
    /// Whether a file of the unit changed and the manager has not read it yet.
    var needsReload: Bool { self["NeedDaemonReload"] == "yes" }
    var mainPID: Int? { Int(self["MainPID"]).flatMap { $0 > 0 ? $0 : nil } }
    var exitStatus: Int { Int(self["ExecMainStatus"]) ?? 0 }
    var restarts: Int { Int(self["NRestarts"]) ?? 0 }
    /// Why it ended, in a word: `exit-code`, `watchdog`.
    var result: String { self["Result"] }
    var user: String { self["User"].isEmpty ? "root" : self["User"] }
    var supplementaryGroups: [String] { self["SupplementaryGroups"].split(separator: " ").map(String.init) }
    var hasPrivateTmp: Bool { self["PrivateTmp"] == "yes" }
    var protectsHome: Bool { !["no", ""].contains(self["ProtectHome"]) }
    /// The program that it starts: `{ path=/usr/bin/copydesk ; argv[]=… }`.
    var program: FilePath? {
        self["ExecStart"].split(separator: " ").first { $0.hasPrefix("path=") }.map {
            FilePath(String($0.dropFirst(5)))
        }
    }

    /// The folders that its processes can write to under `ProtectSystem=strict`.
    var writableFolders: [FilePath] {
        let paths = self["ReadWritePaths"].split(separator: " ").map { FilePath(String($0.drop { "-+".contains($0) })) }
        let bound = self["BindPaths"].split(separator: " ").compactMap { bind -> FilePath? in
            let parts = bind.split(separator: ":")
            return (parts.count > 1 ? parts[1] : parts.first).map { FilePath(String($0.drop { "-".contains($0) })) }
        }
        let state = self["StateDirectory"].split(separator: " ").map { FilePath("/var/lib").appending(String($0)) }
        return paths + bound + state
    }

    /// How its sandbox is in a folder's way; nil when it is not.
    func obstacle(to folder: FilePath) -> UnitSandbox.Obstacle? {
        if writableFolders.contains(where: { folder.starts(with: $0) }) { return nil }
        if hasPrivateTmp, folder.starts(with: "/tmp") || folder.starts(with: "/var/tmp") { return .temporary }
        if protectsHome, ["/home", "/root", "/run/user"].contains(where: { folder.starts(with: FilePath($0)) }) {
            return .home
        }
        switch self["ProtectSystem"] {
        case "strict":
            return ["/dev", "/proc", "/sys"].contains { folder.starts(with: FilePath($0)) } ? nil : .readOnly
        case "full": return ["/usr", "/boot", "/etc"].contains { folder.starts(with: FilePath($0)) } ? .readOnly : nil
        case "yes": return ["/usr", "/boot"].contains { folder.starts(with: FilePath($0)) } ? .readOnly : nil
        default: return nil
        }
    }
}
