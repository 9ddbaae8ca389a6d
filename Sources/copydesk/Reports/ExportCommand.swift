import ArgumentParser
import Exports
import Reporting

/// `copydesk export`: reports in the formats of other programs.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Turn reports into what other programs read.",
        usage: "copydesk export --format <form> <report> ... | --all [--to <folder>] [<settings>]",
        discussion: """
            Forms: conll, names by tokens as in CoNLL-2003; brat, text and standoff annotations; csv, a table of all \
            quotations; json-ld, quotations in the words of schema.org; web-annotation, W3C Web Annotations. Several \
            reports follow each other on standard output, JSON as one line each; brat has two files a document and \
            needs --to. The exit status is 65 for a file that is no report, 66 for one that cannot be read, 73 for a \
            file that cannot be written.
            """)

    @Option(
        help: ArgumentHelp("The form.", valueName: ReportExport.allCases.map(\.rawValue).joined(separator: "|")))
    var format: ReportExport

    @OptionGroup var options: ReportOptions

    func run() async throws {
        try await ReportConversion(
            options,
            to: ReportFormat(
                header: format.header, settings: format.settings,
                obstacle: format.isOneFile
                    ? nil : (severalOnly: false, reason: "brat has two files a document: name a folder with --to."),
                files: { [format] report in format.files(of: report).map { ($0.suffix, $0.bytes) } })
        ).run()
    }
}

extension ReportExport: ExpressibleByArgument {}
