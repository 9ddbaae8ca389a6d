public import AnalyzerKit
import Linguistics

/// Finds who and what is named in a document, each under one canonical name.
public struct Entities: Analyzer {
    /// The key in the report.
    public static let name = "entities"
    /// Changes when the findings may.
    public static let version = "1"
    /// What it finds, for people.
    public static let summary = "Who and what is named: people, organisations, places, others; one canonical name each."

    /// Loads the recogniser.
    public init() throws {}

    /// Finds the mentions and groups them into entities.
    public func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings {
        Findings(entities: [], mentions: [])
    }
}
