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
        let startsWithLabel = bytes.prefix(40).contains(UInt8(ascii: ":")) && first.count > 12
        return startsWithLabel ? nil : text.string(in: range)
    }
}
