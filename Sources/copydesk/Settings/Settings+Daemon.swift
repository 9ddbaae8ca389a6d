import AnalyzerKit
import Glibc
import Spool
import Supervision
import Wire

/// The settings as the parts of the program take them.
extension Settings {
    /// The daemon's part.
    var daemonConfiguration: DaemonConfiguration {
        let workers = self[SettingsTable.workers]
        let live = LiveSettings(
            spool: spoolOptions, worker: workerOptions,
            workers: workers > 0 ? workers : Int(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))),
            maxAttempts: self[SettingsTable.maxAttempts], drainTime: self[SettingsTable.drain],
            logLevel: self[SettingsTable.logLevel])
        return DaemonConfiguration(
            folders: SpoolFolders(
                inbox: self[SettingsTable.inbox], outbox: self[SettingsTable.outbox], state: self[SettingsTable.state]),
            logFormat: self[SettingsTable.logFormat], live: live,
            settings: entries.map { entry in
                SettingInForce(
                    key: entry.setting.key, text: entry.value.text, takesEffect: entry.setting.takesEffect)
            })
    }

    /// The daemon's part, with what is to be said of it when it is taken up.
    var notedDaemonConfiguration: DaemonConfiguration {
        var configuration = daemonConfiguration
        configuration.notes = memoryNotes()
        return configuration
    }

    /// The spool's part.
    var spoolOptions: SpoolOptions {
        var options = SpoolOptions()
        options.maxBytes = self[SettingsTable.maxBytes]
        options.archive = self[SettingsTable.archive]
        options.onConflict = self[SettingsTable.onConflict]
        options.retention.archive = self[SettingsTable.archiveKeep]
        options.retention.outbox = self[SettingsTable.outboxKeep]
        options.retention.failed = self[SettingsTable.failedKeep]
        options.fileMode = self[SettingsTable.fileMode]
        options.folderMode = self[SettingsTable.folderMode]
        options.settleTime = self[SettingsTable.settle]
        options.openSettleTime = self[SettingsTable.settleOpen]
        options.closedSettleTime = self[SettingsTable.settleClosed]
        options.restTime = self[SettingsTable.rest]
        options.emptySettleTime = self[SettingsTable.settleEmpty]
        options.rescanInterval = self[SettingsTable.rescan]
        options.pollInterval = self[SettingsTable.poll]
        options.minFreeBytes = self[SettingsTable.minFreeBytes]
        options.ignoredPatterns = self[SettingsTable.ignore]
        return options
    }

    /// The workers' part.
    var workerOptions: WorkerOptions {
        let memory = self[SettingsTable.workerMemory]
        let limits = WorkerLimits(
            memoryBytes: memory > 0 ? memory : nil, maxBytes: self[SettingsTable.maxBytes],
            budget: DocumentBudget(
                base: self[SettingsTable.deadline], bytesPerSecond: self[SettingsTable.bytesPerSecond]))
        return WorkerOptions(
            limits: limits, analyzers: analyzerSettings.texts,
            reading: self[SettingsTable.reading].rawValue, ocr: self[SettingsTable.ocr],
            compression: self[SettingsTable.compress])
    }

    /// The analyzers' part.
    var analyzerSettings: AnalyzerSettings {
        AnalyzerSettings(
            Dictionary(uniqueKeysWithValues: SettingsTable.ofAnalyzers.map { ($0.key, self[$0.setting]) }))
    }
}
