import Glibc
package import Logging
package import Spool
package import SystemPackage
import Synchronization

/// The spool as the daemon uses it: its blocking calls on threads of their own, its errors sorted into those of the
/// place and those of the document.
package final class SpoolStore: DocumentStore {
    package struct Document: StoredDocument {
        var claim: Claim

        package var path: FilePath { claim.path }
        package var byteCount: Int { claim.byteCount }
        package var sha256: String { claim.sha256 }

        package var attempts: Int { claim.spentAttempts }

        package var failures: [Failure] {
            claim.attempts.compactMap(\.failure)
        }
    }

    private let spool: Spool
    private let isDrainedOnce: Bool
    private let logger: Logger
    private let calls = BlockingCalls(label: "copydesk.disk", isConcurrent: true)
    private let state = Mutex(State())

    private struct State {
        var watch: Watch?
        /// Whether the watch hung when it was last asked.
        var isWatchStill = false
        /// What an earlier run left, in falling order of age.
        var recovered: [Claim] = []
        /// How long after a run of the retention the next is due.
        var retentionInterval = SpoolStore.shortestInterval
        /// Folders that nothing can be put into.
        var barred: [FilePath: FolderTrouble] = [:]
        /// Documents that may not be read, some of them where they are many.
        var unreadable: Set<FilePath> = []
        /// What is to be done when troubles may be others.
        var troublesChanged: @Sendable () -> Void = {}
    }

    /// A size is kept to within what is delivered in this time.
    private static let shortestInterval = Duration.seconds(600)
    /// A run pauses for so many times as long as it took, however large the folders are.
    private static let pauses = 200

    /// Opens and locks the spool.
    ///
    /// - Throws: `DaemonFailure` with the exit status that fits: 75 (EX_TEMPFAIL) for a second daemon, 73
    ///   (EX_CANTCREAT) for a folder that cannot be written, 78 (EX_CONFIG) for folders that are missing or overlap.
    package init(
        _ folders: SpoolFolders, options: SpoolOptions, isDrainedOnce: Bool, logger: Logger
    ) throws(DaemonFailure) {
        self.isDrainedOnce = isDrainedOnce
        self.logger = logger
        do throws(SpoolError) {
            spool = try Spool(folders: folders, options: options)
        } catch {
            throw DaemonFailure(error, folders: folders, in: UnitSandbox.current())
        }
        for part in StatePart.all(in: folders.state) where !part.isNeeded {
            if let flaw = part.flaw { logger.record(SpoolNotice.uselessFile(part, flaw)) }
        }
    }

    package func open(troublesChanged: @escaping @Sendable () -> Void) async throws(StoreError) -> Int {
        let logger = logger
        let watch: Watch
        do throws(SpoolError) {
            // The watch first: what comes during the recovery must not be missed.
            watch = try Watch(
                inbox: spool.folders.inbox, options: spool.options, troublesChanged: troublesChanged,
                notify: { notice in logger.record(notice) })
        } catch {
            throw .blocked(error.errno ?? .ioError, cause: "\(error)")
        }
        let spool = spool
        let claims: [Claim]
        do throws(DeliveryError) {
            claims = try await calls { () throws(DeliveryError) in try spool.recover() }
        } catch {
            throw storeError(error)
        }
        state.withLock { state in
            state.watch = watch
            state.troublesChanged = troublesChanged
            state.recovered = claims.reversed()
        }
        return claims.count
    }

    package var backlog: Backlog {
        let (watch, recovered) = state.withLock { ($0.watch, $0.recovered.count) }
        return Backlog(
            count: recovered + (watch?.waitingCount ?? 0),
            oldest: watch?.oldestChange.map { Int($0 / 1_000_000_000) }, settling: watch?.settlingCount ?? 0)
    }

    package var troubles: [String] {
        let (current, isWatchStill, barred, unreadable) = state.withLock {
            ($0.watch, $0.isWatchStill, $0.barred, $0.unreadable)
        }
        guard let watch = current else { return [] }
        if isWatchStill { return ["the inbox does not answer: look after the server of a file system in it"] }
        return Self.troubles(
            inbox: spool.folders.inbox, isInboxThere: watch.isInboxThere, polled: watch.polledFolders,
            unreadable: watch.unreadableFolders)
            + Self.troubles(ofInbox: spool.folders.inbox, unwritable: spool.barredFolders)
            + barred.values.map { "\($0.cause); its documents wait" }.sorted()
            + Self.troubles(ofInbox: spool.folders.inbox, unreadable: unreadable)
    }

    /// What is said of documents that may not be read.
    package static let unreadableFiles = "of the inbox cannot be read by the daemon"
    private static let mostUnreadable = 100

    /// The documents that may not be read: how many, and the first, with what opens it.
    static func troubles(ofInbox inbox: FilePath, unreadable: Set<FilePath>) -> [String] {
        guard let first = sorted(unreadable).first else { return [] }
        let count = unreadable.count < mostUnreadable ? "\(unreadable.count)" : "\(mostUnreadable) or more"
        let path = inbox.pushing(first)
        return [
            "\(count) \(unreadable.count == 1 ? "file" : "files") \(unreadableFiles), as '\(path.printable)': "
                + AccessRemedy.line(reading: path, for: .current)
                + (unreadable.count > 1 ? "; for the others see status" : "")
        ]
    }

    /// Forgets documents that may be read by now, or are gone.
    private func tendUnreadable() async {
        let (inbox, known) = (spool.folders.inbox, state.withLock { $0.unreadable })
        guard !known.isEmpty else { return }
        let mended = await calls {
            known.filter { path in
                inbox.pushing(path).withPlatformString {
                    access($0, R_OK) == 0 || errno == ENOENT || errno == ENOTDIR
                }
            }
        }
        guard !mended.isEmpty else { return }
        state.withLock { $0.unreadable.subtract(mended) }
        announceNews()
    }

    /// The folders of the inbox that keep their documents: each of the first few named.
    static func troubles(ofInbox inbox: FilePath, unwritable: [FilePath: Errno]) -> [String] {
        guard !unwritable.isEmpty else { return [] }
        return [
            "documents stay in \(named(unwritable.keys, of: inbox)) when they are done, which does not let go of them: "
                + remedy(unwritable, of: inbox)
        ]
    }

    /// The line that opens the first of some folders, and where the others' stand.
    private static func remedy(_ folders: [FilePath: Errno], of inbox: FilePath) -> String {
        guard let first = sorted(folders.keys).first else { return "see doctor" }
        let line = AccessRemedy.line(opening: inbox.pushing(first), for: .current, refusedBy: folders[first])
        return line + (folders.count > 1 ? "; for the others see doctor" : "")
    }

    private static func sorted(_ folders: some Collection<FilePath>) -> [FilePath] {
        folders.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    private static func named(_ folders: some Collection<FilePath>, of inbox: FilePath) -> String {
        let first = sorted(folders).prefix(3).map { "'\(inbox.pushing($0).printable)'" }.joined(separator: ", ")
        return first + (folders.count > 3 ? " and \(folders.count - 3) more" : "")
    }

    /// What is wrong with the watch: one sentence for each reason, with the first of the folders that nothing is taken from.
    static func troubles(
        inbox: FilePath, isInboxThere: Bool, polled: [FilePath: PollingReason], unreadable: [FilePath: Errno] = [:]
    ) -> [String] {
        guard isInboxThere else { return ["the inbox is gone: mount or make it"] }
        func count(_ folders: Int) -> String { "\(folders) \(folders == 1 ? "folder" : "folders")" }
        let slow = Dictionary(grouping: polled.values) { $0 }.map { "\(count($1.count)) polled: \($0)" }
        let unread = Dictionary(grouping: unreadable) { $0.value }.map { errno, folders in
            let isAccess = errno == .permissionDenied || errno == .notPermitted
            let remedy = isAccess ? ": " + remedy(unreadable.filter { $0.value == errno }, of: inbox) : ""
            return
                "nothing is taken from \(named(folders.map(\.key), of: inbox)), which cannot be read (\(errno))\(remedy)"
        }
        return slow.sorted() + unread.sorted()
    }

    package func isWatching() async -> Bool {
        guard let watch = state.withLock({ $0.watch }) else { return true }
        let hasMoved = watch.hasMoved()
        state.withLock { $0.isWatchStill = !hasMoved }
        let spool = spool
        await calls { spool.tendOriginals() }
        if hasMoved { await tendUnreadable() }
        return hasMoved
    }

    package func use(_ options: SpoolOptions) {
        spool.use(options)
        state.withLock { $0.watch }?.use(options)
    }

    package func applyRetention() async -> Result<[PrunedFolder], PruningError>? {
        guard spool.isRetentionDue(after: state.withLock(\.retentionInterval)) else { return nil }
        let isStopped = Flag()
        let (spool, start) = (spool, ContinuousClock.now)
        let result: Result<[PrunedFolder], PruningError> = await withTaskCancellationHandler {
            do throws(PruningError) {
                return .success(
                    try await calls { () throws(PruningError) in try spool.applyRetention { isStopped.isSet } })
            } catch {
                return .failure(error)
            }
        } onCancel: {
            isStopped.set()
        }
        state.withLock { $0.retentionInterval = max(Self.shortestInterval, (.now - start) * Self.pauses) }
        return result
    }

    /// Tells a thread that it is to end.
    private final class Flag: Sendable {
        private let value = Atomic(false)
        var isSet: Bool { value.load(ordering: .relaxed) }
        func set() { value.store(true, ordering: .relaxed) }
    }

    package func next(_ turn: inout ClaimTurn) async throws(StoreError) -> Claimed<Document>? {
        if turn.file == nil, let claim = state.withLock({ $0.recovered.popLast() }) {
            return .document(Document(claim: claim))
        }
        guard let watch = state.withLock({ $0.watch }) else { return nil }
        let spool = spool
        while true {
            do throws(Blockage) {
                try await calls { () throws(Blockage) in try spool.checkRoom() }
            } catch {
                turn.isBlocked = true
                throw blocked(error)
            }
            if turn.isBlocked, turn.file == nil { return .nothing }
            let held = turn.file
            turn = ClaimTurn()
            var next = held
            if next == nil {
                do throws(Blockage) { next = try await nextPath(watch) } catch {
                    turn.isBlocked = true
                    throw blocked(error)
                }
            }
            guard let file = next else {
                guard isDrainedOnce, await waitForHidden(watch) else { return nil }
                continue
            }
            if isBarred(file.path) {
                // Not given out again to the last moment of a run that ends when the inbox is empty.
                if !isDrainedOnce { watch.revisit(file.path, after: Self.barredPatience) }
                if held != nil { return .nothing }
                continue
            }
            do throws(ClaimError) {
                let claim = try await calls { () throws(ClaimError) in try spool.claim(file) }
                // It may have been found whole while it waited for this.
                if claim.isCopyOfKept { watch.rest(claim.path) }
                noteBarrier(of: claim, watch)
                return .document(Document(claim: claim))
            } catch {
                if case .blocked(let blockage) = error {
                    // Kept for the next try: given back, another turn would take it and this one wait in vain.
                    turn.isBlocked = true
                    turn.file = file
                    throw blocked(blockage)
                }
                if let claimed = handle(error, watch) { return claimed }
                // One that waits less.
                announceNews()
                if held != nil { return .nothing }
            }
        }
    }

    private func nextPath(_ watch: Watch) async throws(Blockage) -> FoundFile? {
        isDrainedOnce ? try await watch.nextUnlessDrained() : try await watch.next()
    }

    /// Waits for originals that are watched under hidden names before they go; false when there are none, or when the
    /// task was cancelled.
    private func waitForHidden(_ watch: Watch) async -> Bool {
        let spool = spool
        await calls { spool.tendOriginals() }
        guard let time = spool.hiddenTime, (try? await Task.sleep(for: time)) != nil else { return false }
        await calls { spool.tendOriginals() }
        // One that somebody wrote to has its name again.
        watch.rescan()
        return true
    }

    /// What a refused claim means: nothing, or a document set aside.
    private func handle(_ error: ClaimError, _ watch: Watch) -> Claimed<Document>? {
        switch error {
        case .gone, .blocked: return nil
        case .resting(let path):
            watch.rest(path)
            return nil
        case .retired: return nil
        case .stays(let path, let errno):
            watch.keep(path)
            tellUnwritable(path.folder, errno, watch)
            return nil
        case .unfinished(let path):
            watch.revisit(path)
            return nil
        case .tooLarge(let path, _, let failed):
            let failure = Failure(reason: "too-large", message: "\(error)")
            return .setAside(path, because: failure, quarantine: failed)
        case .leftAlone(let path, .unreadable(let errno)) where errno == .permissionDenied:
            state.withLock { state in
                if state.unreadable.count < Self.mostUnreadable { state.unreadable.insert(path) }
            }
            watch.tellOnce(of: path.folder, .leftAlone(path, .unreadable(errno)))
            return nil
        case .leftAlone(let path, let oddity):
            watch.tell(.leftAlone(path, oddity))
            return nil
        case .system(let call):
            watch.tell(.leftAlone(call.path, .unreadable(call.errno)))
            return nil
        }
    }

    package func bytes(of document: Document) async throws(StoreError) -> [UInt8] {
        // Claimed under a higher limit than the workers have by now.
        let limit = spool.options.maxBytes
        guard document.byteCount <= limit else {
            let excess = SizeExcess(bytes: document.byteCount, limit: limit)
            throw .document(.tooLarge(excess))
        }
        return try await delivering(document) { spool throws(DeliveryError) in try spool.bytes(of: document.claim) }
    }

    package func beginAttempt(at document: inout Document) async throws(StoreError) {
        let claim = document.claim
        document.claim = try await delivering(document) { spool throws(DeliveryError) in
            var claim = claim
            try spool.beginAttempt(&claim)
            return claim
        }
    }

    package func recordFailure(_ failure: Failure, of document: inout Document) async throws(StoreError) {
        let claim = document.claim
        document.claim = try await delivering(document) { spool throws(DeliveryError) in
            var claim = claim
            try spool.endAttempt(&claim, with: failure)
            return claim
        }
    }

    package func newDraft() -> ReportDraft { spool.newDraft() }

    package func append(_ bytes: [UInt8], to draft: ReportDraft) async {
        await calls { draft.append(bytes) }
    }

    package func checkRoom(for draft: ReportDraft) async throws(StoreError) {
        do throws(Blockage) {
            try await calls { () throws(Blockage) in try draft.checkRoom() }
        } catch {
            throw blocked(error)
        }
    }

    package func deliver(
        _ reports: [ReportContents], for document: Document
    ) async throws(StoreError) -> [FilePath] {
        try await delivering(document) { spool throws(DeliveryError) in
            try spool.deliver(reports, for: document.claim).paths
        }
    }

    package func quarantine(
        _ document: Document, because failure: Failure
    ) async throws(StoreError) -> FilePath {
        try await delivering(document) { spool throws(DeliveryError) in
            try spool.fail(document.claim, because: failure)
        }
    }

    package func giveBack(_ document: Document) async throws(StoreError) {
        try await delivering(document) { spool throws(DeliveryError) in
            var claim = document.claim
            try spool.handBack(&claim)
        }
    }

    package func close() async {
        let spool = spool
        await calls { spool.close() }
    }

    package func canPlace(_ document: Document, after trouble: FolderTrouble) async -> Bool {
        let (spool, claim) = (spool, document.claim)
        guard await calls({ spool.canPlace(claim, waitingFor: trouble.folder) }) else { return false }
        let (isNews, tell) = state.withLock { state in
            let before = state.barred.count
            state.barred = state.barred.filter { folder, _ in
                folder != trouble.folder && !spool.belongs(claim.path, below: folder)
            }
            return (state.barred.count != before, state.troublesChanged)
        }
        if isNews { tell() }
        return true
    }

    /// How long a file stays in the inbox whose report could not be put anywhere.
    private static let barredPatience = Duration.seconds(5)

    private func isBarred(_ path: FilePath) -> Bool {
        let barred = state.withLock { $0.barred }
        return barred.keys.contains { spool.belongs(path, below: $0) }
    }

    /// Makes known that a claimed document's original cannot leave its folder.
    private func noteBarrier(of claim: Claim, _ watch: Watch) {
        guard let barrier = claim.barrier else { return }
        watch.keep(claim.path)
        tellUnwritable(claim.path.folder, barrier, watch)
    }

    private func tellUnwritable(_ folder: FilePath, _ errno: Errno, _ watch: Watch) {
        let place = spool.folders.inbox.pushing(folder)
        let remedy = AccessRemedy.line(opening: place, for: .current, refusedBy: errno)
        watch.tellOnce(of: place, .unwritableFolder(folder, errno, remedy: remedy))
    }

    /// Has told how things stand.
    private func announceNews() { state.withLock { $0.troublesChanged }() }

    private func blocked(_ blockage: Blockage) -> StoreError {
        if let folder = spool.folder(toBlame: blockage) {
            let trouble = FolderTrouble(folder: folder, errno: blockage.errno, cause: blockage.message)
            let (isNews, tell) = state.withLock { state in
                (state.barred.updateValue(trouble, forKey: folder) == nil, state.troublesChanged)
            }
            if isNews { tell() }
            return .folder(trouble)
        }
        return .blocked(blockage.errno, cause: blockage.widened(to: spool.folders).message)
    }

    private func storeError(_ error: DeliveryError) -> StoreError {
        switch error {
        case .blocked(let blockage): blocked(blockage)
        case .unreadable: .document(Failure(reason: "unreadable", message: "\(error)"))
        case .changed: .document(Failure(reason: "changed", message: "\(error)"))
        }
    }

    private func delivering<Value: Sendable>(
        _ document: Document, _ body: @escaping @Sendable (Spool) throws(DeliveryError) -> Value
    ) async throws(StoreError) -> Value {
        let spool = spool
        do throws(DeliveryError) {
            return try await calls { () throws(DeliveryError) in try body(spool) }
        } catch .changed {
            throw await withdraw(document)
        } catch {
            throw storeError(error)
        }
    }

    /// Gives a document up that somebody goes on writing to.
    private func withdraw(_ document: Document) async -> StoreError {
        let (spool, claim) = (spool, document.claim)
        do throws(DeliveryError) {
            try await calls { () throws(DeliveryError) in try spool.withdraw(claim) }
        } catch {
            return storeError(error)
        }
        state.withLock { $0.watch }?.revisit(claim.path)
        return .changed
    }
}
