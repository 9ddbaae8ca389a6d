/// A table whose cells have several lines: its rows stand in bands with empty ones between, its cells below each other.
///
/// Rows of one line are told by `PDFParagraphs`; here whole bands are looked at, since the lines of a cell have nothing
/// beside them, or words of other rows' cells.
struct PDFTable {
    /// Where its lines stand among those of the page's part.
    private(set) var range: Range<Int>
    /// A line a row, with its cells; a line's end in a cell is a line feed.
    private(set) var rows: [PDFLine]

    /// So much space is between cells, by the height of lines.
    private static let cellSpace = 0.55
    /// So much space more than between the lines of a cell is between rows.
    private static let rowSpace = 0.25
    private static let fewestRows = 3
    private static let mostColumns = 16
    /// Longer cells are columns of text.
    private static let mostCellLines = 14
    /// A page has no more lines between empty bands that are looked at together.
    private static let longestBand = 64

    private typealias Stretch = (left: Double, right: Double)

    /// A part of a page without an empty band.
    private struct Band {
        var range: Range<Int>
        var stretches: [Stretch]
    }

    /// Finds the first table; nil where there is none.
    ///
    /// - Parameter lines: Lines by their middles.
    /// - Complexity: O(n log n) in the words.
    init?(in lines: [PDFLine]) {
        guard lines.count >= Self.fewestRows * 2 else { return nil }
        let height = PDFColumns.median(lines.map(\.height))
        let spaced = Self.table(of: Self.bands(lines, height), lines, height, isTight: false)
        guard let found = spaced ?? Self.table(of: Self.strips(lines, height), lines, height, isTight: true) else {
            return nil
        }
        (range, rows) = found
    }

    /// The first table among bands.
    private static func table(
        of bands: [Band], _ lines: [PDFLine], _ height: Double, isTight: Bool
    ) -> (range: Range<Int>, rows: [PDFLine])? {
        var start = 0
        while start + Self.fewestRows <= bands.count {
            guard bands[start].stretches.count > 1 else {
                start += 1
                continue
            }
            var columns = bands[start].stretches
            var end = start + 1
            while end < bands.count {
                let joined = Self.joined(columns, bands[end].stretches, space: Self.cellSpace * height)
                // A heading parts columns of text.
                let isRow =
                    bands[end].stretches.count > 1
                    || joined.count >= columns.count && lines[bands[end].range.lowerBound].height < 1.1 * height
                guard joined.count > 1, isRow, bands[end].range.count <= Self.longestBand else { break }
                columns = joined
                end += 1
            }
            // A line below that no cell stands beside is none of it.
            while !isTight, end > start, bands[end - 1].stretches.count < 2 { end -= 1 }
            let run = isTight ? whole(bands[start..<end], columns, lines) : bands[start..<end]
            if let rows = rows(run, columns, lines, height) {
                return (bands[start].range.lowerBound..<bands[end - 1].range.upperBound, rows)
            }
            start = max(end, start + 1)
        }
        return nil
    }

    // MARK: Bands

    private static func bands(_ lines: [PDFLine], _ height: Double) -> [Band] {
        let space = max(0.3 * height, lineSpace(lines, height) + rowSpace * height)
        var bands: [Band] = []
        var start = 0
        var bottom = lines[0].bottom
        func add(upTo end: Int) {
            bands.append(Band(range: start..<end, stretches: stretches(lines[start..<end], height)))
        }
        for index in lines.indices.dropFirst() {
            if lines[index].top - bottom > space {
                add(upTo: index)
                start = index
            }
            bottom = max(bottom, lines[index].bottom)
        }
        add(upTo: lines.count)
        return bands
    }

    /// Lines that stand beside each other, as bands.
    private static func strips(_ lines: [PDFLine], _ height: Double) -> [Band] {
        var bands: [Band] = []
        var start = 0
        for index in lines.indices.dropFirst() where !lines[start].isBeside(lines[index]) {
            bands.append(Band(range: start..<index, stretches: stretches(lines[start..<index], height)))
            start = index
        }
        bands.append(Band(range: start..<lines.count, stretches: stretches(lines[start..<lines.count], height)))
        return bands
    }

    /// Rows without space between: a line with nothing in the first column goes on with the row above.
    ///
    /// - Returns: The rows; none where the first column is running text, or columns are too few to tell.
    private static func whole(
        _ strips: ArraySlice<Band>, _ columns: [Stretch], _ lines: [PDFLine]
    ) -> ArraySlice<Band> {
        guard columns.count > 2 else { return [] }
        var rows: [Band] = []
        var small = 0
        for strip in strips {
            let first = lines[strip.range].min { $0.left < $1.left }
            if let first, first.left < columns[0].right {
                rows.append(strip)
                if first.beginsSmall { small += 1 }
            } else if let last = rows.popLast() {
                rows.append(
                    Band(
                        range: last.range.lowerBound..<strip.range.upperBound,
                        stretches: last.stretches))
            } else {
                return []
            }
        }
        return small * 5 < rows.count ? rows[...] : []
    }

