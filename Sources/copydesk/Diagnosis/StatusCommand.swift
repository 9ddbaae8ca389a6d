import ArgumentParser
import OrderedJSON
import SystemPackage

/// `copydesk status`: how the daemon is and what waits.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show how the daemon is, what waits and what failed.",
        usage: "copydesk status [--format <text|json|openmetrics>] [--output <file>] [<settings>]",
        discussion: """
            Reads the folders and the daemon's status file; the daemon need not run. The exit status is 0 when a daemon \
            works on the folders, 3 when none does, 66 where there are no such folders; with --output it is 0 once the \
            file is written.
            """)

    /// The exit status when no daemon works, as of `systemctl status` (LSB's for a program that is not running).
    private static let notRunning: Int32 = 3

    /// How to print.
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, openmetrics }

    @OptionGroup(title: "Where the daemon works") var settings: PlaceOptions

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
        let folder = try StateFolder(existing: settings.load(), with: [.daemon, .claims, .failures])
        let status = Status(folder)
        let bytes =
            switch json ? .json : given {
            case .text:
                Array((status.text(Terminal(of: .standardOutput), asking: folder.settings.invocation) + "\n").utf8)
            case .json: try AnswerJSON.bytes(of: status)
            case .openmetrics: Array(status.metrics.utf8)
            }
        guard let output else {
            try FileBytes.write(bytes, to: .standardOutput)
            if !status.isRunning { throw ExitCode(Self.notRunning) }
            return
        }
        do throws(Errno) {
            try FileBytes.replace(output, with: bytes)
        } catch {
            StandardError.say("copydesk: '\(output)' cannot be written: \(error).")
            throw ExitCode(Sysexits.cannotCreate)
        }
    }
}
