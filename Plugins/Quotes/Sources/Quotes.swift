public import AnalyzerKit
import Entities
import Linguistics

/// Finds who said what.
public struct Quotes: Analyzer {
    /// The key in the report.
    public static let name = "quotes"
    /// Changes when the findings may.
    public static let version = "1"
    /// What it finds, for people.
    public static let summary = "Who said what: quotations, interview turns and reported speech, with speaker and cue."
    /// What it builds on.
    public static let dependencies: [any Analyzer.Type] = [Entities.self]

    /// Loads the attribution model.
    public init() throws {}

    /// Finds the quotations and their speakers.
    public func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings {
        Findings(quotes: [], speakers: [])
    }
}
