import Synchronization
import SystemPackage

/// What the watching thread and those who wait for files share: the files found, orders to the thread, and what is to
/// be told.
///
/// The thread holds this and nothing of the `Watch`, which holds it too.
final class WatchExchange: Sendable {
    /// What somebody who waits is told: a file, nothing, or why nothing can be found.
    typealias Found = Result<FoundFile?, Blockage>

    struct State {
        var queue: CandidateQueue
        var waiters: [Int: CheckedContinuation<Found, Never>] = [:]
        var lastWaiter = 0
        var isStopped = false
        var wantsScan = false
        var revisits: [Revisit] = []
        var kept: [FilePath] = []
        /// Whether the last look at everything found no file that still has to rest.
        var isQuiet = false
        /// The waiters that want to hear when there is nothing more to come.
        var draining: Set<Int> = []
        var polled: [FilePath: PollingReason] = [:]
        var unreadable: [FilePath: Errno] = [:]
        var isInboxThere = true
        /// How many files are not finished yet.
        var settling = 0
        /// Settings that the thread has not taken over yet.
        var newOptions: SpoolOptions?
        /// What those ignore: until the thread took them over, it may still find files by the former ones.
        var newRules: IgnoreRules?
        var told: Set<Int> = []
    }

    /// A file to be looked at again, after a while.
    struct Revisit {
        let path: FilePath
        let delay: Delay
    }

    enum Delay {
        /// The settle time: it was not finished.
        case settling
        /// The time of rest: it was taken, and leaves the inbox then.
        case resting
        case other(Duration)
    }

    /// What the thread is to do.
    struct Orders {
        var isStopped: Bool
        var wantsScan: Bool
        var revisits: [Revisit]
        /// Files that were taken and cannot leave the inbox.
        var kept: [FilePath]
        /// Settings to be taken over.
        var options: SpoolOptions?
    }

    let state: Mutex<State>
    /// Wakes the thread.
    let alarm: Alarm
    /// Grows with each step of the thread.
    let steps = Atomic<UInt64>(0)
    private let notify: @Sendable (SpoolNotice) -> Void
    private let troublesChanged: @Sendable () -> Void
    /// Told of each file, and folder, that was removed or moved away; nil where nobody asks.
    let vanished: (@Sendable (FilePath, _ isFolder: Bool) -> Void)?
    /// Told what comes, in place of those who wait for files; nil where they do.
    let arrivals: (@Sendable (Arrival) -> Void)?

    init(
        capacity: Int, troublesChanged: @escaping @Sendable () -> Void,
        vanished: (@Sendable (FilePath, _ isFolder: Bool) -> Void)? = nil,
        arrivals: (@Sendable (Arrival) -> Void)? = nil,
        notify: @escaping @Sendable (SpoolNotice) -> Void
    ) throws(Errno) {
        state = Mutex(State(queue: CandidateQueue(capacity: capacity)))
        alarm = try Alarm()
        self.troublesChanged = troublesChanged
        self.vanished = vanished
        self.arrivals = arrivals
        self.notify = notify
    }

    /// Tells of something, unless it was told before.
    func tell(_ notice: SpoolNotice) { tell(notice, onceFor: notice) }

    /// The same, known by something else than itself.
    func tell(_ notice: SpoolNotice, onceFor cause: some Hashable) {
        let isNew = state.withLock { state in
            // A full set starts over: then a cause is told again, which is better than growing for ever.
            if state.told.count >= 16_384 { state.told = [] }
            return state.told.insert(cause.hashValue).inserted
        }
        if isNew { notify(notice) }
    }

    /// Tells of something, whether it was told before or not.
    func tellAgain(_ notice: SpoolNotice) { notify(notice) }

    // What the thread asks for and makes known

    /// What was ordered since this was asked before.
    func takeOrders() -> Orders {
        state.withLock { state in
            defer {
                (state.wantsScan, state.revisits, state.kept) = (false, [], [])
                (state.newOptions, state.newRules) = (nil, nil)
            }
            if state.wantsScan || !state.revisits.isEmpty { state.isQuiet = false }
            return Orders(
                isStopped: state.isStopped, wantsScan: state.wantsScan, revisits: state.revisits,
                kept: state.kept, options: state.newOptions)
        }
    }

    /// Everything is looked at anew: what does not fit from now on asks for the next scan.
    func beginScan() { state.withLock { $0.queue.beginScan() } }

    /// Makes known which folders are polled, and which cannot be read.
    func publish(polled: [FilePath: PollingReason], unreadable: [FilePath: Errno]) {
        let isNews = state.withLock { state in
            defer { (state.polled, state.unreadable) = (polled, unreadable) }
            return state.polled != polled || state.unreadable != unreadable
        }
        if isNews { troublesChanged() }
    }

    /// Makes known how many files are not finished yet.
    func publish(settling count: Int) {
        let isNews = state.withLock { state in
            defer { state.settling = count }
            return state.settling != count
        }
        if isNews { troublesChanged() }
    }

    /// Makes known whether the inbox is there.
    func publish(isInboxThere: Bool) {
        let isNews = state.withLock { state in
            defer { state.isInboxThere = isInboxThere }
            return state.isInboxThere != isInboxThere
        }
        if isNews { troublesChanged() }
    }

    /// Notes whether files still rest; when nothing is to come any more, those who asked for that hear it.
    func looked(isQuiet: Bool) {
        let waiters = state.withLock { state -> [CheckedContinuation<Found, Never>] in
            state.isQuiet = isQuiet
            guard state.isDrained else { return [] }
            defer { state.draining = [] }
            return state.draining.compactMap { state.waiters.removeValue(forKey: $0) }
        }
        for waiter in waiters { waiter.resume(returning: .success(nil)) }
    }

    /// Gives a finished file to whoever waits, or keeps it, unless settings that come into force just now ignore it.
    func offer(_ file: FoundFile, changed: Int64) {
        let waiter = state.withLock { state -> (CheckedContinuation<Found, Never>, FoundFile)? in
            guard state.newRules?.rule(for: file.path) == nil else { return nil }
            state.queue.offer(file, changed: changed)
            guard let number = state.waiters.keys.min(), let file = state.queue.takeOldest() else {
                return nil
            }
            return state.waiters.removeValue(forKey: number).map { ($0, file) }
        }
        if let (continuation, file) = waiter { continuation.resume(returning: .success(file)) }
    }

    /// Tells one of those who wait why nothing can be found; that one makes it known, the others wait on.
    func block(_ blockage: Blockage) {
        let waiter = state.withLock { state in
            state.waiters.keys.min().flatMap { state.waiters.removeValue(forKey: $0) }
        }
        waiter?.resume(returning: .failure(blockage))
    }
}

extension WatchExchange.State {
    /// Whether everything was looked at and nothing is finished or may soon be.
    var isDrained: Bool {
        isQuiet && queue.count == 0 && !queue.wantsMore && !wantsScan && revisits.isEmpty
    }
}
