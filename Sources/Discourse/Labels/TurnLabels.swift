import English
package import Linguistics

/// A speaker's label at the start of a line.
package struct TurnLabel: Sendable {
    /// The name: without colon, markup and bracketed role.
    package var name: ByteRange
    /// The label as a whole with its markup; speech begins at its end.
    package var whole: ByteRange
    /// The folded hash of the name.
    package var key: WordHash
    /// The number of words of the name.
    package var wordCount: Int
    package var isCapitals: Bool
    /// Whether the name is `Q`, `A`, `Question`, `Answer`.
    package var isQuestionOrAnswer: Bool
    /// Whether that is a question's.
    package var isQuestion: Bool { isQuestionOrAnswer && Self.questions.contains(key) }
    /// Whether it counts the questions or answers: `Q1`; its name and key are without the number.
    package var isNumbered = false
    /// Whether it is one to three capitals.
    package var isInitials: Bool
    /// Whether a role in brackets stood behind the name.
    package var hasRole: Bool
    /// Whether Markdown marks it.
    package var isMarkedUp: Bool
    /// Whether a dash rather than a colon parts it from the speech.
    package var isDashed = false
    /// Whether it is `Q` or `A` with nothing but space behind it.
    package var isBare = false
    /// Whether its words begin with capitals, particles aside.
    package var isNameLike: Bool
    /// Whether it describes somebody in small letters: *Woman in audience*; it is a label where others are.
    package var isDescription = false
    /// Whether the source marks it as a speaker's name, whatever its words.
    package var isGiven = false
    /// Where the speech ends, if before the next label: an embedded post ends with its block.
    package var speechEnd: Int32?

    private static let questions: Set = [WordHash("q"), WordHash("question")]
}

