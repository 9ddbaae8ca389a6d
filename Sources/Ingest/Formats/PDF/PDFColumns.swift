import Linguistics

/// Finds the order in which the parts of a page are read.
///
/// A page is cut again and again, as in Nagy and Seth, *Hierarchical representation of optically scanned documents*,
/// 1984 (XY cuts), but first at the gutters between columns: lines that stand across one, as headlines do, part what
/// is above them from what is below. What stands across one with text on both sides of it, as a pull quote does, is
/// read behind.
struct PDFColumns {
    /// A part of a page that is read from its top to its bottom.
    struct Column {
        var lines: [PDFLine]
        /// Whether it stands in the way of columns, and is read behind them.
        var isFloating = false
    }

    private(set) var columns: [Column] = []
    /// The middles of gutters on the pages before.
    private var gutters: [Double]
    private(set) var found: [Double] = []

    private static let deepest = 24
    /// Of more places between lines none is a gutter: each takes a look at all lines.
    private static let mostTried = 64
    /// Of more lines no gutters are sought: there are none such pages.
    private static let mostLines = 2000

    /// - Parameters:
    ///   - lines: A page's lines.
    ///   - gutters: The middles of gutters on the pages before.
    /// - Complexity: O(n log n) in the lines, at each of at most 24 levels.
    init(_ lines: [PDFLine], gutters: [Double]) {
        self.gutters = gutters
        guard !lines.isEmpty else { return }
        let sorted = lines.sorted { ($0.top + $0.bottom, $0.left) < ($1.top + $1.bottom, $1.left) }
        if sorted.count > Self.mostLines {
            columns = [Column(lines: sorted)]
        } else {
            cut(sorted, 0)
        }
    }

    private mutating func cut(_ lines: [PDFLine], _ depth: Int) {
        guard lines.count > 1, depth < Self.deepest else {
            appendWhole(lines)
            return
        }
        if let table = PDFTable(in: lines) {
            cut(Array(lines[..<table.range.lowerBound]), depth + 1)
            columns.append(Column(lines: table.rows))
            cut(Array(lines[table.range.upperBound...]), depth + 1)
            return
        }
        guard let gutter = gutter(of: lines) ?? gutter(of: lines, besideBoxes: true) else {
            if let place = PDFBox.place(in: lines) {
                cut(Array(lines[..<place.range.lowerBound]), depth + 1)
                cut(place.text, depth + 1)
                cutBox(place.box, depth)
                cut(Array(lines[place.range.upperBound...]), depth + 1)
            } else if let middle = emptyBand(of: lines) {
                cut(Array(lines[..<middle]), depth + 1)
                cut(Array(lines[middle...]), depth + 1)
            } else {
                appendWhole(lines)
            }
            return
        }
        found.append(gutter.middle)
        var left: [PDFLine] = []
        var right: [PDFLine] = []
        var across: [PDFLine] = []
        func flush(_ columns: inout PDFColumns) {
            let isBox = PDFBox.isBox(left, beside: right) && !Self.isAlike(left, right)
            if isBox {
                columns.cut(right, depth + 1)
                columns.cutBox(left, depth)
            } else {
                columns.cut(left, depth + 1)
                if PDFBox.isBox(right, beside: left), !Self.isAlike(left, right) {
                    columns.cutBox(right, depth)
                } else {
                    columns.cut(right, depth + 1)
                }
            }
            (left, right) = ([], [])
        }
        var floats: [PDFLine] = []
        let isHead = PDFStoryHeads(lines, gutter: gutter.middle).isHead
        for (index, line) in lines.enumerated() {
            if isHead[index] {
                if !across.isEmpty, !isHead[index - 1] { endAcross() }
                if across.isEmpty { flush(&self) }
                across.append(line)
            } else if let last = across.last, line.right <= gutter.middle, !isHead[index - 1],
                isLastOf(line, last, index, lines)
            {
                across.append(line)
            } else if line.right <= gutter.middle {
                if !across.isEmpty { endAcross() }
                left.append(line)
            } else if line.left >= gutter.middle {
                if !across.isEmpty { endAcross() }
                right.append(line)
            } else if isFloating(line, in: lines, gutter.middle) {
                floats.append(line)
            } else {
                if across.isEmpty { flush(&self) }
                across.append(line)
            }
        }
        func endAcross() {
            columns.append(Column(lines: across))
            across = []
        }
        if !across.isEmpty { endAcross() }
        flush(&self)
        if !floats.isEmpty { columns.append(Column(lines: floats, isFloating: true)) }
    }

