import Glibc
import Spool
import SystemPackage

/// What the daemon made in the state folder: whether each is what it should be, and open to the daemon.
enum StateCheck: Check {
    static let area = "state"

    static func look(at machine: Examination) -> [Finding] {
        let state = machine.settings[SettingsTable.state]
        var findings: [Finding] = []
        var above: FilePath?
        for part in StatePart.all(in: state) {
            // Of what lies in a folder that is none, or is closed, nothing more can be said.
            if let above, part.path.starts(with: above) { continue }
            guard let flaw = part.flaw({ isRefused($0, $1, machine) }) else {
                if let missing = missing(part, machine) { findings.append(missing) }
                continue
            }
            if part.isFolder { above = part.path }
            findings.append(finding(on: part, flaw, machine))
        }
        findings += records(machine)
        return findings
    }

    private static func isRefused(_ path: FilePath, _ ways: Int32, _ machine: Examination) -> Bool {
        guard let user = machine.user, case .refused(let errno) = Access.of(user, to: path, ways) else { return false }
        return errno == .permissionDenied
    }

    private static func finding(on part: StatePart, _ flaw: StatePart.Flaw, _ machine: Examination) -> Finding {
        let user = machine.user.map { "'\($0.name)'" } ?? "The daemon's user"
        let path = ShellWord.quoted(part.path)
        let commands =
            switch flaw {
            // What replaces it is made by the daemon.
            case .wrongKind:
                ["sudo mv \(path) \(ShellWord.quoted(FilePath(bytes: part.path.bytes + Array(".old".utf8))))"]
            case .closed: opening(path, part.isFolder ? "u+rwx" : "u+rw", machine)
            }
        return Finding(
            severity: part.isNeeded ? .problem : .warning, area: area,
            message: part.sentence(of: flaw, for: user), commands: commands)
    }

    private static func opening(_ path: String, _ mode: String, _ machine: Examination) -> [String] {
        let owner = machine.user.map { ["sudo chown \($0.name):\(SystemUser.name(ofGroup: $0.group)) \(path)"] } ?? []
        return owner + ["sudo chmod \(mode) \(path)"]
    }

    /// A daemon at work does not make anew what vanished under it.
    private static func missing(_ part: StatePart, _ machine: Examination) -> Finding? {
        guard machine.isAtWork, part.isFolder,
            part.path.withPlatformString({ faccessat(AT_FDCWD, $0, F_OK, AT_SYMLINK_NOFOLLOW) }) != 0, errno == ENOENT
        else { return nil }
        let owner = machine.user.map { "-o \($0.name) -g \(SystemUser.name(ofGroup: $0.group)) " } ?? ""
        return finding(
            .problem,
            "'\(part.path.printable)', the \(part.purpose), is not there: mount what it lies on, or "
                + "make it.", "sudo install -d -m 2770 \(owner)\(ShellWord.quoted(part.path))")
    }

    /// Claimed documents and their records: those that the daemon may not use as it has to.
    private static func records(_ machine: Examination) -> [Finding] {
        let layout = SpoolLayout(state: machine.settings[SettingsTable.state])
        var closed: [SpoolLayout.Need: [FilePath]] = [:]
        for folder in [layout.active, layout.kept] where !isRefused(folder, R_OK | X_OK, machine) {
            let names = (try? SpoolInspection.files(in: folder, ignoring: IgnoreRules())) ?? []
            for name in names {
                let (need, path) = (SpoolLayout.need(of: name), folder.pushing(name))
                let ways: Int32
                switch need {
                case .nothing: continue
                case .reading: ways = R_OK
                case .readingAndWriting: ways = R_OK | W_OK
                }
                if isRefused(path, ways, machine) { closed[need, default: []].append(path) }
            }
        }
        return [
            finding(
                on: closed[.readingAndWriting], "read and write",
                "of claimed documents: the daemon cannot go on with them",
                "u+rw", machine),
            finding(
                on: closed[.reading], "read", "claimed: what cannot be read cannot be analyzed", "u+r", machine),
        ].compactMap { $0 }
    }

    private static func finding(
        on files: [FilePath]?, _ verb: String, _ result: String, _ mode: String, _ machine: Examination
    ) -> Finding? {
        let files = (files ?? []).sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        guard let first = files.first else { return nil }
        let named = "'\(first.printable)'" + (files.count > 1 ? " and \(files.count - 1) more" : "")
        let user = machine.user.map { "'\($0.name)'" } ?? "The daemon's user"
        return Finding(
            severity: .problem, area: area, message: "\(user) may not \(verb) \(named), \(result).",
            commands: opening(files.prefix(5).map(ShellWord.quoted).joined(separator: " "), mode, machine))
    }
}
