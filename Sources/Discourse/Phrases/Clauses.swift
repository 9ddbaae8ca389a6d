import English
import Linguistics

/// What can be told of clauses without a parser.
package enum Clauses {
    /// The noun for a person that a name between commas stands beside: *his wife, Sharon,*.
    private static func apposed(_ story: Story, _ run: Range<Int>) -> Int? {
        let noun = run.lowerBound - 2
        guard noun >= 0, story.isComma(run.lowerBound - 1), story.isComma(run.upperBound),
            story.nameOfToken[run.lowerBound] >= 0, story.nameOfToken[noun] < 0,
            story.classes[noun].contains(.personNoun)
        else { return nil }
        return noun
    }

    /// Whether a phrase stands at the front of a clause.
    package static func isSubject(_ run: Range<Int>, in story: Story) -> Bool {
        if run.upperBound < story.tokens.count, story.tokens.hashes[run.upperBound] == WordHash("'s") { return false }
        if let noun = apposed(story, run) {
            // "Ellen Starkey, whose mother, Rose, was among the dead": as the noun that the name stands beside.
            let first = noun > 0 && story.classes[noun - 1].contains(.possessive) ? noun - 1 : noun
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
        // Behind a fronted phrase: "on Monday the mayor".
        return classes.contains(.time) && run.upperBound < story.tokens.count
            && !story.classes[run.upperBound].isDisjoint(with: [.auxiliary, .verb, .cueVerb])
    }
}
