import AnalyzerKit
import Entities
import Linguistics
import Quotes
import Testing

/// Whom words are said to, how sure it is that they are speech, and how many words each speaker has.
@Suite struct AddresseeTests {
    private func findings(_ text: String) throws -> Quotes.Findings {
        let names = try Entities().analyze(Document(UTF8Text(text)), in: AnalysisContext(for: Entities.self))
        return try quotes(in: text, entities: names)
    }

    @Test(arguments: [
        ("“We leave at noon,” Ann Lee told Tom Pruett on Friday.", "Tom Pruett", "Ann Lee"),
        ("“We leave at noon,” Ann Lee told the harbour board.", "the harbour board", "Ann Lee"),
        ("Ann Lee told reporters that the ferry would leave at noon.", "reporters", "Ann Lee"),
        ("Tom Pruett came late. Ann Lee told him the ferry had left.", "Tom Pruett", "Ann Lee"),
        ("“The ferry has left,” Ann Lee said to Tom Pruett.", "Tom Pruett", "Ann Lee"),
        ("Tom Pruett was told by Ann Lee that the ferry had left.", "Tom Pruett", "Ann Lee"),
        ("Ann Lee asked the minister whether the ferry would sail.", "the minister", "Ann Lee"),
        ("Officials warned residents that the pier could give way.", "residents", "Officials"),
        ("“Stay away,” said Ann Lee to the villagers.", "the villagers", "Ann Lee"),
        ("Tom Pruett told her mother that the ferry had left.", "her mother", "Tom Pruett"),
    ])
    func whoIsToldOrAsked(text: String, addressee: String, speaker: String) throws {
        let quote = try #require(try findings(text).quotes.first)
        #expect(quote.addressee?.name == addressee)
        #expect(quote.speaker?.name == speaker)
    }

    @Test(arguments: [
        "“We leave at noon,” Ann Lee said on Friday.", "Ann Lee said the ferry would leave at noon.",
        "“We leave at noon,” Ann Lee said to applause.", "Ann Lee asked a question: “Who has the keys?”",
        "“We leave at noon,” Ann Lee told it.", "Ann Lee warned the pier could give way.",
        "According to Ann Lee, the ferry would leave at noon.", "Ann Lee spoke of “the long winter.”",
    ])
    func nobodyIsToldWhereTheSentenceNamesNobody(text: String) throws {
        let quotes = try findings(text).quotes
        #expect(!quotes.isEmpty && quotes.allSatisfy { $0.addressee == nil })
    }

    @Test func speechIsLikelierThanNotWhereItIsSpeechAndElseNot() throws {
        let quotes = try findings(
            """
            “I never saw the letter,” Ann Lee told the court on Monday. The so-called “letter box” is a shed by the pier.

            Tom Pruett said the box was empty.
            """
        ).quotes
        #expect(quotes.map(\.kind) == [.direct, .scare, .indirect])
        #expect(quotes.map { $0.speech > 0.5 } == [true, false, true])
    }

    @Test func aSpeakersWordsAreCountedOnce() throws {
        let findings = try findings(
            """
            “We came at noon,” Ann Lee said. “The ‘long winter’ is over, and it won’t return.”

            Tom Pruett said nobody had come.
            """)
        // “The” to “return”: a clitic is no word of its own.
        #expect(findings.speakers.map(\.words) == [4 + 9, 3])
    }
}
