import AnalyzerKit
import Entities
import Linguistics
import Quotes
import Testing

/// Whom descriptions and pronouns of news copy take up, and where what is reported ends.
@Suite struct TakenUpTests {
    private func found(_ text: String) throws -> [Quotes.Quote] {
        let names = try Entities().analyze(Document(UTF8Text(text)), in: AnalysisContext(for: Entities.self))
        return try quotes(in: text, entities: names).quotes
    }

    /// The speaker of the words that begin so, or – for none.
    private func speaker(of words: String, in text: String) throws -> String {
        let all = try found(text)
        let quote = try #require(all.first { $0.text.hasPrefix(words) }, "\(all.map(\.text))")
        return quote.speaker?.name ?? "–"
    }

    @Test(arguments: [
        ("Dr Amit Sengupta saw her first. \"I should have done it,\" the doctor said.", "I should", "Amit Sengupta"),
        ("Prof Julian Marsh was there. The professor said the signs \"rang bells\".", "rang", "Julian Marsh"),
        ("Cllr Jane Dunn rose. \"I object,\" the councillor said.", "I object", "Jane Dunn"),
        (
            "Father Paul Duffy spoke first. The priest said the church \"must answer\" for it.", "must answer",
            "Paul Duffy"
        ),
        // Somebody else of that office, or a deputy.
        (
            "Dr Amit Sengupta was away. A doctor at the clinic spoke to us. \"We did our best,\" the doctor said.",
            "We did",
            "the doctor"
        ),
        ("Deputy Mayor Ann Lee was away. \"I am back,\" the mayor said.", "I am back", "the mayor"),
    ])
    func titlesNameAnOffice(text: String, words: String, name: String) throws {
        #expect(try speaker(of: words, in: text) == name)
    }

    @Test(arguments: [
        (
            "Captain Ross McKie was less sure. The Scot said there was \"something special\" about them.", "something",
            "Ross McKie"
        ),
        ("Jude Mensah limped off. \"It is nothing,\" the Frenchman added.", "It is", "Jude Mensah"),
        ("Jude Mensah limped off. \"I am fine,\" the Ghana international said.", "I am", "Jude Mensah"),
        (
            "A drive was begun by Poppy Wills. The 17-year-old said the fields were \"all we have\".", "all we",
            "Poppy Wills"
        ),
        (
            "Tom Hart, 31, beat Sean Pugh, 19, in May. \"I was lucky,\" the 31-year-old said.", "I was",
            "Tom Hart"
        ),
        ("MP Claire Young wrote that she was sad. The Tory said it was \"a bad day\".", "a bad", "Claire Young"),
        // Whole peoples, and nobody's age.
        ("Jude Mensah limped off. The French said it was \"a bad day\".", "a bad", "French"),
        ("Tom Hart, 31, won. \"I was lucky,\" the 19-year-old said.", "I was", "the 19-year-old"),
    ])
    func peoplesAndAgesTakeUpSomebody(text: String, words: String, name: String) throws {
        #expect(try speaker(of: words, in: text) == name)
    }

    @Test(arguments: [
        (
            "Paul Bennett met Jamie Carver at noon. Bennett was glad.\n\nOf Carver, he said: \"A joy to work with, always.\"",
            "A joy", "Paul Bennett"
        ),
        (
            "Fiona Lyle said it was fair.\n\nAsked about Maya Ellison, she said: \"I believe so, yes.\"", "I believe",
            "Fiona Lyle"
        ),
        ("Tom Carver scored twice. In Carver's first year, he said: \"I was quite lost.\"", "I was", "Tom Carver"),
        (
            "Luca Boyd was blunt. Told that Paul Carver would race on, he replied: \"That is a joke.\"", "That is",
            "Luca Boyd"
        ),
    ])
    func whatASentenceIsAboutDoesNotSpeakInIt(text: String, words: String, name: String) throws {
        #expect(try speaker(of: words, in: text) == name)
    }

