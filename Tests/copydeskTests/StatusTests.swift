import Foundation
import Glibc
import Spool
import SystemPackage
import Testing

@testable import Supervision
@testable import copydesk

/// `copydesk status` and `copydesk failed` beside the real daemon.
@Suite(.timeLimit(.minutes(10))) struct StatusOfDaemonTests {
    private func run(_ arguments: [String], in folders: DaemonHarness) throws -> ToolRun {
        try ToolRun(
            DaemonHarness.binary,
            arguments + ["--inbox", folders.inbox.path, "--outbox", folders.outbox.path, "--state", folders.state.path])
    }

    private func status(in folders: DaemonHarness) throws -> (exit: Int32, status: Status) {
        let run = try run(["status", "--json"], in: folders)
        return (run.status, try JSONDecoder().decode(Status.self, from: Data(run.output.utf8)))
    }

    @Test func itIsTrueFromReadyOnAfterEveryKindOfEnd() async throws {
        let daemon = try DaemonHarness()
        #expect(try status(in: daemon).exit == 3)
        for end in [SIGTERM, SIGKILL, SIGTERM] {
            try await daemon.startAndWait()
            let (exit, now) = try status(in: daemon)
            #expect(exit == 0 && now.isRunning && now.pid == Int(daemon.pid))
            #expect(now.daemon?.pid == daemon.pid && now.daemon?.starting == false && now.daemon?.stopping == false)
            let text = try run(["status"], in: daemon).output
            #expect(text.hasPrefix("Running"), "\(text)")
            #expect(text.split(separator: "\n").first?.contains("process \(daemon.pid), since ") == true, "\(text)")
            daemon.send(end)
            _ = try await daemon.wait()
            let (after, last) = try status(in: daemon)
            #expect(after == 3 && !last.isRunning && last.pid == nil && last.daemon?.pid == daemon.pid)
        }
    }

    @Test func whatAnEarlierDaemonSaidIsNotTakenForTheOneAtWork() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        let file = daemon.file("state", "status.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data(text.replacing("\"pid\":\(daemon.pid)", with: "\"pid\":1").utf8).write(to: file)
        let (exit, now) = try status(in: daemon)
        #expect(exit == 0 && now.pid == Int(daemon.pid) && now.daemon == nil)
        let words = now.text(Terminal(width: 100, hasColour: false)).split(whereSeparator: \.isWhitespace)
        #expect(words.prefix(3) == ["Starting", "process", "\(daemon.pid)"])
        // Nor is one that is no status at all.
        try Data("{".utf8).write(to: file)
        #expect(try status(in: daemon).exit == 0)
    }

    @Test func whatWasTakenByCopyDoesNotWait() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--set", "watch.rest=1h", "--set", "watch.settle=50ms"])
        // Written in place, as by `cp`.
        try Data("The mayor of Velmora opened a bridge.\n".utf8).write(to: daemon.file("inbox", "story.txt"))
        _ = try await daemon.report("story.txt")
        // The record of what was taken comes behind the report.
        try await daemon.wait("the claim's end") { try status(in: daemon).status.claimed == 0 }
        let now = try status(in: daemon).status
        #expect(now.inbox == 0 && now.taken == 1 && now.oldestSeconds == nil)
        let text = now.text(Terminal(width: 100, hasColour: false))
        #expect(text.contains("1 in the inbox was taken and stays for a while\n"), "\(text)")
        let why = try run(["why", "story.txt", "--set", "watch.rest=1h"], in: daemon).output
        #expect(why.contains("A copy of it was taken. It stays for 1 h after its last change"), "\(why)")
        #expect(why.contains("delivered"), "\(why)")
    }

    /// Files that were taken before a restart rest: they do not wait until somebody looks again.
    @Test func whatRestsDoesNotWaitAfterARestart() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--set", "watch.rest=1h"])
        try Data("The mayor of Velmora opened a bridge.\n".utf8).write(to: daemon.file("inbox", "story.txt"))
        _ = try await daemon.report("story.txt")
        try await daemon.wait("the claim's end") { try status(in: daemon).status.claimed == 0 }
        daemon.send(SIGTERM)
        #expect(try await daemon.wait() == 0)
        // Nobody looks after it for long: half of the watchdog's interval.
        let now = ["WATCHDOG_USEC": "\(4 * 3_600 * 1_000_000 as Int)"]
        try await daemon.startAndWait(["--set", "watch.rest=1h", "--set", "watch.settle=10ms"], environment: now)
        try await daemon.wait("no file to wait") {
            let now = try status(in: daemon).status
            return now.taken == 1 && now.daemon?.waiting == 0 && now.daemon?.status.hasPrefix("Idle") == true
        }
    }

    @Test(arguments: [["status"], ["failed"], ["retry", "--all"]])
    func foldersThatAreNotThereHaveAnExitStatusOfTheirOwn(_ command: [String]) throws {
        let folders = try DaemonHarness()
        try FileManager.default.removeItem(at: folders.state)
        let run = try run(command, in: folders)
        #expect(run.status == 66 && run.output.isEmpty)
        #expect(
            run.errors.hasPrefix("copydesk: the state folder '\(folders.state.path)' does not exist"), "\(run.errors)")
    }

    @Test func monitoringThatWritesAFileIsNoFailure() throws {
        let folders = try DaemonHarness()
        let file = folders.root.appendingPathComponent("copydesk.prom").path
        let run = try run(["status", "--format", "openmetrics", "--output", file], in: folders)
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("\ncopydesk_running 0\n"))
    }

    @Test func failuresAreListedWithTimeSizeAndTotalAndCanBeChosenByReason() async throws {
        let daemon = try DaemonHarness()
        try daemon.drop(Data("Good until here".utf8) + Data([0xFF, 0x41]), as: "a/latin.txt")
        try daemon.drop(Data([0x61, 0x00]), as: "picture.png")
        try daemon.drop(String(repeating: "x", count: 2_048), as: "large.txt")
        try daemon.start(["--once", "--set", "limits.maxBytes=2000"])
        #expect(try await daemon.wait() == 0)
        let text = try run(["failed"], in: daemon).output
        #expect(text.hasSuffix("\n3 documents of 2.0 KiB: 1 invalid-utf8, 1 not-text, 1 too-large.\n"), "\(text)")
        let year = Calendar(identifier: .gregorian).component(.year, from: .now)
        #expect(text.contains("\nlarge.txt  too-large\n    \(year)-") && text.contains("Z, 2.0 KiB\n"), "\(text)")
        let json = try run(["failed", "--json", "--reason", "not-text", "--reason", "crash"], in: daemon).output
        let list = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        #expect(list.map { $0["name"] as? String } == ["picture.png"] && list.first?["bytes"] as? Int == 2)
        #expect((list.first?["time"] as? String)?.hasPrefix("\(year)-") == true)
        for command in ["failed", "retry"] {
            let none = try run([command, "--reason", "crash"], in: daemon)
            #expect(none.status == 0 && none.output == "None failed for this reason.\n", "\(none.output)")
            let wrong = try run([command, "--reason", "toolarge"], in: daemon)
            #expect(wrong.status == 64 && wrong.output.isEmpty)
            #expect(
                wrong.errors.hasPrefix(
                    "copydesk: No document fails for the reason 'toolarge'. Did you mean 'too-large'? The reasons are "
                        + "attempts, changed, "), "\(wrong.errors)")
        }

        // The limit is the default's again: the large one may be delivered now.
        let retried = try run(["retry", "--reason", "too-large"], in: daemon)
        #expect(retried.status == 0 && retried.output == "large.txt is in the inbox again.\n")
        let incomplete = try run(["retry", "--problems"], in: daemon)
        #expect(
            incomplete.status == 0
                && incomplete.output == "No delivered document's report lacks an analyzer's findings.\n")
        let rest = try run(["retry", "--all"], in: daemon)
        #expect(
            rest.output == """
                a/latin.txt is in the inbox again, and is sure to fail again: invalid-utf8.
                picture.png is in the inbox again, and is sure to fail again: not-text.

                """)
        #expect(try run(["retry", "--all"], in: daemon).output == "Nothing has failed.\n")
    }
}

