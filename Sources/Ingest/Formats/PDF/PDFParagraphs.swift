/// Finds the paragraphs of columns, and joins those that go on in the next.
struct PDFParagraphs {
    private(set) var paragraphs: [PDFParagraph] = []
    private let measures: PDFMeasures
    /// The left edges of long columns, in whole points.
    private var margins: Set<Int> = []

    /// The labels of speakers that lines begin with.
    private var labels: Set<String> = []

    /// A column of fewer lines may have nothing but first lines of paragraphs.
    private static let fewestLines = 8
    /// Columns begin at no more places.
    private static let mostMargins = 64

    /// - Complexity: O(n) in the lines.
    init(_ columns: [PDFColumns.Column], _ measures: PDFMeasures) {
        self.measures = measures
        for column in columns where column.lines.count >= Self.fewestLines && margins.count < Self.mostMargins {
            margins.insert(Int(PDFMeasures.left(of: column.lines, body: measures.body).rounded()))
        }
        labels = Self.labels(of: columns)
        for (index, column) in columns.enumerated() { read(column, index) }
        join()
    }

    // MARK: Turns

    /// The longest label, in words and in bytes.
    private static let longestLabel = (words: 5, bytes: 40)

    /// The labels of a transcript's speakers: names with a colon that begin lines, of which two come again.
    private static func labels(of columns: [PDFColumns.Column]) -> Set<String> {
        var counts: [String: Int] = [:]
        for column in columns {
            for line in column.lines { if let label = label(of: line) { counts[label, default: 0] += 1 } }
        }
        let returning = counts.filter { $0.value > 1 }
        return returning.count > 1 ? Set(counts.keys) : []
    }

    /// What a line begins with up to a colon, if it can be a speaker's name: *Ada Reyes:*, *Q:*.
    private static func label(of line: PDFLine) -> String? {
        var name = ""
        for word in line.words.prefix(longestLabel.words) {
            guard word.text.first?.isUppercase == true else { return nil }
            name += name.isEmpty ? word.text : " " + word.text
            if word.text.last == ":" { return name.utf8.count <= longestLabel.bytes ? name : nil }
        }
        return nil
    }

    private func beginsTurn(_ line: PDFLine) -> Bool {
        !labels.isEmpty && Self.label(of: line).map(labels.contains) == true
    }

    // MARK: Paragraphs of a column

    private mutating func read(_ column: PDFColumns.Column, _ number: Int) {
        let rows = Self.rows(column.lines)
        var edges = edges(of: rows)
        if rows.count < Self.fewestLines, let edge = edges[.body] {
            let near = margins.filter { (0.5...3.5).contains((edge.left - Double($0)) / measures.body) }
            if let margin = near.max() { edges[.body]?.left = Double(margin) }
        }
        var current: PDFParagraph?
        let first = paragraphs.count
        for (index, line) in rows.enumerated() {
            let next = index + 1 < rows.count ? rows[index + 1] : nil
            let (left, right) = edges[size(of: line)] ?? (line.left, line.right)
            if let paragraph = current, let last = paragraph.lines.last,
                !begins(line, behind: last, in: paragraph, before: next, left, right, edges[.body]?.left ?? left)
            {
                current?.lines.append(line)
                continue
            }
            let isApart = current?.lines.last.map { self.isApart(line, behind: $0) } ?? false
            if let current { paragraphs.append(current) }
            current = PDFParagraph(
                lines: [line], kind: kind(of: line), column: number, left: left, right: right,
                isIndented: isIndented(line, left), isApart: isApart, isFloating: column.isFloating,
                isAlone: rows.count < 3, lastColumn: number, lastRight: right)
        }
        if let current { paragraphs.append(current) }
        // Footnotes stand at the foot of their column, below all else.
        var index = paragraphs.count
        while index > first, paragraphs[index - 1].kind == .small {
            index -= 1
            let isMarked = paragraphs[index].lines.first.map { $0.mark != nil || Self.beginsWithMark($0) } ?? false
            if isMarked { for note in index..<paragraphs.count { paragraphs[note].kind = .note } }
        }
    }

