import AnalyzerKit
import TestSupport
import Testing

@testable import Ingest

@Suite("Lines of JSON")
struct JSONLineTests {
    private func documents(_ lines: String, _ path: String = "a.jsonl") throws -> [Document] {
        try Decoder.documents(from: Array(lines.utf8), path: path)
    }

    @Test("Each line is a document with what it tells")
    func lines() throws {
        let documents = try documents(
            """
            {"id": "h1", "title": "Harbour reopens", "text": "The harbour is open.\\n\\nThe pier is not.", "published": "2026-10-14T08:30:00+02:00", "authors": ["Ada Brandt", {"name": "Tom Ode"}]}

            {"id": 2, "text": "The pier is closed.", "url": "https://x.example/2", "author": "admin"}
            {"id": 3, "text": ""}
            """)
        #expect(
            documents.map { TestOffice.text($0) } == [
                "The harbour is open.\n\nThe pier is not.", "The pier is closed.",
            ])
        #expect(documents.map(\.title) == ["Harbour reopens", nil])
        #expect(documents.map(\.authors) == [["Ada Brandt", "Tom Ode"], []])
        #expect(documents[0].metadata.published == "2026-10-14T06:30:00Z")
        #expect(documents[1].metadata.url == "https://x.example/2")
        #expect(documents.map(\.metadata.part?.name) == ["h1", "2"])
    }

    @Test("are known by their form, too, and no single object is taken for them")
    func form() throws {
        let two = "{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n"
        #expect(try documents(two, "a.txt").count == 2)
        #expect(try documents("{\"text\": \"One.\"}\n", "a.txt").first?.source.mediaType == "text/plain")
    }

    @Test(
        "A line that is no JSON is told with its number, and the others are read",
        arguments: [
            ("{\"text\": \"One.\"}\n{\"text\": \"Tw", "line 2 is no JSON"),
            ("{\"text\": \"One.\"}\n\n[1]\n{\"text\": \"Two.\"}\n", "line 3 is no object with a text"),
            (
                "{\"text\": \"One.\"}\n" + String(repeating: "{\"text\":", count: 600) + "1"
                    + String(repeating: "}", count: 600) + "\n",
                "in line 2, its lists and objects stand in each other more than 512 deep"
            ),
        ])
    func broken(lines: String, reason: String) throws {
        let documents = try documents(lines)
        #expect(TestOffice.text(documents[0]) == "One.")
        #expect(documents.count == (lines.contains("Two.") ? 2 : 1))
        #expect(documents[0].notices.map(\.message) == ["A line was not read: \(reason)."])
    }

    @Test("Of many bad lines the first ten are told, and how many more there are")
    func manyBroken() throws {
        let lines = "{\"text\": \"One.\"}\n" + String(repeating: "{\n", count: 15)
        let notices = try documents(lines)[0].notices
        #expect(notices.count == 11 && notices.last?.message == "5 more lines were not read.")
        let error = #expect(throws: DecodeError.self) { try documents("{\"text\": \"On\n{\n") }
        #expect(
            error
                == .malformed(
                    format: "JSON lines", byteOffset: nil, reason: "no line of it is a document: line 1 is no JSON"))
    }

    @Test(
        "One such object in .json is a document, and each of a list is one",
        arguments: [
            ("{\n \"title\": \"Rain\",\n \"text\": \"One.\"\n}", ["One."]),
            ("[{\"text\": \"One.\"}, {\"headline\": \"x\", \"body\": \"Two.\"}, {\"id\": 3}]", ["One.", "Two."]),
        ])
    func whole(json: String, texts: [String]) throws {
        let documents = try documents(json, "a.json")
        #expect(documents.map { TestOffice.text($0) } == texts)
        #expect(documents[0].source.mediaType == "application/json")
        let told = json.contains("{\"id\": 3}") ? ["A member was not read: number 3 has no text."] : []
        #expect(documents[0].notices.map(\.message) == told)
    }

    @Test("A line without a text is told of, too, and a file of such lines is empty")
    func wordless() throws {
        let notices = try documents("{\"text\": \"One.\"}\n{\"text\": \" \"}\n{\"words\": \"x\"}\n")[0].notices
        #expect(
            notices.map(\.message) == [
                "A line was not read: line 2 has no text.", "A line was not read: line 3 has no text.",
            ])
        #expect(throws: DecodeError.empty(format: "JSON lines")) {
            try documents("{\"text\": \"\"}\n{\"text\": \" \"}\n")
        }
    }

    @Test("Other JSON is a text as before, and what is cut off says so")
    func other() throws {
        let data = try documents("{\"rows\": [{\"text\": 1}]}", "a.json")
        #expect(data.map(\.source.mediaType) == ["text/plain"])
        let error = #expect(throws: DecodeError.self) { try documents("{\"title\": \"x\", \"text\": \"On", "a.json") }
        #expect(
            error?.description
                == "This JSON file cannot be read: it is no JSON, or cut off. Ask its sender for a whole one, or drop its text."
        )
    }
}
