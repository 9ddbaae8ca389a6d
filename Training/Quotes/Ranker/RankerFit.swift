import Corpora
import Foundation
import Quotes

/// Fits the ranker: the log-likelihood of the right candidates, pulled toward the hand-set weights by a quadratic
/// penalty.
///
/// What a quotation's candidates are depends on the decisions before it; so the second round decides the documents
/// anew, with the weights of the first. Adam over the whole data, its steps averaged; nothing is random.
struct RankerFit {
    private struct Example {
        var candidates: [[(feature: RankerFeature, value: Float)]]
        var isRight: [Bool]
        var weight: Double

        /// Nothing where no candidate is right, or none is wrong.
        init?(_ candidates: [AttributionStudy.Candidate], weight: Double, isRight: (AttributionStudy.Candidate) -> Bool)
        {
            self.isRight = candidates.map(isRight)
            guard self.isRight.contains(true), self.isRight.contains(false) else { return nil }
            self.candidates = candidates.map(\.features.values)
            self.weight = weight
        }
    }

    private static let rounds = 2
    private static let steps = 150
    private(set) var weights: RankerTable

    init(_ documents: [RankerDocument], from prior: RankerTable, penalty: Double) {
        weights = prior
        for _ in 0..<Self.rounds {
            var marked: [Example] = []
            var reports: [Example] = []
            for document in documents where document.weight > 0 {
                let decided = document.decided(weights)
                for (span, gold) in decided.marked {
                    guard let gold, !gold.optional, !gold.speakerUnknown else { continue }
                    Example(span.candidates, weight: document.weight) { Self.isRight($0, gold) }.map {
                        marked.append($0)
                    }
                }
                for (report, label) in decided.reports {
                    switch label {
                    case .none: break
                    case .nobody?:
                        Example(report.candidates, weight: document.weight) { $0.isNobody }.map { reports.append($0) }
                    case .report(let gold, _)?:
                        Example(report.candidates, weight: document.weight) { !$0.isNobody && Self.isRight($0, gold) }
                            .map { reports.append($0) }
                    }
                }
            }
            weights = RankerTable(
                marked: Self.fit(marked, from: prior.marked, penalty: penalty),
                reported: Self.fit(reports, from: prior.reported, penalty: penalty))
        }
    }

    /// Whether a candidate is the gold's speaker; where the gold has none, whether it is nobody.
    static func isRight(_ candidate: AttributionStudy.Candidate, _ gold: QuoteGold.Quote) -> Bool {
        if candidate.isNobody { return gold.speakers.isEmpty && gold.speaker == nil }
        return candidate.name != nil && gold.names(candidate.name, entityCount: candidate.entityCount)
    }

    private static func fit(_ examples: [Example], from prior: RankerWeights, penalty: Double) -> RankerWeights {
        let features = RankerFeature.allCases
        var weights = prior
        var mean = [Double](repeating: 0, count: features.count)
        var square = mean
        var sum = mean
        for step in 1...steps {
            var gradient = features.map { Double(weights[$0] - prior[$0]) * penalty }
            for example in examples { add(example, weights, to: &gradient) }
            for (place, feature) in features.enumerated() {
                mean[place] = mean[place] * 0.9 + gradient[place] * 0.1
                square[place] = square[place] * 0.99 + gradient[place] * gradient[place] * 0.01
                let first = mean[place] / (1 - pow(0.9, Double(step)))
                let second = square[place] / (1 - pow(0.99, Double(step)))
                weights[feature] -= Float(first / (second.squareRoot() + 1e-4) * 0.03)
                if step > steps / 2 { sum[place] += Double(weights[feature]) }
            }
        }
        for (place, feature) in features.enumerated() {
            weights[feature] = Float(sum[place] / Double(steps - steps / 2))
        }
        return weights
    }

    private static func add(_ example: Example, _ weights: RankerWeights, to gradient: inout [Double]) {
        let scores = example.candidates.map { $0.reduce(0.0) { $0 + Double(weights[$1.feature] * $1.value) } }
        let top = scores.max() ?? 0
        let odds = scores.map { exp($0 - top) }
        let all = odds.reduce(0, +)
        let right = zip(odds, example.isRight).reduce(0.0) { $0 + ($1.1 ? $1.0 : 0) }
        for (place, features) in example.candidates.enumerated() {
            let wanted = example.isRight[place] ? odds[place] / max(right, 1e-9) : 0
            let share = (odds[place] / all - wanted) * example.weight
            for (feature, value) in features { gradient[feature.rawValue] += share * Double(value) }
        }
    }
}
