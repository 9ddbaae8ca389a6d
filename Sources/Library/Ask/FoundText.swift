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
        var conditions = filter.conditions
        conditions.add("fulltext MATCH ?", phrases.map(\.query).joined(separator: " AND "))
        return try answer { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(FoundDocument.columns) FROM fulltext CROSS JOIN document AS d ON d.id = fulltext.rowid
                    \(conditions.clause) ORDER BY d.time DESC, d.place LIMIT ?
                    """, arguments: conditions.values + [limit]
            ).map { row in
                let document = try FoundDocument(row)
                let excerpt = Excerpt(of: try text(of: document.id, db), around: phrases)
                return FoundText(document: document, excerpt: excerpt.text, matches: excerpt.matches)
            }
        }
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
        var start: Int?
        for (index, scalar) in scalars.enumerated() {
            if Folding.isWord(scalar) {
                if start == nil { start = index }
            } else if let first = start {
                ranges.append(first..<index)
                start = nil
            }
        }
        if let first = start { ranges.append(first..<scalars.count) }
        func slice(_ range: Range<Int>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[range])
            return String(view)
        }
        words = ranges.map { Folding.folded(slice($0)) }
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
