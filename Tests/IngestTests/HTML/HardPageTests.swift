import AnalyzerKit
import Discourse
import Ingest
import Linguistics
import Testing

/// Pages on which readers of pages fail.
@Suite struct HardPageTests {
    private static let prose = TestPage.prose

    @Test func aPlainStoryIsWhole() throws {
        let document = try TestPage().document()
        #expect(document.title == "A plant opens in Alden")
        #expect(document.authors == ["Ada Reyes"])
        #expect(document.language == "en")
        #expect(document.words(of: .headline) == ["A plant opens in Alden"])
        #expect(document.body == Self.prose)
        #expect(document.source.mediaType == "text/html")
    }

    @Test(
        arguments: [
            "<p><strong>Read more:</strong> <a href='/1'>Bread prices rise again in Port Hale</a></p>",
            "<p><a href='/1'>READ MORE: Bread prices rise again in Port Hale</a></p>",
            "<div class='related'><h4>Related</h4><ul><li><a href='/1'>Bread prices rise again</a></li></ul></div>",
            "<div class='newsletter-signup'><h3>Sign up for our newsletter</h3><p>Our editors send you the best stories of the"
                + " county every weekday morning. You can unsubscribe at any time.</p><form><input></form></div>",
            "<div class='app-promo'><p>Get breaking news on your phone: download our app, free and without adverts.</p></div>",
            "<div class='ad'><span>Advertisement</span></div>",
            "<p>Story continues below advertisement</p>",
        ])
    func whatInterruptsAStoryIsLeftOut(_ interruption: String) throws {
        var page = TestPage()
        page.story =
            TestPage.paragraphs(Array(Self.prose[..<3])) + interruption + TestPage.paragraphs(Array(Self.prose[3...]))
        #expect(try page.document().body == Self.prose)
    }

    @Test func otherStoriesWithTeasersAreLeftOut() throws {
        var page = TestPage()
        let teaser = """
            <article class="story"><h3><a href="/2">A ferry line closes in Norvik</a></h3><p>The ferry line between Norvik and
            the islands closes in May, after forty years, the harbour board said on Tuesday.</p></article>
            """
        page.after =
            "<section class='more-stories'><h2>More stories</h2>" + String(repeating: teaser, count: 6) + "</section>"
        #expect(try page.document().body == Self.prose)
    }

    @Test func aBodyInSiblingContainersIsOne() throws {
        var page = TestPage()
        page.story = Self.prose.map { "<div class='text-block'><p>\($0)</p></div>" }.joined()
        #expect(try page.document().body == Self.prose)
        page.story =
            "<section class='body-part'>\(TestPage.paragraphs(Array(Self.prose[..<2])))</section><div class='ad'>Ad</div>"
            + "<section class='body-part'>\(TestPage.paragraphs(Array(Self.prose[2...])))</section>"
        #expect(try page.document().body == Self.prose)
        page.story = Self.prose.joined(separator: "<br><br>\n")
        #expect(try page.document().body == Self.prose)
    }

    @Test func commentsAreLeftOut() throws {
        var page = TestPage()
        let comment = """
            <li class="comment"><b>baker9</b> <span>3 hours ago</span><p>I have lived here for thirty years and nothing ever
            changes. They promise and promise, and then the money is gone.</p><a href="#">Reply</a></li>
            """
        page.after =
            "<section id='comments'><h3>12 comments</h3><ol>" + String(repeating: comment, count: 12)
            + "</ol></section>"
        #expect(try page.document().body == Self.prose)
    }

