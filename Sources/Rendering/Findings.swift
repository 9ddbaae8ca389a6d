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

    /// What is looked up in the report.
    let index: IndexedReport
    let judgements: [Judgement]
    /// The mentions of each entity.
    let mentions: [[Int]]

    init(_ report: StoredReport) {
        let index = IndexedReport(report)
        self.index = index
        var mentions = [[Int]](repeating: [], count: report.entities.count)
        for (number, mention) in report.mentions.enumerated() {
            if let entity = index.entity(mention.entity) { mentions[entity].append(number) }
        }
        self.mentions = mentions
        var judgements: [Judgement] = []
        for (number, target) in (report.sentiment?.targets ?? []).enumerated() {
            for evidence in target.stance?.evidence ?? [] {
                let quote = evidence.quote.flatMap(index.quote)
                let holder = evidence.holder.flatMap(index.entity).map { report.entities[$0].name }
                let speaker = quote.map { report.quotes[$0].speaker?.name ?? "an unnamed speaker" }
                judgements.append(
                    Judgement(
                        target: number, span: evidence.span, isCritical: evidence.label != "supportive",
                        by: (holder ?? speaker).map { "by \($0)" } ?? "in the writer’s words", quote: quote))
            }
        }
        self.judgements = judgements
    }

    var report: StoredReport { index.report }
    var text: UTF8Text { index.text }
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
