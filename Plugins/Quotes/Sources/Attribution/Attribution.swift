import AnalyzerKit
import Entities
import Linguistics

/// Decides for every marked span whose words they are, by a ranker over candidates with hand-set weights.
///
/// Candidates are the subjects of cues beside the span, whoever spoke before, the subject of the sentence, and nobody;
/// the last turns a span into a title, a term or irony.
struct Attribution {
    /// A decision.
    struct Decision {
        var source: Source?
        /// The index of the cue, or −1.
        var cue = -1
        var score: Float = 0
        /// How far the second-best candidate lies behind.
        var margin: Float = 0
        var isScare = false
        var kind = Quotes.Kind.direct
        /// The span that this one goes on from, or −1.
        var continues = -1
        /// Whether the cue stands right before or behind.
        var isAdjacent = false
        /// Whether the speaker is carried over rather than named beside the span.
        var isCarried = false
    }

    struct Candidate {
        var source: Source?
        var cue: Int
        var score: Float
        var isAdjacent = false
        var isCarried = false
    }

    let story: Story
    let spans: ContiguousArray<MarkedSpan>
    let cues: [CueClause]
    let container: ContiguousArray<Int32>
    let resolver: SourceResolver
    let chunker: Chunker
    /// The sources of turns, by turn.
    let turnSources: [Source]
    private var decisions: [Decision] = []
    private static let reach = 60

    init(
        _ story: Story, _ spans: ContiguousArray<MarkedSpan>, _ cues: [CueClause], _ chunker: Chunker,
        _ resolver: SourceResolver,
        turnSources: [Source]
    ) {
        self.story = story
        self.spans = spans
        self.cues = cues
        self.chunker = chunker
        container = chunker.container
        self.resolver = resolver
        self.turnSources = turnSources
    }

    /// One decision per span.
    mutating func decide() -> [Decision] {
        decisions.reserveCapacity(spans.count)
        var lastInContainer: [Int32: Int] = [:]
        for index in spans.indices {
            let home = story.container(container, spans[index].outer.lowerBound)
            let previous = lastInContainer[home] ?? -1
            var decision = decide(index, home: home, previous: previous)
            if let words = decision.source?.words, words.count == 1,
                story.tokens.hashes[words.lowerBound] == WordHash("you")
            {
                decision.source = nil  // whoever is spoken to, which the words alone do not tell
            } else if decision.source?.isFirstPerson == true, let speaker = speaker(of: home) {
                let words = decision.source?.words ?? speaker.words
                decision.source = speaker
                decision.source?.words = words
            } else if let source = decision.source, source.isPronoun, source.key == speaker(of: home)?.key {
                decision.source = resolver.bare(source.words)  // nobody calls themselves "he"
            }
            decisions.append(decision)
            if !decision.isScare { lastInContainer[home] = index }
        }
        return decisions
    }

    /// Who speaks in the span or turn that holds something.
    func speaker(of home: Int32) -> Source? {
        if home < 0 { return nil }
        let index = Int(home)
        if index < spans.count { return index < decisions.count ? decisions[index].source : nil }
        return index - spans.count < turnSources.count ? turnSources[index - spans.count] : nil
    }

    private func decide(_ index: Int, home: Int32, previous: Int) -> Decision {
        let span = spans[index]
        let shape = SpanShape(story, span)
        var candidates = leftCandidates(span, home, shape) + rightCandidates(span, home, shape)
        let hasAdjacent = candidates.contains { $0.isAdjacent }
        if !hasAdjacent {
            candidates += carried(index, home: home, previous: previous, shape)
            candidates += sentenceSubject(span, home, shape)
            candidates += lastReport(span, home, shape)
        }
        let nobody = 1.6 + shape.scare
        var best = Candidate(source: nil, cue: -1, score: nobody)
        var second: Float = -5
        for candidate in candidates {
            if candidate.score > best.score {
                second = max(second, best.score)
                best = candidate
            } else if candidate.source?.key != best.source?.key || best.source == nil {
                second = max(second, candidate.score)
            }
        }
        var decision = Decision(source: best.source, cue: best.cue, score: best.score, margin: best.score - second)
        decision.isAdjacent = best.isAdjacent
        decision.isCarried = best.isCarried
        if best.source == nil, best.cue < 0 {
            decision.isScare =
                !(shape.isSentence
                && (shape.wordCount > 5 || shape.followsPause && shape.ending != .none
                    || shape.ending != .none && startsParagraph(span.outer.lowerBound)))
            decision.kind = decision.isScare ? .scare : .direct
            return decision
        }
        decision.kind = shape.isDirect(afterCue: best.cue >= 0 ? cues[best.cue] : nil) ? .direct : .mixed
        decision.continues = continued(index, previous: previous, best)
        if decision.continues >= 0 { decision.kind = decisions[decision.continues].kind }
        return decision
    }

