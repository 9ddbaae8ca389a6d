import AnalyzerKit
import Foundation
import Ingest
import Linguistics
import OrderedJSON
import Reporting
import TestSupport
import Testing

@testable import copydesk

/// What every analyzer must keep to, whatever it finds.
@Suite struct AnalyzerConformanceTests {
    /// Texts that break programs: nothing, no letters, no end, marks without partners, scripts without spaces.
    static let texts: [String] = {
        var texts = [
            "", " ", "\n\n\n", ".", "\"", "“", "”", "''", "A", "“”", "\"\" said Mr. \"\"", "He said, “", "said “said”.",
            ":", "Q:", "Q: A: Q: A:", "Q:\nA:\n", "I: \n\nI: \n\n", "\u{FEFF}", "\u{200B}\u{200D}\u{202E}abc",
            "e\u{301}\u{301}\u{301} said", "👩‍👩‍👧‍👦 said “👩‍👩‍👧‍👦,” 🇫🇷 replied.", "大臣は「見ていない」と述べた。",
            "قال الوزير «لا»", "(((((((((((((((((((((((((", "— — — — —", "\u{0}\u{1}\u{2}\u{7F}", "\r\r\r\n\n\r",
            "Mr. Dr. Prof. U.S. U.N. e.g. i.e. a.m. No. 5", "&amp; <b>bold</b> [link](http://x.y) # Heading",
            "@someone said #something at http://example.org/?a=b&c=\"d\"",
        ]
        texts.append(String(repeating: "“", count: 3_000))
        texts.append(String(repeating: "a", count: 20_000))
        texts.append(String(repeating: "John Smith said ", count: 1_500))
        texts.append(String(repeating: "“No,” said Ann. ", count: 1_000))
        texts.append(String(repeating: "A:\nB:\n", count: 1_000))
        texts.append(String(repeating: "\"", count: 2_001) + " said")
        let pieces = [
            "“", "”", "\"", "'", "’", " said ", " he ", "Ann", "Bob Lee", "\n", "\n\n", ".", ",", ":", " ", "é", "😀",
            "AB:", "the U.S.", "not ", "terrible ", "great ", "—", "(", ")", "told ", "that ", "\t",
        ]
        var generator = SplitMix64(state: 42)
        for _ in 0..<150 {
            texts.append((0..<60).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined())
        }
        return texts
    }()

    private func pipeline() throws -> Pipeline { try Pipeline(Analyzers.all) }

    @Test func noTextStopsAnAnalyzer() throws {
        let pipeline = try pipeline()
        for text in Self.texts {
            for section in pipeline.analyze(Document(UTF8Text(text))) {
                guard case .failure(let error) = section.outcome else { continue }
                Issue.record("\(section.name): \(error), on \(text.prefix(80).debugDescription)")
            }
        }
    }

    @Test func everySpanIsItsTextAndStandsInTheDocument() throws {
        let pipeline = try pipeline()
        for text in Self.texts {
            let document = Document(UTF8Text(text))
            let report = Report(of: document, version: "0.0.0", sections: pipeline.analyze(document)).json()
            let parsed = try JSONSerialization.jsonObject(with: Data(report)) as? [String: Any]
            let scalars = Array(text.unicodeScalars)
            for span in spans(in: try #require(parsed)["analyzers"] as Any) {
                #expect(0 <= span.start && span.start <= span.end && span.end <= scalars.count)
                guard span.start <= span.end, span.end <= scalars.count, let words = span.text else { continue }
                #expect(Array(words.unicodeScalars) == Array(scalars[span.start..<span.end]))
            }
        }
    }

    @Test func twoRunsFindTheSame() throws {
        let (first, second) = (try pipeline(), try pipeline())
        for text in Self.texts {
            let document = Document(UTF8Text(text))
            let left = Report(of: document, version: "0.0.0", sections: first.analyze(document)).json()
            let right = Report(of: document, version: "0.0.0", sections: second.analyze(document)).json()
            #expect(left == right)
        }
    }

    @Test func findingsReadBackAsTheyWereWritten() throws {
        for analyzer in Analyzers.all { try roundTrip(analyzer) }
    }

    private func roundTrip<A: Analyzer>(_ analyzer: A.Type) throws {
        let pipeline = try pipeline()
        for text in Self.texts {
            for section in pipeline.analyze(Document(UTF8Text(text))) where section.name == A.name {
                let findings = try section.outcome.get()
                let json = try OrderedJSONEncoder().encode(findings)
                let again = try JSONDecoder().decode(A.Findings.self, from: Data(json))
                #expect(try OrderedJSONEncoder().encode(again) == json)
            }
        }
    }

    @Test func namesVersionsAndSummariesAreGiven() {
        for analyzer in Analyzers.all {
            #expect(!analyzer.name.isEmpty && analyzer.name.allSatisfy { $0.isASCII && $0.isLowercase })
            #expect(!analyzer.version.isEmpty)
            #expect(analyzer.summary.hasSuffix("."))
        }
    }

    /// Twice the text may take little more than twice the time; quadratic work would take four times.
    @Test func workGrowsWithTheTextNotFaster() throws {
        let pipeline = try pipeline()
        let paragraph =
            "“We will not go,” Ann Lee said on Monday. She told Bob Ray of the U.N. that it was “awful”.\n\n"
        func seconds(_ copies: Int) -> Double {
            let document = Document(UTF8Text(String(repeating: paragraph, count: copies)))
            let clock = ContinuousClock()
            let times = (0..<3).map { _ in clock.measure { _ = pipeline.analyze(document) } }
            return times.min().map { $0 / .seconds(1) } ?? 0
        }
        _ = seconds(50)
        let (short, long) = (seconds(300), seconds(2_400))
        #expect(long < max(short, 0.005) * 8 * 3, "8 times the text took \(long / short) times as long")
    }

    private func spans(in value: Any) -> [(start: Int, end: Int, text: String?)] {
        switch value {
        case let object as [String: Any]:
            var found: [(start: Int, end: Int, text: String?)] = []
            if let start = object["start"] as? Int, let end = object["end"] as? Int {
                found.append((start, end, object["text"] as? String))
            }
            return found + object.values.flatMap { spans(in: $0) }
        case let array as [Any]: return array.flatMap { spans(in: $0) }
        default: return []
        }
    }
}
