import Foundation
import Rendering
import Reporting
import Testing
import XML

/// A page read again by an XML parser.
struct Page {
    let html: String
    let root: XMLNode
    /// The elements with an `id`, by it.
    let places: [String: XMLNode]
    /// Where an `id` stands twice.
    let doubled: [String]
    let elements: [XMLNode]

    /// - Throws: What is not well-formed.
    init(_ report: StoredReport) throws {
        let bytes = ReportPage(report).html()
        html = String(decoding: bytes, as: UTF8.self)
        let tree = try XMLTree.read(bytes)
        try #require(tree.repair == nil, "\(tree.repair ?? "")")
        root = tree.root
        var elements: [XMLNode] = []
        Self.collect(tree.root, &elements)
        self.elements = elements
        var places: [String: XMLNode] = [:]
        var doubled: [String] = []
        for element in elements {
            guard let id = element["id"] else { continue }
            if places.updateValue(element, forKey: id) != nil { doubled.append(id) }
        }
        self.places = places
        self.doubled = doubled
    }

    private static func collect(_ node: XMLNode, _ elements: inout [XMLNode]) {
        var waiting = [node]
        while let node = waiting.popLast() {
            elements.append(node)
            waiting += node.children.filter(\.isElement).reversed()
        }
    }

    func elements(_ name: String, _ className: String? = nil) -> [XMLNode] {
        elements.filter { element in
            guard element.name == name else { return false }
            guard let className else { return true }
            return element.value(of: "class").split(separator: " ").contains { $0 == className }
        }
    }

    /// The words of the document on the page, without what the page adds among them.
    var documentText: String {
        var words = ""
        func add(_ node: XMLNode) {
            for child in node.children {
                guard child.isElement else {
                    words += child.text
                    continue
                }
                if !["ref", "tag critic", "tag support", "where"].contains(child.value(of: "class")) {
                    add(child)
                }
            }
        }
        let heads = elements("header", "lead").flatMap(\.children).filter { $0.name == "div" }
        for part in heads + elements("article") { add(part) }
        return words
    }

    /// What must hold of every page.
    func check(_ report: StoredReport, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(doubled == [], sourceLocation: sourceLocation)
        let links = elements.compactMap { $0["href"] }
        let broken = links.filter { !$0.hasPrefix("#") || places[String($0.dropFirst())] == nil }
        #expect(broken == [], "links to nowhere", sourceLocation: sourceLocation)
        for name in ["script", "iframe", "object", "embed", "img", "link", "base", "form", "audio", "video"] {
            #expect(elements(name).isEmpty, "\(name)", sourceLocation: sourceLocation)
        }
        #expect(elements("style").count == 1 && elements("main").count == 1, sourceLocation: sourceLocation)
        #expect(elements("h1").count == 1, sourceLocation: sourceLocation)
        let dangerous = ["src", "style", "onclick", "onload", "onerror", "onmouseover", "srcdoc"]
        let armed = elements.filter { element in dangerous.contains { element[$0] != nil } }
        #expect(armed.map(\.name) == [], sourceLocation: sourceLocation)
        let wanted =
            report.quotes.indices.map { "q\($0 + 1)" } + report.quotes.indices.map { "said-\($0 + 1)" }
            + report.mentions.indices.map { "m\($0 + 1)" } + report.entities.indices.map { "e\($0 + 1)" }
            + (report.sentiment?.targets ?? []).flatMap { $0.stance?.evidence ?? [] }.indices.map { "j\($0 + 1)" }
        #expect(
            wanted.filter { places[$0] == nil } == [], "findings that are not there", sourceLocation: sourceLocation)
    }
}

extension XMLNode {
    /// An attribute's value; empty for none.
    func value(of name: String) -> String { self[name] ?? "" }
}

extension String {
    /// Without white space, which a page has of its own, and without byte order marks, which our reader of XML leaves out.
    var dense: String {
        String(String.UnicodeScalarView(unicodeScalars.filter { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }))
    }
}
