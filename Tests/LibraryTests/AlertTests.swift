import AnalyzerTesting
import Foundation
import GRDB
import Glibc
import Spool
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import Library

/// Standing queries.
@Suite struct AlertTests {
    private static let story = Story(
        path: "a/story.txt", text: "Vera Holm said “the harbour is shut”. Northline praised Lech Wałęsa in Ostrava.",
        title: "Shut for a week",
        named: [
            .init(name: "Vera Holm", aliases: ["Holm"], stance: "critical"), .init(name: "Northline", type: "ORG"),
            .init(name: "Lech Wałęsa", stance: "supportive"),
        ], said: [.init(words: "the harbour is shut", by: [0])])

    private func change(_ story: Story, desk: Desk) throws -> ReportChange {
        try desk.put(story, at: "a/story.txt.json")
        return try #require(try OutboxIntake(OutboxReader(desk.outbox)).changes(at: ["a/story.txt.json"]).first)
    }

    private func entry(_ story: Story) throws -> ReportEntry {
        guard case .report(let entry, _) = try change(story, desk: Desk()).content else {
            throw LibraryError.none("no report")
        }
        return entry
    }

    @Test(arguments: [
        (Alert(name: "x", speaker: "vera holm", created: 0), true),
        (Alert(name: "x", speaker: "Holm", created: 0), true),
        (Alert(name: "x", speaker: "Northline", created: 0), false),
        (Alert(name: "x", entity: "northline", created: 0), true),
        (Alert(name: "x", entity: "Walesa", created: 0), false),
        (Alert(name: "x", entity: "LECH WALESA", created: 0), true),
        (Alert(name: "x", text: "harbour is shut", created: 0), true),
        (Alert(name: "x", text: "Harbour was", created: 0), false), (Alert(name: "x", text: "harb*", created: 0), true),
        (Alert(name: "x", text: "the harb*", created: 0), true), (Alert(name: "x", text: "arbour", created: 0), false),
        (Alert(name: "x", text: "for a week", created: 0), true),
        (Alert(name: "x", text: "week vera", created: 0), false),
        (Alert(name: "x", stance: .critical, created: 0), true), (Alert(name: "x", stance: .mixed, created: 0), false),
        (Alert(name: "x", entity: "Vera Holm", stance: .critical, created: 0), true),
        (Alert(name: "x", entity: "Vera Holm", stance: .supportive, created: 0), false),
        (Alert(name: "x", speaker: "Vera Holm", entity: "Northline", text: "ostrava", created: 0), true),
        (Alert(name: "x", speaker: "Vera Holm", entity: "Southline", text: "ostrava", created: 0), false),
        (Alert(name: "x", created: 0), false), (Alert(name: "x", text: "…", created: 0), false),
    ])
    func aReportAnswersWhatItMeets(alert: Alert, isMet: Bool) throws {
        #expect(AlertIndex([alert]).matches(try entry(Self.story)).count == (isMet ? 1 : 0))
    }

