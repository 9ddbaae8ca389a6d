import Linguistics

/// Finds what stands on pages for those who leaf through them: running heads, page numbers, numbers of lines.
enum PDFFurniture {
    /// Running heads and feet stand within so much of a page's height from its edges.
    private static let zone = 0.16
    /// So many lines at most stand one above the other there.
    private static let mostLines = 5
    /// Of a longer line so many bytes are compared.
    private static let longest = 160
    /// A longer line is text, where nothing repeats it.
    private static let mostWords = 14
    /// What stands apart in so much of a page's height from its edges stands in the margin.
    private static let margin = 0.072
    /// Type that is so many times as large as the text is a headline's, unless it repeats.
    private static let largest = 1.1

    /// A line's words and place, by which it is known on other pages; numbers are alike.
    private struct Key: Hashable {
        var words: String
        var place: Int
    }

    /// Leaves out what is not read.
    ///
    /// - Parameters:
    ///   - pages: The lines of each page.
    ///   - heights: The pages' heights.
    /// - Complexity: O(n log n) in the lines.
    static func remove(from pages: inout [[PDFLine]], heights: [Double]) {
        for index in pages.indices { removeLineNumbers(from: &pages[index]) }
        let whole = pages
        let body = PDFMeasures.body(of: pages.joined()) ?? 0
        for fromTop in [true, false] {
            let edges = pages.indices.map { edge(of: pages[$0], height: heights[$0], fromTop: fromTop) }
            var counts: [Key: Int] = [:]
            var places: [Int: Int] = [:]
            for (index, lines) in edges.enumerated() {
                var seen: Set<Key> = []
                for line in lines {
                    let key = key(pages[index][line])
                    if seen.insert(key).inserted { counts[key, default: 0] += 1 }
                }
                if let first = lines.first { places[place(pages[index][first]), default: 0] += 1 }
            }
            for (index, lines) in edges.enumerated() {
                var gone: Set<Int> = []
                var repeats: [Int: Int] = [:]
                for line in lines {
                    repeats[line] = near(key(pages[index][line])).map { counts[$0, default: 0] }.max()
                }
                let others = pages[index].indices.filter { repeats[$0, default: 0] < 2 }.map { pages[index][$0] }
                var rest = lines[...]
                while let first = rest.first {
                    let row = rest.prefix { $0 == first || pages[index][$0].isBeside(pages[index][first]) }
                    rest = rest.dropFirst(row.count)
                    let isFurniture = row.contains { line in
                        let found = pages[index][line]
                        // A number beside words may be a cell: then others stand close.
                        if isNumber(found.text),
                            row.count == 1 || isApart(found, others, by: 0.5, fromTop: fromTop)
                        {
                            return true
                        }
                        let repeats = repeats[line] ?? 0
                        if repeats > 2, repeats * 2 > pages.count { return true }
                        if repeats > 1, isApart(found, others, by: 0.5, fromTop: fromTop) { return true }
                        guard found.words.count <= mostWords, found.height < largest * body,
                            isApart(found, others, by: 0.7, fromTop: fromTop)
                        else { return false }
                        // Another head on each page, always at the same height; or in the margin.
                        let isAtPlace = pages.count >= 4 && places[place(found), default: 0] * 10 >= pages.count * 6
                        let inside = fromTop ? found.bottom : heights[index] - found.top
                        // On a page alone, what is as large as the text is its first line, or its last.
                        let isMarginal = pages.count > 1 || found.height < 0.94 * body
                        return isAtPlace || isMarginal && inside < margin * heights[index]
                    }
                    guard isFurniture else { break }
                    gone.formUnion(row)
                }
                guard !gone.isEmpty else { continue }
                pages[index] = pages[index].indices.filter { !gone.contains($0) }.map { pages[index][$0] }
            }
        }
        // Where nothing else stands on any page, what repeats is the text; a page's number is none.
        if pages.allSatisfy(\.isEmpty) { pages = whole.map { lines in lines.filter { !isNumber($0.text) } } }
    }

