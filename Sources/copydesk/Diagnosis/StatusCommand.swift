import ArgumentParser
import SystemPackage

/// `copydesk status`: how the daemon is and what waits.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show how the daemon is, what waits and what failed.",
        usage: "copydesk status [--format <text|json|openmetrics>] [--output <file>] [<settings>]",
        discussion: "Reads the folders and the daemon's status file; the daemon need not run.")

    /// How to print.
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, openmetrics }

    @OptionGroup(title: "Settings") var settings: SettingsOptions

    @Option(
        name: .customLong("format"),
        help: ArgumentHelp(
            "How to print; openmetrics is for node_exporter's textfile collector.",
            valueName: "text|json|openmetrics"))
    private var given = Format.text

    @Flag(help: "The same as --format json.")
    private var json = false

    @Option(
        help: ArgumentHelp(
            "Write to a file instead, which is replaced at once, so that nobody reads half of it.", valueName: "file"),
        completion: .file())
    private var output: String?

    func run() throws {
        let folder = try StateFolder(readable: settings.load())
        let status = try Status(folder)
        let bytes =
            switch json ? .json : given {
            case .text: Array((status.text(Terminal(of: .standardOutput)) + "\n").utf8)
            case .json: try JSONOutput.bytes(of: status)
            case .openmetrics: Array(status.metrics.utf8)
            }
        guard let output else { return try FileBytes.write(bytes, to: .standardOutput) }
        do throws(Errno) {
            try FileBytes.replace(output, with: bytes)
        } catch {
            StandardError.say("copydesk: '\(output)' cannot be written: \(error).")
            throw ExitCode(Sysexits.cannotCreate)
        }
    }
}
