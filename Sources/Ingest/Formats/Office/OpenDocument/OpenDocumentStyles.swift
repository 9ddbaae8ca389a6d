import XML

/// The styles of an OpenDocument text, as far as they say what a paragraph is and how lists are numbered.
struct OpenDocumentStyles {
    private struct Style {
        var name: String
        var parent: String?
        var isHidden: Bool?
        var outlineLevel: Int?
        var list: String?
    }

    /// A level of a list.
    struct Level {
        /// Nil for a bullet.
        var form: ListNumber.Form?
        var prefix = ""
        var suffix = ""
        var start = 1
        /// How many levels are shown.
        var shown = 1
    }

    private var styles: [String: Style] = [:]
    private var lists: [String: [Int: Level]] = [:]
    /// The numbers of headings.
    private(set) var outline: [Int: Level] = [:]

    /// Takes over the styles of a part; those that are known already stay.
    mutating func add(_ root: XMLNode?) {
        guard let root else { return }
        for group in ["automatic-styles", "styles"] {
            for element in root.first(group)?.elements.map({ $0 }) ?? [] {
                switch element.name {
                case "style": add(style: element)
                case "list-style":
                    if let name = element["name"], lists[name] == nil { lists[name] = Self.levels(of: element) }
                case "outline-style": if outline.isEmpty { outline = Self.levels(of: element) }
                default: break
                }
            }
        }
    }

    private mutating func add(style element: XMLNode) {
        guard let name = element["name"] else { return }
        let key = (element["family"] ?? "") + "/" + name
        guard styles[key] == nil else { return }
        let display = element.first("text-properties")?["display"]
        styles[key] = Style(
            name: Self.plain(element["display-name"] ?? name), parent: element["parent-style-name"],
            isHidden: display.map { $0 == "none" },
            outlineLevel: element["default-outline-level"].flatMap { Int($0) },
            list: element["list-style-name"].flatMap { $0.isEmpty ? nil : $0 })
    }

    /// A style's name in small letters: `Heading_20_1` is *heading 1*.
    private static func plain(_ name: String) -> String { name.replacing("_20_", with: " ").lowercased() }

    private static func levels(of element: XMLNode) -> [Int: Level] {
        var levels: [Int: Level] = [:]
        for element in element.elements {
            guard let index = element["level"].flatMap({ Int($0) }), (1...10).contains(index) else { continue }
            var level = Level()
            if element.name.hasSuffix("style-number") || element.name == "outline-level-style" {
                switch element["num-format"] {
                case "1": level.form = .decimal
                case "a": level.form = .lowerLetter
                case "A": level.form = .upperLetter
                case "i": level.form = .lowerRoman
                case "I": level.form = .upperRoman
                case nil, "": level.form = nil
                default: level.form = .decimal
                }
            }
            level.prefix = element["num-prefix"] ?? ""
            level.suffix = element["num-suffix"] ?? ""
            level.start = element["start-value"].flatMap { Int($0) } ?? 1
            level.shown = element["display-levels"].flatMap { Int($0) } ?? 1
            levels[index] = level
        }
        return levels
    }

    private func chain(_ family: String, _ name: String?) -> [Style] {
        var chain: [Style] = []
        var next = name
        while let name = next, chain.count < 32 {
            guard let style = styles[family + "/" + name] else {
                // A named style that is in no part is still what it is called.
                chain.append(Style(name: Self.plain(name)))
                break
            }
            chain.append(style)
            next = style.parent
        }
        return chain
    }

    /// Whether words of a style are hidden; nil where it says nothing.
    func isHidden(_ family: String, _ name: String?) -> Bool? { chain(family, name).lazy.compactMap(\.isHidden).first }

    /// The list style that a paragraph style names.
    func list(ofParagraph name: String?) -> String? { chain("paragraph", name).lazy.compactMap(\.list).first }

    /// The levels of a list, from 1.
    func levels(_ name: String?) -> [Int: Level] { name.flatMap { lists[$0] } ?? [:] }

    /// What a paragraph of a style is.
    func role(_ name: String?) -> OfficeWriter.Style {
        for style in chain("paragraph", name) {
            if let known = OfficeWriter.Style(named: style.name) { return known }
            if let level = style.outlineLevel, (1...10).contains(level) { return .heading(level) }
        }
        return .body
    }

    /// A level's number, with those above it that it shows.
    static func number(_ counts: [Int], _ levels: [Int: Level]) -> String? {
        guard let level = levels[counts.count], level.form != nil else { return nil }
        let first = max(1, counts.count - max(1, level.shown) + 1)
        var parts: [String] = []
        for index in first...counts.count {
            guard let form = levels[index]?.form else { continue }
            parts.append(ListNumber.text(counts[index - 1], form))
        }
        return level.prefix.trimmingBlanks() + parts.joined(separator: ".") + level.suffix.trimmingBlanks()
    }
}
