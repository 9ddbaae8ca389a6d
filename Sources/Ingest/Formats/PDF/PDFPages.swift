import Linguistics

/// The words on a document's pages with their boxes, and its properties, as poppler writes them.
///
/// The reader knows just the few elements that poppler writes, in one pass over the bytes: a tree would take many
/// times as much.
struct PDFPages {
    /// A word as it was drawn; places in points from the upper left corner of the page.
    struct Word {
        var text: String
        var left: Double
        var top: Double
        var right: Double
        var bottom: Double

        var height: Double { bottom - top }
        var width: Double { right - left }
    }

    struct Page {
        var width: Double
        var height: Double
        /// In the order in which they were drawn.
        var words: [Word] = []
    }

    var pages: [Page] = []
    private(set) var title: String?
    private(set) var author: String?

    /// No page is so wide or high, in points; what is farther out than that is on none.
    private static let farthest = 100_000.0
    /// No word is so low or narrow, in points: a program that a file took over may say anything.
    private static let smallest = 0.001
    /// No word is so long, in bytes.
    static let longestWord = 4096

    /// Reads what `pdftotext -bbox` writes, as far as it goes.
    ///
    /// - Complexity: O(`bytes.count`).
    init(_ bytes: [UInt8]) {
        var index = 0
        while let open = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            guard let close = bytes[open...].firstIndex(of: UInt8(ascii: ">")) else { break }
            let tag = bytes[(open + 1)..<close]
            index = close + 1
            if tag.starts(with: "word ".utf8) {
                let end = bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
                let text = Self.unescaped(bytes[index..<end].prefix(Self.longestWord))
                index = end
                if let word = Self.word(tag, text), !pages.isEmpty { pages[pages.count - 1].words.append(word) }
            } else if tag.starts(with: "page ".utf8) {
                let width = Self.number("width", in: tag) ?? 612
                let height = Self.number("height", in: tag) ?? 792
                pages.append(Page(width: max(1, width), height: max(1, height)))
            } else if tag.starts(with: "title".utf8), pages.isEmpty {
                let end = bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
                title = Self.unescaped(bytes[index..<end].prefix(Self.longestWord))
                index = end
            } else if tag.starts(with: "meta ".utf8), pages.isEmpty,
                let name = Self.value("name", in: tag), name.elementsEqual("Author".utf8)
            {
                author = Self.value("content", in: tag).map { Self.unescaped($0.prefix(Self.longestWord)) }
            }
        }
        PDFTypeSizes.mend(&pages)
    }

    private static func word(_ tag: ArraySlice<UInt8>, _ text: String) -> Word? {
        guard !text.isEmpty, let left = number("xMin", in: tag), let top = number("yMin", in: tag),
            let right = number("xMax", in: tag), let bottom = number("yMax", in: tag), right - left > smallest,
            bottom - top > smallest
        else { return nil }
        return Word(text: text, left: left, top: top, right: right, bottom: bottom)
    }

    private static func value(_ name: String, in tag: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var index = tag.startIndex
        let name = Array((name + "=\"").utf8)
        while let space = tag[index...].firstIndex(of: 0x20) {
            index = space + 1
            guard tag[index...].starts(with: name) else { continue }
            let start = index + name.count
            return tag[start..<(tag[start...].firstIndex(of: UInt8(ascii: "\"")) ?? tag.endIndex)]
        }
        return nil
    }

    private static func number(_ name: String, in tag: ArraySlice<UInt8>) -> Double? {
        guard let digits = value(name, in: tag), digits.count <= 32,
            let number = decimal(digits) ?? Double(String(decoding: digits, as: UTF8.self)), abs(number) < farthest
        else { return nil }
        return number
    }

    /// A number as poppler writes it, `-72.024000`; nil for other forms.
    private static func decimal(_ digits: ArraySlice<UInt8>) -> Double? {
        let isNegative = digits.first == UInt8(ascii: "-")
        // Exact below 2^53: the quotient is then the nearest number, as strtod(3) gives it.
        var value = 0
        var scale = 0
        var count = 0
        for byte in isNegative ? digits.dropFirst() : digits {
            if byte == UInt8(ascii: "."), scale == 0 {
                scale = 1
            } else if byte.isASCIIDigit, count < 15 {
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
                scale *= 10
                count += 1
            } else {
                return nil
            }
        }
        guard count > 0 else { return nil }
        let number = scale > 1 ? Double(value) / Double(scale) : Double(value)
        return isNegative ? -number : number
    }

    private static let references: [(name: [UInt8], character: UInt8)] = [
        (Array("amp;".utf8), UInt8(ascii: "&")), (Array("lt;".utf8), UInt8(ascii: "<")),
        (Array("gt;".utf8), UInt8(ascii: ">")), (Array("quot;".utf8), UInt8(ascii: "\"")),
        (Array("apos;".utf8), UInt8(ascii: "'")),
    ]

    /// A text without references, its ligatures undone.
    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let rest = bytes[(index + 1)...]
            if bytes[index] == UInt8(ascii: "&"), let found = references.first(where: { rest.starts(with: $0.name) }) {
                text.append(found.character)
                index += 1 + found.name.count
            } else if bytes[index] == 0xEF, rest.count >= 2, rest[index + 1] == 0xAC,
                let letters = ligatures[rest[index + 2]]
            {
                text.append(contentsOf: letters.utf8)
                index += 3
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// U+FB00 to U+FB06 by their last byte in UTF-8.
    private static let ligatures: [UInt8: String] = [
        0x80: "ff", 0x81: "fi", 0x82: "fl", 0x83: "ffi", 0x84: "ffl", 0x85: "st", 0x86: "st",
    ]
}
