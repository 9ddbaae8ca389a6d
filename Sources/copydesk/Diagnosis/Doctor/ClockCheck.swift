import CLinux
import Foundation

/// The clock: reports and the journal name times, and a file's age is judged by it.
enum ClockCheck: Check {
    static let area = "clock"

    static func look(at machine: Examination) -> [Finding] {
        let now = Date.now
        let shown = now.formatted(.iso8601)
        guard now > earliest else {
            return [
                finding(
                    .problem, "The clock says \(shown), which cannot be: files seem to come from the future.",
                    "sudo timedatectl set-ntp true")
            ]
        }
        guard copydesk_clock_is_synchronised() != 0 else {
            return [
                finding(
                    .note, "The clock says \(shown), and no time server keeps it right.",
                    "sudo timedatectl set-ntp true")
            ]
        }
        return [finding(.fine, "The clock says \(shown).")]
    }

    /// This program did not exist before 2026.
    private static let earliest = Date(timeIntervalSince1970: 1_767_225_600)
}
