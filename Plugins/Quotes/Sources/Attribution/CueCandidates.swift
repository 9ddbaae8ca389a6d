import Discourse
import English
import Linguistics
import References

/// The subjects of cues before and behind a span.
extension Attribution {
    private static let reach = 60

    /// The first token of the sentence that leads up to a span, within reach.
    private func sentenceStart(before token: Int, _ place: Place) -> Int {
        if token == 0 { return 0 }
        if opensSentence(token) { return token }
        var index = token - 1
        let paragraph = story.paragraphOfToken[token]
        while index > 0, token - index < Self.reach {
            if story.paragraphOfToken[index] != paragraph { return index + 1 }
            if places[index] == place, story.tokens.flags[index].contains(.startsSentence) { return index }
            index -= 1
        }
        return story.paragraphOfToken[index] == paragraph ? index : index + 1
    }

    /// Whether a span's mark stands where a sentence begins.
    func opensSentence(_ token: Int) -> Bool {
        guard token > 0, story.paragraphOfToken[token - 1] == story.paragraphOfToken[token] else { return true }
        let before = token - 1
        if story.isStop(before) && places.areSame(before, token) { return true }
        return story.tokens.flags[token].contains(.startsSentence) && !story.isComma(before)
            && !story.isMark(before, UInt8(ascii: ":"))
    }

    func leftCandidates(_ span: MarkedSpan, _ place: Place, _ shape: SpanShape) -> [SpeakerCandidate] {
        let open = span.outer.lowerBound
        var start = sentenceStart(before: open, place)
        var isInParagraphBefore = false
        if start == open {
            // "X said:" at the end of the paragraph before.
            guard open > 0, story.isMark(open - 1, UInt8(ascii: ":")), places[open - 1] == place else { return [] }
            start = sentenceStart(before: open - 1, place)
            isInParagraphBefore = true
        }
        var found: [SpeakerCandidate] = []
        var index = firstCue(from: open) - 1
        while index >= 0, cues[index].words.lowerBound >= start, found.count < 4 {
            defer { index -= 1 }
            guard cues[index].place == place else { continue }
            var candidate = leftCandidate(index, open, shape)
            if isInParagraphBefore { candidate.features.set(.leftParagraphBefore) }
            if let nearer = found.last {
                if contains(cues[index], nearer) {
                    let isDescribing = nearer.cue.map { cues[$0].frames.contains(.describing) } == true
                    found[found.count - 1].features.set(isDescribing ? .nestedDescribing : .nested)
                    candidate.features.set(.outer)
                }
            }
            found.append(candidate)
        }
        return found
    }

    /// Whether a nearer cue and its subject stand in the clause that a cue reports.
    private func contains(_ cue: CueClause, _ nearer: SpeakerCandidate) -> Bool {
        guard let index = nearer.cue, let source = cues[index].source, !cue.isPrepositional,
            source.words.lowerBound >= cue.words.upperBound, source.words.lowerBound - cue.words.upperBound <= 12
        else { return false }
        // "told me to wait and I said": side by side.
        if story.classes[source.words.lowerBound - 1].contains(.coordinator) { return false }
        return !(cue.words.upperBound..<source.words.lowerBound).contains { story.isComma($0) || isAdverbial($0) }
    }

    private func leftCandidate(_ index: Int, _ open: Int, _ shape: SpanShape) -> SpeakerCandidate {
        let cue = cues[index]
        var candidate = SpeakerCandidate(cue.source, cue: index)
        candidate.features[.cueWeight] = cue.weight
        let gap = cue.extent.upperBound..<max(open, cue.extent.upperBound)
        let last = open - 1
        let endsInPause = story.isComma(last) || story.isMark(last, UInt8(ascii: ":"))
        candidate.features[.leftGap] = Float(gap.count) / 10
        if gap.count == 0 || (gap.count == 1 && endsInPause) {
            candidate.features.set(.leftTouching)
            if gap.count == 1, cue.frames.contains(.marks), cue.weight >= 0.8 { candidate.features.set(.leftPause) }
            candidate.isAdjacent = true
        } else if gap.count == 1
            && (Self.introducers.contains(story.tokens.hashes[last]) || cue.frames.contains(.describing))
            || introducesInTime(gap)
        {
            candidate.features.set(.leftThat)
            candidate.isAdjacent = true
        } else if endsInPause, gap.count <= 14, cue.frames.contains(.marks), shape.startsCapital {
            candidate.features.set(.leftClauseThenPause)
            candidate.isAdjacent = !hasSpan(in: gap)
        } else if cue.frames.contains(.describing) {
            candidate.features.set(.leftDescribing)
        } else if cue.frames.isDisjoint(with: [.clause, .thatClause, .object]) && !cue.isPrepositional {
            candidate.features.set(.leftWithoutClause)
        } else {
            candidate.features.set(.leftClause)
        }
        if cue.frames.contains(.thought) { candidate.features.set(.thought) }
        if cue.form == .participle { candidate.features.set(.participle) }
        if cue.weight < 0.5, !endsInPause || gap.count > 1 { candidate.features.set(.weakCueApart) }
        if let next = gap.first,
            story.tokens.hashes[next] == WordHash("to") || story.tokens.hashes[next] == WordHash("for")
        {
            candidate.features.set(.addressee)
        }
        if hasClauseBreak(gap) { candidate.features.set(.clauseBreak) }
        addShape(shape, to: &candidate)
        return candidate
    }

