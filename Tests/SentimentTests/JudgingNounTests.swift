import AnalyzerKit
import Entities
import Linguistics
import Testing

@testable import Sentiment

/// What nouns of judgement and more verbs say of the names beside them, and whose stance is the writer's.
struct JudgingNounTests {
    private func named(_ text: String, type: Entities.EntityType = .person) -> NamedText {
        var marked = NamedText(text)
        for index in marked.entities.mentions.indices { marked.entities.mentions[index].type = type }
        return marked
    }

    private func labels(_ marked: NamedText) throws -> [String] {
        try Sentiment().verdicts(
            on: marked.entities.mentions.map(\.range), in: marked.document, marked.references, marked.quotes
        ).map { ["-", "0", "+"][$0.stance + 1] + ["b", "n", "g"][$0.news + 1] }
    }

    @Test(arguments: [
        ("‹Holt› met harsh criticism over the whaling.", ["-n"]),
        ("‹Holt› has drawn criticism from ‹Venn›.", ["-n", "0n"]),
        ("‹Holt›, a former judge, faces fierce condemnation.", ["-n"]),
        ("The mayor, ‹Holt›, drew sharp criticism from parents.", ["-n"]),
        ("‹Holt› won praise from Mr ‹Venn›.", ["+n", "0n"]),
        ("‹Holt› came under fire for the delay.", ["-n"]), ("‹Holt› came under heavy criticism.", ["-n"]),
        ("‹Venn› heaped praise on ‹Holt›.", ["0n", "+n"]), ("Fans poured scorn on Mr ‹Holt›.", ["-n"]),
        ("‹Venn›'s criticism of ‹Holt› was brief.", ["0n", "-n"]),
    ])
    func nounsOfJudgementJudge(text: String, expected: [String]) throws {
        #expect(try labels(named(text)) == expected)
    }

    @Test(arguments: [
        "‹Holt› drew no criticism.", "‹Holt› may face criticism.", "Did ‹Holt› draw criticism?",
        "The mayor of ‹Leeds› drew criticism.", "‹Holt› came under fire near the border.",
        "‹Holt› met critics of the plan.", "‹Holt› wrote a book in praise of ‹Venn›.",
        "‹Holt› won the criticism prize.",
        "‹Holt› drew a map for ‹Venn›.", "‹Holt› received criticism of ‹Venn› in silence.",
        "The anger of ‹Holt› was plain.", "‹Holt› drew criticism lessons.",
    ])
    func whatOnlyLooksSoIsNone(text: String) throws {
        #expect(try labels(named(text)).allSatisfy { $0.hasPrefix("0") })
    }

    @Test(arguments: [
        ("‹Holt› won praise from Mr ‹Venn›.", "Venn"), ("‹Venn› heaped praise on ‹Holt›.", "Venn"),
        ("‹Venn›'s criticism of ‹Holt› was brief.", "Venn"), ("‹Holt› drew criticism from fans of ‹Venn›.", nil),
        ("‹Holt› drew criticism from ‹Venn› fans.", nil),
    ])
    func theHolderStandsBesideTheNoun(text: String, holder: String?) throws {
        let findings = try NamedText(text).findings()
        let judged = try #require(findings.targets.first { $0.name == "Holt" }?.stance)
        let id = try #require(judged.evidence.first).holder
        #expect(id.flatMap { id in findings.targets.first { $0.entity == id }?.name } == holder)
    }

    @Test(arguments: [
        ("‹Acme› recalled 12,000 cars in May.", ["0b"]), ("‹Acme› is recalling about 400 vans.", ["0b"]),
        ("‹Acme› recalls 1998 as a good year.", ["0n"]), ("‹Acme› recalled two players.", ["0n"]),
        ("‹Acme› recalled 1998, a good year.", ["0n"]), ("‹Acme› may recall 12,000 cars.", ["0n"]),
        ("Ministers sanctioned ‹Acme› on Monday.", ["0b"]), ("‹Acme› was sanctioned by the league.", ["0b"]),
        ("‹Holt› was let go in March.", ["0b"]), ("‹Holt› was laid off by ‹Acme›.", ["0b", "0n"]),
        ("‹Acme› let go of the rope.", ["0n"]), ("‹Holt› was not let go.", ["0n"]),
    ])
    func whatBefallsBodiesAndWorkers(text: String, expected: [String]) throws {
        #expect(try labels(named(text, type: .organization)) == expected)
    }

    @Test(arguments: [
        ("‹Norway› met harsh criticism over the whaling.", ["-n"]), ("‹Norway› was accused of greed.", ["-b"]),
        ("The ‹Norway› team met harsh criticism.", ["0n"]), ("In ‹Norway› was accused the mayor.", ["0n"]),
    ])
    func aPlaceThatActsIsJudged(text: String, expected: [String]) throws {
        #expect(try labels(named(text, type: .location)) == expected)
    }

    @Test func onlyABodyRecallsWhatItSold() throws {
        #expect(try labels(named("‹Holt› recalled 12,000 cars on the road.")) == ["0n"])
    }

    /// What others say is not the writer's stance.
    @Test(arguments: [
        ("‹Holt› is a coward and a disgrace to the city.", Sentiment.Label.negative),
        ("‹Holt› is a superb mayor, honest and brave.", .positive),
        ("Critics say that ‹Holt› is a coward and a disgrace to the city.", .neutral),
        ("‹Holt› was killed when the bridge collapsed.", .neutral),
    ])
    func theWritersStanceIsTheWritersAlone(text: String, label: Sentiment.Label) throws {
        let marked = NamedText(text)
        let found = try Sentiment().stances(
            toward: [marked.entities.mentions[0].range], in: marked.document, marked.references, marked.quotes,
            reading: .deep)
        #expect(found[0].author.label == label)
    }

    /// A score by both models is the mean of the labels under their probabilities, as the maps of one model alone are not for it.
    @Test(arguments: [Float(-1), 1])
    func whatIsCertainScoresSo(sign: Float) throws {
        let marked = NamedText("‹Holt› left the room.")
        let sentiment = try Sentiment()
        var analysis = Analysis(marked.document, marked.references, marked.quotes, Scorer(sentiment.model))
        let sure = Logits(against: -40 * sign, neither: 0, toward: 40 * sign)
        let found = analysis.stance(
            toward: marked.entities.mentions[0].range,
            StanceReading.Scores(portrayal: sure, headline: sure, writer: sure))
        #expect(abs(found.portrayal.score - Double(sign)) < 0.01)
        #expect(abs(found.author.score - Double(sign)) < 0.01)
    }
}
