import AnalyzerKit
import Entities
import Linguistics
import Quotes
import Testing

/// Whom the words that name a speaker stand for.
@Suite struct SpeakerTests {
    @Test(arguments: [
        ("A Wolf met a Lamb. He said, “Come here.”", "A Wolf"),
        ("My uncle came in. His dog barked. He said, “Sit.”", "My uncle"),
        ("Ruth Okafor resigned. The news spread. “I am done,” she said.", "Ruth Okafor"),
        ("Marchers filled the street. They chanted “Not a drop more!”", "Marchers"),
        ("Three cold, hungry miners came up. “We are alive,” they said.", "Three cold, hungry miners"),
        ("Marchers filled Calle Real. They chanted “Not a drop more!”", "Marchers"),
        ("Ellen Starkey, whose mother, Rose Starkey, was dead, wept. “She called me,” she said.", "Ellen Starkey"),
        ("Ann Lee fired the manager. She wept. She said that she had “listened to fools”.", "Ann Lee"),
    ])
    func aPronounIsWhomItTakesUp(text: String, speaker: String) throws {
        #expect(try first(in: text)?.speaker?.name == speaker)
    }

    /// Whoever the words name is talked about.
    @Test(arguments: [
        ("Maria Ostrow met Donald Brill. Brill left. Tom Pruett spoke next. “Brill just lost,” he said.", "Tom Pruett"),
        ("Tom Pruett met Donald Brill. He called Brill “a liar”.", "Tom Pruett"),
        ("The mayor, Tom Pruett, met the mayor of Ely, Ned Hill. “Hill is late,” the mayor said.", "Tom Pruett"),
    ])
    func nobodyIsNamedInHisOwnWords(text: String, speaker: String) throws {
        #expect(try first(in: text)?.speaker?.name == speaker)
    }

    @Test(arguments: [
        ("The archdeacon, Simon Peel, insists that it is “unsafe”.", "Simon Peel"),
        ("My teacher, an old man called Amos Ferris, said: “Be gracious.”", "Amos Ferris"),
        ("Ruth Okafor, the mayor, left early. “We go home,” the mayor said.", "Ruth Okafor"),
        ("Andrew Cuomo arrived late. “We lost,” the governor said.", "Andrew Cuomo"),
        ("Ruth Okafor met Ann Lee at noon. “We agree,” the two women said.", "Ruth Okafor and Ann Lee"),
        ("Ruth Okafor’s deputy left. The second, Ruth Okafor’s mother, said: “Is it meant to lean?”", "The second"),
        ("The first witness, Mrs Doyle’s niece Catherine Doyle, said it was “dear”.", "Catherine Doyle"),
        ("The panel’s other co-chairman, former Secretary of State James Baker, called it “a start”.", "James Baker"),
        ("The mayor, speaking for James Baker, called it “a start”.", "The mayor"),
    ])
    func aDescriptionIsWhomItDescribes(text: String, speaker: String) throws {
        #expect(try first(in: text)?.speaker?.name == speaker)
    }

    /// A body's name stands in the apposition to a description of it, or before a noun for what it is.
    @Test(arguments: [
        ("The airline, British Airways, said it was “sorry”.", "British Airways"),
        ("The British Airways company said it was “unclear”.", "British Airways"),
        ("The British Airways pilot said it was “unclear”.", "The British Airways pilot"),
    ])
    func aBodyDescribedAndNamedIsItsName(text: String, speaker: String) throws {
        let names = try Entities().analyze(Document(UTF8Text(text)), in: AnalysisContext(for: Entities.self))
        #expect(try quotes(in: text, entities: names).quotes.first?.speaker?.name == speaker)
    }

