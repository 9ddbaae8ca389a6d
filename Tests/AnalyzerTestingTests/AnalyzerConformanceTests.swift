import AnalyzerKit
import AnalyzerTesting
import Linguistics
import Synchronization
import Testing

/// The suite itself: it must see each promise that is broken, and nothing where all are kept.
@Suite struct AnalyzerConformanceTests {
    private struct Findings: Codable, Sendable {
        var start = 0
        var end = 0
        var text = ""
    }

    private struct Careful: Analyzer {
        static let name = "careful"
        static let version = "1"
        static let summary = "The first word."
        func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings {
            guard document.tokens.count > 0 else { return Findings() }
            let (start, end, text) = document.span(document.tokens[0])
            return Findings(start: start, end: end, text: text)
        }
    }

    private struct Throwing: Analyzer {
        struct Trouble: Error {}
        static let name = "throwing"
        static let version = ""
        static let summary = "No sentence"
        static let languages: Set<String>? = ["en-GB"]
        func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings { throw Trouble() }
    }

    private struct BeyondTheEnd: Analyzer {
        static let name = "beyond"
        static let version = "1"
        static let summary = "A span that is not there."
        func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings {
            Findings(start: 0, end: document.text.codePointCount + 1)
        }
    }

    /// Counts bytes where code points are meant.
    private struct OtherWords: Analyzer {
        static let name = "otherwords"
        static let version = "1"
        static let summary = "Words that are not the span's."
        func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings { Findings(text: "x") }
    }

    private struct Fickle: Analyzer {
        static let name = "fickle"
        static let version = "1"
        static let summary = "Something else each time."
        private static let runs = Mutex(0)
        func analyze(_ document: Document, in context: borrowing AnalysisContext) -> [Int] {
            [
                Self.runs.withLock { runs in
                    runs += 1
                    return runs
                }
            ]
        }
    }

    private struct Forgetful: Analyzer {
        struct Findings: Codable, Sendable {
            var kept = 1
            enum CodingKeys: String, CodingKey { case kept, lost }
            init() {}
            init(from decoder: any Decoder) throws {
                kept = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .kept) + 1
            }
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(kept, forKey: .kept)
            }
        }
        static let name = "forgetful"
        static let version = "1"
        static let summary = "What does not read back."
        func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings { Findings() }
    }

    @Test(arguments: HostileText.all) func whatKeepsItsPromisesHasNoBreach(on text: HostileText) throws {
        #expect(try AnalyzerConformance([Careful.self]).breaches(on: text) == [])
    }

    @Test func eachBrokenPromiseIsSeen() throws {
        let types: [any Analyzer.Type] = [
            Throwing.self, BeyondTheEnd.self, OtherWords.self, Fickle.self, Forgetful.self, Careful.self,
        ]
        let breaches = try AnalyzerConformance(types).breaches(on: HostileText("words", "One two."))
        #expect(
            breaches.map(\.analyzer).sorted() == ["beyond", "fickle", "forgetful", "otherwords", "throwing"],
            "\(breaches)")
    }

    @Test func aPoorDescriptionIsSeen() throws {
        #expect(try AnalyzerConformance([Throwing.self]).breachesOfDescription().count == 3)
        #expect(try AnalyzerConformance([Careful.self]).breachesOfDescription() == [])
    }

    @Test func everyTextHasAShortNameOfItsOwn() {
        let names = HostileText.all.map(\.description)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.count <= 80 })
    }
}