    /// Whether nothing but when it was said stands before *that*: *posted ‹an hour later that› “…”*.
    private func introducesInTime(_ gap: Range<Int>) -> Bool {
        guard gap.count <= 6, let last = gap.last, story.tokens.hashes[last] == WordHash("that") else { return false }
        return gap.dropLast().contains { story.classes[$0].contains(.time) }
            && gap.dropLast().allSatisfy {
                !story.classes[$0].isDisjoint(with: [.time, .adverb, .determiner, .numeral, .preposition])
                    || story.tokens.hashes[$0] == WordHash("last") || story.tokens.hashes[$0] == WordHash("later")
            }
    }

    private static let introducers: Set = [WordHash("that"), WordHash("as"), WordHash("it")]

    private func addShape(_ shape: SpanShape, to candidate: inout SpeakerCandidate) {
        if candidate.source == nil { candidate.features.set(.noSubject) }
        if let cue = candidate.cue, usedCues.contains(cue) { candidate.features.set(.cueUsed) }
        if shape.isNamed { candidate.features.set(.namedSpan) }
        if shape.isTitleCase, !candidate.isAdjacent { candidate.features.set(.titleCaseApart) }
    }

    private func hasSpan(in gap: Range<Int>) -> Bool {
        gap.contains { !places.areSame($0, gap.lowerBound) }
    }

    /// Whether a gap holds a new clause that another subject governs: *said A, but* or a semicolon.
    private func hasClauseBreak(_ gap: Range<Int>) -> Bool {
        gap.contains { token in
            story.isMark(token, UInt8(ascii: ";")) || isAdverbial(token)
                || token > gap.lowerBound && story.isComma(token - 1)
                    && (story.tokens.hashes[token] == WordHash("but")
                        || story.tokens.hashes[token] == WordHash("while"))
        }
    }

    /// Whether an adverbial clause begins at a token: *called her “tireless” ‹after› she scolded the press*.
    private func isAdverbial(_ token: Int) -> Bool {
        let hash = story.tokens.hashes[token]
        return (hash == WordHash("after") || hash == WordHash("before")) && story.exists(token + 1)
            && story.classes[token + 1].contains(.subjectPronoun)
            && story.classes[token + 1].isDisjoint(with: [.determiner, .objectPronoun])
    }

    func rightCandidates(_ span: MarkedSpan, _ place: Place, _ shape: SpanShape) -> [SpeakerCandidate] {
        var first = span.outer.upperBound
        guard first < story.tokens.count else { return [] }
        // A line that goes on in small letters belongs to the words before it.
        let isWrapped = story.isWord(first) && !story.isCapitalized(first)
        let paragraph = story.paragraphOfToken[first]
        guard paragraph == story.paragraphOfToken[span.outer.lowerBound] || isWrapped else { return [] }
        let hasPause = story.isComma(first) || story.isDash(first)
        let isBehindDash = story.isDash(first)
        if hasPause { first += 1 }
        let end = clauseEnd(from: first, paragraph, place, isOpen: hasPause || shape.ending != .none)
        var found: [SpeakerCandidate] = []
        var index = firstCue(from: first)
        while index < cues.count, cues[index].words.lowerBound < end, found.count < 3 {
            defer { index += 1 }
            let cue = cues[index]
            // A cue whose content is the next quotation may still be this one's.
            guard cue.place == place, cue.frames.contains(.marks), cue.extent.lowerBound >= first else { continue }
            guard !cue.isNominal || cue.extent.lowerBound == first else { continue }
            // “… three kinds of snow” — the guests nodded — “and …”: what is done between dashes is an aside.
            guard !isBehindDash || cue.weight >= Self.leastBehindDash else { continue }
            found.append(rightCandidate(index, first, shape, hasPause: hasPause))
        }
        if found.isEmpty, hasPause || shape.ending == .comma || shape.ending == .none,
            let past = pastMarks(first, end, place, shape)
        {
            found.append(past)
        }
        return found
    }