    private func startsParagraph(_ token: Int) -> Bool {
        token == story.paragraphs[Int(story.paragraphOfToken[token])].lowerBound
    }

    // MARK: Cues beside the span

    private func firstCue(from token: Int) -> Int {
        var low = 0
        var high = cues.count
        while low < high {
            let middle = (low + high) / 2
            if cues[middle].words.lowerBound < token { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The first token of the sentence that leads up to a span, within reach.
    private func sentenceStart(before token: Int, _ home: Int32) -> Int {
        if token == 0 { return 0 }
        if opensSentence(token) { return token }
        var index = token - 1
        let paragraph = story.paragraphOfToken[token]
        while index > 0, token - index < Self.reach {
            if story.paragraphOfToken[index] != paragraph { return index + 1 }
            if container[index] == home, story.tokens.flags[index].contains(.startsSentence) { return index }
            index -= 1
        }
        return story.paragraphOfToken[index] == paragraph ? index : index + 1
    }

    /// Whether a span's mark stands where a sentence begins.
    private func opensSentence(_ token: Int) -> Bool {
        guard token > 0, story.paragraphOfToken[token - 1] == story.paragraphOfToken[token] else { return true }
        let before = token - 1
        if story.isStop(before) && container[before] == container[token] { return true }
        return story.tokens.flags[token].contains(.startsSentence) && !story.isComma(before)
            && !story.isMark(before, UInt8(ascii: ":"))
    }

    private func leftCandidates(_ span: MarkedSpan, _ home: Int32, _ shape: SpanShape) -> [Candidate] {
        let open = span.outer.lowerBound
        var start = sentenceStart(before: open, home)
        var penalty: Float = 0
        if start == open {
            // "X said:" at the end of the paragraph before.
            guard open > 0, story.isMark(open - 1, UInt8(ascii: ":")), container[open - 1] == home else { return [] }
            start = sentenceStart(before: open - 1, home)
            penalty = 0.3
        }
        var found: [Candidate] = []
        var index = firstCue(from: open) - 1
        var isNearest = true
        while index >= 0, cues[index].words.lowerBound >= start, found.count < 4 {
            defer { index -= 1 }
            let cue = cues[index]
            guard cue.container == home else { continue }
            let gap = cue.extent.upperBound..<max(open, cue.extent.upperBound)
            var score = 2 * cue.weight - penalty
            var isAdjacent = false
            let last = open - 1
            let endsInPause = story.isComma(last) || story.isMark(last, UInt8(ascii: ":"))
            if gap.count == 0 || (gap.count == 1 && endsInPause) {
                score += 4.5
                isAdjacent = true
            } else if gap.count == 1,
                story.tokens.hashes[last] == WordHash("that") || story.tokens.hashes[last] == WordHash("as")
                    || story.tokens.hashes[last] == WordHash("it") || cue.frames.contains(.describing)
            {
                score += 4
                isAdjacent = true
            } else if endsInPause, gap.count <= 14, cue.frames.contains(.marks), shape.startsCapital {
                score += 3.8
                isAdjacent = !hasSpan(in: gap)
            } else if cue.frames.contains(.describing) {
                score += 3 - 0.06 * Float(gap.count)
            } else if cue.frames.isDisjoint(with: [.clause, .thatClause, .object]) && !cue.isPrepositional {
                score += 1.6 - 0.06 * Float(gap.count)
            } else {
                score += 2.9 - 0.03 * Float(gap.count)
            }
            if cue.frames.contains(.thought) { score -= 0.3 }
            if cue.weight < 0.5, !endsInPause || gap.count > 1 { score -= 2.5 }
            if let next = gap.first,
                story.tokens.hashes[next] == WordHash("to") || story.tokens.hashes[next] == WordHash("for")
            {
                score -= 0.8
            }
            if !isNearest { score -= 0.5 }
            if cue.source == nil { score -= 1.2 }
            if hasClauseBreak(gap) { score -= 1.2 }
            if shape.isNamed { score -= 1 }
            if shape.isTitleCase, !isAdjacent { score -= 1.2 }
            isNearest = false
            found.append(Candidate(source: cue.source, cue: index, score: score, isAdjacent: isAdjacent))
        }
        return found
    }

    private func hasSpan(in gap: Range<Int>) -> Bool {
        gap.contains { container[$0] != container[gap.lowerBound] }
    }

    /// Whether a gap holds a new clause that another subject governs: *said A, but* or a semicolon.
    private func hasClauseBreak(_ gap: Range<Int>) -> Bool {
        for token in gap {
            if story.isMark(token, UInt8(ascii: ";")) { return true }
            if story.tokens.hashes[token] == WordHash("but") || story.tokens.hashes[token] == WordHash("while"),
                token > gap.lowerBound,
                story.isComma(token - 1)
            {
                return true
            }
        }
        return false
    }

    private func rightCandidates(_ span: MarkedSpan, _ home: Int32, _ shape: SpanShape) -> [Candidate] {
        var first = span.outer.upperBound
        guard first < story.tokens.count, story.paragraphOfToken[first] == story.paragraphOfToken[span.outer.lowerBound]
        else { return [] }
        let hasComma = story.isComma(first) || story.isDash(first)
        if hasComma { first += 1 }
        var end = first
        let paragraph = story.paragraphOfToken[span.outer.lowerBound]
        while end < story.tokens.count, end - first < 45, story.paragraphOfToken[end] == paragraph,
            container[end] == home
        {
            if end > first, story.tokens.flags[end].contains(.startsSentence) { break }
            if end == first, shape.ending == .none, !hasComma, story.tokens.flags[end].contains(.startsSentence) {
                break
            }
            if story.isMark(end, UInt8(ascii: ";")) { break }
            end += 1
        }
        var found: [Candidate] = []
        var index = firstCue(from: first)
        while index < cues.count, cues[index].words.lowerBound < end, found.count < 3 {
            defer { index += 1 }
            let cue = cues[index]
            guard cue.container == home else { continue }
            // A cue whose content is the next quotation may still be this one's.
            guard cue.frames.contains(.marks) else { continue }
            let distance = cue.extent.lowerBound - first
            guard distance >= 0 else { continue }
            var score = 2 * cue.weight
            var isAdjacent = false
            if distance == 0 {
                switch shape.ending {
                case .comma, .question, .dash: score += 4.9
                case .none: score += hasComma ? 4.9 : 3.2
                case .stop:
                    let isPronoun = story.tokens.flags[first].contains(.capitalized) == false
                    score += hasComma ? 4.9 : isPronoun ? 4.2 : -1.5
                }
                isAdjacent = score - 2 * cue.weight > 3
            } else {
                let isParenthetical = cue.extent.lowerBound > 0 && story.isComma(cue.extent.lowerBound - 1)
                score += (isParenthetical ? 2.9 : 0.8) - 0.03 * Float(distance)
                if shape.ending == .stop && !hasComma { score -= 3 }
                if shape.ending == .comma || hasComma { score += 0.6 }
            }
            if cue.form == .participle { score -= 1.2 }
            if cue.source == nil { score -= 1.2 }
            if shape.isNamed { score -= 0.6 }
            if shape.isTitleCase, !isAdjacent { score -= 1.2 }
            found.append(Candidate(source: cue.source, cue: index, score: score, isAdjacent: isAdjacent))
        }
        return found
    }

    // MARK: Others

    private func carried(_ index: Int, home: Int32, previous: Int, _ shape: SpanShape) -> [Candidate] {
        guard previous >= 0, let source = decisions[previous].source else { return [] }
        let span = spans[index]
        let before = spans[previous]
        let paragraph = story.paragraphOfToken[span.outer.lowerBound]
        let previousParagraph = story.paragraphOfToken[max(before.outer.lowerBound, before.outer.upperBound - 1)]
        func candidate(_ source: Source, _ score: Float) -> Candidate {
            Candidate(source: source, cue: -1, score: score + (shape.isSentence ? 0.4 : -1), isCarried: true)
        }
        if paragraph == previousParagraph {
            let between = before.outer.upperBound..<max(before.outer.upperBound, span.outer.lowerBound)
            var other: Source?
            for cue in cues[firstCue(from: between.lowerBound)...] {
                guard cue.words.lowerBound < between.upperBound else { break }
                if cue.container == home, let found = cue.source, found.key != source.key { other = found }
            }
            if let other { return [candidate(other, 2.4), candidate(source, 1.6)] }
            let isSameSentence = !opensSentence(span.outer.lowerBound)
            return [candidate(source, between.count < 25 ? 3 : isSameSentence ? 1.5 : 2.5)]
        }
        guard paragraph - previousParagraph <= 2 else { return [] }
        let isOwnParagraph = span.outer.lowerBound == story.paragraphs[Int(paragraph)].lowerBound
        guard isOwnParagraph else { return [candidate(source, shape.isSentence ? 1.6 : 0.4)] }
        if paragraph - previousParagraph == 1,
            before.outer.upperBound >= story.paragraphs[Int(previousParagraph)].upperBound - 8,
            let other = interlocutor(index, previous: previous, source, home)
        {
            return [candidate(other, 2.8), candidate(source, 1.8)]
        }
        return [candidate(source, paragraph - previousParagraph == 1 ? 2.4 : 1.5)]
    }

    /// The other party of a conversation, where one alternates.
    private func interlocutor(_ index: Int, previous: Int, _ source: Source, _ home: Int32) -> Source? {
        var look = previous - 1
        while look >= 0, previous - look < 6 {
            if let other = decisions[look].source, other.key != source.key, spans[look].parent < 0 { return other }
            look -= 1
        }
        guard let end = spans[previous].inner.last, story.byte(end) == UInt8(ascii: "?") else { return nil }
        // A question: whoever else was named last answers.
        let names = resolver.table.names
        let last = resolver.table.index(from: spans[index].outer.lowerBound)
        for place in stride(from: last - 1, through: max(0, last - 20), by: -1) {
            guard spans[index].outer.lowerBound - names[place].tokens.lowerBound < 120 else { break }
            let other = resolver.source(names[place].tokens, Discourse())
            if other.key != source.key { return other }
        }
        return nil
    }

    /// The subject of the sentence that a span stands in or, behind a full stop, of the one before.
    private func sentenceSubject(_ span: MarkedSpan, _ home: Int32, _ shape: SpanShape) -> [Candidate] {
        guard shape.isSentence, home < 0 || Int(home) >= spans.count else { return [] }
        let open = span.outer.lowerBound
        guard open > 0,
            story.paragraphOfToken[open - 1] == story.paragraphOfToken[open]
                || story.isMark(open - 1, UInt8(ascii: ":"))
        else { return [] }
        let isColon = story.isMark(open - 1, UInt8(ascii: ":"))
        let anchor = open - 1
        guard container[anchor] == home, let subject = chunker.clauseSubject(of: anchor) else { return [] }
        let discourse = Discourse(last: decisions.last { $0.source != nil && !$0.isScare }?.source)
        if isColon, let owner = possessor(subject) {
            return [Candidate(source: resolver.source(owner, discourse), cue: -1, score: 4)]
        }
        let source = resolver.source(subject, discourse)
        guard
            !source.entities.isEmpty
                || subject.contains(where: { !story.classes[$0].isDisjoint(with: [.personNoun, .sourceNoun]) })
                || source.isPronoun
        else { return [] }
        return [Candidate(source: source, cue: -1, score: isColon ? 3.6 : 1.9)]
    }

    /// The source of the report that stands before an unattributed statement: *She said it was late. "We left."*
    private func lastReport(_ span: MarkedSpan, _ home: Int32, _ shape: SpanShape) -> [Candidate] {
        let open = span.outer.lowerBound
        guard shape.isSentence, opensSentence(open) else { return [] }
        let start = story.paragraphs[Int(story.paragraphOfToken[open])].lowerBound
        var index = firstCue(from: open) - 1
        var steps = 0
        while index >= 0, cues[index].words.lowerBound >= max(start, open - 80), steps < 6 {
            if cues[index].container == home, let source = cues[index].source, !source.isFirstPerson,
                cues[index].weight > 0.5
            {
                let distance = open - cues[index].words.lowerBound
                return [Candidate(source: source, cue: -1, score: distance < 40 ? 2.9 : 2.2, isCarried: true)]
            }
            index -= 1
            steps += 1
        }
        return []
    }

    /// Whose words a phrase names: *the union* of *the union's verdict*, *his* of *his reply*.
    private func possessor(_ phrase: Range<Int>) -> Range<Int>? {
        let first = phrase.lowerBound
        guard phrase.contains(where: { story.classes[$0].contains(.speechNoun) }) else { return nil }
        if story.classes[first].contains(.possessive) { return first..<first + 1 }
        for token in phrase where story.tokens.flags[token].contains(.clitic) && token > first { return first..<token }
        return nil
    }

    /// The span that a span goes on from: nothing but an attribution between them.
    private func continued(_ index: Int, previous: Int, _ best: Candidate) -> Int {
        guard previous >= 0, index > previous, spans[index].parent == spans[previous].parent,
            let source = decisions[previous].source, source.key == best.source?.key
        else { return -1 }
        let between =
            spans[previous].outer.upperBound..<max(spans[previous].outer.upperBound, spans[index].outer.lowerBound)
        guard between.count > 0, between.count <= 40,
            story.paragraphOfToken[between.lowerBound] == story.paragraphOfToken[between.upperBound - 1],
            story.paragraphOfToken[spans[index].outer.lowerBound] == story.paragraphOfToken[between.lowerBound]
        else { return -1 }
        let used = decisions[previous].cue
        guard used >= 0, between.contains(cues[used].words.lowerBound) else { return -1 }
        // One attribution, no sentence of the writer's: at most one full stop, at its end.
        for token in between.dropLast() where story.isStop(token) && story.tokens.kinds[token] == .punctuation {
            return -1
        }
        let previousShape = SpanShape(story, spans[previous])
        let shape = SpanShape(story, spans[index])
        guard previousShape.isSentence || previousShape.ending != .none || decisions[previous].kind == .direct,
            shape.isSentence || previousShape.ending == .comma || decisions[previous].kind == .direct
        else { return -1 }
        return previous
    }
}
