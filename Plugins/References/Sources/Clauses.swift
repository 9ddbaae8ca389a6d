import AnalyzerKit
import English
import Entities
import Linguistics

/// What can be told of clauses without a parser.
enum Clauses {
    /// The first token of the clause that a token stands in: after the last mark, conjunction or *to* of its sentence.
    ///
    /// - Complexity: O(1), clauses being cut at `longest` tokens.
    static func start(before token: Int, in document: Document) -> Int {
        let tokens = document.tokens
        var index = token
        while index > 0, token - index < longest, !tokens.flags[index].contains(.startsSentence) {
            let before = index - 1
            if tokens.kinds[before] == .punctuation || boundaries.contains(tokens.hashes[before]) { break }
            index -= 1
        }
        return index
    }

    /// Whether a noun phrase stands where a subject does: after the start of a sentence, a mark, a conjunction, or a verb of
    /// saying, titles before it left out of account.
    static func isSubject(_ range: Range<Int>, in document: Document) -> Bool {
        let tokens = document.tokens
        var index = range.lowerBound
        while index > 0, !tokens.flags[index].contains(.startsSentence), range.lowerBound - index < 8 {
            let before = index - 1
            let hash = tokens.hashes[before]
            if tokens.kinds[before] == .punctuation { return true }
            if boundaries.contains(hash) || sayings.contains(hash) { return hash != to }
            let isInTitle =
                tokens.flags[before].contains(.capitalized) || NameWords.titles.contains(hash)
                || Roles.isHead(hash) || determiners.contains(hash)
            guard isInTitle else { return false }
            index = before
        }
        return true
    }

    private static let longest = 40
    private static let to = WordHash("to")
    private static let determiners = WordQuery.english(.titleDeterminer)
    private static let boundaries = WordQuery.english(.clauseBoundary)
    /// Verbs that stand before their subject.
    private static let sayings = WordQuery.english(.invertingVerb)
    /// Words that cannot begin what *her* owns.
    static let closesNounPhrase = WordQuery.english(.clauseBoundary, .neverOwned)
}
