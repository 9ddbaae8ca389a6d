import AnalyzerKit
import Entities
import Linguistics
import Quotes
import References
import TestSupport
import Testing

/// The quotes of a text, entities being given or none; the speakers decided on however sure they are, unless told otherwise.
func quotes(
    in text: String, entities: Entities.Findings = .init(entities: [], mentions: []), minConfidence: Double = 0
) throws -> Quotes.Findings {
    let document = Document(UTF8Text(text))
    let references = References().findings(in: document, entities)
    var context = AnalysisContext(for: Quotes.self, with: References.self, references)
    context.set(Quotes.minConfidence, to: minConfidence)
    return try Quotes().analyze(document, in: context)
}

@Suite struct MarkTests {
    @Test(arguments: [
        #"He said, "‹We leave at dawn,›" and left."#,
        "“‹It was late,›” she said. “‹We went home.›”",
        "‘‹We’ve had the landlords’ letter,›’ said Marian, who has run it since ’94. ‘‹We’re out by the end o’ June.›’",
        "'‹I told him to stop›', said Ann, the boys' teacher.",
        "« ‹On ne passe pas› », said the guard.",
        "„‹A museum is a cupboard›“, says Kofler.",
        "「‹It sank›」 the captain said.",
        "``‹You don't weigh it up,›'' said Quist.",
        #"The board is 5'11" long and 8" wide, he said."#,
        #"She called it "‹a 24" screen with a 3' cord›" and laughed."#,
        "It was the rock 'n' roll of the '90s, said the players' union.",
        "“‹He told me, ‘‹Stop it,›’ and I did,›” she said.",
        "\"‹The first part.\n\n\"And the second.›\"\n\n\"‹Another.›\"",
        "They were ‘‹lied to for two years›’ about the water, he said.\n\n‘‹It’s the children,›’ said Ann. ‘‹They drank it.›’",
        "‘‹I came for the workers’ rights,›’ he said, ‘‹and then I left.\n\n‘The rest came later.›’",
        "She was promised it ‘‹within eighteen months›’, in 5' high crates, said Ann.",
        "She was promised it '‹within eighteen months›' and in 5' high crates, said Ann.",
        "He belonged to the '‹class of 2012›', said Ann.",
        "“‹My client has waited,› she said.\n\nThe clerk nodded. “‹There were two,›” he said.",
    ])
    func findsTheWordsBetweenMarks(marked: String) throws {
        let expected = Marked(marked)
        let found = try quotes(in: expected.text).quotes.filter { $0.kind != .indirect }
        #expect(found.map(\.text).sorted() == expected.words().sorted())
    }

    @Test func aMissingMarkHarmsItsOwnParagraphOnly() throws {
        let text = "“It never closed, he said.\n\n" + String(repeating: "“It did,” she said.\n\n", count: 20)
        let found = try quotes(in: text).quotes.filter { $0.kind != .indirect }
        #expect(found.count == 21)
        #expect(found.dropFirst().allSatisfy { $0.text == "It did," })
    }

    @Test func nestedQuotationsNameTheOneAroundThem() throws {
        let found = try quotes(in: "“He said, ‘She wrote, “Come,” and I came,’ and sat down,” Ann said.").quotes
        let marked = found.filter { $0.kind != .indirect }
        #expect(marked.map(\.within) == [nil, marked.first?.id, marked.dropFirst().first?.id])
    }

    @Test func spansKeepToScalarBoundariesInAnyText() throws {
        var state: UInt64 = 7
        let pieces = [
            "“", "”", "\"", "'", "‘", "’", "«", "»", " ", "\n\n", "said", "Ann", ":", ",", ".", "é", "😀", "Q", "A",
            "``", "''", "**", "(", ")",
        ]
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<40 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            let scalars = Array(text.unicodeScalars)
            for quote in try quotes(in: text).quotes {
                #expect(quote.start < quote.end && quote.end <= scalars.count)
                var view = String.UnicodeScalarView()
                view.append(contentsOf: scalars[quote.start..<quote.end])
                #expect(String(view) == quote.text)
            }
        }
    }

    /// Marks that nest as far as they go, that only open, that only close, and that do neither in order.
    @Test(arguments: ["“‘", "“", "”", "\"x ", "“a ‘b «c “d ", "‘“a” ", "”“’‘ ", "“It was, he said.\n\n"])
    func manyMarksTakeLinearWork(unit: String) throws {
        func steps(_ count: Int) -> Int {
            MarkedWords.pairingSteps(in: Document(UTF8Text(String(repeating: unit, count: count))))
        }
        let small = steps(2000)
        #expect(small > 2000)
        #expect(steps(8000) < small * 5)
    }

    @Test(arguments: ["“‘", "“"])
    func twoHundredThousandMarksAreRead(unit: String) throws {
        let text = String(repeating: unit, count: 200_000 / unit.unicodeScalars.count)
        #expect(try quotes(in: text).quotes.allSatisfy { $0.start < $0.end && $0.end <= 200_000 })
        #expect(MarkedWords.pairingSteps(in: Document(UTF8Text(text))) < 200_000 * 40)
    }

    @Test func nestingEndsAtThreeLevels() throws {
        let text = String(repeating: "“a ‘b ", count: 1000) + String(repeating: "c’ d” ", count: 1000)
        let found = try quotes(in: text).quotes
        var depth: [String: Int] = [:]
        for quote in found { depth[quote.id] = quote.within.map { depth[$0, default: 0] + 1 } ?? 1 }
        #expect(depth.values.allSatisfy { $0 <= 3 })
    }
}
