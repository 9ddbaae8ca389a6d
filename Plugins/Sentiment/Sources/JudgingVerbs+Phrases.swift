import AnalyzerKit
import English
import Entities
import Linguistics

extension Analysis {
    /// What other words than a verb that judges say of a mention, and which judgements a reading may not find there.
    func verdictOfPhrases(_ index: Int, _ sentence: Range<Int>) -> (verdict: Verdict, denied: Denied) {
        let run = mentions[index].tokens
        if let verb = lossOfTrust(run, sentence) {
            var before = verb - 1
            while before > sentence.lowerBound, !classes(before).isDisjoint(with: [.auxiliary, .adverb]) { before -= 1 }
            var verdict = Verdict(holder: subject(before: before, sentence))
            (verdict.judgement, verdict.certainty) = (-1, Verdict.byVerb)
            return (verdict, [])
        }
        if let verdict = verdictOfNouns(run, sentence) { return (verdict, []) }
        if isFreeOfGrudges(run, sentence) { return (Verdict(), .critical) }
        // What is said of somebody's father or lawyer is not said of him.
        if ownsSomebody(run, sentence) { return (Verdict(), [.critical, .supportive]) }
        var verdict = Verdict()
        verdict.isNewsAlone = hasWon(run, sentence)
        if let verb = recall(by: index, sentence) {
            verdict = Verdict(news: -1, newsCertainty: Verdict.byVerb, verb: verb, isNewsAlone: true)
        }
        return (verdict, [])
    }

    /// The verb of *Acme recalled 12,000 cars*, which is bad news of a body: a number of at least three figures that is no year.
    private func recall(by index: Int, _ sentence: Range<Int>) -> Int? {
        let tokens = document.tokens
        guard let named = mentions[index].index, entities.mentions[named].type == .organization else { return nil }
        var verb = mentions[index].tokens.upperBound
        while verb < sentence.upperBound, !classes(verb).isDisjoint(with: [.auxiliary, .adverb]) { verb += 1 }
        guard verb + 2 < sentence.upperBound, Verbs.recalling.contains(tokens.hashes[verb]),
            left(of: verb, sentence) == .told
        else { return nil }
        for token in verb + 1..<min(sentence.upperBound - 1, verb + 5) where tokens.kinds[token] == .number {
            let figures = document.text.string(in: tokens[token])
            let isYear = Int(figures).map { (1_800...2_100).contains($0) } ?? false
            return figures.count > 2 && !isYear ? verb : nil
        }
        return nil
    }

    /// The *lost* of *lost confidence in X*, the *no* of *no faith in X*; not where it is asked or supposed.
    private func lossOfTrust(_ run: Range<Int>, _ sentence: Range<Int>) -> Int? {
        let tokens = document.tokens
        let tie = tie(before: run, sentence)
        guard tie - 2 >= sentence.lowerBound, tokens.hashes[tie] == Verbs.inside,
            Verbs.trusts.contains(tokens.hashes[tie - 1]), Verbs.losing.contains(tokens.hashes[tie - 2])
        else { return nil }
        return left(of: tie - 2, sentence) == .told && isWhole(run) ? tie - 2 : nil
    }

    /// *X's father*, *X's lawyer*.
    private func ownsSomebody(_ run: Range<Int>, _ sentence: Range<Int>) -> Bool {
        let tokens = document.tokens
        let noun = run.upperBound + 1
        guard noun < sentence.upperBound, tokens.flags[noun - 1].contains(.clitic),
            !tokens.flags[noun].contains(.capitalized)
        else { return false }
        return Verbs.relatives.contains(tokens.hashes[noun]) || !classes(noun).isDisjoint(with: .personNoun)
    }

    /// *X won a contract*, *X has scored*: news, and no judgement.
    private func hasWon(_ run: Range<Int>, _ sentence: Range<Int>) -> Bool {
        var verb = run.upperBound
        while verb < sentence.upperBound, !classes(verb).isDisjoint(with: .auxiliary) { verb += 1 }
        return verb < sentence.upperBound && Verbs.winning.contains(document.tokens.hashes[verb])
    }

