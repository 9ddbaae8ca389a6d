import Foundation
import Quotes

/// Fits the confidence of attributions of all kinds by logistic regression.
struct ConfidenceFit {
    private(set) var weights: ConfidenceWeights
    private let decisions: [Tally.Decision]

    init(_ decisions: [Tally.Decision]) {
        self.decisions = decisions
        weights = Self.fit(decisions)
    }

    private static func fit(_ decisions: [Tally.Decision]) -> ConfidenceWeights {
        let features = ConfidenceFeature.allCases.filter { $0 != .scareLogOdds }
        var weights = ConfidenceWeights()
        weights[.logOdds] = 0.5
        weights[.reportLogOdds] = 0.5
        for step in 0..<4000 {
            var gradient = features.map { $0 == .bias ? 0 : Double(weights[$0]) * 2 }
            for decision in decisions {
                let share = 1 / (1 + exp(-Double(weights.sum(decision.features)))) - (decision.isRight ? 1 : 0)
                for (place, feature) in features.enumerated() {
                    gradient[place] += share * Double(decision.features[feature])
                }
            }
            let rate = 0.002 / (1 + Double(step) / 1000)
            for (place, feature) in features.enumerated() { weights[feature] -= Float(gradient[place] * rate) }
        }
        weights[.scareLogOdds] = 1
        return weights
    }

    /// How often attributions of each confidence are right, fitted on the others in five parts.
    var table: String {
        let parts = (0..<5).map { part in
            Self.fit(decisions.enumerated().filter { $0.offset % 5 != part }.map(\.element))
        }
        return [("marked words", Tally.Decision.Kind.marked), ("reports", .report), ("turns", .turn)].map {
            name, kind in
            var bins = [(right: Int, total: Int)](repeating: (0, 0), count: 10)
            for (offset, decision) in decisions.enumerated() where decision.kind == kind {
                let bin = min(9, Int(10 / (1 + exp(-Double(parts[offset % 5].sum(decision.features))))))
                bins[bin].total += 1
                if decision.isRight { bins[bin].right += 1 }
            }
            let lines = bins.enumerated().filter { $0.element.total > 0 }.map {
                String(
                    format: "  %.1f–%.1f: %.3f right of %d", Double($0.offset) / 10, Double($0.offset + 1) / 10,
                    Double($0.element.right) / Double($0.element.total), $0.element.total)
            }
            return ([name] + lines).joined(separator: "\n")
        }.joined(separator: "\n")
    }
}

/// Tables as text.
enum TableFile {
    private static let head = "# Written by `train-quote-ranker`; docs/MODELS.md says how.\n"

    static func text(_ table: RankerTable) -> String {
        head
            + RankerFeature.allCases.filter { max(abs(table.marked[$0]), abs(table.reported[$0])) >= 0.005 }.map {
                String(format: "%@\t%.2f\t%.2f\n", $0.stringValue, Double(table.marked[$0]), Double(table.reported[$0]))
            }.joined()
    }

    static func text(_ weights: ConfidenceWeights) -> String {
        head
            + ConfidenceFeature.allCases.map { String(format: "%@\t%.2f\n", $0.stringValue, Double(weights[$0])) }
            .joined()
    }
}
