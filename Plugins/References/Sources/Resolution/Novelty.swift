import AnalyzerKit
import Discourse
import English
import Linguistics

extension SourceResolver {
    /// Whether a description with *the* names somebody by a noun that nobody was called by before, so that it takes up whoever is in
    /// mind: *Hannah Iqbal said … “It is hers,” the barrister said*.
    ///
    /// Not nouns for those whom a story need not bring in: *the president*, *the judge*.
    ///
    /// - Complexity: Looks at no more than `reach` tokens.
    package func isNew(_ words: Range<Int>) -> Bool {
        let head = words.upperBound - 1
        guard (2...Self.longestNew).contains(words.count), story.tokens.hashes[words.lowerBound] == WordHash("the"),
            story.nameOfToken[head] < 0, !story.isPluralNoun(head), story.classes[head].contains(.personNoun)
        else { return false }
        let noun = story.tokens.hashes[head]
        guard !Self.expected.contains(noun) else { return false }
        return !(max(0, words.lowerBound - Self.noveltyReach)..<words.lowerBound).contains {
            story.tokens.hashes[$0] == noun
        }
    }

    private static let longestNew = 4
    private static let noveltyReach = 1_500
    private static let expected = WordQuery.english(.soleOffice, .expectedPerson)
}
