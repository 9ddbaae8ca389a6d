import AnalyzerKit
import HTML

/// Text without markup.
enum PlainText: SourceFormat {
    static let mediaType = "text/plain"
    static let name = "plain text"
    static let pathExtensions = ["txt", "text"]

    static func matches(_ file: SourceFile) -> Bool { true }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let decoded = try TextDecoding.decode(file.bytes)
        let plain = EscapedText.plain(decoded.bytes)
        var text = SourceText(plain: plain ?? decoded.bytes)
        text.charset = decoded.charset
        text.notices = decoded.notices
        if plain != nil {
            text.notices.append(
                Document.Notice(
                    reason: "format",
                    message: "Its quotation marks are written as in HTML, such as &quot;, and were read as the marks."))
        }
        WireHold.read(text.bytes)?.apply(to: &text)
        return [text]
    }
}

/// Plain text that a program has escaped for HTML, as some feeds and forms hand it on.
enum EscapedText {
    /// Quotation marks and apostrophes.
    private static let marks: Set<UInt32> = [0x22, 0x27, 0x2018, 0x2019, 0x201C, 0x201D]
    /// So many references of such show that a program wrote them.
    private static let fewest = 2
    /// The longest reference of one, in bytes: `&ldquo;`, `&#x0201c;`.
    private static let longest = 10

    /// The text with its references resolved; nil where it is none: it has quotation marks of its own, or tags, or hardly a
    /// reference of one.
    ///
    /// - Complexity: O(bytes).
    static func plain(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.contains(UInt8(ascii: "&")) else { return nil }
        var found = 0
        for index in bytes.indices {
            switch bytes[index] {
            // Who writes of HTML has marks, and tags.
            case UInt8(ascii: "\""), UInt8(ascii: "<"): return nil
            case 0xE2 where bytes[index...].starts(with: [0xE2, 0x80, 0x9C]): return nil
            case UInt8(ascii: "&") where isMark(bytes[index...].prefix(longest)): found += 1
            default: break
            }
        }
        return found >= fewest ? Array(CharacterReferences.decode(bytes).utf8) : nil
    }

    /// Whether the reference that some bytes begin with stands for a mark.
    private static func isMark(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let end = bytes.firstIndex(of: UInt8(ascii: ";")) else { return false }
        let scalars = CharacterReferences.decode(Array(bytes[...end])).unicodeScalars
        return scalars.count == 1 && scalars.first.map({ marks.contains($0.value) }) == true
    }
}