    /// The edges of a column's lines, by the size of their type.
    private func edges(of rows: [PDFLine]) -> [PDFParagraph.Kind: (left: Double, right: Double)] {
        Dictionary(grouping: rows, by: size).mapValues { rows in
            (PDFMeasures.left(of: rows, body: measures.body), rows.map(\.right).max() ?? 0)
        }
    }

    private func size(of line: PDFLine) -> PDFParagraph.Kind {
        let kind = kind(of: line)
        return kind == .item ? .body : kind
    }

    /// A note's mark that is not raised: *1 See the minutes*, *\* Not in office*.
    static func beginsWithMark(_ line: PDFLine) -> Bool {
        guard let first = line.words.first?.text, let scalar = first.unicodeScalars.first, line.words.count > 1 else {
            return false
        }
        if "*†‡§".unicodeScalars.contains(scalar) { return true }
        // *1 The*, *1. The*, and *1The* where less than a space is between.
        let digits = first.prefix { $0.isNumber }
        let rest = first[digits.endIndex...]
        return (1...3).contains(digits.count)
            && (rest.isEmpty || rest == "." || rest == ")" || rest.first?.isUppercase == true)
    }

    private func kind(of line: PDFLine) -> PDFParagraph.Kind {
        if !line.cells.isEmpty { return .row }
        if line.height >= 1.1 * measures.body { return .large }
        if line.height <= 0.93 * measures.body { return .small }
        return Self.beginsItem(line) ? .item : .body
    }

    private func isIndented(_ line: PDFLine, _ left: Double) -> Bool {
        !line.isBesideInitial && line.left - left > 0.35 * line.height && line.left - left < 6 * line.height
    }

    private func isApart(_ line: PDFLine, behind last: PDFLine) -> Bool {
        let size = max(line.height, last.height)
        return line.bottom - last.bottom > measures.leading(of: size) * 1.12 + 0.08 * size
    }

    /// Whether a paragraph begins with a line.
    private func begins(
        _ line: PDFLine, behind last: PDFLine, in paragraph: PDFParagraph, before next: PDFLine?, _ left: Double,
        _ right: Double, _ bodyLeft: Double
    ) -> Bool {
        if !line.cells.isEmpty || !last.cells.isEmpty || last.isContents { return true }
        if !PDFMeasures.isSameSize(line, last) || line.bottom < last.bottom - 0.5 * last.height { return true }
        if isApart(line, behind: last) || line.mark != nil { return true }
        if beginsTurn(line) { return true }
        // A headline's lines end where they look best.
        if line.height >= 1.1 * measures.body { return false }
        let space = right - last.right
        let isShort = line.fits(in: space)
        // *48.* at a line's beginning may be the end of a sentence.
        if Self.beginsItem(line), isShort || last.endsSentence { return true }
        let goesOn = last.endsInHyphen && line.beginsSmall
        if goesOn { return false }
        // Lines that are set to the right edge, as an address at the head of a letter.
        if line.left > bodyLeft + 6 * line.height, abs(line.left - last.left) > 1 { return true }
        let isItem = paragraph.kind == .item || paragraph.lines.count > 1 && paragraph.lines[0].left < last.left - 2
        if paragraph.kind == .small, Self.beginsWithMark(line), isShort || last.endsSentence { return true }
        let isIn = isIndented(line, left)
        if isIn, !isItem, measures.isIndented || next.map({ $0.left < line.left - 0.35 * line.height }) ?? false,
            line.left > last.left + 1
                || abs(line.left - last.left) < 1 && paragraph.lines.count == 1 && paragraph.isIndented
        {
            // A line alone that is set in as the one before may go on with it: then the next is, too.
            let isBlock = next.map { abs($0.left - line.left) < 1 && PDFMeasures.isSameSize($0, line) } ?? false
            if !isBlock || isShort && last.endsSentence || line.left > last.left + 1 && measures.isIndented {
                return true
            }
        }
        // What is less far in than the line before, and is no first line of it, comes behind a list or quotation.
        if line.left < last.left - 0.5 * line.height, paragraph.lines.count > 1, isShort { return true }
        guard isShort else { return false }
        if last.endsSentence {
            return !line.beginsSmall && (!measures.isIndented || isIn || space > 0.2 * (right - left))
        }
        return !line.beginsSmall && space > 0.3 * (right - left)
    }

