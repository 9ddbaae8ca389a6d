import Corpora
import Foundation
import Testing

/// Transcripts through a real daemon, whole ones and hostile ones.
@Suite struct TranscriptFileTests {
    private static let folder = ToolRun.root.appending(path: "Tests/IngestTests/Transcripts").path

    @Test func everyFormComesOutWithItsTurns() async throws {
        let files = try TurnGold.files(at: Self.folder)
        #expect(!files.isEmpty)
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        for file in files { try daemon.drop(Data(file.bytes), as: "in/\(file.name)") }
        for file in files {
            let report = try await daemon.report("in/\(file.name)")
            let analyzers = try #require(report["analyzers"] as? [String: [String: Any]])
            let findings = try #require(analyzers["quotes"]?["findings"] as? [String: Any])
            let quotes = try #require(findings["quotes"] as? [[String: Any]])
            let turns = quotes.filter { $0["kind"] as? String == "turn" }
            #expect(turns.count == file.turns.count, "\(file.name)")
            let document = try #require(report["document"] as? [String: Any])
            let blocks = try #require(document["blocks"] as? [[String: Any]])
            if !file.name.hasPrefix("record") {
                let places = blocks.compactMap { $0["source"] as? [String: Any] }
                #expect(places.contains { $0["time"] is NSNumber }, "\(file.name)")
            }
        }
    }

    @Test func aNameThatPromisesAnotherFormIsNoted() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        try daemon.drop("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Bread is back.\n", as: "a.srt")
        let report = try await daemon.report("a.srt")
        let document = try #require(report["document"] as? [String: Any])
        #expect(document["mediaType"] as? String == "text/vtt")
        #expect(document["text"] as? String == "Ann: Bread is back.")
        let problems = try #require(report["problems"] as? [[String: Any]])
        #expect(problems.map { $0["reason"] as? String } == ["format"])
    }

    private static let deep = 10_000

    /// What is cut, empty, nested or endless; each with the reason for which it may fail, nil where it is a document.
    private static let hostile: [(path: String, source: String, reason: String?)] = [
        ("empty.vtt", "WEBVTT\n", "empty"), ("empty.srt", "1\n00:00:01,000 --> 00:00:02,000\n", "empty"),
        ("empty.ttml", "<tt xmlns='http://www.w3.org/ns/ttml'><body/></tt>", "empty"),
        ("empty.json", #"{"segments":[{"text":""}]}"#, "empty"),
        ("empty.xml", "<akomaNtoso><debate/></akomaNtoso>", "empty"),
        ("cut.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Bread is ba", nil),
        ("cut.srt", "1\n00:00:01,000 --> 00:00:02,000\nBread is ba", nil),
        ("cut.ttml", "<tt xmlns='http://www.w3.org/ns/ttml'><body><div><p begin='1s'>Bread", "malformed"),
        ("cut.json", #"{"segments":[{"start":0,"text":"Bread is"#, "malformed"),
        ("cut.xml", "<akomaNtoso><debate><speech by='#a'><p>Bread", "malformed"),
        ("cut-record.txt", "[Congressional Record Volume 1]\n\n  Mr. ALDER. Bread is", nil),
        ("nested.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n" + String(repeating: "<v A><c><i>a", count: deep), nil),
        (
            "nested.ttml",
            "<tt xmlns='http://www.w3.org/ns/ttml'><body>" + String(repeating: "<div begin='1s'>", count: deep),
            "malformed"
        ),
        ("nested.json", #"{"text":"","segments":"# + String(repeating: #"[{"text":"#, count: deep), "malformed"),
        ("nested.xml", "<akomaNtoso>" + String(repeating: "<speech by='#a'><p>a", count: deep), "malformed"),
        (
            "endless.vtt",
            "WEBVTT\n\n" + String(repeating: "00:01.000 --> 00:02.000\n<v Ann>One &amp; two\n\n", count: 40_000), nil
        ),
        (
            "endless.srt", "1\n00:00:01,000 --> 00:00:02,000\n" + String(repeating: ">> A: {\\ <i &", count: 100_000),
            nil
        ),
        (
            "endless.json",
            #"{"text":"","segments":["# + String(repeating: #"{"start":1,"end":2,"text":" One two."},"#, count: 40_000)
                + #"{"text":"."}]}"#, nil
        ),
        (
            "endless-record.txt",
            "[Congressional Record Volume 1]\n" + String(repeating: "  Mr. ALDER. One (\n", count: 60_000), nil
        ),
    ]

    @Test func hostileFilesFailWithAReasonOrAreDocuments() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        for file in Self.hostile { try daemon.drop(file.source, as: file.path) }
        for file in Self.hostile {
            let failed = daemon.file("state", "failed/\(file.path).error.json")
            let report = daemon.file("outbox", "\(file.path).json")
            try await daemon.wait("what becomes of \(file.path)") { daemon.exists(failed) || daemon.exists(report) }
            guard let reason = file.reason else {
                #expect(daemon.exists(report), "\(file.path)")
                continue
            }
            let note = try await daemon.json(failed)
            #expect(note["reason"] as? String == reason, "\(file.path)")
            let message = try #require(note["message"] as? String)
            #expect(message.hasPrefix("This ") || message.hasPrefix("There "), "\(message)")
        }
    }
}
