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
                sql: "SELECT id, key, type, documents, mentions, quotes, words FROM entity WHERE documents > 0 "
                    + "ORDER BY key, type")
            while let row = try entities.next() {
                try write(
                    DumpedEntity(
                        entity: row[1], type: row[2], name: try name(of: row[0], db), documents: row[3],
                        mentions: row[4], quotes: row[5], words: row[6]))
            }
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

    private func dumped(_ row: Row, _ db: Database) throws -> DumpedDocument {
        let document = try FoundDocument(row)
        let text = try text(of: document.id, db)
        let appearances = try Row.fetchAll(
            db,
            sql: """
                SELECT a.number, own.key, who.key AS whoKey, who.type AS whoType, own.type, spelling.text, a.aliases,
                    a.mentions, a.isCompany, a.pronoun, a.quotes, a.words, a.time, a.isHidden, a.stance, a.stanceScore,
                    a.critical, a.supportive, a.neutral, a.news, a.newsScore, a.newsMentions
                FROM appearance AS a JOIN entity AS own ON own.id = a.entity JOIN entity AS who ON who.id = a.who
                JOIN spelling ON spelling.id = a.spelling WHERE a.document = ? ORDER BY a.number
                """, arguments: [document.id])
        let quotes = try Row.fetchAll(
            db,
            sql: """
                SELECT q.*, (SELECT group_concat(appearance) FROM (SELECT appearance FROM quoteSpeaker AS s
                    WHERE s.document = q.document AND s.quote = q.number ORDER BY 1)) AS speakers,
                    (SELECT group_concat(appearance) FROM (SELECT appearance FROM quoteAbout AS s
                    WHERE s.document = q.document AND s.quote = q.number ORDER BY 1)) AS about
                FROM quote AS q WHERE q.document = ? ORDER BY q.number
                """, arguments: [document.id])
        return DumpedDocument(
            document: document, time: document.time, text: SHA256.hexDigest(of: Array(text.utf8)),
            appearances: appearances.map(Self.columns), quotes: quotes.map(Self.columns))
    }

    /// A row's values by their columns, without the number that the database gave the document.
    private static func columns(_ row: Row) -> [String: String] {
        var columns: [String: String] = [:]
        for (name, value) in row where name != "document" && !value.isNull { columns[name] = value.description }
        return columns
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
