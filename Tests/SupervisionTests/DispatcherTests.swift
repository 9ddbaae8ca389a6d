import Glibc
import Logging
import Synchronization
import SystemPackage
import Testing
import Wire

@testable import Spool
@testable import Supervision

/// A store in memory, whose calls can be made to fail.
private final class MemoryStore: DocumentStore {
    struct Document: StoredDocument {
        let path: FilePath
        var byteCount: Int { content.utf8.count }
        var sha256: String { "00" }
        var attempts = 0
        var failures: [Failure] = []
        let content: String
    }

    struct Contents {
        var queue: [Document] = []
        var delivered: [String: String] = [:]
        var quarantined: [String: Failure] = [:]
        var returned: [String] = []
        var failures: [String: [String]] = [:]
        var calls: [String] = []
        /// Whether the watching hangs.
        var isStill = false
        /// The first folder of the paths that cannot be delivered now.
        var barred: String?
        /// How many of the next drafts cannot be written to.
        var brokenDrafts = 0
        /// Errors for the next calls of that name.
        var faults: [String: [StoreError]] = [:]
    }

    let contents = Mutex(Contents())
    /// Whether `next` waits when the queue is empty, as a watched inbox does.
    let isWatched: Bool

    init(_ documents: [String: String], isWatched: Bool = false) {
        self.isWatched = isWatched
        let queue = documents.sorted { $0.key < $1.key }.map { Document(path: FilePath($0.key), content: $0.value) }
        contents.withLock { $0.queue = queue }
    }

    private func call(_ name: String) throws(StoreError) {
        let fault = contents.withLock { contents -> StoreError? in
            contents.calls.append(name)
            guard contents.faults[name]?.isEmpty == false else { return nil }
            return contents.faults[name]?.removeFirst()
        }
        if let fault { throw fault }
    }

    func open(troublesChanged: @escaping @Sendable () -> Void) async throws(StoreError) -> Int { 0 }

