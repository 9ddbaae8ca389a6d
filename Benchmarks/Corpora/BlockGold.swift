package import Foundation

/// A document whose blocks people marked: docs/ANNOTATION.md, "Blocks".
package struct BlockGold: Decodable {
    /// A line, a paragraph, or a dateline before its text.
    package struct Block: Decodable, Hashable {
        /// The first code point.
        package let start: Int
        /// The code point after the last.
        package let end: Int
        /// The kind by its name in the report, as `headline`.
        package let kind: String

        /// Describes a block.
        package init(start: Int, end: Int, kind: String) {
            self.start = start
            self.end = end
            self.kind = kind
        }
    }

    /// What the document is called in lists of errors.
    package let name: String
    /// The text.
    package let text: String
    /// Its blocks in order.
    package let blocks: [Block]

    /// Reads a file of JSON Lines, a document each.
    package static func documents(contentsOf file: URL) throws -> [BlockGold] {
        try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(BlockGold.self, from: $0)
        }
    }
}
