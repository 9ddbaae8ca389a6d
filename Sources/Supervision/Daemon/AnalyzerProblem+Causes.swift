import Spool
import Wire

extension AnalyzerProblem {
    /// The analyzers that a document goes without at its next attempt, judged by how the earlier ones failed.
    ///
    /// One that a worker did not survive, or that took all the time, is left out at once, so that it costs its own
    /// section only. A worker that was killed from outside may have been the victim of another program's hunger: its
    /// analyzer is left out the second time.
    static func causes(of failures: [Failure]) -> [AnalyzerProblem] {
        var problems: [AnalyzerProblem] = []
        var killed: Set<String> = []
        for failure in failures {
            guard let analyzer = failure.analyzer, !problems.contains(where: { $0.analyzer == analyzer }) else {
                continue
            }
            guard failure.reason != "killed" || !killed.insert(analyzer).inserted else { continue }
            problems.append(AnalyzerProblem(analyzer: analyzer, reason: failure.reason, message: failure.message))
        }
        return problems
    }
}
