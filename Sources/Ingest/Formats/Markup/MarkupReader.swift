import Discourse
import XML

/// Reads the text of an article in markup: XHTML, NITF, or a piece of HTML.
struct MarkupReader {
    /// The text in order.
    private(set) var lines: [WireStory.Line] = []
    /// What its marks say is for editors.
    private(set) var notes: [String] = []
    /// What its marks say is the byline.
    private(set) var bylines: [String] = []
    /// What its marks say is the dateline.
    private(set) var dateline: String?
    /// The first heading of the first level, where it stands before all text.
    private(set) var headline: String?

    /// What credits the quotation that is read.
    private var credit: String?
    private var words = ""
    private var kind: BlockKind?
    private var level = 0
    private var node: XMLNode?

    /// Whether words that are struck out are read.
    private var keepsStruck = false
    /// Whether some were left out: in all that was read, and since the last words.
    private var leftStruck = false
    private var isBehindStruck = false

    /// Reads all that is in an element but what is struck out, unless that is most of it.
    static func read(_ node: XMLNode) -> MarkupReader {
        let reader = read(node, keepsStruck: false)
        return reader.leftStruck && StruckWords.areMost(of: node) ? read(node, keepsStruck: true) : reader
    }

    private static func read(_ node: XMLNode, keepsStruck: Bool) -> MarkupReader {
        var reader = MarkupReader()
        reader.keepsStruck = keepsStruck
        reader.walk(node)
        reader.flush()
        return reader
    }

    // The depth of trees is bounded by their reader.
    private mutating func walk(_ parent: XMLNode) {
        for child in parent.children {
            if child.isElement {
                element(child)
            } else {
                if node == nil { node = child }
                add(child.text)
            }
        }
    }

    private mutating func add(_ text: String) {
        if isBehindStruck, !text.isEmpty {
            StruckWords.close(&words, before: text)
            isBehindStruck = false
        }
        words += text
    }

    private mutating func element(_ element: XMLNode) {
        if !keepsStruck, StruckWords.isStruck(element) {
            (leftStruck, isBehindStruck) = (true, true)
            return
        }
        if let role = role(of: element) { return read(element, as: role) }
        switch element.name.lowercased() {
        case "script", "style", "head", "template", "noscript", "iframe", "form", "button", "select", "nav", "svg",
            "object", "video", "audio", "media-reference", "media-metadata", "media-producer", "docdata", "pubdata",
            "rights", "revision-history", "tobject", "video-object", "custom-table":
            return
        case "br": words.append(WireStory.lineBreak)
        case "hr": flush()
        case "img": break
        case "h1": block(element, .headline, level: 1)
        case "h2", "hl1": block(element, .subhead, level: 2)
        case "h3", "hl2": block(element, .subhead, level: 3)
        case "h4": block(element, .subhead, level: 4)
        case "h5", "h6": block(element, .subhead, level: 5)
        case "li", "dd", "dt": block(element, .list)
        case "blockquote", "bq": quotation(element)
        case "credit" where kind == .quote: credit = element.text.foldingBlanks()
        case "figcaption", "media-caption", "caption": block(element, .caption)
        case "fn", "tagline", "bibliography": block(element, .note)
        case "note": note(element)
        case "tr", "nitf-table-row": row(element)
        case "pre": preformatted(element)
        case "q":
            words += "“"
            walk(element)
            words += "”"
        case "p", "div", "section", "article", "main", "header", "footer", "aside", "body", "html", "block", "figure",
            "media", "ul", "ol", "dl", "table", "tbody", "thead", "tfoot", "nitf-table", "hedline", "body.content",
            "body.head", "body.end", "credit", "address", "abstract", "center", "details", "summary":
            block(element, kind)
        default: walk(element)
        }
    }

    private mutating func block(_ element: XMLNode, _ inner: BlockKind?, level innerLevel: Int = 0) {
        flush()
        let (outer, outerLevel) = (kind, level)
        kind = inner
        level = innerLevel
        node = element
        walk(element)
        flush()
        (kind, level) = (outer, outerLevel)
    }

