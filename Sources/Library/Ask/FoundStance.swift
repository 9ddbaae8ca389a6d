import GRDB

/// How documents judge an entity, and what befalls it, in one month or at one publisher.
package struct FoundStance: Encodable, Hashable, Sendable {
    /// `2026-01`, or the publisher's name; empty where that is not known.
    package let group: String
    /// The documents that name it, and those that judge it.
    package let documents: Int
    package let judged: Int
    /// The documents by how they judge it on the whole.
    package let critical: Int
    package let supportive: Int
    package let mixed: Int
    package let neutral: Int
    /// The documents by what befalls it.
    package let badNews: Int
    package let goodNews: Int
    package let mixedNews: Int
}

/// What stances are put together by.
package enum StanceGrouping: String, CaseIterable, Sendable { case month, publisher }

extension LibraryReader {
    /// How documents judge an entity, by month, the earliest first, or by publisher.
    package func stances(
        of name: String, by grouping: StanceGrouping, _ filter: LibraryFilter = LibraryFilter()
    ) throws(LibraryError) -> [FoundStance] {
        try answer { db in
            var conditions = filter.conditions
            conditions.add("a.who IN (?)", anyOf: try entities(named: name, db))
            let group = grouping == .month ? "strftime('%Y-%m', a.time, 'unixepoch')" : "COALESCE(d.publisher, '')"
            func count(_ column: String, _ value: String) -> String { "COALESCE(SUM(a.\(column) = '\(value)'), 0)" }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT \(group) AS grouped, COUNT(DISTINCT a.document), COUNT(a.stance),
                        \(count("stance", "critical")), \(count("stance", "supportive")), \(count("stance", "mixed")),
                        \(count("stance", "neutral")), \(count("news", "bad")), \(count("news", "good")),
                        \(count("news", "mixed"))
                    FROM appearance AS a CROSS JOIN document AS d ON d.id = a.document
                    \(conditions.clause) GROUP BY grouped ORDER BY grouped
                    """, arguments: conditions.values
            ).map { row in
                FoundStance(
                    group: row[0], documents: row[1], judged: row[2], critical: row[3], supportive: row[4],
                    mixed: row[5], neutral: row[6], badNews: row[7], goodNews: row[8], mixedNews: row[9])
            }
        }
    }
}
