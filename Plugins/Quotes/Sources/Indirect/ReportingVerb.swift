import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics
import References

/// What speaks against it that a cue says that something was said.
extension IndirectSpeech {
    /// *has not said*, *will say*, *if asked*, *refused to confirm or deny*, *charges of denying*.
    func isNegatedOrPlanned(_ cue: CueClause) -> Bool {
        var index = cue.words.lowerBound - 1
        if index > 1, cue.form == .base, Self.alternatives.contains(story.tokens.hashes[index]),
            (max(0, index - 4)..<index).contains(where: { story.tokens.hashes[$0] == Words.to })
        {
            return true
        }
        if index >= 0, cue.form == .participle, Self.gerundial.contains(story.tokens.hashes[index]) { return true }
        var steps = 0
        while index >= 0, steps < 3 {
            let hash = story.tokens.hashes[index]
            if story.classes[index].contains(.negation) { return true }
            if hash == Words.to, Chunker.isHabit(story, index) || Chunker.reaching(story, for: index) != nil {
                return false
            }
            if Self.planning.contains(hash) { return true }
            guard !story.classes[index].isDisjoint(with: [.adverb, .auxiliary]) else { return false }
            index -= 1
            steps += 1
        }
        return false
    }

    private static let alternatives: WordSet = ["or", "nor", "and"]
    private static let gerundial = WordQuery.english(.gerundPreposition)
    private static let planning = WordQuery.english(.planningWord)

    /// *No one said*, *neither side announced*.
    func isSilent(_ source: Source) -> Bool {
        let first = source.words.lowerBound
        guard first < story.tokens.count else { return false }
        if Self.nobody.contains(story.tokens.hashes[first]) { return true }
        return first > 0 && Self.nobody.contains(story.tokens.hashes[first - 1])
            && story.structure.sentenceOfToken[first - 1] == story.structure.sentenceOfToken[first]
    }

    private static let nobody = WordQuery.english(.nobody)

    /// *If the laboratory confirms the case*, *when she reveals the plan*: a statement that may come.
    func isConditional(_ cue: CueClause, _ source: Source) -> Bool {
        let first = source.words.lowerBound
        guard first > 0, first < cue.words.lowerBound else { return false }
        let before = story.tokens.hashes[first - 1]
        if before == Words.when { return cue.form == .third || cue.form == .base }
        return Self.conditions.contains(before)
    }

    private static let conditions: WordSet = ["if", "unless", "until", "whether"]

    /// *a one-party state from 1969*, *the militants' earlier pledges*: a noun, whose number or place betrays it.
    func isNoun(_ cue: CueClause, _ source: Source) -> Bool {
        let verb = cue.words.lowerBound
        guard cue.form == .base || cue.form == .third, verb > 0,
            CueLexicon.shared.entry(story.tokens.hashes[verb])?.isAlsoNoun == true, !cue.isInverted
        else { return false }
        if cue.form == .third { return source.isPlural && story.isWord(verb - 1) }
        let next = verb + 1
        guard source.words.upperBound == verb, next < story.tokens.count, story.tokens.hashes[next] != Words.that else {
            return false
        }
        let last = verb - 1
        return !story.hasSuffix(last, "s") && !Self.plurals.contains(story.tokens.hashes[last])
            && story.classes[last].isDisjoint(with: [.subjectPronoun, .auxiliary, .relative])
    }

    private static let plurals = WordQuery.english(.pluralSource)

    /// Whether the cue's subject is a relative pronoun: *who had threatened*.
    func isRelative(_ cue: CueClause) -> Bool {
        var index = cue.words.lowerBound - 1
        while index > 0, cue.words.lowerBound - index < 4,
            !story.classes[index].isDisjoint(with: [.auxiliary, .adverb]), !story.classes[index].contains(.relative)
        { index -= 1 }
        return index > 0 && story.classes[index].contains(.relative)
    }

    /// *a man accused of theft*, *The mayor, asked to resign,*, *the deal announced Monday*: somebody was accused or asked.
    func isPassiveParticiple(_ cue: CueClause, end: Int) -> Bool {
        let first = cue.words.upperBound
        guard cue.form == .past, first < end, !cue.isInverted else { return false }
        let next = story.tokens.hashes[first]
        if next == Words.by { return !hasAgent(cue) }
        let verb = story.tokens.hashes[cue.words.lowerBound]
        if Self.accusing.contains(verb) { return next == Words.of }
        if let source = cue.source, source.kind == .description, !source.isPronoun,
            story.hasSuffix(cue.words.lowerBound, "ed"),
            source.words.upperBound == cue.words.lowerBound,
            story.classes[first].contains(.time) || Self.partsOfDay.contains(story.tokens.hashes[first])
        {
            return true
        }
        guard cue.words.lowerBound > 0, story.isComma(cue.words.lowerBound - 1) else { return false }
        if Self.calling.contains(verb), story.classes[first].contains(.preposition) { return true }
        return cue.frames.contains(.object) && next == Words.to
    }

    static let asking: WordSet = ["ask", "asks", "asked", "asking"]
    static let calling: WordSet = ["call", "calls", "called", "calling"]
    static let accusing: WordSet = ["accuse", "accuses", "accused", "accusing"]
    static let denying: WordSet = ["deny", "denies", "denied", "denying"]

    /// Words that several rules look for.
    enum Words {
        static let and = WordHash("and")
        static let be = WordHash("be")
        static let but = WordHash("but")
        static let `as` = WordHash("as")
        static let by = WordHash("by")
        static let `for` = WordHash("for")
        static let heard = WordHash("heard")
        static let `in` = WordHash("in")
        static let last = WordHash("last")
        static let not = WordHash("not")
        static let of = WordHash("of")
        static let on = WordHash("on")
        static let that = WordHash("that")
        static let the = WordHash("the")
        static let then = WordHash("then")
        static let there = WordHash("there")
        static let to = WordHash("to")
        static let when = WordHash("when")
        static let well = WordHash("well")
        static let who = WordHash("who")
    }
}
