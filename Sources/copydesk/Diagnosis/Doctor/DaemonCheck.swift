import Foundation
import Spool
import Supervision

/// What the daemon says of itself.
enum DaemonCheck: Check {
    static let area = "daemon"

    static func look(at machine: Examination) -> [Finding] {
        guard machine.isAtWork else { return [] }
        let status: DaemonStatus
        do {
            guard let found = try StateFolder(settings: machine.settings).daemonStatus() else {
                return [finding(.note, "The daemon has not said yet how it is.")]
            }
            status = found
        } catch {
            return [finding(.warning, "What the daemon says of itself cannot be read: \(error).")]
        }
        var findings: [Finding] = []
        if let pause = status.paused { findings.append(finding(.problem, "No document is taken: \(pause).")) }
        findings += status.troubles.map { finding(.warning, "The daemon has trouble: \($0).") }
        if status.version != Version.current {
            findings.append(
                finding(
                    .note, "The daemon is version \(status.version), this program \(Version.current).",
                    restart(machine)))
        }
        if let age = age(of: status), age > Self.longestSilence {
            findings.append(
                finding(
                    .problem,
                    "The daemon has said nothing for \(Int(age)) s, though it should every half minute: it is stuck, or "
                        + "held (SIGSTOP).",
                    restart(machine)))
        }
        return findings.isEmpty ? [finding(.fine, "\(status.status).")] : findings
    }

    private static func restart(_ machine: Examination) -> String {
        if let unit = machine.unit { return "sudo systemctl restart \(ShellWord.quoted(unit.name))" }
        let (invocation, pid) = (machine.settings.invocation, machine.holders.state?.pid)
        guard !invocation.isPlain, let pid else { return "sudo systemctl restart copydesk.service" }
        return "sudo kill -CONT \(pid); sudo kill \(pid); \(invocation.start)"
    }

    private static let longestSilence: TimeInterval = 150

    private static func age(of status: DaemonStatus) -> TimeInterval? {
        Timestamp.date(status.updated).map { Date.now.timeIntervalSince($0) }
    }
}
