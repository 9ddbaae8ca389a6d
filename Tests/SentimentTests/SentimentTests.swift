import AnalyzerKit
import Entities
import Foundation
import Linguistics
import Quotes
import References
import TestSupport
import Testing

@testable import Sentiment

/// Scores a text whose names stand in ‹guillemets› and whose quotes are given by their words.
struct NamedText {
    var document: Document
    var entities: Entities.Findings
    var quotes: Quotes.Findings
    /// The names, for which no other words stand.
    var references: References.Findings { References.Findings(names: entities) }

    /// Takes a marked text; `speech` are words of it that are somebody's, with the index of the entity that says them.
    init(_ marked: String, speech: [(words: String, speaker: Int)] = []) {
        let marked = Marked(marked)
        let plain = marked.text
        let spans = marked.spans.map { ByteRange($0.range.lowerBound, $0.range.upperBound) }
        let document = Document(UTF8Text(plain))
        var found = Entities.Findings(entities: [], mentions: [])
        for span in spans {
            let (start, end, text) = document.span(span)
            let index = found.entities.firstIndex { $0.name == text } ?? found.entities.count
            if index == found.entities.count {
                found.entities.append(.init(id: "e\(index + 1)", name: text, type: .person))
            }
            found.entities[index].mentions += 1
            found.mentions.append(
                .init(
                    start: start, end: end, text: text, type: .person, entity: "e\(index + 1)", confidence: 1,
                    range: span, tokens: document.tokens.indices(overlapping: span), entityIndex: index))
        }
        self.document = document
        entities = found
        quotes = Quotes.Findings(quotes: [], speakers: [])
        for (index, item) in speech.enumerated() {
            guard let range = plain.range(of: item.words) else { continue }
            let lower = plain[..<range.lowerBound].utf8.count
            let bytes = ByteRange(lower, lower + item.words.utf8.count)
            let (start, end, text) = document.span(bytes)
            let speaker = found.entities[item.speaker]
            quotes.quotes.append(
                .init(
                    id: "q\(index + 1)", start: start, end: end, text: text, kind: .direct,
                    speaker: .init(name: speaker.name, entities: [speaker.id], start: 0, end: 0, text: speaker.name),
                    speech: 1, confidence: 1, range: bytes, speakerIndices: [item.speaker]))
        }
    }

    func findings(reading: ReadingDepth = .fast) throws -> Sentiment.Findings {
        try Sentiment().findings(in: document, references, quotes, reading: reading)
    }

    /// How the text portrays each name, in order.
    func portrayals() throws -> [Sentiment.Score] {
        try Sentiment().stances(toward: entities.mentions.map(\.range), in: document, references, quotes)
            .map(\.portrayal)
    }
}

struct SentenceTests {
    /// The polarity of a text of one sentence.
    func score(_ text: String) throws -> Double {
        try #require(try NamedText(text).findings().sentences.first).score
    }

    @Test(arguments: [
        ("The plan is a wonderful success for the city.", "The plan is a terrible failure for the city."),
        ("The new law is good for workers.", "The new law is not good for workers."),
        ("The new law is good for workers.", "The new law is hardly good for workers."),
        ("The ministers made progress in the talks.", "There was no sign of progress in the talks."),
        ("The film is very good, and charming.", "The film is slightly good."),
        ("It was a brilliant speech.", "It was a lack of brilliant ideas."),
        ("The report was dull, but the team did superb work.", "The team did superb work, but the report was dull."),
        ("The treaty averted a disaster.", "The treaty caused a disaster."),
    ])
    func theFirstIsMorePositive(first: String, second: String) throws {
        #expect(try score(first) > score(second))
    }

    @Test(arguments: [
        "", " \n\n ", "The committee meets on Tuesday.", "1 2 3", "…", "“”\"'",
        "They were forty miles apart on this line.", "MR. SLOANE, YOU HAVE FIVE MINUTES.",
        "The committee will come to order. The council votes on Thursday.",
    ])
    func nothingToFeelIsNeutral(text: String) throws {
        let findings = try NamedText(text).findings()
        #expect(findings.document.label == .neutral)
        #expect(findings.sentences.allSatisfy { $0.label == .neutral })
    }

    @Test func theDocumentIsNoSum() throws {
        let once = "The mayor gave a good speech to the crowd in the square. The bus was late and the rain was bad."
        let (few, often) = (5, 40)
        let scores = try [few, often].map { count in
            try NamedText(Array(repeating: once, count: count).joined(separator: " ")).findings().document.score
        }
        #expect(abs(scores[0] - scores[1]) < 0.05)
    }

