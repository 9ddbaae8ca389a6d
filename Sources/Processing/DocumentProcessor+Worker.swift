import AnalyzerKit
import Ingest
import Linguistics
import Reporting
package import Wire

extension DocumentProcessor {
    /// The worker's answer to a request; `enter` is told of the analyzer whose code runs next, nil for the program's own.
    package func answer(to request: AnalysisRequest, enter: (String?) -> Void) -> AnalysisAnswer {
        let leftOut = request.leftOut.map { problem in
            (problem.analyzer, AnalysisError.lost(reason: problem.reason, message: problem.message))
        }
        do throws(DecodeError) {
            let output = try process(
                request.bytes, path: String(decoding: request.path, as: UTF8.self), sha256: request.sha256,
                leavingOut: Dictionary(leftOut) { first, _ in first }, enter: enter)
            return .report(
                AnalysisReport(
                    words: output.document.structure.wordCount,
                    problems: output.problems.map {
                        AnalyzerProblem(analyzer: $0.analyzer, reason: $0.reason, message: $0.message)
                    }, bytes: output.json))
        } catch {
            return .refusal(
                Refusal(reason: error.reason, message: error.description, byteOffset: error.byteOffset))
        }
    }
}
