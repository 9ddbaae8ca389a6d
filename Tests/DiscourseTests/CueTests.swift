import Discourse
import Linguistics
import TestSupport
import Testing

@Suite struct CueTests {
    @Test(arguments: [
        "Officials ‹said› the report was late.",
        "‹According to› officials the claim was false.",
        "He ‹pointed out› the flaw.",
        "They ‹called for› an inquiry.",
        "It was, ‹in the words of› the mayor, “a mess”.",
        "It looked, in the keeper's ‹words›, “wide”.",
        "He was told to go.",
        "The rain continued to fall.",
        "A report on the charge came late.",
        "She used to ‹say› that it rained.",
        "He wants to say so.",
        "Asked about the vote, she left.",
        "‹PER:Quote Street› was closed.",
        // Verbs with their particles, and verbs that describe only with *as*.
        "They have ‹gone after› the mayor as “a bully”.",
        "They ‹tore into› the plan as “a farce”.",
        "They ‹went› home after the vote.",
        "They ‹painted› the mayor as “a bully”.",
        "They painted “closed” on the door. As a joke.",
    ])
    func wordsThatReportAreFound(text: String) {
        let read = MarkedText(text)
        #expect(read.reading.cues.map { read.story.words($0.words) } == read.marked.words())
    }

    @Test(arguments: [
        ("“It rained,” the mayor ‹said›.", true), ("“It rained” – the mayor ‹said›.", true),
        ("“It rained.” It did. The mayor ‹said› so.", false), ("The mayor ‹said›: “It rained.”", false),
    ])
    func aCueKnowsTheQuotationItFollows(text: String, follows: Bool) throws {
        let read = MarkedText(text)
        let verb = try #require(read.tokens(nil))
        let cue = try #require(read.reading.cues.first { $0.words == verb })
        #expect(cue.spanBefore == (follows ? 0 : nil))
    }

    @Test func aCueStandsInTheTextInMarksOrInATurn() {
        let inMarks = MarkedText("“He said no,” she added.").reading
        #expect(inMarks.cues.map(\.place) == [.span(0), .text])
        let inTurns = MarkedText("Ann Lee: They said no.\n\nBo Day: Really?\n\nAnn Lee: Yes.\n\nBo Day: He said “no”.")
            .reading
        #expect(inTurns.cues.map(\.place) == [.turn(0), .turn(3)])
    }
}
