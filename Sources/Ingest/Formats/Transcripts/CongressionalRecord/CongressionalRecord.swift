import HTML
import Linguistics

/// The record of the United States Congress as its printer publishes it: wrapped text, also in a page as `<pre>`.
///
/// Paragraphs are indented by two, headings centred, matter that is read into the record indented further; who speaks stands
/// before a full stop: *Mr. ALDER of North Carolina.*, *The PRESIDING OFFICER (Mr. Alder).*
enum CongressionalRecord: SourceFormat {
    static let mediaType = "text/plain"
    static let name = "the Congressional Record"
    static let pathExtensions: [String] = []

    /// How far into a file without the record's head its labels are looked for, in bytes.
    private static let sample = 32 << 10

    static func matches(_ file: SourceFile) -> Bool {
        if file.root?.name == "html", !file.head.holds("<pre") { return false }
        if file.head.holds("[congressional record volume") { return true }
        // A part of it without its head: labels at the starts of its paragraphs.
        guard file.root == nil || file.root?.name == "html" || file.root?.name == "pre" else { return false }
        return hasLabels(file.bytes)
    }

    /// Whether lines as they are printed are the record's, by its head or its labels.
    static func isRecord(_ lines: [UInt8]) -> Bool {
        let head = String(decoding: lines.prefix(SourceFile.headBytes), as: UTF8.self).lowercased()
        return head.holds("[congressional record volume") || hasLabels(lines)
    }

    private static func hasLabels(_ bytes: [UInt8]) -> Bool { form(of: bytes) != nil }

    /// How paragraphs with speakers begin: indented, or flush behind an empty line, as in what was copied from it.
    private enum Form { case indented, flush }

    private static func form(of bytes: [UInt8]) -> Form? {
        var counts: [Form: Int] = [:]
        var isBlank = true
        for line in CaptionLines(Array(bytes.prefix(sample))) {
            let indent = line.prefix { $0 == 0x20 }.count
            let mayBe = indent == 0 ? isBlank : (1...3).contains(indent)
            isBlank = indent == line.count
            guard mayBe, line.count > 8, indent == 0 || line.count < 100,
                RecordLabel.mayBegin(line.dropFirst(indent)),
                RecordLabel(String(decoding: line, as: UTF8.self).trimmed) != nil
            else { continue }
            let form = indent == 0 ? Form.flush : .indented
            counts[form, default: 0] += 1
            if counts[form] == 2 { return form }
        }
        return nil
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let decoded = try TextDecoding.decode(file.bytes)
        let isPage = file.root?.name == "html" || file.root?.name == "pre"
        let bytes = isPage ? Array(preformatted(in: decoded.bytes).utf8) : decoded.bytes
        var text = text(of: bytes)
        guard !text.isEmpty else { throw .empty(format: name) }
        if isPage { text.mediaType = "text/html" }
        text.charset = decoded.charset
        text.notices = decoded.notices
        return [text]
    }

    /// The turns of the record's lines.
    static func text(of lines: [UInt8]) -> SourceText {
        var layout = RecordLayout(isFlush: form(of: lines) == .flush)
        for line in CaptionLines(lines) { layout.add(line) }
        return RecordWriter.text(of: layout.finished())
    }

    /// What stands between the first `<pre>` and the last `</pre>`, without tags.
    private static func preformatted(in page: [UInt8]) -> String {
        var words: [UInt8] = []
        words.reserveCapacity(page.count)
        var index = 0
        var start = 0
        var end: Int?
        while index < page.count {
            guard page[index] == UInt8(ascii: "<"), let close = tagEnd(page, from: index) else {
                words.append(page[index])
                index += 1
                continue
            }
            let tag = String(decoding: page[(index + 1)..<min(close, index + 6)], as: UTF8.self).lowercased()
            if tag.hasPrefix("pre"), start == 0 { start = words.count }
            if tag.hasPrefix("/pre") { end = words.count }
            index = close + 1
        }
        return CharacterReferences.decode(Array(words[start..<max(start, end ?? words.count)]))
    }

    private static func tagEnd(_ page: [UInt8], from open: Int) -> Int? {
        guard open + 1 < page.count else { return nil }
        let first = page[open + 1]
        guard first.isASCIILetter || first == UInt8(ascii: "/") || first == UInt8(ascii: "!")
        else { return nil }
        // Another tag's beginning inside says that this is none; it also keeps the search linear.
        let end = page[(open + 1)..<min(page.count, open + 2000)]
            .firstIndex { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "<") }
        return end.flatMap { page[$0] == UInt8(ascii: ">") ? $0 : nil }
    }
}
