import ArgumentParser
import Foundation
import Library
import Spool
import SystemPackage

extension Alert.Stance: ExpressibleByArgument {}

/// `copydesk alert`: standing queries.
struct AlertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert", abstract: "Wait for reports on somebody or something.",
        discussion: """
            The process that follows the outbox (copydesk library) compares each new report with all alerts. For each that it \
            answers it writes a file into the outbox, .alerts/<name>/, and an entry into the journal.
            """,
        subcommands: [AddCommand.self, ListCommand.self, RemoveCommand.self])

    /// `copydesk alert add`: one more.
    struct AddCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Wait for reports that meet all of some conditions.",
            usage: "copydesk alert add <name> [--speaker <name>] [--entity <name>] [--text <phrase>] "
                + "[--stance critical|supportive|mixed|neutral] [--start-unit] [<settings>]",
            discussion: """
                Only reports that are delivered from now on are compared. With --start-unit each match also lies in \
                .alerts/<name>/new until copydesk-alert@<name>.service takes it, which copydesk-alert@<name>.path starts: see \
                copydesk.service(8).
                """)

        @OptionGroup(title: "Where the library lies") var places: PlaceOptions

        @Argument(
            help: ArgumentHelp("Letters, figures and `_-.`; a folder in the outbox is called so.", valueName: "name"))
        var name: String

        @Option(help: ArgumentHelp("Who must be quoted.", valueName: "name"))
        var speaker: String?

        @Option(help: ArgumentHelp("Who or what must be named.", valueName: "name"))
        var entity: String?

        @Option(
            help: ArgumentHelp(
                "Words that must stand in a row; a star at the end is for any ending.", valueName: "phrase"))
        var text: String?

        @Option(
            help: ArgumentHelp(
                "How the entity must be judged, or anybody where none is given.",
                valueName: "critical|supportive|mixed|neutral"))
        var stance: Alert.Stance?

        @Flag(help: "Have each match start the systemd unit copydesk-alert@<name>.service.")
        var startUnit = false

        func validate() throws {
            guard Alert.isName(name) else {
                throw ValidationError(
                    "A name is up to 64 letters, figures and `_-.`, and begins with a letter or figure.")
            }
            guard speaker != nil || entity != nil || text != nil || stance != nil else {
                throw ValidationError("Give --speaker, --entity, --text or --stance.")
            }
            try FilterOptions.checkWords(speaker, entity, text)
        }

        func run() throws {
            var settings = try places.load()
            if !FileManager.default.fileExists(atPath: settings.library.alerts.string) {
                // Its folders are made with it, and must be those of who writes the library.
                settings = try LibraryCommand.settingsOfWriter(places)
            }
            let alert = Alert(
                name: name, speaker: speaker, entity: entity, text: text, stance: stance,
                created: Int(Date().timeIntervalSince1970), startsUnit: startUnit)
            do throws(LibraryError) {
                try AlertFiles(settings.library).add(alert, folderMode: settings[SettingsTable.folderMode])
            } catch .system(_, .fileExists) {
                StandardError.say(
                    "copydesk: there is an alert '\(name)' already: remove it first (copydesk alert remove \(name)).")
                throw ExitCode(Sysexits.cannotCreate)
            } catch {
                StandardError.say("copydesk: \(error)\(Self.advice(error))")
                throw ExitCode(error.exitCode)
            }
            print("\(name) waits for reports \(Terminal.printable(alert.conditions)).")
            guard startUnit else { return }
            print(
                "Each starts copydesk-alert@\(name).service once its program is there and its path unit enabled: "
                    + "`sudo systemctl enable --now copydesk-alert@\(name).path`; see copydesk.service(8).")
        }

        static func advice(_ error: LibraryError) -> String {
            guard case .system(_, .permissionDenied) = error else { return "" }
            return " \(Administrators.advice)"
        }
    }

    /// `copydesk alert list`: all of them.
    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List what is waited for.",
            usage: "copydesk alert list [--json] [<settings>]")

        @OptionGroup(title: "Where the library lies") var places: PlaceOptions
        @OptionGroup var output: AnswerOptions

        func run() throws {
            let files = AlertFiles(try places.load().library)
            let alerts = try LibraryError.saying { () throws(LibraryError) in try files.all() }
            try output.print(
                alerts, header: ["name", "speaker", "entity", "text", "stance", "created", "startsUnit"],
                rows: alerts.map { alert in
                    [
                        alert.name, alert.speaker ?? "", alert.entity ?? "", alert.text ?? "",
                        alert.stance?.rawValue ?? "", PublishedTime.text(alert.created), String(alert.startsUnit),
                    ]
                }
            ) { terminal in
                guard !alerts.isEmpty else { return ["Nothing is waited for."] }
                return alerts.map { alert in
                    "\(terminal.styled(alert.name, .bold)): reports \(Terminal.printable(alert.conditions))"
                        + (alert.startsUnit ? "; starts copydesk-alert@\(alert.name).service" : "")
                }
            }
        }
    }

    /// `copydesk alert remove`: one less.
    struct RemoveCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Wait no longer; what was found stays in the outbox.",
            usage: "copydesk alert remove <name> [<settings>]")

        @OptionGroup(title: "Where the library lies") var places: PlaceOptions

        @Argument(help: ArgumentHelp("A name as `copydesk alert list` gives it.", valueName: "name"))
        var name: String

        func run() throws {
            let files = AlertFiles(try places.load().library)
            do throws(LibraryError) {
                guard Alert.isName(name) else { throw .system(FilePath(name), .noSuchFileOrDirectory) }
                try files.remove(name)
            } catch .system(_, .noSuchFileOrDirectory) {
                StandardError.say(
                    "copydesk: there is no alert '\(Terminal.printable(name))'; `copydesk alert list` names all.")
                throw ExitCode(Sysexits.noInput)
            } catch {
                StandardError.say("copydesk: \(error)\(AddCommand.advice(error))")
                throw ExitCode(error.exitCode)
            }
            print("\(name) waits no longer.")
        }
    }
}
