import Synchronization
package import SystemPackage

/// Watches the inbox and its folders and tells which files are finished, oldest first.
///
/// One rule everywhere, `FinishedFileRule`. A file that may still be added to is told of when it is finished, and again
/// when it has rested.
///
/// The waiting and reading is done by a thread of its own. Memory is bounded however many files there are.
package final class Watch: Sendable {
    let exchange: WatchExchange
    /// How many steps the thread had made when it was last asked.
    private let stepsBefore = Atomic<UInt64>(.max)

    /// Sets the watch on the inbox, which must be there, and begins with a scan of everything in it.
    ///
    /// `capacity` is how many files are known at a time at most; `notify` is called, from any thread, with
    /// what the administrator should hear, and `troublesChanged` when folders begin or cease to be polled, unreadable
    /// or gone. `vanished` is called from the watching thread with the path of each file and folder that is removed, or
    /// moved away, as far as the kernel tells; a polled folder's files go unseen.
    ///
    /// With `arrivals` files are not kept for `next()`, but told of at once, from the watching thread, as they come: for a
    /// folder where they stay, and which may have more of them than are ever known at a time. What the look at everything
    /// finds, at the beginning and now and then, is not told file by file: whoever is told that it is over compares.
    package init(
        inbox: FilePath, options: SpoolOptions, capacity: Int = 16_384,
        troublesChanged: @escaping @Sendable () -> Void = {},
        vanished: (@Sendable (FilePath, _ isFolder: Bool) -> Void)? = nil,
        arrivals: (@Sendable (Arrival) -> Void)? = nil,
        notify: @escaping @Sendable (SpoolNotice) -> Void
    ) throws(SpoolError) {
        do throws(Errno) {
            exchange = try WatchExchange(
                capacity: capacity, troublesChanged: troublesChanged, vanished: vanished, arrivals: arrivals,
                notify: notify)
        } catch {
            throw .system(FailedCall("eventfd", error, inbox))
        }
        let loop = try WatchLoop(inbox: inbox, options: options, exchange: exchange)
        // The thread holds its loop until `stop()`.
        guard spawnThread({ loop.run() }) else {
            throw .system(FailedCall("pthread_create", .resourceTemporarilyUnavailable, inbox))
        }
    }

    /// Ends the thread; `next()` gives nil from now on.
    package func stop() {
        let waiters = exchange.state.withLock { state in
            state.isStopped = true
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in waiters.values { waiter.resume(returning: .success(nil)) }
        exchange.alarm.ring()
    }

    /// The oldest finished file, waiting until there is one; nil when the task was cancelled or
    /// the watch stopped.
    ///
    /// - Throws: Why nothing can be found at the moment; one of those who wait hears it.
    package func next() async throws(Blockage) -> FoundFile? { try await next(endsWhenDrained: false) }

    /// The same, but nil too once the inbox has no file that is finished or may soon be.
    package func nextUnlessDrained() async throws(Blockage) -> FoundFile? { try await next(endsWhenDrained: true) }

    private func next(endsWhenDrained: Bool) async throws(Blockage) -> FoundFile? {
        let number = exchange.state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        let found = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (isOver, path, isScanDue) = exchange.state.withLock { state -> (Bool, FoundFile?, Bool) in
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
                if isScanDue { exchange.alarm.ring() }
                if isOver { continuation.resume(returning: .success(path)) }
            }
        } onCancel: {
            exchange.state.withLock { $0.waiters.removeValue(forKey: number) }?.resume(returning: .success(nil))
        }
        return try found.get()
    }

    /// How many files are known that are not finished yet: that rest, or that somebody writes to.
    package var settlingCount: Int { exchange.state.withLock { $0.settling } }

    /// How many finished files are known to wait.
    package var waitingCount: Int { exchange.state.withLock { $0.queue.count } }

    /// The folders under the inbox that are polled, and why.
    package var polledFolders: [FilePath: PollingReason] { exchange.state.withLock { $0.polled } }

    /// The folders under the inbox that could not be read when they were last looked at, and why.
    package var unreadableFolders: [FilePath: Errno] { exchange.state.withLock { $0.unreadable } }

    /// Whether the thread came on since this was asked before, or ended as it was told to.
    ///
    /// One that waits for files is woken, so that it too moves until the next time. One that does not hangs in the
    /// kernel, as on a file system whose server does not answer.
    package func hasMoved() -> Bool {
        let now = exchange.steps.load(ordering: .relaxed)
        let before = stepsBefore.exchange(now, ordering: .relaxed)
        exchange.alarm.ring()
        return now != before || exchange.state.withLock { $0.isStopped }
    }

    /// When the file that waits the longest changed, in nanoseconds since 1970; nil when none waits.
    package var oldestChange: Int64? { exchange.state.withLock { $0.queue.oldestChange } }

    /// Whether the inbox was there when it was last looked for.
    package var isInboxThere: Bool { exchange.state.withLock { $0.isInboxThere } }

    /// Works with other settings from now on, and scans the inbox with them.
    ///
    /// What is ignored now is not given out any more, though it was found before.
    package func use(_ options: SpoolOptions) {
        let rules = IgnoreRules(patterns: options.ignoredPatterns)
        exchange.state.withLock { state in
            state.newOptions = options
            state.newRules = rules
            state.queue.removeAll { rules.rule(for: $0) != nil }
            state.wantsScan = true
        }
        exchange.alarm.ring()
    }

    /// Looks at a file again after a while, the settle time if that is nil: it was not finished yet, or cannot be taken
    /// now.
    package func revisit(_ path: FilePath, after delay: Duration? = nil) {
        revisit(path, delay.map { .other($0) } ?? .settling)
    }

    /// Looks at a file again when it has rested: a copy of it was taken.
    package func rest(_ path: FilePath) { revisit(path, .resting) }

    private func revisit(_ path: FilePath, _ delay: WatchExchange.Delay) {
        exchange.state.withLock { $0.revisits.append(WatchExchange.Revisit(path: path, delay: delay)) }
        exchange.alarm.ring()
    }

    /// Leaves a file alone until it changes: it was taken as it is, and cannot leave the inbox.
    package func keep(_ path: FilePath) {
        exchange.state.withLock { $0.kept.append(path) }
        exchange.alarm.ring()
    }

    /// Scans the whole inbox now.
    package func rescan() {
        exchange.state.withLock { $0.wantsScan = true }
        exchange.alarm.ring()
    }

    /// Tells of something, unless it was told before.
    package func tell(_ notice: SpoolNotice) { exchange.tell(notice) }

    /// Tells of something, unless its like was told of the same folder.
    package func tellOnce(of folder: FilePath, _ notice: SpoolNotice) { exchange.tell(notice, onceFor: folder) }
}
