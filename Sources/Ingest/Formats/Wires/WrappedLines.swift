import Linguistics

/// Paragraphs of typewritten text: lines wrapped at a width, indented or parted by empty lines; tables in lines of their own.
enum WrappedLines {
    /// A paragraph, or the lines of a table.
    struct Paragraph: Hashable {
        var words: String
        /// Whether its lines are rows, which stay apart.
        var isTable = false
    }

    /// Text is wrapped where no line is longer than this.
    private static let widest = 100

    /// Finds the paragraphs of lines.
    ///
    /// - Complexity: O(characters).
    static func paragraphs(_ text: String) -> [Paragraph] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Line($0) }
        let filled = lines.filter { !$0.isBlank }
        guard let base = (filled.dropFirst().isEmpty ? filled[...] : filled.dropFirst()).map(\.indentation).min() else {
            return []
        }
        let width = filled.map(\.length).max() ?? 0
        // Lines that nearly all end a sentence are paragraphs, not wrapped ones.
        let ends = filled.filter { $0.endsSentence }.count
        let isWrapped = width <= widest && filled.count > 1 && ends * 10 < filled.count * 7
        // Where lines are indented or parted here and there, that is what parts paragraphs; else short lines do.
        let hasBlank = lines.dropFirst().dropLast().contains(where: \.isBlank)
        let hasIndent = filled.dropFirst().contains { $0.indentation >= base + 2 }
        var paragraphs: [Paragraph] = []
        var previous: Line?
        for line in lines {
            guard !line.isBlank else {
                previous = nil
                continue
            }
            if let last = previous, var paragraph = paragraphs.last, line.isRow == last.isRow {
                let begins: Bool
                if line.isRow {
                    begins = false
                } else if !isWrapped {
                    begins = true
                } else if line.beginsItem, last.length * 5 < width * 4 {
                    begins = true
                } else if hasIndent {
                    begins = line.indentation >= base + 2
                } else {
                    begins = !hasBlank && last.length * 4 < width * 3 && last.endsSentence && line.beginsSentence
                }
                if !begins {
                    let join = line.isRow ? "\n" : last.endsInHyphen && line.beginsWord ? "" : " "
                    paragraph.words += join + line.words
                    paragraphs[paragraphs.count - 1] = paragraph
                    previous = line
                    continue
                }
            }
            paragraphs.append(Paragraph(words: String(line.words), isTable: line.isRow))
            previous = line
        }
        return paragraphs
    }

    /// Whether a text that came as one paragraph is typewritten: it has lines, and indents or empty lines among them, or
    /// all of one width.
    static func isTypewritten(_ text: String) -> Bool {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Line($0) }
        let filled = lines.filter { !$0.isBlank }
        guard filled.count >= 4, let base = filled.dropFirst().map(\.indentation).min() else { return false }
        if lines.dropFirst().dropLast().contains(where: \.isBlank) { return true }
        return filled.dropFirst().contains { $0.indentation >= base + 2 }
    }

    private struct Line {
        /// Without white space at its ends.
        let words: Substring
        /// Columns before its first character; a tab goes to the next eighth.
        let indentation: Int
        let length: Int
        /// Whether it is a row: columns with gaps between, and figures in them.
        let isRow: Bool

        init(_ line: Substring) {
            var columns = 0
            var start = line.startIndex
            while start < line.endIndex, line[start].isWhitespace {
                columns = line[start] == "\t" ? columns / 8 * 8 + 8 : columns + 1
                start = line.index(after: start)
            }
            words = line[start...].droppingLast(while: \.isWhitespace)
            indentation = columns
            length = columns + words.count
            var gaps = 0
            var run = 0
            var digits = 0
            var hasTab = false
            var last: UInt8 = 0
            for byte in words.utf8 {
                if byte == 0x20 || byte == 0x09 {
                    if byte == 0x09 { hasTab = true }
                    run += byte == 0x09 ? 2 : 1
                    continue
                }
                // Two spaces behind a sentence are the typewriter's.
                if run >= 2, !".?!:\"'".utf8.contains(last) || run > 2 { gaps += 1 }
                run = 0
                last = byte
                if byte.isASCIIDigit { digits += 1 }
            }
            isRow = hasTab ? gaps >= 1 : gaps >= 3 || (gaps >= 2 && digits > 0)
        }

        var isBlank: Bool { words.isEmpty }

        var endsSentence: Bool {
            guard let last = words.last(where: { !"\"'”’)".contains($0) }) else { return false }
            return ".!?:".contains(last)
        }

        var beginsSentence: Bool {
            guard let first = words.first(where: { !"\"'“‘(`".contains($0) }) else { return false }
            return first.isUppercase || first.isNumber || "-–—_•*".contains(first)
        }

        /// Whether it begins with the mark of an item or heading.
        var beginsItem: Bool {
            guard let first = words.first, "-–—*•#".contains(first) else { return false }
            return words.dropFirst().drop { $0 == first }.first?.isWhitespace ?? false
        }

        var endsInHyphen: Bool {
            words.last == "-" && (words.dropLast().last?.isLetter ?? false)
        }

        var beginsWord: Bool { words.first?.isLetter ?? false }
    }
}