    /// A quotation set apart; what credits it names whoever says it.
    private mutating func quotation(_ element: XMLNode) {
        flush()
        let (start, outer) = (lines.count, credit)
        credit = nil
        block(element, .quote)
        if let name = credit?.split(separator: ",").first?.trimmingBlanks(), !name.isEmpty {
            for index in start..<max(start, lines.count) where lines[index].kind == .quote {
                lines[index].speaker = name
                lines[index].goesOn = index > start
            }
        }
        credit = outer
    }

    private mutating func flush() {
        defer {
            words = ""
            node = nil
        }
        guard words.contains(where: { !$0.isWhitespace }) else { return }
        if kind == .headline {
            if lines.isEmpty, headline == nil {
                headline = words
                return
            }
            return lines.append(WireStory.Line(words: words, kind: .subhead, level: 2, path: node?.path))
        }
        lines.append(WireStory.Line(words: words, kind: kind, level: level, path: node?.path))
    }

    /// A note of NITF: for editors where it is not to be published, text where it is.
    private mutating func note(_ element: XMLNode) {
        switch (element["type"], element["noteclass"]) {
        case ("npa", _), (_, "editorsnote"): read(element, as: .note)
        case (_, "cpyrt"), (_, "trademk"): flush()
        default: block(element, .note)
        }
    }

    /// A row of a table: its cells with a bar between.
    private mutating func row(_ row: XMLNode) {
        flush()
        let cells = row.elements.map { cell -> String in
            if !keepsStruck, StruckWords.isStruck(cell) {
                leftStruck = true
                return ""
            }
            let reader = MarkupReader.read(cell, keepsStruck: keepsStruck)
            leftStruck = leftStruck || reader.leftStruck
            return reader.lines.map { $0.words.foldingBlanks() }.joined(separator: " ")
        }
        let words = cells.filter { !$0.isEmpty }.joined(separator: " | ")
        guard !words.isEmpty else { return }
        // A table of one column lays out a page.
        lines.append(WireStory.Line(words: words, kind: cells.count > 1 ? .table : kind, path: row.path))
    }

    private mutating func preformatted(_ element: XMLNode) {
        flush()
        let words = element.text
        guard words.contains(where: { !$0.isWhitespace }) else { return }
        lines.append(WireStory.Line(words: words, kind: kind, path: element.path, isPreformatted: true))
    }

    // MARK: What classes say

    private enum Role { case note, byline, dateline }

    /// What an element's class or property says that it is.
    private func role(of element: XMLNode) -> Role? {
        for attribute in ["class", "itemprop", "role", "id"] {
            guard let value = element[attribute] else { continue }
            for name in value.split(separator: " ").map({ $0.lowercased() }) {
                switch name.filter(\.isLetter) {
                case "ednote", "editorsnote", "editorsnotes", "editornote", "editorialnote", "notepad", "notebook",
                    "dnlnotepad":
                    return .note
                case "byline", "dnlbyline", "authorline": return .byline
                case "dateline", "dnldateline": return .dateline
                default: break
                }
            }
        }
        return nil
    }

    private mutating func read(_ element: XMLNode, as role: Role) {
        switch role {
        case .note:
            flush()
            let inner = readInside(element)
            leftStruck = leftStruck || inner.leftStruck
            notes.append(contentsOf: inner.lines.map(\.words))
        case .byline:
            flush()
            bylines.append(element.text.foldingBlanks())
        case .dateline:
            // It stands in the text, too: before the first paragraph's words.
            if dateline == nil { dateline = element.text.foldingBlanks() }
            walk(element)
        }
    }

    private func readInside(_ element: XMLNode) -> MarkupReader {
        var reader = MarkupReader()
        reader.keepsStruck = keepsStruck
        for child in element.children {
            if child.isElement { reader.element(child) } else { reader.add(child.text) }
        }
        reader.flush()
        return reader
    }
}
