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
        // A container's clock is that of the machine around it, which alone can set it.
        guard copydesk_clock_is_synchronised() != 0 || isContainer else {
            return [
                finding(
                    .note, "The clock says \(shown), and no time server keeps it right.",
                    "sudo timedatectl set-ntp true")
            ]
        }
        return [finding(.fine, "The clock says \(shown).")]
    }

    /// Whether this is a container: systemd, Docker and Podman each leave a file that says so (container-interface of
    /// systemd).
    private static var isContainer: Bool {
        ["/run/systemd/container", "/run/host/container-manager", "/.dockerenv", "/run/.containerenv"]
            .contains { FileManager.default.fileExists(atPath: $0) }
    }

    /// This program did not exist before 2026.
    private static let earliest = Date(timeIntervalSince1970: 1_767_225_600)
}
