/// Reads the typography of the Congressional Record: paragraphs, headings, matter set in.
struct RecordLayout {
    /// A unit of the page.
    struct Unit {
        enum Kind {
            /// What the printer says of the file.
            case head
            case heading
            case paragraph
            /// What is read into the record, indented further.
            case inset
            /// A row of a table or a vote.
            case row
            /// The end of an article.
            case rule
        }

        var kind: Kind
        var words: String
    }

    private struct Line {
        var indent: Int
        var words: String
        /// Whether it stands in the middle of the measure.
        var isCentred: Bool
        var isRow: Bool
    }

    /// How many characters a line has.
    private static let measure = 71
    private static let paragraphIndent = 1...3
    /// How many lines the printer heads a file with at most.
    private static let longestHead = 12

    /// Whether only empty lines part paragraphs, as none is indented.
    private let isFlush: Bool
    private var units: [Unit] = []
    /// The lines since the last blank one.
    private var lines: [Line] = []
    /// Whether a paragraph may go on in a line that is not indented.
    private var isOpen = false
    private var isHead = true

    /// Begins a page.
    init(isFlush: Bool) { self.isFlush = isFlush }

    /// Adds a line.
    mutating func add(_ bytes: ArraySlice<UInt8>) {
        let line = String(decoding: bytes, as: UTF8.self)
        let words = line.trimmed
        if isHead { return addHead(words, indent: bytes.prefix { $0 == 0x20 }.count, line: line) }
        addBody(line, words)
    }

    private mutating func addHead(_ words: String, indent: Int, line: String) {
        guard !words.isEmpty else { return }
        if units.count < Self.longestHead, indent < 2,
            words.hasPrefix("[") || words.hasPrefix("From the Congressional Record")
        {
            units.append(Unit(kind: .head, words: words))
        } else {
            isHead = false
            addBody(line, words)
        }
    }

    private mutating func addBody(_ line: String, _ words: String) {
        if words.isEmpty { return endBlock() }
        // Where a page or a quarter of an hour begins is no matter for the text.
        if words.hasPrefix("[[Page"), words.hasSuffix("]]") { return endBlock() }
        if words.hasPrefix("{time}") || words.hasPrefix("(time)") { return endBlock() }
        if words.count > 4, words.allSatisfy({ $0 == "_" || $0 == "-" || $0 == "=" }) {
            endBlock()
            if words.hasPrefix("_") {
                units.append(Unit(kind: .rule, words: ""))
                isOpen = false
            }
            return
        }
        // A mark for remarks that were never spoken aloud.
        let isInserted = words.hasPrefix("<bullet>") || words.hasPrefix("\u{2022}")
        let rest = isInserted ? words.drop { $0 != ">" && $0 != "\u{2022}" }.dropFirst().trimmed : words
        let indent = isInserted ? 2 : line.prefix { $0 == " " || $0 == "\t" }.count
        let right = Self.measure - indent - words.count
        lines.append(
            Line(
                indent: indent, words: rest, isCentred: indent >= 4 && abs(indent - right) <= 4,
                isRow: rest.contains("....") || Self.gaps(in: rest) > 1))
    }

    /// The units of all lines.
    mutating func finished() -> [Unit] {
        endBlock()
        return units
    }

    private mutating func endBlock() {
        defer { lines.removeAll(keepingCapacity: true) }
        guard let first = lines.first else { return }
        if isHeading(first) {
            units.append(Unit(kind: .heading, words: Self.joined(lines.map(\.words))))
            isOpen = false
            return
        }
        for line in lines { add(line) }
        if isFlush { isOpen = false }
    }

    /// Whether the lines between two blank ones are a heading: all centred, or in capitals.
    private func isHeading(_ first: Line) -> Bool {
        guard lines.count <= 8, lines.allSatisfy({ !$0.isRow }) else { return false }
        if lines.allSatisfy(\.isCentred) {
            let isSentence = lines.last.map { $0.words.hasSuffix(".") || $0.words.hasSuffix(",") } ?? false
            return !isSentence || lines.allSatisfy { Self.isCapitals($0.words) }
        }
        return lines.count > 1 && first.indent > 0 && lines.allSatisfy { Self.isCapitals($0.words) }
    }

    private mutating func add(_ line: Line) {
        if line.isRow {
            units.append(Unit(kind: .row, words: line.words))
            isOpen = false
            return
        }
        let kind: Unit.Kind = line.indent > 3 ? .inset : .paragraph
        let isNew =
            !isOpen || Self.paragraphIndent.contains(line.indent) || line.indent > 5
            || (kind == .inset && units.last?.kind != .inset)
        if isNew {
            units.append(Unit(kind: kind, words: line.words))
            isOpen = true
        } else {
            Self.append(line.words, to: &units[units.count - 1].words)
        }
    }

    private static func joined(_ lines: [String]) -> String {
        lines.reduce(into: "") { append($1, to: &$0) }
    }

    /// Adds a line; a word that is cut at a line's end is made whole.
    private static func append(_ line: String, to words: inout String) {
        if !words.isEmpty, !words.hasSuffix("-") { words += " " }
        words += line
    }

    private static func isCapitals(_ words: String) -> Bool {
        var capitals = 0
        for character in words {
            if character.isLowercase { return false }
            if character.isUppercase { capitals += 1 }
        }
        return capitals > 2
    }

    /// How many times three spaces or more part words, as columns are.
    private static func gaps(in words: String) -> Int {
        var gaps = 0
        var spaces = 0
        for byte in words.utf8 {
            if byte == 0x20 {
                spaces += 1
                if spaces == 3 { gaps += 1 }
            } else {
                spaces = 0
            }
        }
        return gaps
    }
}