    @Test func consentIsNotTheStory() throws {
        let notice = """
            <p>We and our partners store and access information on a device, such as cookies, and process personal data, such as
            unique identifiers and standard information sent by a device, for personalised adverts and content, measurement of
            both, insights into audiences, and the development of products. With your permission we and our partners may use
            precise geolocation data and identification by scanning the device. You may click to consent to the processing by
            us and our partners as described above, or you may refuse it, or read more and change what you have chosen.</p>
            """
        for isFirst in [true, false] {
            var page = TestPage()
            let layer =
                "<div class='cmp-layer' role='dialog'><h2>Your privacy</h2>\(String(repeating: notice, count: 3))</div>"
            if isFirst { page.before = layer } else { page.after = layer }
            #expect(try page.document().body == Self.prose)
        }
    }

    @Test func theNextStoryIsLeftOut() throws {
        var page = TestPage()
        page.after = """
            <article class="story"><h1>A ferry line closes</h1><p class="byline">By Tom Ode</p><div class="story-body">
            <p>The ferry line between Norvik and the islands closes in May, after forty years, the harbour board said.</p>
            <p>Some 900 people live on the islands, and most of them work in the town; they heard of it on the radio.</p>
            </div></article>
            """
        #expect(try page.document().body == Self.prose)
    }

    @Test func aLiveBlogKeepsTimesAndAuthors() throws {
        var page = TestPage()
        let entries = Self.prose.enumerated().map { index, text in
            "<div class='live-entry'><time datetime='2026-03-04T1\(9 - index):05:00Z'>1\(9 - index):05</time>"
                + "<span class='entry-author'>Tom Ode</span><p>\(text)</p></div>"
        }
        page.story = "<div class='live-blog'>\(entries.joined())</div>"
        let document = try page.document()
        #expect(document.words(of: .paragraph) == Self.prose)
        #expect(document.body.filter { $0.contains("19:05") }.count == 1)
        #expect(document.whole.contains("14:05"))
        #expect(document.body.first?.contains("19:05") == true)
    }

    @Test(
        arguments: [
            "<figure><img src=x><figcaption>Petra Rowan at the plant on Monday. <span class=credit>Photo: Jo Reed</span></figcaption></figure>",
            "<div class='image'><img src=x><p class='image-caption'>Petra Rowan at the plant on Monday.</p><p class='photo-credit'>Photo: Jo Reed</p></div>",
        ])
    func captionsAreTheirOwnKindAndCreditsGo(_ picture: String) throws {
        var page = TestPage()
        page.story =
            TestPage.paragraphs(Array(Self.prose[..<2])) + picture + TestPage.paragraphs(Array(Self.prose[2...]))
        let document = try page.document()
        #expect(document.words(of: .caption) == ["Petra Rowan at the plant on Monday."])
        #expect(document.words(of: .paragraph) == Self.prose)
        #expect(!document.whole.contains("Jo Reed"))
    }

    @Test(arguments: ["whole", "cut", "markup"])
    func aStubIsMadeWholeByTheDataBehindIt(_ form: String) throws {
        var page = TestPage()
        page.story =
            TestPage.paragraphs(Array(Self.prose[..<2])) + "<div class='paywall'><p>Subscribe to read on.</p></div>"
        let body =
            switch form {
            case "whole": Self.prose.joined(separator: "\\n\\n")
            case "markup": TestPage.paragraphs(Self.prose).replacing("\n", with: "").replacing("</", with: "<\\/")
            default: Self.prose[0]
            }
        page.head +=
            "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"\(body)\"}</script>"
        #expect(try page.document().body == (form == "cut" ? Array(Self.prose[..<2]) : Self.prose))
    }

    @Test(
        arguments: [
            "<aside class='pullquote'>Nobody had done it before, and we did.</aside>",
            "<blockquote class='pull-quote'><p>“Nobody had done it before, and we did.”</p></blockquote>",
            "<div class='quote-box'><p>Nobody had done it before, and we did.</p><cite>Petra Rowan</cite></div>",
        ])
    func aPullQuoteIsNoSecondQuotation(_ pull: String) throws {
        var page = TestPage()
        page.story = TestPage.paragraphs(Array(Self.prose[..<4])) + pull + TestPage.paragraphs(Array(Self.prose[4...]))
        #expect(try page.document().body == Self.prose)
    }

