/// Makes bytes into XML that any parser reads without a document type and without an entity to expand.
///
/// Document types, comments and processing instructions go, references become what they stand for, characters that XML does not
/// allow go, and end tags that are missing or stray are mended. Line ends stay, so that line numbers hold.
struct MarkupPreparation {
    /// Elements within elements are read this deep.
    static let maxDepth = 256

    private let source: [UInt8]
    private var position = 0
    private(set) var output: [UInt8] = []
    /// The first thing that was mended, as a clause.
    private(set) var repair: String?
    /// The names of the elements that are open, each as its place in `source`.
    private var open: [Range<Int>] = []
    private var hasElement = false
    /// Entities that the document type declares as plain words.
    private var entities: [String: [UInt8]] = [:]
    /// How much more may come from them: no document needs much.
    private var entityBudget = 64 << 10

    /// Prepares an XML document in UTF-8.
    static func prepared(_ source: [UInt8]) throws(XMLError) -> (bytes: [UInt8], repair: String?) {
        var preparation = MarkupPreparation(source)
        try preparation.run()
        return (preparation.output, preparation.repair)
    }

    /// Takes out the characters that no text may hold, and reads C1 controls as Windows-1252.
    static func allowed(in source: [UInt8]) -> [UInt8] {
        var preparation = MarkupPreparation(source)
        while preparation.position < source.count { preparation.copyCharacter() }
        return preparation.output
    }

    private init(_ source: [UInt8]) {
        self.source = source
        output.reserveCapacity(source.count)
    }

    private mutating func run() throws(XMLError) {
        while position < source.count {
            guard source[position] == UInt8(ascii: "<") else {
                let end = endOfPlain(from: position)
                if end > position {
                    output.append(contentsOf: source[position..<end])
                    position = end
                } else {
                    copyOne()
                }
                continue
            }
            if starts(with: "<!--") {
                try drop(through: "-->", inside: "!--")
            } else if starts(with: "<![CDATA[") {
                try copyCDATA()
            } else if starts(with: "<?") {
                try drop(through: "?>", inside: "?")
            } else if starts(with: "<!DOCTYPE") || starts(with: "<!doctype") {
                try dropDocumentType()
            } else if position + 1 < source.count, isNameStart(source[position + 1]) {
                try copyStartTag()
            } else if starts(with: "</"), position + 2 < source.count, isNameStart(source[position + 2]) {
                try copyEndTag()
            } else {
                note("a < is no tag")
                put("&lt;")
                position += 1
            }
        }
        guard hasElement else { throw .noElement }
        if let last = open.last { throw .endsInside(name(last)) }
    }

    // MARK: Tags

    private mutating func copyStartTag() throws(XMLError) {
        // Nothing comes behind the first element's end.
        guard !(hasElement && open.isEmpty) else {
            note("there is more behind its first element")
            position = source.count
            return
        }
        let start = position + 1
        var end = start
        while end < source.count, isNamePart(source[end]) { end += 1 }
        let name = start..<end
        hasElement = true
        output.append(contentsOf: source[position..<end])
        position = end
        var quote: UInt8?
        while position < source.count {
            let byte = source[position]
            if let mark = quote {
                if byte == mark {
                    quote = nil
                } else if byte == UInt8(ascii: "<") {
                    put("&lt;")
                    position += 1
                    continue
                }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                output.append(byte)
                position += 1
                if source[position - 2] == UInt8(ascii: "/"), position - 2 >= end { return }
                open.append(name)
                guard open.count <= Self.maxDepth else { throw .tooDeep(limit: Self.maxDepth) }
                return
            }
            copyOne()
        }
        throw .endsInside(self.name(name))
    }

    private mutating func copyEndTag() throws(XMLError) {
        let start = position + 2
        var end = start
        while end < source.count, isNamePart(source[end]) { end += 1 }
        guard let close = source[end...].firstIndex(of: UInt8(ascii: ">")) else { throw .endsInside(name(start..<end)) }
        position = close + 1
        let match = open.lastIndex { source[$0] == source[start..<end] }
        guard let match else {
            if repair == nil { note("the end tag </\(name(start..<end))> ends nothing") }
            return
        }
        if match < open.count - 1, repair == nil { note("the end tag of <\(name(open[open.count - 1]))> is missing") }
        while open.count > match, let last = open.popLast() {
            put("</")
            output.append(contentsOf: source[last])
            put(">")
        }
    }