    @Test func aShortTextIsReadInOneGo() throws {
        let short = "What a day! Simply wonderful. We loved it."
        let findings = try NamedText(short).findings()
        #expect(findings.sentences.count == 3)
        #expect(findings.document.score > 0.15)
        #expect(findings.document.voice.score == findings.document.score)
        let means = findings.sentences.map(\.score)
        #expect(findings.document.score > means.reduce(0, +) / Double(means.count))
    }

    @Test(arguments: [
        ("‹Anna Meyer› gave a brilliant speech.", "‹Viktor Orlov› gave a brilliant speech."),
        ("He betrayed his father.", "She betrayed her mother."),
        ("‹Norway› condemned the brutal attack.", "‹Sri Lanka› condemned the brutal attack."),
    ])
    func namesAndGenderDoNotMatter(first: String, second: String) throws {
        let (one, other) = (NamedText(first), NamedText(second))
        #expect(try one.findings().document == other.findings().document)
        #expect(try one.portrayals() == other.portrayals())
    }
}

struct QuoteTests {
    @Test func theWritersVoiceLeavesSpeechOut() throws {
        let speech = "This is a horrible, disgusting betrayal."
        let findings = try NamedText(
            "‹Jones› spoke on Monday. “\(speech)” The council meets again on Friday.", speech: [(speech, 0)]
        ).findings()
        #expect(findings.document.score < findings.document.voice.score)
        #expect(findings.document.voice.label == .neutral)
        #expect(findings.quotes.map(\.label) == [.negative])
    }

    @Test(arguments: [
        ("A bomb killed nine people in the market on Monday.", true),
        ("Gunmen murdered two officers. A third was wounded in the attack.", true),
        ("The minister's speech was a shameful, pathetic disgrace.", false),
    ])
    func terribleEventsAreNotTheWritersNegativity(text: String, isEvent: Bool) throws {
        let document = try NamedText(text).findings().document
        #expect(document.label == .negative)
        #expect((document.voice.label == .neutral) == isEvent)
    }

    @Test func whoSpeaksHoldsTheStance() throws {
        let speech = "We condemn Smith"
        let findings = try NamedText(
            "‹Smith› met reporters. “We condemn ‹Smith›,” ‹Jones› said. ‹Brown› praised ‹Smith›.", speech: [(speech, 1)]
        ).findings()
        let smith = try #require(findings.targets.first)
        #expect(smith.mentions == 3)
        let stance = try #require(smith.stance)
        #expect(stance.label == .mixed)
        #expect((stance.critical, stance.supportive, stance.neutral) == (1, 1, 1))
        #expect(stance.evidence.map(\.holder) == ["e2", "e3"])
        #expect(stance.evidence.map(\.quote) == ["q1", nil])
        #expect(stance.evidence.map(\.label) == [.critical, .supportive])
    }

    @Test(arguments: [
        ("‹Nvidia›-backed ‹Lumen Robotics› to cut 400 jobs", false),
        ("‹Nvidia› backed ‹Lumen Robotics› on Monday.", true),
    ])
    func aBackerInACompoundPraisesNobody(text: String, isPraised: Bool) throws {
        let targets = try NamedText(text).findings().targets
        #expect((targets.last?.stance?.label == .supportive) == isPraised)
    }

    /// By whoever judges, unless that is the country itself.
    @Test(arguments: [("Jones", true), ("France", false)])
    func whatIsSaidOfAPeopleIsSaidOfItsCountry(holder: String, isCounted: Bool) throws {
        var text = NamedText("‹France› met ‹Jones›. ‹\(holder)› praised the ‹French›.")
        text.entities.entities[2].of = text.entities.entities[0].id
        let targets = try text.findings().targets
        #expect(targets[2].stance?.label == .supportive)
        #expect(targets[1].stance == nil)
        let stance = targets[0].stance
        #expect((stance != nil) == isCounted)
        if let stance {
            // No mention of the country is judged itself.
            #expect((stance.supportive, stance.neutral, targets[0].mentions) == (1, 1, 1))
            #expect(stance.evidence == targets[2].stance?.evidence)
        }
    }

