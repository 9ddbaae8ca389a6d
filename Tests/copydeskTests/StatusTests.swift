import Foundation
import Testing

@testable import Supervision
@testable import copydesk

/// `copydesk status` over folders, with and without what a daemon says of itself.
@Suite struct StatusTests {
    private static let plain = Terminal(width: 100, hasColour: false)

    private func status(_ folders: DaemonHarness) throws -> Status {
        let flags = [("inbox", folders.inbox), ("outbox", folders.outbox), ("state", folders.state)].map {
            SettingFlag(key: $0, text: $1.path, flag: $0)
        }
        return try Status(StateFolder(settings: Settings(flags: flags)))
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
        (tally.waiting, tally.delivered, tally.failed) = (12, 40, 1)
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
                Waiting    12 in the inbox, the oldest for 1 h 2 min
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