    @Test(arguments: [
        ("The Crow flew down from the tree, and said: “Thank you.”", "The Crow"),
        ("When the rain had stopped, the farmer went out and said: “It is over.”", "the farmer"),
        ("A message from the regulator saying “off the air” was shown.", "A message from the regulator"),
        ("One of them, turning about, said: “Not so fast.”", "One of them"),
        ("A sign beside it says “Do Not Feed”.", "A sign beside it"),
        ("Police were called to reports of a man shouting “The moon is too loud” from a roof.", "a man"),
        ("“I experienced it,” a man in one shoe announced.", "a man in one shoe"),
        ("The paper quoted the minister as saying it was “a mistake”.", "the minister"),
        ("Mirko Dragan, quoting the minister, said: “You have until Friday.”", "the minister"),
        ("Traffic grew, with one poster writing “How can they?”", "one poster"),
        ("The rumour came from Ruth Okafor, who suggested that it was “fake”.", "Ruth Okafor"),
        ("Asked about the vote, Ruth Okafor, an adviser, said it was “a mess”.", "Ruth Okafor"),
        ("“It is a mess,” Ruth Okafor, press secretary for the campaign told reporters.", "Ruth Okafor"),
        ("He heard the gunmen saying “Everybody must get down now.”", "the gunmen"),
        ("An aide to the party chief Ruth Okafor said it was “a shame”.", "An aide to the party chief Ruth Okafor"),
        ("Several buses transported men to Ely with signs. The drivers called it “a day out”.", "The drivers"),
        ("The union said that Tom Pruett must end what it called its “medical vacation”.", "The union"),
        ("A ministry aide, Tom Pruett, accused Rome of pursuing what he called “an old goal”.", "Tom Pruett"),
        ("Tom Pruett spoke to a magazine. “It was dark,” the magazine quoted him as saying.", "Tom Pruett"),
        ("“It was dark,” the paper quoted Ruth Okafor as saying.", "Ruth Okafor"),
        ("The paper quoted “a mistake” from the note.", "The paper"),
        ("The union that organized drivers said it was “a mess”.", "The union"),
        ("The group which represents managers called it “a mess”.", "The group"),
        ("Tom Pruett spoke for an hour. Asked if any bishop would go, he replied: “Ask each of them.”", "Tom Pruett"),
    ])
    func theClauseIsReadOutward(text: String, speaker: String) throws {
        #expect(try first(in: text)?.speaker?.name == speaker)
    }

    /// *I* is who speaks around it, whoever else is spoken of before.
    @Test(arguments: [
        "“My driver told me to calm down, and I said, ‘Look where I am!’” Ruth Okafor said.",
        "Ruth Okafor said: “The man came in and I said, ‘Look where I am!’ He left.”",
    ])
    func theFirstPersonIsWhoSpeaks(text: String) throws {
        let inner = try #require(try quotes(in: text).quotes.first { $0.text == "Look where I am!" })
        #expect(inner.speaker?.name == "Ruth Okafor")
        #expect(inner.within != nil)
    }

    @Test(arguments: [
        ("It looked, in the keeper's words, “as wide as a hoop”.", "the keeper"),
        ("The keeper was philosophical. In her words, “it was due for a wash”.", "The keeper"),
    ])
    func theSubjectIsFoundAwayFromItsVerb(text: String, speaker: String) throws {
        #expect(try first(in: text)?.speaker?.name == speaker)
    }

    @Test func aListOfStatementsHasTheSpeakerOfItsIntroduction() throws {
        let text = """
            The findings, read out by Giancarlo Voss, were brief:

            - “No person acted in bad faith.”
            - “No person acted at all.”
            """
        let found = try quotes(in: text).quotes.filter { $0.kind != .indirect }
        #expect(found.map { $0.speaker?.name } == ["Giancarlo Voss", "Giancarlo Voss"])
    }

    @Test func insideATurnPronounsAreSeenFromItsSpeaker() throws {
        let text = """
            Ann Lee: You once wrote, “A cook is a thief.” Is it true?

            Bo Day: My father said it first. He said, “All cooks steal,” and I said, “Not I.”

            Ann Lee: Thank you.

            Bo Day: And you.
            """
        let found = try quotes(in: text).quotes.filter { $0.kind != .turn && $0.kind != .indirect }
        #expect(found.map { $0.speaker?.name } == ["Bo Day", "My father", "Bo Day"])
    }

    @Test func anOfficeOnALabelIsWhoeverIsAddressedByIt() throws {
        let text = """
            THE CHAIRWOMAN: Order.

            MR. SLOANE: Thank you, Chairwoman Brandt.

            THE CHAIRWOMAN: Go on.
            """
        let found = try quotes(in: text).quotes.filter { $0.kind == .turn }
        #expect(found.map { $0.speaker?.name } == ["Brandt", "MR. SLOANE", "Brandt"])
    }

    @Test func aNameBesideTheWordsIsSurerThanAPronoun() throws {
        let named = try #require(try first(in: "“We leave at dawn,” Ruth Okafor said.")).confidence
        let pronoun = try #require(try first(in: "Ruth Okafor met Ann Day. “We leave at dawn,” she said.")).confidence
        #expect(pronoun < named)
    }

    private func first(in text: String) throws -> Quotes.Quote? {
        try quotes(in: text).quotes.first { $0.kind != .indirect }
    }
}
