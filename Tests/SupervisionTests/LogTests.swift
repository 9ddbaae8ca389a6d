import Foundation
import Logging
import Spool
import Synchronization
import SystemPackage
import Testing
import Wire

@testable import Supervision

@Suite struct LogTests {
    private struct Example: JournalEvent {
        static let messageID = "0123456789abcdef0123456789abcdef"
        static let level = Logger.Level.warning
        var path: FilePath = "a/story.txt"
        var message: String { "Something happened to '\(path)'." }
        var fields: Logger.Metadata {
            ["document": .path(path), "duration_usec": .microseconds(.milliseconds(1500)), "errno": .number(28)]
        }
    }

    /// What the handler hands to journald.
    private func journalEntry(_ body: (Logger) -> Void) -> [String: [UInt8]] {
        let entries = Mutex<[[[UInt8]]]>([])
        let handler = JournalLogHandler(level: SharedLogLevel(.debug)) { entry in entries.withLock { $0.append(entry) }
        }
        body(Logger(label: "test") { _ in handler })
        handler.flush()
        let fields = entries.withLock { $0.last ?? [] }
        let pairs = fields.map { field in
            let name = field.prefix { $0 != UInt8(ascii: "=") }
            return (String(decoding: name, as: UTF8.self), Array(field.dropFirst(name.count + 1)))
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    @Test func anEventReachesTheJournalWithItsFields() {
        let entry = journalEntry { $0.record(Example()) }.mapValues { String(decoding: $0, as: UTF8.self) }
        #expect(entry["MESSAGE"] == "Something happened to 'a/story.txt'.")
        #expect(entry["MESSAGE_ID"] == Example.messageID)
        #expect(entry["PRIORITY"] == "4")
        #expect(entry["COPYDESK_DOCUMENT"] == "a/story.txt")
        #expect(entry["COPYDESK_DURATION_USEC"] == "1500000")
        #expect(entry["ERRNO"] == "28")
        #expect(entry["CODE_FILE"]?.hasSuffix("LogTests.swift") == true)
        #expect(entry["SYSLOG_IDENTIFIER"] == "copydesk")
    }

    /// A kill always, an embargo while it lasts, in whatever zone where it has none.
    @Test(
        arguments: [
            ("canceled", "", "is canceled"), ("withheld", "2020-01-01T00:00:00Z", "is withheld"), ("", "", nil),
            ("", "2026-10-15T11:00:00Z", "is under embargo until 2026-10-15T11:00:00Z"),
            ("", "2026-10-15T10:59:59.9Z", nil),
            ("canceled", "2026-12-24T18:00:00Z", "is canceled and is under embargo until 2026-12-24T18:00:00Z"),
            ("", "2026-10-15T08:00:00", "is under embargo until 2026-10-15T08:00:00"), ("", "2026-10-14T22:00:00", nil),
        ] as [(String, String, String?)])
    func whatMustNotBePublishedIsSaid(_ status: String, _ embargo: String, _ words: String?) throws {
        let now = try #require(Timestamp.date("2026-10-15T10:59:59Z"))
        let hold = AnalysisReport.Hold(status: status, embargo: embargo).inForce(at: now)
        #expect((hold == nil) == (words == nil))
        guard let hold, let words else { return }
        let event = DocumentHeldBack(document: "a/kill.xml", hold: hold)
        #expect(event.message == "'a/kill.xml' \(words), as its source says: it must not be published as it is.")
    }

    @Test func aNameThatIsNotUTF8ReachesTheJournalAsItIs() {
        let bytes: [CChar] = [0x61, -1, 0x0A, 0x62, 0]
        let path = FilePath(platformString: bytes)
        let entry = journalEntry { $0.record(Example(path: path)) }
        #expect(entry["COPYDESK_DOCUMENT"] == [0x61, 0xFF, 0x0A, 0x62])
    }

    @Test(arguments: [
        ("document", "COPYDESK_DOCUMENT"), ("sl-signal", "COPYDESK_SL_SIGNAL"), ("ä", "COPYDESK___"),
        ("message_id", "MESSAGE_ID"),
        (String(repeating: "x", count: 80), "COPYDESK_" + String(repeating: "X", count: 55)),
    ])
    func keysBecomeNamesThatJournaldTakes(key: String, name: String) {
        #expect(JournalLogHandler.name(for: key) == name)
    }

    @Test func aLevelThatIsNotWantedCostsNothing() {
        let level = SharedLogLevel(.error)
        let handler = StandardErrorLogHandler(style: .text, level: level)
        #expect(Logger(label: "test") { _ in handler }.logLevel == .error)
        level.current = .debug
        #expect(Logger(label: "test") { _ in handler }.logLevel == .debug)
    }

    private func line(_ style: StandardErrorLogHandler.Style, _ message: String) -> String {
        let handler = StandardErrorLogHandler(style: style, level: SharedLogLevel(.debug))
        let event = LogEvent(
            level: .notice, message: "\(message)", metadata: ["document": "a \"b\".txt", "words": .number(3)],
            source: nil, file: "f", function: "g", line: 1)
        return handler.line(for: event, at: Date(timeIntervalSince1970: 1_764_021_867.0895))
    }

    @Test func aLineForPeopleHasTimeLevelAndSentence() {
        #expect(line(.text, "Delivered.") == "2025-11-24T22:04:27.089Z notice: Delivered.")
    }

    @Test func noNameCanStartALineOfItsOwnOrMoveTheCursor() {
        let text = line(.text, "a\n2025 critical: b \u{1B}[2J \u{202E}")
        #expect(text.hasSuffix(#"notice: a\x0a2025 critical: b \x1b[2J \xe2\x80\xae"#))
    }

    @Test func aLineOfJSONCanBeReadBack() throws {
        let json = line(.json, "tab\there \u{1} “ü” \u{2028}")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(object["message"] as? String == "tab\there \u{1} “ü” \u{2028}")
        #expect(object["document"] as? String == "a \"b\".txt")
        #expect(object["words"] as? Int == 3)
        #expect(object["level"] as? String == "notice")
        #expect(!json.contains("\n"))
    }
}

@Suite struct TallyTests {
    @Test(arguments: [
        ((2, 16, 12, 481, 2), "Analyzing 2 of 16 claimed, 12 waiting, 481 delivered, 2 failed"),
        // The workers' figure may be a moment old.
        ((2, 1, 0, 481, 2), "Analyzing 1 of 1 claimed, 0 waiting, 481 delivered, 2 failed"),
        ((2, 0, 0, 481, 2), "Idle, 481 delivered, 2 failed"),
        ((0, 0, 1, 0, 0), "1 waiting, 0 delivered, 0 failed"),
    ])
    func theSentenceSaysHowTheWorkStands(counts: (Int, Int, Int, Int, Int), sentence: String) {
        var tally = Tally()
        (tally.analyzing, tally.claimed, tally.waiting, tally.delivered, tally.failed) = counts
        #expect(tally.sentence == sentence)
    }

    @Test func theOldestAndRefusedSettingsAreNamed() {
        var tally = Tally()
        (tally.waiting, tally.oldestWaiting) = (5, 1_793_649_600)
        tally.refusedSettings = "line 3"
        #expect(
            tally.sentence
                == "5 waiting since 2026-11-02T20:00:00Z, 0 delivered, 0 failed; new settings were refused: "
                + "line 3")
    }

    @Test func polledFoldersAreToldByTheirReasons() {
        let polled: [FilePath: PollingReason] = [
            "": .fileSystem("NFS"), "a": .fileSystem("NFS"), "b": .watchLimit,
        ]
        #expect(
            SpoolStore.troubles(inbox: "/in", isInboxThere: true, polled: polled) == [
                "1 folder polled: the limit of watches is reached, raise fs.inotify.max_user_watches",
                "2 folders polled: NFS does not report what other machines change",
            ])
        let unreadable: [FilePath: Errno] = ["b": .permissionDenied, "a": .permissionDenied, "c": .ioError]
        #expect(
            SpoolStore.troubles(inbox: "/in", isInboxThere: true, polled: [:], unreadable: unreadable) == [
                "nothing is taken from '/in/a', '/in/b', which cannot be read (Permission denied): "
                    + "sudo setfacl -m u:\(SystemUser.current.name):rwX /in/a; for the others see doctor",
                "nothing is taken from '/in/c', which cannot be read (Input/output error)",
            ])
        #expect(SpoolStore.troubles(inbox: "/in", isInboxThere: true, polled: [:]).isEmpty)
        let closed = SpoolStore.troubles(ofInbox: "/in", unreadable: ["b.txt", "a.txt"])
        #expect(
            closed.first?.hasPrefix("2 files of the inbox cannot be read by the daemon, as '/in/a.txt': sudo ") == true)
        #expect(SpoolStore.troubles(ofInbox: "/in", unreadable: []).isEmpty)
        #expect(
            SpoolStore.troubles(inbox: "/in", isInboxThere: false, polled: polled) == [
                "the inbox is gone: mount or make it"
            ])
    }

    @Test func aPauseAndATroubleAreNamed() {
        var tally = Tally()
        tally.pause = "the disk of '/state' is full"
        tally.troubles = ["workers held back"]
        #expect(
            tally.sentence
                == "Paused: the disk of '/state' is full; 0 claimed, 0 waiting, 0 delivered, 0 failed; workers held back"
        )
    }
}
