import English
import Linguistics

/// Noun phrases that begin or end at a token.
extension Chunker {
    /// The noun phrase that ends at a token: as far left as words go that can belong to it.
    package func phrase(endingAt last: Int, from lowest: Int = 0) -> Range<Int>? {
        var last = last
        // "a statement Wednesday"
        while last > lowest, story.classes[last].contains(.time), story.isCapitalized(last), story.isWord(last - 1) {
            last -= 1
        }
        // "the mayor and the clerk both", "Lee and Fry all"
        if last > lowest + 1, story.classes[last].contains(.determiner), !story.isNamed(last), story.isWord(last - 1),
            story.isNamed(last - 1)
                || story.isPluralNoun(last - 1) && story.classes[last - 1].isDisjoint(with: .determiner)
        {
            last -= 1
        }
        guard last >= 0, story.isWord(last) || story.isMark(last, UInt8(ascii: "]")) else { return nil }
        if story.classes[last].contains(.subjectPronoun), !story.classes[last].contains(.determiner),
            !story.isNamed(last)
        {
            return last..<last + 1
        }
        guard
            story.classes[last].isDisjoint(with: [.auxiliary, .preposition, .coordinator, .relative])
                || story.isNamed(last), story.classes[last] != .subordinator
        else { return nil }
        var first = last
        let lower = max(lowest, last - 25)
        while first > lower {
            let previous = first - 1
            guard places.areSame(previous, last), canBelong(previous, before: first, last) else { break }
            first = previous
        }
        // A fronted prepositional phrase is none of it: "In Baghdad officials".
        first = trimmed(first, last)
        guard first <= last else { return nil }
        return first..<last + 1
    }

    private func canBelong(_ token: Int, before next: Int, _ last: Int) -> Bool {
        guard story.structure.sentenceOfToken[token] == story.structure.sentenceOfToken[last] else {
            return false
        }
        let classes = story.classes[token]
        let hash = story.tokens.hashes[token]
        if story.isNamed(token) { return true }
        guard story.isWord(token) else {
            return story.isMark(token, UInt8(ascii: "-")) || story.isMark(token, UInt8(ascii: "&"))
                || story.isComma(token) && (isListed(token, before: last) || isInPlace(token))
                || story.isMark(token, UInt8(ascii: "$"))
                || story.isMark(token, UInt8(ascii: "%"))
                || story.isApostrophe(token)
        }
        if hash == WordHash("and") {
            // Two names, or two people by their office.
            guard token > 0 else { return false }
            let isJoint = { (index: Int) in
                story.isNamed(index) || !story.classes[index].isDisjoint(with: [.personNoun, .sourceNoun])
                    || story.isCapitalized(index)
            }
            return isJoint(token - 1)
                && (isJoint(next) || !story.classes[next].isDisjoint(with: [.determiner, .numeral, .possessive]))
                && !story.classes[token - 1].contains(.time)
        }
        if story.tokens.flags[token].contains(.clitic) {
            return hash == WordHash("'s")
        }
        if classes.contains(.auxiliary) || classes.contains(.relative) || classes.contains(.coordinator)
            || classes.contains(.negation)
        {
            return false
        }
        if classes.contains(.cueVerb) {
            guard let entry = CueLexicon.shared.entry(hash), entry.isAlsoNoun, token > 0 else { return false }
            return story.classes[token - 1].isDisjoint(with: [.subjectPronoun, .personNoun, .sourceNoun, .auxiliary])
                && !story.isNamed(token - 1)
        }
        if classes.contains(.verb) { return false }
        if classes.contains(.preposition) {
            return hash == WordHash("of") || hash == WordHash("for") || hash == WordHash("from")
                || hash == WordHash("at")
                || hash == WordHash("in") || hash == WordHash("with") || hash == WordHash("on")
                || hash == WordHash("to")
                || hash == WordHash("by") || hash == WordHash("against") || hash == WordHash("near")
                || hash == WordHash("behind")
        }
        if classes.contains(.subordinator) { return false }
        if classes.contains(.subjectPronoun) && !classes.contains(.determiner) && !isCount(token) { return false }
        if story.endsLikeAdverb(token) && !story.isCapitalized(token) { return false }
        return true
    }

    /// Whether a comma stands inside of a place that is the first part of a word: *the Austin‹,› Texas-based company*.
    func isInPlace(_ comma: Int) -> Bool {
        guard comma > 1, story.exists(comma + 1), let town = story.name(ofToken: comma - 1),
            let state = story.name(ofToken: comma + 1), story.names[town].kind == .place,
            story.names[state].kind == .place
        else { return false }
        let (first, end) = (story.names[town].tokens.lowerBound, story.names[state].tokens.upperBound)
        return first > 0 && !story.classes[first - 1].isDisjoint(with: [.determiner, .possessive])
            && story.exists(end + 1)
            && story.isMark(end, UInt8(ascii: "-")) && story.isWord(end + 1)
    }

