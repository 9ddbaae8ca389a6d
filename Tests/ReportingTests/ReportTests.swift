import AnalyzerKit
import Foundation
import Linguistics
import Reporting
import Testing

@Suite struct ReportTests {
    private struct Words: Analyzer {
        struct Findings: Codable, Sendable { var count: Int }
        static let name = "words"
        static let version = "7"
        static let summary = "The number of words."
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings {
            Findings(count: document.structure.wordCount)
        }
    }

    private struct Failing: Analyzer {
        struct Findings: Codable, Sendable {}
        struct Trouble: Error, CustomStringConvertible { let description = "no luck" }
        static let name = "failing"
        static let version = "1"
        static let summary = "Nothing."
        static let dependencies: [any Analyzer.Type] = [Words.self]
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings { throw Trouble() }
    }

    private struct NotANumber: Analyzer {
        struct Findings: Codable, Sendable { var score = Double.nan }
        static let name = "nan"
        static let version = "1"
        static let summary = "Nothing."
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings { Findings() }
    }

    /// Found for others only, in one language.
    private struct Hidden: Analyzer {
        struct Findings: Codable, Sendable {}
        static let name = "hidden"
        static let version = "1"
        static let summary = "Nothing."
        static let languages: Set<String>? = ["en"]
        static let fails = AnalyzerSetting("fails", default: false, "Whether it fails.")
        static let report = AnalyzerSetting("report", default: false, "Whether it is reported.")
        static let settings: [any AnyAnalyzerSetting] = [fails, report]
        static let reporting: AnalyzerSetting<Bool>? = report
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings {
            if context[Self.fails] { throw Failing.Trouble() }
            return Findings()
        }
    }

    @Test(
        arguments: [
            ("en", [:], "{}", "[]"),
            ("en", ["hidden.report": "true"], #"{"hidden":{"version":"1","findings":{}}}"#, "[]"),
            (
                "en", ["hidden.fails": "true"], "{}",
                #"[{"analyzer":"hidden","reason":"error","message":"no luck"}]"#
            ),
            ("de", [:], "{}", "[]"),
        ] as [(String, [String: String], String, String)])
    func whatIsFoundForOthersIsReportedOnRequest(
        _ language: String, _ settings: [String: String], _ analyzers: String, _ problems: String
    ) throws {
        let document = Document(UTF8Text("One two."), language: language)
        let sections = try Pipeline([Hidden.self], settings: AnalyzerSettings(settings)).analyze(document)
        let text = String(decoding: Report(of: document, version: "1.2.3", sections: sections).json(), as: UTF8.self)
        #expect(text.hasSuffix(#""analyzers":\#(analyzers),"problems":\#(problems)}"# + "\n"), "\(text)")
    }

    private func report(_ analyzers: [any Analyzer.Type]) throws -> String {
        let document = Document(
            UTF8Text("Łódź wins."), source: .init(path: "a/b.txt", sha256: "00", byteCount: 13), title: nil)
        let sections = try Pipeline(analyzers).analyze(document)
        return String(decoding: Report(of: document, version: "1.2.3", sections: sections).json(), as: UTF8.self)
    }

    @Test func aReportHasTheContractsKeysInTheirOrder() throws {
        #expect(
            try report([Words.self])
                == #"{"schema":2,"copydesk":"1.2.3","document":{"path":"a/b.txt","sha256":"00","bytes":13,"#
                + #""characters":10,"mediaType":"text/plain","charset":"UTF-8","language":"en","title":null,"#
                + #""authors":[],"published":null,"modified":null,"publisher":null,"url":null,"wire":null,"part":null,"#
                + #""reading":"fast","#
                + #""words":2,"sentences":1,"paragraphs":1,"text":"Łódź wins.","blocks":[{"start":0,"end":10,"#
                + #""kind":"paragraph","level":null,"source":null}]},"#
                + #""analyzers":{"words":{"version":"7","findings":{"count":2}}},"problems":[]}"# + "\n")
    }

    @Test func anAnalyzerThatFailsLeavesTheOthersFindings() throws {
        let text = try report([Failing.self, Words.self, NotANumber.self])
        #expect(text.contains(#""words":{"version":"7","findings":{"count":2}}"#))
        #expect(text.contains(#""failing":{"version":"1","findings":null}"#))
        #expect(text.contains(#"{"analyzer":"failing","reason":"error","message":"no luck"}"#))
        #expect(text.contains(#""nan":{"version":"1","findings":null}"#))
        let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect((parsed?["problems"] as? [Any])?.count == 2)
    }
}