    /// The space between most lines and the next below them, where that is less than between rows.
    private static func lineSpace(_ lines: [PDFLine], _ height: Double) -> Double {
        var counts: [Int: Int] = [:]
        for index in lines.indices {
            let line = lines[index]
            guard
                let next = lines[(index + 1)..<min(lines.count, index + 8)].first(where: {
                    abs($0.left - line.left) < 2 && $0.top > line.top + 0.5 * height
                })
            else { continue }
            counts[Int(((next.top - line.bottom) * 2).rounded()), default: 0] += 1
        }
        let common = counts.values.max() ?? 0
        let least = counts.filter { $0.value * 5 >= common }.keys.min() ?? 0
        return Double(least) / 2
    }

    /// What a band's words cover, from left to right.
    private static func stretches(_ lines: ArraySlice<PDFLine>, _ height: Double) -> [Stretch] {
        guard lines.count <= longestBand else { return [(-.infinity, .infinity)] }
        let words = lines.flatMap(\.words).map { (left: $0.left, right: $0.right) }
        return joined(words, [], space: cellSpace * height)
    }

    /// What two lots of stretches cover, those with less space between them in one.
    private static func joined(_ first: [Stretch], _ second: [Stretch], space: Double) -> [Stretch] {
        var found: [Stretch] = []
        for stretch in (first + second).sorted(by: { $0.left < $1.left }) {
            if let last = found.last, stretch.left - last.right < space {
                found[found.count - 1].right = max(last.right, stretch.right)
            } else {
                found.append(stretch)
            }
        }
        return found
    }

    // MARK: Rows

    /// The rows of bands; nil where they are none of a table with cells of several lines.
    private static func rows(
        _ bands: ArraySlice<Band>, _ columns: [Stretch], _ lines: [PDFLine], _ height: Double
    ) -> [PDFLine]? {
        guard bands.count >= fewestRows, (2...mostColumns).contains(columns.count) else { return nil }
        var rows: [PDFLine] = []
        var isLong = false
        var (filled, aligned, labels) = (0, 0, 0)
        var prose = [(paragraphs: Int, cells: Int)](repeating: (0, 0), count: columns.count)
        for band in bands {
            let cells = cells(of: lines[band.range], columns)
            guard let most = cells.map(\.count).max(), most <= mostCellLines else { return nil }
            isLong = isLong || most > 1
            let full = cells.filter { !$0.isEmpty }
            if full.count > 1 {
                filled += 1
                if isAligned(full, height) { aligned += 1 }
            }
            let texts = cells.map { $0.map(\.text).joined(separator: "\n") }
            for (column, text) in texts.enumerated() where !text.isEmpty {
                prose[column].cells += 1
                if isParagraph(text) { prose[column].paragraphs += 1 }
            }
            if let first = texts.first, first.hasSuffix(":") || PDFParagraphs.isNumber(first) { labels += 1 }
            guard var row = lines[band.range].first else { return nil }
            for line in lines[band.range].dropFirst() {
                row.words += line.words
                (row.left, row.right) = (min(row.left, line.left), max(row.right, line.right))
            }
            row.measure()
            row.bottom = lines[band.range].map(\.bottom).max() ?? row.bottom
            row.cells = texts
            rows.append(row)
        }
        // Paragraphs that happen to begin beside each other are columns of text.
        guard prose.count(where: { $0.paragraphs * 2 >= $0.cells && $0.paragraphs > 0 }) < 2 else { return nil }
        // Who speaks, and the numbers of a list, stand in the margin, too.
        guard isLong, filled >= fewestRows, filled * 10 >= bands.count * 6, aligned * 10 >= filled * 7,
            labels * 2 < bands.count
        else {
            return nil
        }
        return rows
    }

    /// Whether a cell's words are whole sentences of some length.
    private static func isParagraph(_ text: String) -> Bool {
        guard let last = text.last(where: { !"\"”’)".contains($0) }), ".!?".contains(last) else { return false }
        return text.split(whereSeparator: \.isWhitespace).count >= fewestWordsOfParagraph
    }

    private static let fewestWordsOfParagraph = 5

    /// The lines of each cell of a band.
    private static func cells(of lines: ArraySlice<PDFLine>, _ columns: [Stretch]) -> [[PDFLine]] {
        var cells = [[PDFLine]](repeating: [], count: columns.count)
        for line in lines {
            var last: Int?
            for word in line.words {
                let middle = (word.left + word.right) / 2
                let column = columns.lastIndex { $0.left <= middle } ?? 0
                if column == last {
                    cells[column][cells[column].count - 1].append(word)
                } else if let before = cells[column].last, before.isBeside(PDFLine(word, page: line.page)) {
                    cells[column][cells[column].count - 1].append(word)
                } else {
                    cells[column].append(PDFLine(word, page: line.page))
                }
                last = column
            }
        }
        return cells
    }

    /// Whether cells begin at one height, or have their middles there.
    private static func isAligned(_ cells: [[PDFLine]], _ height: Double) -> Bool {
        let tops = cells.compactMap { $0.first?.top }
        let middles = cells.map { (($0.first?.top ?? 0) + ($0.last?.bottom ?? 0)) / 2 }
        func spread(_ values: [Double]) -> Double { (values.max() ?? 0) - (values.min() ?? 0) }
        return spread(tops) < 0.35 * height || spread(middles) < 0.6 * height
    }
}
