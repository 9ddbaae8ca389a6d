import AnalyzerKit
import Entities
import Linguistics

/// Finds reported clauses without marks.
struct IndirectSpeech {
    /// A reported clause.
    struct Report {
        var content: Range<Int>
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
            if content.contains(where: { container[$0] >= 0 && !isScareOnly($0) }) { continue }
            guard content.count >= 2 else { continue }
            reports.append(Report(content: content, cue: index, source: source, confidence: cue.weight))
            covered = content.upperBound
        }
        return reports
    }

    private func isScareOnly(_ token: Int) -> Bool { scareSpans.contains(container[token]) }
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
        if isNegatedOrPlanned(cue) { return nil }
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
        if before >= sentence.lowerBound, story.isComma(before), cue.frames.contains(.clause),
            before - sentence.lowerBound >= 3,
            extent.upperBound >= end || story.isComma(extent.upperBound) || isAdverbialTail(extent.upperBound, end),
            !startsClause(after: cue)
        {
            let start = trimStart(sentence.lowerBound)
            guard start < before else { return nil }
            if story.isComma(extent.upperBound), extent.upperBound + 1 < end, extent.upperBound < end {
                let after = extent.upperBound + 1..<end
                // "The bridge, she said, would close": the longer part.
                return after.count > before - start ? after : start..<before
            }
            return start..<before
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
        return nil
    }

    /// A noun phrase with what belongs to it: up to a comma or a new predicate.
    private func phraseLike(_ first: Int, _ end: Int) -> Range<Int>? {
        guard story.isWord(first) else { return nil }
        guard let run = limited(first..<end) else { return nil }
        for token in run where story.isComma(token) && token > run.lowerBound + 1 { return run.lowerBound..<token }
        return run
    }

    private static let vague = Set(
        ["nothing", "little", "something", "so", "more", "goodbye", "hello"].map { WordHash(folding: $0) })
    private static let calling = Set(["call", "calls", "called", "calling"].map { WordHash(folding: $0) })
    private static let accusing = Set(["accuse", "accuses", "accused", "accusing"].map { WordHash(folding: $0) })
    private static let warning = Set(
        ["warn", "warns", "warned", "warning", "complain", "complains", "complained"].map { WordHash(folding: $0) })
    private static let denying = Set(["deny", "denies", "denied", "denying"].map { WordHash(folding: $0) })

    private func atBoundary(_ token: Int, _ end: Int) -> Bool { token < end && story.isComma(token) }

    private func isAdverbialTail(_ token: Int, _ end: Int) -> Bool {
        guard token < end else { return true }
        let classes = story.classes[token]
        return classes.contains(.time) || classes.contains(.adverb)
            || (classes.contains(.preposition) && end - token <= 12)
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

    private func isNegatedOrPlanned(_ cue: CueClause) -> Bool {
        var index = cue.words.lowerBound - 1
        var steps = 0
        while index >= 0, steps < 3 {
            let hash = story.tokens.hashes[index]
            if story.classes[index].contains(.negation) { return true }
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
        // Adverbials between: "said on Monday that", "said in a statement that", "said Wednesday".
        var probe = first
        var steps = 0
        var sawThat = false
        while probe < end, steps < 14 {
            let hash = story.tokens.hashes[probe]
            if hash == WordHash("that") || hash == WordHash("whether") || hash == WordHash("if")
                || hash == WordHash("why")
                || hash == WordHash("how") || hash == WordHash("what")
            {
                sawThat = true
                break
            }
            if story.isComma(probe) && steps > 0
                && !(probe + 1 < end && story.tokens.hashes[probe + 1] == WordHash("that"))
            {
                break
            }
            probe += 1
            steps += 1
        }
        if sawThat, steps == 0 || startsAdverbial(first) {
            first = story.tokens.hashes[probe] == WordHash("that") ? probe + 1 : probe
        } else if cue.frames.contains(.infinitive), first < end, story.tokens.hashes[first] == WordHash("to") {
            return limited(first..<end)
        } else {
            guard cue.frames.contains(.clause) else { return nil }
            first = afterTime(first, end)
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

    private func startsAdverbial(_ token: Int) -> Bool {
        let classes = story.classes[token]
        return !classes.isDisjoint(with: [.preposition, .time, .adverb]) || story.isComma(token)
    }

    /// Past the person told: *told reporters*, *told the BBC*.
    private func objectEnd(_ first: Int, _ end: Int) -> Int? {
        guard first < end else { return nil }
        var index = first
        if story.tokens.hashes[index] == WordHash("that") { return first }
        if !story.classes[index].isDisjoint(with: [.objectPronoun, .subjectPronoun]),
            story.classes[index].isDisjoint(with: .determiner)
        {
            return index + 1
        }
        while index < end, index - first < 12 {
            let hash = story.tokens.hashes[index]
            if hash == WordHash("that") || hash == WordHash("whether") || hash == WordHash("if")
                || hash == WordHash("to")
            {
                return index
            }
            if story.isComma(index) { return index + 1 }
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
            } else if index == token, classes.contains(.adverb), classes.isDisjoint(with: .subordinator) {
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
        var index = run.lowerBound + 2
        while index + 1 < run.upperBound {
            if story.isMark(index, UInt8(ascii: ";")) { return run.lowerBound..<index }
            if story.isComma(index) {
                let next = story.tokens.hashes[index + 1]
                if next == WordHash("but") && opensClause(index + 2) || next == WordHash("while")
                    || next == WordHash("adding")
                    || next == WordHash("saying")
                    || next == WordHash("though") || next == WordHash("although") || next == WordHash("according")
                    || next == WordHash("as")
                    || next == WordHash("citing") || next == WordHash("amid")
                    || next == WordHash("calling")
                    || next == WordHash("and") && startsOwnClause(index + 2, run.upperBound)
                {
                    return run.lowerBound..<index
                }
            } else if isCoordinator(index), isPredicate(index + 1) {
                return run.lowerBound..<(story.isComma(index - 1) ? index - 1 : index)
            } else if isCoordinator(index), story.classes[index + 1].contains(.cueVerb),
                let entry = CueLexicon.shared.entry(story.tokens.hashes[index + 1]),
                entry.form == .past || entry.form == .third,
                entry.weight > 0.6
            {
                return run.lowerBound..<index
            }
            index += 1
        }
        return run
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

    private static let predicates = Set(
        [
            "left", "went", "walked", "refused", "declined", "showed", "promised", "added", "urged", "vowed", "pledged",
            "denied", "asked",
            "laughed", "smiled", "turned", "sat", "stood", "took", "hung", "shrugged",
        ].map { WordHash(folding: $0) })

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
