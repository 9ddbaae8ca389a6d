import AnalyzerKit
import XML

/// Walks the chapters of a book, which are pages with nothing but text in them.
struct BookReader {
    /// What was noticed.
    var notices: [Document.Notice] = []

    private var writer = OfficeWriter()
    private var notes: [OfficeWriter.Piece] = []
    private var words = ""
    private var style = OfficeWriter.Style.body
    /// Whether words that are struck out are the chapter's, since it has few others; not known before there are some.
    private var keepsStruck: Bool?
    /// Whether struck words were left out since the last words.
    private var isBehindStruck = false
    private var chapter: XMLNode?

    /// How the items of a list are counted.
    private struct Counter {
        var next: Int
        var step: Int
        var form: ListNumber.Form
    }

    /// That of the list being read; nil where its items have no numbers.
    private var counter: Counter?
    /// The number of the item being read, until its first words.
    private var number: String?

    /// Reads a chapter.
    mutating func read(_ page: XMLNode) {
        let body = page.name == "body" ? page : page.first("body") ?? page.firstDescendant("body") ?? page
        guard !Self.types(of: body).contains(where: { ["cover", "toc", "landmarks"].contains($0) }) else { return }
        style = .body
        (keepsStruck, chapter) = (nil, body)
        walk(body)
        flush()
    }

    private mutating func leavesStruck() -> Bool {
        let keeps = keepsStruck ?? chapter.map(StruckWords.areMost) ?? false
        keepsStruck = keeps
        return !keeps
    }

    /// What was read, with the notes behind it.
    func sourceText(_ properties: OfficeProperties) -> SourceText {
        var whole = writer
        whole.append(contentsOf: notes)
        return whole.sourceText(properties)
    }

    /// What an element is by the standard's vocabulary of structure.
    private static func types(of element: XMLNode) -> [Substring] {
        (element["epub:type"] ?? "").split(separator: " ")
            + (element["role"] ?? "").split(separator: " ").filter { $0.hasPrefix("doc-") }.map { $0.dropFirst(4) }
    }

    private mutating func flush() {
        let isEmpty = !words.contains { !$0.isWhitespace }
        writer.append(words, as: style, number: isEmpty ? nil : number)
        if !isEmpty { number = nil }
        words = ""
    }

    // The depth of trees is bounded by their reader.
    private mutating func walk(_ parent: XMLNode) {
        for child in parent.children {
            if child.isElement {
                element(child)
            } else {
                let text = child.text.replacing("\n", with: " ")
                if isBehindStruck, !text.isEmpty {
                    StruckWords.close(&words, before: text)
                    isBehindStruck = false
                }
                words += text
            }
        }
    }

    private mutating func element(_ element: XMLNode) {
        if element["hidden"] != nil
            || element["style"]?.filter({ $0 != " " }).lowercased().holds("display:none") == true
        {
            return
        }
        if StruckWords.isStruck(element), leavesStruck() {
            isBehindStruck = true
            return
        }
        let types = Self.types(of: element)
        if types.contains(where: { ["noteref", "backlink", "pagebreak", "toc", "landmarks", "page-list"].contains($0) })
        {
            return
        }
        if types.contains(where: { ["footnote", "endnote", "rearnote", "note"].contains($0) }),
            element.name != "section"
        {
            return note(element)
        }
        let name = element.name.lowercased()
        switch name {
        case "script", "style", "head", "nav", "svg", "img", "audio", "video", "iframe", "object", "rt", "rp",
            "template":
            break
        case "br": words += "\n"
        case "hr": flush()
        case "h1", "h2", "h3", "h4", "h5", "h6": block(element, .heading(Int(name.dropFirst()) ?? 1))
        case "ol": list(element)
        case "li":
            let outer = number
            number = nextNumber(of: element)
            block(element, .item)
            number = outer
        case "dt", "dd": block(element, .item)
        case "blockquote": block(element, .quote)
        case "figcaption", "caption": block(element, .caption)
        case "tr": row(element)
        case "q":
            words += "“"
            walk(element)
            words += "”"
        case "pre":
            flush()
            words = element.text
            flush()
        // The number of a note that stands elsewhere.
        case "sup": if !isMark(element) { walk(element) }
        case "a": if !isMarked(element) { walk(element) }
        case "p", "div", "section", "article", "main", "header", "footer", "aside", "figure", "ul", "dl", "table",
            "tbody", "thead", "tfoot", "address", "center", "details", "summary", "body", "hgroup", "form":
            block(element, style)
        default: walk(element)
        }
    }

    /// Whether what is set above the line is the mark of a note: a number or sign that leads elsewhere.
    private func isMark(_ element: XMLNode) -> Bool {
        let isLink = element.first("a") != nil || element.parent?.name == "a"
        return isLink && !element.text.contains { $0.isLetter } && element.text.utf8.count <= 8
    }

    /// Whether a link is nothing but such a mark.
    private func isMarked(_ link: XMLNode) -> Bool {
        guard let mark = link.first("sup"), isMark(mark) else { return false }
        return link.text.foldingBlanks() == mark.text.foldingBlanks()
    }

    private mutating func block(_ element: XMLNode, _ inner: OfficeWriter.Style) {
        flush()
        let outer = style
        // A paragraph in an item or a quotation is part of it.
        style = inner
        walk(element)
        flush()
        style = outer
    }

    /// Reads a list whose items are counted.
    private mutating func list(_ element: XMLNode) {
        let outer = counter
        let items = element.elements.count { $0.name.lowercased() == "li" }
        let isReversed = element["reversed"] != nil
        let isBare = element["style"]?.lowercased().filter { $0 != " " }.holds("list-style-type:none") == true
        counter =
            isBare
            ? nil
            : Counter(
                next: element["start"].flatMap { Int($0.trimmingBlanks()) } ?? (isReversed ? items : 1),
                step: isReversed ? -1 : 1, form: element["type"].flatMap { ListNumber.Form(markup: $0) } ?? .decimal)
        block(element, style)
        counter = outer
    }

    private mutating func nextNumber(of item: XMLNode) -> String? {
        guard item.parent?.name.lowercased() == "ol", var counter else { return nil }
        if let value = item["value"].flatMap({ Int($0.trimmingBlanks()) }) { counter.next = value }
        let text = ListNumber.text(counter.next, counter.form) + "."
        counter.next &+= counter.step
        self.counter = counter
        return text
    }

    private mutating func note(_ element: XMLNode) {
        for piece in inner(element) {
            notes.append(OfficeWriter.Piece(words: piece.words, style: .note, number: nil))
        }
    }

    private mutating func inner(_ element: XMLNode) -> [OfficeWriter.Piece] {
        let outer = (writer, words, style)
        (writer, words, style) = (OfficeWriter(), "", .body)
        walk(element)
        flush()
        let pieces = writer.pieces
        (writer, words, style) = outer
        return pieces
    }

    private mutating func row(_ row: XMLNode) {
        flush()
        var cells: [[OfficeWriter.Piece]] = []
        for cell in row.elements where cell.name == "td" || cell.name == "th" { cells.append(inner(cell)) }
        writer.append(table: [cells])
    }
}