    private static let bullets: Set<Character> = [
        "•", "◦", "▪", "■", "□", "‣", "⁃", "●", "○", "–", "►", "➢", "✓", "\u{F0B7}", "\u{F0A7}",
    ]

    /// Whether a word is a bullet.
    static func isBullet(_ word: String) -> Bool { word.count == 1 && word.first.map { bullets.contains($0) } ?? false }

    /// Whether a line begins an item of a list: *•*, *3.*, *(b)*, *iv)*.
    static func beginsItem(_ line: PDFLine) -> Bool {
        guard let first = line.words.first?.text, line.words.count > 1 else { return false }
        if isBullet(first) { return first != "–" || line.words[1].left - line.words[0].right > 0.5 * line.height }
        guard first.utf8.count <= 5, let last = first.last, ".)".contains(last) else { return false }
        let inner = first.dropFirst(first.first == "(" ? 1 : 0).dropLast()
        guard !inner.isEmpty else { return false }
        let isNumber = inner.utf8.count <= 3 && inner.allSatisfy { $0.isNumber || $0 == "." } && inner.first != "."
        let isLetter =
            last == ")" && (inner.count == 1 && inner.allSatisfy(\.isLetter) || inner.allSatisfy { "ivx".contains($0) })
        return isLetter || isNumber
    }

    // MARK: Rows

    /// Lines from the top to the bottom, with what stands beside each other in one; rows of tables with their cells.
    private static func rows(_ lines: [PDFLine]) -> [PDFLine] {
        var groups: [[PDFLine]] = []
        for line in lines {
            if line.cells.isEmpty, let last = groups.last, let first = last.first, first.cells.isEmpty, last.count < 64,
                first.isBeside(line),
                max(first.height, line.height) < 1.2 * min(first.height, line.height),
                last.allSatisfy({ $0.right <= line.left + 1 || line.right <= $0.left + 1 })
            {
                groups[groups.count - 1].append(line)
            } else {
                groups.append([line])
            }
        }
        for index in groups.indices { groups[index].sort { $0.left < $1.left } }
        var rows: [PDFLine] = []
        let right = lines.map(\.right).max() ?? 0
        for (index, group) in groups.enumerated() {
            var line = group[0]
            for other in group.dropFirst() {
                line.words += other.words
                line.right = max(line.right, other.right)
            }
            line.measure()
            let isRow = group.count > 1 && !isNumber(group[0].text)
            if isRow, isTable(groups, index, right) { line.cells = group.map(\.text) }
            rows.append(line)
        }
        return rows
    }

    /// Whether a row's cells stand below or above those of others.
    ///
    /// Two rows that reach the right edge may be lines of a narrow column with wide spaces.
    private static func isTable(_ groups: [[PDFLine]], _ index: Int, _ right: Double) -> Bool {
        func isRun(_ first: Int, _ second: Int) -> Bool {
            groups.indices.contains(first) && groups.indices.contains(second)
                && isAligned(groups[first], groups[second])
        }
        let (before, behind) = (isRun(index, index - 1), isRun(index, index + 1))
        guard before || behind else { return false }
        if before && behind || before && isRun(index - 1, index - 2) || behind && isRun(index + 1, index + 2) {
            return true
        }
        let other = groups[before ? index - 1 : index + 1]
        return [groups[index], other].contains { right - ($0.map(\.right).max() ?? 0) > 2 }
    }

    /// Whether words are the bullet or number of an item, set apart from its text.
    static func isNumber(_ text: String) -> Bool {
        isBullet(text) || text.utf8.count <= 5 && (text.last.map { ".)".contains($0) } ?? false)
    }

