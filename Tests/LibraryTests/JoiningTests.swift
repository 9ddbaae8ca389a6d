import AnalyzerTesting
import Foundation
import Spool
import SystemPackage
import Testing

@testable import Library

/// Who is one across documents: namesakes, half names, other spellings, other company.
@Suite struct JoiningTests {
    /// A document of the set: whom it names, and who each of them is.
    private struct Case {
        var named: [(name: Story.Named, who: String)]

        init(_ named: (Story.Named, String)...) { self.named = named.map { ($0.0, $0.1) } }
    }

    private static func person(_ name: String, _ aliases: String...) -> Story.Named {
        .init(name: name, aliases: aliases)
    }

    private static func organization(_ name: String, _ aliases: String...) -> Story.Named {
        .init(name: name, type: "ORG", aliases: aliases)
    }

    private static func place(_ name: String, isCountry: Bool = false) -> Story.Named {
        .init(name: name, type: "LOC", isCountry: isCountry)
    }

    /// Invented people in invented company.
    ///
    /// Two of one full name are one by the rule, so no such pair is in the set.
    private static let cases: [Case] = [
        // A minister, in full and by half her name, in the same company.
        Case(
            (person("Vera Holm", "Holm"), "vera"), (organization("Northline"), "northline"),
            (place("Ostrava"), "ostrava")),
        Case((person("Holm"), "vera"), (organization("Northline"), "northline")),
        Case((person("HOLM"), "vera"), (place("Ostrava"), "ostrava")),
        // A footballer with her surname, in other company.
        Case((person("Erik Holm", "Holm"), "erik"), (organization("Brannvik FC"), "brannvik")),
        Case((person("Holm"), "erik"), (organization("Brannvik FC"), "brannvik")),
        // In nobody's company, and in both's.
        Case((person("Holm"), "a Holm")),
        Case(
            (person("Holm"), "a Holm between"), (organization("Brannvik FC"), "brannvik"), (place("Ostrava"), "ostrava")
        ),
        // A country is no company.
        Case((person("Vera Holm", "Holm"), "vera"), (place("Velmora", isCountry: true), "velmora")),
        Case((person("Holm"), "a Holm of a country"), (place("Velmora", isCountry: true), "velmora")),
        // Other spellings of one name.
        Case((person("Lech Wałęsa", "Wałęsa"), "lech"), (organization("Shipyard Board"), "board")),
        Case((person("Lech Walesa", "Walesa"), "lech"), (organization("Shipyard Board"), "board")),
        Case((person("WALESA"), "lech"), (organization("Shipyard Board"), "board")),
        Case((person("Ines Strøm"), "ines"), (place("Haldvik"), "haldvik")),
        Case((person("INES STROM"), "ines"), (place("Haldvik"), "haldvik")),
        // Father and son: an initial tells them apart.
        Case((person("Paul R. Denner", "Denner"), "son"), (organization("Denner Mills"), "mills")),
        Case((person("Paul Denner", "Denner"), "father"), (organization("Denner Mills"), "mills")),
        Case((person("Denner"), "a Denner"), (organization("Denner Mills"), "mills")),
        // A document that names both keeps them apart.
        Case(
            (person("Ola Brandt", "Brandt"), "ola"), (person("Brandt"), "another Brandt"),
            (organization("Port Authority"), "port")),
        Case((person("Brandt"), "ola"), (organization("Port Authority"), "port")),
        // Initials of organisations.
        Case((organization("Harbour Workers Union", "HWU"), "union"), (place("Haldvik"), "haldvik")),
        Case((organization("HWU"), "union"), (place("Haldvik"), "haldvik")),
        Case((organization("Highland Water Utility", "HWU"), "utility"), (place("Upper Glen"), "glen")),
        Case((organization("HWU"), "utility"), (place("Upper Glen"), "glen")),
        // A place of the name of a person, a company of the name of a person.
        Case((place("Holm"), "the town of Holm"), (organization("Northline"), "northline")),
        Case((organization("Vera Holm"), "the firm of Vera Holm"), (organization("Northline"), "northline")),
    ]

    /// Whom the library takes each name for: equal for one and the same.
    private func taken(_ desk: Desk) throws -> [[String]] {
        var taken: [[String]] = []
        for line in try desk.dump() {
            guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                let appearances = object["appearances"] as? [[String: String]]
            else { continue }
            taken.append(appearances.map { "\($0["whoKey"] ?? "") \($0["whoType"] ?? "")" })
        }
        return taken
    }

    @Test(arguments: [0, 1, 2, 3]) func namesakesStayApartAndOthersComeTogether(seed: UInt64) throws {
        let desk = try Desk()
        let keeper = try desk.keeper()
        var random = SplitMix64(state: seed)
        let order = seed == 0 ? Array(Self.cases.indices) : Self.cases.indices.shuffled(using: &random)
        for number in order {
            let one = Self.cases[number]
            let place = FilePath("\(number + 100).json")
            try desk.put(
                Story(path: "\(number)", text: "Case \(number).", named: one.named.map(\.name)), at: place)
            try keeper.refresh([place])
        }
        let taken = try taken(desk)
        let people = zip(taken, Self.cases).flatMap { zip($0, $1.named.map(\.who)) }
        var (right, joined, apart, wanted) = (0, 0, 0, 0)
        var wrong: [String] = []
        for (number, (one, who)) in people.enumerated() {
            for (other, whom) in people[(number + 1)...] {
                let (isOne, isMeant) = (one == other, who == whom)
                if isMeant { wanted += 1 }
                if isOne && isMeant { right += 1 }
                if isOne && !isMeant { joined += 1 }
                if !isOne && isMeant { apart += 1 }
                // Half names that nobody completes are the one name that they are.
                let isHalf =
                    who.hasPrefix("a ") || whom.hasPrefix("a ") || who.hasPrefix("another") || whom.hasPrefix("another")
                if isOne != isMeant && !isHalf { wrong.append("\(who) \(whom): \(one) \(other)") }
            }
        }
        #expect(wrong == [])
        #expect(wanted == 41 && right == wanted && apart == 0)
        // Half names that nobody completes: three of Holm are one name, as three pairs.
        #expect(joined == 3)
        try keeper.close()
    }

    @Test func halfANameGoesWithWhomItWasTakenFor() throws {
        let desk = try Desk()
        try desk.put(
            Story(
                path: "1", text: "Vera Holm, Northline.",
                named: [Self.person("Vera Holm", "Holm"), Self.organization("Northline")]), at: "1.json")
        try desk.put(
            Story(
                path: "2", text: "Holm said “yes”.", named: [Self.person("Holm"), Self.organization("Northline")],
                said: [.init(words: "yes", by: [0])]), at: "2.json")
        let keeper = try desk.keeper()
        try keeper.reconcile()
        let library = try LibraryReader(desk.layout)
        #expect(try library.quotes(.init(speaker: "Vera Holm"), limit: 5).map(\.speakers) == [["Vera Holm"]])
        #expect(try library.entities(.person, limit: 5).map(\.documents) == [2])
        try desk.remove("1.json")
        try keeper.reconcile()
        #expect(try library.quotes(.init(speaker: "Vera Holm"), limit: 5).isEmpty)
        #expect(try library.quotes(.init(speaker: "Holm"), limit: 5).map(\.speakers) == [["Holm"]])
        try keeper.close()
    }
}
