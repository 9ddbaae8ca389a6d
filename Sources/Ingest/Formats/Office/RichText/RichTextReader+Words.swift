import AnalyzerKit

/// Words: bytes in the charset of their font, and the paragraphs that they make.
extension RichTextReader {
    mutating func unicode(_ number: Int) {
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

    var encoding: RichTextCharsets.Encoding {
        (state.font ?? defaultFont).flatMap { fonts[$0] } ?? .charset(documentCharset)
    }

    /// Takes bytes of text in the charset of their font.
    mutating func take(_ run: ArraySlice<UInt8>, isRaw: Bool) {
        guard state.destination != .skipped, state.destination != .container else { return }
        let isOfFont = state.destination != .fonts && state.destination != .code
        var encoding = isOfFont ? self.encoding : .charset(documentCharset)
        if isRaw, isRawUTF8, run.contains(where: { $0 >= 0x80 }) { encoding = .charset("UTF-8") }
        if encoding != pendingEncoding { flushBytes() }
        pendingEncoding = encoding
        pending.append(contentsOf: run)
    }

    mutating func flushBytes() {
        guard !pending.isEmpty else { return }
        let words = charsets.decode(pending, pendingEncoding)
        pending = []
        put(words)
    }

    /// Adds words to what is being read.
    mutating func put(_ words: String) {
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

    mutating func endParagraph(_ state: State? = nil, force: Bool, isInTable: Bool = false) {
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
    func kind(of state: State) -> OfficeWriter.Style? {
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
