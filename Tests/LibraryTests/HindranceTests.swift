import AnalyzerTesting
import Foundation
import GRDB
import Glibc
import Spool
import Synchronization
import SystemPackage
import Testing

@testable import Library

/// What cannot be read or taken in keeps nothing else out.
@Suite struct HindranceTests {
    /// A socket, say, cannot be opened, and not for want of permission.
    @Test func aPlaceThatCannotBeOpenedIsSaidAndLeft() throws {
        let desk = try Desk()
        let keeper = try desk.keeper()
        try desk.put(Story(path: "1"), at: "1.json")
        let socket = desk.outbox.appending("0.json")
        #expect(mknod(socket.string, S_IFSOCK | 0o600, 0) == 0)
        let problems = Mutex<[FilePath]>([])
        for _ in 0..<2 {
            try keeper.refresh(
                ["0.json", "1.json"], look: .init(refused: { change in problems.withLock { $0.append(change.place) } }))
            #expect(try keeper.counts() == (1, 1))
        }
        // Once.
        #expect(problems.withLock { $0 } == ["0.json"])
        #expect(unlink(socket.string) == 0)
        try keeper.reconcile()
        #expect(try keeper.counts() == (1, 0))
        try keeper.close()
    }

    @Test func anOutboxThatIsAwayTakesNothingOut() throws {
        let desk = try Desk()
        try desk.put(Story(path: "1"), at: "1.json")
        let keeper = try desk.keeper()
        try keeper.reconcile()
        let away = desk.root.appending("away")
        #expect(rename(desk.outbox.string, away.string) == 0)
        let error = LibraryError.system(desk.outbox, .noSuchFileOrDirectory)
        #expect(throws: error) { try keeper.refresh(["1.json"]) }
        #expect(throws: error) { try keeper.reconcile() }
        #expect(try keeper.counts() == (1, 0))
        #expect(rename(away.string, desk.outbox.string) == 0)
        try keeper.refresh(["1.json"])
        #expect(try keeper.counts() == (1, 0))
        try keeper.close()
    }

    @Test func aReportThatTheDatabaseRefusesIsSaidAndLeft() throws {
        let desk = try Desk()
        for name in ["a", "bad", "c"] { try desk.put(Story(path: name), at: FilePath("\(name).json")) }
        let keeper = try desk.keeper()
        let database = try desk.database(refusing: "bad")
        let problems = Mutex<[String]>([])
        for _ in 0..<2 {
            try keeper.reconcile(
                look: .init(refused: { change in
                    guard case .problem(let problem, _) = change.content else { return }
                    problems.withLock { $0.append("\(change.place) \(problem)") }
                }))
            #expect(try keeper.counts() == (2, 1))
        }
        #expect(problems.withLock { $0 } == ["bad.json It cannot be taken in: refused by a test."])
        // It is tried again.
        try database.write { try $0.execute(sql: "DROP TRIGGER refused") }
        try database.close()
        for _ in 0..<2 { try keeper.reconcile() }
        #expect(try keeper.counts() == (3, 0))
        #expect(try desk.dump() == desk.rebuiltDump())
        try keeper.close()
    }

