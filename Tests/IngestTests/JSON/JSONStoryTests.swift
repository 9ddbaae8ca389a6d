import AnalyzerKit
import TestSupport
import Testing

@testable import Ingest

@Suite("Documents in JSON as programs export them")
struct JSONStoryTests {
    private func documents(_ json: String, _ path: String) throws -> [Document] {
        try Decoder.documents(from: Array(json.utf8), path: path)
    }

    @Test(
        "Remarks, empty lines, commas and marks between lines are no part of a document, under whatever name",
        arguments: [
            "# exported 2026-11-29\n# by a program\n{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n",
            "// exported\n{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n",
            "\n \n{\"text\": \"One.\"}\n\n# more\n{\"text\": \"Two.\"}\n",
            "{\"text\": \"One.\"},\n{\"text\": \"Two.\"},\r\n",
            "\u{1E}{\"text\": \"One.\"}\n\u{1E}{\"text\": \"Two.\"}\n",
        ], ["a.jsonl", "a.txt"])
    func between(lines: String, path: String) throws {
        let documents = try documents(lines, path)
        #expect(documents.map { TestOffice.text($0) } == ["One.", "Two."])
        #expect(documents.allSatisfy { $0.source.mediaType == "application/jsonl" && $0.notices.count < 2 })
    }

    @Test(
        "Objects over several lines, or a list, are read under the name of lines, too",
        arguments: [
            "{\n \"text\": \"One.\"\n}\n{\n \"text\": \"Two. {\"\n}\n",
            "[\n{\"text\": \"One.\"},\n{\"text\": \"Two. {\"}\n]\n",
            "[{\"text\": \"One.\"}, {\"text\": \"Two. {\"}]",
        ])
    func across(json: String) throws {
        let documents = try documents(json, "a.jsonl")
        #expect(documents.map { TestOffice.text($0) } == ["One.", "Two. {"])
        #expect(documents.flatMap(\.notices).isEmpty)
    }

    @Test("A text with a remark's sign before braces is none of these, nor is one that is cut off")
    func notLines() throws {
        #expect(try documents("# Rain\n\n{note} It rains.\n", "a.txt").first?.source.mediaType == "text/plain")
        #expect(throws: DecodeError.self) { try documents("{\n \"text\": \"One.\"\n}\n{\n \"text\": ", "a.jsonl") }
    }

    @Test(
        "A list of documents within an object, as servers answer, is read",
        arguments: [
            #"{"status": "ok", "articles": [{"title": "A", "content": "One."}, {"title": "B", "content": "Two."}]}"#,
            #"{"hits": {"total": 2, "hits": [{"_id": "1", "_source": {"title": "A", "text": "One."}}, "#
                + #"{"_source": {"headline": "B", "body": "Two."}}]}}"#,
            #"{"response": {"results": [{"webTitle": "A", "fields": {"bodyText": "One."}}, "#
                + #"{"webTitle": "B", "fields": {"bodyText": "Two."}}]}}"#,
            #"{"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "A", "content_text": "One."}, "#
                + #"{"title": "B", "content_text": "Two."}]}"#,
            #"[{"Title": "A", "Text": ["One."]}, {"title": {"rendered": "B"}, "content": {"rendered": "Two."}}]"#,
        ])
    func within(json: String) throws {
        let documents = try documents(json, "a.json")
        #expect(documents.map { TestOffice.text($0) } == ["One.", "Two."])
        #expect(documents.map(\.title) == ["A", "B"])
    }

    @Test(
        "A report of our own and a list of pieces of a text are no documents",
        arguments: [
            #"{"schema": 2, "copydesk": "0.1.0", "document": {"text": "One."}, "quotes": [{"title": "A", "text": "One."}]}"#,
            #"{"quotes": [{"text": "One.", "speaker": "Ada"}, {"text": "Two.", "speaker": null}]}"#,
        ])
    func others(json: String) throws {
        #expect(try documents(json, "a.json").map(\.source.mediaType) == ["text/plain"])
    }

    @Test("Markup in a text is read as such, and signs that only look like it stay")
    func markup() throws {
        let page = try documents(
            #"{"title": "Rain", "body": "<p>It rained &amp; hailed.</p><h2>Later</h2><p>The sun came.</p>"}"#, "a.json")
        #expect(TestOffice.text(page[0]) == "Rain\n\nIt rained & hailed.\n\nLater\n\nThe sun came.")
        #expect(page[0].title == "Rain")
        let plain = "Rates below <x> and 3 < 4 > 2, <b said."
        let signs = try documents("{\"text\": \"\(plain)\"}", "a.json")
        #expect(TestOffice.text(signs[0]) == plain)
    }

    @Test(
        "Times are read in each form that is plain",
        arguments: [
            ("1795910400", "2026-11-29T00:00:00Z"), ("1795910400000", "2026-11-29T00:00:00Z"),
            ("1795910400.25", "2026-11-29T00:00:00Z"), ("951782400", "2000-02-29T00:00:00Z"),
            ("\"1795910400\"", "2026-11-29T00:00:00Z"), ("\"2026/11/28\"", "2026-11-28"),
            ("\"November 28, 2026\"", "2026-11-28"), ("\"28 November 2026\"", "2026-11-28"),
            ("\"Nov. 28, 2026 2:05 PM ET\"", "2026-11-28T19:05:00Z"), ("\"11/28/2026\"", "2026-11-28"),
            ("\"28.11.2026\"", "2026-11-28"), ("{\"$date\": \"2026-11-28T14:05:00Z\"}", "2026-11-28T14:05:00Z"),
            ("\"Saturday, 28 November 2026 at 14:05 GMT\"", "2026-11-28T14:05:00Z"),
            ("\"Sat Nov 28 2026 14:05:00 GMT+0100 (Central European Standard Time)\"", "2026-11-28T13:05:00Z"),
            ("\"2026-11-28 14:05:00 UTC\"", "2026-11-28T14:05:00Z"),
        ])
    func times(written: String, time: String) throws {
        let json = "{\"text\": \"One.\", \"date_published\": \(written), \"updatedAt\": \(written)}"
        let document = try documents(json, "a.json")[0]
        #expect(document.metadata.published == time && document.metadata.modified == time)
    }

    @Test(
        "and none where they are not",
        arguments: [
            "\"last week\"", "\"03/04/2026\"", "\"2026-11\"", "-5", "20261128.5", "1e300", "true", "null", "\"\"",
            "\"in a study of 28 November 2026\"", "{\"a\": 1795910400}", "\"123456789012345678901234567890\"",
        ])
    func noTimes(written: String) throws {
        #expect(try documents("{\"text\": \"One.\", \"date\": \(written)}", "a.json")[0].metadata.published == nil)
    }
}
