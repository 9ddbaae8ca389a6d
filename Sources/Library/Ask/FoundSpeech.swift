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
            var conditions = filter.conditions
            conditions.add("a.who IN (?)", anyOf: try entities(named: name, db))
            conditions.add("a.quotes > 0")
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT strftime('%Y-%m', a.time, 'unixepoch') AS grouped, COUNT(DISTINCT a.document), SUM(a.quotes),
                        SUM(a.words)
                    FROM appearance AS a CROSS JOIN document AS d ON d.id = a.document
                    \(conditions.clause) GROUP BY grouped ORDER BY grouped
                    """, arguments: conditions.values
            ).map { row in FoundSpeech(month: row[0], documents: row[1], quotes: row[2], words: row[3]) }
        }
    }
}
