import Logging
import Spool

/// The working loop: claims documents while there is room for them, sees each through, and stops in good order.
///
/// All that happens comes as events of one stream and is dealt with one by one. The watchdog is fed from here, so a
/// loop that hangs, a watch of the inbox that hangs, and documents that outlive every deadline let systemd restart the
/// service.
struct Dispatcher<Store: DocumentStore>: Sendable {
    /// What was done.
    struct Summary: Hashable, Sendable {
        var delivered = 0
        var failed = 0
        var returned = 0
    }

    enum Event: Sendable {
        case claimed(Store.Document)
        case setAside
        /// The folder of a document that was parked is mended.
        case unparked(Store.Document)
        case storeIsEmpty
        case finished(Int, DocumentRun<Store>.Ending)
        case command(DispatchCommand)
        case tick(isWatching: Bool)
    }

    let store: Store
    let pool: WorkerPool
    let tally: TallyBoard
    let notifier: Notifier
    let logger: Logger
    let settings: DispatchSettings
    let events: AsyncStream<Event>
    private let send: AsyncStream<Event>.Continuation
    private let blockade: Blockade
    private let parking: Parking

    init(
        store: Store, pool: WorkerPool, tally: TallyBoard, notifier: Notifier, logger: Logger,
        settings: DispatchSettings
    ) {
        self.store = store
        self.pool = pool
        self.tally = tally
        self.notifier = notifier
        self.logger = logger
        self.settings = settings
        blockade = Blockade(tally: tally, logger: logger)
        parking = Parking(logger: logger)
        (events, send) = AsyncStream.makeStream()
    }

    /// Gives the loop a command; it may not have begun yet.
    @Sendable func tell(_ command: DispatchCommand) { send.yield(.command(command)) }

    /// Works until it was told to stop and everything under way has ended, or the store has no more documents.
    func run() async {
        var state = DispatchState<Store>(settings: settings)
        let (permits, allow) = AsyncStream<Void>.makeStream()
        // Both tasks belong to this call and end with it: cancelled below, or as their stream finishes.
        let feeder = Task { await feed(permits, allow) }
        let ticker = Task { await tick() }
        var runs: [Int: Task<Void, Never>] = [:]
        var drainTimer: Task<Void, Never>?
        // Documents that wait for a folder; ended with this call.
        let (parked, park) = AsyncStream<(Store.Document, FolderTrouble)>.makeStream()
        let attendant = Task { await attend(parked) }
        for _ in 0..<state.room { allow.yield() }

        for await event in events {
            for action in state.received(event, blocked: !blockade.isClear) {
                switch action {
                case .start(let number, let document, let maxAttempts):
                    let run = DocumentRun(
                        store: store, pool: pool, blockade: blockade, maxAttempts: maxAttempts, logger: logger)
                    runs[number] = Task { send.yield(.finished(number, await run(document))) }
                case .forget(let number): runs[number] = nil
                case .allowClaims(let count): for _ in 0..<count { allow.yield() }
                case .park(let document, let trouble): park.yield((document, trouble))
                case .stopClaiming(let signal):
                    logger.record(DaemonStopping(signal: signal, underWay: state.underWay))
                    feeder.cancel()
                    let drain = state.settings.drainTime
                    drainTimer = Task { [send] in
                        guard (try? await Task.sleep(for: drain)) != nil else { return }
                        send.yield(.command(.hasten))
                    }
                case .abandon:
                    await pool.abandon()
                    for run in runs.values { run.cancel() }
                case .feedWatchdog:
                    notifier.send(.watchdog)
                    tally.announce()
                case .reportStandstill:
                    logger.record(InboxHangs())
                    tally.announce()
                case .reportStuck(let explanation):
                    logger.record(DaemonStuck(explanation: explanation))
                    notifier.send(.watchdogTrigger)
                }
            }
            await publish(state)
            if state.isOver { break }
        }
        attendant.cancel()
        drainTimer?.cancel()
        ticker.cancel()
        feeder.cancel()
    }

    /// Claims a document for each permit.
    ///
    /// A claim waits for the disk several times, so as many go on side by side as there are permits. The first that
    /// finds nothing more to come ends the permits.
    private func feed(_ permits: AsyncStream<Void>, _ allow: AsyncStream<Void>.Continuation) async {
        // Discarding: another group keeps each task that has ended until its result is asked for.
        await withDiscardingTaskGroup { group in
            for await _ in permits {
                group.addTask { if await !claimNext() { allow.finish() } }
            }
        }
        send.yield(.storeIsEmpty)
    }

    /// Claims one document and announces it; false when there is none and none will come.
    private func claimNext() async -> Bool {
        while true {
            do throws(StepFailure) {
                var turn = ClaimTurn()
                let claimed = try await blockade.repeating { () async throws(StoreError) in
                    try await store.next(&turn)
                }
                guard let claimed, let next = claimed else { return false }
                switch next {
                case .document(let document): send.yield(.claimed(document))
                case .setAside(let path, let failure, let quarantine):
                    logger.record(
                        DocumentFailed(
                            document: path, sha256: nil, reason: failure.reason, explanation: failure.message,
                            quarantine: quarantine))
                    send.yield(.setAside)
                case .nothing: continue
                }
                return true
            } catch {
                // A claim has no document to blame; the store skips those that it cannot take.
                continue
            }
        }
    }

    /// Looks after documents whose folder is to blame, each at growing intervals, and brings them back.
    private func attend(_ parked: AsyncStream<(Store.Document, FolderTrouble)>) async {
        await withDiscardingTaskGroup { group in
            for await (document, trouble) in parked {
                parking.enter(trouble)
                group.addTask {
                    defer { parking.leave(trouble) }
                    var wait = Self.firstParkingWait
                    while (try? await Task.sleep(for: wait)) != nil {
                        if await store.canPlace(document, after: trouble) {
                            send.yield(.unparked(document))
                            return
                        }
                        wait = min(wait * 2, Self.maxParkingWait)
                    }
                }
            }
        }
    }

    private static var firstParkingWait: Duration { .seconds(1) }
    private static var maxParkingWait: Duration { .seconds(60) }

    private func tick() async {
        let interval = (notifier.watchdogInterval ?? .seconds(60)) / 2
        while (try? await Task.sleep(for: interval)) != nil { send.yield(.tick(isWatching: await store.isWatching())) }
    }

    private func publish(_ state: DispatchState<Store>) async {
        let backlog = await store.backlog
        tally.update { tally in
            tally.claimed = state.underWay
            tally.waiting = backlog.count
            tally.oldestWaiting = backlog.oldest
            tally.delivered = state.summary.delivered
            tally.failed = state.summary.failed
            tally.returned = state.summary.returned
            tally.isStopping = state.isStopping
        }
    }
}
