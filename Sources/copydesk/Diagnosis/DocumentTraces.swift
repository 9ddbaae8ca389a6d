import Foundation
import Glibc
import Spool
import Supervision
import SystemPackage

/// Finds a document wherever it may be: in the inbox, claimed, failed, delivered.
struct DocumentTraces {
    let folder: StateFolder

    init(_ folder: StateFolder) { self.folder = folder }

    private var settings: Settings { folder.settings }

    /// What is meant by what a person wrote.
    private struct Query {
        /// Paths under the inbox that it may stand for.
        var paths: Set<String>
        /// A file name without folders.
        var name: String?
        /// The first digits of a SHA-256.
        var digest: String?

        func matches(_ path: String, _ sha256: String?) -> Bool {
            if paths.contains(path) { return true }
            if let name, path.split(separator: "/").last.map(String.init) == name { return true }
            if let digest, let sha256, sha256.hasPrefix(digest) { return true }
            return false
        }
    }

    /// The fewest digits of a SHA-256 that are taken for one.
    private static let fewestDigits = 8

    private func query(_ text: String) -> Query {
        let given = FilePath(text).lexicallyNormalized()
        let root = folder.inbox.resolved ?? folder.inbox
        let here = FilePath(FileManager.default.currentDirectoryPath)
        let whole = here.pushing(given)
        // The last component is not resolved: it may be a symbolic link, which is what the answer is about.
        var paths: Set<String> = given.isAbsolute ? [] : [given.string]
        let above = whole.removingLastComponent()
        let places = [whole, (above.resolved ?? above).appending(whole.lastComponent?.string ?? "")]
        for place in places {
            for inbox in [root, here.pushing(folder.inbox).lexicallyNormalized()] {
                var path = place
                if path.removePrefix(inbox), !path.isEmpty { paths.insert(path.string) }
            }
        }
        let digits = text.lowercased()
        let isDigest = (Self.fewestDigits...64).contains(digits.utf8.count) && digits.utf8.allSatisfy(Self.isHexDigit)
        return Query(paths: paths, name: text.contains("/") ? nil : text, digest: isDigest ? digits : nil)
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// The most deliveries that are told of one question.
    static let mostDeliveries = 100

    /// All that is known of a document, what is newest in its life first.
    func fates(of text: String) throws -> [DocumentFate] {
        let query = query(text)
        let inInbox = inboxPaths(query).compactMap(waiting)
        let claimed = try claims().filter { query.matches($0.path.string, $0.sha256) }.map(claimed)
        let failed = try failedDocuments(query).map(failed)
        let known = inInbox + claimed + failed
        return known + delivered(query, isKnown: !known.isEmpty)
    }

    private func failedDocuments(_ query: Query) throws -> [FailedDocument] {
        // Only those are read whose names begin like the document's: another one may have had the name before.
        let beginnings = Set(query.paths + [query.name].compactMap(\.self)).map { Array($0.utf8) }
        let documents = try folder.listedFailures { place in
            let bytes = place.bytes
            let name = query.name == nil ? bytes[...] : bytes[((bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
            return query.digest != nil || beginnings.contains { name.starts(with: $0.prefix(Self.surelyKept)) }
        }
        return documents.filter { query.matches($0.path, $0.sha256) || query.matches($0.name, nil) }
    }

    /// How many bytes of a document's path its name in `failed/` keeps, however long it is.
    private static let surelyKept = 100

    private func claims() throws -> [Claim] {
        do throws(Errno) {
            return try SpoolInspection.claims(in: settings[SettingsTable.state])
        } catch .noSuchFileOrDirectory {
            return []
        } catch .permissionDenied {
            throw StateFolder.refusal(of: folder.folders.layout.active)
        }
    }

    // MARK: In the inbox

    private func inboxPaths(_ query: Query) -> [String] {
        var paths = query.paths
        if let name = query.name {
            for path in SpoolInspection.files(named: FilePath(name), in: folder.inbox) { paths.insert(path.string) }
        }
        return paths.sorted()
    }

    private func waiting(_ path: String) -> DocumentFate? {
        let taken = SpoolInspection.TakenOriginals(in: folder.folders.state)
        let name = Terminal.printable(path)
        let file: SpoolInspection.InboxFile
        do throws(Errno) {
            file = try SpoolInspection.file(FilePath(path), in: folder.inbox, besides: taken)
        } catch {
            // Whether it is there at all, only who may read the folder knows; that it would not be taken is sure.
            guard error == .permissionDenied, let obstacle = DaemonAccess(to: folder)?.obstacle(to: FilePath(path))
            else { return nil }
            return DocumentFate(
                path: name, state: "is left alone", style: .yellow, details: [obstacle.sentence],
                command: obstacle.command)
        }
        let options = settings.spoolOptions
        func leftAlone(_ why: String, _ command: String? = nil) -> DocumentFate {
            DocumentFate(path: name, state: "is left alone", style: .yellow, details: [why], command: command)
        }
        if let rule = IgnoreRules(patterns: options.ignoredPatterns).rule(for: FilePath(path)) {
            let isOwn = options.ignoredPatterns.contains(rule)
            return leftAlone(
                rule == "hidden"
                    ? "Its name, or a folder's above it, begins with a dot: hidden files are ignored. Rename it."
                    : "The rule '\(rule)' ignores it: rename it, or "
                        + (isOwn ? "take the rule from watch.ignore." : "put '!' and its name into watch.ignore.")
            )
        }
        if let oddity = file.oddity, !oddity.isAboutAccess { return leftAlone("It \(oddity).") }
        let obstacle = DaemonAccess(to: folder)?.obstacle(to: FilePath(path))
        if file.isTaken {
            return DocumentFate(
                path: name, state: "stays in the inbox", style: .green,
                details: [
                    "A copy of it was taken. "
                        + (obstacle?.sentence
                            ?? "It stays for \(TimeSpan.text(options.restTime)) after its last change, in case that more is "
                            + "written to it.")
                ], command: obstacle?.command)
        }
        if let obstacle { return leftAlone(obstacle.sentence, obstacle.command) }
        if let oddity = file.oddity, folder.daemonUser?.id == geteuid() { return leftAlone("It \(oddity).") }
        var fate = DocumentFate(path: name, state: "is still being written", style: .yellow)
        let settle = file.byteCount == 0 ? options.emptySettleTime : options.settleTime
        if file.hasWriter == true {
            fate.details = ["A program has it open for writing: it is taken when that closes it."]
        } else if file.byteCount > options.maxBytes {
            fate.state = "is too large"
            fate.details = [
                "It has \(file.byteCount) bytes, limits.maxBytes is \(ByteSize.text(options.maxBytes)): it goes to "
                    + "failed/ unread. To have it analyzed, \(SizeExcess.remedy)."
            ]
        } else if file.age < settle {
            fate.state = "settles"
            fate.details = [
                "It changed a moment ago: it is taken when it has not changed for \(TimeSpan.text(settle))."
            ]
        } else {
            fate.state = "waits"
            fate.details = ["Nothing is wrong with it: it is taken when its turn comes."]
        }
        if !folder.isDaemonRunning() {
            fate.details.append("No daemon works on this inbox: start one.")
            fate.command = "sudo systemctl start copydesk"
        } else if let pause = (try? folder.daemonStatus())?.paused {
            fate.details.append("The daemon takes nothing now: \(pause).")
        }
        return fate
    }

    // MARK: Claimed and failed

    private func claimed(_ claim: Claim) -> DocumentFate {
        let isRunning = folder.isDaemonRunning()
        let limit = settings[SettingsTable.maxAttempts]
        var fate = DocumentFate(path: claim.path.printable, state: "is claimed", style: .green)
        fate.details = [
            "Claimed at \(claim.claimed), attempt \(max(1, claim.attemptCount)) of \(limit), SHA-256 \(claim.sha256)."
        ]
        for (index, attempt) in claim.attempts.enumerated() {
            let end =
                if let failure = attempt.failure {
                    "\(failure.reason): \(failure.message)"
                } else if attempt.isHandedBack {
                    "handed back, does not count"
                } else if isRunning, index == claim.attempts.count - 1 {
                    "under way"
                } else {
                    "its end was not seen"
                }
            fate.details.append("Attempt \(index + 1) began at \(attempt.began); \(end).".replacing("..", with: "."))
        }
        if !isRunning {
            fate.details.append("No daemon runs: the next one goes on with it.")
            fate.command = "sudo systemctl start copydesk"
        }
        return fate
    }

    private func failed(_ document: FailedDocument) -> DocumentFate {
        let place = document.byteOffset.map { " (byte \($0))" } ?? ""
        let tries = document.attempts > 1 ? " after \(document.attempts) attempts" : ""
        return DocumentFate(
            path: Terminal.printable(document.path), state: "failed\(tries): \(document.reason)\(place)", style: .red,
            details: [
                document.message,
                "It lies at \(Terminal.printable(folder.folders.layout.failed.appending(document.name).string)).",
                "To try it again:",
            ],
            command: "copydesk retry \(ShellWord.quoted(document.name))")
    }

    // MARK: Delivered

    /// `isKnown` says that something of the document was found already: then nobody looks through the outbox.
    private func delivered(_ query: Query, isKnown: Bool) -> [DocumentFate] {
        let folders = folder.folders
        func reports(searching search: SpoolInspection.OutboxSearch) -> [SpoolInspection.FoundReport] {
            let onPaths = query.paths.sorted().flatMap { path in
                SpoolInspection.reports(
                    on: FilePath(path), inAnyFolder: query.name == path, of: folders, searching: search)
            }
            guard onPaths.isEmpty, let digest = query.digest, !isKnown else { return onPaths }
            return SpoolInspection.reports(onDigest: digest, of: folders, searching: search)
        }
        var found = reports(searching: .list)
        if found.isEmpty, !isKnown { found = reports(searching: .outbox) }
        let unique = Set(found)
        let told = unique.sorted { ($0.head.path, $0.place.string) < ($1.head.path, $1.place.string) }
            .prefix(Self.mostDeliveries)
        var fates = told.map { report in
            let archived = SpoolInspection.archived(
                FilePath(report.head.path), sha256: report.head.sha256, in: folders.state)
            let original =
                archived.map {
                    "The original is archived at "
                        + Terminal.printable(folders.layout.archive.pushing($0).string) + "."
                } ?? "The original is not in the archive."
            return DocumentFate(
                path: Terminal.printable(report.head.path), state: "is delivered", style: .green,
                details: ["Report: \(Terminal.printable(folders.outbox.pushing(report.place).string))", original])
        }
        if unique.count > told.count {
            let rest = unique.count - told.count
            fates.append(
                DocumentFate(
                    path: "\(rest) more", state: "are delivered", style: .green, details: ["Name a whole path."]))
        }
        return fates
    }
}

/// Words for a shell.
enum ShellWord {
    /// A word that a POSIX shell reads as it is.
    static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || "0123456789/._-+@%:,".utf8.contains(byte)
        }
        return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
    }
}
