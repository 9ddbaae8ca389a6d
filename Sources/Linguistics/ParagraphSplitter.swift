/// Groups tokens into paragraphs.
///
/// A blank line always ends one. A single line end does so unless lines are wrapped. Where most of a document's lines are
/// (`wrapWidth`), it only does after a line that is clearly short, or before an indented one. Elsewhere each block of
/// lines is looked at by itself, whatever its width: a line goes on in the next one where its sentence does
/// (`WrappedLines`).
enum ParagraphSplitter {
    private static let longestWrappedLine = 100

    /// The paragraphs as runs of tokens.
    ///
    /// - Complexity: O(bytes).
    static func paragraphs(
        of tokens: Tokens, in text: Span<UInt8>, rules: LanguageRules
    ) -> ContiguousArray<Range<Int>> {
        guard let width = wrapWidth(of: text) else { return paragraphsOfLines(of: tokens, in: text, rules) }
        var paragraphs: ContiguousArray<Range<Int>> = []
        var first = 0
        var lineStart = 0
        for index in 0..<tokens.count where index > 0 && tokens.flags[index].contains(.startsLine) {
            let gap = Int(tokens.ends[index - 1])..<Int(tokens.starts[index])
            let lineLength = gap.lowerBound - lineStart
            let (lineEnds, indentation) = whitespace(in: text, gap)
            lineStart = gap.upperBound - indentation
            guard lineEnds > 1 || indentation > 0 || lineLength * 10 < width * 6 else {
                continue
            }
            paragraphs.append(first..<index)
            first = index
        }
        if first < tokens.count { paragraphs.append(first..<tokens.count) }
        return paragraphs
    }

    /// The paragraphs of a text of which most lines are whole.
    private static func paragraphsOfLines(
        of tokens: Tokens, in text: Span<UInt8>, _ rules: LanguageRules
    ) -> ContiguousArray<Range<Int>> {
        var paragraphs: ContiguousArray<Range<Int>> = []
        var block = WrappedLines()
        var first = 0
        for index in 0..<tokens.count where index > 0 && tokens.flags[index].contains(.startsLine) {
            block.append(first..<index)
            first = index
            let (lineEnds, indentation) = whitespace(
                in: text, Int(tokens.ends[index - 1])..<Int(tokens.starts[index]))
            if lineEnds > 1 || indentation > 0 { block.end(into: &paragraphs, tokens, text, rules) }
        }
        if first < tokens.count { block.append(first..<tokens.count) }
        block.end(into: &paragraphs, tokens, text, rules)
        return paragraphs
    }

    /// The length of the longest line where lines are wrapped, `nil` where a line is a paragraph.
    private static func wrapWidth(of text: Span<UInt8>) -> Int? {
        var longest = 0
        var length = 0
        var continued = 0
        var lines = 0
        for index in 0..<text.count {
            guard text[index] == 0x0A else {
                length += 1
                if length > longestWrappedLine * 2 { return nil }
                continue
            }
            if length > 0 {
                lines += 1
                if index + 1 < text.count, text[index + 1] != 0x0A, text[index + 1] != 0x0D { continued += 1 }
            }
            longest = max(longest, length)
            length = 0
        }
        longest = max(longest, length)
        // Wrapped text fills its lines and most of them run on.
        guard longest <= longestWrappedLine, longest >= 50, lines >= 3, continued * 2 >= lines else { return nil }
        return longest
    }

    private static func whitespace(in text: Span<UInt8>, _ gap: Range<Int>) -> (lineEnds: Int, indentation: Int) {
        var lineEnds = 0
        var indentation = 0
        for index in gap {
            let byte = text[index]
            if byte == 0x0A || (byte == 0x0D && !(index + 1 < gap.upperBound && text[index + 1] == 0x0A)) {
                lineEnds += 1
                indentation = 0
            } else if byte == 0xA8 || byte == 0xA9, index >= 2, text[index - 1] == 0x80, text[index - 2] == 0xE2 {
                lineEnds += byte == 0xA9 ? 2 : 1  // U+2029 ends a paragraph, U+2028 a line
                indentation = 0
            } else {
                indentation += 1
            }
        }
        return (lineEnds, indentation)
    }
}
