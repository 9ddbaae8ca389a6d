import XML

/// Walks an OpenDocument text: what a reader sees of it, with its notes.
struct OpenDocumentReader {
    let styles: OpenDocumentStyles
    /// What was read.
    private(set) var writer = OfficeWriter()

    // The paragraph that is being read.
    private var words = ""
    private var boxes: [XMLNode] = []
    private var footnotes: [XMLNode] = []
    private var endnotes: [XMLNode] = []
    private var annotations: [XMLNode] = []

    /// A list that is open: its style, its items so far, and the number of the item that begins.
    private struct List {
        var style: String?
        var count: Int
        /// The item has had its number.
        var isNumbered = false
    }

    private var lists: [List] = []
    /// How many items the last list of a style has had, by its style; by its id for those that are gone on with.
    private var counts: [String: Int] = [:]
    private var headings: [Int] = []

    init(_ styles: OpenDocumentStyles) { self.styles = styles }

    /// Reads a body, and then the notes in it.
    mutating func read(_ body: XMLNode) {
        blocks(body)
        // Notes in notes come behind those that are known.
        var index = 0
        while index < footnotes.count {
            note(footnotes[index])
            index += 1
        }
        index = 0
        while index < endnotes.count {
            note(endnotes[index])
            index += 1
        }
        index = 0
        while index < annotations.count {
            note(annotations[index])
            index += 1
        }
    }

    private mutating func note(_ node: XMLNode) {
        for piece in inner(node) {
            writer.append(contentsOf: [OfficeWriter.Piece(words: piece.words, style: .note, number: piece.number)])
        }
    }

    /// What is in a cell, a text box or a note.
    private mutating func inner(_ node: XMLNode) -> [OfficeWriter.Piece] {
        let outer = (writer, words, boxes, lists)
        (writer, words, boxes, lists) = (OfficeWriter(), "", [], [])
        blocks(node)
        let pieces = writer.pieces
        (writer, words, boxes, lists) = outer
        return pieces
    }

    // MARK: Blocks

    // The depth of trees is bounded by their reader.
    private mutating func blocks(_ parent: XMLNode) {
        for child in parent.elements {
            switch child.name {
            case "p": paragraph(child, nil)
            case "h": paragraph(child, child["outline-level"].flatMap { Int($0) } ?? 1)
            case "list": list(child)
            case "numbered-paragraph": blocks(child)
            case "table": table(child)
            case "section": if !isHidden(section: child) { blocks(child) }
            // What was deleted is kept in one place, before the text.
            case "tracked-changes", "forms", "variable-decls", "sequence-decls", "user-field-decls",
                "dde-connection-decls",
                "table-of-content", "alphabetical-index", "table-index", "illustration-index", "object-index",
                "user-index":
                break
            case "frame", "custom-shape", "rect", "g", "text-box", "a", "ellipse", "polygon", "path", "caption":
                box(child)
                appendBoxes()
            default: blocks(child)
            }
        }
    }

    /// Adds what stands in boxes beside the paragraph that they are in.
    private mutating func appendBoxes() {
        let boxes = boxes
        self.boxes = []
        for box in boxes { writer.append(contentsOf: inner(box)) }
    }

    private func isHidden(section: XMLNode) -> Bool {
        switch section["display"] {
        case "none": true
        case "condition": section["is-hidden"] == "true"
        default: false
        }
    }

    private mutating func paragraph(_ paragraph: XMLNode, _ level: Int?) {
        let style = paragraph["style-name"] ?? paragraph["cond-style-name"]
        let isHidden =
            styles.isHidden("paragraph", style) ?? false
            || paragraph.first("hidden-paragraph")?["is-hidden"] == "true"
        inline(paragraph, isHidden: isHidden)
        var kind = styles.role(style)
        var number: String?
        if let level, (1...10).contains(level) {
            if kind != .title { kind = .heading(level) }
            if !isHidden, paragraph["is-list-header"] != "true" { number = headingNumber(level, paragraph) }
        }
        if !lists.isEmpty, !isHidden {
            if kind == .body { kind = .item }
            number = listNumber(paragraph, style) ?? number
        }
        writer.append(words, as: kind, number: number)
        words = ""
        appendBoxes()
    }

    private mutating func headingNumber(_ level: Int, _ heading: XMLNode) -> String? {
        while headings.count < level { headings.append((styles.outline[headings.count + 1]?.start ?? 1) - 1) }
        if headings.count > level { headings.removeLast(headings.count - level) }
        let start = heading["restart-numbering"] == "true" ? heading["start-value"].flatMap { Int($0) } : nil
        headings[level - 1] = start.map(Self.bounded) ?? headings[level - 1] + 1
        return OpenDocumentStyles.number(headings.map { max($0, 1) }, styles.outline)
    }

    private static func bounded(_ number: Int) -> Int { max(0, min(number, 1 << 30)) }

    // MARK: Lists