    private static let leastBehindDash: Float = 0.5

    /// The attribution that ends a sentence behind further marked words: *stayed “firm,” with “patchy” hiring, according to the
    /// almanac*.
    private func pastMarks(_ first: Int, _ end: Int, _ place: Place, _ shape: SpanShape) -> SpeakerCandidate? {
        guard end < story.tokens.count, places[end] != place, end - first < Self.reach else { return nil }
        let paragraph = story.paragraphOfToken[first]
        var index = firstCue(from: end)
        while index < cues.count, cues[index].words.lowerBound - first < Self.reach {
            let cue = cues[index]
            defer { index += 1 }
            let start = cue.extent.lowerBound
            guard story.paragraphOfToken[start] == paragraph else { return nil }
            guard cue.place == place, start > end else { continue }
            let isBroken = (first..<start).contains { token in
                story.tokens.flags[token].contains(.startsSentence) && token > first && places[token] == place
            }
            guard !isBroken else { return nil }
            guard cue.frames.contains(.marks), cue.weight >= 0.8, !cue.isNominal,
                story.isComma(start - 1)
                    || story.isQuoteMark(start - 1) && story.isComma(start - 2)
            else { continue }
            var candidate = SpeakerCandidate(cue.source, cue: index)
            candidate.features[.cueWeight] = cue.weight
            candidate.features.set(.rightParenthetical)
            candidate.features.set(.rightPastMarks)
            addShape(shape, to: &candidate)
            return candidate
        }
        return nil
    }

    /// Where the clause behind a span ends.
    private func clauseEnd(from first: Int, _ paragraph: Int32, _ place: Place, isOpen: Bool) -> Int {
        var end = first
        while end < story.tokens.count, end - first < 45, story.paragraphOfToken[end] == paragraph,
            places[end] == place, !story.isMark(end, UInt8(ascii: ";"))
        {
            if story.tokens.flags[end].contains(.startsSentence), end > first || !isOpen { break }
            end += 1
        }
        return end
    }

    /// Whether nothing but a description of a cue's subject stands before it: *“…,” the judge, Ann Lee, said*.
    private func isApposed(_ first: Int, _ cue: CueClause) -> Bool {
        let comma = cue.extent.lowerBound - 1
        guard comma > first, comma - first <= 12, story.isComma(comma), cue.words.lowerBound > comma,
            !story.classes[first].isDisjoint(with: [.determiner, .possessive])
        else { return false }
        return chunker.phrase(startingAt: first, before: comma)?.upperBound == comma
    }

    private func rightCandidate(_ index: Int, _ first: Int, _ shape: SpanShape, hasPause: Bool) -> SpeakerCandidate {
        let cue = cues[index]
        var candidate = SpeakerCandidate(cue.source, cue: index)
        candidate.features[.cueWeight] = cue.weight
        let isPut = cue.extent.lowerBound == first + 1 && story.tokens.hashes[first] == WordHash("as")
        let distance = isApposed(first, cue) || isPut ? 0 : cue.extent.lowerBound - first
        if distance == 0 {
            switch shape.ending {
            case _ where hasPause:
                candidate.features.set(story.isComma(first - 1) ? .rightBehindPause : .rightBehindDash)
            case .comma, .question, .dash: candidate.features.set(.rightBehindPause)
            case .none: candidate.features.set(.rightTouching)
            case .stop:
                candidate.features.set(story.isCapitalized(first) ? .rightBehindStopCapital : .rightBehindStop)
            }
            candidate.isAdjacent = candidate.features[.rightBehindStopCapital] == 0
        } else {
            let isParenthetical = story.isComma(cue.extent.lowerBound - 1)
            candidate.features.set(isParenthetical ? .rightParenthetical : .rightApart)
            candidate.features[.rightGap] = Float(distance) / 10
            if shape.ending == .stop, !hasPause { candidate.features.set(.rightAcrossStop) }
        }
        if cue.form == .participle { candidate.features.set(.participle) }
        addShape(shape, to: &candidate)
        return candidate
    }
}