    /// An unnamed speaker is waited for by the words that the text has.
    @Test func aSpeakerWithoutANameIsWaitedFor() throws {
        let story = Story(text: "Two officials said “no”.", said: [.init(words: "no", called: "Two officials")])
        #expect(
            AlertIndex([Alert(name: "x", speaker: "two officials", created: 0)]).matches(try entry(story)).count == 1)
    }

    /// 10,000 of them cost less than a millisecond a report in a release build; here, unoptimized, a bound that a loop over all
    /// of them would break.
    @Test func manyCostLittle() throws {
        var random = SplitMix64(state: 1)
        let words = (0..<3_000).map { "word\($0)" }
        let alerts = (0..<10_000).map { number in
            switch number % 4 {
            case 0: Alert(name: "a\(number)", speaker: "Speaker Number\(number)", created: 0)
            case 1: Alert(name: "a\(number)", entity: "Entity Number\(number)", stance: .critical, created: 0)
            case 2: Alert(name: "a\(number)", text: "rare\(number) \(words[number % 3_000])", created: 0)
            default: Alert(name: "a\(number)", text: "begin\(number)*", created: 0)
            }
        }
        let index = AlertIndex(alerts)
        let text = (0..<600).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
        let all = try entry(Story(text: text + " rare2 word2 begin3ning", named: [.init(name: "Entity Number1")]))
        #expect(index.matches(all).map(\.name) == ["a2", "a3"])
        let one = AlertIndex(Array(alerts.prefix(4)))
        let few = processorTime { for _ in 0..<20 { #expect(one.matches(all).count == 2) } }
        let many = processorTime { for _ in 0..<20 { #expect(index.matches(all).count == 2) } }
        #expect(many < few * 6, "\(few / 20) for four, \(many / 20) for all")
    }

    /// What a desk tells of some reports.
    private func told(of changes: [ReportChange], _ alerts: AlertDesk) throws -> [AlertDesk.Match] {
        let matches = Mutex<[AlertDesk.Match]>([])
        try alerts.look(at: changes) { match in
            matches.withLock { $0.append(match) }
        } failed: { error in
            Issue.record("\(error)")
        }
        return matches.withLock { $0 }
    }

    /// What befalls a library between two looks at the outbox.
    enum Fate: CaseIterable { case nothing, rebuilt, damaged, begunAnew, killedBeforeItWrote, remade }

    /// A library goes through something; of what came before nothing is told again, though the matches' files were taken
    /// away, and all that came meanwhile is told, once.
    @Test(arguments: Fate.allCases) func everyMatchIsToldOnceWhateverHappens(fate: Fate) throws {
        let desk = try Desk()
        let matches = Mutex<[String]>([])
        /// What follows the outbox, begun anew as a new process would.
        func look() -> LibraryKeeper.Look {
            let alerts = AlertDesk(desk.layout, outbox: desk.outbox, folderMode: 0o770)
            alerts.update()
            return LibraryKeeper.Look { changes throws(LibraryError) in
                try alerts.look(at: changes) { match in
                    matches.withLock { $0.append(match.report.string) }
                } failed: { error in
                    Issue.record("\(error)")
                }
            }
        }
        var keeper: LibraryKeeper? = try desk.keeper()
        try AlertFiles(desk.layout).add(Alert(name: "holm", speaker: "Vera Holm", created: 0))
        func put(_ name: String) throws {
            var story = Self.story
            story.path = name
            try desk.put(story, at: FilePath("\(name).json"))
        }
        for name in ["1", "2"] { try put(name) }
        try keeper?.reconcile(look: look())
        let folder = desk.outbox.appending(".alerts/holm").string
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
        try FileManager.default.removeItem(atPath: folder)
        try put("3")
        switch fate {
        case .nothing: break
        case .rebuilt:
            try keeper?.close()
            keeper = nil
            keeper = try desk.keeper(isForRebuilding: true)
            #expect(try keeper?.rebuild(look: look()) == 3)
        case .damaged:
            try keeper?.close()
            keeper = nil
            #expect(truncate(LibraryLayout.database(in: try #require(desk.layout.target)).string, 8_192) == 0)
            keeper = try desk.keeper()
            #expect(keeper?.setAside != nil)
        case .begunAnew: _ = try keeper?.startOver(after: "a test")
        case .killedBeforeItWrote:
            let changes = try OutboxIntake(OutboxReader(desk.outbox)).changes(at: ["3.json"])
            try look().coming(changes)
        case .remade: try desk.database().write { try $0.execute(sql: "DELETE FROM document") }
        }
        for name in ["4", "1"] { try put(name) }
        for _ in 0..<2 { try keeper?.reconcile(look: look()) }
        #expect(matches.withLock { $0.sorted() } == ["1.json", "2.json", "3.json", "4.json"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
        try keeper?.close()
    }

    /// Ended between any two steps, what was not noted as told is told again: each match once in its file, once where a unit
    /// takes it, and at least once in the journal.
    @Test(arguments: ["nothing", "its file", "the unit's file", "its note"])
    func aMatchIsNotLostInTheMiddle(
        lacks: String
    ) throws {
        let desk = try Desk()
        try desk.keeper().close()
        try AlertFiles(desk.layout).add(Alert(name: "holm", speaker: "Vera Holm", created: 7, startsUnit: true))
        func newDesk() -> AlertDesk {
            let alerts = AlertDesk(desk.layout, outbox: desk.outbox, folderMode: 0o770)
            alerts.update()
            return alerts
        }
        let change = try change(Self.story, desk: desk)
        let file = desk.outbox.pushing(try #require(try told(of: [change], newDesk()).first).file)
        let queued = file.removingLastComponent().appending("new").appending(try #require(file.lastComponent))
        let note = desk.layout.told.appending("holm.7")
        for path in [file, queued, note] { #expect(access(path.string, F_OK) == 0) }
        let bytes = try Data(contentsOf: URL(filePath: file.string))
        switch lacks {
        case "its file": for path in [file, queued, note] { unlink(path.string) }
        case "the unit's file": for path in [queued, note] { unlink(path.string) }
        case "its note": unlink(note.string)
        default: break
        }
        let again = try told(of: [change], newDesk())
        #expect(again.count == (lacks == "nothing" ? 0 : 1))
        for path in [file, queued] { #expect(try Data(contentsOf: URL(filePath: path.string)) == bytes) }
        #expect(try told(of: [change], newDesk()) == [])
    }

    /// The same bytes at two places are two matches, however like one another the places are.
    @Test func matchesOfOneNameAreTold() throws {
        let desk = try Desk()
        try desk.keeper().close()
        try AlertFiles(desk.layout).add(Alert(name: "holm", speaker: "Vera Holm", created: 0))
        let alerts = AlertDesk(desk.layout, outbox: desk.outbox, folderMode: 0o770)
        alerts.update()
        let long = String(repeating: "x", count: 100)
        let places = [
            "a/b.json", "a+b.json", "a%2Bb.json", "a/+b.json", "a+/b.json", "\(long)/\(long)1.json",
            "\(long)/\(long)2.json",
        ].map { FilePath($0) }
        for place in places { try desk.put(Self.story, at: place) }
        let changes = try OutboxIntake(OutboxReader(desk.outbox)).changes(at: places[...])
        let matches = try told(of: changes, alerts)
        #expect(matches.map(\.report) == places && Set(matches.map(\.file)).count == places.count)
    }

    /// A line that a full disk cut off spoils neither itself nor the next.
    @Test func whatIsNotedOfMatchesIsReadThoughALineIsCutOff() throws {
        let desk = try Desk()
        try desk.keeper().close()
        let alert = Alert(name: "holm", speaker: "Vera Holm", created: 7)
        var told = ToldMatches(desk.layout, folderMode: 0o770)
        for match in ["a", "b"] { try told.insert(match, of: alert) }
        let path = desk.layout.told.appending("holm.7").string
        let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        #expect(truncate(path, off_t(size - 5)) == 0)
        told = ToldMatches(desk.layout, folderMode: 0o770)
        try told.insert("c", of: alert)
        told = ToldMatches(desk.layout, folderMode: 0o770)
        for (match, isTold) in [("a", true), ("b", false), ("c", true)] {
            #expect(try told.contains(match, of: alert) == isTold)
        }
        // Another alert of the name, and none.
        #expect(try !told.contains("a", of: Alert(name: "holm", speaker: "Vera Holm", created: 8)))
        told.keepOnly([])
        #expect(try !told.contains("a", of: alert))
        #expect(access(path, F_OK) != 0)
    }

    /// Where a match cannot be written for want of room, its report waits outside with all that came with it; nothing is said
    /// of any report at each try.
    @Test func aBatchWaitsUntilItsMatchesCanBeWritten() throws {
        let desk = try Desk()
        let keeper = try desk.keeper()
        try AlertFiles(desk.layout).add(Alert(name: "holm", speaker: "Vera Holm", created: 0))
        for name in ["1", "2"] { try desk.put(Self.story, at: FilePath("\(name).json")) }
        try desk.put(Array("{".utf8), at: "3.json")
        let alerts = AlertDesk(desk.layout, outbox: desk.outbox, folderMode: 0o770)
        alerts.update()
        let isFull = Mutex(true)
        let said = Mutex<[String]>([])
        let full = LibraryError.system(desk.outbox, .noSpace)
        let look = LibraryKeeper.Look { changes throws(LibraryError) in
            if isFull.withLock({ $0 }) { throw full }
            try alerts.look(at: changes) { match in
                said.withLock { $0.append(match.report.string) }
            } failed: { error in
                Issue.record("\(error)")
            }
        } refused: { change in
            said.withLock { $0.append(change.place.string) }
        }
        for _ in 0..<3 {
            #expect(throws: full) { try keeper.reconcile(look: look) }
        }
        #expect(try keeper.counts() == (0, 0) && said.withLock { $0 } == [])
        isFull.withLock { $0 = false }
        for _ in 0..<2 { try keeper.reconcile(look: look) }
        #expect(try keeper.counts() == (2, 1) && said.withLock { $0.sorted() } == ["1.json", "2.json", "3.json"])
        try keeper.close()
    }

    /// What tells of a match says until when the document is not to be used, in its file and in the journal.
    @Test(arguments: [
        ("2999-01-31T06:00:00+02:00", "2999-01-31T04:00:00Z"), ("2020-01-31T06:00:00Z", nil), ("soon", nil), (nil, nil),
    ])
    func aMatchTellsOfAnEmbargo(embargo: String?, told until: String?) throws {
        let desk = try Desk()
        try desk.keeper().close()
        try AlertFiles(desk.layout).add(Alert(name: "holm", speaker: "Vera Holm", created: 0))
        let alerts = AlertDesk(desk.layout, outbox: desk.outbox, folderMode: 0o770)
        alerts.update()
        var story = Self.story
        (story.wire, story.embargo) = (("urn:x:1", nil, "usable"), embargo)
        let match = try #require(try told(of: [change(story, desk: desk)], alerts).first)
        let json = try #require(
            try JSONSerialization.jsonObject(
                with: Data(contentsOf: URL(filePath: desk.outbox.pushing(match.file).string))) as? [String: Any])
        // There, though it is null.
        #expect(try #require(json["embargo"]) as? String == embargo)
        let notice = try #require(try AlertNotice.all(in: desk.outbox, of: ["holm"], limit: 5).first)
        #expect(json["delivered"] as? String == PublishedTime.text(notice.delivered) && notice.embargo == embargo)
        #expect(notice.embargo(at: notice.delivered).map { PublishedTime.text($0) } == until)
        let event = AlertMatched(match: match)
        #expect(event.message.contains("under embargo until \(until ?? "")") == (until != nil), "\(event.message)")
        #expect(event.fields["embargo"].map { "\($0)" } == until)
    }

    /// One that an earlier version wrote: a time as a number, and no word of what it lacks.
    @Test(arguments: [("1700000000", 1_700_000_000), ("\"2023-11-14T22:13:20Z\"", 1_700_000_000), ("\"soon\"", nil)])
    func earlierFilesAreRead(delivered: String, seconds: Int?) throws {
        let desk = try Desk()
        let json = "{\"alert\":\"a\",\"delivered\":\(delivered),\"document\":\"d\",\"quotes\":[],\"report\":\"d.json\"}"
        try desk.put(Array(json.utf8), at: ".alerts/a/d.json")
        let notices = try AlertNotice.all(in: desk.outbox, of: ["a"], limit: 5)
        #expect(notices.map(\.delivered) == [seconds].compactMap(\.self) && notices.allSatisfy { $0.embargo == nil })
    }

    @Test func aMatchIsToldOfOnce() throws {
        let desk = try Desk()
        let keeper = try desk.keeper()
        let files = AlertFiles(desk.layout)
        try files.add(Alert(name: "holm", speaker: "Vera Holm", created: 0))
        try files.add(Alert(name: "later", speaker: "Vera Holm", created: 253_402_300_799))
        #expect(throws: LibraryError.self) { try files.add(Alert(name: "holm", text: "x", created: 0)) }
        #expect(try files.all().map(\.name) == ["holm", "later"])
        let alerts = AlertDesk(desk.layout, outbox: desk.outbox, folderMode: 0o770)
        alerts.update()
        let change = try change(Self.story, desk: desk)
        let matches = try told(of: [change], alerts)
        #expect(matches.map(\.alert) == ["holm"])
        #expect(try told(of: [change], alerts) == [])
        let file = desk.outbox.pushing(try #require(matches.first).file)
        let notice = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: file.string))) as? [String: Any])
        #expect(notice["document"] as? String == "a/story.txt" && notice["report"] as? String == "a/story.txt.json")
        #expect((notice["quotes"] as? [[String: String]])?.first?["text"] == "the harbour is shut")
        // What tells of matches is no report.
        try keeper.reconcile()
        #expect(try keeper.counts() == (1, 0))
        try files.remove("holm")
        alerts.update()
        #expect(try files.all().map(\.name) == ["later"])
        try keeper.close()
    }

    @Test(arguments: [
        ("holm", true), ("a.b-c_d", true), ("9", true), ("", false), (".x", false), ("-x", false), ("a/b", false),
        ("a b", false),
        ("é", false), (String(repeating: "a", count: 65), false), ("..", false), ("a%i", false),
    ])
    func namesAreThoseOfFoldersAndUnits(name: String, isOne: Bool) { #expect(Alert.isName(name) == isOne) }
}