    @Test(arguments: [
        (
            "Defending, Hannah Iqbal said her client was ashamed.\n\n\"She wakes up wishing it were otherwise,\" the barrister told "
                + "the court.", "She wakes", "Hannah Iqbal"
        ),
        (
            "Ryan Pike said the couple paid too much. \"You can't save on that,\" said the warehouse worker.",
            "You can't",
            "Ryan Pike"
        ),
        // Told of before, or somebody whom a story need not bring in.
        (
            "A barrister was named. Hannah Iqbal said it was late. \"She wakes up early,\" the barrister told the court.",
            "She wakes", "the barrister"
        ),
        ("Hannah Iqbal said it was late. \"This was a mean offence,\" the judge said.", "This was", "the judge"),
    ])
    func aNewNounIsForWhoWasReportedLast(text: String, words: String, name: String) throws {
        #expect(try speaker(of: words, in: text) == name)
    }

    @Test(arguments: [
        "Colm Heaney told the paper he felt nothing. Mr Heaney said he had written often.\n\nPolice said they had a copy of "
            + "it.\n\nThe prime minister said it was \"the right decision\".",
        "Ann Lee runs a shop. Tom Hart helps her. Both were out.\n\nThe president said it was \"the right decision\".",
    ])
    func headsOfGovernmentNeedNoName(text: String) throws {
        #expect(try speaker(of: "the right", in: text).lowercased().hasPrefix("the pr"))
    }

    @Test(arguments: [
        ("In 1994, when the city threatened to sell the hall, parents slept on its steps.", "to sell the hall"),
        ("After the council pledged to rebuild the school, parents held a party.", "to rebuild the school"),
        ("And when the firm promised to pay them, they went home.", "to pay them"),
        (
            "Tom Hart, an official, told local radio RPP that five people had been in a van.",
            "five people had been in a van"
        ),
        ("The bureau said up to 40 feet could fall, and it urged people to leave.", "up to 40 feet could fall"),
        ("Tom Hart said Thursday's vote would be void.", "Thursday's vote would be void"),
        ("A person familiar with the fund's thinking said it would sell.", "it would sell"),
        (
            "Tom Hart told reporters that Russia had won and that it would stay.",
            "Russia had won and that it would stay"
        ),
        ("Tom Hart said she left early, and she was glad to go.", "she left early, and she was glad to go"),
    ])
    func reportsEndWhereTheWriterGoesOn(text: String, content: String) throws {
        let all = try found(text)
        #expect(all.first?.text == content, "\(all.map(\.text))")
    }

    @Test(arguments: [
        (
            "“That is football.”\n\nThe win lifts City above Hale on goals, and Tom Hart says they can go up.",
            "Tom Hart"
        ),
        ("The firm is fighting claims from a photo agency, which says it copied its work.", "a photo agency"),
        ("The mayor is suing Lumen, which says it copied nothing.", "Lumen"),
        ("The judge, James Whitfield KC, sat. James Whitfield KC said it was mean.", "James Whitfield"),
    ])
    func subjectsOfReports(text: String, name: String) throws {
        #expect(try found(text).last?.speaker?.name == name)
    }

    @Test(arguments: [
        "“They did not ask,” said Nora Field, the author of “The Salt Road” and one of eleven. “I would be in jail.”",
        "“I am glad,” said Ann Lee, who directed “Summer of Fire”. “It was hard.”",
        "“It is ours,” said Tom Hart, the star of “Beloved,” on Monday. “It was hard.”",
    ])
    func titlesBehindAnAttributionAreNoSpeech(text: String) throws {
        let all = try found(text)
        try #require(all.count == 3)
        #expect(all[1].kind == .scare)
        #expect(all[2].speaker?.name == all[0].speaker?.name)
    }

    @Test(arguments: [
        "“It is ours,” said Tom Hart, who called it “a very good day”.",
        "“It is ours,” said Tom Hart, adding: “We Will Stay”.",
    ])
    func wordsBehindAnAttributionMayBeSpeech(text: String) throws {
        let all = try found(text)
        #expect(all.count == 2 && all.allSatisfy { $0.speaker?.name == "Tom Hart" }, "\(all.map(\.kind))")
    }
}
