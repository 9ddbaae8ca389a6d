import CHTMLNames

/// The character references of HTML.
package enum CharacterReferences {
    /// The longest name without its semicolon that may do without it.
    static let longestBare = 6
    /// The longest name at all, with its semicolon.
    static let longest = 32

    /// The characters of each name in UTF-8, by the hash of the name as it stands in the standard's table.
    private static let characters: [UInt64: [UInt8]] = {
        guard let base = copydesk_html_names() else { preconditionFailure("no names of characters") }
        let bytes = UnsafeBufferPointer(start: base, count: copydesk_html_names_size())
        var characters: [UInt64: [UInt8]] = [:]
        characters.reserveCapacity(2400)
        for line in bytes.split(separator: 0x0A) {
            guard let tab = line.firstIndex(of: 0x09) else { continue }
            var name = NameHash()
            for byte in line[..<tab] { name.add(byte) }
            var text: [UInt8] = []
            for code in line[(tab + 1)...].split(separator: 0x20) {
                let value = UInt32(String(decoding: code, as: UTF8.self), radix: 16)
                guard let scalar = value.flatMap(Unicode.Scalar.init) else { continue }
                text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
            characters[name.value] = text
        }
        return characters
    }()

    /// What a name stands for, in UTF-8; nil for what is no name.
    package static func characters(of name: ArraySlice<UInt8>) -> [UInt8]? {
        var hash = NameHash()
        for byte in name { hash.add(byte) }
        return characters[hash.value]
    }

    /// A text with its references resolved as a page's are; what is none stays as it is.
    ///
    /// - Complexity: O(bytes).
    package static func decode(_ bytes: [UInt8]) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "&") {
                HTMLParser.readReference(bytes, &index, end: bytes.count, inValue: false, into: &text)
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The character that a number stands for: those of the C1 range are what Windows-1252 has there, as browsers read
    /// them, and what is no character is U+FFFD.
    package static func character(numbered number: UInt32) -> Unicode.Scalar {
        if (0x80...0x9F).contains(number), let scalar = Unicode.Scalar(windows1252[Int(number) - 0x80]) {
            return scalar
        }
        guard number != 0, let scalar = Unicode.Scalar(number) else { return "\u{FFFD}" }
        return scalar
    }

    private static let windows1252: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]
}

/// A hash of the bytes of a name (FNV-1a, 64 bits), the same in every run.
package struct NameHash: Hashable, Sendable {
    /// The hash of the bytes added so far.
    package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Makes the hash of no bytes.
    package init() {}

    /// Makes the hash of a name.
    package init(_ name: some StringProtocol) {
        for byte in name.utf8 { add(byte) }
    }

    /// Adds a byte.
    @inline(__always)
    package mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
