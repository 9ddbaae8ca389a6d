import AnalyzerKit
import Discourse
import English
import Linguistics
import References

/// Those who may have said a span's words though no cue beside it says so.
extension Attribution {
    /// Whoever spoke before, or the other party where a conversation alternates.
    func carried(_ index: Int, _ place: Place, previous: Int?, _ shape: SpanShape) -> [SpeakerCandidate] {
        guard let previous, let source = decisions[previous].source else { return [] }
        let span = spans[index]
        let before = spans[previous]
        let paragraph = story.paragraphOfToken[span.outer.lowerBound]
        let last = max(before.outer.lowerBound, before.outer.upperBound - 1)
        let previousParagraph = story.paragraphOfToken[last]
        func candidate(_ source: Source, _ feature: RankerFeature) -> SpeakerCandidate {
            var candidate = SpeakerCandidate(source)
            candidate.isCarried = true
            candidate.features.set(feature)
            candidate.features.set(shape.isSentence ? .carriedSentence : .carriedFragment)
            return candidate
        }
        let between = before.outer.upperBound..<max(before.outer.upperBound, span.outer.lowerBound)
        if paragraph == previousParagraph {
            if let other = lastSource(in: between, place, besides: source) {
                return [candidate(other, .otherReported), candidate(source, .overruled)]
            }
            let isSameSentence = !opensSentence(span.outer.lowerBound)
            return [
                candidate(
                    source,
                    between.count < 25 ? .carriedClose : isSameSentence ? .carriedSameSentence : .carriedSameParagraph)
            ]
        }
        guard paragraph - previousParagraph <= 2 else { return [] }
        if paragraph > previousParagraph + 1, let other = lastSource(in: between, place, besides: source) {
            return [candidate(other, .otherReported), candidate(source, .overruled)]
        }
        guard span.outer.lowerBound == story.paragraphs[Int(paragraph)].lowerBound else {
            return [candidate(source, .carriedMidParagraph)]
        }
        if paragraph - previousParagraph == 1, endsParagraph(previous, Int(previousParagraph)),
            let other = interlocutor(index, previous: previous, source)
        {
            return [candidate(other, .alternates), candidate(source, .alternationBroken)]
        }
        return [
            candidate(source, paragraph - previousParagraph == 1 ? .carriedNextParagraph : .carriedSecondParagraph)
        ]
    }

    /// Whether nothing but an attribution stands between a span and the end of its paragraph.
    private func endsParagraph(_ index: Int, _ paragraph: Int) -> Bool {
        let end = story.paragraphs[paragraph].upperBound
        let rest = spans[index].outer.upperBound..<max(end, spans[index].outer.upperBound)
        if rest.count <= Self.shortEnd { return true }
        guard rest.count <= Self.longestEnd, let cue = decisions[index].cue else { return false }
        return rest.contains(cues[cue].words.lowerBound) && !rest.dropLast().contains { story.isStop($0) }
    }

    private static let shortEnd = 8
    private static let longestEnd = 20

    /// The source of the last report in a run, unless it is one given.
    private func lastSource(in run: Range<Int>, _ place: Place, besides source: Source) -> Source? {
        var other: Source?
        var first: Int?
        for cue in cues[firstCue(from: run.lowerBound)...] {
            guard cue.words.lowerBound < run.upperBound else { break }
            guard cue.place == place, let found = cue.source else { continue }
            if found.id == source.id {
                first = first ?? cue.words.upperBound
            } else if first.map({ isAside($0..<max($0, cue.words.lowerBound)) }) != true {
                other = found
            }
        }
        return other
    }

    /// Whether what follows an attribution is told in passing: *said at supper, ‹where Carla Dean also spoke›*.
    private func isAside(_ run: Range<Int>) -> Bool {
        !run.contains { story.isStop($0) }
            && run.contains {
                !story.classes[$0].isDisjoint(with: [.subordinator, .relative]) && story.isComma($0 - 1)
            }
    }

    /// The other party of a conversation.
    private func interlocutor(_ index: Int, previous: Int, _ source: Source) -> Source? {
        var look = previous - 1
        while look >= 0, previous - look < 6 {
            if let other = decisions[look].source, other.id != source.id, spans[look].within == nil { return other }
            look -= 1
        }
        guard let end = spans[previous].inner.last, story.byte(end) == UInt8(ascii: "?") else { return nil }
        // A question: whoever else was named last answers.
        let names = resolver.table.names
        let last = resolver.table.index(from: spans[index].outer.lowerBound)
        for place in stride(from: last - 1, through: max(0, last - 20), by: -1) {
            guard spans[index].outer.lowerBound - names[place].tokens.lowerBound < 120 else { break }
            let other = resolver.source(names[place].tokens, names[place])
            if other.id != source.id { return other }
        }
        return nil
    }

