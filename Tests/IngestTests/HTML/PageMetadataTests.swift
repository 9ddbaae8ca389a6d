import AnalyzerKit
import Discourse
import Ingest
import Testing

/// What pages tell of themselves.
@Suite struct PageMetadataTests {
    private static func document(_ head: String, _ body: String = "") throws -> Document {
        try TestPage.document(
            "<html><head>\(head)</head><body>\(body)\(TestPage.paragraphs(TestPage.prose))</body></html>")
    }

    @Test(
        arguments: [
            ("<title>A plant opens | The Courier</title>", "", "A plant opens"),
            (
                "<title>A plant opens in Alden - The Courier</title><meta property='og:site_name' content='The Courier'>",
                "",
                "A plant opens in Alden"
            ),
            ("<title>A plant opens in Alden | News | The Courier</title>", "", "A plant opens in Alden"),
            (
                "<title>The Courier</title><meta property='og:title' content='A plant opens | Business | The Courier'>",
                "<h1>A plant opens</h1>", "A plant opens"
            ),
            (
                "<title>Courier</title><meta property=og:title content='A plant &amp;amp; a town'>", "",
                "A plant & a town"
            ),
            (
                "<title>Bread: why the plant in Alden matters | Courier</title>",
                "<h1>Courier</h1><h1>Why the plant in Alden matters</h1>",
                "Why the plant in Alden matters"
            ),
            ("<title>x</title>", "<h1>A plant opens in the town of Alden</h1>", "A plant opens in the town of Alden"),
            (
                "<title>Alden Notes: Bread, butter and the plant</title>",
                "<h1>Alden Notes</h1><h3>Bread, butter and the plant</h3>", "Bread, butter and the plant"
            ),
            (
                "<title>A plant opens in Alden</title>",
                "<h1><span>Town news</span> <span>A plant opens in Alden</span></h1>", "A plant opens in Alden"
            ),
            ("<title>Norvik News</title>", "<h1>Ice shuts Norvik</h1>", "Ice shuts Norvik"),
            ("<title>Ice</title>", "<h1>Ice shuts Norvik</h1>", "Ice shuts Norvik"),
            (
                "<title>A plant opens in Alden</title>", "<h1>Exclusive: A plant opens in Alden</h1>",
                "Exclusive: A plant opens in Alden"
            ),
            (
                "<title>Bread | Courier</title><meta property='og:title' content='You will not guess what has come'>",
                "<h1>A plant opens in the town of Alden</h1>", "A plant opens in the town of Alden"
            ),
            (
                "<title>The Courier: A plant opens in Alden</title>",
                "<b>A plant opens in Alden after all</b>", "A plant opens in Alden after all"
            ),
            (
                "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"A plant opens\"}]}</script>",
                "",
                "A plant opens"
            ),
        ])
    func titlesAreWithoutTheSite(_ head: String, _ body: String, _ title: String) throws {
        #expect(try Self.document(head, body).title == title)
    }

    @Test(
        arguments: [
            (
                #"<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"Ada Reyes"}}</script>"#,
                "",
                ["Ada Reyes"]
            ),
            (
                #"<script type="application/ld+json">[{"@type":"NewsArticle","author":[{"name":"Ada Reyes"},{"@type":"Person","name":"Tom Ode"}],}]</script>"#,
                "", ["Ada Reyes", "Tom Ode"]
            ),
            (
                ##"<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","author":{"@id":"#a"}},{"@type":"Person","@id":"#a","name":"Ada Reyes"}]}</script>"##,
                "", ["Ada Reyes"]
            ),
            (
                #"<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Organization","name":"The Courier"}}</script>"#,
                "", []
            ),
            ("<meta name=author content='Ada Reyes and Tom Ode'>", "", ["Ada Reyes", "Tom Ode"]),
            ("<meta name=author content='Courier Staff'>", "", []),
            ("<meta property='article:author' content='https://www.facebook.example/courier'>", "", []),
            ("<meta name=author content='ada@courier.example'>", "", []),
            (
                "<meta name=author content='Reuters'>", "<h1>A</h1><p class=byline>By Ada Reyes, Political Editor</p>",
                ["Ada Reyes"]
            ),
            ("", "<h1>A</h1><p>By Ada Reyes and Tom Ode</p>", ["Ada Reyes", "Tom Ode"]),
            ("", "<h1>A</h1><div class='byline'>By <a rel=author href=/a>Ada Reyes</a> in Alden</div>", ["Ada Reyes"]),
            ("", "<h1>A</h1><p class='photo-credit'>Photograph by Jo Reed</p>", []),
            (
                "", "<h1>A</h1><p class='byline'>By Jean-Luc O’Brien de la Cruz | Updated 4 March 2026</p>",
                ["Jean-Luc O’Brien de la Cruz"]
            ),
            ("", "<h1>A</h1><p class='byline'>Words by Ada Reyes. Photographs by Jo Reed</p>", ["Ada Reyes"]),
            ("", "<h1>A</h1><div>BY ADA O'BRIEN AND TOM VAN DER ODE</div>", ["Ada O'Brien", "Tom van der Ode"]),
            ("", "<h1>A</h1><p>ADA MCRAE-SMITH | 4 March 2026</p>", ["Ada McRae-Smith"]),
            ("", "<h1>A</h1><p>FOR IMMEDIATE RELEASE</p><p>4 March 2026</p>", []),
            ("", "<h1>A</h1><p>Ada Reyes <a href='mailto:a@courier.example'>a@courier.example</a></p>", ["Ada Reyes"]),
            ("", "<h1>A</h1><address>Ada Reyes, Maritime Editor</address>", ["Ada Reyes"]),
            ("", "<h1>A</h1><p>Posted March 4, 2026 by Ada Reyes in News</p>", ["Ada Reyes"]),
            ("", "<h1>A</h1><p>Analysis by Ada Reyes</p>", ["Ada Reyes"]),
            ("", "<h1>A</h1><p>A harbour shaped by Ada Reyes</p>", []),
            ("", "<h1>A</h1><ul><li>Author: <b>Ada Reyes</b></li><li>Date: <b>2026-03-04</b></li></ul>", ["Ada Reyes"]),
            (
                "",
                "<h1>A</h1><p class='byline'><b>By</b> <b>Dr. Ada-Jo van der Berg</b><i>Senior Correspondent</i></p>",
                ["Ada-Jo van der Berg"]
            ),
            (
                "", "<h1>A</h1><p class='byline'>by: Ahmad al-Sayed, Nguyễn Thị Minh</p>",
                ["Ahmad al-Sayed", "Nguyễn Thị Minh"]
            ),
            ("<meta name='DC.creator' content='Reyes, Ada; Ode, Tom'>", "", ["Ada Reyes", "Tom Ode"]),
            ("<meta name='author' content='Reyes, Ada'>", "", []),
        ] as [(String, String, [String])])
    func authorsArePeople(_ head: String, _ body: String, _ authors: [String]) throws {
        #expect(try Self.document(head, body).authors == authors)
    }

