import AnalyzerKit
import Linguistics
import TestSupport
import Testing

@testable import Entities

/// Types that the words beside a name tell.
@Suite struct NameDescriptionsTests {
    /// The marked names behind their types as the descriptions have them; the recogniser is as sure of each as `confidence` says.
    private func corrected(_ marked: String, confidence: Double = 0.6) throws -> [String] {
        let text = RecognisedText(marked)
        let tokens = text.document.tokens
        let names = text.names.map { Name(tokens: $0.tokens, type: $0.type, confidence: confidence) }
        let lexicon = try #require(Lexicon())
        let descriptions = NameDescriptions(tokens: tokens, text: text.document.text, lexicon: lexicon)
        return descriptions.corrected(names).map { name in
            "\(name.type.rawValue) \(text.document.text.string(in: tokens.range(name.tokens)))"
        }
    }

    @Test(arguments: [
        "It opens with ‹PER:Slipwenn›, the fourth track on the record.",
        "They sell ‹ORG:Tallinor›, an app for small shops.",
        "He wrote ‹LOC:Grennock›, a novel about the sea.",
        "The firm sold more of its alcohol-free ale, ‹ORG:Ferrigan›.",
        "Loopwell's main product, ‹ORG:Tallinor›, takes cards.", "Their first album, ‹ORG:Salwenn›, sank.",
        "She sang on the album ‹PER:Salwenn›.", "A fire on its flagship, the ‹ORG:Telwenn Aurora›, killed two.",
        "They sank ‹LOC:Telwenn›, a trawler from Hull.",
    ])
    func whatIsSaidToBeAWorkIsOne(_ text: String) throws {
        #expect(try corrected(text).first?.hasPrefix("MISC ") == true)
    }

    @Test(arguments: [
        "‹PER:Shreeji Infravon›, the company which built the tank, is shut.", "He left ‹PER:Velquist›, a charity.",
        "They heard ‹PER:Velquist›, a band from Leeds.",
        "It replaced its auditors, ‹PER:Grelham Varr›, in May.", "Its solicitors, ‹MISC:Hodgwen›, wrote back.",
        "A tale of the sea (‹LOC:MacLennoch›, £20).", "He wrote a book (‹PER:Fabrune›, $25) on it.",
    ])
    func whatIsSaidToBeABodyIsOne(_ text: String) throws {
        #expect(try corrected(text).first?.hasPrefix("ORG ") == true)
    }

    @Test(arguments: [
        "She led the ‹ORG:Enyabba› refinery.", "She led the ‹ORG:Enyabba› rare earths refinery in May.",
        "The ‹ORG:Enyabba› gold mine is shut.", "He was sent to ‹ORG:HMP Lowdrum›.",
        "She fell at ‹ORG:HMYOI Grenwick›.",
    ])
    func whereSomethingIsDugOrKeptIsAPlace(_ text: String) throws {
        #expect(try corrected(text).first?.hasPrefix("LOC ") == true)
    }

    @Test(arguments: ["‹ORG:HMS Grendel› sailed.", "The ‹PER:USS Halberd› sailed.", "‹LOC:RMS Varna› sank."])
    func lettersBeforeAShipTellIt(_ text: String) throws {
        #expect(try corrected(text).first?.hasPrefix("MISC ") == true)
    }

    /// Whoever stands beside such a noun is not always it.
    @Test(arguments: [
        // At the place, by the person, of the maker.
        "In ‹LOC:Grennock›, the film about the war won.", "After ‹LOC:Grennock›, the album was made.",
        "They met ‹PER:Velquist›, the film's director.", "They met ‹PER:Velquist›, a film-maker from Kent.",
        "They met ‹PER:Velquist›, a product of the academy.", "The album ‹PER:Velquist› made sold well.",
        "In his new film, ‹PER:Velquist›, 40, sings.", "The film ‹PER:Velquist› said he saw was long.",
        "Ask ‹PER:Anna Velquist›, the company told us.", "Its lawyers, ‹PER:Velquist› and Ann Holt, spoke.",
        "Its auditors ‹PER:Velquist› hired left.", "The ‹ORG:Velquist› dealer is shut.",
        "The ‹ORG:Shell› refinery is shut.",
        "‹PER:Velquist›, the owner of the company, left.", "They saw ‹PER:Velquist› (below, £20).",
        "The ‹ORG:Velquist› plan for the mine failed.", "‹ORG:HMP› is short of cells.",
    ])
    func othersKeepTheirType(_ text: String) throws {
        let given = RecognisedText(text).names.map { $0.type.rawValue }
        #expect(try corrected(text).map { $0.prefix { $0 != " " } } == given.map { $0[...] })
    }

