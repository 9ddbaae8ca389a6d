import Glibc
package import Logging
package import Wire

/// A fixed number of worker processes and the documents that wait for them.
///
/// Documents are taken in the order in which they came, but large ones don't keep every worker (`JobQueue`). A worker that
/// ends is replaced, at once or with growing waits (`RestartPolicy`); a document whose worker ended gets
/// `AttemptOutcome.failed`, and whether it is tried again is not decided here.
package actor WorkerPool {
    /// How the workers are, for STATUS.
    package struct Health: Hashable, Sendable {
        /// Workers that run and said that they are ready.
        package var ready = 0
        /// Workers at work.
        package var busy = 0
        /// Why starts are being held back, when they are.
        package var heldBackBecause: WorkerFailure?
        /// Deaths since the start.
        package var deaths = 0
    }

    private enum SlotState: Hashable { case starting, idle, busy(isLarge: Bool) }

    private var command: WorkerLaunch
    private let logger: Logger
    private let startTime: Duration
    /// Has the status told again: nothing else may change for long when starts are held back.
    private let announce: @Sendable () -> Void
    private var budget: DocumentBudget
    private var size: Int
    private var policy = RestartPolicy()
    private var lives: [Int: WorkerProcess] = [:]
    private var states: [Int: SlotState] = [:]
    private var idle: [Int] = []
    private var waiting = JobQueue()
    private var lastNumber: UInt64 = 0
    private var isOver = false
    private var everReady = false
    private var startFailures = 0
    private var startFailure: WorkerFailure?
    private var deaths = 0
    private var heldBackBecause: WorkerFailure? { didSet { if heldBackBecause != oldValue { announce() } } }
    private var readiness: [CheckedContinuation<WorkerFailure?, Never>] = []
    private let slots: AsyncStream<Int>
    private let openSlot: AsyncStream<Int>.Continuation

    package init(
        command: WorkerLaunch, size: Int, budget: DocumentBudget, startTime: Duration = .seconds(30), logger: Logger,
        announce: @escaping @Sendable () -> Void = {}
    ) {
        self.command = command
        self.size = max(1, size)
        self.budget = budget
        self.startTime = startTime
        self.announce = announce
        self.logger = logger
        (slots, openSlot) = AsyncStream.makeStream()
    }

    /// How the workers are now.
    package var health: Health {
        Health(
            ready: states.values.count { $0 != .starting },
            busy: states.values.count { if case .busy = $0 { true } else { false } },
            heldBackBecause: heldBackBecause, deaths: deaths)
    }

    /// Keeps the workers running until the task is cancelled, which kills them.
    package func run() async {
        // A worker that died must be an error of the write, not this process's end.
        signal(SIGPIPE, SIG_IGN)
        for slot in 0..<size { openSlot.yield(slot) }
        await withDiscardingTaskGroup { group in
            for await slot in slots {
                group.addTask { await self.keepWorker(in: slot) }
            }
            // The task was cancelled, or the pool abandoned.
            group.cancelAll()
        }
        abandon()
        settleReadiness(.notStarted("the daemon is ending"))
    }

    /// Ends all workers now; the documents that they and the queue hold are interrupted.
    package func abandon() {
        isOver = true
        openSlot.finish()
        for job in waiting.removeAll() { job.finish(.interrupted) }
    }

    /// Waits until every worker has said that it is ready.
    ///
    /// - Throws: Why the last one failed, when none ever got ready in three tries.
    package func waitUntilReady() async throws(WorkerFailure) {
        guard !everReady else { return }
        if let startFailure { throw startFailure }
        let failure = await withCheckedContinuation { readiness.append($0) }
        if let failure { throw failure }
    }

    /// Has a worker make a document's report.
    ///
    /// Returns when a worker answered or ended; while no worker runs the document waits.
    /// The analyzers left out do not run, and the report says why.
    /// What a large report begins with is given to `store` piece by piece, also where the worker then ends amid it.
    package func analyze(
        path: [UInt8], sha256: String, bytes: [UInt8], leavingOut leftOut: [AnalyzerProblem] = [],
        storing store: @escaping @Sendable ([UInt8]) async -> Void = { _ in }
    ) async -> AttemptOutcome {
        lastNumber += 1
        let request = AnalysisRequest(number: lastNumber, path: path, sha256: sha256, leftOut: leftOut, bytes: bytes)
        return await withCheckedContinuation { continuation in
            enqueue(
                AnalysisJob(request: request, time: budget.time(forBytes: bytes.count), store: store) {
                    continuation.resume(returning: $0)
                })
        }
    }

    /// Changes the number of workers, how they are started and what a document may cost.
    ///
    /// Workers that are too many, or were started otherwise, end after their documents.
    package func reconfigure(size newSize: Int, command newCommand: WorkerLaunch, budget: DocumentBudget) {
        self.budget = budget
        let oldSize = size
        size = max(1, newSize)
        let isOtherCommand = newCommand != command
        command = newCommand
        for slot in oldSize..<max(oldSize, size) { openSlot.yield(slot) }
        for (slot, life) in lives where isOtherCommand || slot >= size {
            idle.removeAll { $0 == slot }
            life.send.yield(.retire)
        }
    }

    private func enqueue(_ job: AnalysisJob) {
        guard !isOver else { return job.finish(.interrupted) }
        waiting.append(job, at: .now)
        assign()
    }

    private func assign() {
        while let slot = idle.last {
            guard let life = lives[slot] else {
                idle.removeLast()
                continue
            }
            let large = states.values.count { $0 == .busy(isLarge: true) }
            guard let job = waiting.next(of: size, largeAtWork: large, at: .now) else { return }
            idle.removeLast()
            // A worker whose output has ended takes nothing more; another will be in its slot.
            if case .terminated = life.send.yield(.job(job)) {
                waiting.putBack([job])
                continue
            }
            states[slot] = .busy(isLarge: JobQueue.isLarge(job))
        }
    }

    private func keepWorker(in slot: Int) async {
        while slot < size, !Task.isCancelled {
            let life = WorkerProcess(command: command, startTime: startTime) { await self.becameIdle(slot) }
            lives[slot] = life
            states[slot] = .starting
            let wait = ended(slot, await life.run())
            if wait > .zero { try? await Task.sleep(for: wait) }
        }
    }

    private func becameIdle(_ slot: Int) {
        let isGreeting = states[slot] == .starting
        states[slot] = .idle
        if isGreeting {
            startFailures = 0
            if states.count == size, !states.values.contains(.starting) {
                everReady = true
                settleReadiness(nil)
            }
        } else {
            policy.workerAnswered()
        }
        if heldBackBecause != nil, !isGreeting || waiting.isEmpty {
            heldBackBecause = nil
            logger.record(WorkersRecovered())
        }
        guard slot < size else { return }
        idle.append(slot)
        assign()
    }

    /// Keeps the books after a worker's end.
    ///
    /// - Returns: How long to wait before the next start.
    private func ended(_ slot: Int, _ result: WorkerProcess.Result) -> Duration {
        let wasReady = states[slot] != .starting
        lives[slot] = nil
        states[slot] = nil
        idle.removeAll { $0 == slot }
        waiting.putBack(result.unseen)
        defer { assign() }
        guard let failure = result.failure, !Task.isCancelled else { return .zero }

        deaths += 1
        logger.record(
            WorkerDied(pid: result.pid, failure: failure, document: result.document, analyzer: result.analyzer))
        if !wasReady {
            startFailures += 1
            if startFailures >= Self.startTries, !everReady {
                startFailure = failure
                settleReadiness(failure)
            }
        }
        let wait = policy.workerDied()
        if policy.isHoldingBack, heldBackBecause == nil {
            heldBackBecause = failure
            logger.record(WorkersHeldBack(failure: failure))
        }
        return wait
    }

    private static let startTries = 3

    private func settleReadiness(_ failure: WorkerFailure?) {
        let waiters = readiness
        readiness = []
        for waiter in waiters { waiter.resume(returning: failure) }
    }
}
