import Discourse
@testable import Ingest
import Testing

/// What stands at a story's edges or among its words and is none of it.
@Suite struct StoryEdgeTests {
    private static let prose = TestPage.prose

    @Test(
        arguments: [
            ("untreated.<a href='#n2'><sup>2</sup></a>", "untreated."),
            ("untreated.<sup id='r1'><a href='/page#fn:1'>1</a></sup>", "untreated."),
            ("untreated<a href='#_ftn1'>[1]</a> so far", "untreated so far"),
            ("untreated.<sup><a href='#a'>a</a>, <a href='#b'>b</a></sup>", "untreated."),
            // These are the sentence's.
            ("ten square metres, or 10 m<sup>2</sup>", "ten square metres, or 10 m2"),
            ("10<sup>6</sup> of them", "106 of them"),
            ("the 4<sup>th</sup> of them", "the 4th of them"),
            ("as <a href='#more'>the council</a> says", "as the council says"),
            ("in <a href='/2019'>2019</a> too", "in 2019 too"),
            ("the plan <span class='size'>(PDF, 14.2MB)</span> of it", "the plan of it"),
            ("the plan <span>(in PDF)</span> of it", "the plan (in PDF) of it"),
            ("the plan <span>(BBB)</span> of it", "the plan (BBB) of it"),
        ])
    func marksOfNotesAreNoWords(_ markup: String, _ words: String) throws {
        let sentence = "The council of Port Hale has known for years that the wells were "
        var page = TestPage()
        page.story = TestPage.paragraphs(Self.prose) + "<p>\(sentence)\(markup)</p>"
        #expect(try page.document().body.last == sentence + words)
    }

    @Test(
        arguments: [
            "<p>(Reporting by Jonas Weil; Editing by Ruth Pellar)</p>", "<p>Reporting by Jonas Weil</p>",
            "<p><em>Additional reporting by Kit Harlow</em></p>",
            "<p><i>Kit Harlow contributed to this report.</i></p>",
            "<p>With AAQ</p>", "<p>With inputs from agencies</p>",
            "<p>This article originally appeared in The Alden Courier.</p>",
            "<p>Follow our coverage of the weather at https://news.example/weather</p>",
            "<p><strong>Ada Reyes</strong><br>Reporter of the year</p><p>Her work has been shown in Norvik.</p>",
        ])
    func creditsAtTheEndAreLeftOut(_ credit: String) throws {
        var page = TestPage()
        page.story = TestPage.paragraphs(Self.prose) + credit
        #expect(try page.document().body == Self.prose)
    }

    @Test(
        arguments: [
            "Alden Press writer Kit Harlow in Norvik contributed to this report.",
            "With rain expected on Friday, the council waits.", "Follow the river and you come to the plant.",
        ])
    func sentencesAtTheEndAreKept(_ sentence: String) throws {
        var page = TestPage()
        page.story = TestPage.paragraphs(Self.prose + [sentence])
        #expect(try page.document().body == Self.prose + [sentence])
    }

    @Test func aReleaseBeginsBelowItsLetterhead() throws {
        var page = TestPage()
        page.story =
            "<p>The County of Alden</p><p>Office of the Clerk</p><p>For Immediate Release</p>"
            + TestPage.paragraphs(Self.prose)
        #expect(try page.document().body == Self.prose)
    }

    @Test func theTitleIsSaidOnce() throws {
        var page = TestPage()
        page.story = "<h3>A Plant Opens in Alden</h3>" + TestPage.paragraphs(Self.prose)
        #expect(try page.document().blockTexts.count { $0.words.lowercased() == "a plant opens in alden" } == 1)
    }

    @Test func contentsAndControlsAreLeftOut() throws {
        var page = TestPage()
        let heads = ["What it makes", "Who works there", "What it costs"]
        let control = "<p><a href='/a.png'>Download chart</a> | <a href='/a.csv'>Chart data</a></p>"
        page.story =
            zip(heads, [Self.prose[0], Self.prose[1], Self.prose[2]]).map {
                "<h2>\($0)</h2><p>\($1)</p>\(control)"
            }.joined() + TestPage.paragraphs(Array(Self.prose[3...])) + "<ul>"
            + heads.map { "<li><a href='#\($0.prefix(4))'>\($0)</a></li>" }.joined() + "</ul>"
        let found = try page.document().blockTexts.filter { $0.kind != .headline && $0.kind != .header }.map(\.words)
        #expect(found.filter { $0.contains("Chart data") } == [])
        for head in heads { #expect(found.count { $0 == head } == 1) }
    }

    @Test func linesBrokenForTheirLookAreASentence() throws {
        var page = TestPage()
        let lines = ["Between 2015 and", "2018, many of the", "children in the", "county had untreated cavities."]
        page.story = TestPage.paragraphs(Self.prose) + "<p>\(lines.joined(separator: "<br>"))</p>"
        #expect(try page.document().body.last == lines.joined(separator: " "))
        // A verse, an address and a list are lines.
        let address = ["The Clerk of Alden", "12 Mill Lane", "Port Hale."]
        page.story = TestPage.paragraphs(Self.prose) + "<p>\(address.joined(separator: "<br>"))</p>"
        #expect(try page.document().whole.contains("The Clerk of Alden\n12 Mill Lane"))
    }
}
