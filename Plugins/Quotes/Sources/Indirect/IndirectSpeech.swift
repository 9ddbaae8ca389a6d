import AnalyzerKit
import Entities
import Linguistics

/// Finds reported clauses without marks.
struct IndirectSpeech {
    /// A reported clause.
    struct Report {
        var content: Range<Int>
        /// What follows where the attribution splits the clause.
        var rest: Range<Int>?
        var cue: Int
        var source: Source
        var confidence: Float
    }

    let story: Story
    let cues: [CueClause]
    let container: ContiguousArray<Int32>
    /// Cues that report marked words already.
    let used: Set<Int>

    /// The reports in the order of their cues.
    func reports() -> [Report] {
        var reports: [Report] = []
        var covered = -1
        for (index, cue) in cues.enumerated() where !used.contains(index) {
            guard let source = cue.source, cue.container < 0, !source.isFirstPerson else { continue }
            if cue.words.lowerBound < covered { continue }
            guard let content = content(of: cue, source) else { continue }
            let rest = rest(behind: cue, content)
            if content.contains(where: isSpeech) || rest?.contains(where: isSpeech) == true { continue }
            guard content.count + (rest?.count ?? 0) >= 2 else { continue }
            if reportsAnother(content, after: index) { continue }
            reports.append(Report(content: content, rest: rest, cue: index, source: source, confidence: cue.weight))
            covered = (rest ?? content).upperBound
        }
        return reports
    }

    /// Whether a token stands in marked words that are somebody's.
    private func isSpeech(_ token: Int) -> Bool { container[token] >= 0 && !scareSpans.contains(container[token]) }

    /// Whether the content is a report of its own, as in *According to CBS, Wilson said …*.
    private func reportsAnother(_ content: Range<Int>, after index: Int) -> Bool {
        guard index + 1 < cues.count else { return false }
        let next = cues[index + 1]
        guard next.container < 0, !next.isPrepositional, next.weight >= 0.9, let source = next.source else {
            return false
        }
        return source.words.lowerBound == content.lowerBound && next.words.upperBound < content.upperBound
    }

    /// What is said behind an attribution between commas: *The bridge, she said, ‹would close›*.
    private func rest(behind cue: CueClause, _ content: Range<Int>) -> Range<Int>? {
        let after = cue.extent.upperBound
        guard content.upperBound <= cue.extent.lowerBound, story.isComma(after), story.isComma(content.upperBound)
        else {
            return nil
        }
        let end = wordEnd(sentence(cue.words.lowerBound))
        guard after + 2 < end, let run = limited(after + 1..<end), run.count >= 2,
            !story.classes[run.lowerBound].contains(.relative), !story.hasSuffix(run.lowerBound, "ing")
        else { return nil }
        return run
    }

    /// Spans that are nobody's speech; a clause may hold them.
    let scareSpans: Set<Int32>

    private func sentence(_ token: Int) -> Range<Int> {
        story.document.structure.sentences[Int(story.document.structure.sentenceOfToken[token])]
    }

    /// The end of the words of a sentence, before its full stop.
    private func wordEnd(_ sentence: Range<Int>) -> Int {
        var end = sentence.upperBound
        while end > sentence.lowerBound, story.isStop(end - 1) || story.isComma(end - 1) { end -= 1 }
        return end
    }

