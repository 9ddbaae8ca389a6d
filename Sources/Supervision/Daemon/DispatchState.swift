import Spool

/// What the working loop knows, and what each event makes it do.
///
/// Pure: it starts nothing, waits for nothing and reads no clock but the one given.
struct DispatchState<Store: DocumentStore>: Sendable {
    enum Action: Sendable {
        case start(Int, Store.Document, maxAttempts: Int)
        case forget(Int)
        case allowClaims(Int)
        /// A document waits for its folder, and comes back as `unparked`.
        case park(Store.Document, FolderTrouble)
        case stopClaiming(signal: String)
        case abandon
        case feedWatchdog
        case reportStandstill
        case reportStuck(String)
    }

    /// How near the end is.
    private enum Phase: Sendable {
        case running
        /// Nothing more is claimed; what is under way is finished.
        case draining
        /// What is under way goes back to the queue.
        case hastened
    }

    private struct UnderWay: Sendable {
        let document: Store.Document
        /// How long it may take.
        let patience: Duration
        /// When it must have ended; moved on while the disk is to blame.
        var overdueAt: ContinuousClock.Instant
    }

    private(set) var settings: DispatchSettings
    private(set) var summary = Dispatcher<Store>.Summary()
    private var phase = Phase.running
    private var isStoreEmpty = false
    private var isStuck = false
    private var isWatchStill = false
    private var documents: [Int: UnderWay] = [:]
    private var lastNumber = 0
    /// Permits given out and not yet used for a document.
    private var openPermits: Int
    private let now: @Sendable () -> ContinuousClock.Instant

    init(
        settings: DispatchSettings, now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.settings = settings
        self.now = now
        openPermits = settings.width
    }

    /// How many documents are under way.
    var underWay: Int { documents.count }

    /// Whether the loop was told to stop.
    var isStopping: Bool { phase != .running }

    /// How many claims are allowed at the start.
    var room: Int { settings.width }

    /// Whether the loop may end.
    var isOver: Bool { isStoreEmpty && documents.isEmpty }

    /// Takes an event; `blocked` says that the disk, not the daemon, holds documents up.
    mutating func received(_ event: Dispatcher<Store>.Event, blocked: Bool) -> [Action] {
        switch event {
        case .claimed(let document): claimed(document)
        case .setAside: setAside()
        case .unparked(let document): isStopping ? [] : start(document)
        case .storeIsEmpty: storeIsEmpty()
        case .finished(let number, let ending): finished(number, ending)
        case .command(.stop(let signal)): stop(signal)
        case .command(.hasten): hasten()
        case .command(.use(let settings)): use(settings)
        case .tick(let isWatching): tick(blocked: blocked, isWatching: isWatching)
        }
    }

    private mutating func claimed(_ document: Store.Document) -> [Action] {
        openPermits -= 1
        return start(document)
    }

    private mutating func start(_ document: Store.Document) -> [Action] {
        lastNumber += 1
        // A large one may have to wait for all others that are large, one after another.
        let isLarge = JobQueue.isLarge(bytes: document.byteCount)
        let ahead = isLarge ? documents.values.map(\.document.byteCount).filter(JobQueue.isLarge) : []
        let patience = ([document.byteCount] + ahead).reduce(.zero) { $0 + settings.patience(forBytes: $1) }
        documents[lastNumber] = UnderWay(document: document, patience: patience, overdueAt: now() + patience)
        let start = Action.start(lastNumber, document, maxAttempts: settings.maxAttempts)
        // A claim that was under way when the stop came: the run starts, and `abandon` gives it back at once.
        return phase == .hastened ? [start, .abandon] : [start]
    }

    private mutating func setAside() -> [Action] {
        openPermits -= 1
        summary.failed += 1
        return refill()
    }

    private mutating func storeIsEmpty() -> [Action] {
        isStoreEmpty = true
        return []
    }

    private mutating func finished(_ number: Int, _ ending: DocumentRun<Store>.Ending) -> [Action] {
        documents[number] = nil
        switch ending {
        case .delivered: summary.delivered += 1
        case .failed: summary.failed += 1
        case .returned: summary.returned += 1
        case .left, .withdrawn: break
        // On the way out it lies where the next start finds it.
        case .parked(let document, let trouble):
            return [.forget(number)] + (isStopping ? [] : [.park(document, trouble)]) + refill()
        }
        return [.forget(number)] + refill()
    }

    private mutating func refill() -> [Action] {
        let room = settings.width - documents.count - openPermits
        guard room > 0, phase == .running, !isStoreEmpty else { return [] }
        openPermits += room
        return [.allowClaims(room)]
    }

    private mutating func stop(_ signal: String) -> [Action] {
        guard phase == .running else { return hasten() }
        phase = .draining
        return [.stopClaiming(signal: signal)]
    }

    private mutating func hasten() -> [Action] {
        guard phase == .draining else { return [] }
        phase = .hastened
        return [.abandon]
    }

    private mutating func use(_ new: DispatchSettings) -> [Action] {
        settings = new
        return refill()
    }

    private mutating func tick(blocked: Bool, isWatching: Bool) -> [Action] {
        if blocked {
            for number in documents.keys {
                guard let patience = documents[number]?.patience else { continue }
                documents[number]?.overdueAt = now() + patience
            }
        }
        guard let overdue = documents.values.filter({ $0.overdueAt < now() }).map(\.document.path).first else {
            // It may come on by itself: then the watchdog is fed again, if the manager has had the patience.
            let wasStill = isWatchStill
            isWatchStill = !isWatching
            if isWatching { return [.feedWatchdog] }
            return wasStill ? [] : [.reportStandstill]
        }
        guard !isStuck else { return [] }
        isStuck = true
        return [.reportStuck("'\(overdue.printable)' is under way beyond every deadline: the daemon is stuck.")]
    }
}