    /// Whether a comma parts two people of a list: *Jory Marlow‹,› Sherrod Vane and Robin Mendel*.
    private func isListed(_ comma: Int, before last: Int) -> Bool {
        func isPerson(_ token: Int) -> Bool {
            guard let name = story.name(ofToken: token) else { return false }
            return story.names[name].kind == .person
        }
        guard comma > 0, comma + 1 < last, last - comma < Self.longestPhrase, isPerson(comma - 1), isPerson(comma + 1)
        else { return false }
        return (comma + 2..<last).contains { story.tokens.hashes[$0] == WordHash("and") && isPerson($0 - 1) }
    }

    func trimmed(_ first: Int, _ last: Int) -> Int {
        var first = first
        while first <= last, story.classes[first].contains(.preposition) || story.isMark(first, UInt8(ascii: "-")) {
            // Skip the preposition and the phrase that it governs, up to a new determiner, name or lone noun.
            var next = first + 1
            while next <= last,
                !story.classes[next].isDisjoint(with: [.determiner, .numeral, .possessive])
                    || story.classes[next].contains(.time)
            { next += 1 }
            let isTime = next > first + 1 && story.classes[next - 1].contains(.time)
            if next <= last, !isTime { next += 1 }
            if next <= last, !isTime, let name = story.name(ofToken: next - 1) {
                while next <= last, story.name(ofToken: next) == name { next += 1 }
            }
            while next <= last,
                story.classes[next].isDisjoint(with: [
                    .determiner, .numeral, .possessive, .personNoun, .sourceNoun, .honorific,
                ]),
                !story.isNamed(next), !story.isCapitalized(next)
            { next += 1 }
            first = next
        }
        while first <= last, !story.classes[first].isDisjoint(with: [.adverb, .coordinator]),
            !story.isNamed(first)
        { first += 1 }
        return first
    }

    /// The noun phrase that begins at a token.
    package func phrase(startingAt first: Int, before limit: Int) -> Range<Int>? {
        guard first < limit, story.isWord(first) else { return nil }
        let classes = story.classes[first]
        if classes.contains(.subjectPronoun), !story.isNamed(first), !classes.contains(.determiner),
            !isCount(first)
        {
            return first..<first + 1
        }
        guard
            classes.isDisjoint(with: [.auxiliary, .preposition, .coordinator, .relative, .negation])
                || story.isNamed(first)
        else { return nil }
        var end = first
        // A headline, or a line of a list, has no stop behind it.
        let sentence = story.structure.sentenceOfToken[first]
        while end < limit, end - first < Self.longestPhrase, places.areSame(end, first),
            story.structure.sentenceOfToken[end] == sentence, goesOn(at: end, from: first, before: limit)
        { end += 1 }
        while end > first,
            story.tokens.hashes[end - 1] == WordHash("and") || story.classes[end - 1].contains(.preposition)
        { end -= 1 }
        return end > first ? first..<end : nil
    }

    static let longestPhrase = 20

    /// Whether a phrase goes on with a token.
    private func goesOn(at token: Int, from first: Int, before limit: Int) -> Bool {
        if story.isNamed(token) { return true }
        guard story.isWord(token) else {
            return story.isMark(token, UInt8(ascii: "-")) && !story.isDash(token)
                || story.isMark(token, UInt8(ascii: "&")) || story.isComma(token) && isInPlace(token)
        }
        let hash = story.tokens.hashes[token]
        if hash == WordHash("of") { return true }
        // "a man at the back"
        if hash == WordHash("back"), token > first, story.tokens.hashes[token - 1] == WordHash("the") { return true }
        if hash == WordHash("for") || hash == WordHash("at"), token > first, !story.isNamed(token - 1) {
            return true
        }
        if hash == WordHash("and"), token + 1 < limit, opensName(token + 1) { return true }
        if story.tokens.flags[token].contains(.clitic), hash == WordHash("'s") {
            // A possessive goes on; "is" does not.
            return token + 1 < limit && story.isWord(token + 1)
        }
        return !isOutside(token, from: first) && !(token > first && opensAnother(token))
    }

