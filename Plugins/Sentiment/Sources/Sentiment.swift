public import AnalyzerKit
package import Linguistics
package import Quotes
package import References

// Sentiment is the tone of a document, its sentences and quotes, and of each entity who judges it and what befalls it. A score
// says by its strength how much in the text it rests on, none included; a stance without evidence is none. A model that does not
// load is an error at the start. Nothing builds on it but the report.

/// Finds the tone of a document, its sentences and quotes, and who is judged by whom.
public struct Sentiment: Analyzer {
    /// The key in the report.
    public static let name = "sentiment"
    /// Changes when the findings may.
    public static let version = "2"
    /// What it finds, for people.
    public static let summary =
        "The tone of the document, each sentence and quote; who is judged by whom, and what befalls whom."
    /// English.
    public static let languages: Set<String>? = ["en"]
    /// What it builds on.
    public static let dependencies: [any Analyzer.Type] = [References.self, Quotes.self]

    let model: Model
    let worth: ReadingWorth

    /// Loads the lexicon and the models.
    public init() throws {
        model = try Model()
        worth = try ReadingWorth()
    }

    /// Scores the document.
    ///
    /// - Complexity: O(tokens + quotes · sentences that they overlap).
    public func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings {
        let references = try context.findings(of: References.self)
        let quotes = try context.findings(of: Quotes.self)
        return try findings(in: document, references, quotes, reading: context.reading)
    }

    /// Scores a document whose names and quotes are known.
    ///
    /// - Throws: An error where a reading is asked for and the reader in the binary is damaged.
    package func findings(
        in document: Document, _ references: References.Findings, _ quotes: Quotes.Findings,
        reading: ReadingDepth = .fast
    ) throws -> Findings {
        var analysis = Analysis(document, references, quotes, Scorer(model))
        try run(&analysis, reading)
        return analysis.findings()
    }

    /// Rates and judges a document.
    ///
    /// - Throws: An error where a reading is asked for and the reader in the binary is damaged.
    func run(_ analysis: inout Analysis, _ depth: ReadingDepth) throws {
        analysis.run(depth == .auto ? worth : nil)
        try judge(&analysis, depth)
    }

    private func judge(_ analysis: inout Analysis, _ depth: ReadingDepth) throws {
        guard depth != .fast else { return analysis.judge(nil) }
        guard let reading = StanceReading.ofBinary else { throw Model.Damaged() }
        guard depth == .auto else {
            // A line of a word or two has no tone that is worth a reading: a hundred thousand of them would cost as many.
            return analysis.judge(reading) { mentions, _, pieces in !mentions.isEmpty || pieces >= Self.fewestRated }
        }
        let expectations = analysis.mentions.map(\.expectation)
        let lead = analysis.lead
        analysis.judge(reading, most: Self.mostRead) { mentions, sentences, pieces in
            sentences.overlaps(lead) || worth.isRead(mentions.map { expectations[$0] }, pieces: pieces)
        }
    }

    /// A stretch that names nobody and has fewer word pieces is not read for its tone.
    private static let fewestRated = 4
    /// As many tokens of a document are read with `auto`, so that none misses its deadline by it.
    private static let mostRead = 20_000

    /// Whether each of some spans is judged and what befalls it, −1, 0 or 1; neither where no name is found there.
    package func verdicts(
        on spans: [ByteRange], in document: Document, _ references: References.Findings, _ quotes: Quotes.Findings,
        reading: ReadingDepth = .fast
    ) throws -> [(stance: Int, news: Int)] {
        var analysis = Analysis(document, references, quotes, Scorer(model))
        if reading == .auto { analysis.run(worth) }
        try judge(&analysis, reading)
        return spans.map { span in
            let run = document.tokens.indices(overlapping: span)
            let named = analysis.mentions.first { $0.index != nil && $0.tokens.overlaps(run) }
            return (named?.verdict.judgement ?? 0, named?.verdict.news ?? 0)
        }
    }

    /// The stance toward each of some spans, whether or not `Entities` finds a name there.
    ///
    /// - Returns: For each span how the text portrays it and what the writer's own stance is.
    /// - Throws: An error where a reading is asked for and the reader in the binary is damaged.
    package func stances(
        toward spans: [ByteRange], in document: Document, _ references: References.Findings, _ quotes: Quotes.Findings,
        reading: ReadingDepth = .fast
    ) throws -> [(portrayal: Score, author: Score)] {
        var analysis = Analysis(document, references, quotes, Scorer(model))
        guard reading != .fast else { return spans.map { analysis.stance(toward: $0, nil) } }
        guard let encoder = StanceReading.ofBinary else { throw Model.Damaged() }
        return analysis.stances(toward: spans, encoder)
    }
}
