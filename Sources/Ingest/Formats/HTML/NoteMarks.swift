import HTML

/// What stands among a page's words for its links only: the marks of notes, *…was untreated.²*, and what a linked file is,
/// *(PDF, 2 MB)*.
enum NoteMarks {
    /// The longest mark of a note, in bytes: `[12]`, `1, 2`.
    private static let longestMark = 8
    /// The longest account of a file, in bytes.
    private static let longestFileNote = 40

    /// Whether an element's words are no part of the sentence around them.
    ///
    /// A raised number that leads nowhere is an exponent and stays.
    static func isMark(_ index: Int, of document: HTMLDocument) -> Bool {
        switch document.nodes[index].tag {
        case .sup:
            return isNumber(document.content(of: index, limit: longestMark + 1), inBrackets: false)
                && (leadsToNote(index, document) || leadsToNote(Int(max(0, document.nodes[index].parent)), document)
                    || holdsLink(index, document))
        case .a:
            return leadsToNote(index, document)
                && isNumber(document.content(of: index, limit: longestMark + 1), inBrackets: true)
        case .span, .small, .em, .i:
            return opensBracket(index, document)
                && isFileNote(document.content(of: index, limit: longestFileNote + 1))
        default: return false
        }
    }

    /// Whether an element begins with a bracket, which few do.
    private static func opensBracket(_ index: Int, _ document: HTMLDocument) -> Bool {
        let child = Int(document.nodes[index].firstChild)
        guard child >= 0, document.nodes[child].tag == .text else { return false }
        return document.text[document.words(of: child)].first { !$0.isHTMLSpace } == UInt8(ascii: "(")
    }

    private static func holdsLink(_ index: Int, _ document: HTMLDocument) -> Bool {
        let child = Int(document.nodes[index].firstChild)
        guard child >= 0 else { return false }
        if leadsToNote(child, document) { return true }
        let inner = Int(document.nodes[child].firstChild)
        return inner >= 0 && leadsToNote(inner, document)
    }

    /// Whether a link leads to a place in a page rather than to a page.
    private static func leadsToNote(_ index: Int, _ document: HTMLDocument) -> Bool {
        guard document.nodes[index].tag == .a, let range = document.value(of: .href, at: index) else { return false }
        return document.values[range].contains(UInt8(ascii: "#"))
    }

    private static func isNumber(_ text: String, inBrackets: Bool) -> Bool {
        let bytes = text.utf8.filter { !$0.isHTMLSpace }
        guard !bytes.isEmpty, text.utf8.count <= longestMark else { return false }
        let hasBrackets = bytes.first == UInt8(ascii: "[") && bytes.last == UInt8(ascii: "]")
        guard hasBrackets || !inBrackets else { return false }
        var digits = 0
        for byte in hasBrackets ? bytes.dropFirst().dropLast() : bytes[...] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: ","), UInt8(ascii: "-"): break
            // A note may have a letter, a star or a dagger.
            default: if bytes.count > 3 { return false }
            }
        }
        return digits > 0 || bytes.count <= 3
    }

    /// Whether words in brackets give a file's size: *(PDF, 14.2MB)*, *(3 KB)*.
    private static func isFileNote(_ text: String) -> Bool {
        let bytes = Array(text.utf8.drop { $0.isHTMLSpace })
        guard bytes.count <= longestFileNote, bytes.first == UInt8(ascii: "("),
            let close = bytes.lastIndex(of: UInt8(ascii: ")")), close >= 4,
            bytes[(close + 1)...].allSatisfy(\.isHTMLSpace), bytes[close - 1] | 0x20 == UInt8(ascii: "b")
        else { return false }
        let unit = bytes[close - 2] | 0x20
        guard unit == UInt8(ascii: "k") || unit == UInt8(ascii: "m") || unit == UInt8(ascii: "g") else { return false }
        let before = bytes[..<(close - 2)].last { !$0.isHTMLSpace }
        return before.map { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ?? false
    }
}
