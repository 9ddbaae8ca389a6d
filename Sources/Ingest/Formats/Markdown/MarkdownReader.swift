import Linguistics

/// Reads the blocks of a Markdown text.
struct MarkdownReader {
    /// What was read.
    private(set) var writer = OfficeWriter()

    private typealias Line = Substring

    /// Lists and quotations in each other, so many deep.
    private static let deepest = 16

    private var references: Set<String> = []
    private var notes: [OfficeWriter.Piece] = []

    /// Reads a text in UTF-8 with line feeds.
    mutating func read(_ bytes: ArraySlice<UInt8>) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .map { Self.withoutTabs($0) }
        for line in lines {
            if let name = Self.definition(line) { references.insert(name) }
        }
        blocks(lines[...], .body, nil, depth: 0)
        writer.append(contentsOf: notes)
    }

    /// A line whose tabs at the beginning are blanks.
    private static func withoutTabs(_ line: Line) -> Line {
        guard line.utf8.prefix(while: { $0 == 0x20 || $0 == 0x09 }).contains(0x09) else { return line }
        var blanks = 0
        for byte in line.utf8 {
            if byte == 0x20 { blanks += 1 } else if byte == 0x09 { blanks += 4 - blanks % 4 } else { break }
        }
        return Substring(String(repeating: " ", count: blanks) + line.drop { $0 == " " || $0 == "\t" })
    }

    // MARK: Blocks

    private mutating func blocks(
        _ lines: ArraySlice<Line>, _ style: OfficeWriter.Style, _ number: String?, depth: Int
    ) {
        var number = number
        var paragraph: [Line] = []
        func words() -> String { Self.joined(paragraph) }
        func flush(as kind: OfficeWriter.Style, _ reader: inout MarkdownReader) {
            guard !paragraph.isEmpty else { return }
            reader.writer.append(reader.inline(words()), as: kind, number: number)
            number = nil
            paragraph = []
        }
        var index = lines.startIndex
        while index < lines.endIndex {
            let line = lines[index]
            let indent = Self.indent(line)
            let rest = line.dropFirst(indent)
            index += 1
            if rest.isEmpty {
                flush(as: style, &self)
            } else if indent >= 4, paragraph.isEmpty {
                append(code: [line] + Self.indented(lines, &index), style)
            } else if let fence = Self.fence(rest), indent < 4 {
                flush(as: style, &self)
                append(code: Self.fenced(by: fence, lines, &index), style)
            } else if let heading = Self.heading(rest), indent < 4 {
                flush(as: style, &self)
                writer.append(inline(heading.words), as: style == .body ? .heading(heading.level) : style)
            } else if !paragraph.isEmpty, let level = Self.underline(rest), indent < 4 {
                flush(as: style == .body ? .heading(level) : style, &self)
            } else if Self.isRule(rest), indent < 4 {
                flush(as: style, &self)
            } else if rest.first == ">", indent < 4, depth < Self.deepest {
                flush(as: style, &self)
                let inner = Self.quoted(from: rest, lines, &index)
                blocks(inner[...], style == .body ? .quote : style, nil, depth: depth + 1)
            } else if indent < 4, let item = Self.item(rest), depth < Self.deepest,
                paragraph.isEmpty || !item.words.isEmpty && (item.number == nil || item.number == "1")
            {
                flush(as: style, &self)
                let inner = Self.lines(of: item, content: indent + item.width, lines, &index)
                let kind: OfficeWriter.Style = style == .body || style == .quote ? .item : style
                blocks(inner[...], kind, item.number.map { $0 + "." }, depth: depth + 1)
            } else if paragraph.isEmpty, let note = Self.note(rest) {
                let inner = [note] + Self.indented(lines, &index).map { $0.dropFirst(min(4, Self.indent($0))) }
                let outer = writer
                writer = OfficeWriter()
                if depth < Self.deepest { blocks(inner[...], .note, nil, depth: depth + 1) }
                notes += writer.pieces
                writer = outer
            } else if paragraph.isEmpty, Self.definition(rest) != nil {
                continue
            } else if indent < 4, paragraph.isEmpty, Self.isMarkup(rest) {
                if rest.hasPrefix("<!--") {
                    Self.passComment(from: rest, lines, &index)
                } else {
                    var markup = [line]
                    while index < lines.endIndex, !Self.isBlank(lines[index]) {
                        markup.append(lines[index])
                        index += 1
                    }
                    append(markup: markup.joined(separator: "\n"), style)
                }
            } else if index < lines.endIndex, rest.contains("|"), Self.isTableHead(lines[index]), paragraph.isEmpty {
                append(row: rest)
                index += 1
                while index < lines.endIndex, lines[index].contains("|") {
                    append(row: lines[index])
                    index += 1
                }
            } else {
                paragraph.append(rest)
            }
        }
        flush(as: style, &self)
    }

    // What follows a block's first line and is the block's; `index` goes behind it.

    /// Lines that are set in by four blanks, and empty ones.
    private static func indented(_ lines: ArraySlice<Line>, _ index: inout Int) -> [Line] {
        let start = index
        while index < lines.endIndex, indent(lines[index]) >= 4 || isBlank(lines[index]) { index += 1 }
        return Array(lines[start..<index])
    }

    /// Lines up to a fence that ends what one began.
    private static func fenced(by fence: Fence, _ lines: ArraySlice<Line>, _ index: inout Int) -> [Line] {
        var code: [Line] = []
        while index < lines.endIndex {
            let next = lines[index]
            index += 1
            if indent(next) < 4, let end = Self.fence(next.dropFirst(indent(next))), end.mark == fence.mark,
                end.count >= fence.count, end.isBare
            {
                break
            }
            code.append(next)
        }
        return code
    }

    /// Lines of a quotation without their marks, the first among them.
    private static func quoted(from first: Line, _ lines: ArraySlice<Line>, _ index: inout Int) -> [Line] {
        var inner = [withoutMark(first)]
        while index < lines.endIndex {
            let next = lines[index].dropFirst(min(3, indent(lines[index])))
            if next.first == ">" {
                inner.append(withoutMark(next))
            } else if goesOn(lines[index]), inner.last.map({ !isBlank($0) }) == true {
                inner.append(next)
            } else {
                break
            }
            index += 1
        }
        return inner
    }

    /// Lines of a list's item, whose words begin so many columns in.
    private static func lines(
        of item: Item, content: Int, _ lines: ArraySlice<Line>, _ index: inout Int
    ) -> [Line] {
        var inner = [item.words]
        while index < lines.endIndex {
            let next = lines[index]
            if isBlank(next) {
                // What is behind an empty line is the item's only where it is indented.
                guard let following = lines[index...].firstIndex(where: { !isBlank($0) }),
                    indent(lines[following]) >= content
                else { break }
                inner.append("")
                index = following
                continue
            } else if indent(next) >= content {
                inner.append(next.dropFirst(content))
            } else if goesOn(next), inner.last.map({ !isBlank($0) }) == true {
                inner.append(next.dropFirst(indent(next)))
            } else {
                break
            }
            index += 1
        }
        return inner
    }

    /// Goes behind a comment's end.
    private static func passComment(from first: Line, _ lines: ArraySlice<Line>, _ index: inout Int) {
        var isOpen = !first.holds("-->")
        while isOpen, index < lines.endIndex {
            isOpen = !lines[index].holds("-->")
            index += 1
        }
    }

    /// Lines of a paragraph as one: a line's end is a blank, but where two blanks or a backslash stand before it.
    private static func joined(_ lines: [Line]) -> String {
        var words = ""
        for (index, line) in lines.enumerated() {
            let isLast = index == lines.count - 1
            if !isLast, line.hasSuffix("  ") {
                words += line + "\n"
            } else if !isLast, line.last == "\\" {
                words += line.dropLast() + "\n"
            } else {
                words += line + " "
            }
        }
        return words
    }

    private mutating func append(code: [Line], _ style: OfficeWriter.Style) {
        let depth = code.filter { !Self.isBlank($0) }.map(Self.indent).min() ?? 0
        let words = code.map { $0.dropFirst(min(depth, Self.indent($0))) }.joined(separator: "\n")
        writer.append(words, as: style)
    }

    private mutating func append(row: Line) {
        var cells: [String] = [""]
        var isEscaped = false
        for character in row.trimmingBlanks() {
            if character == "|", !isEscaped {
                cells.append("")
            } else {
                cells[cells.count - 1].append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        let pieces = cells.map { cell in
            [OfficeWriter.Piece(words: inline(cell), style: .body, number: nil)]
        }
        writer.append(table: [pieces])
    }

    private mutating func append(markup: String, _ style: OfficeWriter.Style) {
        let references = references
        writer.append(html: Array(markup.utf8), as: style) { MarkdownInline($0, references: references).text }
    }

    private func inline(_ words: String) -> String { MarkdownInline(words, references: references).text }

    // MARK: Forms of lines

    private static func indent(_ line: Line) -> Int { line.utf8.prefix { $0 == 0x20 }.count }

    private static func isBlank(_ line: Line) -> Bool { line.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

    /// Whether a line goes on with a paragraph whose mark it lacks.
    private static func goesOn(_ line: Line) -> Bool {
        let rest = line.dropFirst(indent(line))
        return !rest.isEmpty && fence(rest) == nil && heading(rest) == nil && !isRule(rest) && rest.first != ">"
            && item(rest) == nil
    }

    private static func withoutMark(_ line: Line) -> Line {
        let rest = line.dropFirst()
        return rest.first == " " ? rest.dropFirst() : rest
    }

    private typealias Fence = (mark: Character, count: Int, isBare: Bool)
    private typealias Item = (number: String?, width: Int, words: Line)

    private static func fence(_ line: Line) -> Fence? {
        guard let mark = line.first, mark == "`" || mark == "~" else { return nil }
        let count = line.prefix { $0 == mark }.count
        let rest = line.dropFirst(count)
        guard count >= 3, mark == "~" || !rest.contains("`") else { return nil }
        return (mark, count, isBlank(rest))
    }

    private static func heading(_ line: Line) -> (level: Int, words: String)? {
        let level = line.prefix { $0 == "#" }.count
        let rest = line.dropFirst(level)
        guard (1...6).contains(level), rest.isEmpty || rest.first == " " || rest.first == "\t" else { return nil }
        var words = rest.trimmingBlanks()[...]
        let bare = words.droppingLast { $0 == "#" }
        if bare.count < words.count, bare.isEmpty || bare.last == " " { words = bare }
        return (level, String(words))
    }

    private static func underline(_ line: Line) -> Int? {
        let marks = line.droppingLast { $0 == " " }
        guard let first = marks.first, first == "=" || first == "-", marks.allSatisfy({ $0 == first }) else {
            return nil
        }
        return first == "=" ? 1 : 2
    }

    private static func isRule(_ line: Line) -> Bool {
        guard let mark = line.first, mark == "-" || mark == "*" || mark == "_" else { return false }
        var count = 0
        for character in line {
            if character == mark { count += 1 } else if character != " " { return false }
        }
        return count >= 3
    }

    private static func item(_ line: Line) -> Item? {
        guard let first = line.utf8.first else { return nil }
        var mark = 1
        var number: String?
        if first.isASCIIDigit {
            let digits = line.prefix { $0.isASCII && $0.isNumber }
            guard digits.count <= 9, let end = line.dropFirst(digits.count).first, end == "." || end == ")" else {
                return nil
            }
            number = String(digits)
            mark = digits.count + 1
        } else if first != UInt8(ascii: "-") && first != UInt8(ascii: "*") && first != UInt8(ascii: "+") {
            return nil
        }
        let rest = line.dropFirst(mark)
        let blanks = indent(rest)
        guard blanks > 0 || rest.isEmpty else { return nil }
        // Five blanks or more begin code in the item.
        let width = blanks > 4 || blanks == rest.count ? 1 : blanks
        return (number, mark + width, rest.dropFirst(width))
    }

    /// The words of a note, which stand behind its mark, as in `[^1]: By hand`.
    private static func note(_ line: Line) -> Line? {
        guard line.hasPrefix("[^"), let end = line.byteRange(of: "]:") else { return nil }
        return line[end.upperBound...].drop { $0 == " " }
    }

    /// The name that a line defines: `[name]: address`.
    private static func definition(_ line: Line) -> String? {
        let line = line.dropFirst(min(3, indent(line)))
        guard line.first == "[", let end = line.byteRange(of: "]:") else { return nil }
        let name = line[line.index(after: line.startIndex)..<end.lowerBound]
        guard !name.isEmpty, !name.contains("["), !name.contains("]") else { return nil }
        return name.foldingBlanks().lowercased()
    }

    private static func isMarkup(_ line: Line) -> Bool {
        guard line.first == "<" else { return false }
        if line.hasPrefix("<!--") { return true }
        let rest = line.dropFirst()
        let name = (rest.first == "/" ? rest.dropFirst() : rest).prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard name.first?.isLetter == true else { return false }
        let next = rest[name.endIndex...].first ?? ">"
        return next == ">" || next == " " || next == "/"
    }

    private static func isTableHead(_ line: Line) -> Bool {
        line.contains("|") && line.contains("-") && line.allSatisfy { "|-: ".contains($0) }
    }
}
