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
        try answer { db in
            var conditions = question.filter.conditions
            if let about = question.about {
                let ids = try entities(named: about, db)
                conditions.add(
                    """
                    EXISTS (SELECT 1 FROM quoteAbout AS b JOIN appearance AS o ON o.document = b.document
                        AND o.number = b.appearance
                        WHERE b.document = q.document AND b.quote = q.number AND o.who IN (?))
                    """, anyOf: ids)
                if question.speaker == nil {
                    return try merged(ids, conditions, table: "quoteAbout", limit: limit, db)
                }
            }
            if let speaker = question.speaker {
                let ids = try entities(named: speaker, db)
                return try merged(ids, conditions, table: "quoteSpeaker", limit: limit, db)
            }
            return try quotes(
                "FROM document AS d CROSS JOIN quote AS q ON q.document = d.id", conditions, limit: limit, db)
        }
    }

    /// The quotes of, or about, each of some entities, put together.
    private func merged(
        _ entities: [Int64], _ conditions: Conditions, table: String, limit: Int, _ db: Database
    ) throws -> [FoundQuote] {
        var found: [FoundQuote] = []
        for entity in entities {
            var conditions = conditions
            // First, so that the rows come in the order of an index.
            conditions.add("a.who = ?", entity)
            found += try quotes(
                """
                FROM appearance AS a CROSS JOIN document AS d ON d.id = a.document
                CROSS JOIN \(table) AS l ON l.document = a.document AND l.appearance = a.number
                CROSS JOIN quote AS q ON q.document = l.document AND q.number = l.quote
                """, conditions, limit: limit, db)
        }
        // Two of the entities may speak together.
        var known: Set<[Int64]> = []
        let sorted = found.sorted { one, other in
            (other.document.time, one.document.report, one.number) < (
                one.document.time, other.document.report, other.number
            )
        }
        return Array(sorted.filter { known.insert([$0.document.id, Int64($0.number)]).inserted }.prefix(limit))
    }

    private func quotes(
        _ source: String, _ conditions: Conditions, limit: Int, _ db: Database
    ) throws -> [FoundQuote] {
        let time = source.contains("appearance") ? "a.time" : "d.time"
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT \(FoundDocument.columns), q.number, q."from", q."to", q.kind, q.speaker, q.source, q.words AS quoteWords,
                    q.confidence
                \(source) \(conditions.clause) ORDER BY \(time) DESC, d.place, q.number LIMIT ?
                """, arguments: conditions.values + [limit])
        var texts: [Int64: String.UnicodeScalarView] = [:]
        return try rows.map { row in
            let document = try FoundDocument(row)
            let text = try texts[document.id] ?? self.text(of: document.id, db).unicodeScalars
            texts[document.id] = text
            let (start, end): (Int, Int) = (row["from"], row["to"])
            let first = text.index(text.startIndex, offsetBy: start, limitedBy: text.endIndex) ?? text.endIndex
            let last = text.index(first, offsetBy: end - start, limitedBy: text.endIndex) ?? text.endIndex
            let source = SourceKind(rawValue: row["source"]) ?? .nobody
            return FoundQuote(
                text: String(text[first..<last]), speakers: try speakers(of: row, document.id, db), source: source.name,
                kind: row["kind"], words: row["quoteWords"], confidence: row["confidence"], start: start, end: end,
                document: document, number: row["number"])
        }
    }

    private func speakers(of row: Row, _ document: Int64, _ db: Database) throws -> [String] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT a.who FROM quoteSpeaker AS s JOIN appearance AS a ON a.document = s.document
                    AND a.number = s.appearance WHERE s.document = ? AND s.quote = ? ORDER BY a.number
                """)
        let names = try Int64.fetchAll(statement, arguments: [document, row["number"] as Int]).map {
            try name(of: $0, db)
        }
        return names.isEmpty ? [row["speaker"] as String?].compactMap(\.self) : names
    }
}
