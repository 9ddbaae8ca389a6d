import English
import Linguistics

/// What each part that a mark can play costs, by what stands beside it and by the document's house style.
extension MarkScanner {
    /// The mark at a token, `nil` for an apostrophe inside a word.
    func weigh(_ shape: UInt32, _ range: ByteRange, token: Int, startsParagraph: Bool) -> Mark? {
        let before = neighbour(before: range.lower)
        let after = neighbour(after: range.upper)
        var open: Float = 0
        switch before {
        case .space, .opening: open += 0
        case .mark: open += 0.5
        case .other: open += 1.5
        case .closing: open += 4
        case .lower, .upper, .digit: open += 5
        }
        switch after {
        case .space: open += before == .space ? 3 : 6
        case .closing: open += isEllipsis(at: range.upper) ? 0.3 : 3
        default: break
        }
        var close: Float = 0
        switch before {
        case .space: close += 4
        case .opening: close += isDash(before: range.lower) ? 0.5 : 3
        case .mark: close += 0.5
        default: break
        }
        switch after {
        case .lower, .upper, .digit: close += before == .closing ? 1.5 : 4
        default: break
        }
        func mark(_ family: Mark.Family, _ open: Float, _ close: Float, _ none: Float, directed: Bool = false) -> Mark {
            Mark(
                range: range, token: token, family: family, open: open, close: close, none: none,
                startsParagraph: startsParagraph, isDirected: directed)
        }
        switch shape {
        case 0x22,
            0x201D where style.isRightOnly,
            0x201C where style.isLowHigh:
            return mark(.double, open, close, before == .digit ? inchCost(range) : 7)
        case 0x201C, 0x201F: return mark(.double, open * 0.3, 5 + close, 6, directed: true)
        case 0x201D:
            return mark(.double, 5 + open, close * 0.3, before == .digit ? inchCost(range) + 1.5 : 6, directed: true)
        case 0x201E: return mark(.double, 0, 8, 7, directed: true)
        case 0xAB, 0xBB:
            let opens = (shape == 0xAB) != style.isInvertedAngle
            return mark(.angle, opens ? 0 : 5 + open, opens ? 5 + close : 0, 6, directed: true)
        case 0x300C, 0x300E: return mark(shape == 0x300C ? .angle : .single, 0, 9, 9, directed: true)
        case 0x300D, 0x300F: return mark(shape == 0x300D ? .angle : .single, 9, 0, 9, directed: true)
        case 0x2039: return mark(.single, style.isInvertedAngle ? 5 : 0, style.isInvertedAngle ? 0 : 5, 6)
        case 0x203A: return mark(.single, style.isInvertedAngle ? 0 : 5, style.isInvertedAngle ? 5 : 0, 6)
        case 0x201A: return after == .space ? nil : mark(.single, 0.2, 8, 2)
        case 0x60: return mark(.single, open + 0.2, 5 + close, 2)
        case 0x201B,
            0x2018 where !style.isLowHigh:
            let elision = isElision(after: range.upper)
            return mark(.single, open * 0.5 + (elision ? 2 : 0.2), 5 + close, elision ? 0.2 : 2.5, directed: true)
        default: return single(shape, range, token: token, before, after, startsParagraph, open: open, close: close)
        }
    }

