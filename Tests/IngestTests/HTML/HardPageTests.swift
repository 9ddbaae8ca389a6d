import AnalyzerKit
import Discourse
@testable import Ingest
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

    // MARK: What readers do not see

    @Test(
        arguments: [
            "<p style='display: none'>Secret words that nobody who reads this page can see, the company said on Monday.</p>",
            "<p hidden>Secret words that nobody who reads this page can see, the company said on Monday.</p>",
            "<div aria-hidden='true'><p>Secret words that nobody who reads this page can see, the company said.</p></div>",
            "<section style='visibility:hidden'><p>Secret words that nobody can see, the company said.</p></section>",
        ])
    func hiddenWordsAreLeftOut(_ hidden: String) throws {
        var page = TestPage()
        page.story =
            TestPage.paragraphs(Array(Self.prose[..<3])) + hidden + TestPage.paragraphs(Array(Self.prose[3...]))
        #expect(try page.document().body == Self.prose)
    }

    @Test func hiddenWordsInsideASentenceAreLeftOut() throws {
        var page = TestPage()
        let sentence = Self.prose[0].replacing(
            "in Alden", with: "in <span style='display:none'>Secret</span><i aria-hidden='true'>arrow_up</i> Alden")
        page.story = TestPage.paragraphs([sentence] + Self.prose[1...])
        #expect(try page.document().body == Self.prose)
    }

    /// Scripts show such a story once they run.
    @Test(arguments: ["style='display:none'", "hidden", "aria-hidden='true'"])
    func aStoryThatIsHiddenWholeIsRead(_ attribute: String) throws {
        var page = TestPage()
        page.story = "<div \(attribute)>\(TestPage.paragraphs(Self.prose))</div>"
        #expect(try page.document().body == Self.prose)
    }

    // MARK: Lines around a story

    @Test(
        arguments: [
            "Published: 4 March 2026, 10:15", "Last updated 5 March 2026 at 09:00", "Updated: March 5, 2026",
            "Stand: 4. März 2026, 10:15 Uhr", "Publié le 4 mars 2026 à 10:15", "Actualizado el 4 de marzo de 2026",
        ])
    func linesThatOnlyTellADateAreLeftOut(_ line: String) throws {
        for place in [0, 3, 6] {
            var page = TestPage()
            page.story = TestPage.paragraphs(Self.prose[..<place] + [line] + Self.prose[place...])
            #expect(try page.document().body == Self.prose)
        }
    }

    /// Such a line may be a sentence of the story.
    @Test func aSentenceThatBeginsWithADateIsKept() throws {
        var page = TestPage()
        let sentence =
            "Published on 4 March 2026, the report says that bread has become dearer each year since the plant closed its doors."
        page.story = TestPage.paragraphs(Self.prose[..<3] + [sentence] + Self.prose[3...])
        #expect(try page.document().body.contains(sentence))
    }

    @Test(arguments: [
        "<p><b>Lesen Sie auch:</b> <a href='/1'>Brot wird in Norvik wieder teurer</a></p>",
        "<h3>Lire aussi</h3><ul><li><a href='/1'>Le pain augmente encore à Norvik</a></li></ul>",
        "<p><strong>Lee también:</strong> <a href='/1'>El alcalde dimite</a></p>",
        "<p><a href='/1'>Te puede interesar: El pan sube otra vez en Norvik</a></p>",
    ])
    func furnitureInOtherLanguagesIsLeftOut(_ furniture: String) throws {
        var page = TestPage()
        page.story =
            TestPage.paragraphs(Array(Self.prose[..<3])) + furniture + TestPage.paragraphs(Array(Self.prose[3...]))
        #expect(try page.document().body == Self.prose)
    }

    @Test(arguments: ["Kommentare", "Commentaires", "Comentarios", "Comments"])
    func whatStandsBelowTheHeadingOfCommentsIsLeftOut(_ heading: String) throws {
        var page = TestPage()
        page.story =
            TestPage.paragraphs(Self.prose)
            + "<h3>\(heading)</h3><p>I have lived here for thirty years, and nothing ever changes.</p>"
        #expect(try page.document().body == Self.prose)
    }

    // MARK: Typewritten pages

    @Test func paragraphsOfPreformattedTextAreParted() throws {
        let page = """
            <html><head><title>Kestrel Foods opens plant</title></head><body><h1>Kestrel Foods opens plant</h1><pre>
            Kestrel Foods opened a plant in Alden on Monday,
            and some 300 people took part in the ceremony.

            The plant, which had been delayed three times, bakes
            bread for the whole county.
            </pre></body></html>
            """
        #expect(
            try TestPage.document(page).body == [
                "Kestrel Foods opened a plant in Alden on Monday, and some 300 people took part in the ceremony.",
                "The plant, which had been delayed three times, bakes bread for the whole county.",
            ])
    }

    @Test func linesOfCodeStay() throws {
        var page = TestPage()
        page.story =
            TestPage.paragraphs(Array(Self.prose[..<3]))
            + "<pre><code>if (a &lt; b) {\n  f(a);\n}\n\ng(b);</code></pre>"
            + TestPage.paragraphs(Array(Self.prose[3...]))
        #expect(try page.document().whole.contains("if (a < b) {\nf(a);\n}\n\ng(b);"))
    }

    // MARK: Live blogs

    @Test(
        arguments: [
            "<header><time>%T</time></header><p>Tom Ode</p><p>%W</p>",
            "<header><p>Tom Ode</p><p>%T</p></header><div><p>%W</p></div>",
            "<p><time>%T</time></p><p>By Tom Ode in Norvik</p><p>%W</p>",
            "<header><p>Posted by Tom Ode</p></header><time>%T</time><p>%W</p>",
        ])
    func entriesOfALiveBlogKeepTheirAuthors(_ form: String) throws {
        var page = TestPage()
        let entries = Self.prose.enumerated().map { index, words in
            "<article class='entry'>" + form.replacing("%T", with: "1\(9 - index):05").replacing("%W", with: words)
                + "</article>"
        }
        page.story = "<div class='live-blog'>\(entries.joined())</div>"
        let document = try page.document()
        #expect(document.words(of: .paragraph) == Self.prose)
        #expect(document.words(of: .dateline) == (0...5).map { "1\(9 - $0):05" })
        #expect(document.words(of: .byline).filter { $0.contains("Tom Ode") }.count == 6)
    }

    @Test(arguments: [("19.05 GMT", true), ("7.05pm", true), ("19:05", true), ("3.50", false), ("19.5 GMT", false)])
    func timesOfDayMayHaveAPoint(_ line: String, _ isClock: Bool) { #expect(Page.isClock(line) == isClock) }

    @Test(
        arguments: [
            "<div class='poll'><h3>Should the plant stay open?</h3><ul><li>Yes</li><li>No</li></ul><p>1,204 votes</p></div>",
            "<div><p>POLL: Should the plant stay open?</p><form><label><input type='radio'>Yes</label></form></div>",
        ])
    func pollsAreLeftOut(_ poll: String) throws {
        var page = TestPage()
        page.story =
            TestPage.paragraphs(Array(Self.prose[..<3])) + poll + TestPage.paragraphs(Array(Self.prose[3...]))
        #expect(try page.document().body == Self.prose)
    }

    /// The data behind a page may be another's.
    @Test func whatIsShownIsReadWhereTheDataDiffer() throws {
        var page = TestPage()
        page.story = "<p>Bread is dear in Norvik.</p><p>Nobody knows why.</p>"
        page.head +=
            "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"\(Self.prose.joined(separator: " "))\"}</script>"
        let document = try page.document()
        #expect(document.body.prefix(2) == ["Bread is dear in Norvik.", "Nobody knows why."])
        #expect(!document.whole.contains("Petra Rowan"))
    }
}
