import AnalyzerKit
import Linguistics

/// Reads RTF: control words, groups and bytes in one pass, without recursion.
struct RichTextReader {
    /// Groups in each other, so many deep at most.
    private static let deepest = 1024

    let bytes: [UInt8]
    var position = 0
    private var states = [State()]
    var flows = [Flow()]
    private var notes: [Collection: [OfficeWriter.Piece]] = [:]
    private var properties: OfficeProperties
    private var notices: [Document.Notice] = []
    /// A control symbol has said that the group may be skipped by who does not know it.
    var isOptional = false

    // Bytes that are not decoded yet, since a character may have several.
    var pending: [UInt8] = []
    var pendingEncoding = RichTextCharsets.Encoding.charset("CP1252")
    var charsets = RichTextCharsets()
    var documentCharset = "CP1252"
    let isRawUTF8: Bool
    var fonts: [Int: RichTextCharsets.Encoding] = [:]
    var defaultFont: Int?
    /// Stand-ins that are still to be passed over.
    var toSkip = 0
    var highSurrogate: UInt32?

    // Tables at the head.
    var font = 0
    var styleNumber: Int? = 0
    var styles: [Int: Style] = [:]
    var collected = ""
    var time: [String: Int] = [:]

    init(_ bytes: [UInt8], path: String) {
        self.bytes = bytes
        properties = OfficeProperties(path: path)
        isRawUTF8 = bytes.contains { $0 >= 0x80 } && String(validating: bytes, as: UTF8.self) != nil
    }

    /// The document's charset, as the IANA names it.
    var charset: String { documentCharset.replacing("CP125", with: "windows-125") }

    var state: State {
        get { states[states.count - 1] }
        set { states[states.count - 1] = newValue }
    }

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

    mutating func plain() {
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
}
