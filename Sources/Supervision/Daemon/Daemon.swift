import CLinux
import Glibc
package import Logging
import ServiceLifecycle
import Spool
import SystemPackage
import UnixSignals
package import Wire

// Supervision is the daemon around the spool: workers, their deadlines and restarts (Workers), the loop that sees each
// document through (Daemon), the journal and its events (Logging), the service manager (Systemd). It parses no document
// and no report. Every document ends delivered, in `failed/` with its reason, or back in the queue. What keeps it from
// starting is a `DaemonFailure` with an exit status; what keeps it from going on is told in STATUS and waited for.

/// The daemon: a store, a pool of workers, and the services between them.
///
/// `run` returns when it was told to stop and did, or when the store had no more documents.
package struct Daemon<Store: DocumentStore>: Sendable {
    private let configuration: DaemonConfiguration
    private let version: String
    private let store: Store
    private let logger: Logger
    private let notifier: Notifier
    private let level: SharedLogLevel
    /// How a worker with such options is started.
    private let launch: @Sendable (WorkerOptions) -> WorkerLaunch
    /// Reads the configuration again, for SIGHUP.
    private let reload: @Sendable () throws -> DaemonConfiguration

    package init(
        _ configuration: DaemonConfiguration, version: String, store: Store, logger: Logger, level: SharedLogLevel,
        notifier: Notifier, launch: @escaping @Sendable (WorkerOptions) -> WorkerLaunch,
        reload: @escaping @Sendable () throws -> DaemonConfiguration
    ) {
        self.configuration = configuration
        self.version = version
        self.store = store
        self.logger = logger
        self.level = level
        self.notifier = notifier
        self.launch = launch
        self.reload = reload
    }

    /// Works until it was told to stop, or the store has no more documents.
    ///
    /// - Throws: Why it could not start or go on; nobody has been told yet.
    package func run() async throws(DaemonFailure) {
        // Before anything that a signal could meet half done.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        signal(SIGPIPE, SIG_IGN)
        copydesk_give_back_large_blocks()
        notifier.send(.status("Starting"))

        let tally = TallyBoard()
        tally.update { $0.isStarting = true }
        // The folders are ours by now: what an earlier daemon said of itself is over.
        let status = StatusWriter(in: configuration.folders.state, version: version)
        status.write(tally.current, WorkerPool.Health())
        for note in configuration.notes { logger.record(LimitsDoubtful(explanation: note)) }
        let live = configuration.live
        let pool = WorkerPool(
            command: launch(live.worker), size: live.workers, budget: live.worker.limits.budget, logger: logger,
            announce: tally.announce)
        let dispatcher = Dispatcher(
            store: store, pool: pool, tally: tally, notifier: notifier, logger: logger,
            settings: live.dispatch)
        let working = WorkingService(
            configuration: configuration, store: store, pool: pool, dispatcher: dispatcher, tally: tally,
            status: status, notifier: notifier, logger: logger)
        let listening = SignalService(
            signals: signals, configuration: configuration, pool: pool, level: level, notifier: notifier,
            logger: logger, tally: tally, launch: launch, reload: reload, useSpoolOptions: { await store.use($0) },
            tell: dispatcher.tell)
        // They are stopped in the reverse order: the work first, while its workers still live.
        let services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            // Given up, at the end of a drain, it ends before the others; that is no failure.
            .init(service: PoolService(pool: pool), successTerminationBehavior: .ignore),
            .init(
                service: StatusService(tally: tally, store: store, pool: pool, notifier: notifier, file: status)),
            .init(service: listening),
            .init(service: RetentionService(store: store, logger: logger)),
            .init(service: working, successTerminationBehavior: .gracefullyShutdownGroup),
        ]
        let group = ServiceGroup(
            configuration: .init(services: services, logger: Logger(label: "") { _ in SwiftLogNoOpLogHandler() }))
        do {
            try await group.run()
        } catch {
            throw error as? DaemonFailure ?? DaemonFailure("\(error)", exitCode: EX_SOFTWARE)
        }
        await store.close()
        let end = tally.current
        logger.record(DaemonStopped(delivered: end.delivered, failed: end.failed, returned: end.returned))
        notifier.send(.status(end.sentence))
        notifier.flush()
    }
}

