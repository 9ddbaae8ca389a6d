import ArgumentParser

/// `copydesk version`: the same as `--version`.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the program's version.")

    func run() { print(Version.current) }
}
