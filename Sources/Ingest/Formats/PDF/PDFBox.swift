/// Tells a box beside the main text, such as a list of contacts or *In brief*, from cells of a table and from columns.
enum PDFBox {
    /// A box is so much of the text's width at most.
    private static let widest = 0.85
    private static let fewestLines = 3
    private static let fewestTextLines = 4
    /// More lines are tried as beginnings on no page.
    private static let mostTried = 64

    /// Whether lines are a box beside others that are running text.
    static func isBox(_ box: [PDFLine], beside text: [PDFLine]) -> Bool {
        guard box.count >= fewestLines, text.count >= fewestTextLines, isContiguous(box), hasWords(box),
            width(of: box) < widest * width(of: text), isRunning(text)
        else { return false }
        return !isRowed(box, text)
    }

    private static func width(of lines: [PDFLine]) -> Double {
        (lines.map(\.right).max() ?? 0) - (lines.map(\.left).min() ?? 0)
    }

    /// Whether lines are text that goes on from one to the next and fills its width.
    private static func isRunning(_ lines: [PDFLine]) -> Bool {
        let left = lines.map(\.left).min() ?? 0
        let width = width(of: lines)
        let full = lines.filter { $0.right - left > 0.75 * width }.count
        let small = lines.filter(\.beginsSmall).count
        return full * 10 >= lines.count * 5 && small * 10 >= lines.count * 4
    }

    /// Whether most lines stand close below each other: labels beside a text stand where it begins anew.
    private static func isContiguous(_ lines: [PDFLine]) -> Bool {
        let close = zip(lines, lines.dropFirst()).filter { $1.bottom - $0.bottom < 2.3 * max($0.height, $1.height) }
        return close.count * 10 >= (lines.count - 1) * 6
    }

    private static func hasWords(_ lines: [PDFLine]) -> Bool {
        let worded = lines.filter { $0.words.contains { $0.text.filter(\.isLetter).count >= 3 } }
        return worded.count * 2 >= lines.count
    }

    /// Whether what parts the one parts the other at the same height, as the rows of a table are.
    static func isRowed(_ first: [PDFLine], _ second: [PDFLine]) -> Bool {
        let (gaps, others) = (gaps(of: first), gaps(of: second))
        var (index, other, common) = (0, 0, 0)
        while index < gaps.count, other < others.count {
            if min(gaps[index].bottom, others[other].bottom) > max(gaps[index].top, others[other].top) {
                common += 1
                index += 1
                other += 1
            } else if gaps[index].bottom < others[other].bottom {
                index += 1
            } else {
                other += 1
            }
        }
        return common >= 2 && common * 5 >= max(gaps.count, others.count) * 4
    }

    /// The spaces between lines that are wider than those from line to line.
    private static func gaps(of lines: [PDFLine]) -> [(top: Double, bottom: Double)] {
        let spaces = zip(lines, lines.dropFirst()).map { $1.top - $0.bottom }
        let height = PDFColumns.median(lines.map(\.height))
        let usual = min(0.45 * height, spaces.sorted().dropFirst(spaces.count / 4).first ?? 0)
        return zip(lines, lines.dropFirst()).compactMap { first, second in
            second.top - first.bottom > usual + 0.2 * height ? (first.bottom, second.top) : nil
        }
    }

    // MARK: Boxes that text flows around

    /// Where a box stands beside a text that goes on above or below it in its full width.
    struct Place {
        var range: Range<Int>
        var box: [PDFLine]
        var text: [PDFLine]
    }

    /// Finds the first box that text flows around.
    ///
    /// - Parameter lines: Lines by their middles.
    /// - Returns: Nil where there is none.
    /// - Complexity: O(n) in the lines, from at most 64 of them.
    static func place(in lines: [PDFLine]) -> Place? {
        var tried = 0
        var index = 0
        while index + 1 < lines.count, tried < mostTried {
            guard let (first, second) = pair(at: index, lines) else {
                index += 1
                continue
            }
            tried += 1
            let (found, end) = run(from: index, between: first, and: second, lines)
            if let found { return found }
            // Where a run ends, another may begin.
            index = max(index + 1, end)
        }
        return nil
    }

    /// Two lines beside each other, one of them at a place.
    private static func pair(at index: Int, _ lines: [PDFLine]) -> (left: PDFLine, right: PDFLine)? {
        for other in lines[(index + 1)..<min(lines.count, index + 3)] where lines[index].isBeside(other) {
            let (left, right) = lines[index].left < other.left ? (lines[index], other) : (other, lines[index])
            if right.left - left.right > 0.5 * min(left.height, right.height) { return (left, right) }
        }
        return nil
    }

    private static func run(
        from start: Int, between first: PDFLine, and second: PDFLine, _ lines: [PDFLine]
    ) -> (place: Place?, end: Int) {
        var (from, to) = (first.right, second.left)
        let narrowest = 0.5 * min(first.height, second.height)
        var left: [PDFLine] = []
        var right: [PDFLine] = []
        var end = start
        var lastLeft = start
        var lastRight = start
        while end < lines.count {
            let line = lines[end]
            if line.left < from, line.right < to - narrowest {
                from = max(from, line.right)
                left.append(line)
                lastLeft = end
            } else if line.right > to, line.left > from + narrowest {
                to = min(to, line.left)
                right.append(line)
                lastRight = end
            } else {
                break
            }
            end += 1
        }
        for (box, text, isLeft) in [(left, right, true), (right, left, false)] {
            // Text below the box that is as short as beside it may be the end of a paragraph.
            let last = isLeft ? lastLeft : lastRight
            let below = (isLeft ? lastRight : lastLeft) - last
            let beside = below > 0 ? Array(text.dropLast(below)) : text
            if isBox(box, beside: beside) {
                return (Place(range: start..<(below > 0 ? last + 1 : end), box: box, text: beside), end)
            }
        }
        return (nil, end)
    }
}
