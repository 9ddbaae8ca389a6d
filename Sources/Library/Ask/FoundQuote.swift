import Foundation
import GRDB

/// Somebody's words, in an answer.
package struct FoundQuote: Encodable, Hashable, Sendable {
    package let text: String
    /// Whom the document names, under the name that most documents use; empty for nobody.
    package let speakers: [String]
    /// Whether people, organisations or others speak, or somebody without a name.
    package let source: String
    /// `direct`, `mixed`, `indirect` or `turn`.
    package let kind: String
    package let words: Int
    package let confidence: Double
    /// Where in the document's text, in code points.
    package let start: Int
    package let end: Int
    package let document: FoundDocument

    let number: Int
}

/// What is asked of quotes.
package struct QuoteQuestion: Hashable, Sendable {
    /// Who must speak.
    package var speaker: String?
    /// Who or what must be named in the words.
    package var about: String?
    package var filter: LibraryFilter

    package init(speaker: String? = nil, about: String? = nil, filter: LibraryFilter = LibraryFilter()) {
        (self.speaker, self.about, self.filter) = (speaker, about, filter)
    }
}

extension LibraryReader {
    /// Quotes, those of the latest documents first.
    ///
    /// - Parameters:
    ///   - question: Which.
    ///   - limit: How many at most.
    /// - Returns: They.
    /// - Throws: What keeps the library from being read.
    package func quotes(_ question: QuoteQuestion, limit: Int) throws(LibraryError) -> [FoundQuote] {
        var found: [FoundQuote] = []
        try forEachQuote(question, limit: limit) { quote in
            found.append(quote)
            return true
        }
        return found
    }

    /// The same, one after the other, however many there are.
    ///
    /// - Parameters:
    ///   - question: Which.
    ///   - limit: How many at most.
    ///   - body: Gets each; false ends it.
    /// - Throws: What keeps the library from being read.
    /// - Complexity: Memory for one document's text.
    package func forEachQuote(
        _ question: QuoteQuestion, limit: Int, _ body: (FoundQuote) -> Bool
    ) throws(LibraryError) {
        try answer { db in
            var queue = try QuoteQueue(cursors(question, db))
            var documents = QuoteDocuments(self)
            var count = 0
            while count < limit, let row = try queue.next() {
                guard body(try documents.quote(row, db)) else { return }
                count += 1
            }
        }
    }

    private static let columns =
        "\(FoundDocument.columns), q.number, q.\"from\", q.\"to\", q.kind, q.speaker, q.source, q.words AS quoteWords, "
        + "q.confidence"

    /// The quotes in rows, by each of those who speak, or are spoken of, in an order of its own.
    private func cursors(_ question: QuoteQuestion, _ db: Database) throws -> [RowCursor] {
        let speakers = try question.speaker.map { Party(try entities(named: $0, db), table: "quoteSpeaker") }
        let topics = try question.about.map { Party(try entities(named: $0, db), table: "quoteAbout") }
        guard let first = speakers ?? topics else {
            let conditions = question.filter.conditions
            return [
                try Row.fetchCursor(
                    db,
                    sql: """
                        SELECT \(Self.columns) FROM document AS d CROSS JOIN quote AS q ON q.document = d.id
                        \(conditions.clause) ORDER BY d.time DESC, d.place, q.number
                        """, arguments: conditions.values)
            ]
        }
        var (leading, other) = (first, speakers == nil ? nil : topics)
        // From the one whom fewer documents name: the others are looked up.
        if let second = other, try documents(of: second, db) < documents(of: first, db) {
            (leading, other) = (second, first)
        }
        return try leading.entities.map { entity in
            var conditions = Conditions()
            // First, so that the rows come in the order of an index.
            conditions.add("a.who = ?", entity)
            if let other {
                conditions.add(
                    """
                    EXISTS (SELECT 1 FROM \(other.table) AS b JOIN appearance AS o ON o.document = b.document
                        AND o.number = b.appearance
                        WHERE b.document = l.document AND b.quote = l.quote AND o.who IN (?))
                    """, anyOf: other.entities)
            }
            if !question.filter.includesHidden { conditions.add("NOT a.isHidden") }
            if let since = question.filter.since { conditions.add("a.time >= ?", since) }
            if let until = question.filter.until { conditions.add("a.time < ?", until) }
            let all = conditions.adding(question.filter.conditions)
            return try Row.fetchCursor(
                db,
                sql: """
                    SELECT \(Self.columns)
                    FROM appearance AS a
                    CROSS JOIN \(leading.table) AS l ON l.document = a.document AND l.appearance = a.number
                    CROSS JOIN quote AS q ON q.document = l.document AND q.number = l.quote
                    CROSS JOIN document AS d ON d.id = a.document
                    \(all.clause) ORDER BY a.time DESC, d.place, q.number
                    """, arguments: all.values)
        }
    }

