/// A value of JSON as pages hold it: control characters in strings, commas too many and comments around it are passed
/// over.
indirect enum LooseJSON: Sendable {
    case object([(key: String, value: LooseJSON)])
    case array([LooseJSON])
    case string(String)
    case number(String)
    case bool(Bool)
    case null

    /// How deep values stand in each other at most; what is deeper is null.
    private static let deepest = 48

    /// The first value in some text; nil where there is none.
    ///
    /// - Complexity: O(bytes).
    static func value(in bytes: ArraySlice<UInt8>) -> LooseJSON? {
        var reader = Reader(bytes: bytes, index: bytes.startIndex)
        while reader.index < bytes.endIndex, bytes[reader.index] != UInt8(ascii: "{"),
            bytes[reader.index] != UInt8(ascii: "[")
        { reader.index += 1 }
        return reader.index < bytes.endIndex ? reader.value(depth: 0) : nil
    }

    /// The value of an object's key; nil for any other value.
    subscript(key: String) -> LooseJSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The string, if it is one that is not empty.
    var string: String? {
        guard case .string(let text) = self, !text.isEmpty else { return nil }
        return text
    }

    /// The elements of an array, or the value alone.
    var elements: [LooseJSON] {
        switch self {
        case .array(let elements): elements
        case .null: []
        default: [self]
        }
    }

    private struct Reader {
        let bytes: ArraySlice<UInt8>
        var index: Int

        private mutating func skipBlank() {
            while index < bytes.endIndex,
                bytes[index] <= 0x20 || bytes[index] == UInt8(ascii: ",") || bytes[index] == UInt8(ascii: ";")
            { index += 1 }
        }

        // Recursion ends at `deepest`.
        mutating func value(depth: Int) -> LooseJSON? {
            skipBlank()
            guard index < bytes.endIndex else { return nil }
            switch bytes[index] {
            case UInt8(ascii: "{"): return object(depth: depth)
            case UInt8(ascii: "["): return array(depth: depth)
            case UInt8(ascii: "\""): return string().map(LooseJSON.string)
            case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ":"): return nil
            default:
                let start = index
                while index < bytes.endIndex, bytes[index] > 0x20, !",}]:\"{[".utf8.contains(bytes[index]) {
                    index += 1
                }
                guard index > start else { return nil }
                switch String(decoding: bytes[start..<index], as: UTF8.self) {
                case "true": return .bool(true)
                case "false": return .bool(false)
                case "null": return .null
                case let word: return .number(word)
                }
            }
        }

        private mutating func object(depth: Int) -> LooseJSON? {
            index += 1
            guard depth < LooseJSON.deepest else { return skipNested() }
            var members: [(key: String, value: LooseJSON)] = []
            while true {
                skipBlank()
                guard index < bytes.endIndex else { break }
                if bytes[index] == UInt8(ascii: "}") {
                    index += 1
                    break
                }
                guard bytes[index] == UInt8(ascii: "\""), let key = string() else {
                    index += 1
                    continue
                }
                skipBlank()
                guard index < bytes.endIndex, bytes[index] == UInt8(ascii: ":") else { continue }
                index += 1
                if let value = value(depth: depth + 1) { members.append((key, value)) }
            }
            return .object(members)
        }

        private mutating func array(depth: Int) -> LooseJSON? {
            index += 1
            guard depth < LooseJSON.deepest else { return skipNested() }
            var elements: [LooseJSON] = []
            while true {
                skipBlank()
                guard index < bytes.endIndex else { break }
                if bytes[index] == UInt8(ascii: "]") {
                    index += 1
                    break
                }
                guard let value = value(depth: depth + 1) else {
                    index += 1
                    continue
                }
                elements.append(value)
            }
            return .array(elements)
        }

        /// Passes over what is too deep, up to the end of all that is open.
        private mutating func skipNested() -> LooseJSON? {
            var open = 1
            while index < bytes.endIndex, open > 0 {
                switch bytes[index] {
                case UInt8(ascii: "{"), UInt8(ascii: "["): open += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): open -= 1
                case UInt8(ascii: "\""):
                    _ = string()
                    continue
                default: break
                }
                index += 1
            }
            return .null
        }

        private mutating func string() -> String? {
            index += 1
            var text: [UInt8] = []
            while index < bytes.endIndex {
                let byte = bytes[index]
                index += 1
                if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
                guard byte == UInt8(ascii: "\\"), index < bytes.endIndex else {
                    text.append(byte)
                    continue
                }
                let escaped = bytes[index]
                index += 1
                switch escaped {
                case UInt8(ascii: "n"): text.append(0x0A)
                case UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"): text.append(0x20)
                case UInt8(ascii: "u"):
                    let scalar = unicode()
                    text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                default: text.append(escaped)
                }
            }
            return String(decoding: text, as: UTF8.self)
        }

        /// The character behind `\u`, of two halves where it needs two.
        private mutating func unicode() -> Unicode.Scalar {
            guard let first = hex() else { return "\u{FFFD}" }
            if (0xD800..<0xDC00).contains(first), index + 1 < bytes.endIndex, bytes[index] == UInt8(ascii: "\\"),
                bytes[index + 1] == UInt8(ascii: "u")
            {
                index += 2
                guard let second = hex(), (0xDC00..<0xE000).contains(second) else { return "\u{FFFD}" }
                return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
            }
            return Unicode.Scalar(first) ?? "\u{FFFD}"
        }

        private mutating func hex() -> UInt32? {
            guard index + 4 <= bytes.endIndex else { return nil }
            let digits = String(decoding: bytes[index..<index + 4], as: UTF8.self)
            guard let value = UInt32(digits, radix: 16) else { return nil }
            index += 4
            return value
        }
    }
}