    private mutating func list(_ list: XMLNode) {
        let style = list["style-name"] ?? lists.last?.style
        let level = styles.levels(style)[lists.count + 1]
        var before = Self.bounded(level?.start ?? 1) - 1
        let isContinued = list["continue-numbering"] == "true" || list["continue-list"] != nil
        if isContinued, let count = counts[list["continue-list"] ?? (style ?? "") + "/\(lists.count)"] {
            before = count
        }
        lists.append(List(style: style, count: before))
        for child in list.elements {
            switch child.name {
            case "list-item":
                let start = child["start-value"].flatMap { Int($0) }
                lists[lists.count - 1].count = start.map(Self.bounded) ?? lists[lists.count - 1].count + 1
                lists[lists.count - 1].isNumbered = false
                blocks(child)
            case "list-header":
                lists[lists.count - 1].isNumbered = true
                blocks(child)
            default: break
            }
        }
        if let closed = lists.popLast() {
            counts[(style ?? "") + "/\(lists.count)"] = closed.count
            if let id = list["id"] { counts[id] = closed.count }
        }
    }

    /// The number of an item's first paragraph.
    private mutating func listNumber(_ paragraph: XMLNode, _ style: String?) -> String? {
        guard let last = lists.last, !last.isNumbered else { return nil }
        lists[lists.count - 1].isNumbered = true
        let levels = styles.levels(last.style ?? styles.list(ofParagraph: style))
        return OpenDocumentStyles.number(lists.map(\.count), levels)
    }

    // MARK: Tables

    /// What is said to be repeated comes to no more bytes than this.
    private static let mostRepeated = 64 << 10

    /// How often what is repeated is read: as often as it is said to be, where that does not make much of little.
    private static func times(_ written: String?, bytes: Int) -> Int {
        let times = max(1, written.flatMap { Int($0) } ?? 1)
        return times <= 1024 && times * max(1, bytes) <= mostRepeated ? times : 1
    }

    private static func bytes(_ cell: [OfficeWriter.Piece]) -> Int { cell.reduce(1) { $0 + $1.words.utf8.count } }

    private mutating func table(_ table: XMLNode) {
        var rows: [[[OfficeWriter.Piece]]] = []
        self.rows(of: table, &rows)
        writer.append(table: rows)
    }

    private mutating func rows(of parent: XMLNode, _ rows: inout [[[OfficeWriter.Piece]]]) {
        for child in parent.elements {
            switch child.name {
            case "table-row":
                guard child["visibility"] == nil || child["visibility"] == "visible" else { break }
                var cells: [[OfficeWriter.Piece]] = []
                for cell in child.elements where cell.name == "table-cell" || cell.name == "covered-table-cell" {
                    // What a merged cell covers is not shown.
                    let pieces = inner(cell)
                    let times = Self.times(cell["number-columns-repeated"], bytes: Self.bytes(pieces))
                    for _ in 0..<times {
                        cells.append(cell.name == "table-cell" ? pieces : [])
                    }
                }
                let bytes = cells.reduce(0) { $0 + Self.bytes($1) }
                let times = Self.times(child["number-rows-repeated"], bytes: bytes)
                for _ in 0..<times { rows.append(cells) }
            case "table-header-rows", "table-rows", "table-row-group": self.rows(of: child, &rows)
            default: break
            }
        }
    }

    // MARK: Inside a paragraph

    private mutating func inline(_ parent: XMLNode, isHidden: Bool) {
        for child in parent.children {
            guard child.isElement else {
                // White space of the source is one space, also beside elements.
                if !isHidden { words += child.text.replacing("\n", with: " ") }
                continue
            }
            switch child.name {
            case "s":
                let count = child["c"].flatMap { Int($0) } ?? 1
                if !isHidden { words += String(repeating: " ", count: max(1, min(count, 256))) }
            case "tab": if !isHidden { words += "\t" }
            case "line-break": if !isHidden { words += "\n" }
            case "note": if !isHidden { note(reference: child) }
            case "annotation": if !isHidden { annotations.append(child) }
            case "frame", "custom-shape", "rect", "g", "text-box", "ellipse", "polygon", "path", "caption":
                if !isHidden { box(child) }
            case "span":
                inline(child, isHidden: styles.isHidden("text", child["style-name"]) ?? isHidden)
            case "hidden-text": inline(child, isHidden: isHidden || child["is-hidden"] != "false")
            case "ruby": if let base = child.first("ruby-base") { inline(base, isHidden: isHidden) }
            case "p", "h": if !isHidden { paragraph(child, nil) }
            case "placeholder", "script", "annotation-end", "hidden-paragraph", "desc", "title", "object", "image",
                "event-listeners", "tracked-changes":
                break
            default: inline(child, isHidden: isHidden)
            }
        }
    }

    private mutating func note(reference: XMLNode) {
        guard let body = reference.first("note-body") else { return }
        if reference["note-class"] == "endnote" { endnotes.append(body) } else { footnotes.append(body) }
    }

    /// Takes the text of a drawing: what stands in a box, or in a shape itself.
    private mutating func box(_ node: XMLNode) {
        if node.elements.contains(where: { ["p", "h", "list", "table"].contains($0.name) }) {
            boxes.append(node)
            return
        }
        for child in node.elements {
            switch child.name {
            case "frame", "custom-shape", "rect", "g", "text-box", "a", "ellipse", "polygon", "path", "caption":
                box(child)
            default: break
            }
        }
    }
}
