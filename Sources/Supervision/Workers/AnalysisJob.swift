package import Wire

/// A document's turn in a worker.
struct AnalysisJob: Sendable {
    let request: AnalysisRequest
    /// The time that it has, once a worker took it.
    let time: Duration
    /// Given the beginning of a large report, piece by piece; the worker waits until it is done.
    let store: @Sendable ([UInt8]) async -> Void
    /// Told once, when the turn is over.
    let finish: @Sendable (AttemptOutcome) -> Void
}

/// What became of a document's turn in a worker.
package enum AttemptOutcome: Hashable, Sendable {
    /// The worker answered.
    case answered(AnalysisAnswer)
    /// The worker did not, and ended in that analyzer's code, as far as is known; the attempt counts.
    case failed(WorkerFailure, in: String?)
    /// The daemon ended it; the attempt does not count.
    case interrupted
}
