import HTML
import Linguistics

/// What stands among a page's words for its links only: the marks of notes, *…was untreated.²*, and what a linked file is,
/// *(PDF, 2 MB)*.
enum NoteMarks {
    /// The longest mark of a note, in bytes: `[12]`, `1, 2`.
    private static let longestMark = 8
    /// The longest account of a file, in bytes.
    private static let longestFileNote = 40

    /// Whether an element's words are no part of the sentence around them.
    ///
    /// A raised number that leads nowhere is an exponent and stays, and so does one that explains a unit or a formula.
    static func isMark(_ index: Int, of document: HTMLDocument) -> Bool {
        switch document.nodes[index].tag {
        case .sup:
            let text = document.content(of: index, limit: longestMark + 1)
            guard isNumber(text, inBrackets: false), let link = link(of: index, text, document) else { return false }
            return leadsToNote(link, from: index, document)
        case .a:
            return isNumber(document.content(of: index, limit: longestMark + 1), inBrackets: true)
                && leadsToNote(index, from: index, document)
        case .span, .small, .em, .i:
            guard opensBracket(index, document) else { return false }
            return isFileNote(document.content(of: index, limit: longestFileNote + 1)) {
                isAtFile(index, document)
            }
        default: return false
        }
    }

    /// Whether an element begins with a bracket, which few do.
    private static func opensBracket(_ index: Int, _ document: HTMLDocument) -> Bool {
        let child = Int(document.nodes[index].firstChild)
        guard child >= 0, document.nodes[child].tag == .text else { return false }
        return document.text[document.words(of: child)].first { !$0.isHTMLSpace } == UInt8(ascii: "(")
    }

    // MARK: Marks

    /// The link of a raised mark: around it and nothing else, or the first in it.
    private static func link(of mark: Int, _ text: String, _ document: HTMLDocument) -> Int? {
        let parent = Int(max(0, document.nodes[mark].parent))
        if document.nodes[parent].tag == .a {
            let whole = document.content(of: parent, limit: longestMark + 1)
            return whole.utf8.filter { !$0.isHTMLSpace }.elementsEqual(text.utf8.filter { !$0.isHTMLSpace })
                ? parent : nil
        }
        var node = Int(document.nodes[mark].firstChild)
        for _ in 0..<reachOfLink where node >= 0 {
            if document.nodes[node].tag == .a { return node }
            node = Int(document.nodes[node].tag == .text ? document.nodes[node].next : document.nodes[node].firstChild)
        }
        return nil
    }

    /// So many nodes of a mark are looked at for its link.
    private static let reachOfLink = 3

    /// Whether a link leads to a note: its address or its class says so, or the place in this page that it leads to has the
    /// mark's own number, behind the end of a word.
    private static func leadsToNote(_ link: Int, from mark: Int, _ document: HTMLDocument) -> Bool {
        guard let range = document.value(of: .href, at: link),
            let sign = document.values[range].firstIndex(of: UInt8(ascii: "#"))
        else { return false }
        let before = Before(mark, document)
        guard before != .symbol else { return false }
        let place = document.values[range][(sign + 1)...]
        if saysNote(place) || saysNote(link, document) || saysNote(mark, document) { return true }
        guard before != .number else { return false }
        let text = document.content(of: link, limit: longestMark + 1).utf8
        let own = text.map(\.asciiLowercased).filter { $0.isASCIILetter || $0.isASCIIDigit }
        guard let first = own.first, place.count >= own.count,
            place.suffix(own.count).map(\.asciiLowercased).elementsEqual(own)
        else { return false }
        let rest = place.dropLast(own.count)
        guard let last = rest.last else { return true }
        // Of another page only a place that is called like the mark.
        return sign == range.lowerBound && !(first.isASCIIDigit ? last.isASCIIDigit : last.isASCIILetter)
    }

    /// What stands before a mark.
    private enum Before {
        /// A word's end, a mark of punctuation, or nothing.
        case word
        case number
        /// A letter alone, or the unit behind a number: `v`, `45 m`.
        case symbol

        /// How many nodes before a mark are looked at for words.
        private static let reach = 6
        /// The longest unit, in bytes.
        private static let longestUnit = 3

