import AnalyzerKit
import Ingest
import TestSupport
import Testing

@Suite("OpenDocument texts")
struct OpenDocumentTests {
    typealias Office = TestOffice

    private func text(_ body: String, automatic: String = "", parts: [String: String] = [:]) throws -> String {
        Office.text(try Office.document(Office.odt(body, automatic: automatic, parts: parts), "a.odt"))
    }

    @Test(
        "what a reader sees of a paragraph",
        arguments: [
            (
                "<text:p>One<text:s text:c='3'/>two<text:tab/>three<text:line-break/>four</text:p>",
                "One two three\nfour"
            ),
            (
                "<text:p>The\n   <text:span>harbour</text:span> is <text:a>open</text:a>.</text:p>",
                "The harbour is open."
            ),
            (
                "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone.</text:p></text:deletion></text:changed-region></text:tracked-changes>"
                    + "<text:p>It <text:change text:change-id='a'/><text:change-start/>is<text:change-end/> here.</text:p>",
                "It is here."
            ),
            (
                "<text:section text:display='none'><text:p>Unseen.</text:p></text:section><text:section><text:p>Seen.</text:p></text:section>",
                "Seen."
            ),
            ("<text:p>A<text:hidden-text text:is-hidden='true'>b</text:hidden-text>c</text:p>", "Ac"),
            ("<text:p><text:hidden-paragraph text:is-hidden='true'/>Unseen.</text:p><text:p>Seen.</text:p>", "Seen."),
            (
                "<text:p text:style-name='H'>Unseen.</text:p><text:p>Se<text:span text:style-name='S'>un</text:span>en.</text:p>",
                "Seen."
            ),
            (
                "<text:p>Before <draw:frame><draw:text-box><text:p>Boxed.</text:p></draw:text-box></draw:frame>after.</text:p>",
                "Before after.\n\nBoxed."
            ),
            (
                "<text:table-of-content><text:index-body><text:p>Causes 1</text:p></text:index-body></text:table-of-content><text:p>Text.</text:p>",
                "Text."
            ),
            (
                "<text:p>On <text:date>14 October</text:date>, page <text:page-number>3</text:page-number>.</text:p>",
                "On 14 October, page 3."
            ),
            (
                "<text:p><text:ruby><text:ruby-base>base</text:ruby-base><text:ruby-text>x</text:ruby-text></text:ruby></text:p>",
                "base"
            ),
            ("<text:p><text:placeholder>&lt;name&gt;</text:placeholder>Ada.</text:p>", "Ada."),
        ])
    func paragraphs(body: String, read: String) throws {
        let styles =
            "<style:style style:name='H' style:family='paragraph'><style:text-properties text:display='none'/></style:style>"
            + "<style:style style:name='S' style:family='text'><style:text-properties text:display='none'/></style:style>"
        #expect(try text(body, automatic: styles) == read)
    }

