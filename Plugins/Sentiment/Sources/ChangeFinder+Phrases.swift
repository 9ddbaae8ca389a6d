import AnalyzerKit
import English
import Linguistics

extension ChangeFinder {
    /// The thing that heads the phrase which begins at a token.
    func thing(from start: Int, within most: Int = longestGap) -> Int? {
        var (token, steps) = (start, 0)
        while token < sentence.upperBound, steps < most, tokens.kinds[token] == .word || tokens.kinds[token] == .number
        {
            let kind = kind(token)
            if !kind.isDisjoint(with: .thing) {
                var next = end(token)
                while next < sentence.upperBound, self.kind(next).contains(.measure) { next += 1 }
                if isPhraseEnd(next) { return token }
            } else if kind.contains(.measure), token + 1 < sentence.upperBound, tokens.hashes[token + 1] == Hash.of {
                (token, steps) = (token + 2, 0)
                continue
            }
            let known = classes(token)
            guard known.isDisjoint(with: Self.phraseEnds.subtracting([.determiner, .adverb, .time])) else { return nil }
            token = end(token)
            steps += 1
        }
        return nil
    }

    /// *Swung to a loss*, *returned to growth*: what the subject comes to.
    func destination(
        _ token: Int, _ left: (start: Int, factor: Float, isPassive: Bool)
    ) -> Change? {
        let into = end(token)
        guard into < sentence.upperBound, Hash.destinations.contains(tokens.hashes[into]),
            let thing = thing(from: into + 1)
        else { return nil }
        return Change(
            value: worth(thing) * left.factor, thing: thing..<end(thing), mover: token..<into,
            phrase: into + 1..<end(thing), ownerEnd: left.start)
    }

    /// Whether a hyphen without a space ties a word to another.
    func isTied(_ token: Int) -> Bool {
        func isHyphen(_ place: Int) -> Bool { tokens.hashes[place] == Hash.hyphen }
        if token > sentence.lowerBound, isHyphen(token - 1), !tokens.flags[token].contains(.afterSpace),
            !tokens.flags[token - 1].contains(.afterSpace)
        {
            return true
        }
        let next = token + 1
        return next + 1 < sentence.upperBound && isHyphen(next) && !tokens.flags[next].contains(.afterSpace)
            && !tokens.flags[next + 1].contains(.afterSpace)
    }

    /// Whether a phrase may end before a token.
    func isPhraseEnd(_ token: Int) -> Bool {
        guard token < sentence.upperBound, tokens.kinds[token] == .word else { return true }
        return !classes(token).isDisjoint(with: Self.phraseEnds) || !kind(token).isDisjoint(with: .verb)
            || tokens.hashes[token] == Hash.to || endsIn(token, Self.past) || isAdverb(token)
            || kind(token).contains(.when)
    }

    /// Whether a verb has no object behind it.
    func isPredicateEnd(_ token: Int) -> Bool {
        guard token < sentence.upperBound, tokens.kinds[token] == .word else { return true }
        return !classes(token).isDisjoint(with: Self.predicateEnds) || isAdverb(token)
            || tokens.hashes[token] == Hash.to || kind(token).contains(.when)
    }

    /// Whether a comparison with what was expected follows: *fell less than feared*.
    func isCompared(_ token: Int) -> Bool {
        (token..<min(sentence.upperBound, token + Self.longestGap)).contains { tokens.hashes[$0] == Hash.than }
    }

    /// Where the subject ends that has what follows: *the mill reported a fall in profits*.
    func owner(before token: Int) -> Int? {
        var place = token - 1
        while place > sentence.lowerBound, token - place < Self.longestGap, !kind(place).contains(.has) {
            guard tokens.kinds[place] == .word, classes(place).isDisjoint(with: .preposition) else { return nil }
            place -= 1
        }
        guard place > sentence.lowerBound, kind(place).contains(.has) else { return nil }
        let left = auxiliaries(before: place)
        return left.factor == 1 ? left.start : nil
    }

    // MARK: Letters

    static let past: [UInt8] = Array("ed".utf8)
    static let goingOn: [UInt8] = Array("ing".utf8)
    static let perfect: [UInt8] = Array("en".utf8)
    static let adverbial: [UInt8] = Array("ly".utf8)

    func endsIn(_ token: Int, _ ending: [UInt8]) -> Bool {
        let range = document.tokens[token].indices
        guard range.count > ending.count + 1 else { return false }
        let start = range.upperBound - ending.count
        return ending.indices.allSatisfy { document.text.bytes.span[start + $0] | 0x20 == ending[$0] }
    }

    /// *Steadily*, but not *Italy*.
    func isAdverb(_ token: Int) -> Bool {
        endsIn(token, Self.adverbial)
            && (!tokens.flags[token].contains(.capitalized) || token == sentence.lowerBound)
    }

    /// Whether a verb's form may follow *has*: *'s fallen*.
    func isParticiple(_ verb: Int) -> Bool {
        endsIn(verb, Self.past) || endsIn(verb, Self.perfect) || endsIn(verb, Self.goingOn)
    }

    /// Whether the sentence asks.
    var isQuestion: Bool {
        let last = document.tokens.range(sentence.upperBound - 1..<sentence.upperBound)
        return document.text.bytes.span[Int(last.lower)] == UInt8(ascii: "?")
    }
}
