/// A paragraph, or as much of one as stands in a column.
struct PDFParagraph {
    enum Kind: Hashable {
        /// In the size of most of the text.
        case body
        /// In larger type.
        case large
        /// In smaller type.
        case small
        case item
        /// A row of a table.
        case row
        /// A footnote.
        case note
    }

    var lines: [PDFLine]
    var kind: Kind
    /// Which column it stands in, in the order in which they are read.
    var column: Int
    /// The edges of the column's text.
    var left: Double
    var right: Double
    /// Whether its first line is set in.
    var isIndented = false
    /// Whether more space than between lines is before it.
    var isApart = false
    /// Whether it stands in the way of columns.
    var isFloating = false
    /// Whether no more than another line is in its column.
    var isAlone = false
    /// The column of the last line; another than `column` where it goes on there.
    var lastColumn: Int
    var lastRight: Double

    var height: Double { lines.first?.height ?? 0 }
    var page: Int { lines.first?.page ?? 0 }
    var wordCount: Int { lines.reduce(0) { $0 + $1.words.count } }

    /// The space behind the words of its last line.
    var spaceBehind: Double { lines.last.map { lastRight - $0.right } ?? 0 }
}

/// Measures of a document's type.
struct PDFMeasures {
    /// The height of most letters.
    private(set) var body = 10.0
    /// Whether paragraphs begin with an indented line.
    private(set) var isIndented = false
    /// From line to line, by height in quarters of a point.
    private var leadings: [Int: Double] = [:]

    /// - Parameter columns: The lines of each column in order.
    init(_ columns: [[PDFLine]]) {
        var steps: [Int: [Int: Int]] = [:]
        for lines in columns {
            for (first, second) in zip(lines, lines.dropFirst()) where Self.isSameSize(first, second) {
                let step = second.bottom - first.bottom
                guard step > 0.5 * first.height, step < 4 * first.height else { continue }
                steps[Self.key(first.height), default: [:]][Int((step * 4).rounded()), default: 0] += 1
            }
        }
        if let most = Self.body(of: columns.joined()) { body = most }
        for (height, found) in steps {
            // What is farther apart is another paragraph, unless it is as far all over the document.
            let counts = found.filter {
                Double($0.key) <= Self.widestLeading * Double(height) || $0.value >= Self.fewestWideSteps
            }
            guard !counts.isEmpty else { continue }
            // The tightest of the common ones: paragraphs may be apart, or all of one line.
            let common = counts.values.max() ?? 0
            let tight = counts.filter { $0.value * 3 >= common }.keys.min() ?? 0
            leadings[height] = Double(tight) / 4
        }
        var (indented, plain) = (0, 0)
        for lines in columns {
            let left = Self.left(of: lines, body: body)
            let right = lines.map(\.right).max() ?? 0
            for index in lines.indices where isBody(lines[index]) && !lines[index].isBesideInitial {
                let line = lines[index]
                let before = index > 0 ? lines[index - 1] : nil
                let next = index + 1 < lines.count ? lines[index + 1] : nil
                guard before.map(isPlain) ?? true, next.map(isPlain) ?? true else { continue }
                let isIn = line.left - left > 0.35 * line.height && line.left - left < 5 * line.height
                func isAtEdge(_ other: PDFLine) -> Bool { abs(other.left - left) < 1.5 }
                if isIn {
                    let isFirst = next.map(isAtEdge) ?? (before?.endsSentence == true)
                    if isFirst, before.map({ isAtEdge($0) || $0.left == line.left }) ?? true { indented += 1 }
                } else if let before, before.endsSentence, line.fits(in: right - before.right) {
                    plain += 1
                }
            }
        }
        isIndented = indented >= 2 && indented * 4 >= plain
    }

    /// Lines of text are no more heights of their type apart, from one to the next.
    private static let widestLeading = 2.2
    /// So many lines that are farther apart may be text, as typewriters double-space it.
    private static let fewestWideSteps = 8

    /// The height of most letters; nil where there are none.
    static func body(of lines: some Sequence<PDFLine>) -> Double? {
        var letters: [Int: Int] = [:]
        for line in lines {
            letters[key(line.height), default: 0] += line.words.reduce(0) { $0 + $1.text.utf8.count }
        }
        // Ties go to the larger, so that the same file gives the same text.
        return letters.max { ($0.value, $0.key) < ($1.value, $1.key) }.map { Double($0.key) / 4 }
    }

    private static func key(_ height: Double) -> Int { Int((min(height, 10_000) * 4).rounded()) }

    static func isSameSize(_ first: PDFLine, _ second: PDFLine) -> Bool {
        max(first.height, second.height) <= 1.08 * min(first.height, second.height)
    }

    private func isPlain(_ line: PDFLine) -> Bool { isBody(line) && !line.isBesideInitial }

    func isBody(_ line: PDFLine) -> Bool { line.height > 0.94 * body && line.height < 1.08 * body }

    /// From one line to the next in type of a height.
    func leading(of height: Double) -> Double {
        let key = Self.key(height)
        return leadings[key] ?? leadings[key - 1] ?? leadings[key + 1] ?? height * 1.15
    }

    /// The left edge at which most lines in the size of the text begin.
    static func left(of lines: [PDFLine], body: Double) -> Double {
        var counts: [Int: Int] = [:]
        let main = lines.filter { abs($0.height - body) < 0.08 * body }
        for line in main.isEmpty ? lines : main { counts[Int((line.left * 2).rounded()), default: 0] += 1 }
        let common = counts.values.max() ?? 0
        // Where paragraphs are short, as many lines may be indented.
        return Double(counts.filter { $0.value * 2 >= common }.keys.min() ?? 0) / 2
    }
}