    @Test func whatSomebodySaysOfHimselfIsNoStance() throws {
        let speech = "They blame Smith"
        let findings = try NamedText("“They blame ‹Smith›,” ‹Smith› said.", speech: [(speech, 0)]).findings()
        #expect(findings.targets.map(\.stance) == [nil])
    }
}

struct TargetTests {
    @Test(arguments: [
        ("‹Garcia› praised ‹Brown› for saving the school.", 1),
        ("‹Garcia› blasted ‹Brown› over the scandal.", -1),
        ("‹Garcia› was praised by ‹Brown› for saving the school.", 0),
    ])
    func praiseAndBlameGoToTheirObject(text: String, sign: Int) throws {
        let scores = try NamedText(text).portrayals().map(\.score)
        try #require(scores.count == 2)
        switch sign {
        case 1: #expect(scores[1] > 0.15)
        case -1: #expect(scores[1] < -0.15)
        default: #expect(scores[0] > 0.15)
        }
    }

    @Test(arguments: [
        ("Shares crashed disastrously in ‹New York›.", true),
        ("Vile attacks spread fear in parts of northern ‹England›.", true),
        ("‹LONDON› (AP) – A disastrous attack shocked the world.", true),
        ("The minister condemned ‹Ruritania› as a brutal tyranny.", false),
    ])
    func aPlaceThatIsOnlyWhereItHappensIsNoTarget(text: String, isSetting: Bool) throws {
        var marked = NamedText(text)
        marked.entities.mentions[0].type = .location
        let target = try #require(try marked.findings().targets.first)
        #expect((target.stance == nil) == isSetting)
        let mention = try #require(
            try Sentiment().explanation(of: marked.document, marked.references, marked.quotes).mentions.first)
        #expect((mention.score == 0) == isSetting)
    }
}

/// What the verbs beside a name say of it, without a reading: `-`, `0`, `+`, then `b`, `n`, `g`, for each name.
struct VerdictTests {
    private func labels(_ text: String, reading: ReadingDepth = .fast) throws -> [String] {
        let marked = NamedText(text)
        return try Sentiment().verdicts(
            on: marked.entities.mentions.map(\.range), in: marked.document, marked.references, marked.quotes,
            reading: reading
        ).map { ["-", "0", "+"][$0.stance + 1] + ["b", "n", "g"][$0.news + 1] }
    }

    @Test(arguments: [
        ("‹Venn› criticised ‹Holt› for the delay.", ["0n", "-n"]),
        ("‹Venn› accused ‹Holt› of lying.", ["0n", "-b"]),
        ("‹Venn› accused its chairman, ‹Holt›, of greed.", ["0n", "-b"]),
        ("‹Venn› has been criticised by the chairman, ‹Holt› said.", ["-n", "0n"]),
        ("‹Olsen› praised the ‹Border Office›.", ["0n", "+n"]),
        ("‹Bell› has backed Senator ‹Moir› for the post.", ["0n", "+n"]),
        ("‹Holt› was sharply criticised by ‹Venn›.", ["-n", "0n"]),
        ("‹Holt›, the transport minister, was accused of lying.", ["-b"]),
        ("‹Holt›, accused of lying, left the room.", ["-b"]),
        ("‹CalIsle›, which had been accused by the union, was silent.", ["-b"]),
        ("It issued a statement blaming ‹Acme›.", ["-n"]),
        ("‹Prowse› was jailed for fraud.", ["0b"]),
        ("Police arrested ‹Prowse› on Monday.", ["0b"]),
        ("‹Tolley› was acquitted on Friday.", ["0g"]),
        ("‹Tolley› has been elected to the board.", ["0g"]), ("‹Tolley› was cleared of fraud.", ["0g"]),
        ("‹Tolley› was cleared at dawn.", ["0n"]), ("‹Tolley› was taken to hospital.", ["0b"]),
        ("‹Tolley› was taken to court.", ["0n"]), ("‹Tolley› has been appointed chief executive.", ["0g"]),
        ("‹Acme› appoints ‹Tolley› as its chief.", ["0n", "0g"]),
        ("‹Acme› dismissed ‹Tolley› on Friday.", ["0n", "0b"]),
        ("‹Venn› dismissed ‹Tolley› as a clown.", ["0n", "-n"]), ("‹Acme› was beaten 3-0 by ‹Leeds›.", ["0b", "0n"]),
        ("‹Leeds› beat ‹Acme› 2-1.", ["0n", "0b"]), ("‹Leeds› have beaten ‹Acme› in Hull.", ["0n", "0b"]),
        ("‹Leeds› may beat ‹Acme›.", ["0n", "0n"]), ("‹Leeds› beat the ‹Acme› deadline.", ["0n", "0n"]),
        ("The board has lost confidence in Mr ‹Holt›.", ["-n"]), ("‹Venn› lost faith in ‹Holt› in May.", ["0n", "-n"]),
        ("The board has not lost confidence in ‹Holt›.", ["0n"]), ("She lost confidence in the ‹Holt› plan.", ["0n"]),
        ("The court acquitted a former commissioner for lands, ‹Tolley›, of theft.", ["0g"]),
        ("The court acquitted the man who hit a commissioner, ‹Tolley›, of theft.", ["0n"]),
        ("They criticised the late report, ‹Tolley›, a clerk, said.", ["0n"]),
    ])
    func whoIsJudgedAndWhatBefallsWhom(text: String, expected: [String]) throws {
        #expect(try labels(text) == expected)
    }

