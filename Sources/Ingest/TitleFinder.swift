import Linguistics

/// Finds the title of a plain text: a first paragraph that is one short line and no sentence.
enum TitleFinder {
    private static let maxBytes = 200

    static func title(of text: UTF8Text, _ structure: LinguisticStructure) -> String? {
        guard structure.paragraphs.count > 1, let first = structure.paragraphs.first else { return nil }
        let range = structure.tokens.range(first)
        guard range.count <= maxBytes, first.count >= 2 || range.count >= 4 else { return nil }
        let bytes = text.bytes[range.indices]
        guard !bytes.contains(0x0A), let last = bytes.last else { return nil }
        // A headline may ask a question; a full stop makes a sentence of it, a colon a label.
        let enders = [UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: ";")]
        guard !enders.contains(last) || structure.tokens.flags[first.upperBound - 1].contains(.endsWithDot) else {
            return nil
        }
        guard !startsWithLabel(bytes, tokens: first.count) else { return nil }
        return text.string(in: text.trimmed(afterHeadingMarks(bytes)))
    }

    /// Whether a speaker's label stands first: `Q:`, `YS:`, or any colon early in a long line.
    private static func startsWithLabel(_ bytes: ArraySlice<UInt8>, tokens: Int) -> Bool {
        guard let colon = bytes.prefix(40).firstIndex(of: UInt8(ascii: ":")) else { return false }
        let label = bytes[..<colon]
        return tokens > 12 || (label.count <= 3 && label.allSatisfy { $0.isASCIIUppercase })
    }

    /// The line without the `#` that Markdown puts before a heading.
    private static func afterHeadingMarks(_ bytes: ArraySlice<UInt8>) -> ByteRange {
        let marks = bytes.prefix { $0 == UInt8(ascii: "#") }
        let isHeading = (1...6).contains(marks.count) && bytes.dropFirst(marks.count).first == UInt8(ascii: " ")
        return ByteRange(isHeading ? marks.endIndex : bytes.startIndex, bytes.endIndex)
    }
}
