/// What stands before an item of a list.
///
/// `1.`, `1)`, `1.)`, `a.`, `(iv)`, `IV.`, `•`, `• 9.`; where items follow each other in one paragraph, their markers have
/// one shape and count on.
struct ListMarker {
    /// How an item is counted.
    private struct Counting: OptionSet {
        let rawValue: UInt8
        static let numbers = Counting(rawValue: 1 << 0)
        static let letters = Counting(rawValue: 1 << 1)
        static let romanNumerals = Counting(rawValue: 1 << 2)
        static let capitals = Counting(rawValue: 1 << 3)
    }

    /// The marks about the count, and the bullet before it.
    private struct Shape: Equatable {
        var bullet: UInt32 = 0
        var isOpened = false
        var isDotted = false
        var isClosed = false
    }

    private var first: Int
    private var shape = Shape()
    private var counting: Counting = []
    private var number = 0
    private var letter = 0
    private var romanNumeral = 0
    /// The first token behind the marker.
    private(set) var end: Int

    /// Reads the marker that begins at a token; behind it stand white space and something to mark.
    init?(at index: Int, before limit: Int, _ tokens: Tokens, _ text: Span<UInt8>) {
        self.init(at: index, before: limit, tokens, text, mayBeBullet: true)
    }

    /// Reads the marker of a list's first item that begins behind a sentence; it counts one, and the second item follows.
    ///
    /// - Complexity: O(1): the second item is looked for among the next hundred tokens.
    init?(opening index: Int, before limit: Int, _ tokens: Tokens, _ text: Span<UInt8>) {
        switch text[Int(tokens.starts[index])] {
        case UInt8(ascii: "1"), UInt8(ascii: "a"), UInt8(ascii: "i"), UInt8(ascii: "("): break
        default: return nil
        }
        guard let marker = ListMarker(at: index, before: limit, tokens, text),
            marker.number == 1 || marker.letter == 1 || marker.romanNumeral == 1, !marker.counting.contains(.capitals)
        else { return nil }
        let last = min(limit, marker.end + 100)
        let isList = (marker.end..<last).contains {
            tokens.flags[$0].contains(.afterSpace) && Self.maySecond(text[Int(tokens.starts[$0])])
                && ListMarker(at: $0, before: limit, tokens, text)?.following(marker, tokens, text) != nil
        }
        guard isList else { return nil }
        self = marker
    }