    @Test(
        arguments: [
            (
                "<meta property='article:published_time' content='2026-03-04T10:15:30+02:00'>", "",
                "2026-03-04T08:15:30Z", nil
            ),
            (
                "<meta property='article:published_time' content='2026-03-04T10:15:30.250Z'>", "",
                "2026-03-04T10:15:30.250Z", nil
            ),
            ("<meta name='date' content='2026-03-04 10:15'>", "", "2026-03-04T10:15:00", nil),
            ("<meta name='pubdate' content='Wed, 04 Mar 2026 23:30:00 -0500'>", "", "2026-03-05T04:30:00Z", nil),
            ("<meta name='date' content='2026-02-30'>", "", nil, nil),
            ("<meta name='date' content='2026-03-04T25:61:00Z'>", "", "2026-03-04", nil),
            (
                #"<script type="application/ld+json">{"@type":"Article","datePublished":"2026-03-04","dateModified":"2026-03-05"}</script>"#,
                "", "2026-03-04", "2026-03-05"
            ),
            ("", "<h1>A</h1><time datetime='2026-03-04T10:00:00Z'>today</time>", "2026-03-04T10:00:00Z", nil),
            ("", "<h1>A</h1><p class=date>Published March 4, 2026 at 5:15 p.m. EST</p>", "2026-03-04T22:15:00Z", nil),
            ("", "<h1>A</h1><p>4 March 2026</p>", "2026-03-04", nil),
            ("", "<h1>A</h1><p>March 4, 2026, 6:15 p.m. GMT+2</p>", "2026-03-04T16:15:00Z", nil),
            // A story tells of other days.
            ("", "<h1>A</h1><p>On March 3, 2019, a ferry sank off Norvik.</p>", nil, nil),
            ("", "<h1>A</h1><p>She was born in Norvik on June 2, 1951.</p>", nil, nil),
            ("", "<h1>A</h1><p>The trial opens on 12 January 2027, the court said.</p>", nil, nil),
            ("", "<h1>A</h1><p class=date>13/04/2026</p>", "2026-04-13", nil),
            ("", "<h1>A</h1><p class=date>03/04/2026</p>", nil, nil),
            (
                "<meta property='og:locale' content='en_GB'>", "<h1>A</h1><p class=date>03/04/2026</p>", "2026-04-03",
                nil
            ),
            ("<meta property='og:locale' content='en_US'>", "<h1>A</h1><p class=date>03/04/26</p>", "2026-03-04", nil),
            (
                "<link rel=canonical href='https://courier.example.gov/plant'>",
                "<h1>A</h1><p class=date>03/04/2026</p>",
                "2026-03-04", nil
            ),
            ("", "<h1>A</h1><p class=date>First published: 04.03.26</p>", "2026-03-04", nil),
            ("", "<h1>A</h1><p class=meta>4. März 2026, 17:05</p>", "2026-03-04T17:05:00", nil),
            ("<link rel=canonical href='https://courier.example/2026/03/04/plant'>", "", "2026-03-04", nil),
            (
                #"<script type="application/ld+json">{"@type":"Article","datePublished":"2026-03-04","dateModified":"2026-03-01"}</script>"#,
                "", "2026-03-04", nil
            ),
        ] as [(String, String, String?, String?)])
    func timesAreChecked(_ head: String, _ body: String, _ published: String?, _ modified: String?) throws {
        let document = try Self.document(head, body)
        #expect(document.metadata.published == published)
        #expect(document.metadata.modified == modified)
    }

