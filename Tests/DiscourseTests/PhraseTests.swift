import Discourse
import Linguistics
import TestSupport
import Testing

@Suite struct PhraseTests {
    @Test(arguments: [
        "‹The mayor of Leeds› resigned.",
        "‹A spokesman for the ministry› declined.",
        "‹‹PER:Ann Lee› and ‹PER:Bo Day›› agreed.",
        "‹The Crow› flew down.",
        "‹She› left early.",
        "‹The growers› who came left early.",
        "‹Two senior officials› on Monday refused.",
        "‹One poster› asked why.",
        "‹The party's leader› wept.",
        "‹Officials› quickly refused.",
        "‹The elected council› refused.",
        "‹The ‹LOC:U.S.› shipping line ‹ORG:Meridian›› refused.",
        "‹The ‹LOC:U.S.›› trading with all refused.",
        "‹Her disgraced coach› refused.",
    ])
    func aPhraseEndsBeforeItsVerb(text: String) throws {
        let read = MarkedText(text)
        let expected = try #require(read.tokens(nil))
        let found = read.reading.chunker.phrase(startingAt: expected.lowerBound, before: read.story.tokens.count)
        #expect(read.words(found) == read.words(expected))
    }

    @Test(arguments: [
        "Nobody asked ‹the mayor of Leeds›",
        "In Baghdad ‹officials›",
        "On Monday ‹officials›",
        "and then ‹she›",
        "because ‹the two men›",
    ])
    func aPhraseBeginsBehindWhatIsFronted(text: String) throws {
        let read = MarkedText(text)
        let expected = try #require(read.tokens(nil))
        let found = read.reading.chunker.phrase(endingAt: expected.upperBound - 1)
        #expect(read.words(found) == read.words(expected))
    }

    @Test(arguments: [
        "‹S:The mayor› ‹V:said› that he would go.",
        "‹S:The mayor› also ‹V:said› that he would go.",
        "‹S:‹PER:Ruth Okafor››, 41, the party's leader, ‹V:said› no.",
        "In Baghdad ‹S:officials› ‹V:said› that it rained.",
        "‹S:The ‹LOC:U.S.› shipping line ‹ORG:Meridian›› ‹V:said› that it rained.",
        "‹S:The ‹MISC:Welsh› mining firm ‹ORG:Meridian›› also ‹V:said› that it rained.",
        "It rained, ‹V:said› ‹S:the mayor of Leeds›.",
        "‹S:A man› came in and ‹V:said› that it rained.",
        "The rumour came from ‹S:‹PER:Ann Lee››, who ‹V:suggested› that it rained.",
        "‹PER:Mirko Dragan›, quoting ‹S:the minister›, ‹V:said› it rained.",
        "When the rain had stopped, ‹S:the farmer› went out and ‹V:said› that it rained.",
        "Traffic grew, with ‹S:one poster› ‹V:writing› that it rained.",
        "‹S:One of them› ‹V:said› that it rained.",
        "The paper quoted ‹S:the minister› as ‹V:saying› that it rained.",
        "‹S:The minister› was quoted as ‹V:saying› that it rained.",
        "‹S:The clerk› put out a note on Sunday ‹V:saying› that it rained.",
        "‹S:The clerk› sent the growers an email on Sunday ‹V:saying› that it rained.",
        "The clerk saw ‹S:a note› ‹V:saying› that it rained.",
        "‹S:The elected council› dismissed the plan, ‹V:arguing› it came too late.",
        "‹S:The disgraced coach› left by a side door, ‹V:insisting› he would be back.",
    ])
    func aVerbOfSpeechHasItsSubject(text: String) throws {
        let read = MarkedText(text)
        let verb = try #require(read.tokens("V"))
        let cue = try #require(read.reading.cues.first { $0.words == verb })
        #expect(read.words(cue.subject) == read.words(read.tokens("S")))
    }

    @Test(arguments: [
        ("‹The mayor› left.", true), ("They met ‹the mayor› there.", false), ("It rained, and ‹the mayor› left.", true),
        ("She spoke to ‹‹PER:Ann Lee›› at noon.", false), ("On Monday ‹the mayor› was late.", true),
        ("His wife, ‹‹PER:Sharon››, was late.", true), ("‹‹PER:Ann Lee››'s house burned.", false),
        ("The former president, ‹‹PER:Ann Lee››, was late.", true), ("It rained, said ‹‹PER:Ann Lee››.", true),
        ("She said the referee, ‹‹PER:Ann Lee››, was late.", true),
        ("They met the former president, ‹‹PER:Ann Lee››, there.", false),
    ])
    func aSubjectStandsAtTheFrontOfItsClause(text: String, isSubject: Bool) throws {
        let read = MarkedText(text)
        #expect(Clauses.isSubject(try #require(read.tokens(nil)), in: read.story) == isSubject)
    }

    @Test(arguments: [
        ("‹‹PER:Ann Lee››'s house burned.", true), ("They saw ‹‹PER:Ann Lee››'s house.", false),
        ("‹The mayor› left.", true),
    ])
    func whoOwnsASubjectIsPartOfIt(text: String, isInSubject: Bool) throws {
        let read = MarkedText(text)
        #expect(Clauses.isInSubject(try #require(read.tokens(nil)), in: read.story) == isInSubject)
    }

    @Test(arguments: [
        "It came on the third day, seriously\n\n‹Thanks› to the mayor for it.",
        "The mayor left, finally\n\n‹Says› nothing at all.",
        "It rained, again and again, hardly.\n‹Called› it a day.",
        "Which of them, really\n\n‹Told› the council that it rained.",
    ])
    func aVerbThatOpensItsSentenceTakesNothingFromTheOneBefore(text: String) throws {
        let read = MarkedText(text)
        let verb = try #require(read.tokens(nil))
        let sentence = read.story.structure.sentences[Int(read.story.structure.sentenceOfToken[verb.lowerBound])]
        for cue in read.reading.cues where cue.words == verb {
            if let subject = cue.subject { #expect(subject.lowerBound >= sentence.lowerBound) }
        }
        #expect(sentence.lowerBound == verb.lowerBound)
    }
}
