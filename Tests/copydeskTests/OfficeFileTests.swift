import Foundation
import Testing

/// Office documents, books, Markdown and archives through a real daemon, whole ones and hostile ones.
@Suite(.serialized, .timeLimit(.minutes(10))) struct OfficeFileTests {
    private static let folder = ToolRun.root.appending(path: "Tests/IngestTests/Office/Fixtures")

    /// One story in each format, with the paragraph that stands behind its text.
    private static let stories: [(name: String, mediaType: String, note: String?)] = [
        ("story.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", note),
        ("story.odt", "application/vnd.oasis.opendocument.text", note), ("story.rtf", "application/rtf", note),
        ("story.epub", "application/epub+zip", note), ("story.md", "text/markdown", note),
    ]
    private static let note = "The pier was built in 1931."

    private func bytes(_ name: String) throws -> Data { try Data(contentsOf: Self.folder.appending(path: name)) }

    @Test func eachFormatComesOutAsTheSameStory() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        for story in Self.stories { try daemon.drop(try bytes(story.name), as: "in/\(story.name)") }
        for story in Self.stories {
            let report = try await daemon.report("in/\(story.name)")
            let document = try #require(report["document"] as? [String: Any])
            #expect(document["mediaType"] as? String == story.mediaType)
            #expect(document["title"] as? String == "Harbour of Velmora reopens", "\(story.name)")
            #expect(document["authors"] as? [String] == ["Ada Brandt"], "\(story.name)")
            #expect((document["published"] as? String)?.hasPrefix("2026-10-14T08:30:00") == true, "\(story.name)")
            let text = try #require(document["text"] as? String)
            #expect(text.hasPrefix("Harbour of Velmora reopens\n\n"), "\(story.name)")
            #expect(text.contains("The harbour of Velmora reopened on Friday after two weeks of repairs.\n\n“We knew"))
            #expect(text.hasSuffix("hear from fishermen.\n\n\(Self.note)"), "\(story.name): \(text)")
            let blocks = try #require(document["blocks"] as? [[String: Any]])
            #expect(blocks.first?["kind"] as? String == "headline" && blocks.last?["kind"] as? String == "note")
            let analyzers = try #require(report["analyzers"] as? [String: [String: Any]])
            let findings = try #require(analyzers["quotes"]?["findings"] as? [String: [[String: Any]]])
            let speakers = (findings["quotes"] ?? []).compactMap {
                ($0["speaker"] as? [String: Any])?["name"] as? String
            }
            #expect(speakers == ["Petra Rowan", "Petra Rowan"], "\(story.name)")
            #expect((report["problems"] as? [Any])?.isEmpty == true, "\(story.name)")
        }
    }

    @Test func eachDocumentOfAnArchiveIsAReport() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        for name in ["stories.zip", "stories.tar.gz", "stories.jsonl"] { try daemon.drop(try bytes(name), as: name) }
        for name in ["stories.zip", "stories.tar.gz", "stories.jsonl"] {
            for number in 1...2 {
                let report = try await daemon.report(number == 1 ? name : "\(name).2")
                let document = try #require(report["document"] as? [String: Any])
                #expect(document["title"] as? String == "Harbour of Velmora reopens", "\(name)")
                let part = try #require(document["part"] as? [String: Any])
                #expect(part["of"] as? String == name && part["number"] as? Int == number)
                let member = ["one", "two"][number - 1]
                #expect(part["name"] as? String == (name == "stories.jsonl" ? member : "stories/\(member).txt"))
                let problems = try #require(report["problems"] as? [[String: Any]])
                #expect(
                    problems.map { $0["reason"] as? String }
                        == (name == "stories.zip" && number == 1 ? ["left-out"] : []))
            }
        }
    }

    @Test func whatIsNoneFailsWithASentenceAndOthersGoOn() async throws {
        let story = try bytes("story.docx")
        var old = Data([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) + Data(count: 1016)
        old += "WordDocument".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } + Data(count: 600)
        let hostile: [(name: String, bytes: Data, reason: String)] = [
            ("cut.docx", story.prefix(story.count / 2), "malformed"),
            ("cut.zip", try bytes("stories.zip").dropLast(30), "malformed"),
            ("cut.tar.gz", try bytes("stories.tar.gz").dropLast(30), "malformed"),
            ("old.doc", old, "unsupported-format"),
            ("cut.rtf", try bytes("story.rtf").dropLast(60) + Data("{\\b".utf8), "malformed"),
            ("bomb.docx", try bytes("bomb.docx"), "too-large"), ("bomb.zip", try bytes("bomb.zip"), "too-large"),
        ]
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        for file in hostile { try daemon.drop(file.bytes, as: file.name) }
        try daemon.drop(story, as: "story.docx")
        for file in hostile {
            let note = try await daemon.json(daemon.file("state", "failed/\(file.name).error.json"))
            #expect(note["reason"] as? String == file.reason, "\(file.name): \(note)")
            let message = try #require(note["message"] as? String)
            #expect(message.hasPrefix("This ") && message.hasSuffix("."), "\(message)")
        }
        _ = try await daemon.report("story.docx")
    }
}
