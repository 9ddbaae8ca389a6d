import AnalyzerKit
import CEntitiesModel
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
        ("The MSPs met the MPs.", 1..<2, Entities.EntityType.person, [] as [String]),
        ("The GPs met.", 1..<2, .organization, []),
        ("Mail ann@example.org or read report.doc", 1..<2, .person, []),
        ("Mail ann@example.org or read report.doc", 4..<5, .organization, []),
        ("Buy it at Amazon.com today", 3..<4, .organization, ["ORG Amazon.com"]),
        ("At 12:05 PM it began", 1..<2, .organization, []),
        ("At 12:05 PM it began", 2..<3, .organization, []),
        ("After 9/11 it began", 1..<2, .miscellaneous, ["MISC 9/11"]),
        (
            "The Marine Accident Investigation Branch said", 1..<5, .location,
            ["ORG Marine Accident Investigation Branch"]
        ),
        ("Sold to Google, Inc. of California", 2..<3, .organization, ["ORG Google, Inc."]),
        ("Shares of Orrin Therapeutics rose", 2..<4, .person, ["ORG Orrin Therapeutics"]),
        ("Ann Lee, M.D., spoke", 3..<4, .location, []),
        ("A Liberal Democrat MP spoke", 1..<4, .organization, ["ORG Liberal Democrat"]),
        ("GRANTS HOLLOW, Ore. (AP)", 3..<4, .person, ["LOC Ore."]),
        ("The Jackson County fire", 1..<3, .person, ["LOC Jackson County"]),
        ("SIERRA BOARD SAILS", 0..<2, .location, ["LOC SIERRA BOARD"]),
        ("They met in the capital, Arlen, twice", 6..<7, .person, ["LOC Arlen"]),
        ("They met in the capital, Holt said", 6..<7, .person, ["PER Holt"]),
        ("The village Arlen burned", 2..<3, .person, ["LOC Arlen"]),
        ("The shipping line Meridian Atlantic said", 3..<5, .location, ["ORG Meridian Atlantic"]),
        ("The front line Meridian held", 3..<4, .location, ["LOC Meridian"]),
        ("The airline Velo said", 2..<3, .location, ["ORG Velo"]),
        ("The shipyard Cantiere Visen said", 2..<4, .location, ["ORG Cantiere Visen"]),
        ("Workers at Pier 6 cheered", 2..<3, .organization, ["LOC Pier 6"]),
        // A noun behind an article names nobody; without one, or with a capital, it may.
        ("The abbey’s clerk spoke", 1..<2, .person, []),
        ("The Abbey’s clerk spoke", 1..<2, .person, ["PER Abbey"]),
        ("Yes, said abbey in a chat", 3..<4, .person, ["PER abbey"]),
        // What ends laws, prizes and contests, and bodies.
        ("She won the Wainfleet Prize", 3..<5, .location, ["MISC Wainfleet Prize"]),
        ("Under the Harbour Fees Act", 2..<5, .organization, ["MISC Harbour Fees Act"]),
        ("They lost the Arlen Cup", 3..<5, .person, ["MISC Arlen Cup"]),
        ("He wrote to Lisle Council", 3..<5, .location, ["ORG Lisle Council"]),
        ("She left Arlen Academy", 2..<4, .person, ["ORG Arlen Academy"]),
        ("They sang Prize Bull", 2..<4, .person, ["PER Prize Bull"]),
        ("The Cup is lost", 1..<2, .organization, ["ORG Cup"]),
    ])
    func readsNamesByTheirWords(
        _ text: String, _ range: Range<Int>, _ type: Entities.EntityType, _ expected: [String]
    ) throws {
        let document = Document(UTF8Text(text))
        let shapes = NameShapes(tokens: document.tokens, text: document.text)
        let found = shapes.corrected([Name(tokens: range, type: type, confidence: 1)])
        #expect(
            found.map { "\($0.type.rawValue) \(document.text.string(in: document.tokens.range($0.tokens)))" }
                == expected)
    }

    @Test(
        arguments: [
            ("", 1), (" ", 1), ("\n\n", 1), (".", 1), ("a", 1), ("😀", 1), ("‘", 1), ("Aa ", 3000), ("(", 3000),
            ("Łódź\u{2028}Ünïcödé", 1),
        ] as [(String, Int)])
    func mentionsLieInTheTextAndApart(_ part: String, _ count: Int) throws {
        let text = String(repeating: part, count: count)
        let findings = try analyze(text)
        let scalars = Array(text.unicodeScalars)
        var end = 0
        for mention in findings.mentions {
            #expect(mention.start >= end && mention.end > mention.start && mention.end <= scalars.count)
            #expect(String(String.UnicodeScalarView(scalars[mention.start..<mention.end])) == mention.text)
            #expect(mention.entityIndex.map { findings.entities[$0].id } == mention.entity)
            end = mention.end
        }
    }

    /// The network reads a paragraph at a time, and sees one name in `Jr. Reyes`.
    @Test(arguments: [
        (
            "It was designed by Otto Brandt Jr. Reyes praised it.",
            ["PER Otto Brandt Jr.", "PER Reyes"]
        ),
        (
            "The plant belongs to Velmora Ltd. Priya Raman bought it in 2019.",
            ["ORG Velmora Ltd.", "PER Priya Raman"]
        ),
        ("It was designed by Otto Brandt Jr. of Leeds.", ["PER Otto Brandt Jr.", "LOC Leeds"]),
    ])
    func noNameCrossesASentenceEnd(_ text: String, _ expected: [String]) throws {
        #expect(try analyze(text).mentions.map { "\($0.type.rawValue) \($0.text)" } == expected)
    }

    @Test func sameTextSameFindings() throws {
        let text = "Xi Jinping met Putin in Samarkand. Xi said China and Russia, and Mr. Smith of Acme Corp., agreed."
        #expect(try analyze(text) == analyze(text))
    }

    /// Paragraphs of every length up to forty take every way through the kernels.
    @Test(arguments: 1...10) func allInstructionSetsAgree(_ count: Int) throws {
        let text = String(repeating: "Angela Merkel met Emmanuel Macron in Paris , ", count: count)
        let lexicon = try #require(Lexicon())
        let words = text.split(separator: " ")
        let paragraphs = words.indices.map { words[...$0].suffix(40).joined(separator: " ") }
        let document = Document(UTF8Text(paragraphs.joined(separator: "\n\n")))
        let rows = Features.rows(of: document.structure, in: document.text, lexicon: lexicon)
        let portable = try #require(Network(instructions: COPYDESK_PORTABLE))
        let expected = portable.tags(rows, paragraphs: document.structure.paragraphs)
        #expect(expected.tags.contains { $0 != .outside })
        for instructions in [COPYDESK_AVX2, COPYDESK_AVX512_VNNI]
        where instructions.rawValue <= InstructionSet.best.rawValue {
            let network = try #require(Network(instructions: instructions))
            let found = network.tags(rows, paragraphs: document.structure.paragraphs)
            #expect(found.tags == expected.tags)
            #expect(found.scores == expected.scores)
        }
    }

    /// A paragraph that is too long is looked at in pieces, which do not show.
    @Test(arguments: [1, 2, 5, 16, 299]) func piecesOfAParagraphDoNotShow(_ blockTokens: Int) throws {
        let text = String(repeating: "Angela Merkel met Emmanuel Macron in Paris , and Acme Corp. of Leeds ", count: 20)
        let lexicon = try #require(Lexicon())
        let document = Document(UTF8Text(text + "\n\n" + text.dropFirst(300)))
        let rows = Features.rows(of: document.structure, in: document.text, lexicon: lexicon)
        let network = try #require(Network())
        let whole = network.tags(rows, paragraphs: document.structure.paragraphs)
        let found = network.tags(rows, paragraphs: document.structure.paragraphs, blockTokens: blockTokens)
        #expect(whole.tags.contains { $0 != .outside })
        #expect(found.tags == whole.tags && found.scores == whole.scores)
    }

    /// Long texts are tagged some thousand tokens at a time, and only scores that may be asked for are kept: neither shows.
    @Test(arguments: [1, 40, 300], ["\n\n", " "])
    func partsOfADocumentDoNotShow(_ count: Int, _ end: String) throws {
        let text = "The Bank of Leeds (BoL), said Angela Merkel-Braun of Acme Corp., lends nobody a pound before May."
        let document = Document(UTF8Text(Array(repeating: text, count: count).joined(separator: end)))
        let structure = document.structure
        let features = TokenFeatures(of: structure, in: document.text, lexicon: try #require(Lexicon()))
        let network = try #require(Network())
        let whole = network.tags(features.rows(of: 0..<structure.tokens.count), paragraphs: structure.paragraphs)
        let found = network.tagging(of: features, paragraphs: structure.paragraphs, keepsMargins: true)
        #expect(found.tags == whole.tags && found.tags.contains { $0 != .outside })
        for token in whole.tags.indices {
            let row = token * Network.Member.outputs
            let scores = whole.scores[row..<row + Tag.count]
            let paragraph = structure.paragraphs[Int(structure.paragraphOfToken[token])]
            let neighbours = (token - 2..<token + 3).clamped(to: paragraph)
            if structure.tokens.flags[token].contains(.capitalized)
                || neighbours.contains(where: { whole.tags[$0] != .outside })
            {
                #expect(found.scores.values(token) == ContiguousArray(scores))
            }
            let isLookedAt = whole.tags[token] != .outside || scores[row] != Network.certain
            #expect(found.isLookedAt(token) == isLookedAt)
            guard isLookedAt else { continue }
            let own = scores[row + Int(whole.tags[token].rawValue)]
            let others = scores.indices.filter { $0 - row != Int(whole.tags[token].rawValue) }
            let next = others.map { scores[$0] }.max() ?? 0
            #expect(found.margin(at: token) == min(own - next, Int32(Int16.max) - 1))
        }
    }

    /// Scores beyond what two bytes hold are kept as they are.
    @Test func scoresOfAnySizeAreKept() {
        var scores = TagScores(count: 3, outside: 7, others: -7)
        let narrow = ContiguousArray((0..<Int32(Tag.count)).map { $0 * 1_000 - 8_000 })
        let wide = ContiguousArray((0..<Int32(Tag.count)).map { $0 * 100_000 - 1_000_000 })
        #expect(scores.values(1) == [7] + ContiguousArray(repeating: -7, count: Tag.count - 1))
        for row in [narrow, wide, narrow, wide] {
            scores.keep(1, row[...])
            scores.keep(2, narrow[...])
            #expect(scores.values(1) == row && scores.values(2) == narrow)
            #expect(scores.score(1, Tag(.end, .person)) == Double(row[3]) / 1024)
        }
    }

    @Test(arguments: [3000])
    func oneNameManyTimesIsOneEntity(_ count: Int) throws {
        let findings = try analyze(String(repeating: "Vladimir Putin spoke. ", count: count))
        #expect(findings.entities.count <= 2)
        #expect(findings.mentions.count >= count * 9 / 10)
    }
}
