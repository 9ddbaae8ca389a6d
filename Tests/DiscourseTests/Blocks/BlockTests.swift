import Corpora
import Discourse
import Foundation
import Linguistics
import TestSupport
import Testing

/// What lines and paragraphs are said to be.
@Suite struct BlockTests {
    /// Each block as `kind: words`.
    private func blocks(of string: String) -> [String] {
        let text = UTF8Text(string)
        let (structure, blocks) = Blocks.read(text)
        return (0..<blocks.count).map {
            "\(blocks.kinds[$0].rawValue): \(text.string(in: structure.tokens.range(blocks.tokens[$0])))"
        }
    }

    private static let prose = "The council met on Monday. It voted for the bridge."

    @Test func aStorysHeadIsToldFromItsText() {
        #expect(
            blocks(of: "Bridge to stay\n\nBy Petra Rowan\n\nVELMORA, Oct 14 (Northline) - \(Self.prose)\n\n-30-") == [
                "headline: Bridge to stay", "byline: By Petra Rowan", "dateline: VELMORA, Oct 14 (Northline) -",
                "paragraph: \(Self.prose)", "note: -30-",
            ])
    }

    @Test(arguments: [
        ("PIERRE, S.D. – With the river rising, farmers moved.", "PIERRE, S.D. –"),
        ("ST. OLAF, Minn. (AP) — Two barns burned on Sunday.", "ST. OLAF, Minn. (AP) —"),
        ("LONDON — Two barns burned on Sunday night.", "LONDON —"),
        ("Washington (CP) – Two barns burned on Sunday.", "Washington (CP) –"),
    ])
    func aDatelineStandsBeforeItsText(_ text: String, _ dateline: String) {
        #expect(blocks(of: text).first == "dateline: \(dateline)")
    }

    @Test(arguments: [
        ("Reporting by officers of the town's police was sloppy, the court found.", "paragraph"),
        ("Additional reporting duties were put on companies by the new law, Lund said.", "paragraph"),
        ("Related: Holt's husband owns the steel works, the court heard.", "paragraph"),
        ("Listen to the river, Holt told them.", "paragraph"),
        ("Photo: that was all that was left of the house, Lund said, and wept.", "paragraph"),
        ("Reporting by Ada Reyes; editing by Tom Berg.", "note"),
        ("Additional reporting by Ada Reyes in Alden.", "note"),
    ])
    func whatSomebodySaidIsNoNote(_ line: String, _ kind: String) {
        #expect(blocks(of: "\(Self.prose)\n\n\(line)\n\n\(Self.prose)")[1] == "\(kind): \(line)")
    }

    static let story = "The mayor said on Monday that the bridge would close. Nobody was hurt."

    @Test(arguments: [
        // A town alone is where the story comes from, not what it is about.
        ("NEW YORK\n\n\(story)", ["dateline", "paragraph"]),
        ("London\n\n\(story)", ["dateline", "paragraph"]),
        ("WASHINGTON (AP)\n\n\(story)", ["dateline", "paragraph"]),
        ("KARACHI –\n\n\(story)", ["dateline", "paragraph"]),
        ("NEW YORK\n\nBridge closes for a year\n\n\(story)", ["dateline", "headline", "paragraph"]),
        ("Bridge closes\n\nNEW YORK\n\n\(story)", ["headline", "dateline", "paragraph"]),
        ("FLOODS\n\n\(story)", ["headline", "paragraph"]),
        ("London calling\n\n\(story)", ["headline", "paragraph"]),
        // What heads a column.
        ("Team  Played  Won\nLeeds  3  2\nYork  3  1", ["table", "table", "table"]),
        ("Team Won Drawn Lost\nLeeds 2 1 0\nYork 1 1 1\nHull 1 1 1", ["agate", "agate", "agate", "agate"]),
        ("Player\nHolt, M.\t31\nReed, J.\t28", ["table", "table", "table"]),
        ("Company\n\nAcme Corp  12.5  +0.3\nSolvane  9.1  -0.2", ["table", "table", "table"]),
        ("Results\n\nTeam  Played  Won\nLeeds  3  2\nYork  3  1", ["headline", "table", "table", "table"]),
        ("Price\n\n$12\n$13\n$15", ["agate", "agate", "agate", "agate"]),
        // Captions with numbers.
        ("PHOTO 12: The mayor on the bridge\n\n\(story)", ["caption", "paragraph"]),
        ("Picture 7 - The mayor on the bridge\n\n\(story)", ["caption", "paragraph"]),
        ("FIGURE 2. The bridge in 2019\n\n\(story)", ["caption", "paragraph"]),
        ("Bridge closes\n\nPhoto 12A: The mayor\n\n\(story)", ["headline", "caption", "paragraph"]),
        // Fields that no list has, and fields of two lines.
        (
            "From: Ana Ruiz <a@b.example>\nSubject: The plan\nThread-Topic: The plan\n\n\(story)",
            ["header", "header", "header", "paragraph"]
        ),
        (
            "From: Ana Ruiz\nTo: Jo Reed\nOrganization: City of Leeds\n\n\(story)",
            ["header", "header", "header", "paragraph"]
        ),
        ("From: Ana Ruiz\nSubject: The plan and\n the road\n\n\(story)", ["header", "header", "header", "paragraph"]),
        (
            "From: Ana Ruiz\nSubject: The plan\n\nBridge closes\n\n\(story)",
            ["header", "header", "headline", "paragraph"]
        ),
    ])
    func aLineIsNoHeadlineForStandingFirst(_ text: String, _ kinds: [String]) {
        #expect(blocks(of: text).map { String($0.prefix { $0 != ":" }) } == kinds)
    }

    @Test(arguments: [
        "NASA – which has a base nearby – said it was glad of the news.",
        "Q — What did you see there on the night of the storm?",
        "The firm — which makes bread — said it was glad of the news.",
    ])
    func aDashAloneMakesNoDateline(_ text: String) {
        #expect(blocks(of: text) == ["paragraph: \(text)"])
    }

    @Test func linesLabelledInCapitalsAreNoDatelines() {
        let lines = ["HOLT — I saw the bridge before it fell.", "VANE — You saw it, and you said nothing."]
        #expect(blocks(of: lines.joined(separator: "\n")) == lines.map { "paragraph: \($0)" })
    }

    @Test func rowsOfWrappedTextComeApart() {
        let text = """
            The table below has the fares that the operator said on Friday it
            will ask for from July on, and those that it asks for today, which
            are the same as a year ago.
            Merton     4.20   4.80
            Ashford    3.10   3.60
            """
        let found = blocks(of: text)
        #expect(found.count == 3)
        #expect(found.dropFirst() == ["table: Merton     4.20   4.80", "table: Ashford    3.10   3.60"])
        #expect(Blocks.read(UTF8Text(text)).structure.sentences.count == 3)
    }

    @Test func aMailIsFieldsGreetingTextAndSignature() {
        let text =
            "From: a@b.example\nSubject: The plan\n\nHi Tim,\n\nThe plan is fine. Go on.\n\nRegards, Ana\n\nSent: Mon 3 Mar"
        #expect(
            blocks(of: text).map { $0.prefix { $0 != ":" } } == [
                "header", "header", "greeting", "paragraph", "note", "header",
            ])
    }

    @Test func blocksCoverTheTokensAndHoldWholeSentences() throws {
        for document in try ["dev", "test"].flatMap(Self.documents) {
            let (structure, blocks) = Blocks.read(UTF8Text(document.text))
            #expect(blocks.ofToken.count == structure.tokens.count)
            for sentence in structure.sentences {
                #expect(blocks.ofToken[sentence.lowerBound] == blocks.ofToken[sentence.upperBound - 1])
            }
            for block in blocks.tokens {
                #expect(
                    structure.paragraphOfToken[block.lowerBound] == structure.paragraphOfToken[block.upperBound - 1])
            }
        }
    }

    /// The figures of docs/ACCURACY.md do not fall.
    @Test(arguments: [("dev", 0.97), ("test", 0.85)])
    func mostBlocksOfTheGoldAreRight(_ file: String, _ share: Double) throws {
        var (right, gold) = (0, 0)
        for document in try Self.documents(file) {
            let text = UTF8Text(document.text)
            let (structure, blocks) = Blocks.read(text)
            let found = (0..<blocks.count).map { index in
                let range = structure.tokens.range(blocks.tokens[index])
                return BlockGold.Block(
                    start: text.codePointOffset(ofByte: range.lower), end: text.codePointOffset(ofByte: range.upper),
                    kind: blocks.kinds[index].rawValue)
            }
            right += Set(found).intersection(document.blocks).count
            gold += document.blocks.count
        }
        #expect(Double(right) >= share * Double(gold))
    }

    /// Ends of texts, marks alone and odd line ends: none is out of bounds, and time grows with the text.
    @Test(arguments: [
        "@x", "(", "By ", "From:", "- ", "# ", "|", "1 ", "a  b\n", "A 1, B 2\nfoo\n", "Re: x\n---\n", "— @x\n",
        "X — y: ",
        "\u{2028}", "By Jane Doe\n", "“a” — B\n", "中文。\n", "Marta Quill, nurse\nShe said so.\n",
    ])
    func oddTextsAreReadInLinearTime(_ piece: String) {
        func time(_ count: Int) -> Duration {
            let text = UTF8Text(String(repeating: piece, count: count))
            return processorTime { #expect(Blocks.read(text).blocks.ofToken.count >= 0) }
        }
        for count in 0...3 { _ = time(count) }
        let (short, long) = (time(2_000), time(16_000))
        #expect(long < short * 40 + .milliseconds(400), "eight times the text took \(long / short) times as long")
    }

    private static func documents(_ name: String) throws -> [BlockGold] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        return try BlockGold.documents(contentsOf: folder.appending(path: "\(name).jsonl"))
    }
}
