import Glibc
import Spool
import SystemPackage

/// Who besides the daemon may drop, read, remove and try again.
enum RightsCheck: Check {
    static let area = "rights"

    static func look(at machine: Examination) -> [Finding] {
        guard let inbox = machine.folders.first, machine.folders.count == 3 else { return [] }
        let outbox = machine.folders[1]
        let layout = SpoolLayout(state: machine.settings[SettingsTable.state])
        var findings = [
            who("may drop documents", inbox.path, R_OK | W_OK | X_OK),
            who("may read reports", outbox.path, R_OK | X_OK),
            who("may remove reports", outbox.path, W_OK | X_OK),
            who("may try failed documents again", layout.failed, W_OK | X_OK),
        ].compactMap(\.self)
        findings += sticky(inbox, machine)
        if machine.unit != nil { findings += administrators(outbox.path, layout) }
        return findings
    }

    private static func who(_ what: String, _ folder: FilePath, _ ways: Int32) -> Finding? {
        var status = stat()
        guard folder.withPlatformString({ stat($0, &status) }) == 0, let list = try? AccessList(of: folder) else {
            return nil
        }
        let holders = list.holders(of: ways, group: status.st_gid)
        let owner = SystemUser.name(ofUser: status.st_uid)
        return finding(.fine, "\(([owner] + holders).joined(separator: ", ")) \(what).")
    }

    /// In a sticky folder only its owner and a file's owner may take the file away.
    private static func sticky(_ inbox: Examination.Folder, _ machine: Examination) -> [Finding] {
        var status = stat()
        guard inbox.path.withPlatformString({ stat($0, &status) }) == 0, status.st_mode & S_ISVTX != 0 else {
            return []
        }
        guard let user = machine.user, user.id != 0, user.id != status.st_uid else {
            return [finding(.fine, "In the inbox nobody may remove or rename what others dropped (sticky).")]
        }
        return [
            finding(
                .problem,
                "The inbox '\(inbox.path.printable)' is sticky and belongs to '\(SystemUser.name(ofUser: status.st_uid))': there "
                    + "'\(user.name)' cannot take what others drop.",
                "sudo chown \(user.name) \(ShellWord.quoted(inbox.path))")
        ]
    }

    /// Whether there is a group that may clear up, in folders to come as well.
    private static func administrators(_ outbox: FilePath, _ layout: SpoolLayout) -> [Finding] {
        let folders = [outbox, layout.archive, layout.failed].filter { folder in
            guard let list = try? AccessList(of: folder) else { return false }
            let isShared = { (list: AccessList) in
                list.rights.contains { holder, rights in
                    holder != .owner && holder != .others && rights & (W_OK | X_OK) == W_OK | X_OK
                }
            }
            return !isShared(list) || AccessList(defaultOf: folder).map { !isShared($0) } ?? false
        }
        guard !folders.isEmpty else { return [] }
        let paths = folders.map { ShellWord.quoted($0) }.joined(separator: " ")
        let group = Administrators.group
        return [
            finding(
                .note,
                "Only root and the daemon's user may remove reports and try documents again. To let members of \(group) do "
                    + "so:", "sudo systemd-sysusers",
                "sudo setfacl -R -m g:\(group):rwX -m d:g:\(group):rwX \(paths)")
        ]
    }
}
