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
        options.restTime = .seconds(30)
        options.openSettleTime = .seconds(600)
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

    /// How a file is judged that the kernel tells nothing of, unless something is said of a lease.
    private func judge(
        _ rule: inout FinishedFileRule, _ path: FilePath, _ status: FileStatus,
        _ evidence: FinishedFileRule.Evidence = .found, isPolled: Bool = false, hasWriter: Bool? = nil
    ) -> FinishedFileRule.Verdict {
        rule.judge(path, status, evidence: evidence, isPolled: isPolled) { hasWriter }
    }

    /// Offered for a copy, and whole after about so long.
    private func isOffered(_ verdict: FinishedFileRule.Verdict, wholeAfter duration: Duration) -> Bool {
        guard case .finished(isWhole: false, let again?) = verdict else { return false }
        return again <= duration && again > duration - .seconds(1)
    }

    private static let whole = FinishedFileRule.Verdict.finished(isWhole: true, again: nil)

    @Test func oneThatSomebodyClosedIsFinishedAtOnceUnlessItIsEmpty() {
        var rule = FinishedFileRule(Self.options)
        #expect(isOffered(judge(&rule, "a", status(age: .zero), .closed), wholeAfter: .seconds(30)))
        #expect(isResting(judge(&rule, "b", status(age: .zero, bytes: 0), .closed), about: .seconds(10)))
        #expect(isOffered(judge(&rule, "b", status(age: .seconds(11), bytes: 0), .closed), wholeAfter: .seconds(19)))
    }

    @Test func roomThatManyFilesTookIsGivenBackAndThoseThatAreLeftAreKnown() {
        var rule = FinishedFileRule(Self.options)
        let files = (0..<10_000).map { (path: FilePath("\($0)"), status: status(age: .seconds(60))) }
        for file in files {
            #expect(judge(&rule, file.path, file.status) == Self.whole)
            rule.keep(file.path)
        }
        let before = rule.takeGivenBackRoom()
        for file in files.dropFirst(10) { rule.forget(file.path) }
        let (after, again) = (rule.takeGivenBackRoom(), rule.takeGivenBackRoom())
        #expect(!before && after && !again)
        for file in files.prefix(10) { #expect(judge(&rule, file.path, file.status) == .stays) }
        #expect(judge(&rule, files[10].path, files[10].status) == Self.whole)
    }

    @Test(arguments: [0, 1, 300, 2_000]) func aDictionaryWithoutManyOfItsEntriesGivesBackTheirRoom(left: Int) {
        var dictionary = Dictionary(uniqueKeysWithValues: (0..<20_000).map { ($0, "\($0)") })
        let isEarly = dictionary.giveBackRoom()
        #expect(!isEarly)
        for key in left..<20_000 {
            dictionary[key] = nil
            dictionary.giveBackRoom()
        }
        #expect(dictionary.capacity < max(4_096, 4 * left + 1))
        #expect(dictionary == Dictionary(uniqueKeysWithValues: (0..<left).map { ($0, "\($0)") }))
    }

    @Test func thoseThatAreNotFinishedAreCounted() {
        var rule = FinishedFileRule(Self.options)
        func count(_ later: Duration = .zero) -> Int {
            rule.settlingCount(now: bootTime() + later.nanoseconds, patience: .seconds(5))
        }
        rule.created("a", isEmpty: true)
        rule.wrote("b")
        _ = judge(&rule, "c", status(age: .seconds(1)))
        // Left alone for what it is.
        _ = judge(&rule, "d", status(age: .zero, links: 2))
        #expect(count() == 3)
        rule.closed("a", now: bootTime())
        _ = judge(&rule, "a", status(age: .zero), .closed)
        _ = judge(&rule, "c", status(age: .seconds(3)))
        #expect(count() == 1)
        rule.forget("b")
        #expect(count() == 0)
        // One that was removed is not looked at again.
        _ = judge(&rule, "e", status(age: .seconds(1)))
        #expect(count() == 1 && count(.seconds(5)) == 1)
        #expect(count(.seconds(7)) == 0)
    }

    @Test func oneThatIsRenamedIsWhole() {
        var rule = FinishedFileRule(Self.options)
        rule.wrote("a")
        #expect(judge(&rule, "a", status(age: .zero), .renamed) == Self.whole)
        #expect(isResting(judge(&rule, "b", status(age: .zero, bytes: 0), .renamed), about: .seconds(10)))
    }

    @Test func oneThatIsTakenIsOfferedOnceAsItIsAndOnceMoreWhenItHasRested() {
        var rule = FinishedFileRule(Self.options)
        let young = status(age: .seconds(3))
        #expect(isOffered(judge(&rule, "a", young), wholeAfter: .seconds(27)))
        guard case .offered(let rest) = judge(&rule, "a", young) else {
            Issue.record("it was offered twice")
            return
        }
        #expect(rest > .seconds(26) && rest <= .seconds(27))
        // More was written.
        #expect(isOffered(judge(&rule, "a", status(age: .seconds(3), bytes: 6)), wholeAfter: .seconds(27)))
        #expect(judge(&rule, "a", status(age: .seconds(31), bytes: 6)) == Self.whole)
    }

    @Test func oneThatStaysIsOfferedWhenItChangesOrItsFolderDoes() {
        var rule = FinishedFileRule(Self.options)
        let old = status(age: .seconds(40))
        #expect(judge(&rule, "a/b", old) == Self.whole)
        rule.keep("a/b")
        #expect(judge(&rule, "a/b", old) == .stays)
        #expect(judge(&rule, "a/b", status(age: .seconds(40), bytes: 6)) == Self.whole)
        rule.keep("a/b")
        rule.release("a")
        #expect(judge(&rule, "a/b", status(age: .seconds(40), bytes: 6)) == Self.whole)
    }

    /// What keeps it in a folder that is open may be the file itself.
    @Test func oneThatStaysIsOfferedOnceAgainWhereItsFolderIsOpen() {
        var rule = FinishedFileRule(Self.options)
        let old = status(age: .seconds(40))
        #expect(judge(&rule, "a/b", old) == Self.whole)
        var again = [rule.offerAgain("a/b")]
        rule.keep("a/b")
        again.append(rule.offerAgain("a/b"))
        #expect(judge(&rule, "a/b", old) == Self.whole)
        rule.keep("a/b")
        again.append(rule.offerAgain("a/b"))
        #expect(again == [false, true, false])
        #expect(judge(&rule, "a/b", old) == .stays)
    }

    @Test func oneThatIsOpenRestsForLong() {
        var rule = FinishedFileRule(Self.options)
        rule.created("a", isEmpty: true)
        #expect(isResting(judge(&rule, "a", status(age: .seconds(20), bytes: 0)), about: .seconds(580)))
        rule.wrote("a")
        #expect(isResting(judge(&rule, "a", status(age: .seconds(20))), about: .seconds(580)))
        rule.closed("a", now: 1)
        #expect(isOffered(judge(&rule, "a", status(age: .zero), .closed), wholeAfter: .seconds(30)))
        rule.wrote("a")
        #expect(isResting(judge(&rule, "a", status(age: .zero, bytes: 6)), about: .seconds(600)))
        #expect(judge(&rule, "a", status(age: .seconds(601), bytes: 6)) == Self.whole)
    }

    @Test func aLeaseTellsThatNobodyHasItOpen() {
        var rule = FinishedFileRule(Self.options)
        #expect(isOffered(judge(&rule, "a", status(age: .zero), hasWriter: false), wholeAfter: .seconds(30)))
        #expect(isResting(judge(&rule, "b", status(age: .zero), hasWriter: true), about: .seconds(2)))
        rule.wrote("c")
        #expect(isOffered(judge(&rule, "c", status(age: .zero), hasWriter: false), wholeAfter: .seconds(30)))
        // Another machine may have it open.
        #expect(isResting(judge(&rule, "d", status(age: .zero), isPolled: true, hasWriter: false), about: .seconds(2)))
        #expect(isResting(judge(&rule, "e", status(age: .zero, bytes: 0), hasWriter: false), about: .seconds(10)))
    }

    @Test func oneThatIsWrittenInRoundsRestsForTwiceTheirTime() {
        var rule = FinishedFileRule(Self.options)
        rule.closed("a", now: 1_000_000_000)
        _ = judge(&rule, "a", status(age: .zero), .closed)
        rule.closed("a", now: 21_000_000_000)
        #expect(isResting(judge(&rule, "a", status(age: .zero, bytes: 9), .closed), about: .seconds(40)))
        // Rounds longer than the time of rest make that longer.
        #expect(judge(&rule, "a", status(age: .seconds(39), bytes: 9)) != Self.whole)
        #expect(judge(&rule, "a", status(age: .seconds(41), bytes: 9)) == Self.whole)
        rule.forget("a")
        #expect(isOffered(judge(&rule, "a", status(age: .zero), .closed), wholeAfter: .seconds(30)))
    }

    @Test func closedFilesMayBeGivenTimeByTheSettings() {
        var options = Self.options
        options.closedSettleTime = .seconds(5)
        var rule = FinishedFileRule(options)
        #expect(isResting(judge(&rule, "a", status(age: .zero), .closed), about: .seconds(5)))
        #expect(isOffered(judge(&rule, "a", status(age: .seconds(6)), .closed), wholeAfter: .seconds(24)))
        options.restTime = .zero
        rule.use(options)
        #expect(judge(&rule, "a", status(age: .seconds(6)), .closed) == Self.whole)
    }

    @Test func oneThatWasFoundRestsByItsChangeTime() {
        var rule = FinishedFileRule(Self.options)
        #expect(isResting(judge(&rule, "a", status(age: .seconds(1))), about: .seconds(1)))
        #expect(isOffered(judge(&rule, "a", status(age: .seconds(3))), wholeAfter: .seconds(27)))
        #expect(judge(&rule, "b", status(age: .seconds(31))) == Self.whole)
    }

    @Test func timesOfAnotherClockOrOfTheFutureProveNothing() {
        var rule = FinishedFileRule(Self.options)
        let old = status(age: .seconds(1_000))
        #expect(isResting(judge(&rule, "a", old, isPolled: true), about: .seconds(2)))
        let future = status(age: .seconds(-1_000))
        #expect(isResting(judge(&rule, "b", future), about: .seconds(2)))
    }

    @Test func whatIsNoDocumentIsLeftAloneOnceItHasBeenThatForAWhile() {
        var rule = FinishedFileRule(Self.options)
        let young = status(age: .zero, links: 2)
        #expect(isResting(judge(&rule, "a", young, .closed), about: .seconds(2)))
        let old = status(age: .seconds(3), links: 2)
        #expect(judge(&rule, "a", old, .closed) == .leftAlone(.hardLinked(links: 2)))
        let fifo = status(age: .seconds(3), kind: S_IFIFO)
        #expect(judge(&rule, "b", fifo) == .leftAlone(.fifo))
    }
}
