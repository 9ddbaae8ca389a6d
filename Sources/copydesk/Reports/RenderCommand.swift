import ArgumentParser
import Rendering

/// `copydesk render`: reports as pages for people.
struct RenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Turn reports into pages to read and print.",
        usage: "copydesk render <report> ... | --all [--to <folder>] [<settings>]",
        discussion: """
            A page is one HTML file without script that loads nothing: the text with quotations, names and judgements \
            marked in place, and beside it who said what, who judges whom, and who and what is named, each with a \
            link to its place. A single report's page is printed; with --to each goes into a file, as \
            folder/a/story.txt.html. The exit status is 65 for a file that is no report, 66 for one that cannot be read, \
            73 for a page that cannot be written.
            """)

    @OptionGroup var options: ReportOptions

    func run() async throws {
        let format = ReportFormat(
            obstacle: (severalOnly: true, reason: "A page is a file of its own: name a folder for several with --to."),
            files: { [(".html", ReportPage($0).html())] })
        try await ReportConversion(options, to: format).run()
    }
}
