import AnalyzerKit

/// Reads RTF: control words, groups and bytes in one pass, without recursion.
struct RichTextReader {
    /// What the words of a group are.
    private enum Destination: Hashable {
        case text
        /// Nothing that is read, with all groups in it.
        case skipped
        /// Nothing itself, but groups in it may be text: a drawing, an object.
        case container
        case fonts, styles, info
        /// A property of the document, or the number of a list's item.
        case title, author, created, modified, number
        /// A field's code.
        case code
    }

    /// What a group's end does with what was collected in it.
    private enum Collection: Hashable { case footnote, endnote, comment, box }

    private struct State {
        var destination = Destination.text
        /// What is collected apart from here on.
        var collects: Collection?
        /// How many stand-ins follow a character of Unicode.
        var standIns = 1
        var font: Int?
        var isHidden = false
        var isDeleted = false
        var style: Int?
        /// From 0.
        var outlineLevel: Int?
        var isInTable = false
        var isItem = false
        var isDropped = false
        /// Whether the field's code stands for a sign, so that what it shows is not read beside it.
        var isSign = false
    }

    /// A stretch of text of its own: the document's, a note's, a box's.
    private struct Flow {
        var writer = OfficeWriter()
        var words = ""
        var number: String?
        var isItem = false
        /// The paragraphs of the cell, the cells of the row and the rows of the table that are being read.
        var cell = OfficeWriter()
        var cells: [[OfficeWriter.Piece]] = []
        var rows: [[[OfficeWriter.Piece]]] = []
        /// What is written behind the paragraph.
        var boxes: [OfficeWriter.Piece] = []

        mutating func endTable() {
            if !cell.pieces.isEmpty { cells.append(cell.pieces) }
            if !cells.isEmpty { rows.append(cells) }
            cell = OfficeWriter()
            cells = []
            writer.append(table: rows)
            rows = []
        }
    }

    private struct Style {
        var name = ""
        var base: Int?
        var outlineLevel: Int?
    }

    /// Groups in each other, so many deep at most.
    private static let deepest = 1024

    private let bytes: [UInt8]
    private var position = 0
    private var states = [State()]
    private var flows = [Flow()]
    private var notes: [Collection: [OfficeWriter.Piece]] = [:]
    private var properties: OfficeProperties
    private var notices: [Document.Notice] = []
    /// A control symbol has said that the group may be skipped by who does not know it.
    private var isOptional = false

    // Bytes that are not decoded yet, since a character may have several.
    private var pending: [UInt8] = []
    private var pendingEncoding = RichTextCharsets.Encoding.charset("CP1252")
    private var charsets = RichTextCharsets()
    private var documentCharset = "CP1252"
    private let isRawUTF8: Bool
    private var fonts: [Int: RichTextCharsets.Encoding] = [:]
    private var defaultFont: Int?
    /// Stand-ins that are still to be passed over.
    private var toSkip = 0
    private var highSurrogate: UInt32?

    // Tables at the head.
    private var font = 0
    private var styleNumber: Int? = 0
    private var styles: [Int: Style] = [:]
    private var collected = ""
    private var time: [String: Int] = [:]

    init(_ bytes: [UInt8], path: String) {
        self.bytes = bytes
        properties = OfficeProperties(path: path)
        isRawUTF8 = bytes.contains { $0 >= 0x80 } && String(validating: bytes, as: UTF8.self) != nil
    }

    /// The document's charset, as the IANA names it.
    var charset: String { documentCharset.replacing("CP125", with: "windows-125") }

    private var state: State {
        get { states[states.count - 1] }
        set { states[states.count - 1] = newValue }
    }

    // MARK: Reading

