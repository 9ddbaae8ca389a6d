import AnalyzerKit
import English
import Linguistics

extension Analysis {
    /// What the verbs beside a mention say of it: *X criticised Y*, *Y was criticised by X*, *police arrested Y*.
    ///
    /// Nothing where it is asked, supposed, denied, planned or only possible; then the judgements that a reading may not find there.
    ///
    /// - Complexity: O(the sentence's tokens).
    func verdictOfVerbs(at index: Int) -> (verdict: Verdict, denied: Denied) {
        let run = mentions[index].tokens
        let sentence = document.structure.sentences[Int(document.structure.sentenceOfToken[run.lowerBound])]
        guard let found = verbAsObject(run, sentence) ?? verbAsSubject(run, sentence) else {
            return verdictOfPhrases(index, sentence)
        }
        let hash = document.tokens.hashes[found.verb]
        let left = left(of: found.verb, sentence)
        guard left == .told, !found.isOpen else { return (Verdict(), denied(hash, left)) }
        var verdict = Verdict(holder: found.holder, verb: found.verb)
        if Verbs.critical.contains(hash) { verdict.judgement = -1 }
        if Verbs.supportive.contains(hash), !isCompound(found.verb) { verdict.judgement = 1 }
        if !found.isOwner {
            if Verbs.bad.contains(hash) { verdict.news = -1 }
            if Verbs.good.contains(hash) { verdict.news = 1 }
            if isResult(found.verb) != 0 { verdict.news = isResult(found.verb) }
        }
        verdict.certainty = verdict.judgement == 0 ? 0 : Verdict.byVerb
        verdict.newsCertainty = verdict.news == 0 ? 0 : Verdict.byVerb
        // *Dismissed X as a clown*.
        if hash == Verbs.dismissed, !found.isPassive, run.upperBound < sentence.upperBound,
            document.tokens.hashes[run.upperBound] == Verbs.asWord
        {
            (verdict.judgement, verdict.certainty) = (-1, Verdict.byVerb)
            (verdict.news, verdict.newsCertainty) = (0, 0)
        }
        // An arrest, a verdict or an award is no judgement, though a reading may take it for one.
        verdict.isNewsAlone = verdict.judgement == 0 && verdict.news != 0
        return (verdict, [])
    }

    /// Judgements that stand in the words and are none, by what the words leave of them.
    struct Denied: OptionSet {
        let rawValue: UInt8
        static let critical = Denied(rawValue: 1)
        static let supportive = Denied(rawValue: 2)

        /// Whether it holds a judgement, by its sign.
        func contains(_ judgement: Int) -> Bool { contains(judgement < 0 ? .critical : .supportive) }
    }

    /// What is left of a verb's judgement in its sentence.
    enum Left {
        case told, asked, negated
        /// *Cannot*, *nobody could*: what cannot be faulted is praised, and who cannot be praised enough is, too.
        case impossible
    }

    private func denied(_ verb: WordHash, _ left: Left) -> Denied {
        let isCritical = Verbs.critical.contains(verb)
        guard isCritical || Verbs.supportive.contains(verb) else { return [] }
        switch left {
        case .told: return []
        case .asked: return isCritical ? .critical : .supportive
        case .negated: return [.critical, .supportive]
        case .impossible: return isCritical ? .critical : []
        }
    }

