import Discourse
import Linguistics
import TestSupport
import Testing

@Suite struct MarkTests {
    @Test(arguments: [
        "He said, \"‹We leave,›\" and left.",
        "‘‹We’ve had the landlords’ letter,›’ said Ann, who has run it since ’94.",
        "The board is 5'11\" long and 8\" wide.",
        "The rock 'n' roll of the '90s, said the players' union.",
        "“‹He told me, ‘‹Stop it,›’ and I did,›” she said.",
        "« ‹Non› », said the guard. „‹Nein›“, said the other.",
        "``‹You don't weigh it up,›'' said Quist.",
        "\"‹The first part.\n\n\"And the second.›\"\n\n\"‹Another.›\"",
        "“‹My client has waited,› she said.\n\nThe clerk nodded. “‹There were two,›” he said.",
        // Marks inside marks of their own kind, and inside marks that are typed otherwise.
        "“‹They painted “‹closed›” on my door,›” Mara Holt said.",
        "\"‹The “‹long road›” is over,›\" Mara Holt said.",
        "“‹The \"‹long road›\" is over,›” Mara Holt said.",
        "\"‹They painted \"‹closed›\" on my door,›\" Mara Holt said.",
        "«‹Il a dit «‹non›» hier›», said the guard.",
        "“‹He answered, “‹No,›” and they called it “‹a farce›”,›” she said.",
        "“‹They call it “‹home›”›”, said Ann. “‹We don’t.›”",
        // A mark that opens where a sentence begins shows that one before it never closed.
        "“‹I came at nine,› he said. “‹Then I left,›” he said.",
        "\"‹I came at nine,› he said. \"‹Then I left,›\" he said.",
    ])
    func marksPair(text: String) {
        let read = MarkedText(text)
        let found = read.reading.spans.map { read.story.text.string(in: $0.range) }
        #expect(found == read.marked.words())
    }

    @Test func aSpanNamesTheOneAroundIt() {
        let read = MarkedText("“He said, ‘She wrote, “Come,” and I came,’ and sat,” Ann said. “Yes.”").reading
        #expect(read.spans.map(\.within) == [nil, 0, 1, nil])
    }

    @Test func aTokenStandsInTheInnermost() throws {
        let read = MarkedText("‹A:She› said “‹B:He› told me ‘‹C:stop›’ once”.")
        let places = ["A", "B", "C"].map { read.tokens($0).map { read.reading.places[$0.lowerBound] } }
        #expect(places == [.text, .span(0), .span(1)])
        let alone = try #require(read.tokens("C"))
        #expect(read.shared.places[alone.lowerBound] == .span(1))
    }
}
