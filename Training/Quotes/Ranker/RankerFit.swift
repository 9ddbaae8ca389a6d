import Corpora
import Foundation
import Quotes

/// Fits the ranker: the log-likelihood of the right candidates, pulled toward the hand-set weights by a quadratic penalty.
///
/// What a span's candidates are depends on the decisions before it; so the second round decides the documents anew, with the
/// weights of the first. Adam over the whole data, its steps averaged; nothing is random.
struct RankerFit {
    private struct Example {
        var candidates: [SIMD64<Float>]
        var isRight: [Bool]
        var weight: Double
    }

    private static let rounds = 2
    private static let steps = 150
    private(set) var weights = HandSetWeights.ranker

    init(_ documents: [RankerDocument], penalty: Double) {
        for _ in 0..<Self.rounds {
            var examples: [Example] = []
            for document in documents {
                for (span, gold) in document.spans(weights) {
                    guard let gold, gold.kind != "scare", !gold.optional, !gold.speakerUnknown else { continue }
                    let isRight = span.candidates.map { Self.isRight($0, gold) }
                    guard isRight.contains(true), isRight.contains(false) else { continue }
                    examples.append(
                        Example(
                            candidates: span.candidates.map(\.features.values), isRight: isRight,
                            weight: document.weight))
                }
            }
            weights = Self.fit(examples, penalty: penalty)
        }
    }

    /// Whether a candidate is the gold's speaker; where the gold has none, whether it is nobody.
    static func isRight(_ candidate: AttributionStudy.Candidate, _ gold: QuoteGold.Quote) -> Bool {
        if candidate.isNobody { return gold.speakers.isEmpty && gold.speaker == nil }
        return candidate.name != nil && gold.names(candidate.name, entityCount: candidate.entityCount)
    }

    private static func fit(_ examples: [Example], penalty: Double) -> RankerWeights {
        let prior = HandSetWeights.ranker.values
        var weights = prior
        var mean = SIMD64<Float>(repeating: 0)
        var square = SIMD64<Float>(repeating: 0)
        var sum = SIMD64<Float>(repeating: 0)
        for step in 1...steps {
            var gradient = (weights - prior) * Float(penalty)
            for example in examples { gradient += Self.gradient(example, weights) }
            mean = mean * 0.9 + gradient * 0.1
            square = square * 0.99 + gradient * gradient * 0.01
            let first = mean / Float(1 - pow(0.9, Double(step)))
            let second = square / Float(1 - pow(0.99, Double(step)))
            weights -= first / (second.squareRoot() + 1e-4) * 0.03
            if step > steps / 2 { sum += weights }
        }
        return RankerWeights(values: sum / Float(steps - steps / 2))
    }

    private static func gradient(_ example: Example, _ weights: SIMD64<Float>) -> SIMD64<Float> {
        let scores = example.candidates.map { (weights * $0).sum() }
        let top = scores.max() ?? 0
        let odds = scores.map { Float(exp(Double($0 - top))) }
        let all = odds.reduce(0, +)
        let right = zip(odds, example.isRight).reduce(Float(0)) { $0 + ($1.1 ? $1.0 : 0) }
        var gradient = SIMD64<Float>(repeating: 0)
        for (place, features) in example.candidates.enumerated() {
            let wanted = example.isRight[place] ? odds[place] / max(right, 1e-9) : 0
            gradient += features * (odds[place] / all - wanted)
        }
        return gradient * Float(example.weight)
    }
}