    /// Those whom a name may mean, and the table that says in which quotes they have a part.
    private struct Party {
        let entities: [Int64]
        let table: String

        init(_ entities: [Int64], table: String) { (self.entities, self.table) = (entities, table) }
    }

    private func documents(of party: Party, _ db: Database) throws -> Int {
        var conditions = Conditions()
        conditions.add("id IN (?)", anyOf: party.entities)
        return try Int.fetchOne(db, sql: "SELECT SUM(documents) FROM entity \(conditions.clause)") ?? 0
    }
}

/// Rows of several queries as one: the latest first, and each quote once though two of those asked for speak together.
private struct QuoteQueue {
    private struct Source {
        let rows: RowCursor
        var head: Row?

        init(_ rows: RowCursor) throws {
            self.rows = rows
            try advance()
        }

        mutating func advance() throws { head = try rows.next()?.copy() }
    }

    private var sources: [Source]
    private var last: (document: Int64, number: Int)?

    init(_ cursors: [RowCursor]) throws { sources = try cursors.map(Source.init) }

    mutating func next() throws -> Row? {
        while true {
            let index = sources.indices.min { Self.precedes(sources[$0].head, sources[$1].head) }
            guard let index, let row = sources[index].head else { return nil }
            try sources[index].advance()
            let (document, number): (Int64, Int) = (row["id"], row["number"])
            if let last, last == (document, number) { continue }
            last = (document, number)
            return row
        }
    }

    private static func precedes(_ one: Row?, _ other: Row?) -> Bool {
        guard let one else { return false }
        guard let other else { return true }
        let (time, otherTime): (Int, Int) = (one["time"], other["time"])
        guard time == otherTime else { return time > otherTime }
        let (place, otherPlace): ([UInt8], [UInt8]) = (bytes(one["place"]), bytes(other["place"]))
        guard place == otherPlace else { return place.lexicographicallyPrecedes(otherPlace) }
        return (one["number"] as Int) < (other["number"] as Int)
    }

    private static func bytes(_ place: Data) -> [UInt8] { [UInt8](place) }
}

/// What quotes take from their documents: the words, and who says them; of one document at a time.
private struct QuoteDocuments {
    private let reader: LibraryReader
    private var document: FoundDocument?
    private var text = "".unicodeScalars
    /// Where in the text the last quote began: the next one is near.
    private var place: (offset: Int, index: String.UnicodeScalarView.Index)
    private var speakers: [Int: [Int64]] = [:]
    private var names: [Int64: String] = [:]

    /// When so many names are known, all are forgotten.
    private static let mostNames = 10_000

    init(_ reader: LibraryReader) {
        self.reader = reader
        place = (0, text.startIndex)
    }

    mutating func quote(_ row: Row, _ db: Database) throws -> FoundQuote {
        let id: Int64 = row["id"]
        if document?.id != id { try open(row, id, db) }
        guard let document else { throw LibraryError.database(reader.database, "a document is gone") }
        let (start, end, number): (Int, Int, Int) = (row["from"], row["to"], row["number"])
        var names: [String] = []
        for who in speakers[number] ?? [] { names.append(try name(of: who, db)) }
        if names.isEmpty, let speaker = row["speaker"] as String? { names = [speaker] }
        return FoundQuote(
            text: words(from: start, to: end), speakers: names,
            source: (SourceKind(rawValue: row["source"]) ?? .nobody).name, kind: row["kind"], words: row["quoteWords"],
            confidence: row["confidence"], start: start, end: end, document: document, number: number)
    }

    private mutating func open(_ row: Row, _ id: Int64, _ db: Database) throws {
        document = try FoundDocument(row)
        text = try reader.text(of: id, db).unicodeScalars
        place = (0, text.startIndex)
        speakers = [:]
        let statement = try db.cachedStatement(
            sql: """
                SELECT s.quote, a.who FROM quoteSpeaker AS s JOIN appearance AS a ON a.document = s.document
                    AND a.number = s.appearance WHERE s.document = ? ORDER BY s.quote, a.number
                """)
        let rows = try Row.fetchCursor(statement, arguments: [id])
        while let row = try rows.next() { speakers[row[0], default: []].append(row[1]) }
    }

    private mutating func words(from start: Int, to end: Int) -> String {
        if start < place.offset { place = (0, text.startIndex) }
        let first = text.index(place.index, offsetBy: start - place.offset, limitedBy: text.endIndex) ?? text.endIndex
        let last = text.index(first, offsetBy: end - start, limitedBy: text.endIndex) ?? text.endIndex
        place = (start, first)
        return String(text[first..<last])
    }

    private mutating func name(of who: Int64, _ db: Database) throws -> String {
        if let known = names[who] { return known }
        if names.count >= Self.mostNames { names = [:] }
        let name = try reader.name(of: who, db)
        names[who] = name
        return name
    }
}
