import Glibc
import SystemPackage
import Testing

@testable import Spool

/// When a file of the inbox is finished.
@Suite struct FinishedFileRuleTests {
    private static let options = {
        var options = SpoolOptions()
        options.settleTime = .seconds(2)
        options.emptySettleTime = .seconds(10)
        return options
    }()

    /// A file that changed so long ago.
    private func status(age: Duration, bytes: Int = 5, links: UInt = 1, kind: mode_t = S_IFREG) -> FileStatus {
        var status = stat()
        status.st_mode = kind
        status.st_size = bytes
        status.st_nlink = links
        let changed = wallTime() - Int64(age.components.seconds) * 1_000_000_000
        status.st_ctim = timespec(tv_sec: Int(changed / 1_000_000_000), tv_nsec: Int(changed % 1_000_000_000))
        return FileStatus(status)
    }

    private func isResting(_ verdict: FinishedFileRule.Verdict, about duration: Duration) -> Bool {
        guard case .rests(let rest) = verdict else { return false }
        return rest <= duration && rest > duration - .seconds(1)
    }

    @Test func oneThatSomebodyClosedIsFinishedAtOnceUnlessItIsEmpty() {
        var rule = FinishedFileRule(Self.options)
        #expect(rule.judge("a", status(age: .zero), isFinished: true, isPolled: false) == .finished)
        #expect(
            isResting(
                rule.judge("b", status(age: .zero, bytes: 0), isFinished: true, isPolled: false), about: .seconds(10)))
        #expect(rule.judge("b", status(age: .seconds(11), bytes: 0), isFinished: true, isPolled: false) == .finished)
    }

    @Test func oneThatWasFoundRestsByItsChangeTime() {
        var rule = FinishedFileRule(Self.options)
        #expect(
            isResting(rule.judge("a", status(age: .seconds(1)), isFinished: false, isPolled: false), about: .seconds(1))
        )
        #expect(rule.judge("a", status(age: .seconds(3)), isFinished: false, isPolled: false) == .finished)
        rule.use(SpoolOptions())
        #expect(rule.judge("a", status(age: .seconds(3)), isFinished: false, isPolled: false) == .finished)
    }

    @Test func timesOfAnotherClockOrOfTheFutureProveNothing() {
        var rule = FinishedFileRule(Self.options)
        let old = status(age: .seconds(1_000))
        #expect(isResting(rule.judge("a", old, isFinished: false, isPolled: true), about: .seconds(2)))
        let future = status(age: .seconds(-1_000))
        #expect(isResting(rule.judge("b", future, isFinished: false, isPolled: false), about: .seconds(2)))
    }

    @Test func whatIsNoDocumentIsLeftAloneOnceItHasBeenThatForAWhile() {
        var rule = FinishedFileRule(Self.options)
        let young = status(age: .zero, links: 2)
        #expect(isResting(rule.judge("a", young, isFinished: true, isPolled: false), about: .seconds(2)))
        let old = status(age: .seconds(3), links: 2)
        #expect(rule.judge("a", old, isFinished: true, isPolled: false) == .leftAlone(.hardLinked(links: 2)))
        let fifo = status(age: .seconds(3), kind: S_IFIFO)
        #expect(rule.judge("b", fifo, isFinished: false, isPolled: false) == .leftAlone(.fifo))
    }
}
