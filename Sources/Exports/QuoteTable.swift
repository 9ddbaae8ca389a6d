import Reporting

/// The quotes of a report as a table (RFC 4180): a row for each, fields in quotation marks where they need them, lines that end in
/// CR and LF, UTF-8.
enum QuoteTable {
    // New ones go to the end: readers may go by number.
    private static let columns = [
        "document", "title", "publisher", "published", "quote", "kind", "speaker", "speakerType", "text", "cue",
        "start", "end",
        "within", "continues", "confidence", "tone", "score", "sha256",
        "status", "embargo",
    ]

    /// The names of the columns.
    static let header = row(columns)

    /// The rows of a report, without the names of the columns.
    static func rows(of document: IndexedReport) -> [UInt8] {
        let source = document.report.document
        var output: [UInt8] = []
        for (index, quote) in document.report.quotes.enumerated() {
            let tone = document.tone(ofQuote: index)
            let types = (quote.speaker?.entities ?? []).compactMap { document.entity($0) }
                .map { document.report.entities[$0].type.rawValue }
            output += row([
                source.path, source.title ?? "", source.publisher ?? "", source.published ?? "", quote.id,
                quote.kind.rawValue, quote.speaker?.name ?? "", types.joined(separator: " "), quote.text,
                quote.cue?.text ?? "", "\(quote.span.start)", "\(quote.span.end)", quote.within ?? "",
                quote.continues ?? "", "\(quote.confidence)", tone?.label.rawValue ?? "",
                tone.map { "\($0.score)" } ?? "", source.sha256,
                source.wire?.status ?? "", source.wire?.embargo ?? "",
            ])
        }
        return output
    }

    private static func row(_ fields: [String]) -> [UInt8] {
        Array(fields.map(field).joined(separator: ",").utf8) + [0x0D, 0x0A]
    }

    private static func field(_ text: String) -> String {
        guard text.utf8.contains(where: { [0x22, 0x2C, 0x0D, 0x0A].contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
