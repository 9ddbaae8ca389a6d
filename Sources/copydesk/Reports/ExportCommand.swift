import ArgumentParser
import Exports
import Foundation
import Reporting
import Supervision
import Wire

/// `copydesk export`: reports in the formats of other programs.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Turn reports into what other programs read.",
        usage: "copydesk export --format <form> <report> ... | --all [--to <folder>] [<settings>]",
        discussion: """
            Forms: conll, names by tokens as in CoNLL-2003; brat, text and standoff annotations; csv, a table of all \
            quotations; json-ld, quotations in the words of schema.org; web-annotation, W3C Web Annotations. Several \
            reports follow each other on standard output, JSON as one line each; brat has two files a document and \
            needs --to. What is killed, withheld or under embargo now is left out and named on standard error, unless \
            --include-held is given. The exit status is 65 for a file that is no report, 66 for one that cannot be read, 73 for a \
            file that cannot be written.
            """)

    @Option(
        help: ArgumentHelp("The form.", valueName: ReportExport.allCases.map(\.rawValue).joined(separator: "|")))
    var format: ReportExport

    @Flag(help: "Export what is killed, withheld or under embargo, too.") var includeHeld = false

    @OptionGroup var options: ReportOptions

    func run() async throws {
        let now = Date()
        try await ReportConversion(
            options,
            to: ReportFormat(
                header: format.header, settings: format.settings,
                obstacle: format.isOneFile
                    ? nil : (severalOnly: false, reason: "brat has two files a document: name a folder with --to."),
                objection: { [includeHeld] report in includeHeld ? nil : Self.objection(to: report, at: now) },
                files: { [format] report in format.files(of: report).map { ($0.suffix, $0.bytes) } })
        ).run()
    }

    /// Why a story must not be used at a time, as words behind its name; nil for one that may be.
    ///
    /// Not every form has a place for it, and a kill must never look like a story.
    private static func objection(to report: StoredReport, at now: Date) -> String? {
        guard let wire = report.document.wire else { return nil }
        let status = wire.status == "usable" ? nil : wire.status
        let hold = AnalysisReport.Hold(status: status ?? "", embargo: wire.embargo ?? "").inForce(at: now)
        guard let hold else { return nil }
        let reason = hold.status.isEmpty ? "is under embargo until \(hold.embargo)" : "is \(hold.status)"
        return "\(reason), as its source says, and is left out; --include-held exports it."
    }
}

extension ReportExport: ExpressibleByArgument {}
