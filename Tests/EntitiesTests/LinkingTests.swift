import AnalyzerKit
import Linguistics
import Testing

@testable import Entities

extension RecognisedText {
    /// The entities of a text of which the recogniser has no doubt.
    fileprivate static func link(_ text: String) throws -> Entities.Findings {
        let recognised = RecognisedText(text, confidence: 1)
        var linker = EntityLinker(recognised.document, names: recognised.names, lexicon: try #require(Lexicon()))
        return linker.link()
    }
}

@Suite struct EntityLinkerTests {
    @Test(arguments: [
        ("‹PER:Vladimir Putin› spoke. ‹PER:Putin› left.", ["Vladimir Putin"]),
        ("‹PER:Putin› left. Later ‹PER:Vladimir Putin› spoke.", ["Vladimir Putin"]),
        ("‹PER:Xi Jinping› came. ‹PER:Xi› smiled.", ["Xi Jinping"]),
        ("‹LOC:U.S.›, ‹LOC:United States›, ‹LOC:America› and the ‹LOC:US›.", ["United States"]),
        (
            "The ‹ORG:Shanghai Cooperation Organization› (‹ORG:SCO›) met. ‹ORG:SCO› talks.",
            ["Shanghai Cooperation Organization"]
        ),
        ("‹ORG:SCO› (‹ORG:Shanghai Cooperation Organization›) met.", ["Shanghai Cooperation Organization"]),
        (
            "The ‹ORG:Fed› met. The ‹ORG:Federal Reserve› and the ‹ORG:Chicago Fed› spoke.",
            ["Federal Reserve", "Chicago Fed"]
        ),
        ("‹PER:Bill Clinton› and ‹PER:William Clinton›.", ["William Clinton"]),
        ("‹PER:Ray Hale› and ‹PER:Peter Hale› met. ‹PER:Raymond›, ‹PER:Pete› left.", ["Ray Hale", "Peter Hale"]),
        ("‹PER:Ana Ruiz Esparza› spoke. ‹PER:Ruiz Esparza› and ‹PER:Ruiz› agreed.", ["Ana Ruiz Esparza"]),
        ("‹PER:António Guterres› met ‹PER:Antonio Guterres›.", ["António Guterres"]),
        ("‹PER:Ursula von der Leyen› came. ‹PER:von der Leyen› and ‹PER:Leyen›", ["Ursula von der Leyen"]),
        ("‹ORG:Finance Ministry› and ‹ORG:Ministry of Finance›", ["Ministry of Finance"]),
        ("‹ORG:U.S. Supreme Court› sat. The ‹ORG:Supreme Court› ruled.", ["U.S. Supreme Court"]),
        (
            "‹ORG:U.S. Department of Justice›, the ‹ORG:Justice Department›, ‹ORG:DOJ› for short.",
            ["U.S. Department of Justice"]
        ),
        ("‹ORG:British Home Office›, the ‹ORG:Home Office›", ["British Home Office"]),
        ("‹PER:Halvorsen Foods› sued\n\n‹ORG:Halvorsen Foods Inc› fell.", ["Halvorsen Foods Inc"]),
        ("‹PER:Paul Winter› sings. ‹ORG:Paul Winter & Sons› sells pianos.", ["Paul Winter", "Paul Winter & Sons"]),
        (
            "‹ORG:United Nations› and ‹ORG:United Nations Security Council›",
            ["United Nations", "United Nations Security Council"]
        ),
        (
            "‹ORG:Harlow United› beat ‹ORG:Harlow City›. ‹ORG:City› lost, ‹ORG:United› won.",
            ["Harlow United", "Harlow City"]
        ),
        ("‹ORG:Association of Southeast Asian Nations›: ‹ORG:ASEAN›", ["Association of Southeast Asian Nations"]),
        ("‹ORG:Doctors Without Borders› (‹ORG:MSF›) left. ‹ORG:MSF› returned.", ["Doctors Without Borders"]),
        ("‹ORG:U.S. Geological Survey›, the ‹ORG:USGS›", ["U.S. Geological Survey"]),
        (
            "‹ORG:Hale Motor Co.› and ‹PER:Tom Hale›. ‹ORG:Hale› fell. Mr. ‹PER:Hale› wept.",
            ["Hale Motor Co.", "Tom Hale"]
        ),
        ("‹MISC:Hurricane Odile› hit. ‹PER:Odile› weakened.", ["Hurricane Odile"]),
        ("‹MISC:Republican› and ‹MISC:Republicans›", ["Republican"]),
        ("‹LOC:Mount Everest› and ‹LOC:Everest›", ["Mount Everest"]),
        ("‹LOC:Baltic Sea› and ‹LOC:Baltic›", ["Baltic Sea"]),
        ("‹LOC:Mexico› and ‹LOC:Mexico City›", ["Mexico", "Mexico City"]),
        ("‹LOC:Gdansk› and ‹LOC:Gdańsk›", ["Gdańsk"]),
        ("‹PER:VELA› spoke in ‹LOC:IRAN› of the ‹LOC:USSR›", ["Vela", "Iran", "USSR"]),
        ("‹PER:Gordon Brown› and ‹PER:Sarah Brown›.", ["Gordon Brown", "Sarah Brown"]),
        ("‹LOC:Washington› said. ‹PER:George Washington› slept.", ["Washington", "George Washington"]),
        ("‹ORG:Commerzbank AG› fell. ‹ORG:Commerzbank› rose.", ["Commerzbank AG"]),
        ("‹PER:ANGELA MERKEL› SPOKE", ["Angela Merkel"]),
        ("‹PER:angela merkel› spoke", ["Angela Merkel"]),
        ("‹ORG:the World Bank› and ‹ORG:World Bank›", ["World Bank"]),
    ])
    func groupsNamesUnderTheMostCompleteForm(_ marked: String, _ names: [String]) throws {
        #expect(try RecognisedText.link(marked).entities.map(\.name) == names)
    }

