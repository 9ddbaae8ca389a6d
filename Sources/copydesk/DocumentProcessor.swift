import AnalyzerKit
import Ingest
import Linguistics
import Reporting

/// Turns a document's bytes into its report: decode, analyze, encode.
///
/// The worker and `copydesk analyze` both use it.
struct DocumentProcessor: Sendable {
    /// A finished report with what the log and the counters want to know of it.
    struct Output: Sendable {
        let document: Document
        let sections: [Pipeline.Section]
        /// The report's file, whole.
        let json: [UInt8]
    }

    private let pipeline: Pipeline

    /// Loads the analyzers.
    init() throws(Pipeline.ConfigurationError) {
        pipeline = try Pipeline(Analyzers.all)
    }

    /// Analyzes one document.
    ///
    /// - Parameters:
    ///   - bytes: The file as it is.
    ///   - path: The path relative to the inbox, or the name as given.
    ///   - sha256: The digest of `bytes`, where the caller has it already.
    /// - Returns: The same bytes whenever the same program gets the same bytes under the same path.
    /// - Throws: `DecodeError` where the bytes are no text.
    func process(_ bytes: [UInt8], path: String, sha256: String? = nil) throws(DecodeError) -> Output {
        let document = try Decoder.document(from: bytes, path: path, sha256: sha256)
        let sections = pipeline.analyze(document)
        let report = Report(of: document, version: Version.current, sections: sections)
        return Output(document: document, sections: sections, json: report.json())
    }
}

/// The program's version, in reports and for `--version`.
enum Version {
    static let current = "0.1.0"
}
