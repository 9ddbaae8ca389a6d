import Linguistics

/// Control words: what they say of groups, characters and paragraphs.
extension RichTextReader {
    mutating func control() {
        guard position < bytes.count else { return }
        let first = bytes[position]
        guard first.isASCIILetter else {
            position += 1
            return symbol(first)
        }
        let start = position
        while position < bytes.count, bytes[position].isASCIILetter, position - start < 32 { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        var number: Int?
        var digits = position
        let isNegative = digits < bytes.count && bytes[digits] == UInt8(ascii: "-")
        if isNegative { digits += 1 }
        if digits < bytes.count, bytes[digits].isASCIIDigit {
            var value = 0
            while digits < bytes.count, bytes[digits].isASCIIDigit {
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

    mutating func symbol(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "'"):
            guard position + 1 < bytes.count, let high = bytes[position].hexDigitValue,
                let low = bytes[position + 1].hexDigitValue
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
    mutating func character(_ word: String, _ number: Int?) {
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
    mutating func paragraph(_ word: String, _ number: Int?) {
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
}
