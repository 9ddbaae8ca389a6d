import Exports
import Foundation
import Reporting
import TestSupport
import Testing

/// Exports, read again by readers of others.
@Suite struct ExportsTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let goldenFolder = root.appending(path: "seeds/golden")

    static let seeds: [String] = {
        let names = try? FileManager.default.contentsOfDirectory(atPath: goldenFolder.path(percentEncoded: false))
        return (names ?? []).filter { $0.hasSuffix(".json") }.sorted()
    }()

    /// The forms for which Debian has a reader; brat's is in `scripts/test-exports`.
    static let forms: [ReportExport] = [.conll, .csv, .jsonLD, .webAnnotation]

    @Test func thereAreSeedsAndForms() {
        #expect(Self.seeds.count >= 6)
        #expect(Set(Self.forms).union([.brat]) == Set(ReportExport.allCases))
    }

    /// Has a reader compare an export with its report.
    private func check(_ form: ReportExport, _ json: [UInt8]) throws -> (status: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "exports-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let report = try StoredReport(json, from: "r.json")
        let source = folder.appending(path: "r.json")
        try Data(json).write(to: source)
        let files = form.files(of: report)
        #expect(files.count == 1)
        let file = folder.appending(path: "r\(files[0].suffix)")
        try Data(form.header + files[0].bytes).write(to: file)
        let process = Process()
        // Debian's, which has the readers; another in the path may not.
        process.executableURL = URL(filePath: "/usr/bin/python3")
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "check.py")
        process.arguments =
            [script.path(percentEncoded: false), form.rawValue] + [source, file].map { $0.path(percentEncoded: false) }
        let output = folder.appending(path: "output")
        try Data().write(to: output)
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: try Data(contentsOf: output), as: UTF8.self))
    }

    @Test(arguments: seeds, forms) func anothersReaderFindsWhatTheReportHas(seed: String, form: ReportExport) throws {
        let run = try check(form, [UInt8](Data(contentsOf: Self.goldenFolder.appending(path: seed))))
        #expect(run.status == 0 && run.output.contains("agree"), "\(run.output)")
    }

    /// The comparison itself: it must see a value that is another.
    @Test(arguments: forms) func aDifferenceIsSeen(form: ReportExport) throws {
        let seed = "wire-harbour-strike.txt.json"
        let bytes = [UInt8](try Data(contentsOf: Self.goldenFolder.appending(path: seed)))
        let folder = FileManager.default.temporaryDirectory.appending(path: "exports-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = form.files(of: try StoredReport(bytes, from: seed))[0]
        let place = folder.appending(path: "r\(file.suffix)")
        let text = String(decoding: form.header + file.bytes, as: UTF8.self)
        let changed = text.replacing("Hruby", with: "Hrubi")
        try #require(changed != text)
        try Data(changed.utf8).write(to: place)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "check.py")
        process.arguments =
            [script, Self.goldenFolder.appending(path: seed), place].map { $0.path(percentEncoded: false) }
        process.arguments?.insert(form.rawValue, at: 1)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
    }

    private func hostile() -> ReportJSON {
        var json = ReportJSON(
            "“He said \"no, never\",\nAnn,\t=1+1” Łódź\u{A0}Wałęsa 👍🏽-DOCSTART- \u{2028} O'Neill’s "
                + "<b>&amp;</b> \u{85}\u{1F}end {\"a\": null}")
        json.document["title"] = "A \"title\", with; all\r\nof it"
        json.name("Wałęsa", "PER")
        json.name("Łódź", "LOC")
        json.name("O'Neill", "PER")
        json.mentions.sort { ($0["start"] as? Int ?? 0) < ($1["start"] as? Int ?? 0) }
        json.quote(json.place(of: "He said \"no, never\",\nAnn,\t=1+1"), "direct", by: "Łódź\u{A0}Wałęsa")
        json.quote(json.place(of: "never"), "scare")
        json.quoteTones = [["quote": "q1", "score": -0.25, "label": "negative", "strength": 0.5]]
        return json
    }

    @Test(arguments: forms) func hostileWordsComeThrough(form: ReportExport) throws {
        let run = try check(form, hostile().bytes())
        #expect(run.status == 0, "\(run.output)")
    }

    @Test(arguments: forms) func aDocumentWithoutWordsIsExported(form: ReportExport) throws {
        let run = try check(form, ReportJSON("").bytes())
        #expect(run.status == 0, "\(run.output)")
    }

    @Test(
        arguments: forms,
        [
            ["status": "canceled"], ["status": "withheld", "embargo": "2027-01-02T03:04:05Z"], ["status": "usable"],
            ["embargo": "2027-01-02"],
        ])
    func whatTheAgencySaysOfUsingItIsThere(form: ReportExport, wire: [String: String]) throws {
        var json = hostile()
        json.document["wire"] = ReportJSON.wire(wire)
        let run = try check(form, json.bytes())
        #expect(run.status == 0, "\(run.output)")
    }

    // MARK: brat

    @Test func aQuotationThatItsAttributionInterruptsIsOneOfTwoFragments() throws {
        var json = ReportJSON("“We won,” Ann said, “and\nthey lost.”")
        json.quote(json.place(of: "We won,"), "direct", by: "Ann")
        json.quote(json.place(of: "and\nthey lost."), "direct", by: "Ann")
        json.quotes[1]["continues"] = "q1"
        let files = ReportExport.brat.files(of: try StoredReport(json.bytes(), from: "r.json"))
        #expect(files.map(\.suffix) == [".txt", ".ann"])
        #expect(String(decoding: files[0].bytes, as: UTF8.self) == json.text)
        #expect(
            String(decoding: files[1].bytes, as: UTF8.self) == """
                T1\tDirect 1 8;21 24;25 35\tWe won, and they lost.
                T2\tSpeaker 10 13\tAnn
                #1\tAnnotatorNotes T2\tAnn
                R1\tSaidBy Arg1:T1 Arg2:T2

                """)
    }

    @Test(
        "No annotation goes over what Python takes for a line's end",
        arguments: ["\n", "\r\n", "\u{85}", "\u{2028}", "\u{2029}", "\u{B}", "\u{1E}"])
    func lineEnds(_ end: String) throws {
        var json = ReportJSON("Port\(end)Velmora won.")
        json.name("Port\(end)Velmora", "LOC")
        let files = ReportExport.brat.files(of: try StoredReport(json.bytes(), from: "r.json"))
        let place = 4 + end.unicodeScalars.count
        #expect(
            String(decoding: files[1].bytes, as: UTF8.self)
                .hasPrefix("T1\tLocation 0 4;\(place) \(place + 7)\tPort Velmora\n#1\t"))
    }

    @Test func wordsOutsideOfBlocksAreTaggedToo() throws {
        var json = ReportJSON("One day. Ann won. It rained.")
        json.blocks = [["kind": "paragraph", "start": 0, "end": 8], ["kind": "paragraph", "start": 18, "end": 28]]
        json.name("Ann", "PER")
        let files = ReportExport.conll.files(of: try StoredReport(json.bytes(), from: "r.json"))
        let text = String(decoding: files[0].bytes, as: UTF8.self)
        #expect(text.contains("\n\nAnn -X- -X- B-PER\nwon -X- -X- O\n"))
    }

    @Test func everyTypeInUseStandsInTheConfiguration() throws {
        let settings = try #require(ReportExport.brat.settings)
        let lines = Set(String(decoding: settings.bytes, as: UTF8.self).split(separator: "\n").map(String.init))
        for seed in Self.seeds {
            let report = try StoredReport(
                [UInt8](Data(contentsOf: Self.goldenFolder.appending(path: seed))), from: seed)
            let annotations = String(decoding: ReportExport.brat.files(of: report)[1].bytes, as: UTF8.self)
            for line in annotations.split(separator: "\n") where line.hasPrefix("T") {
                let type = try #require(line.split(separator: "\t")[1].split(separator: " ").first)
                #expect(lines.contains(String(type)), "\(line)")
            }
        }
    }
}
