import Foundation
import Glibc
import Spool
import Supervision
import SystemPackage

/// Documents that were claimed, failed, or delivered.
extension DocumentTraces {
    func claimed(_ claim: Claim) -> DocumentFate {
        let isRunning = folder.isDaemonRunning()
        let limit = settings[SettingsTable.maxAttempts]
        var fate = DocumentFate(path: claim.path.printable, state: "is claimed", style: .green)
        let isUnderWay = isRunning && claim.attempts.last.map(isOfDaemonAtWork) ?? false
        let ended = claim.attempts.dropLast(isUnderWay ? 1 : 0)
        let spent = Attempt.spent(ended)
        fate.details = [
            "Claimed at \(claim.claimed), attempt \(min(spent + 1, limit)) of \(limit), SHA-256 \(claim.sha256)."
        ]
        for (index, attempt) in claim.attempts.enumerated() {
            let end: String
            if let failure = attempt.failure {
                end = "\(failure.reason): \(failure.message)"
            } else if attempt.isHandedBack {
                end = "handed back, does not count"
            } else if isUnderWay, index == claim.attempts.count - 1 {
                end = "under way, or waiting for a worker"
            } else {
                // The daemon ended, and no worker need have had it.
                continue
            }
            fate.details.append("Attempt \(index + 1) began at \(attempt.began); \(end).".replacing("..", with: "."))
        }
        let cutOff = ended.count(where: \.isOpen)
        if cutOff > 2 {
            fate.details.append(
                "The daemon, or the machine, ended \(cutOff) times while it was claimed: \(cutOff / 3) of the attempts "
                    + "\(cutOff / 3 == 1 ? "stands" : "stand") for that, one for three times.")
        }
        if !isRunning, folder.isDaemonKnown {
            fate.details.append("No daemon runs: the next one goes on with it.")
            fate.command = settings.invocation.start
        }
        // What cannot be read at all fails without an attempt: that it waits for `failed` only the daemon says.
        let failedFolder = "'\(folder.folders.layout.failed.printable)"
        let isFailing =
            claim.attempts.last?.failure != nil
            || (try? folder.daemonStatus())?.troubles.contains { $0.contains(failedFolder) } ?? false
        if let closed = closedDestination(of: claim.path, mayFail: isFailing) {
            fate.style = .yellow
            fate.details.append(closed.sentence)
            fate.command = closed.command
        }
        return fate
    }

    /// Whether an attempt may be under way: one from before the daemon's start is over, whatever became of it.
    private func isOfDaemonAtWork(_ attempt: Attempt) -> Bool {
        guard attempt.isOpen else { return false }
        guard let started = try? folder.daemonStatus()?.started else { return true }
        // RFC 3339 in UTC, to the second.
        let second = "2030-01-01T00:00:00".count
        return attempt.began.prefix(second) >= started.prefix(second)
    }

    func failed(_ document: FailedDocument) -> DocumentFate {
        let position = document.byteOffset.map { " (byte \($0))" } ?? ""
        let tries = document.attempts > 1 ? " after \(document.attempts) attempts" : ""
        let place = folder.folders.layout.failed.pushing(document.place)
        // The same bytes end alike: what helps is another file, or another limit.
        let isHopeless = document.isSureToFail(maxBytes: settings[SettingsTable.maxBytes])
        let (advice, isRetried) =
            if !isHopeless {
                ("To try it again:", true)
            } else if document.reason == "too-large" {
                ("To have it analyzed, \(SizeExcess.remedy), then:", true)
            } else {
                (
                    "Another try would end the same: put a file into the inbox that has its text, under this name or another.",
                    false
                )
            }
        return DocumentFate(
            path: document.origin.printable, state: "failed\(tries): \(document.reason)\(position)", style: .red,
            details: [document.message, "It lies at \(place.printable).", advice],
            command: isRetried ? settings.invocation.command("retry", document.name) : nil)
    }

    /// `isKnown` says that something of the document was found already: then nobody looks through the outbox.
    func delivered(_ query: Query, _ number: Int?, isKnown: Bool) -> [DocumentFate] {
        let folders = folder.folders
        func reports(searching search: SpoolInspection.OutboxSearch) -> [SpoolInspection.FoundReport] {
            let onPaths = query.paths.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.flatMap { path in
                SpoolInspection.reports(
                    on: path, inAnyFolder: query.names.contains(path), of: folders, searching: search)
            }
            // A report's own path is taken for it only where no document has that path.
            let named = onPaths.isEmpty ? SpoolInspection.reports(at: query.reports, of: folders) : onPaths
            guard named.isEmpty, let digest = query.digest, !isKnown else { return named }
            return SpoolInspection.reports(onDigest: digest, of: folders, searching: search)
        }
        var found = reports(searching: .list)
        if found.isEmpty, !isKnown { found = reports(searching: .outbox) }
        let all = Set(found).filter { number == nil || $0.number == number }
            .sorted { ($0.file.string, $0.number, $0.place.string) < ($1.file.string, $1.number, $1.place.string) }
        let told = all.prefix(Self.mostDeliveries)
        var fates = told.map { report in
            let archived = SpoolInspection.archived(report.file, sha256: report.head.sha256, in: folders.state)
            let original =
                if let archived {
                    "The original is archived at \(folders.layout.archive.pushing(archived).printable)."
                } else if folder.isClosed(folders.layout.archive.pushing(report.file.folder)) {
                    "Whether the original is in the archive is not for you to read."
                } else {
                    "The original is not in the archive."
                }
            return DocumentFate(
                path: report.document.printable, state: "is delivered", style: .green,
                details: ["Report: \(folders.outbox.pushing(report.place).printable)", original])
        }
        if let next = all.dropFirst(told.count).first {
            let isOneFile = Set(all.map(\.file)).count == 1
            let advice = isOneFile ? "Name one, as \(next.document.printable)." : "Name a whole path."
            fates.append(
                DocumentFate(
                    path: "\(all.count - told.count) more", state: "are delivered", style: .green, details: [advice]))
        }
        return fates
    }
}
