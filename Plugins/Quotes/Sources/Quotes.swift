public import AnalyzerKit
import Discourse
import English
import Linguistics
import References

// Quotes is who said what: each span of speech once, with its cue, its speaker and how sure that is. Marks that do not pair and
// words that nobody says are told apart from speech and are no failures; data that is malformed is a bug. Sentiment builds
// on it, to hear the writer apart from those who are quoted.

/// Finds who said what.
///
/// Marks are paired first, then turns are read from labels; cues and their subjects give each span its speaker or
/// show that it is nobody's; reported clauses without marks come last.
public struct Quotes: Analyzer {
    /// The key in the report.
    public static let name = "quotes"
    /// Changes when findings may.
    public static let version = "2"
    /// What it finds.
    public static let summary = "Who said what: quotations, interview turns and reported speech, with speaker and cue."
    /// English.
    public static let languages: Set<String>? = ["en"]
    /// Names and whatever stands for them give speakers.
    public static let dependencies: [any Analyzer.Type] = [References.self]

    /// How sure an attribution has to be for the speaker to be named.
    public static let minConfidence = AnalyzerSetting(
        "minConfidence", default: 0.6, in: 0...1,
        "How sure it must be who speaks for a quote to have a speaker; below it the words stay, the speaker is null.")
    /// `minConfidence`.
    public static let settings: [any AnyAnalyzerSetting] = [minConfidence]

    /// Loads the lexicons.
    public init() throws {
        _ = CueLexicon.shared
    }

    /// Finds the quotations and their speakers.
    ///
    /// - Complexity: O(bytes + marks · levels of nesting).
    public func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings {
        var assembly = Assembly(
            document, try context.findings(of: References.self), minConfidence: context[Self.minConfidence])
        return assembly.findings()
    }
}
