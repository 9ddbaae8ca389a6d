import Foundation
import Quotes

/// Fits the confidence of attributions by logistic regression.
struct ConfidenceFit {
    private(set) var weights = SIMD16<Float>(repeating: 0)
    /// What is taken off the log-odds: the rules were made on the very documents that the confidence is fitted on, and on held-out
    /// passages the odds of being right were about half of those on these.
    private static let optimism: Float = 0.65
    private let decisions: [Tally.Decision]

    init(_ decisions: [Tally.Decision]) {
        self.decisions = decisions
        weights = Self.fit(decisions)
        weights[0] -= Self.optimism
    }

    private static func fit(_ decisions: [Tally.Decision]) -> SIMD16<Float> {
        var weights = SIMD16<Float>(repeating: 0)
        weights[1] = 0.5
        for step in 0..<4000 {
            var gradient = weights * 2
            gradient[0] = 0
            for decision in decisions {
                let odds = (weights * decision.features.values).sum()
                gradient +=
                    decision.features.values * (1 / (1 + Float(exp(Double(-odds)))) - (decision.isRight ? 1 : 0))
            }
            weights -= gradient * (0.004 / (1 + Float(step) / 1000))
        }
        return weights
    }

    /// How often attributions of each confidence are right, fitted on the others in five parts.
    var table: String {
        var bins = [(right: Int, total: Int)](repeating: (0, 0), count: 10)
        for part in 0..<5 {
            var weights = Self.fit(decisions.enumerated().filter { $0.offset % 5 != part }.map(\.element))
            weights[0] -= Self.optimism
            for (offset, decision) in decisions.enumerated() where offset % 5 == part {
                let odds = (weights * decision.features.values).sum()
                let bin = min(9, Int(10 / (1 + exp(Double(-odds)))))
                bins[bin].total += 1
                if decision.isRight { bins[bin].right += 1 }
            }
        }
        return bins.enumerated().filter { $0.element.total > 0 }.map {
            String(
                format: "  %.1f–%.1f: %.3f right of %d", Double($0.offset) / 10, Double($0.offset + 1) / 10,
                Double($0.element.right) / Double($0.element.total), $0.element.total)
        }.joined(separator: "\n")
    }
}

/// The weights as Swift.
enum WeightsFile {
    static func text(_ weights: RankerWeights, _ confidence: SIMD16<Float>) -> String {
        var lines = [
            "// Written by `train-quote-ranker`; docs/MODELS.md says how.", "", "extension RankerWeights {",
            "    /// Learnt from annotated news, kept near the hand-set ones.",
            "    package static let trained = RankerWeights([",
        ]
        for feature in RankerFeature.allCases where abs(weights[feature]) >= 0.005 {
            lines.append(String(format: "        .%@: %.2f,", "\(feature)", Double(weights[feature])))
        }
        lines += [
            "    ])", "}", "", "/// What the features of `ConfidenceFeatures` are worth, in their order.",
            "enum ConfidenceWeights {",
        ]
        let values = confidence.indices.map { String(format: "%.2f", Double(confidence[$0])) }
        lines += [
            "    static let values = SIMD16<Float>(",
            "        " + values.prefix(8).joined(separator: ", ") + ",",
            "        " + values.suffix(8).joined(separator: ", ") + ")", "}", "",
        ]
        return lines.joined(separator: "\n")
    }
}
