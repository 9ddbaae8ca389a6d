/// Escapes that JSON allows (RFC 8259, section 7) and the decoder refuses.
enum JSONEscapes {
    /// A document that the decoder takes: `\u0000` is left out, as text has no place for it, and half a surrogate pair becomes U+FFFD.
    ///
    /// - Parameter bytes: JSON in UTF-8, whole or not.
    /// - Returns: The same bytes where nothing is to be mended.
    static func mended(_ bytes: [UInt8]) -> [UInt8] {
        var mended: [UInt8] = []
        // Up to here it is in `mended`.
        var copied = 0
        var index = 0
        while let escape = bytes[index...].firstIndex(of: backslash) {
            guard let unit = codeUnit(at: escape, of: bytes) else {
                // What is escaped may be a backslash.
                index = min(escape + 2, bytes.count)
                continue
            }
            index = escape + length
            let replacement: [UInt8]
            switch unit {
            case 0: replacement = []
            case 0xD800...0xDBFF:
                if let low = codeUnit(at: index, of: bytes), (0xDC00...0xDFFF).contains(low) {
                    index += length
                    continue
                }
                replacement = unknown
            case 0xDC00...0xDFFF: replacement = unknown
            default: continue
            }
            mended += bytes[copied..<escape]
            mended += replacement
            copied = index
        }
        return copied == 0 ? bytes : mended + bytes[copied...]
    }

    private static let backslash = UInt8(ascii: "\\")
    /// How many bytes `\uXXXX` has.
    private static let length = 6
    private static let unknown = Array("\u{FFFD}".utf8)

    /// The UTF-16 code unit of an escape `\uXXXX`; nil for other escapes.
    private static func codeUnit(at start: Int, of bytes: [UInt8]) -> UInt16? {
        guard start + length <= bytes.count, bytes[start] == backslash, bytes[start + 1] == UInt8(ascii: "u") else {
            return nil
        }
        let digits = bytes[(start + 2)..<(start + length)]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
