import AnalyzerKit
import Linguistics
import Testing

@testable import Sentiment

/// What rises, falls, ends and is averted: the tone is the product of the direction and of what moves.
@Suite struct ChangeTests {
    private func score(_ text: String) throws -> Double {
        try #require(try NamedText(text).findings().sentences.first).score
    }

    private func changes(_ text: String) throws -> [Change] {
        let marked = NamedText(text)
        var finder = ChangeFinder(marked.document, try Scorer().vocabulary)
        return marked.document.structure.sentences.flatMap { finder.find(in: $0) { _ in false } }
    }

    /// Pairs in which one word turns the tone.
    @Test(arguments: [
        ("Unemployment fell.", "Unemployment rose."), ("Profits soared.", "Profits plunged."),
        ("Inflation in the north eased.", "Inflation in the north quickened."),
        ("Waiting lists are shrinking.", "Waiting lists are growing."),
        ("The number of evictions dropped.", "The number of evictions climbed."),
        ("Crime rates have fallen.", "Crime rates have risen."),
        ("Hopes grew.", "Hopes faded."), ("Fears receded.", "Fears grew."),
        ("The drought ended.", "The boom ended."), ("The strike was called off.", "The ceasefire ended."),
        ("Disaster averted.", "The peace deal was blocked."),
        ("New treatment halves deaths.", "New treatment doubles deaths."),
        ("The scheme cut waiting times.", "The scheme cut wages."),
        ("The report notes a drop in crime.", "The report notes a drop in donations."),
        ("Fewer deaths were counted.", "More deaths were counted."),
        ("Lower unemployment was reported.", "Lower wages were reported."),
        ("The queues got shorter.", "The queues got longer."),
        ("Crime has not risen.", "Crime has not fallen."),
        ("Fewer insults were heard.", "Fewer compliments were heard."),
        ("A gas explosion was averted.", "The recovery was prevented."),
        ("The rise in burglaries has stopped.", "The rise in wages has stopped."),
    ])
    func theProductDecides(good: String, bad: String) throws {
        let (better, worse) = (try score(good), try score(bad))
        #expect(better > 0.15, "\(good) \(better)")
        #expect(worse < -0.15, "\(bad) \(worse)")
    }

    @Test(arguments: [
        "No one was hurt.", "No one hurt as bridge collapses", "Nobody was killed when the dam burst.",
        "There were no injuries.", "The crew was unharmed.",
    ])
    func harmThatNobodyComesToIsGood(text: String) throws {
        let score = try score(text)
        #expect(score > 0.15)
    }

    @Test(arguments: ["Will unemployment fall?", "If exports collapse, the treaty will be reviewed."])
    func whatIsAskedOrSupposedIsNoChange(text: String) throws {
        #expect(try changes(text).map(\.value) == [0])
    }

    /// The thing must be the head of its phrase, and no comparison with what was expected follows.
    @Test(arguments: [
        "The crime writer ended her tour.", "The deficit committee rose for lunch.",
        "The class on inflation ended at noon.", "The curtain fell at ten.", "Unemployment fell less than feared.",
        "The book on the fall of Troy has three parts.", "A drop of oil was put on the hinge.",
        "The man who cut unemployment fell.", "The profit centre moved to a lower floor.",
        "The song has the low-end menace of a siren.", "A crime-ridden town grew.", "The year-end loss adjuster spoke.",
    ])
    func nothingElseIsAChange(text: String) throws {
        let found = try changes(text).filter { text.hasPrefix("The man") ? $0.value < 0 : true }
        #expect(found.isEmpty, "\(found)")
    }

