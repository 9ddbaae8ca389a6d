import Testing

@testable import Library

/// What the watchdog is told.
@Suite struct WorkProgressTests {
    @Test func aWorkerThatHangsIsSeenThoughNothingElseWaits() {
        let progress = WorkProgress()
        // Nothing to do.
        for _ in 0..<3 { #expect(progress.hasMoved()) }
        progress.work(true)
        #expect(progress.hasMoved())
        #expect(!progress.hasMoved() && !progress.hasMoved())
        progress.step()
        #expect(progress.hasMoved() && !progress.hasMoved())
        // A full disk is no hang.
        progress.wait(true)
        #expect(progress.hasMoved() && progress.hasMoved())
        progress.wait(false)
        #expect(!progress.hasMoved())
        progress.work(false)
        for _ in 0..<3 { #expect(progress.hasMoved()) }
    }

    /// The next piece of work counts as a step, however short the one before was.
    @Test func whoTakesUpTheNextHasMoved() {
        let progress = WorkProgress()
        progress.work(true)
        for _ in 0..<5 {
            _ = progress.hasMoved()
            progress.work(false)
            progress.work(true)
            #expect(progress.hasMoved())
        }
    }
}
