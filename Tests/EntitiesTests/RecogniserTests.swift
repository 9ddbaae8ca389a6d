import AnalyzerKit
import Linguistics
import Testing

@testable import Entities

@Suite struct RecogniserTests {
    private func analyze(_ text: String) throws -> Entities.Findings {
        try Entities().analyze(Document(UTF8Text(text)), in: AnalysisContext(for: Entities.self))
    }

    @Test func findsNamesOfEachType() throws {
        let text = """
            Russian President Vladimir Putin met Angela Merkel in Berlin on Monday, the Foreign Ministry said. \
            Siemens and the United Nations took part.
            """
        let found = try analyze(text).mentions.map { "\($0.type.rawValue) \($0.text)" }
        for name in ["PER Vladimir Putin", "PER Angela Merkel", "LOC Berlin", "MISC Russian", "ORG United Nations"] {
            #expect(found.contains(name))
        }
    }

    @Test(arguments: [
        "", " ", "\n\n", ".", "a", "😀", "‘", String(repeating: "Aa ", count: 3000),
        String(repeating: "(", count: 3000), "Łódź\u{2028}Ünïcödé",
    ])
    func mentionsLieInTheTextAndApart(_ text: String) throws {
        let findings = try analyze(text)
        let scalars = Array(text.unicodeScalars)
        var end = 0
        for mention in findings.mentions {
            #expect(mention.start >= end && mention.end > mention.start && mention.end <= scalars.count)
            #expect(String(String.UnicodeScalarView(scalars[mention.start..<mention.end])) == mention.text)
            #expect(findings.entities[mention.entityIndex].id == mention.entity)
            end = mention.end
        }
    }

    @Test func sameTextSameFindings() throws {
        let text = "Xi Jinping met Putin in Samarkand. Xi said China and Russia, and Mr. Smith of Acme Corp., agreed."
        #expect(try analyze(text) == analyze(text))
    }

    @Test func wideAndNarrowKernelsAgree() throws {
        // The odd token of a paragraph takes the plain path, the pairs the vector path.
        let text = "Angela Merkel met Emmanuel Macron in Paris"
        let alone = try analyze(text + ".").mentions.map(\.text)
        let shifted = try analyze(text + " .").mentions.map(\.text)
        #expect(alone == shifted)
    }

    @Test(arguments: [3000])
    func oneNameManyTimesIsOneEntity(_ count: Int) throws {
        let findings = try analyze(String(repeating: "Vladimir Putin spoke. ", count: count))
        #expect(findings.entities.count <= 2)
        #expect(findings.mentions.count >= count * 9 / 10)
    }
}
