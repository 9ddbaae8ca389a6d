import Discourse

/// Makes a text of the words on pages and their boxes, as poppler's `pdftotext -bbox-layout` writes them.
enum PDFLayout {
    /// Reads the boxes of a file's words.
    ///
    /// - Parameter boxes: The XHTML.
    /// - Returns: The text, each of poppler's blocks a block.
    /// - Throws: `PDFFile.noTextLayer` where no word is on any page.
    /// - Complexity: O(`boxes.count`).
    static func read(_ boxes: [UInt8]) throws(DecodeError) -> SourceText {
        var text = SourceText()
        var page = 0
        var words: [String] = []
        func flush(_ text: inout SourceText) {
            text.append(words.joined(separator: " "), place: Blocks.Place(page: page))
            words = []
        }
        for tag in String(decoding: boxes, as: UTF8.self).split(separator: "<") {
            if tag.hasPrefix("page ") {
                page += 1
            } else if tag.hasPrefix("/block") {
                flush(&text)
            } else if tag.hasPrefix("word "), let end = tag.firstIndex(of: ">") {
                words.append(unescaped(tag[tag.index(after: end)...]))
            }
        }
        flush(&text)
        guard !text.isEmpty else { throw PDFFile.noTextLayer }
        return text
    }

    private static func unescaped(_ word: Substring) -> String {
        word.split(separator: "&", omittingEmptySubsequences: false).enumerated().map { index, part in
            guard index > 0, let end = part.firstIndex(of: ";") else { return String(part) }
            let names = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
            return (names[String(part[..<end])] ?? "") + part[part.index(after: end)...]
        }.joined()
    }
}
