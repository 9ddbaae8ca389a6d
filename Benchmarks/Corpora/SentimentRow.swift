package import Foundation

/// A text with what annotators said of its tone, or of the stance toward names in it.
///
/// Offsets are code points, the end exclusive. A row has a `score` or `label` of the whole; a target (`start`, `end`)
/// whose `label` it then is; or a list of `targets`.
package struct SentimentRow: Decodable {
    /// Somebody or something that the text speaks of; it need not be a name.
    package struct Target: Decodable {
        package var target: String?
        package var start: Int
        package var end: Int
        /// How the text portrays it.
        package var label: String?
        /// The writer's own stance.
        package var author: String?
        /// Whether somebody judges it: `-`, `0` or `+`.
        package var stance: String?
        /// Whether what befalls it is bad, nothing or good: `b`, `n` or `g`.
        package var news: String?
    }

    /// Why a file cannot be read.
    package struct Malformed: Error, CustomStringConvertible {
        package let description: String
    }

    /// The row's own, or `<file>:<line from 0>`.
    package var id: String
    package var text: String
    package var kind: String?
    package var label: String?
    package var score: Double?
    /// The target that the whole row is about.
    package var target: Target?
    package var targets: [Target]

    private enum Keys: String, CodingKey {
        case id, text, kind, label, author, score, start, end, targets
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        if let number = try? values.decodeIfPresent(Int.self, forKey: .id) {
            id = String(number)
        } else {
            id = try values.decodeIfPresent(String.self, forKey: .id) ?? ""
        }
        text = try values.decode(String.self, forKey: .text)
        kind = try values.decodeIfPresent(String.self, forKey: .kind)
        label = try values.decodeIfPresent(String.self, forKey: .label)
        score = try values.decodeIfPresent(Double.self, forKey: .score)
        targets = try values.decodeIfPresent([Target].self, forKey: .targets) ?? []
        if values.contains(.start) || values.contains(.end) {
            target = Target(
                start: try values.decode(Int.self, forKey: .start), end: try values.decode(Int.self, forKey: .end),
                label: label, author: try values.decodeIfPresent(String.self, forKey: .author))
        }
    }

    /// Reads JSON Lines; empty lines count, but are no rows.
    package static func rows(of data: Data, named name: String) throws(Malformed) -> [SentimentRow] {
        var rows: [SentimentRow] = []
        let decoder = JSONDecoder()
        for (number, line) in data.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
        where line.contains(where: { $0 > 0x20 }) {
            do {
                var row = try decoder.decode(SentimentRow.self, from: line)
                if row.id.isEmpty { row.id = "\(name):\(number)" }
                rows.append(row)
            } catch {
                throw Malformed(description: "\(name), line \(number + 1): \(reason(error))")
            }
        }
        return rows
    }

    /// Reads a file of JSON Lines.
    package static func rows(at path: String) throws -> [SentimentRow] {
        let file = URL(fileURLWithPath: path)
        return try rows(of: Data(contentsOf: file), named: file.deletingPathExtension().lastPathComponent)
    }

    private static func reason(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, _): "no “\(key.stringValue)”"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "“\(context.codingPath.map(\.stringValue).joined(separator: "."))” is of another type"
        default: "no JSON object"
        }
    }

    /// The targets, the row's own last, each with the code points of a text of so many that it covers; nil for none.
    package func spans(inTextOf length: Int) -> [(target: Target, span: Range<Int>?)] {
        (targets + [target].compactMap { $0 }).map { target in
            let end = min(target.end, length)
            return (target, 0 <= target.start && target.start < end ? target.start..<end : nil)
        }
    }
}
