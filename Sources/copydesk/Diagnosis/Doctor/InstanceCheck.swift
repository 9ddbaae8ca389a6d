import Spool
import Supervision

/// Who holds the locks: nobody, the service, or somebody else.
enum InstanceCheck: Check {
    static let area = "instances"

    static func look(at machine: Examination) -> [Finding] {
        let (state, inbox) = (machine.holders.state, machine.holders.inbox)
        if let one = state?.pid, let other = inbox?.pid, one != other {
            return [
                finding(
                    .problem,
                    "Two daemons share folders: \(described(one)) works on the state folder, \(described(other)) on the "
                        + "inbox. Stop one of them.", "ps -fp \(one),\(other)")
            ]
        }
        guard let holder = state ?? inbox else { return [finding(.fine, "Nobody else works on these folders.")] }
        guard let pid = holder.pid else {
            return [finding(.note, "A daemon in another container works on these folders.")]
        }
        guard let unit = machine.unit, unit.mainPID != pid else {
            return [finding(.fine, "One daemon works on these folders: \(described(pid)).")]
        }
        return [
            finding(
                .problem,
                "\(described(pid)) works on these folders and is not of \(unit.name), which cannot start meanwhile.",
                "sudo kill \(pid) && tail --pid=\(pid) -f /dev/null",
                "sudo systemctl restart \(ShellWord.quoted(unit.name))")
        ]
    }

    private static func described(_ pid: Int) -> String {
        let words = ProcFile.text("/proc/\(pid)/cmdline")?.split(separator: "\0").joined(separator: " ")
        return "process \(pid)" + (words.map { " (\(Terminal.printable($0)))" } ?? "")
    }
}