    /// `'` and `’`, which are apostrophes more often than not.
    private func single(
        _ shape: UInt32, _ range: ByteRange, token: Int, _ before: Neighbour, _ after: Neighbour,
        _ startsParagraph: Bool,
        open: Float, close: Float
    ) -> Mark? {
        let isLetterBefore = before == .lower || before == .upper || before == .digit
        let isLetterAfter = after == .lower || after == .upper || after == .digit
        if isLetterBefore && isLetterAfter { return nil }
        var open = open
        var close = close
        var none: Float = 3
        if shape == 0x2019 { open += 5 }
        if shape == 0x2018 { close += style.isLowHigh ? 0 : 4 }
        if !isLetterBefore && isLetterAfter {
            if isElision(after: range.upper) {
                none = 0
                open += 1.5
            } else {
                none = style.prefersSingle ? 3 : 2
            }
        } else if isLetterBefore {
            none = 1.2
            close += 0.6
            switch story.bytes[Int(range.lower) - 1] | 0x20 {
            case UInt8(ascii: "s"):
                none = 0.7
                close += after == .space ? 0.8 : 0
            case UInt8(ascii: "n"): none = isDroppedG(range) ? 0.6 : 1.2
            case UInt8(ascii: "o"): none = isSingleLetter(before: range.lower) ? 0 : 1.2
            default:
                // Feet or minutes, unless the number is a year.
                if before == .digit {
                    (none, close) = isShortNumber(before: range.lower) ? (0.2, close + 0.8) : (0.8, close)
                }
            }
            if after == .closing { close -= 0.5 }
        } else if before == .closing {
            none = 5
        }
        if !style.prefersSingle { open += 0.3 }
        if shape == 0x27, style.hasCurlySingles {
            open += 1.5
            close += 1.5
        }
        return Mark(
            range: range, token: token, family: .single, open: open, close: close, none: none,
            startsParagraph: startsParagraph, isDirected: false)
    }

    private func isDash(before offset: Int32) -> Bool {
        let index = Int(offset) - 1
        guard index >= 0 else { return false }
        if story.bytes[index] == UInt8(ascii: "-") { return true }
        return index >= 2 && story.bytes[index - 2] == 0xE2 && story.bytes[index - 1] == 0x80
            && (0x90...0x95).contains(story.bytes[index])
    }

    private func isEllipsis(at offset: Int32) -> Bool {
        let index = Int(offset)
        guard index + 2 < story.bytes.count else { return false }
        if story.bytes[index] == 0x2E && story.bytes[index + 1] == 0x2E { return true }
        return story.bytes[index] == 0xE2 && story.bytes[index + 1] == 0x80 && story.bytes[index + 2] == 0xA6
    }

    /// The cost of reading a double mark behind a digit as inches or seconds.
    private func inchCost(_ range: ByteRange) -> Float {
        var index = Int(range.lower) - 1
        while index >= 0, story.bytes[index].isASCIIDigit || story.bytes[index] == 0x2E || story.bytes[index] == 0x2F {
            index -= 1
        }
        // 5'11" and 12" x 8": the number stands behind feet or before a measure.
        if index >= 0, story.bytes[index] == 0x27 { return 0.1 }
        if index >= 2, story.bytes[index] == 0x99 || story.bytes[index] == 0xB2, story.bytes[index - 1] == 0x80 {
            return 0.1
        }
        if Int(range.lower) - 1 - index > 3 { return 4 }
        return 1
    }

    /// Whether a word that drops its beginning stands at a byte: *’em*, *’90s*.
    func isElision(after offset: Int32) -> Bool {
        var end = Int(offset)
        while end < story.bytes.count, story.bytes[end].isASCIILetter || story.bytes[end].isASCIIDigit { end += 1 }
        guard end > Int(offset), end - Int(offset) <= 7 else { return false }
        if story.bytes[Int(offset)].isASCIIDigit {
            let digits = end - Int(offset)
            return digits == 2 || (digits == 3 && story.bytes[end - 1] == UInt8(ascii: "s"))
        }
        return Self.elisions.contains(story.hash(Int(offset)..<end))
    }

    private static let elisions = WordQuery.english(.elision)

    private func isDroppedG(_ range: ByteRange) -> Bool {
        let index = Int(range.lower) - 2
        return index >= 1 && story.bytes[index] | 0x20 == UInt8(ascii: "i") && story.bytes[index - 1].isASCIILetter
    }

    /// Whether a number of three digits at most stands before a byte.
    private func isShortNumber(before offset: Int32) -> Bool {
        let digits = story.bytes[..<Int(offset)].suffix(4).reversed().prefix { $0.isASCIIDigit }
        return digits.count < 4
    }

    private func isSingleLetter(before offset: Int32) -> Bool {
        let index = Int(offset) - 2
        return index < 0 || !story.bytes[index].isASCIILetter
    }
}
