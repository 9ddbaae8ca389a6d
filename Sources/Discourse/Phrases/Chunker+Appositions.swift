import English
import Linguistics

/// Subjects that appositions part from their verb.
extension Chunker {
    /// The phrase that stands before appositions: *Ruth Okafor, 41, the party's leader, said*.
    func appositiveSubject(endingAt comma: Int, verb: Int) -> Range<Int>? {
        var best: Range<Int>?
        var segmentEnd = comma
        var index = comma - 1
        let lower = max(0, comma - Self.reach)
        while index >= lower {
            guard places.areSame(index, verb), story.paragraphOfToken[index] == story.paragraphOfToken[verb],
                !isSentenceBreak(between: index, verb)
            else { break }
            if story.isComma(index) && !isInPlace(index) || story.isDash(index)
                || story.isMark(index, UInt8(ascii: "("))
                || story.isMark(index, UInt8(ascii: ")"))
            {
                if index + 1 < segmentEnd { best = segment(index + 1..<segmentEnd) ?? best }
                if stopsAppositions(index + 1, segmentEnd) { return best }
                segmentEnd = index
            }
            if story.isMark(index, UInt8(ascii: ";")) || story.isMark(index, UInt8(ascii: ":")) { break }
            if story.isQuoteMark(index), !story.isApostrophe(index) { break }
            index -= 1
        }
        let first = index + 1
        if first < segmentEnd { best = segment(first..<segmentEnd) ?? best }
        return best
    }

    private func stopsAppositions(_ first: Int, _ end: Int) -> Bool {
        guard first < end else { return false }
        let word = story.tokens.hashes[first]
        return word == WordHash("but") || word == WordHash("while") || word == WordHash("as")
            || (word == WordHash("and") && segment(first..<end) != nil)
    }

    /// The subject that a comma-separated segment gives.
    private func segment(_ run: Range<Int>) -> Range<Int>? {
        var first = run.lowerBound
        while first < run.upperBound,
            !story.classes[first].isDisjoint(with: [.coordinator, .adverb])
                || story.tokens.hashes[first] == WordHash("while")
                || story.tokens.hashes[first] == WordHash("that")
        { first += 1 }
        guard first < run.upperBound else { return nil }
        let classes = story.classes[first]
        guard classes.isDisjoint(with: [.preposition, .relative, .auxiliary]),
            !story.hasSuffix(first, "ing") || story.isCapitalized(first),
            !classes.contains(.cueVerb) || story.isNamed(first),  // "Asked about it, Ann Lee"
            story.tokens.kinds[first] == .word, !(classes.contains(.subordinator) && !classes.contains(.determiner))
        else { return nil }
        guard let phrase = phrase(endingAt: run.upperBound - 1, from: first), isNominal(phrase) else {
            // "Smith resigned on Monday, the company said": a clause of its own.
            return nil
        }
        return phrase
    }

    func isNominal(_ phrase: Range<Int>) -> Bool {
        let first = phrase.lowerBound
        if story.isCapitalized(first) || story.isNamed(first) { return true }
        if !story.classes[first].isDisjoint(with: [.determiner, .numeral, .possessive]) {
            return phrase.contains {
                !story.classes[$0].isDisjoint(with: [.personNoun, .sourceNoun]) || story.isNamed($0)
            }
        }
        return phrase.contains { !story.classes[$0].isDisjoint(with: [.personNoun, .sourceNoun, .subjectPronoun]) }
    }
}