    private func content(of cue: CueClause, _ source: Source) -> Range<Int>? {
        let sentence = sentence(cue.words.lowerBound)
        var end = wordEnd(sentence)
        if cue.words.lowerBound > sentence.lowerBound, story.classes[cue.words.lowerBound - 1].contains(.relative) {
            // "X, who threatened to resign, welcomed": the relative clause ends at its comma.
            end = firstComma(from: cue.words.upperBound, before: end) ?? end
        }
        if isNegatedOrPlanned(cue) || isPassiveParticiple(cue, end: end) { return nil }
        if let nominal = nominal(after: cue, end: end) { return nominal }
        guard cue.frames.contains(.clause) || cue.frames.contains(.thatClause) || cue.frames.contains(.infinitive),
            cue.weight > 0.4
        else { return nil }
        let extent = cue.extent
        let isFirst =
            extent.lowerBound == sentence.lowerBound
            || story.classes[sentence.lowerBound].contains(.coordinator)
                && extent.lowerBound == sentence.lowerBound + 1
        if cue.isPrepositional {
            if isFirst {
                let comma = firstComma(from: extent.upperBound, before: end)
                guard let comma, comma + 1 < end else { return nil }
                return comma + 1..<end
            }
            guard story.isComma(extent.lowerBound - 1) || extent.upperBound >= end || atBoundary(extent.upperBound, end)
            else { return nil }
            var last = extent.lowerBound
            if story.isComma(last - 1) { last -= 1 }
            return trimStart(sentence.lowerBound)..<max(trimStart(sentence.lowerBound), last)
        }
        // ", she said." at the end of the sentence or between commas.
        let before = extent.lowerBound - 1
        if before > sentence.lowerBound, story.isComma(before), cue.frames.contains(.clause), !startsClause(after: cue),
            !Self.denying.contains(story.tokens.hashes[cue.words.lowerBound]),
            extent.upperBound >= end || story.isComma(extent.upperBound) || isAdverbialTail(extent.upperBound, end)
        {
            let start = trimStart(sentence.lowerBound)
            guard start < before else { return nil }
            let isSplit = story.isComma(extent.upperBound) && extent.upperBound + 2 < end
            if (start..<before).allSatisfy({ isAside($0) }) {
                return isSplit ? limited(extent.upperBound + 1..<end) : nil
            }
            let isClause =
                isSplit || hasFiniteVerb(start, before, isStrict: false)
                || (start..<before).contains { story.tokens.hashes[$0] == Words.to }
            return isClause ? start..<before : nil
        }
        if cue.isInverted { return nil }
        return clause(after: cue, end: end)
    }

    /// What is said as a noun phrase or an infinitive: *called for an inquiry*, *accused him of lying*, *denied any part*.
    private func nominal(after cue: CueClause, end: Int) -> Range<Int>? {
        let verb = story.tokens.hashes[cue.words.lowerBound]
        let last = story.tokens.hashes[cue.words.upperBound - 1]
        let first = cue.words.upperBound
        guard first < end, !cue.isInverted else { return nil }
        if Self.calling.contains(verb), last == WordHash("for") || last == WordHash("on") {
            // "called on Serbia to arrest", "called for leaders to resign".
            for token in first..<min(end, first + 12) where story.tokens.hashes[token] == WordHash("to") {
                return limited(token..<end)
            }
            return last == WordHash("for") ? phraseLike(first, end) : nil
        }
        if Self.accusing.contains(verb) {
            for token in first..<min(end, first + 14) where story.tokens.hashes[token] == WordHash("of") {
                return token + 1 < end ? phraseLike(token + 1, end) : nil
            }
            return nil
        }
        let next = story.tokens.hashes[first]
        if Self.warning.contains(verb), next == WordHash("of") || next == WordHash("against") {
            return first + 1 < end ? phraseLike(first + 1, end) : nil
        }
        if Self.denying.contains(verb), cue.form != .base || cue.source?.isPlural == true,
            !hasFiniteVerb(first, end, isStrict: true), next != WordHash("that")
        {
            return phraseLike(first, end)
        }
        if cue.frames.contains(.nominal), !Self.denying.contains(verb), !cue.frames.contains(.describing),
            cue.form == .past || cue.form == .third,
            !story.classes[first].isDisjoint(with: [.determiner, .possessive, .numeral]),
            next != Words.that, !hasFiniteVerb(first, end, isStrict: true)
        {
            return phraseLike(first, end)
        }
        return nil
    }

