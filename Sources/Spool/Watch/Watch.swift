import CLinux
import Glibc
import Synchronization
package import SystemPackage

/// Watches the inbox and its folders and tells which files are finished, oldest first.
///
/// One rule everywhere: a file that somebody was seen closing, or renaming into place, is finished at once; one that is
/// only found, at the start or by a scan, is finished when nothing about it changed for the settle time, judged by its
/// change time, which no copy can set. An empty file must rest longer either way: it may be a placeholder.
///
/// The waiting and reading is done by a thread of its own. Memory is bounded however many files there are.
package final class Watch: Sendable {
    /// What somebody who waits is told: a file, nothing, or why nothing can be found.
    typealias Found = Result<FilePath?, Blockage>

    struct State {
        var queue: CandidateQueue
        var waiters: [Int: CheckedContinuation<Found, Never>] = [:]
        var lastWaiter = 0
        var isStopped = false
        var wantsScan = false
        var revisits: [FilePath] = []
        /// Whether the last look at everything found no file that still has to rest.
        var isQuiet = false
        /// The waiters that want to hear when there is nothing more to come.
        var draining: Set<Int> = []
        var polled: [FilePath: PollingReason] = [:]
        var unreadable: [FilePath: Errno] = [:]
        var isInboxThere = true
        /// Settings that the thread has not taken over yet.
        var newOptions: SpoolOptions?
        var told: Set<Int> = []
    }

    let inbox: FilePath
    let state: Mutex<State>
    let alarm: Alarm
    /// Grows with each step of the thread.
    let steps = Atomic<UInt64>(0)
    private let stepsBefore = Atomic<UInt64>(.max)
    private let notify: @Sendable (SpoolNotice) -> Void
    private let troublesChanged: @Sendable () -> Void

    /// Sets the watch on the inbox, which must be there, and begins with a scan of everything in it.
    ///
    /// `capacity` is how many files are known at a time, twice of it at most; `notify` is called, from any thread, with
    /// what the administrator should hear, and `troublesChanged` when folders begin or cease to be polled, unreadable
    /// or gone.
    package init(
        inbox: FilePath, options: SpoolOptions, capacity: Int = 16_384,
        troublesChanged: @escaping @Sendable () -> Void = {},
        notify: @escaping @Sendable (SpoolNotice) -> Void
    ) throws(SpoolError) {
        self.inbox = inbox
        self.notify = notify
        self.troublesChanged = troublesChanged
        state = Mutex(State(queue: CandidateQueue(capacity: capacity)))
        do throws(Errno) { alarm = try Alarm() } catch { throw .system(error, call: "eventfd", inbox) }
        let loop = try WatchLoop(inbox: inbox, options: options, watch: self)
        // The thread holds the watch until `stop()`.
        guard spawnThread({ loop.run() }) else {
            throw .system(.resourceTemporarilyUnavailable, call: "pthread", inbox)
        }
    }

    /// Ends the thread; `next()` gives nil from now on.
    package func stop() {
        let waiters = state.withLock { state in
            state.isStopped = true
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in waiters.values { waiter.resume(returning: .success(nil)) }
        alarm.ring()
    }

    /// The oldest finished file's path under the inbox, waiting until there is one; nil when the task was cancelled or
    /// the watch stopped.
    ///
    /// - Throws: Why nothing can be found at the moment; one of those who wait hears it.
    package func next() async throws(Blockage) -> FilePath? { try await next(endsWhenDrained: false) }

    /// The same, but nil too once the inbox has no file that is finished or may soon be.
    package func nextUnlessDrained() async throws(Blockage) -> FilePath? { try await next(endsWhenDrained: true) }

    private func next(endsWhenDrained: Bool) async throws(Blockage) -> FilePath? {
        let number = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        let found = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (isOver, path, isScanDue) = state.withLock { state -> (Bool, FilePath?, Bool) in
                    if state.isStopped || Task.isCancelled { return (true, nil, false) }
                    if let path = state.queue.takeOldest() {
                        let isScanDue = state.queue.wantsMore && !state.wantsScan
                        if isScanDue { state.wantsScan = true }
                        return (true, path, isScanDue)
                    }
                    if endsWhenDrained && state.isDrained { return (true, nil, false) }
                    state.waiters[number] = continuation
                    if endsWhenDrained { state.draining.insert(number) }
                    return (false, nil, false)
                }
                if isScanDue { alarm.ring() }
                if isOver { continuation.resume(returning: .success(path)) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.resume(returning: .success(nil))
        }
        return try found.get()
    }

    /// How many finished files are known to wait.
    package var waitingCount: Int { state.withLock { $0.queue.count } }

    /// The folders under the inbox that are polled, and why.
    package var polledFolders: [FilePath: PollingReason] { state.withLock { $0.polled } }

    /// The folders under the inbox that could not be read when they were last looked at, and why.
    package var unreadableFolders: [FilePath: Errno] { state.withLock { $0.unreadable } }

    /// Whether the thread came on since this was asked before, or ended as it was told to.
    ///
    /// One that waits for files is woken, so that it too moves until the next time. One that does not hangs in the
    /// kernel, as on a file system whose server does not answer.
    package func hasMoved() -> Bool {
        let now = steps.load(ordering: .relaxed)
        let before = stepsBefore.exchange(now, ordering: .relaxed)
        alarm.ring()
        return now != before || state.withLock { $0.isStopped }
    }

    /// When the file that waits the longest changed, in nanoseconds since 1970; nil when none waits.
    package var oldestChange: Int64? { state.withLock { $0.queue.oldestChange } }

    /// Whether the inbox was there when it was last looked for.
    package var isInboxThere: Bool { state.withLock { $0.isInboxThere } }

    /// Works with other settings from now on, and scans the inbox with them.
    ///
    /// What is ignored now is not given out any more, though it was found before.
    package func use(_ options: SpoolOptions) {
        let rules = IgnoreRules(patterns: options.ignoredPatterns)
        state.withLock { state in
            state.newOptions = options
            state.queue.removeAll { rules.rule(for: $0) != nil }
            state.wantsScan = true
        }
        alarm.ring()
    }

    /// Looks at a file again after the settle time: it was not finished yet.
    package func revisit(_ path: FilePath) {
        state.withLock { $0.revisits.append(path) }
        alarm.ring()
    }

    /// Scans the whole inbox now.
    package func rescan() {
        state.withLock { $0.wantsScan = true }
        alarm.ring()
    }

    /// Tells of something, unless it was told before.
    package func tell(_ notice: SpoolNotice) {
        let isNew = state.withLock { state in
            // A full set starts over: then a cause is told again, which is better than growing for ever.
            if state.told.count >= 16_384 { state.told = [] }
            return state.told.insert(notice.hashValue).inserted
        }
        if isNew { notify(notice) }
    }

    /// Takes over which folders the thread polls, and which it cannot read.
    func use(polled: [FilePath: PollingReason], unreadable: [FilePath: Errno]) {
        let isNews = state.withLock { state in
            defer { (state.polled, state.unreadable) = (polled, unreadable) }
            return state.polled != polled || state.unreadable != unreadable
        }
        if isNews { troublesChanged() }
    }

    /// Takes over whether the thread finds the inbox.
    func use(isInboxThere: Bool) {
        let isNews = state.withLock { state in
            defer { state.isInboxThere = isInboxThere }
            return state.isInboxThere != isInboxThere
        }
        if isNews { troublesChanged() }
    }

    func tellAgain(_ notice: SpoolNotice) { notify(notice) }

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

    /// Gives a finished file to whoever waits, or keeps it.
    func offer(_ path: FilePath, changed: Int64) {
        let waiter = state.withLock { state -> (CheckedContinuation<Found, Never>, FilePath)? in
            state.queue.offer(path, changed: changed)
            guard let number = state.waiters.keys.min(), let path = state.queue.takeOldest() else {
                return nil
            }
            return state.waiters.removeValue(forKey: number).map { ($0, path) }
        }
        if let (continuation, path) = waiter { continuation.resume(returning: .success(path)) }
    }

    /// Tells one of those who wait why nothing can be found; that one makes it known, the others wait on.
    func block(_ blockage: Blockage) {
        let waiter = state.withLock { state in
            state.waiters.keys.min().flatMap { state.waiters.removeValue(forKey: $0) }
        }
        waiter?.resume(returning: .failure(blockage))
    }
}

extension Watch.State {
    /// Whether everything was looked at and nothing is finished or may soon be.
    fileprivate var isDrained: Bool {
        isQuiet && queue.count == 0 && !queue.wantsMore && !wantsScan && revisits.isEmpty
    }
}

/// Wakes a thread that waits in `poll(2)`.
struct Alarm: Sendable {
    let descriptor: Descriptor

    init() throws(Errno) { descriptor = try Kernel.eventDescriptor() }

    func ring() {
        descriptor.withRaw { raw in
            var one: UInt64 = 1
            _ = write(raw, &one, 8)
        }
    }

    func clear() {
        descriptor.withRaw { raw in
            var count: UInt64 = 0
            _ = read(raw, &count, 8)
        }
    }
}

/// Runs a body on a thread of its own; false when the system has no thread left.
func spawnThread(_ body: @escaping @Sendable () -> Void) -> Bool {
    final class Box {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    let box = Unmanaged.passRetained(Box(body))
    var thread = pthread_t()
    let result = pthread_create(
        &thread, nil,
        { pointer in
            guard let pointer else { return nil }
            Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().body()
            return nil
        }, box.toOpaque())
    guard result == 0 else {
        box.release()
        return false
    }
    pthread_detach(thread)
    return true
}
