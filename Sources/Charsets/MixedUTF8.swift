/// Bytes that are UTF-8 in part, read piece by piece.
enum MixedUTF8 {
    /// What stands at one place.
    enum Piece: Equatable {
        /// A character, as UTF-8 has it.
        case character(UInt32)
        /// A character beyond U+FFFF as a pair of surrogates (CESU-8), as databases and Java write it.
        case pair(UInt32)
        /// A byte that is of no UTF-8.
        case stray(UInt8)
        /// The beginning of a character, two bytes or more, without its end.
        case fragment
    }

    /// What stands at an offset within bytes, and of how many bytes it is.
    static func piece(of bytes: Span<UInt8>, at offset: Int) -> (piece: Piece, count: Int) {
        let lead = bytes[offset]
        if lead < 0x80 { return (.character(UInt32(lead)), 1) }
        // The second byte's range keeps out overlong forms, surrogates and what lies beyond U+10FFFF (Unicode, table 3-7).
        let (length, second): (Int, ClosedRange<UInt8>)
        switch lead {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED:
            if let scalar = pair(of: bytes, at: offset) { return (.pair(scalar), 6) }
            (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: (length, second) = (1, 0...0)
        }
        var count = 1
        var scalar = UInt32(lead) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        while count < length, offset + count < bytes.count {
            let byte = bytes[offset + count]
            guard count == 1 ? second ~= byte : byte & 0xC0 == 0x80 else { break }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
            count += 1
        }
        if count == length, length > 1 { return (.character(scalar), count) }
        return (count == 1 ? .stray(lead) : .fragment, count)
    }

    /// The character that a high and a low surrogate here are.
    private static func pair(of bytes: Span<UInt8>, at offset: Int) -> UInt32? {
        guard offset + 6 <= bytes.count, 0xA0...0xAF ~= bytes[offset + 1], bytes[offset + 2] & 0xC0 == 0x80,
            bytes[offset + 3] == 0xED, 0xB0...0xBF ~= bytes[offset + 4], bytes[offset + 5] & 0xC0 == 0x80
        else { return nil }
        let high = UInt32(bytes[offset + 1] & 0x0F) << 6 | UInt32(bytes[offset + 2] & 0x3F)
        let low = UInt32(bytes[offset + 4] & 0x0F) << 6 | UInt32(bytes[offset + 5] & 0x3F)
        return 0x1_0000 + (high << 10 | low)
    }
}
