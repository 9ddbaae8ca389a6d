import Linguistics

/// Reads a page into a tree: the tokenizer of the HTML standard as far as words depend on it.
///
/// It differs from the standard where no word is lost by it: an element's depth has a bound, what stands between the
/// rows of a table stays there, and formatting that crosses paragraphs is not carried on.
package struct HTMLParser {
    let bytes: [UInt8]
    /// Whether the page is XML: a tag that ends in `/>` is empty, and CDATA sections are text.
    let isXML: Bool
    var index = 0
    var document = HTMLDocument()
    var builder = Builder()
    private var textStart = 0

    private init(_ bytes: [UInt8], isXML: Bool) {
        self.bytes = bytes
        self.isXML = isXML
    }

    /// Reads a page.
    ///
    /// - Parameters:
    ///   - bytes: The page in UTF-8.
    ///   - isXML: Whether it is XHTML that says so: a tag that ends in `/>` is then empty, and CDATA sections are text.
    /// - Returns: Its tree.
    /// - Complexity: O(bytes).
    package static func document(of bytes: [UInt8], isXML: Bool = false) -> HTMLDocument {
        var parser = HTMLParser(bytes, isXML: isXML)
        parser.document.text.reserveCapacity(bytes.count / 2)
        parser.document.nodes.reserveCapacity(bytes.count / 24 + 8)
        parser.run()
        return parser.document
    }

    private mutating func run() {
        while index < bytes.count {
            readText()
            guard index < bytes.count else { break }
            readMarkup()
        }
        flushText()
    }

    /// Reads words up to the next tag.
    private mutating func readText() {
        while index < bytes.count {
            let run = index
            while index < bytes.count, bytes[index] != UInt8(ascii: "<"), bytes[index] != UInt8(ascii: "&"),
                bytes[index] != 0x0D
            { index += 1 }
            if index > run { document.text.append(contentsOf: bytes[run..<index]) }
            guard index < bytes.count else { return }
            switch bytes[index] {
            case UInt8(ascii: "&"):
                Self.readReference(bytes, &index, end: bytes.count, inValue: false, into: &document.text)
            case 0x0D:
                document.text.append(0x0A)
                index += 1
                if index < bytes.count, bytes[index] == 0x0A { index += 1 }
            default:
                guard let next = byte(1) else {
                    document.text.append(bytes[index])
                    index += 1
                    return
                }
                if next.isASCIILetter || next == UInt8(ascii: "/") || next == UInt8(ascii: "!")
                    || next == UInt8(ascii: "?")
                {
                    return
                }
                document.text.append(bytes[index])
                index += 1
            }
        }
    }

    private func byte(_ offset: Int) -> UInt8? { index + offset < bytes.count ? bytes[index + offset] : nil }

    /// Hands the words read so far to the tree.
    mutating func flushText() {
        if document.text.count > textStart { builder.text(from: textStart, in: &document) }
        textStart = document.text.count
    }

    private mutating func readMarkup() {
        switch byte(1) {
        case UInt8(ascii: "/"):
            guard let first = byte(2) else {
                index = bytes.count
                return
            }
            if first.isASCIILetter {
                readTag(isEnd: true)
            } else if first == UInt8(ascii: ">") {
                index += 3
            } else {
                skipBogusComment()
            }
        case UInt8(ascii: "!"): readDeclaration()
        case UInt8(ascii: "?"): skipBogusComment()
        default: readTag(isEnd: false)
        }
    }

    private mutating func skipBogusComment() {
        while index < bytes.count, bytes[index] != UInt8(ascii: ">") { index += 1 }
        index += 1
    }

    private mutating func readDeclaration() {
        if byte(2) == UInt8(ascii: "-"), byte(3) == UInt8(ascii: "-") {
            index += 4
            // `<!-->` and `<!--->` are whole.
            if byte(0) == UInt8(ascii: ">") {
                index += 1
                return
            }
            if byte(0) == UInt8(ascii: "-"), byte(1) == UInt8(ascii: ">") {
                index += 2
                return
            }
            while index < bytes.count {
                if bytes[index] == UInt8(ascii: "-"), byte(1) == UInt8(ascii: "-") {
                    if byte(2) == UInt8(ascii: ">") {
                        index += 3
                        return
                    }
                    if byte(2) == UInt8(ascii: "!"), byte(3) == UInt8(ascii: ">") {
                        index += 4
                        return
                    }
                }
                index += 1
            }
        } else if isXML, bytes[index...].starts(with: Array("<![CDATA[".utf8)) {
            index += 9
            let start = index
            while index < bytes.count,
                !(bytes[index] == UInt8(ascii: "]") && byte(1) == UInt8(ascii: "]") && byte(2) == UInt8(ascii: ">"))
            { index += 1 }
            document.text.append(contentsOf: bytes[start..<min(index, bytes.count)])
            index = min(bytes.count, index + 3)
        } else {
            skipBogusComment()
        }
    }

    private mutating func readTag(isEnd: Bool) {
        index += isEnd ? 2 : 1
        let nameStart = index
        var hash = NameHash()
        while index < bytes.count {
            let byte = bytes[index]
            if byte.isHTMLSpace || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") { break }
            hash.add(byte.asciiLowercased)
            index += 1
        }
        let name = nameStart..<index
        let tag = HTMLTag.named(hash)
        let firstAttribute = document.attributes.count
        let firstValue = document.values.count
        if tag == .other, !isEnd {
            document.values.append(contentsOf: bytes[name].lazy.map(\.asciiLowercased))
            document.attributes.append(
                HTMLDocument.Attribute(name: .elementName, value: ByteRange(firstValue, document.values.count)))
        }
        var isEmpty = false
        guard readAttributes(keeps: !isEnd, &isEmpty) else {
            // The file ends within the tag.
            document.attributes.removeSubrange(firstAttribute...)
            document.values.removeSubrange(firstValue...)
            index = bytes.count
            return
        }
        flushText()
        if isEnd {
            builder.end(tag, hash, in: &document)
        } else {
            let attributes = firstAttribute..<document.attributes.count
            let node = builder.start(
                tag, hash, attributes: attributes, isEmpty: isEmpty && isXML, in: &document)
            if tag.isRaw, !(isEmpty && isXML) { readRaw(tag, hash, into: node) }
        }
        textStart = document.text.count
    }

    /// Reads attributes up to the end of the tag.
    ///
    /// - Returns: Whether the tag ends.
    private mutating func readAttributes(keeps: Bool, _ isEmpty: inout Bool) -> Bool {
        while index < bytes.count {
            while index < bytes.count, bytes[index].isHTMLSpace { index += 1 }
            guard index < bytes.count else { return false }
            if bytes[index] == UInt8(ascii: ">") {
                index += 1
                return true
            }
            if bytes[index] == UInt8(ascii: "/") {
                index += 1
                if byte(0) == UInt8(ascii: ">") {
                    isEmpty = true
                    index += 1
                    return true
                }
                continue
            }
            var hash = NameHash()
            let start = index
            while index < bytes.count {
                let byte = bytes[index]
                if byte.isHTMLSpace || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">")
                    || (byte == UInt8(ascii: "=") && index > start)
                {
                    break
                }
                hash.add(byte.asciiLowercased)
                index += 1
            }
            while index < bytes.count, bytes[index].isHTMLSpace { index += 1 }
            let attribute = keeps ? HTMLAttribute.byName[hash] : nil
            let valueStart = document.values.count
            if index < bytes.count, bytes[index] == UInt8(ascii: "=") {
                index += 1
                guard readValue(keeps: attribute != nil) else { return false }
            }
            if let attribute {
                document.attributes.append(
                    HTMLDocument.Attribute(name: attribute, value: ByteRange(valueStart, document.values.count)))
            }
        }
        return false
    }

    /// No more of a value is kept, in bytes: what is longer is a picture or made to hurt.
    private static let longestValue = 16 << 10

    private mutating func readValue(keeps: Bool) -> Bool {
        while index < bytes.count, bytes[index].isHTMLSpace { index += 1 }
        guard index < bytes.count else { return false }
        let quote = bytes[index]
        let start: Int
        let end: Int
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            index += 1
            start = index
            while index < bytes.count, bytes[index] != quote { index += 1 }
            guard index < bytes.count else { return false }
            end = index
            index += 1
        } else {
            start = index
            while index < bytes.count, !bytes[index].isHTMLSpace, bytes[index] != UInt8(ascii: ">") { index += 1 }
            end = index
        }
        guard keeps else { return true }
        var position = start
        let limit = document.values.count + Self.longestValue
        while position < end, document.values.count < limit {
            if bytes[position] == UInt8(ascii: "&") {
                Self.readReference(bytes, &position, end: end, inValue: true, into: &document.values)
            } else {
                document.values.append(bytes[position])
                position += 1
            }
        }
        return true
    }

    /// Reads the contents of an element up to its end tag, in which only the references of titles and text areas count.
    private mutating func readRaw(_ tag: HTMLTag, _ hash: NameHash, into node: Int) {
        let start = document.text.count
        let resolves = tag == .title || tag == .textarea
        var end = index
        while end < bytes.count {
            if bytes[end] == UInt8(ascii: "<"), tag != .plaintext, isEndTag(at: end, hash) { break }
            end += 1
        }
        if resolves {
            while index < end {
                if bytes[index] == UInt8(ascii: "&") {
                    Self.readReference(bytes, &index, end: end, inValue: false, into: &document.text)
                } else {
                    document.text.append(bytes[index])
                    index += 1
                }
            }
        } else {
            document.text.append(contentsOf: bytes[index..<end])
        }
        index = end
        document.appendText(from: start, to: node)
        builder.endRaw()
        guard index < bytes.count else { return }
        while index < bytes.count, bytes[index] != UInt8(ascii: ">") { index += 1 }
        index += 1
    }

    private func isEndTag(at start: Int, _ hash: NameHash) -> Bool {
        guard start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "/") else { return false }
        var found = NameHash()
        var index = start + 2
        while index < bytes.count, bytes[index].isASCIILetter, index < start + 16 {
            found.add(bytes[index].asciiLowercased)
            index += 1
        }
        guard found == hash else { return false }
        guard index < bytes.count else { return true }
        return bytes[index].isHTMLSpace || bytes[index] == UInt8(ascii: "/") || bytes[index] == UInt8(ascii: ">")
    }

    /// Resolves a reference at an ampersand, or takes the ampersand as it is.
    static func readReference(
        _ bytes: [UInt8], _ index: inout Int, end: Int, inValue: Bool, into text: inout [UInt8]
    ) {
        let start = index + 1
        func plain() {
            text.append(UInt8(ascii: "&"))
            index = start
        }
        guard start < end else { return plain() }
        if bytes[start] == UInt8(ascii: "#") {
            var position = start + 1
            let isHex = position < end && bytes[position] | 0x20 == UInt8(ascii: "x")
            if isHex { position += 1 }
            let first = position
            var number: UInt32 = 0
            while position < end, let digit = bytes[position].hexDigitValue, isHex || digit < 10 {
                number = min(0x110000, number &* (isHex ? 16 : 10) &+ UInt32(digit))
                position += 1
            }
            guard position > first else { return plain() }
            if position < end, bytes[position] == UInt8(ascii: ";") { position += 1 }
            let scalar = CharacterReferences.character(numbered: number)
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            index = position
            return
        }
        var position = start
        let limit = min(end, start + CharacterReferences.longest)
        while position < limit, bytes[position].isASCIILetter || bytes[position].isASCIIDigit { position += 1 }
        guard position > start else { return plain() }
        if position < end, bytes[position] == UInt8(ascii: ";"),
            let characters = CharacterReferences.characters(of: bytes[start...position])
        {
            text.append(contentsOf: characters)
            index = position + 1
            return
        }
        var length = min(position - start, CharacterReferences.longestBare)
        while length >= 2 {
            let stop = start + length
            if let characters = CharacterReferences.characters(of: bytes[start..<stop]) {
                // `?a=1&copy=2` is a query, not a sign.
                if inValue, stop < end,
                    bytes[stop] == UInt8(ascii: "=") || bytes[stop].isASCIILetter || bytes[stop].isASCIIDigit
                {
                    return plain()
                }
                text.append(contentsOf: characters)
                index = stop
                return
            }
            length -= 1
        }
        plain()
    }
}

extension UInt8 {
    /// White space as HTML counts it.
    @inline(__always)
    package var isHTMLSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D && self != 0x0B) }
}
