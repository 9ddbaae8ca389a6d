import Foundation
import Testing

/// Files that hold several documents.
struct SeveralDocumentsTests {
    private static func feed(_ count: Int, _ words: String = "said") -> String {
        let items = (1...count).map {
            "<item><title>Harbour story \($0)</title><guid>urn:x:\($0)</guid><description>&lt;p&gt;The pier was closed, "
                + "Ada Brandt \(words) on Friday. It was day \($0) of the strike.&lt;/p&gt;</description></item>"
        }
        return "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Harbour</title>"
            + items.joined() + "</channel></rss>"
    }

    private func names(_ daemon: DaemonHarness, _ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: daemon.root.appending(path: folder).path)) ?? [])
            .sorted()
    }

    @Test func eachDocumentOfAFileHasAReportOfItsOwn() async throws {
        let daemon = try DaemonHarness()
        try daemon.drop(Self.feed(3), as: "feed.xml")
        try daemon.start(["--once"])
        #expect(try await daemon.wait() == 0)
        #expect(names(daemon, "outbox") == ["feed.xml.2.json", "feed.xml.3.json", "feed.xml.json"])
        #expect(names(daemon, "state/archive") == ["feed.xml"])
        for number in 1...3 {
            let name = number == 1 ? "feed.xml.json" : "feed.xml.\(number).json"
            let document = try #require(
                try await daemon.json(daemon.file("outbox", name))["document"] as? [String: Any])
            #expect(document["path"] as? String == (number == 1 ? "feed.xml" : "feed.xml#\(number)"))
            #expect(document["title"] as? String == "Harbour story \(number)")
            let part = try #require(document["part"] as? [String: Any])
            #expect(part["of"] as? String == "feed.xml")
            #expect(part["number"] as? Int == number)
        }
        let log = daemon.errorText()
        for name in ["'feed.xml'", "'feed.xml#2'", "'feed.xml#3'"] {
            #expect(log.contains("Delivered \(name)"), "\(log)")
        }
    }

    @Test func aLaterVersionWithFewerTakesTheirPlaceWhereReportsAreReplaced() async throws {
        let daemon = try DaemonHarness()
        for (count, words) in [(4, "said"), (2, "repeated")] {
            try daemon.drop(Self.feed(count, words), as: "feed.xml")
            try daemon.start(["--once", "--set", "outbox.onConflict=replace"])
            #expect(try await daemon.wait() == 0)
        }
        #expect(names(daemon, "outbox") == ["feed.xml.2.json", "feed.xml.json"])
        #expect(try String(contentsOf: daemon.file("outbox", "feed.xml.2.json"), encoding: .utf8).contains("repeated"))
    }

    @Test func analyzePrintsALineForEach() throws {
        let run = try ToolRun(ToolRun.copydesk, ["analyze", "-"], input: Data(Self.feed(3).utf8))
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.split(separator: "\n").count == 3)
    }
}
