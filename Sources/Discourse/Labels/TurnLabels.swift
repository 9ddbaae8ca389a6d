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
        let bytes = story.bytes
        var labels: [TurnLabel] = []
        var line = 0
        while line < bytes.count {
            if let label = label(at: line) { labels.append(label) }
            var end = line
            while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
            line = end + 1
        }
        return labels
    }

    private func label(at line: Int) -> TurnLabel? {
        let bytes = story.bytes
        let limit = min(bytes.count, line + Self.longest)
        var index = line
        while index < limit, bytes[index] == 0x20 || bytes[index] == 0x09 || bytes[index] == UInt8(ascii: ">") {
            index += 1
        }
        let wholeStart = index
        index = afterTimestamp(index, limit)
        var markup = 0
        while index < limit, bytes[index] == UInt8(ascii: "*") || bytes[index] == UInt8(ascii: "_") {
            markup += 1
            index += 1
        }
        let isBracketed = index < limit && bytes[index] == UInt8(ascii: "[")
        if isBracketed { index += 1 }
        let start = index
        guard index < limit, isLabelStart(index) else { return nil }
        if start == line, let bare = bareLabel(at: start) { return bare }
        var nameEnd = -1
        var hasRole = false
        var isDashed = false
        while index < limit {
            let byte = bytes[index]
            if byte == UInt8(ascii: ":") { break }
            if byte == 0xE2, isDash(at: index), index > start, bytes[index - 1] == 0x20, nameEnd < 0 {
                nameEnd = index
                isDashed = true
                break
            }
            if byte == 0x0A || byte == 0x0D || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "?")
                || byte == UInt8(ascii: "!")
                || byte == UInt8(ascii: ";")
            {
                return nil
            }
            if byte == UInt8(ascii: "]"), isBracketed {
                if nameEnd < 0 { nameEnd = index }
                index += 1
                continue
            }
            if byte == UInt8(ascii: "(") || (byte == UInt8(ascii: "[") && !isBracketed) {
                if nameEnd < 0 { nameEnd = index }
                let close = byte == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "]")
                while index < limit, bytes[index] != close, bytes[index] != 0x0A { index += 1 }
                guard index < limit, bytes[index] == close else { return nil }
                hasRole = true
                index += 1
                continue
            }
            if byte == UInt8(ascii: ","), nameEnd < 0 {
                nameEnd = index  // "SMITH, the chairman:"
                hasRole = true
            }
            if byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_") {
                if nameEnd < 0 { nameEnd = index }
                index += 1
                continue
            }
            if byte == UInt8(ascii: "."), index - start == 1,
                bytes[start] == UInt8(ascii: "Q") || bytes[start] == UInt8(ascii: "A"),
                index + 1 >= bytes.count || bytes[index + 1].isASCIIWhitespace || bytes[index + 1] == UInt8(ascii: "*")
            {
                break  // "Q. " of depositions
            }
            index += 1
        }
        guard index < limit, isDashed || bytes[index] == UInt8(ascii: ":") || bytes[index] == UInt8(ascii: ".") else {
            return nil
        }
        if nameEnd < 0 { nameEnd = index }
        let name = story.text.trimmed(ByteRange(start, max(start, nameEnd)))
        guard !name.isEmpty else { return nil }
        index += isDashed ? 3 : 1
        var closing = 0
        while closing < markup, index < bytes.count,
            bytes[index] == UInt8(ascii: "*") || bytes[index] == UInt8(ascii: "_")
        {
            index += 1
            closing += 1
        }
        guard
            index >= bytes.count || bytes[index].isASCIIWhitespace || bytes[index] >= 0x80
                || bytes[index] == UInt8(ascii: "\"")
                || bytes[index] == UInt8(ascii: "*") || bytes[index] == UInt8(ascii: "(")
                || bytes[index] == UInt8(ascii: "[")
        else { return nil }
        var label = describe(name, whole: ByteRange(wholeStart, index), hasRole: hasRole, markup: markup)
        label?.isDashed = isDashed
        return label
    }

    /// `Q` or `A` that begins a line and is parted from its words by space alone.
    private func bareLabel(at start: Int) -> TurnLabel? {
        let bytes = story.bytes
        guard bytes[start] == UInt8(ascii: "Q") || bytes[start] == UInt8(ascii: "A"), start + 2 < bytes.count,
            bytes[start + 1] == 0x20 || bytes[start + 1] == 0x09
        else { return nil }
        let name = ByteRange(start, start + 1)
        var label = describe(name, whole: name, hasRole: false, markup: 0)
        label?.isBare = true
        return label
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
        return index
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
        guard words > 0, words <= 6, isNameLike || hasRole else { return nil }
        let key = story.hash(name.indices)
        guard !Self.notSpeakers.contains(key) else { return nil }
        let isInitials =
            name.count <= 4 && isCapitals && words == 1
            && story.bytes[name.indices].allSatisfy { $0.isASCIIUppercase || $0 == UInt8(ascii: ".") }
        return TurnLabel(
            name: name, whole: whole, key: key, wordCount: words, isCapitals: isCapitals,
            isQuestionOrAnswer: Self.questionOrAnswer.contains(key), isInitials: isInitials, hasRole: hasRole,
            isMarkedUp: markup > 0, isNameLike: isNameLike)
    }

    private static let particles = WordQuery.english(.labelParticle)
    private static let questionOrAnswer = WordQuery.english(.questionOrAnswer)
    private static let notSpeakers = WordQuery.english(.noSpeaker)
}