    private mutating func copyCDATA() throws(XMLError) {
        position += 9
        guard let end = firstIndex(of: "]]>") else { throw .endsInside("![CDATA[") }
        put("<![CDATA[")
        while position < end { copyCharacter() }
        put("]]>")
        position = end + 3
    }

    private mutating func drop(through mark: StaticString, inside name: String) throws(XMLError) {
        guard let end = firstIndex(of: mark) else { throw .endsInside(name) }
        let next = end + mark.utf8CodeUnitCount
        for byte in source[position..<next] where byte == 0x0A { output.append(byte) }
        position = next
    }

    // MARK: The document type

    /// Drops the document type, and keeps what it declares as plain words: `<!ENTITY agency "Northline">`.
    private mutating func dropDocumentType() throws(XMLError) {
        var quote: UInt8?
        var isInSubset = false
        var index = position + 9
        while index < source.count {
            let byte = source[index]
            if byte == 0x0A { output.append(byte) }
            if let mark = quote {
                if byte == mark { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: "[") {
                isInSubset = true
            } else if byte == UInt8(ascii: "]") {
                isInSubset = false
            } else if isInSubset, matches("<!ENTITY", at: index) {
                declareEntity(at: index + 8)
            } else if byte == UInt8(ascii: ">"), !isInSubset {
                position = index + 1
                return
            }
            index += 1
        }
        throw .endsInside("!DOCTYPE")
    }

    private mutating func declareEntity(at index: Int) {
        var index = index
        func skipSpace() { while index < source.count, isSpace(source[index]) { index += 1 } }
        skipSpace()
        let start = index
        while index < source.count, isNamePart(source[index]), index - start < 64 { index += 1 }
        let name = String(decoding: source[start..<index], as: UTF8.self)
        skipSpace()
        guard !name.isEmpty, index < source.count, entities.count < 256 else { return }
        let quote = source[index]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return }
        let value = source[(index + 1)...].prefix { $0 != quote && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: "%") }
            .prefix(257)
        guard value.count <= 256, value.endIndex < source.count, source[value.endIndex] == quote,
            entities[name] == nil
        else { return }
        var inner = MarkupPreparation(Array(value))
        while inner.position < inner.source.count { inner.copyOne() }
        entities[name] = inner.output
    }

    // MARK: Characters

    /// The end of bytes that stay as they are: printable ASCII without `<` and `&`, and most of what is not ASCII.
    private func endOfPlain(from start: Int) -> Int {
        source.withUnsafeBufferPointer { bytes in
            var end = start
            while end < bytes.count {
                let byte = bytes[end]
                let isPlain =
                    byte >= 0x20 && byte != UInt8(ascii: "<") && byte != UInt8(ascii: "&") && byte != 0x7F
                    && byte != 0xC2 && byte != 0xEF || byte == 0x0A || byte == 0x09
                guard isPlain else { break }
                end += 1
            }
            return end
        }
    }

    private mutating func copyOne() {
        if source[position] == UInt8(ascii: "&") { copyReference() } else { copyCharacter() }
    }

    /// Copies a character that XML allows; C1 controls are what Windows-1252 has in their place.
    private mutating func copyCharacter() {
        let byte = source[position]
        defer { position += 1 }
        switch byte {
        case 0x20..<0x7F, 0x09, 0x0A, 0x80..<0xC2, 0xC3..<0xEF, 0xF0...: output.append(byte)
        case 0x0D:
            // One line end, however written.
            if position + 1 >= source.count || source[position + 1] != 0x0A { output.append(0x0A) }
        case 0xC2 where position + 1 < source.count && (0x80...0x9F).contains(source[position + 1]):
            if let scalar = CharacterNames.character(numbered: UInt32(source[position + 1])) { put(scalar: scalar) }
            position += 1
        case 0xC2: output.append(byte)
        case 0xEF:
            let rest = source[(position + 1)...].prefix(2)
            if rest.elementsEqual([0xBF, 0xBE]) || rest.elementsEqual([0xBF, 0xBF]) || rest.elementsEqual([0xBB, 0xBF])
            {
                position += 2
            } else {
                output.append(byte)
            }
        default: break
        }
    }

    private mutating func copyReference() {
        let start = position + 1
        let end = source[start...].prefix(CharacterNames.longest).firstIndex {
            !(isASCIILetterOrDigit($0) || $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
                || $0 == UInt8(ascii: "-"))
        }
        let hasEnd = end.map { source[$0] == UInt8(ascii: ";") } ?? false
        let name = source[start..<(end ?? min(source.count, start + CharacterNames.longest))]
        if name.first == UInt8(ascii: "#"), let number = number(name.dropFirst()) {
            if let scalar = CharacterNames.character(numbered: number.value) { put(scalar: scalar) }
            position = number.end
            if position < source.count, source[position] == UInt8(ascii: ";") { position += 1 }
            return
        }
        if hasEnd, !name.isEmpty {
            if let value = entities[String(decoding: name, as: UTF8.self)], value.count <= entityBudget {
                entityBudget -= value.count
                output.append(contentsOf: value)
                position = name.endIndex + 1
                return
            }
            // The entities that XML has without a declaration.
            if ["amp", "lt", "gt", "quot", "apos"].contains(String(decoding: name, as: UTF8.self)) {
                output.append(contentsOf: source[position...name.endIndex])
                position = name.endIndex + 1
                return
            }
            if let characters = CharacterNames.characters(of: source[start...name.endIndex]) {
                put(bytes: characters)
                position = name.endIndex + 1
                return
            }
        }
        note("an & begins no reference")
        put("&amp;")
        position = start
    }

    private func number(_ digits: ArraySlice<UInt8>) -> (value: UInt32, end: Int)? {
        let isHexadecimal = digits.first.map { $0 | 0x20 == UInt8(ascii: "x") } ?? false
        let digits = isHexadecimal ? digits.dropFirst() : digits
        let taken = digits.prefix { byte in
            (0x30...0x39).contains(byte) || (isHexadecimal && (0x61...0x66).contains(byte | 0x20))
        }
        guard !taken.isEmpty else { return nil }
        let value = UInt32(String(decoding: taken, as: UTF8.self), radix: isHexadecimal ? 16 : 10)
        return (value ?? .max, taken.endIndex)
    }

    // MARK: Writing

    private mutating func put(_ text: StaticString) {
        text.withUTF8Buffer { output.append(contentsOf: $0) }
    }

    private mutating func put(scalar: Unicode.Scalar) {
        put(bytes: Array(String(scalar).utf8))
    }

    private mutating func put(bytes characters: [UInt8]) {
        for byte in characters {
            switch byte {
            case UInt8(ascii: "&"): put("&amp;")
            case UInt8(ascii: "<"): put("&lt;")
            case UInt8(ascii: ">"): put("&gt;")
            case UInt8(ascii: "\""): put("&quot;")
            case UInt8(ascii: "'"): put("&#39;")
            default: output.append(byte)
            }
        }
    }

    /// Keeps the first thing that is mended.
    private mutating func note(_ clause: String) {
        if repair == nil { repair = clause }
    }

    // MARK: Looking

    private func name(_ range: Range<Int>) -> String {
        String(decoding: source[range].prefix(64), as: UTF8.self)
    }

    private func starts(with mark: StaticString) -> Bool { matches(mark, at: position) }

    private func matches(_ mark: StaticString, at index: Int) -> Bool {
        mark.withUTF8Buffer { source.count - index >= $0.count && source[index..<index + $0.count].elementsEqual($0) }
    }

    private func firstIndex(of mark: StaticString) -> Int? {
        let first = mark.withUTF8Buffer { $0.first ?? 0 }
        var index = position
        while let found = source[index...].firstIndex(of: first) {
            if matches(mark, at: found) { return found }
            index = found + 1
        }
        return nil
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    private func isASCIILetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }

    private func isNameStart(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":") || byte >= 0x80
    }

    private func isNamePart(_ byte: UInt8) -> Bool {
        isNameStart(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
}
