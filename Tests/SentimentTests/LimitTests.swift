import AnalyzerKit
import Linguistics
import Testing

@testable import Sentiment

/// Comparisons with what has been or can be, whose negation turns nothing, and words that turn others without being one.
@Suite struct LimitTests {
    private func score(_ text: String) throws -> Double {
        try #require(try NamedText(text).findings().sentences.first).score
    }

    @Test(arguments: [
        ("‹Holt› has never been more popular.", 1), ("Trade has never been so strong.", 1),
        ("‹Holt› has never looked so incompetent.", -1), ("‹Holt› could not be happier.", 1),
        ("The service could not be worse.", -1), ("It does not get better than this.", 1),
        ("‹Venn› is the least popular minister of the decade.", -1),
        ("Of all the plays it is the least boring.", 1),
        ("Nobody was pleased, least of all the honest clerk.", -1),
    ])
    func comparisonsHaveTheSignOfTheirWord(text: String, sign: Double) throws {
        let score = try score(text)
        #expect(sign * score > 0)
    }

    /// The same words where they are no such comparison.
    @Test(arguments: [
        ("The patient does not get better.", -1), ("‹Holt› was never popular.", -1),
        ("‹Holt› is not more popular.", -1),
        ("At least ‹Holt› is honest.", 1), ("‹Holt› cannot be trusted.", -1),
    ])
    func otherNegationsTurnTheirWord(text: String, sign: Double) throws {
        let score = try score(text)
        #expect(sign * score > 0)
    }

    @Test(arguments: [
        ("The plan was not honest, fair or useful.", ["honest", "fair", "useful"]),
        ("The clerk was not honest, fair, nor brave.", ["honest", "fair", "brave"]),
        ("The clerk was not angry, and the hall was terrible.", ["angry"]),
        ("It was not fair, sadly.", ["fair"]),
    ])
    func aNegationHoldsForEachWordOfAList(text: String, negated: [String]) throws {
        let marked = NamedText(text)
        var scorer = try Scorer()
        scorer.read(0..<marked.document.tokens.count, of: marked.document, names: [])
        let words = scorer.reading.effects.enumerated().filter { $1.contains(.negated) }.map { cell, _ in
            marked.document.span(marked.document.tokens[Int(scorer.reading.tokens[cell])]).text
        }
        #expect(words == negated)
    }
}
