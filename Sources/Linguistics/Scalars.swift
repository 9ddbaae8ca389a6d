/// Decoding and classing of single scalars in bytes that are known to be valid UTF-8.
public enum Scalars {
    /// What kind of character a scalar is, as far as tokens need to know.
    public enum Kind: UInt8, Sendable {
        case whitespace, uppercase, lowercase, otherLetter, digit, mark, punctuation, symbol
    }

    /// Decodes the scalar that begins at a byte.
    ///
    /// - Returns: The scalar's value and its length in bytes.
    @inlinable
    public static func decode(_ bytes: Span<UInt8>, at index: Int) -> (value: UInt32, length: Int) {
        let first = UInt32(bytes[index])
        if first < 0x80 { return (first, 1) }
        func next(_ offset: Int) -> UInt32 {
            index + offset < bytes.count ? UInt32(bytes[index + offset] & 0x3F) : 0
        }
        if first < 0xE0 { return ((first & 0x1F) << 6 | next(1), 2) }
        if first < 0xF0 { return ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3) }
        return ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
    }

    /// The kind of a scalar.
    @inlinable
    @inline(__always)
    public static func kind(_ value: UInt32) -> Kind { value < 0x80 ? asciiKind(value) : furtherKind(value) }

    /// The kind of an ASCII character: told by comparing, since a table would ask before each look whether it is there yet.
    @inlinable
    @inline(__always)
    static func asciiKind(_ value: UInt32) -> Kind {
        if (value | 0x20) &- 0x61 < 26 { return value & 0x20 == 0 ? .uppercase : .lowercase }
        if value <= 0x20 || value == 0x7F { return .whitespace }
        if value &- 0x30 < 10 { return .digit }
        switch value {
        case 0x24, 0x2B, 0x3C...0x3E, 0x5E, 0x60, 0x7C, 0x7E:  // $ + < = > ^ ` | ~
            return .symbol
        default: return .punctuation
        }
    }

    @usableFromInline
    static func furtherKind(_ value: UInt32) -> Kind {
        switch value {
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: return .whitespace
        case 0xAA, 0xB5, 0xBA: return .lowercase
        case 0xD7, 0xF7: return .symbol
        case 0xC0...0xDE: return .uppercase
        case 0xDF...0xFF: return .lowercase
        case 0x300...0x36F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF: return .mark
        case 0x2010...0x2027, 0x2030...0x205E, 0x3001...0x3003, 0x3008...0x3011: return .punctuation
        default: return slowKind(value)
        }
    }

    private static func slowKind(_ value: UInt32) -> Kind {
        guard let scalar = Unicode.Scalar(value) else { return .symbol }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .titlecaseLetter: return .uppercase
        case .lowercaseLetter: return .lowercase
        case .modifierLetter, .otherLetter, .letterNumber: return .otherLetter
        case .decimalNumber, .otherNumber: return .digit
        case .nonspacingMark, .spacingMark, .enclosingMark, .format: return .mark
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control: return .whitespace
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return .punctuation
        default: return .symbol
        }
    }

    /// The simple lower-case form of a scalar; curly apostrophes become straight, so that `don’t` equals `don't`.
    @inlinable
    public static func folded(_ value: UInt32) -> UInt32 {
        if value < 0x80 { return value &- 0x41 < 26 ? value | 0x20 : value }
        switch value {
        case 0xC0...0xDE where value != 0xD7: return value + 0x20
        case 0x100...0x137 where value & 1 == 0, 0x14A...0x177 where value & 1 == 0: return value + 1
        case 0x139...0x148 where value & 1 == 1, 0x179...0x17E where value & 1 == 1: return value + 1
        case 0x391...0x3A9: return value + 0x20
        case 0x410...0x42F: return value + 0x20
        case 0x400...0x40F: return value + 0x50
        case 0x2018, 0x2019, 0x2BC: return 0x27
        default: return value
        }
    }
}
