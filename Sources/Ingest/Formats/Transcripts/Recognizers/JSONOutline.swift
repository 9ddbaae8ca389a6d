/// The names of a JSON file's first object, found without reading its values.
struct JSONOutline {
    /// For each member's name the first byte of its value.
    private(set) var members: [String: UInt8] = [:]

    private static let mostMembers = 200

    /// Looks at a file; one that does not begin an object, or a list of objects, has no members.
    ///
    /// - Complexity: O(bytes).
    init(_ bytes: [UInt8]) {
        var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        func skipSpace() { while index < bytes.count, bytes[index] <= 0x20 { index += 1 } }
        skipSpace()
        if index < bytes.count, bytes[index] == UInt8(ascii: "[") {
            index += 1
            skipSpace()
        }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "{") else { return }
        index += 1
        var depth = 1
        var isName = true
        while index < bytes.count, depth > 0, members.count < Self.mostMembers {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let start = index + 1
                index = start
                while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                    index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
                }
                guard depth == 1, isName, index < bytes.count, index - start <= 64 else { break }
                let name = String(decoding: bytes[start..<index], as: UTF8.self)
                index += 1
                skipSpace()
                guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return }
                index += 1
                skipSpace()
                if index < bytes.count { members[name] = bytes[index] }
                isName = false
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ","): if depth == 1 { isName = true }
            default: break
            }
            index += 1
        }
    }

    /// Whether a member's value is a list.
    func isList(_ name: String) -> Bool { members[name] == UInt8(ascii: "[") }

    /// Whether a member's value is an object.
    func isObject(_ name: String) -> Bool { members[name] == UInt8(ascii: "{") }

    /// Whether a member's value is a string.
    func isString(_ name: String) -> Bool { members[name] == UInt8(ascii: "\"") }
}