    /// Whether a word behind a complete phrase is none of it: *the Evening Lantern ‹this› winter*, *Mara Holt ‹very› quietly*.
    private func opensAnother(_ token: Int) -> Bool {
        guard story.isWord(token - 1), !story.isCapitalized(token) else { return false }
        let before = story.classes[token - 1]
        if story.classes[token].contains(.determiner), story.classes[token].isDisjoint(with: .numeral) {
            return before.isDisjoint(with: [.determiner, .numeral, .preposition, .coordinator, .possessive, .adverb])
                && !story.tokens.flags[token - 1].contains(.clitic) && !story.endsLikeAdverb(token - 1)
                && !story.hasSuffix(token - 1, "ing")
        }
        return story.isNamed(token - 1) && story.exists(token + 1) && story.endsLikeAdverb(token + 1)
            && !story.isCapitalized(token + 1) && !story.isNamed(token)
    }

    /// Whether a second name, or another phrase, can begin at a token behind *and*.
    private func opensName(_ token: Int) -> Bool {
        story.isNamed(token)
            || !story.classes[token].isDisjoint(with: [.determiner, .numeral, .possessive, .honorific])
            || story.isCapitalized(token)
    }

    /// Whether a word is none of the phrase that begins at `first`.
    private func isOutside(_ token: Int, from first: Int) -> Bool {
        let classes = story.classes[token]
        let isCapitalized = story.isCapitalized(token)
        if !classes.isDisjoint(with: [.auxiliary, .preposition, .coordinator, .relative, .negation, .adverb])
            || story.endsLikeAdverb(token) && !isCapitalized
        {
            return true
        }
        guard token > first else { return classes.contains(.subordinator) && !classes.contains(.determiner) }
        if !classes.isDisjoint(with: [.subordinator, .verb]) || classes.contains(.time) && isCapitalized
            || classes.contains(.subjectPronoun) && classes.isDisjoint(with: [.determiner, .numeral])
        {
            return true
        }
        if classes.contains(.cueVerb) {
            let isNamed =  // "the Crow"
                token == first + 1 && isCapitalized && story.classes[first].contains(.determiner)
            let isNoun = CueLexicon.shared.entry(story.tokens.hashes[token])?.isAlsoNoun == true
            if !isNamed, !isNoun || endsPhrase(token - 1) && !isDescribed(token) { return true }
        }
        return !isCapitalized && isVerbal(token)
    }

    /// Whether a participle behind a word that may be a verb shows it to be a noun: *Council ‹notes› unsealed on Monday*.
    private func isDescribed(_ token: Int) -> Bool {
        let next = token + 1
        return story.hasSuffix(token, "s") && story.exists(next + 1) && story.isWord(next)
            && story.hasSuffix(next, "ed")
            && story.classes[next].isDisjoint(with: [.personNoun, .sourceNoun])
            && !story.classes[next + 1].isDisjoint(with: [.preposition, .time])
    }

    /// Whether a word in *-ed* or *-ing* behind a noun is its verb.
    private func isVerbal(_ token: Int) -> Bool {
        let before = token - 1
        if story.hasSuffix(token, "ed") {
            return endsPhrase(before)
                || story.isPluralNoun(before) && story.classes[before].isDisjoint(with: [.determiner, .possessive])
        }
        return story.hasSuffix(token, "ing") && !story.classes[token].contains(.personNoun)
            && story.isNamed(before) && !isCompound(token)
    }

    /// Whether a word in *-ing* behind the name of a place or a people is a part of the noun behind it: *the Welsh mining firm*.
    func isCompound(_ token: Int) -> Bool {
        guard let name = story.name(ofToken: token - 1), Self.compounds.contains(story.tokens.hashes[token]),
            story.exists(token + 1), story.isWord(token + 1)
        else { return false }
        let kind = story.names[name].kind
        return (kind == .place || kind == .other)
            && story.classes[token + 1].isDisjoint(with: [.determiner, .preposition, .possessive, .subjectPronoun])
    }

    private static let compounds = WordQuery.english(.compoundIng)

    /// Whether a word counts a noun behind it rather than stand for somebody: *one poster*.
    private func isCount(_ token: Int) -> Bool {
        guard story.tokens.hashes[token] == WordHash("one"), story.exists(token + 1), story.isWord(token + 1) else {
            return false
        }
        return story.classes[token + 1].isDisjoint(with: [
            .auxiliary, .verb, .cueVerb, .preposition, .relative, .adverb, .coordinator, .negation, .subjectPronoun,
        ])
    }

    /// Whether a noun phrase can end at a token, so that a word in *-ed* behind it is a verb: not at *The* of *The elected
    /// council*, whatever its capital.
    private func endsPhrase(_ token: Int) -> Bool {
        if story.isNamed(token) { return true }
        return story.isCapitalized(token) && story.classes[token].isDisjoint(with: [.determiner, .possessive])
            || !story.classes[token].isDisjoint(with: [.personNoun, .sourceNoun])
    }
}
