/// A line of a column: words that stand beside each other.
struct PDFLine {
    /// From left to right.
    var words: [PDFPages.Word]
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double
    /// The height of most of its letters, which tells the size of the type.
    var height: Double
    /// The page, from 0.
    var page: Int
    /// The mark of a footnote that stands raised before it.
    var mark: String?
    /// Whether a letter as large as several lines stands before its first word.
    var isBesideInitial = false
    /// Its cells, where it is a row of a table, the lines of each parted by line feeds; without cells it is a line of
    /// text.
    var cells: [String] = []

    init(_ word: PDFPages.Word, page: Int) {
        words = [word]
        (left, right, top, bottom) = (word.left, word.right, word.top, word.bottom)
        height = word.height
        self.page = page
    }

    mutating func append(_ word: PDFPages.Word) {
        words.append(word)
        left = min(left, word.left)
        right = max(right, word.right)
    }

    /// Measures the line by most of its letters.
    mutating func measure() {
        let main = words.max { $0.text.utf8.count * 2 < $1.text.utf8.count * 2 }
        guard let main else { return }
        var letters: [(height: Double, top: Double, bottom: Double, count: Int)] = []
        for word in words.prefix(64) {
            if let index = letters.firstIndex(where: { abs($0.height - word.height) < 0.05 * word.height }) {
                letters[index].count += word.text.utf8.count
            } else if letters.count < 8 {
                letters.append((word.height, word.top, word.bottom, word.text.utf8.count))
            }
        }
        let most = letters.max { $0.count < $1.count }
        height = most?.height ?? main.height
        top = most?.top ?? main.top
        bottom = most?.bottom ?? main.bottom
    }

    var width: Double { right - left }
    var text: String { words.map(\.text).joined(separator: " ") }

    /// Whether another line stands beside it.
    func isBeside(_ other: PDFLine) -> Bool {
        min(bottom, other.bottom) - max(top, other.top) > 0.5 * min(height, other.height)
    }

    /// Whether it ends as a sentence does, whatever closes behind that.
    var endsSentence: Bool {
        guard let last = words.last?.text.last(where: { !"”’\"')]»*†".contains($0) }) else { return false }
        return ".!?:…。".contains(last)
    }

    var endsInHyphen: Bool {
        guard let text = words.last?.text, text.count > 1, let last = text.last else { return false }
        return "-\u{2010}\u{AD}".contains(last)
    }

    /// Whether it is a line of a table of contents: dots lead to the number of a page.
    var isContents: Bool {
        guard words.count > 1, let last = words.last?.text, last.utf8.count <= 5,
            last.allSatisfy({ $0.isNumber || "ivxlc".contains($0) })
        else { return false }
        var dots = 0
        for word in words.dropLast() {
            let run = word.text.reversed().prefix { ".…·_".contains($0) }.count
            if run == word.text.count || run >= 3 { dots += run }
        }
        return dots >= 3
    }

    var beginsSmall: Bool { words.first?.text.first { $0.isLetter || $0.isNumber }?.isLowercase ?? false }

    /// Whether its first word would have stood at the end of a line with so much space.
    func fits(in space: Double) -> Bool { (words.first?.width ?? 0) + 0.25 * height <= space - 0.5 }
}
