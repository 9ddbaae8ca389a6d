import SystemPackage
import Testing

@testable import Spool

@Suite struct ScanScheduleTests {
    /// After a look at everything that took two seconds and ended at second 10; the next is due at second 310.
    private func begun() -> ScanSchedule {
        var schedule = ScanSchedule()
        _ = schedule.beginFullScan(now: second(8))
        schedule.endFullScan(begun: second(8), now: second(10), interval: .seconds(300))
        return schedule
    }

    private func second(_ number: UInt64) -> UInt64 { number * 1_000_000_000 }

    @Test func everythingIsLookedAtFirst() {
        let schedule = ScanSchedule()
        #expect(schedule.next == 0 && !schedule.isQuiet)
    }

    @Test func aScanThatTookLongLeavesTimeForEverythingElse() {
        var schedule = begun()
        #expect(schedule.next == second(310) && schedule.isQuiet)
        schedule.wantFullScan()
        #expect(schedule.next == second(18) && !schedule.isQuiet)
        let begins = [schedule.beginFullScan(now: second(17)), schedule.beginFullScan(now: second(18))]
        #expect(begins == [false, true])
        // Mounted again: there is no time to lose.
        schedule = begun()
        schedule.beginAnew()
        #expect(schedule.next == 0)
    }

    @Test(arguments: [(1, 18), (20, 30), (900, 310)] as [(Int, UInt64)])
    func aScanCanBeWantedForLater(delay: Int, due: UInt64) {
        var schedule = begun()
        schedule.wantFullScan(after: .seconds(delay), now: second(10))
        #expect(schedule.next == second(due) && !schedule.isQuiet)
    }

    @Test func foldersComeWhenTheyAreDueAndOuterOnesFirst() {
        var schedule = begun()
        schedule.visit("a/b", after: .seconds(2), now: second(10))
        schedule.rest("a", for: .seconds(3), now: second(10))
        schedule.visit("a", after: .seconds(1), now: second(10))
        schedule.visit("c", after: .seconds(9), now: second(10))
        #expect(schedule.next == second(11))
        let due = [schedule.takeDue(now: second(12)), schedule.takeDue(now: second(12))]
        #expect(due == [["a", "a/b"], []])
        #expect(!schedule.isQuiet)
        schedule.began("a")
        #expect(schedule.isQuiet && schedule.next == second(19))
    }
}
