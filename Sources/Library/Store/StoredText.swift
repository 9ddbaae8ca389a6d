import Compression
import Foundation

/// What the tables have in another form than text.
enum StoredText {
    /// The most bytes that a text may have: more than any worker's answer.
    private static let maxBytes = Int(UInt32.max)

    static func frame(_ text: String) throws -> [UInt8] { try Zstandard.compressed(Array(text.utf8)) }

    static func text(_ frame: Data) throws -> String {
        String(decoding: try Zstandard.decompressed([UInt8](frame), atMost: maxBytes), as: UTF8.self)
    }

    static func envelope(_ json: String) throws -> ReportEntry.Envelope {
        try JSONDecoder().decode(ReportEntry.Envelope.self, from: Data(json.utf8))
    }
}
