import Foundation
import Spool
import SystemPackage
import TestSupport
import Testing

@testable import Library

/// Quotes, however many there are and whoever they are of.
@Suite struct QuoteTests {
    /// Somebody says so many things in one document.
    private func story(_ count: Int, path: String = "story") -> Story {
        var story = Story(
            path: path,
            named: [.init(name: "Vera Holm"), .init(name: "Jan Kade"), .init(name: "Northline", type: "ORG")])
        story.text = (0..<count).map { "Vera Holm and Jan Kade said “we\($0) like Northline”." }.joined(separator: " ")
        story.said = (0..<count).map { .init(words: "we\($0) like Northline", by: $0 % 2 == 0 ? [0, 1] : [0]) }
        return story
    }

    private func library(_ stories: [Story]) throws -> (Desk, LibraryReader) {
        let desk = try Desk()
        for (number, story) in stories.enumerated() { try desk.put(story, at: FilePath("\(number).json")) }
        return (desk, try desk.library())
    }

    @Test func eachQuoteComesOnceTheLatestFirst() throws {
        var stories = (0..<6).map { story(5, path: "\($0)") }
        for number in stories.indices { stories[number].published = "2026-01-\(10 + number * 7 % 6)T12:00:00Z" }
        let (desk, library) = try library(stories)
        let order = stories.sorted { ($0.published ?? "") > ($1.published ?? "") }.map(\.path)
        let all = try library.quotes(QuoteQuestion(), limit: Int.max)
        #expect(all.map(\.document.path) == order.flatMap { Array(repeating: $0, count: 5) })
        #expect(all.prefix(5).map(\.text) == (0..<5).map { "we\($0) like Northline" })
        #expect(all.prefix(2).map(\.speakers) == [["Vera Holm", "Jan Kade"], ["Vera Holm"]])
        // Both speak in every second one: a name that means both of them gives it once.
        for question in [
            QuoteQuestion(speaker: "vera holm"), QuoteQuestion(about: "northline"),
            QuoteQuestion(speaker: "vera holm", about: "northline"),
        ] {
            #expect(try library.quotes(question, limit: Int.max) == all)
            #expect(try library.quotes(question, limit: 7) == Array(all.prefix(7)))
        }
        #expect(try library.quotes(QuoteQuestion(speaker: "Jan Kade", about: "Northline"), limit: 100).count == 18)
        #expect(try library.quotes(QuoteQuestion(speaker: "Northline", about: "Jan Kade"), limit: 100) == [])
        let some = LibraryFilter(since: 1_768_219_200, until: 1_768_392_000)
        #expect(try library.quotes(QuoteQuestion(speaker: "Jan Kade", filter: some), limit: 100).count == 6)
        // Whoever has seen enough ends it.
        var seen = 0
        try library.forEachQuote(QuoteQuestion(speaker: "Vera Holm"), limit: Int.max) { _ in
            seen += 1
            return seen < 4
        }
        #expect(seen == 4)
        withExtendedLifetime(desk) {}
    }