    func next(_ turn: inout ClaimTurn) async throws(StoreError) -> Claimed<Document>? {
        try call("next")
        while !Task.isCancelled {
            if let document = contents.withLock({ $0.queue.isEmpty ? nil : $0.queue.removeFirst() }) {
                return .document(document)
            }
            guard isWatched else { return nil }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return nil
    }

    var backlog: Backlog { Backlog(count: contents.withLock { $0.queue.count }) }
    var troubles: [String] { [] }

    func isWatching() async -> Bool {
        contents.withLock { contents in
            contents.calls.append("isWatching")
            return !contents.isStill
        }
    }

    func use(_ options: SpoolOptions) async {}

    func bytes(of document: Document) async throws(StoreError) -> [UInt8] {
        try call("bytes")
        return Array(document.content.utf8)
    }

    func beginAttempt(at document: inout Document) async throws(StoreError) {
        try call("begin")
    }

    func recordFailure(_ failure: Failure, of document: inout Document) async throws(StoreError) {
        try call("record")
        document.attempts += 1
        document.failures.append(failure)
        let path = document.path.string
        contents.withLock { $0.failures[path, default: []].append(failure.reason) }
    }

    func newDraft() -> ReportDraft {
        let isFaulty = contents.withLock { contents in
            defer { contents.brokenDrafts = max(0, contents.brokenDrafts - 1) }
            return contents.brokenDrafts > 0
        }
        return ReportDraft(in: BaseFolder(awaiting: .state, isFaulty ? "/nowhere" : "/tmp"))
    }

    func append(_ bytes: [UInt8], to draft: ReportDraft) async { draft.append(bytes) }

    func checkRoom(for draft: ReportDraft) async throws(StoreError) { try call("room") }

    func deliver(_ reports: [ReportContents], for document: Document) async throws(StoreError) -> [FilePath] {
        try call("deliver")
        if let barred = contents.withLock({ $0.barred }), document.path.string.hasPrefix(barred) {
            throw .folder(
                FolderTrouble(folder: FilePath(barred), errno: .permissionDenied, cause: "refused"))
        }
        let report = reports[0]
        let begun = report.draft?.file.flatMap { try? Kernel.contents(of: $0) } ?? []
        contents.withLock {
            $0.delivered[document.path.string] = String(decoding: begun + report.rest, as: UTF8.self)
        }
        return reports.indices.map { FilePath(document.path.string + ($0 > 0 ? ".\($0 + 1)" : "") + ".json") }
    }

    func quarantine(_ document: Document, because failure: Failure) async throws(StoreError) -> FilePath {
        try call("quarantine")
        contents.withLock { $0.quarantined[document.path.string] = failure }
        return document.path
    }

    func canPlace(_ document: Document, after trouble: FolderTrouble) async -> Bool {
        contents.withLock { $0.barred == nil }
    }

    func giveBack(_ document: Document) async throws(StoreError) {
        try call("giveBack")
        contents.withLock { $0.returned.append(document.path.string) }
    }
}

/// The working loop between a store in memory and real worker processes (Python scripts that speak the protocol).
@Suite(.timeLimit(.minutes(10))) struct DispatcherTests {
    /// A worker that answers with the document in capitals, and obeys what a document orders it to do.
    private static let worker = #"""
        import os, struct, sys, time
        out = sys.stdout.buffer
        def send(body): out.write(struct.pack("<I", len(body)) + body); out.flush()
        def take(count):
            data = sys.stdin.buffer.read(count)
            if len(data) < count: sys.exit(0)
            return data
        def counted(rest):
            size = struct.unpack("<I", rest[:4])[0]
            return rest[4:4 + size].decode(), rest[4 + size:]
        send(bytes([1, 4, 0]))
        while True:
            body = take(struct.unpack("<I", take(4))[0])
            number, size = struct.unpack("<QI", body[1:13])
            digest, rest = counted(body[13 + size:])
            count, rest, left_out = struct.unpack("<I", rest[:4])[0], rest[4:], {}
            for _ in range(count):
                name, rest = counted(rest)
                left_out[name], rest = counted(rest)
                message, rest = counted(rest)
            text = rest.decode()
            # "in NAME: ORDER; ..." is carried out as that analyzer, unless it is left out.
            if text.startswith("in "):
                orders = dict(order.split(": ") for order in text[3:].split("; "))
                order = next(((name, order) for name, order in orders.items() if name not in left_out), None)
                text = "without " + ", ".join(f"{name} ({reason})" for name, reason in left_out.items())
                if order:
                    send(bytes([5]) + struct.pack("<Q", number) + order[0].encode())
                    text = order[1]
            if text == "crash": os.kill(os.getpid(), 11)
            if text == "kill": os.kill(os.getpid(), 9)
            if text == "hang": time.sleep(1000)
            if text == "leave": sys.exit(0)
            if text.startswith("once "):
                mark = text[5:]
                if not os.path.exists(mark): open(mark, "w").close(); os.kill(os.getpid(), 9)
            if text == "slow": time.sleep(0.4)
            if text.startswith("large"):
                for piece in range(20):
                    send(bytes([6]) + struct.pack("<Q", number) + b"x" * 100000)
                    if text == "large, crash": os.kill(os.getpid(), 11)
                    if text.startswith("large, once "):
                        mark = text[12:]
                        if not os.path.exists(mark): open(mark, "w").close(); os.kill(os.getpid(), 11)
            if text == "refuse":
                send(bytes([4]) + struct.pack("<QqI", number, 3, 12) + b"invalid-utf8" + b"bad byte")
            else:
                send(bytes([3]) + struct.pack("<QQIIII", number, 1, 0, 0, 0, 0) + text.upper().encode())
        """#

    private struct Run {
        let store: MemoryStore
        let tally: Tally
    }

    private func run(
        _ store: MemoryStore, workers: Int = 2, maxAttempts: Int = 3, base: Duration = .seconds(600),
        drainTime: Duration = .seconds(20), notifier: Notifier = Notifier(),
        whileRunning: (Dispatcher<MemoryStore>, TallyBoard) async throws -> Void = { _, _ in }
    ) async throws -> Run {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let budget = DocumentBudget(base: base, bytesPerSecond: 1 << 30)
        let command = WorkerLaunch(
            executable: "/usr/bin/env", arguments: ["python3", "-c", Self.worker],
            environment: WorkerLaunch.inheritedEnvironment)
        let pool = WorkerPool(command: command, size: workers, budget: budget, logger: logger)
        let tally = TallyBoard()
        let dispatcher = Dispatcher(
            store: store, pool: pool, tally: tally, notifier: notifier, logger: logger,
            settings: DispatchSettings(
                width: workers + 1, maxAttempts: maxAttempts, drainTime: drainTime, budget: budget))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await pool.run() }
            async let done: Void = dispatcher.run()
            try await whileRunning(dispatcher, tally)
            await done
            group.cancelAll()
        }
        return Run(store: store, tally: tally.current)
    }

    @Test func theManagerHearsNothingOfAWatchThatHangs() async throws {
        let fed = Mutex(0)
        let notifier = Notifier(watchdogInterval: .milliseconds(10)) { message in
            fed.withLock { $0 += message == "WATCHDOG=1" ? 1 : 0 }
        }
        let store = MemoryStore([:], isWatched: true)
        func wait(for isTrue: () -> Bool) async throws {
            while !isTrue() { try await Task.sleep(for: .milliseconds(2)) }
        }
        func asked() -> Int { store.contents.withLock { $0.calls.count { $0 == "isWatching" } } }
        _ = try await run(store, notifier: notifier) { dispatcher, _ in
            try await wait { fed.withLock { $0 } > 2 }
            // Each time that the watch moved may have been told of, and no other.
            let moved = store.contents.withLock { contents in
                contents.isStill = true
                return contents.calls.count { $0 == "isWatching" }
            }
            try await wait { asked() > moved + 20 }
            notifier.flush()
            #expect(fed.withLock { $0 } <= moved)
            store.contents.withLock { $0.isStill = false }
            try await wait { fed.withLock { $0 } > moved }
            dispatcher.tell(.stop(signal: "SIGTERM"))
        }
    }

    @Test func everyDocumentIsDeliveredOnce() async throws {
        let documents = Dictionary(uniqueKeysWithValues: (0..<50).map { ("\($0).txt", "text \($0)") })
        let run = try await run(MemoryStore(documents))
        let contents = run.store.contents.withLock { $0 }
        #expect(contents.delivered == documents.mapValues { $0.uppercased() })
        #expect(contents.calls.count { $0 == "deliver" } == 50)
        #expect(run.tally.delivered == 50 && run.tally.failed == 0 && run.tally.claimed == 0)
    }

    @Test(arguments: ["crash", "leave"])
    func aPoisonDocumentIsSetAsideAfterItsAttemptsAndTheOthersGoOn(poison: String) async throws {
        let run = try await run(MemoryStore(["a": poison, "b": "fine", "c": "fine too"]))
        let contents = run.store.contents.withLock { $0 }
        #expect(contents.failures["a"]?.count == 3)
        #expect(contents.quarantined["a"] != nil)
        #expect(contents.delivered == ["b": "FINE", "c": "FINE TOO"])
        #expect(run.tally.failed == 1 && run.tally.delivered == 2)
    }

    @Test func aHangingDocumentMissesItsDeadlineEachTime() async throws {
        let run = try await run(MemoryStore(["a": "hang", "b": "fine"]), maxAttempts: 2, base: .seconds(1))
        let contents = run.store.contents.withLock { $0 }
        #expect(contents.failures["a"] == ["deadline", "deadline"])
        #expect(contents.delivered == ["b": "FINE"])
    }

    @Test func aWorkerKilledOnceCostsNothingButTime() async throws {
        let mark = "/tmp/copydesk-test-\(UInt64.random(in: 0 ... .max))"
        let run = try await run(MemoryStore(["a": "once \(mark)"]))
        #expect(run.store.contents.withLock { $0.delivered["a"] } == "ONCE \(mark)".uppercased())
        #expect(run.store.contents.withLock { $0.failures["a"] } == ["killed"])
        unlink(mark)
    }

    @Test(arguments: [
        ("in quotes: crash", "WITHOUT QUOTES (CRASH)", ["crash"]),
        ("in quotes: leave", "WITHOUT QUOTES (EXIT)", ["exit"]),
        ("in quotes: crash; entities: crash", "WITHOUT QUOTES (CRASH), ENTITIES (CRASH)", ["crash", "crash"]),
        ("in quotes: kill", "WITHOUT QUOTES (KILLED)", ["killed", "killed"]),
    ])
    func anAnalyzerThatEndsItsWorkerIsLeftOut(order: String, report: String, failures: [String]) async throws {
        let run = try await run(MemoryStore(["a": order, "b": "fine"]))
        let contents = run.store.contents.withLock { $0 }
        #expect(contents.delivered == ["a": report, "b": "FINE"])
        #expect(contents.failures == ["a": failures])
        #expect(run.tally.failed == 0)
    }

    @Test func anAnalyzerThatHangsIsLeftOutAfterItsTime() async throws {
        let run = try await run(MemoryStore(["a": "in quotes: hang"]), base: .seconds(1))
        #expect(run.store.contents.withLock { $0.delivered } == ["a": "WITHOUT QUOTES (DEADLINE)"])
    }

    @Test func whatAnEarlierRunLostIsStillLeftOut() async throws {
        let store = MemoryStore(["a": "in quotes: crash"])
        store.contents.withLock {
            $0.queue[0].failures = [Failure(reason: "crash", message: "", analyzer: "quotes")]
            $0.queue[0].attempts = 1
        }
        let run = try await run(store)
        #expect(run.store.contents.withLock { $0.delivered } == ["a": "WITHOUT QUOTES (CRASH)"])
        #expect(run.store.contents.withLock { $0.failures.isEmpty })
    }

    @Test func aRefusedDocumentIsNotTriedAgain() async throws {
        let run = try await run(MemoryStore(["a": "refuse"]))
        let contents = run.store.contents.withLock { $0 }
        #expect(
            contents.quarantined["a"] == Failure(reason: "invalid-utf8", message: "bad byte", byteOffset: 3))
        #expect(contents.failures.isEmpty)
    }

    @Test func attemptsOfEarlierRunsCount() async throws {
        let store = MemoryStore(["a": "fine"])
        store.contents.withLock { $0.queue[0].attempts = 3 }
        let run = try await run(store)
        #expect(run.store.contents.withLock { $0.quarantined["a"]?.reason } == "attempts")
    }

    @Test(arguments: ["next", "bytes", "begin", "deliver"])
    func aFullDiskPausesAndLosesNothing(call: String) async throws {
        let store = MemoryStore(["a": "fine", "b": "fine"])
        store.contents.withLock {
            $0.faults[call] = Array(repeating: .blocked(.noSpace, cause: "the disk is full"), count: 2)
        }
        let run = try await run(store) { _, tally in
            while tally.current.pause == nil, tally.current.delivered < 2 { await Task.yield() }
            #expect(tally.current.pause == "the disk is full")
        }
        #expect(run.store.contents.withLock { $0.delivered } == ["a": "FINE", "b": "FINE"])
        #expect(run.tally.pause == nil)
    }

    private static let largeReport = String(repeating: "x", count: 2_000_000)

    @Test func aLargeReportComesInPieces() async throws {
        let run = try await run(MemoryStore(["a": "large", "b": "fine"]))
        #expect(
            run.store.contents.withLock { $0.delivered } == [
                "a": Self.largeReport + "LARGE", "b": "FINE",
            ])
    }

    @Test func whatALostWorkerSentOfAReportIsNotDelivered() async throws {
        let mark = "/tmp/copydesk-test-\(UInt64.random(in: 0 ... .max))"
        defer { unlink(mark) }
        let run = try await run(MemoryStore(["a": "large, once \(mark)", "b": "large, crash"]))
        let contents = run.store.contents.withLock { $0 }
        #expect(contents.delivered == ["a": Self.largeReport + "LARGE, ONCE \(mark)".uppercased()])
        #expect(contents.failures["a"] == ["crash"] && contents.quarantined["b"]?.reason == "crash")
    }

    @Test func aReportThatNoDiskTookIsMadeAgainAndDoesNotCount() async throws {
        let store = MemoryStore(["a": "large"])
        store.contents.withLock { contents in
            contents.brokenDrafts = 1
            contents.faults["room"] = [.blocked(.noSpace, cause: "the disk is full")]
        }
        let run = try await run(store, maxAttempts: 1) { _, tally in
            while tally.current.pause == nil, tally.current.delivered == 0 { await Task.yield() }
            #expect(tally.current.pause == "the disk is full")
        }
        #expect(run.store.contents.withLock { $0.delivered } == ["a": Self.largeReport + "LARGE"])
        #expect(run.store.contents.withLock { $0.failures.isEmpty })
        #expect(run.tally.pause == nil)
    }

    @Test func aDocumentThatCannotBeReadIsSetAside() async throws {
        let store = MemoryStore(["a": "fine"])
        let failure = Failure(reason: "unreadable", message: "EIO")
        store.contents.withLock { $0.faults["bytes"] = [.document(failure)] }
        let run = try await run(store)
        #expect(run.store.contents.withLock { $0.quarantined["a"] } == failure)
    }

    @Test func aStopFinishesWhatIsUnderWayAndClaimsNothingMore() async throws {
        let store = MemoryStore(["a": "slow", "b": "slow", "c": "slow", "d": "slow", "e": "slow"], isWatched: true)
        let run = try await run(store, workers: 1) { dispatcher, tally in
            while tally.current.claimed == 0 { await Task.yield() }
            dispatcher.tell(.stop(signal: "SIGTERM"))
        }
        let contents = run.store.contents.withLock { $0 }
        #expect(!contents.delivered.isEmpty)
        #expect(contents.returned.isEmpty && contents.quarantined.isEmpty)
        #expect(contents.delivered.count + contents.queue.count == 5)
        #expect(!contents.queue.isEmpty)
    }

    @Test func aSecondStopReturnsWhatIsUnderWay() async throws {
        let store = MemoryStore(["a": "hang", "b": "hang"], isWatched: true)
        let run = try await run(store) { dispatcher, tally in
            while tally.current.claimed < 2 { await Task.yield() }
            dispatcher.tell(.stop(signal: "SIGTERM"))
            dispatcher.tell(.stop(signal: "SIGTERM"))
        }
        let contents = run.store.contents.withLock { $0 }
        #expect(contents.returned.sorted() == ["a", "b"])
        #expect(contents.failures.isEmpty && contents.quarantined.isEmpty)
        #expect(run.tally.returned == 2)
    }

    @Test func aDrainThatTakesTooLongReturnsTheRest() async throws {
        let store = MemoryStore(["a": "hang", "b": "fine"], isWatched: true)
        let run = try await run(store, drainTime: .milliseconds(300)) { dispatcher, tally in
            while tally.current.delivered < 1 { await Task.yield() }
            dispatcher.tell(.stop(signal: "SIGTERM"))
        }
        let contents = run.store.contents.withLock { $0 }
        #expect(contents.returned == ["a"])
        #expect(contents.delivered == ["b": "FINE"])
    }
}

/// The loop's decisions, without a clock.
@Suite struct DispatchStateTests {
    private typealias State = DispatchState<MemoryStore>

    private static func settings(width: Int) -> DispatchSettings {
        DispatchSettings(
            width: width, maxAttempts: 1, drainTime: .seconds(1), budget: DocumentBudget(base: .seconds(10)))
    }

    private static let document = MemoryStore.Document(path: "a", content: "x")

    /// What actions do, in words.
    private func names(_ actions: [State.Action]) -> [String] {
        actions.map { action in
            switch action {
            case .start: "start"
            case .forget: "forget"
            case .allowClaims(let count): "allow \(count)"
            case .park: "park"
            case .stopClaiming: "stop"
            case .abandon: "abandon"
            case .feedWatchdog: "feed"
            case .reportStandstill: "still"
            case .reportStuck: "stuck"
            }
        }
    }

    @Test func aFinishedDocumentMakesRoomForOne() {
        var state = State(settings: Self.settings(width: 2))
        #expect(state.room == 2)
        #expect(names(state.received(.claimed(Self.document), blocked: false)) == ["start"])
        #expect(names(state.received(.finished(1, .delivered), blocked: false)) == ["forget", "allow 1"])
    }

    @Test func afterAStopNothingMoreIsClaimedAndTheEndComesWithTheLast() {
        var state = State(settings: Self.settings(width: 2))
        _ = state.received(.claimed(Self.document), blocked: false)
        #expect(names(state.received(.command(.stop(signal: "SIGTERM")), blocked: false)) == ["stop"])
        _ = state.received(.storeIsEmpty, blocked: false)
        #expect(!state.isOver)
        #expect(names(state.received(.finished(1, .delivered), blocked: false)) == ["forget"])
        #expect(state.isOver)
    }

    @Test func aDocumentWhoseFolderIsToBlameMakesRoomAndComesBack() {
        var state = State(settings: Self.settings(width: 2))
        let trouble = FolderTrouble(folder: "x", errno: .permissionDenied, cause: "refused")
        _ = state.received(.claimed(Self.document), blocked: false)
        #expect(
            names(state.received(.finished(1, .parked(Self.document, trouble)), blocked: false))
                == ["forget", "park", "allow 1"])
        #expect(names(state.received(.unparked(Self.document), blocked: false)) == ["start"])
        _ = state.received(.command(.stop(signal: "SIGTERM")), blocked: false)
        // On the way out it stays in the spool.
        #expect(names(state.received(.finished(2, .parked(Self.document, trouble)), blocked: false)) == ["forget"])
        #expect(names(state.received(.unparked(Self.document), blocked: false)) == [])
    }

    @Test func aClaimThatCrossesASecondStopIsGivenBack() {
        var state = State(settings: Self.settings(width: 2))
        _ = state.received(.command(.stop(signal: "SIGTERM")), blocked: false)
        #expect(names(state.received(.command(.stop(signal: "SIGTERM")), blocked: false)) == ["abandon"])
        #expect(names(state.received(.claimed(Self.document), blocked: false)) == ["start", "abandon"])
    }

    @Test func moreRoomIsUsedAtOnce() {
        var state = State(settings: Self.settings(width: 2))
        #expect(names(state.received(.command(.use(Self.settings(width: 5))), blocked: false)) == ["allow 3"])
    }

    @Test func theWatchdogIsFedOnlyWhileDocumentsComeThrough() {
        let time = Mutex(ContinuousClock.now)
        var state = State(settings: Self.settings(width: 2)) { time.withLock { $0 } }
        #expect(names(state.received(.tick(isWatching: true), blocked: false)) == ["feed"])
        _ = state.received(.claimed(Self.document), blocked: false)
        #expect(names(state.received(.tick(isWatching: true), blocked: false)) == ["feed"])
        time.withLock { $0 += .seconds(600) }
        #expect(names(state.received(.tick(isWatching: true), blocked: false)) == ["stuck"])
        #expect(names(state.received(.tick(isWatching: true), blocked: false)) == [])
        _ = state.received(.finished(1, .delivered), blocked: false)
        #expect(names(state.received(.tick(isWatching: true), blocked: false)) == ["feed"])
    }

    @Test func aLargeDocumentMayWaitForThoseThatCameBefore() {
        let time = Mutex(ContinuousClock.now)
        var state = State(settings: Self.settings(width: 9)) { time.withLock { $0 } }
        let large = MemoryStore.Document(path: "a", content: String(repeating: "x", count: 2 << 20))
        for _ in 0..<9 { _ = state.received(.claimed(large), blocked: false) }
        let patience = Self.settings(width: 9).patience(forBytes: 2 << 20)
        for number in 1...9 {
            time.withLock { $0 += patience - .seconds(1) }
            #expect(names(state.received(.tick(isWatching: true), blocked: false)) == ["feed"])
            _ = state.received(.finished(number, .delivered), blocked: false)
        }
        _ = state.received(.claimed(large), blocked: false)
        time.withLock { $0 += patience + .seconds(1) }
        #expect(names(state.received(.tick(isWatching: true), blocked: false)) == ["stuck"])
    }

    @Test func aWatchThatHangsStarvesTheWatchdogUntilItComesOn() {
        var state = State(settings: Self.settings(width: 2))
        let isWatching = [true, false, false, true, false]
        let did = isWatching.map { names(state.received(.tick(isWatching: $0), blocked: false)) }
        #expect(did == [["feed"], ["still"], [], ["feed"], ["still"]])
    }

    @Test func aFullDiskIsNoReasonForARestart() {
        let time = Mutex(ContinuousClock.now)
        var state = State(settings: Self.settings(width: 2)) { time.withLock { $0 } }
        _ = state.received(.claimed(Self.document), blocked: false)
        for _ in 0..<10 {
            time.withLock { $0 += .seconds(600) }
            #expect(names(state.received(.tick(isWatching: true), blocked: true)) == ["feed"])
        }
    }
}
