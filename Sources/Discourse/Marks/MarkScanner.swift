import Linguistics

/// A character that may be a quotation mark, with what its neighbours say about its part.
package struct Mark {
    /// Marks that pair with each other.
    package enum Family: UInt8, Sendable { case double, single, angle }

    /// The bytes; two for `` `` `` and `''`.
    var range: ByteRange
    /// The token in which it stands.
    var token: Int
    var family: Family
    /// The cost of reading it as opening, as closing, and as no quotation mark.
    var open: Float
    var close: Float
    var none: Float
    /// Whether nothing but marks stands before it in its paragraph.
    var startsParagraph: Bool
    /// Whether it can open only: a curly or low mark.
    var isDirected: Bool
    /// Whether what it would open goes on with a sentence: *were ‘lied to*.
    var opensFragment = false
    /// The cost of opening inside a mark of its own family.
    var nest: Float = 0
}

/// Finds everything that may be a quotation mark and weighs its parts by its neighbours and the document's house style.
struct MarkScanner {
    /// What a document's marks look like as a whole.
    struct HouseStyle {
        /// Low opening marks are used, so that “ and ‘ close.
        var isLowHigh = false
        /// `»` opens and `«` closes.
        var isInvertedAngle = false
        /// ” opens as well, as in Swedish.
        var isRightOnly = false
        /// Single marks quote at the outer level, as in British use.
        var prefersSingle = false
        /// Single marks that quote are curly, so that straight ones are something else.
        var hasCurlySingles = false
    }

    let story: Story
    private(set) var style = HouseStyle()

    init(_ story: Story) {
        self.story = story
        style = learnStyle()
    }

    /// All marks in order.
    ///
    /// - Complexity: O(tokens).
    func marks() -> ContiguousArray<Mark> {
        var marks: ContiguousArray<Mark> = []
        var index = 0
        let count = story.tokens.count
        var lastParagraph: Int32 = -1
        var onlyMarks = true
        while index < count {
            let paragraph = story.paragraphOfToken[index]
            if paragraph != lastParagraph {
                lastParagraph = paragraph
                onlyMarks = true
            }
            guard story.tokens.kinds[index] != .word, let shape = shape(index) else {
                if story.isWord(index) { onlyMarks = false }
                index += 1
                continue
            }
            if let value = attributeEnd(index) {
                index = value
                continue
            }
            var end = index + 1
            var kind = shape
            if index + 1 < count, story.tokens.starts[index + 1] == story.tokens.ends[index] {
                // LaTeX and old wires: ``…''
                if shape == 0x60, story.byte(index + 1) == 0x60 { (kind, end) = (0x201C, index + 2) }
                if shape == 0x27, story.byte(index + 1) == 0x27, story.tokens.kinds[index + 1] == .punctuation,
                    !isElision(after: story.tokens.ends[index + 1])
                {
                    (kind, end) = (0x22, index + 2)
                }
            }
            let range = ByteRange(story.tokens.starts[index], story.tokens.ends[end - 1])
            if var mark = weigh(kind, range, token: index, startsParagraph: onlyMarks) {
                mark.opensFragment = goesOnWithSentence(range)
                mark.nest = nestCost(of: mark)
                marks.append(mark)
            }
            index = end
        }
        return marks
    }

    /// The token behind the value of a tag's attribute that a mark opens: `<tweet id="511"/>`.
    private func attributeEnd(_ token: Int) -> Int? {
        let start = Int(story.tokens.starts[token])
        let bytes = story.bytes
        let mark = story.byte(token)
        guard start > 2, bytes[start - 1] == UInt8(ascii: "="), mark == 0x22 || mark == 0x27,
            let tag = bytes[max(0, start - Self.longestTag)..<start].lastIndex(where: {
                $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">")
            }), bytes[tag] == UInt8(ascii: "<")
        else { return nil }
        var end = token + 1
        while end < story.tokens.count, Int(story.tokens.starts[end]) - start < Self.longestTag {
            if story.isMark(end, mark) { return end + 1 }
            end += 1
        }
        return nil
    }

    private static let longestTag = 200

    /// Whether a word stands before the space before a mark, and a small letter behind the mark.
    private func goesOnWithSentence(_ mark: ByteRange) -> Bool {
        guard mark.lower > 1, neighbour(before: mark.lower) == .space, neighbour(after: mark.upper) == .lower else {
            return false
        }
        let before = neighbour(before: mark.lower - 1)
        return before == .lower || before == .upper || before == .digit
    }

    /// What it costs that a mark opens inside a mark of its own family: little behind a word (*“They painted “closed” on
    /// it”*), much where a sentence begins, since a closing mark is missing there more often.
    private func nestCost(of mark: Mark) -> Float {
        let cost: Float = mark.isDirected ? 1 : 2.5
        guard mark.range.lower > 1, neighbour(before: mark.range.lower) == .space else { return cost + 3 }
        switch neighbour(before: mark.range.lower - 1) {
        case .lower, .upper, .digit: return cost
        case .closing where story.bytes[Int(mark.range.lower) - 2] == UInt8(ascii: ","): return cost + 2
        default: return cost + 6
        }
    }

    /// The scalar of a token that may be a quotation mark.
    private func shape(_ token: Int) -> UInt32? {
        switch story.byte(token) {
        case 0x22, 0x27, 0x60: return UInt32(story.byte(token))
        case 0xC2, 0xE2, 0xE3:
            switch story.scalar(token) {
            case 0xAB, 0xBB, 0x2018...0x201F, 0x2039, 0x203A, 0x300C...0x300F: return story.scalar(token)
            default: return nil
            }
        default: return nil
        }
    }

    private func learnStyle() -> HouseStyle {
        var style = HouseStyle()
        var leftDouble = 0
        var rightDouble = 0
        var double = 0
        var singleOpenings = 0
        var singleClosings = 0
        var outerSingle = 0
        var angleSeen = false
        for token in 0..<story.tokens.count where story.tokens.kinds[token] != .word {
            guard let shape = shape(token) else { continue }
            let range = story.tokens[token]
            let before = neighbour(before: range.lower)
            let after = neighbour(after: range.upper)
            switch shape {
            case 0x201E, 0x201A: style.isLowHigh = true
            case 0x201C: leftDouble += 1
            case 0x201D: rightDouble += 1
            case 0xAB, 0xBB:
                if !angleSeen, before == .space, after != .space { style.isInvertedAngle = shape == 0xBB }
                angleSeen = true
            case 0x22: double += 1
            case 0x27, 0x2018, 0x2019:
                if shape == 0x2018 { style.hasCurlySingles = true }
                if shape != 0x2019, before == .space || before == .opening, after == .upper || after == .lower,
                    !isElision(after: range.upper)
                {
                    singleOpenings += 1
                    if after == .upper { outerSingle += 1 }
                }
                if shape != 0x2018, before == .closing, after != .lower, after != .upper { singleClosings += 1 }
            default: break
            }
        }
        style.isRightOnly = leftDouble == 0 && rightDouble >= 2 && !style.isLowHigh
        let doubles = leftDouble + double / 2
        style.prefersSingle =
            singleOpenings > 0 && (doubles == 0 || singleOpenings > 2 * doubles || outerSingle > doubles)
        if doubles > 0 && singleClosings == 0 && singleOpenings < 2 * doubles { style.prefersSingle = false }
        return style
    }
}
