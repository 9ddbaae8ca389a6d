public import AnalyzerKit
import Quotes
import References

/// Tells what made the scores that `Sentiment` gives, for those who ask: `copydesk analyze --explain`.
public struct SentimentExplainer: Analyzer {
    /// The key in the report.
    public static let name = "explanation"
    /// Changes when the findings may.
    public static let version = Sentiment.version
    /// What it finds, for people.
    public static let summary = "The words and constructions that made the tone of each sentence and stance."
    /// English.
    public static let languages: Set<String>? = ["en"]
    /// What it builds on.
    public static let dependencies: [any Analyzer.Type] = [References.self, Quotes.self]

    private let sentiment: Sentiment

    /// Loads the lexicon and the models.
    public init() throws {
        sentiment = try Sentiment()
    }

    /// Explains each sentence and mention.
    ///
    /// - Complexity: O(tokens · the longest sentence).
    public func analyze(
        _ document: Document, in context: borrowing AnalysisContext
    ) throws -> Sentiment.Explanation {
        let references = try context.findings(of: References.self)
        return try sentiment.explanation(
            of: document, references, try context.findings(of: Quotes.self), reading: context.reading)
    }
}
