import ArgumentParser
import Glibc
import Library
import Logging
import Spool
import Supervision
import SystemPackage

/// `copydesk library`: the memory of an outbox.
struct LibraryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "library", abstract: "Keep a searchable memory of the outbox.",
        usage: """
            copydesk library [--once] [<settings>]
            copydesk library rebuild|dump [<settings>]
            """,
        discussion: """
            Without another word it follows the outbox: each new report is in the library within a second, and what is \
            removed goes out of it. With --once it takes in what is new and ends. The other commands ask it: documents, quotes, entities, stance, search, sources.
            """,
        subcommands: [FollowCommand.self, RebuildCommand.self, DumpCommand.self], defaultSubcommand: FollowCommand.self)

    /// `copydesk library follow`: the process that writes the library.
    struct FollowCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "follow", abstract: "Follow the outbox; what `library` alone does.",
            usage: "copydesk library [--once] [<settings>]",
            discussion: """
                Under systemd it says when it is ready and how the work stands (sd_notify), and logs to the journal; \
                otherwise it logs to standard error. It may be stopped and started at any time, beside a daemon or without \
                one. A damaged library is set aside and built anew.
                """)

        @OptionGroup(title: "Settings") var places: PlaceOptions

        @Flag(help: "Take in what is new in the outbox, then end.")
        var once = false

        func run() async throws {
            let settings = try LibraryCommand.settingsOfWriter(places)
            let log = LogOutput(
                settings[SettingsTable.logFormat], level: SharedLogLevel(settings[SettingsTable.logLevel]))
            defer { log.flush() }
            let notifier = Notifier()
            let service = LibraryService(
                LibraryConfiguration(
                    layout: settings.library, outbox: settings[SettingsTable.outbox], options: settings.spoolOptions),
                logger: log.logger, notifier: notifier)
            do throws(DaemonFailure) {
                try await service.run(once: once)
            } catch {
                error.report(to: log.logger, notifier)
                throw ExitCode(error.exitCode)
            }
        }
    }

    /// `copydesk library rebuild`: the library, built of the outbox from nothing.
    struct RebuildCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rebuild", abstract: "Build the library anew from the outbox.",
            usage: "copydesk library rebuild [<settings>]",
            discussion: """
                The old one is asked until the new one is whole. The process that follows the outbox must be stopped for \
                that, and its user must run this: what root makes, it could not write to. Alerts are told of what came \
                meanwhile, and of nothing twice.
                """)

        @OptionGroup(title: "Settings") var places: PlaceOptions

        func run() throws {
            let settings = try LibraryCommand.settingsOfWriter(places)
            let log = LogOutput(
                settings[SettingsTable.logFormat], level: SharedLogLevel(settings[SettingsTable.logLevel]))
            defer { log.flush() }
            let desk = AlertDesk(
                settings.library, outbox: settings[SettingsTable.outbox], folderMode: settings[SettingsTable.folderMode]
            )
            let counts = try LibraryError.saying { () throws(LibraryError) in
                let keeper = try LibraryKeeper(
                    settings.library, of: settings[SettingsTable.outbox],
                    folderMode: settings[SettingsTable.folderMode], isForRebuilding: true)
                desk.update()
                var bar: ProgressBar?
                _ = try keeper.rebuild(look: LibraryService.telling(desk, log.logger)) { done, total in
                    if bar == nil { bar = ProgressBar(total: total) }
                    bar?.show(done: done)
                    return true
                }
                bar?.clear()
                let counts = try keeper.counts()
                try keeper.close()
                return counts
            }
            let unread = counts.unread == 0 ? "" : ", without \(counts.unread) that cannot be read"
            let reports = counts.documents == 1 ? "1 report" : "\(counts.documents) reports"
            print("The library was built anew of \(reports)\(unread).")
        }
    }

    /// `copydesk library dump`: all that the library knows.
    struct DumpCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dump", abstract: "Print all that the library knows, a line of JSON each.",
            usage: "copydesk library dump [<settings>]",
            discussion: "Two libraries of the same outbox give the same bytes, whichever way they came about.")

        @OptionGroup(title: "Settings") var places: PlaceOptions

        func run() throws {
            let reader = try places.reader()
            var pending: [UInt8] = []
            try LibraryError.saying { () throws(LibraryError) in
                try reader.dump { line in
                    pending += line.utf8
                    pending.append(UInt8(ascii: "\n"))
                    guard pending.count > 1 << 16 else { return }
                    try FileBytes.write(pending, to: .standardOutput)
                    pending = []
                }
            }
            try FileBytes.write(pending, to: .standardOutput)
        }
    }

    /// The settings for who writes the library: what root makes, the user of the folders could not write to.
    static func settingsOfWriter(_ places: PlaceOptions) throws -> Settings {
        let settings = try settings(places)
        guard geteuid() == 0, let user = StateFolder(settings: settings).daemonUser, user.id != 0 else {
            return settings
        }
        StandardError.say(
            "copydesk: the folders are those of '\(user.name)', who could not write to a library that root makes: put "
                + "`sudo -u \(user.name)` before the command.")
        throw ExitCode(Sysexits.noPermission)
    }

    /// The settings; every mistake ends the command.
    private static func settings(_ places: PlaceOptions) throws -> Settings {
        do throws(SettingsError) {
            return try places.settings(environment: WorkerLaunch.inheritedEnvironment)
        } catch {
            throw error.said
        }
    }
}
