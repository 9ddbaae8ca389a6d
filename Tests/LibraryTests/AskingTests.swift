import Foundation
import Spool
import SystemPackage
import Testing

@testable import Library

/// What the library answers.
@Suite struct AskingTests {
    @Test(arguments: [
        ("walesa", ["1"]), ("WAŁĘSA", ["1"]), ("strom", ["2"]), ("Strøm", ["2"]), ("dang thi", ["3"]), ("Đặng", ["3"]),
        ("strategic alignment", ["4"]), ("alignment strategic", []), ("strateg*", ["4", "5"]),
        ("strategic align*", ["4"]),
        ("strategic", ["4", "5"]), ("nothing-of-it", []), ("harbour", ["5"]), ("\"strategic\"", ["4", "5"]),
        ("strategic OR walesa", []), ("title:strategic", []), ("NEAR(strategic alignment)", []), ("*", []), ("", []),
        ("^strategic", ["4", "5"]), ("strategic) AND (1", []), ("'; DROP TABLE document; --", []),
    ])
    func wordsAreFound(phrase: String, paths: [String]) throws {
        let desk = try Desk()
        let texts = [
            "Lech Wałęsa spoke.", "Ms. Strøm agreed.", "Đặng Thị Ngọc sang.", "A strategic alignment it is.",
            "Not strategic at all.",
        ]
        for (number, text) in texts.enumerated() {
            try desk.put(
                Story(path: "\(number + 1)", text: text, title: number == 4 ? "The harbour" : nil),
                at: FilePath("\(number + 1).json"))
        }
        let found = try desk.library().search([phrase], limit: 10)
        #expect(found.map(\.document.path).sorted() == paths)
        for one in found where phrase.contains("trategic") {
            let match = try #require(one.matches.first)
            let words = Array(one.excerpt.unicodeScalars)[match.start..<match.end].map(Character.init)
            #expect(String(words).hasPrefix("strategic"))
        }
    }

    /// Words that many documents have are looked for in the latest texts, others in the index: both find the same, in the same
    /// order.
    @Test func bothWaysOfSearchingFindTheSame() throws {
        let desk = try Desk()
        let keeper = try desk.keeper()
        // More than are ever read in search of the latest.
        for number in 0..<700 {
            var story = Story(path: "\(number)")
            story.text = "Every common\(number % 3 == 0 ? " rare" : "") word\(number)."
            story.title = number % 50 == 7 ? "A rarebit" : nil
            story.publisher = number % 2 == 0 ? "Grid" : "Ledger"
            story.published = PublishedTime.text(1_768_046_400 + number * 7_919 % 700 * 3_600)
            try desk.put(story, at: FilePath("\(number).json"))
        }
        try keeper.reconcile()
        try keeper.close()
        let library = try LibraryReader(desk.layout)
        for filter in [
            LibraryFilter(), LibraryFilter(publisher: "grid"), LibraryFilter(since: 1_768_046_400 + 600 * 3_600),
        ] {
            let texts = try library.documents(filter, limit: Int.max).map { document in
                let text = try library.answer { try library.text(of: document.id, $0) }
                return (document.path, [text, document.title ?? ""].map { Folding.words($0) })
            }
            for phrase in ["common", "common rare", "ra*", "rare*", "every com*"] {
                let wanted = try #require(Phrase(phrase))
                let all = texts.filter { $0.1.contains { wanted.firstPlace(in: $0) != nil } }.map(\.0)
                for limit in [3, 40, Int.max] {
                    let found = try library.search([phrase], filter, limit: limit)
                    #expect(found.map(\.document.path) == Array(all.prefix(limit)), "\(phrase), \(limit)")
                    #expect(found.count > 2)
                }
            }
        }
    }

    @Test func allPhrasesMustBeThere() throws {
        let desk = try Desk()
        try desk.put(Story(path: "1", text: "One and two."), at: "1.json")
        try desk.put(Story(path: "2", text: "One and three."), at: "2.json")
        let library = try desk.library()
        #expect(try library.search(["one", "two"], limit: 10).map(\.document.path) == ["1"])
        #expect(try library.search(["one"], limit: 1).count == 1)
    }

    @Test func whatWasReplacedIsFoundNoMore() throws {
        let desk = try Desk()
        try desk.put(Story(text: "An early word."), at: "1.json")
        let keeper = try desk.keeper()
        try keeper.reconcile()
        for text in ["A second word.", "A third word."] {
            try desk.put(Story(text: text), at: "1.json")
            try keeper.refresh(["1.json"])
        }
        let library = try LibraryReader(desk.layout)
        #expect(try library.search(["early"], limit: 10).isEmpty && library.search(["second"], limit: 10).isEmpty)
        #expect(try library.search(["third word"], limit: 10).count == 1)
        try keeper.close()
    }

