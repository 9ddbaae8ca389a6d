/// Bytes as text, and what they were.
public struct DecodedText: Sendable, Hashable {
    /// The text in UTF-8, valid and without a byte order mark.
    public let utf8: [UInt8]
    /// The name of the charset that the bytes were in: the preferred one for MIME in IANA's list, where it has one.
    public let charset: String
    /// What was wrong with the bytes or with what was said of them.
    public let faults: [CharsetFault]
}

/// What was wrong with bytes that are text all the same, or with what was said of them.
public enum CharsetFault: Sendable, Hashable {
    /// Said to be in a charset, by this name, that they are not in, or that is not known.
    case wrongDeclaration(String)
    /// The last character, which begins at this offset in the bytes, is not whole, and is left out.
    case cut(byteOffset: Int)
    /// So many places in UTF-8 are none, the first at this offset: single bytes are read as windows-1252, what is of no
    /// charset is U+FFFD in the text.
    case brokenUTF8(count: Int, byteOffset: Int)
}

extension CharsetFault: CustomStringConvertible {
    /// What was wrong and what was made of it, for a person.
    public var description: String {
        switch self {
        case .wrongDeclaration(let name): "It says that it is in \(name), but is not."
        case .cut(let offset): "The last character, at byte offset \(offset), is cut off and left out."
        case .brokenUTF8(let count, let offset):
            "\(count == 1 ? "One place is" : "\(count) places are") not valid UTF-8, the first at byte offset \(offset): "
                + "read as windows-1252 where that gives a character, else as U+FFFD."
        }
    }
}

/// Why bytes are no text.
public enum UndecodableText: Error, Hashable, Sendable {
    /// Holds what no text has, as programs, pictures and archives do: a NUL byte, or many control characters. The offset of
    /// the first.
    case notText(byteOffset: Int)
    /// Not UTF-8 from this offset on, and like no language in any other charset.
    case unreadable(byteOffset: Int)
    /// Is in this charset, but has bytes at this offset that are no character of it.
    case undecodable(charset: String, byteOffset: Int)
}

/// Turns bytes in any charset into UTF-8.
public enum TextDecoder {
    /// Decodes a text.
    ///
    /// A byte order mark decides, then the form of the bytes where it leaves no doubt (UTF-8, UTF-16, UTF-32, ISO 2022),
    /// then what was declared, where the bytes read nearly as well in it as in the likeliest charset.
    ///
    /// - Parameters:
    ///   - bytes: The text as it is.
    ///   - declared: Names of charsets that it says it is in, or that its sender says, in the order in which they are to be
    ///     believed; they mean what the WHATWG's Encoding Standard says.
    /// - Returns: The text, its charset, and what was wrong.
    /// - Throws: `UndecodableText`.
    public static func decode(_ bytes: [UInt8], declared: [String] = []) throws(UndecodableText) -> DecodedText {
        let labels = declared.map { (name: $0, charset: Charset.named($0)) }
        let known = labels.compactMap(\.charset)
        let result = try decode(bytes, declared: known)
        // What is in ASCII only is in most charsets.
        let isWrong: (Charset?) -> Bool = { charset in
            guard let charset else { return true }
            return charset != result.charset && !charset.isReordered(result.charset)
        }
        let faults = labels.filter { isWrong($0.charset) }.map { CharsetFault.wrongDeclaration($0.name) }
        return DecodedText(utf8: result.utf8, charset: result.charset.name, faults: faults + result.faults)
    }

    private struct Result {
        var utf8: [UInt8]
        var charset: Charset
        var faults: [CharsetFault] = []
    }

    private static func decode(_ bytes: [UInt8], declared: [Charset]) throws(UndecodableText) -> Result {
        if let (charset, length) = ByteForm.mark(of: bytes.span) { return try convert(bytes, from: length, charset) }
        if let zero = bytes.firstIndex(of: 0) {
            guard let charset = ByteForm.unmarkedUnicode(bytes.span) else { throw .notText(byteOffset: zero) }
            return try convert(bytes, from: 0, charset)
        }
        switch ByteForm.utf8(bytes.span) {
        case .ascii: return ascii(bytes, declared: declared)
        case .whole, .cut, .faulty: return try convert(bytes, from: 0, .utf8)
        case .none(let first):
            if let control = ByteForm.firstControl(ofMany: bytes.span) {
                // Japanese commas and full stops are such bytes in UTF-16.
                guard let charset = ByteForm.wide(bytes.span) else { throw .notText(byteOffset: control) }
                return try convert(bytes, from: 0, charset)
            }
            return try read(bytes, declared: declared, first: first)
        }
    }

    /// Bytes of ASCII, whose escapes may mean more.
    private static func ascii(_ bytes: [UInt8], declared: [Charset]) -> Result {
        if let charset = ByteForm.escapes(in: bytes.span), let result = try? convert(bytes, from: 0, charset) {
            return result
        }
        for charset in declared {
            if charset == .utf7, let result = try? convert(bytes, from: 0, charset) { return result }
            if charset.hasASCII { return Result(utf8: bytes, charset: charset) }
        }
        return Result(utf8: bytes, charset: .utf8)
    }

