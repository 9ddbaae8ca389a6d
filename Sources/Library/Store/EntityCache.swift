import GRDB

/// What is counted of the entities that were met lately, and where the last of their appearances lie, so that neither need be
/// looked up again.
struct EntityCache {
    /// What is known of one.
    private struct Known {
        var counts = Tallies.Counts()
        /// Its last piece of appearances; 0 for none.
        var piece: Int64 = 0
        /// The bytes of that.
        var size = 0
    }

    /// When so many are known, all are forgotten.
    private static let capacity = 200_000

    private var known: [Int64: Known] = [:]

    /// The rank of a count: how many binary digits it has.
    ///
    /// An index has ranks, which most who are counted once more keep: to change it costs more than to count.
    static func rank(_ count: Int) -> Int { Int.bitWidth - max(0, count).leadingZeroBitCount }

    /// Adds to what is counted of an entity.
    mutating func add(_ news: Tallies.Counts, to entity: Int64, _ writer: LibraryWriter) throws {
        var one = try known(entity, writer)
        let before = one.counts
        one.counts.documents += news.documents
        one.counts.mentions += news.mentions
        one.counts.quotes += news.quotes
        one.counts.words += news.words
        let after = one.counts
        let counts: [(any Bindable)?] = [after.documents, after.mentions, after.quotes, after.words]
        let ranks = (Self.rank(after.documents), Self.rank(after.quotes))
        if ranks == (Self.rank(before.documents), Self.rank(before.quotes)) {
            try writer.run(
                "UPDATE entity SET documents = ?, mentions = ?, quotes = ?, words = ? WHERE id = ?", counts + [entity])
        } else {
            try writer.run(
                """
                UPDATE entity SET documents = ?, mentions = ?, quotes = ?, words = ?, documentsRank = ?, quotesRank = ?
                WHERE id = ?
                """, counts + [ranks.0, ranks.1, entity])
        }
        known[entity] = one
    }

    /// Puts appearances behind the last of an entity.
    ///
    /// - Parameters:
    ///   - bytes: They, of documents after all that name it.
    ///   - first: The first of these documents.
    ///   - entity: The entity.
    ///   - writer: Who writes.
    /// - Throws: What the database says.
    mutating func append(_ bytes: [UInt8], of first: Int64, to entity: Int64, _ writer: LibraryWriter) throws {
        var one = try known(entity, writer)
        if one.piece != 0, one.size + bytes.count <= AppearancePiece.mostBytes {
            try writer.run("UPDATE appearance SET body = CAST(body || ? AS BLOB) WHERE id = ?", [bytes, one.piece])
            one.size += bytes.count
        } else {
            one.piece = AppearancePiece.id(entity, first)
            one.size = bytes.count
            try writer.run("INSERT INTO appearance (id, body) VALUES (?, ?)", [one.piece, bytes])
        }
        known[entity] = one
    }

    /// An entity is new: there is nothing to look up.
    mutating func note(new entity: Int64) { keep(Known(), entity) }

    /// Something about an entity was changed past this.
    mutating func forget(_ entity: Int64) { known[entity] = nil }

    private mutating func known(_ entity: Int64, _ writer: LibraryWriter) throws -> Known {
        if let one = known[entity] { return one }
        var one = Known()
        let counts = try writer.statements.first(
            "SELECT documents, mentions, quotes, words FROM entity WHERE id = ?", [entity]
        ) { Tallies.Counts(documents: $0[0], mentions: $0[1], quotes: $0[2], words: $0[3]) }
        let piece = try writer.statements.first(
            "SELECT id, length(body) FROM appearance WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1",
            [AppearancePiece.id(entity, 0), AppearancePiece.id(entity + 1, 0) - 1]
        ) { (id: $0[0] as Int64, size: $0[1] as Int) }
        if let counts { one.counts = counts }
        if let piece { (one.piece, one.size) = piece }
        keep(one, entity)
        return one
    }

    private mutating func keep(_ one: Known, _ entity: Int64) {
        if known.count >= Self.capacity { known = [:] }
        known[entity] = one
    }
}

/// The rows of publishers' names.
struct PublisherCache {
    /// When so many are known, all are forgotten.
    private static let capacity = 10_000

    private var known: [ByteText: Int] = [:]

    /// The row of a name, made where there is none; 0 for no name.
    mutating func number(_ name: String?, _ writer: LibraryWriter) throws -> Int {
        guard let name else { return 0 }
        let key = ByteText(name)
        if let number = known[key] { return number }
        var number = try writer.statements.first("SELECT id FROM publisher WHERE name = ?", [name]) { $0[0] as Int }
        if number == nil {
            try writer.run("INSERT INTO publisher (name) VALUES (?)", [name])
            number = Int(writer.db.lastInsertedRowID)
        }
        if known.count >= Self.capacity { known = [:] }
        known[key] = number
        return number ?? 0
    }
}
