import AnalyzerKit
import Entities
import Linguistics
import Quotes
import References
import Testing

/// `analyzers.quotes.minConfidence`: how sure it must be who speaks for a speaker to be told.
@Suite struct MinConfidenceTests {
    private func findings(_ text: String, from minConfidence: Double) throws -> Quotes.Findings {
        let names = try Entities().analyze(Document(UTF8Text(text)), in: AnalysisContext(for: Entities.self))
        return try quotes(in: text, entities: names, minConfidence: minConfidence)
    }

    private static let texts = [
        "“We leave at noon,” Ann Lee told Tom Pruett. “Bring the dog,” she said. “It is his boat.”",
        "Ann Lee met Ruth Okafor at the pier. She said the ferry was late. It was, she called it, “a disgrace”.",
        "Rivals met on Friday.\n\n“You never paid.”\n\n“I did.”\n\nAnn Lee left before Tom Pruett.",
        "MS LEE: We leave at noon.\n\nMR PRUETT: He said “never” to me.\n\nMS LEE: He did.",
    ]

    /// Nothing but the speaker changes, and who has words in the list of speakers.
    @Test(arguments: texts, [0.2, 0.5, 0.6, 0.75, 0.9, 1.0])
    func belowItTheWordsStayAndTheSpeakerGoes(text: String, minConfidence: Double) throws {
        let all = try findings(text, from: 0)
        let told = try findings(text, from: minConfidence)
        #expect(all.quotes.contains { $0.speaker != nil })
        var expected = all.quotes
        for index in expected.indices where expected[index].confidence < minConfidence {
            expected[index].speaker = nil
            expected[index].speakerIndices = []
        }
        #expect(told.quotes == expected)
        let named = Set(expected.filter { $0.speaker != nil }.map(\.id))
        #expect(Set(told.speakers.flatMap(\.quotes)) == named)
        #expect(told.speakers.allSatisfy { !$0.quotes.isEmpty })
    }

    @Test func whoIsJustAsSureAsWantedIsNamed() throws {
        let text = Self.texts[0]
        let sure = try findings(text, from: 0).quotes
        let least = try #require(sure.filter { $0.speaker != nil }.map(\.confidence).min())
        #expect(try findings(text, from: least).quotes == sure)
        let fewer = try findings(text, from: least + 0.005).quotes
        #expect(fewer.count == sure.count)
        #expect(fewer.count { $0.speaker != nil } < sure.count { $0.speaker != nil })
    }

    @Test func withoutASettingItIsSixInTen() throws {
        #expect(Quotes.minConfidence.standard == 0.6)
        let pipeline = try Pipeline([Entities.self, References.self, Quotes.self])
        for text in Self.texts {
            let section = try #require(pipeline.analyze(Document(UTF8Text(text))).last)
            #expect(try section.outcome.get() as? Quotes.Findings == findings(text, from: 0.6))
        }
    }

    /// A subject that is told competes with nobody.
    @Test(arguments: [
        "Kroll was told by a guard: “You may leave now.”", "Tom Pruett was warned by a nurse: “Sit down at once.”",
    ])
    func theAgentOfAPassiveIsSureEnough(text: String) throws {
        #expect(try findings(text, from: 0.6).quotes.first?.speaker?.name.hasPrefix("a ") == true)
    }

    @Test(arguments: ["-0.1", "1.1", "nan", "high"]) func noOtherNumberIsTaken(text: String) {
        #expect(throws: Pipeline.ConfigurationError.self) {
            try Pipeline(
                [Entities.self, References.self, Quotes.self],
                settings: AnalyzerSettings(["quotes.minConfidence": text]))
        }
    }
}