    /// The subject of the sentence that a span stands in or, behind a full stop, of the one before.
    func sentenceSubject(_ span: MarkedSpan, _ place: Place, _ shape: SpanShape) -> [SpeakerCandidate] {
        let open = span.outer.lowerBound
        guard open > 0, isOutsideMarks(place), places[open - 1] == place else { return [] }
        let isColon = story.isMark(open - 1, UInt8(ascii: ":"))
        guard shape.isSentence || isColon,
            story.paragraphOfToken[open - 1] == story.paragraphOfToken[open] || isColon
        else { return [] }
        let memory = Memory(last: lastSource)
        let anchor = open - 1
        if isColon, let owner = owner(before: anchor) ?? chunker.clauseSubject(of: anchor).flatMap(possessor) {
            var candidate = SpeakerCandidate(resolver.source(owner, memory))
            candidate.features.set(.colonOwner)
            return [candidate]
        }
        guard let subject = subject(before: anchor, isColon: isColon) else { return [] }
        let source = resolver.source(subject, memory)
        guard
            !source.entities.isEmpty || source.isPronoun || source.kind != .description
                || subject.contains(where: { !story.classes[$0].isDisjoint(with: [.personNoun, .sourceNoun]) })
        else { return [] }
        // "It is easy to shout ‘Spend more’": nobody.
        guard isColon || !source.isPronoun || source.kind != .description else { return [] }
        var candidate = SpeakerCandidate(source)
        candidate.features.set(isColon ? .colonSubject : .sentenceSubject)
        return [candidate]
    }

    private func isOutsideMarks(_ place: Place) -> Bool {
        if case .span = place { false } else { true }
    }

    private func subject(before anchor: Int, isColon: Bool) -> Range<Int>? {
        if isColon, let front = SubjectSearch(story: story, chunker: chunker).frontSubject(of: anchor, isVerb: false) {
            return front
        }
        return chunker.clauseSubject(of: anchor)
    }

    /// The subject of the sentence that follows a span which opens its paragraph: *“Boat moved itself.” Old Marram did not look up.*
    func followingSubject(_ span: MarkedSpan, _ place: Place, _ shape: SpanShape) -> [SpeakerCandidate] {
        let first = span.outer.upperBound
        let paragraph = story.paragraphOfToken[span.outer.lowerBound]
        guard shape.isSentence, shape.ending == .stop || shape.ending == .question, first < story.tokens.count,
            story.paragraphOfToken[first] == paragraph, places[first] == place,
            span.outer.lowerBound == story.paragraphs[Int(paragraph)].lowerBound,
            let subject = chunker.phrase(startingAt: first, before: min(story.tokens.count, first + 12))
        else { return [] }
        let source = resolver.source(
            subject, Memory(last: lastSource))
        guard source.isNamed || source.kind == .describedPerson else { return [] }
        var candidate = SpeakerCandidate(source)
        candidate.features.set(.followingSubject)
        return [candidate]
    }

    /// The subject of the sentence that ends the paragraph before a statement in a paragraph of its own.
    func paragraphSubject(_ span: MarkedSpan, _ place: Place, _ shape: SpanShape) -> [SpeakerCandidate] {
        let open = span.outer.lowerBound
        let paragraph = Int(story.paragraphOfToken[open])
        guard shape.isSentence, place == .text, paragraph > 0, open == story.paragraphs[paragraph].lowerBound,
            places[open - 1] == place, let subject = chunker.clauseSubject(of: open - 1)
        else { return [] }
        let source = resolver.source(
            subject, Memory(last: lastSource))
        guard source.kind == .person || source.kind == .describedPerson else { return [] }
        var candidate = SpeakerCandidate(source)
        candidate.features.set(.paragraphSubject)
        return [candidate]
    }

    /// The name behind a colon or a dash: *‘I sold the farm’: Rafe Dunmore on the deal*, *“Amen.” — Ann Lee*.
    func labelBehind(_ span: MarkedSpan) -> [SpeakerCandidate] {
        let mark = span.outer.upperBound
        guard mark + 1 < story.tokens.count,
            story.paragraphOfToken[mark] == story.paragraphOfToken[span.outer.lowerBound]
        else { return [] }
        guard story.isMark(mark, UInt8(ascii: ":")) || story.isDash(mark) else { return signedLine(span) }
        let names = resolver.table.names
        let index = resolver.table.index(from: mark + 1)
        let isNamed = index < names.count && names[index].tokens.lowerBound == mark + 1
        guard let source = isNamed ? resolver.source(names[index].tokens, names[index]) : signature(behind: mark) else {
            return []
        }
        var candidate = SpeakerCandidate(source)
        candidate.features.set(.labelBehind)
        return [candidate]
    }