    @Test(arguments: [
        // Who speaks, reports, investigates, hosts.
        "‹Holt› said the police would investigate.", "‹Kroll› is investigating the murder of a nurse.",
        "Fans gathered in ‹Leeds›.",
        // Denied, not done, planned, possible, asked, supposed.
        "‹Venn› did not criticise ‹Holt›.", "‹Venn› refused to criticise ‹Holt›.", "‹Venn› might sue ‹Acme›.",
        "‹Acme› may be fined.", "Nobody accused ‹Holt› of lying.", "Was ‹Holt› fined?",
        "If ‹Holt› is fined, she will go.", "‹Prowse› was falsely accused of theft.",
        "‹Holt› denied being fined.", "‹Venn› stopped short of blaming ‹Holt›.", "‹Acme› will be fined.",
        // Who is not the one spoken of.
        "The mayor of ‹Leeds› was accused of fraud.", "The man, 47, of ‹Mill Lane›, ‹Fenbury›, is accused of fraud.",
        "‹Venn› criticised the ‹Arsenal› manager.", "The bank fined its staff in ‹Leeds›.",
        // Only look loaded.
        "‹Mercia› broke away from its parent company.", "‹Birk› opened the meeting.",
        "‹Payne› runs the cancer centre.", "‹Holt› was awarded the ‹Nobel Prize› by nobody.",
    ])
    func whatIsNoJudgement(text: String) throws {
        let found = try labels(text)
        #expect(found.allSatisfy { $0.first == "0" }, "\(found)")
        #expect(found.last?.last == "n", "\(found)")
    }

    /// A reading is not believed where it finds the judgement that the words deny.
    @Test(arguments: [
        ("Nobody has accused Mayor ‹Holt› of taking bribes.", "-"), ("No one could accuse ‹Holt› of laziness.", "-"),
        ("The report does not blame ‹Holt› for the collapse.", "-"), ("The report does not blame ‹Holt› for it.", "+"),
        ("Investigators stopped short of blaming ‹Holt› for the collapse.", "-"),
        ("The inquiry closed without censuring ‹Holt› for the fraud.", "-"),
        ("The union declined to praise ‹Holt› for the deal.", "+"), ("Did the union condemn ‹Holt› for lying?", "-"),
        ("If voters blame ‹Holt› for the scandal, she will go.", "-"),
        ("‹Holt›'s father was a notorious thief.", "-"), ("‹Holt› won a contract worth £2m.", "+"),
        ("“I bear no grudge against Governor ‹Holt›,” he said.", "-"), ("I have nothing against ‹Holt›.", "-"),
        ("“We have no quarrel with ‹Holt›,” he said.", "-"), ("‹Holt› was cleared of fraud.", "+"),
        ("Police arrested ‹Holt› over the fraud.", "-"),
    ])
    func whatIsDeniedIsNoJudgement(text: String, wrong: String) throws {
        for depth in ReadingDepth.allCases {
            let found = try labels(text, reading: depth)
            #expect(!found[0].hasPrefix(wrong), "\(depth): \(found)")
        }
    }

    /// Who cannot be blamed, and who cannot be praised enough, may be praised.
    @Test(arguments: ["“I cannot fault ‹Holt›,” she said.", "“I could not praise ‹Holt› enough,” she said."])
    func whatIsImpossibleMayBePraise(text: String) throws {
        #expect(try labels(text, reading: .deep) == ["+n"])
    }