    @Test("tells what paragraphs are, with and without the part that has the styles", arguments: [true, false])
    func styles(_ hasStyles: Bool) throws {
        let automatic =
            "<style:style style:name='P1' style:family='paragraph' style:parent-style-name='Title'/>"
            + "<style:style style:name='P2' style:family='paragraph' style:parent-style-name='Quotations'/>"
        let named =
            "<office:document-styles \(Office.odfSpaces)><office:styles>"
            + "<style:style style:name='Title' style:family='paragraph' style:parent-style-name='Heading'/>"
            + "<style:style style:name='Quotations' style:family='paragraph'/></office:styles></office:document-styles>"
        let body =
            "<text:p text:style-name='P1'>Harbour reopens</text:p><text:p>The harbour of Velmora is open again.</text:p>"
            + "<text:h text:outline-level='2'>Causes</text:h><text:p text:style-name='P2'>A storm.</text:p>"
        let document = try Office.document(
            Office.odt(body, automatic: automatic, parts: hasStyles ? ["styles.xml": named] : [:]), "a.odt")
        #expect(
            Office.blocks(document) == [
                "headline: Harbour reopens", "paragraph: The harbour of Velmora is open again.", "subhead: Causes",
                "quote: A storm.",
            ])
        #expect(document.title == "Harbour reopens")
    }

    @Test("gives lists the numbers that they show, and no bullets")
    func lists() throws {
        let automatic =
            "<text:list-style style:name='N'><text:list-level-style-number text:level='1' style:num-format='1' style:num-suffix='.'/>"
            + "<text:list-level-style-number text:level='2' style:num-format='a' style:num-suffix=')'/></text:list-style>"
            + "<text:list-style style:name='B'><text:list-level-style-bullet text:level='1' text:bullet-char='•'/></text:list-style>"
        let body =
            "<text:list text:style-name='N'><text:list-item><text:p>First</text:p><text:p>Still first</text:p>"
            + "<text:list><text:list-item><text:p>Below</text:p></text:list-item></text:list></text:list-item>"
            + "<text:list-item><text:p>Second</text:p></text:list-item></text:list>"
            + "<text:list text:style-name='B'><text:list-item><text:p>Bullet</text:p></text:list-item></text:list>"
            + "<text:list text:style-name='N' text:continue-numbering='true'><text:list-item><text:p>Third</text:p></text:list-item></text:list>"
            + "<text:list text:style-name='N'><text:list-item text:start-value='9'><text:p>Ninth</text:p></text:list-item></text:list>"
        #expect(
            try text(body, automatic: automatic)
                == "1. First\nStill first\na) Below\n2. Second\nBullet\n3. Third\n9. Ninth")
    }

    @Test("reads tables by rows, and cells that are repeated no more often than makes sense")
    func tables() throws {
        let body =
            "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Place</text:p></table:table-cell>"
            + "<table:table-cell><text:p>Height</text:p></table:table-cell></table:table-row></table:table-header-rows>"
            + "<table:table-row><table:table-cell><text:p>Velmora</text:p></table:table-cell>"
            + "<table:table-cell table:number-columns-repeated='2'><text:p>12</text:p></table:table-cell>"
            + "<table:covered-table-cell><text:p>x</text:p></table:covered-table-cell>"
            + "<table:table-cell table:number-columns-repeated='16000'/></table:table-row>"
            + "<table:table-row table:number-rows-repeated='1000000'><table:table-cell/></table:table-row></table:table>"
        #expect(try text(body) == "Place | Height\nVelmora | 12 | 12")
    }

    @Test("puts notes behind the text")
    func notes() throws {
        let body =
            "<text:p>It rose.<text:note text:note-class='endnote'><text:note-citation>i</text:note-citation><text:note-body><text:p>At night.</text:p></text:note-body></text:note>"
            + "<office:annotation><dc:creator>Ada</dc:creator><dc:date>2026-10-14T08:30:00</dc:date><text:p>Is that so?</text:p></office:annotation></text:p>"
            + "<text:p>It fell.<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body><text:p>By hand.</text:p></text:note-body></text:note></text:p>"
        let document = try Office.document(Office.odt(body), "a.odt")
        #expect(
            Office.blocks(document) == [
                "paragraph: It rose.", "paragraph: It fell.", "note: By hand.", "note: At night.", "note: Is that so?",
            ])
    }

    private static let meta =
        "<office:document-meta \(TestOffice.odfSpaces)><office:meta><dc:title>Harbour reopens</dc:title>"
        + "<meta:initial-creator>Ada Brandt</meta:initial-creator><dc:creator>Tom Ode</dc:creator>"
        + "<meta:creation-date>2026-10-14T08:30:00.123456789</meta:creation-date><dc:date>2026-10-15T09:00:00Z</dc:date>"
        + "</office:meta></office:document-meta>"

    @Test("takes title, author and times from the meta data")
    func properties() throws {
        let bytes = Office.odt("<text:p>The harbour of Velmora is open again.</text:p>", parts: ["meta.xml": Self.meta])
        let document = try Office.document(bytes, "a.odt")
        #expect(document.title == "Harbour reopens")
        #expect(document.authors == ["Ada Brandt"])
        #expect(document.metadata.published == "2026-10-14T08:30:00.123456789")
        #expect(document.metadata.modified == "2026-10-15T09:00:00Z")
        #expect(document.source.mediaType == "application/vnd.oasis.opendocument.text")
    }

    @Test("reads a document that is one file of XML")
    func flat() throws {
        let xml =
            "<?xml version='1.0'?><office:document \(Office.odfSpaces) office:mimetype='application/vnd.oasis.opendocument.text'>"
            + "<office:body><office:text><text:p>The harbour is open.</text:p></office:text></office:body></office:document>"
        #expect(Office.text(try Office.document(Array(xml.utf8), "a.fodt")) == "The harbour is open.")
    }

    @Test("refuses an encrypted document with what to do")
    func encrypted() throws {
        let manifest =
            "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'><manifest:file-entry manifest:full-path='content.xml'>"
            + "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
        let bytes = Office.odt("", parts: ["META-INF/manifest.xml": manifest])
        let error = #expect(throws: DecodeError.self) { try Office.document(bytes, "a.odt") }
        #expect(
            error?.description
                == "This is an encrypted ODT file, which is not read. Save it without its password, and drop that.")
    }
}
