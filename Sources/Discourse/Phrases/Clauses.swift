import English
package import Linguistics

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

    private static let longest = 40
    private static let boundaries = WordSet(boundaryWords)
    private static let boundaryWords = [
        "that", "who", "whom", "which", "when", "if", "because", "while", "after", "before", "as", "and", "but", "or",
        "to", "since", "until", "unless", "although", "though", "where", "whether", "what", "how", "why", "so", "than",
        "whose", "once",
    ]
    /// Words that cannot begin what *her* owns.
    package static let closesNounPhrase = WordSet(
        boundaryWords + [
            "a", "an", "the", "in", "on", "at", "for", "from", "with", "by", "of", "into", "out", "up", "down", "off",
            "over", "about", "back", "away", "again", "there", "here", "not", "then", "now", "was", "is", "has", "had",
            "will", "would", "could", "can", "this", "these", "those", "until", "during", "through", "today",
            "everywhere",
        ])
}
