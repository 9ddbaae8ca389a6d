import Linguistics
import Reporting

/// What was found in a document, by numbers from 0 in the report's order: a page names its places by these, never by what a
/// report calls them, which may be anything.
struct Findings {
    /// Words that judge an entity.
    struct Judgement {
        /// The target judged, in the report's order.
        let target: Int
        let span: StoredReport.Span
        let isCritical: Bool
        /// Who judges, as a clause: *by Ann Lee*.
        let by: String
        /// Whose words they stand in; nil for the writer's own.
        let quote: Int?
    }

    let report: StoredReport
    let text: UTF8Text
    let judgements: [Judgement]
    /// The mentions of each entity.
    let mentions: [[Int]]
    private let entityNumbers: [String: Int]
    private let quoteNumbers: [String: Int]
    private let tones: [Int: StoredReport.Tone]

    init(_ report: StoredReport) {
        self.report = report
        text = UTF8Text(report.document.text)
        let (entities, quotes) = (Self.numbers(report.entities.map(\.id)), Self.numbers(report.quotes.map(\.id)))
        (entityNumbers, quoteNumbers) = (entities, quotes)
        var mentions = [[Int]](repeating: [], count: report.entities.count)
        for (index, mention) in report.mentions.enumerated() {
            if let entity = entities[mention.entity] { mentions[entity].append(index) }
        }
        self.mentions = mentions
        var tones: [Int: StoredReport.Tone] = [:]
        for tone in report.sentiment?.quotes ?? [] {
            if let quote = quotes[tone.quote] { tones[quote] = tone.tone }
        }
        self.tones = tones
        var judgements: [Judgement] = []
        for (index, target) in (report.sentiment?.targets ?? []).enumerated() {
            for evidence in target.stance?.evidence ?? [] {
                let quote = evidence.quote.flatMap { quotes[$0] }
                let holder = evidence.holder.flatMap { entities[$0] }.map { report.entities[$0].name }
                let speaker = quote.map { report.quotes[$0].speaker?.name ?? "an unnamed speaker" }
                judgements.append(
                    Judgement(
                        target: index, span: evidence.span, isCritical: evidence.label != "supportive",
                        by: (holder ?? speaker).map { "by \($0)" } ?? "in the writer’s words", quote: quote))
            }
        }
        self.judgements = judgements
    }

    /// The first of each: a report with the same identifier twice is nobody's we know, but must not end the program.
    private static func numbers(_ ids: [String]) -> [String: Int] {
        Dictionary(zip(ids, 0...), uniquingKeysWith: { first, _ in first })
    }

    func entity(_ id: String) -> Int? { entityNumbers[id] }
    func quote(_ id: String) -> Int? { quoteNumbers[id] }

    /// The tone of a quote; nil where none was found.
    func tone(ofQuote quote: Int) -> StoredReport.Tone? { tones[quote] }

    /// A span in bytes of the text.
    func range(_ span: StoredReport.Span) -> ByteRange {
        let lower = text.byteOffset(ofCodePoint: span.start)
        return ByteRange(lower, max(lower, text.byteOffset(ofCodePoint: span.end)))
    }
}

extension StoredReport.EntityType {
    /// What several of them are called.
    var plural: String {
        switch self {
        case .person: "People"
        case .organization: "Organisations"
        case .location: "Places"
        case .miscellaneous: "Others"
        }
    }

    /// The class of an element that names one.
    var className: String {
        switch self {
        case .person: "per"
        case .organization: "org"
        case .location: "loc"
        case .miscellaneous: "misc"
        }
    }
}
