/// Web addresses, e-mail addresses, `@names` and `#tags`.
enum Address {
    /// Where an address that begins at `start` ends, if one does.
    static func end(in text: Span<UInt8>, from start: Int, afterSpace: Bool) -> Int? {
        let byte = text[start]
        if byte == UInt8(ascii: "@") || byte == UInt8(ascii: "#") {
            var index = start + 1
            while index < text.count, isNameByte(text[index]) { index += 1 }
            return index > start + 1 && text[start + 1].isASCIILetter ? index : nil
        }
        guard byte.isASCIILetter else { return nil }
        if hasPrefix("http://", text, start) || hasPrefix("https://", text, start) || hasPrefix("www.", text, start) {
            var index = start
            while index < text.count, text[index] > 0x20, text[index] < 0x80, text[index] != UInt8(ascii: "\""),
                text[index] != UInt8(ascii: "<"), text[index] != UInt8(ascii: ">")
            { index += 1 }
            while index > start, isTrailing(text[index - 1]) { index -= 1 }
            return index
        }
        return afterSpace ? mailEnd(in: text, from: start) : nil
    }

    private static let maximumMailLength = 254  // RFC 5321, section 4.5.3.1.3

    private static func mailEnd(in text: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        var at: Int?
        var lastDot: Int?
        while index < text.count, index - start < maximumMailLength {
            let byte = text[index]
            if byte == UInt8(ascii: "@") {
                guard at == nil, index > start else { return nil }
                at = index
            } else if byte == UInt8(ascii: ".") {
                lastDot = index
            } else if !isNameByte(byte) && byte != UInt8(ascii: "-") && byte != UInt8(ascii: "+") {
                break
            }
            if at == nil, index - start > 64 { return nil }
            index += 1
        }
        while index > start, isTrailing(text[index - 1]) { index -= 1 }
        guard let at, let lastDot else { return nil }
        return lastDot > at + 1 && index > at + 3 ? index : nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_")
    }

    private static func isTrailing(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"),
            UInt8(ascii: "?"), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "'"):
            true
        default: false
        }
    }

    private static func hasPrefix(_ prefix: StaticString, _ text: Span<UInt8>, _ start: Int) -> Bool {
        guard start + prefix.utf8CodeUnitCount <= text.count else { return false }
        return prefix.withUTF8Buffer { buffer in
            for offset in 0..<buffer.count where text[start + offset] | 0x20 != buffer[offset] | 0x20 { return false }
            return true
        }
    }
}
