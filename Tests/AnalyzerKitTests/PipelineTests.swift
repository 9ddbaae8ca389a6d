import AnalyzerKit
import Linguistics
import Testing

@Suite struct PipelineTests {
    private static let document = Document(UTF8Text("One two."))

    private struct First: Analyzer {
        struct Findings: Codable, Sendable { var words: Int }
        static let name = "first"
        static let version = "1"
        static let summary = ""
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings {
            Findings(words: document.structure.wordCount)
        }
    }

    private struct Second: Analyzer {
        struct Findings: Codable, Sendable { var doubled: Int }
        static let name = "second"
        static let version = "1"
        static let summary = ""
        static let dependencies: [any Analyzer.Type] = [First.self]
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings {
            Findings(doubled: try context.findings(of: First.self).words * 2)
        }
    }

    /// Has a weight that only those who ask for it need.
    private struct Heavy: Analyzer {
        struct Findings: Codable, Sendable { var weight = 5 }
        static let name = "heavy"
        static let version = "1"
        static let summary = ""
        static func letGo(_ findings: inout Findings, of document: Document) { findings.weight -= 5 }
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings { Findings() }
    }

    /// Asks for the weight, and so does another after it.
    private struct Carrier: Analyzer {
        struct Findings: Codable, Sendable { var carried: Int }
        static let name = "carrier"
        static let version = "1"
        static let summary = ""
        static let dependencies: [any Analyzer.Type] = [Heavy.self]
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings {
            Findings(carried: try context.findings(of: Heavy.self).weight)
        }
    }

    private struct Helper: Analyzer {
        struct Findings: Codable, Sendable { var carried: Int }
        static let name = "helper"
        static let version = "1"
        static let summary = ""
        static let dependencies: [any Analyzer.Type] = [Heavy.self, Carrier.self]
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings {
            Findings(carried: try context.findings(of: Heavy.self).weight)
        }
    }

    @Test(arguments: [[Heavy.self], [Heavy.self, Carrier.self, Helper.self, First.self]] as [[any Analyzer.Type]])
    func findingsAreLetGoOfOnceTheLastWhoAsksHasRun(_ analyzers: [any Analyzer.Type]) throws {
        let sections = try Pipeline(analyzers).analyze(Self.document)
        #expect(sections.map(\.name) == analyzers.map { $0.name })
        for section in sections {
            let findings = try section.outcome.get()
            if let heavy = findings as? Heavy.Findings { #expect(heavy.weight == 0) }
            if let carrier = findings as? Carrier.Findings { #expect(carrier.carried == 5) }
            if let helper = findings as? Helper.Findings { #expect(helper.carried == 5) }
        }
    }

    private struct Nosy: Analyzer {
        struct Findings: Codable, Sendable {}
        static let name = "nosy"
        static let version = "1"
        static let summary = ""
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings {
            _ = try context.findings(of: First.self)
            return Findings()
        }
    }

    private struct Broken: Analyzer {
        struct Findings: Codable, Sendable {}
        struct Trouble: Error, CustomStringConvertible { let description = "out of ideas" }
        static let name = "broken"
        static let version = "1"
        static let summary = ""
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings { throw Trouble() }
    }

    private struct AfterBroken: Analyzer {
        struct Findings: Codable, Sendable {}
        static let name = "after"
        static let version = "1"
        static let summary = ""
        static let dependencies: [any Analyzer.Type] = [Broken.self]
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings {
            _ = try context.findings(of: Broken.self)
            return Findings()
        }
    }

    private struct Egg: Analyzer {
        struct Findings: Codable, Sendable {}
        static let name = "egg"
        static let version = "1"
        static let summary = ""
        static var dependencies: [any Analyzer.Type] { [Hen.self] }
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings { Findings() }
    }

    private struct Hen: Analyzer {
        struct Findings: Codable, Sendable {}
        static let name = "hen"
        static let version = "1"
        static let summary = ""
        static var dependencies: [any Analyzer.Type] { [Egg.self] }
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings { Findings() }
    }

    private struct Unloadable: Analyzer {
        struct Findings: Codable, Sendable {}
        struct Trouble: Error, CustomStringConvertible { let description = "model missing" }
        static let name = "unloadable"
        static let version = "1"
        static let summary = ""
        init() throws { throw Trouble() }
        func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings { Findings() }
    }

    private func failure(_ section: Pipeline.Section) -> AnalysisError? {
        if case .failure(let error) = section.outcome { error } else { nil }
    }

    private struct English: Analyzer {
        struct Findings: Codable, Sendable {}
        static let name = "english"
        static let version = "1"
        static let summary = ""
        static let languages: Set<String>? = ["en"]
        init() {}
        func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings { Findings() }
    }

    @Test(arguments: [
        ("en", true), ("en-GB", true), ("und", true), ("mul", true), ("mul-x-de-en", true), ("mul-x-de-fr", false),
        ("de", false), ("eng-x", false),
    ])
    func anAnalyzerReadsItsLanguagesAndWhatIsNotKnown(_ language: String, _ reads: Bool) throws {
        let document = Document(UTF8Text("One two."), language: language)
        var entered: [String?] = []
        let sections = try Pipeline([English.self, First.self]).analyze(document) { entered.append($0) }
        #expect(entered == (reads ? ["english", "first", nil] : ["first", nil]))
        guard case .failure(let error) = sections[0].outcome else {
            #expect(reads)
            return
        }
        #expect(
            !reads && error == .otherLanguage(language, analyzer: "english", reads: ["en"])
                && error.reason == "language")
        #expect("\(error)".contains("'\(language)', and the analyzer 'english' reads 'en' only"))
        #expect((try? sections[1].outcome.get()) != nil)
    }

    @Test func analyzersRunAfterThoseThatTheyDependOn() throws {
        let sections = try Pipeline([Second.self, First.self]).analyze(Self.document)
        #expect(sections.map(\.name) == ["first", "second"])
        let findings = try sections[1].outcome.get() as? Second.Findings
        #expect(findings?.doubled == 4)
    }

    @Test func aFailureStaysWithTheAnalyzerAndThoseThatNeedIt() throws {
        let sections = try Pipeline([Broken.self, AfterBroken.self, First.self]).analyze(Self.document)
        #expect(failure(sections[0]) == .failed("out of ideas"))
        #expect(failure(sections[1]) == .dependencyFailed("broken"))
        #expect(failure(sections[2]) == nil)
    }

    @Test func findingsAreOnlyForThoseThatDeclaredThem() throws {
        let sections = try Pipeline([First.self, Nosy.self]).analyze(Self.document)
        #expect(failure(sections[1]) == .undeclaredDependency("first", by: "nosy"))
    }

    @Test func listsThatCannotWorkAreRefused() {
        #expect(throws: Pipeline.ConfigurationError.duplicate("first")) { try Pipeline([First.self, First.self]) }
        #expect(throws: Pipeline.ConfigurationError.missing("first", neededBy: "second")) {
            try Pipeline([Second.self])
        }
        #expect(throws: Pipeline.ConfigurationError.cycle(["egg", "hen"])) {
            try Pipeline([First.self, Egg.self, Hen.self])
        }
        #expect(throws: Pipeline.ConfigurationError.unusable("unloadable", reason: "model missing")) {
            try Pipeline([Unloadable.self])
        }
    }
}
