import Wire

/// The documents that wait for a worker, in the order in which they came, large ones never in everybody's way.
///
/// A large document keeps a worker for a minute or more. While small ones come too, large ones leave one worker of several
/// to them, so that a desk's stories don't wait behind an archive. Where only large ones come, they have all workers.
///
/// Pure: it reads no clock.
struct JobQueue: Sendable {
    /// What more bytes make a document large: several seconds' work.
    private static let largeBytes = 1 << 20
    /// How long after a small document others are expected.
    static let expectation = Duration.seconds(600)

    private var jobs: [AnalysisJob] = []
    private var lastSmall: ContinuousClock.Instant?

    var isEmpty: Bool { jobs.isEmpty }

    /// Whether a document is large.
    static func isLarge(_ job: AnalysisJob) -> Bool { isLarge(bytes: job.request.bytes.count) }

    /// Whether a document of that many bytes is large.
    static func isLarge(bytes: Int) -> Bool { bytes > largeBytes }

    /// Adds a document that came.
    mutating func append(_ job: AnalysisJob, at now: ContinuousClock.Instant) {
        if !Self.isLarge(job) { lastSmall = now }
        jobs.append(job)
    }

    /// Puts back documents that a worker did not look at.
    mutating func putBack(_ unseen: [AnalysisJob]) { jobs.insert(contentsOf: unseen, at: 0) }

    /// Takes the document whose turn it is.
    ///
    /// - Parameters:
    ///   - workers: How many workers there are.
    ///   - large: How many of them are at work on large documents.
    ///   - now: The time.
    /// - Returns: The first, or the first small one where a worker is left to small ones; nil where none may go now.
    mutating func next(of workers: Int, largeAtWork large: Int, at now: ContinuousClock.Instant) -> AnalysisJob? {
        let isLeavingOne = workers > 1 && large >= workers - 1 && lastSmall.map { now - $0 < Self.expectation } ?? false
        guard let index = isLeavingOne ? jobs.firstIndex(where: { !Self.isLarge($0) }) : jobs.indices.first else {
            return nil
        }
        return jobs.remove(at: index)
    }

    /// Gives up all documents.
    mutating func removeAll() -> [AnalysisJob] {
        defer { jobs = [] }
        return jobs
    }
}
