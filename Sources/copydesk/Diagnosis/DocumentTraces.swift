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
        var paths: Set<FilePath> = []
        /// File names without folders that it may be.
        var names: Set<FilePath> = []
        /// Paths under the outbox of reports that it may stand for.
        var reports: Set<FilePath> = []
        /// The first digits of a SHA-256.
        var digest: String?

        func matches(_ path: FilePath, _ sha256: String?) -> Bool {
            if paths.contains(path) { return true }
            if let name = path.lastComponent, names.contains(FilePath(root: nil, [name])) { return true }
            if let digest, let sha256, sha256.hasPrefix(digest) { return true }
            return false
        }
    }

    /// The fewest digits of a SHA-256 that are taken for one.
    private static let fewestDigits = 8

    private func query(_ text: String) -> Query {
        var query = Query()
        // As it is, and as the path that is printed like this.
        for given in Set([FilePath(text), FilePath(printed: text)]) {
            let given = given.lexicallyNormalized()
            query.paths.formUnion(paths(given, under: folder.inbox))
            query.reports.formUnion(paths(given, under: folder.folders.outbox).filter(SpoolInspection.isReport))
            if !text.contains("/"), let name = given.lastComponent { query.names.insert(FilePath(root: nil, [name])) }
        }
        let digits = text.lowercased()
        let isDigest = (Self.fewestDigits...64).contains(digits.utf8.count) && digits.utf8.allSatisfy(Self.isHexDigit)
        if isDigest { query.digest = digits }
        return query
    }

    /// What a path may stand for under a folder: itself, and what is left of it where it leads there.
    private func paths(_ given: FilePath, under base: FilePath) -> Set<FilePath> {
        let root = base.resolved ?? base
        let here = FilePath(FileManager.default.currentDirectoryPath)
        let whole = here.pushing(given)
        // The last component is not resolved: it may be a symbolic link, which is what the answer is about.
        var paths: Set<FilePath> = given.isAbsolute ? [] : [given]
        let above = whole.removingLastComponent()
        var places = [whole]
        if let name = whole.lastComponent {
            places.append((above.resolved ?? above).pushing(FilePath(root: nil, [name])))
        }
        for place in places {
            for base in [root, here.pushing(base).lexicallyNormalized()] {
                var path = place
                if path.removePrefix(base), !path.isEmpty { paths.insert(path) }
            }
        }
        return paths
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// The most deliveries that are told of one question.
    static let mostDeliveries = 100

    /// All that is known of a document, what is newest in its life first, and what could not be read in the search.
    ///
    /// `feed.xml#2` is the second document in `feed.xml`, unless there is a file of that very name.
    func fates(of text: String) throws -> (fates: [DocumentFate], closed: [FilePath]) {
        let (fates, closed) = try self.fates(query(text), number: nil)
        guard fates.isEmpty, let (file, number) = SpoolInspection.numbered(text) else { return (fates, closed) }
        return try self.fates(query(file), number: number)
    }

    /// `number` says which of the documents in a file is meant; nil for all.
    private func fates(_ query: Query, number: Int?) throws -> (fates: [DocumentFate], closed: [FilePath]) {
        let layout = folder.folders.layout
        var closed = folder.closedPlaces([.daemon, .claims, .failures, .reports])
        func unless<Value>(_ place: FilePath, _ value: () throws -> [Value]) rethrows -> [Value] {
            closed.contains { place.starts(with: $0) } ? [] : try value()
        }
        let inInbox = unless(folder.inbox) { inboxPaths(query).compactMap { waiting($0, &closed) } }
        let claimed = try unless(layout.active) { try claims(&closed) }.filter { query.matches($0.path, $0.sha256) }
            .map(claimed)
        let failed = try unless(layout.failed) { try failedDocuments(query, &closed) }.map(failed)
        let known = inInbox + claimed + failed
        return (known + delivered(query, number, isKnown: !known.isEmpty), closed)
    }

    /// The one of several closed places that is likeliest to hold what was asked for.
    func mostTelling(of closed: [FilePath]) -> FilePath? {
        let layout = folder.folders.layout
        return closed.first { $0.starts(with: folder.inbox) }
            ?? closed.first { ![layout.lock, layout.status].contains($0) } ?? closed.first
    }

    private func failedDocuments(_ query: Query, _ closed: inout [FilePath]) throws -> [FailedDocument] {
        // Only those are read whose names begin like the document's: another one may have had the name before.
        let beginnings = Set(query.paths.union(query.names).map(\.bytes))
        do throws(FailedListingError) {
            let documents = try SpoolInspection.failedDocuments(in: folder.folders.state) { place in
                let bytes = place.bytes
                let name =
                    query.names.isEmpty ? bytes[...] : bytes[((bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
                return query.digest != nil
                    || beginnings.contains { name.starts(with: $0.prefix(Self.surelyKept)) }
            }
            return documents.filter { query.matches($0.origin, $0.sha256) || query.matches($0.place, nil) }
        } catch {
            guard case .unreadable(let place, .permissionDenied) = error else { throw error }
            closed.append(place)
            return []
        }
    }

    /// How many bytes of a document's path its name in `failed/` keeps, however long it is.
    private static let surelyKept = 100

    private func claims(_ closed: inout [FilePath]) throws -> [Claim] {
        // The compiler (6.3.1) crashes on the same with `do` and `catch` beside an `inout`.
        let found = Result { () throws(Errno) in try SpoolInspection.claims(in: settings[SettingsTable.state]) }
        switch found {
        case .success(let claims): return claims
        case .failure(.permissionDenied):
            closed.append(folder.folders.layout.active)
            return []
        // No daemon ever worked here; what has a folder's place instead `doctor` tells.
        case .failure(.noSuchFileOrDirectory), .failure(.notDirectory): return []
        case .failure(let error): throw error
        }
    }

    // MARK: In the inbox

    private func inboxPaths(_ query: Query) -> [FilePath] {
        var paths = query.paths
        for name in query.names { paths.formUnion(SpoolInspection.files(named: name, in: folder.inbox)) }
        return paths.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    private func waiting(_ path: FilePath, _ closed: inout [FilePath]) -> DocumentFate? {
        let taken = SpoolInspection.TakenOriginals(in: folder.folders.state)
        let name = path.printable
        let file: SpoolInspection.InboxFile
        do throws(Errno) {
            file = try SpoolInspection.file(path, in: folder.inbox, besides: taken)
        } catch {
            guard error == .permissionDenied else { return nil }
            // Whether it is there at all, only who may read the folder knows; that it would not be taken is sure.
            guard let obstacle = DaemonAccess(to: folder)?.obstacle(to: path) else {
                closed.append(StateFolder.firstClosed(on: path, in: folder.inbox))
                return nil
            }
            return DocumentFate(
                path: name, state: "is left alone", style: .yellow, details: [obstacle.sentence],
                command: obstacle.command)
        }
        let options = settings.spoolOptions
        func leftAlone(_ why: String, _ command: String? = nil) -> DocumentFate {
            DocumentFate(path: name, state: "is left alone", style: .yellow, details: [why], command: command)
        }
        if let rule = IgnoreRules(patterns: options.ignoredPatterns).rule(for: path) {
            let isOwn = options.ignoredPatterns.contains(rule)
            return leftAlone(
                rule == "hidden"
                    ? "Its name, or a folder's above it, begins with a dot: hidden files are ignored. Rename it."
                    : "The rule '\(rule)' ignores it: rename it, or "
                        + (isOwn ? "take the rule from watch.ignore." : "put '!' and its name into watch.ignore.")
            )
        }
        if file.isFolder { return inboxFolder(path) }
        if let oddity = file.oddity, !oddity.isAboutAccess { return leftAlone("It \(oddity).") }
        let obstacle = DaemonAccess(to: folder)?.obstacle(to: path)
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
            let isKnown = DaemonAccess(to: folder)?.isKnown(of: path) ?? false
            fate.details = [
                isKnown
                    ? "Nothing is wrong with it: it is taken when its turn comes."
                    : "It is taken when its turn comes, if the daemon may read it: whether it may cannot be known here."
            ]
        }
        if let closed = closedDestination(of: path) {
            fate.details = [closed.sentence]
            fate.command = closed.command
        } else if !folder.isDaemonKnown {
            // Who may not look at the lock is told so at the end.
        } else if !folder.isDaemonRunning() {
            fate.details.append("No daemon works on this inbox: start one.")
            fate.command = settings.invocation.start
        } else if let pause = (try? folder.daemonStatus())?.paused {
            fate.details.append("The daemon takes nothing now: \(pause).")
        }
        return fate
    }

    /// A folder of the inbox: what lies in it, and what keeps documents in it.
    private func inboxFolder(_ path: FilePath) -> DocumentFate {
        let access = DaemonAccess(to: folder)
        var fate = DocumentFate(path: path.printable, state: "is a folder", style: .green)
        if let backlog = try? SpoolInspection.backlog(
            of: folder.inbox.pushing(path), ignoring: IgnoreRules(patterns: settings[SettingsTable.ignore]),
            besides: SpoolInspection.TakenOriginals(in: folder.folders.state), for: nil)
        {
            let counts = [
                (backlog.documents, "waiting"), (backlog.taken, "taken and resting"), (backlog.leftAlone, "left alone"),
            ]
            fate.details.append(
                "Its files are documents: " + counts.map { "\($0) \($1)" }.joined(separator: ", ") + ".")
        } else {
            fate.details.append("Its files are documents; what lies in it is not for you to read.")
        }
        guard let obstacle = access?.obstacle(toFolder: path) ?? closedDestination(of: path.appending("x")) else {
            return fate
        }
        fate.details.append(obstacle.sentence)
        (fate.style, fate.command) = (.yellow, obstacle.command)
        return fate
    }

    /// The folder that a document's report or original belongs into and that is closed to the daemon's user; then it
    /// waits.
    ///
    /// - Parameters:
    ///   - document: Its path under the inbox.
    ///   - mayFail: Whether it may belong into `failed/` instead.
    /// - Returns: What keeps the daemon from the first such folder; nil where none is closed.
    private func closedDestination(of document: FilePath, mayFail: Bool = false) -> DaemonAccess.Obstacle? {
        guard let user = folder.daemonUser else { return nil }
        let (folders, layout) = (folder.folders, folder.folders.layout)
        var bases = [(folders.outbox, "its report"), (layout.archive, "its original")]
        if mayFail { bases.append((layout.failed, "a document that fails")) }
        for (base, what) in bases {
            let access = DaemonAccess(inbox: base, user: user)
            let ways = SpoolInspection.outputFolders(document.folder, in: base)
            for (index, way) in ways.enumerated() {
                guard let bar = access.bar(in: way), bar == .reading || bar == .writing && index == ways.count - 1
                else { continue }
                let place = base.pushing(way)
                return DaemonAccess.Obstacle(
                    sentence:
                        "It waits: the daemon's user '\(user.name)' may not use '\(place.printable)', where \(what) belongs.",
                    command: AccessRemedy.line(opening: place, for: user))
            }
        }
        return nil
    }

    // MARK: Claimed and failed

    private func claimed(_ claim: Claim) -> DocumentFate {
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

    private func failed(_ document: FailedDocument) -> DocumentFate {
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

    // MARK: Delivered

    /// `isKnown` says that something of the document was found already: then nobody looks through the outbox.
    private func delivered(_ query: Query, _ number: Int?, isKnown: Bool) -> [DocumentFate] {
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
