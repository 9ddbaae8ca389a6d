import AnalyzerKit
import Entities
import Foundation
import Linguistics
import References
import TestSupport
import Testing

/// The references of a text whose names are marked `‹PER:Xi Jinping›`.
private func findings(_ text: String) throws -> (document: Document, findings: References.Findings) {
    let marked = Marked(text)
    let document = Document(UTF8Text(marked.text))
    let names = marked.spans.compactMap { span -> Name? in
        guard let type = span.label.flatMap(Entities.EntityType.init(rawValue:)) else { return nil }
        let range = ByteRange(span.range.lowerBound, span.range.upperBound)
        return Name(tokens: document.tokens.indices(overlapping: range), type: type, confidence: 1)
    }
    return (document, References().findings(in: document, try Entities().link(document, names: names)))
}

@Suite struct ReferenceTests {
    private func references(_ marked: String) throws -> [String] {
        let (document, found) = try findings(marked)
        return found.references.map {
            "\(document.text.string(in: $0.range)) = \($0.entityIndex.map { found.names.entities[$0].name } ?? "–")"
        }
    }

    /// The confidences are shares of right ones among annotated references, the surest first.
    @Test(arguments: [
        ("‹PER:Angela Merkel› spoke. She left.", 0.98),
        ("‹PER:Angela Merkel› met ‹PER:Tom Hale›. She left.", 0.95),
        ("‹PER:Mary Hale› met ‹PER:Ann Orr›. “She is late,” ‹PER:Hale› said.", 0.88),
        ("‹PER:Angela Merkel› spoke. It rained. Trains ran. She left.", 0.85),
        ("The foreign minister, ‹PER:Wang Bo›, listened. The foreign minister left.", 0.82),
    ])
    func aReferenceIsAsSureAsItsLikeWereRight(_ marked: String, _ confidence: Double) throws {
        #expect(try findings(marked).findings.references.last?.confidence == confidence)
    }

    @Test(arguments: [
        ("‹PER:Angela Merkel› spoke. She left.", ["She = Angela Merkel"]),
        ("‹PER:Mary Hale› met ‹PER:Ann Orr›. “She is late,” ‹PER:Hale› said.", ["She = Ann Orr"]),
        ("‹PER:John Hale› wept. ‹PER:Peter Orr› thanked him.", ["him = John Hale"]),
        ("‹PER:Tom Hale› told ‹ORG:Reuters› that he left.", ["he = Tom Hale"]),
        ("‹PER:Tom Hale› spoke. For his part, ‹PER:Peter Orr› slept.", ["his = Peter Orr"]),
        ("‹PER:Tom Hale›: Is he there?\n‹PER:Peter Orr›: He is not.", ["He = Tom Hale"]),
        (
            "The foreign minister, ‹PER:Wang Bo›, listened. “The foreign minister was kind.”",
            ["The foreign minister = Wang Bo"]
        ),
        ("Sen. ‹PER:Tom Hale› spoke. The senator from Ohio left. The senator slept.", ["The senator = Tom Hale"]),
        (
            "South Korean President ‹PER:Park Bo› met President ‹PER:Lee Orr›. The South Korean leader slept.",
            ["The South Korean leader = Park Bo"]
        ),
        ("The mayor, ‹PER:Ann Orr›, spoke. The mayor, ‹PER:Tom Hale›, slept.", []),
        ("‹PER:Sam Orr› came with his wife, ‹PER:Sam Hale›. She slept.", ["his = Sam Orr", "She = Sam Hale"]),
        ("‹PER:John Smith› met ‹PER:Mary Jones›. He left and she stayed.", ["He = John Smith", "she = Mary Jones"]),
        ("Russian President ‹PER:Vladimir Putin› spoke. The president left.", ["The president = Vladimir Putin"]),
        (
            "Chinese President ‹PER:Xi Jinping› met Russian President ‹PER:Vladimir Putin›. The Chinese leader left.",
            ["The Chinese leader = Xi Jinping"]
        ),
        ("President ‹PER:Vladimir Putin› spoke. The president of Chad left.", []),
        ("‹LOC:Paris› is old. He left.", []),
    ])
    func tiesWordsToThePersonTheyStandFor(_ marked: String, _ expected: [String]) throws {
        #expect(try references(marked) == expected)
    }

    @Test func theReportHasThemWhereItIsAskedTo() throws {
        let document = Document(
            UTF8Text("German President Joachim Gauck met Angela Merkel. The German leader smiled; she did not."))
        var settings = AnalyzerSettings()
        func section() throws -> Pipeline.Section {
            let pipeline = try Pipeline([Entities.self, References.self], settings: settings)
            return try #require(pipeline.analyze(document).last)
        }
        #expect(try !section().isReported)
        settings.set(References.report, of: References.self, to: true)
        let asked = try section()
        #expect(asked.isReported)
        let found = try #require(asked.outcome.get() as? References.Findings)
        let decoded = try JSONDecoder().decode(References.Findings.self, from: JSONEncoder().encode(found)).references
        #expect(decoded.map(\.text) == ["The German leader", "she"])
        #expect(decoded.map(\.kind) == [.nominal, .pronoun])
        let entities = Dictionary(uniqueKeysWithValues: found.names.entities.map { ($0.id, $0.name) })
        #expect(decoded.map { entities[$0.entity] } == ["Joachim Gauck", "Angela Merkel"])
    }
}
