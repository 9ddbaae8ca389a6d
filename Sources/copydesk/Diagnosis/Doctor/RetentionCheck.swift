import Glibc
import Spool
import SystemPackage

/// How much finished work lies there, what is kept of it, and whether the disk holds it.
enum RetentionCheck: Check {
    static let area = "retention"

    private static let recentDays = 7
    /// A disk that is full sooner than this is told of.
    private static let shortestDays = 30

    static func look(at machine: Examination) -> [Finding] {
        let layout = SpoolLayout(state: machine.settings[SettingsTable.state])
        let parts = [
            ("archive", layout.archive, SettingsTable.archiveKeep),
            ("outbox", machine.settings[SettingsTable.outbox], SettingsTable.outboxKeep),
            ("failed", layout.failed, SettingsTable.failedKeep),
        ]
        var disks: [UInt: Disk] = [:]
        var findings: [Finding] = []
        for (name, path, setting) in parts {
            let growth: SpoolInspection.Growth
            do throws(Errno) {
                growth = try SpoolInspection.growth(
                    of: path, recent: .seconds(86_400 * recentDays),
                    writtenBy: path == layout.archive ? machine.user?.id : nil,
                    allowing: machine.settings[SettingsTable.fileMode])
            } catch  where error == .noSuchFileOrDirectory || error == .notDirectory {
                // Not there yet, or `StateCheck` tells of it.
                continue
            } catch {
                findings.append(
                    finding(
                        .note, "How much lies in '\(path.printable)' only root can find out.",
                        machine.settings.invocation.command("doctor", as: "sudo ")))
                continue
            }
            let retention = machine.settings[setting]
            let kept = retention.isUnlimited ? "all is kept" : "\(setting.key) is \(RetentionText.text(retention))"
            findings.append(
                finding(
                    .fine,
                    "\(name): \(growth.files) \(growth.files == 1 ? "file" : "files"), \(PruneCommand.size(growth.bytes)); \(kept)."
                ))
            findings += alterable(growth.alterable, path, machine.user)
            var status = statvfs()
            guard path.withPlatformString({ statvfs($0, &status) }) == 0 else { continue }
            disks[status.f_fsid, default: Disk(path, status)].add(name, growth, retention)
        }
        return findings
            + disks.values.sorted { $0.path.string < $1.path.string }.flatMap {
                $0.findings(machine.settings.invocation)
            }
    }

    /// Originals that an earlier version moved into the archive as their droppers' files.
    private static func alterable(_ count: Int, _ archive: FilePath, _ user: SystemUser?) -> [Finding] {
        guard count > 0, let user else { return [] }
        let owner = "\(user.name):\(SystemUser.name(ofGroup: user.group))"
        return [
            finding(
                .warning,
                "\(count) \(count == 1 ? "original" : "originals") in '\(archive.printable)' others than '\(user.name)' may write "
                    + "to, as an earlier version left them.",
                "sudo find \(ShellWord.quoted(archive)) -type f -exec chown -h \(owner) {} + -exec chmod go-w {} +")
        ]
    }

    /// A file system with those of the folders that lie on it.
    private struct Disk {
        let path: FilePath
        private let total: Int
        private let free: Int
        private var allowed = 0
        private var unlimited: [String] = []
        private var recent = 0

        init(_ path: FilePath, _ status: statvfs) {
            self.path = path
            func bytes(_ blocks: fsblkcnt_t) -> Int {
                Int(clamping: UInt64(blocks).multipliedReportingOverflow(by: UInt64(status.f_frsize)).0)
            }
            (total, free) = (bytes(status.f_blocks), bytes(status.f_bavail))
        }

        mutating func add(_ name: String, _ growth: SpoolInspection.Growth, _ retention: Retention) {
            if let bytes = retention.bytes {
                allowed += bytes
                return
            }
            // Limited by age alone it stops growing once it is as old as that.
            if retention.age.map({ $0 > .seconds(86_400 * shortestDays) }) ?? true {
                unlimited.append(name)
                recent += growth.recentBytes
            }
        }

        func findings(_ invocation: Invocation) -> [Finding] {
            var findings: [Finding] = []
            if allowed > total {
                findings.append(
                    RetentionCheck.finding(
                        .warning,
                        "The sizes of archive.keep, outbox.keep and failed.keep allow \(PruneCommand.size(allowed)), the "
                            + "disk of '\(path.printable)' has \(PruneCommand.size(total)): it is full before they count. Lower them.",
                        "df -h \(ShellWord.quoted(path))"))
            }
            guard recent > 0, let first = unlimited.first else { return findings }
            let days = free / max(1, recent / recentDays)
            guard days < shortestDays else { return findings }
            let names = unlimited.joined(separator: ", ")
            findings.append(
                finding(
                    .warning,
                    "\(PruneCommand.size(recent)) came into \(names) in the last \(recentDays) days: what is free of the disk "
                        + "of '\(path.printable)', \(PruneCommand.size(free)), is full in \(days) \(days == 1 ? "day" : "days"). Say what need not be kept, as "
                        + "in /etc/copydesk/copydesk.yaml `\(first).keep: 20 GiB`, and see what would go:",
                    invocation.command("prune", "--dry-run", "--set", "\(first).keep=20 GiB")))
            return findings
        }
    }
}