    /// A noun phrase with what belongs to it: up to a comma or a new predicate.
    private func phraseLike(_ first: Int, _ end: Int) -> Range<Int>? {
        guard story.isWord(first) else { return nil }
        guard let run = limited(first..<end) else { return nil }
        for token in run where story.isComma(token) && token > run.lowerBound + 1 { return run.lowerBound..<token }
        return run
    }

    private static let vague: WordSet = ["nothing", "little", "something", "so", "more", "goodbye", "hello"]
    private static let calling: WordSet = ["call", "calls", "called", "calling"]
    private static let accusing: WordSet = ["accuse", "accuses", "accused", "accusing"]
    private static let warning: WordSet = ["warn", "warns", "warned", "warning", "complain", "complains", "complained"]
    private static let denying: WordSet = ["deny", "denies", "denied", "denying"]

    private func atBoundary(_ token: Int, _ end: Int) -> Bool { token < end && story.isComma(token) }

    /// Whether a word in front of an attribution says nothing by itself: *However, he says, …*.
    private func isAside(_ token: Int) -> Bool {
        !story.classes[token].isDisjoint(with: [.adverb, .coordinator, .time]) || story.isComma(token)
    }

    private func isAdverbialTail(_ token: Int, _ end: Int) -> Bool {
        guard token < end else { return true }
        let classes = story.classes[token]
        return classes.contains(.time) || classes.contains(.adverb)
            || (classes.contains(.preposition) && end - token <= 12 && story.tokens.hashes[token] != Words.to)
            || (story.isComma(token))
    }

    private func trimStart(_ token: Int) -> Int {
        var first = token
        while first < story.tokens.count,
            story.classes[first].contains(.coordinator) || (story.isWord(first) == false && story.byte(first) != 0x24)
        {
            first += 1
        }
        return first
    }

    private func firstComma(from token: Int, before end: Int) -> Int? {
        var index = token
        while index < end, index - token < 40 {
            if story.isComma(index), container[index] < 0 {
                // An apposition to the source: ", a dealer,": go to its end.
                if index + 1 < end, story.classes[index + 1].contains(.relative) {
                    index += 1
                    continue
                }
                return index
            }
            index += 1
        }
        return nil
    }

    /// *a man accused of theft*, *The mayor, asked to resign,*: somebody was accused or asked.
    private func isPassiveParticiple(_ cue: CueClause, end: Int) -> Bool {
        let first = cue.words.upperBound
        guard cue.form == .past, first < end, !cue.isInverted else { return false }
        let next = story.tokens.hashes[first]
        if next == Words.by { return true }
        let verb = story.tokens.hashes[cue.words.lowerBound]
        if Self.accusing.contains(verb) { return next == Words.of }
        guard cue.words.lowerBound > 0, story.isComma(cue.words.lowerBound - 1) else { return false }
        if Self.calling.contains(verb), story.classes[first].contains(.preposition) { return true }
        return cue.frames.contains(.object) && next == Words.to
    }

    private func isNegatedOrPlanned(_ cue: CueClause) -> Bool {
        var index = cue.words.lowerBound - 1
        var steps = 0
        while index >= 0, steps < 3 {
            let hash = story.tokens.hashes[index]
            if story.classes[index].contains(.negation) { return true }
            if hash == Words.to, Chunker.isHabit(story, index) { return false }
            if hash == WordHash("to") || hash == WordHash("if") || hash == WordHash("would") || hash == WordHash("will")
                || hash == WordHash("could") || hash == WordHash("may") || hash == WordHash("might")
                || hash == WordHash("should")
            {
                return true
            }
            guard !story.classes[index].isDisjoint(with: [.adverb, .auxiliary]) else { return false }
            index -= 1
            steps += 1
        }
        return false
    }

    /// Whether a finite clause follows the cue directly.
    private func startsClause(after cue: CueClause) -> Bool {
        let next = cue.words.upperBound
        return next < story.tokens.count && story.tokens.hashes[next] == WordHash("that")
    }

