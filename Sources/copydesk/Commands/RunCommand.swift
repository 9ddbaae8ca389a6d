import ArgumentParser
import Glibc
import Logging
import Supervision
import SystemPackage

/// `copydesk run`: the daemon.
struct RunCommand: AsyncParsableCommand {
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

    /// What has to be known before anything is waited for: even the log is written by threads of its own.
    static func checkThreads() throws {
        do throws(DaemonFailure) {
            try ThreadCheck.run()
        } catch {
            StandardError.say("copydesk: \(error)")
            throw ExitCode(error.exitCode)
        }
    }

    func run() async throws {
        let configuration = try settings.load().notedDaemonConfiguration
        let level = SharedLogLevel(configuration.live.logLevel)
        let log = LogOutput(configuration.logFormat, level: level)
        defer { log.flush() }
        let notifier = Notifier()
        do throws(DaemonFailure) {
            try DescriptorReserve.check(workers: configuration.live.workers)
            let store = try SpoolStore(
                configuration.folders, options: configuration.live.spool, isDrainedOnce: once, logger: log.logger)
            let daemon = Daemon(
                configuration, version: Version.current, store: store, logger: log.logger, level: level,
                notifier: notifier, launch: { .thisProgram(WorkerCommand.arguments(for: $0)) }
            ) {
                try self.settings.reload().notedDaemonConfiguration
            }
            try await daemon.run()
        } catch {
            error.report(to: log.logger, notifier)
            throw ExitCode(error.exitCode)
        }
    }
}

extension SettingsOptions {
    /// The settings as they are now, for a reload.
    fileprivate func reload() throws(SettingsError) -> Settings {
        try settings(environment: WorkerLaunch.inheritedEnvironment)
    }
}
