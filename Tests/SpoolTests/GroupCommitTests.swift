import Foundation
import Synchronization
import SystemPackage
import Testing

@testable import Spool

@Suite("Group commit")
struct GroupCommitTests {
    /// Makes a call whose run lasts until the others wait, then these, and returns what each of them threw.
    private func errors(ofWaiting count: Int, nextRunThrows error: Errno?) async -> (errors: [Errno?], runCount: Int) {
        let commit = GroupCommit()
        let runs = SharedCount()
        async let first: Void = onThread {
            try? commit.join { () throws(Errno) in
                runs.value.add(1, ordering: .relaxed)
                while commit.callCount < count + 1 { sched_yield() }
            }
        }
        while runs.value.load(ordering: .relaxed) == 0 { await Task.yield() }
        let errors = await withTaskGroup(of: Errno?.self) { group in
            for _ in 0..<count {
                group.addTask {
                    await onThread {
                        do throws(Errno) {
                            try commit.join { () throws(Errno) in
                                runs.value.add(1, ordering: .relaxed)
                                if let error { throw error }
                            }
                            return nil
                        } catch {
                            return error
                        }
                    }
                }
            }
            return await group.reduce(into: [Errno?]()) { $0.append($1) }
        }
        await first
        return (errors, runs.value.load(ordering: .relaxed))
    }

    @Test(arguments: [1, 2, 16])
    func whoeverWaitsIsAnsweredByOneRun(count: Int) async {
        let (errors, runCount) = await errors(ofWaiting: count, nextRunThrows: nil)
        #expect(runCount == 2)
        #expect(errors == Array(repeating: nil, count: count))
    }

    @Test func whoeverWaitedHearsOfTheError() async {
        let (errors, runCount) = await errors(ofWaiting: 8, nextRunThrows: .ioError)
        #expect(runCount == 2)
        #expect(errors == Array(repeating: .ioError, count: 8))
    }

    @Test func whoeverComesAfterAnErrorRunsAgain() throws {
        let group = GroupCommit()
        #expect(throws: Errno.noSpace) { try group.join { () throws(Errno) in throw .noSpace } }
        var hasRun = false
        try group.join { () throws(Errno) in hasRun = true }
        #expect(hasRun)
    }

    @Test func aFailureIsNotForgottenOverALaterSuccess() throws {
        let group = GroupCommit()
        let (first, second) = (group.enter(), group.enter())
        #expect(throws: Errno.ioError) { try group.settle(second) { () throws(Errno) in throw .ioError } }
        try group.join {}
        #expect(throws: Errno.ioError) { try group.settle(first) {} }
        try group.join {}
    }
}

private final class SharedCount: Sendable {
    let value = Atomic<Int>(0)
}

/// Runs a call that blocks on a thread of its own, so that it cannot starve the tasks.
private func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}
