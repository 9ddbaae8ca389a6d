import Spool
import Supervision
import SystemPackage

/// The unit's sandbox: whether it lets the daemon into the folders that are configured.
enum SandboxCheck: Check {
    static let area = "sandbox"

    static func look(at machine: Examination) -> [Finding] {
        guard let unit = machine.unit, unit.isLoaded else { return [] }
        let blocked = machine.folders.compactMap { folder in
            unit.obstacle(to: folder.place).map { (folder: folder, obstacle: $0) }
        }
        guard !blocked.isEmpty else {
            return [finding(.fine, "The sandbox of \(unit.name) lets the daemon into every folder.")]
        }
        var findings = blocked.filter { $0.obstacle == .temporary }.map { blocked in
            finding(
                .problem,
                "PrivateTmp= of \(unit.name) hides the \(blocked.folder.role) '\(blocked.folder.path.printable)': use a folder "
                    + "that is not under /tmp or /var/tmp.")
        }
        let (readOnly, hidden) = (places(blocked, .readOnly), places(blocked, .home))
        if !(readOnly + hidden).isEmpty {
            let names = (readOnly + hidden).map { "'\($0.printable)'" }.joined(separator: ", ")
            findings.append(
                Finding(
                    severity: .problem, area: area,
                    message: "The sandbox of \(unit.name) keeps the daemon out of \(names). This drop-in lets it in:",
                    commands: SandboxDropIn(unit: unit.name, readOnly: readOnly, hidden: hidden).commands))
        }
        return findings
    }

    private static func places(
        _ blocked: [(folder: Examination.Folder, obstacle: UnitSandbox.Obstacle)], _ obstacle: UnitSandbox.Obstacle
    ) -> [FilePath] {
        blocked.filter { $0.obstacle == obstacle }.map(\.folder.place)
    }
}