    enum Verbs {
        static let all = WordQuery.english(.judgesBadly, .judgesWell, .befallsBadly, .befallsWell)
        static let critical = WordQuery.english(.judgesBadly)
        static let supportive = WordQuery.english(.judgesWell)
        static let bad = WordQuery.english(.befallsBadly)
        static let good = WordQuery.english(.befallsWell)
        static let office = WordQuery.english(.office, .officeOfState, .officeModifier, .modelTitle)
        static let past = Array("ed".utf8)
        static let goingOn = Array("ing".utf8)
        static let perfect = Array("en".utf8)
        static let by = WordHash("by")
        static let hyphen = WordHash("-")
        static let reasons = [WordHash("by"), WordHash("for"), WordHash("of"), WordHash("over")]
        static let to = WordHash("to")
        static let cannot = WordHash("cannot")
        static let (cleared, dismissed, hospital) = (WordHash("cleared"), WordHash("dismissed"), WordHash("hospital"))
        static let (no, nothing, against) = (WordHash("no"), WordHash("nothing"), WordHash("against"))
        static let (inside, asWord) = (WordHash("in"), WordHash("as"))
        static let carried = [WordHash("taken"), WordHash("rushed"), WordHash("airlifted"), WordHash("flown")]
        static let trusts = [WordHash("confidence"), WordHash("faith"), WordHash("trust")]
        static let losing = [WordHash("lost"), WordHash("lose"), WordHash("loses"), WordHash("no")]
        static let winning = [WordHash("won"), WordHash("wins"), WordHash("scored"), WordHash("scores")]
        static let relatives = WordQuery.english(.gendered)
        static let without = WordHash("without")
        static let of = WordHash("of")
        static let short = WordHash("short")
        static let refusals = [WordHash("refused"), WordHash("refuses"), WordHash("declined"), WordHash("declines")]
        static let bodies = WordQuery.english(.describedBody, .bodyNoun, .modelOrganization)
        static let at = WordHash("at")
        static let be = WordHash("be")
        static let recalling = [WordHash("recalled"), WordHash("recalls"), WordHash("recalling"), WordHash("recall")]
        static let losesWork = [
            (participle: WordHash("let"), next: WordHash("go")), (participle: WordHash("laid"), next: WordHash("off")),
            (participle: WordHash("made"), next: WordHash("redundant")),
        ]
    }

    /// A verb beside a name; open where its form leaves it open whether anybody judges: *will sue, to praise*.
    private typealias Found = (verb: Int, holder: Int?, isOwner: Bool, isOpen: Bool, isPassive: Bool)

    func classes(_ token: Int) -> WordClass { Words.english.classes(of: document.tokens.hashes[token]) }

    private func cue(_ token: Int) -> CueClass {
        scorer.vocabulary.cue(scorer.vocabulary.row(of: document.tokens.hashes[token]))
    }

    /// Whether a word denies: *no, not*.
    func isNegator(_ token: Int) -> Bool { cue(token) == .negator }

    func ends(_ token: Int, _ ending: [UInt8]) -> Bool {
        let range = document.tokens[token].indices
        guard range.count >= ending.count else { return false }
        let start = range.upperBound - ending.count
        for place in ending.indices where document.text.bytes.span[start + place] | 0x20 != ending[place] {
            return false
        }
        return true
    }

    /// Whether a participle ends a compound, which tells a relation and no praise: *Nvidia-‹backed› Lumen*.
    private func isCompound(_ verb: Int) -> Bool {
        let tokens = document.tokens
        return verb > 1 && tokens.hashes[verb - 1] == Verbs.hyphen && !tokens.flags[verb].contains(.afterSpace)
            && !tokens.flags[verb - 1].contains(.afterSpace)
    }

    /// Whether a token is a verb in its sentence: not part of a name.
    func isVerb(_ token: Int) -> Bool {
        if isResult(token) != 0 { return true }
        return Verbs.all.contains(document.tokens.hashes[token])
            && (!document.tokens.flags[token].contains(.capitalized) || ends(token, Verbs.past)
                || ends(token, Verbs.goingOn))
    }

    /// The verb whose object a name is.
    private func verbAsObject(_ run: Range<Int>, _ sentence: Range<Int>) -> Found? {
        let tokens = document.tokens
        guard isWhole(at: run.upperBound, sentence) else { return nil }
        var verb = run.lowerBound - 1
        var steps = 0
        // *Accused its chairman, X, of greed*; *criticised the previous trust, X, as*.
        if verb >= sentence.lowerBound, tokens.kinds[verb] == .punctuation, run.upperBound < sentence.upperBound,
            tokens.kinds[run.upperBound] == .punctuation
        {
            verb = phrase(before: verb, sentence) ?? verb - 1
        }
        while verb >= sentence.lowerBound, steps < 4, !isVerb(verb) {
            let isTitle = tokens.flags[verb].contains(.capitalized) || Verbs.office.contains(tokens.hashes[verb])
            let isPhrase = !classes(verb).isDisjoint(with: [.determiner, .honorific, .possessive, .personNoun])
            guard isTitle || isPhrase else { return nil }
            verb -= 1
            steps += 1
        }
        guard verb >= sentence.lowerBound, isVerb(verb) else { return nil }
        var before = verb - 1
        var isPassive = false
        var hasAuxiliary = false
        while before >= sentence.lowerBound, !classes(before).isDisjoint(with: [.auxiliary, .passive, .adverb]) {
            if !classes(before).isDisjoint(with: .passive) { isPassive = true }
            if !classes(before).isDisjoint(with: .auxiliary) { hasAuxiliary = true }
            before -= 1
        }
        let isPast = ends(verb, Verbs.past) || ends(verb, Verbs.perfect)
        let isGoingOn = ends(verb, Verbs.goingOn)
        // *Was awarded the Prize*, *will sue X*, *to praise X*, *stopped short of blaming X*.
        if isPassive, !isGoingOn { return nil }
        var isOpen = hasAuxiliary && !isPast && !isGoingOn
        if before >= sentence.lowerBound {
            if tokens.hashes[before] == Verbs.to { isOpen = true }
            if isGoingOn, !classes(before).isDisjoint(with: .preposition) { isOpen = true }
        }
        return (verb, subject(before: before, sentence), isOwner(run), isOpen, false)
    }

