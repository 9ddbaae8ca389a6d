import Foundation
import GRDB

/// Who is quoted how often and at what length: the audit that newsrooms do by hand.
package struct FoundSources: Encodable, Hashable, Sendable {
    /// One month at one publisher, or all together.
    package struct Group: Encodable, Hashable, Sendable {
        /// `2026-01`; nil where months are taken together.
        package let month: String?
        /// Empty where it is not known; nil where publishers are taken together.
        package let publisher: String?
        /// Whether people, organisations or others speak, or somebody without a name.
        package let source: String
        /// The pronoun by which the texts speak of the speaker; nil where they use none.
        package let pronoun: String?
        package let quotes: Int
        package let words: Int
    }

    /// By month, publisher, kind of speaker and pronoun.
    package let groups: [Group]
    /// Who is quoted most.
    package let speakers: [FoundEntity]
}

/// What a source audit is parted by.
package enum SourceGrouping: String, CaseIterable, Sendable { case all, month, publisher, both }

extension LibraryReader {
    /// The source audit; of times only whole months count.
    ///
    /// - Parameters:
    ///   - grouping: Whether months and publishers are told apart.
    ///   - filter: Which documents; hidden ones are never counted.
    ///   - limit: How many speakers are named.
    /// - Returns: The audit.
    /// - Throws: What keeps the library from being read.
    package func sources(
        by grouping: SourceGrouping, _ filter: LibraryFilter = LibraryFilter(), limit: Int
    ) throws(LibraryError) -> FoundSources {
        let groups = try answer { db in
            var conditions = Conditions()
            if let since = filter.since { conditions.add("month >= ?", PublishedTime.month(of: since)) }
            // Up to, and not with, the month that begins at this time.
            if let until = filter.until { conditions.add("month <= ?", PublishedTime.month(of: until - 1)) }
            let month = grouping == .month || grouping == .both ? "month" : "NULL"
            let publisher = grouping == .publisher || grouping == .both ? "publisher" : "NULL"
            let wanted = filter.publisher.map(Folding.key)
            // Names of publishers are compared folded, and there are few.
            if let wanted {
                let all = try String.fetchAll(db, sql: "SELECT DISTINCT publisher FROM audit")
                let names = all.filter { Folding.key($0) == wanted }
                conditions.add(
                    "publisher IN (SELECT value FROM json_each(?))",
                    String(decoding: try JSONEncoder().encode(names), as: UTF8.self))
            }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT \(month) AS m, \(publisher) AS p, source, pronoun, SUM(quotes), SUM(words) FROM audit
                    \(conditions.clause) GROUP BY m, p, source, pronoun ORDER BY m, p, source, pronoun
                    """, arguments: conditions.values
            ).map { row in
                FoundSources.Group(
                    month: (row[0] as Int?).map(PublishedTime.text(ofMonth:)), publisher: row[1],
                    source: (SourceKind(rawValue: row[2]) ?? .nobody).name, pronoun: Pronoun(rawValue: row[3])?.name,
                    quotes: row[4], words: row[5])
            }
        }
        var visible = filter
        visible.includesHidden = false
        return FoundSources(groups: groups, speakers: try entities(by: .quotes, visible, limit: limit))
    }
}