    @Test func whatIsSaidOnceHoldsForAll() throws {
        let text = "‹ORG:Tallinor› is free. They sell ‹ORG:Tallinor›, an app for shops. ‹PER:Holt› uses ‹ORG:Tallinor›."
        #expect(try corrected(text) == ["MISC Tallinor", "MISC Tallinor", "PER Holt", "MISC Tallinor"])
        // Where the recogniser is sure, it is believed.
        #expect(try corrected(text, confidence: 0.97).first == "ORG Tallinor")
    }

    @Test(arguments: [
        ("‹PER:Colette Marchwell›, its chief, spoke. ‹ORG:Marchwell› said no.", "PER Marchwell"),
        ("‹PER:Colette Marchwell›, its chief, spoke. They doubt ‹ORG:Marchwell›'s plan.", "PER Marchwell"),
        // The firm was there before its founder, or has a longer name, or is known.
        ("‹ORG:Marchwell› grew. ‹PER:Colette Marchwell› spoke. ‹ORG:Marchwell› said no.", "ORG Marchwell"),
        ("‹PER:Colette Marchwell› runs ‹ORG:Marchwell Foods›. ‹ORG:Marchwell› said no.", "ORG Marchwell"),
        ("‹PER:Wendy Ford› spoke. ‹ORG:Ford› said no.", "ORG Ford"),
    ])
    func aSurnameAloneIsWhoWasNamed(_ text: String, _ expected: String) throws {
        #expect(try corrected(text, confidence: 0.85).last == expected)
    }

    @Test(arguments: [
        ("‹ORG:Wrexham› 1 ‹PER:Barrowden› 2\n\n‹PER:Barrowden› won.", "ORG Barrowden"),
        ("‹PER:Barrowden› 3 ‹ORG:Wrexham› 0\n\n‹PER:Barrowden› won.", "ORG Barrowden"),
        ("‹PER:Price› 6 ‹PER:Smith› 3\n\n‹PER:Price› won.", "PER Price"),
        ("‹ORG:Wrexham› 1 ‹PER:Barrowden› 2\n\nBut ‹PER:Tom Barrowden› left.", "PER Tom Barrowden"),
        ("‹ORG:Wrexham› 1 ‹PER:Barrowden› 2\n\n‹PER:Tom Barrowden› met ‹PER:Barrowden›.", "PER Barrowden"),
    ])
    func sidesOfAScoreAreNotPeople(_ text: String, _ expected: String) throws {
        #expect(try corrected(text).last == expected)
    }

    @Test(arguments: [
        ("They drank a gin called ‹PER:Velquist› at lunch.", "MISC"), ("A film titled ‹LOC:Grennock› won.", "MISC"),
        ("He opened a small shop called ‹MISC:Velquist Nights›.", "ORG"),
        ("The bill, known as ‹PER:Velquist›, failed.", "MISC"),
        ("The lake, known as ‹PER:Velquist›, froze.", "LOC"), ("A village called ‹ORG:Grennock› was cut off.", "LOC"),
        ("‹LOC:Grennock› is a restaurant in a church.", "ORG"), ("‹PER:Velquist› was her third novel.", "MISC"),
        ("‹LOC:Grennock›, which opened in May near the lido, is the third restaurant by the chef.", "ORG"),
        ("‹ORG:Grennock› is the firm's first ring.", "MISC"),
    ])
    func whatASentenceSaysANameIsItIs(_ text: String, _ type: String) throws {
        #expect(try corrected(text).first?.hasPrefix(type + " ") == true)
    }

    /// Somebody is rung up, chosen, likened to a thing, or lives where it is.
    @Test(arguments: [
        "The company called ‹PER:Velquist› on Monday.", "A club named ‹PER:Velquist› as its manager.",
        "The firm named ‹PER:Velquist› its chief.", "‹PER:Velquist› is a machine.",
        "‹PER:Velquist› is a product of the academy.",
        "In ‹LOC:Grennock› is a restaurant.", "Holt and ‹PER:Velquist› was the team.",
        "‹PER:Anna Velquist› is the company.",
        "A paper called ‹PER:Velquist› a liar.", "‹PER:Velquist›, which he is not, was said to be a restaurant.",
    ])
    func whatASentenceSaysOfOthersIsNotTheirs(_ text: String) throws {
        let given = RecognisedText(text).names.map { $0.type.rawValue }
        #expect(try corrected(text).map { $0.prefix { $0 != " " } } == given.map { $0[...] })
    }
}
