import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics
import References

/// Reported words before their attribution, on both sides of it, or behind *according to*.
extension IndirectSpeech {
    typealias Parts = (Range<Int>, rest: Range<Int>?)

    /// What *according to* reports.
    func accordingly(_ cue: CueClause, _ sentence: Range<Int>, end: Int) -> Parts? {
        var extent = cue.extent
        if extent.lowerBound > sentence.lowerBound, story.tokens.hashes[extent.lowerBound - 1] == Words.as {
            extent = extent.lowerBound - 1..<extent.upperBound  // "as the coroner put it"
        }
        let start = start(of: sentence)
        if extent.lowerBound <= start {
            guard let comma = firstComma(from: extent.upperBound, before: end) else { return nil }
            let first = pastAppositions(behind: comma, end)
            return first < end ? (first..<end, nil) : nil
        }
        let last = extent.lowerBound
        guard story.isComma(last - 1) || extent.upperBound >= end || story.isComma(extent.upperBound) else {
            return nil
        }
        let content = start..<max(start, story.isComma(last - 1) ? last - 1 : last)
        let rest = rest(behind: cue, content, end: end)
        guard !content.isEmpty, rest != nil || hasPredicate(content) else { return nil }
        return (content, rest)
    }

    /// What stands before *, she said*, and behind it if the clause goes on there; `nil` where no clause ends so.
    func attributed(by cue: CueClause, _ sentence: Range<Int>, end: Int) -> Parts? {
        let comma = cue.extent.lowerBound - 1
        guard comma > sentence.lowerBound, story.isComma(comma), cue.frames.contains(.clause),
            !Self.denying.contains(story.tokens.hashes[cue.words.lowerBound]), closes(cue, end: end)
        else { return nil }
        let start = start(of: sentence)
        // "But, he said, no date has been fixed."
        guard start < comma else {
            return start == comma + 1 ? rest(behind: cue, comma..<comma, end: end).map { ($0, nil) } : nil
        }
        let content = start..<comma
        let rest = rest(behind: cue, content, end: end)
        if content.allSatisfy(isAside) || isConcession(start) { return rest.map { ($0, nil) } }
        return rest != nil || hasPredicate(content) ? (content, rest) : nil
    }

    /// Whether the words reported do not begin behind the cue: its clause ends there, or time and place follow.
    private func closes(_ cue: CueClause, end: Int) -> Bool {
        let next = cue.extent.upperBound
        guard next < end, closingComma(of: cue, end: end) == nil else { return true }
        guard !Self.openers.contains(story.tokens.hashes[next]) else { return false }
        let classes = story.classes[next]
        let isAdverbial =
            !classes.isDisjoint(with: [.time, .adverb])
            || classes.contains(.preposition) && end - next <= 12 && story.tokens.hashes[next] != Words.to
        return isAdverbial && !hasFiniteVerb(next - 1..<end, isStrict: true)
    }

    /// The comma behind an attribution and its adverbials: *she said‹,›*, *she said outside court‹,›*, *he said as he left‹,›*.
    private func closingComma(of cue: CueClause, end: Int) -> Int? {
        let next = cue.extent.upperBound
        guard next < end, !story.isComma(next) else { return next < end ? next : nil }
        let opener = story.classes[next]
        guard !cue.isInverted, !cue.isPrepositional, !Self.openers.contains(story.tokens.hashes[next]),
            !opener.isDisjoint(with: [.adverb, .time, .preposition, .subordinator]) || cue.frames.contains(.object)
                || story.tokens.hashes[next] == Words.last,
            story.tokens.hashes[next] != Words.to
        else { return nil }
        for token in next + 1..<max(next + 1, min(end, next + Self.longestAdverbial)) {
            if story.isComma(token) { return token }
            guard story.isWord(token), story.classes[token].isDisjoint(with: [.relative, .coordinator]),
                !Self.openers.contains(story.tokens.hashes[token]),
                opener.contains(.subordinator) || !isFinite(token, isStrict: true)
            else { return nil }
        }
        return nil
    }

