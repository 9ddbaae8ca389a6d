import ArgumentParser
import Spool
import SystemPackage

/// `copydesk why`: what became of one document.
struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Say what became of a document.",
        usage: "copydesk why <file> [<settings>]",
        discussion: """
            A document is named by its path, under the inbox or whole, by its file name alone, by its report's path, \
            or by its SHA-256, of which eight digits are enough; what other commands print for a path is understood, \
            `\\xNN` included. 'feed.xml' stands for all documents in that file, 'feed.xml#2' for the second. Reads the folders; the daemon need not run. The exit status is 66 where nothing is known of \
            it, 77 where that cannot be known for folders that you may not read.
            """)

    @OptionGroup(title: "Where the daemon works") var settings: PlaceOptions

    @Argument(help: ArgumentHelp("A path, a name or a SHA-256.", valueName: "file"), completion: .file())
    var file: String

    func run() throws {
        let traces = DocumentTraces(StateFolder(settings: try settings.load()))
        let terminal = Terminal(of: .standardOutput)
        let (fates, closed) = try traces.fates(of: file)
        for fate in fates {
            print(terminal.styled(fate.path, .bold) + "  " + terminal.styled(fate.state, fate.style))
            for line in fate.details { print(terminal.wrapped(line, indent: 4)) }
            // Unwrapped: it is there to be copied.
            if let command = fate.command { print("    " + terminal.styled(command, .cyan)) }
        }
        // What is known is said all the same; that more may be known is, too.
        if let place = traces.mostTelling(of: closed) {
            guard !fates.isEmpty else { throw StateFolder.refusal(of: place) }
            print(terminal.wrapped("There may be more to know: \(StateFolder.advice(on: place))", indent: 4))
        }
        guard fates.isEmpty else { return }
        print("Nothing is known of '\(FilePath(printed: file).printable)'.")
        print(
            terminal.wrapped(
                "It is not in the inbox '\(traces.folder.inbox.printable)', not claimed, not in failed/, and no report in the "
                    + "outbox is of it.", indent: 4))
        throw ExitCode(Sysexits.noInput)
    }
}

/// What became of a document, for people.
struct DocumentFate {
    /// Its path under the inbox, printable.
    var path: String
    /// A few words: `waits`, `failed`.
    var state: String
    var style: Terminal.Style
    var details: [String] = []
    /// A command to paste.
    var command: String?
}
