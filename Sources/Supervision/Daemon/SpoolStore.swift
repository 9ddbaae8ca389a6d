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

    let spool: Spool
    let isDrainedOnce: Bool
    private let logger: Logger
    let calls = BlockingCalls(label: "copydesk.disk", isConcurrent: true)
    let state = Mutex(State())

    struct State {
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

    /// Has told how things stand.
    func announceNews() { state.withLock { $0.troublesChanged }() }

    func blocked(_ blockage: Blockage) -> StoreError {
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
