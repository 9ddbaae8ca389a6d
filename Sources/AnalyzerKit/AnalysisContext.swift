/// What an analyzer may ask for besides the document:
/// its settings, and the findings of those it declared as dependencies.
public struct AnalysisContext: ~Copyable {
    private let analyzer: any Analyzer.Type
    private let finished: [ObjectIdentifier: Outcome]
    /// What is set of the analyzer's settings, by their names.
    private var values: [String: any Sendable]
    /// How much of a text the pretrained reader is to read.
    public let reading: ReadingDepth

    init(
        for analyzer: any Analyzer.Type, finished: [ObjectIdentifier: Outcome] = [:],
        values: [String: any Sendable] = [:], reading: ReadingDepth = .fast
    ) {
        self.analyzer = analyzer
        self.values = values
        self.reading = reading
        let declared = Set(analyzer.dependencies.map { ObjectIdentifier($0) })
        self.finished = finished.filter { declared.contains($0.key) }
    }

    /// A context that holds the findings given, for tests and trainers that call an analyzer directly.
    public init<Other: Analyzer>(for analyzer: any Analyzer.Type, with other: Other.Type, _ findings: Other.Findings) {
        self.init(for: analyzer, finished: [ObjectIdentifier(other): .success(findings)])
    }

    /// A context for an analyzer without dependencies.
    public init(for analyzer: any Analyzer.Type, reading: ReadingDepth = .fast) {
        self.init(for: analyzer, finished: [:], reading: reading)
    }

    /// The value of a setting that the analyzer names among its `settings`.
    public subscript<Value>(_ setting: AnalyzerSetting<Value>) -> Value {
        values[setting.name] as? Value ?? setting.standard
    }

    /// Sets one of the analyzer's settings, for tests and benchmarks that call an analyzer directly.
    public mutating func set<Value>(_ setting: AnalyzerSetting<Value>, to value: Value) {
        values[setting.name] = value
    }

    /// The findings of an analyzer that this one depends on.
    ///
    /// - Throws: `AnalysisError` where the other failed or was never declared.
    public borrowing func findings<Other: Analyzer>(of other: Other.Type) throws(AnalysisError) -> Other.Findings {
        switch finished[ObjectIdentifier(other)] {
        case .success(let findings as Other.Findings)?: return findings
        case nil: throw .undeclaredDependency(Other.name, by: analyzer.name)
        default: throw .dependencyFailed(Other.name)
        }
    }
}

/// How one analyzer's run on one document ended.
public typealias Outcome = Result<any Codable & Sendable, AnalysisError>

/// Why an analyzer has no findings.
public enum AnalysisError: Error, Hashable {
    /// It asked for the findings of an analyzer that it does not name among its dependencies.
    case undeclaredDependency(String, by: String)
    /// An analyzer that it depends on has no findings.
    case dependencyFailed(String)
    /// It threw; the message is the error's own.
    case failed(String)
    /// It did not run, since an earlier attempt did not survive it: why in one word, and in one sentence.
    case lost(reason: String, message: String)
    /// It, the analyzer named, did not run, since the document is in a language, the first, that is none of those it reads.
    case otherLanguage(String, analyzer: String, reads: [String])
}

extension AnalysisError {
    /// The reason where a document is in a language that the analyzer does not read: no fault, and final.
    public static let languageReason = "language"

    /// Why in one word: `error` (it threw), `dependency`, `undeclared`, `language`, or what a worker was lost by.
    public var reason: String {
        switch self {
        case .undeclaredDependency: "undeclared"
        case .dependencyFailed: "dependency"
        case .failed: "error"
        case .lost(let reason, _): reason
        case .otherLanguage: Self.languageReason
        }
    }
}

extension AnalysisError: CustomStringConvertible {
    /// One sentence for the report.
    public var description: String {
        switch self {
        case .undeclaredDependency(let name, let analyzer):
            "The analyzer '\(analyzer)' asked for the findings of '\(name)' without naming it as a dependency."
        case .dependencyFailed(let name): "The analyzer '\(name)', whose findings it needs, has none."
        case .failed(let message), .lost(_, let message): message
        case .otherLanguage(let language, let analyzer, let read):
            "The document is in the language '\(language)', and the analyzer '\(analyzer)' reads "
                + "\(read.map { "'\($0)'" }.joined(separator: ", ")) only: give it a translation, or name the right language with `copydesk analyze --language`."
        }
    }
}
