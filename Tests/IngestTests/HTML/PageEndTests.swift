import AnalyzerKit
import Discourse
import Ingest
import Linguistics
import Testing

/// What stands at a story's end or among it and is the story's, though it looks like what stands around stories.
@Suite struct PageEndTests {
    private func blocks(_ story: String) throws -> [(kind: BlockKind, words: String)] {
        let document = try TestPage(story: TestPage.paragraphs(TestPage.prose) + story).document()
        return document.blocks.kinds.indices.map { index in
            let range = document.structure.tokens.range(document.blocks.tokens[index])
            return (document.blocks.kinds[index], document.text.string(in: range))
        }
    }

    @Test(
        "Sentences that begin as bylines, credits and invitations do are the story's",
        arguments: [
            "By Monday the bridge will be open, Holt said.", "By contrast, Arlen has three bridges.",
            "By Friday, 400 people had died.", "Written by Holt, the law has no teeth.",
            "Donate to the victims, Holt said.", "Click here, said the mail.",
        ])
    func sentencesOfStories(_ sentence: String) throws {
        let found = try blocks("<p>\(sentence)</p>" + TestPage.paragraphs(TestPage.prose))
        #expect(found.contains { $0.words == sentence && $0.kind == .paragraph })
    }

    @Test("A table or an announced list at a story's very end is the story's, to its last row and item")
    func ends() throws {
        let rows = [
            ["Bridge", "Year", "Points"], ["Lock bridge", "1804", "12"], ["Mill bridge", "1911", "31"],
            ["Old bridge", "1699", "44"],
        ]
        let table =
            "<table>" + rows.map { "<tr>" + $0.map { "<td>\($0)</td>" }.joined() + "</tr>" }.joined() + "</table>"
        let found = try blocks(table)
        #expect(found.suffix(4).map(\.words) == rows.map { $0.joined(separator: " | ") })
        let items = ["The lock bridge, which is too narrow.", "The mill bridge, which shakes.", "The old bridge."]
        let list =
            "<p>The worst three are these, as the engineers told the council:</p><ul>"
            + items.map { "<li>\($0)</li>" }.joined() + "</ul>"
        #expect(try blocks(list).suffix(3).map(\.words) == items)
    }

    @Test(
        "The numbers of a list are read where the page says which they are",
        arguments: [
            ("<ol reversed>", ["3.", "2.", "1."]), ("<ol start=\"8\">", ["8.", "9.", "10."]),
            ("<ol type=\"a\">", ["a.", "b.", "c."]),
            ("<ol type=I start=4>", ["IV.", "V.", "VI."]), ("<ol>", ["", "", ""]), ("<ul>", ["", "", ""]),
        ])
    func numbers(_ list: String, _ numbers: [String]) throws {
        let items = [
            "The lock bridge, which is too narrow for cars.", "The mill bridge, which shakes a little.",
            "The old bridge of the town.",
        ]
        let markup =
            "<p>The worst three are these, as the engineers told the council:</p>\(list)"
            + items.map { "<li>\($0)</li>" }.joined()
            + "</ol></ul><p>The council will hear the engineers again when they have looked at all the bridges of the county.</p>"
        let wanted = zip(numbers, items).map { $0.isEmpty ? $1 : "\($0) \($1)" }
        #expect(try blocks(markup).filter { $0.kind == .list }.map(\.words) == wanted)
    }

    @Test(
        "Sentences that begin or end as notices do are the story's",
        arguments: [
            "Published on 3 March 2026, the study runs to four hundred pages.",
            "Poll: most voters would pay for a bridge, but not for two of them in one year.",
            "The owner of the third bridge has changed its terms of use.",
        ])
    func sentences(_ sentence: String) throws {
        let document = try TestPage(story: TestPage.paragraphs(TestPage.prose + [sentence])).document()
        let text = String(decoding: document.text.bytes, as: UTF8.self)
        #expect(text.contains(sentence))
        #expect(document.metadata.published == nil)
        let first = try TestPage(story: TestPage.paragraphs([sentence] + TestPage.prose)).document()
        #expect(String(decoding: first.text.bytes, as: UTF8.self).contains(sentence))
    }

    @Test(
        "What only tells when a story was published is none of it",
        arguments: ["Published on 3 March 2026.", "Last updated on 3 March 2026 at 10:14."])
    func dates(_ line: String) throws {
        let document = try TestPage(story: TestPage.paragraphs([line] + TestPage.prose)).document()
        #expect(!String(decoding: document.text.bytes, as: UTF8.self).contains(line))
    }

    @Test("A zero among a page's bytes is passed over and told; a file of zeros is no page")
    func zeros() throws {
        var bytes = Array(TestPage().markup.utf8)
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("opened a plant".utf8)) }) + 3
        bytes.insert(0, at: place)
        let document = try Decoder.document(from: bytes, path: "a.html")
        #expect(String(decoding: document.text.bytes, as: UTF8.self).contains("Kestrel Foods opened a plant"))
        #expect(document.notices.map(\.reason) == ["malformed"])
        #expect(document.notices[0].message.contains("at offset \(place)"))
        let zeros = Array("<html><body><p>".utf8) + [UInt8](repeating: 0, count: 900)
        #expect(throws: DecodeError.self) { try Decoder.document(from: zeros, path: "a.html") }
    }
}
