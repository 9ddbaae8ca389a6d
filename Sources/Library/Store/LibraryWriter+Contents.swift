import GRDB

// What documents say of names and quotes, as the tables have it.

extension LibraryWriter {
    /// Whom a document names, and whom it quotes; nil for a document that is not there.
    func contents(of document: Int64) throws -> DocumentContents? {
        var contents: DocumentContents?
        try statements.forEach("SELECT names, quotes FROM contents WHERE document = ?", [document]) { row in
            contents = try DocumentContents(names: row.bytes(0), quotes: row.bytes(1))
        }
        return contents
    }

    /// Whom a document names; nobody for a document that is not there.
    func named(in document: Int64) throws -> [DocumentContents.Named] {
        var named: [DocumentContents.Named] = []
        try statements.forEach("SELECT names FROM contents WHERE document = ?", [document]) { row in
            named = try DocumentContents.named(row.bytes(0))
        }
        return named
    }

    /// For whom each of those is taken whom a document names.
    func whos(_ named: [DocumentContents.Named], in document: Int64) throws -> [Int64] {
        var whos = named.map(\.entity)
        try statements.forEach("SELECT number, who FROM taken WHERE document = ?", [document]) { row in
            let number: Int = row[0]
            if whos.indices.contains(number) { whos[number] = row[1] }
        }
        return whos
    }

    /// Puts in what a document says.
    func insert(_ contents: DocumentContents, of document: Int64, time: Int, publisher: String?) throws {
        try run(
            "INSERT INTO contents (document, names, quotes) VALUES (?, ?, ?)",
            [document, contents.packedNames, contents.packedQuotes])
        let publisher = try memory.publishers.number(publisher, self)
        var isInQuote = Array(repeating: false, count: contents.named.count)
        for quote in contents.quotes { for number in quote.about { isInQuote[number] = true } }
        for (number, one) in contents.named.enumerated() {
            tallies.spellings[one.spelling, default: 0] += 1
            tallies.append(
                Appearance(
                    document: document, time: time, number: number, publisher: publisher,
                    stance: PackedLabels.stances.number(one.stance?.label),
                    news: PackedLabels.news.number(one.news?.label), isInQuote: isInQuote[number], quotes: one.quotes,
                    words: one.words), to: one.entity)
        }
    }

    /// Takes out what a document says.
    func remove(_ contents: DocumentContents, of document: Int64) throws {
        // What is not written yet may be of this document, or come behind what is.
        try tallies.writeAppearances(self)
        for entity in Set(contents.named.map(\.entity)) {
            let piece = try statements.first(
                "SELECT id FROM appearance WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1",
                [AppearancePiece.id(entity, 0), AppearancePiece.id(entity, document)]
            ) { $0[0] as Int64 }
            guard let piece else { continue }
            var left = PackedWriter()
            try statements.forEach("SELECT body FROM appearance WHERE id = ?", [piece]) { row in
                try Appearance.forEach(row.bytes(0)) { if $0.document != document { $0.write(into: &left) } }
            }
            if left.bytes.isEmpty {
                try run("DELETE FROM appearance WHERE id = ?", [piece])
            } else {
                try run("UPDATE appearance SET body = ? WHERE id = ?", [left.bytes, piece])
            }
            memory.entities.forget(entity)
        }
        for table in ["contents", "taken"] { try run("DELETE FROM \(table) WHERE document = ?", [document]) }
    }

    /// The documents that name an entity by its own name, in rising order.
    func documents(naming entity: Int64) throws -> [Int64] {
        var documents: [Int64] = []
        func note(_ appearance: Appearance) {
            if documents.last != appearance.document { documents.append(appearance.document) }
        }
        try statements.forEach(
            "SELECT body FROM appearance WHERE id BETWEEN ? AND ? ORDER BY id",
            [AppearancePiece.id(entity, 0), AppearancePiece.id(entity + 1, 0) - 1]
        ) { row in try Appearance.forEach(row.bytes(0), note) }
        if let pending = tallies.appearances[entity] {
            try pending.bytes.bytes.withUnsafeBytes { try Appearance.forEach($0, note) }
        }
        return documents
    }
}
