import Discourse
import Linguistics

/// Finds the title of a plain text: its headline, where no running text stands before it.
enum TitleFinder {
    static func title(of text: UTF8Text, _ structure: LinguisticStructure, _ blocks: Blocks) -> String? {
        guard let index = blocks.kinds.firstIndex(where: \.isStory),
            blocks.kinds[index] == .headline || blocks.kinds[index] == .subhead
        else { return nil }
        let bytes = text.bytes[structure.tokens.range(blocks.tokens[index]).indices]
        let range = text.trimmed(afterHeadingMarks(bytes))
        guard !range.isEmpty else { return nil }
        // A headline over two lines is one title.
        let title = text.string(in: range).split(whereSeparator: \.isNewline).joined(separator: " ")
        // What only takes an item back is no name of it: *KILL KILL KILL*.
        return WireHold.rest(of: title)?.isEmpty == true ? nil : title
    }

    /// The line without the `#` that Markdown puts before a heading.
    private static func afterHeadingMarks(_ bytes: ArraySlice<UInt8>) -> ByteRange {
        let marks = bytes.prefix { $0 == UInt8(ascii: "#") }
        let isHeading = (1...6).contains(marks.count) && bytes.dropFirst(marks.count).first == UInt8(ascii: " ")
        return ByteRange(isHeading ? marks.endIndex : bytes.startIndex, bytes.endIndex)
    }
}