    private func clause(after cue: CueClause, end: Int) -> Range<Int>? {
        var first = cue.words.upperBound
        if cue.frames.contains(.object) {
            let object = objectEnd(first, end)
            guard object != nil || !cue.frames.contains(.infinitive) else { return nil }
            first = object ?? first
        }
        if !cue.frames.isDisjoint(with: [.infinitive, .object]), let infinitive = infinitive(first, end) {
            return limited(infinitive..<end)
        }
        // Adverbials between: "said on Monday that", "said in a statement that", "said Wednesday".
        var probe = first
        var steps = 0
        var sawThat = false
        while probe < end, steps < 14 {
            let hash = story.tokens.hashes[probe]
            if Self.openers.contains(hash) {
                sawThat = true
                break
            }
            if story.isComma(probe) && steps > 0
                && !(probe + 1 < end && story.tokens.hashes[probe + 1] == Words.that)
            {
                break
            }
            probe += 1
            steps += 1
        }
        if sawThat, steps == 0 || startsAdverbial(first) {
            first = story.tokens.hashes[probe] == WordHash("that") ? probe + 1 : probe
        } else {
            guard cue.frames.contains(.clause) else { return nil }
            let start = first
            first = afterTime(first, end)
            if first > start, first < end, story.isComma(first) { first += 1 }
            guard first < end, !Self.vague.contains(story.tokens.hashes[first]),
                hasFiniteVerb(first, end, isStrict: cue.weight < 0.95), canBegin(first)
            else {
                return nil
            }
        }
        if first < end, story.isComma(first) { first += 1 }
        guard first < end, cue.frames.contains(.clause) || cue.frames.contains(.thatClause) else { return nil }
        return limited(first..<end)
    }

    /// Where *to go* or *not to go* stands at a token; *asked not to be named* asks nothing of the story.
    private func infinitive(_ first: Int, _ end: Int) -> Int? {
        guard first < end else { return nil }
        if story.tokens.hashes[first] == Words.to { return first }
        guard first + 2 < end, story.tokens.hashes[first] == Words.not, story.tokens.hashes[first + 1] == Words.to,
            story.tokens.hashes[first + 2] != Words.be
        else { return nil }
        return first
    }

    private func startsAdverbial(_ token: Int) -> Bool {
        let classes = story.classes[token]
        return !classes.isDisjoint(with: [.preposition, .time, .adverb]) || story.isComma(token)
    }

    private static let openers: WordSet = ["that", "whether", "if", "why", "how", "what"]
    private static let questionWords: WordSet = [
        "that", "whether", "why", "how", "what", "if", "who", "when", "where", "which",
    ]

    /// Past the person told: *told reporters*, *told the BBC*.
    private func objectEnd(_ first: Int, _ end: Int) -> Int? {
        guard first < end else { return nil }
        var index = first
        if Self.questionWords.contains(story.tokens.hashes[index]) { return first }
        if !story.classes[index].isDisjoint(with: [.objectPronoun, .subjectPronoun]),
            story.classes[index].isDisjoint(with: .determiner)
        {
            let isSubject = index + 1 < end && !story.classes[index + 1].isDisjoint(with: [.auxiliary, .verb])
            return isSubject ? index : index + 1
        }
        while index < end, index - first < 12 {
            let hash = story.tokens.hashes[index]
            if hash == WordHash("that") || hash == WordHash("whether") || hash == WordHash("if")
                || hash == WordHash("to")
            {
                return index
            }
            if story.isComma(index) { return index + 1 }
            if hash == Words.who {
                // "warned nations who do so that": what is said comes behind the relative clause.
                for token in index..<min(end, index + 14) where story.tokens.hashes[token] == Words.that {
                    return token
                }
                return nil
            }
            if hash == Words.not { return index }
            if index > first, story.mentionOfToken[index] < 0 {
                let classes = story.classes[index]
                if !classes.isDisjoint(with: [.determiner, .possessive, .subjectPronoun]),
                    story.classes[index - 1].isDisjoint(with: [.preposition, .determiner])
                {
                    return index
                }
            } else if index > first, story.mentionOfToken[index] != story.mentionOfToken[index - 1],
                story.classes[index - 1].isDisjoint(with: [.preposition, .determiner, .honorific])
            {
                return index
            }
            index += 1
        }
        return nil
    }

