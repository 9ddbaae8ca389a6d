import ArgumentParser
import SystemPackage

@main
struct Copydesk: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copydesk",
        abstract: "Reads the news that lands in a folder: who is named, who said what, in which tone.",
        discussion: """
            `copydesk run` watches a folder and writes a report for every document that is dropped there; \
            `copydesk analyze` does the same for the files named, now, to standard output.
            """,
        version: Version.current,
        subcommands: [
            AnalyzeCommand.self, AnalyzersCommand.self, ConfigCommand.self, DoctorCommand.self, FailedCommand.self,
            PruneCommand.self, RetryCommand.self, RunCommand.self, StatusCommand.self, WhyCommand.self,
            WorkerCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
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