    /// Whoever a list of statements is introduced as said by: the person named in the sentence that its colon ends.
    func listIntroduction(_ span: MarkedSpan) -> [SpeakerCandidate] {
        let open = span.outer.lowerBound
        var paragraph = Int(story.paragraphOfToken[open])
        var line = story.paragraphs[paragraph].lowerBound
        var steps = 0
        // Over the items before this one, each of which a bullet or a number opens.
        var token = open - 1
        guard token >= 0, Self.isBullet(story, token), story.tokens.flags[token].contains(.startsLine) || token == line
        else { return [] }
        while token > 0, steps < 400 {
            if story.isMark(token, UInt8(ascii: ":")),
                token + 1 == story.tokens.count || Self.isBullet(story, token + 1)
            {
                break
            }
            token -= 1
            steps += 1
        }
        guard story.isMark(token, UInt8(ascii: ":")) else { return [] }
        paragraph = Int(story.paragraphOfToken[token])
        line = story.paragraphs[paragraph].lowerBound
        let sentence = story.structure.sentences[Int(story.structure.sentenceOfToken[token])]
        let first = max(line, sentence.lowerBound)
        var source: Source?
        for cue in cues[firstCue(from: first)...] {
            guard cue.words.lowerBound < token else { break }
            if cue.weight >= 0.5, let found = cue.source, found.isNamed || found.kind != .description { source = found }
        }
        if source == nil {
            let names = resolver.table.names
            let index = resolver.table.index(from: first)
            if index < names.count, names[index].tokens.upperBound <= token {
                source = resolver.source(names[index].tokens, names[index])
            } else if let subject = chunker.clauseSubject(of: token) {
                source = resolver.source(possessor(subject) ?? subject, Memory())
            }
        }
        guard let source else { return [] }
        var candidate = SpeakerCandidate(source)
        candidate.features.set(.listIntroduction)
        return [candidate]
    }

    private static func isBullet(_ story: Story, _ token: Int) -> Bool {
        guard story.tokens.flags[token].contains(.startsLine) || story.tokens.flags[token].contains(.startsSentence)
        else {
            return false
        }
        if story.tokens.kinds[token] == .number { return true }
        return story.isMark(token, UInt8(ascii: "-")) || story.isMark(token, UInt8(ascii: "*"))
            || story.tokens.kinds[token] != .word && (story.scalar(token) == 0x2022 || story.isDash(token))
    }

    /// The source of the report that stands before an unattributed statement: *She said it was late. "We left."*
    func lastReport(_ span: MarkedSpan, _ place: Place, _ shape: SpanShape) -> [SpeakerCandidate] {
        let open = span.outer.lowerBound
        guard shape.isSentence, opensSentence(open) else { return [] }
        let start = story.paragraphs[Int(story.paragraphOfToken[open])].lowerBound
        var index = firstCue(from: open) - 1
        var steps = 0
        while index >= 0, cues[index].words.lowerBound >= max(start, open - 80), steps < 6 {
            if cues[index].place == place, let source = cues[index].source, !source.isFirstPerson,
                cues[index].weight > 0.5
            {
                var candidate = SpeakerCandidate(source)
                candidate.isCarried = true
                candidate.features.set(.lastReport)
                return [candidate]
            }
            index -= 1
            steps += 1
        }
        return []
    }

    /// Whose words stand right before a colon: *in her view:*, *the union's verdict:*.
    private func owner(before colon: Int) -> Range<Int>? {
        let noun = colon - 1
        guard noun > 0, story.classes[noun].contains(.speechNoun) else { return nil }
        if story.classes[noun - 1].contains(.possessive) { return noun - 1..<noun }
        guard story.tokens.flags[noun - 1].contains(.clitic), noun > 1 else { return nil }
        return chunker.phrase(endingAt: noun - 2)
    }

    /// Whose words a phrase names: *the union* of *the union's verdict*, *his* of *his reply*.
    private func possessor(_ phrase: Range<Int>) -> Range<Int>? {
        let first = phrase.lowerBound
        guard phrase.contains(where: { story.classes[$0].contains(.speechNoun) }) else { return nil }
        if story.classes[first].contains(.possessive) { return first..<first + 1 }
        for token in phrase where story.tokens.flags[token].contains(.clitic) && token > first { return first..<token }
        return nil
    }
}
