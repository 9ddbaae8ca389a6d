import AnalyzerKit
import English
import Linguistics
import Testing

@testable import Entities

@Suite struct NameNeighboursTests {
    /// Names as the recogniser might give them: words of the text in order, each with a type.
    private func corrected(_ text: String, _ names: [(String, Entities.EntityType)], doubt: Double = 0) -> [String] {
        let document = Document(UTF8Text(text))
        let tokens = document.tokens
        var next = 0
        let given = names.map { words, type in
            let count = words.split(separator: " ").count
            while (0..<count).contains(where: { place in
                document.text.string(in: tokens[next + place]) != String(words.split(separator: " ")[place])
            }) { next += 1 }
            defer { next += count }
            return Name(tokens: next..<next + count, type: type, confidence: 0.5)
        }
        let scores = TagScores(count: tokens.count, outside: Int32(doubt * 1024), others: 0)
        return NameNeighbours(tokens: tokens, text: document.text, scores: scores).corrected(given).map { name in
            let words = name.tokens.map { document.text.string(in: tokens[$0]) }
            return "\(name.type.rawValue) \(words.joined(separator: " "))"
        }
    }

    @Test(arguments: [
        ("Judge Mary Rose spoke. Rose left. Others like Rose stayed.", ["PER Mary Rose", "PER Rose", "PER Rose"]),
        ("Then Mary Rose spoke of the rose she grew.", ["PER Mary Rose"]),
        ("Mary Rose spoke at Rose Hill.", ["PER Mary Rose"]),
        ("Mary Rose spoke at Old Rose.", ["PER Mary Rose"]),
    ])
    func surnamesOfPeopleNamedInFullAreMentions(_ text: String, _ expected: [String]) {
        #expect(corrected(text, [("Mary Rose", .person)]) == expected)
    }

    @Test func aCapitalThatASentenceAsksForNeedsTheRecogniser() {
        let text = "Mary Rose spoke. Rose petals fell. Nobody asked Rose."
        #expect(corrected(text, [("Mary Rose", .person)], doubt: 9) == ["PER Mary Rose", "PER Rose"])
    }

    @Test func codesAreNoNames() {
        #expect(
            corrected("Pellan Inc (NYSE: PLLN) rose.", [("Pellan Inc", .organization), ("PLLN", .organization)])
                == ["ORG Pellan Inc"])
        #expect(
            corrected("Crude CLc1 and Orla HOc12 fell.", [("CLc1", .organization), ("Orla HOc12", .person)])
                == ["PER Orla"])
        #expect(corrected("He wrote: PLLN", [("PLLN", .organization)]) == ["ORG PLLN"])
    }

    @Test func whereSomebodyLivesIsAPlace() {
        let text = "Ada Rell, 31, of Warren, and Warren, 20, of late."
        #expect(
            corrected(text, [("Ada Rell", .person), ("Warren", .person), ("Warren", .person)])
                == ["PER Ada Rell", "LOC Warren", "PER Warren"])
    }

    @Test func whatANounForAVesselStandsBeforeIsOne() {
        #expect(corrected("The trawler Anna Lee sank.", [("Anna Lee", .person)]) == ["MISC Anna Lee"])
        #expect(corrected("The trawler's owner Anna Lee wept.", [("Anna Lee", .person)]) == ["PER Anna Lee"])
    }

    @Test(arguments: [
        ("My sister, Chelsea, moved.", "Chelsea", "PER"), ("He told his wife, Florence, so.", "Florence", "PER"),
        ("Venn's son, Orlando, is here.", "Orlando", "PER"), ("Our aunt, Kent, left.", "Kent", "PER"),
        ("Its sister city, Lyon, sang.", "Lyon", "LOC"), ("He has a brother, Kent has none.", "Kent", "LOC"),
    ])
    func aRelativeIsAPerson(_ text: String, _ name: String, _ type: String) {
        #expect(corrected(text, [(name, .location)]) == ["\(type) \(name)"])
    }

    @Test func familiesAndTitlesFollowWhoIsNamedInFull() {
        #expect(
            corrected(
                "Hugh Arlenby farms. The Arlenbys are old. DC Arlenby left the Velos.",
                [
                    ("Hugh Arlenby", .person), ("Arlenbys", .organization), ("DC Arlenby", .organization),
                    ("Velos", .organization),
                ]) == ["PER Hugh Arlenby", "PER Arlenbys", "PER DC Arlenby", "ORG Velos"])
    }

    @Test(arguments: [
        ("The Derby - based group paid.", "PER Derby"), ("The Derby-based group paid.", "LOC Derby"),
        ("The Derby-born man paid.", "PER Derby"),
    ])
    func whereSomethingHasItsSeatIsAPlace(_ text: String, _ expected: String) {
        #expect(corrected(text, [("Derby", .person)]) == [expected])
    }

    @Test(arguments: [
        ("He fell on the Iseyin - Okeho road .", "Iseyin - Okeho", ["LOC Iseyin", "LOC Okeho"]),
        ("A train on the Delmar - Tolna line stood .", "Delmar - Tolna", ["LOC Delmar", "LOC Tolna"]),
        ("He fell in Baden - Baden .", "Baden - Baden", ["LOC Baden - Baden"]),
        ("The Baden - Baden Road is shut .", "Baden - Baden", ["LOC Baden - Baden"]),
    ])
    func aWayJoinsTwoPlaces(_ text: String, _ name: String, _ expected: [String]) {
        #expect(corrected(text, [(name, .location)]) == expected)
    }

    @Test func twoPeopleWithAHyphenAreTwo() {
        let given: [(String, Entities.EntityType)] = [
            ("Ann Putin", .person), ("Xi", .person), ("Putin - Xi", .person), ("Okeke - Moss", .person),
        ]
        let text = "Ann Putin met Xi . The Putin - Xi summit was led by Okeke - Moss ."
        #expect(corrected(text, given) == ["PER Ann Putin", "PER Xi", "PER Putin", "PER Xi", "PER Okeke - Moss"])
    }
}
