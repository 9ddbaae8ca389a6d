import Foundation
import Testing

/// Wires through the daemon: what newsrooms receive, and what nobody should send.
@Suite(.serialized, .timeLimit(.minutes(5))) struct WireDaemonTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "IngestTests/Fixtures/Wires")

    /// One file of each format.
    private static let files = [
        ("strike.nitf", "text/vnd.IPTC.NITF"), ("g2-xhtml.xml", "application/vnd.iptc.g2.newsitem+xml"),
        ("newsml1-html.xml", "text/vnd.IPTC.NewsML"), ("one.ninjs.json", "application/json"),
        ("strike.7901", "text/x-iptc-7901"), ("harbor.anpa", "text/x-anpa-1312"), ("one.rdf", "application/rss+xml"),
        ("feed.atom", "application/atom+xml"), ("posts.wxr", "application/rss+xml"),
    ]

    @Test func eachFormatComesOutAsAReport() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        for (name, _) in Self.files {
            try daemon.drop(Data(contentsOf: Self.folder.appending(path: name)), as: name)
        }
        for (name, mediaType) in Self.files {
            let document = try #require(try await daemon.report(name)["document"] as? [String: Any])
            let gold = try #require(
                try JSONSerialization.jsonObject(
                    with: Data(contentsOf: Self.folder.appending(path: name + ".gold.json"))) as? [[String: Any]])
            #expect(document["mediaType"] as? String == mediaType, "\(name)")
            #expect(document["title"] as? String == gold[0]["title"] as? String, "\(name)")
            #expect(document["authors"] as? [String] == gold[0]["authors"] as? [String], "\(name)")
            let text = try #require(document["text"] as? String)
            #expect(text.hasSuffix(try #require(gold[0]["text"] as? String)), "\(name)")
            guard let wire = gold[0]["wire"] as? [String: Any] else { continue }
            let written = try #require(document["wire"] as? [String: Any])
            for (key, value) in wire { #expect("\(written[key] ?? "")" == "\(value)", "\(name): \(key)") }
        }
    }

    @Test func aKillAndAnEmbargoAreSaidInTheJournal() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        try daemon.drop(Data(contentsOf: Self.folder.appending(path: "kill.nitf")), as: "kill.nitf")
        let held = """
            {"uri":"urn:1","pubstatus":"usable","versioncreated":"2026-01-01T00:00:00Z","headline":"Budget",\
            "embargoed":"2999-12-31T23:00:00-01:00","body_text":"The budget grows."}
            """
        try daemon.drop(held, as: "held.json")
        let kill = try #require(try await daemon.report("kill.nitf")["document"] as? [String: Any])
        #expect((kill["wire"] as? [String: Any])?["status"] as? String == "canceled")
        _ = try await daemon.report("held.json")
        try await daemon.wait("both said in the log") {
            let log = (try? String(contentsOf: daemon.root.appending(path: "log"), encoding: .utf8)) ?? ""
            return log.contains("'kill.nitf' is canceled, as its source says: it must not be published as it is.")
                && log.contains("'held.json' is under embargo until 3000-01-01T00:00:00Z")
        }
    }

    @Test func whatCannotBeReadIsSetAsideWithOneSentence() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        let whole = try String(contentsOf: Self.folder.appending(path: "strike.nitf"), encoding: .utf8)
        let deep = String(repeating: "<p>", count: 10_000)
        let hostile: [(String, String, String)] = [
            ("cut.nitf", String(whole.prefix(whole.count * 2 / 3)), "malformed"),
            ("deep.nitf", "<nitf><body><body.content>\(deep)x", "malformed"), ("empty.nitf", "<nitf/>", "empty"),
            ("deep.json", "{\"uri\":\"x\",\"headline\":" + String(repeating: "[", count: 10_000), "malformed"),
            ("cut.json", "{\"uri\":\"x\",\"headline\":\"a\",\"body_text\":\"b", "malformed"),
            ("empty.rss", "<rss version=\"2.0\"><channel><title>t</title></channel></rss>", "empty"),
            (
                "stub.xml",
                "<planningItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"a\"><newsCoverageSet/></planningItem>",
                "empty"
            ),
        ]
        try await daemon.setsAside(hostile)
    }
}