    /// The token before a name and the titles and articles that stand before it.
    func tie(before run: Range<Int>, _ sentence: Range<Int>) -> Int {
        let tokens = document.tokens
        var tie = run.lowerBound - 1
        while tie > sentence.lowerBound, run.lowerBound - tie < 4,
            tokens.flags[tie].contains(.capitalized) || Verbs.office.contains(tokens.hashes[tie])
                || !classes(tie).isDisjoint(with: [.honorific, .determiner])
        {
            tie -= 1
        }
        return tie
    }

    /// −1 or 1 for a participle that its next words make one of what befalls somebody, 0 for all others: *cleared of fraud*, *cleared
    /// by the court*, though squares are cleared, too; *taken to hospital*; *let go*, *laid off*.
    func isResult(_ token: Int) -> Int {
        let tokens = document.tokens
        guard token + 2 < tokens.count else { return 0 }
        let (word, next) = (tokens.hashes[token], tokens.hashes[token + 1])
        if word == Verbs.cleared, next == Verbs.of || next == Verbs.by { return 1 }
        if Verbs.losesWork.contains(where: { $0.participle == word && $0.next == next }) { return -1 }
        return Verbs.carried.contains(word) && next == Verbs.to && tokens.hashes[token + 2] == Verbs.hospital ? -1 : 0
    }

    /// *No grudge against X*, *nothing against X*, *no quarrel with X*: a word of enmity that is denied right before a name.
    private func isFreeOfGrudges(_ run: Range<Int>, _ sentence: Range<Int>) -> Bool {
        let tokens = document.tokens
        let tie = tie(before: run, sentence)
        guard tie - 1 > sentence.lowerBound, !classes(tie).isDisjoint(with: .preposition) else { return false }
        if tokens.hashes[tie - 1] == Verbs.nothing { return tokens.hashes[tie] == Verbs.against }
        let polarity = scorer.vocabulary.value(scorer.vocabulary.row(of: tokens.hashes[tie - 1]), .polarity)
        return tokens.hashes[tie - 2] == Verbs.no && (polarity < -0.1 || tokens.hashes[tie] == Verbs.against)
    }

    /// The determiner of a phrase for somebody that ends before a token, as of *a former commissioner for lands*; `nil` where none does.
    func phrase(before end: Int, _ sentence: Range<Int>) -> Int? {
        let tokens = document.tokens
        var isSomebody = false
        var token = end - 1
        while token > sentence.lowerBound, end - token < 8, tokens.kinds[token] == .word {
            if !classes(token).isDisjoint(with: [.determiner, .possessive]) { return isSomebody ? token : nil }
            if !classes(token).isDisjoint(with: Self.clauseWords) || Verbs.all.contains(tokens.hashes[token]) {
                return nil
            }
            isSomebody =
                isSomebody || !classes(token).isDisjoint(with: .personNoun)
                || Verbs.bodies.contains(tokens.hashes[token]) || Verbs.office.contains(tokens.hashes[token])
            token -= 1
        }
        return nil
    }

    /// What stands in no phrase for somebody.
    private static let clauseWords: WordClass = [
        .coordinator, .subordinator, .relative, .auxiliary, .verb, .cueVerb, .subjectPronoun,
    ]

    /// Who tells a judgement that a reading found, by the verb of saying right before the name: *X called Y a liar*.
    func holder(before run: Range<Int>) -> Int? {
        let tokens = document.tokens
        let sentence = document.structure.sentences[Int(document.structure.sentenceOfToken[run.lowerBound])]
        var verb = run.lowerBound - 1
        while verb > sentence.lowerBound, run.lowerBound - verb < 4,
            tokens.flags[verb].contains(.capitalized) || Verbs.office.contains(tokens.hashes[verb])
                || !classes(verb).isDisjoint(with: .honorific)
        {
            verb -= 1
        }
        guard verb > sentence.lowerBound, !classes(verb).isDisjoint(with: .cueVerb),
            !tokens.flags[verb].contains(.capitalized), !ends(verb, Verbs.goingOn)
        else { return nil }
        var before = verb - 1
        while before > sentence.lowerBound, !classes(before).isDisjoint(with: [.auxiliary, .adverb]) { before -= 1 }
        return subject(before: before, sentence)
    }
}
