package import Logging
package import Spool
package import Wire

/// The settings that a reload brings into use at once.
package struct LiveSettings: Hashable, Sendable {
    /// How the spool treats files.
    package var spool: SpoolOptions
    /// What workers are told at their start; other options mean other workers.
    package var worker: WorkerOptions
    /// The number of workers.
    package var workers: Int
    /// How often a document is tried.
    package var maxAttempts: Int
    /// How long documents under way may take to finish after SIGTERM.
    package var drainTime: Duration
    /// The lowest level that is logged.
    package var logLevel: Logger.Level

    package init(
        spool: SpoolOptions, worker: WorkerOptions, workers: Int, maxAttempts: Int, drainTime: Duration,
        logLevel: Logger.Level
    ) {
        self.spool = spool
        self.worker = worker
        self.workers = workers
        self.maxAttempts = maxAttempts
        self.drainTime = drainTime
        self.logLevel = logLevel
    }

    /// As many documents under way as keep the workers busy while others are being claimed and delivered.
    ///
    /// A document waits about seven times for the disk (fsync(2)), several milliseconds each, and one for a worker; file
    /// systems write many waiting files at once, so more documents side by side cost the disk hardly more.
    var dispatch: DispatchSettings {
        DispatchSettings(
            width: workers * 6 + 4, maxAttempts: maxAttempts, drainTime: drainTime, budget: worker.limits.budget)
    }
}
