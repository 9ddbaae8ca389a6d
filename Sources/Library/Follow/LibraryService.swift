import Dispatch
import Glibc
package import Logging
package import Spool
package import Supervision
import Synchronization
package import SystemPackage
import UnixSignals

/// Where the library's process works.
package struct LibraryConfiguration: Sendable {
    package let layout: LibraryLayout
    package let outbox: FilePath
    /// How the outbox is watched, and with which access mode folders are made.
    package let options: SpoolOptions

    package init(layout: LibraryLayout, outbox: FilePath, options: SpoolOptions) {
        (self.layout, self.outbox, self.options) = (layout, outbox, options)
    }
}

/// The process that follows an outbox: brings in what comes, takes out what goes, and tells of what was waited for.
package struct LibraryService: Sendable {
    private let configuration: LibraryConfiguration
    private let logger: Logger
    private let notifier: Notifier
    private let desk: AlertDesk
    private let pending = PendingPlaces()
    private let progress = WorkProgress()
    private let outboxWatch = CurrentWatch()
    private let blocking = BlockingCalls(label: "copydesk.library")

    package init(_ configuration: LibraryConfiguration, logger: Logger, notifier: Notifier) {
        self.configuration = configuration
        self.logger = logger
        self.notifier = notifier
        desk = AlertDesk(
            configuration.layout, outbox: configuration.outbox, folderMode: configuration.options.folderMode)
    }

    /// Works until it is told to stop by SIGTERM or SIGINT, or, where it is to do so once, until all is taken in.
    ///
    /// - Throws: Why it could not start or go on.
    package func run(once: Bool) async throws(DaemonFailure) {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        signal(SIGPIPE, SIG_IGN)
        notifier.send(.status("Opening the library"))
        let keeper = try await open(isChecked: once)
        var failure: DaemonFailure?
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in signals {
                    notifier.send(.stopping)
                    pending.end()
                    return
                }
            }
            if once {
                do throws(LibraryError) { try await comeUpToDate(keeper) } catch { failure = Self.failure(error) }
            } else {
                group.addTask { await feedWatchdog() }
                group.addTask { await watch() }
                group.addTask { await inspect(keeper) }
                await follow(keeper)
            }
            group.cancelAll()
        }
        do throws(LibraryError) {
            try await blocking { () throws(LibraryError) in try keeper.close() }
        } catch {
            failure = failure ?? Self.failure(error)
        }
        if let failure { throw failure }
        notifier.send(.status("Stopped"))
        notifier.flush()
    }

    /// - Parameter isChecked: Whether it is looked through for damage first, rather than beside the work.
    /// - Returns: The library's keeper.
    /// - Throws: Why it cannot be written to.
    private func open(isChecked: Bool) async throws(DaemonFailure) -> LibraryKeeper {
        let (layout, outbox, mode) = (
            configuration.layout, configuration.outbox, configuration.options.folderMode
        )
        do throws(LibraryError) {
            let keeper = try await blocking { () throws(LibraryError) in
                try LibraryKeeper(layout, of: outbox, folderMode: mode, isChecked: isChecked) { [progress] in
                    progress.step()
                }
            }
            if let aside = keeper.setAside { logger.record(LibrarySetAside(aside: aside)) }
            return keeper
        } catch {
            throw Self.failure(error)
        }
    }

    /// An error with the exit status that fits.
    private static func failure(_ error: LibraryError) -> DaemonFailure {
        switch error {
        case .locked: return DaemonFailure("\(error)", exitCode: EX_TEMPFAIL)
        case .later: return DaemonFailure("\(error)", exitCode: EX_CONFIG)
        case .system(_, .noSuchFileOrDirectory): return DaemonFailure("\(error)", exitCode: EX_NOINPUT)
        case .system(_, let errno):
            let isForbidden = [.permissionDenied, .readOnlyFileSystem, .notPermitted].contains(errno)
            return DaemonFailure("\(error)", exitCode: isForbidden ? EX_NOPERM : EX_IOERR, errno: errno)
        default: return DaemonFailure("\(error)", exitCode: EX_IOERR)
        }
    }

    // The work

    /// Takes in all that changed while nobody followed, then whatever comes.
    private func follow(_ keeper: LibraryKeeper) async {
        logger.record(LibraryStarted(outbox: configuration.outbox, documents: (try? keeper.counts().documents) ?? 0))
        notifier.send(.ready)
        pending.addAll()
        while let work = await nextWork() {
            if let flaw = work.flaw {
                let path = keeper.generation
                await persist(keeper) { _ throws(LibraryError) in throw .damaged(path, flaw) }
            }
            if work.wantsAll {
                await persist(keeper) { keeper throws(LibraryError) in try await comeUpToDate(keeper) }
            }
            if !work.places.isEmpty {
                await persist(keeper) { keeper throws(LibraryError) in
                    try await blocking { () throws(LibraryError) in try keeper.refresh(work.places, look: look) }
                }
            }
            tell(keeper)
            // Where that fails, the next report that comes in says why.
            if pending.count == 0 { try? await blocking { () throws(LibraryError) in try keeper.rest() } }
        }
    }

    private func nextWork() async -> PendingPlaces.Work? {
        progress.work(false)
        defer { progress.work(true) }
        return await pending.next(atMost: OutboxIntake.mostReports)
    }

    /// Looks through the database in use for damage, beside the work.
    private func inspect(_ keeper: LibraryKeeper) async {
        guard let inspection = try? LibraryInspection(keeper.generation) else { return }
        let flaw = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue.global(qos: .utility).async { continuation.resume(returning: inspection.flaw()) }
            }
        } onCancel: {
            inspection.stop()
        }
        // Another may be in use by now.
        if let flaw, inspection.generation == keeper.generation { pending.add(flaw: flaw) }
    }

    /// Compares the whole outbox with the library, once.
    private func comeUpToDate(_ keeper: LibraryKeeper) async throws(LibraryError) {
        desk.update()
        let began = ContinuousClock.now
        let count = try await blocking { () throws(LibraryError) in
            try keeper.reconcile(look: look) { done, total in
                progress.step()
                if total > LibraryKeeper.batch { notifier.send(.status("Taking in reports: \(done) of \(total)")) }
                return !pending.isOver
            }
        }
        guard count > 0 else { return }
        // Without room for that it is as good, and larger. It takes a while in which nothing moves.
        progress.wait(true)
        try? await blocking { () throws(LibraryError) in try keeper.compact(after: count) }
        progress.wait(false)
        logger.record(
            LibraryBuilt(
                changed: count, documents: (try? keeper.counts().documents) ?? 0, duration: .now - began))
    }

    /// Does something until it is done, or the work is over: a full disk may have room again, and a damaged database is
    /// begun anew.
    private func persist(
        _ keeper: LibraryKeeper, _ body: @escaping @Sendable (LibraryKeeper) async throws(LibraryError) -> Void
    ) async {
        desk.update()
        var isTold = false
        var delay = 1
        var body = body
        while true {
            progress.step()
            do throws(LibraryError) {
                try await body(keeper)
                if isTold { logger.record(LibraryResumed()) }
                return
            } catch {
                do throws(LibraryError) {
                    guard case .damaged(_, let flaw) = error else { throw error }
                    let aside = try await blocking { () throws(LibraryError) in try keeper.startOver(after: flaw) }
                    logger.record(LibrarySetAside(aside: aside))
                    // Everything is to come in again, and some of it for the first time.
                    body = { keeper throws(LibraryError) in
                        try await blocking { () throws(LibraryError) in
                            _ = try keeper.reconcile(
                                look: look,
                                progress: { _, _ in
                                    progress.step()
                                    return !pending.isOver
                                })
                        }
                    }
                    continue
                } catch {
                    if !isTold { logger.record(LibraryBlocked(explanation: "\(error)")) }
                    isTold = true
                    notifier.send(.status("\(error)"))
                }
                guard !pending.isOver else { return }
                progress.wait(true)
                for _ in 0..<delay where !pending.isOver { try? await Task.sleep(for: .seconds(1)) }
                delay = min(delay * 2, Self.longestDelay)
                progress.wait(false)
            }
        }
    }

    /// How many seconds pass at most before something that did not work is tried again.
    private static let longestDelay = 15

    /// What is done with reports on their way into the library.
    private var look: LibraryKeeper.Look {
        let telling = Self.telling(desk, logger)
        return LibraryKeeper.Look { changes throws(LibraryError) in
            progress.step()
            try telling.coming(changes)
        } refused: { change in
            guard case .problem(let problem, _) = change.content else { return }
            logger.record(ReportNotRead(place: change.place, problem: problem))
        }
    }

    /// Tells of what was waited for before the library has it, so that nothing of it is lost with whatever happens then.
    package static func telling(_ desk: AlertDesk, _ logger: Logger) -> LibraryKeeper.Look {
        LibraryKeeper.Look { changes throws(LibraryError) in
            try desk.look(at: changes) { match in
                logger.record(AlertMatched(match: match))
            } failed: { error in
                logger.record(AlertNotWritten(explanation: "\(error)"))
            }
        }
    }

    private func tell(_ keeper: LibraryKeeper) {
        guard pending.count == 0, let counts = try? keeper.counts() else { return }
        let unread = counts.unread == 0 ? "" : "; \(counts.unread) reports cannot be read"
        let documents = counts.documents == 1 ? "1 document" : "\(counts.documents) documents"
        notifier.send(.status("\(documents), up to date\(unread)"))
    }

    // The watch

    /// Passes on what the watch of the outbox finds, and has everything compared now and then.
    private func watch() async {
        while !Task.isCancelled {
            do throws(SpoolError) {
                try await follow(Self.options(configuration.options))
                return
            } catch {
                // An outbox that nobody made yet.
                notifier.send(.status("\(error)"))
            }
            guard (try? await Task.sleep(for: .seconds(1))) != nil else { return }
        }
    }

    /// The spool's settings as they fit an outbox: reports are renamed into place, and all are wanted.
    private static func options(_ options: SpoolOptions) -> SpoolOptions {
        var options = options
        options.ignoredPatterns = ["!*"]
        options.settleTime = .milliseconds(200)
        options.emptySettleTime = .milliseconds(200)
        return options
    }

    private func follow(_ options: SpoolOptions) async throws(SpoolError) {
        let watch = try Watch(
            inbox: configuration.outbox, options: options,
            vanished: { path, _ in pending.add([path]) },
            arrivals: { arrival in
                switch arrival {
                case .file(let path): if OutboxReader.isReport(path) { pending.add([path]) }
                // So too what came between the first look at everything and this, and what the kernel tells nothing of.
                case .anything: pending.addAll()
                }
            },
            notify: { notice in
                switch notice {
                case .eventsLost, .inboxBack: pending.addAll()
                default: break
                }
            })
        outboxWatch.use(watch)
        while !Task.isCancelled {
            do throws(Blockage) {
                // Nothing is given out here: it ends with the task.
                guard try await watch.next() != nil else { break }
            } catch {
                guard (try? await Task.sleep(for: .seconds(1))) != nil else { break }
            }
        }
        outboxWatch.use(nil)
        watch.stop()
    }

    // Life

    /// Tells the manager that the work comes on.
    private func feedWatchdog() async {
        guard let interval = notifier.watchdogInterval else { return }
        while (try? await Task.sleep(for: interval / 3)) != nil {
            let hasWorkMoved = progress.hasMoved()
            let hasWatchMoved = outboxWatch.hasMoved
            if hasWorkMoved && hasWatchMoved { notifier.send(.watchdog) }
        }
    }
}

/// The watch of the outbox, while there is one.
private final class CurrentWatch: Sendable {
    private let watch = Mutex<Watch?>(nil)

    func use(_ next: Watch?) { watch.withLock { $0 = next } }

    /// Whether its thread came on since this was asked before.
    var hasMoved: Bool { watch.withLock { $0 }?.hasMoved() ?? true }
}
