/// Bytes as text, and what they were.
public struct DecodedText: Sendable, Hashable {
    /// Valid UTF-8, without a byte order mark.
    public let bytes: [UInt8]
    /// The charset that the bytes were in.
    public let charset: Charset
    /// The offset of a last character that was cut off, in the bytes as they were; it is U+FFFD in the text.
    public let cutOffset: Int?
}

/// Why bytes are no text.
public enum UndecodableText: Error, Hashable, Sendable {
    /// UTF-8, but for the byte at this offset.
    case brokenUTF8(byteOffset: Int)
    /// Holds what no text has, as programs, pictures and archives do: a NUL byte, or many control characters. The offset of
    /// the first.
    case notText(byteOffset: Int)
    /// Reads best in this charset, which has no character for the byte at this offset.
    case undecodable(charset: String, byteOffset: Int)
}

/// Turns bytes in any charset into UTF-8.
public enum TextDecoder {
    /// Decodes a text.
    ///
    /// - Parameters:
    ///   - bytes: The text as it is, all of it or up to a cut in its last character.
    ///   - declared: The charset that it says it is in, or that its sender says. It is taken where it reads nearly as well
    ///     as the best, since declarations are often wrong.
    /// - Throws: `UndecodableText`.
    public static func decode(
        _ bytes: [UInt8], declared: Charset? = nil
    ) throws(UndecodableText) -> DecodedText {
        if let (charset, length) = ByteForm.mark(of: bytes.span) {
            return try convert(bytes, from: length, charset)
        }
        if let zero = bytes.firstIndex(of: 0) {
            guard let charset = ByteForm.unmarkedUnicode(bytes.span) else { throw .notText(byteOffset: zero) }
            return try convert(bytes, from: 0, charset)
        }
        switch ByteForm.utf8(bytes.span) {
        case .ascii:
            guard let charset = ByteForm.escapes(in: bytes.span), let text = try? convert(bytes, from: 0, charset) else {
                return DecodedText(bytes: bytes, charset: .utf8, cutOffset: nil)
            }
            return text
        case .whole: return DecodedText(bytes: bytes, charset: .utf8, cutOffset: nil)
        case .cut(let offset):
            return DecodedText(bytes: bytes[..<offset] + replacement, charset: .utf8, cutOffset: offset)
        case .broken(let offset): throw .brokenUTF8(byteOffset: offset)
        case .none: break
        }
        if let control = ByteForm.firstControl(ofMany: bytes.span) { throw .notText(byteOffset: control) }
        if let charset = ByteForm.unmarkedWide(bytes.span) { return try convert(bytes, from: 0, charset) }
        let readings = CharsetDetector.readings(of: bytes.span)
        if let declared, let best = readings.first,
            let score = CharsetDetector.score(of: declared, in: readings), score > best.score - trustInDeclarations,
            let text = try? convert(bytes, from: 0, declared)
        {
            return text
        }
        guard let best = readings.first else { throw .notText(byteOffset: 0) }
        do throws(UndecodableText) {
            return try convert(bytes, from: 0, best.charset)
        } catch {
            // What is likely but for one byte may be whole in one that is nearly as likely.
            for other in readings.dropFirst() where other.score > best.score - trustInDeclarations {
                if let text = try? convert(bytes, from: 0, other.charset) { return text }
            }
            throw error
        }
    }

    /// By this much, as a natural logarithm, a charset may read worse than the best and still be taken: two letters that
    /// the language does not have.
    private static let trustInDeclarations: Float = 20
    private static let replacement = Array("\u{FFFD}".utf8)

    private static func convert(
        _ bytes: [UInt8], from start: Int, _ charset: Charset
    ) throws(UndecodableText) -> DecodedText {
        if charset == .utf8 {
            switch ByteForm.utf8(bytes.span.extracting(droppingFirst: start)) {
            case .cut(let offset):
                return DecodedText(
                    bytes: bytes[start..<start + offset] + replacement, charset: .utf8, cutOffset: start + offset)
            case .ascii, .whole: return DecodedText(bytes: Array(bytes[start...]), charset: .utf8, cutOffset: nil)
            case .broken(let offset): throw .brokenUTF8(byteOffset: start + offset)
            case .none: throw .brokenUTF8(byteOffset: start + ByteForm.firstInvalid(bytes.span.extracting(droppingFirst: start)))
            }
        }
        if let table = SingleByteCharset.all.first(where: { $0.charset == charset }) {
            return DecodedText(bytes: try read(bytes, by: table), charset: charset, cutOffset: nil)
        }
        guard let converter = Converter(charset) else { throw .undecodable(charset: charset.name, byteOffset: start) }
        let (text, end) = converter.convert(bytes.span.extracting(droppingFirst: start))
        switch end {
        case .whole: return DecodedText(bytes: text, charset: charset, cutOffset: nil)
        case .cut(let offset):
            return DecodedText(bytes: text + replacement, charset: charset, cutOffset: start + offset)
        case .invalid(let offset): throw .undecodable(charset: charset.name, byteOffset: start + offset)
        }
    }

    private static func read(_ bytes: [UInt8], by table: SingleByteCharset) throws(UndecodableText) -> [UInt8] {
        let pieces = table.scalars.map { Array(String(Unicode.Scalar($0) ?? "\u{FFFD}").utf8) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 4)
        for (offset, byte) in bytes.enumerated() {
            if byte < 0x80 {
                text.append(byte)
            } else {
                guard table.scalars[Int(byte)] != 0xFFFD else {
                    throw .undecodable(charset: table.charset.name, byteOffset: offset)
                }
                text.append(contentsOf: pieces[Int(byte)])
            }
        }
        return text
    }
}
