import AnalyzerKit
import Discourse
import Ingest
import TestSupport
import Testing

@Suite("Word documents")
struct WordDocumentTests {
    typealias Office = TestOffice

    private func text(_ body: String, parts: [String: String] = [:]) throws -> String {
        Office.text(try Office.document(Office.docx(body, parts: parts), "a.docx"))
    }

    @Test(
        "what a reader sees of a paragraph",
        arguments: [
            // Tracked changes: what was put in is read, what was taken out is not.
            (
                Office.p(
                    Office.r("The council ") + "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
                        + "<w:ins>\(Office.r("at last "))</w:ins>" + Office.r("agreed.")),
                "The council at last agreed."
            ),
            (
                Office.p(
                    "<w:moveFrom>\(Office.r("Gone. "))</w:moveFrom><w:moveTo>\(Office.r("Here. "))</w:moveTo>"
                        + Office.r("End.")),
                "Here. End."
            ),
            // A deleted end of a paragraph joins it to the next.
            (
                Office.p(Office.r("One "), properties: "<w:rPr><w:del/></w:rPr>") + Office.p(Office.r("two.")),
                "One two."
            ),
            // Hidden words; a toggle that is off hides nothing.
            (
                Office.p(
                    Office.r("Seen") + Office.r(" unseen", "<w:vanish/>") + Office.r(".", "<w:vanish w:val=\"0\"/>")),
                "Seen."
            ),
            (Office.p(Office.r("Not for print."), style: "Verborgen") + Office.p(Office.r("For print.")), "For print."),
            // Tabs, breaks, hyphens that are marks for setting.
            (
                Office.p(
                    "<w:r><w:t>co</w:t><w:softHyphen/><w:t>operate</w:t><w:tab/><w:t>ex</w:t><w:noBreakHyphen/><w:t>mayor</w:t></w:r>"
                ),
                "cooperate ex-mayor"
            ),
            (Office.p("<w:r><w:t>Line</w:t><w:br/><w:t>next</w:t></w:r>"), "Line\nnext"),
            (Office.p("<w:r><w:t>One.</w:t><w:br/><w:br/><w:t>Two.</w:t></w:r>"), "One.\n\nTwo."),
            (Office.p("<w:r><w:t>One.</w:t><w:br w:type=\"page\"/><w:t>Two.</w:t></w:r>"), "One.\n\nTwo."),
            // A field shows its result, whatever is in its code.
            (
                Office.p(
                    Office.r("See ")
                        + "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>IF 1 = </w:instrText></w:r>"
                        + "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
                        + "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>\(Office.r("7"))<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
                        + "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>\(Office.r("the site"))<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
                        + Office.r(".")),
                "See the site."
            ),
            (
                Office.p("<w:hyperlink r:id=\"x\">\(Office.r("A link"))</w:hyperlink>" + Office.r(" and more.")),
                "A link and more."
            ),
            (Office.p("<w:fldSimple w:instr=\"DATE\">\(Office.r("14 October"))</w:fldSimple>"), "14 October"),
            // What asks for words is none.
            (
                Office.p(
                    "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>\(Office.r("Click here."))</w:sdtContent></w:sdt>"
                        + "<w:sdt><w:sdtContent>\(Office.r("Filled in."))</w:sdtContent></w:sdt>"),
                "Filled in."
            ),
            // A letter set large belongs to the word behind it.
            (
                Office.p(Office.r("T"), properties: "<w:framePr w:dropCap=\"drop\"/>")
                    + Office.p(Office.r("he harbour reopened.")),
                "The harbour reopened."
            ),
            (
                Office.p(
                    "<w:r><w:ruby><w:rt>\(Office.r("unseen"))</w:rt><w:rubyBase>\(Office.r("base"))</w:rubyBase></w:ruby></w:r>"
                ),
                "base"
            ),
            (Office.p("<m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath>"), "E=mc"),
            (Office.p("<w:r><w:t>A\nB</w:t></w:r>"), "A B"),
        ])
    func paragraphs(body: String, read: String) throws {
        #expect(try text(body, parts: ["word/styles.xml": Office.styles]) == read)
    }

    @Test("reads a text box once, behind the paragraph that it stands in")
    func textBoxes() throws {
        let box = "<w:txbxContent>\(Office.p(Office.r("Boxed words.")))</w:txbxContent>"
        let body = Office.p(
            Office.r("Before ")
                + "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx>\(box)</wps:txbx></w:drawing></mc:Choice>"
                + "<mc:Fallback><w:pict><v:textbox>\(box)</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
                + Office.r("and after."))
        #expect(try text(body) == "Before and after.\n\nBoxed words.")
    }