    /// Reads a box behind the text that it stands beside.
    private mutating func cutBox(_ lines: [PDFLine], _ depth: Int) {
        let first = columns.count
        cut(lines, depth + 1)
        for index in first..<columns.count { columns[index].isFloating = true }
    }

    /// Whether lines are columns of one text: as wide, and in the same type.
    private static func isAlike(_ left: [PDFLine], _ right: [PDFLine]) -> Bool {
        let (first, second) = (median(left.map(\.height)), median(right.map(\.height)))
        return isProse(left) && isProse(right) && max(first, second) < 1.04 * min(first, second)
    }

    /// Adds a column; other type that stands beside its lines, which are shorter for it, is read behind.
    private mutating func appendWhole(_ lines: [PDFLine]) {
        guard !lines.isEmpty else { return }
        let height = Self.median(lines.map(\.height))
        func isOther(_ line: PDFLine) -> Bool { line.height > 1.2 * height }
        var floats: [PDFLine] = []
        var rest: [PDFLine] = []
        for (index, line) in lines.enumerated() {
            let isFloat =
                isOther(line)
                && lines[max(0, index - 6)..<min(lines.count, index + 7)].contains {
                    !isOther($0) && $0.isBeside(line) && ($0.right <= line.left || $0.left >= line.right)
                }
            if isFloat { floats.append(line) } else { rest.append(line) }
        }
        if !rest.isEmpty { columns.append(Column(lines: rest)) }
        if !floats.isEmpty { columns.append(Column(lines: floats, isFloating: true)) }
    }

    /// Whether a line that ends before a gutter goes on with the one above that stands across it.
    private func isLastOf(_ line: PDFLine, _ last: PDFLine, _ index: Int, _ lines: [PDFLine]) -> Bool {
        guard PDFMeasures.isSameSize(line, last), line.top - last.bottom < 0.5 * line.height, line.left < last.right
        else { return false }
        let isAlone = lines[max(0, index - 3)..<min(lines.count, index + 4)].allSatisfy {
            $0.left == line.left && $0.top == line.top || !$0.isBeside(line)
        }
        return isAlone
    }

    /// Whether text stands on both sides of a line that stands across a gutter.
    private func isFloating(_ line: PDFLine, in lines: [PDFLine], _ middle: Double) -> Bool {
        var (left, right) = (false, false)
        // Lines are sorted by their middles.
        var low = 0
        var high = lines.count
        let sum = line.top + line.bottom
        while low < high {
            let center = (low + high) / 2
            if lines[center].top + lines[center].bottom < sum { low = center + 1 } else { high = center }
        }
        for index in max(0, low - 12)..<min(lines.count, low + 12) {
            let other = lines[index]
            guard min(other.bottom, line.bottom) - max(other.top, line.top) > 0.3 * min(other.height, line.height)
            else { continue }
            if other.right <= line.left { left = true }
            if other.left >= line.right { right = true }
        }
        return left && right
    }

    // MARK: Gutters

    private struct Gutter {
        var middle: Double
        var crossings: Int
        var width: Double
    }

