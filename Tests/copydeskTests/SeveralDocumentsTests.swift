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

    /// `why` knows each by the name that the log and the library give it.
    @Test(arguments: [false, true]) func whyTellsOfEachAndOfAll(isListLost: Bool) async throws {
        let daemon = try DaemonHarness()
        try daemon.drop(Self.feed(11), as: "a/feed.xml")
        try daemon.drop(Self.feed(2), as: "pair.xml")
        try daemon.drop("Ada Brandt said so on Friday.\n", as: "pair.xml#2")
        try daemon.start(["--once"])
        #expect(try await daemon.wait() == 0)
        if isListLost { try FileManager.default.removeItem(at: daemon.file("state", "delivered")) }
        func why(_ name: String) throws -> ToolRun {
            try ToolRun(
                DaemonHarness.binary,
                [
                    "why", name, "--inbox", daemon.inbox.path, "--outbox", daemon.outbox.path, "--state",
                    daemon.state.path,
                ])
        }
        for name in ["a/feed.xml", "feed.xml", daemon.file("inbox", "a/feed.xml").path] {
            let run = try why(name)
            let told = run.output.split(separator: "\n").filter { $0.hasSuffix("is delivered") }
            let expected = (1...11).map { $0 == 1 ? "a/feed.xml" : "a/feed.xml#\($0)" }
            #expect(told.map(String.init) == expected.map { $0 + "  is delivered" }, "\(name): \(run.output)")
            for number in [1, 2, 11] {
                let run = try why("\(name)#\(number)")
                let report = number == 1 ? "a/feed.xml.json" : "a/feed.xml.\(number).json"
                // The width breaks long paths from their words.
                let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                let archived = daemon.file("state", "archive/a/feed.xml").path
                #expect(run.status == 0)
                #expect(
                    words == "\(expected[number - 1]) is delivered Report: \(daemon.file("outbox", report).path) "
                        + "The original is archived at \(archived).", "\(words)")
            }
            for name in ["\(name)#12", "\(name)#0", "\(name)#02", "\(name)#"] {
                #expect(try why(name).status == 66, "\(name)")
            }
        }
        // A file of that very name comes first.
        let own = try why("pair.xml#2").output
        #expect(own.contains("/pair.xml#2.json\n") && own.contains("archive/pair.xml#2."), "\(own)")
        #expect(!own.contains("pair.xml.2.json"), "\(own)")
        let pair = try why("pair.xml").output
        #expect(pair.contains("pair.xml.2.json") && !pair.contains("pair.xml#2.json"), "\(pair)")
    }
}