    @Test(arguments: [
        ("‹Holt› was booed by fans at ‹Leeds›.", nil), ("‹Holt› was booed by ‹Leeds› fans.", nil),
        ("‹Holt› was booed by ‹Venn›'s friends.", nil), ("‹Holt› was praised by Mayor ‹Venn› on Monday.", "Venn"),
        ("‹Holt› was praised by her boss, ‹Venn›.", "Venn"), ("‹Holt› was criticised by ‹Venn›.", "Venn"),
        ("‹Venn› criticised the previous trust, ‹Holt›, as slow.", "Venn"),
        ("‹Venn› praised the company, ‹Holt›, for it.", "Venn"),
    ])
    func theHolderIsWhoDoesIt(text: String, holder: String?) throws {
        let findings = try NamedText(text).findings()
        let judged = try #require(findings.targets.first { $0.name == "Holt" }?.stance)
        let id = try #require(judged.evidence.first).holder
        #expect(id.flatMap { id in findings.targets.first { $0.entity == id }?.name } == holder)
    }

    /// Who calls somebody something holds the judgement that a reading finds there.
    @Test(arguments: [
        ("‹Venn›, who has long hated the plan, called ‹Holt› a liar.", "Venn"),
        ("‹Venn› called Mr ‹Holt› a liar.", "Venn"),
        ("Critics called ‹Holt› a liar and a coward.", nil), ("‹Holt› is a liar and a coward.", nil),
    ])
    func whoSaysItHoldsWhatAReadingFinds(text: String, holder: String?) throws {
        let findings = try NamedText(text).findings(reading: .deep)
        let judged = try #require(findings.targets.first { $0.name == "Holt" }?.stance)
        let id = try #require(judged.evidence.first).holder
        #expect(id.flatMap { id in findings.targets.first { $0.entity == id }?.name } == holder)
    }

    /// A reading is not believed where a comparison with all others, or all times, says otherwise.
    @Test(arguments: [
        ("‹Holt› has never been more popular.", "-"), ("‹Holt› has never been so happy.", "-"),
        ("‹Venn› is the least popular minister of the decade.", "+"),
    ])
    func comparisonsAreNotTurned(text: String, wrong: String) throws {
        #expect(try labels(text, reading: .deep).allSatisfy { !$0.hasPrefix(wrong) })
    }

    @Test(arguments: [
        ("Senator ‹Brandt› called ‹Venn› a disgrace to the party.", 1, "-"),
        ("“‹Venn› is a liar and a coward,” said Anna ‹Kroll›.", 0, "-"),
        ("‹Fox› was the best mayor the city ever had.", 0, "+"),
    ])
    func aReadingFindsJudgementsWithoutAVerb(text: String, index: Int, label: String) throws {
        for depth in [ReadingDepth.auto, .deep] {
            let found = try labels(text, reading: depth)
            #expect(found[index].hasPrefix(label), "\(depth): \(found)")
        }
    }

    /// With `auto` a paragraph is read where it is worth its price, with `deep` each that names somebody.
    @Test(arguments: [
        ("‹Fox› was the best mayor the city ever had, honest, brave and loved by all.", [true]),
        ("The committee of ‹Holt› meets on Tuesday at ten in the town hall of ‹Fenbury›.", [false]),
        (
            "‹Holt› sent the plans to ‹Venn› on Monday.\n\n‹Prowse› is a liar, a thief and a disgrace to his party.",
            [false, true]
        ),
    ])
    func stretchesAreReadWhereThatIsWorthIt(text: String, isRead: [Bool]) throws {
        let (marked, sentiment) = (NamedText(text), try Sentiment())
        var analysis = Analysis(marked.document, marked.references, marked.quotes, Scorer(sentiment.model))
        analysis.run(sentiment.worth)
        let expectations = analysis.mentions.map(\.expectation)
        var found: [Bool] = []
        let reading = StanceReading.ofBinary
        #expect(reading != nil)
        analysis.judge(reading) { mentions, _, pieces in
            found.append(sentiment.worth.isRead(mentions.map { expectations[$0] }, pieces: pieces))
            return false
        }
        #expect(found == isRead, "\(expectations)")
    }

    @Test(arguments: [
        "The gang abducted, beat and tortured ‹Voss› for nine days.", "‹Fox› denied having lied to the court.",
    ])
    func victimsAndDeniersHaveNoStance(text: String) throws {
        #expect(try labels(text, reading: .deep).allSatisfy { $0.hasPrefix("0") })
    }

