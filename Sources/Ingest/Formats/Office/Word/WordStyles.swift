import XML

/// The styles of a Word document, as far as they say what a paragraph is.
struct WordStyles {
    /// What a style says, with what it is based on.
    struct Style {
        var name = ""
        var base: String?
        /// From 0.
        var outlineLevel: Int?
        var isHidden: Bool?
        var list: WordNumbering.Reference?
    }

    private var styles: [String: Style] = [:]
    private var defaultParagraph: String?
    /// The language of text whose style says none.
    private(set) var language: String?

    init(_ root: XMLNode?) {
        guard let root else { return }
        language = root.first("docDefaults", "rPrDefault", "rPr", "lang")?["val"]
        for element in root.elements("style") {
            guard let id = element["styleId"] else { continue }
            var style = Style()
            style.name = (element.first("name")?["val"] ?? id).lowercased()
            style.base = element.first("basedOn")?["val"]
            style.outlineLevel = element.first("pPr", "outlineLvl")?["val"].flatMap { Int($0) }
            style.isHidden = element.first("rPr", "vanish").map(Self.isOn)
            style.list = element.first("pPr", "numPr").map { WordNumbering.Reference($0, style: id) }
            if styles[id] == nil { styles[id] = style }
            if element["type"] == "paragraph", element["default"].map(Self.isTrue) == true { defaultParagraph = id }
        }
    }

    /// Whether a property that is there is on.
    static func isOn(_ property: XMLNode) -> Bool { property["val"].map(isTrue) ?? true }

    private static func isTrue(_ value: String) -> Bool { value != "0" && value != "false" && value != "off" }

    /// A style with all that it is based on, the style itself first.
    private func chain(_ id: String?) -> [Style] {
        var chain: [Style] = []
        var next = id
        // A style may be based on itself in a file that is wrong.
        while let id = next, let style = styles[id], chain.count < 32 {
            chain.append(style)
            next = style.base
        }
        return chain
    }

    /// Whether the words of a style are hidden; nil where the style says nothing.
    func isHidden(_ id: String) -> Bool? { chain(id).lazy.compactMap(\.isHidden).first }

    /// Where a style says that it is in a list.
    func list(_ id: String?) -> WordNumbering.Reference? {
        var list: WordNumbering.Reference?
        for style in chain(id ?? defaultParagraph) {
            guard let found = style.list else { continue }
            list = list.map { $0.completed(by: found) } ?? found
            if list?.number != nil { break }
        }
        return list
    }

    /// What a paragraph of a style is.
    enum Role {
        case style(OfficeWriter.Style)
        /// A table of contents, which says again what its headings say.
        case contents
    }

    /// Tells what a paragraph of a style is.
    ///
    /// - Parameters:
    ///   - id: The style; nil for the default.
    ///   - outlineLevel: What the paragraph itself says of its level, from 0; 9 is none.
    /// - Returns: What it is; `body` where nothing is said.
    func role(_ id: String?, outlineLevel: Int?) -> Role {
        let id = id ?? defaultParagraph
        var chain = chain(id)
        // A document without styles names those that Word has.
        if chain.isEmpty, let id { chain = [Style(name: id.lowercased())] }
        for style in chain {
            if OfficeWriter.Style.isOfContents(style.name) { return .contents }
            if let known = OfficeWriter.Style(named: style.name) { return .style(known) }
        }
        let level = outlineLevel ?? chain.lazy.compactMap(\.outlineLevel).first
        if let level, (0...8).contains(level) { return .style(.heading(level + 1)) }
        return .style(.body)
    }
}
