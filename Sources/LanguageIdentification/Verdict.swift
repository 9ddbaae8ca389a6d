/// The language that evidence is enough for.
struct Verdict {
    /// A BCP 47 tag, `und` where it is not enough.
    let tag: String

    /// Languages so near to each other that a sentence may be in any of them: what speaks for one is not against
    /// another, and the most probable one is given.
    private static let near: [Set<String>] = [
        ["bs", "hr"], ["da", "nb", "nn"], ["id", "ms"], ["xh", "zu"], ["st", "tn"],
    ]

    /// Letters, weighted by `Script.letterWeight`, that are enough in a script of one language.
    private static let fewestLetters = 8
    /// The share of letters that the text's own script has.
    private static let leastShare = 65

    init(_ evidence: Evidence) {
        guard let script = Self.script(of: evidence) else {
            tag = "und"
            return
        }
        if let language = script.language {
            let letters = evidence.letters[Int(script.rawValue)]
            let isEnough = letters * script.letterWeight >= Self.fewestLetters
            tag = isEnough ? Self.ownLanguage(language, evidence, letters) : "und"
            return
        }
        // A word said again is no further evidence: a thousand times "Ann, Bob" is two words.
        let words = evidence.differentWords(script)
        let plainWords = evidence.differentWords(script, ofPlainWords: true)
        guard let best = Self.best(of: evidence.probabilities(script)) else {
            tag = "und"
            return
        }
        let isName = words < 4 && plainWords == 0
        let isSure = !isName && best.probability >= Self.leastProbability(words: words)
        guard isSure, best.tag != Self.cautious else {
            tag = isSure ? best.tag : "und"
            return
        }
        // Names and quoted words are of other languages than the text around them: a report from Hanoi is no Vietnamese.
        guard plainWords > 0 else {
            tag = words >= Self.mostNames ? best.tag : "und"
            return
        }
        let plain = evidence.probabilities(script, ofPlainWords: true)
        if plain.contains(where: { $0.tag == Self.cautious && $0.probability >= 0.5 }) {
            tag = Self.cautious
        } else if let other = Self.best(of: plain), other.tag == best.tag || Self.areNear(other.tag, best.tag),
            other.probability >= Self.leastProbability(words: plainWords)
        {
            tag = best.tag
        } else {
            tag = "und"
        }
    }

    /// The language that no name may be taken to speak against, since the analyzers read it.
    private static let cautious = "en"
    /// So many words without one in small letters are no list of names, but a text in capitals.
    private static let mostNames = 30

    /// The most probable language, with the probability of all that are near to it.
    private static func best(
        of probabilities: [(tag: String, probability: Float)]
    ) -> (tag: String, probability: Float)? {
        guard let best = probabilities.max(by: { $0.probability < $1.probability }) else { return nil }
        // Most languages have no kin, and are asked for none.
        guard let kin = near.first(where: { $0.contains(best.tag) }) else { return best }
        return (best.tag, probabilities.reduce(0) { kin.contains($1.tag) ? $0 + $1.probability : $0 })
    }

    /// How sure the words must be of it: few words may be names, or of a language that is not known here.
    private static func leastProbability(words: Int) -> Float {
        switch words {
        case ..<2: 2
        case ..<4: 0.95
        case ..<8: 0.85
        default: 0.6
        }
    }

    /// Whether two languages are taken for each other without harm.
    static func areNear(_ left: String, _ right: String) -> Bool {
        near.contains { $0.contains(left) && $0.contains(right) }
    }

    /// The script of most letters; Chinese characters belong to the kana or Hangul beside them.
    static func script(of evidence: Evidence) -> Script? {
        var weights = Script.allCases.map { evidence.letters[Int($0.rawValue)] * $0.letterWeight }
        let (han, kana, hangul) = (Int(Script.han.rawValue), Int(Script.kana.rawValue), Int(Script.hangul.rawValue))
        // Japanese has some kana in every sentence; Korean has few Chinese characters today.
        if weights[kana] * 20 > weights[han] {
            weights[kana] += weights[han]
            weights[han] = 0
        } else if weights[hangul] > weights[han] {
            weights[hangul] += weights[han]
            weights[han] = 0
        }
        let sum = weights.reduce(0, +)
        guard let top = weights.indices.max(by: { weights[$0] < weights[$1] }), weights[top] > 0,
            weights[top] * 100 >= sum * leastShare
        else { return nil }
        return Script(rawValue: UInt8(top))
    }

    /// The language of a script of nearly one language, told from the other by letters that only that one has.
    private static func ownLanguage(_ language: String, _ evidence: Evidence, _ letters: Int) -> String {
        if language == "he", evidence.yiddish * 50 > letters { return "yi" }
        if language == "bn", evidence.assamese * 100 > letters { return "as" }
        return language
    }
}
