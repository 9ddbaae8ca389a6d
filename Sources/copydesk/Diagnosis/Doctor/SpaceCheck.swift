import Glibc
import Spool
import SystemPackage

/// Free space and inodes where the daemon writes.
enum SpaceCheck: Check {
    static let area = "space"

    static func look(at machine: Examination) -> [Finding] {
        var seen: Set<UInt> = []
        return machine.folders.dropFirst().flatMap { folder -> [Finding] in
            var status = statvfs()
            guard folder.path.withPlatformString({ statvfs($0, &status) }) == 0,
                seen.insert(status.f_fsid).inserted
            else { return [] }
            let bytes = Int(
                clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).0)
            return [space(folder, bytes, machine)] + inodes(folder, status)
        }
    }

    private static func space(_ folder: Examination.Folder, _ bytes: Int, _ machine: Examination) -> Finding {
        let least = machine.settings[SettingsTable.minFreeBytes]
        let path = ShellWord.quoted(folder.path)
        let free = "\(size(bytes)) are free for the \(folder.role) '\(folder.path.printable)'"
        let look = ["df -h \(path)", "sudo du -xh --max-depth=2 \(path) | sort -h | tail"]
        if bytes < least {
            return Finding(
                severity: .problem, area: area,
                message: "\(free), less than limits.minFreeBytes (\(ByteSize.text(least))): no document is taken.",
                commands: look)
        }
        if bytes < 4 * least {
            return Finding(
                severity: .warning, area: area,
                message: "\(free); below limits.minFreeBytes (\(ByteSize.text(least))) no document is taken.",
                commands: look)
        }
        return finding(.fine, "\(free).")
    }

    private static func size(_ bytes: Int) -> String {
        bytes >> 30 < 10 ? "\(bytes >> 20) MiB" : "\(bytes >> 30) GiB"
    }

    /// A document needs four files at a time: record, report, and both while they are written.
    private static let fewestInodes: fsfilcnt_t = 4_096

    private static func inodes(_ folder: Examination.Folder, _ status: statvfs) -> [Finding] {
        // File systems without a fixed number of inodes report none at all.
        guard status.f_files > 0, status.f_favail < fewestInodes else { return [] }
        return [
            finding(
                status.f_favail < 16 ? .problem : .warning,
                "Only \(status.f_favail) inodes are free for the \(folder.role) '\(folder.path.printable)': remove small files, or "
                    + "make the file system anew with more inodes.", "df -i \(ShellWord.quoted(folder.path))")
        ]
    }
}
