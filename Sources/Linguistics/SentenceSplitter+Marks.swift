/// The marks about a sentence's end.
extension SentenceSplitter {
    /// Whether a token is a dash at which speech may break off: `—`, `–`, `--`.
    static func isBreak(_ byte: UInt8, _ length: Int, _ start: Int, _ text: Span<UInt8>) -> Bool {
        if byte == UInt8(ascii: "-") { return length > 1 }
        return byte == 0xE2 && start + 2 < text.count && text[start + 1] == 0x80
            && (0x93...0x95).contains(text[start + 2])
    }

    /// Whether a token is a stop of full width, behind which no space stands: `。`, `！`, `．`, `？`.
    static func isWideStop(_ start: Int, _ text: Span<UInt8>) -> Bool {
        guard text[start] >= 0xE3, start + 2 < text.count else { return false }
        return (text[start] == 0xE3 && text[start + 1] == 0x80 && text[start + 2] == 0x82)
            || (text[start] == 0xEF && text[start + 1] == 0xBC && [0x81, 0x8E, 0x9F].contains(text[start + 2]))
    }

    /// Where the numbers of notes end that touch the stop behind a small word: `consultation.11 12 Take`.
    static func numberEnd(_ index: Int, _ limit: Int, _ tokens: Tokens) -> Int? {
        guard index > 1, tokens.flags[index].isAttached, isNoteNumber(index, tokens), tokens.kinds[index - 2] == .word,
            !tokens.flags[index - 2].contains(.capitalized), tokens.flags[index - 1].isAttached
        else { return nil }
        var end = index + 1
        while end < limit, isNoteNumber(end, tokens) { end += 1 }
        return end < limit && tokens.flags[end].isSuperset(of: [.afterSpace, .capitalized]) ? end : nil
    }

    private static func isNoteNumber(_ index: Int, _ tokens: Tokens) -> Bool {
        tokens.kinds[index] == .number && tokens.ends[index] - tokens.starts[index] <= 3
            && !tokens.flags[index].contains(.hasLetter)
    }

    static func isTerminal(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
    }

    /// Where an emoticon such as `:-)` that begins at a token ends.
    static func emoticonEnd(
        _ index: Int, _ limit: Int, _ tokens: Tokens, _ text: Span<UInt8>
    ) -> Int? {
        let eyes = text[Int(tokens.starts[index])]
        guard eyes == UInt8(ascii: ":") || eyes == UInt8(ascii: ";") || eyes == UInt8(ascii: "=") else { return nil }
        var mouth = index + 1
        if mouth < limit, text[Int(tokens.starts[mouth])] == UInt8(ascii: "-"), tokens.flags[mouth].isAttached {
            mouth += 1
        }
        guard mouth < limit, tokens.flags[mouth].isAttached, tokens.ends[mouth] - tokens.starts[mouth] == 1 else {
            return nil
        }
        switch text[Int(tokens.starts[mouth])] {
        case UInt8(ascii: ")"), UInt8(ascii: "("), UInt8(ascii: "D"), UInt8(ascii: "P"), UInt8(ascii: "]"): break
        default: return nil
        }
        var end = mouth + 1
        while end < limit, tokens.flags[end].isAttached,
            text[Int(tokens.starts[end])] == text[Int(tokens.starts[mouth])]
        {
            end += 1
        }
        return end
    }

    /// Where the number of a note, `[6]` or `[1-3, 7]`, that begins at a token ends.
    static func noteEnd(_ index: Int, _ limit: Int, _ tokens: Tokens, _ text: Span<UInt8>) -> Int? {
        guard text[Int(tokens.starts[index])] == UInt8(ascii: "[") else { return nil }
        var end = index + 1
        while end < min(limit, index + 12), tokens.kinds[end] == .number || tokens.kinds[end] == .punctuation {
            if text[Int(tokens.starts[end])] == UInt8(ascii: "]") { return end > index + 1 ? end + 1 : nil }
            end += 1
        }
        return nil
    }

    static func isClosing(_ index: Int, _ tokens: Tokens, _ text: Span<UInt8>) -> Bool {
        let start = Int(tokens.starts[index])
        let isAttached = tokens.flags[index].isAttached
        switch text[start] {
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "."): return true
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "_"): return isAttached
        case 0xE2:
            return start + 2 < text.count && text[start + 1] == 0x80 && [0x99, 0x9D, 0xA6].contains(text[start + 2])
        case 0xC2: return start + 1 < text.count && text[start + 1] == 0xBB
        default: return false
        }
    }

    /// Whether a token is `...` or `…`.
    static func isEllipsis(_ index: Int, _ tokens: Tokens, _ text: Span<UInt8>) -> Bool {
        (text[Int(tokens.starts[index])] == UInt8(ascii: ".") && tokens.ends[index] - tokens.starts[index] > 1
            && tokens.kinds[index] == .punctuation) || isEllipsisMark(index, tokens, text)
    }

    /// Whether an ellipsis belongs to the capitalised word that it touches (`So? ...No.`), and not to the one before.
    static func leadsIn(_ index: Int, before limit: Int, _ tokens: Tokens, _ text: Span<UInt8>) -> Bool {
        index + 1 < limit && tokens.flags[index].contains(.afterSpace)
            && tokens.flags[index + 1].contains(.capitalized) && tokens.flags[index + 1].isAttached
    }

    /// Whether a token is `…`.
    static func isEllipsisMark(_ index: Int, _ tokens: Tokens, _ text: Span<UInt8>) -> Bool {
        let start = Int(tokens.starts[index])
        return text[start] == 0xE2 && start + 2 < text.count && text[start + 1] == 0x80 && text[start + 2] == 0xA6
    }

    static func isOpening(_ index: Int, _ tokens: Tokens, _ text: Span<UInt8>) -> Bool {
        let start = Int(tokens.starts[index])
        switch text[start] {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "-"): return true
        case UInt8(ascii: "*"), UInt8(ascii: "_"): return index + 1 < tokens.count && tokens.flags[index + 1].isAttached
        case 0xE2: return tokens.kinds[index] == .punctuation && !isEllipsisMark(index, tokens, text)
        case 0xC2: return start + 1 < text.count && text[start + 1] == 0xAB
        default: return false
        }
    }
}
