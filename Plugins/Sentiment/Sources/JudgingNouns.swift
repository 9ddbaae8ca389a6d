import AnalyzerKit
import English
import Linguistics

extension Analysis {
    /// What a noun of judgement says of a mention: *X drew sharp criticism from Y*, *X came under fire for it*, *Y poured scorn on X*, *Y's
    /// praise for X*; `nil` where there is none, or where it is asked, supposed, denied or only possible.
    func verdictOfNouns(_ run: Range<Int>, _ sentence: Range<Int>) -> Verdict? {
        guard let found = nounDrawn(by: run, sentence) ?? nounGiven(to: run, sentence) else { return nil }
        guard left(of: found.verb, sentence) == .told else { return nil }
        return Verdict(judgement: found.sign, certainty: Verdict.byVerb, holder: found.holder, verb: found.verb)
    }

    private enum Nouns {
        static let critical = WordQuery.english(.criticalNoun)
        static let supportive = WordQuery.english(.supportiveNoun)
        static let draws = WordQuery.english(.drawsJudgement)
        static let gives = WordQuery.english(.givesJudgement)
        static let under = WordHash("under")
        static let attacks = [WordHash("fire"), WordHash("attack")]
        static let comes = [WordHash("came"), WordHash("come"), WordHash("comes"), WordHash("coming")]
        static let reasons = [WordHash("for"), WordHash("over")]
        static let sources = [WordHash("from"), WordHash("by")]
        static let onto = [WordHash("on"), WordHash("upon")]
        static let of = WordHash("of")
        static let toward = WordHash("for")
        /// Those of which *of* tells whom they are meant for: *scorn of X* is X's.
        static let taking = [WordHash("criticism"), WordHash("condemnation"), WordHash("denunciation")]
    }

    /// A noun of judgement, the verb or the possessive that ties it to its holder, and who that is.
    private typealias Tied = (sign: Int, verb: Int, holder: Int?)

    private func sign(_ token: Int) -> Int {
        let word = document.tokens.hashes[token]
        return Nouns.critical.contains(word) ? -1 : Nouns.supportive.contains(word) ? 1 : 0
    }

    /// *X has drawn criticism*, *X came under fire for it*.
    private func nounDrawn(by run: Range<Int>, _ sentence: Range<Int>) -> Tied? {
        let tokens = document.tokens
        // *The mayor of X drew criticism*.
        if run.lowerBound > sentence.lowerBound, !classes(run.lowerBound - 1).isDisjoint(with: .preposition) {
            return nil
        }
        var verb = run.upperBound
        if verb + 1 < sentence.upperBound, tokens.kinds[verb] == .punctuation {
            // *The mayor, X, drew criticism*; *X, the mayor, drew it*.
            verb = mayDraw(verb + 1) ? verb + 1 : behindApposition(verb, sentence)
        }
        while verb < sentence.upperBound, !classes(verb).isDisjoint(with: [.auxiliary, .adverb]),
            !Nouns.draws.contains(tokens.hashes[verb])
        {
            verb += 1
        }
        guard verb + 1 < sentence.upperBound else { return nil }
        var noun = verb + 1
        if Nouns.comes.contains(tokens.hashes[verb]), tokens.hashes[noun] == Nouns.under, noun + 2 < sentence.upperBound
        {
            noun += 1
            if Nouns.attacks.contains(tokens.hashes[noun]), Nouns.reasons.contains(tokens.hashes[noun + 1]) {
                return (-1, verb, nil)
            }
        } else if !Nouns.draws.contains(tokens.hashes[verb]) {
            return nil
        }
        let last = min(sentence.upperBound, noun + 3)
        while noun < last, sign(noun) == 0 {
            // An adjective or two, and no *no*.
            guard tokens.kinds[noun] == .word, !tokens.flags[noun].contains(.capitalized), isDescribing(noun) else {
                return nil
            }
            noun += 1
        }
        guard noun < last, isWhole(at: noun + 1, sentence),
            noun + 1 >= sentence.upperBound || tokens.hashes[noun + 1] != Nouns.of
        else { return nil }
        return (sign(noun), verb, source(behind: noun, sentence))
    }

    private func mayDraw(_ token: Int) -> Bool {
        let word = document.tokens.hashes[token]
        return Nouns.draws.contains(word) || Nouns.comes.contains(word)
            || !classes(token).isDisjoint(with: [.auxiliary, .passive])
    }

    /// Whether an auxiliary, or a verb that draws a judgement, stands right behind a name.
    func isBeforeVerb(_ run: Range<Int>) -> Bool {
        run.upperBound < document.tokens.count && !document.tokens.flags[run.upperBound].contains(.clitic)
            && mayDraw(run.upperBound)
    }

    /// *Y heaped praise on X*, *Y's criticism of X*.
    private func nounGiven(to run: Range<Int>, _ sentence: Range<Int>) -> Tied? {
        let tokens = document.tokens
        let tie = self.tie(before: run, sentence)
        let noun = tie - 1
        guard noun - 1 >= sentence.lowerBound, sign(noun) != 0 else { return nil }
        let end = run.upperBound
        guard isWhole(at: end, sentence) || !classes(end).isDisjoint(with: [.auxiliary, .passive, .verb]) else {
            return nil
        }
        let word = tokens.hashes[tie]
        let isFor = word == Nouns.toward && sign(noun) > 0
        guard isFor || Nouns.onto.contains(word) || word == Nouns.of && Nouns.taking.contains(tokens.hashes[noun])
        else {
            return nil
        }
        var before = noun - 1
        while before > sentence.lowerBound, noun - before < 3, isDescribing(before),
            !Nouns.gives.contains(tokens.hashes[before])
        {
            before -= 1
        }
        if Nouns.gives.contains(tokens.hashes[before]) {
            var end = before - 1
            while end > sentence.lowerBound, !classes(end).isDisjoint(with: [.auxiliary, .adverb]) { end -= 1 }
            return (sign(noun), before, subject(before: end, sentence))
        }
        // *Her praise for X*, *Holt's praise for X*.
        guard
            let owner = mentions.first(where: { $0.tokens.upperBound == before || $0.tokens.upperBound == before + 1 })
        else { return nil }
        let isPossessive = !classes(before).isDisjoint(with: .possessive) || tokens.flags[before].contains(.clitic)
        return isPossessive ? (sign(noun), noun, owner.entity) : nil
    }

    /// Whether a word may stand between a verb and its noun: an adjective, as far as the table of words tells.
    private func isDescribing(_ token: Int) -> Bool {
        classes(token).isDisjoint(with: [
            .preposition, .coordinator, .subordinator, .relative, .auxiliary, .passive, .subjectPronoun, .possessive,
            .verb,
        ]) && !isNegator(token) && document.tokens.kinds[token] == .word
            && !document.tokens.flags[token].contains(.clitic)
    }

    /// The entity behind *from* or *by*, right behind the noun.
    private func source(behind noun: Int, _ sentence: Range<Int>) -> Int? {
        let tokens = document.tokens
        guard noun + 2 < sentence.upperBound, Nouns.sources.contains(tokens.hashes[noun + 1]) else { return nil }
        for place in noun + 2..<min(sentence.upperBound, noun + 6) {
            if let source = mentions.first(where: { $0.tokens.lowerBound == place }) {
                return isWhole(source.tokens) ? source.entity : nil
            }
            if !classes(place).isDisjoint(with: .preposition) { return nil }
        }
        return nil
    }
}
