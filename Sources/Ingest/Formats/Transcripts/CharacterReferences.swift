/// The references to characters that captions hold: those of WebVTT, those of XML, and numbers.
enum CharacterReferences {
    private static let names: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "lrm": "\u{200E}",
        "rlm": "\u{200F}", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
        "hellip": "…", "eacute": "é", "middot": "·", "sect": "§", "cent": "¢", "deg": "°",
    ]
    private static let longest = 10

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
                let end = bytes[index..<min(bytes.count, index + Self.longest)].firstIndex(of: UInt8(ascii: ";")),
                let scalar = scalar(String(decoding: bytes[(index + 1)..<end], as: UTF8.self))
            {
                text.append(contentsOf: Unicode.UTF8.encode(scalar).map(Array.init) ?? [])
                index = end + 1
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func scalar(_ name: String) -> Unicode.Scalar? {
        if let known = names[name] { return known }
        guard name.first == "#" else { return nil }
        let isHexadecimal = name.dropFirst().first == "x" || name.dropFirst().first == "X"
        guard let value = UInt32(name.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10), value >= 0x20
        else { return nil }
        return Unicode.Scalar(value)
    }
}
