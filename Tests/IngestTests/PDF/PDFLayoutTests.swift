import AnalyzerKit
import Discourse
import Foundation
import Ingest
import Linguistics
import TestSupport
import Testing

/// From the words on pages, as poppler tells them, to an article.
@Suite("PDF layout")
struct PDFLayoutTests {
    /// Stands for the program.
    private struct Poppler: FileConverter {
        var boxes: [UInt8]

        func convert(_ bytes: [UInt8], by program: ForeignProgram, page: Int) throws(ConversionError) -> [UInt8] {
            boxes
        }
    }

    private static let file = Array("%PDF-1.4\ntrailer\n%%EOF\n".utf8)

    func document(_ boxes: some Sequence<UInt8>) throws -> Document {
        let texts = try PDFLayoutTests.read(Array(boxes))
        return try #require(texts.first)
    }

    private static func read(_ boxes: [UInt8]) throws -> [Document] {
        try Decoder.documents(from: file, path: "a.pdf", converter: Poppler(boxes: boxes))
    }

    func blocks(of document: Document) -> [(kind: BlockKind, words: String)] {
        document.blocks.kinds.indices.map { index in
            let range = document.structure.tokens.range(document.blocks.tokens[index])
            return (document.blocks.kinds[index], document.text.string(in: range))
        }
    }

    // MARK: Pages set by programs

    private struct Gold: Decodable {
        var title: String
        var text: String
        var author: [String]
        var without: [String]
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    private static let names = [
        "alternating-heads", "box", "drawn-in-any-order", "footnotes", "initial", "letterhead", "narrow-columns",
        "numbered-lines", "rules-and-pull-quote", "running-title", "table-and-list", "tex",
    ]

    /// Programs write quotation marks as they like.
    private func plain(_ words: some StringProtocol) -> String {
        String(words.map { "’‘".contains($0) ? "'" : "“”".contains($0) ? "\"" : $0 })
    }