    /// A verb that tells holds against a reading.
    @Test(arguments: ["A court acquitted ‹Lund› of fraud.", "A judge freed ‹Lund› from prison on Monday."])
    func verbsHoldAgainstAReading(text: String) throws {
        for depth in ReadingDepth.allCases { #expect(try labels(text, reading: depth)[0].hasSuffix("g"), "\(depth)") }
    }

    @Test func whatBefallsSomebodysDriverDoesNotBefallHim() throws {
        #expect(try labels("Police arrested ‹Holt›'s driver.") == ["0n"])
    }

    @Test(arguments: ["", "‹O›", "‹O› criticised", "criticised ‹O›", "by ‹O›", "‹O›, ‹P›, ‹Q›", "‹O› was", "was ‹O›?"])
    func oddTextsHaveVerdicts(text: String) throws {
        for depth in ReadingDepth.allCases {
            #expect(try labels(text, reading: depth).count == text.count { $0 == "‹" })
        }
    }
}

struct EvidenceTests {
    private func strength(_ text: String) throws -> Double {
        try #require(try NamedText(text).findings().sentences.first).strength
    }

    @Test func wordsThatJudgeAreStrongerEvidenceThanNone() throws {
        #expect(try strength("The committee meets on Tuesday.") == 0)
        #expect(try strength("The hall was pleasant.") < strength("The hall was a magnificent, delightful triumph."))
        #expect(try strength("It was a horrible, disgusting betrayal.") <= 1)
    }

    @Test(arguments: [1, 3])
    func judgementsAreCounted(times: Int) throws {
        let once = "‹Jones› criticised ‹Smith›. ‹Smith› was in the office."
        let targets = try NamedText(Array(repeating: once, count: times).joined(separator: " ")).findings().targets
        let stance = try #require(targets.last?.stance)
        #expect(stance.label == .critical && stance.score < 0 && (0...1).contains(stance.confidence))
        #expect((stance.critical, stance.supportive, stance.neutral) == (times, 0, times))
        #expect(targets.count == 2 && targets[0].stance == nil)
    }
}

struct ExplanationTests {
    private func explanation(_ text: String) throws -> Sentiment.Explanation {
        let marked = NamedText(text)
        return try Sentiment().explanation(of: marked.document, marked.references, marked.quotes)
    }

    @Test(arguments: [
        ("The mayor's speech was a disgrace.", "disgrace", -1, nil),
        ("The mayor's speech was a triumph.", "triumph", 1, nil),
        ("The food is dreadful, but the view is superb.", "superb", 1, "after a contrast"),
        ("The film is not charming.", "charming", -1, "negated"),
        ("The food is very good.", "good", 1, "intensified"),
    ])
    func theWordsThatMadeAScoreAreNamed(text: String, word: String, sign: Int, rule: String?) throws {
        let words = try #require(try explanation(text).sentences.first).words
        let found = try #require(words.first { $0.text == word })
        #expect(rule == "negated" || (found.share > 0) == (sign > 0))
        if let rule { #expect(found.rules.contains(rule)) }
    }

    @Test(arguments: [
        ("‹Garcia› blasted ‹Brown› over the scandal.", ["says, blames or praises"], ["object of “blasted”"]),
        ("The plan is good, but ‹Brown› lied to ‹Garcia›.", ["after a contrast"], ["after a contrast"]),
    ])
    func theConstructionsOfAMentionAreNamed(text: String, first: [String], second: [String]) throws {
        let mentions = try explanation(text).mentions
        try #require(mentions.count == 2)
        #expect(Set(first).isSubset(of: mentions[0].constructions))
        #expect(Set(second).isSubset(of: mentions[1].constructions))
    }

    @Test func whatIsExplainedIsWhatIsReported() throws {
        let text = "‹Ada› praised ‹Bob› warmly. Nobody trusts ‹Bob› now, but the food was good."
        let findings = try NamedText(text).findings()
        let found = try explanation(text)
        #expect(found.sentences.map(\.score) == findings.sentences.map(\.score))
        let portrayals = try NamedText(text).portrayals()
        #expect(found.mentions.map(\.score) == portrayals.map(\.score))
        #expect(found.mentions.map(\.strength) == portrayals.map(\.strength))
    }
}

struct GenreTests {
    private func shares(_ text: String) throws -> Genres.Shares {
        let document = Document(UTF8Text(text))
        var scorer = try Scorer()
        scorer.read(0..<document.tokens.count, of: document, names: [])
        return scorer.genres.shares(of: scorer.reading)
    }