    /// Whether a byte may begin the marker of a list's second item: `2.`, `b)`, `ii.`, `(2)`.
    private static func maySecond(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "2") || byte == UInt8(ascii: "b") || byte == UInt8(ascii: "i") || byte == UInt8(ascii: "(")
    }

    /// Behind a bullet stands a count at most: a row of a thousand dashes is looked at once, not from each of them on.
    private init?(at index: Int, before limit: Int, _ tokens: Tokens, _ text: Span<UInt8>, mayBeBullet: Bool) {
        first = index
        end = index
        guard index < limit else { return nil }
        let start = Int(tokens.starts[index])
        switch text[start] {
        case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "("), UInt8(ascii: "0")...UInt8(ascii: "9"), 0xC2, 0xE2:
            break
        default:
            // A letter or a Roman numeral of a few letters, or the word is no marker.
            guard text[start].isASCIILetter, tokens.ends[index] - tokens.starts[index] <= 5 else { return nil }
        }
        let bullet = Scalars.decode(text, at: start)
        if Self.isBullet(bullet.value), Int(tokens.ends[index]) == start + bullet.length {
            guard mayBeBullet else { return nil }
            shape.bullet = bullet.value
            end = index + 1
            guard end < limit else { return nil }
            if let count = ListMarker(at: end, before: limit, tokens, text, mayBeBullet: false),
                count.shape.isDotted || count.shape.isClosed
            {
                end = count.end
                return
            }
            guard tokens.flags[end].contains(.afterSpace) else { return nil }
            return
        }
        if text[start] == UInt8(ascii: "(") {
            shape.isOpened = true
            end += 1
            guard end < limit, tokens.flags[end].isAttached else { return nil }
        }
        guard readCount(tokens, text) else { return nil }
        if !shape.isDotted, end < limit, tokens.flags[end].isAttached, tokens.isMark(end, UInt8(ascii: "."), text) {
            shape.isDotted = true
            end += 1
        }
        if end < limit, tokens.flags[end].isAttached, tokens.isMark(end, UInt8(ascii: ")"), text) {
            shape.isClosed = true
            end += 1
        }
        guard shape.isClosed || (shape.isDotted && !shape.isOpened), end < limit,
            tokens.flags[end].contains(.afterSpace)
        else { return nil }
    }

    /// Reads the number, letter or Roman numeral at `end`, with its dot where the token has it.
    private mutating func readCount(_ tokens: Tokens, _ text: Span<UInt8>) -> Bool {
        var bytes = tokens[end].indices
        if tokens.flags[end].contains(.endsWithDot) {
            shape.isDotted = true
            bytes = bytes.lowerBound..<bytes.upperBound - 1
        }
        guard !bytes.isEmpty, bytes.count <= 4 else { return false }
        let head = text[bytes.lowerBound]
        if head.isASCIIDigit {
            guard bytes.count <= 3 else { return false }
            for index in bytes {
                guard text[index].isASCIIDigit else { return false }
                number = number * 10 + Int(text[index] - UInt8(ascii: "0"))
            }
            counting = .numbers
        } else {
            if head.isASCIIUppercase { counting.insert(.capitals) }
            if bytes.count == 1, head.isASCIILetter {
                letter = Int(head | 0x20) - 0x60
                counting.insert(.letters)
            }
            if let value = Self.romanNumeral(text, bytes) {
                romanNumeral = value
                counting.insert(.romanNumerals)
            }
            guard !counting.isDisjoint(with: [.letters, .romanNumerals]) else { return false }
        }
        end += 1
        return true
    }

    /// This marker as the one after another of the same list; `nil` where it does not count on from it.
    func following(_ last: ListMarker, _ tokens: Tokens, _ text: Span<UInt8>) -> ListMarker? {
        guard shape == last.shape, first > last.end else { return nil }
        if shape.bullet != 0 {
            // A dash or a star inside a paragraph is a mark of its sentence.
            return shape.bullet >= 0x2022 ? self : nil
        }
        var counting: Counting = []
        if number == last.number + 1 { counting.insert(.numbers) }
        if letter == last.letter + 1 { counting.insert(.letters) }
        if romanNumeral == last.romanNumeral + 1 { counting.insert(.romanNumerals) }
        counting.formIntersection(self.counting)
        counting.formIntersection(last.counting)
        guard !counting.isEmpty, self.counting.contains(.capitals) == last.counting.contains(.capitals) else {
            return nil
        }
        let isNumeral = self.counting == [.romanNumerals, .capitals]
        if self.counting.contains(.capitals), !shape.isClosed, !isNumeral {
            // "A. Smith met B. Jones": initials, unless the item before has ended.
            let end = Int(tokens.ends[first - 1]) - 1
            guard !tokens.flags[first - 1].contains(.endsWithDot),
                SentenceSplitter.isTerminal(text[end]) || text[end] == UInt8(ascii: ";")
            else { return nil }
            counting.insert(.capitals)
        } else if self.counting.contains(.capitals) {
            counting.insert(.capitals)
        }
        var following = self
        following.counting = counting
        return following
    }

    private static func isBullet(_ value: UInt32) -> Bool {
        switch value {
        case 0x2D, 0x2A, 0x2013, 0x2014, 0x2022, 0x2023, 0x2043, 0x25AA, 0x25CF, 0x25E6: true
        default: false
        }
    }

    /// The value of a Roman numeral of at most four letters, all of one case.
    private static func romanNumeral(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var total = 0
        var last = 0
        for index in range.reversed() {
            guard text[index].isASCIIUppercase == text[range.lowerBound].isASCIIUppercase else { return nil }
            let value: Int
            switch text[index] | 0x20 {
            case UInt8(ascii: "i"): value = 1
            case UInt8(ascii: "v"): value = 5
            case UInt8(ascii: "x"): value = 10
            default: return nil
            }
            total += value < last ? -value : value
            last = max(last, value)
        }
        return total
    }
}

extension Tokens {
    /// Whether a token is one mark.
    fileprivate func isMark(_ index: Int, _ mark: UInt8, _ text: Span<UInt8>) -> Bool {
        ends[index] - starts[index] == 1 && text[Int(starts[index])] == mark
    }
}
