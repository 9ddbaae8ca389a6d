import Foundation
import Testing

/// Web pages through the built binary.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PageTests {
    private static let page = """
        <!doctype html><html lang="en"><head><title>A plant opens in Alden | The Courier</title>
        <meta property="article:published_time" content="2026-03-04T10:15:00+01:00"></head>
        <body><nav><a href="/">Home</a> <a href="/s">Sport</a></nav><article><h1>A plant opens in Alden</h1>
        <p class="byline">By Ada Reyes</p>
        <p>Kestrel Foods opened a plant in Alden on Monday, and some 300 people took part, the company said.</p>
        <p>“We knew that it would be hard,” said Petra Rowan, who speaks for the company. “Nobody had done it before.”</p>
        <blockquote class="twitter-tweet"><p>The ovens are on, and the first loaves are out.</p>&mdash; Tom Ode (@ode)
        <a href="https://x.example/1">March 4, 2026</a></blockquote>
        <p>The council will meet on Thursday, when it hears from residents of the streets around the plant.</p></article>
        <footer><p>All rights reserved. Nothing may be copied without permission.</p></footer></body></html>
        """

    @Test func aPageInTheInboxIsAReport() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        try daemon.drop(Self.page, as: "plant.html")
        let report = try await daemon.report("plant.html")
        let document = try #require(report["document"] as? [String: Any])
        #expect(document["mediaType"] as? String == "text/html")
        #expect(document["title"] as? String == "A plant opens in Alden")
        #expect(document["authors"] as? [String] == ["Ada Reyes"])
        #expect(document["published"] as? String == "2026-03-04T09:15:00Z")
        let text = try #require(document["text"] as? String)
        #expect(text.hasPrefix("A plant opens in Alden\n\nKestrel Foods") && text.hasSuffix("around the plant."))
        let analyzers = try #require(report["analyzers"] as? [String: [String: Any]])
        let findings = try #require(analyzers["quotes"]?["findings"] as? [String: [[String: Any]]])
        let said = findings["quotes"]?.reduce(into: [String: String]()) { said, quote in
            let speaker = (quote["speaker"] as? [String: Any])?["name"] as? String
            said[quote["text"] as? String ?? ""] = speaker
        }
        #expect(said?["The ovens are on, and the first loaves are out."] == "Tom Ode")
        #expect(said?["We knew that it would be hard,"] == "Petra Rowan")
    }

    @Test func extractPrintsWhatIsRead() throws {
        let text = try ToolRun(ToolRun.copydesk, ["extract", "-"], input: Data(Self.page.utf8))
        #expect(text.status == 0 && text.errors.isEmpty)
        #expect(text.output.contains("headline   A plant opens in Alden\n"))
        #expect(text.output.contains("published  2026-03-04T09:15:00Z\n"))
        #expect(!text.output.contains("All rights reserved"))
        let json = try ToolRun(ToolRun.copydesk, ["extract", "--json", "-"], input: Data(Self.page.utf8))
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(document["mediaType"] as? String == "text/html" && document["analyzers"] == nil)
        #expect((document["blocks"] as? [[String: Any]])?.first?["kind"] as? String == "headline")
    }

    @Test func extractSaysWhatCannotBeRead() throws {
        let run = try ToolRun(ToolRun.copydesk, ["extract", "/nonexistent", "-"], input: Data("<html></html>".utf8))
        #expect(run.status == 66 && run.output.isEmpty)
        #expect(run.errors.contains("There is nothing to read in this HTML file."))
    }

    /// The memory that a page of so many bytes takes beyond a small one, in bytes.
    private static func memory(_ unit: String, bytes: Int) throws -> Int {
        let measure = """
            import resource, subprocess, sys
            subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
            """
        func most(_ bytes: Int) throws -> Int {
            let page = "<html><body>" + String(repeating: unit, count: bytes / unit.utf8.count)
            let run = try ToolRun(
                ToolRun.python, ["-c", measure, ToolRun.copydesk.path(percentEncoded: false), "extract", "-"],
                input: Data(page.utf8))
            return try #require(Int(run.output.trimmingCharacters(in: .newlines)))
        }
        return try most(bytes) - most(300)
    }

    /// The limit for memory of a worker is far above what a page of any form takes, which grows with its bytes.
    @Test(arguments: [
        "<p>x", "<blockquote>x", "<div>", "<table><tr><td>x", "<td>x", "&eacute;", "<a class='x y' href=x>y",
    ])
    func memoryIsLinear(_ unit: String) throws {
        #expect(try Self.memory(unit, bytes: 300_000) < 300_000 * 220)
    }
}
