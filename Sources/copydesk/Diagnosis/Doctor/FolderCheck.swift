import Glibc
import Spool
import SystemPackage

/// The folders: whether they are there, whose they are, and who may use them.
enum FolderCheck: Check {
    static let area = "folders"

    static func look(at machine: Examination) -> [Finding] {
        machine.folders.flatMap { look(at: $0, machine) } + unreadableDocuments(machine)
            + barredFolders(machine)
    }

    private static func look(at folder: Examination.Folder, _ machine: Examination) -> [Finding] {
        let path = ShellWord.quoted(folder.path)
        var status = stat()
        guard folder.path.withPlatformString({ stat($0, &status) }) == 0 else {
            let error = Errno(rawValue: errno)
            guard error == .noSuchFileOrDirectory else {
                let advice = error == .permissionDenied ? ": " + StateFolder.advice(on: folder.path) : ": \(error)."
                return [
                    finding(.problem, "The \(folder.role) '\(folder.path.printable)' cannot be looked at\(advice)")
                ]
            }
            return [missing(folder, path, machine)]
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            return [finding(.problem, "The \(folder.role) '\(folder.path.printable)' is no folder.", "ls -ld \(path)")]
        }
        var findings: [Finding] = []
        if let user = machine.user { findings += access(of: user, to: folder, path, machine) }
        findings += modes(folder, path, status.st_mode & 0o7777, machine)
        let owner = "\(SystemUser.name(ofUser: status.st_uid)):\(SystemUser.name(ofGroup: status.st_gid))"
        let facts = "\(folder.role) \(folder.path): \(owner), mode \(String(status.st_mode & 0o7777, radix: 8))"
        return findings.isEmpty ? [finding(.fine, facts)] : findings
    }

    private static func missing(_ folder: Examination.Folder, _ path: String, _ machine: Examination) -> Finding {
        let owner = machine.user.map { "-o \($0.name) -g \(SystemUser.name(ofGroup: $0.group)) " } ?? ""
        let make = "sudo install -d -m \(folder.role == "inbox" ? "2770" : "2750") \(owner)\(path)"
        let isAwaited =
            folder.role == "outbox"
            && SpoolInspection.wasUsed(outbox: folder.path, by: machine.settings[SettingsTable.state])
        guard folder.role != "inbox" && !isAwaited else {
            return finding(
                .problem,
                "The \(folder.role) '\(folder.path.printable)' does not exist: mount what it lies on, or make it.", make
            )
        }
        return finding(
            .note, "The \(folder.role) '\(folder.path.printable)' does not exist; the daemon makes it, or you do:", make
        )
    }

    private static func access(
        of user: SystemUser, to folder: Examination.Folder, _ path: String, _ machine: Examination
    ) -> [Finding] {
        switch Access.of(user, to: folder.path, R_OK | W_OK | X_OK) {
        case .granted: return []
        case .unknown:
            return [
                finding(
                    .note,
                    "Whether '\(user.name)' may use the \(folder.role) '\(folder.path.printable)' only root can find out.",
                    machine.settings.invocation.command("doctor", as: "sudo "))
            ]
        case .refused(.readOnlyFileSystem): return []  // MountCheck tells of it.
        case .refused(let error):
            if let barrier = Access.barrier(for: user, above: folder.place) {
                let above = ShellWord.quoted(barrier)
                return [
                    finding(
                        .problem,
                        "'\(user.name)' cannot reach the \(folder.role) '\(folder.path.printable)': '\(barrier.printable)' does not let it "
                            + "pass.", "sudo setfacl -m u:\(user.name):x \(above)")
                ]
            }
            let group = SystemUser.name(ofGroup: user.group)
            return [
                finding(
                    .problem,
                    "'\(user.name)' may not read and write the \(folder.role) '\(folder.path.printable)' (\(error)).",
                    "sudo chown \(user.name):\(group) \(path)", "sudo chmod u+rwx \(path)")
            ]
        }
    }

