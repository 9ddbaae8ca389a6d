// AnalyzerKit is what an author of analyzers sees: the document, the protocol, the context with findings and settings, and
// the pipeline that runs analyzers in order. A list of analyzers that cannot work is refused before anything runs
// (`Pipeline.ConfigurationError`); an analyzer that throws costs its own findings and those of who needs them.

/// Finds something in a document.
///
/// There is one per module under Plugins/. An analyzer is a value without mutable state, safe to call from several
/// tasks; the same text always gives the same findings.
public protocol Analyzer: Sendable {
    /// What it finds, as the report gives it; keys stand in the order in which they are encoded.
    associatedtype Findings: Codable & Sendable

    /// Its key in the report, written out: reports on disk outlive renames.
    static var name: String { get }
    /// Changes when the findings may.
    static var version: String { get }
    /// One sentence that says what it finds, for `copydesk analyzers`.
    static var summary: String { get }
    /// The analyzers whose findings it asks for.
    static var dependencies: [any Analyzer.Type] { get }

    /// The languages it reads, by the first part of their tags (BCP 47), as `["en"]`; nil where it reads all.
    ///
    /// A document that is surely in another language gets no findings of it. One whose language is not known, `und`, is
    /// analyzed all the same, and so is one in several, `mul`, unless it is known that none is read (`mul-x-de-fr`).
    static var languages: Set<String>? { get }

    /// What people may set about it, in the order in which it is shown.
    static var settings: [any AnyAnalyzerSetting] { get }

    /// The setting, one of `settings`, that says whether the report has a section of the findings; nil where it always has.
    ///
    /// Findings without a section are there for the analyzers that ask for them.
    static var reporting: AnalyzerSetting<Bool>? { get }

    /// Loads what it needs; called once per process.
    init() throws

    /// Drops what of its findings, and of what it had read of the document, only those that ask for the findings need: called once the
    /// last of them has run.
    static func letGo(_ findings: inout Findings, of document: Document)

    /// Finds it.
    ///
    /// - Throws: Whatever keeps it from finishing; the report then says so, and the other analyzers go on.
    func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings
}

extension Analyzer {
    /// None.
    public static var dependencies: [any Analyzer.Type] { [] }
    /// All.
    public static var languages: Set<String>? { nil }
    /// None.
    public static var settings: [any AnyAnalyzerSetting] { [] }
    /// None.
    public static var reporting: AnalyzerSetting<Bool>? { nil }
    /// Nothing.
    public static func letGo(_ findings: inout Findings, of document: Document) {}

    /// Whether it reads documents in a language.
    static func reads(_ language: String) -> Bool {
        guard let languages, language != "und", language != "mul" else { return true }
        if language.hasPrefix("mul-x-") {
            return language.split(separator: "-").dropFirst(2).contains { languages.contains(String($0)) }
        }
        return languages.contains(String(language.prefix { $0 != "-" }))
    }
}
