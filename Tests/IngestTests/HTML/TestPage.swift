import AnalyzerKit
import Discourse
import Ingest
import Linguistics

/// A page of a newspaper that does not exist, around whatever a test is about.
struct TestPage {
    /// Running text enough for a story, a paragraph each.
    static let prose = [
        "Kestrel Foods opened a plant in Alden on Monday, and some 300 people took part in the ceremony, the company said.",
        "The plant, which had been delayed three times, bakes bread for the whole county and sells what is left in the evening.",
        "“We knew that it would be hard,” said Petra Rowan, who speaks for the company. “Nobody had done it before, and we did.”",
        "In the town itself opinions differ, and the union has asked for a hearing before the council votes on the matter in May.",
        "The council will meet on Thursday, when it hears from residents of the streets around, and then again before the summer.",
        "Nobody at the ministry was available to comment on the matter, which has been before the courts since the spring of 2019.",
    ]

    var head = "<title>A plant opens in Alden | The Alden Courier</title>"
    /// The story's markup.
    var story = Self.paragraphs(Self.prose)
    var before = ""
    var after = ""

    static func paragraphs(_ texts: [String]) -> String { texts.map { "<p>\($0)</p>\n" }.joined() }

    /// The whole page.
    var markup: String {
        """
        <!doctype html><html lang="en"><head>\(head)</head><body class="single">
        <header class="masthead"><a href="/">The Alden Courier</a><nav><ul><li><a href="/n">News</a></li>
        <li><a href="/s">Sport</a></li><li><a href="/w">Weather</a></li></ul></nav></header>\(before)
        <main><article class="story"><h1>A plant opens in Alden</h1><p class="byline">By Ada Reyes</p>
        <div class="story-body">\(story)</div></article>\(after)</main>
        <footer><p>The Alden Courier is a newspaper of the county, founded long ago and owned by its readers.</p>
        <ul><li><a href="/a">About us</a></li><li><a href="/t">Terms of use</a></li></ul></footer></body></html>
        """
    }

    func document() throws -> Document { try Self.document(markup) }

    static func document(_ markup: String) throws -> Document {
        try Decoder.document(from: Array(markup.utf8), path: "page.html")
    }
}

extension Document {
    /// The blocks as kind and words.
    var blockTexts: [(kind: BlockKind, words: String)] {
        blocks.kinds.indices.map { (blocks.kinds[$0], text.string(in: tokens.range(blocks.tokens[$0]))) }
    }

    /// The words of all blocks but the headline.
    var body: [String] { blockTexts.filter { $0.kind != .headline }.map(\.words) }

    /// The blocks of one kind.
    func words(of kind: BlockKind) -> [String] { blockTexts.filter { $0.kind == kind }.map(\.words) }

    var whole: String { text.string(in: text.fullRange) }
}
