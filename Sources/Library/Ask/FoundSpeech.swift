import GRDB

/// How much somebody is quoted in one month.
package struct FoundSpeech: Encodable, Hashable, Sendable {
    /// `2026-01`.
    package let month: String
    /// The documents that quote them.
    package let documents: Int
    package let quotes: Int
    package let words: Int
}

extension LibraryReader {
    /// How much somebody is quoted, by month, the earliest first; months without a quote are left out.
    package func speech(
        of name: String, _ filter: LibraryFilter = LibraryFilter()
    ) throws(LibraryError) -> [FoundSpeech] {
        try answer { db in
            var sums: [Int: (documents: Set<Int64>, quotes: Int, words: Int)] = [:]
            var months = MonthOfTime()
            let said = try appearances(of: entities(named: name, db), filter, db) { $0.quotes > 0 }
            for one in said.map(\.appearance) {
                let month = months.month(of: one.time)
                sums[month, default: ([], 0, 0)].documents.insert(one.document)
                sums[month, default: ([], 0, 0)].quotes += one.quotes
                sums[month, default: ([], 0, 0)].words += one.words
            }
            return sums.sorted { $0.key < $1.key }.map { month, sum in
                FoundSpeech(
                    month: PublishedTime.text(ofMonth: month), documents: sum.documents.count, quotes: sum.quotes,
                    words: sum.words)
            }
        }
    }
}
