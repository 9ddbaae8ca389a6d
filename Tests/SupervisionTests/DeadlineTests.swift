import Synchronization
import Testing

@testable import Supervision

@Suite(.timeLimit(.minutes(10))) struct DeadlineTests {
    private let start = ContinuousClock.now

    /// Sleeps that end when the test says so.
    private final class Sleeps: Sendable {
        private let sleepers = Mutex<[(Deadline.Instant, CheckedContinuation<Void, Never>)]>([])

        @Sendable func sleep(until instant: Deadline.Instant) async {
            await withCheckedContinuation { continuation in sleepers.withLock { $0.append((instant, continuation)) } }
        }

        /// Waits until so many sleep, and ends the first of them.
        func end(of count: Int) async throws {
            while sleepers.withLock({ $0.count }) < count { try await Task.sleep(for: .milliseconds(1)) }
            sleepers.withLock { sleepers in
                sleepers.sort { $0.0 < $1.0 }
                return sleepers.removeFirst().1
            }.resume()
        }

        var count: Int { sleepers.withLock { $0.count } }
    }

    private func deadline(_ sleeps: Sleeps) -> (Deadline, AsyncStream<UInt64?>) {
        let (told, tell) = AsyncStream<UInt64?>.makeStream()
        return (Deadline(sleep: sleeps.sleep) { tell.yield($1) }, told)
    }

    @Test func whatIsOverdueIsTold() async throws {
        let sleeps = Sleeps()
        let (deadline, told) = deadline(sleeps)
        deadline.set(.seconds(30), for: 1, now: start)
        try await sleeps.end(of: 1)
        var next = told.makeAsyncIterator()
        #expect(await next.next() == 1)
    }

    @Test func manyDocumentsTakeOneSleep() async throws {
        let sleeps = Sleeps()
        let (deadline, told) = deadline(sleeps)
        for number in 1...1000 {
            deadline.set(.seconds(30), for: UInt64(number), now: start + .milliseconds(number))
            if number < 1000 { deadline.clear() }
        }
        // The first finds the last under way and sleeps until its end.
        try await sleeps.end(of: 1)
        try await sleeps.end(of: 1)
        #expect(sleeps.count == 0)
        var next = told.makeAsyncIterator()
        #expect(await next.next() == 1000)
    }

    @Test func aShorterTimeIsKeptToo() async throws {
        let sleeps = Sleeps()
        let (deadline, told) = deadline(sleeps)
        deadline.set(.seconds(600), for: 1, now: start)
        deadline.clear()
        deadline.set(.seconds(30), for: 2, now: start + .seconds(1))
        try await sleeps.end(of: 2)
        var next = told.makeAsyncIterator()
        #expect(await next.next() == 2)
        // Nobody is left asleep.
        try await sleeps.end(of: 1)
    }

    @Test func anAnswerInTimeIsTheEndOfIt() async throws {
        let sleeps = Sleeps()
        let (deadline, told) = deadline(sleeps)
        deadline.set(.seconds(30), for: 1, now: start)
        deadline.clear()
        try await sleeps.end(of: 1)
        deadline.set(.seconds(30), for: 2, now: start + .seconds(31))
        try await sleeps.end(of: 1)
        var next = told.makeAsyncIterator()
        #expect(await next.next() == 2)
    }
}