    /// The gutter that the fewest lines stand across.
    ///
    /// - Parameters:
    ///   - lines: The lines.
    ///   - besideBoxes: Whether it may stand between a text and a box beside it, not between columns.
    /// - Returns: Nil where there is none.
    private func gutter(of lines: [PDFLine], besideBoxes: Bool = false) -> Gutter? {
        let leftmost = lines.map(\.left).min() ?? 0
        let rightmost = lines.map(\.right).max() ?? 0
        let width = rightmost - leftmost
        guard width > 20 else { return nil }
        // A bin a point, and no more than a page has.
        let bins = Int(min(2000, width.rounded(.up)))
        let scale = Double(bins) / width
        func bin(_ place: Double) -> Int { min(bins, max(0, Int((place - leftmost) * scale))) }
        var covers = [Int](repeating: 0, count: bins + 2)
        var ends = [Int](repeating: 0, count: bins + 2)
        var starts = [Int](repeating: 0, count: bins + 2)
        for line in lines {
            covers[bin(line.left)] += 1
            covers[bin(line.right) + 1] -= 1
            ends[bin(line.right)] += 1
            starts[bin(line.left)] += 1
        }
        let narrowest = 0.35 * Self.median(lines.map(\.height))
        var best: Gutter?
        var tried = 0
        var cover = 0
        var ended = 0
        var started = 0
        var run: (start: Int, cover: Int, left: Int, right: Int)?
        for index in 0...bins {
            cover += covers[index]
            started += starts[index]
            let (left, right) = (ended, lines.count - started)
            ended += ends[index]
            if let current = run, current.cover == cover {
                run?.right = min(current.right, right)
                if index < bins { continue }
            }
            // The run of bins that as many lines stand across ends here.
            if let current = run, current.left >= 1, current.right >= 1 {
                let gutter = Gutter(
                    middle: leftmost + Double(current.start + index) / 2 / scale, crossings: current.cover,
                    width: Double(index - current.start) / scale)
                if tried < Self.mostTried, gutter.width > narrowest, isBetter(gutter, than: best) {
                    tried += 1
                    if isGutter(gutter, of: lines, besideBoxes) { best = gutter }
                }
            }
            run = (index, cover, left, right)
        }
        return best
    }

    private func isBetter(_ gutter: Gutter, than best: Gutter?) -> Bool {
        guard let best else { return true }
        return gutter.crossings != best.crossings ? gutter.crossings < best.crossings : gutter.width > best.width
    }

    private func isGutter(_ gutter: Gutter, of lines: [PDFLine], _ besideBoxes: Bool) -> Bool {
        var left: [PDFLine] = []
        var right: [PDFLine] = []
        var across = 0
        for line in lines {
            if line.right <= gutter.middle {
                left.append(line)
            } else if line.left >= gutter.middle {
                right.append(line)
            } else {
                across += 1
            }
        }
        let few = min(left.count, right.count)
        let height = Self.median(lines.map(\.height))
        guard few > 0, gutter.width > 0.35 * height else { return false }
        let isKnown = gutters.contains { abs($0 - gutter.middle) < 0.75 * height }
        guard across == 0 ? few >= (isKnown ? 1 : 2) : few >= 3 && across * 3 <= few || isKnown && across <= few + 6
        else { return false }
        // Side by side, not one above the other.
        let overlap =
            min(left.map(\.bottom).max() ?? 0, right.map(\.bottom).max() ?? 0)
            - max(left.map(\.top).min() ?? 0, right.map(\.top).min() ?? 0)
        guard overlap > (isKnown ? 0.4 : 1.2) * height else { return false }
        if isKnown { return true }
        if Self.isProse(left), Self.isProse(right) { return !PDFBox.isRowed(left, right) }
        return besideBoxes && PDFBox.isBox(left, beside: right) || besideBoxes && PDFBox.isBox(right, beside: left)
    }

    /// Whether lines are text that goes on from one to the next, not cells of a table, numbers or labels.
    private static func isProse(_ lines: [PDFLine]) -> Bool {
        var words = 0
        var letters = 0
        var all = 0
        for line in lines {
            words += line.words.count
            for word in line.words {
                for byte in word.text.utf8 {
                    all += 1
                    if byte >= 0x80 || byte.isASCIILetter { letters += 1 }
                }
            }
        }
        let width = median(lines.map(\.width))
        let widest = lines.map(\.width).max() ?? 0
        return Double(words) >= 3 * Double(lines.count) && letters * 2 > all
            && (width > 0.55 * widest || lines.count < 4)
    }

    static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        return values.sorted()[values.count / 2]
    }

    // MARK: Bands

    /// Where a band without lines parts columns above from other columns below; the index of the first line below.
    private func emptyBand(of lines: [PDFLine]) -> Int? {
        guard lines.count >= 6 else { return nil }
        var besides = 0
        for (first, second) in zip(lines, lines.dropFirst()) where first.isBeside(second) { besides += 1 }
        guard besides * 4 >= lines.count else { return nil }
        let height = Self.median(lines.map(\.height))
        var bottom = lines[0].bottom
        var best: (gap: Double, index: Int)?
        for index in lines.indices.dropFirst() {
            let gap = lines[index].top - bottom
            if gap > 0.5 * height, gap > best?.gap ?? 0 { best = (gap, index) }
            bottom = max(bottom, lines[index].bottom)
        }
        return best?.index
    }
}
