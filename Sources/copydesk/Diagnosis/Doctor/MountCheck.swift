import Glibc
import Spool
import Supervision
import SystemPackage

/// What the folders are mounted from.
enum MountCheck: Check {
    static let area = "mounts"

    static func look(at machine: Examination) -> [Finding] {
        var findings: [Finding] = []
        var sound: [String: [String]] = [:]
        for folder in machine.folders {
            guard let mount = machine.mounts.mount(of: folder.place) else { continue }
            let place =
                "The \(folder.role) '\(folder.path.printable)' lies on \(mount.type) (\(mount.source)), mounted at "
                + "'\(mount.point.printable)'"
            if mount.isReadOnly {
                findings.append(
                    finding(
                        .problem, "\(place), which is read-only.",
                        "sudo mount -o remount,rw \(ShellWord.quoted(mount.point))"))
            } else if let name = SpoolInspection.networkFileSystem(of: folder.path) {
                findings.append(
                    finding(
                        folder.role == "state" ? .warning : .note,
                        folder.role == "inbox"
                            ? "\(place). \(name) does not tell of changes by other machines: it is polled every "
                                + "\(TimeSpan.text(machine.settings[SettingsTable.poll]))."
                            : "\(place), so each document waits for the network; a local folder is safer and faster."))
            } else if Self.inMemory.contains(mount.type) {
                findings.append(
                    finding(.warning, "\(place): what lies there is lost when the machine stops. Use a disk."))
            } else {
                let what = "\(mount.type) (\(mount.source)), mounted at '\(mount.point.printable)'"
                sound[what, default: []].append(folder.role)
            }
        }
        for (what, roles) in sound.sorted(by: { $0.key < $1.key }) {
            findings.append(finding(.fine, "\(roles.joined(separator: ", ")): \(what)"))
        }
        return findings + copies(machine)
    }

    private static let inMemory: Set<String> = ["ramfs", "tmpfs"]

    /// From one file system to another a document is copied, not renamed.
    private static func copies(_ machine: Examination) -> [Finding] {
        let inbox = machine.settings[SettingsTable.inbox]
        let state = machine.settings[SettingsTable.state]
        guard let one = device(of: inbox), let other = device(of: state), one != other else { return [] }
        return [
            finding(
                .note,
                "Inbox and state lie on two file systems: every document is copied when it is claimed. Put them on one "
                    + "where that matters.")
        ]
    }

    private static func device(of path: FilePath) -> dev_t? {
        var status = stat()
        return path.withPlatformString { stat($0, &status) } == 0 ? status.st_dev : nil
    }
}
