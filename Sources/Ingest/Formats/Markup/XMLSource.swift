import AnalyzerKit
import HTML
import Linguistics
import XML

/// Reads a file in XML: its charset, then its tree.
enum XMLSource {
    /// A file's tree and what was noticed on the way to it.
    struct Reading {
        var tree: XMLTree
        var charset: String
        var notices: [Document.Notice]
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - format: The format's name for people.
    /// - Returns: Its tree.
    /// - Throws: Why it has none.
    static func read(_ file: SourceFile, as format: String) throws(DecodeError) -> Reading {
        let decoded = try TextDecoding.decode(file.bytes, declared: declaredCharset(of: file.head))
        let tree: XMLTree
        do throws(XMLError) {
            tree = try XMLTree.read(decoded.bytes)
        } catch {
            throw .malformed(format: format, byteOffset: nil, reason: error.description)
        }
        var notices = decoded.notices
        if let repair = tree.repair {
            notices.append(
                Document.Notice(
                    reason: "malformed",
                    message: "The file is no well-formed XML (\(repair)): it was read as far as that goes."))
        }
        return Reading(tree: tree, charset: decoded.charset, notices: notices)
    }

    /// The charset that an XML declaration gives.
    static func declaredCharset(of head: String) -> String? {
        guard let start = head.byteRange(of: "<?xml"), let end = head[start.upperBound...].byteRange(of: "?>"),
            let key = head[start.upperBound..<end.lowerBound].byteRange(of: "encoding")
        else { return nil }
        let rest = head[key.upperBound..<end.lowerBound].drop { $0 == " " || $0 == "=" }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        let value = rest.dropFirst().prefix { $0 != quote }
        return value.isEmpty ? nil : String(value)
    }

    /// The documents of a file's items, with its charset and what was noticed on each.
    ///
    /// - Parameters:
    ///   - stories: The items.
    ///   - reading: The file.
    ///   - format: What has no item with text in it, for people.
    /// - Returns: The documents in order.
    /// - Throws: `empty` where none has anything to read.
    static func texts(
        of stories: [WireStory], in reading: Reading, format: String
    ) throws(DecodeError) -> [SourceText] {
        var texts = stories.compactMap { $0.sourceText() }
        guard !texts.isEmpty else { throw .empty(format: format) }
        for index in texts.indices {
            texts[index].charset = reading.charset
            texts[index].notices.insert(contentsOf: reading.notices, at: 0)
        }
        return texts
    }
}

/// Reads a piece of HTML inside another format.
enum HTMLFragment {
    /// The text of a piece, whatever mark-up it has; a piece without any is text with line ends.
    static func read(_ html: String) -> MarkupReader {
        MarkupReader.read(XMLTree.readHTML(Array(html.utf8)).root)
    }

    /// Whether a text is markup beyond doubt: an element of HTML ends in it, or a paragraph or line does.
    ///
    /// - Complexity: O(bytes).
    static func isMarkup(_ text: String) -> Bool {
        var rest = text.utf8[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[rest.index(after: open)...]
            let isEnd = rest.first == UInt8(ascii: "/")
            let tag = rest.dropFirst(isEnd ? 1 : 0).prefix(longestTag)
            let name = tag.prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || (0x31...0x36).contains($0) }
            guard !name.isEmpty, let next = tag.dropFirst(name.count).first else { continue }
            let isWhole = next == UInt8(ascii: ">") || next == UInt8(ascii: "/") || next == 0x20
            let word = String(decoding: name, as: UTF8.self).lowercased()
            if isWhole, isEnd ? elements.contains(word) : word == "p" || word == "br" { return true }
        }
        return false
    }

    private static let elements = Set(HTMLTag.allCases.map(\.name))
    /// The longest beginning of a tag that is looked at, in bytes.
    private static let longestTag = 16

    /// Whether a text has tags or references of HTML in it.
    static func isHTML(_ text: String) -> Bool {
        var rest = text.utf8[...]
        var seen = 0
        while let open = rest.firstIndex(of: UInt8(ascii: "<")), seen < 1000 {
            seen += 1
            rest = rest[rest.index(after: open)...]
            guard let first = rest.first else { return false }
            if first.isASCIILetter || first == UInt8(ascii: "/") || first == UInt8(ascii: "!") {
                return rest.prefix(2000).contains(UInt8(ascii: ">"))
            }
        }
        return false
    }
}
