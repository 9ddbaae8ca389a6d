import Digest
import Foundation
import Rendering
import Reporting
import TestSupport
import Testing
import XML

/// Pages: what a reader sees of a report, and that nothing in a report does harm.
@Suite struct ReportPageTests {
    private static let goldenFolder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "seeds/golden")

    static let seeds: [String] = {
        let names = try? FileManager.default.contentsOfDirectory(atPath: goldenFolder.path(percentEncoded: false))
        return (names ?? []).filter { $0.hasSuffix(".json") }.sorted()
    }()

    private func golden(_ seed: String) throws -> StoredReport {
        try StoredReport([UInt8](Data(contentsOf: Self.goldenFolder.appending(path: seed))), from: seed)
    }

    private func report(_ json: ReportJSON) throws -> StoredReport { try StoredReport(json.bytes(), from: "r.json") }

    // MARK: What is on the page

    @Test func thereAreSeeds() { #expect(Self.seeds.count >= 6) }

    @Test(arguments: seeds) func everyFindingIsOnThePageAndEveryLinkLeadsSomewhere(seed: String) throws {
        let report = try golden(seed)
        let page = try Page(report)
        page.check(report)
        for (index, mention) in report.mentions.enumerated() {
            let words = try #require(page.places["m\(index + 1)"]).text
            #expect(!words.isEmpty && mention.text.hasPrefix(words), "\(mention.text): \(words)")
        }
        for (index, quote) in report.quotes.enumerated() {
            let words = try #require(page.places["said-\(index + 1)"]).text
            #expect(words.contains(quote.text.prefix(100)))
        }
        #expect(page.elements("article", nil).first?["lang"] == "en")
    }

    @Test(arguments: seeds) func theWholeTextIsOnThePageInItsOrder(seed: String) throws {
        let report = try golden(seed)
        #expect(try Page(report).documentText.dense == report.document.text.dense)
    }

    @Test(arguments: seeds) func theSameReportIsTheSamePage(seed: String) throws {
        let report = try golden(seed)
        #expect(ReportPage(report).html() == ReportPage(report).html())
    }

    @Test func aQuoteLeadsToItsSpeakersLineAndBack() throws {
        var json = ReportJSON("“Nobody slept,” Ann Lee said.")
        json.name("Ann Lee", "PER")
        json.quote(json.place(of: "Nobody slept,"), "direct", by: "Ann Lee")
        json.speakers = [["name": "Ann Lee", "entity": "e1", "quotes": ["q1"]]]
        let page = try Page(report(json))
        #expect(
            page.html.contains("“<q class=\"direct\" id=\"q1\">Nobody slept,</q>”<a class=\"ref\" href=\"#said-1\""))
        let line = try #require(page.places["said-1"])
        #expect(line.children.first { $0.name == "a" }?["href"] == "#q1")
        let name = try #require(page.places["m1"])
        #expect(name.text == "Ann Lee" && name["href"] == "#e1")
        #expect(name.parent?["class"] == "speaker")
    }

    /// Of somebody withheld there is nothing to be sure of.
    @Test(arguments: [(nil, false), ("Ann Lee", true)] as [(String?, Bool)])
    func howSureIsSaidOfASpeakerOnly(speaker: String?, isSaid: Bool) throws {
        var json = ReportJSON("“Nobody slept,” Ann Lee said.")
        json.name("Ann Lee", "PER")
        json.quote(json.place(of: "Nobody slept,"), "direct", by: speaker)
        json.quotes[0]["confidence"] = 0.55
        if let speaker { json.speakers = [["name": speaker, "entity": "e1", "quotes": ["q1"]]] }
        #expect(try Page(report(json)).html.contains("55\u{A0}% sure") == isSaid)
    }

    @Test func judgementsAreSaidInWords() throws {
        var json = ReportJSON("Lee called the Union a disgrace. The Union won.")
        json.name("Union", "ORG")
        json.name("Lee", "PER")
        let place = json.place(of: "a disgrace")
        let evidence: [String: Any] = [
            "start": place.lowerBound, "end": place.upperBound, "holder": "e2", "quote": NSNull(), "label": "critical",
        ]
        json.targets = [
            [
                "entity": "e1", "name": "Union", "mentions": 2,
                "stance": [
                    "label": "critical", "score": -1, "confidence": 0.9, "critical": 1, "supportive": 0, "neutral": 1,
                    "evidence": [evidence],
                ],
                "news": ["label": "good", "score": 1, "mentions": 2],
            ]
        ]
        let page = try Page(report(json))
        page.check(try report(json))
        let target = try #require(page.places["judged-1"]).text
        #expect(target.contains("▼ Criticised by Lee 1") && target.contains("Good news, twice"))
        #expect(page.elements("a", "tag").first?.text == "▼ critical of Union")
        #expect(page.places["j1"]?.text == "a disgrace")
    }

    @Test(
        arguments: [
            (["status": "canceled"], "Killed", true), (["status": "withheld"], "Withheld", true),
            (
                ["status": "usable", "embargo": "2026-11-29T06:00:00+01:00"],
                "Not for publication before 29 November 2026, 06:00 (UTC+01:00)", true
            ),
            (["status": "usable", "signals": ["correction"]], "correction", false),
            (["ednote": "Adds <b>quote</b>"], "Adds <b>quote</b>", false),
            (["status": "x-odd"], "x-odd", true),
        ] as [([String: any Sendable], String, Bool)])
    func whatAWireSaysStandsAboveEverything(fields: [String: any Sendable], words: String, isBarred: Bool) throws {
        var json = ReportJSON("It rained.")
        json.document["wire"] = ReportJSON.wire(fields)
        let page = try Page(report(json))
        let holds = page.elements("section", "hold")
        #expect(holds.map(\.text).joined().contains(words), "\(holds.map(\.text))")
        #expect(page.elements("section", "barred").isEmpty != isBarred)
        #expect(page.elements("p", "holdmark").isEmpty != isBarred, "each printed page says it, too")
        let main = try #require(page.html.range(of: "<main"))
        #expect(try #require(page.html.range(of: "class=\"hold")).lowerBound < main.lowerBound)
    }

    @Test func aUsableWireHasNoWarning() throws {
        var json = ReportJSON("It rained.")
        json.document["wire"] = ReportJSON.wire(["status": "usable", "source": "Agency"])
        let page = try Page(report(json))
        #expect(page.elements("section", "hold").isEmpty && page.html.contains("Agency"))
    }

    @Test func blocksAreTheElementsThatTheyAre() throws {
        let parts: [(kind: String, words: String)] = [
            ("headline", "Head"), ("subhead", "Standfirst"), ("byline", "By Ann Lee"), ("paragraph", "First."),
            ("subhead", "Part"), ("quote", "Quoted."), ("list", "one"), ("list", "2. two"), ("table", "a | b"),
            ("table", "c\td"), ("caption", "Picture"), ("note", "Corrected."), ("agate", "1  2"), ("label", "Q."),
            ("greeting", "Dear all"), ("of-tomorrow", "New."),
        ]
        var json = ReportJSON(parts.map(\.words).joined(separator: "\n\n"))
        for part in parts {
            let place = json.place(of: part.words)
            json.blocks.append([
                "start": place.lowerBound, "end": place.upperBound, "kind": part.kind, "level": NSNull(),
                "source": ["First.": ["page": 3], "Quoted.": ["time": 3671.5]][part.words] as Any? ?? NSNull(),
            ])
        }
        let page = try Page(report(json))
        #expect(page.elements("h1").map(\.text) == ["Head"])
        #expect(page.elements("p", "standfirst").map(\.text) == ["Standfirst"])
        #expect(page.elements("p", "byline").map(\.text) == ["By Ann Lee"])
        #expect(
            page.elements("article")[0].children.filter(\.isElement).map(\.name) == [
                "p", "h2", "blockquote", "ul", "table", "figure", "aside", "pre", "p", "p", "p", "p",
            ])
        #expect(page.elements("td").map(\.text) == ["a", "b", "c", "d"])
        #expect(page.elements("figcaption").map(\.text).contains("Picture"))
        #expect(page.elements("span", "where").map(\.text) == ["p. 3", "1:01:11"])
        #expect(page.elements("aside", "note")[0]["role"] == "note")
    }

    @Test func aDatelineRunsInWithItsParagraph() throws {
        var json = ReportJSON("LONDON, Nov 29 — It rained.")
        let end = json.place(of: "It rained.").lowerBound
        json.blocks = [(0, 16, "dateline"), (end, end + 10, "paragraph")].map {
            ["start": $0.0, "end": $0.1, "kind": $0.2, "level": NSNull(), "source": NSNull()]
        }
        let page = try Page(report(json))
        #expect(page.html.contains("<p dir=\"auto\"><b class=\"dateline\">LONDON, Nov 29 —</b> It rained.</p>"))
    }

    @Test func problemsAreNamed() throws {
        var json = ReportJSON("It rained.")
        json.problems = [["analyzer": "quotes", "reason": "memory", "message": "It wanted more."]]
        #expect(try Page(report(json)).places["problems"]?.text.contains("quotes (memory): It wanted more.") == true)
    }

    @Test func aDocumentWithoutWordsHasAPage() throws {
        let report = try report(ReportJSON(""))
        try Page(report).check(report)
    }
}
