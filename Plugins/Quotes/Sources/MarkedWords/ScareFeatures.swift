import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics
import References

/// What a marked span and its surroundings look like, as rows of the weights of `ScareClassifier`.
///
/// Each template takes one row of its block; `rowCount` rows in all. The trainer reads the same rows from
/// `quote-features`, so a change here wants the weights trained anew.
package struct ScareFeatures {
    /// A question put to every span, with the number of its answers.
    private enum Template: Int, CaseIterable {
        case bias, before, beforeThat, after, beforeByLength, beforeByCapital, beforeByAfter, length, ending
        case shape, words, frame, left, right, leftByLength, leftByCapital, leftByBefore, rightByEnding
        case naming, namingForm, namingByCapitals, compound, earlier, entity, capitals, wordBefore, wordAfter, soleWord
        case labelled, pauseByCapitals

        var size: Int {
            switch self {
            case .bias: 1
            case .before, .beforeThat: Before.count
            case .after: After.count
            case .beforeByLength: Before.count * Length.count
            case .beforeByCapital: Before.count * 2
            case .beforeByAfter: Before.count * After.count
            case .length: Length.count
            case .ending: 10
            case .shape: 16
            case .words: 16
            case .frame: 9
            case .left: Cue.leftCount
            case .right: Cue.rightCount
            case .leftByLength: Cue.leftCount * Length.count
            case .leftByCapital: Cue.leftCount * 2
            case .leftByBefore: Cue.leftCount * Before.count
            case .rightByEnding: Cue.rightCount * 5
            case .naming: 8
            case .namingForm: 6
            case .namingByCapitals: 48
            case .compound: 4
            case .earlier: 5
            case .entity: 10
            case .capitals: 12
            case .wordBefore, .wordAfter: 256
            case .soleWord: 4
            case .labelled: 12
            case .pauseByCapitals: 7
            }
        }

        static let offsets: [Int] = {
            var offsets: [Int] = []
            var total = 0
            for template in allCases {
                offsets.append(total)
                total += template.size
            }
            return offsets + [total]
        }()
    }

    /// The number of rows.
    package static var rowCount: Int { Template.offsets[Template.allCases.count] }

    /// The rows of one span.
    package private(set) var rows: ContiguousArray<Int32> = []

    private mutating func add(_ template: Template, _ answer: Int) {
        rows.append(Int32(Template.offsets[template.rawValue] + answer))
    }

    // MARK: Words around

    /// What stands before the opening mark.
    private enum Before: Int {
        case nothing, stop, comma, colon, dash, bracket, otherMark, quoteMark, the, article, otherDeterminer, possessive
        case of, `as`, to, preposition, coordinator, naming, titleNoun, describing, cue, auxiliary, pronoun, adverb
        case name, personNoun, sourceNoun, number, participle, word

        static let count = 30
    }

    /// What stands behind the closing mark.
    private enum After: Int {
        case nothing, stop, comma, dash, bracket, otherMark, cue, auxiliary, preposition, coordinator, determiner
        case relative, name, pronoun, clitic, adverb, verb, word

        static let count = 18
    }

    private enum Length {
        static let count = 6

        static func bucket(_ words: Int) -> Int {
            switch words {
            case ...1: 0
            case 2: 1
            case 3: 2
            case 4...6: 3
            case 7...12: 4
            default: 5
            }
        }
    }

    private static func before(_ story: Story, _ token: Int, _ paragraph: Int) -> Before {
        guard token >= 0, story.paragraphOfToken[token] == paragraph else { return .nothing }
        if story.isStop(token) { return .stop }
        if story.isComma(token) { return .comma }
        if story.isMark(token, UInt8(ascii: ":")) { return .colon }
        if story.isDash(token) { return .dash }
        if story.isQuoteMark(token) { return .quoteMark }
        let classes = story.classes[token]
        guard story.isWord(token) else {
            return story.byte(token) == UInt8(ascii: "(") || story.byte(token) == UInt8(ascii: "[")
                ? .bracket : .otherMark
        }
        let flags = story.tokens.flags[token]
        if flags.contains(.clitic), classes.isDisjoint(with: [.auxiliary, .negation]) || story.hasSuffix(token, "s") {
            return .possessive
        }
        if classes.contains(.possessive) { return .possessive }
        if story.nameOfToken[token] >= 0 { return .name }
        let hash = story.tokens.hashes[token]
        if hash == Words.the { return .the }
        if hash == Words.a || hash == Words.an { return .article }
        if hash == Words.of { return .of }
        if hash == Words.as { return .as }
        if hash == Words.to { return .to }
        if classes.contains(.cueVerb) {
            if CueLexicon.shared.entry(hash)?.frames.contains(.describing) == true { return .describing }
            return classes.contains(.naming) ? .naming : .cue
        }
        if classes.contains(.naming) { return .naming }
        if classes.contains(.titleNoun) { return .titleNoun }
        if classes.contains(.determiner) { return .otherDeterminer }
        if classes.contains(.preposition) { return .preposition }
        if classes.contains(.coordinator) { return .coordinator }
        if !classes.isDisjoint(with: [.auxiliary, .negation]) { return .auxiliary }
        if !classes.isDisjoint(with: [.subjectPronoun, .objectPronoun]) { return .pronoun }
        if classes.contains(.adverb) || story.hasSuffix(token, "ly") { return .adverb }
        if story.isCapitalized(token) { return .name }
        if classes.contains(.personNoun) { return .personNoun }
        if classes.contains(.sourceNoun) { return .sourceNoun }
        if story.tokens.kinds[token] == .number || classes.contains(.numeral) { return .number }
        if story.hasSuffix(token, "ed") || story.hasSuffix(token, "ing") || classes.contains(.verb) {
            return .participle
        }
        return .word
    }

    private static func after(_ story: Story, _ token: Int, _ paragraph: Int) -> After {
        guard token < story.tokens.count, story.paragraphOfToken[token] == paragraph else { return .nothing }
        if story.isStop(token) { return .stop }
        if story.isComma(token) { return .comma }
        if story.isDash(token) { return .dash }
        let classes = story.classes[token]
        guard story.isWord(token) else {
            return story.byte(token) == UInt8(ascii: "(") ? .bracket : .otherMark
        }
        if story.tokens.flags[token].contains(.clitic) { return .clitic }
        if story.nameOfToken[token] >= 0 || story.isCapitalized(token) { return .name }
        if classes.contains(.auxiliary) { return .auxiliary }
        if classes.contains(.cueVerb) { return .cue }
        if classes.contains(.preposition) { return .preposition }
        if classes.contains(.coordinator) { return .coordinator }
        if !classes.isDisjoint(with: [.relative, .subordinator]) { return .relative }
        if !classes.isDisjoint(with: [.determiner, .possessive]) { return .determiner }
        if classes.contains(.subjectPronoun) { return .pronoun }
        if classes.contains(.adverb) || story.hasSuffix(token, "ly") { return .adverb }
        if classes.contains(.verb) || story.hasSuffix(token, "ed") { return .verb }
        return .word
    }

    private enum Words {
        static let the = WordHash("the")
        static let a = WordHash("a")
        static let an = WordHash("an")
        static let of = WordHash("of")
        static let `as` = WordHash("as")
        static let to = WordHash("to")
        static let that = WordHash("that")
        static let what = WordHash("what")
        static let soCalled = WordHash("so-called")
        static let known = WordHash("known")
    }

    // MARK: The span

    /// Reads the rows of the span at an index; `previous` is the span before it in the same place, and whether it is nobody's
    /// speech.
    init(_ reading: ResolvedReading, _ index: Int, shape: SpanShape, previous: (index: Int, isScare: Bool)?) {
        rows.reserveCapacity(36)
        let story = reading.story
        let span = reading.spans[index]
        let first = span.outer.lowerBound
        let paragraph = Int(story.paragraphOfToken[first])
        let before = Self.before(story, first - 1, paragraph)
        let after = Self.after(story, span.outer.upperBound, paragraph)
        let length = Length.bucket(shape.wordCount)
        let capital = shape.startsCapital ? 1 : 0
        let ending = shape.ending.rawValue
        add(.bias, 0)
        add(.before, before.rawValue)
        add(.beforeThat, Self.before(story, first - 2, paragraph).rawValue)
        add(.after, after.rawValue)
        add(.beforeByLength, before.rawValue * Length.count + length)
        add(.beforeByCapital, before.rawValue * 2 + capital)
        add(.beforeByAfter, before.rawValue * After.count + after.rawValue)
        add(.length, length)
        add(.ending, ending * 2 + capital)
        add(
            .shape,
            (shape.isTitleCase ? 8 : 0) + (shape.isSentence ? 4 : 0) + (shape.isSentenceStart ? 2 : 0)
                + (shape.followsPause ? 1 : 0))
        add(
            .words,
            (shape.hasFirstPerson ? 8 : 0) + (shape.hasVerb ? 4 : 0) + (shape.startsWithArticle ? 2 : 0)
                + (shape.isFollowedByNoun ? 1 : 0))
        let place = reading.place(of: index)
        let depth =
            switch place {
            case .text: 0
            case .span: 1
            case .turn: 2
            }
        add(.frame, Int(span.family.rawValue) * 3 + depth)
        let left = Cue.left(reading, index, place)
        let right = Cue.right(reading, index, place)
        add(.left, left)
        add(.right, right)
        add(.leftByLength, left * Length.count + length)
        add(.leftByCapital, left * 2 + capital)
        add(.leftByBefore, left * Before.count + before.rawValue)
        add(.rightByEnding, right * 5 + ending)
        let naming = Self.naming(story, first, paragraph)
        add(.naming, naming)
        add(.namingByCapitals, naming * 6 + shape.capitals.rawValue)
        add(.namingForm, Self.namingForm(story, first, paragraph))
        add(.compound, (shape.hasDeterminer ? 2 : 0) + (shape.isFollowedByNoun ? 1 : 0))
        add(.earlier, earlier(reading, first, previous))
        add(.entity, Self.entity(story, span))
        add(.capitals, (before == .comma || before == .colon ? 6 : 0) + shape.capitals.rawValue)
        add(.labelled, (Self.isLabelled(story, first, paragraph) ? 6 : 0) + shape.capitals.rawValue)
        add(.pauseByCapitals, before == .comma && left == Cue.touching ? 1 + shape.capitals.rawValue : 0)
        if first > 0, story.paragraphOfToken[first - 1] == paragraph { add(.wordBefore, bucket(story, first - 1)) }
        if span.outer.upperBound < story.tokens.count, story.paragraphOfToken[span.outer.upperBound] == paragraph {
            add(.wordAfter, bucket(story, span.outer.upperBound))
        }
        if shape.wordCount == 1 {
            let word = span.inner.first { story.isWord($0) } ?? span.inner.lowerBound
            add(.soleWord, story.hasSuffix(word, "ly") ? 0 : story.hasSuffix(word, "ed") ? 1 : capital == 1 ? 2 : 3)
        }
    }

    /// Whether somebody's name or office with a colon heads the line: *Mayor: Tram Will Be ‘Late but Lovely’*.
    private static func isLabelled(_ story: Story, _ first: Int, _ paragraph: Int) -> Bool {
        var colon = story.paragraphs[paragraph].lowerBound
        let limit = min(first, colon + longestLabel)
        while colon < limit, story.isWord(colon), story.isCapitalized(colon) || story.isNamed(colon) { colon += 1 }
        return colon > story.paragraphs[paragraph].lowerBound && colon < first - 1
            && story.isMark(colon, UInt8(ascii: ":"))
    }

    private static let longestLabel = 6

    private func bucket(_ story: Story, _ token: Int) -> Int {
        Int(truncatingIfNeeded: story.tokens.hashes[token].value >> 40) & 255
    }

    /// How a naming word stands before the mark: right there, behind *as* or a comma, or some words off.
    private static func naming(_ story: Story, _ first: Int, _ paragraph: Int) -> Int {
        var index = first - 1
        var steps = 0
        while index >= 0, steps < 4, story.paragraphOfToken[index] == paragraph {
            let hash = story.tokens.hashes[index]
            if hash == Words.soCalled { return 7 }
            if hash == Words.known { return 6 }
            if story.classes[index].contains(.naming) {
                let isPassive = index > 0 && story.classes[index - 1].contains(.passive)
                return steps == 0 ? isPassive ? 5 : 4 : 3
            }
            if story.classes[index].contains(.titleNoun) { return steps == 0 ? 2 : 1 }
            index -= 1
            steps += 1
        }
        return 0
    }

    /// How a verb of calling stands shortly before the mark: 1 *has been called the*, 2 *a feast called*, 3 *calling itself*,
    /// 4 *what he calls*, 5 *he called it a*.
    private static func namingForm(_ story: Story, _ first: Int, _ paragraph: Int) -> Int {
        var index = first - 1
        while index > 0, first - index <= 5, story.paragraphOfToken[index] == paragraph {
            defer { index -= 1 }
            guard calling.contains(story.tokens.hashes[index]) else { continue }
            let before = story.classes[index - 1]
            if before.contains(.passive) { return 1 }
            if index + 1 < first, !story.classes[index + 1].isDisjoint(with: .objectPronoun),
                story.hasSuffix(index + 1, "self") || story.hasSuffix(index + 1, "selves")
            {
                return 3
            }
            for place in max(0, index - 10)..<index where story.tokens.hashes[place] == Words.what { return 4 }
            let isNoun =
                story.isWord(index - 1) && !story.isCapitalized(index - 1) && story.nameOfToken[index - 1] < 0
                && before.isDisjoint(with: [.subjectPronoun, .auxiliary, .adverb, .personNoun, .sourceNoun, .time])
            return isNoun || story.isComma(index - 1) ? 2 : 5
        }
        return 0
    }

    private static let calling = WordQuery.english(.callingVerb)

    /// Whose words the span before was, if it stands in the same sentence or paragraph.
    private func earlier(_ reading: ResolvedReading, _ first: Int, _ previous: (index: Int, isScare: Bool)?) -> Int {
        guard let previous else { return 0 }
        let story = reading.story
        let last = reading.spans[previous.index].outer.lowerBound
        guard story.paragraphOfToken[last] == story.paragraphOfToken[first] else { return 0 }
        let structure = story.structure
        let isSame = structure.sentenceOfToken[last] == structure.sentenceOfToken[first]
        return (previous.isScare ? 3 : 1) + (isSame ? 1 : 0)
    }

    /// The type of the name that the whole span is, or that it holds.
    private static func entity(_ story: Story, _ span: MarkedSpan) -> Int {
        let first = span.inner.first { story.isWord($0) } ?? span.inner.lowerBound
        let mention = story.nameOfToken[first]
        guard mention >= 0 else {
            return span.inner.prefix(12).contains { story.nameOfToken[$0] >= 0 } ? 1 : 0
        }
        let found = story.names[Int(mention)]
        let isWhole = found.tokens.upperBound >= span.inner.upperBound - 1
        return 2 + found.kind.rawValue * 2 + (isWhole ? 1 : 0)
    }
}