    private func afterTime(_ token: Int, _ end: Int) -> Int {
        var index = token
        while index < end {
            let classes = story.classes[index]
            if classes.contains(.time), !classes.contains(.determiner) {
                index += 1
            } else if index == token, classes.contains(.adverb), classes.isDisjoint(with: .subordinator),
                story.tokens.hashes[index] != Words.there
            {
                index += 1
            } else if story.tokens.hashes[index] == WordHash("on"), index + 1 < end,
                story.classes[index + 1].contains(.time)
            {
                index += 2
            } else if story.tokens.hashes[index] == WordHash("late") || story.tokens.hashes[index] == WordHash("early"),
                index + 1 < end,
                story.classes[index + 1].contains(.time)
            {
                index += 1
            } else {
                break
            }
        }
        return index
    }

    private func canBegin(_ token: Int) -> Bool {
        let classes = story.classes[token]
        if story.isComma(token) || story.isMark(token, UInt8(ascii: ":")) { return false }
        if token + 1 < story.tokens.count, story.tokens.kinds[token + 1] == .number, classes.contains(.preposition) {
            return true  // "said about 9,000 people came"
        }
        if classes.contains(.preposition) {
            return story.classes[token].isDisjoint(with: .subordinator) && story.tokens.hashes[token] != WordHash("of")
                && story.tokens.hashes[token] != WordHash("about") && story.tokens.hashes[token] != WordHash("to")
                && story.tokens.hashes[token] != WordHash("for") && story.tokens.hashes[token] != WordHash("on")
        }
        return classes.isDisjoint(with: [.coordinator, .auxiliary])
    }

    /// Whether a finite verb stands in a run: an auxiliary, a known verb, or a word that ends like one behind a noun.
    ///
    /// A strict reading, for verbs that take objects as well, ends at a relative clause.
    private func hasFiniteVerb(_ first: Int, _ end: Int, isStrict: Bool) -> Bool {
        for token in (first + 1)..<max(first + 1, min(end, first + 30)) {
            let classes = story.classes[token]
            if isStrict, classes.contains(.relative) || story.tokens.hashes[token] == WordHash("that") { return false }
            if !classes.isDisjoint(with: [.auxiliary, .verb]) { return true }
            guard story.tokens.kinds[token] == .word, !story.isCapitalized(token) else { continue }
            if story.hasSuffix(token, "ed") {
                let next = token + 1
                if !isStrict || next < end && story.classes[next].isDisjoint(with: .preposition) { return true }
            } else if classes.contains(.cueVerb) {
                return true
            } else if story.hasSuffix(token, "s"), token > first + 1, !story.hasSuffix(token - 1, "s"),
                story.classes[token - 1].isDisjoint(with: [.determiner, .preposition, .possessive]), !isStrict
            {
                return true
            }
        }
        return false
    }

