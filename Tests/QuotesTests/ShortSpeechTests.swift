import AnalyzerKit
import Entities
import Linguistics
import Quotes
import Testing

/// Short words in marks that are speech though they look like terms or titles, and names of programmes that are none.
@Suite struct ShortSpeechTests {
    /// Marked words in order, as “speaker: words”; words that are nobody's have no speaker.
    private func marked(_ text: String) throws -> [String] {
        let names = try Entities().analyze(Document(UTF8Text(text)), in: AnalysisContext(for: Entities.self))
        return try quotes(in: text, entities: names).quotes.filter { $0.kind != .indirect }.map {
            "\($0.kind == .scare ? "–" : $0.speaker?.name ?? "nobody"): \($0.text)"
        }
    }

    @Test(arguments: [
        (
            "Rents in the port were “firm,” with “weak” supply and few buyers, according to the almanac.",
            ["the almanac: firm,", "the almanac: weak"]
        ),
        ("Bookings were “strong” and costs “high,” the innkeepers’ guild said.", ["strong", "high,"]),
    ])
    func aWordIsSpeechWhereTheSentenceEndsInItsSource(text: String, wanted: [String]) throws {
        let found = try marked(text)
        #expect(found.count == wanted.count && zip(found, wanted).allSatisfy { $0.hasSuffix($1) }, "\(found)")
        #expect(found.allSatisfy { !$0.hasPrefix("–") && !$0.hasPrefix("nobody") }, "\(found)")
    }

    @Test(arguments: [
        "Ann Lee said that the banker’s “sense of timing” was his “leaky” umbrella.",
        "Ann Lee said the posters “insult” the fishermen of the town.",
        "Ann Lee asked whether the “old friendship” and the “new boat” had worried him.",
        "Ann Lee says the levy “crushes” the small farms.",
    ])
    func wordsInsideOfWhatSomebodySaysAreHis(text: String) throws {
        let found = try marked(text)
        #expect(!found.isEmpty && found.allSatisfy { $0.hasPrefix("Ann Lee: ") }, "\(found)")
    }

    @Test(arguments: [
        ("Ann Lee: The Pier Will Not Reopen; It’s ‘a Bridge to Nothing’\n\nIt rained.", "a Bridge to Nothing"),
        ("Ann Lee: New Harbour Wall ‘a Waste of Stone’\n\nIt rained in Hull.", "a Waste of Stone"),
    ])
    func aNameBeforeAHeadlineSaysWhatIsMarkedInIt(text: String, words: String) throws {
        #expect(try marked(text) == ["Ann Lee: \(words)"])
    }

    @Test(arguments: [
        "“We are ready for the flood,” Ann Lee said on KXT’s “Morning Table.”",
        "“We are ready for the flood,” Ann Lee told Radio Hull’s “Tea at Ten.”",
    ])
    func aProgrammeIsNoSpeech(text: String) throws {
        let found = try marked(text)
        #expect(found.count == 2 && found[0].hasPrefix("Ann Lee: ") && found[1].hasPrefix("–"), "\(found)")
    }

    @Test(arguments: [
        (
            "“The boats will sail,” the pilot said, only for Tom Pruett to post a day later that “no boat will leave.”",
            "Tom Pruett"
        ),
        ("The board agreed, only for a clerk to claim that “nobody voted.”", "a clerk"),
        (
            "The newsletter which gathers the views of bakers, millers and others in the county, said flour was “dear.”",
            "The newsletter"
        ),
        ("The panel that weighs the complaints of tenants in nine towns, said the rents were “absurd.”", "The panel"),
    ])
    func whoSpeaksMayStandFarFromHisVerb(text: String, speaker: String) throws {
        #expect(try marked(text).last?.hasPrefix(speaker + ":") == true)
    }
}
