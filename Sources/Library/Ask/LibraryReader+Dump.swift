import Digest
import Foundation
import GRDB
import Spool

extension LibraryReader {
    /// All that the library knows, a line of JSON each, in an order that depends on nothing but what it knows: two
    /// libraries of the same outbox are the same bytes, whichever way they came about.
    ///
    /// - Parameter line: Takes each line, without its end.
    /// - Throws: What kept it from being read.
    package func dump(_ line: (String) throws -> Void) throws(LibraryError) {
        try answer { db in
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            func write(_ value: some Encodable) throws {
                try line(String(decoding: try encoder.encode(value), as: UTF8.self))
            }
            let documents = try Row.fetchCursor(
                db, sql: "SELECT \(FoundDocument.columns) FROM document AS d ORDER BY d.place")
            while let row = try documents.next() { try write(try dumped(row, db)) }
            for row in try Row.fetchAll(db, sql: "SELECT place, problem FROM unread ORDER BY place") {
                try write(DumpedProblem(report: LibraryStore.place(row[0]).printable, problem: row[1]))
            }
            let entities = try Row.fetchCursor(
                db,
                sql: "SELECT id, key, type, documents, mentions, quotes, words, documentsRank, quotesRank FROM entity "
                    + "WHERE documents > 0 "
                    + "ORDER BY key, type")
            while let row = try entities.next() {
                try write(
                    DumpedEntity(
                        entity: row[1], type: row[2], name: try name(of: row[0], db), documents: row[3],
                        mentions: row[4], quotes: row[5], words: row[6], ranks: [row[7], row[8]]))
            }
            try dumpAppearances(db) { try write($0) }
            let aliases = try Row.fetchCursor(
                db,
                sql: "SELECT alias.key, entity.key, entity.type, alias.documents FROM alias "
                    + "JOIN entity ON entity.id = alias.entity ORDER BY 1, 2, 3")
            while let row = try aliases.next() {
                try write(DumpedAlias(alias: row[0], entity: row[1], type: row[2], documents: row[3]))
            }
            for row in try Row.fetchAll(db, sql: "SELECT * FROM audit ORDER BY month, publisher, source, pronoun") {
                try write(
                    DumpedAudit(
                        month: row[0], publisher: row[1], source: row[2], pronoun: row[3], quotes: row[4],
                        words: row[5]))
            }
            // What the index can find, not what it should.
            try db.execute(sql: "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, fulltext, col)")
            defer { try? db.execute(sql: "DROP TABLE temp.vocabulary") }
            let words = try Row.fetchCursor(db, sql: "SELECT term, col, doc, cnt FROM temp.vocabulary ORDER BY 1, 2")
            while let row = try words.next() {
                try write(DumpedWord(word: row[0], column: row[1], documents: row[2], times: row[3]))
            }
        }
    }

