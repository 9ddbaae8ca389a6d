import CLinux
import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import Supervision

@Suite struct DescriptorReserveTests {
    /// Gives so many descriptors, then refuses.
    private final class Source: Sendable {
        let left: Mutex<Int>
        init(_ count: Int) { left = Mutex(count) }

        func next() -> Int32 {
            let isThere = left.withLock { left in
                left -= 1
                return left >= 0
            }
            guard isThere else {
                errno = ENFILE
                return -1
            }
            return copydesk_event_descriptor()
        }
    }

    @Test func withoutEnoughNothingIsStarted() throws {
        for count in [0, 1, 5, 31] {
            let source = Source(count)
            let reserve = DescriptorReserve { source.next() }
            #expect(throws: Errno(rawValue: ENFILE)) { try reserve.begin() }
        }
    }

    /// Each start that goes on beside others has its own.
    @Test func startsAtOnceAreCountedTogether() throws {
        let source = Source(32 + 41 + 32 + 40)
        let reserve = DescriptorReserve { source.next() }
        try reserve.begin()
        try reserve.begin()
        reserve.end()
        reserve.end()
        try reserve.begin()
        #expect(throws: Errno(rawValue: ENFILE)) { try reserve.begin() }
    }

    /// A start that is refused is a failed start like any other: held back, and said.
    @Test func aRefusedStartIsAFailedStart() async throws {
        let launch = WorkerLaunch(executable: "/bin/true", arguments: [], environment: [:])
        let refusing = DescriptorReserve {
            errno = EMFILE
            return -1
        }
        let result = await WorkerProcess(command: launch, startTime: .seconds(30), reserve: refusing) {}.run()
        guard case .notStarted(let why)? = result.failure else {
            Issue.record("\(result)")
            return
        }
        #expect(why.contains("no file descriptors") && why.contains("LimitNOFILE="), "\(why)")
    }
}
