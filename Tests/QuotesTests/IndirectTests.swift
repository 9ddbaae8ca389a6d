import AnalyzerKit
import Entities
import Linguistics
import Quotes
import TestSupport
import Testing

/// What is reported without marks: where it begins, where it ends, and what only looks like it.
@Suite struct IndirectTests {
    /// Sentences whose reported words are marked `‹…›`; without marks nothing is reported.
    @Test(arguments: [
        // Appositions to the source are nobody's words.
        "‹Growth slowed in the spring›, according to Vera Lind, an analyst at Holt & Crane in London.",
        "‹The dam is safe›, said Vera Lind, a former engineer.",
        // A dateline is nobody's words.
        "GRANTS HOLLOW, Ore. (AP) — ‹A fire burnt 40 homes on Sunday›, officials said.",
        "LONDON, May 4 – ‹Britain will cut taxes›, the prime minister said on Monday.",
        "‹NASA – and nobody else – will pay›, officials said.",
        "According to Vera Lind, a safety inspector, ‹only one of the gates opened›.",
        "According to the report, ‹the driver, a baker, was asleep›.",
        "‹The bridge›, according to Vera Lind, the engineer, ‹would close by the spring›.",
        // The writer's next verb ends an infinitive or a noun phrase.
        "The minister, who had threatened ‹to use emergency powers›, welcomed the vote.",
        "Vera Lind asked the operator ‹to hand over its logs›, visited the site and met families.",
        "The union warned of ‹fraud in the count›, and has filed a complaint.",
        "He told the court ‹he would pay›.",
        "The group called for ‹an end to the war›.",
        "The group called for leaders ‹to resign›.",
        "The minister said ‹she would consider the report, as well as the studies›.",
        "The army confirmed ‹the arrest of two men› and left.",
        "The group threatened ‹more attacks›, after it burnt the mill.",
        "The crowd gathered, demanding ‹the return of the land›.",
        "The coroner told reporters ‹over 300 people go missing every year›.",
        "The king said this week that ‹the two would meet›.",
        // Place and time behind the cue are none of it, with *that* or without.
        "Vera Lind told reporters on the sidelines of a rally in Cagliari, Sardinia, that ‹the plot was known›.",
        // Nothing but a conjunction stands before the attribution.
        "Vera Lind met the rebels. But, she said, ‹no date has been fixed›.",
        // The next verb has words of its own.
        "Vera Lind denounced the attacks and said ‹the country stands with the island as it works on›.",
        // A noun, a participle or a preposition in the place of a verb or its content.
        "The Altarian state oil company leases the refinery.",
        "The country was a one-party state from 1969 until 1982.",
        "The rebels fired again, despite earlier pledges to stop.",
        "Under the deal announced Monday, the company will buy a mill.",
        "Vera Lind ordered submission of amendments to the bill.",
        "Scientists have revealed early details of the find.",
        "The board maintained the road and left.",
        "It was a raid that officials say killed nine.",
        // What is not said, not yet said, or refused.
        "No one has claimed that the fire was an accident.",
        "If the laboratory confirms the case is real, the farm will close.",
        "Officials refused to confirm or deny the reports.",
        "The judge denied a request for a new trial.",
        "The airline denied them entry.",
        "Vera Lind was cleared of charges of denying the theft.",
        "The ministry issued a recording it said proved the attack.",
    ])
    func reportedWordsEndWhereTheWriterGoesOn(marked: String) throws {
        let document = Marked(marked)
        let found = try quotes(in: document.text).quotes.filter { $0.kind == .indirect }
        #expect(found.map(\.text).sorted() == document.words().sorted())
    }

    @Test(arguments: [
        "They heard from Henrik Dahl of Uppsala University, an expert on bridges, who said that steel was tired.",
        "Its lead author, Maj. Gen. Henrik Dahl, told reporters that steel was tired.",
    ])
    func anAppositionAndItsPersonAreOne(text: String) throws {
        let names = try Entities().analyze(Document(UTF8Text(text)), in: AnalysisContext(for: Entities.self))
        #expect(try quotes(in: text, entities: names).quotes.first?.speaker?.name == "Henrik Dahl")
    }

    @Test func reportedWordsBeginBehindThePlaceWhereTheyWereSaid() throws {
        let text = "The president, Leon Karsk, said Thursday in Kiev he supports new elections."
        let names = try Entities().analyze(Document(UTF8Text(text)), in: AnalysisContext(for: Entities.self))
        #expect(try quotes(in: text, entities: names).quotes.first?.text == "he supports new elections")
    }

    @Test func aNameMayEndTheSentenceBehindItsOffice() throws {
        let text = "The roads were closed and two drivers were treated, said a spokeswoman for the county, Kim Tran."
        let names = try Entities().analyze(Document(UTF8Text(text)), in: AnalysisContext(for: Entities.self))
        let quote = try #require(try quotes(in: text, entities: names).quotes.first)
        #expect(quote.text == "The roads were closed and two drivers were treated")
        #expect(quote.speaker?.name == "Kim Tran")
    }

    @Test(arguments: [
        "The dam is safe,\n\nsaid Vera Lind, a former engineer.",
        "According to Vera Lind, said Ann Day, a baker, it is safe.",
        "Vera Lind, an engineer, had told the hearing on Monday there",
    ])
    func aVerbWithNothingBeforeItHarmsNothing(text: String) throws {
        let length = text.unicodeScalars.count
        #expect(try quotes(in: text).quotes.allSatisfy { $0.start < $0.end && $0.end <= length })
    }
}
