/// Finds the lines of a page: its words, which come as they were drawn, put together where they stand beside each
/// other.
struct PDFLines {
    private let page: Int
    private(set) var lines: [PDFLine] = []
    /// Letters as large as several lines, with which a text begins.
    private var initials: [PDFPages.Word] = []

    /// A word behind so much more space than its height does not go on with the line.
    ///
    /// Lines that are set to both edges of a narrow column have nearly as much between two words.
    private static let widestSpace = 2.2
    /// Less space is between words, where no column begins behind it.
    private static let narrowestSplit = 0.7
    /// Beside a line that was drawn at another time less is a column's edge.
    private static let narrowestGutter = 0.45
    /// A page has no more such letters.
    private static let mostInitials = 32

    /// - Complexity: O(n log n) in the page's words.
    init(_ page: PDFPages.Page, number: Int) {
        self.page = number
        read(Self.upright(page.words))
        for index in lines.indices { lines[index].measure() }
        splitAtGutters(width: page.width)
        joinBeside()
        splitRows()
        setInitials()
    }

    // MARK: Words

    /// The words that stand upright, each once: some programs draw bold letters twice.
    private static func upright(_ words: [PDFPages.Word]) -> [PDFPages.Word] {
        var kept: [PDFPages.Word] = []
        kept.reserveCapacity(words.count)
        let isTurned = turned(words)
        var index = 0
        while index < words.count {
            let slope = slopeLength(words, from: index)
            if slope > 0 {
                index += slope
                continue
            }
            let word = words[index]
            index += 1
            if isTurned[index - 1] { continue }
            let isDouble = kept.suffix(3).contains {
                $0.text == word.text && abs($0.left - word.left) < 0.15 * word.height
                    && abs($0.top - word.top) < 0.15 * word.height
            }
            if !isDouble { kept.append(word) }
        }
        return kept
    }

    /// Which words run up or down the page.
    ///
    /// Short ones are known by those before and behind them.
    private static func turned(_ words: [PDFPages.Word]) -> [Bool] {
        var isTurned = words.map { $0.height > 1.8 * $0.width && $0.text.unicodeScalars.count >= 3 }
        // *ill* in narrow type is as high; it stands on a line with a word that is not.
        let isHigh = isTurned
        func isOnLine(_ first: Int, _ second: Int) -> Bool {
            guard words.indices.contains(first), words.indices.contains(second), !isHigh[first] || !isHigh[second]
            else { return false }
            return abs(words[first].top - words[second].top) < 1 && abs(words[first].bottom - words[second].bottom) < 1
                && words[first].right <= words[second].left + 1
        }
        for index in words.indices where isHigh[index] {
            if isOnLine(index - 1, index) || isOnLine(index, index + 1) { isTurned[index] = false }
        }
        guard isTurned.contains(true) else { return isTurned }
        func isInLine(_ first: Int, _ second: Int) -> Bool {
            abs(words[first].left - words[second].left) < 1 && abs(words[first].right - words[second].right) < 1
        }
        for index in words.indices.dropFirst() where isTurned[index - 1] && isInLine(index - 1, index) {
            isTurned[index] = true
        }
        for index in words.indices.dropLast().reversed() where isTurned[index + 1] && isInLine(index, index + 1) {
            isTurned[index] = true
        }
        return isTurned
    }

    /// How many words from here are letters of words that rise or fall across the page.
    private static func slopeLength(_ words: [PDFPages.Word], from start: Int) -> Int {
        var end = start
        while end + 1 < words.count, words[end].text.unicodeScalars.count <= 2,
            words[end + 1].text.unicodeScalars.count <= 2
        {
            let (first, second) = (words[end], words[end + 1])
            let rise = abs(second.top + second.bottom - first.top - first.bottom) / 2
            let run = abs(second.left + second.right - first.left - first.right) / 2
            let size = max(first.height, second.height)
            guard rise > 0.25 * size, run > 0.25 * size, rise < 3 * size, run < 3 * size else { break }
            end += 1
        }
        return end - start >= 2 ? end - start + 1 : 0
    }

    // MARK: Lines