    @Test func keepsTitlesAndHonoursOutOfTheSpan() throws {
        let findings = try RecognisedText.link(
            "‹PER:President Xi Jinping› met ‹PER:Mr. Smith›, ‹PER:CEO Mark Hale›, ‹PER:Fiona Brand KC› and ‹PER:KC Jones›."
        )
        #expect(findings.mentions.map(\.text) == ["Xi Jinping", "Smith", "Mark Hale", "Fiona Brand", "KC Jones"])
    }

    @Test(arguments: [
        // Whoever is named as a relative is called by the surname alone only later.
        ("‹PER:Ann Holt› sang. She married ‹PER:Paul Holt›, a cook. ‹PER:Holt› retired.", ["e1", "e2", "e1"]),
        ("‹PER:Ann Holt› sang. Her husband, ‹PER:Paul Holt›, cooked. ‹PER:Holt› retired.", ["e1", "e2", "e1"]),
        ("‹PER:Ann Holt› sang. ‹PER:Paul Holt› cooked. ‹PER:Holt› retired.", ["e1", "e2", "e2"]),
        ("His wife ‹PER:Ann Holt› sang. ‹PER:Holt› retired.", ["e1", "e1"]),
        // Names of birth.
        ("‹PER:Ann Holt› died. Born ‹PER:Ann Pugh› in Barry, she sang.", ["e1", "e1"]),
        ("‹PER:Ann Holt› (née ‹PER:Ann Pugh›) sang.", ["e1", "e1"]),
        ("‹PER:Ann Holt› met ‹PER:Ann Lee›. Born ‹PER:Ann Pugh› in Barry, she sang.", ["e1", "e2", "e3"]),
        ("‹PER:Ann Holt› met ‹PER:Ann Pugh›.", ["e1", "e2"]),
        ("‹PER:Ann Holt› was born in a house. Born ‹PER:Zoe Pugh›, she sang.", ["e1", "e2"]),
    ])
    func relativesAndNamesOfBirth(_ marked: String, _ entities: [String]) throws {
        #expect(try RecognisedText.link(marked).mentions.map(\.entity) == entities)
    }

    @Test func givesASharedSurnameToWhoWasNamedLast() throws {
        let findings = try RecognisedText.link(
            "‹PER:Gordon Brown› met ‹PER:Sarah Brown›. ‹PER:Brown› smiled. ‹PER:Gordon Brown› left. ‹PER:Brown› waved."
        )
        #expect(findings.mentions.map(\.entity) == ["e1", "e2", "e2", "e1", "e1"])
    }

    @Test func aTitleTellsWhichOfTwoIsMeant() throws {
        let findings = try RecognisedText.link(
            "‹PER:Arthur Hale› and ‹PER:Judith Hale› came.\n\nMrs. ‹PER:Hale› spoke. Mr. ‹PER:Hale› left."
        )
        #expect(findings.mentions.map(\.entity) == ["e1", "e2", "e2", "e1"])
    }

    @Test func aSurnameStaysWithWhomItWasGivenTo() throws {
        let findings = try RecognisedText.link(
            "‹PER:Winifred Hale› rang.\n\n‹PER:Hale› wept.\n\n‹PER:Colin Hale› laughed.\n\n‹PER:Hale› left."
        )
        #expect(findings.mentions.map(\.entity) == ["e1", "e1", "e2", "e1"])
    }

    @Test func aGivenNameBeforeASharedSurnameIsThatPerson() throws {
        let findings = try RecognisedText.link("‹PER:Bill Hale› came. ‹PER:Bill› and ‹PER:Ann Hale› left.")
        #expect(findings.mentions.map(\.entity) == ["e1", "e1", "e2"])
    }

    @Test func readsInitialsAsSpeakerLabels() throws {
        let findings = try RecognisedText.link("‹PER:Yun Sun›: Yes.\nYS: No.\nTV: off.")
        #expect(findings.mentions.map(\.text) == ["Yun Sun", "YS"])
        #expect(findings.entities.count == 1)
    }

    @Test func givesCodesToCountriesAndDemonyms() throws {
        let findings = try RecognisedText.link("‹LOC:Russia›, the ‹MISC:Chinese›, ‹LOC:Paris› and ‹LOC:U.K.›")
        #expect(findings.entities.map { $0.codes["iso3166"] } == ["RU", "CN", nil, "GB"])
        #expect(findings.entities[1].type == .miscellaneous)
    }

    @Test func growsLinearlyWithPeopleOfOneSurname() throws {
        var text = ""
        for index in 0..<3000 { text += "‹PER:Name\(index) Smith› and ‹PER:Smith›. " }
        let findings = try RecognisedText.link(text)
        #expect(findings.mentions.count == 6000)
    }
}
