import XML

/// Resolves the references to characters that captions and plain pages hold.
enum CharacterReferences {
    /// The text with its references resolved; what is none stays as it is.
    ///
    /// - Complexity: O(bytes).
    static func decode(_ bytes: [UInt8]) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "&"),
                let end = bytes[index..<min(bytes.count, index + CharacterNames.longest)]
                    .firstIndex(of: UInt8(ascii: ";")),
                let characters = characters(bytes[(index + 1)...end])
            {
                text.append(contentsOf: characters)
                index = end + 1
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// What a reference stands for, given without its ampersand.
    private static func characters(_ name: ArraySlice<UInt8>) -> [UInt8]? {
        guard name.first == UInt8(ascii: "#") else { return CharacterNames.characters(of: name) }
        let digits = String(decoding: name.dropFirst().dropLast(), as: UTF8.self)
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        guard let number = UInt32(digits.dropFirst(isHexadecimal ? 1 : 0), radix: isHexadecimal ? 16 : 10),
            let scalar = CharacterNames.character(numbered: number)
        else { return nil }
        return Array(String(scalar).utf8)
    }
}
