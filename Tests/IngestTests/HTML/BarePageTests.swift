import AnalyzerKit
import Discourse
import Ingest
import Linguistics
import Testing

/// Pages that hold a document and nothing around it, as converters and editorial systems write them.
@Suite struct BarePageTests {
    private func blocks(_ html: String) throws -> [String] {
        let document = try Decoder.document(from: Array(html.utf8), path: "a.html")
        return document.blocks.kinds.indices.map { index in
            document.text.string(in: document.structure.tokens.range(document.blocks.tokens[index]))
        }
    }

    private static let first = "<p>The board of Arlen voted on Tuesday to close the dock.</p>"
    private static let last = "<p>Workers wept. \"They lied to us,\" Tom Ode said.</p>"

    @Test(
        "All of it is the story, however short",
        arguments: [
            (
                first + last,
                [
                    "The board of Arlen voted on Tuesday to close the dock.",
                    "Workers wept. \"They lied to us,\" Tom Ode said.",
                ]
            ),
            (
                "<html><head><title>Dock to close</title></head><body><h1>Dock to close</h1>" + first
                    + "<h2>What next</h2><ol><li>It closes in March.</li><li>Ships move.</li></ol>" + last
                    + "<table><tr><th>Year</th><th>Ships</th></tr><tr><td>2024</td><td>12</td></tr></table></body></html>",
                [
                    "Dock to close", "The board of Arlen voted on Tuesday to close the dock.", "What next",
                    "It closes in March.", "Ships move.", "Workers wept. \"They lied to us,\" Tom Ode said.",
                    "Year | Ships", "2024 | 12",
                ]
            ),
        ])
    func whole(html: String, words: [String]) throws { #expect(try blocks(html) == words) }

    @Test(
        "What tells of more than a document leaves it to the model",
        arguments: [
            "<nav><a href=a>Home</a></nav>",
            "<div class=related>Ten other docks</div>", "<p>Sign up for our newsletter.</p>",
            "<form><input name=q></form>",
        ])
    func around(other: String) throws {
        let html = "<html><body>" + Self.first + other + Self.last + "</body></html>"
        let words = try blocks(html)
        #expect(!words.contains { $0.contains("Ten other") || $0.contains("Home") || $0.contains("Sign up") })
    }
}