    /// What others may do, in the folders of a service.
    private static func modes(
        _ folder: Examination.Folder, _ path: String, _ mode: mode_t, _ machine: Examination
    ) -> [Finding] {
        var findings: [Finding] = []
        // Root passes all the same, and so would not see it.
        if mode & S_IRWXU != S_IRWXU, machine.user?.id == 0 {
            findings.append(
                finding(
                    .warning,
                    "The owner of the \(folder.role) '\(folder.path.printable)' may not use it (mode "
                        + "\(String(mode, radix: 8))): only root can.", "sudo chmod u+rwx \(path)"))
        }
        if mode & S_IWOTH != 0 {
            findings.append(
                finding(
                    .warning, "Everybody may write to the \(folder.role) '\(folder.path.printable)'.",
                    "sudo chmod o-w \(path)"))
        }
        guard machine.unit != nil, folder.role != "state" else { return findings }
        if mode & S_ISGID == 0 {
            findings.append(
                finding(
                    .warning,
                    "The \(folder.role) '\(folder.path.printable)' does not hand its group on (set-group-ID): what is put into it "
                        + "may be closed to those who should read it.", "sudo chmod g+s \(path)"))
        }
        let needed = folder.role == "inbox" ? S_IRWXG : S_IRGRP | S_IXGRP
        if mode & needed != needed {
            let letters = folder.role == "inbox" ? "rwx" : "rx"
            findings.append(
                finding(
                    .note,
                    "The group of the \(folder.role) '\(folder.path.printable)' may not use it; only its owner can.",
                    "sudo chmod g+\(letters) \(path)"))
        }
        return findings
    }

    /// How many folders are named of each kind.
    private static let mostFolders = 5

    /// Folders of the inbox that keep their documents, and those that reports or originals from them cannot be put into.
    private static func barredFolders(_ machine: Examination) -> [Finding] {
        guard let user = machine.user, let inbox = machine.folders.first,
            let folders = try? SpoolInspection.subfolders(
                of: inbox.path, ignoring: IgnoreRules(patterns: machine.settings[SettingsTable.ignore]))
        else { return [] }
        let layout = SpoolLayout(state: machine.settings[SettingsTable.state])
        func barred(in base: FilePath, _ isMeant: (SpoolInspection.Bar) -> Bool) -> [FilePath] {
            let access = DaemonAccess(inbox: base, user: user)
            return folders.filter { access.bar(in: $0).map(isMeant) ?? false }.map { base.pushing($0) }
                // A report may have the name that a folder of the inbox has.
                .filter { SpoolInspection.isFolder($0) }
        }
        func findings(_ severity: Finding.Severity, _ barred: [FilePath], _ say: (String) -> String) -> [Finding] {
            guard let first = barred.first else { return [] }
            let named = "'\(first.printable)'" + (barred.count > 1 ? " and \(barred.count - 1) more" : "")
            let commands = barred.prefix(mostFolders).map { AccessRemedy.line(opening: $0, for: user) }
            return [Finding(severity: severity, area: area, message: say(named), commands: commands)]
        }
        return findings(.warning, barred(in: inbox.path) { $0 == .reading }) {
            "Nothing is taken from \($0): '\(user.name)' may not read it."
        }
            + findings(.warning, barred(in: inbox.path) { $0 == .writing }) {
                "Documents stay in \($0) when they are reported: '\(user.name)' may not write to it."
            }
            + findings(.warning, barred(in: inbox.path) { $0 == .sticky }) {
                "Documents that others drop stay in \($0) when they are reported: it is sticky and not the folder of "
                    + "'\(user.name)'."
            }
            + findings(
                .problem,
                [machine.settings[SettingsTable.outbox], layout.archive, layout.failed].flatMap { base in
                    // One that is closed itself is told of as such, and says nothing of the folders in it.
                    DaemonAccess(inbox: base, user: user).bar(in: FilePath()) == .reading
                        ? [] : barred(in: base) { $0 != .sticky }
                }
            ) {
                "Nothing can be put into \($0), which '\(user.name)' may not read and write: what belongs there waits."
            }
    }

    private static let mostDocuments = 1_000

    /// Documents that the daemon may not read stay in the inbox for ever.
    private static func unreadableDocuments(_ machine: Examination) -> [Finding] {
        guard let user = machine.user, let inbox = machine.folders.first else { return [] }
        let rules = IgnoreRules(patterns: machine.settings[SettingsTable.ignore])
        guard let documents = try? SpoolInspection.documents(in: inbox.path, ignoring: rules, atMost: mostDocuments)
        else { return [] }
        let refused = documents.filter { path in
            if case .refused = Access.of(user, to: inbox.path.pushing(path), R_OK) { return true }
            return false
        }
        guard let first = refused.first else { return [] }
        let count = refused.count == 1 ? "A document" : "\(refused.count) documents"
        return [
            finding(
                .warning,
                "\(count) in the inbox may not be read by '\(user.name)', as '\(first.printable)'. Copies of files "
                    + "that only their owners may read are such, whatever the inbox's access list says.",
                "sudo setfacl -R -m u:\(user.name):rwX -m d:u:\(user.name):rwX \(ShellWord.quoted(inbox.path))")
        ]
    }
}
