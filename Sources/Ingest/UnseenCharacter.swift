import Linguistics

/// A character that no reader sees: white space of whatever width, or a mark for those who set type, as the soft hyphen.
///
/// Formats that make a text of their own leave the marks out and fold white space, so that a word is the same however
/// a page breaks it. What is plain text already stays as it is.
struct UnseenCharacter: Hashable {
    /// How many bytes it takes.
    var width: Int
    /// Whether it parts words.
    var isBlank: Bool

    /// The unseen character at a byte of a text in UTF-8; nil for any other.
    ///
    /// U+200D between letters of alphabets that it cannot join goes too; in other scripts, and in pictures, it is part of
    /// how they are written.
    @inline(__always)
    init?(in bytes: Span<UInt8>, at index: Int, end: Int) {
        let byte = bytes[index]
        guard byte >= 0xC2 else {
            guard byte == 0x20 || byte >= 0x09 && byte <= 0x0D else { return nil }
            self.init(width: 1, isBlank: true)
            return
        }
        guard byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF else { return nil }
        self.init(wide: bytes, at: index, end: end)
    }

    private init(width: Int, isBlank: Bool) {
        self.width = width
        self.isBlank = isBlank
    }

    private init?(wide bytes: Span<UInt8>, at index: Int, end: Int) {
        guard index + 1 < end else { return nil }
        let second = bytes[index + 1]
        if bytes[index] == 0xC2 {
            // U+00A0 and U+0085; U+00AD.
            guard second == 0xA0 || second == 0x85 || second == 0xAD else { return nil }
            self.init(width: 2, isBlank: second != 0xAD)
            return
        }
        guard index + 2 < end else { return nil }
        let third = bytes[index + 2]
        switch (bytes[index], second) {
        // U+2000 through U+200A, U+2028, U+2029, U+202F.
        case (0xE2, 0x80) where third <= 0x8A || third == 0xA8 || third == 0xA9 || third == 0xAF:
            self.init(width: 3, isBlank: true)
        // U+200B.
        case (0xE2, 0x80) where third == 0x8B: self.init(width: 3, isBlank: false)
        // U+200D.
        case (0xE2, 0x80) where third == 0x8D:
            guard index > 0, Self.isPlainLetter(bytes, endingAt: index), index + 3 < end,
                Self.isPlainLetter(bytes, at: index + 3)
            else { return nil }
            self.init(width: 3, isBlank: false)
        // U+205F; U+2060.
        case (0xE2, 0x81) where third == 0x9F || third == 0xA0: self.init(width: 3, isBlank: third == 0x9F)
        // U+3000.
        case (0xE3, 0x80) where third == 0x80: self.init(width: 3, isBlank: true)
        // U+FEFF.
        case (0xEF, 0xBB) where third == 0xBF: self.init(width: 3, isBlank: false)
        default: return nil
        }
    }

    /// Whether a Latin, Greek or Cyrillic letter begins at a byte.
    private static func isPlainLetter(_ bytes: Span<UInt8>, at index: Int) -> Bool {
        let byte = bytes[index]
        return byte.isASCIILetter || (0xC3...0xD4).contains(byte)
    }

    /// Whether such a letter ends before a byte.
    private static func isPlainLetter(_ bytes: Span<UInt8>, endingAt end: Int) -> Bool {
        let last = bytes[end - 1]
        if last < 0x80 { return last.isASCIILetter }
        return last & 0xC0 == 0x80 && end > 1 && (0xC3...0xD4).contains(bytes[end - 2])
    }
}
