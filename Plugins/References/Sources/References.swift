public import AnalyzerKit
import Discourse
package import Entities
import Linguistics

// References is whom words stand for. It takes names with their entities and hands on, for pronouns and descriptions, which of
// these they take up; quotes find their speakers by it, and sentiment whose portrait a *he* belongs to.

/// Tells whom pronouns and descriptions stand for.
///
/// The findings are for the analyzers that need them; the report has them where somebody asks for them.
public struct References: Analyzer {
    /// The key in the report.
    public static let name = "references"
    /// Changes when the findings may.
    public static let version = "1"
    /// What it finds.
    public static let summary = "Whom words stand for: pronouns and descriptions (he, the president) of people named."
    /// English.
    public static let languages: Set<String>? = ["en"]
    /// Names give those who can be meant.
    public static let dependencies: [any Analyzer.Type] = [Entities.self]

    /// The report has a section of the findings.
    public static let report = AnalyzerSetting(
        "report", default: false,
        "Whether reports list the pronouns and descriptions (he, the president) that stand for somebody named.")
    /// `report`.
    public static let settings: [any AnyAnalyzerSetting] = [report]
    /// `report`.
    public static let reporting: AnalyzerSetting<Bool>? = report

    /// Loads nothing.
    public init() {}

    /// Finds the references.
    ///
    /// - Complexity: O(bytes).
    public func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings {
        findings(in: document, try context.findings(of: Entities.self))
    }

    /// Drops the reading that quotes find their speakers by.
    public static func letGo(_ findings: inout Findings, of document: Document) {
        findings.reading = nil
        document.reading.forgetNames()
    }

    /// The references of a document whose names are known.
    package func findings(in document: Document, _ names: Entities.Findings) -> Findings {
        let reading = ResolvedReading(document, names)
        var findings = Findings(names: names, references: reading.references)
        findings.reading = reading
        return findings
    }
}
