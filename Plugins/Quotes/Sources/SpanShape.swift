import AnalyzerKit
import Entities
import Linguistics

/// What a marked span looks like: how it begins and ends, and how much it looks like a title, a term or irony.
struct SpanShape {
    enum Ending { case none, comma, stop, question, dash }

    private(set) var ending = Ending.none
    private(set) var wordCount = 0
    private(set) var startsCapital = false
    /// Whether it can stand as an utterance.
    private(set) var isSentence = false
    /// Whether a naming word or a noun for works stands before it.
    private(set) var isNamed = false
    /// The log-odds that it is nobody's speech, before any attribution is seen.
    private(set) var scare: Float = 0
    private let isSentenceStart: Bool
    let followsPause: Bool
    /// Whether all its words but the small ones are capitalised.
    private(set) var isTitleCase = false

    init(_ story: Story, _ span: MarkedSpan) {
        var verbs = 0
        var capitals = 0
        var letters = 0
        var hasFirstPerson = false
        for token in span.inner.prefix(60) {
            if story.isWord(token), !story.tokens.flags[token].contains(.clitic) {
                wordCount += 1
                if story.isCapitalized(token) || story.tokens.kinds[token] == .number {
                    capitals += 1
                } else if story.classes[token].isDisjoint(with: [.determiner, .preposition, .coordinator]) {
                    letters += 1
                }
            }
            if !story.classes[token].isDisjoint(with: [.auxiliary, .verb, .negation]) { verbs += 1 }
            if story.classes[token].contains(.firstOrSecondPerson) { hasFirstPerson = true }
        }
        wordCount += max(0, span.inner.count - 60)
        let first = span.inner.lowerBound
        startsCapital =
            story.isCapitalized(first)
            || !story.isWord(first) && first + 1 < span.inner.upperBound && story.isCapitalized(first + 1)
        let last = span.inner.upperBound - 1
        switch story.byte(last) {
        case UInt8(ascii: ","): ending = .comma
        case UInt8(ascii: "."): ending = .stop
        case UInt8(ascii: "?"), UInt8(ascii: "!"): ending = .question
        case UInt8(ascii: "-") where story.isDash(last): ending = .dash
        case 0xE2: ending = story.scalar(last) == 0x2026 ? .stop : story.isDash(last) ? .dash : .none
        default: if story.tokens.flags[last].contains(.endsWithDot) { ending = .stop }
        }
        let before = span.outer.lowerBound - 1
        let hasBefore = before >= 0 && story.paragraphOfToken[before] == story.paragraphOfToken[span.outer.lowerBound]
        isSentenceStart =
            !hasBefore || story.isStop(before) || story.tokens.flags[span.outer.lowerBound].contains(.startsSentence)
        followsPause = hasBefore && (story.isComma(before) || story.isMark(before, UInt8(ascii: ":")))
        isTitleCase = capitals >= 1 && letters == 0 && wordCount >= 2 && verbs == 0
        isSentence =
            (startsCapital && (ending != .none || verbs > 0 || wordCount > 4) && !isTitleCase) || ending == .question
            || (startsCapital && isSentenceStart && ending == .stop)

        if hasBefore {
            var index = before
            var steps = 0
            while index >= 0, steps < 3, story.paragraphOfToken[index] == story.paragraphOfToken[span.outer.lowerBound]
            {
                let classes = story.classes[index]
                if classes.contains(.naming),
                    steps == 0 || story.tokens.hashes[before] == WordHash("as") || story.isComma(before)
                {
                    isNamed = steps == 0 ? !classes.contains(.cueVerb) || isPassive(story, index) : true
                }
                if classes.contains(.titleNoun), steps == 0 { isNamed = true }
                steps += 1
                index -= 1
            }
        }
        let after = span.outer.upperBound
        let isFollowedByNoun =
            after < story.tokens.count && story.tokens.kinds[after] == .word
            && story.classes[after].isDisjoint(with: [
                .cueVerb, .preposition, .coordinator, .auxiliary, .subordinator, .subjectPronoun, .adverb, .relative,
            ])
            && story.tokens.flags[after].contains(.afterSpace) && !story.isCapitalized(after)
            && story.paragraphOfToken[after] == story.paragraphOfToken[span.outer.lowerBound]
        let hasDeterminer = hasBefore && !story.classes[before].isDisjoint(with: [.determiner, .possessive])
        switch wordCount {
        case 0, 1: scare += 1
        case 2, 3: scare += 0.7
        case 4...6: scare += 0
        case 7...12: scare -= 0.8
        default: scare -= 2
        }
        if isNamed { scare += 2.2 }
        if isTitleCase { scare += 1.5 }
        if wordCount == 1, startsCapital, ending == .none, verbs == 0 { scare += 0.8 }
        if hasDeterminer && isFollowedByNoun { scare += 0.8 }
        if hasDeterminer || isFollowedByNoun { scare += 0.4 }
        if hasFirstPerson { scare -= 1.2 }
        if ending == .question { scare -= 0.7 }
        if isSentence { scare -= 1 }
        if isSentence, isSentenceStart, ending != .none { scare -= 1 }
        if followsPause, startsCapital { scare -= 1 }
        if verbs > 0 { scare -= 0.5 }
    }

    private func isPassive(_ story: Story, _ token: Int) -> Bool {
        guard token > 0 else { return true }
        return !story.classes[token - 1].isDisjoint(with: [.passive, .adverb]) || story.isComma(token - 1)
            || story.mentionOfToken[token - 1] < 0
                && story.classes[token - 1].isDisjoint(with: [.subjectPronoun, .auxiliary])
                && !story.isCapitalized(token - 1)
                && story.classes[token - 1].isDisjoint(with: [.personNoun, .sourceNoun])
    }

    /// Whether the words stand as a statement of their own rather than in the writer's sentence.
    func isDirect(afterCue cue: CueClause?) -> Bool {
        if ending == .question { return startsCapital || isSentenceStart }
        guard startsCapital else { return ending == .comma && isSentenceStart }
        return isSentenceStart || followsPause || isSentence
    }
}
