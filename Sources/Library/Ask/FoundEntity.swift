import GRDB

/// Somebody or something that documents name, in an answer.
package struct FoundEntity: Encodable, Hashable, Sendable {
    package let name: String
    /// `PER`, `ORG`, `LOC` or `MISC`.
    package let type: String
    /// The documents that name it, and how often they do together.
    package let documents: Int
    package let mentions: Int
    /// How often it is quoted, and the words.
    package let quotes: Int
    package let words: Int
    /// In lower case and without accents, for a certain order.
    let key: String

    private enum CodingKeys: String, CodingKey { case name, type, documents, mentions, quotes, words }
}

/// By what entities are put in order.
package enum EntityOrder: Sendable {
    /// How many documents name them.
    case documents
    /// How often they are quoted; those that never are left out.
    case quotes
}

extension LibraryReader {
    /// The entities that most documents name, or that are quoted most.
    ///
    /// - Parameters:
    ///   - type: What kind of thing they are; nil for any.
    ///   - order: What comes first.
    ///   - filter: In which documents.
    ///   - limit: How many at most.
    /// - Returns: They, the first first.
    /// - Throws: What keeps the library from being read.
    package func entities(
        _ type: NameType? = nil, by order: EntityOrder = .documents, _ filter: LibraryFilter = LibraryFilter(),
        limit: Int
    ) throws(LibraryError) -> [FoundEntity] {
        try answer { db in
            let found =
                try filter.isOpen
                ? NameType.allCases.filter { type == nil || type == $0 }
                    .flatMap { try entities($0, by: order, limit: limit, db) }
                : entities(type, by: order, filter, limit: limit, db)
            return Array(
                found.sorted { one, other in
                    let (first, second) =
                        order == .quotes ? (one.quotes, other.quotes) : (one.documents, other.documents)
                    return (second, one.key, one.type) < (first, other.key, other.type)
                }.prefix(limit))
        }
    }

