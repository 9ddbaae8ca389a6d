import AnalyzerKit
import Ingest
import TestSupport
import Testing

@Suite("Books in EPUB")
struct ElectronicBookTests {
    typealias Office = TestOffice

    private func book(
        _ chapters: [String], metadata: String = "<dc:title>The Harbour</dc:title><dc:creator>Ada Brandt</dc:creator>",
        items: String = "", spine: String = "", parts: [(name: String, text: String)] = []
    ) -> [UInt8] {
        let files: [(name: String, text: String)] =
            [
                ("mimetype", "application/epub+zip"),
                (
                    "META-INF/container.xml",
                    "<container><rootfiles><rootfile full-path='OPS/book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>"
                ),
                (
                    "OPS/book.opf",
                    "<package xmlns:opf='http://www.idpf.org/2007/opf'><metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>\(metadata)</metadata>"
                        + "<manifest><item id='nav' properties='nav' href='nav.xhtml'/>\(items)"
                        + chapters.indices.map { "<item id='c\($0)' href='text/c%20\($0).xhtml'/>" }.joined()
                        + "</manifest><spine><itemref idref='nav'/>\(spine)"
                        + chapters.indices.reversed().map { "<itemref idref='c\($0)'/>" }.joined()
                        + "</spine></package>"
                ),
                ("OPS/nav.xhtml", "<html><body><nav><ol><li>The pier</li></ol></nav><p>Contents</p></body></html>"),
            ]
            + chapters.enumerated().map {
                ("OPS/text/c \($0.offset).xhtml", "<html xmlns:epub='x'><body>\($0.element)</body></html>")
            }
            + parts
        return TestArchive.zip(files)
    }

    @Test("reads chapters in the order of the spine, without contents")
    func order() throws {
        let document = try Office.document(
            book(["<h1>Two</h1><p>Later.</p>", "<h1>One</h1><p>Earlier&nbsp;on.</p>"]), "a.epub")
        #expect(Office.text(document) == "One\n\nEarlier on.\n\nTwo\n\nLater.")
        #expect(document.title == "The Harbour")
        #expect(document.authors == ["Ada Brandt"])
        #expect(document.source.mediaType == "application/epub+zip")
    }

    @Test("gives the items of counted lists their numbers")
    func numbers() throws {
        let chapter =
            "<p>Rules:</p><ol><li><p>First</p><p>More of it</p></li><li>Second<ol type='a'><li>Inner</li></ol></li></ol>"
            + "<ol start='7'><li>Seventh</li><li value='9'>Ninth</li></ol><ol style='list-style-type: none'><li>Bare</li></ol>"
        let document = try Office.document(book([chapter]), "a.epub")
        #expect(
            Office.blocks(document).filter { $0.hasPrefix("list") } == [
                "list: 1. First", "list: More of it", "list: 2. Second", "list: a. Inner", "list: 7. Seventh",
                "list: 9. Ninth",
                "list: Bare",
            ])
    }

    @Test("tells what a chapter's elements are, and puts notes behind the text")
    func elements() throws {
        let chapter =
            "<h2>Causes</h2><p>It rose<a epub:type='noteref' href='#n'>1</a> again<sup><a href='#m'>2</a></sup>.<br/>Next.</p>"
            + "<aside epub:type='footnote' id='n'><p>By hand.<a role='doc-backlink' href='#x'>↩</a></p></aside><blockquote><p>A storm.</p></blockquote>"
            + "<ul><li><p>First</p></li><li>Second</li></ul><table><tr><td>Place</td><td>12</td></tr></table>"
            + "<figure><img alt='x'/><figcaption>The pier.</figcaption></figure><p hidden='hidden'>Unseen.</p>"
        let document = try Office.document(book([chapter]), "a.epub")
        #expect(
            Office.blocks(document) == [
                "subhead: Causes", "paragraph: It rose again.\nNext.", "quote: A storm.", "list: First",
                "list: Second",
                "table: Place | 12", "caption: The pier.", "note: By hand.",
            ])
    }

    @Test("leaves out covers, what is not in order, and what names itself contents")
    func leftOut() throws {
        let bytes = book(
            ["<section epub:type='toc'><p>Contents</p></section><p>Text.</p>"],
            items: "<item id='a' href='a.xhtml'/>", spine: "<itemref idref='a' linear='no'/>",
            parts: [("OPS/a.xhtml", "<html><body><p>Aside.</p></body></html>")])
        #expect(Office.text(try Office.document(bytes, "a.epub")) == "Text.")
    }

    @Test("takes what the book says of itself")
    func metadata() throws {
        let metadata =
            "<dc:title>The Harbour</dc:title><dc:creator id='x'>Brandt, Ada</dc:creator><dc:creator id='y'>Tom Ode</dc:creator>"
            + "<meta property='role' refines='#y'>ill</meta><dc:publisher>Kestrel</dc:publisher><dc:date>2026-10-14</dc:date>"
            + "<meta property='dcterms:modified'>2026-10-15T09:00:00Z</meta>"
        let document = try Office.document(book(["<p>Text.</p>"], metadata: metadata), "a.epub")
        #expect(document.authors == ["Ada Brandt"])
        #expect(document.metadata.publisher == "Kestrel")
        #expect(document.metadata.published == "2026-10-14")
        #expect(document.metadata.modified == "2026-10-15T09:00:00Z")
    }

    @Test("refuses books whose text is encrypted, not those whose fonts are", arguments: [true, false])
    func encrypted(_ isText: Bool) throws {
        let place = isText ? "OPS/text/c%200.xhtml" : "OPS/font.otf"
        let encryption =
            "<encryption><EncryptedData><CipherData><CipherReference URI='\(place)'/></CipherData></EncryptedData></encryption>"
        let bytes = book(["<p>Text.</p>"], parts: [("META-INF/encryption.xml", encryption)])
        guard isText else {
            #expect(Office.text(try Office.document(bytes, "a.epub")) == "Text.")
            return
        }
        let error = #expect(throws: DecodeError.self) { try Office.document(bytes, "a.epub") }
        #expect(error?.reason == "unsupported-format")
    }

    @Test("says which chapter is missing")
    func missing() throws {
        let bytes = book(["<p>Text.</p>"], items: "<item id='a' href='a.xhtml'/>", spine: "<itemref idref='a'/>")
        let document = try Office.document(bytes, "a.epub")
        #expect(document.notices.map(\.message) == ["OPS/a.xhtml, a chapter, is missing from it."])
    }
}