/// Reads labels at the starts of lines.
package struct TurnLabelReader {
    private let story: Story
    private static let longest = 90

    package init(_ story: Story) { self.story = story }

    /// Every line of the document that begins with something like a label.
    ///
    /// - Complexity: O(bytes): a line is read no further than a label can reach.
    package func labels() -> [TurnLabel] {
        let posts = story.blocks.posts.compactMap { post in
            given(post.name).map { label in
                var label = label
                label.speechEnd = post.block.upper
                return label
            }
        }
        guard story.blocks.labels.isEmpty else {
            return (story.blocks.labels.compactMap(given) + posts).sorted { $0.name < $1.name }
        }
        let bytes = story.bytes
        var labels: [TurnLabel] = []
        var line = 0
        var post = 0
        while line < bytes.count {
            if post < posts.count, Int(posts[post].name.lower) <= line {
                labels.append(posts[post])
                // No other label begins inside.
                line = max(line, Int(posts[post].speechEnd ?? 0))
                post += 1
            } else if let label = label(at: line) {
                labels.append(label)
            }
            var end = line
            while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
            line = end + 1
        }
        return labels
    }

    /// A label that the source gives, with the colon that may stand behind it.
    private func given(_ name: ByteRange) -> TurnLabel? {
        guard !name.isEmpty else { return nil }
        var end = Int(name.upper)
        if end < story.bytes.count, story.bytes[end] == UInt8(ascii: ":") { end += 1 }
        let tokens = story.tokens.indices(overlapping: name)
        let key = story.hash(name.indices)
        return TurnLabel(
            name: name, whole: ByteRange(Int(name.lower), end), key: key,
            wordCount: tokens.count { story.isWord($0) && !story.tokens.flags[$0].contains(.clitic) },
            isCapitals: false, isQuestionOrAnswer: Self.questionOrAnswer.contains(key), isInitials: false,
            hasRole: false, isMarkedUp: false, isNameLike: true, isGiven: true)
    }

    private func label(at line: Int) -> TurnLabel? {
        let bytes = story.bytes
        let limit = min(bytes.count, line + Self.longest)
        let wholeStart = past([0x20, 0x09, UInt8(ascii: ">")], from: line, limit)
        let afterTime = afterTimestamp(wholeStart, limit)
        var start = past(Self.markup, from: afterTime, limit)
        let markup = start - afterTime
        let isBracketed = start < limit && bytes[start] == UInt8(ascii: "[")
        if isBracketed { start += 1 }
        guard start < limit, isLabelStart(start) else { return nil }
        if start == line, let bare = bareLabel(at: start) { return bare }
        guard let found = words(from: start, limit, isBracketed: isBracketed) else { return nil }
        let name = story.text.trimmed(ByteRange(start, max(start, found.nameEnd ?? found.end)))
        guard !name.isEmpty, canBeRole(ByteRange(Int(name.upper), max(Int(name.upper), found.end))) else { return nil }
        let mark = found.end + (found.isDashed ? 3 : 1)
        let end = past(Self.markup, from: mark, min(bytes.count, mark + markup))
        guard canBeginSpeech(end) else { return nil }
        var label = describe(name, whole: ByteRange(wholeStart, end), hasRole: found.hasRole, markup: markup)
        label?.isDashed = found.isDashed
        return label
    }

    /// What stands from a label's first letter to its colon, dash or, behind `Q` and `A`, full stop.
    private struct Words {
        /// Where the name ends, if before `end`: at a bracket, a comma or markup.
        var nameEnd: Int?
        /// Where the colon, dash or stop stands.
        var end = 0
        var hasRole = false
        var isDashed = false
    }

    private func words(from start: Int, _ limit: Int, isBracketed: Bool) -> Words? {
        let bytes = story.bytes
        var words = Words()
        var index = start
        while index < limit {
            switch bytes[index] {
            case UInt8(ascii: ":"):
                words.end = index
                return words
            case 0xE2 where words.nameEnd == nil && index > start && bytes[index - 1] == 0x20 && isDash(at: index):
                words.end = index
                words.isDashed = true
                return words
            case UInt8(ascii: ".") where isQuestionOrAnswer(start, before: index):
                words.end = index  // "Q. " of depositions
                return words
            case 0x0A, 0x0D, UInt8(ascii: "\""), UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: ";"): return nil
            case UInt8(ascii: "]") where isBracketed, UInt8(ascii: "*"), UInt8(ascii: "_"):
                words.nameEnd = words.nameEnd ?? index
            case UInt8(ascii: "("),
                UInt8(ascii: "[") where !isBracketed:
                words.nameEnd = words.nameEnd ?? index
                guard let close = closingBracket(of: index, limit) else { return nil }
                words.hasRole = true
                index = close
            case UInt8(ascii: ",") where words.nameEnd == nil:
                words.nameEnd = index  // "SMITH, the chairman:"
                words.hasRole = true
            default: break
            }
            index += 1
        }
        return nil
    }

    /// The first byte behind a run of some bytes.
    private func past(_ run: [UInt8], from start: Int, _ limit: Int) -> Int {
        var index = start
        while index < limit, run.contains(story.bytes[index]) { index += 1 }
        return index
    }

    private static let markup = [UInt8(ascii: "*"), UInt8(ascii: "_")]

    /// Whether a label is `Q` or `A` alone, before a stop with space or markup behind it.
    private func isQuestionOrAnswer(_ start: Int, before stop: Int) -> Bool {
        let bytes = story.bytes
        guard stop - start == 1, bytes[start] == UInt8(ascii: "Q") || bytes[start] == UInt8(ascii: "A") else {
            return false
        }
        return stop + 1 >= bytes.count || bytes[stop + 1].isASCIIWhitespace || bytes[stop + 1] == UInt8(ascii: "*")
    }

    /// Where the bracket that opens at a byte closes on its line.
    private func closingBracket(of open: Int, _ limit: Int) -> Int? {
        let bytes = story.bytes
        let close = bytes[open] == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "]")
        var index = open
        while index < limit, bytes[index] != close, bytes[index] != 0x0A { index += 1 }
        return index < limit && bytes[index] == close ? index : nil
    }

    /// Whether what stands behind a label's mark can be speech.
    private func canBeginSpeech(_ index: Int) -> Bool {
        guard index < story.bytes.count else { return true }
        switch story.bytes[index] {
        case UInt8(ascii: "\""), UInt8(ascii: "*"), UInt8(ascii: "("), UInt8(ascii: "["), 0x80...: return true
        case let byte: return byte.isASCIIWhitespace
        }
    }

    /// `Q` or `A` that begins a line and is parted from its words by space alone.
    private func bareLabel(at start: Int) -> TurnLabel? {
        let bytes = story.bytes
        guard bytes[start] == UInt8(ascii: "Q") || bytes[start] == UInt8(ascii: "A"), start + 2 < bytes.count,
            bytes[start + 1] == 0x20 || bytes[start + 1] == 0x09
        else { return nil }
        let name = ByteRange(start, start + 1)
        var label = describe(name, whole: ByteRange(start, behindDash(start + 1)), hasRole: false, markup: 0)
        label?.isBare = true
        return label
    }

    /// Behind the dash with space around it that stands at a byte, else the byte.
    ///
    /// *Q - When will it open?*
    private func behindDash(_ start: Int) -> Int {
        let bytes = story.bytes
        let dash = past([0x20, 0x09], from: start, min(bytes.count, start + 4))
        guard dash > start else { return start }
        var end = dash
        while end < bytes.count, end - dash < 2, bytes[end] == UInt8(ascii: "-") { end += 1 }
        if end == dash, isDash(at: dash) { end = dash + 3 }
        return end > dash && end < bytes.count && bytes[end] == 0x20 ? end : start
    }

    private func isDash(at index: Int) -> Bool {
        index + 3 < story.bytes.count && story.bytes[index + 1] == 0x80
            && [0x93, 0x94].contains(story.bytes[index + 2])
            && story.bytes[index + 3] == 0x20
    }

    private func isLabelStart(_ index: Int) -> Bool {
        let byte = story.bytes[index]
        if byte.isASCIIUppercase { return true }
        guard byte >= 0x80 else { return false }
        return Scalars.kind(story.scalar(at: index)) == .uppercase
    }

    private func afterTimestamp(_ start: Int, _ limit: Int) -> Int {
        var index = start
        while index < limit,
            story.bytes[index].isASCIIDigit || story.bytes[index] == UInt8(ascii: ":")
                || story.bytes[index] == UInt8(ascii: "[") || story.bytes[index] == UInt8(ascii: "(")
                || story.bytes[index] == UInt8(ascii: "]") || story.bytes[index] == UInt8(ascii: ")")
                || story.bytes[index] == UInt8(ascii: ".") || story.bytes[index] == 0x20
        { index += 1 }
        guard index > start, index < limit, story.bytes[start..<index].contains(where: { $0.isASCIIDigit }),
            story.bytes[start..<index].contains(UInt8(ascii: ":"))
        else { return start }
        return afterZone(index, limit)
    }

    /// Behind the half of the day and the zone of a time, as in *9:05 am EST*.
    private func afterZone(_ start: Int, _ limit: Int) -> Int {
        let bytes = story.bytes
        func dot(_ index: Int) -> Int { index < limit && bytes[index] == UInt8(ascii: ".") ? index + 1 : index }
        guard start + 1 < limit, bytes[start] | 0x20 == UInt8(ascii: "a") || bytes[start] | 0x20 == UInt8(ascii: "p")
        else { return start }
        let second = dot(start + 1)
        guard second < limit, bytes[second] | 0x20 == UInt8(ascii: "m") else { return start }
        let half = dot(second + 1)
        var end = past([0x20], from: half, limit)
        guard end > half else { return start }
        let zone = bytes[end..<limit].prefix { $0.isASCIIUppercase }
        if isZone(zone), zone.endIndex < limit, bytes[zone.endIndex] == 0x20 {
            end = past([0x20], from: zone.endIndex, limit)
        }
        return end
    }

    /// Whether capitals are a zone's: ET, EST, CEDT, GMT, UTC, and no name's.
    private func isZone(_ capitals: ArraySlice<UInt8>) -> Bool {
        guard (2...4).contains(capitals.count), let last = capitals.last, let first = capitals.first else {
            return false
        }
        guard last == UInt8(ascii: "T") else { return first == UInt8(ascii: "U") && last == UInt8(ascii: "C") }
        let before = capitals[capitals.endIndex - 2]
        return capitals.count == 2
            || [UInt8(ascii: "S"), UInt8(ascii: "D"), UInt8(ascii: "M"), UInt8(ascii: "E")].contains(before)
    }

    private func describe(_ name: ByteRange, whole: ByteRange, hasRole: Bool, markup: Int) -> TurnLabel? {
        let tokens = story.tokens.indices(overlapping: name)
        var words = 0
        var isNameLike = true
        var isCapitals = true
        for token in tokens where story.isWord(token) && !story.tokens.flags[token].contains(.clitic) {
            words += 1
            let flags = story.tokens.flags[token]
            if !flags.contains(.capitalized), flags.contains(.hasLetter),
                !Self.particles.contains(story.tokens.hashes[token])
            {
                isNameLike = false
            }
            if flags.contains(.hasLetter), !flags.contains(.allCapitals) { isCapitals = false }
        }
        let isDescription = !isNameLike && !hasRole && describesPerson(tokens)
        guard words > 0, words <= 6, isNameLike || isDescription || hasRole && !opensSentence(tokens) else {
            return nil
        }
        let counted = uncounted(name)
        let isNumbered = counted != name
        let name = counted
        let key = story.hash(name.indices)
        guard !Self.notSpeakers.contains(key) else { return nil }
        let isInitials =
            name.count <= 4 && isCapitals && words == 1
            && story.bytes[name.indices].allSatisfy { $0.isASCIIUppercase || $0 == UInt8(ascii: ".") }
        return TurnLabel(
            name: name, whole: whole, key: key, wordCount: words, isCapitals: isCapitals,
            isQuestionOrAnswer: Self.questionOrAnswer.contains(key), isNumbered: isNumbered, isInitials: isInitials,
            hasRole: hasRole, isMarkedUp: markup > 0, isNameLike: isNameLike, isDescription: isDescription)
    }

    /// Whether a few words describe a person, no more: *Unidentified man*, *Woman in audience*, *Second officer*.
    private func describesPerson(_ tokens: Range<Int>) -> Bool {
        tokens.count <= Self.longestDescription && !opensSentence(tokens)
            && tokens.contains { story.classes[$0].contains(.personNoun) }
            && tokens.allSatisfy {
                story.tokens.kinds[$0] == .word && !story.tokens.flags[$0].contains(.clitic)
                    && story.classes[$0].isDisjoint(with: [
                        .auxiliary, .verb, .cueVerb, .subjectPronoun, .relative, .negation, .possessive, .coordinator,
                        .subordinator,
                    ])
            }
    }

    private static let longestDescription = 4

    /// `Q` of *Q1*, *Question* of *Question 12*; any other name as it is.
    private func uncounted(_ name: ByteRange) -> ByteRange {
        var end = Int(name.upper)
        while end > Int(name.lower), story.bytes[end - 1].isASCIIDigit { end -= 1 }
        guard end < Int(name.upper), name.count <= Self.longestCounted else { return name }
        while end > Int(name.lower), story.bytes[end - 1] == 0x20 || story.bytes[end - 1] == UInt8(ascii: ".") {
            end -= 1
        }
        let word = ByteRange(Int(name.lower), end)
        return !word.isEmpty && Self.questionOrAnswer.contains(story.hash(word.indices)) ? word : name
    }

    /// The length of *Question 100*.
    private static let longestCounted = 12

    /// Whether what stands between a name and its colon can say who that is: *, the chairman*, *(Lab)*, but no sentence.
    ///
    /// *Yet Ms. Lee, who had seen it, knew one thing:* and *LEEDS (NW) — What is known so far:* end in a colon as well.
    private func canBeRole(_ rest: ByteRange) -> Bool {
        let tokens = story.tokens.indices(overlapping: rest)
        guard tokens.count <= Self.longestRole else { return false }
        var depth = 0
        for token in tokens {
            switch story.byte(token) {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            default:
                if depth > 0 { continue }
                if story.isDash(token) { return false }
                let classes = story.classes[token]
                let isSmall = story.tokens.kinds[token] == .word && !story.isCapitalized(token)
                if isSmall,
                    !classes.isDisjoint(with: [.auxiliary, .verb, .cueVerb, .relative, .subjectPronoun, .negation]),
                    classes.isDisjoint(with: [.personNoun, .sourceNoun, .determiner])
                {
                    return false
                }
            }
        }
        return true
    }

    private static let longestRole = 16

    /// Whether words open a sentence rather than name somebody: *By autumn*, *In a short bulletin*, *Then*.
    private func opensSentence(_ name: Range<Int>) -> Bool {
        guard let first = name.first(where: { story.isWord($0) }) else { return false }
        if !story.classes[first].isDisjoint(with: [
            .preposition, .coordinator, .subordinator, .auxiliary, .adverb, .subjectPronoun, .relative, .time,
            .negation,
        ]), story.classes[first].isDisjoint(with: [.determiner, .personNoun, .honorific]) {
            return true
        }
        return name.contains { token in
            story.tokens.kinds[token] == .word && !story.isCapitalized(token)
                && !story.classes[token].isDisjoint(with: [.auxiliary, .verb, .cueVerb, .subjectPronoun, .relative])
                && story.classes[token].isDisjoint(with: [.personNoun, .sourceNoun, .determiner])
        }
    }

    private static let particles = WordQuery.english(.labelParticle, .surnameParticle)
    private static let questionOrAnswer = WordQuery.english(.questionOrAnswer)
    private static let notSpeakers = WordQuery.english(.noSpeaker)
}
