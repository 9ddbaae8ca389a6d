package import SystemPackage

extension FilePath {
    /// The path for a person, in the one form that all output has: bytes that are not UTF-8, control characters and what
    /// else moves a terminal's cursor are written as `\xNN`, byte by byte.
    ///
    /// So is a backslash that could be taken for the beginning of that: `init(printed:)` gives the same path again.
    package var printable: String { PrintableText.escaped(bytes, isReadBack: true) }

    /// The path that is printed like this; of a text without `\xNN` the path that it is.
    package init(printed text: String) {
        let text = Array(text.utf8)
        var bytes: [UInt8] = []
        var index = 0
        while index < text.count {
            if PrintableText.isEscape(text[index...]),
                let byte = UInt8(
                    String(decoding: text[(index + 2)..<(index + 4)], as: UTF8.self), radix: 16)
            {
                bytes.append(byte)
                index += 4
            } else {
                bytes.append(text[index])
                index += 1
            }
        }
        self.init(bytes: bytes)
    }
}

/// Text in which no name from outside can start a line or move a terminal's cursor.
package enum PrintableText {
    /// A text of which nothing has to be read back, as a message that has printable paths in it.
    package static func of(_ text: String) -> String { escaped(Array(text.utf8), isReadBack: false) }

    static func escaped(_ bytes: [UInt8], isReadBack: Bool) -> String {
        var text = ""
        var start = 0
        while start < bytes.count {
            // A scalar has four bytes at most.
            let scalar = (1...4).lazy.compactMap { count in
                start + count <= bytes.count
                    ? String(validating: bytes[start..<(start + count)], as: UTF8.self)?.unicodeScalars.first : nil
            }.first
            let length = scalar.map { $0.utf8.count } ?? 1
            let isPlain = scalar.map { !$0.isControl } ?? false
            if let scalar, isPlain, !isReadBack || !isEscape(bytes[start...]) {
                text.unicodeScalars.append(scalar)
            } else {
                for byte in bytes[start..<(start + length)] {
                    let digits = String(byte, radix: 16)
                    text += "\\x" + (digits.count == 1 ? "0" + digits : digits)
                }
            }
            start += length
        }
        return text
    }

    /// Whether bytes begin with `\xNN`.
    static func isEscape(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count >= 4 else { return false }
        let start = bytes.startIndex
        return bytes[start] == UInt8(ascii: "\\") && bytes[start + 1] == UInt8(ascii: "x")
            && bytes[(start + 2)..<(start + 4)].allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
            }
    }
}

extension Unicode.Scalar {
    /// Whether it ends a line, steers a terminal, or turns the direction of what follows.
    package var isControl: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
