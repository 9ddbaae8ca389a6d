import ArgumentParser
import Glibc
import Logging
import Spool
import Supervision
import SystemPackage
import Wire

extension Copydesk {
    /// The daemon.
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Watch the inbox and deliver a report for every document.",
            usage: "copydesk run [--once] [<settings>]",
            discussion: """
                Under systemd it says when it is ready and how the work stands (sd_notify), and logs to the journal; \
                otherwise it logs to standard error. SIGTERM and Ctrl-C finish what is under way, a second one puts \
                it back into the queue. SIGHUP reads the settings again.
                """)

        @OptionGroup(title: "Settings") var settings: SettingsOptions

        @Flag(help: "Work through what is in the inbox, then end.")
        var once = false

        func run() async throws {
            let settings = try settings.load()
            let level = Supervision.LogLevel(settings.daemonLogLevel)
            let log = LogOutput(settings.daemonLogFormat, level: level)
            defer { log.flush() }
            let notifier = Notifier()
            let configuration = settings.daemonConfiguration
            do throws(DaemonFailure) {
                let store = try SpoolStore(
                    SpoolFolders(inbox: configuration.inbox, outbox: configuration.outbox, state: configuration.state),
                    options: settings.spoolOptions, isDrainedOnce: once, logger: log.logger)
                let daemon = Daemon(
                    configuration, version: Version.current, store: store, logger: log.logger, level: level,
                    notifier: notifier
                ) {
                    try self.settings.reload().daemonConfiguration
                }
                try await daemon.run()
            } catch {
                error.report(to: log.logger, notifier)
                throw ExitCode(error.exitCode)
            }
        }
    }
}

extension SettingsOptions {
    /// The settings as they are now, for a reload.
    func reload() throws(SettingsError) -> Settings {
        try settings(environment: WorkerLaunch.inheritedEnvironment)
    }
}

extension Settings {
    /// The analyzers' switches that are on.
    var switches: [String] { self[SettingsTable.pronouns] == .true ? ["entities.pronouns"] : [] }

    /// The daemon's part of the settings.
    var daemonConfiguration: DaemonConfiguration {
        let budget = DocumentBudget(
            base: self[SettingsTable.deadline], bytesPerSecond: self[SettingsTable.bytesPerSecond])
        let (seconds, attoseconds) = budget.base.components
        let worker = WorkerLaunch.thisProgram(
            [
                "worker", "--daemon", "\(getpid())", "--max-bytes", "\(self[SettingsTable.maxBytes])",
                "--memory-bytes", "\(self[SettingsTable.workerMemory])",
                "--milliseconds", "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)",
                "--bytes-per-second", "\(budget.bytesPerSecond)",
            ] + switches.flatMap { ["--on", $0] })
        var configuration = DaemonConfiguration(
            inbox: self[SettingsTable.inbox], outbox: self[SettingsTable.outbox], state: self[SettingsTable.state],
            spool: spoolOptions, worker: worker)
        let workers = self[SettingsTable.workers]
        configuration.workers = workers > 0 ? workers : Int(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        configuration.maxAttempts = self[SettingsTable.maxAttempts]
        configuration.budget = budget
        configuration.drainTime = self[SettingsTable.drain]
        configuration.workerMemory = self[SettingsTable.workerMemory]
        configuration.analyzerSwitches = Set(switches)
        configuration.logLevel = daemonLogLevel
        configuration.logFormat = daemonLogFormat
        return configuration
    }

    /// The spool's part of the settings.
    var spoolOptions: SpoolOptions {
        var options = SpoolOptions()
        options.maxBytes = self[SettingsTable.maxBytes]
        options.archive = self[SettingsTable.archive] == .keep ? .keep : .delete
        options.fileMode = self[SettingsTable.fileMode]
        options.folderMode = self[SettingsTable.folderMode]
        options.settleTime = self[SettingsTable.settle]
        options.emptySettleTime = self[SettingsTable.settleEmpty]
        options.rescanInterval = self[SettingsTable.rescan]
        options.pollInterval = self[SettingsTable.poll]
        options.minFreeBytes = self[SettingsTable.minFreeBytes]
        options.ignoredPatterns = self[SettingsTable.ignore]
        return options
    }

    var daemonLogLevel: Logger.Level { Logger.Level(rawValue: self[SettingsTable.logLevel].rawValue) ?? .info }

    var daemonLogFormat: Supervision.LogFormat {
        Supervision.LogFormat(rawValue: self[SettingsTable.logFormat].rawValue) ?? .automatic
    }
}
