import AnalyzerKit
import Compression
import Ingest
import Linguistics
import Reporting
package import Wire

extension DocumentProcessor {
    /// The worker's answer to a request.
    ///
    /// - Parameters:
    ///   - request: What the daemon asks.
    ///   - compression: How the report is given; one that cannot be compressed, as for want of memory, is given as it is.
    ///   - enter: Told of the analyzer whose code runs next, nil for the program's own.
    ///   - store: Takes the pieces of a long report, in order; the answer has what is behind them.
    /// - Returns: The report, or why there is none.
    package func answer(
        to request: AnalysisRequest, compression: ReportCompression = .none, enter: (String?) -> Void,
        storing store: @escaping ([UInt8]) -> Void
    ) -> AnalysisAnswer {
        let leftOut = request.leftOut.map { problem in
            (problem.analyzer, AnalysisError.lost(reason: problem.reason, message: problem.message))
        }
        do throws(DecodeError) {
            let reports = try process(
                request.bytes, path: String(decoding: request.path, as: UTF8.self), sha256: request.sha256,
                leavingOut: Dictionary(leftOut) { first, _ in first }, enter: enter,
                giving: compression == .none ? store : nil,
                taking: { output in
                    let compressed = compression == .zstd ? try? Zstandard.compressed(output.json) : nil
                    return AnalysisReport(
                        words: output.document.structure.wordCount,
                        problems: output.problems.map {
                            AnalyzerProblem(analyzer: $0.analyzer, reason: $0.reason, message: $0.message)
                        }, hold: Self.hold(output.document.metadata.wire), bytes: compressed ?? output.json)
                })
            var report = reports[0]
            report.further = Array(reports.dropFirst())
            return .report(report)
        } catch {
            return .refusal(
                Refusal(reason: error.reason, message: error.description, byteOffset: error.byteOffset))
        }
    }

    /// What a wire says against publishing an item.
    private static func hold(_ wire: Document.Metadata.Wire?) -> AnalysisReport.Hold {
        let status = wire?.status ?? ""
        return AnalysisReport.Hold(status: status == "usable" ? "" : status, embargo: wire?.embargo ?? "")
    }
}