    /// Whether the cells of two rows stand below each other.
    private static func isAligned(_ first: [PDFLine], _ second: [PDFLine]) -> Bool {
        guard first.count > 1, second.count > 1, !isNumber(first[0].text), !isNumber(second[0].text) else {
            return false
        }
        let shared = first.filter { cell in
            second.contains {
                abs($0.left - cell.left) < 3 || abs($0.right - cell.right) < 3
                    || abs($0.left + $0.right - cell.left - cell.right) < 4
            }
        }
        return shared.count * 2 > min(first.count, second.count)
    }

    // MARK: From column to column

    private mutating func join() {
        var joined: [PDFParagraph] = []
        // The last paragraph of the text, as long as it may go on.
        var open: Int?
        // The last in small type, as of a box.
        var small: Int?
        var isBehindHead = false
        // What may be a quotation pulled out of the text.
        var isBehindLarge = false
        for paragraph in paragraphs {
            switch paragraph.kind {
            case .note:
                // A note goes on at the next page's foot.
                if let last = joined.lastIndex(where: { $0.kind == .note }), paragraph.lines[0].mark == nil,
                    !Self.beginsWithMark(paragraph.lines[0]), joined[last].lastColumn != paragraph.column
                {
                    joined[last].lines += paragraph.lines
                    continue
                }
            case .row: break
            case .small:
                if let last = small, joined[last].lastColumn != paragraph.column, let line = joined[last].lines.last,
                    PDFMeasures.isSameSize(line, paragraph.lines[0]), paragraph.lines[0].beginsSmall, !line.endsSentence
                {
                    joined[last].lines += paragraph.lines
                    joined[last].lastColumn = paragraph.column
                    continue
                }
                small = joined.count
            case .large where paragraph.isFloating && !isLong(paragraph): break
            case .large: if isLong(paragraph) { isBehindLarge = true } else { isBehindHead = true }
            case .item where paragraph.isFloating: break
            case .item:
                open = joined.count
                (isBehindHead, isBehindLarge) = (false, false)
            case .body where paragraph.isFloating: break
            case .body:
                if let last = open, !isBehindHead, goesOn(joined[last], paragraph),
                    !isBehindLarge || joined[last].lines.last?.endsSentence == false
                {
                    isBehindLarge = false
                    joined[last].lines += paragraph.lines
                    joined[last].lastColumn = paragraph.column
                    joined[last].lastRight = paragraph.right
                    continue
                }
                open = joined.count
                (isBehindHead, isBehindLarge) = (false, false)
            }
            joined.append(paragraph)
        }
        paragraphs = joined
    }

    /// Larger type with so many words is a quotation pulled out of the text, not a heading.
    private func isLong(_ paragraph: PDFParagraph) -> Bool { paragraph.wordCount > 8 }

    private func goesOn(_ first: PDFParagraph, _ second: PDFParagraph) -> Bool {
        guard let last = first.lines.last, let next = second.lines.first, PDFMeasures.isSameSize(last, next),
            !last.isContents, first.lines.count < 2000
        else { return false }
        if beginsTurn(next) { return false }
        let isElsewhere = first.lastColumn != second.column
        if last.endsInHyphen, next.beginsSmall { return true }
        if next.beginsSmall, !last.endsSentence { return true }
        guard isElsewhere || measures.isIndented else { return false }
        if measures.isIndented, second.isIndented { return false }
        // Below each other, with a table or a box between: the space tells.
        let isBelow =
            last.page == next.page && next.top > last.bottom && next.left < last.right && last.left < next.right
        if isBelow, last.endsSentence, !measures.isIndented, isApart(next, behind: last) { return false }
        // A heading in the size of the text.
        if second.isAlone, last.endsSentence, second.lines.last?.endsSentence == false { return false }
        let width = second.right - second.left
        if last.endsSentence, second.lines.count == 1, !next.endsSentence, second.spaceBehind > 0.3 * width {
            return false
        }
        if first.lines.count == 1, last.width < 0.7 * width, !last.endsSentence { return false }
        let isFull = !next.fits(in: first.spaceBehind)
        if last.endsSentence { return isFull && (isElsewhere || first.kind == .body) && !first.isAlone }
        // A heading or byline in the size of the text may be all that is in a column.
        return isFull && !first.isAlone
    }
}