    /// What is known of where each entity is named, past the documents themselves.
    private func dumpAppearances(_ db: Database, _ write: (DumpedAppearances) throws -> Void) throws {
        var reports: [Int64: String] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT id, place FROM document") {
            reports[row[0]] = LibraryStore.place(row[1]).printable
        }
        var publishers: [Int: String] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT id, name FROM publisher") { publishers[row[0]] = row[1] }
        guard let connection = db.sqliteConnection else { return }
        let statements = Statements(connection)
        for entity in try Row.fetchAll(db, sql: "SELECT id, key, type FROM entity ORDER BY key, type") {
            var lines: [String] = []
            let id: Int64 = entity[0]
            try statements.forEach(
                "SELECT body FROM appearance WHERE id BETWEEN ? AND ?",
                [AppearancePiece.id(id, 0), AppearancePiece.id(id + 1, 0) - 1]
            ) { row in
                try Appearance.forEach(row.bytes(0)) { one in
                    let numbers = [
                        one.number, one.time, one.stance, one.news, one.isInQuote ? 1 : 0, one.quotes, one.words,
                    ]
                    lines.append(
                        "\(reports[one.document] ?? "gone") \(numbers) \(publishers[one.publisher] ?? "")")
                }
            }
            guard !lines.isEmpty else { continue }
            let all = lines.sorted().joined(separator: "\n")
            try write(
                DumpedAppearances(
                    namedAs: entity[1], type: entity[2], times: lines.count,
                    places: SHA256.hexDigest(of: Array(all.utf8))))
        }
    }

    private func dumped(_ row: Row, _ db: Database) throws -> DumpedDocument {
        let document = try FoundDocument(row)
        let text = try text(of: document.id, db)
        guard let connection = db.sqliteConnection,
            let (contents, whos) = try contents(of: document.id, Statements(connection))
        else { throw PackedReader.damage }
        return DumpedDocument(
            document: document, time: document.time, text: SHA256.hexDigest(of: Array(text.utf8)),
            appearances: try contents.named.enumerated().map { number, one in
                try dumped(one, number, of: document, who: whos[number], db)
            }, quotes: contents.quotes.enumerated().map { Self.dumped($0.element, $0.offset) })
    }

    private func dumped(
        _ named: DocumentContents.Named, _ number: Int, of document: FoundDocument, who: Int64, _ db: Database
    ) throws -> [String: String] {
        let entity = try db.cachedStatement(sql: "SELECT key, type FROM entity WHERE id = ?")
        let spelling = try db.cachedStatement(sql: "SELECT text FROM spelling WHERE id = ?")
        guard let own = try Row.fetchOne(entity, arguments: [named.entity]),
            let other = try Row.fetchOne(entity, arguments: [who])
        else { throw PackedReader.damage }
        return Self.columns([
            "number": number, "key": own[0] as String, "type": own[1] as Int, "whoKey": other[0] as String,
            "whoType": other[1] as Int, "text": try String.fetchOne(spelling, arguments: [named.spelling]),
            "aliases": named.aliases, "mentions": named.mentions, "isCompany": named.isCompany,
            "pronoun": named.pronoun, "quotes": named.quotes, "words": named.words, "time": document.time,
            "isHidden": document.standing != Standing.current.name, "stance": named.stance?.label,
            "stanceScore": named.stance?.score, "critical": named.stance?.critical,
            "supportive": named.stance?.supportive, "neutral": named.stance?.neutral, "news": named.news?.label,
            "newsScore": named.news?.score, "newsMentions": named.news?.mentions,
        ])
    }

    private static func dumped(_ quote: DocumentContents.Quoted, _ number: Int) -> [String: String] {
        func list(_ numbers: [Int]) -> String? {
            numbers.isEmpty ? nil : numbers.map(String.init).joined(separator: ",")
        }
        return columns([
            "number": number, "from": quote.start, "to": quote.end, "kind": quote.kind, "speaker": quote.speaker,
            "source": quote.source, "pronoun": quote.pronoun, "words": quote.words, "confidence": quote.confidence,
            "speakers": list(quote.speakers), "about": list(quote.about),
        ])
    }

    /// Values by their names, without those that are not there.
    private static func columns(_ values: [String: (any DatabaseValueConvertible)?]) -> [String: String] {
        values.compactMapValues { $0?.databaseValue.description }
    }
}

private struct DumpedDocument: Encodable {
    let document: FoundDocument
    let time: Int
    /// The SHA-256 of the text.
    let text: String
    let appearances: [[String: String]]
    let quotes: [[String: String]]
}

private struct DumpedProblem: Encodable {
    let report: String
    let problem: String
}

private struct DumpedEntity: Encodable {
    let entity: String
    let type: Int
    let name: String
    let documents: Int
    let mentions: Int
    let quotes: Int
    let words: Int
    /// Of the documents and of the quotes.
    let ranks: [Int]
}

private struct DumpedAppearances: Encodable {
    let namedAs: String
    let type: Int
    let times: Int
    /// The SHA-256 of where, and of what is known there.
    let places: String
}

private struct DumpedAlias: Encodable {
    let alias: String
    let entity: String
    let type: Int
    let documents: Int
}

private struct DumpedAudit: Encodable {
    let month: Int
    let publisher: String
    let source: Int
    let pronoun: Int
    let quotes: Int
    let words: Int
}

private struct DumpedWord: Encodable {
    let word: String
    let column: String
    let documents: Int
    let times: Int
}
