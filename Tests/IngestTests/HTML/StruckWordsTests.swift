import AnalyzerKit
import Discourse
import Ingest
import TestSupport
import Testing

/// What is struck out is no part of a text, wherever HTML is read.
@Suite struct StruckWordsTests {
    /// Markup and what is read of it.
    static let paragraphs: [(String, String)] = [
        (
            "Some <del>40</del> <ins>14</ins> people took part, the company said.",
            "Some 14 people took part, the company said."
        ),
        (
            "The plant cost <s>$50m</s>$40m, the company said on Monday.",
            "The plant cost $40m, the company said on Monday."
        ),
        (
            "“We have <strike>never</strike> often seen it,” said Petra Rowan.",
            "“We have often seen it,” said Petra Rowan."
        ),
        (
            "It was late <s>again</s>, the company said on <S>Sunday</S> Monday.",
            "It was late, the company said on Monday."
        ),
        (
            "It opened <span style='color: red; text-decoration: line-through'>on <b>Sunday</b></span> on Monday morning.",
            "It opened on Monday morning."
        ),
        (
            "<del>Gone <em>are</em> the </del>Days of bread are back, the company said.",
            "Days of bread are back, the company said."
        ),
        (
            "It <u>opened</u> on <ins>Monday</ins>, the <small>company</small> said.",
            "It opened on Monday, the company said."
        ),
    ]

    private func text(_ bytes: [UInt8], _ path: String) throws -> Document {
        try Decoder.document(from: bytes, path: path)
    }

    @Test(arguments: paragraphs)
    func aPageIsReadWithoutIt(_ markup: String, _ read: String) throws {
        var texts = TestPage.prose
        texts.insert(markup, at: 2)
        let document = try TestPage(story: TestPage.paragraphs(texts)).document()
        #expect(document.body[2] == read)
        #expect(document.body.count == texts.count)
    }

    @Test(arguments: paragraphs)
    func aMailIsReadWithoutIt(_ markup: String, _ read: String) throws {
        let mail =
            "From: Ada Reyes <ada@alden.example>\nSubject: Rain\nDate: Tue, 3 Mar 2026 10:14:00 +0000\n"
            + "Content-Type: text/html; charset=utf-8\n\n<p>The plant has opened, as all know.</p><p>\(markup)</p>"
        #expect(try text(Array(mail.utf8), "a.eml").body.contains(read))
    }

    @Test(arguments: paragraphs)
    func aFeedIsReadWithoutIt(_ markup: String, _ read: String) throws {
        let feed =
            "<rss version='2.0'><channel><title>Alden</title><item><title>A plant opens</title><description>"
            + "<![CDATA[<p>The plant has opened, as all know.</p><p>\(markup)</p>]]></description></item></channel></rss>"
        #expect(try text(Array(feed.utf8), "a.rss").body.contains(read))
    }

    @Test(arguments: paragraphs)
    func aBookIsReadWithoutIt(_ markup: String, _ read: String) throws {
        let book = TestArchive.zip([
            ("mimetype", "application/epub+zip"),
            (
                "META-INF/container.xml",
                "<container><rootfiles><rootfile full-path='book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>"
            ),
            (
                "book.opf",
                "<package><manifest><item id='a' href='a.xhtml'/></manifest><spine><itemref idref='a'/></spine></package>"
            ),
            ("a.xhtml", "<html><body><p>The plant has opened, as all know.</p><p>\(markup)</p></body></html>"),
        ])
        #expect(try text(book, "a.epub").body.contains(read))
    }

    @Test(arguments: [
        "<p><s>%1</s></p>", "<p style='text-decoration:line-through'>%1</p>", "<del><p>%1</p></del>",
        "<ul><li><del>%1</del></li></ul>",
    ])
    func aParagraphThatIsStruckOutGoes(_ markup: String) throws {
        var page = TestPage()
        let gone = "Tickets were sold at the gate until the evening, the company had said on Sunday."
        page.story +=
            markup.replacing("%1", with: gone) + TestPage.paragraphs(["That was all there was on Monday, it said."])
        let document = try page.document()
        #expect(!document.whole.contains("Tickets"))
        #expect(document.whole.contains("That was all there was"))
    }

    @Test(arguments: ["s", "del", "span style='text-decoration:line-through'"])
    func aStoryThatIsStruckOutWholeIsKept(_ element: String) throws {
        let end = element.prefix { $0 != " " }
        let story = TestPage.prose.map { "<\(element)>\($0)</\(end)>" }
        #expect(try TestPage(story: TestPage.paragraphs(story)).document().body == TestPage.prose)
        let item =
            "<rss version='2.0'><channel><title>Alden</title><item><title>A plant opens</title><description><![CDATA["
            + "\(TestPage.paragraphs(story))]]></description></item></channel></rss>"
        #expect(try text(Array(item.utf8), "a.rss").body == TestPage.prose)
    }

    @Test func aCellThatIsStruckOutIsEmpty() throws {
        let item =
            "<rss version='2.0'><channel><title>Alden</title><item><title>A plant opens</title><description><![CDATA["
            + "<p>The plant has opened, as all know.</p><table><tr><td>Loaves</td><td><s>40</s></td><td>14</td></tr></table>"
            + "]]></description></item></channel></rss>"
        #expect(try text(Array(item.utf8), "a.rss").body.contains("Loaves | 14"))
    }
}