    private func interview() throws -> Desk {
        let desk = try Desk()
        let named: [Story.Named] = [
            .init(name: "Vera Holm", aliases: ["Holm"]), .init(name: "Northline", type: "ORG"),
            .init(name: "Velmora", type: "LOC", isCountry: true, stance: "critical", news: "bad"),
        ]
        let text =
            "Vera Holm said “Velmora must wait”. Northline said “we pay”. Officials said “no”. She said “trains run”."
        try desk.put(
            Story(
                path: "1", text: text, publisher: "Grid", published: "2026-01-10T12:00:00Z", named: named,
                said: [
                    .init(words: "Velmora must wait", by: [0]), .init(words: "we pay", by: [1]),
                    .init(words: "no", called: "Officials"), .init(words: "trains run", by: [0], called: "She"),
                ]), at: "1.json")
        try desk.put(
            Story(
                path: "2", text: "Holm said “it is late”, and Velmora won.", publisher: "The Ledger",
                published: "2026-02-01T00:00:00Z",
                named: [
                    .init(name: "Vera Holm"),
                    .init(name: "Velmora", type: "LOC", isCountry: true, stance: "supportive", news: "good"),
                ], said: [.init(words: "it is late", by: [0])]), at: "2.json")
        return desk
    }

    @Test func quotesAreFoundByWhoSpeaksAndOfWhom() throws {
        let library = try interview().library()
        func words(_ question: QuoteQuestion, limit: Int = 10) throws -> [String] {
            try library.quotes(question, limit: limit).map(\.text)
        }
        #expect(try words(.init()) == ["it is late", "Velmora must wait", "we pay", "no", "trains run"])
        #expect(try words(.init(speaker: "vera holm")) == ["it is late", "Velmora must wait", "trains run"])
        #expect(try words(.init(speaker: "Holm"), limit: 1) == ["it is late"])
        #expect(try words(.init(speaker: "Vera Holm", about: "Velmora")) == ["Velmora must wait"])
        #expect(try words(.init(about: "velmora")) == ["Velmora must wait"])
        #expect(try words(.init(speaker: "Northline")) == ["we pay"])
        #expect(try words(.init(speaker: "Nobody Known")) == [])
        let since = try #require(PublishedTime.seconds("2026-01-31"))
        #expect(try words(.init(filter: .init(since: since))) == ["it is late"])
        #expect(
            try words(.init(speaker: "Vera Holm", filter: .init(until: since))) == ["Velmora must wait", "trains run"])
        #expect(try words(.init(filter: .init(publisher: "the ledger"))) == ["it is late"])
        let unnamed = try library.quotes(.init(), limit: 10).filter { $0.source == SourceKind.unnamed.name }
        #expect(unnamed.map(\.speakers) == [["Officials"]])
    }

    @Test func entitiesAndStancesAreCounted() throws {
        let library = try interview().library()
        let all = try library.entities(limit: 10)
        #expect(all.map(\.name) == ["Velmora", "Vera Holm", "Northline"])
        #expect(all.first { $0.name == "Vera Holm" }.map { [$0.documents, $0.quotes, $0.words] } == [2, 3, 8])
        let filter = LibraryFilter(publisher: "Grid")
        #expect(try library.entities(.person, filter, limit: 10).map { [$0.documents, $0.quotes] } == [[1, 2]])
        // Counted beforehand and counted now agree.
        let counted = try library.entities(nil, LibraryFilter(since: 0), limit: 10)
        #expect(counted == all)
        let months = try library.stances(of: "Velmora", by: .month)
        #expect(months.map(\.group) == ["2026-01", "2026-02"])
        #expect(
            months.map { [$0.documents, $0.critical, $0.supportive, $0.badNews, $0.goodNews] } == [
                [1, 1, 0, 1, 0], [1, 0, 1, 0, 1],
            ])
        #expect(try library.stances(of: "velmora", by: .publisher).map(\.group) == ["Grid", "The Ledger"])
    }

    @Test func sourcesAreAudited() throws {
        let library = try interview().library()
        func rows(_ grouping: SourceGrouping, _ filter: LibraryFilter = .init()) throws -> [String] {
            try library.sources(by: grouping, filter, limit: 5).groups.map {
                "\($0.month ?? "-") \($0.publisher ?? "-") \($0.source) \($0.pronoun ?? "-") \($0.quotes) \($0.words)"
            }
        }
        #expect(
            try rows(.all) == [
                "- - people - 1 3", "- - people she 2 5", "- - organisations - 1 2", "- - unnamed - 1 1",
            ])
        #expect(
            try rows(.both, .init(publisher: "GRID")) == [
                "2026-01 Grid people she 2 5", "2026-01 Grid organisations - 1 2", "2026-01 Grid unnamed - 1 1",
            ])
        #expect(try rows(.month, .init(since: PublishedTime.seconds("2026-02-01"))) == ["2026-02 - people - 1 3"])
        #expect(try library.sources(by: .all, limit: 1).speakers.map(\.name) == ["Vera Holm"])
    }

    @Test func theLatestComesFirst() throws {
        let library = try interview().library()
        #expect(try library.documents(limit: 10).map(\.path) == ["2", "1"])
        #expect(try library.documents(limit: 1).map(\.path) == ["2"])
        #expect(try library.documents(.init(publisher: "grid"), limit: 10).map(\.path) == ["1"])
    }

    @Test(arguments: ["1.json", "a/1.json.zst", "deep/er/1.txt.json"]) func aCompressedReportIsRead(place: String)
        throws
    {
        let desk = try Desk()
        try desk.put(Story(path: "1"), at: FilePath(place), isCompressed: place.hasSuffix(".zst"))
        #expect(try desk.library().documents(limit: 10).map(\.report) == [place])
    }

    @Test func hiddenFilesAndStrangersAreNoReports() throws {
        let desk = try Desk()
        try desk.put(Story(path: "1"), at: ".hidden.json")
        try desk.put(Story(path: "1"), at: ".alerts/x/1.json")
        try desk.put(Array("{}".utf8), at: "other.json")
        try desk.put(Array("text".utf8), at: "notes.txt")
        let library = try desk.library()
        #expect(try library.counts().documents == 0)
        #expect(try library.counts().unread == 1)
    }
}

