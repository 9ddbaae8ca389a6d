import AnalyzerKit
import Entities
import Linguistics
import Quotes
import References
import Testing

/// Whom the ranker sees, whomever it then decides for.
@Suite struct CandidateTests {
    private func decided(_ text: String) throws -> AttributionStudy.Decided {
        let document = Document(UTF8Text(text))
        let names = try Entities().analyze(document, in: AnalysisContext(for: Entities.self))
        return AttributionStudy.quotations(in: document, References().findings(in: document, names), weights: .trained)
    }

    @Test(arguments: [
        // Two whom a pronoun may take up.
        ("Angela Merkel met Theresa May in Berlin. She said the talks were hard.", ["Angela Merkel", "Theresa May"]),
        // Somebody named behind the description only.
        (
            "A former minister says the plan is dead. Theresa May told a rally on Monday that she would vote against it.",
            ["Theresa May"]
        ),
        // A name between the subject and its verb, and one before the sentence.
        (
            "Theresa May came to Berlin. Officials who travelled with Angela Merkel said the talks were hard.",
            ["Theresa May", "Angela Merkel"]
        ),
    ])
    func everybodyNamedNearMayHaveReportedIt(text: String, names: [String]) throws {
        let report = try #require(try decided(text).reports.first)
        let candidates = Set(report.candidates.compactMap(\.name))
        #expect(candidates.isSuperset(of: names))
        #expect(report.candidates.contains { $0.isNobody })
    }

    @Test(arguments: [
        "Theresa May left the hall with Angela Merkel. “We will not go on like this for another year.” The doors closed.",
        "“We will not go on like this for another year,” she said, after Angela Merkel had met Theresa May.",
    ])
    func everybodyNamedNearMayHaveSaidIt(text: String) throws {
        let span = try #require(try decided(text).marked.first)
        #expect(Set(span.candidates.compactMap(\.name)).isSuperset(of: ["Theresa May", "Angela Merkel"]))
        #expect(span.candidates.contains { $0.isNobody })
    }

    @Test func aDeniedOrPlannedReportIsWeighedToo() throws {
        let reports = try decided("Theresa May has not said that the plan is dead.").reports
        let report = try #require(reports.first)
        #expect(report.name == nil)
        #expect(report.candidates.contains { $0.name == "Theresa May" && $0.features[.negated] == 1 })
    }

    @Test func theNumberOfCandidatesIsBounded() throws {
        let names = (0..<300).map { "Angela Merkel met Theresa May and Person\($0) Surname\($0)." }.joined(
            separator: " ")
        let decided = try decided(names + " She said the talks were hard. “It is late,” he said. " + names)
        for quotation in decided.marked + decided.reports { #expect(quotation.candidates.count <= 60) }
    }

    @Test func aTableSaysWhatIsWrongWithIt() throws {
        #expect(throws: RankerTable.Failure.malformed(line: 2)) { try RankerTable("# a comment\nnear\t1\n") }
        #expect(throws: RankerTable.Failure.unknown(feature: "nearly", line: 1)) { try RankerTable("nearly\t1\t2") }
        let table = try RankerTable("near\t-1.5\t2\n\nnobody\t0\t3\n")
        #expect(table.marked[.near] == -1.5 && table.reported[.near] == 2 && table.reported[.nobody] == 3)
    }

    @Test func theScoreIsTheSumOfTheWeightsOfWhatIsThere() throws {
        let table = try RankerTable("near\t-1.5\t0\nnearRank\t-0.5\t0\nspokeBefore\t4\t0\ncueWeight\t9\t0\n")
        var features = RankerFeatures()
        features[.near] = 1
        features[.nearRank] = 3
        features[.spokeBefore] = 1
        #expect(table.marked.score(features) == 1)
        features[.spokeBefore] = 0
        #expect(table.marked.score(features) == -3)
    }
}

/// How sure attributions of all kinds are, on one scale.
@Suite struct ConfidenceTests {
    @Test func aNameIsSurerThanAPronounAndADescription() throws {
        let text = """
            Hillary Clinton said the bridge would close. Angela Merkel disagreed with Hillary Clinton.
            She said the ferry would run.
            """
        let document = Document(UTF8Text(text))
        let names = try Entities().analyze(document, in: AnalysisContext(for: Entities.self))
        let found = try quotes(in: text, entities: names).quotes
        try #require(found.count == 2)
        #expect(found[0].confidence > found[1].confidence)
    }

    @Test func everyConfidenceIsAProbabilityInHundredths() throws {
        let text = """
            Theresa May said the bridge would close. “Never,” said a man. He called it “art”. They “sleep”.

            REPORTER: Why?

            MAY: Because it is old. We have looked at it.

            REPORTER: When?

            MAY: In the spring. There is no hurry.
            """
        let found = try quotes(in: text).quotes
        #expect(found.contains { $0.kind == .turn })
        for quote in found {
            #expect(quote.confidence > 0 && quote.confidence < 1)
            #expect((quote.confidence * 100).rounded() / 100 == quote.confidence)
        }
    }
}