    /// Ends a clause before a coordinate or subordinate one that is the writer's, and before another attribution.
    private func limited(_ run: Range<Int>) -> Range<Int>? {
        var index = run.lowerBound + 1
        while index + 1 < run.upperBound {
            if story.isMark(index, UInt8(ascii: ";")) { return run.lowerBound..<index }
            if story.isDash(index), story.tokens.flags[index].contains(.afterSpace), container[index] < 0 {
                // A pair of dashes holds an aside; a single one ends what was said.
                guard let partner = (index + 1..<run.upperBound).first(where: { story.isDash($0) }) else {
                    return run.lowerBound..<index
                }
                index = partner + 1
                continue
            }
            if story.isComma(index), index > run.lowerBound + 1 {
                if endsContent(behindComma: index + 1, run.upperBound) { return run.lowerBound..<index }
            } else if isCoordinator(index), isPredicate(index + 1) {
                return run.lowerBound..<(story.isComma(index - 1) ? index - 1 : index)
            } else if isCoordinator(index), story.classes[index + 1].contains(.cueVerb),
                let entry = CueLexicon.shared.entry(story.tokens.hashes[index + 1]),
                entry.form == .past || entry.form == .third,
                entry.weight >= 0.6
            {
                return run.lowerBound..<(story.isComma(index - 1) ? index - 1 : index)
            }
            index += 1
        }
        return run
    }

    /// Whether the writer goes on behind a comma.
    private func endsContent(behindComma first: Int, _ end: Int) -> Bool {
        let word = story.tokens.hashes[first]
        if Self.breaks.contains(word) { return true }
        if story.classes[first].contains(.cueVerb), CueLexicon.shared.entry(word)?.form == .participle { return true }
        guard word == Words.and || word == Words.but else { return false }
        if word == Words.but, opensClause(first + 1) { return true }
        return startsOwnClause(first + 1, end) || continuesPredicate(first + 1, end)
    }

    private static let breaks: WordSet = [
        "while", "though", "although", "according", "as", "citing", "amid", "calling",
    ]

    /// Whether the source's next deed follows, without a subject: *, and have advised*, *, but did not say*.
    private func continuesPredicate(_ first: Int, _ end: Int) -> Bool {
        guard first + 1 < end, Self.deeds.contains(story.tokens.hashes[first]) else { return false }
        return (first + 1..<min(end, first + 4)).contains {
            CueLexicon.shared.entry(story.tokens.hashes[$0]) != nil || story.classes[$0].contains(.negation)
        }
    }

    private static let deeds: WordSet = ["has", "have", "had", "did", "does", "do"]

    private enum Words {
        static let and = WordHash("and")
        static let be = WordHash("be")
        static let but = WordHash("but")
        static let by = WordHash("by")
        static let not = WordHash("not")
        static let of = WordHash("of")
        static let that = WordHash("that")
        static let there = WordHash("there")
        static let to = WordHash("to")
        static let who = WordHash("who")
    }

    private func isCoordinator(_ token: Int) -> Bool {
        let hash = story.tokens.hashes[token]
        return hash == WordHash("and") || hash == WordHash("but")
            || (hash == WordHash("then") && story.isComma(token - 1))
    }

    /// Whether a verb of the writer's sentence goes on behind *and* or *but*: *and left*, *but refused*.
    private func isPredicate(_ token: Int) -> Bool {
        Self.predicates.contains(story.tokens.hashes[token])
    }

    private static let predicates: WordSet = [
        "left", "went", "walked", "refused", "declined", "showed", "promised", "added", "urged", "vowed", "pledged",
        "denied", "asked",
        "laughed", "smiled", "turned", "sat", "stood", "took", "hung", "shrugged",
    ]

    /// Whether a subject stands at a token.
    private func opensClause(_ token: Int) -> Bool {
        token < story.tokens.count
            && (story.classes[token].contains(.subjectPronoun) || story.mentionOfToken[token] >= 0
                || story.isCapitalized(token)
                || story.tokens.hashes[token] == WordHash("the"))
    }

    /// Whether a clause with a cue of its own follows *, and*.
    private func startsOwnClause(_ first: Int, _ end: Int) -> Bool {
        for token in first..<min(end, first + 8) {
            if story.classes[token].contains(.cueVerb), let entry = CueLexicon.shared.entry(story.tokens.hashes[token]),
                entry.weight > 0.6,
                entry.form == .past || entry.form == .third
            {
                return true
            }
        }
        return false
    }
}
