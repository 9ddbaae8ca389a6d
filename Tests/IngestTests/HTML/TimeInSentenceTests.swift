import AnalyzerKit
import Ingest
import Testing

/// Times of events in a story are no times of the page's.
@Suite struct TimeInSentenceTests {
    private static let vote = "<time datetime='2024-12-03'>3 December</time>"

    /// A page of a house with a line behind its headline, and a paragraph among its others.
    private static func page(_ line: String, _ paragraph: String) -> String {
        var texts = TestPage.prose
        texts.insert(paragraph, at: 1)
        return """
            <!doctype html><html lang="en"><head><title>Bridge to close</title></head><body><article><h1>Bridge to close</h1>
            \(line)\(TestPage.paragraphs(texts))</article></body></html>
            """
    }

    private func published(_ line: String, _ paragraph: String) throws -> String? {
        try TestPage.document(Self.page(line, paragraph)).metadata.published
    }

    @Test(
        arguments: [
            "The vote is set for \(vote), when members return.", "The vote is set for \(vote).",
            "Polls open on \(vote).", "On \(vote) members will vote, and the bridge stays shut until then.",
            "Members will vote on Tuesday, \(vote), on what the town can pay. The bridge stays shut.",
            "The bridge is shut. By <b>\(vote)</b> the council wants to have the money, it said.",
            "Published on \(vote), the study runs to four hundred pages and names nobody.",
            "“We vote on \(vote),” she said.", "The rules were updated on \(vote).",
            "The <a href='/vote'>vote</a> is set for <a href='/v'>\(vote)</a> at the hall at ten.",
            "From <time datetime='2024-12-03'>3 December</time> to <time datetime='2024-12-03'>3 December</time> it is shut.",
        ])
    func aTimeInASentenceOfTheStoryIsNotThePages(_ paragraph: String) throws {
        #expect(try published("<p>By Ann Lee</p>", paragraph) == nil)
        #expect(try published("<p>By Ann Lee, 5 March 2024</p>", paragraph) == "2024-03-05")
        #expect(try published("<p><time datetime='2024-03-05'>5 March</time></p>", paragraph) == "2024-03-05")
        // Nor is it where nothing else on the page tells one.
        let before = String(repeating: "<p>The harbour has a bridge that turns.</p>", count: 12)
        #expect(try published(before, paragraph) == nil)
    }

    @Test(
        arguments: [
            "<p><time datetime='2024-03-05'>5 March</time></p>",
            "<p>Published <time datetime='2024-03-05'>5 March</time></p>",
            "<p>Published on <time datetime='2024-03-05'>5 March</time>.</p>",
            "<p>This article was first published on <time datetime='2024-03-05'>5 March</time> by the Courier.</p>",
            "<p>By Ann Lee | <time datetime='2024-03-05'>5 March</time></p>",
            "<p>By Ann Lee in the town of Alden on <time datetime='2024-03-05'>5 March</time>.</p>",
            "<p>Written by Ann Lee for the Courier on <time datetime='2024-03-05'>5 March</time>.</p>",
            "<p>5 March <time datetime='2024-03-05T10:00'>10.00</time></p>",
            "<p>ALDEN, <time datetime='2024-03-05'>March 5</time> (Reuters) – The council of the town met on Monday and "
                + "decided to close the bridge, which is old.</p>",
            "<p>Posted in news and views on <time datetime='2024-03-05'>5 March</time> by the editor. Leave a comment.</p>",
            "<div><span>Story of the day</span> <time datetime='2024-03-05'>5 March</time> <span>in our paper</span></div>",
            "<p>It was made for the paper on <time pubdate datetime='2024-03-05'>5 March</time> and has not been changed.</p>",
            "<p>We wrote this for you on <time itemprop='datePublished' datetime='2024-03-05'>5 March</time> in Alden.</p>",
        ])
    func aTimeThatStandsForItselfIs(_ line: String) throws {
        let published = try published(line, "The vote is set for \(Self.vote), when members return.")
        #expect(published?.prefix(10) == "2024-03-05")
    }

    @Test(arguments: ["Updated", "Last updated on", "Last modified"])
    func aTimeBehindALabelForChangesIsOfTheChange(_ label: String) throws {
        let line =
            "<p>By Ann Lee, 5 March 2024</p><p>\(label) <time datetime='2024-03-07'>7 March 2024</time>.</p>"
        let document = try TestPage.document(Self.page(line, "The vote is set for \(Self.vote)."))
        #expect(document.metadata.published == "2024-03-05")
        #expect(document.metadata.modified == "2024-03-07")
    }
}
