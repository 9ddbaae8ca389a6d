import AnalyzerKit
import Linguistics
import Testing

@testable import Sentiment

/// The tone of texts that the encoder reads.
@Suite struct ToneReadingTests {
    private func explained(_ text: String, _ depth: ReadingDepth) throws -> Sentiment.Explanation {
        let marked = NamedText(text)
        return try Sentiment().explanation(
            of: marked.document, marked.references, marked.quotes, reading: depth)
    }

    /// A paragraph of two sentences without a name, which nothing but the tone makes worth reading.
    private static let paragraph = "The trams ran on time. The shops in the square were open until six."

    @Test func fastReadsNothing() throws {
        let sentences = try explained(Self.paragraph, .fast).sentences
        #expect(sentences.count == 2 && sentences.allSatisfy { $0.reading == nil })
    }

    @Test func aShortTextIsReadWhole() throws {
        for depth in [ReadingDepth.auto, .deep] {
            #expect(try explained(Self.paragraph, depth).sentences.allSatisfy { $0.reading != nil })
        }
    }

    @Test func ofALongTextWithoutNamesAutoReadsTheLead() throws {
        let text = Array(repeating: Self.paragraph, count: 20).joined(separator: "\n\n")
        let isRead = try explained(text, .auto).sentences.map { $0.reading != nil }
        #expect(isRead.count == 40)
        #expect(isRead.prefix(4).allSatisfy { $0 } && isRead.suffix(30).allSatisfy { !$0 }, "\(isRead)")
        #expect(try explained(text, .deep).sentences.allSatisfy { $0.reading != nil })
    }

    /// What the explanation says of a sentence is what the report says.
    @Test(arguments: ReadingDepth.allCases)
    func theExplanationHasTheScoresOfTheReport(depth: ReadingDepth) throws {
        let text = "‹Fox› was the best mayor the city ever had. The new hall is a disgrace, and everybody knows it."
        let scores = try NamedText(text).findings(reading: depth).sentences.map(\.score)
        #expect(try explained(text, depth).sentences.map(\.score) == scores)
    }

    @Test(arguments: [
        "The minister went home empty-handed, and nobody thanked her for it.",
        "Least of all was it a success.",
    ])
    func toneWithoutPolarWordsIsFound(text: String) throws {
        let (fast, deep) = (try NamedText(text).findings(), try NamedText(text).findings(reading: .deep))
        #expect(deep.document.score < -0.15 && deep.document.label == .negative, "\(deep.document)")
        #expect(deep.document.score < fast.document.score)
    }

    /// What moves a sentence moves the quote that is the whole of it, and the document.
    @Test func quotesAndDocumentsMoveWithTheirSentences() throws {
        let words = "Nobody thanked her for it, and she went home empty-handed,"
        let text = NamedText("“\(words)” said ‹Fox›.", speech: [(words, 0)])
        let (fast, deep) = (try text.findings(), try text.findings(reading: .deep))
        let shift = try #require(deep.sentences.first).score - (try #require(fast.sentences.first)).score
        #expect(shift < -0.05)
        #expect(abs(deep.document.score - fast.document.score - shift) < 0.002)
        #expect(try #require(deep.quotes.first).score < (try #require(fast.quotes.first)).score)
    }

    @Test(arguments: [
        ("He lied to his wife, and his sons left.", "She lied to her husband, and her daughters left."),
        ("Mr. ‹Fox› was a brave man.", "Mrs. ‹Fox› was a brave woman."),
        ("The chairman, an honest man, resigned.", "The chairwoman, an honest woman, resigned."),
    ])
    func genderDoesNotMatter(one: String, other: String) throws {
        for depth in ReadingDepth.allCases {
            let scores = try [one, other].map { try NamedText($0).findings(reading: depth).sentences.map(\.score) }
            #expect(scores[0] == scores[1], "\(depth)")
        }
    }

    @Test func wordsStandForOthersOfTheOtherGender() {
        let words = NeutralWords("# a remark\nthey\the she\nmr.\tmrs. mrs\n")
        func word(_ word: String) -> String? {
            words.letters(for: .init(folding: word)).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(["She", "he", "they", "Mrs.", "mrs", "it"].map(word) == ["they", "they", nil, "mr.", "mr", nil])
    }
}
