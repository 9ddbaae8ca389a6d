/// Finds heads below which columns begin anew, though they stand across no gutter: the headline of a page's next story,
/// set to the left.
///
/// Nothing stands beside such a head, columns end above it and others begin below it side by side. A subhead has the
/// text of other columns beside it; beside a picture columns do not begin again at one height.
struct PDFStoryHeads {
    /// Which lines are part of such a head, what follows it up to the columns included: a standfirst, a byline.
    private(set) var isHead: [Bool]

    /// So many lines are a head at most.
    private static let longest = 10
    /// So many of them are in the size of the text or smaller.
    private static let longestStandfirst = 4
    /// So many times as high as most lines larger type is.
    private static let larger = 1.1
    /// The columns above end within so many lines' heights of each other.
    private static let mostUneven = 10.0

    /// - Parameters:
    ///   - lines: Lines by their middles.
    ///   - gutter: The middle of a gutter between their columns.
    /// - Complexity: O(n) in the lines, but for sorting.
    init(_ lines: [PDFLine], gutter: Double) {
        isHead = [Bool](repeating: false, count: lines.count)
        guard lines.count >= 6 else { return }
        let height = PDFColumns.median(lines.map(\.height))
        let step = Self.step(lines, height)
        // The lowest edges of what is above each line, and the highest of what is below, by sides.
        var ends = (left: -Double.infinity, right: -Double.infinity)
        var index = 0
        while index < lines.count {
            let end = Self.end(of: index, lines)
            let isFound =
                end > index && end < lines.count && ends.left.isFinite && ends.right.isFinite
                && abs(ends.left - ends.right) < Self.mostUneven * height
                && Self.isHeading(lines[index..<end], height, step, below: max(ends.left, ends.right))
                && Self.beginAnew(lines, from: end, gutter, height)
            if isFound {
                for line in index..<end { isHead[line] = true }
                ends = (-.infinity, -.infinity)
                index = end
                continue
            }
            let line = lines[index]
            if line.right <= gutter {
                ends.left = max(ends.left, line.bottom)
            } else if line.left >= gutter {
                ends.right = max(ends.right, line.bottom)
            } else {
                // What is above a line across is another matter.
                ends = (-.infinity, -.infinity)
            }
            index += 1
        }
    }

    /// Where lines end that stand alone, from one on; the line itself where something stands beside it.
    private static func end(of start: Int, _ lines: [PDFLine]) -> Int {
        var end = start
        while end < lines.count, end - start < longest, isAlone(end, lines) { end += 1 }
        return end
    }

    private static func isAlone(_ index: Int, _ lines: [PDFLine]) -> Bool {
        let line = lines[index]
        return lines[max(0, index - 4)..<min(lines.count, index + 5)].allSatisfy { other in
            other.top == line.top && other.left == line.left
                || min(other.bottom, line.bottom) - max(other.top, line.top) < 0.2 * min(other.height, line.height)
        }
    }

    /// Whether lines alone may be a heading: larger than the text; or apart from it, short and no sentence's end.
    private static func isHeading(
        _ lines: ArraySlice<PDFLine>, _ height: Double, _ step: Double, below bottom: Double
    ) -> Bool {
        guard let line = lines.first, !line.beginsSmall, line.top > bottom - 0.3 * height else { return false }
        if line.height > larger * height {
            return lines.filter { $0.height <= larger * height }.count <= longestStandfirst
        }
        // Beside a picture a text may stand alone, too.
        return lines.count <= 2 && line.height > 0.95 * height && line.words.count <= 12 && !line.endsSentence
            && !line.endsInHyphen && (1.4..<6).contains((line.bottom - bottom) / step)
    }

    /// Whether text begins at one height on both sides of a gutter, and goes on there.
    private static func beginAnew(_ lines: [PDFLine], from start: Int, _ gutter: Double, _ height: Double) -> Bool {
        let first = lines[start]
        var left: [PDFLine] = []
        var right: [PDFLine] = []
        for line in lines[start..<min(lines.count, start + 16)] {
            if line.right <= gutter {
                left.append(line)
            } else if line.left >= gutter {
                right.append(line)
            } else {
                break
            }
        }
        guard let leftmost = left.first, let rightmost = right.first, left.count + right.count >= 3 else {
            return false
        }
        return abs(leftmost.bottom - rightmost.bottom) < 0.25 * height && abs(leftmost.bottom - first.bottom) < height
    }

    /// From most lines to the next below.
    private static func step(_ lines: [PDFLine], _ height: Double) -> Double {
        var counts: [Int: Int] = [:]
        for index in lines.indices {
            let line = lines[index]
            guard abs(line.height - height) < 0.08 * height,
                let next = lines[(index + 1)..<min(lines.count, index + 6)].first(where: {
                    abs($0.left - line.left) < 2 && $0.bottom - line.bottom > 0.5 * height
                })
            else { continue }
            counts[Int(((next.bottom - line.bottom) * 4).rounded()), default: 0] += 1
        }
        let most = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
        return most.map { Double($0.key) / 4 } ?? 1.2 * height
    }
}
