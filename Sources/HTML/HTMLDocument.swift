import Linguistics

// HTML reads pages as browsers do, as far as their words are concerned: bytes to a tree in flat arrays. It knows nothing of
// articles; what of a page is its story is for the reader in Ingest. It takes any bytes, opens nothing, and its time
// and memory are linear in the bytes. What a page says against HTML's rules is mended as the standard says, never an
// error.

/// The tree of a page: nodes in one array, each behind its parent.
package struct HTMLDocument: Sendable {
    /// An element or a run of text.
    ///
    /// Pages have many: indices of four bytes with -1 for none, since an optional would double them and its test is read
    /// in every walk.
    package struct Node: Sendable {
        /// The element; `text` for a run of text.
        package let tag: HTMLTag
        /// The index of its parent, -1 for the root.
        package fileprivate(set) var parent: Int32
        /// The index of its first child, -1 where it has none.
        package fileprivate(set) var firstChild: Int32 = -1
        fileprivate var lastChild: Int32 = -1
        /// The index of the next node of the same parent, -1 for the last.
        package fileprivate(set) var next: Int32 = -1
        /// A text's first byte in `text`, or an element's first attribute in `attributes`.
        fileprivate(set) var start: Int32
        /// Behind a text's last byte, or an element's last attribute.
        fileprivate(set) var end: Int32
    }

    struct Attribute {
        let name: HTMLAttribute
        let value: ByteRange
    }

    /// The nodes in the order in which they begin: `html` first, then `head`, then `body`.
    package internal(set) var nodes: ContiguousArray<Node> = []
    /// The words of all texts, in UTF-8, with references resolved.
    package internal(set) var text: [UInt8] = []
    /// The values of all attributes, likewise.
    package internal(set) var values: [UInt8] = []
    var attributes: ContiguousArray<Attribute> = []
    /// Whether elements were nested deeper than is read, so that some stand beside those that they were in.
    package internal(set) var isFlattened = false
    /// How deep elements stand in each other at most.
    package static let deepest = HTMLParser.Builder.deepest

    /// The index of `html`.
    package static let root = 0
    /// The index of `head`.
    package static let head = 1
    /// The index of `body`.
    package static let body = 2

    init() {
        nodes.append(Node(tag: .html, parent: -1, start: 0, end: 0))
        _ = append(.head, to: Self.root, attributes: 0..<0)
        _ = append(.body, to: Self.root, attributes: 0..<0)
    }

    /// The bytes of a text in `text`.
    package func words(of node: Int) -> Range<Int> { Int(nodes[node].start)..<Int(nodes[node].end) }

    /// The bytes of an element's attribute in `values`, if it has it.
    package func value(of attribute: HTMLAttribute, at node: Int) -> Range<Int>? {
        guard nodes[node].tag != .text else { return nil }
        for index in Int(nodes[node].start)..<Int(nodes[node].end) where attributes[index].name == attribute {
            return attributes[index].value.indices
        }
        return nil
    }

    /// An element's attribute as a string, if it has it.
    package func string(of attribute: HTMLAttribute, at node: Int) -> String? {
        value(of: attribute, at: node).map { String(decoding: values[$0], as: UTF8.self) }
    }

    /// An element's attributes of some names, in order.
    package func forEachValue(at node: Int, _ body: (HTMLAttribute, Range<Int>) -> Void) {
        guard nodes[node].tag != .text else { return }
        for index in Int(nodes[node].start)..<Int(nodes[node].end) {
            body(attributes[index].name, attributes[index].value.indices)
        }
    }

    /// The words below a node, as they stand.
    ///
    /// - Parameters:
    ///   - node: The node.
    ///   - limit: Beyond so many bytes no further text is added, so that who asks of nested elements reads none of them whole.
    /// - Returns: The words, as one string.
    package func content(of node: Int, limit: Int = .max) -> String {
        var bytes: [UInt8] = []
        var index = node
        while true {
            if nodes[index].tag == .text { bytes.append(contentsOf: text[words(of: index)]) }
            guard bytes.count <= limit, let following = following(index, within: node) else { break }
            index = following
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The next node in document order below a node; nil behind the last.
    package func following(_ index: Int, within root: Int) -> Int? {
        if nodes[index].firstChild >= 0 { return Int(nodes[index].firstChild) }
        var index = index
        while index != root {
            if nodes[index].next >= 0 { return Int(nodes[index].next) }
            index = Int(nodes[index].parent)
        }
        return nil
    }

    mutating func append(_ tag: HTMLTag, to parent: Int, attributes: Range<Int>) -> Int {
        let index = nodes.count
        nodes.append(
            Node(
                tag: tag, parent: Int32(parent), start: Int32(attributes.lowerBound), end: Int32(attributes.upperBound))
        )
        let last = Int(nodes[parent].lastChild)
        if last >= 0 { nodes[last].next = Int32(index) } else { nodes[parent].firstChild = Int32(index) }
        nodes[parent].lastChild = Int32(index)
        return index
    }

    /// Takes the bytes behind `start` as text at the end of a node, joined to a text that ends there.
    mutating func appendText(from start: Int, to parent: Int) {
        guard text.count > start else { return }
        let last = Int(nodes[parent].lastChild)
        if last >= 0, nodes[last].tag == .text, Int(nodes[last].end) == start {
            nodes[last].end = Int32(text.count)
            return
        }
        let index = append(.text, to: parent, attributes: 0..<0)
        nodes[index].start = Int32(start)
        nodes[index].end = Int32(text.count)
    }

    /// Gives an element that has none its attributes.
    mutating func setAttributes(_ range: Range<Int>, of node: Int) {
        guard nodes[node].start == nodes[node].end else { return }
        nodes[node].start = Int32(range.lowerBound)
        nodes[node].end = Int32(range.upperBound)
    }
}

extension HTMLDocument: CustomDebugStringConvertible {
    /// The tree in one line: `p("Some " b("words"))`.
    package var debugDescription: String {
        var text = ""
        var pending: [(node: Int, isEnd: Bool)] = [(Self.root, false)]
        while let (node, isEnd) = pending.popLast() {
            if isEnd {
                text += ")"
                continue
            }
            if let last = text.last, last != "(" { text += " " }
            if nodes[node].tag == .text {
                text += "\"" + String(decoding: self.text[words(of: node)], as: UTF8.self) + "\""
                continue
            }
            text += string(of: .elementName, at: node) ?? nodes[node].tag.name
            var children: [(node: Int, isEnd: Bool)] = []
            var child = nodes[node].firstChild
            while child >= 0 {
                children.append((Int(child), false))
                child = nodes[Int(child)].next
            }
            guard !children.isEmpty else { continue }
            text += "("
            pending.append((node, true))
            pending.append(contentsOf: children.reversed())
        }
        return text
    }
}
