package import Linguistics

/// A report with what pages and exports look up in it: its entities and quotes by number, and places in bytes of its text.
package struct IndexedReport: Sendable {
    package let report: StoredReport
    package let text: UTF8Text
    private let entityNumbers: [String: Int]
    private let quoteNumbers: [String: Int]
    private let tones: [Int: StoredReport.Tone]

    package init(_ report: StoredReport) {
        self.report = report
        text = UTF8Text(report.document.text)
        entityNumbers = Self.numbers(report.entities.map(\.id))
        quoteNumbers = Self.numbers(report.quotes.map(\.id))
        var tones: [Int: StoredReport.Tone] = [:]
        for tone in report.sentiment?.quotes ?? [] {
            if let quote = quoteNumbers[tone.quote] { tones[quote] = tone.tone }
        }
        self.tones = tones
    }

    /// The first of each: a report with the same identifier twice is nobody's we know, but must not end the program.
    private static func numbers(_ ids: [String]) -> [String: Int] {
        Dictionary(zip(ids, 0...), uniquingKeysWith: { first, _ in first })
    }

    /// The place of an entity in the report's list, from 0; nil where it has none of that identifier.
    package func entity(_ id: String) -> Int? { entityNumbers[id] }

    /// The place of a quote in the report's list, from 0; nil where it has none of that identifier.
    package func quote(_ id: String) -> Int? { quoteNumbers[id] }

    /// The tone of a quote, by its place in the list; nil where none was found.
    package func tone(ofQuote quote: Int) -> StoredReport.Tone? { tones[quote] }

    /// A span in bytes of the text.
    package func range(_ span: StoredReport.Span) -> ByteRange {
        let lower = text.byteOffset(ofCodePoint: span.start)
        return ByteRange(lower, max(lower, text.byteOffset(ofCodePoint: span.end)))
    }
}
