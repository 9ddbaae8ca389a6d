import GRDB

/// Somebody or something as one document names it, in an answer.
struct FoundAppearance {
    /// For whom the name is taken.
    let who: Int64
    let appearance: Appearance
}

// Where entities are named, by what the tables have of it.

extension LibraryReader {
    /// Where some entities are named, in no certain order.
    ///
    /// - Parameters:
    ///   - entities: They, half names that are taken for them among them.
    ///   - filter: In which documents.
    ///   - db: The database.
    ///   - isWanted: Asked of each before more is found out about its document.
    /// - Returns: They.
    /// - Throws: What the database says.
    /// - Complexity: O(appearances of the entities), some 20 ns each.
    func appearances(
        of entities: [Int64], _ filter: LibraryFilter, _ db: Database,
        where isWanted: (Appearance) -> Bool = { _ in true }
    ) throws -> [FoundAppearance] {
        guard let connection = db.sqliteConnection else { return [] }
        let statements = Statements(connection)
        let publishers = try filter.publisher.map { try self.publishers(named: $0, db) }
        func mayCount(_ one: Appearance) -> Bool {
            if let since = filter.since, one.time < since { return false }
            if let until = filter.until, one.time >= until { return false }
            if let publishers, !publishers.contains(one.publisher) { return false }
            return isWanted(one)
        }
        var found: [FoundAppearance] = []
        for entity in entities {
            let others = try takenForOthers(entity, statements)
            try statements.forEach(
                "SELECT body FROM appearance WHERE id BETWEEN ? AND ?",
                [AppearancePiece.id(entity, 0), AppearancePiece.id(entity + 1, 0) - 1]
            ) { row in
                try Appearance.forEach(row.bytes(0)) { one in
                    guard mayCount(one) else { return }
                    if !others.isEmpty, others.contains(Place(document: one.document, number: one.number)) { return }
                    found.append(FoundAppearance(who: entity, appearance: one))
                }
            }
            for one in try halfNames(takenFor: entity, statements) where mayCount(one) {
                found.append(FoundAppearance(who: entity, appearance: one))
            }
        }
        if !filter.includesHidden {
            let isHidden = try hidden(among: found, statements)
            found.removeAll { isHidden($0.appearance.document) }
        }
        if let since = filter.deliveredSince {
            try found.removeAll { one in
                try !statements.hasRow(
                    "SELECT 1 FROM document WHERE id = ? AND delivered >= ?", [one.appearance.document, since])
            }
        }
        return found
    }

    /// A name in a document.
    private struct Place: Hashable {
        let document: Int64
        let number: Int
    }

    /// Where a half name is taken for somebody else.
    private func takenForOthers(_ entity: Int64, _ statements: Statements) throws -> Set<Place> {
        var places: Set<Place> = []
        try statements.forEach("SELECT document, number FROM taken WHERE entity = ?", [entity]) {
            places.insert(Place(document: $0[0], number: $0[1]))
        }
        return places
    }

    /// Half names that are taken for an entity.
    private func halfNames(takenFor entity: Int64, _ statements: Statements) throws -> [Appearance] {
        var found: [Appearance] = []
        try statements.forEach("SELECT document, number, entity FROM taken WHERE who = ?", [entity]) { taken in
            let (document, number, half): (Int64, Int, Int64) = (taken[0], taken[1], taken[2])
            try statements.forEach(
                "SELECT body FROM appearance WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1",
                [AppearancePiece.id(half, 0), AppearancePiece.id(half, document)]
            ) { row in
                try Appearance.forEach(row.bytes(0)) {
                    if $0.document == document, $0.number == number { found.append($0) }
                }
            }
        }
        return found
    }

    /// Whether documents do not count; of few they are looked up, of many all that do not are known.
    private func hidden(among found: [FoundAppearance], _ statements: Statements) throws -> (Int64) -> Bool {
        var hidden: Set<Int64> = []
        if found.count < 500 {
            for document in Set(found.map(\.appearance.document))
            where try !statements.hasRow(
                "SELECT 1 FROM document WHERE id = ? AND standing = ?", [document, Standing.current.rawValue])
            {
                hidden.insert(document)
            }
        } else {
            try statements.forEach(
                "SELECT id FROM document WHERE standing > ?", [Standing.current.rawValue]
            ) { hidden.insert($0[0]) }
        }
        return { hidden.contains($0) }
    }

    /// The rows of publishers with a name, in any case of letters; there are few.
    private func publishers(named name: String, _ db: Database) throws -> Set<Int> {
        let wanted = Folding.key(name)
        let rows = try Row.fetchAll(db, sql: "SELECT id, name FROM publisher")
        return Set(rows.filter { Folding.key($0[1]) == wanted }.map { $0[0] })
    }

    /// Whom a document names, for whom each of those is taken, and whom it quotes.
    func contents(
        of document: Int64, _ statements: Statements
    ) throws -> (contents: DocumentContents, whos: [Int64])? {
        var contents: DocumentContents?
        try statements.forEach("SELECT names, quotes FROM contents WHERE document = ?", [document]) { row in
            contents = try DocumentContents(names: row.bytes(0), quotes: row.bytes(1))
        }
        guard let contents else { return nil }
        var whos = contents.named.map(\.entity)
        try statements.forEach("SELECT number, who FROM taken WHERE document = ?", [document]) { row in
            let number: Int = row[0]
            if whos.indices.contains(number) { whos[number] = row[1] }
        }
        return (contents, whos)
    }
}
