import CQuotesModel

/// What the ranker's features are worth for each kind of quotation.
///
/// As text a line a feature, its name, the weight for marked words and the weight for reports, parted by tabs; a
/// feature without a line is worth nothing. A line that begins with `#` is a comment.
package struct RankerTable: Sendable {
    /// Why a text is no table.
    package enum Failure: Error, Hashable {
        /// The line, from 1, has not a name and two numbers.
        case malformed(line: Int)
        /// There is no such feature.
        case unknown(feature: String, line: Int)
    }

    /// For words in marks.
    package var marked: RankerWeights
    /// For reports without marks.
    package var reported: RankerWeights

    /// Gathers weights.
    package init(marked: RankerWeights, reported: RankerWeights) {
        self.marked = marked
        self.reported = reported
    }

    /// Reads a table.
    package init(_ text: String) throws(Failure) {
        self.init(marked: RankerWeights(), reported: RankerWeights())
        let rows = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, row) in rows.enumerated() where !row.isEmpty && row.first != UInt8(ascii: "#") {
            let fields = row.split(separator: UInt8(ascii: "\t")).map { Substring($0) }
            guard fields.count == 3, let first = Float(fields[1]), let second = Float(fields[2]) else {
                throw .malformed(line: index + 1)
            }
            guard let feature = RankerFeature.named[String(fields[0])] else {
                throw .unknown(feature: String(fields[0]), line: index + 1)
            }
            marked[feature] = first
            reported[feature] = second
        }
    }

    /// The table compiled in, learnt from annotated news and kept near the one set by hand.
    package static let trained: RankerTable = {
        var size = 0
        let bytes = copydesk_quotes_ranker(&size)
        let text = String(decoding: UnsafeRawBufferPointer(start: bytes, count: size), as: UTF8.self)
        do {
            return try RankerTable(text)
        } catch {
            preconditionFailure("ranker.tsv: \(error)")
        }
    }()
}