    @Test("tells what paragraphs are by their styles, in whatever language their ids are")
    func styles() throws {
        let body =
            Office.p(Office.r("Harbour reopens"), style: "Title")
            + Office.p(Office.r("Two weeks lost"), style: "Untertitel")
            + Office.p(Office.r("Contents 1"), style: "TOC1")
            + Office.p(Office.r("The harbour of Velmora is open again."))
            + Office.p(Office.r("Causes"), style: "berschrift1") + Office.p(Office.r("A storm."), style: "Zitat")
            + Office.p(Office.r("Where it was"), style: "Heading2") + Office.p(Office.r("The pier."), style: "Legende")
        let document = try Office.document(Office.docx(body, parts: ["word/styles.xml": Office.styles]), "a.docx")
        #expect(
            Office.blocks(document) == [
                "headline: Harbour reopens", "subhead: Two weeks lost",
                "paragraph: The harbour of Velmora is open again.",
                "subhead: Causes", "quote: A storm.", "subhead: Where it was", "caption: The pier.",
            ])
        #expect(document.title == "Harbour reopens")
    }

    private static let numbering =
        "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>"
        + "<w:lvlText w:val=\"%1.\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"lowerLetter\"/>"
        + "<w:lvlText w:val=\"%1.%2)\"/></w:lvl></w:abstractNum>"
        + "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"-\"/></w:lvl></w:abstractNum>"
        + "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>"
        + "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"7\"/></w:lvlOverride></w:num>"

    @Test("gives lists the numbers that they show, and no bullets")
    func lists() throws {
        func item(_ words: String, _ list: Int, _ level: Int = 0) -> String {
            Office.p(
                Office.r(words),
                properties: "<w:numPr><w:ilvl w:val=\"\(level)\"/><w:numId w:val=\"\(list)\"/></w:numPr>")
        }
        let body =
            item("First", 1) + item("Below", 1, 1) + item("Below too", 1, 1) + item("Second", 1) + item("Anew", 1, 1)
            + item("Bullet", 2) + item("Seventh", 3) + item("Eighth", 3)
        let document = try Office.document(Office.docx(body, parts: ["word/numbering.xml": Self.numbering]), "a.docx")
        #expect(
            Office.text(document)
                == "1. First\n1.a) Below\n1.b) Below too\n2. Second\n2.a) Anew\nBullet\n7. Seventh\n8. Eighth")
        #expect(document.blocks.kinds.allSatisfy { $0 == .list })
    }

    private func table(_ rows: [(String, String)]) -> String {
        let cell = { (words: String) in "<w:tc>\(Office.p(Office.r(words)))</w:tc>" }
        return "<w:tbl>" + rows.map { "<w:tr>\(cell($0.0))\(cell($0.1))</w:tr>" }.joined() + "</w:tbl>"
    }

    @Test("reads a transcript's table as turns, and a table of names and facts as rows")
    func turns() throws {
        let speech = [
            ("Reyes", "Why close the dock?"), ("Olvera:", "We had no choice. It costs too much."),
            ("Reyes", "And now?"),
        ]
        #expect(
            try text(table(speech)) == "Reyes: Why close the dock?\n\nOlvera: We had no choice. It costs too much.\n\n"
                + "Reyes: And now?")
        let facts = [("North", "12 ships"), ("South", "3 ships"), ("North", "7 boats")]
        #expect(try text(table(facts)) == "North | 12 ships\nSouth | 3 ships\nNorth | 7 boats")
        let people = [("Reyes", "She asks."), ("Olvera", "She answers."), ("Ode", "He waits.")]
        #expect(try text(table(people)).contains("Reyes | She asks."))
    }

    @Test("reads tables by rows, and what a table only lays out as paragraphs")
    func tables() throws {
        func cell(_ inner: String, _ properties: String = "") -> String {
            "<w:tc><w:tcPr>\(properties)</w:tcPr>\(inner)</w:tc>"
        }
        func word(_ words: String) -> String { Office.p(Office.r(words)) }
        let data =
            "<w:tbl><w:tr>\(cell(word("Place")))\(cell(word("Height") + word("in cm")))</w:tr>"
            + "<w:tr>\(cell(word("Velmora"), "<w:vMerge w:val=\"restart\"/>"))\(cell(word("12")))</w:tr>"
            + "<w:tr>\(cell(word(""), "<w:vMerge/>"))\(cell(word("14")))</w:tr>"
            + "<w:tr><w:trPr><w:del/></w:trPr>\(cell(word("Gone")))\(cell(word("0")))</w:tr></w:tbl>"
        let layout = "<w:tbl><w:tr>\(cell(word("One paragraph.") + word("Another one.")))</w:tr></w:tbl>"
        #expect(
            try text(data + word("Between.") + layout)
                == "Place | Height in cm\nVelmora | 12\n14\n\nBetween.\n\nOne paragraph.\n\nAnother one.")
    }

    @Test("puts notes that are referred to behind the text, and leaves out their separators")
    func notes() throws {
        let body =
            Office.p(
                Office.r("It rose.")
                    + "<w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:commentReference w:id=\"5\"/></w:r>"
                    + "<w:del><w:r><w:footnoteReference w:id=\"3\"/></w:r></w:del>")
            + Office.p(
                Office.r("It fell.")
                    + "<w:r><w:endnoteReference w:customMarkFollows=\"1\" w:id=\"1\"/><w:t>*</w:t></w:r>")
        let parts = [
            "word/footnotes.xml": "<w:footnote w:type=\"separator\" w:id=\"-1\">\(Office.p(Office.r("x")))</w:footnote>"
                + "<w:footnote w:id=\"2\">\(Office.p("<w:r><w:footnoteRef/></w:r>" + Office.r(" By hand.")))</w:footnote>"
                + "<w:footnote w:id=\"3\">\(Office.p(Office.r("Taken out.")))</w:footnote>",
            "word/endnotes.xml": "<w:endnote w:id=\"1\">\(Office.p(Office.r("At night.")))</w:endnote>",
            "word/comments.xml":
                "<w:comment w:id=\"5\" w:author=\"Ada Brandt\">\(Office.p(Office.r("Is that so?")))</w:comment>",
        ]
        let document = try Office.document(Office.docx(body, parts: parts), "a.docx")
        #expect(
            Office.blocks(document) == [
                "paragraph: It rose.", "paragraph: It fell.", "note: By hand.", "note: At night.", "note: Is that so?",
            ])
    }

    @Test("reads the HTML that a document takes in")
    func chunks() throws {
        let html = "<html><body><h1>Harbour</h1><p>The harbour is open.</p></body></html>"
        #expect(
            try text("<w:altChunk r:id=\"html\"/>", parts: ["word/chunk.html": html])
                == "Harbour\n\nThe harbour is open.")
    }

    private func core(_ title: String, _ creator: String, created: String = "2026-10-14T08:30:00Z") -> [String: String]
    {
        [
            "docProps/core.xml":
                "<dc:title>\(title)</dc:title><dc:creator>\(creator)</dc:creator><dcterms:created>\(created)</dcterms:created>"
                + "<dcterms:modified>2026-10-15T09:00:00+02:00</dcterms:modified>",
            "word/styles.xml": Office.styles,
        ]
    }

    @Test("takes title, authors and times from the properties")
    func properties() throws {
        let bytes = Office.docx(
            Office.p(Office.r("The harbour of Velmora is open again after two weeks.")),
            parts: core("Harbour reopens after storm", "Brandt, Ada; Tom Ode"))
        let document = try Office.document(bytes, "a.docx")
        #expect(document.title == "Harbour reopens after storm")
        #expect(document.authors == ["Ada Brandt", "Tom Ode"])
        #expect(document.metadata.published == "2026-10-14T08:30:00Z")
        #expect(document.metadata.modified == "2026-10-15T07:00:00Z")
    }

    @Test(
        "takes what the page says where the properties are what a program left there",
        arguments: [
            "Microsoft Word - harbour_v3.docx", "Untitled", "Document1", "harbour_v3", "", "C:\\texts\\harbour",
            "PRESS RELEASE",
            "harbour final.doc", "Budget meeting minutes",
        ])
    func junkTitles(_ title: String) throws {
        let body =
            Office.p(Office.r("Harbour reopens"), style: "Title") + Office.p(Office.r("By Ada Brandt"))
            + Office.p(Office.r("The harbour of Velmora is open again after two weeks."))
        for creator in [
            "user", "python-docx", "Microsoft Office User", "Admin", "abrandt", "ab@example.com", "Editorial Desk",
        ] {
            let bytes = Office.docx(body, parts: core(title, creator, created: "2013-12-23T23:15:00Z"))
            let document = try Office.document(bytes, "a/harbour.docx")
            #expect(document.title == "Harbour reopens")
            #expect(document.authors == ["Ada Brandt"], "\(creator)")
            #expect(document.metadata.published == nil)
        }
    }

    @Test("takes the people of a paragraph that is styled as the byline", arguments: ["Byline", "Author"])
    func bylines(_ style: String) throws {
        let body =
            Office.p(Office.r("by Ada Brandt and Tom Ode"), style: style)
            + Office.p(Office.r("The harbour of Velmora is open again after two weeks."))
        let document = try Office.document(Office.docx(body, parts: core("", "Mia Lund")), "a.docx")
        #expect(document.authors == ["Ada Brandt", "Tom Ode"])
        #expect(document.blocks.kinds.first == .byline)
    }

    @Test("says what a release's first lines say against publishing it")
    func embargo() throws {
        let body =
            Office.p(Office.r("EMBARGOED UNTIL 0001 GMT, OCT. 15, 2026")) + Office.p(Office.r("Harbour reopens"))
            + Office.p(Office.r("The harbour of Velmora is open again after two weeks."))
        let document = try Office.document(Office.docx(body), "a.docx")
        #expect(document.metadata.wire?.embargo == "2026-10-15T00:01:00Z")
    }

    @Test("takes no author where there is none")
    func noAuthors() throws {
        let body = Office.p(Office.r("The harbour of Velmora is open again after two weeks."))
        #expect(try Office.document(Office.docx(body, parts: core("", "user")), "a.docx").authors == [])
    }
}
