import AnalyzerKit
import Corpora
import Entities
import Linguistics
import Quotes
import References

/// A document with its gold, its names found.
struct RankerDocument {
    /// What of a document is labelled.
    enum Labels { case all, marks, turns }

    /// What a proposed report is.
    enum Report {
        /// Nothing that the gold has, not even in part.
        case nobody
        /// A report of the gold, found to its ends or by half at least.
        case report(QuoteGold.Quote, isExact: Bool)
    }

    let id: String
    let document: Document
    let references: References.Findings
    private let marked: [Range<Int>: QuoteGold.Quote]
    private let turns: [Range<Int>: QuoteGold.Quote]
    private let reports: [QuoteGold.Quote]
    private let labels: Labels
    /// How much it counts in training; 0 for nothing.
    let weight: Double
    /// Whether it is part of the figures.
    let isScored: Bool
    /// Whether it was made to be harder than what desks get, so that the confidence isn't fitted on it.
    let isHard: Bool
    /// The marked quotations that somebody said.
    let speechCount: Int
    /// The reports that count.
    let reportCount: Int

    init(
        _ gold: QuoteGold, _ recogniser: Entities, _ reading: ReadingDepth, weight: Double, labels: Labels = .all,
        isHard: Bool = false
    ) throws {
        id = gold.id
        document = Document(UTF8Text(gold.text))
        references = References().findings(
            in: document, try recogniser.analyze(document, in: AnalysisContext(for: Entities.self, reading: reading)))
        self.weight = labels == .turns ? 0 : weight
        self.labels = labels
        self.isHard = isHard
        isScored = weight == 1
        let text = Array(gold.text.unicodeScalars)
        var places: [Range<Int>: QuoteGold.Quote] = [:]
        var turns: [Range<Int>: QuoteGold.Quote] = [:]
        for quote in gold.quotes {
            let place = QuoteGold.trimmed(quote.start..<quote.end, in: text)
            switch quote.kind {
            case "indirect": break
            case "turn": turns[place] = quote
            default: places[place] = quote
            }
        }
        marked = labels == .turns ? [:] : places
        self.turns = turns
        reports = labels == .all ? gold.quotes.filter { $0.kind == "indirect" } : []
        speechCount = marked.values.count { $0.kind != "scare" && !$0.optional && !$0.speakerUnknown }
        reportCount = reports.count { !$0.optional && !$0.speakerUnknown }
    }

    /// Quotations decided with some weights, each with its gold.
    struct Decided {
        var marked: [(AttributionStudy.Quotation, gold: QuoteGold.Quote?)]
        /// Proposed reports; those that the gold says nothing of have no label.
        var reports: [(AttributionStudy.Quotation, label: Report?)]
        var turns: [(AttributionStudy.Quotation, gold: QuoteGold.Quote?)]
    }

    /// The document decided with some weights.
    func decided(_ weights: RankerTable) -> Decided {
        let text = Array(document.text.string(in: ByteRange(0, Int32(document.text.bytes.count))).unicodeScalars)
        let found = AttributionStudy.quotations(in: document, references, weights: weights)
        return Decided(
            marked: labels == .turns ? [] : found.marked.map { ($0, marked[QuoteGold.trimmed($0.range, in: text)]) },
            reports: labels == .all ? found.reports.map { ($0, label($0.range)) } : [],
            turns: found.turns.map { ($0, turns[QuoteGold.trimmed($0.range, in: text)]) })
    }

    private func label(_ range: Range<Int>) -> Report? {
        var best: (quote: QuoteGold.Quote, overlap: Double)?
        for quote in reports {
            let common = min(quote.end, range.upperBound) - max(quote.start, range.lowerBound)
            guard common > 0 else { continue }
            let union = max(quote.end, range.upperBound) - min(quote.start, range.lowerBound)
            let overlap = Double(common) / Double(union)
            if overlap > best?.overlap ?? 0 { best = (quote, overlap) }
        }
        guard let best else { return .nobody }
        guard !best.quote.optional, !best.quote.speakerUnknown, best.overlap >= 0.5 else { return nil }
        return .report(best.quote, isExact: best.overlap >= 0.8)
    }
}
