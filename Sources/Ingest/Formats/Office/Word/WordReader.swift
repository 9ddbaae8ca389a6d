import XML

/// Walks the body of a Word document: what a reader sees of it, with its notes.
struct WordReader {
    /// What stands in a part of its own and is referred to.
    enum Note: Hashable {
        case footnote, endnote, comment

        fileprivate var element: String {
            switch self {
            case .footnote: "footnote"
            case .endnote: "endnote"
            case .comment: "comment"
            }
        }
    }

    private struct Reference: Hashable {
        var note: Note
        var id: String
    }

    let styles: WordStyles
    private var numbering: WordNumbering
    private let notes: [Note: XMLNode]
    /// Pieces of HTML that the document takes in, by the ids of their relations.
    var chunks: [String: [UInt8]] = [:]
    /// What was read.
    private(set) var writer = OfficeWriter()

    // The paragraph that is being read.
    private var words = ""
    private var boxes: [XMLNode] = []
    /// Fields that are open, and of each whether its code is being read, which nobody sees.
    private var fields: [Bool] = []
    /// The code of the innermost field as far as it was read.
    private var fieldCode = ""
    private var references: [Reference] = []
    private var isReferred: Set<Reference> = []

    init(styles: WordStyles, numbering: WordNumbering, notes: [Note: XMLNode]) {
        self.styles = styles
        self.numbering = numbering
        self.notes = notes
    }

    /// Reads a document's body, and then the notes that it refers to.
    mutating func read(_ body: XMLNode) {
        blocks(body)
        flush(nil)
        for note in [Note.footnote, .endnote, .comment] {
            guard let root = notes[note] else { continue }
            var byID: [String: XMLNode] = [:]
            for element in root.elements(note.element) {
                if let id = element["id"], byID[id] == nil { byID[id] = element }
            }
            // A note may refer to others, which come behind those that are known.
            var index = 0
            while index < references.count {
                let reference = references[index]
                index += 1
                guard reference.note == note, let element = byID[reference.id] else { continue }
                fields = []
                for piece in inner(element) {
                    writer.append(contentsOf: [
                        OfficeWriter.Piece(words: piece.words, style: .note, number: piece.number)
                    ])
                }
            }
        }
    }

    // MARK: Blocks

    // The depth of trees is bounded by their reader.
    private mutating func blocks(_ parent: XMLNode) {
        for child in parent.elements {
            switch child.name {
            case "p": paragraph(child)
            case "tbl":
                flush(nil)
                table(child)
            case "sdt": if !isPlaceholder(child) { blocks(child) }
            case "AlternateContent": if let branch = branch(of: child) { blocks(branch) }
            case "altChunk": chunk(child)
            case "del", "moveFrom", "sdtPr", "sectPr", "pPr", "tblPr", "tcPr": break
            default: blocks(child)
            }
        }
    }

    private mutating func paragraph(_ paragraph: XMLNode) {
        let properties = paragraph.first("pPr")
        let style = properties?.first("pStyle")?["val"]
        let outline = properties?.first("outlineLvl")?["val"].flatMap { Int($0) }
        let role = styles.role(style, outlineLevel: outline)
        let isHidden = style.flatMap(styles.isHidden) ?? false
        let before = words
        inline(paragraph, isHidden: isHidden)
        if case .contents = role {
            words = before
            return
        }
        // A deleted or hidden end joins a paragraph to the next, and so does a letter set as large as several lines.
        let mark = properties?.first("rPr")
        let isDropped = ["drop", "margin"].contains(properties?.first("framePr")?["dropCap"] ?? "")
        let endsHidden = mark?.first("vanish").map(WordStyles.isOn) ?? false
        if mark?.first("del") != nil || mark?.first("moveFrom") != nil || isDropped || endsHidden && !words.isEmpty {
            return
        }
        flush(properties)
    }

    /// Ends the paragraph that is being read.
    private mutating func flush(_ properties: XMLNode?) {
        let style = properties?.first("pStyle")?["val"]
        let outline = properties?.first("outlineLvl")?["val"].flatMap { Int($0) }
        let list = listReference(properties, style: style)
        let number = list.flatMap { numbering.next($0) }
        var kind = OfficeWriter.Style.body
        if case .style(let known) = styles.role(style, outlineLevel: outline) { kind = known }
        if kind == .body, WordNumbering.isList(list) { kind = .item }
        writer.append(words, as: kind, number: number)
        words = ""
        let boxes = boxes
        self.boxes = []
        for box in boxes {
            let open = fields
            fields = []
            writer.append(contentsOf: inner(box))
            fields = open
        }
    }

