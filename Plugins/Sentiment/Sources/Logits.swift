/// How strongly a text speaks against, neither, and for somebody, before these become probabilities.
struct Logits {
    var against: Float = 0
    var neither: Float = 0
    var toward: Float = 0

    /// The sum of what two models say.
    static func + (one: Logits, other: Logits) -> Logits {
        Logits(
            against: one.against + other.against, neither: one.neither + other.neither,
            toward: one.toward + other.toward)
    }

    /// What two models say, the second by its share.
    static func blend(_ one: Logits, _ other: Logits, share: Float) -> Logits {
        func mean(_ a: Float, _ b: Float) -> Float { (1 - share) * a + share * b }
        return Logits(
            against: mean(one.against, other.against), neither: mean(one.neither, other.neither),
            toward: mean(one.toward, other.toward))
    }

    /// The mean of the labels, −1, 0 and 1, under the probabilities, and how far the likeliest label's probability is
    /// from a guess's: 0 for a third, 1 for certainty.
    var meanAndCertainty: (mean: Float, certainty: Float) {
        let highest = max(against, neither, toward)
        let shares = (Self.power(against - highest), Self.power(neither - highest), Self.power(toward - highest))
        let total = shares.0 + shares.1 + shares.2
        return ((shares.2 - shares.0) / total, 1.5 / total - 0.5)
    }

    /// A score moved so that its label is the likeliest.
    func labelled(_ score: Float) -> Float {
        if neither >= max(against, toward) { return Self.neutral(score) }
        return against > toward ? min(score, -Self.polar) : max(score, Self.polar)
    }

    /// The nearest score that is neutral.
    static func neutral(_ score: Float) -> Float { max(-neutral, min(neutral, score)) }

    private static let neutral: Float = 0.15
    /// The smallest score of thousandths that is not neutral.
    private static let polar: Float = 0.151

    /// e to a number that is not positive, by arithmetic that is the same everywhere: (1 + x/1024) to the 1024th.
    static func power(_ exponent: Float) -> Float {
        guard exponent > -20 else { return 0 }
        var value = 1 + Double(exponent) / 1024
        for _ in 0..<10 { value *= value }
        return Float(value)
    }
}