/// `copydesk status` over folders, with and without what a daemon says of itself.
@Suite struct StatusTests {
    private static let plain = Terminal(width: 100, hasColour: false)

    private func status(_ folders: DaemonHarness) throws -> Status {
        let flags = [("inbox", folders.inbox), ("outbox", folders.outbox), ("state", folders.state)].map {
            SettingFlag(key: $0, text: $1.path, flag: $0)
        }
        return Status(StateFolder(settings: try Settings(flags: flags)))
    }

    @Test func withoutADaemonTheFoldersTell() throws {
        let folders = try DaemonHarness()
        try folders.drop("x", as: "a/one.txt")
        try folders.drop("x", as: "two.txt")
        try folders.drop("x", as: "half.txt.part")
        let status = try status(folders)
        #expect(!status.isRunning && status.inbox == 2 && status.oldestSeconds != nil && status.claimed == 0)
        let text = status.text(Self.plain)
        #expect(text.hasPrefix("Not running  no daemon ever worked on these folders\n"), "\(text)")
        #expect(text.contains("\nWaiting      2 in the inbox, the oldest for "), "\(text)")
        #expect(!text.contains("Delivered"))
    }

    @Test func aPauseAndTroublesAreSaidWithTheirReasons() throws {
        var status = try status(DaemonHarness())
        status.isRunning = true
        status.inbox = 12
        status.oldestSeconds = 3_725
        status.failed = 1
        var tally = Tally()
        (tally.waiting, tally.settling, tally.delivered, tally.failed) = (10, 2, 40, 1)
        tally.pause = "'/srv/out' has no space left"
        tally.troubles = ["2 folders polled: NFS does not report"]
        let written = DaemonStatus(
            version: "1", pid: 7, started: "then", updated: "now", tally: tally,
            health: WorkerPool.Health(ready: 2, busy: 1, deaths: 5), deliveredLastMinute: 3, deliveredLastHour: 31)
        // As it comes out of the file that the daemon writes.
        status.daemon = try DaemonStatus(json: written.json)
        #expect(status.daemon == written)
        #expect(
            status.text(Self.plain) == """
                Paused     process 7, since then, version 1
                Because    '/srv/out' has no space left
                Trouble    2 folders polled: NFS does not report
                Waiting    12 in the inbox, 2 of them settling, the oldest for 1 h 2 min
                Under way  0 claimed
                Delivered  3 in the last minute, 31 in the last hour, 40 since the start
                Failed     1 in failed/: see `copydesk failed`
                Workers    2 ready, 1 at work, 5 lost since the start
                """)
        let metrics = status.metrics
        #expect(metrics.contains("\ncopydesk_paused 1\n") && metrics.contains("\ncopydesk_troubles 1\n"))
        #expect(metrics.contains("\ncopydesk_oldest_document_age_seconds 3725\n"))
        #expect(metrics.contains("\ncopydesk_lost_workers_total 5\n"))
    }

    /// A folder that has a line with what mends it is not told of a second time, in the daemon's words.
    @Test(arguments: [3, 4, 5]) func aBarredFolderIsToldOfOnce(count: Int) throws {
        var status = try status(DaemonHarness())
        status.isRunning = true
        status.barred = (1...count).map {
            Status.Barred(path: "f\($0)", message: "Folder \($0) is closed.", command: "open \($0)")
        }
        var tally = Tally()
        tally.troubles = [
            "documents stay in '/in/f1', '/in/f2' when they are done", "1 folder polled: NFS does not report",
        ]
        let written = DaemonStatus(
            version: "1", pid: 7, started: "then", updated: "now", tally: tally,
            health: WorkerPool.Health(ready: 2, busy: 1, deaths: 5), deliveredLastMinute: 3, deliveredLastHour: 31)
        status.daemon = try DaemonStatus(json: written.json)
        let text = status.text(Self.plain)
        #expect(!text.contains("documents stay") && text.contains("NFS does not report"), "\(text)")
        #expect(text.contains("open 3\n") && !text.contains("open 4\n"), "\(text)")
        #expect(text.contains("1 more folder: see `copydesk doctor`") == (count == 4), "\(text)")
        #expect(text.contains("2 more folders: see") == (count == 5), "\(text)")
    }

    @Test func everyMetricHasATypeAHelpAndAValue() throws {
        let lines = try status(DaemonHarness()).metrics.split(separator: "\n")
        #expect(lines.last == "# EOF")
        for start in stride(from: 0, to: lines.count - 1, by: 3) {
            let name = lines[start].split(separator: " ")[2]
            let kind = lines[start].split(separator: " ")[3]
            #expect(lines[start + 1].hasPrefix("# HELP \(name) ") && lines[start + 1].hasSuffix("."))
            #expect(lines[start + 2].hasPrefix(kind == "counter" ? "\(name)_total " : "\(name) "))
        }
    }

    @Test(arguments: [
        (0, "0 s"), (59, "59 s"), (60, "1 min 0 s"), (3_599, "59 min 59 s"), (3_600, "1 h 0 min"), (90_000, "1 d 1 h"),
    ])
    func aSpanHasItsTwoLargestUnits(seconds: Int, text: String) {
        #expect(Status.span(seconds) == text)
    }

    @Test(arguments: [
        (0, "0 bytes"), (1, "1 byte"), (1_023, "1023 bytes"), (1_024, "1.0 KiB"), (10_000, "9.8 KiB"),
        (10_240, "10 KiB"),
        (1_048_575, "1024 KiB"), (34_000_000, "32 MiB"),
    ])
    func aSizeIsRoundedToItsUnit(bytes: Int, text: String) {
        #expect(ByteSize.rounded(bytes) == text)
    }

    @Test(arguments: [
        (1, 1, "with 1 worker; ready in 2.0 ms. 1 document of an earlier run goes on."),
        (2, 3, "with 2 workers; ready in 2.0 ms. 3 documents of an earlier run go on."), (2, 0, "ready in 2.0 ms."),
    ])
    func oneIsSpokenOfAsOne(workers: Int, recovered: Int, words: String) {
        let event = DaemonStarted(
            inbox: "in", outbox: "out", workers: workers, recovered: recovered, duration: .milliseconds(2))
        #expect(event.message.hasSuffix(words), "\(event.message)")
    }

    @Test(arguments: [
        WorkerFailure.crashed(signal: SIGKILL, lastWords: ""), .crashed(signal: SIGXCPU, lastWords: ""),
        .crashed(signal: SIGILL, lastWords: ""), .outOfMemory(lastWords: ""), .exited(1, lastWords: ""),
        .missedDeadline(.zero), .brokenProtocol(""), .notStarted(""),
    ])
    func everyEndOfAWorkerIsAReasonThatMayBeAskedFor(failure: WorkerFailure) {
        #expect(Failure.reasons.contains(failure.reason))
    }

    @Test func aFileIsReplacedWholeOrNotAtAll() throws {
        let folders = try DaemonHarness()
        let file = folders.root.appendingPathComponent("copydesk.prom")
        try FileBytes.replace(file.path, with: Array("old".utf8))
        try FileBytes.replace(file.path, with: Array("new".utf8))
        #expect(try String(contentsOf: file, encoding: .utf8) == "new")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folders.root.path).filter { $0.hasPrefix(".") } == [])
        #expect(throws: (any Error).self) { try FileBytes.replace(folders.inbox.path, with: [1]) }
        #expect(folders.exists(folders.inbox))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folders.root.path).filter { $0.hasPrefix(".") } == [])
    }
}
