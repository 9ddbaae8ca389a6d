import AnalyzerKit
import Compression
import Linguistics
import Reporting
import SystemPackage
import Testing

@testable import Spool

/// What the spool reads off a report without parsing it, from reports as `Report` writes them.
@Suite struct ReportHeadTests {
    private struct Words: Analyzer {
        struct Findings: Codable, Sendable { var sha256 = "analyzer's", path = "analyzer's", problems: [String] = [] }
        static let name = "words"
        static let version = "1"
        static let summary = "Nothing."
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings { Findings() }
    }

    private struct Failing: Analyzer {
        struct Findings: Codable, Sendable {}
        struct Trouble: Error, CustomStringConvertible { let description = #","problems":[]}"# }
        static let name = "failing"
        static let version = "1"
        static let summary = "Nothing."
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings { throw Trouble() }
    }

    private static let digest = String(repeating: "0123456789abcdef", count: 4)

    private func report(
        path: String, text: String = "Words.", _ analyzers: [any Analyzer.Type] = [Words.self]
    ) throws -> [UInt8] {
        let document = Document(
            UTF8Text(text), source: .init(path: path, sha256: Self.digest, byteCount: text.utf8.count),
            title: #"","sha256":"title""#)
        return Report(of: document, version: "1.2.3", sections: try Pipeline(analyzers).analyze(document)).json()
    }

    @Test(arguments: [
        "a/story.txt", "Łódź/“wins”.txt", #"a"sha256":"b.txt"#, #"x"sha256"#, #"back\slash.txt"#, #"end\"#,
        "a\u{1}b\n.txt",
        #"","sha256":"0"#,
    ])
    func theHeadOfARealReportTellsItsDocument(path: String) throws {
        let bytes = try report(path: path, text: #"He wrote "sha256":"text","path":"text"."#)
        let head = try #require(ReportHead(bytes))
        #expect(head.path == path && head.sha256 == Self.digest)
        #expect(ReportHead(Array(bytes.prefix(ReportHead.maxBytes))) == head)
    }

    @Test func theLongestPathFitsTheHead() throws {
        // Six characters of JSON for each byte.
        let path = Array(repeating: String(repeating: "\u{1}", count: 255), count: 16).joined(separator: "/")
        #expect(path.utf8.count == 4095)
        let bytes = try report(path: path, text: String(repeating: "Many words. ", count: 10_000))
        #expect(ReportHead(Array(bytes.prefix(ReportHead.maxBytes)))?.sha256 == Self.digest)
    }

    @Test func theTailOfARealReportTellsWhoHasNoFindings() throws {
        let whole = try report(path: "a", [Words.self])
        #expect(ReportTail(whole)?.analyzers == [])
        let text = String(repeating: #"He wrote ","problems":[{"analyzer":"text"}]}". "#, count: 10_000)
        let lacking = try report(path: "a", text: text, [Words.self, Failing.self])
        #expect(lacking.count > ReportTail.maxBytes)
        #expect(ReportTail(Array(lacking.suffix(ReportTail.maxBytes)))?.analyzers == ["failing"])
    }

    @Test(arguments: [
        "", "{", "[]", "\"", #"{"path""#, #"{"path":"#, #"{"path":"a"}"#, #"{"path":"a","sha256":7}"#,
        #"{"path":"a","sha256":"0"#,
        "no JSON at all", #"{"a":"path","b":"sha256"}"#,
    ])
    func whatIsNoReportHasNoHeadAndNoTail(text: String) {
        #expect(ReportHead(Array(text.utf8)) == nil && ReportTail(Array(text.utf8)) == nil)
    }

    /// A delivered report is found in the outbox, and one that lacks findings among the incomplete ones.
    @Test(arguments: [false, true]) func reportsInTheOutboxAreToldApart(areCompressed: Bool) throws {
        let scene = try Scene()
        for folder: FilePath in ["outbox/a", "outbox/b"] { scene.makeFolder(folder) }
        func write(_ bytes: [UInt8], _ path: FilePath) throws {
            let place = FilePath("outbox").pushing(path)
            guard areCompressed else { return try scene.write(bytes, to: place) }
            try scene.write(Zstandard.compressed(bytes), to: FilePath(place.string + ".zst"))
        }
        let suffix = areCompressed ? ".json.zst" : ".json"
        try write(report(path: "a/one"), "a/one.json")
        try write(report(path: "b/two", [Failing.self]), "b/two.json")
        try write(Array("{}".utf8), "b/other.json")
        try write(report(path: "b/three"), "b/three.txt")
        let found = SpoolInspection.reports(in: scene.folders.outbox) { $0.sha256 == Self.digest }
        #expect(Set(found.map(\.place)) == [FilePath("a/one" + suffix), FilePath("b/two" + suffix)])
        let one = SpoolInspection.reports(in: scene.folders.outbox) { $0.path == "a/one" }
        #expect(one.map(\.place) == [FilePath("a/one" + suffix)])
        let incomplete = SpoolInspection.incompleteReports(in: scene.folders.outbox)
        #expect(incomplete.map(\.head.path) == ["b/two"] && incomplete.map(\.analyzers) == [["failing"]])
        #expect(SpoolInspection.incompleteReports(in: scene.root.appending("nowhere")).isEmpty)
    }
}
