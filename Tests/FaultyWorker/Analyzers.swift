import AnalyzerKit
import Glibc
import Linguistics

/// What all of them find where nothing is wrong.
struct WordCount: Codable, Sendable {
    let words: Int

    init(_ document: Document) { words = document.structure.wordCount }
}

/// Runs first and does its work.
struct Steady: Analyzer {
    static let name = "steady"
    static let version = "1"
    static let summary = "Counts words."

    func analyze(_ document: Document, in context: borrowing AnalysisContext) -> WordCount { WordCount(document) }
}

/// Does what the document's first word names.
struct Faulty: Analyzer {
    static let name = "faulty"
    static let version = "1"
    static let summary = "Fails as it is told to."

    func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> WordCount {
        let text = document.text.string(in: document.text.fullRange)
        let order = text.split(separator: " ").first.flatMap { Misdeed(rawValue: String($0)) }
        try order?.happen()
        return WordCount(document)
    }
}

/// Needs what `Faulty` finds.
struct Dependent: Analyzer {
    static let name = "dependent"
    static let version = "1"
    static let summary = "Repeats what another found."
    static let dependencies: [any Analyzer.Type] = [Faulty.self]

    func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> WordCount {
        try context.findings(of: Faulty.self)
    }
}

/// Traps when its findings are written, where the document's second word says so.
struct Unwritable: Analyzer {
    static let name = "unwritable"
    static let version = "1"
    static let summary = "Gives what traps when it is written."

    struct Findings: Codable, Sendable {
        let traps: Bool

        func encode(to encoder: any Encoder) throws {
            precondition(!traps, "findings that cannot be written")
            var container = encoder.singleValueContainer()
            try container.encode(traps)
        }
    }

    func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings {
        let words = document.text.string(in: document.text.fullRange).split(separator: " ")
        return Findings(traps: words.dropFirst().first == "unwritable")
    }
}

/// Runs last and does its work.
struct Late: Analyzer {
    static let name = "late"
    static let version = "1"
    static let summary = "Counts words."

    func analyze(_ document: Document, in context: borrowing AnalysisContext) -> WordCount { WordCount(document) }
}
