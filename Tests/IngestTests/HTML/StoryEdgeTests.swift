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
            ("the 1<sup><a href='/rank#n1'>st</a></sup> of them", "the 1st of them"),
            ("the <a href='/rank#day9'>1<sup>st</sup></a> of them", "the 1st of them"),
            ("30 km<sup><a href='/units#area'>2</a></sup> of them", "30 km2 of them"),
            ("30 km<sup><a href='#note-2'>2</a></sup> of them", "30 km2 of them"),
            ("falling as r<sup><a href='#law2'>2</a></sup> of it", "falling as r2 of it"),
            ("rich in <a href='#ions'>Ca<sup>2</sup></a> now", "rich in Ca2 now"),
            ("rich in K<sup><a href='#ions'>+</a></sup> now", "rich in K+ now"),
            ("sold as Hale<sup><a href='#marks'>TM</a></sup> now", "sold as HaleTM now"),
            ("beaten <a href='#games'>[4-1]</a> there", "beaten [4-1] there"),
            ("untreated.<sup><a href='https://news.example/wells#3'>3</a></sup>", "untreated."),
            ("untreated<a class='footnote-ref' href='#x9'>[*]</a> so far", "untreated so far"),
            (
                "filmed <em>(700 MB)</em> and kept on <span>(16 GB)</span> of it",
                "filmed (700 MB) and kept on (16 GB) of it"
            ),
            ("in <a href='/page'>a film</a> <span>(700 MB)</span> of it", "in a film (700 MB) of it"),
            ("in <a href='/plan.pdf'>the plan</a> <span>(2 MB)</span> of it", "in the plan of it"),
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
            "<p>Reporting by Kit Harlow in Norvik and Jan van Dyk; additional reporting by Jonas Weil; editing by R. Pellar</p>",
            "<p>With files from The Alden Press</p>", "<p>With agencies</p>",
            "<p><em>Alden Press reporters Kit Harlow and Jo Li contributed to this report.</em></p>",
            "<p>Published in the print edition of the May 4, 2026, issue, with the headline “The Oven.”</p>",
            "<p>A version of this story appeared in print on May 4, 2026, in The Alden Courier.</p>",
            "<p><strong>Ada Reyes</strong> covers the county for the Courier. She lives in Norvik.</p>",
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
            "Reporting by the union’s members showed that the ovens had run empty for a week.",
            "“Reporting by Petra Rowan was what saved us,” said Weil.",
            "Writing by lamplight, Weil said, had cost him his eyes.",
            "Editing by machine, she added, would come next.", "Writing by Kit Harlow was found in the oven.",
            "Reported by a baker in April, the smell was gone by May.",
            "With files from three courts, the union hopes to win.",
            "With agencies of the county at odds, nobody may bake.", "With reporting from Alden cut off, nobody knew.",
            "Reporting by Kit Harlow and Jonas Weil showed that the oven was old.",
            "This article appeared in court as evidence, and the judge read it aloud.",
            "A version of this story has been sung in Alden since the war.",
            "A version of this story appeared in Weil’s diary, which he burned.",
            "With rain expected on Friday, the council waits.", "Follow the river and you come to the plant.",
        ])
    func sentencesAtTheEndAreKept(_ sentence: String) throws {
        var page = TestPage()
        page.story = TestPage.paragraphs(Self.prose + [sentence])
        #expect(try page.document().body == Self.prose + [sentence])
    }

    @Test(
        arguments: [
            "<em>Rowan contributed reporting on the ovens as a student, and never came back to it.</em>",
            "<em>Writing by lamplight</em> is what Weil called his book.",
            "<em>Weil</em> contributed reporting.",
        ])
    func italicsAtTheEndAreKept(_ sentence: String) throws {
        var page = TestPage()
        page.story = TestPage.paragraphs(Self.prose + [sentence])
        #expect(try page.document().body.count == Self.prose.count + 1)
    }

    /// Names of the story's author before what is said at its end.
    @Test(
        arguments: [
            "<p><strong>Ada Reyes:</strong> Will it bake on Sundays?</p><p><strong>Petra Rowan:</strong> It will, I hope.</p>",
            "<p><b>Ada Reyes</b>: Will it bake on Sundays?</p><p><b>Rowan</b>: It will, as ever.</p>",
            "<p><strong>Jonas Weil</strong><br>The plant was late.</p><p><strong>Ada Reyes</strong><br>Was it worth it? It was.</p>",
            "<p><strong>Jonas Weil</strong><br>The plant was late.</p><p><strong>Ada Reyes</strong><br>He is right about that.</p>",
            "<p><strong>Ada Reyes</strong></p><p>Bread is sold from noon on, and the queue is long.</p>",
            "<p><strong>Ada Reyes</strong></p><p>She was never late for a vote, the foreman said.</p>",
            "<p><strong>Ada Reyes</strong></p><p>She is late, “but not lost”, says the foreman.</p>",
            "<h3>The ovens</h3><p>They are new.</p><p>Ada Reyes</p><h3>The bread</h3><p>It is old.</p><p>Jonas Weil</p>",
        ])
    func whatAuthorsSayAtTheEndIsKept(_ end: String) throws {
        var page = TestPage()
        page.story = TestPage.paragraphs(Self.prose + Self.prose.map { "Once more: \($0)" }) + end
        let whole = try page.document().whole
        for part in end.split(separator: ">") {
            let words = part.prefix { $0 != "<" }.drop { $0 == ":" || $0 == " " }
            guard words.count > 20 else { continue }
            #expect(whole.contains(words))
        }
    }

    @Test func aNameAboveWhatItsBearerSaysIsKept() throws {
        var page = TestPage()
        page.story =
            TestPage.paragraphs(Self.prose)
            + "<p><b>Jonas Weil</b></p><p>The council was late with all of it, and the bread is none the better for that.</p>"
            + "<p><b>Ada Reyes</b></p><p>The union had asked for a vote in June, which nobody in the council remembers.</p>"
        #expect(try page.document().whole.contains("Ada Reyes"))
    }

    /// Speakers as links, for each of which the page has a place of its own.
    @Test(
        arguments: [
            "<p><strong><a href='/members/NAME'>Mr NAME</a></strong></p>",
            "<p class='speaker'><a href='/members/NAME'>Mr NAME</a></p>",
            "<p><b><a href='#NAME'>Mr NAME</a></b></p>", "<p><a href='#NAME'>Mr NAME</a></p>",
        ])
    func speakersAsLinksAreNoControls(_ label: String) throws {
        var page = TestPage()
        page.story = zip(Self.prose, ["Weil", "Rowan", "Weil", "Rowan", "Weil", "Rowan"]).map {
            label.replacing("NAME", with: $1) + "<p>\($0)</p>"
        }.joined()
        let whole = try page.document().whole
        for name in ["Mr Weil", "Mr Rowan"] { #expect(whole.ranges(of: name).count == 3) }
    }

    @Test(
        arguments: [
            (
                "<h2>Kestrel buys Falcon</h2><p>Worth 40 million kroner</p>",
                ["Kestrel buys Falcon", "Worth 40 million kroner"]
            ),
            (
                "<ul><li>Profit up by 12%</li><li>Bread for 40 towns</li></ul>",
                ["Profit up by 12%", "Bread for 40 towns"]
            ),
            ("<p>NEWS RELEASE</p><h2>Forty Jobs for Alden</h2>", ["Forty Jobs for Alden"]),
            (
                "<p>Media contact: Petra Rowan</p><p>+47 555 0199 10</p><p>press@kestrel.example</p><p>20 November 2026</p>",
                []
            ),
            ("<p>Alden County Council</p><p>Norvik</p>", []),
        ])
    func aReleasesNewsStays(_ head: String, _ kept: [String]) throws {
        var page = TestPage()
        page.story = "\(head)<p>For Immediate Release</p>" + TestPage.paragraphs(Self.prose)
        let body = try page.document().body
        #expect(body == kept + Self.prose)
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

    /// Only what speaks to readers asks them for something, and only what asks them to pay ends a story.
    @Test(arguments: [
        "The help line can be reached at 555 0100, the mayor said on the radio.",
        "Drivers must download the app before Monday to pass the toll gates.",
        "The council sent a teacher who answers on WhatsApp.",
        "A tent was put up for the children to continue reading through the closure.",
    ])
    func sentencesOfAStoryAreNoInvitations(_ sentence: String) throws {
        var page = TestPage()
        page.story = TestPage.paragraphs(Array(Self.prose.prefix(1)) + [sentence] + Array(Self.prose.dropFirst()))
        let words = try TestPage.document(page.markup).blockTexts.map(\.words)
        for text in Self.prose + [sentence] { #expect(words.contains(text), "\(words)") }
    }
}
