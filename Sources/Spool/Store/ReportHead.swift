import FoundationEssentials

/// What the first bytes of a report tell of its document, found without parsing the report.
///
/// Rests on the order of a report's keys: `document` stands before all that analyzers say, and begins with `path` and
/// `sha256`.
package struct ReportHead: Hashable, Sendable {
    /// The document's path under the inbox.
    package let path: String
    /// The SHA-256 of the document's bytes, in hexadecimal digits.
    package let sha256: String

    /// How many bytes are enough: a path has 4,096 at most, each of six characters in JSON at most.
    package static let maxBytes = 1 << 15

    /// Reads the beginning of a report; nil where it is none.
    package init?(_ bytes: [UInt8]) {
        let head = JSONHead(bytes)
        guard let path = head["path"], let sha256 = head["sha256"] else { return nil }
        self.path = path
        self.sha256 = sha256
    }
}

/// What the program itself wrote, told by the first bytes of a file: no document, though it is text.
package enum OwnOutput: Hashable, Sendable {
    /// A report.
    case report
    /// What lies beside a document in `failed`, with the reason.
    case errorFile

    /// Looks at the beginning of a file; nil for everything else.
    package init?(_ bytes: [UInt8]) {
        // Nearly every file begins otherwise.
        guard bytes.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "{") else { return nil }
        let bytes = Array(bytes.prefix(ReportHead.maxBytes))
        let head = JSONHead(bytes)
        let compact = bytes.lazy.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if compact.starts(with: #"{"schema":"#.utf8), head["copydesk"] != nil, head["sha256"] != nil {
            self = .report
        } else if compact.starts(with: #"{"attempts":["#.utf8), head["claim"] != nil, head["reason"] != nil {
            self = .errorFile
        } else {
            return nil
        }
    }
}

/// What the last bytes of a report tell of its analyzers, found without parsing the report.
///
/// Rests on `problems` being the last key of a report.
package struct ReportTail: Hashable, Sendable {
    /// The analyzers without findings that another run might give, by name: not those that do not read the language.
    package let analyzers: [String]

    /// How many bytes are enough: more than the sentences of all analyzers take.
    package static let maxBytes = 1 << 18

    private static let key = Array(#","problems":"#.utf8)

    /// The reason of a problem that no other run changes, as the report's contract names it.
    private static let otherLanguage = "language"

    private struct Problem: Decodable {
        /// Nil for what concerns the document itself.
        let analyzer: String?
        let reason: String
    }

    /// Reads the end of a report; nil where it is none.
    package init?(_ bytes: [UInt8]) {
        // No string value can pretend to be the key: quotation marks in it have a backslash before them.
        let places = stride(from: bytes.count - Self.key.count, through: 0, by: -1)
        guard let start = places.first(where: { bytes[$0...].starts(with: Self.key) }),
            let end = bytes.lastIndex(of: UInt8(ascii: "}")), start + Self.key.count < end,
            let problems = try? JSONDecoder().decode([Problem].self, from: Data(bytes[(start + Self.key.count)..<end]))
        else { return nil }
        analyzers = problems.filter { $0.reason != Self.otherLanguage }.compactMap(\.analyzer)
    }
}

/// The string values in JSON, or in the beginning of one that goes on, by their keys, at whatever depth.
struct JSONHead {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The first string that is the value of a key; nil where there is none.
    subscript(_ key: String) -> String? {
        let key = Array("\"\(key)\"".utf8)
        var index = 0
        while let string = nextString(from: index) {
            index = string.upperBound
            let next = blanksSkipped(from: index)
            // A string that is a key has a colon behind it, one that is a value never.
            guard next < bytes.count, bytes[next] == UInt8(ascii: ":") else { continue }
            index = blanksSkipped(from: next + 1)
            guard bytes[string].elementsEqual(key), index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
                continue
            }
            return nextString(from: index).flatMap { try? JSONDecoder().decode(String.self, from: Data(bytes[$0])) }
        }
        return nil
    }

    /// The next string with its quotation marks; nil where none ends.
    private func nextString(from index: Int) -> Range<Int>? {
        guard let start = bytes[index...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        var end = start + 1
        while end < bytes.count {
            switch bytes[end] {
            case UInt8(ascii: "\""): return start..<(end + 1)
            case UInt8(ascii: "\\"): end += 2
            default: end += 1
            }
        }
        return nil
    }

    private func blanksSkipped(from index: Int) -> Int {
        bytes[index...].firstIndex { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? bytes.count
    }
}