    /// Reads the document.
    ///
    /// - Throws: Why it is none.
    mutating func read() throws(DecodeError) -> SourceText {
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "{"):
                position += 1
                try open()
            case UInt8(ascii: "}"):
                position += 1
                close()
                if states.count == 1 { position = bytes.count }
            case UInt8(ascii: "\\"):
                position += 1
                control()
            case 0x0D, 0x0A, 0: position += 1
            default: plain()
            }
        }
        // A last brace is forgotten by some writers; more are missing where the file was cut.
        if states.count > 2 {
            throw .malformed(
                format: RichText.name, byteOffset: nil, reason: "it ends inside a group, so the rest is missing")
        }
        if states.count == 2 {
            notices.append(
                Document.Notice(
                    reason: "malformed", message: "The last brace of the RTF is missing, so it may be cut off."))
            close()
        }
        flushBytes()
        endParagraph(force: true)
        flows[0].endTable()
        var writer = flows[0].writer
        for kind in [Collection.footnote, .endnote, .comment] { writer.append(contentsOf: notes[kind] ?? []) }
        var text = writer.sourceText(properties)
        text.notices = notices + text.notices
        return text
    }

    private mutating func plain() {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "\\") || byte == 0x0D
                || byte == 0x0A || byte == 0
            {
                break
            }
            position += 1
        }
        var run = bytes[start..<position]
        if toSkip > 0 {
            let count = min(toSkip, run.count)
            toSkip -= count
            run = run.dropFirst(count)
        }
        guard !run.isEmpty else { return }
        take(run, isRaw: true)
    }

    private mutating func open() throws(DecodeError) {
        toSkip = 0
        flushBytes()
        guard states.count < Self.deepest else {
            throw .malformed(
                format: RichText.name, byteOffset: nil,
                reason: "its groups are nested more than \(Self.deepest) deep")
        }
        var inner = state
        inner.collects = nil
        states.append(inner)
        isOptional = false
        if state.destination == .styles { styleNumber = 0 }
    }

    private mutating func close() {
        toSkip = 0
        flushBytes()
        guard states.count > 1, let closed = states.popLast() else { return }
        if states.count == 1 { endParagraph(closed, force: true) }
        if closed.destination != state.destination { endDestination(closed.destination) }
        guard let collection = closed.collects, flows.count > 1 else { return }
        endParagraph(closed, force: true)
        flows[flows.count - 1].endTable()
        guard let flow = flows.popLast() else { return }
        if collection == .box {
            flows[flows.count - 1].boxes += flow.writer.pieces
        } else {
            notes[collection, default: []] += flow.writer.pieces.map {
                OfficeWriter.Piece(words: $0.words, style: .note, number: $0.number)
            }
        }
    }

    private mutating func endDestination(_ destination: Destination) {
        switch destination {
        case .title: properties.title = collected
        case .author: properties.creators = [collected]
        case .created: properties.created = timeText
        case .modified: properties.modified = timeText
        case .number:
            let number = collected.foldingBlanks()
            // A bullet is no text.
            if number.contains(where: { $0.isLetter || $0.isNumber }) { flows[flows.count - 1].number = number }
            flows[flows.count - 1].isItem = true
        case .code:
            let sign = SymbolFont.sign(ofField: collected)
            collected = ""
            state.isSign = sign != nil
            return put(sign ?? "")
        case .text, .skipped, .container, .fonts, .styles, .info: return
        }
        collected = ""
    }

    private var timeText: String? {
        guard let year = time["yr"], let month = time["mo"], let day = time["dy"] else { return nil }
        var parts = WireTime.Parts(year: year, month: month, day: day)
        parts.hour = time["hr"]
        parts.minute = time["min"] ?? 0
        parts.second = time["sec"] ?? 0
        return parts.isValid ? parts.description : nil
    }

    // MARK: Control words

    private mutating func control() {
        guard position < bytes.count else { return }
        let first = bytes[position]
        guard Self.isLetter(first) else {
            position += 1
            return symbol(first)
        }
        let start = position
        while position < bytes.count, Self.isLetter(bytes[position]), position - start < 32 { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        var number: Int?
        var digits = position
        let isNegative = digits < bytes.count && bytes[digits] == UInt8(ascii: "-")
        if isNegative { digits += 1 }
        if digits < bytes.count, Self.isDigit(bytes[digits]) {
            var value = 0
            while digits < bytes.count, Self.isDigit(bytes[digits]) {
                if value < 1 << 40 { value = value * 10 + Int(bytes[digits] - 0x30) }
                digits += 1
            }
            number = isNegative ? -value : value
            position = digits
        }
        // Whatever else ends it is text.
        if position < bytes.count, bytes[position] == 0x20 { position += 1 }
        handle(word, number)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) && byte >= 0x41 }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private mutating func symbol(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "'"):
            guard position + 1 < bytes.count, let high = Self.hex(bytes[position]),
                let low = Self.hex(bytes[position + 1])
            else { return }
            position += 2
            if passes() { return }
            take([high << 4 | low], isRaw: false)
        case UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"):
            if passes() { return }
            take([byte], isRaw: false)
        case UInt8(ascii: "*"): isOptional = true
        case UInt8(ascii: "~"): if !passes() { put(" ") }
        case UInt8(ascii: "_"): if !passes() { put("-") }
        case UInt8(ascii: "-"): _ = passes()
        case 0x0D, 0x0A: handle("par", nil)
        case 0x09: handle("tab", nil)
        default: break
        }
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// Whether what comes is a stand-in for a character that was read.
    private mutating func passes() -> Bool {
        guard toSkip > 0 else { return false }
        toSkip -= 1
        return true
    }

    private mutating func handle(_ word: String, _ number: Int?) {
        if let sign = Self.signs[word] {
            if !passes() { put(sign) }
            return
        }
        toSkip = 0
        if word != "u" { flushBytes() }
        if word == "bin" {
            position = min(bytes.count, position + max(0, min(number ?? 0, bytes.count)))
            return
        }
        let mayBeSkipped = isOptional
        isOptional = false
        guard state.destination != .skipped else { return }
        if begin(word, isOptional: mayBeSkipped) { return }
        switch state.destination {
        case .fonts: fontTable(word, number)
        case .styles: styleSheet(word, number)
        case .created, .modified: if let number { time[word] = number }
        default: break
        }
        character(word, number)
        if state.destination == .text { paragraph(word, number) }
    }

    /// Signs that control words stand for.
    private static let signs = [
        "emdash": "\u{2014}", "endash": "\u{2013}", "lquote": "\u{2018}", "rquote": "\u{2019}",
        "ldblquote": "\u{201C}", "rdblquote": "\u{201D}", "bullet": "\u{2022}", "emspace": " ", "enspace": " ",
        "qmspace": " ", "zwj": "\u{200D}", "zwnj": "\u{200C}", "ltrmark": "", "rtlmark": "", "zwbo": "", "zwnbo": "",
    ]

    /// Groups whose words no reader sees.
    private static let unseen: Set<String> = [
        "colortbl", "filetbl", "listtable", "listoverridetable", "pict", "header", "headerl", "headerr", "headerf",
        "footer", "footerl", "footerr", "footerf", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn",
        "xe", "tc", "tcn", "rxe", "txe", "objdata", "objclass", "objname", "nonshppict", "shprslt", "sp", "pntxta",
        "pntxtb", "pn", "private", "template", "background", "generator", "revtbl", "nonesttables", "datafield",
        "fldtype", "bkmkstart", "bkmkend", "atrfstart", "atrfend", "atnid", "atnauthor", "atnref", "atndate",
        "atnparent", "atntime", "formfield", "panose", "falt", "fname", "fontemb", "operator", "keywords", "subject",
        "comment", "doccomm", "manager", "company", "category", "hlinkbase", "printim", "buptim", "userprops",
        "xmlopen", "themedata", "colorschememapping", "datastore", "latentstyles", "shppict", "nesttableprops",
    ]

    /// Begins what a group is by its first word.
    ///
    /// - Returns: Whether the word says what its group is.
    private mutating func begin(_ word: String, isOptional: Bool) -> Bool {
        if state.destination == .code {
            guard isOptional || Self.unseen.contains(word) else { return false }
            state.destination = .skipped
            return true
        }
        switch word {
        case "field":
            state.isSign = false
            return true
        case "fldinst":
            collected = ""
            state.destination = state.destination == .text ? .code : .skipped
        case "fldrslt" where state.isSign: state.destination = .skipped
        case "fonttbl": state.destination = .fonts
        case "stylesheet": state.destination = .styles
        case "info": state.destination = .info
        case "title" where state.destination == .info: state.destination = .title
        case "author" where state.destination == .info: state.destination = .author
        case "creatim", "revtim":
            time = [:]
            state.destination = word == "creatim" ? .created : .modified
        case "listtext", "pntext":
            collected = ""
            state.destination = .number
        case "footnote": collect(.footnote)
        case "annotation": collect(.comment)
        case "ftnalt": if state.collects == .footnote { state.collects = .endnote }
        case "shptxt", "dptxbxtext": collect(.box)
        case "shp", "shpinst", "do", "object": state.destination = .container
        // What an object looks like, what a field says.
        case "result" where state.destination == .container: state.destination = .text
        case "fldrslt", "rtf": return true
        // Of two renditions the one in Unicode is read.
        case "upr": state.destination = .container
        case "ud": state.destination = .text
        case _ where Self.unseen.contains(word) || isOptional: state.destination = .skipped
        default: return false
        }
        return true
    }

    private mutating func collect(_ collection: Collection) {
        // A note inside a header is as unseen as the header.
        guard state.destination == .text || state.destination == .container, !state.isHidden, !state.isDeleted else {
            state.destination = .skipped
            return
        }
        flows.append(Flow())
        state = State(destination: .text, collects: collection, standIns: state.standIns, font: state.font)
    }

    private mutating func fontTable(_ word: String, _ number: Int?) {
        switch word {
        case "f":
            font = number ?? 0
            collected = ""
        case "fcharset": fonts[font] = RichTextCharsets.encoding(fontCharset: number ?? 0)
        case "cpg":
            if let name = number.flatMap(RichTextCharsets.name(codePage:)) { fonts[font] = .charset(name) }
        default: break
        }
    }

    private mutating func styleSheet(_ word: String, _ number: Int?) {
        switch word {
        case "s":
            styleNumber = number
            collected = ""
        case "cs", "ds", "ts", "tsrowd": styleNumber = nil
        case "outlinelevel": if let style = styleNumber { styles[style, default: Style()].outlineLevel = number }
        case "sbasedon": if let style = styleNumber { styles[style, default: Style()].base = number }
        default: break
        }
    }

    /// What a control word says of characters, wherever they are.
    private mutating func character(_ word: String, _ number: Int?) {
        let isOn = number != 0
        switch word {
        case "ansicpg": if let name = number.flatMap(RichTextCharsets.name(codePage:)) { documentCharset = name }
        case "mac": documentCharset = "MACINTOSH"
        case "pc": documentCharset = "CP437"
        case "pca": documentCharset = "CP850"
        case "deff": defaultFont = number
        case "f": if state.destination != .fonts { state.font = number }
        case "uc": state.standIns = max(0, min(number ?? 1, 64))
        case "u": if let number { unicode(number) }
        case "v": state.isHidden = isOn
        case "deleted", "mvf": state.isDeleted = isOn
        case "plain": (state.isHidden, state.isDeleted, state.font) = (false, false, nil)
        default: break
        }
    }

    /// What a control word says of the paragraph, or where it ends.
    private mutating func paragraph(_ word: String, _ number: Int?) {
        switch word {
        case "par", "sect": endParagraph(force: false)
        case "line", "lbr": put("\n")
        case "page", "column": put("\n\n")
        case "tab": put("\t")
        case "pard":
            state.style = nil
            state.outlineLevel = nil
            state.isInTable = false
            state.isItem = false
            state.isDropped = false
        case "s": state.style = number
        case "outlinelevel": state.outlineLevel = number
        case "intbl": state.isInTable = true
        case "itap": state.isInTable = (number ?? 1) > 0
        case "ls": state.isItem = (number ?? 0) > 0
        case "dropcapli": state.isDropped = (number ?? 0) > 0
        case "cell":
            endParagraph(force: true, isInTable: true)
            flows[flows.count - 1].cells.append(flows[flows.count - 1].cell.pieces)
            flows[flows.count - 1].cell = OfficeWriter()
        case "nestcell", "nestrow": endParagraph(force: true, isInTable: true)
        case "row":
            endParagraph(force: true, isInTable: true)
            let cells = flows[flows.count - 1].cells
            flows[flows.count - 1].cells = []
            if !cells.isEmpty { flows[flows.count - 1].rows.append(cells) }
        default: break
        }
    }

    // MARK: Words

    private mutating func unicode(_ number: Int) {
        toSkip = state.standIns
        let value = UInt32(truncatingIfNeeded: number < 0 ? number + 0x1_0000 : number)
        if let high = highSurrogate {
            highSurrogate = nil
            if (0xDC00...0xDFFF).contains(value) {
                putCharacter(0x1_0000 + (high - 0xD800) << 10 + (value - 0xDC00))
                return
            }
        }
        if (0xD800...0xDBFF).contains(value) {
            highSurrogate = value
        } else if (0xF020...0xF0FF).contains(value) {
            flushBytes()
            put(charsets.decode([UInt8(value & 0xFF)], encoding == .symbol ? .symbol : .symbols))
        } else {
            putCharacter(value)
        }
    }

    private mutating func putCharacter(_ value: UInt32) {
        flushBytes()
        guard let scalar = Unicode.Scalar(value), value >= 0x20 else { return }
        put(String(scalar))
    }

    private var encoding: RichTextCharsets.Encoding {
        (state.font ?? defaultFont).flatMap { fonts[$0] } ?? .charset(documentCharset)
    }

    /// Takes bytes of text in the charset of their font.
    private mutating func take(_ run: ArraySlice<UInt8>, isRaw: Bool) {
        guard state.destination != .skipped, state.destination != .container else { return }
        let isOfFont = state.destination != .fonts && state.destination != .code
        var encoding = isOfFont ? self.encoding : .charset(documentCharset)
        if isRaw, isRawUTF8, run.contains(where: { $0 >= 0x80 }) { encoding = .charset("UTF-8") }
        if encoding != pendingEncoding { flushBytes() }
        pendingEncoding = encoding
        pending.append(contentsOf: run)
    }

    private mutating func flushBytes() {
        guard !pending.isEmpty else { return }
        let words = charsets.decode(pending, pendingEncoding)
        pending = []
        put(words)
    }

    /// Adds words to what is being read.
    private mutating func put(_ words: String) {
        if !pending.isEmpty { flushBytes() }
        switch state.destination {
        case .text: if !state.isHidden, !state.isDeleted { flows[flows.count - 1].words += words }
        case .title, .author, .number, .code: collected += words
        case .fonts:
            collected += words
            guard let end = collected.firstIndex(of: ";") else { break }
            if fonts[font] == .symbols, SymbolFont.isSymbol(collected[..<end].trimmingBlanks()) {
                fonts[font] = .symbol
            }
            collected = ""
        case .styles:
            collected += words
            guard let end = collected.firstIndex(of: ";") else { break }
            if let style = styleNumber { styles[style, default: Style()].name = String(collected[..<end]) }
            collected = ""
            styleNumber = 0
        case .skipped, .container, .info, .created, .modified: break
        }
    }

    // MARK: Paragraphs

    private mutating func endParagraph(_ state: State? = nil, force: Bool, isInTable: Bool = false) {
        flushBytes()
        let state = state ?? self.state
        let last = flows.count - 1
        // A deleted or hidden end joins two paragraphs, and so does a letter set as large as several lines.
        if !force, state.isDeleted || state.isDropped || state.isHidden && !flows[last].words.isEmpty { return }
        let words = flows[last].words
        let number = flows[last].number
        let isItem = flows[last].isItem || state.isItem
        flows[last].words = ""
        flows[last].number = nil
        flows[last].isItem = false
        var kind = kind(of: state)
        if kind == .body, isItem { kind = .item }
        let boxes = flows[last].boxes
        flows[last].boxes = []
        if isInTable || state.isInTable {
            flows[last].cell.append(words, as: kind ?? .body, number: number)
            flows[last].cell.append(contentsOf: boxes)
            return
        }
        guard let kind else { return }
        if !flows[last].rows.isEmpty || !flows[last].cells.isEmpty { flows[last].endTable() }
        flows[last].writer.append(words, as: kind, number: number)
        flows[last].writer.append(contentsOf: boxes)
    }

    /// What a paragraph is by its style; nil for a line of a table of contents.
    private func kind(of state: State) -> OfficeWriter.Style? {
        var number = state.style
        var level = state.outlineLevel
        for _ in 0..<32 {
            guard let style = number.flatMap({ styles[$0] }) else { break }
            if OfficeWriter.Style.isOfContents(style.name) { return nil }
            if let known = OfficeWriter.Style(named: style.name) { return known }
            level = level ?? style.outlineLevel
            number = style.base
        }
        guard let level, (0...8).contains(level) else { return .body }
        return .heading(level + 1)
    }
}