    /// Half a name that means two who speak together.
    @Test func whatTwoOfOneNameSayTogetherComesOnce() throws {
        let text = "Vera Holm of Northline and Jan Holm of Northline said “we like it”."
        let (desk, library) = try library([
            Story(
                path: "1", text: text,
                named: [
                    .init(name: "Vera Holm", aliases: ["Holm"]), .init(name: "Jan Holm", aliases: ["Holm"]),
                ], said: [.init(words: "we like it", by: [0, 1])])
        ])
        #expect(try library.entities(named: "Holm", limit: 5).count == 2)
        #expect(
            try library.quotes(QuoteQuestion(speaker: "Holm"), limit: 5).map(\.speakers) == [["Vera Holm", "Jan Holm"]])
        withExtendedLifetime(desk) {}
    }

    private static let surnames = [
        Story(
            path: "1", text: "Ingrid Dahl said “no” to Nordic Dahl. Anna Berg met Piet van der Berg and Eva Bergmann.",
            named: [
                .init(name: "Ingrid Dahl", stance: "critical"), .init(name: "Nordic Dahl", type: "ORG"),
                .init(name: "Anna Berg"), .init(name: "Piet van der Berg"), .init(name: "Eva Bergmann"),
            ], said: [.init(words: "no", by: [0])]),
        Story(
            path: "2", text: "Lech Wałęsa met Jan Kade, or Jan Moor. Vera Holm left. Ada Kord stayed.",
            named: [
                .init(name: "Lech Wałęsa"), .init(name: "Jan Kade", aliases: ["Jan Moor"]), .init(name: "Vera Holm"),
                .init(name: "Ada Kord"),
            ]),
        // A half name in nobody's company, and one that does not count.
        Story(path: "3", text: "Holm came.", named: [.init(name: "Holm")]),
        Story(
            path: "4", text: "Kord came.", named: [.init(name: "Kord")], wire: ("urn:x:story", "1", "canceled")),
    ]

    /// A name that nobody has as a whole is that of those whose names end with it.
    @Test(arguments: [
        ("Dahl", ["Ingrid Dahl"]), ("dáhl", ["Ingrid Dahl"]), ("ingrid dahl", ["Ingrid Dahl"]),
        ("Nordic Dahl", ["Nordic Dahl"]), ("ahl", []), ("Ingrid", []), ("Nordic", []), ("*", []), ("", []),
        ("Berg", ["Anna Berg", "Piet van der Berg"]), ("van der Berg", ["Piet van der Berg"]),
        ("Bergmann", ["Eva Bergmann"]), ("WALESA", ["Lech Wałęsa"]), ("Moor", ["Jan Kade"]), ("Holm", ["Holm"]),
        ("Kord", ["Ada Kord"]),
    ])
    func aSurnameFindsAllWhoHaveIt(name: String, found: [String]) throws {
        let (desk, library) = try library(Self.surnames)
        #expect(try library.entities(named: name, limit: 9).map(\.name) == found)
        #expect(try library.documents(naming: name, limit: 9).isEmpty == found.isEmpty)
        let isDahl = found == ["Ingrid Dahl"]
        #expect(
            try library.quotes(QuoteQuestion(speaker: name), limit: 9).map(\.speakers) == (isDahl ? [found] : []))
        #expect(try library.stances(of: name, by: .month, LibraryFilter()).isEmpty == found.isEmpty)
        withExtendedLifetime(desk) {}
    }

    /// Whoever has no name is found by the words that the text has for him, if nobody named is meant.
    @Test(arguments: [
        ("Prosecutors", ["no case", "a case"]), ("prosecutors", ["no case", "a case"]),
        ("federal prosecutors", ["a case"]), ("federal prosec*", ["a case"]), ("prosecutor", []),
        ("federal", ["a case"]),
        // Of Vera Holm the one quote, though an unnamed speaker is called by her name as well.
        ("Vera Holm", ["we left"]), ("the driver of Holm", ["we came"]), ("bystanders", []), ("", []),
    ])
    func whoHasNoNameIsFoundByTheWords(speaker: String, found: [String]) throws {
        let (desk, library) = try library([
            Story(
                path: "1", text: "Prosecutors said “no case”. Bystanders saw Vera Holm.",
                published: "2026-01-12T12:00:00Z", named: [.init(name: "Vera Holm")],
                said: [.init(words: "no case", called: "Prosecutors")]),
            Story(
                path: "2",
                text: "“We left”, Vera Holm said. Federal prosecutors spoke of “a case”. “we left” “we came”, "
                    + "said the driver of Holm.",
                published: "2026-01-11T12:00:00Z", named: [.init(name: "Vera Holm")],
                said: [
                    .init(words: "a case", called: "Federal prosecutors"), .init(words: "we left", by: [0]),
                    .init(words: "we came", called: "the driver of Holm"),
                ]),
        ])
        #expect(try library.quotes(QuoteQuestion(speaker: speaker), limit: 9).map(\.text) == found)
        #expect(
            try library.quotes(QuoteQuestion(speaker: speaker), limit: 1).map(\.text) == Array(found.prefix(1)))
        let some = LibraryFilter(until: 1_768_176_000)
        #expect(
            try library.quotes(QuoteQuestion(speaker: speaker, filter: some), limit: 9).map(\.text)
                == found.filter { $0 != "no case" })
        withExtendedLifetime(desk) {}
    }

    /// Eight times the quotes of one document take eight times as long, not sixty-four.
    @Test func theTimeGrowsWithTheQuotes() throws {
        func time(_ count: Int) throws -> Duration {
            let (desk, library) = try library([story(count)])
            let time = try processorTime {
                for _ in 0..<2 {
                    let found = try library.quotes(QuoteQuestion(), limit: Int.max).count
                    #expect(found == count)
                }
            }
            withExtendedLifetime(desk) {}
            return time
        }
        let (few, many) = (try time(60), try time(480))
        #expect(many < few * 24, "\(few) for 60, \(many) for 480")
    }
}