    private func listReference(_ properties: XMLNode?, style: String?) -> WordNumbering.Reference? {
        guard let properties else { return nil }
        guard let own = properties.first("numPr").map({ WordNumbering.Reference($0) }) else {
            return styles.list(style)
        }
        return own.number == nil || own.level == nil ? own.completed(by: styles.list(style)) : own
    }

    /// What is in a cell, a text box or a note.
    private mutating func inner(_ node: XMLNode) -> [OfficeWriter.Piece] {
        let outer = (writer, words, boxes)
        (writer, words, boxes) = (OfficeWriter(), "", [])
        blocks(node)
        flush(nil)
        let pieces = writer.pieces
        (writer, words, boxes) = outer
        return pieces
    }

    private func isPlaceholder(_ control: XMLNode) -> Bool {
        guard let properties = control.first("sdtPr") else { return false }
        // What asks for words is none, and a table of contents says again what its headings say.
        return properties.first("showingPlcHdr").map(WordStyles.isOn) ?? false
            || properties.first("docPartObj", "docPartGallery")?["val"] == "Table of Contents"
    }

    /// Of several renditions of the same the first, which newer programs see, or else the one for older ones.
    private func branch(of node: XMLNode) -> XMLNode? {
        node.elements("Choice").first { $0.elements.contains { _ in true } } ?? node.first("Fallback")
    }

    private mutating func chunk(_ node: XMLNode) {
        flush(nil)
        guard let bytes = node["id"].flatMap({ chunks[$0] }),
            let decoded = try? TextDecoding.decode(
                bytes, declared: HTMLPages.declaredCharset(SourceFile(bytes, path: "").head))
        else { return }
        writer.append(html: decoded.bytes)
    }

    // MARK: Tables

    private mutating func table(_ table: XMLNode) {
        var rows: [[[OfficeWriter.Piece]]] = []
        self.rows(of: table, &rows)
        writer.append(table: rows)
    }

    private mutating func rows(of parent: XMLNode, _ rows: inout [[[OfficeWriter.Piece]]]) {
        for child in parent.elements {
            switch child.name {
            case "tr":
                let properties = child.first("trPr")
                if properties?.first("del") != nil || properties?.first("hidden").map(WordStyles.isOn) == true { break }
                var cells: [[OfficeWriter.Piece]] = []
                self.cells(of: child, &cells)
                rows.append(cells)
            case "sdt", "sdtContent", "customXml", "ins", "moveTo": self.rows(of: child, &rows)
            default: break
            }
        }
    }

    private mutating func cells(of row: XMLNode, _ cells: inout [[OfficeWriter.Piece]]) {
        for child in row.elements {
            switch child.name {
            case "tc":
                let properties = child.first("tcPr")
                if properties?.first("cellDel") != nil { break }
                // A cell that one above reaches into has nothing to say.
                let pieces = inner(child)
                let isCovered = properties?.first("vMerge").map { $0["val"] != "restart" } ?? false
                cells.append(isCovered ? [] : pieces)
            case "sdt": if !isPlaceholder(child) { self.cells(of: child, &cells) }
            case "sdtContent", "customXml", "ins", "moveTo": self.cells(of: child, &cells)
            default: break
            }
        }
    }

    // MARK: Inside a paragraph

    private var isInCode: Bool { fields.contains(true) }

    private mutating func inline(_ parent: XMLNode, isHidden: Bool) {
        for child in parent.elements {
            switch child.name {
            case "r": run(child, isHidden: isHidden)
            case "del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "fldData": break
            case "sdt": if !isPlaceholder(child) { inline(child, isHidden: isHidden) }
            case "fldSimple":
                if let sign = child["instr"].flatMap(SymbolFont.sign(ofField:)) {
                    if !isHidden, !isInCode { words += sign }
                } else {
                    inline(child, isHidden: isHidden)
                }
            case "oMath", "oMathPara": if !isHidden { formula(child) }
            case "AlternateContent": if let branch = branch(of: child) { inline(branch, isHidden: isHidden) }
            case "p": paragraph(child)
            case "tbl":
                flush(nil)
                table(child)
            default: inline(child, isHidden: isHidden)
            }
        }
    }

