import AnalyzerKit
import Entities
import Linguistics
import Quotes
import Testing

/// Who asks and who answers, as the text before the first question tells it.
@Suite struct InterviewTests {
    private static let talk =
        "Q: When will it open?\n\nA: In May, if the weather holds.\n\nQ: Who pays?\n\nA: The state does."

    private func speakers(_ text: String) throws -> [String?] {
        try found(text).filter { $0.kind == .turn }.map { $0.speaker?.name }
    }

    private func found(_ text: String) throws -> [Quotes.Quote] {
        let names = try Entities().analyze(Document(UTF8Text(text)), in: AnalysisContext(for: Entities.self))
        return try quotes(in: text, entities: names).quotes
    }

    /// Whichever side of the verb the one who is asked stands on.
    @Test(arguments: [
        "Mayor Anna Holt spoke to Ada Reyes about the new bridge.",
        "Ada Reyes talked to Mayor Anna Holt about the new bridge.",
        "In an interview with our reporter Ada Reyes, the mayor, Anna Holt, explained the delay.",
        "Anna Holt, the mayor, was interviewed by Ada Reyes of the Harbour Post.",
        "Interviewed by Ada Reyes, the mayor, Anna Holt, spoke about the bridge.",
        "Mayor Anna Holt sat down with Ada Reyes to discuss the new bridge.",
        "Mayor Anna Holt tells Ada Reyes why the bridge is late.",
        "Mayor Anna Holt answers questions from Ada Reyes about the bridge.",
        "Ada Reyes asked Mayor Anna Holt why the bridge is late.",
        "Ada Reyes interviews Anna Holt, the mayor, about the bridge.",
        "Anna Holt gave an interview to Ada Reyes of the Harbour Post last week.",
        "Ada Reyes’s interview with Anna Holt took place at the town hall.",
        "Anna Holt in conversation with Ada Reyes",
        "By Ada Reyes\n\nAnna Holt has been mayor for six years. We met her at her office.",
        "Anna Holt has been mayor for six years. She spoke with Ada Reyes at her office.",
        "Holt on the bridge\n\nAnna Holt met Ada Reyes at the bridge.",
    ])
    func theOneWhoGivesTheInterviewAnswers(introduction: String) throws {
        let expected = ["Ada Reyes", "Anna Holt", "Ada Reyes", "Anna Holt"]
        #expect(try speakers(introduction + "\n\n" + Self.talk) == expected)
    }

    /// Where nothing tells the two apart the label stands for itself.
    @Test(arguments: [
        "Anna Holt spoke to Ada Reyes about the new bridge.", "Ada Reyes talked to Anna Holt about the new bridge.",
        "Anna Holt met Ada Reyes at the bridge.",
    ])
    func whoCannotBeToldIsNobody(introduction: String) throws {
        #expect(try speakers(introduction + "\n\n" + Self.talk) == ["Q", "A", "Q", "A"])
    }

    @Test(arguments: [
        ("Q1: When will it open?\n\nA1: In May.\n\nQ2: Who pays?\n\nA2: The state does."),
        ("Q. When will it open?\n\nA. In May.\n\nQ. Who pays?\n\nA. The state does."),
        ("Q - When will it open?\n\nA - In May.\n\nQ - Who pays?\n\nA - The state does."),
        ("Q – When will it open?\n\nA – In May.\n\nQ – Who pays?\n\nA – The state does."),
        ("Question: When will it open?\n\nAnswer: In May.\n\nQuestion: Who pays?\n\nAnswer: The state does."),
        ("Question 1: When will it open?\n\nAnswer 1: In May.\n\nQuestion 2: Who pays?\n\nAnswer 2: The state does."),
        ("**Q:** When will it open?\n\n**A:** In May.\n\n**Q:** Who pays?\n\n**A:** The state does."),
        ("INTERVIEWER: When will it open?\n\nHOLT: In May.\n\nINTERVIEWER: Who pays?\n\nHOLT: The state does."),
        ("Reyes: When will it open?\n\nHolt: In May.\n\nReyes: Who pays?\n\nHolt: The state does."),
    ])
    func labelsOfAllForms(talk: String) throws {
        let found = try found("Mayor Anna Holt spoke to Ada Reyes about the bridge.\n\n" + talk)
        #expect(found.map(\.text) == ["When will it open?", "In May.", "Who pays?", "The state does."])
        #expect(found.map { $0.speaker?.name } == ["Ada Reyes", "Anna Holt", "Ada Reyes", "Anna Holt"])
    }

    /// A question's address names who answers, whatever the introduction says.
    @Test func whomAQuestionAddressesAnswers() throws {
        let talk = "Q: Ms. Holt, when will it open?\n\nA: In May.\n\nQ: Who pays?\n\nA: The state does."
        #expect(
            try speakers("Anna Holt met Ada Reyes at the bridge.\n\n" + talk)
                == ["Ada Reyes", "Anna Holt", "Ada Reyes", "Anna Holt"])
    }

    @Test func quartersAreNoQuestions() throws {
        let text = "Velmora told of its year.\n\nQ1: Sales rose.\n\nQ2: Sales fell.\n\nQ3: Sales rose again."
        #expect(try speakers(text) == [])
    }

    /// A speaker who is only described, or whose name nobody knows, begins a turn of his own.
    @Test func whoIsOnlyDescribedBeginsATurn() throws {
        let text = """
            Anna Holt: The bridge will open in May.

            Tom Berg: Let her speak.

            Unidentified man: When will it open?

            Anna Holt: In May, as I said.

            Woman in audience: Shame!

            Tom Berg: Order.
            """
        #expect(
            try speakers(text) == [
                "Anna Holt", "Tom Berg", "Unidentified man", "Anna Holt", "Woman in audience", "Tom Berg",
            ])
    }

    /// What a speaker says of somebody on a line of his own is his.
    @Test func aDescriptionInsideATurnBeginsNone() throws {
        let text = """
            Anna Holt: I remember one evening well. It was late.
            Old man: that is what they called me.

            Tom Berg: And the other one?

            Anna Holt: The man said: go home.

            Tom Berg: So you went.
            """
        #expect(try speakers(text) == ["Anna Holt", "Tom Berg", "Anna Holt", "Tom Berg"])
    }
}
