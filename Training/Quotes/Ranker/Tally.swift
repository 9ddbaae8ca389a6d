import Corpora
import Foundation
import Quotes

/// How many speakers are right.
struct Tally {
    /// An attribution with what its confidence is told by.
    struct Decision {
        enum Kind { case marked, report, turn }

        var kind: Kind
        var features: ConfidenceFeatures
        var isRight: Bool
    }

    /// Quotations of one kind.
    struct Count {
        /// Found to its ends and not taken for nobody's.
        var matched = 0
        var right = 0
        /// Those of `matched` that have the right speaker among their candidates.
        var among = 0
        var found = 0
        var gold = 0

        var line: String {
            String(
                format: "right %.3f (%d of %d), among the candidates %.3f, in %d of %d wrong ones, joint F1 %.3f",
                Double(right) / Double(max(1, matched)), right, matched, Double(among) / Double(max(1, matched)),
                among - right, matched - right, 2 * Double(right) / Double(max(1, found + gold)))
        }
    }

    private(set) var marked = Count()
    private(set) var reports = Count()
    /// Those about documents like what desks get.
    private(set) var decisions: [Decision] = []

    init() {}

    init(_ documents: [RankerDocument], weights: RankerTable) {
        for document in documents where document.isScored { add(document, document.decided(weights)) }
    }

    mutating func add(_ document: RankerDocument, _ decided: RankerDocument.Decided) {
        marked.gold += document.speechCount
        reports.gold += document.reportCount
        for (span, quote) in decided.marked {
            if let quote, quote.optional || quote.speakerUnknown { continue }
            if !span.isScare { marked.found += 1 }
            guard let quote, quote.kind != "scare", !span.isScare else { continue }
            marked.matched += 1
            let isRight = quote.names(span.name, entityCount: span.entityCount)
            if isRight { marked.right += 1 }
            if isRight || span.candidates.contains(where: { RankerFit.isRight($0, quote) }) { marked.among += 1 }
            decide(document, .marked, span, isRight)
        }
        for (report, label) in decided.reports {
            guard let label, report.name != nil || report.candidates.contains(where: { !$0.isNobody }) else { continue }
            if report.name != nil { reports.found += 1 }
            guard case .report(let quote, let isExact) = label else {
                decide(document, .report, report, false)
                continue
            }
            let isRight = report.name != nil && quote.names(report.name, entityCount: report.entityCount)
            decide(document, .report, report, isRight)
            guard isExact else { continue }
            reports.matched += 1
            if isRight { reports.right += 1 }
            if report.candidates.contains(where: { !$0.isNobody && RankerFit.isRight($0, quote) }) {
                reports.among += 1
            }
        }
        for (turn, quote) in decided.turns {
            guard let quote, !quote.optional, !quote.speakerUnknown, quote.kind == "turn" else { continue }
            decide(document, .turn, turn, quote.names(turn.name, entityCount: turn.entityCount))
        }
    }

    private mutating func decide(
        _ document: RankerDocument, _ kind: Decision.Kind, _ quotation: AttributionStudy.Quotation, _ isRight: Bool
    ) {
        guard !document.isHard, let features = quotation.confidence else { return }
        decisions.append(Decision(kind: kind, features: features, isRight: isRight))
    }
}

/// Decides each document with weights trained on the others.
struct CrossValidation {
    static let folds = 5
    private(set) var tally = Tally()
    /// All decisions, those about documents that are no part of the figures as well.
    private(set) var lines: [DecisionLine] = []

    init(_ documents: [RankerDocument], from prior: RankerTable, penalty: Double) {
        // One document in two renderings stays in one fold.
        var order = Array(Set(documents.map(\.id))).sorted()
        var state: UInt64 = 20
        for index in order.indices.dropFirst().reversed() {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            order.swapAt(index, Int(state >> 33) % (index + 1))
        }
        for fold in 0..<Self.folds {
            let held = Set(order.enumerated().filter { $0.offset % Self.folds == fold }.map(\.element))
            let weights = RankerFit(documents.filter { !held.contains($0.id) }, from: prior, penalty: penalty).weights
            for document in documents where held.contains(document.id) {
                let decided = document.decided(weights)
                lines += DecisionLine.lines(of: document, decided, fold: fold)
                if document.isScored { tally.add(document, decided) }
            }
        }
    }
}
