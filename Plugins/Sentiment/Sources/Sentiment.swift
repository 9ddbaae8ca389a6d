public import AnalyzerKit
package import Linguistics
package import Quotes
package import References

// Sentiment is the tone of a document, its sentences and quotes, and the stance toward each entity, of the writer and of each
// speaker. A score says by its strength how much in the text it rests on, none included; a model that does not load is an
// error at the start. Nothing builds on it but the report.

/// Finds the tone of a document, its sentences and quotes, and the stance toward each entity.
public struct Sentiment: Analyzer {
    /// The key in the report.
    public static let name = "sentiment"
    /// Changes when the findings may.
    public static let version = "2"
    /// What it finds, for people.
    public static let summary = "The tone of the document, each sentence and quote, and the stance toward each entity."
    /// English.
    public static let languages: Set<String>? = ["en"]
    /// What it builds on.
    public static let dependencies: [any Analyzer.Type] = [References.self, Quotes.self]

    let model: Model

    /// Loads the lexicon and the models.
    public init() throws {
        model = try Model()
    }

    /// Scores the document.
    ///
    /// - Complexity: O(tokens + quotes · sentences that they overlap).
    public func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings {
        let references = try context.findings(of: References.self)
        let quotes = try context.findings(of: Quotes.self)
        return findings(in: document, references, quotes)
    }

    /// Scores a document whose names and quotes are known.
    package func findings(
        in document: Document, _ references: References.Findings, _ quotes: Quotes.Findings
    ) -> Findings {
        var analysis = Analysis(document, references, quotes, Scorer(model))
        analysis.run()
        return analysis.findings()
    }

    /// The stance toward each of some spans, whether or not `Entities` finds a name there.
    ///
    /// - Returns: For each span how the text portrays it and what the writer's own stance is.
    package func stances(
        toward spans: [ByteRange], in document: Document, _ references: References.Findings, _ quotes: Quotes.Findings
    ) -> [(portrayal: Score, author: Score)] {
        var analysis = Analysis(document, references, quotes, Scorer(model))
        return spans.map { analysis.stance(toward: $0) }
    }
}
