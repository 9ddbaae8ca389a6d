import AnalyzerKit
import Discourse
import Ingest
import Linguistics
import Testing

@Suite("What formats hand on")
struct SeamTests {
    private func string(_ text: SourceText) -> String { String(decoding: text.bytes, as: UTF8.self) }

    @Test("folds white space, keeps line ends that are meant, and drops what is none of a text")
    func folding() {
        var text = SourceText()
        text.append("  A\u{9}harbour \r\n  reopened\u{0}\u{7F}. ")
        text.append(" \n\t ")
        text.append("Next.")
        #expect(string(text) == "A harbour\nreopened.\n\nNext.")
        #expect(text.blocks.map(\.range) == [ByteRange(0, 19), ByteRange(21, 26)])
    }

    /// U+00AD, U+2060, U+200B, U+FEFF and, between letters that it cannot join, U+200D go; U+00A0 and U+202F are blanks.
    @Test(
        "leaves out marks for those who set type",
        arguments: [
            ("har\u{AD}bour", "harbour"), ("har\u{2060}bour", "harbour"), ("har\u{200B}bour", "harbour"),
            ("har\u{200D}bour", "harbour"), ("\u{FEFF}harbour", "harbour"), ("«\u{202F}Oui\u{202F}»", "« Oui »"),
            ("10\u{202F}000", "10 000"), ("10\u{A0}000", "10 000"), ("प्र\u{200D}", "प्र\u{200D}"),
            ("👩\u{200D}🚀 one", "👩\u{200D}🚀 one"), ("mé\u{AD}tier", "métier"), ("\u{AD}", ""),
        ])
    func unseenCharacters(words: String, read: String) {
        var text = SourceText()
        text.append(words)
        #expect(string(text) == read)
        #expect(text.blocks.count == (read.isEmpty ? 0 : 1))
    }

    @Test("parts rows and items by a line end, all else by an empty line")
    func separators() {
        var text = SourceText()
        text.append("Fixtures", as: .subhead, level: 2)
        for row in ["Kestrel | 3", "Heron | 1"] { text.append(row, as: .table) }
        text.append("one", as: .list)
        text.append("two", as: .list)
        text.append("Then it rained.")
        #expect(string(text) == "Fixtures\n\nKestrel | 3\nHeron | 1\n\none\ntwo\n\nThen it rained.")
    }

    @Test("puts a speaker before the words, and nothing where there are none")
    func speakers() {
        var text = SourceText()
        text.append("Good  evening.", speaker: "Ada  Brandt")
        text.append(" ", speaker: "Nobody")
        #expect(string(text) == "Ada Brandt: Good evening.")
        #expect(text.blocks.map(\.label) == [ByteRange(0, 10)])
    }

    @Test("Blocks that a format gives are taken as they are, the open ones told by their form")
    func givenBlocks() {
        var source = SourceText()
        source.append("Harbour reopens", as: .headline, level: 1)
        source.append("By Ada Brandt")
        source.append("VELMORA, Oct. 14 (Northline) - The harbour reopened on Friday after two weeks.")
        source.append("Is this a note.", as: .note, place: Blocks.Place(path: "/html/body/p[3]"))
        let text = UTF8Text(string(source))
        let (structure, blocks) = Blocks.read(text, given: source.blocks)
        #expect(blocks.kinds == [.headline, .byline, .dateline, .paragraph, .note])
        #expect(blocks.levels.first == 1)
        #expect(blocks.places.last == Blocks.Place(path: "/html/body/p[3]"))
        #expect(structure.paragraphs.count == 4)
        #expect(blocks.ofToken.count == structure.tokens.count)
    }

    @Test(
        "A file's first element is found behind declarations and comments",
        arguments: [
            ("<!DOCTYPE html>\n<html lang=en>", "html", "", "html", false),
            ("\u{FEFF}<?xml version=\"1.0\"?><!-- a <b> --><nitf:nitf x='1'>", "nitf", "nitf", nil, true),
            (
                "<?xml version='1.0'?>\n<!DOCTYPE nitf SYSTEM \"nitf.dtd\" [ <!ENTITY a \"b\"> ]>\n<nitf>", "nitf", "",
                "nitf", true
            ),
            ("  <rss version=\"2.0\">", "rss", "", nil, false),
        ])
    func roots(_ text: String, _ name: String, _ prefix: String, _ type: String?, _ isDeclared: Bool) throws {
        let root = try #require(SourceFile(Array(text.utf8), path: "x").root)
        #expect(root.name == name)
        #expect(root.prefix == prefix)
        #expect(root.documentType == type)
        #expect(root.hasDeclaration == isDeclared)
    }

    @Test(
        "No element is seen where there is none",
        arguments: ["", "<", "< 5 %", "<3", "Rates < 5", "<!-- open", "<?xml", "<!DOCTYPE"])
    func noRoot(_ text: String) { #expect(SourceFile(Array(text.utf8), path: "x").root == nil) }

    @Test(
        "A path's ending is the last name's",
        arguments: [
            ("a.b/c", ""), ("a/B.HTML", "html"), ("x.tar.gz", "gz"), (".hidden", "hidden"), ("", ""),
        ])
    func endings(_ path: String, _ ending: String) { #expect(SourceFile([], path: path).pathExtension == ending) }
}

@Suite("Speakers that a format marks")
struct GivenSpeakerTests {
    @Test("are turns, whatever the names look like, and one alone too")
    func labels() throws {
        var source = SourceText()
        source.append("spk_0 opened the line. Nobody else spoke.", speaker: "spk_0")
        let text = UTF8Text(String(decoding: source.bytes, as: UTF8.self))
        let (structure, blocks) = Blocks.read(text, given: source.blocks)
        let document = Document(text, structure: structure, blocks: blocks)
        let labels = document.reading.labels
        #expect(labels.map { text.string(in: $0.name) } == ["spk_0"])
        #expect(labels.map { text.string(in: $0.whole) } == ["spk_0:"])
    }
}
