import Discourse
import English
import Linguistics
import References

/// Those whom the lay-out gives a span to: a name with a colon before a headline, a name on a line of its own.
extension Attribution {
    private static let longestLabel = 8
    private static let longestLine = 60

    /// The name with which a headline or a line begins, with a colon behind it: *Corrigan: Dockers must ‘stop weeping’*.
    func labelBefore(_ span: MarkedSpan, _ place: Place) -> [SpeakerCandidate] {
        let first = story.paragraphs[Int(story.paragraphOfToken[span.outer.lowerBound])].lowerBound
        guard first < span.outer.lowerBound, places[first] == place, let name = name(at: first, place) else {
            return []
        }
        var colon = name.tokens.upperBound
        // "Tess Orchard, angler:"
        while colon < span.outer.lowerBound, colon - first < Self.longestLabel, !story.isMark(colon, UInt8(ascii: ":")),
            story.isWord(colon) && !story.classes[colon].contains(.cueVerb) || story.isComma(colon)
        { colon += 1 }
        guard colon < span.outer.lowerBound, story.isMark(colon, UInt8(ascii: ":")),
            colon == name.tokens.upperBound || story.isComma(name.tokens.upperBound)
        else { return [] }
        var candidate = SpeakerCandidate(name.source)
        candidate.features.set(.labelBefore)
        return [candidate]
    }

    /// The name on the line above or below marked words that have a line for themselves; which of both it is, the first such
    /// words of the document tell.
    func lineBeside(_ span: MarkedSpan, _ place: Place) -> [SpeakerCandidate] {
        guard place == .text, isLine(span.outer) else { return [] }
        let below = nameLine(from: span.outer.upperBound)
        let isSigned = below != nil && story.isDash(span.outer.upperBound)
        let above = isSigned ? nil : nameLine(endingAt: span.outer.lowerBound - 1)
        guard above != nil || below != nil else { return [] }
        var found: [SpeakerCandidate] = []
        if let above, below == nil || namesStandAbove {
            var candidate = SpeakerCandidate(above)
            candidate.features.set(.nameLineAbove)
            found.append(candidate)
        } else if let below, above == nil || !namesStandAbove {
            var candidate = SpeakerCandidate(below)
            candidate.features.set(.nameLineBelow)
            found.append(candidate)
        }
        return found
    }

    /// The name behind marked words that begin a line, where it is the rest of the line: *“We need it.” Jonas Feld, teacher*.
    func signedLine(_ span: MarkedSpan) -> [SpeakerCandidate] {
        let name = span.outer.upperBound
        guard startsLine(span.outer.lowerBound) || isItem(span.outer.lowerBound), !startsLine(name),
            let last = span.inner.last, story.isStop(last), let source = nameLine(from: name)
        else { return [] }
        var candidate = SpeakerCandidate(source)
        candidate.features.set(.labelBehind)
        return [candidate]
    }

    /// Whether nothing but a bullet stands between a line's start and a token.
    private func isItem(_ token: Int) -> Bool {
        token > 0 && startsLine(token - 1) && !story.isWord(token - 1) && !story.isQuoteMark(token - 1)
    }

    /// Whether the first marked words with a line for themselves have a name above rather than below.
    private var namesStandAbove: Bool {
        for span in spans.prefix(Self.longestLine) where span.within == nil && isLine(span.outer) {
            if nameLine(endingAt: span.outer.lowerBound - 1) != nil { return true }
            if nameLine(from: span.outer.upperBound) != nil { return false }
        }
        return true
    }

    /// Whether some tokens are a whole line.
    private func isLine(_ run: Range<Int>) -> Bool {
        startsLine(run.lowerBound) && (run.upperBound == story.tokens.count || startsLine(run.upperBound))
    }

    private func startsLine(_ token: Int) -> Bool {
        token == 0 || story.tokens.flags[token].contains(.startsLine)
            || story.paragraphOfToken[token] != story.paragraphOfToken[token - 1]
    }

    private func nameLine(endingAt last: Int) -> Source? {
        guard last >= 0 else { return nil }
        var first = last
        while first > 0, last - first < Self.longestLabel, !startsLine(first) { first -= 1 }
        // A dash signs what stands before it.
        return startsLine(first) && !story.isDash(first) ? nameLine(first..<last + 1) : nil
    }

    private func nameLine(from first: Int) -> Source? {
        guard first < story.tokens.count else { return nil }
        var end = first + 1
        while end < story.tokens.count, end - first <= Self.longestLabel, !startsLine(end) { end += 1 }
        return end == story.tokens.count || startsLine(end) ? nameLine(first..<end) : nil
    }

    /// Whose name a line is, with no more than an age or what he does behind a comma: *MARTA QUILL, 34*.
    private func nameLine(_ line: Range<Int>) -> Source? {
        guard line.count <= Self.longestLabel, !story.isStop(line.upperBound - 1),
            !story.isMark(line.upperBound - 1, UInt8(ascii: ":"))
        else { return nil }
        guard let name = name(at: line.lowerBound, .text), name.tokens.upperBound <= line.upperBound else {
            return story.isDash(line.lowerBound) ? signature(line.lowerBound + 1..<line.upperBound) : nil
        }
        let rest = name.tokens.upperBound
        guard rest == line.upperBound || story.isComma(rest) || story.isMark(rest, UInt8(ascii: "(")) else {
            return nil
        }
        let isSaid = (rest..<line.upperBound).contains {
            !story.classes[$0].isDisjoint(with: [.auxiliary, .verb, .cueVerb])
        }
        return isSaid ? nil : name.source
    }

    /// Whoever signs behind a dash, where nothing but the signature is left of the line.
    func signature(behind dash: Int) -> Source? {
        guard story.isDash(dash) else { return nil }
        var end = dash + 1
        while end < story.tokens.count, end - dash <= Self.longestLabel, !startsLine(end) { end += 1 }
        guard end == story.tokens.count || startsLine(end) else { return nil }
        return nameLine(dash..<end)
    }

    /// Whoever signs behind a dash without a name: *— The lads from the depot*, *— @nightbus*.
    private func signature(_ line: Range<Int>) -> Source? {
        let end = line.first { story.isComma($0) || story.isMark($0, UInt8(ascii: "(")) } ?? line.upperBound
        let words = line.lowerBound..<end
        guard !words.isEmpty, words.count < Self.longestLabel,
            words.allSatisfy({
                !story.isStop($0) && story.classes[$0].isDisjoint(with: [.auxiliary, .verb, .subjectPronoun])
            }),
            story.isCapitalized(line.lowerBound) || story.isMark(line.lowerBound, UInt8(ascii: "@"))
                || story.byte(line.lowerBound) == UInt8(ascii: "@")
        else { return nil }
        return resolver.described(words)
    }

    /// The person named at a token, behind titles and a dash.
    private func name(at token: Int, _ place: Place) -> (tokens: Range<Int>, source: Source)? {
        var first = token
        if story.isDash(first) { first += 1 }
        while first < story.tokens.count, first - token < 4, story.classes[first].contains(.honorific) { first += 1 }
        let names = resolver.table.names
        let index = resolver.table.index(from: first)
        guard index < names.count, names[index].tokens.lowerBound == first, places[first] == place else { return nil }
        return (names[index].tokens, resolver.source(names[index].tokens, names[index]))
    }
}
