import English
import Linguistics

/// Builds spans from marks whose parts are known, and mends what is missing.
struct SpanBuilder {
    private struct Open {
        var start: Int32
        var token: Int
        var family: Mark.Family
        var order: Int
        var paragraph: Int
    }

    private let story: Story
    private var stack: [Open] = []
    private var spans: ContiguousArray<MarkedSpan> = []
    private var paragraph = 0
    /// The tokens looked at to mend missing marks, which is work beyond a step for each mark.
    private(set) var steps = 0
    /// Where the last span of the paragraph ended, in tokens; a supplied opening mark stands behind it.
    private var lastEnd = 0
    private var carried: Open?

    init(_ story: Story) { self.story = story }

    /// The family of a quotation that the paragraph before left open, if it did.
    var carriedFamily: Mark.Family? { carried?.family }

    mutating func beginParagraph(_ index: Int) {
        if let open = carried, index > open.paragraph + 4 {
            mend(open, endToken: story.paragraphs[open.paragraph].upperBound)
            carried = nil
        }
        paragraph = index
        lastEnd = story.paragraphs[index].lowerBound
    }

    mutating func open(_ mark: Mark) {
        if let carried, stack.isEmpty, mark.startsParagraph, mark.family == carried.family {
            // Marks opened again at the paragraph's start: the quotation goes on.
            stack.append(carried)
            self.carried = nil
            return
        }
        dropCarried()
        stack.append(
            Open(
                start: mark.range.upper, token: mark.token, family: mark.family, order: spans.count,
                paragraph: paragraph))
    }

    mutating func close(_ mark: Mark) {
        guard let level = stack.lastIndex(where: { $0.family == mark.family }) else { return }
        while stack.count > level + 1 {
            let inner = stack.removeLast()
            // An inner mark that never closed was none, unless it has a statement's length.
            if inner.family != .single { append(inner, end: mark.range.lower, lastToken: mark.token, isRepaired: true) }
        }
        let open = stack.removeLast()
        append(open, end: mark.range.lower, lastToken: tokenAfter(mark), isRepaired: false)
    }

    /// A closing mark without an opening one.
    mutating func strayClose(_ mark: Mark) {
        if let open = carried, open.family == mark.family {
            carried = nil
            append(open, end: mark.range.lower, lastToken: tokenAfter(mark), isRepaired: false)
            return
        }
        guard mark.family != .single else { return }
        var token = mark.token
        let lower = max(lastEnd, story.paragraphs[paragraph].lowerBound)
        while token > lower, !story.tokens.flags[token].contains(.startsSentence) { token -= 1 }
        steps += mark.token - token
        if lower == story.paragraphs[paragraph].lowerBound, mark.token - lower < 80, !hasCue(lower..<mark.token) {
            token = lower
        }
        guard token < mark.token else { return }
        let open = Open(
            start: story.tokens.starts[token], token: token, family: mark.family, order: spans.count,
            paragraph: paragraph)
        append(open, end: mark.range.lower, lastToken: tokenAfter(mark), isRepaired: true)
    }

    /// A second opening mark while the first is open: the first ends with its sentence or before its attribution.
    mutating func abandon(_ family: Mark.Family, before mark: Mark) {
        guard let level = stack.lastIndex(where: { $0.family == family }) else { return }
        let open = stack[level]
        stack.removeSubrange(level...)
        mend(open, endToken: mark.token)
    }

    mutating func endParagraph(nextOpens: Mark.Family?, stray: Mark.Family?) {
        if let open = carried, stack.isEmpty, open.paragraph < paragraph, stray != open.family { dropCarried() }
        guard let outer = stack.first else { return }
        stack.removeAll()
        let end = story.paragraphs[paragraph].upperBound
        if outer.family == nextOpens || outer.family == stray, attributionStart(after: outer.token, before: end) == nil
        {
            carried = outer
            carriedEnd = end
        } else {
            mend(outer, endToken: end)
        }
    }

    private var carriedEnd = 0

    mutating func finish() -> ContiguousArray<MarkedSpan> {
        dropCarried()
        return nested()
    }

    private mutating func dropCarried() {
        guard let open = carried else { return }
        carried = nil
        mend(open, endToken: max(carriedEnd, story.paragraphs[open.paragraph].upperBound))
    }

    private func tokenAfter(_ mark: Mark) -> Int {
        var token = mark.token
        while token < story.tokens.count, story.tokens.ends[token] < mark.range.upper { token += 1 }
        return token + 1
    }

    private mutating func append(_ open: Open, end: Int32, lastToken: Int, isRepaired: Bool) {
        guard end > open.start else { return }
        let range = story.text.trimmed(ByteRange(open.start, end))
        guard !range.isEmpty else { return }
        let inner = story.tokens.indices(overlapping: range)
        guard !inner.isEmpty else { return }
        spans.append(
            MarkedSpan(
                range: range, outer: open.token..<max(lastToken, inner.upperBound), inner: inner, family: open.family,
                within: nil, isRepaired: isRepaired))
        lastEnd = max(lastEnd, lastToken)
    }

    /// Ends a quotation whose closing mark is missing.
    private mutating func mend(_ open: Open, endToken: Int) {
        guard open.family != .single || open.paragraph != paragraph || stack.isEmpty else { return }
        var end = endToken
        if let attribution = attributionStart(after: open.token, before: endToken) { end = attribution }
        guard end > open.token + 1, end <= story.tokens.count else { return }
        append(open, end: story.tokens.ends[end - 1], lastToken: end, isRepaired: true)
    }

    private func hasCue(_ run: Range<Int>) -> Bool {
        for token in run where story.classes[token].contains(.cueVerb) { return true }
        return false
    }

    /// The token at which *, she said* begins, if an attribution stands in a run that has no closing mark.
    private mutating func attributionStart(after first: Int, before end: Int) -> Int? {
        var token = first + 2
        let limit = min(end, story.tokens.count)
        defer { steps += max(0, token - first) }
        while token + 1 < limit {
            defer { token += 1 }
            guard
                story.isComma(token) || story.byte(token) == UInt8(ascii: "?") || story.byte(token) == UInt8(ascii: "!")
            else {
                continue
            }
            var word = token + 1
            var length = 0
            while word < limit, length < 6, story.tokens.kinds[word] == .word {
                if let cue = CueLexicon.shared.entry(story.tokens.hashes[word]), cue.weight >= 0.8, cue.form != .base,
                    cue.form != .participle, length == 0 || isNameLike(token + 1)
                {
                    return token + 1
                }
                word += 1
                length += 1
            }
        }
        return nil
    }

    private func isNameLike(_ token: Int) -> Bool {
        story.isCapitalized(token) && !story.classes[token].contains(.firstOrSecondPerson)
            || (story.classes[token].contains(.subjectPronoun) && !story.classes[token].contains(.firstOrSecondPerson)
                && !story.classes[token].contains(.relative))
    }

    /// The spans in order, each with the index of the innermost one around it.
    private func nested() -> ContiguousArray<MarkedSpan> {
        var sorted = spans
        sorted.sort {
            ($0.range.lower, -$0.range.upper, $0.outer.lowerBound) < (
                $1.range.lower, -$1.range.upper, $1.outer.lowerBound
            )
        }
        var open: [Int] = []
        for index in sorted.indices {
            while let last = open.last, sorted[last].range.upper < sorted[index].range.upper { open.removeLast() }
            sorted[index].within = open.last
            open.append(index)
        }
        return sorted
    }
}
