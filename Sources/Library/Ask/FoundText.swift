import GRDB

/// A document with words that were looked for.
package struct FoundText: Encodable, Hashable, Sendable {
    package let document: FoundDocument
    /// A piece of the text around them.
    package let excerpt: String
    /// Where in the excerpt the words stand, in code points.
    package let matches: [Match]

    /// A stretch of an excerpt.
    package struct Match: Encodable, Hashable, Sendable {
        package let start: Int
        package let end: Int
    }
}

extension LibraryReader {
    /// The documents in whose title or text all of some phrases stand, the latest first.
    ///
    /// - Parameters:
    ///   - phrases: Words in a row each, in any case and with or without accents; a star at the end is for any ending.
    ///   - filter: Among which documents.
    ///   - limit: How many at most.
    /// - Returns: They; none for phrases without a word.
    /// - Throws: What keeps the library from being read.
    package func search(
        _ phrases: [String], _ filter: LibraryFilter = LibraryFilter(), limit: Int
    ) throws(LibraryError) -> [FoundText] {
        let phrases = phrases.compactMap(Phrase.init)
        guard !phrases.isEmpty else { return [] }
        return try answer { db in
            let search = TextSearch(phrases: phrases, filter: filter, limit: limit)
            return try search.latest(db, self) ?? search.all(db, self)
        }
    }
}

/// One search, in the way that is quicker.
private struct TextSearch {
    let phrases: [Phrase]
    let filter: LibraryFilter
    let limit: Int

    /// The most texts that are read in search of the latest that have the words: some 50 µs each.
    private static let mostTexts = 600
    /// How many texts are read in the time in which the index gives, and the rest looks up, so many more documents.
    private static let matchesOfText = 20
    /// Up to so many letters the index has many words with a beginning, and puts their documents together before it
    /// gives the first.
    private static let shortBeginning = 3

    private var query: String { phrases.map(\.query).joined(separator: " AND ") }

    /// What the index finds.
    func all(_ db: Database, _ reader: LibraryReader) throws -> [FoundText] {
        var conditions = filter.conditions
        conditions.add("fulltext MATCH ?", query)
        // What is put in order is small: the columns are those of the few that are wanted.
        let ids = try Int64.fetchAll(
            db,
            sql: """
                SELECT d.id FROM fulltext CROSS JOIN document AS d ON d.id = fulltext.rowid
                \(conditions.clause) ORDER BY d.time DESC, d.place LIMIT ?
                """, arguments: conditions.values + [limit])
        let statement = try db.cachedStatement(
            sql: "SELECT \(FoundDocument.columns) FROM document AS d WHERE d.id = ?")
        return try ids.compactMap { id in
            guard let row = try Row.fetchOne(statement, arguments: [id]) else { return nil }
            return found(try FoundDocument(row), try reader.text(of: id, db))
        }
    }

    /// Goes through the texts, the latest first, where so many have the words that a few are enough; nil where they are not.
    func latest(_ db: Database, _ reader: LibraryReader) throws -> [FoundText]? {
        guard limit <= Self.mostTexts, try mayBeInMany(db) else { return nil }
        let conditions = filter.conditions
        let rows = try Row.fetchCursor(
            db, sql: LibraryReader.documentsQuery(conditions), arguments: conditions.values + [Self.mostTexts])
        var found: [FoundText] = []
        var count = 0
        while let row = try rows.next() {
            count += 1
            let document = try FoundDocument(row)
            let text = try reader.text(of: document.id, db)
            guard isMet(by: document.title, text) else { continue }
            found.append(self.found(document, text))
            if found.count == limit { return found }
        }
        return count < Self.mostTexts ? found : nil
    }

    /// Whether so many documents have the words that the latest of them are among the latest of all; for short beginnings
    /// that shows when they are looked for.
    private func mayBeInMany(_ db: Database) throws -> Bool {
        let isShort = phrases.contains { phrase in
            phrase.isPrefix && phrase.words.count == 1 && (phrase.words.first?.count ?? 0) <= Self.shortBeginning
        }
        if isShort { return true }
        let documents = try Int.fetchOne(db, sql: "SELECT MAX(id) FROM document") ?? 0
        // Of so many matches the wanted ones are among the texts that are read, if they are spread as chance has it.
        let enough = max(limit * documents * 2 / Self.mostTexts, Self.mostTexts * Self.matchesOfText)
        let matches = try Int.fetchOne(
            db, sql: "SELECT COUNT(*) FROM (SELECT 1 FROM fulltext WHERE fulltext MATCH ? LIMIT ?)",
            arguments: [query, enough])
        return matches == enough
    }

    /// As the index has it: each phrase in the title or in the text.
    private func isMet(by title: String?, _ text: String) -> Bool {
        let texts = [text, title ?? ""].map { " " + Folding.joinedWords($0) + " " }
        return phrases.allSatisfy { phrase in texts.contains(where: phrase.stands) }
    }

    private func found(_ document: FoundDocument, _ text: String) -> FoundText {
        let excerpt = Excerpt(of: text, around: phrases)
        return FoundText(document: document, excerpt: excerpt.text, matches: excerpt.matches)
    }
}

/// A piece of a text around the first place of some phrases.
struct Excerpt {
    let text: String
    let matches: [FoundText.Match]

    /// How many words stand before and behind the first match.
    private static let around = (before: 8, behind: 24)

    init(of text: String, around phrases: [Phrase]) {
        let scalars = Array(text.unicodeScalars)
        var ranges: [Range<Int>] = []
        var words: [String] = []
        var word: [UInt8] = []
        var start: Int?
        for (index, scalar) in scalars.enumerated() {
            if Folding.isWord(scalar) {
                if start == nil { start = index }
                Folding.append(scalar, to: &word)
            } else if let first = start {
                ranges.append(first..<index)
                words.append(String(decoding: word, as: UTF8.self))
                word.removeAll(keepingCapacity: true)
                start = nil
            }
        }
        if let first = start {
            ranges.append(first..<scalars.count)
            words.append(String(decoding: word, as: UTF8.self))
        }
        func slice(_ range: Range<Int>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[range])
            return String(view)
        }
        let first = phrases.compactMap { $0.firstPlace(in: words) }.min() ?? 0
        let low = max(0, first - Self.around.before)
        let high = min(words.count, first + Self.around.behind)
        guard low < high else {
            (self.text, matches) = ("", [])
            return
        }
        let begin = ranges[low].lowerBound
        let end = ranges[high - 1].upperBound
        var matches: [FoundText.Match] = []
        for phrase in phrases {
            var place = phrase.firstPlace(in: words, from: low)
            while let found = place, found + phrase.words.count <= high {
                matches.append(
                    FoundText.Match(
                        start: ranges[found].lowerBound - begin,
                        end: ranges[found + phrase.words.count - 1].upperBound - begin))
                place = phrase.firstPlace(in: words, from: found + phrase.words.count)
            }
        }
        self.text = slice(begin..<end)
        self.matches = matches.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    }
}
