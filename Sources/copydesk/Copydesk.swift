import ArgumentParser

@main
struct Copydesk: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copydesk", abstract: "Reads the news that lands in a folder.", version: Version.current,
        subcommands: [Worker.self])
}
