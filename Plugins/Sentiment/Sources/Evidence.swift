/// A polarity and how much in the text it rests on.
struct Evidence {
    /// The polarity, −1 through 1.
    var value: Float = 0
    /// From 0, where nothing speaks for or against, to 1.
    var strength: Float = 0
    /// What of the value changes say, and their share of it: no reading moves that.
    var settled: (value: Float, share: Float) = (0, 0)

    /// As the report has it: in thousandths, the strength in hundredths, so that reports stay readable.
    var score: Sentiment.Score { score(isArticle: false) }

    /// The same, labelled as an article's where it is one's.
    func score(isArticle: Bool) -> Sentiment.Score {
        Sentiment.Score(
            score: Self.rounded(max(-1, min(1, value)), 1000), strength: Self.rounded(max(0, min(1, strength)), 100),
            isArticle: isArticle)
    }

    /// This and what changes say, which has a share of the value; as strong as the stronger.
    func settled(by other: Evidence, share: Float) -> Evidence {
        Evidence(
            value: (1 - share) * value + share * other.value, strength: max(strength, other.strength),
            settled: (share * other.value, share))
    }

    /// A share of it.
    func scaled(by share: Float) -> Evidence { Evidence(value: share * value, strength: share * strength) }

    private static func rounded(_ value: Float, _ steps: Double) -> Double {
        let rounded = (Double(value) * steps).rounded() / steps
        return rounded == 0 ? 0 : rounded
    }
}

/// A weighted mean of scores.
struct Mean {
    private var sum: Float = 0
    private var strengths: Float = 0
    private var weight: Float = 0
    /// Adds a sentence's score; long sentences weigh more, but not by their length.
    mutating func add(_ evidence: Evidence, words: Int) {
        let share = Float(words).squareRoot()
        sum += share * evidence.value
        strengths += share * evidence.strength
        weight += share
    }

    /// The tone of a text of these sentences.
    var tone: Evidence { weight > 0 ? Evidence(value: sum / weight, strength: strengths / weight) : Evidence() }
}