    private func entities(
        _ type: NameType, by order: EntityOrder, limit: Int, _ db: Database
    ) throws -> [FoundEntity] {
        let column = order == .quotes ? "quotes" : "documents"
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT id, type, key, documents, mentions, quotes, words, \(column)Rank AS rank FROM entity "
                + "WHERE type = ? AND \(column)Rank > 0 ORDER BY \(column)Rank DESC", arguments: [type.rawValue])
        // Of the last rank all are needed: they are in no order.
        var found: [Row] = []
        while let row = try rows.next() {
            if found.count >= limit, let last = found.last, last["rank"] as Int > row["rank"] { break }
            found.append(row.copy())
        }
        return try found.map { (count: $0[column] as Int, key: $0["key"] as String, row: $0) }
            .sorted { ($1.count, $0.key) < ($0.count, $1.key) }.prefix(limit).map { try entity($0.row, db) }
    }

    /// What is counted of an entity in some documents.
    private struct Sum {
        var (documents, mentions, quotes, words) = (0, 0, 0, 0)
        /// The document that was counted last: it may name one under two names.
        var last: Int64 = -1

        mutating func add(_ document: Int64, _ mentions: Int, _ quotes: Int, _ words: Int) {
            if document != last { documents += 1 }
            last = document
            self.mentions += mentions
            self.quotes += quotes
            self.words += words
        }
    }

    /// Sums by entity: numbers of a list instead of a dictionary, for a month has some 170,000 appearances to add.
    private struct Sums {
        /// For each entity the place of its sum; −1 for none.
        private var places: [Int32]
        private var sums: [(who: Int64, sum: Sum)] = []

        /// - Parameter lastEntity: The greatest number of an entity.
        init(lastEntity: Int) { places = Array(repeating: -1, count: lastEntity + 1) }

        mutating func add(_ who: Int, in document: Int64, mentions: Int, quotes: Int, words: Int) {
            guard places.indices.contains(who) else { return }
            if places[who] < 0 {
                places[who] = Int32(sums.count)
                sums.append((Int64(who), Sum()))
            }
            sums[Int(places[who])].sum.add(document, mentions, quotes, words)
        }

        /// Those with a rank, the greatest first.
        ///
        /// Most are of the lowest, and of them hardly one is wanted: they are put in order by their ranks alone.
        func ranked(by rank: (Sum) -> Int) -> some Sequence<(who: Int64, sum: Sum)> {
            var byRank: [Int: [Int]] = [:]
            for (place, one) in sums.enumerated() {
                let rank = rank(one.sum)
                if rank > 0 { byRank[rank, default: []].append(place) }
            }
            return byRank.keys.sorted(by: >).lazy.flatMap { byRank[$0] ?? [] }.map { sums[$0] }
        }
    }

    /// Those in some documents, summed up in one pass over them; at least as many as are wanted, and all of equal rank.
    private func entities(
        _ type: NameType?, by order: EntityOrder, _ filter: LibraryFilter, limit: Int, _ db: Database
    ) throws -> [FoundEntity] {
        guard let connection = db.sqliteConnection else { return [] }
        let conditions = filter.conditions
        let statements = Statements(connection)
        var documents: [Int64] = []
        try statements.forEach("SELECT d.id FROM document AS d \(conditions.clause)", conditions.plainValues) {
            documents.append($0[0])
        }
        // By their numbers they lie one behind the other.
        documents.sort()
        var sums = Sums(lastEntity: try Int.fetchOne(db, sql: "SELECT MAX(id) FROM entity") ?? 0)
        var taken = try halfNames(from: documents.first ?? 0, to: documents.last ?? 0, statements)[...]
        for document in documents {
            taken = taken.drop { $0.document < document }
            let its = taken.prefix { $0.document == document }
            try statements.forEach("SELECT names FROM contents WHERE document = ?", [document]) { row in
                try DocumentContents.forEachSum(row.bytes(0)) { number, entity, mentions, quotes, words in
                    let who = its.isEmpty ? entity : its.first { $0.number == number }?.who ?? entity
                    sums.add(who, in: document, mentions: mentions, quotes: quotes, words: words)
                }
            }
        }
        func rank(_ sum: Sum) -> Int { order == .quotes ? sum.quotes : sum.documents }
        let statement = try db.cachedStatement(sql: "SELECT id, type, key FROM entity WHERE id = ?")
        var found: [FoundEntity] = []
        for (who, sum) in sums.ranked(by: rank) {
            if found.count >= limit, let last = found.last,
                (order == .quotes ? last.quotes : last.documents) > rank(sum)
            {
                break
            }
            guard let row = try Row.fetchOne(statement, arguments: [who]), type == nil || type?.rawValue == row["type"]
            else { continue }
            found.append(
                FoundEntity(
                    name: try name(of: who, db), type: (NameType(rawValue: row["type"]) ?? .miscellaneous).code,
                    documents: sum.documents, mentions: sum.mentions, quotes: sum.quotes, words: sum.words,
                    key: row["key"]))
        }
        return found
    }

    /// Half names that are taken for whole ones, in documents from one through another, in the order of these.
    private func halfNames(
        from first: Int64, to last: Int64, _ statements: Statements
    ) throws -> [(document: Int64, number: Int, who: Int)] {
        var found: [(document: Int64, number: Int, who: Int)] = []
        try statements.forEach(
            "SELECT document, number, who FROM taken WHERE document BETWEEN ? AND ? ORDER BY document", [first, last]
        ) { found.append(($0[0], $0[1], $0[2])) }
        return found
    }

    private func entity(_ row: Row, _ db: Database) throws -> FoundEntity {
        FoundEntity(
            name: try name(of: row["id"], db), type: (NameType(rawValue: row["type"]) ?? .miscellaneous).code,
            documents: row["documents"], mentions: row["mentions"], quotes: row["quotes"], words: row["words"],
            key: row["key"])
    }

    /// What most documents call an entity.
    func name(of entity: Int64, _ db: Database) throws -> String {
        let statement = try db.cachedStatement(
            sql: "SELECT text FROM spelling WHERE entity = ? ORDER BY documents DESC, text LIMIT 1")
        return try String.fetchOne(statement, arguments: [entity]) ?? ""
    }

    /// The entities that a name may mean: those called so, and those that a twentieth of their documents call so besides; where
    /// no document that counts names any of these, the people whose names end with it, too.
    ///
    /// - Complexity: That of an index; for a name that nobody has, a pass over all names: some 50 ms for 380,000 with as many
    ///   aliases.
    func entities(named name: String, _ db: Database) throws -> [Int64] {
        let key = Folding.key(name)
        let found = try Row.fetchAll(
            db,
            sql: """
                SELECT id, documents FROM entity WHERE id IN (
                    SELECT id FROM entity WHERE key = ?
                    UNION SELECT alias.entity FROM alias WHERE alias.key = ? AND \(Self.isUsual))
                ORDER BY id
                """, arguments: [key, key])
        let ids: [Int64] = found.map { $0["id"] }
        guard !found.contains(where: { $0["documents"] > 0 }) else { return ids }
        return try Set(ids).union(people(withNamesEndingIn: name, db)).sorted()
    }

    /// The people who are called by a name with others before it: *Ingrid Dahl* for *Dahl*.
    private func people(withNamesEndingIn name: String, _ db: Database) throws -> [Int64] {
        // Words have none of the signs that mean something in a pattern.
        let words = Folding.joinedWords(name)
        guard !words.isEmpty else { return [] }
        let (pattern, person) = ("* \(words)", NameType.person.rawValue)
        // With a sign before the type, or else its index is taken, and the table is read besides.
        return try Int64.fetchAll(
            db,
            sql: """
                SELECT id FROM entity WHERE +type = ? AND key GLOB ?
                UNION SELECT alias.entity FROM alias CROSS JOIN entity ON entity.id = alias.entity
                    WHERE alias.key GLOB ? AND entity.type = ? AND \(Self.isUsual)
                """, arguments: [person, pattern, pattern, person])
    }

    /// Whether an alias is what at least a twentieth of the documents call an entity.
    private static let isUsual =
        "alias.documents * 20 >= (SELECT SUM(spelling.documents) FROM spelling WHERE spelling.entity = alias.entity)"

    /// Those whom a name may mean, those in most documents first.
    package func entities(named name: String, limit: Int) throws(LibraryError) -> [FoundEntity] {
        try answer { db in
            var conditions = Conditions()
            conditions.add("id IN (?)", anyOf: try entities(named: name, db))
            // Others are named in nothing but what was killed, held back or replaced.
            conditions.add("documents > 0")
            return try Row.fetchAll(
                db,
                sql: "SELECT id, type, key, documents, mentions, quotes, words FROM entity \(conditions.clause) "
                    + "ORDER BY documents DESC, key, type LIMIT ?", arguments: conditions.values + [limit]
            ).map { try entity($0, db) }
        }
    }
}
