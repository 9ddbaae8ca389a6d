package import Logging
package import Spool
package import SystemPackage
package import Wire

/// What the daemon is told: settings that can change while it runs, and those that need a restart.
package struct DaemonConfiguration: Hashable, Sendable {
    /// Where documents come in.
    package var inbox: FilePath
    /// Where reports go.
    package var outbox: FilePath
    /// Where everything else is kept.
    package var state: FilePath
    /// How the spool treats files.
    package var spool: SpoolOptions
    /// How a worker is started.
    package var worker: WorkerLaunch
    /// The number of workers.
    package var workers: Int
    /// How often a document is tried.
    package var maxAttempts: Int
    /// The time and the answer that a document may cost.
    package var budget: DocumentBudget
    /// How long documents under way may take to finish after SIGTERM.
    package var drainTime: Duration
    /// The address space of a worker, in bytes; 0 for no limit.
    package var workerMemory: Int
    /// What is switched on in analyzers, as `analyzer.switch`; `worker` says so too.
    package var analyzerSwitches: Set<String>
    /// The lowest level that is logged.
    package var logLevel: Logger.Level
    /// Where the log goes.
    package var logFormat: LogFormat

    package init(inbox: FilePath, outbox: FilePath, state: FilePath, spool: SpoolOptions, worker: WorkerLaunch) {
        self.inbox = inbox
        self.outbox = outbox
        self.state = state
        self.spool = spool
        self.worker = worker
        workers = 1
        maxAttempts = 3
        budget = DocumentBudget()
        drainTime = .seconds(30)
        workerMemory = 0
        analyzerSwitches = []
        logLevel = .info
        logFormat = .automatic
    }

    /// As many documents under way as keep the workers busy while others are being claimed and delivered.
    ///
    /// A document waits about seven times for the disk (fsync(2)), several milliseconds each, and one for a worker; file
    /// systems write many waiting files at once, so more documents side by side cost the disk hardly more.
    var dispatch: DispatchSettings {
        DispatchSettings(
            width: workers * 6 + 4, maxAttempts: maxAttempts, drainTime: drainTime, budget: budget)
    }

    /// The settings that differ and take effect at once, and those that need a restart, by name.
    func changes(from old: Self) -> (live: [String], needRestart: [String]) {
        func named(_ settings: [(name: String, isChanged: Bool)]) -> [String] {
            settings.filter(\.isChanged).map(\.name)
        }
        let live = [
            ("workers", workers != old.workers), ("limits.maxBytes", spool.maxBytes != old.spool.maxBytes),
            ("limits.maxAttempts", maxAttempts != old.maxAttempts),
            ("limits.deadline", budget.base != old.budget.base),
            ("limits.bytesPerSecond", budget.bytesPerSecond != old.budget.bytesPerSecond),
            ("limits.workerMemory", workerMemory != old.workerMemory),
            ("limits.minFreeBytes", spool.minFreeBytes != old.spool.minFreeBytes),
            ("watch.settle", spool.settleTime != old.spool.settleTime),
            ("watch.settleEmpty", spool.emptySettleTime != old.spool.emptySettleTime),
            ("watch.rescan", spool.rescanInterval != old.spool.rescanInterval),
            ("watch.poll", spool.pollInterval != old.spool.pollInterval),
            ("watch.ignore", spool.ignoredPatterns != old.spool.ignoredPatterns),
            ("archive", spool.archive != old.spool.archive), ("files.mode", spool.fileMode != old.spool.fileMode),
            ("files.folderMode", spool.folderMode != old.spool.folderMode),
            ("shutdown.drain", drainTime != old.drainTime), ("log.level", logLevel != old.logLevel),
        ]
        let needRestart = [
            ("inbox", inbox != old.inbox), ("outbox", outbox != old.outbox), ("state", state != old.state),
            ("log.format", logFormat != old.logFormat),
        ]
        let switches = analyzerSwitches.symmetricDifference(old.analyzerSwitches).sorted()
        return (named(live) + switches.map { "analyzers." + $0 }, named(needRestart))
    }

    /// These settings with the old ones in place of those that only a restart brings into use.
    func keepingWhatNeedsRestart(of old: Self) -> Self {
        var kept = self
        (kept.inbox, kept.outbox, kept.state, kept.logFormat) = (old.inbox, old.outbox, old.state, old.logFormat)
        return kept
    }
}

/// Why the daemon ended in failure, with what a shell and systemd want to know.
package struct DaemonFailure: Error, Hashable, Sendable {
    /// One sentence: what is wrong and what to do.
    package var message: String
    /// The exit status, as in sysexits.h.
    package var exitCode: Int32
    /// The error number behind it, for ERRNO=.
    package var errno: Errno?

    package init(_ message: String, exitCode: Int32, errno: Errno? = nil) {
        self.message = message
        self.exitCode = exitCode
        self.errno = errno
    }
}

extension DaemonFailure {
    /// Tells the log and the service manager why the daemon ends.
    package func report(to logger: Logger, _ notifier: Notifier) {
        logger.record(StartRefused(explanation: message))
        if let errno {
            notifier.send(.status(message), .errno(errno))
        } else {
            notifier.send(.status(message))
        }
        notifier.flush()
    }
}

extension DaemonFailure: CustomStringConvertible {
    package var description: String { message }
}
