// XML turns the bytes of an XML document, or of a piece of HTML, into a tree in flat arrays. It opens no file and no
// connection: a document type is never fetched, and of what it declares only plain words are used, so that no entity can
// grow. Time and memory are linear in the bytes, nesting is bounded, and what cannot be read is an `XMLError`.

/// An XML document: its elements and their words.
package final class XMLTree: Sendable {
    /// A node; -1 for none, since optional indices would double the size of trees that have millions.
    struct Record {
        /// The index of an element's name, or -1 for words.
        var name: Int32
        var parent: Int32
        var firstChild: Int32 = -1
        var next: Int32 = -1
        /// Behind the last node below this one.
        var end: Int32 = 0
        /// Which of its name it is among its siblings, from 1.
        var ordinal: Int32 = 1
        /// Words in `bytes`, or an element's attributes in `attributes`.
        var lower: Int32
        var upper: Int32
    }

    struct Name: Hashable {
        var prefix: String
        var local: String
        var namespace: String
    }

    struct Attribute {
        var name: Int32
        var lower: Int32
        var upper: Int32
    }

    let records: ContiguousArray<Record>
    let attributes: ContiguousArray<Attribute>
    let names: [Name]
    let bytes: [UInt8]
    /// What had to be mended to read it, in one clause; nil for a document that is well-formed.
    package let repair: String?

    init(
        records: ContiguousArray<Record>, attributes: ContiguousArray<Attribute>, names: [Name], bytes: [UInt8],
        repair: String?
    ) {
        self.records = records
        self.attributes = attributes
        self.names = names
        self.bytes = bytes
        self.repair = repair
    }

    /// The first element, which holds all others; for HTML an element without a name.
    package var root: XMLNode { XMLNode(tree: self, index: 0) }
}

