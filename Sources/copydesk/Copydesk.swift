import ArgumentParser

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
            RetryCommand.self, Run.self, StatusCommand.self, WhyCommand.self, Worker.self,
        ])
}
