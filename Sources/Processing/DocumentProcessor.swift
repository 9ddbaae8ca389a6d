package import AnalyzerKit
package import Ingest
import Linguistics
package import OrderedJSON
package import Reporting

// Processing is a document's way inside a worker, and the worker: it fences itself in (`WorkerLimits`, `Sandbox`), then
// turns bytes into reports and touches no file. What a document is to blame for is a refusal or a problem in its report;
// a limit that cannot be set, or a daemon that breaks the protocol, ends the process with the reason on standard error.

/// Turns a document's bytes into its report: decode, analyze, encode.
///
/// The worker and `copydesk analyze` both use it.
package struct DocumentProcessor: Sendable {
    /// A finished report with what the log and the counters want to know of it.
    package struct Output: Sendable {
        package let document: Document
        package let sections: [Pipeline.Section]
        /// The report's file; of a long one whose beginning was given away, the rest.
        package let pieces: PiecedBytes
        /// The analyzers without findings.
        package let problems: [Report.Problem]

        /// The same in one place.
        package var json: [UInt8] { pieces.joined }
    }

    private let pipeline: Pipeline
    private let version: String
    private let converter: (any FileConverter)?

    /// Loads the analyzers.
    ///
    /// - Parameters:
    ///   - analyzers: Those that the report is to have a section of.
    ///   - settings: What is set of their settings.
    ///   - reading: How much of a text the pretrained reader reads.
    ///   - version: The program's version, as the report gives it.
    ///   - converter: Who has files read by programs of others; without it, what needs one is refused.
    /// - Throws: Why the analyzers cannot work together, or one cannot load what it needs.
    package init(
        _ analyzers: [any Analyzer.Type], settings: AnalyzerSettings = AnalyzerSettings(),
        reading: ReadingDepth = .fast,
        version: String, converter: (any FileConverter)? = nil
    ) throws(Pipeline.ConfigurationError) {
        pipeline = try Pipeline(analyzers, settings: settings, reading: reading)
        self.version = version
        self.converter = converter
    }

    /// Analyzes the documents in a file, one after the other.
    ///
    /// - Parameters:
    ///   - bytes: The file as it is.
    ///   - path: The path relative to the inbox, or the name as given.
    ///   - sha256: The digest of `bytes`, where the caller has it already.
    ///   - language: The document's language as a BCP 47 tag, where the caller knows it; else the text tells.
    ///   - leftOut: Analyzers that are not to run, by name, and why the report goes without them.
    ///   - enter: Told of the analyzer whose code runs next, nil for the program's own.
    ///   - give: Takes the pieces of a long report, in order, but for the last ones; called for the first document only.
    ///   - take: Makes of each document's output what is kept of it.
    /// - Returns: What `take` gave, at least one. The same bytes under the same path give the same.
    /// - Throws: `DecodeError` where there is no document in the bytes.
    package func process<Value>(
        _ bytes: [UInt8], path: String, sha256: String? = nil, language: String? = nil,
        leavingOut leftOut: [String: AnalysisError] = [:], enter: (String?) -> Void = { _ in },
        giving give: (([UInt8]) -> Void)? = nil, taking take: (Output) -> Value
    ) throws(DecodeError) -> [Value] {
        try Decoder.documents(
            from: bytes, path: path, sha256: sha256, language: language, converter: converter
        ).enumerated().map { number, document in
            let sections = pipeline.analyze(document, leavingOut: leftOut, enter: enter)
                .filter { $0.isReported || $0.problem != nil }
            let file = Report(
                of: document, version: version, sections: sections, reading: pipeline.reading
            ).file(enter: enter, giving: number == 0 ? give : nil)
            return take(Output(document: document, sections: sections, pieces: file.pieces, problems: file.problems))
        }
    }

    /// Analyzes the documents in a file.
    ///
    /// - Returns: The output of each, at least one.
    /// - Throws: `DecodeError` where there is no document in the bytes.
    package func process(
        _ bytes: [UInt8], path: String, sha256: String? = nil, language: String? = nil
    ) throws(DecodeError) -> [Output] {
        try process(bytes, path: path, sha256: sha256, language: language, taking: { $0 })
    }
}
