import AnalyzerKit
import Discourse
import Testing

@testable import Ingest

/// What is held back or taken back must be known as such in whatever format it comes, and a story must not.
@Suite struct WireHoldTests {
    private static let story = """
        <p>Schools in Alden will teach joined-up letters again from August, the council said on Monday after a study of
        4,000 pupils in nine towns.</p><p>“Pens are cheap and tablets are not,” said Nora Quist, the mayor, who voted for
        the plan together with both her deputies.</p><p>Teachers had asked for the change two years ago, when tests showed
        that one pupil in five could not read a letter from a grandparent.</p>
        """

    private static func page(_ title: String, _ first: String, _ body: String = story, head: String = "") -> String {
        """
        <!DOCTYPE html><html><head><title>\(title)</title><meta name="author" content="Jane Doe">\(head)</head><body>
        <article><h1>\(title)</h1>\(first)\(body)</article></body></html>
        """
    }

    private static let sentBefore = #"<meta property="article:published_time" content="2026-10-14T10:00:00Z">"#

    @Test(
        arguments: [
            ("<p>EMBARGOED UNTIL 0001 GMT, 6 DECEMBER 2099</p>", nil, "2099-12-06T00:01:00Z"),
            ("<p><strong>EMBARGOED UNTIL 0001 GMT, 6 DECEMBER 2099</strong></p>", nil, "2099-12-06T00:01:00Z"),
            ("<div><p>STRICTLY EMBARGOED until 00:01 GMT on 6 December 2099</p></div>", nil, "2099-12-06T00:01:00Z"),
            (
                "<p>Embargoed until <time datetime=\"2099-12-06T00:01:00Z\">00:01 GMT, 6 December 2099</time></p>", nil,
                "2099-12-06T00:01:00Z"
            ),
            ("<p>Not for publication before 6 December 2099</p>", "withheld", nil),
            ("<p>This story has been withdrawn.</p>", "canceled", nil),
            ("<p>EDITORS: KILL the story</p>", "canceled", nil),
        ] as [(String, String?, String?)])
    func pagesAreHeldByTheirFirstLines(_ first: String, _ status: String?, _ embargo: String?) throws {
        for (head, published) in [("", nil), (Self.sentBefore, "2026-10-14T10:00:00Z")] {
            let page = Self.page("Schools bring back pens", first, head: head)
            let mhtml =
                "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\n"
                + "Content-Type: text/html; charset=utf-8\r\n\r\n\(page)\r\n--b--\r\n"
            for (path, text) in [("a.html", page), ("a.mhtml", mhtml)] {
                let document = try Decoder.document(from: Array(text.utf8), path: path)
                #expect(document.metadata.wire?.status == status)
                #expect(document.metadata.wire?.embargo == embargo)
                #expect(document.metadata.published == published)
                #expect(document.title == "Schools bring back pens")
                #expect(document.words(of: .header).count == 1)
                #expect(document.words(of: .paragraph).count == 3)
            }
        }
    }

    @Test(
        arguments: [
            ("EMBARGOED: Schools bring back pens", "withheld"), ("KILL: Schools bring back pens", "canceled"),
            ("KILL KILL KILL - Schools bring back pens", "canceled"), ("Schools bring back pens", nil),
        ] as [(String, String?)])
    func titlesOfPagesAreRead(_ title: String, _ status: String?) throws {
        let document = try Decoder.document(from: Array(Self.page(title, "").utf8), path: "a.html")
        #expect(document.metadata.wire?.status == status)
        #expect(document.title == "Schools bring back pens")
    }

    @Test func aPageMayHoldNothingElse() throws {
        let page = Self.page("Schools bring back pens", "<p>This story has been withdrawn.</p>", "")
        let document = try Decoder.document(from: Array(page.utf8), path: "a.html")
        #expect(document.metadata.wire?.status == "canceled")
    }

    @Test(arguments: [
        ("Correction: the price of pens", "<p>By Jane Doe</p>"), ("Kill the bill, marchers say", "<p>12 May 2026</p>"),
        ("Withdrawal: why it is hard to stop", ""), ("Kill: the second season", ""),
        ("Embargo on pens ends", "<p>Embargoed goods pile up at the port.</p>"),
        ("Schools bring back pens", "<ul><li><a href=\"/1\">KILL: Port opens</a></li></ul>"),
    ])
    func otherPagesAreNoItemsOfWires(_ title: String, _ first: String) throws {
        let document = try Decoder.document(from: Array(Self.page(title, first).utf8), path: "a.html")
        #expect(document.metadata.wire == nil)
        #expect(document.title == title)
    }

