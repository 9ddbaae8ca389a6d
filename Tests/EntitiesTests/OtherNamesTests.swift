import AnalyzerKit
import Foundation
import Linguistics
import Testing

@testable import Entities

/// Short, second and local names, peoples and their countries.
@Suite struct OtherNamesTests {
    /// The entities of marked names, as `Name: surface, surface`.
    private func entities(_ marked: String) throws -> [String] {
        try findings(marked).entities.map { "\($0.name): \($0.aliases.joined(separator: ", "))" }
    }

    private func findings(_ marked: String) throws -> Entities.Findings {
        let text = RecognisedText(marked)
        var linker = EntityLinker(text.document, names: text.names, lexicon: try #require(Lexicon()))
        return linker.link()
    }

    @Test(arguments: [
        "‹MISC:Typhoon Masari› (known locally as ‹LOC:Pilar›) hit.",
        "‹MISC:Typhoon Masari›, also known as ‹LOC:Pilar›, hit.",
        "‹MISC:Typhoon Masari› (better known as ‹MISC:Pilar›) hit.",
        "‹MISC:Typhoon Masari›, formerly ‹MISC:Pilar›, hit.",
        "‹MISC:Typhoon Masari›, formerly known as ‹PER:Pilar›, hit.",
    ])
    func aSecondNameIsOneWithTheFirst(_ text: String) throws {
        let found = try findings(text)
        #expect(found.entities.map(\.name) == ["Typhoon Masari"])
        #expect(found.mentions.map(\.type) == [.miscellaneous, .miscellaneous])
    }

    @Test(arguments: [
        ("‹ORG:Typhoon Society› knew ‹LOC:Pilar›.", 2), ("‹ORG:Arlen›, known for ‹MISC:Pilar›, left.", 2),
        ("‹ORG:United Nations Protection Force› left. ‹ORG:UNPROFOR› stayed.", 1),
        ("The ‹ORG:Philippine Institute of Volcanology and Seismology› (‹ORG:Phivolcs›) said.", 1),
        ("The ‹ORG:Kenya Agricultural Research Board› (‹ORG:Kenagrib›) said.", 1),
        ("The ‹ORG:United Nations Protection Force› left. ‹ORG:Unilever› stayed.", 2),
        ("The ‹ORG:Kenya Agricultural Research Board› said so. ‹ORG:Kenwood› left.", 2),
    ])
    func aWordOfBeginningsIsShortForABody(_ text: String, _ count: Int) throws {
        #expect(try findings(text).entities.count == count)
    }

    @Test(arguments: [
        ("It left the ‹LOC:St. Clair Seaway›. The ‹LOC:Seaway› is shut.", 1),
        ("It is in the ‹LOC:Lyceum Theatre›. At the ‹LOC:Lyceum› they sang.", 1),
        ("Boats went up the ‹LOC:Arlen River›. The ‹LOC:Arlen› is wide.", 1),
        ("‹LOC:Arlen› is a county. The ‹LOC:Arlen River› is wide.", 2),
        ("Hops grow in the ‹LOC:Arlen Valley› on the ‹LOC:Arlen›.", 2),
        ("She lives in ‹LOC:Newcastle upon Tyne›. The ‹LOC:Tyne› is wide.", 2),
    ])
    func aPlaceMayGoWithoutAPart(_ text: String, _ count: Int) throws {
        #expect(try findings(text).entities.count == count)
    }

    @Test func anEditorsBracketsAreNotInTheName() throws {
        #expect(
            try entities("“I trust ‹PER:[Mara] Holt›,” he said. ‹PER:Mara Holt› smiled.")
                == ["Mara Holt: Mara Holt, [Mara] Holt"])
    }

    @Test func aPeoplePointsToItsCountry() throws {
        let found = try findings(
            "The ‹MISC:Russian› minister left ‹LOC:Russia›. An ‹MISC:Englishman›, a ‹MISC:Welshman› and two ‹MISC:Danes› stayed."
        )
        let points = found.entities.map { "\($0.id) \($0.name) \($0.codes["iso3166"] ?? "-") \($0.of ?? "-")" }
        #expect(
            points == ["e1 Russian RU e2", "e2 Russia RU -", "e3 Englishman GB -", "e4 Welshman GB -", "e5 Danes DK -"])
        let written = try JSONEncoder().encode(found)
        #expect(String(decoding: written, as: UTF8.self).contains("\"of\":null"))
        #expect(
            try JSONDecoder().decode(Entities.Findings.self, from: written).entities.map(\.of)
                == found.entities.map(\.of))
    }
}