    @Test(
        "The paragraphs of articles set by many programs are whole, in order, and without what pages repeat",
        arguments: names)
    func articles(name: String) throws {
        let gold = try JSONDecoder().decode(
            Gold.self, from: Data(contentsOf: Self.folder.appending(path: name + ".gold.json")))
        let document = try document([UInt8](Data(contentsOf: Self.folder.appending(path: name + ".xhtml"))))
        let text = String(decoding: document.text.bytes, as: UTF8.self)
        let captions = blocks(of: document).filter { $0.kind == .caption }.map(\.words)
        let found = text.split(separator: "\n").map { plain($0) }.filter { !captions.map(plain).contains($0) }
        #expect(found == gold.text.split(separator: "\n").map { plain($0) })
        #expect(document.title.map(plain) == plain(gold.title))
        #expect(document.authors == gold.author)
        for words in gold.without { #expect(!text.contains(words)) }
        #expect(document.metadata.published == nil)
    }

    @Test("Every fixture is tested")
    func fixtures() throws {
        let found = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(found.filter { $0.hasSuffix(".xhtml") }.sorted() == Self.names.map { $0 + ".xhtml" })
    }

    // MARK: Pages set by hand

    /// Words on a page: where the first begins, and the line that they stand on, in points.
    struct Line {
        var words: String
        var left: Double
        var base: Double
        var size = 10.0
    }

    /// A letter is half as wide as it is high, a space a quarter.
    func boxes(_ pages: [[Line]], head: String = "") -> [UInt8] {
        var text = "<html><head>\(head)</head><body><doc>\n"
        for lines in pages {
            text += "<page width=\"595.0\" height=\"842.0\">\n"
            for line in lines {
                var left = line.left
                for word in line.words.split(separator: " ") {
                    let right = left + Double(word.count) * line.size / 2
                    text += "<word xMin=\"\(left)\" yMin=\"\(line.base - line.size * 0.9)\" xMax=\"\(right)\" "
                    text += "yMax=\"\(line.base + line.size * 0.25)\">\(word)</word>\n"
                    left = right + line.size / 4
                }
            }
            text += "</page>\n"
        }
        return Array((text + "</doc></body></html>").utf8)
    }

    func paragraphs(_ pages: [Line]...) throws -> [String] {
        let document = try document(boxes(pages))
        return String(decoding: document.text.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Lines below each other.
    func column(_ lines: [String], left: Double, top: Double = 100, size: Double = 10, step: Double = 12)
        -> [Line]
    {
        lines.enumerated().map { index, words in
            let indent = words.hasPrefix("  ") ? 12.0 : 0
            return Line(words: words, left: left + indent, base: top + Double(index) * step, size: size)
        }
    }

    private let first = [
        "  The harbour of Velmora reopened on Friday", "after two weeks of repairs to its quays and",
        "to the long pier, which storms had hit.",
    ]
    private let second = [
        "  The council will meet on Thursday to hear", "from fishermen, who want their berths back",
        "before the herring come in the spring.",
    ]

    @Test("Columns are read one behind the other, however they were drawn, and a paragraph goes on in the next")
    func columns() throws {
        let left = column(first + ["  Nobody had expected that the work would"], left: 50)
        let right = column(["be done so soon, said the harbour master."] + second, left: 290)
        let wanted = [
            "The harbour of Velmora reopened on Friday after two weeks of repairs to its quays and "
                + "to the long pier, which storms had hit.",
            "Nobody had expected that the work would be done so soon, said the harbour master.",
            "The council will meet on Thursday to hear from fishermen, who want their berths back "
                + "before the herring come in the spring.",
        ]
        #expect(try paragraphs(left + right) == wanted)
        #expect(try paragraphs(right + left) == wanted)
        #expect(try paragraphs((left + right).sorted { ($0.base, $0.left) < ($1.base, $1.left) }) == wanted)
        // On the next page.
        #expect(
            try paragraphs(left, column(["be done so soon, said the harbour master."] + second, left: 50)) == wanted)
    }

    @Test(
        "A word broken at a line's end is one word, and keeps a hyphen that is its own",
        arguments: [
            ("the govern-", "ment of the town", "the government of the town"),
            ("the ex-", "President of the", "the ex-President of the"),
            ("a self-", "made man of it", "a self-made man of it"),
            ("a long-", "term wish of it", "a long-term wish of it"),
            ("in 2021-", "22 and later on", "in 2021-22 and later on"),
            ("the har\u{AD}", "bour of the old", "the harbour of the old"),
            ("the whole re\u{2010}", "gion saw of it", "the whole region saw of it"),
            ("it was up-", "to-date as ever", "it was up-to-date as ever"),
            ("the of\u{FB01}-", "cer of the day", "the officer of the day"),
        ])
    func hyphens(end: String, start: String, whole: String) throws {
        let lines = [
            "It was on Friday, as all who saw it say, that \(end)", "\(start) was seen there for the first time.",
        ]
        #expect(
            try paragraphs(column(lines, left: 50)) == [
                "It was on Friday, as all who saw it say, that \(whole) was seen there for the first time."
            ])
    }

    @Test("Running heads and numbers of pages are left out, and the page is told")
    func furniture() throws {
        let texts = [
            first, second,
            ["  Ferries go twice a day from the old quay", "and once from the new one, but for Sundays."],
            ["  Whoever wants to see the plans can do so at", "the town hall, every day from nine to four."],
        ]
        let pages = (1...4).map { page in
            [
                Line(
                    words: page % 2 == 0 ? "The Courier" : "Harbour news", left: page % 2 == 0 ? 50 : 400, base: 40,
                    size: 8)
            ]
                + column(texts[page - 1], left: 50) + [
                    Line(words: "– \(page + 11) –", left: 280, base: 800, size: 8)
                ]
        }
        let document = try document(boxes(pages))
        let text = String(decoding: document.text.bytes, as: UTF8.self)
        #expect(!text.contains("Courier") && !text.contains("news") && !text.contains("–"))
        #expect(document.blocks.places.map { $0?.page } == [1, 2, 3, 4])
    }

    @Test("What is larger than the text stays where running heads stand, on one page and on many", arguments: [1, 4])
    func headAtTop(count: Int) throws {
        let pages = (1...count).map { page in
            [
                Line(
                    words: "Harbour reopens, part \(["one", "two", "three", "four"][page - 1])", left: 50, base: 40,
                    size: 24)
            ]
                + column(page % 2 == 0 ? first : second, left: 50)
        }
        let document = try document(boxes(pages))
        #expect(document.title == "Harbour reopens, part one")
        let text = String(decoding: document.text.bytes, as: UTF8.self)
        for page in ["one", "two", "three", "four"].prefix(count) { #expect(text.contains("part \(page)")) }
    }

    @Test("On a page alone the first line is none that repeats, however high it stands")
    func firstLine() throws {
        let lines = [Line(words: "Dear all,", left: 50, base: 40)] + column(first, left: 50, top: 68)
        #expect(try paragraphs(lines).first == "Dear all,")
    }

    @Test("Lines far apart are paragraphs, unless all are", arguments: [(44.0, 2, 2), (30, 3, 3), (26, 12, 1)])
    func farApart(step: Double, count: Int, wanted: Int) throws {
        let lines = [String](repeating: "The ferries of Velmora go twice a day from the old quay, and", count: count)
        #expect(try paragraphs(column(lines, left: 50, top: 200, step: step)).count == wanted)
    }

    @Test("Pages with the same line and nothing else have a text", arguments: [2, 5])
    func sameLine(count: Int) throws {
        let page = [Line(words: "It rained in Velmora.", left: 50, base: 60), Line(words: "7", left: 290, base: 800)]
        let document = try document(boxes([[Line]](repeating: page, count: count)))
        #expect(blocks(of: document).map(\.words) == [String](repeating: "It rained in Velmora.", count: count))
    }

    @Test("A row of a table at the foot of a page is no number of it")
    func rowAtFoot() throws {
        var lines = column(first + second, left: 50)
        for (index, row) in [["Harbour", "Ships"], ["Velmora", "412"], ["Turku", "398"], ["Gdansk", "77"]].enumerated()
        {
            for (cell, words) in row.enumerated() {
                lines.append(Line(words: words, left: 50 + Double(cell) * 90, base: 740 + Double(index) * 14))
            }
        }
        let blocks = blocks(of: try document(boxes([lines])))
        #expect(blocks.map(\.words).suffix(3) == ["Velmora | 412", "Turku | 398", "Gdansk | 77"])
    }

    @Test("A narrow word that stands on a line is not turned")
    func narrow() throws {
        var text = String(
            decoding: boxes([column(["The mayor fell", "and said so to all who came to see her."], left: 50)]),
            as: UTF8.self)
        let ill = "<word xMin=\"123.0\" yMin=\"91.0\" xMax=\"128.0\" yMax=\"102.5\">ill</word>\n"
        text.replace("fell</word>\n", with: "fell</word>\n" + ill)
        let document = try document(text.utf8)
        #expect(String(decoding: document.text.bytes, as: UTF8.self).contains("fell ill"))
    }

    @Test(
        "What is larger is a headline, a note stands behind, a caption and a quotation pulled out are none of the text")
    func kinds() throws {
        var lines = [Line(words: "Harbour reopens", left: 50, base: 70, size: 24)]
        lines += column(first, left: 50)
        lines.append(Line(words: "1", left: 228, base: 120, size: 6))
        lines += column(["after two weeks of repairs", "to its quays"], left: 80, top: 170, size: 15, step: 18)
        lines += column(second, left: 50, top: 230)
        lines += [Line(words: "Photo: Port office", left: 50, base: 290, size: 7)]
        lines += column(
            ["  It is to be seen whether they are heard, as", "they were not in the year before, they say."], left: 50,
            top: 330)
        lines += [Line(words: "1 The figures are those of last year.", left: 50, base: 700, size: 7)]
        let document = try document(boxes([lines]))
        let blocks = blocks(of: document)
        #expect(blocks.map(\.kind) == [.headline, .paragraph, .paragraph, .caption, .paragraph, .note])
        #expect(blocks.last?.words == "The figures are those of last year.")
        #expect(blocks[1].words.hasSuffix("which storms had hit."))
        #expect(document.title == "Harbour reopens")
    }

    @Test("Rows of a table have their cells, items of a list their own lines, turned words are left out")
    func rows() throws {
        var lines = column(first, left: 50)
        for (index, row) in [["Year", "Ships"], ["2021", "412"], ["2022", "398"]].enumerated() {
            for (cell, words) in row.enumerated() {
                lines.append(Line(words: words, left: 50 + Double(cell) * 90, base: 160 + Double(index) * 14))
            }
        }
        lines += column(["• The pier is closed.", "• Two cranes are wanted."], left: 50, top: 230)
        lines += column(second, left: 50, top: 270)
        var boxes = String(decoding: boxes([lines]), as: UTF8.self)
        let turned =
            #"<word xMin="10" yMin="300" xMax="18" yMax="340">Turned</word>"#
            + #"<word xMin="10" yMin="342" xMax="18" yMax="350">in</word>"#
        boxes = boxes.replacing("</page>", with: turned + "</page>")
        let blocks = blocks(of: try document(boxes.utf8))
        #expect(
            blocks.map(\.words)[1...5] == [
                "Year | Ships", "2021 | 412", "2022 | 398", "The pier is closed.", "Two cranes are wanted.",
            ])
        #expect(blocks.map(\.kind) == [.paragraph, .table, .table, .table, .list, .list, .paragraph])
    }

    @Test(
        "A title that a program left, and a time at which a file was made, are none",
        arguments: [
            ("Microsoft Word - draft.doc", nil), ("untitled", nil),
            ("The harbour after the storm", "The harbour after the storm"),
        ])
    func properties(title: String, read: String?) throws {
        let head =
            "<title>\(title)</title><meta name=\"Author\" content=\"Ada Brandt\"/>"
            + "<meta name=\"CreationDate\" content=\"2024-05-01T00:00:00Z\"/>"
        let document = try document(boxes([column(first + second, left: 50)], head: head))
        #expect(document.title == read)
        #expect(document.authors == ["Ada Brandt"])
        #expect(document.metadata.published == nil)
    }

    // MARK: What is no such page

    @Test("Pages without a word have no text layer, and what has no page is damaged")
    func nothing() throws {
        let empty = try #require(throws: DecodeError.self) { try Self.read(boxes([[], []])) }
        #expect(empty.description.contains("ocrmypdf"))
        let none = try #require(throws: DecodeError.self) { try Self.read(Array("<html>".utf8)) }
        #expect(none.reason == "malformed")
    }

    @Test("Whatever is cut off or no number, nothing traps")
    func hostile() throws {
        let whole = boxes([column(first, left: 50) + column(second, left: 290)])
        for count in stride(from: 0, to: whole.count, by: 61) { _ = try? Self.read(Array(whole[..<count])) }
        let low = (0..<16).map {
            "<word xMin=\"\(50 + 20 * $0)\" yMin=\"0\" xMax=\"\(60 + 20 * $0)\" yMax=\"1e-310\">ab</word>"
        }
        _ = try? Self.read(
            Array(String(decoding: whole, as: UTF8.self).replacing("</page>", with: low.joined() + "</page>").utf8))
        for place in ["nan", "inf", "-1e308", "1e400", "99999", "", "x", "0x1p3"] {
            let text = String(decoding: whole, as: UTF8.self)
            for name in ["xMin=\"", "yMin=\"", "xMax=\"", "yMax=\"", "width=\"", "height=\""] {
                _ = try? Self.read(Array(text.replacing(name, with: name + place).utf8))
            }
        }
    }

    /// Words at one place, in one row, and high ones one upon another.
    private static let heaps: [@Sendable (Int) -> Line] = [
        { Line(words: $0 % 2 == 0 ? "a" : "word", left: 50, base: 100) },
        { Line(words: "word", left: Double($0) * 30, base: 100) },
        { Line(words: "W", left: Double($0 % 7) * 80, base: 100 + Double($0 % 50), size: 60) },
    ]

    @Test("Four times the words of a heap take no more than eight times the time", arguments: 0..<heaps.count)
    func many(heap: Int) throws {
        let times = try [1_000, 4_000].map { count in
            let boxes = boxes([(0..<count).map(Self.heaps[heap])])
            return try processorTime {
                let text = try Self.read(boxes)
                #expect(!text.isEmpty)
            }
        }
        #expect(times[1] < times[0] * 8, "\(times)")
    }
}
