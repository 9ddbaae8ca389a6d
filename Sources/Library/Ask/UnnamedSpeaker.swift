import GRDB

/// Speakers whom documents call by no name, as *prosecutors* or *two senior officials*: no entity, found by the words.
extension LibraryReader {
    /// From how many matches on documents are gone through, the latest first, rather than those that have the words put in
    /// order: so many take some 30 ms.
    private static let mostMatches = 12_000

    /// The documents in whose text some words stand in a row, the latest first; where very many have them, all documents.
    ///
    /// - Parameters:
    ///   - phrase: The words.
    ///   - filter: Among which documents.
    ///   - db: The database.
    ///   - body: Gets the row of each; false ends it.
    /// - Throws: What the database or the body says.
    /// - Complexity: O(matches · log matches) up to the bound, else O(documents gone through).
    func forEachDocument(
        with phrase: Phrase, _ filter: LibraryFilter, _ db: Database, _ body: (Row) throws -> Bool
    ) throws {
        let conditions = filter.conditions
        let matches = try Int.fetchOne(
            db, sql: "SELECT COUNT(*) FROM (SELECT 1 FROM fulltext WHERE fulltext MATCH ? LIMIT ?)",
            arguments: [phrase.query, Self.mostMatches])
        guard matches != Self.mostMatches else {
            let rows = try Row.fetchCursor(
                db, sql: Self.documentsQuery(conditions), arguments: conditions.values + [-1])
            while let row = try rows.next() { guard try body(row) else { return } }
            return
        }
        var matching = conditions
        matching.add("fulltext MATCH ?", phrase.query)
        // What is put in order is small, as in a search: the columns are those of the documents that are looked at.
        let ids = try Int64.fetchAll(
            db,
            sql: """
                SELECT d.id FROM fulltext CROSS JOIN document AS d ON d.id = fulltext.rowid
                \(matching.clause) ORDER BY d.time DESC, d.place
                """, arguments: matching.values)
        let statement = try db.cachedStatement(
            sql: "SELECT \(FoundDocument.columns) FROM document AS d WHERE d.id = ?")
        for id in ids {
            guard let row = try Row.fetchOne(statement, arguments: [id]) else { continue }
            guard try body(row) else { return }
        }
    }
}

extension DocumentContents.Quoted {
    /// Whether somebody without a name speaks whose words have others in a row: *federal prosecutors* those of *prosecutors*.
    func isOfUnnamed(_ phrase: Phrase) -> Bool {
        guard speakers.isEmpty, let speaker else { return false }
        return phrase.stands(in: " " + Folding.joinedWords(speaker) + " ")
    }
}