extension ScareFeatures {
    /// What reports beside a span.
    private enum Cue {
        static let leftCount = 12
        static let rightCount = 8
        /// The answer where a cue stands right before the span, but for a comma or a colon.
        static let touching = 4

        /// The nearest cue before the span in its sentence.
        static func left(_ reading: ResolvedReading, _ index: Int, _ place: Place) -> Int {
            let story = reading.story
            let open = reading.spans[index].outer.lowerBound
            guard open > 0, story.paragraphOfToken[open - 1] == story.paragraphOfToken[open] else { return 0 }
            let sentence = story.structure.sentenceOfToken[open - 1]
            let start = story.structure.sentences[Int(sentence)].lowerBound
            if story.isStop(open - 1), reading.places[open - 1] == place { return 0 }
            var next = reading.firstCue(from: open) - 1
            var weak = 0
            while next >= 0, reading.cues[next].words.lowerBound >= max(start, open - 60) {
                defer { next -= 1 }
                let cue = reading.cues[next]
                guard cue.place == place else { continue }
                let end = cue.extent.upperBound
                let gap = max(0, open - end)
                let hasPause = story.isComma(open - 1) || story.isMark(open - 1, UInt8(ascii: ":"))
                if cue.source == nil {
                    if weak == 0 { weak = gap <= 1 ? 1 : 2 }
                    continue
                }
                if cue.isPrepositional { return 3 }
                if gap == 0 || gap == 1 && hasPause { return touching }
                if cue.frames.contains(.describing) { return gap <= 7 ? 5 : 6 }
                if gap == 1 { return 7 }
                if cue.weight < 0.5 || cue.frames.isDisjoint(with: [.clause, .thatClause, .object]) {
                    if weak == 0 { weak = 2 }
                    continue
                }
                return gap <= 6 ? 8 : gap <= 14 ? 9 : hasPause ? 10 : 11
            }
            return weak
        }

