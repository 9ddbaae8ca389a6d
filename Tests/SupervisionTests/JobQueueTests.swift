import Testing
import Wire

@testable import Supervision

/// Which document's turn it is, without workers and without a clock.
@Suite struct JobQueueTests {
    private let start = ContinuousClock.now

    /// A queue of documents that came at once, large (`L`) or small (`s`) as the letters say, numbered from 1.
    private func queue(_ letters: String) -> JobQueue {
        var queue = JobQueue()
        for (index, letter) in letters.enumerated() {
            let bytes = [UInt8](repeating: 0x78, count: letter == "L" ? 2 << 20 : 500)
            let request = AnalysisRequest(number: UInt64(index + 1), path: [], sha256: "", bytes: bytes)
            queue.append(AnalysisJob(request: request, time: .zero, store: { _ in }, finish: { _ in }), at: start)
        }
        return queue
    }

    /// The numbers in the order in which two workers get them while `large` are at work on large ones, and what is left.
    private func turns(_ queue: inout JobQueue, workers: Int, large: Int, after wait: Duration = .zero) -> [UInt64] {
        var numbers: [UInt64] = []
        while let job = queue.next(of: workers, largeAtWork: large, at: start + wait) {
            numbers.append(job.request.number)
        }
        return numbers
    }

    @Test(arguments: [
        // Nothing large is at work: in the order in which they came.
        ("LsLs", 2, 0, [1, 2, 3, 4]),
        // One worker is left to the small ones, which pass.
        ("LsLs", 2, 1, [2, 4]), ("LsLs", 4, 2, [1, 2, 3, 4]), ("LsLs", 4, 3, [2, 4]),
        // A single worker has nothing to leave.
        ("LsLs", 1, 0, [1, 2, 3, 4]), ("LsLs", 1, 1, [1, 2, 3, 4]),
        // Where no small ones come, the large ones have all workers.
        ("LLL", 2, 1, [1, 2, 3]),
    ])
    func largeOnesLeaveAWorkerToSmallOnes(letters: String, workers: Int, large: Int, expected: [UInt64]) {
        var queue = queue(letters)
        #expect(turns(&queue, workers: workers, large: large) == expected)
    }

    @Test func smallOnesAreNotWaitedForForEver() {
        var queue = queue("sLL")
        #expect(turns(&queue, workers: 2, large: 1, after: .seconds(1)) == [1])
        #expect(turns(&queue, workers: 2, large: 1, after: .seconds(599)) == [])
        #expect(turns(&queue, workers: 2, large: 1, after: .seconds(601)) == [2, 3])
    }

    @Test func whatComesBackIsFirstAgain() throws {
        var queue = queue("ssL")
        let first = queue.next(of: 1, largeAtWork: 0, at: start)
        let job = try #require(first)
        queue.putBack([job])
        #expect(turns(&queue, workers: 1, large: 0) == [1, 2, 3])
        #expect(queue.isEmpty)
    }
}