    /// What never will be read is tried less and less often, and said once; what changes is tried at once.
    @Test func whatCannotBeTakenInIsTriedLessAndLess() throws {
        let desk = try Desk()
        for name in ["a", "bad"] { try desk.put(Story(path: name), at: FilePath("\(name).json")) }
        let keeper = try desk.keeper()
        let database = try desk.database(refusing: "bad")
        try database.close()
        let tries = Mutex<[FilePath]>([])
        let said = Mutex(0)
        let look = LibraryKeeper.Look { changes throws(LibraryError) in
            tries.withLock { $0 += changes.map(\.place) }
        } refused: { _ in
            said.withLock { $0 += 1 }
        }
        for _ in 0..<16 { try keeper.reconcile(look: look) }
        // With the 1st, 2nd, 4th, 8th and 16th comparison.
        #expect(
            tries.withLock { $0.count { $0 == "bad.json" } } == 5 && tries.withLock { $0.count { $0 == "a.json" } } == 1
        )
        #expect(said.withLock { $0 } == 1)
        try desk.put(Story(path: "good"), at: "bad.json")
        try keeper.reconcile(look: look)
        #expect(try keeper.counts() == (2, 0))
        try keeper.close()
    }

    /// What is read at a time has a size, however many reports there are.
    @Test func whatIsReadAtATimeIsBoundedByItsBytes() throws {
        let desk = try Desk()
        let places = (0..<60).map { FilePath("\($0).json") }
        let text = String(repeating: "All of it was said before. ", count: 400)
        for (number, place) in places.enumerated() {
            try desk.put(Story(path: place.string, text: text), at: place, isCompressed: number % 2 == 0)
        }
        let intake = OutboxIntake(OutboxReader(desk.outbox))
        let cores = ProcessInfo.processInfo.activeProcessorCount
        // Compressed ones count by what they stand for: each has more than 10,000 bytes.
        let some = try intake.changes(at: places[...], atMost: 100_000)
        #expect((1...(10 + cores)).contains(some.count) && some.map(\.place) == Array(places.prefix(some.count)))
        #expect(try intake.changes(at: places[7...], atMost: 1).first?.place == places[7])
        #expect(try intake.changes(at: places[...]).count == 60)
        #expect(try desk.library().counts() == (60, 0))
    }

    /// Sums of such counts would be no numbers any more.
    @Test(arguments: [Int.max, Int.min, -1, 18]) func countsThatNoTextHasAreRefused(count: Int) throws {
        let desk = try Desk()
        let text = "Vera Holm waited."
        for name in ["1", "2"] {
            try desk.put(
                Story(path: name, text: text, named: [.init(name: "Vera Holm", count: count)]),
                at: FilePath("\(name).json"))
        }
        try desk.put(Story(path: "3", text: text, named: [.init(name: "Vera Holm", count: 17)]), at: "3.json")
        let library = try desk.library()
        #expect(try library.counts() == (1, 2))
        #expect(try library.entities(limit: 5).map(\.mentions) == [17])
    }

    /// A clean stop is one while somebody reads, too.
    @Test func itIsClosedWhileSomebodyReads() throws {
        let desk = try Desk()
        try desk.put(Story(path: "1"), at: "1.json")
        let keeper = try desk.keeper()
        let reader = try desk.database()
        try reader.read { db in
            #expect(try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM document") == 0)
            try keeper.reconcile()
            try keeper.close()
            #expect(try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM document") == 0)
        }
        try reader.close()
        #expect(try LibraryReader(desk.layout).documents(limit: 5).map(\.path) == ["1"])
    }
}

/// What is counted, and what is not any more.
@Suite struct CountingTests {
    @Test func namesOfWhatIsKilledOrGoneAreNotTold() throws {
        let desk = try Desk()
        let named = [Story.Named(name: "Vera Holm", aliases: ["Holm"])]
        let keeper = try desk.keeper()
        try desk.put(
            Story(path: "1", text: "Vera Holm left.", named: named, wire: ("urn:x:story", "1", "usable")),
            at: "1.json")
        try keeper.reconcile()
        let library = try LibraryReader(desk.layout)
        #expect(try library.entities(named: "Holm", limit: 5).map(\.name) == ["Vera Holm"])
        try desk.put(
            Story(path: "2", text: "Vera Holm left.", named: named, wire: ("urn:x:story", "2", "canceled")),
            at: "2.json")
        try keeper.reconcile()
        #expect(try library.entities(named: "Holm", limit: 5) == [])
        for name in ["1.json", "2.json"] { try desk.remove(FilePath(name)) }
        try keeper.reconcile()
        let database = try desk.database()
        for table in ["entity", "spelling", "alias"] {
            #expect(try database.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM \(table)") } == 0)
        }
        try database.close()
        // And the name may come again.
        try desk.put(Story(path: "3", text: "Vera Holm left.", named: named), at: "3.json")
        try keeper.reconcile()
        #expect(try library.entities(named: "Holm", limit: 5).map(\.documents) == [1])
        try keeper.close()
    }

