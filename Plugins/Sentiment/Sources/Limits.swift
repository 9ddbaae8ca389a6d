import Linguistics

/// Comparisons that no negation turns, though they have its words, and those that turn a word without them.
enum Limit {
    /// With all times before, or with what can be: *has never been so strong*, *could not be happier*, *does not get better than this*.
    case reached
    /// With all others: *the least popular minister*.
    case least
    /// *Nobody was praised, least of all the mayor.*
    case leastOfAll
}

extension Limit {
    /// How far behind its first word a comparison's degree stands at most, in tokens.
    private static let reach = 6
    static let never = WordHash("never")
    static let leastWord = WordHash("least")
    private static let all = WordHash("all")
    private static let than = WordHash("than")
    private static let notLimits = [WordHash("at"), WordHash("not"), WordHash("in")]
    private static let possibles = [WordHash("could"), WordHash("can")]
    static let degrees = [WordHash("so"), WordHash("more"), WordHash("this")]
    private static let comparatives = [WordHash("better"), WordHash("worse")]
    private static let here = [WordHash("this"), WordHash("that"), WordHash("these"), WordHash("those")]

    /// The comparison that begins at a token; `nil` where none does.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - run: The tokens of the sentence, or of the part of it that is read.
    ///   - tokens: The text's.
    ///   - text: Its bytes.
    ///   - isNegator: Whether the token negates what follows.
    ///   - polarity: What a word says by itself, below 0 for what is bad.
    /// - Returns: Its kind.
    static func beginning(
        at token: Int, in run: Range<Int>, of tokens: borrowing Tokens, _ text: Span<UInt8>, isNegator: Bool,
        polarity: (WordHash) -> Float
    ) -> Limit? {
        if tokens.hashes[token] == leastWord {
            guard token == run.lowerBound || !notLimits.contains(tokens.hashes[token - 1]) else { return nil }
            return run.contains(token + 2) && tokens.hashes[token + 2] == all ? .leastOfAll : .least
        }
        guard isNegator else { return nil }
        let isNever = tokens.hashes[token] == never
        let isPossible =
            token > run.lowerBound && possibles.contains(tokens.hashes[token - 1])
            || tokens.hashes[token] == WordHash("cannot")
        for place in token + 1..<max(token + 1, min(run.upperBound, token + 1 + reach)) {
            guard tokens.kinds[place] == .word else { return nil }
            let next = place + 1
            let follows = run.contains(next) && abs(polarity(tokens.hashes[next])) >= leastPolarity
            let isDegree = degrees.contains(tokens.hashes[place]) && follows
            guard isDegree || isComparative(place, tokens, text, polarity) else { continue }
            if isNever || isPossible { return .reached }
            // *Does not get better than this* is a limit, *did not get better* is none.
            let behind = isDegree ? next + 1 : next
            return run.contains(behind + 1) && tokens.hashes[behind] == than && here.contains(tokens.hashes[behind + 1])
                ? .reached : nil
        }
        return nil
    }

    private static let leastPolarity: Float = 0.1

    /// Whether a word is the comparative of a word that says something by itself: *happier*, *stronger*, not *bitter*.
    private static func isComparative(
        _ token: Int, _ tokens: borrowing Tokens, _ text: Span<UInt8>, _ polarity: (WordHash) -> Float
    ) -> Bool {
        if comparatives.contains(tokens.hashes[token]) { return true }
        let (first, end) = (Int(tokens.starts[token]), Int(tokens.ends[token]))
        guard end - first > 4, text[end - 1] == UInt8(ascii: "r"), text[end - 2] == UInt8(ascii: "e") else {
            return false
        }
        var stem: [UInt8] = []
        var stems: [[UInt8]] = []
        for place in first..<end - 2 { stem.append(text[place]) }
        stems.append(stem)
        stems.append(stem + [UInt8(ascii: "e")])
        if stem.last == UInt8(ascii: "i") { stems.append(stem.dropLast() + [UInt8(ascii: "y")]) }
        if stem.count > 2, stem[stem.count - 1] == stem[stem.count - 2] { stems.append(stem.dropLast()) }
        return stems.contains { abs(polarity(WordHash(folding: $0.span, 0..<$0.count))) >= leastPolarity }
    }
}
