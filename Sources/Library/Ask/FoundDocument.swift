import Foundation
import GRDB
import Spool
package import SystemPackage

/// A document in an answer.
package struct FoundDocument: Encodable, Hashable, Sendable {
    /// What an agency says of it.
    package struct Wire: Encodable, Hashable, Sendable {
        package let id: String?
        package let version: String?
        package let status: String?
        package let signals: [String]
        package let embargo: String?
    }

    /// The path under the inbox.
    package let path: String
    /// The report's path under the outbox, as it is printed.
    package let report: String
    package let title: String?
    package let authors: [String]
    package let publisher: String?
    package let url: String?
    /// As the document has it.
    package let published: String?
    /// RFC 3339.
    package let delivered: String
    package let language: String
    package let words: Int
    /// From −1 through 1; nil where nothing was found out.
    package let tone: Double?
    package let toneLabel: String?
    /// Why it does not count; `current` where it does.
    package let standing: String
    package let wire: Wire?
    /// The file whose part it is.
    package let partOf: String?
    package let partNumber: Int?
    package let sha256: String

    /// When it was published, or else delivered, in seconds since 1970.
    package let time: Int
    let id: Int64

    private enum CodingKeys: String, CodingKey {
        case path, report, title, authors, publisher, url, published, delivered, language, words, tone, toneLabel
        case standing, wire, partOf, partNumber, sha256
    }

    /// Until when it is not to be used, in seconds since 1970; nil where that is over or was never so.
    package func embargo(at now: Int) -> Int? { PublishedTime.seconds(wire?.embargo, after: now) }

    /// What must not be missed: until when it is not to be used, as RFC 3339; nil where that is over or was never so.
    package func embargoText(at now: Int) -> String? { embargo(at: now).map { PublishedTime.text($0) } }

    /// What a query has to name.
    static let columns =
        "d.id, d.place, d.path, d.sha256, d.title, d.authors, d.publisher, d.url, d.published, d.delivered, d.time, "
        + "d.language, d.words AS documentWords, d.tone, d.toneLabel, d.standing, d.wire, d.partOf, d.partNumber"

    init(_ row: Row) throws {
        id = row["id"]
        path = row["path"]
        report = LibraryStore.place(row["place"]).printable
        title = row["title"]
        authors = (row["authors"] as String?)?.split(separator: "\n").map(String.init) ?? []
        publisher = row["publisher"]
        url = row["url"]
        published = row["published"]
        delivered = PublishedTime.text(row["delivered"])
        language = row["language"]
        words = row["documentWords"]
        tone = row["tone"]
        toneLabel = row["toneLabel"]
        standing = (Standing(rawValue: row["standing"]) ?? .current).name
        wire = try (row["wire"] as String?).map { json in
            let wire = try StoredText.envelope(json)
            return Wire(
                id: wire.id, version: wire.version, status: wire.status, signals: wire.signals, embargo: wire.embargo)
        }
        partOf = row["partOf"]
        partNumber = row["partNumber"]
        sha256 = row["sha256"]
        time = row["time"]
    }
}

extension LibraryReader {
    /// The documents, the latest first.
    ///
    /// - Parameters:
    ///   - filter: Which.
    ///   - name: Who or what they must name; nil for anybody.
    ///   - limit: How many at most.
    /// - Returns: They.
    /// - Throws: What keeps the library from being read.
    package func documents(
        _ filter: LibraryFilter = LibraryFilter(), naming name: String? = nil, limit: Int
    ) throws(LibraryError) -> [FoundDocument] {
        var found: [FoundDocument] = []
        try forEachDocument(filter, naming: name, limit: limit) { document in
            found.append(document)
            return true
        }
        return found
    }

    /// The same, one after the other, however many there are.
    ///
    /// - Parameters:
    ///   - filter: Which.
    ///   - name: Who or what they must name; nil for anybody.
    ///   - limit: How many at most.
    ///   - body: Gets each; false ends it.
    /// - Throws: What keeps the library from being read.
    package func forEachDocument(
        _ filter: LibraryFilter = LibraryFilter(), naming name: String? = nil, limit: Int,
        _ body: (FoundDocument) -> Bool
    ) throws(LibraryError) {
        try answer { db in
            if let name {
                let found = try appearances(of: entities(named: name, db), filter, db)
                var count = 0
                return try forEachDocument(latestOf: found, db) { row in
                    guard count < limit else { return false }
                    count += 1
                    return try body(FoundDocument(row))
                }
            }
            let conditions = filter.conditions
            let rows = try Row.fetchCursor(
                db, sql: Self.documentsQuery(conditions), arguments: conditions.values + [limit])
            while let row = try rows.next() { guard body(try FoundDocument(row)) else { return } }
        }
    }