    @Test func aSubheadMayBeAQuotation() throws {
        var page = TestPage()
        page.story =
            TestPage.paragraphs(Array(Self.prose[..<3])) + "<h2>‘The ovens never sleep’</h2>"
            + TestPage.paragraphs(Array(Self.prose[3...]))
        let document = try page.document()
        #expect(document.words(of: .subhead) == ["‘The ovens never sleep’"])
        #expect(document.words(of: .paragraph) == Self.prose)
    }

    @Test func embeddedPostsAreTheirAccounts() throws {
        var page = TestPage()
        page.story =
            TestPage.paragraphs(Array(Self.prose[..<3]))
                + """
                <blockquote class="twitter-tweet"><p lang="en">The ovens are on and the first loaves are out, come and get them
                while they are warm.</p>&mdash; Petra Rowan (@rowan) <a href="https://x.example/1">March 4, 2026</a></blockquote>
                """ + TestPage.paragraphs(Array(Self.prose[3...]))
        let document = try page.document()
        let post = "The ovens are on and the first loaves are out, come and get them while they are warm."
        #expect(document.words(of: .quote) == ["Petra Rowan: " + post])
        #expect(document.blocks.posts.map { document.text.string(in: $0.name) } == ["Petra Rowan"])
        #expect(!document.whole.contains("@rowan"))
    }

    @Test func blockQuotationsGetMarks() throws {
        var page = TestPage()
        page.story =
            TestPage.paragraphs(Array(Self.prose[..<3]))
            + "<blockquote><p>We have baked bread here since 1911.</p><p>We will go on baking it, whatever comes.</p></blockquote>"
            + "<p>She said <q>never again</q> and left the hall, to the surprise of the council and of the few who had stayed.</p>"
            + TestPage.paragraphs(Array(Self.prose[3...]))
        let document = try page.document()
        #expect(
            document.words(of: .quote) == [
                "“We have baked bread here since 1911.", "“We will go on baking it, whatever comes.”",
            ])
        #expect(document.whole.contains("She said “never again” and left"))
    }

    @Test func listsAndTablesAreBlocks() throws {
        var page = TestPage()
        page.story =
            TestPage.paragraphs(Array(Self.prose[..<2]))
            + "<h2>What the plant bakes</h2><ol><li>Rye bread, from Monday through Friday</li><li>Rolls, on Saturday alone</li></ol>"
            + "<table><tr><th>Town</th><th>Loaves</th></tr><tr><td>Alden</td><td>900</td></tr><tr><td>Norvik</td><td>450</td></tr></table>"
            + TestPage.paragraphs(Array(Self.prose[2...]))
        let document = try page.document()
        #expect(document.words(of: .list) == ["Rye bread, from Monday through Friday", "Rolls, on Saturday alone"])
        #expect(document.words(of: .table) == ["Town | Loaves", "Alden | 900", "Norvik | 450"])
        #expect(document.words(of: .subhead) == ["What the plant bakes"])
        #expect(document.words(of: .paragraph) == Self.prose)
    }

    @Test func dropCapsAndInlineElementsAreJoined() throws {
        var page = TestPage()
        let rest = String(Self.prose[0].dropFirst())
        for cap in ["<p><span class='dropcap'>K</span>\(rest)</p>", "<div class='cap'>K</div><p>\(rest)</p>"] {
            page.story = cap + TestPage.paragraphs(Array(Self.prose[1...]))
            #expect(try page.document().body == Self.prose)
        }
    }

    @Test func theTextTellsTheLanguage() throws {
        var page = TestPage()
        page.story = TestPage.paragraphs(
            Array(
                repeating:
                    "Der Rat der Stadt hat am Montag über die neue Brücke entschieden, und nicht alle waren zufrieden, sagte die Sprecherin.",
                count: 4))
        #expect(try page.document().language == "de")
    }
}
