import Discourse
/// How sure an attribution is: logistic regression over the ranker's log-odds and over how the speaker is named.
enum Confidence {
    /// The probability that the speaker of a marked span is the right one, in hundredths.
    static func marked(_ decision: Attribution.Decision, _ span: MarkedSpan) -> Double {
        guard let source = decision.source else { return decision.isScare ? rounded(Double(decision.logOdds)) : 0.5 }
        let features = ConfidenceFeatures(decision, source, span)
        return rounded(Double((ConfidenceWeights.values * features.values).sum()))
    }

    /// The same for a report without marks.
    static func indirect(_ report: IndirectSpeech.Report) -> Double {
        var logit = 0.2 + 1.6 * Double(report.confidence)
        if report.source.isPronoun { logit -= 0.5 }
        if report.source.entities.isEmpty { logit -= 0.3 }
        return rounded(logit)
    }

    private static func rounded(_ logit: Double) -> Double { (1 / (1 + exp(-logit)) * 100).rounded() / 100 }

    /// e to a power, by a series on the fraction; the platform's library may differ in the last digit.
    static func exp(_ value: Double) -> Double {
        let scaled = max(-20, min(20, value)) / 64
        var term = 1.0
        var sum = 1.0
        for step in 1...8 {
            term *= scaled / Double(step)
            sum += term
        }
        for _ in 0..<6 { sum *= sum }
        return sum
    }

    /// The natural logarithm of a positive number, by Newton's method on `exp`.
    static func log(_ value: Double) -> Double {
        var guess = 0.0
        for _ in 0..<24 { guess += 2 * (value - exp(guess)) / (value + exp(guess)) }
        return guess
    }
}

/// What an attribution's confidence is told by.
package struct ConfidenceFeatures: Sendable {
    /// What the trainer prints of each number; no words that a text is searched for.
    package static let names = [
        "bias", "log-odds", "touching cue", "carried over", "pronoun", "description taken up", "unnamed person",
        "unnamed body", "other words", "name not recognised", "repaired marks", "inside other words",
        "carried over a paragraph's end",
    ]
    package private(set) var values = SIMD16<Float>(repeating: 0)

    init(_ decision: Attribution.Decision, _ source: Source, _ span: MarkedSpan) {
        func set(_ place: Int, _ isSet: Bool) { values[place] = isSet ? 1 : 0 }
        values[0] = 1
        values[1] = min(decision.logOdds, 6)
        set(2, decision.isAdjacent)
        set(3, decision.isCarried)
        set(4, source.isPronoun)
        set(5, source.isDescribed)
        set(6, source.kind == .describedPerson && !source.isPronoun)
        set(7, source.kind == .describedBody && !source.isPronoun)
        set(8, source.kind == .description && !source.isPronoun)
        set(9, source.isUnrecognisedPerson)
        set(10, span.isRepaired)
        set(11, decision.isNested)
        set(12, decision.isCarriedOver)
    }
}