    /// The verb whose passive subject a name is.
    private func verbAsSubject(_ run: Range<Int>, _ sentence: Range<Int>) -> Found? {
        let tokens = document.tokens
        let before = run.lowerBound - 1
        if before >= sentence.lowerBound {
            // *The mayor of X was accused*; *Y, of X, was accused*.
            if !classes(before).isDisjoint(with: .preposition) { return nil }
            if tokens.kinds[before] == .punctuation, run.upperBound < sentence.upperBound,
                tokens.kinds[run.upperBound] == .punctuation
            {
                return nil
            }
        }
        var token = run.upperBound
        if token < sentence.upperBound, tokens.kinds[token] == .punctuation {
            token = behindApposition(token, sentence)
        }
        var isPassive = false
        var steps = 0
        while token < sentence.upperBound, steps < 6 {
            if isVerb(token) {
                if ends(token, Verbs.goingOn) { return nil }
                let next = token + 1
                let hasReason = next < sentence.upperBound && Verbs.reasons.contains(tokens.hashes[next])
                guard isPassive || hasReason && ends(token, Verbs.past) else { return nil }
                return (token, agent(behind: token, sentence), false, false, true)
            }
            let known = classes(token)
            if tokens.hashes[token] == Verbs.be { return nil }
            if !known.isDisjoint(with: .passive) {
                isPassive = true
            } else if known.isDisjoint(with: [.auxiliary, .adverb]), cue(token) != .intensifier {
                return nil
            }
            token += 1
            steps += 1
        }
        return nil
    }

    /// The token behind a comma and a relative, or behind what stands between two commas.
    func behindApposition(_ comma: Int, _ sentence: Range<Int>) -> Int {
        let tokens = document.tokens
        guard comma + 1 < sentence.upperBound, !isVerb(comma + 1) else { return comma + 1 }
        if !classes(comma + 1).isDisjoint(with: .relative) { return comma + 2 }
        for token in comma + 1..<min(sentence.upperBound, comma + 12) where tokens.kinds[token] == .punctuation {
            return tokens[token].count == 1 ? token + 1 : token
        }
        return comma
    }

    /// Whether a name is all of what is spoken of, and not before a noun: *the Arsenal manager*.
    func isWhole(_ run: Range<Int>) -> Bool {
        isWhole(
            at: run.upperBound, document.structure.sentences[Int(document.structure.sentenceOfToken[run.lowerBound])])
    }

    /// Whether a name that ends before a token is all of what is spoken of, and no part of a longer phrase.
    func isWhole(at token: Int, _ sentence: Range<Int>) -> Bool {
        guard token < sentence.upperBound else { return true }
        let tokens = document.tokens
        guard tokens.kinds[token] == .word else { return true }
        if tokens.flags[token].contains(.clitic) { return true }
        return !classes(token).isDisjoint(
            with: [.preposition, .coordinator, .subordinator, .relative, .time, .adverb, .determiner])
            || tokens.hashes[token] == Verbs.to
    }

    /// Whether a name owns what is spoken of: what befalls its driver doesn't befall it.
    private func isOwner(_ run: Range<Int>) -> Bool {
        run.upperBound < document.tokens.count && document.tokens.flags[run.upperBound].contains(.clitic)
    }