    /// A title, or nil where the line is nothing else.
    @Test(
        arguments: [
            ("KILL KILL KILL Budget passes", "Budget passes"), ("KILL KILL KILL - Budget passes", "Budget passes"),
            ("KILL KILL KILL BUDGET PASSES", "BUDGET PASSES"), ("***KILL*** Budget passes", "Budget passes"),
            ("KILL, KILL, KILL: Budget passes", "Budget passes"), ("PLEASE KILL Budget passes", "Budget passes"),
            ("KILL ADVISORY Budget passes", "Budget passes"), ("KILL ADVISORY BUDGET PASSES", "BUDGET PASSES"),
            ("RETRACTED: Budget passes", "Budget passes"), ("RETRACTION: Budget passes", "Budget passes"),
            ("DO NOT USE: Budget passes", "Budget passes"), ("DO NOT USE - Budget passes", "Budget passes"),
            ("CANCEL: Budget passes", "Budget passes"), ("Budget passes - KILL", "Budget passes"),
            ("Budget passes (KILL)", "Budget passes"), ("KILL KILL KILL", nil), ("DO NOT USE", nil),
        ] as [(String, String?)])
    func headlinesThatTakeAnItemBackAreCanceled(_ headline: String, _ title: String?) throws {
        let body = "Parliament in Norvik voted on Tuesday night, and the minister left."
        let ninjs = """
            {"uri":"urn:x:1","type":"text","pubstatus":"usable","headline":"\(headline)","body_text":"\(body)"}
            """
        let mail = "From: Desk <desk@alden.example>\nTo: a@b.example\nSubject: \(headline)\n\n\(body)\n"
        for (path, text) in [("a.json", ninjs), ("a.eml", mail), ("a.txt", "\(headline)\n\n\(body)\n")] {
            let document = try Decoder.document(from: Array(text.utf8), path: path)
            #expect(document.metadata.wire?.status == "canceled", "\(path)")
            #expect(document.title == title, "\(path)")
        }
    }

    @Test(arguments: [
        "Killer whale seen off Norvik", "Kill Bill returns", "Police kill two", "KILL BILL RETURNS", "KILL KILL BILL",
        "Retraction of troops takes months", "Do not use bleach, doctors warn", "DO NOT USE BLEACH, DOCTORS WARN",
        "CANCEL-CULTURE ROW SPLITS PARTY", "Cancel: how a word went round the world", "Retracted: what pens cost us",
        "RETRACTED STUDY IS BACK", "PLEASE KILL ME, MAN BEGS", "NIGHT DRIVERS FEAR ROAD-KILL", "Must kill, must win",
        "Canceled: the shows that end",
    ])
    func headlinesOfStoriesAreNone(_ headline: String) throws {
        let body = "Parliament in Norvik voted on Tuesday night, and the minister left."
        let ninjs = """
            {"uri":"urn:x:1","type":"text","pubstatus":"usable","headline":"\(headline)","body_text":"\(body)"}
            """
        let page = Self.page(headline, "")
        for (path, text) in [("a.json", ninjs), ("a.txt", "\(headline)\n\n\(body)\n"), ("a.html", page)] {
            let document = try Decoder.document(from: Array(text.utf8), path: path)
            #expect(document.metadata.wire?.status ?? "usable" == "usable", "\(path)")
            #expect(document.title ?? headline == headline, "\(path)")
        }
    }

    @Test(
        arguments: [
            ("Editors, kill Norvik-Bridge.", "kill"), ("Editors, kill Norvik-Bridge, which names a minor.", "kill"),
            ("Please kill Alden-Port.", "kill"), ("Withdraw Norvik-Bridge.", "withdrawal"),
            ("EDS: Kill Norvik Bridge.", "kill"),
            ("The Norvik-Bridge story moved at 0930 GMT is killed. Do not use.", "kill"),
            ("The story on the port slugged Alden-Port is withdrawn.", "withdrawal"),
            ("The story on the mayor has been withdrawn. Do not use.", "withdrawal"),
            ("Kill Alden-Port. It names the wrong man. A kill is mandatory.", "kill"),
            ("Editors: Norvik-Bridge is withdrawn.", "withdrawal"),
            // Stories.
            ("Norvik-Bridge is withdrawn.", nil), ("Kill Spider-Man, the plot goes", nil),
            ("The drug is withdrawn. Do not use.", nil), ("The bill is withdrawn.", nil),
            ("Please kill the lights.", nil), ("Kill Bill returns.", nil),
            ("The story told to the court was never withdrawn.", nil), ("Editors: the bill is withdrawn.", nil),
        ] as [(String, String?)])
    func sentencesTakeAnItemBack(_ line: String, _ signal: String?) {
        #expect(WireKill.signal(in: line) == signal)
    }

