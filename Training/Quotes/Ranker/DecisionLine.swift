import Corpora
import Foundation
import Quotes

/// A decision with all that it was made by, a line of JSON: whose errors are looked at, and what other models of the ranker
/// are tried on.
struct DecisionLine: Encodable {
    struct Candidate: Encodable {
        var name: String?
        /// Code points, the end exclusive.
        var words: [Int]?
        var cue: [Int]?
        var isNobody: Bool
        var isRight: Bool
        /// By their names; those that are not here are 0.
        var features: [String: Float]
    }

    var document: String
    var fold: Int
    /// How much it counts in training; only those that count whole are part of the figures.
    var weight: Double
    /// `marked` or `report`.
    var kind: String
    var start: Int
    var end: Int
    /// What the gold calls it, `nil` for nothing of its.
    var goldKind: String?
    var speakers: [String]
    var speaker: String?
    /// Whether it is one that counts, found to its ends.
    var isMatched: Bool
    /// The speaker decided on.
    var name: String?
    var isScare: Bool
    var isRight: Bool
    var candidates: [Candidate]

    private init(
        _ document: RankerDocument, fold: Int, kind: String, _ found: AttributionStudy.Quotation,
        _ gold: QuoteGold.Quote?, isMatched: Bool
    ) {
        self.document = document.id
        self.fold = fold
        weight = document.weight
        self.kind = kind
        start = found.range.lowerBound
        end = found.range.upperBound
        goldKind = gold?.kind
        speakers = gold?.speakers ?? []
        speaker = gold?.speaker
        self.isMatched = isMatched
        name = found.name
        isScare = found.isScare
        isRight = gold?.names(found.name, entityCount: found.entityCount) ?? (found.name == nil)
        candidates = found.candidates.map { candidate in
            Candidate(
                name: candidate.name, words: candidate.words.map { [$0.lowerBound, $0.upperBound] },
                cue: candidate.cue.map { [$0.lowerBound, $0.upperBound] }, isNobody: candidate.isNobody,
                isRight: gold.map { RankerFit.isRight(candidate, $0) } ?? candidate.isNobody,
                features: Dictionary(
                    uniqueKeysWithValues: candidate.features.values.map { ($0.feature.stringValue, $0.value) }))
        }
    }

    /// The decisions of a document that have a label.
    static func lines(of document: RankerDocument, _ decided: RankerDocument.Decided, fold: Int) -> [DecisionLine] {
        guard document.weight > 0 else { return [] }
        let marked = decided.marked.compactMap { found, gold -> DecisionLine? in
            guard let gold, !gold.optional, !gold.speakerUnknown else { return nil }
            return DecisionLine(
                document, fold: fold, kind: "marked", found, gold, isMatched: gold.kind != "scare" && !found.isScare)
        }
        let reports = decided.reports.compactMap { found, label -> DecisionLine? in
            switch label {
            case .none: nil
            case .nobody?: DecisionLine(document, fold: fold, kind: "report", found, nil, isMatched: false)
            case .report(let gold, let isExact)?:
                DecisionLine(document, fold: fold, kind: "report", found, gold, isMatched: isExact)
            }
        }
        return marked + reports
    }

    /// Writes decisions, one a line.
    static func write(_ lines: [DecisionLine], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var data = Data()
        for line in lines { data += try encoder.encode(line) + [0x0A] }
        try data.write(to: URL(fileURLWithPath: path))
    }
}