    /// The lines that may be running heads or feet, from the edge inwards.
    private static func edge(of lines: [PDFLine], height: Double, fromTop: Bool) -> [Int] {
        let inside = lines.indices.filter {
            let middle = (lines[$0].top + lines[$0].bottom) / 2
            return fromTop ? middle < zone * height : middle > (1 - zone) * height
        }
        let sorted = inside.sorted {
            let (first, second) = (lines[$0].top + lines[$0].bottom, lines[$1].top + lines[$1].bottom)
            return first != second ? (first < second) == fromTop : lines[$0].left < lines[$1].left
        }
        return Array(sorted.prefix(mostLines * 3))
    }

    private static func place(_ line: PDFLine) -> Int { Int((line.bottom / 4).rounded()) }

    private static func key(_ line: PDFLine) -> Key {
        var words: [UInt8] = []
        for byte in line.text.utf8.prefix(longest) {
            if byte.isASCIIDigit {
                if words.last != 0x30 { words.append(0x30) }
            } else {
                words.append(byte.asciiLowercased)
            }
        }
        return Key(words: String(decoding: words, as: UTF8.self), place: place(line))
    }

    private static func near(_ key: Key) -> [Key] {
        [-1, 0, 1].map { Key(words: key.words, place: key.place + $0) }
    }

    /// Whether so much space, in heights of the line, is on the inner side of a line.
    private static func isApart(_ line: PDFLine, _ lines: [PDFLine], by space: Double, fromTop: Bool) -> Bool {
        lines.allSatisfy { other in
            let gap = fromTop ? other.top - line.bottom : line.top - other.bottom
            let isOuter = fromTop ? other.bottom <= line.bottom + 1 : other.top >= line.top - 1
            return isOuter || gap > space * line.height
        }
    }

    /// Whether a line tells the number of a page: *12*, *xii*, *– 12 –*, *Page 3 of 9*, *3/9*.
    private static func isNumber(_ text: String) -> Bool {
        guard text.utf8.count <= 24 else { return false }
        let parts = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        guard !parts.isEmpty, parts.count <= 4 else { return false }
        var numbers = 0
        for part in parts {
            if part.allSatisfy(\.isNumber) && part.utf8.count <= 4 || isRoman(part) && parts.count == 1 {
                numbers += 1
            } else if !PageWords.folioWord.contains(String(part)) {
                return false
            }
        }
        return (1...2).contains(numbers) && !text.contains(where: { "%$€£:;,".contains($0) })
    }

    private static func isRoman(_ word: Substring) -> Bool {
        word.utf8.count <= 6 && word.allSatisfy { "ivxl".contains($0) }
    }

    // MARK: Numbers of lines

    /// The fewest numbers that count the lines of a page, as courts and parliaments do.
    private static let fewestNumbers = 8

    private static func removeLineNumbers(from lines: inout [PDFLine]) {
        let numbers = lines.indices.compactMap { index -> (index: Int, value: Int)? in
            guard let first = lines[index].words.first, first.text.utf8.count <= 4, let value = Int(first.text) else {
                return nil
            }
            return (index, value)
        }.sorted { lines[$0.index].top < lines[$1.index].top }
        guard numbers.count >= fewestNumbers else { return }
        var steps = 0
        for (first, second) in zip(numbers, numbers.dropFirst()) {
            let isBelow =
                abs(
                    lines[first.index].words[0].right - lines[second.index].words[0].right) < 3
            if isBelow, second.value - first.value == 1 || second.value - first.value == 5 { steps += 1 }
        }
        guard steps >= fewestNumbers - 1, steps * 5 >= numbers.count * 4 else { return }
        var gone: Set<Int> = []
        for number in numbers {
            if lines[number.index].words.count == 1 {
                gone.insert(number.index)
            } else {
                lines[number.index].words.removeFirst()
                lines[number.index].left = lines[number.index].words[0].left
            }
        }
        lines = lines.indices.filter { !gone.contains($0) }.map { lines[$0] }
    }
}
