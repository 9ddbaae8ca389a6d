import Compression
import Foundation
import Glibc
import Reporting
import Testing

/// Retention, corrected documents and compressed reports, by the real daemon and the real commands.
@Suite(.timeLimit(.minutes(10))) struct RetentionTests {
    private static let story = "“We highly value this,” Ann Lee said on Tuesday.\n"

    private func tool(_ command: [String], _ folders: DaemonHarness) throws -> ToolRun {
        try ToolRun(
            DaemonHarness.binary,
            command + [
                "--inbox", folders.inbox.path, "--outbox", folders.outbox.path, "--state", folders.state.path,
            ], environment: ["COLUMNS": "110"])
    }

    private func deliver(_ names: [String], by daemon: DaemonHarness, _ arguments: [String] = []) async throws {
        for (index, name) in names.enumerated() { try daemon.drop("\(index): \(Self.story)", as: name) }
        try daemon.start(["--once", "--set", "limits.minFreeBytes=0", "--workers", "1"] + arguments)
        #expect(try await daemon.wait() == 0)
    }

    private func files(_ folder: String, _ daemon: DaemonHarness) -> [String] {
        let url = daemon.root.appendingPathComponent(folder)
        let paths = FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []
        return paths.filter { path in
            var isFolder: ObjCBool = false
            let place = url.appendingPathComponent(path).path
            return FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) && !isFolder.boolValue
        }.sorted()
    }

    // MARK: Compressed reports

    @Test func aCompressedReportIsTheSameReport() async throws {
        let (plain, compressed) = (try DaemonHarness(), try DaemonHarness())
        try await deliver(["a/story.txt"], by: plain)
        try await deliver(["a/story.txt"], by: compressed, ["--set", "outbox.compress=zstd"])
        #expect(files("outbox", compressed) == ["a/story.txt.json.zst"])
        let expected = try [UInt8](Data(contentsOf: plain.file("outbox", "a/story.txt.json")))
        let frame = try [UInt8](Data(contentsOf: compressed.file("outbox", "a/story.txt.json.zst")))
        #expect(try Zstandard.decompressed(frame, atMost: expected.count) == expected)
        #expect(try StoredReport(frame, from: "r") == StoredReport(expected, from: "r"))
        // As the manual says that it is read.
        let zstdcat = try ToolRun(
            URL(filePath: "/usr/bin/zstdcat"), [compressed.file("outbox", "a/story.txt.json.zst").path])
        #expect(zstdcat.status == 0 && Array(zstdcat.output.utf8) == expected)
        let report = compressed.file("outbox", "a/story.txt.json.zst").path
        for name in ["story.txt", "a/story.txt", report, "a/story.txt.json.zst"] {
            let why = try tool(["why", name], compressed)
            #expect(why.status == 0 && why.output.hasPrefix("a/story.txt  is delivered\n"), "\(why.output)")
            #expect(why.output.contains("Report: \(report)\n"), "\(why.output)")
        }
    }

    @Test func aCompressedReportWithoutAnAnalyzersFindingsIsFoundAndReplaced() async throws {
        let daemon = try DaemonHarness()
        try await deliver(["a/story.txt"], by: daemon, ["--set", "outbox.compress=zstd"])
        let url = daemon.file("outbox", "a/story.txt.json.zst")
        let text = try String(
            decoding: Zstandard.decompressed([UInt8](Data(contentsOf: url)), atMost: 1 << 20), as: UTF8.self)
        let problem = #""problems":[{"analyzer":"quotes","reason":"crash","message":"It died."}]}"#
        let lacking = text.replacing(#""problems":[]}"#, with: problem)
        #expect(lacking != text)
        try Data(Zstandard.compressed(Array(lacking.utf8))).write(to: url)
        #expect(try tool(["retry", "--problems"], daemon).output == "a/story.txt is in the inbox again.\n")
        // Reports are not compressed any more: the new one takes the place of the old one all the same.
        try daemon.start(["--once", "--set", "limits.minFreeBytes=0"])
        #expect(try await daemon.wait() == 0)
        #expect(files("outbox", daemon) == ["a/story.txt.json"])
        #expect(try String(contentsOf: daemon.file("outbox", "a/story.txt.json"), encoding: .utf8) == text)
    }

    @Test func aReloadChangesHowReportsAreWritten() async throws {
        let daemon = try DaemonHarness()
        let settings = daemon.root.appendingPathComponent("c.yaml")
        try Data("limits:\n  minFreeBytes: 0\n".utf8).write(to: settings)
        try await daemon.startAndWait(["--config", settings.path])
        try daemon.drop(Self.story, as: "one.txt")
        _ = try await daemon.report("one.txt")
        try Data("limits:\n  minFreeBytes: 0\noutbox.compress: zstd\n".utf8).write(to: settings)
        try await daemon.reload()
        try daemon.drop("Two: " + Self.story, as: "two.txt")
        try await daemon.wait("the report") { daemon.exists(daemon.file("outbox", "two.txt.json.zst")) }
        #expect(files("outbox", daemon) == ["one.txt.json", "two.txt.json.zst"])
    }

    // MARK: Corrected documents

    @Test(arguments: [("version", 2), ("replace", 1)])
    func aCorrectedDocumentIsReportedAsTheSettingSays(policy: String, count: Int) async throws {
        let daemon = try DaemonHarness()
        for text in ["First: ", "Second: "] {
            try daemon.drop(text + Self.story, as: "a/story.txt")
            try daemon.start(["--once", "--set", "limits.minFreeBytes=0", "--set", "outbox.onConflict=\(policy)"])
            #expect(try await daemon.wait() == 0)
        }
        #expect(files("outbox", daemon).count == count)
        let text = try String(contentsOf: daemon.file("outbox", "a/story.txt.json"), encoding: .utf8)
        #expect(text.contains(policy == "replace" ? "Second: " : "First: "))
        #expect(files("state/archive", daemon).count == 2)
    }

    // MARK: Retention

    @Test func whatIsTooMuchIsListedAndRemoved() async throws {
        let daemon = try DaemonHarness()
        try await deliver(["a/1.txt", "a/2.txt", "b/3.txt"], by: daemon)
        // The bytes on the disk that the newest one takes and no more.
        let limits = ["--set", "outbox.keep=1 B", "--set", "archive.keep=100 GiB"]
        let kept = try tool(["prune", "--dry-run"], daemon)
        #expect(kept.status == 0 && kept.output.hasPrefix("All is kept"), "\(kept.output)")

        let dry = try tool(["prune", "--dry-run"] + limits, daemon)
        #expect(dry.status == 0 && dry.errors.isEmpty)
        for name in ["outbox/a/1.txt.json", "outbox/a/2.txt.json", "outbox/b/3.txt.json"] {
            #expect(dry.output.contains("\n\(name)  ") || dry.output.hasPrefix("\(name)  "), "\(dry.output)")
        }
        #expect(dry.output.contains("outbox: 3 would be removed, "), "\(dry.output)")
        #expect(dry.output.contains("archive: 0 would be removed"), "\(dry.output)")
        #expect(files("outbox", daemon).count == 3)

        let json = try tool(["prune", "--json"] + limits, daemon)
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        let items = try #require(object?["items"] as? [[String: Any]])
        #expect(json.status == 0 && Set(items.compactMap { $0["path"] as? String }).count == 3)
        #expect(files("outbox", daemon) == [] && files("state/archive", daemon).count == 3)
        #expect(!daemon.exists(daemon.file("outbox", "a")) && !daemon.exists(daemon.file("outbox", "b")))
        #expect(try tool(["prune"] + limits, daemon).output.contains("outbox: 0 removed"))
    }

    @Test func theDaemonRemovesByItselfWhatIsTooMuch() async throws {
        let daemon = try DaemonHarness()
        try await deliver(["a/1.txt", "a/2.txt"], by: daemon)
        try daemon.drop(Data("Good until here".utf8) + Data([0xFF, 0x41]), as: "bad.txt")
        try await deliver([], by: daemon)
        #expect(files("state/failed", daemon).count == 2)
        let limits = ["archive.keep=1 B", "failed.keep=1 B"].flatMap { ["--set", $0] }
        try await daemon.startAndWait(limits + ["--set", "limits.minFreeBytes=0"])
        try await daemon.wait("the originals to go") {
            files("state/archive", daemon) == [] && files("state/failed", daemon) == []
        }
        #expect(files("outbox", daemon).count == 2)
        daemon.send(SIGTERM)
        #expect(try await daemon.wait() == 0)
        let log = daemon.errorText()
        #expect(log.contains("Removed 2 from archive as archive.keep says"), "\(log)")
        #expect(log.contains("Removed 1 from failed as failed.keep says"), "\(log)")
    }

    @Test func foldersThatCannotBeUsedAreSaid() async throws {
        let daemon = try DaemonHarness()
        let nowhere = try ToolRun(
            DaemonHarness.binary,
            ["prune", "--set", "archive.keep=1 d", "--inbox", daemon.inbox.path, "--state", "/nonexistent/state"])
        #expect(nowhere.status == 66 && nowhere.errors.hasPrefix("copydesk: '/nonexistent/state'"), "\(nowhere.errors)")
        let wrong = try tool(["prune", "--set", "archive.keep=soon"], daemon)
        #expect(wrong.status == 78 && wrong.errors.contains("archive.keep is 'soon'"), "\(wrong.errors)")
    }
}