    private mutating func read(_ words: [PDFPages.Word]) {
        let height = PDFColumns.median(words.map(\.height))
        for (index, word) in words.enumerated() {
            let isInitial =
                initials.count < Self.mostInitials
                && isInitial(
                    word, between: index > 0 ? words[index - 1] : nil, index + 1 < words.count ? words[index + 1] : nil,
                    height: height)
            if isInitial {
                initials.append(word)
                continue
            }
            guard let last = lines.last?.words.last, goesOn(last, word), var line = lines.popLast() else {
                lines.append(PDFLine(word, page: page))
                continue
            }
            // Taken out while it grows: a second holder would have its words copied for each one.
            defer { lines.append(line) }
            let rise = last.bottom - word.bottom
            let gap = word.left - last.right
            if isMark(word.text), word.height < 0.95 * last.height, rise > 0.12 * last.height, gap < 0.3 * last.height,
                !isUnit(last.text)
            {
                // A raised number behind a word leads to a note.
                line.right = max(line.right, word.right)
                continue
            }
            if line.words.count == 1, line.mark == nil, isMark(last.text), last.height < 0.95 * word.height,
                -rise > 0.05 * word.height
            {
                line.mark = last.text
                line.words[0] = word
                line.right = word.right
            } else if gap < 0.05 * last.height,
                abs(word.height - last.height) > 0.05 * last.height
                    || gap < -0.02 * last.height && gap > -0.3 * last.height && abs(rise) > 0.08 * last.height
            {
                // *m*² and *CO*₂, small capitals: one word.
                var whole = last
                whole.text += word.text
                whole.right = max(last.right, word.right)
                if word.height > last.height { (whole.top, whole.bottom) = (word.top, word.bottom) }
                line.words[line.words.count - 1] = whole
                line.right = max(line.right, word.right)
            } else {
                line.append(word)
            }
        }
    }

    private func goesOn(_ last: PDFPages.Word, _ word: PDFPages.Word) -> Bool {
        let overlap = min(last.bottom, word.bottom) - max(last.top, word.top)
        let low = min(last.height, word.height)
        let high = max(last.height, word.height)
        guard overlap > 0.4 * low else { return false }
        if high > 1.8 * low, !isMark(word.text), !isMark(last.text) { return false }
        let gap = word.left - last.right
        return gap > -0.5 * low && gap < Self.widestSpace * low
    }

    /// Whether a text is such as leads to a note.
    private func isMark(_ text: String) -> Bool {
        text.utf8.count <= 4 && text.unicodeScalars.count <= 3
            && text.unicodeScalars.allSatisfy {
                ("0"..."9").contains($0) || "*†‡§¶,".unicodeScalars.contains($0) || $0.value == 0xB9 || $0.value == 0xB2
                    || $0.value == 0xB3
            }
    }

    /// Whether a raised number behind a word is its power.
    private func isUnit(_ text: String) -> Bool {
        text.count <= 2 && text.last?.isLetter == true && text.first?.isLetter == true
    }

    /// Puts lines together that were drawn in pieces.
    private mutating func joinBeside() {
        lines.sort { ($0.top + $0.bottom, $0.left) < ($1.top + $1.bottom, $1.left) }
        var isGone = [Bool](repeating: false, count: lines.count)
        for index in lines.indices where !isGone[index] {
            var next = index + 1
            var isJoined = true
            while isJoined {
                isJoined = false
                next = index + 1
                while next < lines.count, next < index + 48, lines[next].top < lines[index].bottom {
                    defer { next += 1 }
                    guard !isGone[next], lines[index].isBeside(lines[next]) else { continue }
                    let size = min(lines[index].height, lines[next].height)
                    guard max(lines[index].height, lines[next].height) < 1.4 * size else { continue }
                    let isBehind = lines[next].left >= lines[index].left
                    let (first, second) =
                        isBehind ? (lines[index], lines[next]) : (lines[next], lines[index])
                    let gap = second.left - first.right
                    guard gap > -0.3 * size, gap < Self.narrowestGutter * size else { continue }
                    var whole = first
                    whole.words += second.words
                    whole.right = max(first.right, second.right)
                    whole.measure()
                    lines[index] = whole
                    isGone[next] = true
                    isJoined = true
                }
            }
        }
        lines = lines.indices.filter { !isGone[$0] }.map { lines[$0] }
    }

    // MARK: Rows

    /// Less space parts no cells of a row.
    private static let cellSpace = 0.9
    /// So many rows below each other are a table, however close their cells.
    private static let fewestRows = 3

    /// Parts the cells of rows, where those of some rows stand below each other.
    private mutating func splitRows() {
        let parts = lines.map { line -> [PDFLine] in
            var cells = [PDFLine(line.words[0], page: page)]
            for (last, word) in zip(line.words, line.words.dropFirst()) {
                if word.left - last.right > Self.cellSpace * line.height {
                    cells.append(PDFLine(word, page: page))
                } else {
                    cells[cells.count - 1].append(word)
                }
            }
            return cells
        }
        guard parts.contains(where: { $0.count > 1 }) else { return }
        // The row above each, where its cells stand above this one's.
        var above = [Int?](repeating: nil, count: lines.count)
        var run = [Int](repeating: 1, count: lines.count)
        for index in lines.indices where parts[index].count > 1 {
            for other in (max(0, index - 12)..<index).reversed() where parts[other].count == parts[index].count {
                guard lines[index].top - lines[other].bottom < 1.5 * lines[index].height,
                    !lines[index].isBeside(lines[other]), Self.isAligned(parts[index], parts[other])
                else { continue }
                above[index] = other
                run[index] = run[other] + 1
                break
            }
        }
        for index in lines.indices.reversed() {
            if let other = above[index] { run[other] = max(run[other], run[index]) }
        }
        var parted: [PDFLine] = []
        for (index, line) in lines.enumerated() {
            guard parts[index].count > 1, run[index] >= Self.fewestRows else {
                parted.append(line)
                continue
            }
            for var part in parts[index] {
                part.measure()
                parted.append(part)
            }
        }
        lines = parted
    }