    @Test(
        arguments: [("Norvik-Bridge is withdrawn.", "canceled"), ("Adds that the motion is withdrawn.", "usable")])
    func notesToEditorsTakeAnItemBack(_ note: String, _ status: String) throws {
        let ninjs = """
            {"uri":"urn:x:1","type":"text","pubstatus":"usable","headline":"Budget passes","ednote":"\(note)",
             "body_text":"Parliament in Norvik voted on Tuesday night."}
            """
        let document = try Decoder.document(from: Array(ninjs.utf8), path: "a.json")
        #expect(document.metadata.wire?.status == status)
    }

    @Test func whatTakesBackIsNoTitle() throws {
        let text =
            "KILL KILL KILL\n\nEDITORS: Please kill the story on the port. It is wrong.\n\nIt said the mayor lied.\n"
        let document = try Decoder.document(from: Array(text.utf8), path: "a.txt")
        #expect(document.metadata.wire?.status == "canceled")
        #expect(document.title == nil)
    }

    /// By its issue, where no status says so.
    @Test(
        arguments: [
            ("", "20991231T235900-0500", "2100-01-01T04:59:00Z"),
            ("", "20261014T100000Z", nil), ("", "20261014T090000Z", nil), ("", "20991231", nil),
            (" management-status=\"usable\"", "20991231T235900Z", nil),
            (" management-status=\"embargoed\"", "20991231T235900Z", "2099-12-31T23:59:00Z"),
        ] as [(String, String, String?)])
    func whatIsReleasedLaterIsUnderEmbargo(_ status: String, _ release: String, _ embargo: String?) throws {
        for dates in [
            #"<date.issue norm="20261014T100000Z"/><date.release norm="\#(release)"/>"#,
            #"<date.release norm="\#(release)"/><date.issue norm="20261014T100000Z"/>"#,
        ] {
            let nitf = """
                <nitf><head><docdata\(status)>\(dates)</docdata></head><body><body.head><hedline><hl1>Port closes</hl1>
                </hedline></body.head><body.content><p>The port of Alden closes in May.</p></body.content></body></nitf>
                """
            let document = try Decoder.document(from: Array(nitf.utf8), path: "a.nitf")
            #expect(document.metadata.wire?.embargo == embargo)
        }
    }

    // MARK: Whose a quotation is

    @Test(
        arguments: [
            (
                "<figure><blockquote><p>The port is gone, long live the ferry!</p></blockquote><figcaption>Jonas Falk, baker</figcaption></figure>",
                "Jonas Falk"
            ),
            (
                "<figure class=\"quote\"><blockquote>The port is gone, long live the ferry!</blockquote><figcaption>— <cite>Jonas Falk</cite></figcaption></figure>",
                "Jonas Falk"
            ),
            (
                "<figure><blockquote><p>The port is gone, long live the ferry!</p><p>It will not be back.</p></blockquote><figcaption>Jonas Falk</figcaption></figure>",
                "Jonas Falk"
            ),
            (
                "<figure><img src=\"a.jpg\"><blockquote><p>The port is gone, long live the ferry!</p></blockquote><figcaption>Jonas Falk, baker</figcaption></figure>",
                nil
            ),
            (
                "<figure><blockquote><p>The port is gone, long live the ferry!</p></blockquote><figcaption>What was left of it after the night of the great storm.</figcaption></figure>",
                nil
            ),
        ] as [(String, String?)])
    func captionsOfQuotationsNameTheSpeaker(_ figure: String, _ speaker: String?) throws {
        let page = Self.page("Schools bring back pens", "", Self.story + figure + Self.story)
        let document = try Decoder.document(from: Array(page.utf8), path: "a.html")
        let quote = document.words(of: .quote).first { $0.contains("The port is gone") }
        #expect(try #require(quote).hasPrefix("Jonas Falk:") == (speaker != nil))
    }

    @Test func creditsOfQuotationsNameTheSpeaker() throws {
        let nitf = """
            <nitf><body><body.head><hedline><hl1>Port closes</hl1></hedline></body.head><body.content>
            <p>The port of Alden closes in May.</p><bq><block><p>The port is the heart.</p><p>It beats.</p></block>
            <credit>Nora Quist, mayor</credit></bq><p>She left.</p></body.content></body></nitf>
            """
        let document = try Decoder.document(from: Array(nitf.utf8), path: "a.nitf")
        #expect(document.words(of: .quote).first == "Nora Quist: The port is the heart.")
        #expect(!document.whole.contains("mayor"))
    }
}
