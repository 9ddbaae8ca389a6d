import Glibc
import Logging
import Supervision
import SystemPackage
import Testing
import Wire

/// Workers that are shell scripts: each does one thing that a worker must not do, for real.
@Suite(.timeLimit(.minutes(10))) struct WorkerPoolTests {
    /// Greets as a worker does.
    private static let greet = #"printf '\003\000\000\000\001\004\000'; "#
    /// Takes one request (4 bytes of length, then the rest), as far as a test's short ones go.
    private static let takeRequest = "dd bs=1 count=4 of=/dev/null 2>/dev/null; "

    /// A report of `{}` with no words and no sentences for the request of that number.
    private static func answer(to number: UInt8) -> String {
        let message = WireMessage.answer(
            UInt64(number), .report(AnalysisReport(words: 0, problems: [], bytes: Array("{}".utf8))))
        return "printf '" + message.frame.map { "\\" + octal($0) }.joined() + "'; "
    }

    private static func octal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 8)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }

    @discardableResult
    private func withPool<Value>(
        of size: Int = 1, running script: String, base: Duration = .seconds(600), startTime: Duration = .seconds(600),
        _ body: (WorkerPool) async throws -> Value
    ) async throws -> Value {
        let command = WorkerLaunch(
            executable: "/bin/sh", arguments: ["-c", script], environment: WorkerLaunch.inheritedEnvironment)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let pool = WorkerPool(
            command: command, size: size, budget: DocumentBudget(base: base, bytesPerSecond: 1 << 30),
            startTime: startTime, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await pool.run() }
            defer { group.cancelAll() }
            return try await body(pool)
        }
    }

    private func analyze(_ pool: WorkerPool) async -> AttemptOutcome {
        await pool.analyze(path: Array("a.txt".utf8), sha256: "00", bytes: Array("Hello".utf8))
    }

    @Test func anAnswerComesBack() async throws {
        let script = Self.greet + Self.takeRequest + Self.answer(to: 1) + "cat >/dev/null"
        let outcome = try await withPool(running: script) { pool in
            try await pool.waitUntilReady()
            return await analyze(pool)
        }
        guard case .answered(.report(let report)) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(report.bytes == Array("{}".utf8))
    }

    @Test(arguments: [
        ("kill -SEGV $$", "crash"), ("kill -KILL $$", "killed"), ("kill -XCPU $$", "deadline"), ("exit 0", "exit"),
        ("exit 3", "exit"),
        (answer(to: 9) + "cat >/dev/null", "protocol"), ("printf 'hello there'; cat >/dev/null", "protocol"),
        ("while :; do printf '\\377\\377\\377\\377\\003xxxxxxxxxxxx'; done", "protocol"),
    ])
    func whatAWorkerMustNotDoCostsTheAttempt(misdeed: String, reason: String) async throws {
        let outcome = try await withPool(running: Self.greet + Self.takeRequest + misdeed) { await analyze($0) }
        guard case .failed(let failure, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(failure.reason == reason)
    }

    @Test func aDeadlineKillsTheWorkerAndItsChildren() async throws {
        // The child holds the pipes open: only the end of the whole group lets the attempt end.
        let script = Self.greet + Self.takeRequest + "sleep 1000 & sleep 1000"
        let outcome = try await withPool(running: script, base: .milliseconds(300)) { await analyze($0) }
        guard case .failed(.missedDeadline, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func aWorkerThatDoesNotReadMissesItsDeadlineToo() async throws {
        // More than a pipe holds, so that the writing waits.
        let bytes = [UInt8](repeating: 0x61, count: 1 << 20)
        let outcome = try await withPool(running: Self.greet + "exec sleep 1000", base: .milliseconds(300)) { pool in
            await pool.analyze(path: [], sha256: "", bytes: bytes)
        }
        #expect(outcome != .interrupted)
        guard case .failed(.missedDeadline, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func theLastWordsOfAWorkerAreKept() async throws {
        let script = Self.greet + Self.takeRequest + "echo 'Fatal error: out of range' >&2; kill -ILL $$"
        let outcome = try await withPool(running: script) { await analyze($0) }
        #expect(outcome == .failed(.crashed(signal: 4, lastWords: "Fatal error: out of range"), in: nil))
    }

    @Test func aLostWorkerIsReplaced() async throws {
        let script = Self.greet + Self.takeRequest + "kill -KILL $$"
        try await withPool(running: script) { pool in
            for _ in 0..<3 {
                guard case .failed(.crashed, _) = await analyze(pool) else {
                    Issue.record("not replaced")
                    return
                }
            }
            #expect(await pool.health.deaths >= 3)
        }
    }

    /// The worker ends by itself; the document comes before, while and after the pool learns of that.
    @Test(arguments: (0..<40).map { 10 + $0 })
    func aDocumentForAnEndingWorkerIsNotLost(milliseconds: Int) async throws {
        // sleep(1) itself would close its output before it ends, and be killed in between.
        let outcome = try await withPool(running: Self.greet + "sleep 0.03; exit") { pool in
            try await pool.waitUntilReady()
            try await Task.sleep(for: .milliseconds(milliseconds))
            return await analyze(pool)
        }
        guard case .failed(.exited(0, _), _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func workersThatNeverGetReadyAreAnErrorAtStart() async throws {
        try await withPool(running: "echo 'no model' >&2; exit 70") { pool in
            await #expect(throws: WorkerFailure.exited(70, lastWords: "no model")) { try await pool.waitUntilReady() }
        }
    }

    @Test func aWorkerThatNeverGreetsIsGivenUp() async throws {
        try await withPool(running: "exec sleep 1000", startTime: .milliseconds(100)) { pool in
            await #expect(throws: WorkerFailure.lateStart(.milliseconds(100))) { try await pool.waitUntilReady() }
        }
    }

    @Test func aStoppedPoolInterruptsAndDoesNotFail() async throws {
        let script = Self.greet + Self.takeRequest + "exec sleep 1000"
        let outcomes = try await withPool(running: script) { pool in
            try await pool.waitUntilReady()
            // One document in the worker, one waiting; both must come back when the pool ends.
            async let first = analyze(pool)
            async let second = analyze(pool)
            while await pool.health.busy == 0 { await Task.yield() }
            await pool.abandon()
            return await [first, second]
        }
        #expect(outcomes == [.interrupted, .interrupted])
    }

    /// Documents come to the workers while these are stopped: each comes back.
    @Test(arguments: 0..<30) func documentsThatMeetAStopComeBack(turns: Int) async throws {
        let script = Self.greet + Self.takeRequest + "exec sleep 1000"
        let outcomes = try await withPool(of: 2, running: script) { pool in
            try await pool.waitUntilReady()
            return await withTaskGroup(of: AttemptOutcome.self) { group in
                for _ in 0..<8 { group.addTask { await analyze(pool) } }
                for _ in 0..<turns { await Task.yield() }
                await pool.abandon()
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(outcomes == Array(repeating: .interrupted, count: 8))
    }

    @Test func theLastWordsAreNotAStackTrace() async throws {
        let words = "Fatal error: out of range\\nCurrent stack trace:\\n0    worker    0x00005629e90a0421 main + 12\\n"
        let script = Self.greet + Self.takeRequest + "printf '\(words)' >&2; kill -ILL $$"
        let outcome = try await withPool(running: script) { await analyze($0) }
        #expect(outcome == .failed(.crashed(signal: 4, lastWords: "Fatal error: out of range"), in: nil))
    }

    @Test func aWorkerSeesNeitherTheManagersSocketNorOtherDescriptors() async throws {
        setenv("NOTIFY_SOCKET", "/nonexistent", 1)
        setenv("WATCHDOG_USEC", "1000", 1)
        let inherited = WorkerLaunch.inheritedEnvironment
        unsetenv("NOTIFY_SOCKET")
        unsetenv("WATCHDOG_USEC")
        #expect(inherited["NOTIFY_SOCKET"] == nil && inherited["WATCHDOG_USEC"] == nil)
        #expect(inherited["SWIFT_BACKTRACE"] == "enable=no")
        #expect(inherited["PATH"] != nil)

        // ls itself has one open: the folder.
        let open = try FileDescriptor.open("/dev/null", .readOnly)
        defer { try? open.close() }
        let script = Self.greet + Self.takeRequest + "echo $(ls /proc/self/fd) >&2; exit 1"
        let outcome = try await withPool(running: script) { await analyze($0) }
        #expect(outcome == .failed(.exited(1, lastWords: "0 1 2 3"), in: nil))
    }
}