    @Test func publisherAndAddressAreGiven() throws {
        let document = try Self.document(
            """
            <meta property="og:site_name" content="The Courier"><link rel="canonical" href="https://courier.example/plant">
            """)
        #expect(document.metadata.publisher == "The Courier")
        #expect(document.metadata.url == "https://courier.example/plant")
        #expect(document.blocks.places.first??.path == "body/p")
    }

    @Test(
        arguments: [
            ("<meta charset='iso-8859-1'>", "iso-8859-1"),
            ("<meta http-equiv='Content-Type' content='text/html; charset=windows-1252'>", "windows-1252"),
            ("<?xml version='1.0' encoding='utf-8'?>", "utf-8"), ("<p>charset=x</p>", nil), ("<meta charset>", nil),
        ])
    func theDeclaredCharsetIsFound(_ head: String, _ charset: String?) {
        #expect(PageReading.declaredCharset(of: Array(head.utf8)) == charset)
    }

    @Test(
        arguments: [
            ("4 March 2026, 10:15 ET", "en", "2026-03-04T15:15:00Z"),
            ("4 July 2026, 10:15 ET", "en", "2026-07-04T14:15:00Z"),
            ("1 November 2026, 10:15 PT", "en", "2026-11-01T18:15:00Z"),
            ("31 October 2026, 10:15 PT", "en", "2026-10-31T17:15:00Z"),
            ("4 July 2026, 10:15 BST", "en-GB", "2026-07-04T09:15:00Z"),
            ("4 July 2026, 10:15 IST", "en-IN", "2026-07-04T04:45:00Z"),
            ("4 July 2026, 10:15 IST", "en-IE", "2026-07-04T09:15:00Z"),
            ("4 July 2026, 10:15 BST", "en-BD", "2026-07-04T04:15:00Z"),
            // Nothing is guessed.
            ("4 July 2026, 10:15 IST", "en", "2026-07-04T10:15:00"),
            ("4 January 2026, 10:15 BST", "en", "2026-01-04T10:15:00"),
        ])
    func zonesDependOnTheDayAndTheCountry(_ line: String, _ language: String, _ time: String) throws {
        let page = """
            <html lang="\(language)"><head><title>A plant opens in Alden</title></head><body><h1>A plant opens in Alden</h1>
            <p class="date">\(line)</p>\(TestPage.paragraphs(TestPage.prose))</body></html>
            """
        #expect(try TestPage.document(page).metadata.published == time)
    }

    @Test(
        arguments: [
            (
                "<div>Published: Wed 4 Mar 2026 10.15 GMT</div><div>Last modified on Wed 4 Mar 2026 11.20 GMT</div>",
                "2026-03-04T10:15:00Z", "2026-03-04T11:20:00Z"
            ),
            (
                "<div><span>Published:</span> <time>March 4, 2026 10:15 AM EST</time><br><span>Last Updated:</span> "
                    + "<time>March 4, 2026 11:20 AM EST</time></div>",
                "2026-03-04T15:15:00Z", "2026-03-04T16:20:00Z"
            ),
        ])
    func labelsTellWhichTimeIsWhich(_ line: String, _ published: String, _ modified: String) throws {
        let document = try Self.document("<title>A plant opens</title>", "<h1>A plant opens in Alden</h1>\(line)")
        #expect(document.metadata.published == published)
        #expect(document.metadata.modified == modified)
    }

    /// A label far from the story counts where there is one of its kind.
    @Test func aLabelledDateAnywhereIsThePages() throws {
        var page = TestPage()
        let others = String(repeating: "<li><a href='/1'>A ferry line closes in Norvik</a></li>", count: 20)
        page.after =
            "<ul>\(others)</ul><ul class='data'><li><h2>Content current as of:</h2><p>03/04/2026</p></li></ul>"
        page.head += "<meta property='og:locale' content='en_US'>"
        #expect(try page.document().metadata.published == "2026-03-04")
    }

    @Test(
        arguments: [
            (
                "This article was amended on 6 March 2026 to correct the name of the plant, which an earlier version had wrong.",
                "2026-03-06"
            ),
            ("This story was corrected on March 7, 2026: the plant bakes bread for the county.", "2026-03-07"),
            ("The law was amended on 6 March 2019, and then again in the spring, the council said.", nil),
        ] as [(String, String?)])
    func notesOnChangesTellWhenTheyWere(_ note: String, _ modified: String?) throws {
        let document = try Self.document(
            "<title>A plant opens</title><meta property='article:published_time' content='2026-03-04T10:00:00Z'>",
            "<h1>A plant opens in Alden</h1><p>\(note)</p>")
        #expect(document.metadata.modified == modified)
    }
}
