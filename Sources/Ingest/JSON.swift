import Foundation

/// A value of JSON, as formats whose members differ from sender to sender are read.
enum JSONValue: Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The decoder reads lists and objects in each other no deeper.
    private static let deepest = 512

    /// How deep lists and objects stand in each other, strings left aside.
    private static func depth(of bytes: [UInt8]) -> Int {
        var (depth, most) = (0, 0)
        var (isString, isEscaped) = (false, false)
        for byte in bytes {
            if isString {
                isString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                most = max(most, depth)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
        }
        return most
    }

    /// What is wrong with a document whose lists and objects stand in each other deeper than they are read.
    static let tooDeep = "its lists and objects stand in each other more than 512 deep"

    /// Reads a document.
    ///
    /// JSON5 is taken, since real files hold NaN, which no other setting of the decoder allows. Nesting is bounded by it.
    ///
    /// - Parameters:
    ///   - bytes: The document in UTF-8.
    ///   - format: The format's name for people.
    /// - Returns: Its value.
    /// - Throws: `malformed`, with what is wrong.
    static func read(_ bytes: [UInt8], as format: String) throws(DecodeError) -> JSONValue {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        do {
            return try decoder.decode(JSONValue.self, from: Data(JSONEscapes.mended(bytes)))
        } catch DecodingError.dataCorrupted(let context) {
            let cause = (context.underlyingError as NSError?)?.userInfo["NSDebugDescription"] as? String
            var words = (cause ?? context.debugDescription).foldingBlanks()
            while words.last == "." { words.removeLast() }
            if cause == nil { words = depth(of: bytes) > deepest ? tooDeep : "it is no JSON, or cut off" }
            throw .malformed(format: format, byteOffset: nil, reason: words)
        } catch {
            throw .malformed(format: format, byteOffset: nil, reason: "it is no JSON")
        }
    }

    /// The member of an object; nil for any other value.
    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// The elements of an array; none for any other value.
    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    /// The values of an object's members in the order of their names; none for any other value.
    var members: [JSONValue] {
        guard case .object(let members) = self else { return [] }
        return members.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The text of a string.
    var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The text of a string, or the digits of a number.
    var scalar: String? {
        switch self {
        case .string(let text): text
        case .number(let number): Int(exactly: number).map(String.init) ?? String(number)
        default: nil
        }
    }
}

extension JSONValue: Decodable {
    init(from decoder: any Swift.Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let bool = try? container.decode(Bool.self) {
            self = .bool(bool)
        } else if let elements = try? container.decode([JSONValue].self) {
            self = .array(elements)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }
}
