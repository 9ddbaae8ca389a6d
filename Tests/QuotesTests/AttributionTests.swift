import Quotes
import Testing

@Suite struct AttributionTests {
    @Test(arguments: [
        ("“We leave,” said the mayor.", "the mayor", "said"),
        ("The mayor said, “We leave.”", "The mayor", "said"),
        ("“We leave,” the mayor, a former teacher, said.", "the mayor", "said"),
        ("The report called the plan “reckless”.", "The report", "called"),
        ("The plan is “reckless”, according to two officials.", "two officials", "according to"),
        ("Retorts the mayor: “We leave.”", "the mayor", "Retorts"),
        ("On Monday officials told reporters that it was “a mistake”.", "officials", "told"),
    ])
    func aCueGivesTheSpeaker(text: String, speaker: String, cue: String) throws {
        let quote = try #require(try quotes(in: text).quotes.first { $0.kind != .indirect })
        #expect(quote.speaker?.text == speaker)
        #expect(quote.cue?.text == cue)
    }

    @Test(arguments: ["He sang “Yesterday” and left.", "The so-called “zones” are empty.", "A ship named “Hope” sank."])
    func nobodysWordsAreScareQuotes(text: String) throws {
        let quote = try #require(try quotes(in: text).quotes.first)
        #expect(quote.kind == .scare)
        #expect(quote.speaker == nil)
    }

    @Test(arguments: [
        ("The minister said the bridge would close.", "the bridge would close"),
        ("The minister told reporters that the bridge would close.", "the bridge would close"),
        ("The bridge would close on Friday, the minister said.", "The bridge would close on Friday"),
        ("According to the minister, the bridge will close.", "the bridge will close"),
        ("The bridge will close, according to the minister.", "The bridge will close"),
    ])
    func reportedClausesAreIndirect(text: String, content: String) throws {
        let quote = try #require(try quotes(in: text).quotes.first)
        #expect(quote.kind == .indirect)
        #expect(quote.text == content)
        #expect(quote.speaker?.text.lowercased() == "the minister")
    }

    @Test func anAttributionInTheMiddleLinksTheParts() throws {
        let found = try quotes(in: "“The valve,” said the engineer, “did what it was made for.”").quotes
        #expect(found.map(\.continues) == [nil, "q1"])
        #expect(found.map { $0.speaker?.name } == ["the engineer", "the engineer"])
    }
}
