import Foundation
import Spool
import SystemPackage

/// What lies in the spool and beside documents that should not stay there.
enum SpoolCheck: Check {
    static let area = "spool"

    static func look(at machine: Examination) -> [Finding] {
        let findings = claims(machine) + temporaries(machine) + failures(machine)
        return findings.isEmpty ? [finding(.fine, "Nothing is left over.")] : findings
    }

    private static func claims(_ machine: Examination) -> [Finding] {
        let state = machine.settings[SettingsTable.state]
        let entries: SpoolInspection.ActiveEntries
        do throws(Errno) {
            guard let found = try SpoolInspection.activeEntries(in: state) else { return [] }
            entries = found
        } catch {
            // `StateCheck` tells of one that is no folder.
            guard error == .permissionDenied else { return [] }
            return [
                finding(
                    .note, "The spool in '\(state.printable)' cannot be read (\(error)); root can.",
                    machine.settings.invocation.command("doctor", as: "sudo "))
            ]
        }
        var findings: [Finding] = []
        let waiting = entries.documents
        if waiting > 0, !machine.isAtWork {
            findings.append(
                finding(
                    .warning,
                    waiting == 1
                        ? "1 claimed document waits for a daemon: the next start goes on with it."
                        : "\(waiting) claimed documents wait for a daemon: the next start goes on with them.",
                    machine.unit.map { "sudo systemctl start \(ShellWord.quoted($0.name))" }
                        ?? machine.settings.invocation.start))
        }
        if !entries.orphans.isEmpty {
            findings.append(
                finding(
                    .warning,
                    entries.orphans.count == 1
                        ? "1 document in the spool has lost its record, '\(entries.orphans[0].printable)'; the next start "
                            + "delivers it as 'recovered-…'."
                        : "\(entries.orphans.count) documents in the spool have lost their records, as "
                            + "'\(entries.orphans[0].printable)'; the next start delivers them as 'recovered-…'."))
        }
        if !entries.strangers.isEmpty {
            let active = SpoolLayout(state: state).active
            findings.append(
                finding(
                    .warning, "'\(active.printable)' has files that are nothing of the daemon's.",
                    "ls -l " + entries.strangers.prefix(5).map { quoted($0, in: active) }.joined(separator: " ")))
        }
        return findings
    }

    /// Hidden files of a delivery or a claim that was cut off; while a daemon works they may be under way.
    private static func temporaries(_ machine: Examination) -> [Finding] {
        guard !machine.isAtWork else { return [] }
        let (inbox, outbox) = (machine.settings[SettingsTable.inbox], machine.settings[SettingsTable.outbox])
        let rules = IgnoreRules(patterns: machine.settings[SettingsTable.ignore])
        var findings: [Finding] = []
        if let left = try? SpoolInspection.backlog(of: inbox, ignoring: rules).temporaries, !left.isEmpty {
            findings.append(
                finding(
                    .warning,
                    left.count == 1
                        ? "1 document in the inbox is hidden, '\(left[0].printable)': a claim or a retry was cut off. The next "
                            + "start takes it up if it has a record of it; else rename it to see it worked on."
                        : "\(left.count) documents in the inbox are hidden, as '\(left[0].printable)': a claim or a retry was "
                            + "cut off. The next start takes up those it has records of; rename the others to see them "
                            + "worked on."))
        }
        if let left = try? SpoolInspection.temporaryReports(in: outbox), !left.isEmpty {
            findings.append(
                finding(
                    .note,
                    left.count == 1
                        ? "1 report in the outbox was never finished; the next start writes it anew."
                        : "\(left.count) reports in the outbox were never finished; the next start writes them anew.",
                    "rm -f " + left.prefix(20).map { quoted($0, in: outbox) }.joined(separator: " ")))
        }
        return findings
    }

    private static func failures(_ machine: Examination) -> [Finding] {
        let folder = StateFolder(settings: machine.settings)
        guard let failed = try? folder.failedDocuments(), !failed.isEmpty else { return [] }
        return [
            finding(
                .note,
                failed.count == 1
                    ? "1 document failed; it is kept until it is tried again or removed."
                    : "\(failed.count) documents failed; they are kept until they are tried again or removed.",
                machine.settings.invocation.command("failed"), machine.settings.invocation.command("retry", "--all"))
        ]
    }

    private static func quoted(_ path: FilePath, in folder: FilePath) -> String {
        ShellWord.quoted(folder.pushing(path))
    }
}
