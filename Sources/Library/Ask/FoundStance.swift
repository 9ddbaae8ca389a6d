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
    ///
    /// - Complexity: O(appearances of the entity); without a filter by publisher or delivery, and by month, one index has all.
    package func stances(
        of name: String, by grouping: StanceGrouping, _ filter: LibraryFilter = LibraryFilter()
    ) throws(LibraryError) -> [FoundStance] {
        try answer { db in
            var conditions = Conditions()
            conditions.add("a.who IN (?)", anyOf: try entities(named: name, db))
            if !filter.includesHidden { conditions.add("NOT a.isHidden") }
            if let since = filter.since { conditions.add("a.time >= ?", since) }
            if let until = filter.until { conditions.add("a.time < ?", until) }
            let needsDocument = grouping == .publisher || filter.publisher != nil || filter.deliveredSince != nil
            if needsDocument { conditions = conditions.adding(filter.conditions) }
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT a.time, a.document, a.stance, a.news\(grouping == .publisher ? ", d.publisher" : "")
                    FROM appearance AS a \(needsDocument ? "CROSS JOIN document AS d ON d.id = a.document" : "")
                    \(conditions.clause)
                    """, arguments: conditions.values)
            var sums: [ByteText: StanceSum] = [:]
            var month: (number: Int, text: ByteText) = (Int.min, ByteText(""))
            while let row = try rows.next() {
                if grouping == .publisher {
                    sums[ByteText(row[4] ?? ""), default: StanceSum()].add(row)
                } else {
                    let number = PublishedTime.month(of: row[0])
                    if number != month.number { month = (number, ByteText(PublishedTime.text(ofMonth: number))) }
                    sums[month.text, default: StanceSum()].add(row)
                }
            }
            return sums.sorted { $0.key.text.utf8.lexicographicallyPrecedes($1.key.text.utf8) }.map { group, sum in
                FoundStance(
                    group: group.text, documents: sum.documents.count, judged: sum.stances.values.reduce(0, +),
                    critical: sum.stances["critical"] ?? 0, supportive: sum.stances["supportive"] ?? 0,
                    mixed: sum.stances["mixed"] ?? 0, neutral: sum.stances["neutral"] ?? 0,
                    badNews: sum.news["bad"] ?? 0, goodNews: sum.news["good"] ?? 0, mixedNews: sum.news["mixed"] ?? 0)
            }
        }
    }
}

/// What is counted of one group.
private struct StanceSum {
    /// Two of those whom a name may mean may be in one document.
    var documents: Set<Int64> = []
    var stances: [String: Int] = [:]
    var news: [String: Int] = [:]

    mutating func add(_ row: Row) {
        documents.insert(row[1])
        if let stance = row[2] as String? { stances[stance, default: 0] += 1 }
        if let label = row[3] as String? { news[label, default: 0] += 1 }
    }
}