    @Test(arguments: [
        "", "a", "The senate voted on Monday.", "Sensex ends flat; banks gain", "lol so tired 😭", "1 2 3",
    ])
    func sharesSumToOne(text: String) throws {
        let found = try shares(text)
        #expect(abs(found.rated[0] + found.rated[1] + found.rated[2] + found.rated[3] - 1) < 1e-5)
        #expect((0...1).contains(found.headline) && found.headline <= found.rated[0])
    }

    @Test(arguments: [
        (
            "Sensex ends 200 points higher; bank stocks rally",
            "The president met senators to discuss the war on Monday."
        ),
        ("Gold falls Rs 90 on weak global cues", "Voters want leaders who tell them the truth."),
    ])
    func headlinesOnBusinessReadLikeHeadlines(headline: String, prose: String) throws {
        #expect(try shares(headline).headline > 0.5)
        #expect(try shares(prose).headline < 0.5)
    }
}

struct MoodTests {
    private func effects(_ text: String, _ word: String) throws -> Effects {
        let document = Document(UTF8Text(text))
        var scorer = try Scorer()
        scorer.read(0..<document.tokens.count, of: document, names: [])
        let cell = try #require(
            scorer.reading.tokens.firstIndex {
                document.span(document.tokens.range(Int($0)..<Int($0) + 1)).text == word
            })
        return scorer.reading.effects[cell]
    }

    @Test(arguments: [
        ("if the plan fails, all is lost", "fails", Effects.conditional, true),
        ("if the plan fails, all is lost", "lost", .conditional, false),
        ("the plan could fail", "fail", .modal, true),
        ("the treaty ended the bloodshed", "bloodshed", .reversed, true),
        ("the junta ended the celebration", "celebration", .reversed, true),
        ("the dam averted a disaster", "disaster", .reversed, true),
        ("the dam averted a success", "success", .reversed, false),
        ("the strike threatens the success", "success", .reversed, true),
        ("the strike threatens the disaster", "disaster", .reversed, false),
    ])
    func suppositionAndReversalReachTheirWords(text: String, word: String, effect: Effects, reaches: Bool) throws {
        #expect(try effects(text, word).contains(effect) == reaches)
    }
}

struct AnalyzerContractTests {
    private let texts = [
        "", "a", "“", "‹O›", "not not not", "🙂🙂 not bad 🙂", "é\u{301} not good",
        String(repeating: "but not ", count: 3000),
    ]

    @Test func spansLieInTheTextAndScoresInRange() throws {
        for text in texts {
            let marked = NamedText(text)
            let findings = try marked.findings()
            for sentence in findings.sentences {
                #expect(sentence.start < sentence.end && sentence.end <= marked.document.text.codePointCount)
                #expect((-1...1).contains(sentence.score))
                #expect(sentence.label == Sentiment.Label(score: sentence.score))
            }
        }
    }

    @Test(arguments: ["Anna praised Bob, a 🙂 man.", "é\u{301}", "", "He left.\n\nShe stayed and won."])
    func everySpanHasAStance(text: String) throws {
        let marked = NamedText(text)
        let count = Int32(text.utf8.count)
        // Within scalars, across sentences, empty, and beyond the end.
        let spans = (0...count + 2).flatMap { start in (start...count + 3).map { ByteRange(start, $0) } }
        let found = try Sentiment().stances(toward: spans, in: marked.document, marked.references, marked.quotes)
        #expect(found.count == spans.count)
        for (span, stance) in zip(spans, found) {
            for score in [stance.portrayal, stance.author] {
                #expect((-1...1).contains(score.score) && score.label == Sentiment.Label(score: score.score))
                if span.lower == span.upper || span.lower >= count { #expect(score.strength == 0) }
            }
        }
    }

    @Test func theSameTextGivesTheSameFindings() throws {
        for text in texts { #expect(try NamedText(text).findings() == NamedText(text).findings()) }
    }

    @Test func findingsSurviveCoding() throws {
        let findings = try NamedText("‹Ada› praised ‹Bob› warmly.").findings()
        let data = try JSONEncoder().encode(findings)
        #expect(try JSONDecoder().decode(Sentiment.Findings.self, from: data) == findings)
    }
}