        init(_ mark: Int, _ document: HTMLDocument) {
            self = .word
            var index = mark - 1
            for _ in 0..<Self.reach where index > HTMLDocument.body {
                let node = document.nodes[index]
                index -= 1
                guard node.tag == .text else {
                    if node.tag.isBlock { return }
                    continue
                }
                let words = document.text[document.words(of: index + 1)]
                let end = words.lastIndex { !$0.isHTMLSpace }.map { $0 + 1 } ?? words.startIndex
                guard end > words.startIndex else { continue }
                let text = words[..<end]
                if text[end - 1].isASCIIDigit {
                    self = .number
                    return
                }
                let unit = text.reversed().prefix { $0.isASCIILetter || $0 >= 0x80 }.count
                guard unit > 0 else { return }
                let last = text.dropLast(unit).last { !$0.isHTMLSpace }
                if unit == 1 || unit <= Self.longestUnit && last?.isASCIIDigit == true { self = .symbol }
                return
            }
        }
    }

    /// Whether an element's class, role or name says that it marks a note.
    private static func saysNote(_ index: Int, _ document: HTMLDocument) -> Bool {
        [HTMLAttribute.class, .role, .id].contains { attribute in
            document.value(of: attribute, at: index).map { saysNote(document.values[$0]) } ?? false
        }
    }

    /// Whether one of the words in a name is a note's: `_ftn1`, `cite-note:2`.
    private static func saysNote(_ name: ArraySlice<UInt8>) -> Bool {
        name.split { !$0.isASCIILetter }.contains { word in
            PageWords.noteMark.contains(String(decoding: word.map(\.asciiLowercased), as: UTF8.self))
        }
    }

    /// The most digits of a note's number.
    private static let mostDigits = 3

    /// Whether words are a note's mark, or some: a number, a letter, stars or daggers.
    private static func isNumber(_ text: String, inBrackets: Bool) -> Bool {
        var rest = text.filter { !$0.isWhitespace }[...]
        guard !rest.isEmpty, text.utf8.count <= longestMark else { return false }
        let hasBrackets = rest.first == "[" && rest.last == "]"
        guard hasBrackets || !inBrackets else { return false }
        if hasBrackets { rest = rest.dropFirst().dropLast() }
        let marks = rest.split(omittingEmptySubsequences: false) { ",;-–".contains($0) }
        return marks.allSatisfy { mark in
            guard !mark.isEmpty else { return false }
            if mark.allSatisfy({ "*†‡§¶".contains($0) }) { return true }
            let digits = mark.prefix { $0.isASCII && $0.isNumber }
            guard digits.count <= mostDigits else { return false }
            let letters = mark.dropFirst(digits.count)
            return letters.isEmpty || letters.count == 1 && letters.allSatisfy { $0.isASCII && $0.isLowercase }
        }
    }

    // MARK: Files

    /// Whether words in brackets give a file's size: *(PDF, 14.2MB)*; of a size alone, *(3 KB)*, its place must tell.
    private static func isFileNote(_ text: String, where isAtFile: () -> Bool) -> Bool {
        let bytes = Array(text.utf8.drop { $0.isHTMLSpace })
        guard bytes.count <= longestFileNote, bytes.first == UInt8(ascii: "("),
            let close = bytes.lastIndex(of: UInt8(ascii: ")")), close >= 4,
            bytes[(close + 1)...].allSatisfy(\.isHTMLSpace), bytes[close - 1] | 0x20 == UInt8(ascii: "b")
        else { return false }
        let unit = bytes[close - 2] | 0x20
        guard unit == UInt8(ascii: "k") || unit == UInt8(ascii: "m") || unit == UInt8(ascii: "g"),
            let number = bytes[..<(close - 2)].last(where: { !$0.isHTMLSpace }), number.isASCIIDigit
        else { return false }
        let words = bytes.split { !$0.isASCIILetter && !$0.isASCIIDigit }
        return words.contains {
            PageWords.fileType.contains(String(decoding: $0.map(\.asciiLowercased), as: UTF8.self))
        } || isAtFile()
    }

    /// How many nodes before an account of a file are looked at for the link.
    private static let reachOfFile = 4

    /// Whether an element stands in a link to a file, or right behind one.
    private static func isAtFile(_ index: Int, _ document: HTMLDocument) -> Bool {
        func isFileLink(_ node: Int) -> Bool {
            document.nodes[node].tag == .a
                && document.value(of: .href, at: node).map { PageLinks.isFile(document.values[$0]) } ?? false
        }
        let parent = document.nodes[index].parent
        if parent >= 0, isFileLink(Int(parent)) { return true }
        var node = index - 1
        for _ in 0..<reachOfFile where node > HTMLDocument.body {
            if isFileLink(node) { return true }
            if document.nodes[node].tag == .text, document.nodes[node].parent == parent,
                !document.text[document.words(of: node)].allSatisfy(\.isHTMLSpace)
            {
                return false
            }
            node -= 1
        }
        return false
    }
}
