import AnalyzerTesting
import Foundation
import GRDB
import Spool
import SystemPackage
import Testing

@testable import Library

/// The library in step with its outbox: whatever happened, it knows what one made from nothing knows.
@Suite struct FollowingTests {
    private static let people = [
        "Mara Lindqvist", "Mara Okoro", "Tomas Lindqvist", "Jan Wałęsa", "Jan Walesa", "Ines Strøm", "Ines Okoro",
    ]
    private static let organizations = [
        ("Harbour Workers Union", "HWU"), ("Highland Water Utility", "HWU"), ("Northline", ""),
    ]

    /// A story in which half names, whole names, namesakes and versions come together at random.
    private static func story(_ random: inout SplitMix64) -> Story {
        var story = Story()
        var sentences: [String] = []
        for person in people.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random)) {
            let half = String(person.split(separator: " ")[1])
            if Bool.random(using: &random) {
                story.named.append(.init(name: half, stance: [nil, "critical"].randomElement(using: &random) ?? nil))
                sentences.append("\(half) spoke of trade number \(Int.random(in: 0...9, using: &random)).")
            } else {
                story.named.append(
                    .init(name: person, aliases: [half], news: [nil, "bad"].randomElement(using: &random) ?? nil))
                sentences.append("\(person) and \(half) waited.")
            }
        }
        for (name, short) in organizations where Int.random(in: 0...2, using: &random) == 0 {
            let isShort = !short.isEmpty && Bool.random(using: &random)
            story.named.append(
                .init(name: isShort ? short : name, type: "ORG", aliases: isShort || short.isEmpty ? [] : [short]))
            sentences.append("The \(isShort ? short : name) agreed.")
        }
        if Bool.random(using: &random) {
            story.named.append(.init(name: "Velmora", type: "LOC", isCountry: Bool.random(using: &random)))
            sentences.append("Velmora slept.")
        }
        story.text = (sentences + ["Word\(Int.random(in: 0...20, using: &random)) ended it."]).joined(separator: " ")
        let speakers = story.named.indices.filter { story.named[$0].type != "LOC" }
        if let speaker = speakers.randomElement(using: &random) {
            story.said.append(
                .init(
                    words: "ended it", by: [speaker], called: ["he", "she", nil].randomElement(using: &random) ?? nil))
        }
        story.publisher = ["Grid", "The Ledger", nil].randomElement(using: &random) ?? nil
        story.published = ["2025-12-31T23:30:00Z", "2026-01-10", nil].randomElement(using: &random) ?? nil
        if Int.random(in: 0...2, using: &random) == 0 {
            story.wire = (
                id: ["urn:story:1", "urn:story:2", "A001", nil].randomElement(using: &random) ?? nil,
                version: ["1", "2", "10", nil].randomElement(using: &random) ?? nil,
                status: ["usable", "usable", "canceled", "withheld"].randomElement(using: &random) ?? "usable"
            )
        }
        return story
    }

    @Test(arguments: 1...24) func followingEndsWhereRebuildingDoes(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        let desk = try Desk()
        let keeper = try desk.keeper()
        let places: [FilePath] = (0..<12).map { FilePath($0 % 3 == 0 ? "a/b/\($0).txt.json" : "\($0).txt.json") }
        for _ in 0..<12 {
            var touched: Set<FilePath> = []
            for _ in 0...Int.random(in: 0...6, using: &random) {
                let place = places.randomElement(using: &random) ?? "0.txt.json"
                touched.insert(place)
                switch Int.random(in: 0...9, using: &random) {
                case 0...5: try desk.put(Self.story(&random), at: place)
                case 6: try desk.put(Self.story(&random), at: place, isCompressed: true)
                case 7: try desk.put(Array(#"{"schema":2,"#.utf8), at: place)
                default: try? desk.remove(place)
                }
            }
            if Int.random(in: 0...5, using: &random) == 0 {
                try? FileManager.default.removeItem(atPath: desk.outbox.appending("a").string)
                touched.insert("a")
            }
            if Bool.random(using: &random) {
                try keeper.refresh(touched.shuffled(using: &random))
            } else {
                try keeper.reconcile()
            }
        }
        let followed = try desk.dump()
        let rebuilt = try desk.rebuiltDump()
        #expect(followed == rebuilt, "\(Self.firstDifference(followed, rebuilt))")
        try keeper.close()
    }

    private static func firstDifference(_ one: [String], _ other: [String]) -> String {
        for (left, right) in zip(one, other) where left != right { return "\n\(left)\n\(right)" }
        return "\(one.count) and \(other.count) lines"
    }

    /// The comparison itself: it must see what following could leave behind.
    @Test(arguments: [
        "UPDATE entity SET documents = documents + 1 WHERE id = 1", "UPDATE entity SET documentsRank = 7 WHERE id = 1",
        "INSERT INTO taken (document, number, entity, who) VALUES (1, 0, 1, 2)", "UPDATE contents SET names = X'00'",
        "UPDATE contents SET quotes = X'00'", "DELETE FROM appearance WHERE id = (SELECT MIN(id) FROM appearance)",
        "UPDATE appearance SET body = CAST(body || body AS BLOB)", "UPDATE audit SET words = words + 1",
        "UPDATE spelling SET text = text || '.'", "INSERT INTO fulltext (rowid, title, text) VALUES (99, '', 'left')",
        "UPDATE document SET standing = 1", "DELETE FROM alias",
    ])
    func aDifferenceIsSeen(sql: String) throws {
        let desk = try Desk()
        try desk.put(
            Story(
                text: "Mara Lindqvist said “no”. Lindqvist left.",
                named: [.init(name: "Northline", type: "ORG"), .init(name: "Mara Lindqvist", aliases: ["Lindqvist"])],
                said: [.init(words: "no", by: [1])]), at: "a.txt.json")
        let keeper = try desk.keeper()
        try keeper.reconcile()
        try keeper.close()
        let before = try desk.dump()
        let database = LibraryLayout.database(in: try #require(desk.layout.target))
        let queue = try DatabaseQueue(path: database.string)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
        #expect(try desk.dump() != before)
    }

    @Test func aRebuildIsAskedOnlyWhenItIsWhole() throws {
        let desk = try Desk()
        for number in 0..<3 { try desk.put(Story(path: "\(number)"), at: FilePath("\(number).json")) }
        let keeper = try desk.keeper()
        try keeper.reconcile()
        let before = try desk.dump()
        let first = try #require(desk.layout.target)
        // Ended early: nothing changes.
        #expect(try keeper.rebuild { _, _ in false } == nil)
        #expect(desk.layout.target == first)
        let reader = try LibraryReader(desk.layout)
        #expect(try keeper.rebuild() == 3)
        #expect(desk.layout.target != first)
        #expect(try desk.dump() == before)
        // Who asked before goes on asking.
        #expect(try reader.counts().documents == 3)
        try keeper.close()
        let left = try FileManager.default.contentsOfDirectory(atPath: desk.layout.folder.string)
        #expect(left.filter { $0.hasPrefix(LibraryLayout.generationPrefix) }.count == 1)
    }

    @Test func twoProcessesDoNotWriteAtOnce() throws {
        let desk = try Desk()
        let keeper = try desk.keeper()
        #expect(throws: LibraryError.locked(desk.layout.folder)) { try desk.keeper() }
        try keeper.close()
    }

    @Test func thereIsNoLibraryBeforeOneIsMade() throws {
        let desk = try Desk()
        #expect(throws: LibraryError.none(desk.layout.folder)) { try LibraryReader(desk.layout) }
    }
}

/// A database that is damaged, or of another version.
@Suite struct DamageTests {
    private func built() throws -> (Desk, FilePath) {
        let desk = try Desk()
        for number in 0..<300 {
            try desk.put(Story(path: "\(number)", text: "Story number \(number)."), at: FilePath("\(number).json"))
        }
        let keeper = try desk.keeper()
        try keeper.reconcile()
        try keeper.close()
        return (desk, LibraryLayout.database(in: try #require(desk.layout.target)))
    }

    private func overwrite(_ path: FilePath, at offset: Int, _ bytes: [UInt8]) throws {
        let file = try FileDescriptor.open(path, .writeOnly)
        try file.closeAfter { _ = try file.writeAll(toAbsoluteOffset: Int64(offset), bytes) }
    }

    @Test(arguments: ["head", "middle", "cut", "empty"]) func aDamagedDatabaseIsSetAsideAndBuiltAnew(how: String) throws
    {
        let (desk, database) = try built()
        let before = try desk.dump()
        let garbage = [UInt8](repeating: 0xA5, count: 8_192)
        let size = try #require(
            try FileManager.default.attributesOfItem(atPath: database.string)[.size] as? Int)
        switch how {
        case "head": try overwrite(database, at: 0, garbage)
        case "middle": try overwrite(database, at: 4_096 * 3, [UInt8](repeating: 0xA5, count: size - 4_096 * 5))
        case "cut": #expect(truncate(database.string, size / 2 / 4_096 * 4_096) == 0)
        default: #expect(truncate(database.string, 0) == 0)
        }
        let keeper = try desk.keeper()
        if how == "empty" {
            // An empty file is an empty database: nothing of it is of any use, and nothing is lost.
            #expect(keeper.setAside == nil)
        } else {
            let aside = try #require(keeper.setAside)
            #expect(FileManager.default.fileExists(atPath: aside.place.string))
        }
        try keeper.reconcile()
        try keeper.close()
        #expect(try desk.dump() == before)
    }

    @Test func damageThatShowsLaterIsSaid() throws {
        let (desk, database) = try built()
        try overwrite(database, at: 4_096 * 4, [UInt8](repeating: 0xA5, count: 4_096 * 60))
        let generation = try #require(desk.layout.target)
        #expect {
            let store = try LibraryStore(generation)
            let known = try store.stamps()
            try desk.put(Story(path: "0", text: "Other."), at: "0.json")
            let intake = OutboxIntake(OutboxReader(desk.outbox))
            try store.apply(intake.changes(at: known.keys.sorted { $0.string < $1.string }[...]))
        } throws: { error in
            if case .damaged? = error as? LibraryError { true } else { false }
        }
    }

    @Test func aWorkingLibraryStartsOver() throws {
        let (desk, _) = try built()
        let before = try desk.dump()
        let keeper = try desk.keeper()
        let aside = try keeper.startOver(after: "a test")
        #expect(aside.flaw == "a test" && FileManager.default.fileExists(atPath: aside.place.string))
        #expect(try keeper.counts().documents == 0)
        try keeper.reconcile()
        #expect(try desk.dump() == before)
        // Only the last is kept.
        let next = try keeper.startOver(after: "another")
        #expect(!FileManager.default.fileExists(atPath: aside.place.string) || aside.place == next.place)
        try keeper.close()
    }

    @Test func aLibraryOfALaterProgramIsRefused() throws {
        let (desk, database) = try built()
        let before = try desk.dump()
        let queue = try DatabaseQueue(path: database.string)
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v999')") }
        try queue.close()
        #expect(throws: LibraryError.later(database)) { try desk.keeper() }
        #expect(throws: LibraryError.later(database)) { try LibraryReader(desk.layout) }
        // Nobody need open it to build another.
        let keeper = try desk.keeper(isForRebuilding: true)
        #expect(throws: LibraryError.later(database)) { try LibraryReader(desk.layout) }
        #expect(try keeper.rebuild() == 300)
        try keeper.close()
        #expect(try desk.dump() == before)
        let left = try FileManager.default.contentsOfDirectory(atPath: desk.layout.folder.string)
        #expect(left.filter { $0.hasPrefix(LibraryLayout.generationPrefix) }.count == 1)
    }

    /// Somebody removed the folder of the database, and left the link.
    @Test func aLibraryWhoseFolderIsGoneIsBuiltAnew() throws {
        let (desk, _) = try built()
        let before = try desk.dump()
        try FileManager.default.removeItem(atPath: try #require(desk.layout.target).string)
        #expect(throws: LibraryError.none(desk.layout.folder)) { try LibraryReader(desk.layout) }
        let keeper = try desk.keeper()
        #expect(keeper.setAside == nil)
        try keeper.reconcile()
        try keeper.close()
        #expect(try desk.dump() == before)
    }

    /// A database as the program of each earlier schema wrote it, of two documents and a file that is no report, comes up to
    /// date: its tables are those of a new one, and it knows what one made from nothing knows.
    ///
    /// `Schemas` has the statements: of the first by its statements for tables, of the others what their programs made; of the
    /// fourth that is what the third's made, less an index.
    @Test(arguments: ["v1", "v2", "v3", "v4"]) func aLibraryOfAnEarlierProgramComesUpToDate(version: String) throws {
        let desk = try Desk()
        for name in ["a.txt", "b.txt"] {
            try desk.put(
                Story(path: name, text: "Mara Lindqvist left.", named: [.init(name: "Mara Lindqvist")]),
                at: FilePath("\(name).json"))
        }
        let generation = desk.layout.folder.appending(LibraryLayout.generationPrefix + "1")
        try FileManager.default.createDirectory(atPath: generation.string, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: desk.layout.current.string, withDestinationPath: LibraryLayout.generationPrefix + "1")
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Schemas/\(version).sql")
        let statements = try String(contentsOf: file, encoding: .utf8)
        let old = try desk.database()
        try old.write { db in
            try db.execute(sql: statements)
            #expect(try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM document") == 2)
            #expect(try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM fulltext WHERE fulltext MATCH 'walesa'") == 1)
        }
        try old.close()
        // Readers wait for the process that may write.
        #expect(throws: LibraryError.none(LibraryLayout.database(in: generation))) { try LibraryReader(desk.layout) }
        let keeper = try desk.keeper()
        #expect(keeper.setAside == nil)
        try keeper.reconcile()
        try keeper.close()
        let fresh = try DatabaseQueue()
        try LibrarySchema.migrator.migrate(fresh)
        let upToDate = try desk.database()
        #expect(try Self.schema(fresh) == Self.schema(upToDate))
        #expect(try desk.dump() == desk.rebuiltDump())
        let library = try LibraryReader(desk.layout)
        #expect(try library.search(["walesa"], limit: 5).isEmpty)
        #expect(try library.search(["lindqvist"], limit: 5).count == 2)
    }

    private static func schema(_ queue: DatabaseQueue) throws -> [String] {
        try queue.read {
            try String.fetchAll($0, sql: "SELECT sql FROM sqlite_master WHERE sql NOT NULL ORDER BY 1")
        }
    }

    /// The tables as each version made them; whoever adds a migration adds what the version before made.
    @Test(arguments: ["v1", "v2", "v3", "v4", "v5"]) func everyVersionComesUpToDate(version: String) throws {
        let fresh = try DatabaseQueue()
        try LibrarySchema.migrator.migrate(fresh)
        let older = try DatabaseQueue()
        try LibrarySchema.migrator.migrate(older, upTo: version)
        try LibrarySchema.migrator.migrate(older)
        #expect(try Self.schema(fresh) == Self.schema(older))
        #expect(try Self.schema(fresh).count > 20)
    }
}