/// Keeps the workers until everything else has stopped.
private struct PoolService: Service {
    let pool: WorkerPool

    func run() async throws {
        await cancelWhenGracefulShutdown { await pool.run() }
    }
}

/// Starts, says READY, and works.
private struct WorkingService<Store: DocumentStore>: Service {
    let configuration: DaemonConfiguration
    let store: Store
    let pool: WorkerPool
    let dispatcher: Dispatcher<Store>
    let tally: TallyBoard
    let status: StatusWriter
    let notifier: Notifier
    let logger: Logger
    let started = ContinuousClock.now

    func run() async throws {
        try await withGracefulShutdownHandler {
            let recovered = try await open()
            let backlog = await store.backlog
            tally.update { tally in
                (tally.isStarting, tally.waiting, tally.oldestWaiting) = (false, backlog.count, backlog.oldest)
                tally.settling = backlog.settling
            }
            // Before READY, so that nobody who waited for that reads an older one.
            status.write(tally.current, await pool.health)
            notifier.send(.ready, .status(tally.current.sentence))
            logger.record(
                DaemonStarted(
                    inbox: configuration.folders.inbox, outbox: configuration.folders.outbox,
                    workers: configuration.live.workers, recovered: recovered, duration: .now - started))
            // 34 MiB resident become 24, most of them the program's own file.
            copydesk_give_back_code()
            await dispatcher.run()
        } onGracefulShutdown: {
            dispatcher.tell(.stop(signal: "request"))
        }
    }

    /// A start takes no longer than that, however much there is to take up again.
    private static var longestStart: Duration { .seconds(600) }

    /// Opens the store while the workers start; asks for more time when that takes long, but not for ever.
    private func open() async throws -> Int {
        let patience = Task {
            repeat {
                guard (try? await Task.sleep(for: .seconds(10))) != nil else { return }
                notifier.send(.extendTimeout(.seconds(30)))
            } while .now - started < Self.longestStart
            // What hangs cannot be cancelled: a thread that the system does not give is waited for in the middle of it.
            let failure = DaemonFailure(
                "The start did not come to an end within \(Self.longestStart): the daemon gets no thread, or a disk does not "
                    + "answer. Raise TasksMax= of the unit, or look at the folders' file systems.", exitCode: EX_OSERR)
            failure.report(to: logger, notifier)
            exit(failure.exitCode)
        }
        defer { patience.cancel() }
        async let recovered = store.open(troublesChanged: tally.announce)
        do {
            try await pool.waitUntilReady()
        } catch {
            throw DaemonFailure("The workers do not start: \(error).", exitCode: EX_SOFTWARE)
        }
        do {
            return try await recovered
        } catch StoreError.blocked(let errno, let cause) {
            // A sentence of its own, where the watch is meant; else without its full stop.
            let cause = cause.hasSuffix(".") ? cause : cause + "."
            guard errno != .resourceTemporarilyUnavailable else {
                throw DaemonFailure(
                    "The start fails: \(cause) The system gives no more threads: raise TasksMax= of the unit, or ulimit -u.",
                    exitCode: EX_OSERR, errno: errno)
            }
            throw DaemonFailure("The start fails: \(cause)", exitCode: EX_TEMPFAIL, errno: errno)
        }
    }
}

/// Has finished work removed that need not be kept any more, where the settings say so.
private struct RetentionService<Store: DocumentStore>: Service {
    let store: Store
    let logger: Logger