    /// Bytes that are no UTF-8 and have no mark.
    private static func read(
        _ bytes: [UInt8], declared: [Charset], first: Int
    ) throws(UndecodableText) -> Result {
        let detector = CharsetDetector(bytes.span)
        guard let best = detector.readings.first else { throw .unreadable(byteOffset: first) }
        let likely = detector.readings.filter { $0.score > best.score - trustInDeclarations }
        for charset in declared where likely.contains(where: { $0.charset == charset }) {
            if let result = try? convert(bytes, from: 0, charset) { return result }
        }
        guard best.score > detector.noise else { throw .unreadable(byteOffset: first) }
        do throws(UndecodableText) {
            return try convert(bytes, from: 0, isWindows1252(bytes, best.charset) ? .windows1252 : best.charset)
        } catch {
            // What is likely but for one byte may be whole in one that is nearly as likely.
            for other in likely.dropFirst() {
                if let result = try? convert(bytes, from: 0, other.charset) { return result }
            }
            throw error
        }
    }

    /// Whether bytes mean in windows-1252 what they mean in another charset: then nothing tells of that one.
    private static func isWindows1252(_ bytes: [UInt8], _ charset: Charset) -> Bool {
        guard let table = SingleByteCharset.all.first(where: { $0.charset == charset }) else { return false }
        let same = zip(table.scalars, SingleByteCharset.windows1252.scalars).map { $0 == $1 }
        return bytes.allSatisfy { same[Int($0)] }
    }

    /// By this much, as a natural logarithm, a charset may read worse than the best and still be taken where it is declared.
    private static let trustInDeclarations: Float = 10

    private static func convert(_ bytes: [UInt8], from start: Int, _ charset: Charset) throws(UndecodableText) -> Result
    {
        let rest = bytes.span.extracting(start..<bytes.count)
        switch charset {
        case .utf8: return try utf8(bytes, from: start)
        case .hz: return Result(utf8: try convert(HZ.eightBit(bytes), from: start, .gb18030).utf8, charset: .hz)
        default: break
        }
        // In windows-1258 marks are characters of their own, which iconv joins with their letters.
        if charset.name != "windows-1258", let table = SingleByteCharset.all.first(where: { $0.charset == charset }) {
            return Result(utf8: try read(bytes, by: table), charset: charset)
        }
        guard let converter = Converter(charset) else { throw .undecodable(charset: charset.name, byteOffset: start) }
        let (text, end) = converter.convert(rest)
        switch end {
        case .whole: return Result(utf8: text, charset: charset)
        case .cut(let offset):
            return Result(utf8: text, charset: charset, faults: [.cut(byteOffset: start + offset)])
        case .invalid(let offset): throw .undecodable(charset: charset.name, byteOffset: start + offset)
        }
    }

    private static func utf8(_ bytes: [UInt8], from start: Int) throws(UndecodableText) -> Result {
        let rest = bytes.span.extracting(start..<bytes.count)
        switch ByteForm.utf8(rest) {
        case .ascii, .whole: return Result(utf8: start == 0 ? bytes : Array(bytes[start...]), charset: .utf8)
        case .cut(let offset):
            return Result(
                utf8: Array(bytes[start..<start + offset]), charset: .utf8, faults: [.cut(byteOffset: start + offset)])
        // Without characters of UTF-8 a mark alone does not make it so.
        case .none(let offset) where ByteForm.mixture(rest).formed == 0:
            throw .undecodable(charset: Charset.utf8.name, byteOffset: start + offset)
        case .faulty, .none: return mended(bytes, from: start)
        }
    }

    /// UTF-8 with other bytes in it.
    private static func mended(_ bytes: [UInt8], from start: Int) -> Result {
        let windows = SingleByteCharset.windows1252.scalars
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + 64)
        var faults: [CharsetFault] = []
        var (count, first) = (0, 0)
        var end = start
        while end < bytes.count {
            let begin = end
            let (piece, length) = MixedUTF8.piece(of: bytes.span, at: begin)
            end += length
            let scalar: UInt32
            switch piece {
            case .character:
                text.append(contentsOf: bytes[begin..<end])
                continue
            case .fragment where end == bytes.count:
                faults.append(.cut(byteOffset: begin))
                continue
            case .pair(let pair): scalar = pair
            case .stray(let byte): scalar = windows[Int(byte)]
            case .fragment: scalar = 0xFFFD
            }
            if count == 0 { first = begin }
            count += 1
            text.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
        }
        if count > 0 { faults.insert(.brokenUTF8(count: count, byteOffset: first), at: 0) }
        return Result(utf8: text, charset: .utf8, faults: faults)
    }

    private static func read(_ bytes: [UInt8], by table: SingleByteCharset) throws(UndecodableText) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 4)
        for (offset, byte) in bytes.enumerated() {
            // All of these charsets' characters are below U+10000.
            let scalar = table.scalars[Int(byte)]
            switch scalar {
            case 0..<0x80: text.append(UInt8(scalar))
            case 0x80..<0x800:
                text.append(0xC0 | UInt8(scalar >> 6))
                text.append(0x80 | UInt8(scalar & 0x3F))
            case 0xFFFD: throw .undecodable(charset: table.charset.name, byteOffset: offset)
            default:
                text.append(0xE0 | UInt8(scalar >> 12 & 0x0F))
                text.append(0x80 | UInt8(scalar >> 6 & 0x3F))
                text.append(0x80 | UInt8(scalar & 0x3F))
            }
        }
        return text
    }
}