        /// The cue behind the span, before its sentence ends.
        static func right(_ reading: ResolvedReading, _ index: Int, _ place: Place) -> Int {
            let story = reading.story
            let paragraph = story.paragraphOfToken[reading.spans[index].outer.lowerBound]
            var first = reading.spans[index].outer.upperBound
            guard first < story.tokens.count, story.paragraphOfToken[first] == paragraph else { return 0 }
            let hasComma = story.isComma(first) || story.isDash(first)
            if hasComma { first += 1 }
            var next = reading.firstCue(from: first)
            var end = first
            while end < story.tokens.count, end - first < 40, story.paragraphOfToken[end] == paragraph,
                end == first || !story.tokens.flags[end].contains(.startsSentence)
                    || reading.places[end] != place
            { end += 1 }
            while next < reading.cues.count, reading.cues[next].words.lowerBound < end {
                defer { next += 1 }
                let cue = reading.cues[next]
                guard cue.place == place, cue.frames.contains(.marks), cue.extent.lowerBound >= first else {
                    continue
                }
                guard cue.source != nil else { return 1 }
                if cue.isPrepositional { return 2 }
                if cue.extent.lowerBound == first { return hasComma ? 3 : 4 }
                if story.isComma(cue.extent.lowerBound - 1) { return 5 }
                return cue.extent.lowerBound - first < 10 ? 6 : 7
            }
            return 0
        }
    }
}
