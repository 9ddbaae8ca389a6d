import English
import Linguistics

/// What a marked span looks like: how it begins and ends, how long it is, and what stands beside it.
package struct SpanShape: Sendable {
    package enum Ending: Int, Sendable { case none, comma, stop, question, dash }

    /// How far the words are capitalised; small words do not count.
    package enum Capitals: Int, Sendable { case none, first, some, all, allOfSentence, shouted }

    package private(set) var capitals = Capitals.none
    package private(set) var ending = Ending.none
    package private(set) var wordCount = 0
    package private(set) var startsCapital = false
    /// Whether it can stand as an utterance.
    package private(set) var isSentence = false
    /// Whether a naming word or a noun for works stands before it.
    package private(set) var isNamed = false
    package private(set) var hasFirstPerson = false
    package private(set) var hasVerb = false
    package private(set) var startsWithArticle = false
    package private(set) var startsWithSubject = false
    /// Whether a determiner or a possessive stands right before it.
    package private(set) var hasDeterminer = false
    /// Whether a common noun stands right behind it.
    package private(set) var isFollowedByNoun = false
    /// Whether a sentence of its paragraph begins with it.
    package let isSentenceStart: Bool
    package let followsPause: Bool
    /// Whether all its words but the small ones are capitalised.
    package private(set) var isTitleCase = false

    package init(_ story: Story, _ span: MarkedSpan) {
        var verbs = 0
        var capitalized = 0
        var shouted = 0
        var letters = 0
        for token in span.inner.prefix(60) {
            if story.isWord(token), !story.tokens.flags[token].contains(.clitic) {
                wordCount += 1
                if story.isCapitalized(token) || story.tokens.kinds[token] == .number {
                    capitalized += 1
                    if story.tokens.flags[token].contains(.allCapitals) { shouted += 1 }
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
        isTitleCase = capitalized >= 1 && letters == 0 && wordCount >= 2 && verbs == 0
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
        isFollowedByNoun =
            after < story.tokens.count && story.tokens.kinds[after] == .word
            && story.classes[after].isDisjoint(with: [
                .cueVerb, .preposition, .coordinator, .auxiliary, .subordinator, .subjectPronoun, .adverb, .relative,
            ])
            && story.tokens.flags[after].contains(.afterSpace) && !story.isCapitalized(after)
            && story.paragraphOfToken[after] == story.paragraphOfToken[span.outer.lowerBound]
        hasDeterminer = hasBefore && !story.classes[before].isDisjoint(with: [.determiner, .possessive])
        hasVerb = verbs > 0
        if wordCount > 1, shouted == wordCount {
            capitals = .shouted
        } else if letters == 0, wordCount > 1, capitalized > 1 {
            capitals = verbs > 0 ? .allOfSentence : .all
        } else if capitalized > 1 {
            capitals = .some
        } else if startsCapital {
            capitals = .first
        }
        startsWithArticle = story.classes[first].contains(.determiner)
        startsWithSubject =
            !story.classes[first].isDisjoint(with: [.determiner, .possessive, .subjectPronoun])
            || story.isNamed(first)
    }

    private func isPassive(_ story: Story, _ token: Int) -> Bool {
        guard token > 0 else { return true }
        return !story.classes[token - 1].isDisjoint(with: [.passive, .adverb]) || story.isComma(token - 1)
            || !story.isNamed(token - 1)
                && story.classes[token - 1].isDisjoint(with: [.subjectPronoun, .auxiliary])
                && !story.isCapitalized(token - 1)
                && story.classes[token - 1].isDisjoint(with: [.personNoun, .sourceNoun])
    }

    /// Whether the words stand as a statement of their own rather than in the writer's sentence.
    ///
    /// Behind a verb that reports words (`followsVerb`) a whole sentence does, and whatever begins with a capital.
    package func isDirect(followsVerb: Bool) -> Bool {
        if ending == .question { return startsCapital || isSentenceStart }
        if followsVerb, startsCapital || startsWithSubject && hasVerb { return true }
        guard startsCapital else { return ending == .comma && isSentenceStart }
        return isSentenceStart || followsPause || isSentence
    }
}
