/// Makes the heights of words tell the size of their type.
///
/// A word's box is as high as its font says that its letters may be, which differs from font to font: those of TeX
/// have 14 points of height in 11-point text and 13 in the larger headings. How wide the letters are differs far
/// less, so where both disagree, width tells.
enum PDFTypeSizes {
    /// The widths of letters in Times, in thousandths of the size of the type (Adobe Font Metrics of Times-Roman),
    /// from U+0020.
    private static let widths: [UInt16] = [
        250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500,
        500, 500,
        500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889,
        722, 722,
        556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444,
        333, 500,
        500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480,
        541,
    ]

    /// Words of one height.
    private struct Class {
        var width = 0.0
        var expected = 0.0
        var letters = 0
        var height = 0.0
    }

    /// So many times as wide the letters of one font are as those of another with the same height.
    private static let tolerance = 1.28
    /// Fewer letters tell nothing of their widths.
    private static let fewestLetters = 16

    /// Mends the heights of words; the lower edge stays.
    ///
    /// - Complexity: O(n) in the letters.
    static func mend(_ pages: inout [PDFPages.Page]) {
        var classes: [Int: Class] = [:]
        for page in pages {
            for word in page.words where word.text.utf8.count > 1 && word.width > 0.6 * word.height {
                let key = key(word)
                classes[key, default: Class()].width += word.width
                classes[key, default: Class()].expected += expected(word.text)
                classes[key, default: Class()].letters += word.text.utf8.count
                classes[key, default: Class()].height = word.height
            }
        }
        // Ties go to the larger, so that the same file gives the same text.
        guard let most = classes.max(by: { ($0.value.letters, $0.key) < ($1.value.letters, $1.key) })?.value,
            most.expected > 0
        else { return }
        var scales: [Int: Double] = [:]
        for (key, type) in classes where type.letters >= fewestLetters && type.height > 0 {
            let wanted = (type.width / type.expected) / (most.width / most.expected)
            let found = type.height / most.height
            let scale = wanted / found
            if scale > tolerance || scale * tolerance < 1 { scales[key] = scale }
        }
        guard !scales.isEmpty else { return }
        for page in pages.indices {
            for index in pages[page].words.indices {
                let word = pages[page].words[index]
                guard let scale = scales[key(word)] else { continue }
                pages[page].words[index].top = word.bottom - word.height * scale
            }
        }
    }

    private static func key(_ word: PDFPages.Word) -> Int { Int((word.height * 20).rounded()) }

    /// The width of a text in Times of size 1.
    private static func expected(_ text: String) -> Double {
        var width = 0
        for scalar in text.unicodeScalars {
            let index = Int(scalar.value) - 0x20
            // Letters of the east are as wide as high.
            width += widths.indices.contains(index) ? Int(widths[index]) : scalar.value >= 0x2E80 ? 1000 : 500
        }
        return Double(width) / 1000
    }
}
