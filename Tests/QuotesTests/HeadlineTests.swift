import Quotes
import Testing

/// Whose words a headline has: those of whom the story has saying them.
@Suite struct HeadlineTests {
    private func first(_ text: String) throws -> Quotes.Quote { try #require(try quotes(in: text).quotes.first) }

    @Test(arguments: [
        (
            "'It was hell': survivor tells of night on the mountain\n\n"
                + "Marta Quill, who survived eleven hours in the snow, said on Monday that it was hell.\n\n"
                + "Rescue chief Tom Berg said the search had been hard. \"We had no light,\" Berg said.",
            "It was hell", "Marta Quill"
        ),
        (
            "‘We had no light’ – rescue chief on night of the storm\n\nMarta Quill spent eleven hours in the snow.\n\n"
                + "“We really had no light at all,” said Tom Berg, who leads the rescue service. Quill thanked him.",
            "We had no light", "Tom Berg"
        ),
        (
            "\"Bridge will open in May\", says the mayor\n\n"
                + "Mayor Anna Holt told the council on Monday that the bridge will open in May.\n\n"
                + "Opposition leader Tom Berg did not believe her. \"It will not open this year,\" Berg said.",
            "Bridge will open in May", "Anna Holt"
        ),
        (
            "Mayor says bridge \"unsafe\"\n\nThe old bridge is unsafe, the mayor of Brackwater, Anna Holt, said on Monday.\n\n"
                + "Tom Berg, an engineer, said it could be mended.",
            "unsafe", "Anna Holt"
        ),
        (
            "Holt: \"We will not pay\"\n\nBrackwater will not pay for the bridge, Mayor Anna Holt said on Monday.\n\n"
                + "\"We will not pay either,\" said Tom Berg of the rail union.",
            "We will not pay", "Anna Holt"
        ),
    ])
    func theStoryTellsWhoSaysIt(text: String, words: String, speaker: String) throws {
        let quote = try first(text)
        #expect(quote.text == words)
        #expect(quote.speaker?.name == speaker)
    }

    /// Two mayors: nobody can tell which of them a headline means.
    @Test func whoMayBeOneOfTwoIsNeither() throws {
        let quote = try first(
            "Mayor says bridge \"unsafe\"\n\nMayor Anna Holt met Mayor Piet Vos on the old bridge. They looked at it.")
        #expect(quote.text == "unsafe")
        #expect(quote.speaker?.entities.isEmpty ?? true)
    }

    /// A headline has no stop, so that only its end tells where the speaker's name ends.
    @Test(arguments: [
        ("\"We were lied to,\" say flood victims\n\nBoeing sued Airbus on Monday.", "flood victims"),
        ("‘We were lied to,’ say flood victims\n\nPeter Goff will visit the county.", "flood victims"),
        ("Bridge is unsafe, says Holt\n\nGareth Pellow resigned on Monday. He left at noon.", "Holt"),
        ("1. \"Yes,\" said one\n2. Leeds beat Hull\n3. \"No,\" said Ann Doyle", "one"),
        ("“I quit,” says Pellow\n\nGareth Pellow resigned on Monday.", "Pellow"),
    ])
    func aSpeakerEndsWithTheHeadline(text: String, speaker: String) throws {
        #expect(try first(text).speaker?.text == speaker)
    }

    /// Nothing tells whose words a headline of nothing else has, where the text has them not again.
    @Test(arguments: [
        "‘She never came home’\n\nWhen Peter Lyle went to bed on 3 May, his daughter was watching television.\n\n"
            + "“I heard the door,” says his wife Carol.",
        "“I will never forgive him”\n\nFormer postmaster Alan Dodd was jailed for a crime he did not commit.\n\n"
            + "“They took four years,” Dodd says.",
    ])
    func wordsAloneInAHeadlineAreNobodys(text: String) throws {
        #expect(try first(text).speaker == nil)
    }
}
