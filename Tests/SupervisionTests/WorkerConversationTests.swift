import AnalyzerTesting
import Supervision
import Testing
import Wire

@Suite struct WorkerConversationTests {
    private static let ready = WireMessage.ready(version: WireMessage.version).frame
    private static let report = AnalysisAnswer.report(
        AnalysisReport(words: 1, problems: [], bytes: Array("{}".utf8)))

    private func idle() -> WorkerConversation {
        var conversation = WorkerConversation()
        #expect(conversation.receive(Self.ready) == .take)
        return conversation
    }

    private func busy(with number: UInt64) -> WorkerConversation {
        var conversation = idle()
        conversation.send(number, maxAnswerBytes: 1000)
        return conversation
    }

    @Test func aGreetingMakesAWorkerReady() {
        #expect(idle().isIdle)
    }

    @Test func anAnswerIsDeliveredAndTheNextDocumentTaken() {
        var conversation = busy(with: 1)
        #expect(conversation.receive(WireMessage.answer(1, Self.report).frame) == .deliver(Self.report))
        #expect(conversation.isIdle)
        conversation.send(2, maxAnswerBytes: 1000)
        #expect(conversation.receive(WireMessage.answer(2, Self.report).frame) == .deliver(Self.report))
    }

    @Test func anAnswerInPiecesIsDeliveredOnce() {
        var conversation = busy(with: 1)
        let frame = WireMessage.answer(1, Self.report).frame
        for byte in frame.dropLast() { #expect(conversation.receive([byte]) == .wait) }
        #expect(conversation.receive(frame.suffix(1)) == .deliver(Self.report))
    }

    @Test func theBeginningOfALargeReportIsStoredPieceByPiece() {
        var conversation = busy(with: 1)
        let pieces = [[1], [2, 3], []].map { WireMessage.piece(1, $0).frame }
        let frames = pieces.flatMap { $0 } + WireMessage.answer(1, Self.report).frame
        #expect(conversation.receive(frames) == .store([1]))
        #expect(conversation.receive([]) == .store([2, 3]))
        #expect(conversation.receive([]) == .store([]))
        #expect(conversation.receive([]) == .deliver(Self.report))
    }

    @Test func aPieceThatNobodyAskedForOrOneTooManyEndsTheWorker() {
        var other = busy(with: 2)
        #expect(other.receive(WireMessage.piece(1, [1]).frame) == .kill)
        var early = idle()
        #expect(early.receive(WireMessage.piece(1, [1]).frame) == .kill)
        // 1,000 bytes are allowed.
        var runaway = busy(with: 1)
        let piece = [UInt8](repeating: 0, count: 600)
        #expect(runaway.receive(WireMessage.piece(1, piece).frame) == .store(piece))
        #expect(runaway.receive(WireMessage.piece(1, piece).frame) == .kill)
    }

    @Test func theAnalyzerThatAWorkerEndedInIsKnown() {
        var conversation = busy(with: 1)
        #expect(conversation.analyzer == nil)
        let frames = ["entities", "quotes"].flatMap { WireMessage.entering(1, analyzer: $0).frame }
        #expect(conversation.receive(frames) == .wait)
        #expect(conversation.ended(with: .signalled(4), lastWords: "")?.reason == "crash")
        #expect(conversation.analyzer == "quotes")
    }

    @Test(arguments: [
        (WorkerEnd.exited(79), "", "memory"), (.exited(70), "", "exit"), (.signalled(6), "", "crash"),
        (.signalled(6), "Fatal error: failed to allocate 1099511627808 bytes of memory with alignment 8", "memory"),
    ])
    func wantOfMemoryIsToldFromOtherEnds(end: WorkerEnd, lastWords: String, reason: String) {
        var conversation = busy(with: 1)
        #expect(conversation.ended(with: end, lastWords: lastWords)?.reason == reason)
    }

    @Test func anAnalyzerThatHasEndedIsNotBlamed() {
        var conversation = busy(with: 1)
        let frames = WireMessage.entering(1, analyzer: "quotes").frame + WireMessage.entering(1, analyzer: nil).frame
        #expect(conversation.receive(frames + WireMessage.answer(1, Self.report).frame) == .deliver(Self.report))
        #expect(conversation.analyzer == nil)
        conversation.send(2, maxAnswerBytes: 1000)
        _ = conversation.receive(WireMessage.entering(2, analyzer: "quotes").frame)
        _ = conversation.receive(WireMessage.answer(2, Self.report).frame)
        conversation.send(3, maxAnswerBytes: 1000)
        #expect(conversation.analyzer == nil)
    }

    @Test(arguments: [
        WireMessage.entering(2, analyzer: "quotes"), .entering(1, analyzer: String(repeating: "q", count: 257)),
    ])
    func anAnalyzerOutOfTurnOrWithoutMeasureCondemns(message: WireMessage) {
        var conversation = busy(with: 1)
        #expect(conversation.receive(message.frame) == .kill)
    }

    @Test func anAnswerToAnotherDocumentIsNeverDelivered() {
        var conversation = busy(with: 2)
        #expect(conversation.receive(WireMessage.answer(1, Self.report).frame) == .kill)
        let failure = conversation.ended(with: .signalled(9), lastWords: "")
        #expect(failure?.reason == "protocol")
    }

    @Test func anAnswerFollowedByMoreIsNeverDelivered() {
        var conversation = busy(with: 1)
        let frame = WireMessage.answer(1, Self.report).frame
        #expect(conversation.receive(frame + frame) == .kill)
    }

    @Test func anAnswerThatNobodyAskedForCondemns() {
        var conversation = idle()
        #expect(conversation.receive(WireMessage.answer(1, Self.report).frame) == .kill)
    }

    @Test func aSecondGreetingCondemns() {
        var conversation = idle()
        #expect(conversation.receive(Self.ready) == .kill)
    }

    @Test func anotherVersionOfTheProtocolCondemns() {
        var conversation = WorkerConversation()
        #expect(conversation.receive(WireMessage.ready(version: WireMessage.version + 1).frame) == .kill)
    }

    @Test func anAnswerBeyondItsLimitCondemnsBeforeItIsRead() {
        var conversation = idle()
        conversation.send(1, maxAnswerBytes: 10)
        #expect(conversation.receive([11, 0, 0, 0]) == .kill)
        #expect(conversation.ended(with: .signalled(9), lastWords: "")?.reason == "protocol")
    }

    @Test func afterCondemnationNothingIsBelieved() {
        var conversation = busy(with: 1)
        #expect(conversation.receive([0, 0, 0, 0]) == .kill)
        #expect(conversation.receive(WireMessage.answer(1, Self.report).frame) == .kill)
        #expect(!conversation.isIdle)
    }

    @Test func aMissedDeadlineIsTheCauseAndNotTheKill() {
        var conversation = busy(with: 1)
        #expect(conversation.runOut(of: .seconds(3), for: 1) == .kill)
        #expect(conversation.ended(with: .signalled(9), lastWords: "") == .missedDeadline(.seconds(3)))
    }

    @Test func aDeadlineOfAnEarlierDocumentMeansNothing() {
        var conversation = busy(with: 2)
        #expect(conversation.runOut(of: .seconds(3), for: 1) == .wait)
        #expect(conversation.runOut(of: .seconds(3), for: nil) == .wait)
        var rested = idle()
        #expect(rested.runOut(of: .seconds(3), for: 1) == .wait)
    }

    @Test func aWorkerThatNeverGreetsIsLate() {
        var conversation = WorkerConversation()
        #expect(conversation.runOut(of: .seconds(30), for: nil) == .kill)
        #expect(conversation.ended(with: .signalled(9), lastWords: "") == .lateStart(.seconds(30)))
    }

    @Test(arguments: [WorkerEnd.exited(0), .exited(1), .signalled(4), .signalled(9)])
    func anEndWithADocumentUnderWayIsAFailure(end: WorkerEnd) {
        var conversation = busy(with: 1)
        #expect(conversation.ended(with: end, lastWords: "Fatal error") != nil)
    }

    @Test func anIdleWorkerMayEnd() {
        var conversation = idle()
        #expect(conversation.ended(with: .exited(0), lastWords: "") == nil)
    }

    @Test func aTrapsMessageStandsInTheHistory() {
        var conversation = busy(with: 1)
        let failure = conversation.ended(with: .signalled(4), lastWords: "Fatal error: Index out of range")
        #expect("\(failure, default: "")".contains("Index out of range"))
    }

    /// Whatever comes in whatever order: one answer at most for a number, and never after condemnation.
    @Test(arguments: 0..<300) func randomTalksKeepThePromise(seed: UInt64) {
        var random = SplitMix64(state: seed)
        var conversation = WorkerConversation()
        var number: UInt64 = 0
        var answered: Set<UInt64> = []
        var isCondemned = false
        for _ in 0..<60 {
            if conversation.isIdle, Bool.random(using: &random) {
                number += 1
                conversation.send(number, maxAnswerBytes: 500)
            }
            let action: WorkerConversation.Action
            switch Int.random(in: 0..<10, using: &random) {
            case 0: action = conversation.receive(Self.ready)
            case 1...6: action = conversation.receive(WireMessage.answer(number, Self.report).frame)
            case 7: action = conversation.runOut(of: .seconds(1), for: UInt64.random(in: 0...number, using: &random))
            case 8: action = conversation.receive([UInt8.random(in: 0...9, using: &random)])
            default: action = .wait
            }
            if case .deliver = action {
                #expect(!isCondemned)
                #expect(answered.insert(number).inserted)
            }
            if action == .kill { isCondemned = true }
            if isCondemned { #expect(!conversation.isIdle) }
        }
    }
}

@Suite struct RestartPolicyTests {
    @Test func aFewDeathsAreReplacedAtOnce() {
        var policy = RestartPolicy(freeFailures: 2)
        #expect(policy.workerDied() == .zero)
        #expect(policy.workerDied() == .zero)
        #expect(!policy.isHoldingBack)
    }

    @Test func deathsInARowAreReplacedEverMoreSlowly() {
        var policy = RestartPolicy(firstDelay: .milliseconds(100), maxDelay: .seconds(1), freeFailures: 1)
        let waits = (0..<8).map { _ in policy.workerDied() }
        #expect(waits == [0, 100, 200, 400, 800, 1000, 1000, 1000].map { .milliseconds($0) })
        #expect(policy.isHoldingBack)
    }

    @Test func anAnswerEndsTheWaiting() {
        var policy = RestartPolicy(freeFailures: 0)
        for _ in 0..<100 { _ = policy.workerDied() }
        policy.workerAnswered()
        #expect(!policy.isHoldingBack)
        #expect(policy.workerDied() == policy.firstDelay)
    }
}
