import AnalyzerKit
import Entities
import Linguistics
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
        ("All spring, the clerk has gone after the chairman as a “velvet bully”.", "the clerk", "gone after"),
        ("The clerk has also pounded the treasurer as a “ledger artist” at every stop.", "The clerk", "pounded"),
        ("The clerk put out a note on Sunday slamming the pamphlet as “shoddy”.", "The clerk", "slamming"),
    ])
    func aCueGivesTheSpeaker(text: String, speaker: String, cue: String) throws {
        let quote = try #require(try quotes(in: text).quotes.first { $0.kind != .indirect })
        #expect(quote.speaker?.text == speaker)
        #expect(quote.cue?.text == cue)
    }

    @Test func theClassifierHasAWeightForEachRow() {
        #expect(ScareClassifier.weightCount == ScareFeatures.rowCount)
    }

    @Test(arguments: [
        "He sang “Yesterday” and left.", "She has read “Dracula” four times.", "They played “Fernando” at the wedding.",
        "Olsen wrote “Salt and Rope” in a week.", "The choir opened with “Nimrod”.",
        "A film titled “Ashes” won the prize.",
        "Her first song was called “Rain Again”.", "The so-called “zones” are empty.", "A ship named “Hope” sank.",
        "The word “budget” comes from a leather bag.", "Her novel, “The Long Field,” was praised.",
        "The group, known as the “Potters”, lost again.", "The minister said the “road map” plan was late.",
    ])
    func nobodysWordsAreScareQuotes(text: String) throws {
        let names = try Entities().analyze(Document(UTF8Text(text)), in: AnalysisContext(for: Entities.self))
        let quote = try #require(try quotes(in: text, entities: names).quotes.first { $0.kind != .indirect })
        #expect(quote.kind == .scare)
        #expect(quote.speaker == nil)
    }

    @Test(arguments: [
        "The banner read “Hands off our harbour”.", "He wrote “All well” in the log.",
        "Fans sang “You are going home” until the gates closed.", "A note on the door read “Back at six”.",
    ])
    func wordsThatAreReadOrSungAreSpeech(text: String) throws {
        let quote = try #require(try quotes(in: text).quotes.first { $0.kind != .indirect })
        #expect(quote.kind == .direct || quote.kind == .mixed)
    }

    @Test(arguments: [
        ("The minister said the bridge would close.", "the bridge would close"),
        ("The minister told reporters that the bridge would close.", "the bridge would close"),
        ("The bridge would close on Friday, the minister said.", "The bridge would close on Friday"),
        ("According to the minister, the bridge will close.", "the bridge will close"),
        ("The bridge will close, according to the minister.", "The bridge will close"),
        ("The minister said Monday, there would be no bridge.", "there would be no bridge"),
        ("The minister said about 900 bridges were closed, and did not name them.", "about 900 bridges were closed"),
        ("The minister pointed out that the bridge was closed.", "the bridge was closed"),
        ("The minister asked why the bridge was closed.", "why the bridge was closed"),
        ("The minister warned drivers not to cross the bridge.", "not to cross the bridge"),
        (
            "The minister said the bridge - a ruin - was closed - the third that year.",
            "the bridge - a ruin - was closed"
        ),
        ("Bridge to close, says the minister", "Bridge to close"),
    ])
    func reportedClausesAreIndirect(text: String, content: String) throws {
        let quote = try #require(try quotes(in: text).quotes.first)
        #expect(quote.kind == .indirect)
        #expect(quote.text == content)
        #expect(quote.speaker?.text.lowercased() == "the minister")
    }

    @Test(arguments: [
        "The mayor, asked to use her powers, welcomed the vote.", "A man accused of theft has left.",
        "The driver was told to wait.", "The man asked not to be named.", "Nobody has said why.",
        "The talks, called for in the treaty, failed.",
    ])
    func whatNobodyReportsIsNotIndirect(text: String) throws {
        #expect(try quotes(in: text).quotes.isEmpty)
    }

    @Test func anAttributionSplitsAReport() throws {
        let found = try quotes(in: "The bridge, the minister said, would close by the spring.").quotes
        #expect(found.map(\.text) == ["The bridge", "would close by the spring"])
        #expect(found.map(\.continues) == [nil, "q1"])
        #expect(found.allSatisfy { $0.kind == .indirect && $0.speaker?.text == "the minister" })
    }

    @Test func anAttributionInTheMiddleLinksTheParts() throws {
        let found = try quotes(in: "“The valve,” said the engineer, “did what it was made for.”").quotes
        #expect(found.map(\.continues) == [nil, "q1"])
        #expect(found.map { $0.speaker?.name } == ["the engineer", "the engineer"])
    }
}
