import AnalyzerKit
import Discourse
import Ingest
import Linguistics
import Testing

/// XML of editorial systems and archives that no format is known for.
@Suite struct OtherXMLTests {
    private func documents(_ xml: String, _ path: String = "a.xml") throws -> [Document] {
        try Decoder.documents(from: Array(xml.utf8), path: path)
    }

    private func text(_ document: Document) -> String { String(decoding: document.text.bytes, as: UTF8.self) }

    @Test(
        "Words are read, not tags, and title, authors and time by the names of elements",
        arguments: [
            """
            <?xml version="1.0"?>
            <story id="7"><meta><headline>Dock to close</headline><byline>By Ada Reyes</byline><date>28 November 2026</date>
            <section>News</section></meta><content><p>The <b>board</b> of Arlen voted &amp; left.</p><p>They had no choice.</p>
            </content><rights>Northline</rights></story>
            """,
            """
            <Story><Title>Dock to close</Title><Author>Ada Reyes</Author><PubDate>2026-11-28</PubDate><ID>12</ID>
            <Body>&lt;p&gt;The board of Arlen voted &amp;amp; left.&lt;/p&gt;&lt;p&gt;They had no choice.&lt;/p&gt;</Body></Story>
            """,
        ])
    func story(xml: String) throws {
        let document = try documents(xml)[0]
        #expect(text(document) == "Dock to close\n\nThe board of Arlen voted & left.\n\nThey had no choice.")
        #expect(document.title == "Dock to close" && document.authors == ["Ada Reyes"])
        #expect(document.metadata.published == "2026-11-28" && document.source.mediaType == "application/xml")
        #expect(document.notices.map(\.reason) == ["format"])
    }

    @Test("Quotations get their marks, headings and notes their kinds")
    func kinds() throws {
        let xml = """
            <?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><title>Dock</title></teiHeader><text>
            <body><p><quote>We had no choice,</quote> said Maria Olvera.<note><p>She is its chair.</p></note></p>
            <div><head>What next</head><p>The dock closes in March.</p><table><row><cell>2024</cell><cell>12 ships</cell></row></table>
            <p>So it is said.</p></div></body></text></TEI>
            """
        let document = try documents(xml)[0]
        #expect(
            text(document) == "Dock\n\n“We had no choice,” said Maria Olvera.\n\nShe is its chair.\n\nWhat next\n\n"
                + "The dock closes in March.\n\n2024 | 12 ships\n\nSo it is said.")
        #expect(document.blocks.kinds.contains(.subhead) && document.blocks.kinds.contains(.table))
    }

    @Test("Stories beside each other are a document each")
    func items() throws {
        let story = { (number: Int) -> String in
            "<item><title>Dock \(number)</title><text>The dock number \(number) closes in March.</text></item>"
        }
        let documents = try documents("<?xml version=\"1.0\"?><export>\(story(1))\(story(2))</export>")
        #expect(documents.map(\.title) == ["Dock 1", "Dock 2"])
    }

    @Test(
        "Settings and figures stay the text that they were, and so does a text that begins with a bracket",
        arguments: [
            "<?xml version=\"1.0\"?><settings><a>1</a><b>yes</b></settings>",
            "<Tom> We had no choice.\n<Ada> Why?\n",
        ])
    func others(text: String) throws {
        let document = try documents(text)[0]
        #expect(document.source.mediaType == "text/plain" && self.text(document) == text)
    }
}
