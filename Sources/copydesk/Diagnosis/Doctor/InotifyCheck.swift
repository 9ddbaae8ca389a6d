import Foundation
import Glibc
import Spool
import Supervision
import SystemPackage

/// The kernel's limits on the watching of folders (inotify(7)).
enum InotifyCheck: Check {
    static let area = "inotify"

    static func look(at machine: Examination) -> [Finding] {
        guard let watches = limit("max_user_watches"), let instances = limit("max_user_instances"),
            let events = limit("max_queued_events")
        else { return [finding(.note, "The limits of inotify cannot be read here.")] }
        let used = usage(of: machine.user)
        let rules = IgnoreRules(patterns: machine.settings[SettingsTable.ignore])
        let folders = (try? SpoolInspection.backlog(of: machine.settings[SettingsTable.inbox], ignoring: rules))?
            .folders
        var findings: [Finding] = []
        // A daemon at work has its watches already.
        let needed = machine.isAtWork ? 0 : folders ?? 0
        if used.watches + needed > watches - watches / 10 {
            findings.append(
                finding(
                    .warning,
                    "The inbox has \(folders == 1 ? "1 folder" : "\(folders ?? 0) folders") and the user \(used.watches) watches of \(watches) "
                        + "(fs.inotify.max_user_watches): folders without a watch are polled.",
                    raise("max_user_watches", to: max(4 * (used.watches + needed), 1 << 19))))
        }
        if used.instances + (machine.isAtWork ? 0 : 1) > instances {
            findings.append(
                finding(
                    .warning,
                    "The user has \(used.instances) inotify instances of \(instances) (fs.inotify.max_user_instances): "
                        + "the whole inbox is polled.", raise("max_user_instances", to: max(4 * used.instances, 1_024)))
            )
        }
        if events < fewestEvents {
            findings.append(
                finding(
                    .warning,
                    "The kernel queues \(events) events (fs.inotify.max_queued_events): a burst of documents overflows "
                        + "it, and each time the whole inbox is scanned.", raise("max_queued_events", to: 16_384)))
        }
        guard findings.isEmpty else { return findings }
        return [
            finding(
                .fine,
                "\(used.watches) of \(watches) watches and \(used.instances) of \(instances) instances are in use.")
        ]
    }

    /// Half of the kernel's own default.
    private static let fewestEvents = 8_192

    private static func limit(_ name: String) -> Int? {
        ProcFile.text("/proc/sys/fs/inotify/\(name)").flatMap { Int($0.filter(\.isNumber)) }
    }

    private static func raise(_ name: String, to value: Int) -> String {
        "echo fs.inotify.\(name)=\(value) | sudo tee /etc/sysctl.d/60-copydesk-\(name).conf && sudo sysctl --system"
    }

    /// What the processes of a user hold, as far as it may be known.
    private static func usage(of user: SystemUser?) -> (watches: Int, instances: Int) {
        var (watches, instances) = (0, 0)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            var status = stat()
            guard Int(name) != nil, stat("/proc/\(name)", &status) == 0, status.st_uid == user?.id,
                let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(name)/fd")
            else { continue }
            for descriptor in descriptors {
                let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/fd/\(descriptor)")
                guard link == "anon_inode:inotify" else { continue }
                instances += 1
                let lines = ProcFile.text("/proc/\(name)/fdinfo/\(descriptor)")?.split(separator: "\n") ?? []
                watches += lines.count { $0.hasPrefix("inotify ") }
            }
        }
        return (watches, instances)
    }
}
