import Foundation
import Logging
import Spool
import SystemPackage
import Testing
import Wire

@testable import Supervision

/// The daemon's loop over a real spool, with real workers whose analyzers do what they must not.
@Suite(.timeLimit(.minutes(10))) struct FaultyAnalyzerTests {
    /// The binary that the package built, beside the test bundle.
    private static let worker = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("faulty-worker")

    private let root = FileManager.default.temporaryDirectory.appendingPathComponent("copydesk-\(UUID().uuidString)")

    private struct Outcome {
        let report: Report?
        let errorFile: ErrorFile?
        let tally: Tally
    }

    private struct Report: Decodable {
        struct Section: Decodable { let findings: Findings? }
        struct Findings: Decodable {}
        struct Problem: Decodable {
            let analyzer: String
            let message: String
            let reason: String
        }
        let analyzers: [String: Section]
        let problems: [Problem]

        var found: [String] { analyzers.filter { $0.value.findings != nil }.keys.sorted() }
        var reasons: [String: String] { Dictionary(problems.map { ($0.analyzer, $0.reason) }) { first, _ in first } }
    }

    private struct ErrorFile: Decodable {
        struct Attempt: Decodable { let failure: Failure? }
        let attempts: [Attempt]
    }

    /// Sees a document through, between two that order nothing; those must be delivered whole.
    private func run(
        _ text: String, maxAttempts: Int = 3, time: Duration = .seconds(300)
    ) async throws -> Outcome {
        defer { try? FileManager.default.removeItem(at: root) }
        let folders = SpoolFolders(
            inbox: FilePath(root.path + "/inbox"), outbox: FilePath(root.path + "/outbox"),
            state: FilePath(root.path + "/state"))
        let inbox = root.appendingPathComponent("inbox")
        try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
        for (name, text) in ["a.txt": "fine one", "m.txt": text, "z.txt": "fine two"] {
            try Data(text.utf8).write(to: inbox.appendingPathComponent(name))
        }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var options = SpoolOptions()
        options.settleTime = .zero
        options.minFreeBytes = 0
        let store = try SpoolStore(folders, options: options, isDrainedOnce: true, logger: logger)
        let budget = DocumentBudget(base: time, bytesPerSecond: 1 << 30)
        let worker = WorkerOptions(limits: WorkerLimits(memoryBytes: 2 << 30, maxBytes: 1 << 20, budget: budget))
        let command = WorkerLaunch(
            executable: FilePath(Self.worker.path),
            arguments: ["\(getpid())", worker.argument],
            environment: WorkerLaunch.inheritedEnvironment)
        let pool = WorkerPool(command: command, size: 1, budget: budget, logger: logger)
        let tally = TallyBoard()
        let dispatcher = Dispatcher(
            store: store, pool: pool, tally: tally, notifier: Notifier(), logger: logger,
            settings: DispatchSettings(width: 2, maxAttempts: maxAttempts, drainTime: .seconds(20), budget: budget))
        _ = try await store.open(troublesChanged: {})
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await pool.run() }
            await dispatcher.run()
            group.cancelAll()
        }
        for name in ["a.txt", "z.txt"] {
            #expect(try decode(Report.self, "outbox/\(name).json")?.problems.count == 0)
        }
        return Outcome(
            report: try decode(Report.self, "outbox/m.txt.json"),
            errorFile: try decode(ErrorFile.self, "state/failed/m.txt.error.json"), tally: tally.current)
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value? {
        guard let data = try? Data(contentsOf: root.appendingPathComponent(path)) else { return nil }
        return try JSONDecoder().decode(type, from: data)
    }

    @Test(arguments: [
        ("throwing", "error"), ("trapping", "crash"), ("aborting", "crash"), ("accessing", "crash"),
        ("overflowing", "crash"), ("exiting", "exit"), ("looping", "deadline"), ("hanging", "deadline"),
        ("allocating", "memory"), ("growing", "memory"), ("demanding", "memory"), ("flooding", "error"),
        ("forking", "error"),
    ])
    func anAnalyzerThatFailsCostsItsOwnSection(misdeed: String, reason: String) async throws {
        // Only where it runs out must the time be short; elsewhere a busy machine may take what it needs.
        let outcome = try await run("\(misdeed) document", time: .seconds(reason == "deadline" ? 4 : 300))
        let report = try #require(outcome.report)
        #expect(report.found == ["late", "steady", "unwritable"])
        #expect(report.reasons == ["faulty": reason, "dependent": "dependency"], "\(report.problems)")
        #expect(report.analyzers.keys.sorted() == ["dependent", "faulty", "late", "steady", "unwritable"])
        #expect(outcome.tally.delivered == 3 && outcome.tally.failed == 0)
    }

    @Test func twoThatFailCostTwoSections() async throws {
        let outcome = try await run("trapping unwritable document")
        let report = try #require(outcome.report)
        #expect(report.found == ["late", "steady"])
        #expect(report.reasons == ["faulty": "crash", "unwritable": "crash", "dependent": "dependency"])
    }

    @Test func withoutAnAttemptLeftTheDocumentIsSetAsideWithTheAnalyzersName() async throws {
        let outcome = try await run("trapping unwritable document", maxAttempts: 2)
        #expect(outcome.report == nil)
        let failures = try #require(outcome.errorFile).attempts.map(\.failure)
        #expect(failures.map(\.?.analyzer) == ["faulty", "unwritable"])
        #expect(failures.map(\.?.reason) == ["crash", "crash"])
        #expect(outcome.tally.delivered == 2 && outcome.tally.failed == 1)
    }
}
