import Spool
import Supervision
import SystemPackage

/// The unit: whether it runs, and whether its program can be started.
enum ServiceCheck: Check {
    static let area = "service"

    static func look(at machine: Examination) -> [Finding] {
        guard let unit = machine.unit else { return [withoutUnit(machine)] }
        let name = ShellWord.quoted(unit.name)
        guard unit.isLoaded else {
            return [
                finding(
                    .problem, "The service manager cannot use \(unit.name): it is \(unit.loadState).",
                    "systemctl cat \(name)", "sudo systemctl daemon-reload")
            ]
        }
        var findings = [state(of: unit, name, machine)]
        if unit.needsReload {
            findings.append(
                finding(
                    .warning, "A file of \(unit.name) has changed since the service manager read it.",
                    "sudo systemctl daemon-reload && sudo systemctl restart \(name)"))
        }
        if machine.user == nil {
            findings.append(
                finding(
                    .problem, "The user '\(unit.user)' that \(unit.name) runs as does not exist.",
                    "sudo systemd-sysusers"))
        }
        if let program = unit.program, let mount = machine.mounts.mount(of: program),
            mount.options.contains("noexec")
        {
            findings.append(
                finding(
                    .problem, "The program \(program) lies on '\(mount.point.printable)', which is mounted noexec.",
                    "sudo mount -o remount,exec \(ShellWord.quoted(mount.point))"))
        }
        return findings
    }

    private static func withoutUnit(_ machine: Examination) -> Finding {
        machine.isAtWork
            ? finding(.fine, "A daemon works on these folders.")
            : finding(.note, "No daemon works on these folders, and no unit was looked at.")
    }

    private static func state(of unit: UnitProperties, _ name: String, _ machine: Examination) -> Finding {
        let start = "sudo systemctl start \(name)"
        let journal = "journalctl -x -u \(name) -n 30"
        switch unit.activeState {
        case "active", "reloading":
            return finding(.fine, "\(unit.name) is active\(unit.mainPID.map { " as process \($0)" } ?? "").")
        case "activating" where unit.restarts > 0:
            return finding(
                .problem,
                "\(unit.name) is being restarted again and again, \(unit.restarts) \(unit.restarts == 1 ? "time" : "times") so far.",
                journal)
        case "activating", "deactivating":
            return finding(.note, "\(unit.name) is \(unit.activeState).")
        case "failed" where unit.exitStatus == Int(Sysexits.configuration):
            return finding(
                .problem, "\(unit.name) refused its settings (exit status 78) and stays down until they are mended.",
                journal, start)
        case "failed":
            return finding(
                .problem, "\(unit.name) has failed (\(unit.result), exit status \(unit.exitStatus)).", journal, start)
        case "inactive" where machine.isStartedByPath:
            return finding(.fine, "\(unit.name) rests, and its path unit empties the inbox when a document comes.")
        default:
            return finding(
                machine.isAtWork ? .note : .warning, "\(unit.name) is \(unit.activeState): no document is worked on.",
                unit.isEnabled ? start : "sudo systemctl enable --now \(name)")
        }
    }
}