    /// The documents in which somebody is named, each once, the latest first.
    ///
    /// - Parameters:
    ///   - found: Where they are named.
    ///   - db: The database.
    ///   - body: Gets the row of each; false ends it.
    /// - Throws: What the database or the body says.
    func forEachDocument(latestOf found: [FoundAppearance], _ db: Database, _ body: (Row) throws -> Bool) throws {
        let all = found.map { (time: $0.appearance.time, id: $0.appearance.document) }.sorted { $0 > $1 }
        let statement = try db.cachedStatement(
            sql: "SELECT \(FoundDocument.columns) FROM document AS d WHERE d.id = ?")
        var next = all.startIndex
        while next < all.endIndex {
            // Those of one moment are in order by their places.
            let end = all[next...].firstIndex { $0.time != all[next].time } ?? all.endIndex
            var rows: [(place: [UInt8], row: Row)] = []
            var last: Int64?
            for (_, id) in all[next..<end] where id != last {
                last = id
                guard let row = try Row.fetchOne(statement, arguments: [id]) else { continue }
                let place: Data = row["place"]
                rows.append(([UInt8](place), row))
            }
            if rows.count > 1 { rows.sort { $0.place.lexicographicallyPrecedes($1.place) } }
            for (_, row) in rows { guard try body(row) else { return } }
            next = end
        }
    }

    /// The document whose report lies at a place, whether it counts or not; nil where the library has none.
    package func document(at place: FilePath) throws(LibraryError) -> FoundDocument? {
        try answer { db in
            try Row.fetchOne(
                db, sql: "SELECT \(FoundDocument.columns) FROM document AS d WHERE d.place = ?",
                arguments: [Data(place.bytes)]
            ).map(FoundDocument.init)
        }
    }

    /// The version of a document's story that counts, or that stops it, if it came later; nil where there is none.
    package func laterVersion(than place: FilePath) throws(LibraryError) -> FoundDocument? {
        try answer { db in
            guard
                let own = try Row.fetchOne(
                    db, sql: "SELECT storyKey, time FROM document WHERE place = ? AND storyKey IS NOT NULL",
                    arguments: [Data(place.bytes)])
            else { return nil }
            let (story, time): (String, Int) = (own["storyKey"], own["time"])
            // A short number comes again with another story.
            let last = StoryKey.comesAgain(story) ? time + LibraryWriter.sequelPause : Int.max
            return try Row.fetchOne(
                db,
                sql: """
                    SELECT \(FoundDocument.columns) FROM document AS d
                    WHERE d.storyKey = ? AND d.place <> ? AND d.time BETWEEN ? AND ?
                      AND (d.standing = ? OR json_extract(d.wire, '$.status') IN ('canceled', 'withheld'))
                    ORDER BY d.standing <> ?, d.time DESC, d.place LIMIT 1
                    """,
                arguments: [
                    story, Data(place.bytes), time, last, Standing.current.rawValue, Standing.current.rawValue,
                ]
            ).map(FoundDocument.init)
        }
    }

    static func documentsQuery(_ conditions: Conditions) -> String {
        "SELECT \(FoundDocument.columns) FROM document AS d \(conditions.clause) ORDER BY d.time DESC, d.place LIMIT ?"
    }

    /// How many reports are in the library, and how many could not be read.
    package func counts() throws(LibraryError) -> (documents: Int, unread: Int) {
        try answer { db in
            (
                try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM document") ?? 0,
                try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM unread") ?? 0
            )
        }
    }

    /// The text of a document.
    func text(of document: Int64, _ db: Database) throws -> String {
        let statement = try db.cachedStatement(sql: "SELECT body FROM text WHERE document = ?")
        guard let body = try Data.fetchOne(statement, arguments: [document]) else { return "" }
        return try StoredText.text(body)
    }
}