    /// What is left of what a verb says: whether it is told as a fact, or denied, asked, supposed or only possible.
    func left(of verb: Int, _ sentence: Range<Int>) -> Left {
        let tokens = document.tokens
        let last = sentence.upperBound - 1
        if document.text.bytes.span[Int(tokens.starts[last])] == UInt8(ascii: "?") { return .asked }
        var (isNegated, isPossible) = (false, false)
        for token in sentence.lowerBound..<verb {
            switch cue(token) {
            case .conditional: return .asked
            case .negator where token + 4 >= verb:
                isNegated = true
                if tokens.hashes[token] == Verbs.cannot { isPossible = true }
            case .modal where token + 4 >= verb: isPossible = true
            default: break
            }
        }
        if !isNegated, isRefused(verb, sentence) { return .negated }
        return isNegated ? isPossible ? .impossible : .negated : isPossible ? .asked : .told
    }

    /// *Declined to criticise*, *stopped short of blaming*, *without naming*.
    private func isRefused(_ verb: Int, _ sentence: Range<Int>) -> Bool {
        let tokens = document.tokens
        guard verb - 1 > sentence.lowerBound else { return false }
        let (before, second) = (tokens.hashes[verb - 1], tokens.hashes[verb - 2])
        if before == Verbs.to { return Verbs.refusals.contains(second) }
        guard ends(verb, Verbs.goingOn) else { return false }
        return before == Verbs.without || before == Verbs.of && second == Verbs.short
    }

    /// What a comparison with all others, or all times before, says by the sign of its word, which the reading often turns: *never
    /// been more popular* is praise, *the least popular* is none; `nil` where there is none.
    func comparison(around run: Range<Int>) -> Int? {
        let tokens = document.tokens
        let sentence = document.structure.sentences[Int(document.structure.sentenceOfToken[run.lowerBound])]
        for token in sentence {
            let isLeast = tokens.hashes[token] == Limit.leastWord
            guard isLeast || tokens.hashes[token] == Limit.never else { continue }
            if isLeast, token > sentence.lowerBound, tokens.hashes[token - 1] == Verbs.at { continue }
            var word = token + 1
            while !isLeast, word < min(sentence.upperBound, token + 6), !Limit.degrees.contains(tokens.hashes[word]) {
                word += 1
            }
            if !isLeast {
                guard word < min(sentence.upperBound, token + 6) else { continue }
                word += 1
            }
            guard word < sentence.upperBound else { continue }
            let value = scorer.vocabulary.value(scorer.vocabulary.row(of: tokens.hashes[word]), .polarity)
            if abs(value) >= 0.1 { return (value > 0) == isLeast ? -1 : 1 }
        }
        return nil
    }

    /// The entity of the mention that a verb's subject is; `nil` where it is nobody named.
    func subject(before end: Int, _ sentence: Range<Int>) -> Int? {
        guard end >= sentence.lowerBound else { return nil }
        var end = end
        if !classes(end).isDisjoint(with: .relative) { end -= 1 }
        if end > sentence.lowerBound, document.tokens.kinds[end] == .punctuation {
            if let beside = mention(endingAt: end) { return beside }
            var comma = end - 1
            while comma > sentence.lowerBound, end - comma < 14, document.tokens.kinds[comma] != .punctuation {
                comma -= 1
            }
            return mention(endingAt: comma)
        }
        return mention(endingAt: end + 1)
    }

    /// The entity behind *by*.
    private func agent(behind verb: Int, _ sentence: Range<Int>) -> Int? {
        let tokens = document.tokens
        for token in verb + 1..<min(sentence.upperBound, verb + 6) {
            if tokens.kinds[token] == .punctuation { return nil }
            guard tokens.hashes[token] == Verbs.by else { continue }
            for place in token + 1..<min(sentence.upperBound, token + 5) {
                if let agent = mentions.first(where: { $0.tokens.lowerBound == place }) {
                    // *By Gillingham fans* it is not Gillingham.
                    let end = agent.tokens.upperBound
                    let isAlone = end >= sentence.upperBound || !tokens.flags[end].contains(.clitic)
                    return isAlone && isWhole(at: end, sentence) ? agent.entity : nil
                }
                // *By fans at Gillingham*.
                if !classes(place).isDisjoint(with: .preposition) { return nil }
            }
        }
        return nil
    }

    private func mention(endingAt end: Int) -> Int? { mentions.first { $0.tokens.upperBound == end }?.entity }
}
