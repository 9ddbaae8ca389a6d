import AnalyzerKit
import Foundation
import Processing
import Testing

@testable import copydesk

/// The seeds' reports against the expected ones, which `make golden` writes.
@Suite struct GoldenReportTests {
    static let seeds: [String] = {
        let folder = ToolRun.root.appending(path: "seeds").path(percentEncoded: false)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".txt") }.sorted()
    }()

    /// Processes documents as the daemon does where nothing is set.
    private static func processor() throws -> DocumentProcessor {
        try DocumentProcessor(Analyzers.all, reading: .auto, version: Version.current)
    }

    private func golden(_ seed: String) -> URL {
        ToolRun.root.appending(path: "seeds/golden/\(seed).json")
    }

    @Test func thereAreSeedsInSeveralGenres() {
        #expect(Self.seeds.count >= 6)
    }

    @Test(arguments: seeds)
    func aSeedsReportIsTheExpectedOne(_ seed: String) throws {
        let bytes = [UInt8](try Data(contentsOf: ToolRun.root.appending(path: "seeds/\(seed)")))
        let report = try Self.processor().process(bytes, path: seed)[0].json
        let pretty = try ToolRun(
            ToolRun.python, [ToolRun.root.appending(path: "scripts/pretty-report").path(percentEncoded: false)],
            input: Data(report))
        try #require(pretty.status == 0, "\(pretty.errors)")
        let expected = String(decoding: try Data(contentsOf: golden(seed)), as: UTF8.self)
        guard pretty.output != expected else { return }
        Issue.record(
            "seeds/golden/\(seed).json differs; if this is meant, `make golden`:\n\(difference(expected, pretty.output))"
        )
    }

    @Test func theReadMeShowsARealReport() throws {
        let path = "docs/example.txt"
        let bytes = [UInt8](try Data(contentsOf: ToolRun.root.appending(path: path)))
        let output = try Self.processor().process(bytes, path: path)[0]
        let report = TextReport(output, for: Terminal(width: 80, hasColour: false)).text
        let shown = "$ copydesk analyze --format text \(path)\n" + report.trimmingCharacters(in: .newlines) + "\n```"
        let readMe = try String(contentsOf: ToolRun.root.appending(path: "README.md"), encoding: .utf8)
        #expect(readMe.contains(shown), "`make golden` shows it as it is now")
    }

    @Test func expectedReportsKeepToTheSchemaAndTheirSpansToTheText() throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
        let arguments = [
            tests.appending(path: "check-reports.py"), ToolRun.root.appending(path: "docs/report.schema.json"),
        ]
        let check = try ToolRun(
            ToolRun.python, (arguments + Self.seeds.map(golden)).map { $0.path(percentEncoded: false) })
        #expect(check.status == 0, "\(check.output)\(check.errors)")
        #expect(check.output.contains("\(Self.seeds.count) reports"))
    }

    /// Reports on wires, transcripts and pages have fields that no plain text fills.
    @Test(arguments: ["Fixtures/Wires", "Pages", "Transcripts"])
    func reportsOnEveryFormatKeepToTheSchema(_ folder: String) throws {
        let files = ToolRun.root.appending(path: "Tests/IngestTests/\(folder)")
        let names = try FileManager.default.contentsOfDirectory(atPath: files.path(percentEncoded: false))
            .filter { !$0.hasSuffix(".gold.json") && !$0.hasSuffix(".md") }
        let reports = FileManager.default.temporaryDirectory.appending(path: "reports-\(UUID())")
        defer { try? FileManager.default.removeItem(at: reports) }
        try FileManager.default.createDirectory(at: reports, withIntermediateDirectories: true)
        let processor = try Self.processor()
        var written: [URL] = []
        for name in names {
            let bytes = [UInt8](try Data(contentsOf: files.appending(path: name)))
            for (number, output) in try processor.process(bytes, path: name).enumerated() {
                written.append(reports.appending(path: "\(name).\(number).json"))
                try Data(output.json).write(to: written[written.count - 1])
            }
        }
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
        let arguments = [
            tests.appending(path: "check-reports.py"), ToolRun.root.appending(path: "docs/report.schema.json"),
        ]
        let check = try ToolRun(ToolRun.python, (arguments + written).map { $0.path(percentEncoded: false) })
        #expect(check.status == 0, "\(check.output)\(check.errors)")
        #expect(check.output.contains("\(written.count) reports") && written.count >= names.count)
    }

    /// The checker itself: it must see a report that breaks the contract.
    @Test(arguments: [
        ("\"schema\": 2", "\"schema\": 1"), ("\"problems\": []", "\"problems\": [], \"extra\": 1"),
        ("\"sha256\": \"", "\"sha256\": \"x"), ("\"characters\": ", "\"characters\": -"),
    ])
    func aBrokenReportIsSeen(_ part: String, _ broken: String) throws {
        let seed = try #require(Self.seeds.first)
        let text = String(decoding: try Data(contentsOf: golden(seed)), as: UTF8.self)
        try #require(text.contains(part))
        let file = FileManager.default.temporaryDirectory.appending(path: "broken-\(UUID()).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.replacingOccurrences(of: part, with: broken).utf8).write(to: file)
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
        let arguments = [
            tests.appending(path: "check-reports.py"), ToolRun.root.appending(path: "docs/report.schema.json"), file,
        ]
        let check = try ToolRun(ToolRun.python, arguments.map { $0.path(percentEncoded: false) })
        #expect(check.status == 1)
    }

    @Test func anAnalyzerThatFindsOtherThingsHasAnotherVersion() throws {
        let check = try ToolRun(
            ToolRun.python, [ToolRun.root.appending(path: "scripts/analyzer-versions").path(percentEncoded: false)])
        #expect(check.status == 0, "\(check.output)\(check.errors)")
    }

    /// The check itself: other findings under the same version are seen, under another they are meant, and a seed with
    /// another text tells nothing.
    @Test(arguments: [
        ("\"confidence\": 0.", "\"confidence\": 1.", false, 1), ("\"confidence\": 0.", "\"confidence\": 1.", true, 0),
        ("\"text\": \"", "\"text\": \"x", false, 0), ("", "", false, 0),
    ])
    func otherFindingsUnderTheSameVersionAreSeen(
        _ part: String, _ changed: String, _ isRaised: Bool, _ status: Int32
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "versions-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(at: ToolRun.root.appending(path: "seeds/golden"), to: folder)
        let script = ToolRun.root.appending(path: "scripts/analyzer-versions").path(percentEncoded: false)
        func check(_ options: String...) throws -> ToolRun {
            try ToolRun(ToolRun.python, [script, "--golden", folder.path(percentEncoded: false)] + options)
        }
        // As if today's findings were the last release's.
        #expect(try check("--release").status == 0)
        let seed = folder.appending(path: "\(try #require(Self.seeds.last)).json")
        var text = String(decoding: try Data(contentsOf: seed), as: UTF8.self)
        if !part.isEmpty {
            try #require(text.contains(part))
            text = text.replacingOccurrences(of: part, with: changed)
        }
        if isRaised { text = text.replacingOccurrences(of: "\"version\": \"", with: "\"version\": \"next-") }
        try Data(text.utf8).write(to: seed)
        let run = try check()
        #expect(run.status == status, "\(run.output)\(run.errors)")
        #expect(run.output.contains("'quotes'") == (status == 1))
    }

    /// The first lines that differ, as `diff -u` has them.
    private func difference(_ expected: String, _ actual: String) -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "golden-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["expected", "actual"].map { folder.appending(path: $0) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(expected.utf8).write(to: files[0])
            try Data(actual.utf8).write(to: files[1])
            let run = try ToolRun(
                URL(filePath: "/usr/bin/diff"), ["-U1"] + files.map { $0.path(percentEncoded: false) })
            return run.output.split(separator: "\n").dropFirst(2).prefix(40).joined(separator: "\n")
        } catch {
            return "\(error)"
        }
    }
}
