import AnalyzerKit
import AnalyzerTesting
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

/// What the library reads of reports: the same as is read of them whole.
@Suite struct GistTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "seeds/golden")

    private func golden(_ seed: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Self.folder.appending(path: seed)))
    }

    /// Of a report what a gist has too, but for its entities, mentions and news.
    private func essence(_ report: StoredReport) -> [String] {
        let document = Mirror(reflecting: report.document).children.filter { $0.label != "blocks" }.map { "\($0)" }
        let quotes = report.quotes.map { quote in
            let parts: [Any?] = [
                quote.id, quote.span, quote.text, quote.kind, quote.within, quote.continues, quote.speaker,
                quote.speech,
                quote.confidence,
            ]
            return String(describing: parts)
        }
        let targets = (report.sentiment?.targets ?? []).map { target in
            let stance = target.stance
            let parts: [Any?] = [
                target.entity, target.name, target.mentions, target.news, stance?.label, stance?.score,
                stance?.confidence,
                stance?.critical, stance?.supportive, stance?.neutral,
            ]
            return String(describing: parts)
        }
        let versions = [report.analyzers.entities?.version, report.analyzers.quotes?.version]
        return document + quotes + targets + ["\(versions)", String(describing: report.sentiment?.document)]
    }

    @Test(arguments: StoredReportTests.seeds) func theGistIsThatOfTheWhole(seed: String) throws {
        let bytes = try golden(seed)
        let whole = try StoredReport(bytes, from: seed)
        // None of what the daemon writes is out of the ordinary.
        let gist = try #require(StoredReport.gist(of: bytes))
        #expect(essence(gist) == essence(whole))
        #expect(gist.entities == whole.entities && gist.mentions == whole.mentions)
        #expect(gist.schema == whole.schema && gist.analyzers.others == whole.analyzers.others)
    }

    /// Whatever a report's bytes are changed to: what has a gist is a report, and has the same; where the whole has an error,
    /// it is of a part that is passed over.
    @Test(arguments: 1...6) func noGistIsTakenOfWhatIsNoReport(seed: UInt64) throws {
        let passedOver = [
            "blocks", "sentences", "evidence", "cue", "addressee", "problems", "speakers", "findings.quotes[",
        ]
        let bytes = try golden("opinion-library.txt.json")
        var random = SplitMix64(state: seed)
        let signs = Array(#""\{}[],:-+.e0159 ntu"#.utf8) + [0x00, 0x0A, 0xC3, 0xFF]
        var gists = 0
        for _ in 0..<150 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let place = Int.random(in: 0..<changed.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: changed.remove(at: place)
                case 1: changed.insert(signs.randomElement(using: &random) ?? 0, at: place)
                case 2: changed.removeSubrange(place..<min(changed.count, place + 40))
                default: changed[place] = signs.randomElement(using: &random) ?? 0
                }
            }
            guard let gist = StoredReport.gist(of: changed) else { continue }
            gists += 1
            do {
                let whole = try StoredReport(changed, from: "r.json")
                #expect(essence(gist) == essence(whole))
                #expect(gist.entities == whole.entities && gist.mentions == whole.mentions)
            } catch {
                let message = "\(error)"
                #expect(passedOver.contains { message.contains($0) }, "\(message)")
            }
        }
        #expect(gists > 10)
    }

    @Test(arguments: [
        "0", "-0.5", "0.1", "0.30000000000000004", "1e-3", "123456789.123456", "0.123456789012345", "12E+2",
        "-0.0000001", "9007199254740993",
    ])
    func numbersAreReadAsTheWholeParserReadsThem(number: String) throws {
        let text = String(decoding: try golden("opinion-library.txt.json"), as: UTF8.self)
        let changed = try text.replacing(Regex(#""confidence": [0-9.]+"#), with: #""confidence": \#(number)"#)
        let bytes = Array(changed.utf8)
        let (whole, gist) = (try StoredReport(bytes, from: "r.json"), try #require(StoredReport.gist(of: bytes)))
        #expect(gist.mentions.map(\.confidence) == whole.mentions.map(\.confidence))
        #expect(gist.quotes.map(\.confidence) == whole.quotes.map(\.confidence))
    }

    @Test(arguments: [#"\u0141\u00f3d\u017a"#, #"a\n\t\"\\\/b"#, #"\ud83d\ude00"#, "Łódź 😀", ""])
    func textIsReadAsTheWholeParserReadsIt(title: String) throws {
        let text = String(decoding: try golden("opinion-library.txt.json"), as: UTF8.self)
        let changed = try text.replacing(
            Regex(#""title": "[^"]*""#), with: #""title": "\#(title)""#, maxReplacements: 1)
        let bytes = Array(changed.utf8)
        #expect(
            try StoredReport(bytes, from: "r.json").document.title
                == #require(StoredReport.gist(of: bytes)).document.title)
    }

    @Test(arguments: [#""\ud83d""#, #""\x""#, "01", "1.", "+1", "tru", "nan", "[1,]", "{\"a\":1,}", "1 1", "\"\u{1}\""])
    func brokenValuesHaveNoGist(value: String) throws {
        let text = String(decoding: try golden("opinion-library.txt.json"), as: UTF8.self)
        let changed = text.replacing(#""schema": 2,"#, with: #""schema": 2, "extra": \#(value),"#, maxReplacements: 1)
        try #require(changed != text)
        #expect(StoredReport.gist(of: Array(changed.utf8)) == nil)
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