    /// *é* in one character and in two is one letter to Swift and two spellings to SQLite: what is kept for the next report is
    /// told apart as there.
    @Test func spellingsOfOtherBytesAreOthers() throws {
        let (composed, taken) = ("Jos\u{E9} Kad\u{E9}", "Jose\u{301} Kade\u{301}")
        let desk = try Desk()
        for (number, name) in [composed, taken, taken, composed, taken].enumerated() {
            try desk.put(
                Story(
                    path: "\(number)", text: "\(name) said “no”.", publisher: name, named: [.init(name: name)],
                    said: [.init(words: "no", by: [0])]), at: FilePath("\(number).json"))
        }
        // All in one transaction, and each in its own.
        let library = try desk.library()
        let together = try desk.dump()
        let other = try Desk()
        let keeper = try other.keeper()
        for number in 0..<5 {
            let place = FilePath("\(number).json")
            let bytes = try Data(contentsOf: URL(filePath: desk.outbox.pushing(place).string))
            try other.put([UInt8](bytes), at: place)
            try keeper.refresh([place])
        }
        try keeper.close()
        func words(_ dump: [String]) -> [String] {
            dump.map { $0.replacing(/"delivered":"[^"]*"/, with: "") }
        }
        #expect(words(together) == words(try other.dump()))
        #expect(try library.entities(limit: 5).map(\.documents) == [5])
        let publishers = try library.sources(by: .publisher, limit: 1).groups.compactMap(\.publisher)
        #expect(publishers.map { $0.unicodeScalars.count } == [taken, composed].map { $0.unicodeScalars.count })
    }

    @Test func aDocumentCountsOnceForAPersonOfTwoNames() throws {
        let desk = try Desk()
        let keeper = try desk.keeper()
        let firm = Story.Named(name: "Northline", type: "ORG")
        try desk.put(
            Story(
                path: "1", text: "Holm and HOLM of Northline.",
                named: [.init(name: "Holm"), .init(name: "HOLM"), firm]), at: "1.json")
        try keeper.reconcile()
        // Both half names of the first are taken for hers now.
        try desk.put(
            Story(
                path: "2", text: "Vera Holm and VERA HOLM of Northline.",
                named: [.init(name: "Vera Holm", aliases: ["Holm"]), .init(name: "VERA HOLM"), firm]), at: "2.json")
        try keeper.reconcile()
        let library = try LibraryReader(desk.layout)
        #expect(try library.entities(.person, limit: 5).map { [$0.documents, $0.mentions] } == [[2, 5]])
        #expect(try library.entities(.person, LibraryFilter(since: 0), limit: 5).map(\.documents) == [2])
        #expect(try desk.dump() == desk.rebuiltDump())
        try desk.remove("2.json")
        try keeper.reconcile()
        #expect(try library.entities(.person, limit: 5).map { [$0.documents, $0.mentions] } == [[1, 2]])
        #expect(try desk.dump() == desk.rebuiltDump())
        try keeper.close()
    }

    @Test(arguments: [
        (LibraryFilter(includesHidden: true), "documentByTimeAlone"), (LibraryFilter(), "documentByTime"),
        (LibraryFilter(deliveredSince: 1), "documentByDelivery"),
    ])
    func documentsAreFoundByAnIndex(filter: LibraryFilter, index: String) throws {
        let library = try Desk().library()
        let conditions = filter.conditions
        let plan = try library.answer { db in
            try Row.fetchAll(
                db, sql: "EXPLAIN QUERY PLAN " + LibraryReader.documentsQuery(conditions),
                arguments: conditions.values + [10]
            ).map { $0["detail"] as String }
        }
        #expect(plan.first?.hasSuffix("USING INDEX \(index)") == true || plan.contains { $0.contains("\(index) (") })
    }

    /// What was written lies in the one file where there is nothing to do, unless somebody reads just then.
    @Test func theFileBesideTheDatabaseIsSmallAtRest() throws {
        let desk = try Desk()
        let keeper = try desk.keeper()
        var random = SplitMix64(state: 3)
        for number in 0..<150 {
            let words = (0..<4_000).map { _ in String(random.next() % 1_000_000, radix: 36) }
            try desk.put(Story(path: "\(number)", text: words.joined(separator: " ")), at: FilePath("\(number).json"))
        }
        try keeper.reconcile()
        func beside() throws -> Int {
            let log = LibraryLayout.database(in: try #require(desk.layout.target)).string + "-wal"
            return try #require(try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int)
        }
        #expect(try beside() > 4 << 20)
        let reader = try desk.database()
        try reader.read { db in
            #expect(try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM document") == 150)
            try keeper.rest()
        }
        try keeper.rest()
        #expect(try beside() == 0)
        try keeper.close()
    }

    /// Made small, it knows what it knew, and goes on.
    @Test func aLibraryThatWasMadeSmallIsTheSame() throws {
        let desk = try Desk()
        let keeper = try desk.keeper()
        for number in 0..<60 {
            let words = "Mara Lindqvist left town \(number) " + String(repeating: "word\(number) ", count: 400)
            try desk.put(
                Story(path: "\(number)", text: words, named: [.init(name: "Mara Lindqvist")]),
                at: FilePath("\(number).json"))
        }
        try keeper.reconcile()
        for number in 0..<40 { #expect(unlink(desk.outbox.appending("\(number).json").string) == 0) }
        try keeper.reconcile()
        try keeper.close()
        let before = try desk.dump()
        let database = LibraryLayout.database(in: try #require(desk.layout.target))
        func size() throws -> Int {
            try #require(try FileManager.default.attributesOfItem(atPath: database.string)[.size] as? Int)
        }
        let large = try size()
        let store = try LibraryStore(try #require(desk.layout.target))
        try store.compact()
        let changes = try OutboxIntake(OutboxReader(desk.outbox)).changes(at: ["59.json"])
        try store.apply(changes)
        try store.close()
        #expect(try size() < large && desk.dump() == before && desk.rebuiltDump() == before)
        #expect(try LibraryReader(desk.layout).search(["word59"], limit: 5).count == 1)
        #expect(try LibraryReader(desk.layout).search(["word3"], limit: 5).isEmpty)
    }
}
