import AnalyzerKit
import Linguistics
import TestSupport
import Testing

@testable import Entities

/// A text whose names, as the recogniser might give them, are marked `‹ORG:Arlen›`.
struct RecognisedText {
    let document: Document
    private(set) var names: [Name] = []

    init(_ text: String, confidence: Double = 0.5) {
        let marked = Marked(text)
        document = Document(UTF8Text(marked.text))
        for span in marked.spans {
            guard let type = span.label.flatMap(Entities.EntityType.init(rawValue:)) else { continue }
            let range = ByteRange(span.range.lowerBound, span.range.upperBound)
            names.append(Name(tokens: document.tokens.indices(overlapping: range), type: type, confidence: confidence))
        }
    }

    /// Scores that tell nothing.
    var scores: TagScores {
        TagScores(count: document.tokens.count, outside: 0, others: 0)
    }

    func described(_ names: [Name]) -> [String] {
        names.map { "\($0.type.rawValue) \(document.text.string(in: document.tokens.range($0.tokens)))" }
    }
}

@Suite struct NamePartsTests {
    private func corrected(_ marked: String) throws -> [String] {
        let text = RecognisedText(marked)
        let parts = NameParts(
            tokens: text.document.tokens, text: text.document.text, lexicon: try #require(Lexicon()),
            scores: text.scores)
        return text.described(parts.corrected(text.names))
    }

    @Test(arguments: [
        ("A ‹MISC:Texas-based› firm grew.", ["LOC Texas"]),
        ("A ‹MISC:Denver-headquartered› firm grew.", ["LOC Denver"]),
        ("A ‹MISC:Lagos-born› singer sang.", ["LOC Lagos"]),
        ("The ‹LOC:Kent-based› firm grew.", ["LOC Kent"]),
        ("The ‹MISC:NATO-led› force left.", ["ORG NATO"]),
        ("A ‹MISC:UNICEF-funded› school opened.", ["ORG UNICEF"]),
        ("A ‹MISC:Turkish-made› drone fell.", ["MISC Turkish"]),
        ("A ‹MISC:New York-listed› miner rose.", ["LOC New York"]),
        ("A ‹ORG:Coca-Cola› van and ‹PER:Ann Lee-Bred› came.", ["ORG Coca-Cola", "PER Ann Lee-Bred"]),
        (
            "Sen. ‹PER:Ann Lee›, ‹ORG:D-Wash.›, and Rep. ‹PER:Bo Fry› (‹MISC:R-Texas›) met.",
            ["PER Ann Lee", "LOC Wash.", "PER Bo Fry", "LOC Texas"]
        ),
        ("They have ‹MISC:Wi-Fi› and ‹MISC:Play-Doh›.", ["MISC Wi-Fi", "MISC Play-Doh"]),
    ])
    func ofACompoundWithAParticipleTheNameIsLeft(_ text: String, _ expected: [String]) throws {
        #expect(try corrected(text) == expected)
    }

    @Test(arguments: [
        ("The ‹MISC:US-Japan› talks went well.", ["LOC US", "LOC Japan"]),
        ("The ‹MISC:France-Italy› border is open.", ["LOC France", "LOC Italy"]),
        ("The ‹LOC:Peru-Chile› border is open.", ["LOC Peru", "LOC Chile"]),
        ("The ‹MISC:Israel-Hamas› war went on.", ["LOC Israel", "ORG Hamas"]),
        ("The ‹MISC:Merkel-Modi› lunch was short.", ["PER Merkel", "PER Modi"]),
        ("The ‹MISC:Franco-German› brigade met.", ["MISC Franco-German"]),
        ("The ‹LOC:Alsace-Lorraine› assembly met.", ["LOC Alsace-Lorraine"]),
        ("The ‹MISC:Dodd-Frank Act› passed.", ["MISC Dodd-Frank Act"]),
    ])
    func aPairIsTwoNames(_ text: String, _ expected: [String]) throws {
        #expect(try corrected(text) == expected)
    }

    @Test(arguments: [
        ("‹ORG:Arlen Foods    ARLF LN›    Buy    40p", ["ORG Arlen Foods"]),
        ("‹ORG:Velo    VELO›    Hold    12", ["ORG Velo"]),
        ("‹ORG:Arlen Foods\tVelo Homes›\tBuy", ["ORG Arlen Foods", "ORG Velo Homes"]),
        ("‹ORG:Arlen Foods›    ‹ORG:ARLF LN›    Buy", ["ORG Arlen Foods"]),
        ("‹ORG:Bank of Arlen›    ‹LOC:Kent›    4", ["ORG Bank of Arlen", "LOC Kent"]),
        ("Shares of ‹ORG:BBC UK› rose.", ["ORG BBC UK"]),
    ])
    func aNameEndsWithItsColumn(_ text: String, _ expected: [String]) throws {
        #expect(try corrected(text) == expected)
    }