    private static let longestAdverbial = 7

    /// What is said behind an attribution between commas: *The bridge, she said in May, ‹would close›*.
    private func rest(behind cue: CueClause, _ content: Range<Int>, end: Int) -> Range<Int>? {
        guard content.upperBound <= cue.extent.lowerBound, let comma = closingComma(of: cue, end: end),
            story.isComma(content.upperBound), comma + 2 < end
        else { return nil }
        var first = comma + 1
        if cue.isInverted || cue.isPrepositional {
            // "The bridge, said Ann Lee, the engineer, would close": only a predicate that is wanting goes on.
            guard !hasPredicate(content) else { return nil }
            while !isFinite(first, isStrict: false), let next = firstComma(from: first, before: end), next + 1 < end,
                !hasFiniteVerb(first - 1..<next, isStrict: true)
            { first = next + 1 }
            guard hasFiniteVerb(first - 1..<end, isStrict: true) else { return nil }
        }
        guard !story.classes[first].contains(.relative),
            !story.hasSuffix(first, "ing") || !cue.isInverted && hasFiniteVerb(first..<end, isStrict: true),
            let run = limited(first..<end), run.count >= 2
        else { return nil }
        return run
    }

    /// Behind the appositions to a source that a comma opens: *According to Ann Lee, a safety inspector, ‹only one opened›*.
    private func pastAppositions(behind comma: Int, _ end: Int) -> Int {
        var first = comma + 1
        var isDescribed = false
        while first < end, !story.classes[first].contains(.preposition), let next = appositionEnd(first, end) {
            isDescribed = isDescribed || (first..<next).contains { story.classes[$0].contains(.personNoun) }
            let following = next + 1
            if isFinite(following, isStrict: isDescribed) { return comma + 1 }
            let stop = firstComma(from: following, before: end) ?? end
            first = following
            if hasFiniteVerb(following..<stop, isStrict: false) { return first }
        }
        // "a political scientist, polls put him ahead": a verb that is not known as one.
        return isDescribed && end - first >= Self.shortestClause ? first : comma + 1
    }

    private static let shortestClause = 4

    /// The comma that ends an apposition without a verb of its own; one that a relative clause follows goes on to that clause's end.
    private func appositionEnd(_ first: Int, _ end: Int) -> Int? {
        guard let comma = (first..<end).first(where: { story.isComma($0) && places.isText($0) }), comma + 2 < end
        else { return nil }
        // "a copy of which was seen by the paper,"
        if (first + 1..<min(comma, first + 4)).contains(where: { story.classes[$0].contains(.relative) }) { return comma }
        guard !hasFiniteVerb(first - 1..<comma, isStrict: false) else { return nil }
        guard story.classes[comma + 1].contains(.relative) else { return comma }
        return firstComma(from: comma + 2, before: end).flatMap { $0 + 2 < end ? $0 : nil }
    }

    /// Whether a run can be a clause, as *to fall* is one in a headline.
    private func hasPredicate(_ run: Range<Int>) -> Bool {
        hasFiniteVerb(run, isStrict: false) || run.contains { story.tokens.hashes[$0] == Words.to }
    }

    /// Whether the writer's own concession begins at a token: *Though it went well, he said, ‹selling would be harder›*.
    private func isConcession(_ first: Int) -> Bool {
        story.tokens.hashes[first] == WordHash("though") || story.tokens.hashes[first] == WordHash("although")
    }

    /// Whether a word in front of an attribution says nothing by itself: *However, he says, …*.
    private func isAside(_ token: Int) -> Bool {
        !story.classes[token].isDisjoint(with: [.adverb, .coordinator, .time]) || story.isComma(token)
    }

    /// Past coordinators and marks at the start of a sentence.
    private func start(of sentence: Range<Int>) -> Int {
        var first = sentence.lowerBound
        while first < story.tokens.count,
            story.classes[first].contains(.coordinator) || !story.isWord(first) && story.byte(first) != 0x24
        { first += 1 }
        return first
    }
}
