import ArgumentParser
import Spool
import SystemPackage

// copydesk is the program: it reads flags, settings and files, puts the other modules together, and prints. What keeps a
// command from its work is said in one sentence on standard error, with an exit status of sysexits(3); a broken document
// costs its own report only. People run it, systemd runs `copydesk run`, and that starts `copydesk worker`.

@main
struct Copydesk: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copydesk",
        abstract: "Reads the news that lands in a folder: who is named, who said what, in which tone.",
        discussion: """
            `copydesk run` watches a folder and writes a report for every document that is dropped there; \
            `copydesk analyze` does the same for the files named, now, to standard output. `-v` and `-V` are short for \
            `--version`.
            """,
        version: Version.current,
        subcommands: [VersionCommand.self, WorkerCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Documents", subcommands: [AnalyzeCommand.self, ExtractCommand.self, AnalyzersCommand.self]),
            CommandGroup(name: "Reports", subcommands: [RenderCommand.self, ExportCommand.self]),
            CommandGroup(
                name: "Library",
                subcommands: [
                    LibraryCommand.self, DocumentsCommand.self, QuotesCommand.self, EntitiesCommand.self,
                    StanceCommand.self, SearchCommand.self, SourcesCommand.self, AlertCommand.self, DigestCommand.self,
                    ServeCommand.self,
                ]),
            CommandGroup(
                name: "Daemon",
                subcommands: [
                    RunCommand.self, StatusCommand.self, WhyCommand.self, FailedCommand.self, RetryCommand.self,
                    DoctorCommand.self, ConfigCommand.self, PruneCommand.self,
                ]),
        ])

    static func main() async {
        do {
            let arguments = Self.arguments
            try checkCommand(arguments.first { $0 != "help" })
            // What other programs take for it.
            var command = try parseAsRoot(arguments == ["-v"] || arguments == ["-V"] ? ["--version"] : arguments)
            if command is RunCommand { try RunCommand.checkThreads() }
            do {
                if var command = command as? any AsyncParsableCommand {
                    try await command.run()
                } else {
                    try command.run()
                }
            } catch let error as ValidationError {
                // What only a run finds out is wrong usage all the same, and is told as the parser tells it.
                let name = "copydesk \(type(of: command).configuration.commandName ?? "")"
                StandardError.say(
                    "copydesk: \(error.message)\nUsage: \(Self.usageString(for: type(of: command)))\n  See '\(name) --help' for "
                        + "more information.")
                throw ExitCode.validationFailure
            }
        } catch {
            end(with: error)
        }
    }

    /// The words of the command line; of one that is no UTF-8, as a name may be, the form in which names are printed.
    private static var arguments: [String] {
        let words = UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc)).dropFirst()
        return words.compactMap { word in
            word.map { String(validatingCString: $0) ?? FilePath(platformString: $0).printable }
        }
    }

    /// Says which command may have been meant by a word that is none.
    private static func checkCommand(_ word: String?) throws {
        var names: [String] = []
        for command in configuration.subcommands { names += [command.configuration.commandName].compactMap(\.self) }
        guard let word, !word.hasPrefix("-"), !names.contains(word) else { return }
        names.removeAll { $0 == WorkerCommand.configuration.commandName }
        let advice =
            Suggestion.nearest(to: word, among: names).map { "Did you mean '\($0)'?" }
            ?? "`copydesk help` lists the commands."
        throw ValidationError("There is no command '\(Terminal.printable(word))'. \(advice)")
    }

    /// Ends the program as the parser would, but says every error in the way of all others: `copydesk: …`.
    private static func end(with error: any Error) -> Never {
        let status = exitCode(for: error)
        let message = fullMessage(for: error)
        if status.isSuccess || message.isEmpty { exit(withError: error) }
        let label = "Error: "
        StandardError.say("copydesk: " + (message.hasPrefix(label) ? String(message.dropFirst(label.count)) : message))
        exit(withError: status)
    }
}