    /// How often is asked whether it is time; new settings are in use by then.
    private static var interval: Duration { .seconds(60) }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var lastFailure: String?
            repeat {
                let result = await store.applyRetention()
                let failure: String?
                switch result {
                case nil: continue
                case .failure(let error)?: failure = "\(error)"
                case .success(let folders)?:
                    for folder in folders where folder.removed.things > 0 { logger.record(DocumentsPruned(folder)) }
                    failure = folders.compactMap(\.failure).first.map { "\($0)" }
                }
                // Once for its cause, not at each run.
                if let failure, failure != lastFailure { logger.record(PruningIncomplete(explanation: failure)) }
                lastFailure = failure
            } while (try? await Task.sleep(for: Self.interval)) != nil
        }
    }
}

/// Turns signals into commands.
private struct SignalService: Service {
    let signals: UnixSignalsSequence
    let configuration: DaemonConfiguration
    let pool: WorkerPool
    let level: SharedLogLevel
    let notifier: Notifier
    let logger: Logger
    let tally: TallyBoard
    let launch: @Sendable (WorkerOptions) -> WorkerLaunch
    let reload: @Sendable () throws -> DaemonConfiguration
    let useSpoolOptions: @Sendable (SpoolOptions) async -> Void
    let tell: @Sendable (DispatchCommand) -> Void

    func run() async throws {
        var current = configuration
        for await signal in signals.cancelOnGracefulShutdown() {
            if signal == .sighup {
                await readAgain(&current)
            } else {
                // The manager waits for the drain even where TimeoutStopSec= is shorter.
                notifier.send(.stopping, .extendTimeout(current.live.drainTime + .seconds(10)))
                tell(.stop(signal: signal == .sigint ? "SIGINT" : "SIGTERM"))
            }
        }
    }

    /// Reads the configuration again; what is wrong with it leaves everything as it was.
    private func readAgain(_ current: inout DaemonConfiguration) async {
        notifier.send(.reloading(monotonicMicroseconds: monotonicMicroseconds()))
        defer { notifier.send(.ready) }
        do {
            let new = try reload()
            let (changed, needRestart) = new.changes(from: current)
            let live = new.live
            level.current = live.logLevel
            // The workers first: a document that is allowed only now must not come to one with the old limit.
            await pool.reconfigure(
                size: live.workers, command: launch(live.worker), budget: live.worker.limits.budget)
            await useSpoolOptions(live.spool)
            tell(.use(live.dispatch))
            // What waits for a restart is compared with what is in use, at the next reload too.
            current = current.reloaded(as: new)
            tally.update { $0.refusedSettings = nil }
            logger.record(ConfigurationReloaded(changed: changed, needRestart: needRestart))
            for note in new.notes { logger.record(LimitsDoubtful(explanation: note)) }
        } catch {
            logger.record(ConfigurationRejected(explanation: "\(error)"))
            tally.update { $0.refusedSettings = "\(error)" }
            notifier.send(.status(tally.current.sentence))
        }
    }
}

/// Tells the manager, and who reads the status file, how the work stands; at most once a second.
private struct StatusService<Store: DocumentStore>: Service {
    let tally: TallyBoard
    let store: Store
    let pool: WorkerPool
    let notifier: Notifier
    let file: StatusWriter

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var last = ""
            for await _ in tally.changes {
                let health = await pool.health
                let heldBack = health.heldBackBecause.map { "workers end again and again, starts are held back: \($0)" }
                let troubles = (heldBack.map { [$0] } ?? []) + (await store.troubles)
                // Files may cease to wait without being claimed: taken before, they rest.
                let backlog = await store.backlog
                tally.update { tally in
                    (tally.troubles, tally.analyzing, tally.settling) = (troubles, health.busy, backlog.settling)
                    (tally.waiting, tally.oldestWaiting) = (backlog.count, backlog.oldest)
                }
                let sentence = tally.current.sentence
                if sentence != last { notifier.send(.status(sentence)) }
                last = sentence
                file.write(tally.current, health)
                guard (try? await Task.sleep(for: .seconds(1))) != nil else { return }
            }
        }
    }
}
