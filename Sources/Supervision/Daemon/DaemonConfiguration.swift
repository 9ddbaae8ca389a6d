package import Logging
package import Spool
package import Wire

/// What the daemon is told.
package struct DaemonConfiguration: Hashable, Sendable {
    /// Where documents come in, where reports go, and where everything else is kept; other folders need a restart.
    package var folders: SpoolFolders
    /// Where the log goes; another place needs a restart.
    package var logFormat: LogFormat
    /// What a reload brings into use at once.
    package var live: LiveSettings
    /// All settings by name, to tell what a reload changes.
    package var settings: [SettingInForce]

    package init(folders: SpoolFolders, logFormat: LogFormat, live: LiveSettings, settings: [SettingInForce]) {
        self.folders = folders
        self.logFormat = logFormat
        self.live = live
        self.settings = settings
    }

    /// The settings that differ and take effect at once, and those that need a restart, by name.
    func changes(from old: Self) -> (live: [String], needRestart: [String]) {
        let before = Dictionary(old.settings.map { ($0.key, $0.text) }) { first, _ in first }
        let changed = settings.filter { before[$0.key] != $0.text }
        func keys(_ place: SettingInForce.Effect) -> [String] {
            changed.filter { $0.takesEffect == place }.map(\.key)
        }
        return (keys(.atOnce), keys(.atRestart))
    }

    /// What is in use once a daemon that runs with these settings has read others.
    func reloaded(as new: Self) -> Self {
        var current = self
        current.live = new.live
        let kept = Dictionary(settings.map { ($0.key, $0) }) { first, _ in first }
        current.settings = new.settings.map { $0.takesEffect == .atRestart ? kept[$0.key] ?? $0 : $0 }
        return current
    }
}

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

/// A setting as it was read: its value as text, and when another one is used.
package struct SettingInForce: Hashable, Sendable {
    /// When a setting that changed is used.
    package enum Effect: Hashable, Sendable {
        /// As soon as the settings are read again.
        case atOnce
        /// When the daemon starts again.
        case atRestart
    }

    /// Its key, as `limits.maxBytes`.
    package var key: String
    /// Its value, as a person would write it.
    package var text: [String]
    /// When another value is used.
    package var takesEffect: Effect

    package init(key: String, text: [String], takesEffect: Effect) {
        self.key = key
        self.text = text
        self.takesEffect = takesEffect
    }
}
