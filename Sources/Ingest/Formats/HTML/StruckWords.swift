import Linguistics
import HTML
import XML

/// What a page or a piece of one marks as taken out: `<del>`, `<s>`, `<strike>`, and lines through words by their style.
///
/// It is no part of the text, as deleted words of office documents are none.
enum StruckWords {
    static let tags = TagSet([.del, .s, .strike])

    /// Whether an element of HTML says by its name that what is in it was taken out.
    static func isStruck(_ element: XMLNode) -> Bool {
        switch element.name.lowercased() {
        case "del", "s", "strike": true
        default: element["style"].map { strikes(Array($0.utf8)[...]) } ?? false
        }
    }

    /// Whether a style draws a line through an element's words.
    static func strikes(_ style: ArraySlice<UInt8>) -> Bool {
        style.count >= 12
            && String(decoding: style.map(\.asciiLowercased), as: UTF8.self).holds("line-through")
    }

    /// Whether most of a page's words outside of links are struck out, so that they are what it has to say.
    ///
    /// - Complexity: O(nodes + bytes).
    static func areMost(of document: HTMLDocument, without skipped: TagSet) -> Bool {
        var (struck, plain) = (0, 0)
        /// For each node whether it is struck out, or counts for nothing.
        var isStruck = [Bool](repeating: false, count: document.nodes.count)
        var isAside = isStruck
        for index in document.nodes.indices.dropFirst() {
            let node = document.nodes[index]
            let parent = Int(node.parent)
            isStruck[index] = isStruck[parent] || Self.isStruck(index, of: document)
            isAside[index] = isAside[parent] || node.tag == .a || skipped.contains(node.tag)
            guard node.tag == .text, !isAside[index] else { continue }
            let count = document.text[document.words(of: index)].count { !$0.isHTMLSpace }
            if isStruck[index] { struck += count } else { plain += count }
        }
        return struck > plain
    }

    /// Whether most of the words in an element of another format's HTML are struck out.
    static func areMost(of root: XMLNode) -> Bool {
        var (struck, whole) = (0, 0)
        func count(_ node: XMLNode, isIn: Bool) {
            for child in node.children {
                if child.isElement {
                    count(child, isIn: isIn || isStruck(child))
                } else {
                    let bytes = child.text.utf8.count { !$0.isHTMLSpace }
                    whole += bytes
                    if isIn { struck += bytes }
                }
            }
        }
        // The depth of trees is bounded by their reader.
        count(root, isIn: isStruck(root))
        return struck * 2 > whole
    }

    /// Whether a page's element is struck out, by its name or its style.
    static func isStruck(_ index: Int, of document: HTMLDocument) -> Bool {
        let tag = document.nodes[index].tag
        guard tag != .text else { return false }
        return tags.contains(tag)
            || document.value(of: .style, at: index).map { strikes(document.values[$0]) } ?? false
    }

    /// Whether a byte is a mark that stands at the end of a word, before which no space is left of what went.
    static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"),
            UInt8(ascii: "?"), UInt8(ascii: ")"):
            true
        default: false
        }
    }

    /// Takes away the blanks at an end of words that stand double, or before a mark, since what stood between went.
    static func close(_ words: inout String, before next: String) {
        guard words.last?.isWhitespace == true, let byte = next.utf8.first, byte.isHTMLSpace || endsWord(byte) else {
            return
        }
        while words.last == " " { words.removeLast() }
    }
}
