import English
import Linguistics

/// What can be told of clauses without a parser.
package enum Clauses {
    /// The first token of the clause that a token stands in: after the last mark, conjunction or *to* of its sentence.
    ///
    /// - Complexity: O(1), clauses being cut at `longest` tokens.
    package static func start(before token: Int, in story: Story) -> Int {
        let tokens = story.tokens
        var index = token
        while index > 0, token - index < longest, !tokens.flags[index].contains(.startsSentence) {
            let before = index - 1
            if tokens.kinds[before] == .punctuation || boundaries.contains(tokens.hashes[before]) { break }
            index -= 1
        }
        return index
    }

    private static let longest = 40
    private static let boundaries = WordQuery.english(.clauseBoundary)

    /// The noun for a person that a name between commas stands beside: *his wife, Sharon,*.
    private static func apposed(_ story: Story, _ run: Range<Int>) -> Int? {
        let noun = run.lowerBound - 2
        guard noun >= 0, story.isComma(run.lowerBound - 1), story.isComma(run.upperBound),
            story.nameOfToken[run.lowerBound] >= 0, story.nameOfToken[noun] < 0,
            story.classes[noun].contains(.personNoun)
        else { return nil }
        return noun
    }

    /// Whether a phrase stands at the front of a clause, or behind a verb that stands before its subject.
    package static func isSubject(_ run: Range<Int>, in story: Story) -> Bool {
        !story.isOwner(run) && isInSubject(run, in: story)
    }

    /// Whether a phrase is a subject or owns what is one: *Xi's decision showed*.
    package static func isInSubject(_ run: Range<Int>, in story: Story) -> Bool {
        if let noun = apposed(story, run) {
            // "Ellen Starkey, whose mother, Rose, was among the dead": as the noun that the name stands beside.
            let first = start(ofPhraseEndingAt: noun, in: story)
            return story.tokens.hashes[first] != WordHash("whose") && isSubject(first..<noun + 1, in: story)
        }
        var before = run.lowerBound - 1
        while before >= 0, story.nameOfToken[before] < 0,
            !story.classes[before].isDisjoint(with: [.honorific, .personNoun, .determiner, .numeral]),
            run.lowerBound - before < 5, story.isWord(before)
        { before -= 1 }
        guard before >= 0, story.paragraphOfToken[before] == story.paragraphOfToken[run.lowerBound],
            !story.tokens.flags[before + 1].contains(.startsSentence)
        else { return true }
        guard story.isWord(before) else { return !story.isMark(before, UInt8(ascii: "(")) }
        let classes = story.classes[before]
        if !classes.isDisjoint(with: [.coordinator, .subordinator, .adverb]), !classes.contains(.preposition) {
            return true
        }
        if classes.contains(.cueVerb), inverting.contains(story.tokens.hashes[before]) { return true }
        // Behind a fronted phrase: "on Monday the mayor".
        return classes.contains(.time) && run.upperBound < story.tokens.count
            && !story.classes[run.upperBound].isDisjoint(with: [.auxiliary, .verb, .cueVerb])
    }

    /// The first token of the phrase that ends with a noun: its article or possessive, with adjectives behind it at most.
    private static func start(ofPhraseEndingAt noun: Int, in story: Story) -> Int {
        var first = noun
        while first > 0, noun - first < 4, story.isWord(first - 1),
            !story.tokens.flags[first].contains(.startsSentence),
            story.nameOfToken[first - 1] < 0
        {
            let classes = story.classes[first - 1]
            if !classes.isDisjoint(with: [.determiner, .possessive]) { return first - 1 }
            guard
                classes.isDisjoint(with: [
                    .preposition, .coordinator, .subordinator, .auxiliary, .verb, .cueVerb, .relative,
                ])
            else { break }
            first -= 1
        }
        return noun
    }

    private static let inverting = WordQuery.english(.invertingVerb)
}