    @Test(arguments: [
        ("‹Acme›'s losses narrowed last year.", 1), ("‹Acme›'s losses widened last year.", -1),
        ("Profits at ‹Acme› plunged.", -1), ("Support for ‹Holt› grew.", 1), ("Criticism of ‹Holt› died down.", 1),
        ("Unemployment in ‹Spain› fell.", 1), ("Unemployment in ‹Italy› has fallen.", 1),
        ("Crime in ‹Tessaly› rose.", -1),
        ("‹Acme› reported a fall in sales.", -1),
        ("‹Acme› reported lower losses.", 1), ("‹Acme› narrowed its loss.", 1),
        ("Bankruptcy was averted at ‹Acme›.", 1), ("Sales at ‹Acme› did not recover.", -1),
        ("‹Acme› swung to a loss.", -1), ("‹Acme› swung to a profit of £4m last year.", 1),
        ("‹Acme› has returned to growth.", 1), ("‹Acme› slid into bankruptcy.", -1),
        ("‹Acme› fell back into debt.", -1),
        ("‹Acme› raised its dividend.", 1), ("‹Acme› cut its profit forecast.", -1),
        ("‹Acme› may return to profit.", 0), ("Will ‹Acme› return to profit?", 0), ("‹Acme› fell to third place.", 0),
        ("‹Holt› returned to the debt office.", 0), ("‹Holt› slipped into the crime museum.", 0),
        // Who brings something about has no news; nor has who is only near it, or of whom it is asked.
        ("‹Holt› cut unemployment.", 0), ("Unemployment fell, ‹Holt› said.", 0), ("‹Holt› said unemployment fell.", 0),
        ("Will losses at ‹Acme› narrow?", 0), ("Profits at the ‹Acme› canteen fell.", 0),
        ("The lead over ‹Holt› vanished.", 0), ("Complaints to ‹Acme› fell.", 0),
    ])
    func whoHasWhatChangesHasNews(text: String, sign: Int) throws {
        let target = try #require(try NamedText(text).findings().targets.first)
        let found = target.news.map { $0.label == .good ? 1 : -1 } ?? 0
        #expect(found == sign, "\(text) \(String(describing: target.news))")
        #expect(target.stance == nil)
    }

    /// A rule that looks at the neighbours of a name must not look beyond the text's edges.
    @Test(arguments: [
        "Last year the ‹IMF›, which had resumed loans, again halted lending, he said.",
        "They say a support for the ‹Holt› government grew at ‹Acme› and its losses.",
        "Again ‹Acme›'s trade deficit and that of the ‹Calder› Group narrowed over ‹Holt›'s lead.",
        "Then no injuries at the ‹Acme› plant were averted in ‹Spain›'s fall in crime.",
    ])
    func aTextMayBeginAndEndWithAnyWord(text: String) throws {
        let words = text.split(separator: " ")
        for first in words.indices {
            for end in first + 1...words.count {
                let part = words[first..<end].joined(separator: " ")
                let findings = try NamedText(part).findings()
                #expect(findings.sentences.allSatisfy { abs($0.score) <= 1 }, "\(part)")
            }
        }
    }

    @Test(arguments: [
        "Profits rose, but the owner cheated his customers.", "While sales grew, the service remains awful.",
    ])
    func whatContradictsAChangeOutweighsIt(text: String) throws {
        let score = try score(text)
        #expect(score < 0)
    }

    /// Irony that is marked, beside the same words meant.
    @Test(arguments: [
        ("Great, another delay.", -1), ("Wonderful, another queue.", -1), ("Lovely, another power cut.", -1),
        ("So much for the truce.", -1), ("Thanks for nothing.", -1),
        ("Great, another goal.", 1), ("Thanks for everything.", 1),
    ])
    func markedIronyIsNoPraise(text: String, sign: Double) throws {
        let score = try score(text)
        #expect(sign * score > 0.1)
    }

    @Test func wordsAndExpressionsAreRead() {
        let bytes = Array("# a remark\nbad\tcrime|waiting times\nlowers\tcut|called off\nnothing\tx\n".utf8)
        let words = ChangeWords(bytes.span)
        let document = Document(UTF8Text("waiting times called off"))
        #expect(words.kinds(of: WordHash("crime")) == .bad && words.kinds(of: WordHash("x")).isEmpty)
        #expect(words.kinds(of: WordHash("waiting")) == .starts)
        let found = words.expression(at: 0, before: 4, in: document.tokens)
        #expect(found?.kinds == .bad && found?.length == 2)
        #expect(words.expression(at: 2, before: 4, in: document.tokens)?.kinds == .lowers)
        #expect(words.expression(at: 1, before: 4, in: document.tokens) == nil)
    }

    /// Each line of the table has a kind that the rules know.
    @Test func theTableIsWhole() {
        for word in [
            "unemployment", "profits", "fell", "rose", "halves", "fuelled", "drop", "surge", "fewer", "higher",
        ] {
            #expect(!ChangeWords.ofBinary.kinds(of: WordHash(folding: word)).isEmpty, "\(word)")
        }
    }
}