/// Versions of an agency's story.
@Suite struct VersionTests {
    /// Each version as its number and status, in the order in which they come; then what counts.
    @Test(arguments: [
        (["1 usable"], ["1"]), (["1 usable", "2 usable"], ["2"]), (["2 usable", "1 usable"], ["2"]),
        (["9 usable", "10 usable"], ["10"]), (["1 usable", "2 canceled"], []), (["2 canceled", "1 usable"], []),
        (["1 usable", "2 canceled", "3 usable"], ["3"]), (["1 usable", "2 withheld"], []),
        (["1 withheld", "2 usable"], ["2"]),
        (["1 canceled"], []),
    ])
    func theLatestVersionCounts(versions: [String], current: [String]) throws {
        let desk = try Desk()
        let keeper = try desk.keeper()
        for version in versions {
            let parts = version.split(separator: " ").map(String.init)
            try desk.put(
                Story(
                    path: parts[0], text: "Vera Holm said “no” in version \(parts[0]).",
                    named: [.init(name: "Vera Holm")], said: [.init(words: "no", by: [0])],
                    wire: ("urn:agency:story-1", parts[0], parts[1])), at: FilePath("\(parts[0]).json"))
            try keeper.reconcile()
        }
        let library = try LibraryReader(desk.layout)
        #expect(try library.documents(limit: 10).map(\.path) == current)
        #expect(try library.quotes(.init(speaker: "Vera Holm"), limit: 10).map(\.document.path) == current)
        #expect(try library.search(["version"], limit: 10).map(\.document.path) == current)
        #expect(try library.entities(limit: 10).map(\.documents) == (current.isEmpty ? [] : [1]))
        #expect(try library.documents(.init(includesHidden: true), limit: 10).count == versions.count)
        // What is killed comes back when the kill is removed.
        if current.isEmpty, versions.count > 1, let last = versions.max(), last.hasSuffix("canceled") {
            try desk.remove("2.json")
            try keeper.reconcile()
            #expect(try LibraryReader(desk.layout).documents(limit: 10).map(\.path) == ["1"])
        }
        #expect(try desk.dump() == desk.rebuiltDump())
        try keeper.close()
    }

    @Test func shortNumbersOfOtherDaysAndAgenciesAreOtherStories() throws {
        let desk = try Desk()
        for (number, (day, publisher)) in [("10", "Grid"), ("11", "Grid"), ("10", "Ledger")].enumerated() {
            try desk.put(
                Story(
                    path: "\(number)", publisher: publisher, published: "2026-01-\(day)T08:00:00Z",
                    wire: ("A0123", nil, "usable")), at: FilePath("\(number).json"))
        }
        #expect(try desk.library().documents(limit: 10).count == 3)
    }
}