/// An element or a run of words in an `XMLTree`.
package struct XMLNode: Sendable {
    let tree: XMLTree
    let index: Int

    private var record: XMLTree.Record { tree.records[index] }

    /// Whether it is an element.
    package var isElement: Bool { record.name >= 0 }

    /// The element's name without its prefix; empty for words.
    package var name: String { isElement ? tree.names[Int(record.name)].local : "" }

    /// The URI of the namespace that the element is in; empty where it is in none.
    package var namespace: String { isElement ? tree.names[Int(record.name)].namespace : "" }

    /// The element around it; nil for the first.
    package var parent: XMLNode? {
        record.parent < 0 ? nil : XMLNode(tree: tree, index: Int(record.parent))
    }

    /// An attribute's value by its name as written, as `xml:lang`, or without a prefix.
    package subscript(attribute: String) -> String? {
        guard isElement else { return nil }
        var found: XMLTree.Attribute?
        for attributeIndex in Int(record.lower)..<Int(record.upper) {
            let candidate = tree.attributes[attributeIndex]
            let name = tree.names[Int(candidate.name)]
            if name.prefix.isEmpty ? name.local == attribute : "\(name.prefix):\(name.local)" == attribute {
                return value(of: candidate)
            }
            if name.local == attribute, found == nil { found = candidate }
        }
        return found.map(value)
    }

    private func value(of attribute: XMLTree.Attribute) -> String {
        String(decoding: tree.bytes[Int(attribute.lower)..<Int(attribute.upper)], as: UTF8.self)
    }

    /// The elements and words directly in it, in order.
    package var children: Children { Children(tree: tree, coming: isElement ? record.firstChild : -1) }

    /// The elements directly in it, in order.
    package var elements: some Sequence<XMLNode> { children.lazy.filter(\.isElement) }

    /// The elements of a name directly in it, in order.
    package func elements(_ name: String) -> some Sequence<XMLNode> {
        children.lazy.filter { $0.isElement && $0.name == name }
    }

    /// The first element at the end of a path of names, each directly in the one before.
    package func first(_ path: String...) -> XMLNode? {
        var node = self
        for name in path {
            guard let next = node.elements(name).first(where: { _ in true }) else { return nil }
            node = next
        }
        return node
    }

    /// All elements and words below it, in the order of the document.
    package var descendants: some Sequence<XMLNode> {
        let tree = tree
        return (index + 1..<max(index + 1, Int(record.end))).lazy.map { XMLNode(tree: tree, index: $0) }
    }

    /// The first element of a name below it, in the order of the document.
    package func firstDescendant(_ name: String) -> XMLNode? { descendants.first { $0.name == name } }

    /// All words in it as they stand.
    package var text: String {
        guard isElement else { return String(decoding: words, as: UTF8.self) }
        var bytes: [UInt8] = []
        for node in descendants where !node.isElement { bytes.append(contentsOf: node.words) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes of words in UTF-8; none for an element.
    package var words: ArraySlice<UInt8> {
        isElement ? [] : tree.bytes[Int(record.lower)..<Int(record.upper)]
    }

    /// Where it stands, as a path of names from the first element with numbers among those of one name:
    /// `/nitf/body/p[2]`.
    package var path: String {
        var steps: [String] = []
        var node: XMLNode? = isElement ? self : parent
        while let current = node {
            node = current.parent
            guard !current.name.isEmpty else { continue }
            let ordinal = current.record.ordinal
            steps.append(ordinal > 1 ? "\(current.name)[\(ordinal)]" : current.name)
        }
        return steps.reversed().reduce(into: "") { $0 += "/" + $1 }
    }

    /// A walk over siblings.
    package struct Children: Sequence, IteratorProtocol {
        let tree: XMLTree
        var coming: Int32

        /// The next sibling.
        package mutating func next() -> XMLNode? {
            guard coming >= 0 else { return nil }
            defer { coming = tree.records[Int(coming)].next }
            return XMLNode(tree: tree, index: Int(coming))
        }
    }
}

/// Builds a tree from its tags and words as they come.
struct XMLTreeBuilder {
    private var records: ContiguousArray<XMLTree.Record> = []
    private var attributes: ContiguousArray<XMLTree.Attribute> = []
    private var names: [XMLTree.Name] = []
    private var indices: [XMLTree.Name: Int32] = [:]
    private var bytes: [UInt8] = []
    /// How many elements of a name each element has so far, by the indices of both.
    private var counts: [UInt64: Int32] = [:]
    /// The elements that are open, with the last child of each.
    private var open: [(index: Int, lastChild: Int32)] = []

    /// How many elements are open.
    var depth: Int { open.count }

    /// Whether nothing was built.
    var isEmpty: Bool { records.isEmpty }

    mutating func start(_ name: XMLTree.Name) { start(number(of: name)) }

    mutating func start(_ name: Int32) {
        // What comes behind the end of the first element is no part of the document.
        guard records.isEmpty || !open.isEmpty else { return }
        let first = Int32(attributes.count)
        let index = append(XMLTree.Record(name: name, parent: -1, lower: first, upper: first))
        open.append((index, -1))
    }

    /// Adds an attribute to the element that was just started.
    mutating func add(attribute name: XMLTree.Name, value: some Sequence<UInt8>) {
        add(attribute: number(of: name), value: value)
    }

    mutating func add(attribute name: Int32, value: some Sequence<UInt8>) {
        guard let last = open.last, last.index == records.count - 1 else { return }
        let lower = Int32(bytes.count)
        bytes.append(contentsOf: value)
        attributes.append(XMLTree.Attribute(name: name, lower: lower, upper: Int32(bytes.count)))
        records[last.index].upper = Int32(attributes.count)
    }

    mutating func end() {
        guard let last = open.popLast() else { return }
        records[last.index].end = Int32(records.count)
    }

    mutating func add(words: some Sequence<UInt8>) {
        guard let parent = open.last else { return }
        let lower = Int32(bytes.count)
        bytes.append(contentsOf: words)
        // Words that come in pieces are one run.
        if parent.lastChild == Int32(records.count - 1), parent.lastChild >= 0,
            records[records.count - 1].name < 0, records[records.count - 1].upper == lower
        {
            records[records.count - 1].upper = Int32(bytes.count)
        } else if Int32(bytes.count) > lower {
            let index = append(XMLTree.Record(name: -1, parent: -1, lower: lower, upper: Int32(bytes.count)))
            records[index].end = Int32(index + 1)
        }
    }

    mutating func finished(repair: String?) -> XMLTree {
        while !open.isEmpty { end() }
        return XMLTree(records: records, attributes: attributes, names: names, bytes: bytes, repair: repair)
    }

    private mutating func append(_ record: XMLTree.Record) -> Int {
        var record = record
        let index = records.count
        if let parent = open.last {
            record.parent = Int32(parent.index)
            if record.name >= 0 {
                let key = UInt64(parent.index) << 32 | UInt64(record.name)
                record.ordinal = (counts[key] ?? 0) + 1
                counts[key] = record.ordinal
            }
            if parent.lastChild < 0 {
                records[parent.index].firstChild = Int32(index)
            } else {
                records[Int(parent.lastChild)].next = Int32(index)
            }
            open[open.count - 1].lastChild = Int32(index)
        }
        records.append(record)
        return index
    }

    /// The number of a name, which has one from then on.
    mutating func number(of name: XMLTree.Name) -> Int32 {
        if let index = indices[name] { return index }
        let index = Int32(names.count)
        names.append(name)
        indices[name] = index
        return index
    }
}
