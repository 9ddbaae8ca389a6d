import AnalyzerKit
import Foundation
import Linguistics
import Reporting
import Testing

/// Reports read back: all that stands in one, and what is said of a file that is none.
@Suite struct StoredReportTests {
    private static let goldenFolder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "seeds/golden")

    static let seeds: [String] = {
        let names = try? FileManager.default.contentsOfDirectory(atPath: goldenFolder.path(percentEncoded: false))
        return (names ?? []).filter { $0.hasSuffix(".json") }.sorted()
    }()

    private func golden(_ seed: String) throws -> Data { try Data(contentsOf: Self.goldenFolder.appending(path: seed)) }

    @Test func thereAreGoldenReports() { #expect(Self.seeds.count >= 6) }

    @Test(arguments: seeds)
    func allThatStandsInAGoldenReportIsRead(seed: String) throws {
        let data = try golden(seed)
        let report = try StoredReport([UInt8](data), from: seed)
        let expected = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let found = try #require(Plain.value(report) as? [String: Any])
        #expect(Plain.differences(found, expected) == [])
        #expect(!report.entities.isEmpty && !report.mentions.isEmpty && report.sentiment != nil)
        #expect(report.document.path + ".json" == seed)
    }

    /// The comparison itself: it must see a value that is missing, another, or too many.
    @Test func aDifferenceIsSeen() throws {
        let seed = try #require(Self.seeds.first)
        let report = try StoredReport([UInt8](golden(seed)), from: seed)
        for (part, other) in [
            (#""version": ""#, #""version": "other "#), (#""problems": []"#, #""problems": [], "extra": 1"#),
            (#""confidence": 0.9"#, #""confidence": 0.8"#), (#""within": null, "#, ""),
        ] {
            let text = String(decoding: try golden(seed), as: UTF8.self)
            let changed = text.replacing(part, with: other, maxReplacements: 1)
            try #require(changed != text)
            let expected = try #require(try JSONSerialization.jsonObject(with: Data(changed.utf8)) as? [String: Any])
            #expect(Plain.differences(try #require(Plain.value(report) as? [String: Any]), expected).count == 1)
        }
    }

    private struct Words: Analyzer {
        struct Findings: Codable, Sendable { var count: Int }
        static let name = "words"
        static let version = "7"
        static let summary = "The number of words."
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings { Findings(count: 3) }
    }

    private struct FailingQuotes: Analyzer {
        struct Findings: Codable, Sendable {}
        struct Trouble: Error, CustomStringConvertible { let description = "no \"luck\"" }
        static let name = "quotes"
        static let version = "2"
        static let summary = "Nothing."
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings { throw Trouble() }
    }

    /// A report that `Report` wrote: of an analyzer that this reader does not know, and of one that failed.
    @Test func aReportJustWrittenIsRead() throws {
        let document = Document(
            UTF8Text("Łódź wins.\n\nAgain."), source: .init(path: "a/\"b\".txt", sha256: "00", byteCount: 21),
            title: "Łódź")
        let sections = try Pipeline([Words.self, FailingQuotes.self]).analyze(document)
        let report = try StoredReport(
            Report(of: document, version: "1.2.3", sections: sections).json(), from: "b.txt.json")
        #expect(report.schema == Report.schema && report.copydesk == "1.2.3")
        #expect(report.document.path == "a/\"b\".txt" && report.document.title == "Łódź")
        #expect(report.document.text == "Łódź wins.\n\nAgain." && report.document.characters == 18)
        #expect(report.analyzers.others == ["words": "7"] && report.analyzers.entities == nil)
        #expect(report.analyzers.quotes?.version == "2" && report.quotes.isEmpty)
        #expect(report.problems.map(\.analyzer) == ["quotes"] && report.problems.map(\.reason) == ["error"])
        #expect(report.problems.map(\.message) == ["no \"luck\""])
    }

    @Test func fieldsThatALaterProgramAddsArePassedOver() throws {
        let seed = try #require(Self.seeds.first)
        let plain = try StoredReport([UInt8](golden(seed)), from: seed)
        var text = String(decoding: try golden(seed), as: UTF8.self)
        for (part, with) in [
            (#""schema": 2,"#, #""schema": 2, "media": [{"kind": ["new"]}],"#),
            (#""path": "#, #""pages": null, "path": "#), (#"{"id": "e1","#, #"{"id": "e1", "links": {"a": [1]},"#),
            (#"{"start":"#, #"{"page": 4, "start":"#), (#""findings": {"#, #""findings": {"extra": {},"#),
        ] {
            try #require(text.contains(part))
            text = text.replacing(part, with: with)
        }
        #expect(try StoredReport(Array(text.utf8), from: seed) == plain)
    }

    @Test(arguments: [
        ("{", #"'r.json' is no whole JSON: "#), ("", "'r.json' is no whole JSON: "),
        ("[]", "'r.json' is no report: "),
        (#"{"schema": 3}"#, "'r.json' is a report of schema 3, and this program reads schema 2: "),
        (#"{"schema": 1}"#, "'r.json' is a report of schema 1, and this program reads schema 2: "),
        (#"{"copydesk": "1"}"#, "'r.json' is no report: it has no schema."),
        (#"{"schema": 2, "copydesk": "1"}"#, "'r.json' is no report: it has no document."),
    ])
    func aFileThatIsNoReportIsNamedWithWhatIsWrong(text: String, message: String) {
        let error = #expect(throws: StoredReportError.self) { try StoredReport(Array(text.utf8), from: "r.json") }
        let description = error.map { "\($0)" } ?? ""
        #expect(description.hasPrefix(message) && description.hasSuffix("."), "\(description)")
    }

    @Test(arguments: [
        (#""id": "e1""#, #""id": 1"#, "analyzers.entities.findings.entities[0].id is wrong"),
        (#""type": "PER""#, #""type": "GOD""#, ".type is wrong"),
        (#""label": "neutral""#, #""label": "odd""#, ".label is wrong"),
        (#""words": "#, #""words": "x", "more": "#, "document.words is wrong"),
        (#""characters": "#, #""characters": 1"#, "document.text has "),
        (#"{"start": "#, #"{"start": 9999"#, "document.blocks[0] goes from 9999"),
        (#""end": "#, #""end": 9999"#, "is not within the text"),
    ])
    func aFieldThatIsWrongIsNamed(part: String, broken: String, message: String) throws {
        let seed = "wire-harbour-strike.txt.json"
        let text = String(decoding: try golden(seed), as: UTF8.self)
        let changed = text.replacing(part, with: broken, maxReplacements: 1)
        try #require(changed != text)
        let error = #expect(throws: StoredReportError.self) { try StoredReport(Array(changed.utf8), from: seed) }
        let description = error.map { "\($0)" } ?? ""
        #expect(description.hasPrefix("'\(seed)' ") && description.contains(message), "\(description)")
    }

    @Test func aReportThatIsCutOffIsRefusedWhereverThatIs() throws {
        let bytes = [UInt8](try golden("opinion-library.txt.json"))
        for count in stride(from: 0, to: bytes.count - 2, by: 997) {
            #expect(throws: StoredReportError.self) { try StoredReport(Array(bytes[..<count]), from: "r.json") }
        }
    }
}

/// A value as a JSON parser gives it, by reflection: properties become keys, those of spans and tones stand beside them.
private enum Plain {
    static func value(_ value: Any) -> Any {
        if let value = value as? any RawRepresentable { return value.rawValue }
        if value is String || value is Int || value is Double { return value }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { Self.value($0.value) } ?? NSNull()
        case .collection: return mirror.children.map { Self.value($0.value) }
        case .dictionary:
            let pairs = (value as? [String: String] ?? [:]).map { ($0.key, $0.value as Any) }
            return Dictionary(uniqueKeysWithValues: pairs)
        default: return object(mirror)
        }
    }

    private static func object(_ mirror: Mirror) -> [String: Any] {
        var object: [String: Any] = [:]
        for case (let name?, let child) in mirror.children {
            let value = Self.value(child)
            switch name {
            case "span", "tone": object.merge(value as? [String: Any] ?? [:]) { $1 }
            // Only words that are no name have a kind; a quote's is never absent.
            case "kind" where value is NSNull: break
            // Each has an object of its own in the report.
            case "others": break
            default: object[name] = value
            }
        }
        return object
    }

    /// Where two parsed values differ, by path.
    static func differences(_ one: Any, _ other: Any, at path: String = "") -> [String] {
        switch (one, other) {
        case (let one as [String: Any], let other as [String: Any]):
            return Set(one.keys).union(other.keys).sorted().flatMap { key -> [String] in
                guard let first = one[key], let second = other[key] else { return ["\(path).\(key) is in one only"] }
                return differences(first, second, at: "\(path).\(key)")
            }
        case (let one as [Any], let other as [Any]):
            guard one.count == other.count else { return ["\(path) has \(one.count) and \(other.count)"] }
            return zip(one, other).enumerated().flatMap { differences($1.0, $1.1, at: "\(path)[\($0)]") }
        case (is NSNull, is NSNull): return []
        case (let one as String, let other as String): return one == other ? [] : ["\(path): '\(one)', '\(other)'"]
        case (let one as Int, let other as NSNumber): return one == other.intValue ? [] : ["\(path): \(one), \(other)"]
        case (let one as Double, let other as NSNumber):
            return one == other.doubleValue ? [] : ["\(path): \(one), \(other)"]
        default: return ["\(path): \(one), \(other)"]
        }
    }
}
