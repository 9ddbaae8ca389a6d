import English
import Linguistics

/// Subjects away from their verb.
extension Chunker {
    /// The subject of the clause behind the last comma: *it went on, the man let it go and said*.
    func lastClauseSubject(endingAt last: Int, verb: Int) -> Range<Int>? {
        var comma = last - 1
        while comma > 0, last - comma < 30, !story.isComma(comma), places.areSame(comma, verb),
            !isSentenceBreak(between: comma, verb)
        {
            comma -= 1
        }
        guard comma > 0, story.isComma(comma), comma + 2 < last, places.areSame(comma, verb) else { return nil }
        let first = comma + 1
        guard
            !story.classes[first].isDisjoint(with: [.determiner, .subjectPronoun]) || story.isNamed(first),
            !story.classes[first].contains(.relative), let phrase = phrase(startingAt: first, before: last),
            phrase.upperBound < last,
            isNominal(phrase), story.isWord(phrase.upperBound),
            story.classes[phrase.upperBound].isDisjoint(with: [.preposition, .relative])
        else { return nil }
        return phrase
    }

    /// The subject of the sentence or clause that holds a verb without one of its own.
    package func clauseSubject(of verb: Int) -> Range<Int>? {
        let sentence = story.structure.sentences[Int(story.structure.sentenceOfToken[verb])]
        var first = sentence.lowerBound
        // Over fronted phrases: "In Washington on Monday, officials".
        while first < verb {
            while first < verb,
                !places.areSame(first, verb) || !story.isWord(first)
                    || !story.classes[first].isDisjoint(with: [.coordinator, .adverb, .subordinator])
                        && story.classes[first].isDisjoint(with: .determiner)
            { first += 1 }
            guard first < verb else { return nil }
            if story.classes[first].contains(.preposition)
                || (story.hasSuffix(first, "ing") && !story.isNamed(first))
            {
                first = pastFronted(first, before: verb)
                continue
            }
            break
        }
        guard first < verb else { return nil }
        return phrase(startingAt: first, before: verb)
    }

    /// The token behind a fronted phrase: behind its comma or, without one, behind what its preposition governs.
    private func pastFronted(_ first: Int, before verb: Int) -> Int {
        var comma = first
        while comma < min(verb, first + 14), !story.isComma(comma) { comma += 1 }
        if comma + 1 < verb, story.isComma(comma), !story.classes[comma + 1].contains(.coordinator) { return comma + 1 }
        let trimmed = trimmed(first, verb - 1)
        return max(trimmed, first + 1)
    }
}