    private mutating func run(_ run: XMLNode, isHidden: Bool) {
        let properties = run.first("rPr")
        var isHidden = isHidden
        if let style = properties?.first("rStyle")?["val"], let hides = styles.isHidden(style) { isHidden = hides }
        if let vanish = properties?.first("vanish") { isHidden = WordStyles.isOn(vanish) }
        contents(of: run, isHidden: isHidden)
    }

    private mutating func contents(of run: XMLNode, isHidden: Bool) {
        var isMarked = false
        for child in run.elements {
            if child.name == "fldChar" {
                field(child["fldCharType"], isHidden: isHidden)
                continue
            }
            if child.name == "instrText", fields.last == true, fieldCode.utf8.count < Self.longestCode {
                fieldCode += child.text
            }
            guard !isHidden, !isInCode else { continue }
            switch child.name {
            // A mark of its own beside a note's reference is no text.
            case "t": if !isMarked { words += Self.text(of: child, in: run) }
            case "tab", "ptab": words += "\t"
            case "br": words += child["type"].map { $0 == "textWrapping" ? "\n" : "\n\n" } ?? "\n"
            case "cr": words += "\n"
            case "noBreakHyphen": words += "-"
            case "sym":
                if let code = child["char"].flatMap({ UInt32($0, radix: 16) }) {
                    words += SymbolFont.sign(code, font: child["font"])
                }
            case "footnoteReference":
                refer(.footnote, child["id"])
                isMarked = child["customMarkFollows"] != nil
            case "endnoteReference":
                refer(.endnote, child["id"])
                isMarked = child["customMarkFollows"] != nil
            case "commentReference": refer(.comment, child["id"])
            case "drawing", "pict", "object": findBoxes(child)
            case "AlternateContent": if let branch = branch(of: child) { contents(of: branch, isHidden: false) }
            case "ruby": if let base = child.first("rubyBase") { inline(base, isHidden: false) }
            default: break
            }
        }
    }

    /// No longer code is a sign's, in bytes.
    private static let longestCode = 200

    private mutating func field(_ type: String?, isHidden: Bool) {
        switch type {
        case "begin":
            if fields.count < 256 { fields.append(true) }
            fieldCode = ""
        case "separate":
            // What stands for a sign in the file is not read beside it.
            if !fields.isEmpty { fields[fields.count - 1] = endsCode(isHidden: isHidden) }
        case "end":
            _ = endsCode(isHidden: isHidden)
            _ = fields.popLast()
        default: break
        }
    }

    /// Writes the sign that the code of the innermost field stands for.
    ///
    /// - Returns: Whether it is the code of a sign.
    private mutating func endsCode(isHidden: Bool) -> Bool {
        defer { fieldCode = "" }
        guard fields.last == true, let sign = SymbolFont.sign(ofField: fieldCode) else { return false }
        if !isHidden, !fields.dropLast().contains(true) { words += sign }
        return true
    }

    private mutating func refer(_ note: Note, _ id: String?) {
        guard let id else { return }
        let reference = Reference(note: note, id: id)
        if isReferred.insert(reference).inserted { references.append(reference) }
    }

    private mutating func findBoxes(_ node: XMLNode) {
        for child in node.elements {
            switch child.name {
            case "txbxContent": boxes.append(child)
            case "AlternateContent": if let branch = branch(of: child) { findBoxes(branch) }
            default: findBoxes(child)
            }
        }
    }

    private mutating func formula(_ formula: XMLNode) {
        guard !isInCode else { return }
        for node in formula.descendants where node.name == "t" { words += node.text }
    }

    /// The text of a run with codes of Symbol as what they stand for, where that is its font.
    private static func text(of node: XMLNode, in run: XMLNode) -> String {
        let text = node.text.replacing("\n", with: " ")
        guard text.unicodeScalars.contains(where: { (0xF020...0xF0FF).contains($0.value) }),
            let fonts = run.first("rPr", "rFonts"),
            [fonts["ascii"], fonts["hAnsi"]].contains(where: { $0.map(SymbolFont.isSymbol) ?? false })
        else { return text }
        return text.unicodeScalars.map { scalar in
            (0xF020...0xF0FF).contains(scalar.value) ? SymbolFont.sign(scalar.value) : String(scalar)
        }.joined()
    }
}