    @Test(arguments: [
        (
            "Terms of ‹ORG:Arlen and Velo Homes› leaked. ‹ORG:Arlen› fell, ‹ORG:Velo Homes› rose.",
            ["ORG Arlen", "ORG Velo Homes", "ORG Arlen", "ORG Velo Homes"]
        ),
        (
            "Both ‹PER:Holt and Venn› left. ‹PER:Holt› came back before ‹PER:Venn›.",
            ["PER Holt", "PER Venn", "PER Holt", "PER Venn"]
        ),
        ("Staff of ‹ORG:Arlen and Velo Homes› left. ‹ORG:Arlen› did not.", ["ORG Arlen and Velo Homes", "ORG Arlen"]),
        ("He left ‹ORG:Marks and Spencer›.", ["ORG Marks and Spencer"]),
        ("Officers of ‹LOC:Devon› and ‹ORG:Cornwall Police› came.", ["ORG Devon and Cornwall Police"]),
        ("She rang ‹ORG:Arlen› and ‹ORG:Velo Constabulary›.", ["ORG Arlen and Velo Constabulary"]),
        ("She rang ‹PER:Arlen› and ‹ORG:Velo Police›.", ["PER Arlen", "ORG Velo Police"]),
        ("He studied at ‹PER:Kofi Mensah› ‹ORG:University of Mining›.", ["ORG Kofi Mensah University of Mining"]),
        ("He owes ‹PER:Kofi Mensah› ‹ORG:Velo› shares.", ["PER Kofi Mensah", "ORG Velo"]),
    ])
    func whatIsTwoIsPartedAndWhatIsOneIsJoined(_ text: String, _ expected: [String]) throws {
        #expect(try corrected(text) == expected)
    }

    @Test(arguments: [
        ("I trust [‹PER:Mara] Holt› today.", ["PER [Mara] Holt"]),
        ("I trust ‹PER:Mark [Venn›] today.", ["PER Mark [Venn]"]),
        ("I trust Senator [‹ORG:Ana›] ‹PER:Ruiz› today.", ["PER [Ana] Ruiz"]),
        ("I trust [‹PER:Ana›] today.", ["PER Ana"]),
        ("It is in The ‹LOC:Hague› now.", ["LOC The Hague"]),
        ("The ‹LOC:Hague› is wet.", ["LOC The Hague"]),
        ("She saw The ‹MISC:Silver Orchard› twice.", ["MISC The Silver Orchard"]),
        ("She read The ‹ORG:Times› twice.", ["ORG Times"]),
        ("The ‹MISC:Silver Orchard› is long.", ["MISC Silver Orchard"]),
    ])
    func bracketsAndArticlesAreWholeOrOutside(_ text: String, _ expected: [String]) throws {
        #expect(try corrected(text) == expected)
    }
}

@Suite struct NameTermsTests {
    private func corrected(_ marked: String) -> [String] {
        let text = RecognisedText(marked)
        let terms = NameTerms(tokens: text.document.tokens, text: text.document.text)
        return text.described(terms.corrected(text.names))
    }

    @Test(arguments: [
        ("Per Lund, Director of ‹ORG:Roads and Bridges›, left.", [] as [String]),
        ("Ida Moe, Head of ‹ORG:Storage Products›, left.", []),
        ("The ‹ORG:Head of Customer Services› left.", []),
        ("Ann Lee, Manager of ‹MISC:Claims and Payments›, left.", []),
        ("Ann Lee, Secretary for ‹ORG:External Affairs›, left.", []), ("The Minister of ‹ORG:Velo› left.", []),
        ("The General Secretary of ‹ORG:Unison› left.", ["ORG Unison"]),
        ("Ann Lee, Director of ‹ORG:Tate Modern›, left.", ["ORG Tate Modern"]),
        ("Ann Lee, President of ‹ORG:Arlen Foods›, left.", ["ORG Arlen Foods"]),
        ("Workers of ‹ORG:Storage Products› left.", ["ORG Storage Products"]),
    ])
    func aDepartmentBehindAPostIsNone(_ text: String, _ expected: [String]) {
        #expect(corrected(text) == expected)
    }

    @Test(arguments: [
        ("Its ‹ORG:CFO› left.", [] as [String]),
        ("‹ORG:EBITDA› rose in ‹MISC:FY27e› and ‹ORG:1H26›.", []),
        ("‹MISC:EPS› fell in ‹MISC:Q3›.", []),
        ("A target of ‹MISC:CHF› 330 and ‹ORG:SEK 40›.", []),
        ("As ‹LOC:Annex B› and ‹MISC:Form 8-K› say.", []),
        ("Since ‹ORG:Covid› and ‹MISC:Covid-19› began, and ‹ORG:AIDS› before.", []),
        ("The ‹ORG:Covid Inquiry› met ‹PER:Mers›.", ["ORG Covid Inquiry", "PER Mers"]),
        ("The ‹ORG:BBC› drove an Audi ‹MISC:Q7›.", ["ORG BBC", "MISC Q7"]),
        ("Near ‹LOC:Table Mountain› the ‹ORG:SEK› met.", ["LOC Table Mountain", "ORG SEK"]),
    ])
    func figuresAndPartsOfDocumentsAreNone(_ text: String, _ expected: [String]) {
        #expect(corrected(text) == expected)
    }

    @Test(arguments: [
        ("Section 4 of the ‹MISC:Act› holds.", [] as [String]),
        ("The ‹ORG:Company› and this ‹MISC:Agreement› bind.", []),
        ("The ‹ORG:Senate› and ‹ORG:Merger› met.", ["ORG Senate", "ORG Merger"]),
        ("‹ORG:Arlen Mills, Inc.› (‹ORG:ARLM›) rose.", ["ORG Arlen Mills, Inc."]),
        ("‹ORG:Arlen Mills plc› (‹LOC:AMP›) rose.", ["ORG Arlen Mills plc"]),
        ("‹ORG:Arlen Mills plc› (‹ORG:AMP›) rose. ‹ORG:AMP› fell.", ["ORG Arlen Mills plc", "ORG AMP", "ORG AMP"]),
        ("‹ORG:Arlen Mills› (‹ORG:AMP›) rose.", ["ORG Arlen Mills", "ORG AMP"]),
    ])
    func definedTermsAndCodesOfSharesAreNone(_ text: String, _ expected: [String]) {
        #expect(corrected(text) == expected)
    }
}
