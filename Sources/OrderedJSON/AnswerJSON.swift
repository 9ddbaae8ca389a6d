import Foundation

/// JSON of answers, for programs: the same bytes on the command line and in the reading room.
package enum AnswerJSON {
    /// A value on a line, its keys sorted.
    package static func bytes(of value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    }
}