    private static func isAligned(_ first: [PDFLine], _ second: [PDFLine]) -> Bool {
        zip(first, second).allSatisfy { first, second in
            abs(first.left - second.left) < 2 || abs(first.right - second.right) < 2
                || abs(first.left + first.right - second.left - second.right) < 4
        }
    }

    // MARK: Initials

    /// Whether a word is a letter as large as several lines, and no part of a headline.
    private func isInitial(
        _ word: PDFPages.Word, between last: PDFPages.Word?, _ next: PDFPages.Word?, height: Double
    ) -> Bool {
        guard word.text.utf8.count <= 8, word.text.unicodeScalars.count <= 2, word.height > 1.8 * height,
            word.text.contains(where: \.isLetter)
        else { return false }
        let isInHeadline = [last, next].contains { other in
            guard let other else { return false }
            return abs(other.height - word.height) < 0.1 * word.height
                && min(other.bottom, word.bottom) - max(other.top, word.top) > 0.5 * word.height
        }
        return !isInHeadline
    }

    /// Puts the letters that are as large as several lines before the first of the lines beside them.
    private mutating func setInitials() {
        for initial in initials {
            let beside = lines.indices.filter {
                let line = lines[$0]
                return line.left > initial.left && line.left < initial.right + 1.5 * line.height
                    && (line.top + line.bottom) / 2 > initial.top && (line.top + line.bottom) / 2 < initial.bottom
                    && line.height * 1.7 < initial.height
            }
            guard let first = beside.min(by: { lines[$0].top < lines[$1].top }) else {
                lines.append(PDFLine(initial, page: page))
                continue
            }
            let below = beside.filter { $0 != first }.map { lines[$0].left }.min()
            let hasSpace = below.map { lines[first].left - $0 > 0.12 * lines[first].height } ?? false
            for index in beside {
                lines[index].left = initial.left
                lines[index].isBesideInitial = index != first
            }
            lines[first].words[0].text = PDFHyphens.initial(
                initial.text, before: lines[first].words[0].text, hasSpace: hasSpace)
            lines[first].words[0].left = initial.left
        }
    }

    // MARK: Gutters

    /// Parts lines that were drawn across columns, at places where many others begin and few go on.
    private mutating func splitAtGutters(width: Double) {
        let bins = min(4000, max(1, Int(width) + 1))
        var starts = [Int32](repeating: 0, count: bins + 2)
        var covers = [Int32](repeating: 0, count: bins + 2)
        func bin(_ place: Double) -> Int { min(bins, max(0, Int(place.rounded()))) }
        var hasSpace = false
        for line in lines {
            starts[bin(line.left)] += 1
            var left = line.left
            for (first, second) in zip(line.words, line.words.dropFirst())
            where second.left - first.right > Self.narrowestSplit * line.height {
                hasSpace = true
                starts[bin(second.left)] += 1
                covers[bin(left)] += 1
                covers[bin(first.right) + 1] -= 1
                left = second.left
            }
            covers[bin(left)] += 1
            covers[bin(line.right) + 1] -= 1
        }
        guard hasSpace else { return }
        for index in 1...bins { covers[index] += covers[index - 1] }
        var parted: [PDFLine] = []
        for line in lines {
            var part = PDFLine(line.words[0], page: page)
            part.mark = line.mark
            for (last, word) in zip(line.words, line.words.dropFirst()) {
                let start = bin(word.left)
                let begun = starts[start] + (start > 0 ? starts[start - 1] : 0) + starts[start + 1]
                let isGutter =
                    word.left - last.right > Self.narrowestSplit * line.height && begun >= 5
                    && covers[bin((word.left + last.right) / 2)] * 3 <= begun
                if isGutter {
                    parted.append(part)
                    part = PDFLine(word, page: page)
                } else {
                    part.append(word)
                }
            }
            parted.append(part)
        }
        lines = parted
        for index in lines.indices { lines[index].measure() }
    }
}
