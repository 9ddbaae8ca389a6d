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
    /// Who must speak: somebody named, else whom no document names and the words describe.
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
            guard let connection = db.sqliteConnection else { return }
            let statements = Statements(connection)
            var names = QuoteNames(self)
            var count = 0
            /// The quotes of a document that are asked for; false once that is enough.
            func take(_ row: Row, _ isWanted: (DocumentContents.Quoted, [Int64]) -> Bool) throws -> Bool {
                let document = try FoundDocument(row)
                guard let (contents, whos) = try contents(of: document.id, statements) else { return true }
                var open: QuotedDocument?
                for (number, quote) in contents.quotes.enumerated() where isWanted(quote, whos) {
                    guard count < limit else { return false }
                    var its = try open ?? QuotedDocument(document, text: text(of: document.id, db))
                    let speakers = try quote.speakers.compactMap {
                        whos.indices.contains($0) ? try names.name(of: whos[$0], db) : nil
                    }
                    guard body(its.found(quote, number, speakers: speakers)) else { return false }
                    open = its
                    count += 1
                }
                return count < limit
            }
            try forEachDocument(of: question, db) { row, isWanted in try take(row, isWanted) }
        }
    }

    /// The documents whose quotes are asked for, the latest first, and which of their quotes are.
    private func forEachDocument(
        of question: QuoteQuestion, _ db: Database,
        _ body: (Row, _ isWanted: (DocumentContents.Quoted, [Int64]) -> Bool) throws -> Bool
    ) throws {
        let speakers = try question.speaker.map { Set(try entities(named: $0, db)) }
        let topics = try question.about.map { Set(try entities(named: $0, db)) }
        func has(_ numbers: [Int], of whos: [Int64], _ wanted: Set<Int64>?) -> Bool {
            guard let wanted else { return true }
            return numbers.contains { whos.indices.contains($0) && wanted.contains(whos[$0]) }
        }
        func isWanted(_ quote: DocumentContents.Quoted, _ whos: [Int64]) -> Bool {
            has(quote.speakers, of: whos, speakers) && has(quote.about, of: whos, topics)
        }
        let said = try speakers.map { try appearances(of: $0.sorted(), question.filter, db) { $0.quotes > 0 } }
        if speakers?.isEmpty == true, let phrase = question.speaker.flatMap(Phrase.init) {
            return try forEachDocument(with: phrase, question.filter, db) {
                try body($0) { quote, whos in quote.isOfUnnamed(phrase) && has(quote.about, of: whos, topics) }
            }
        }
        let told = try topics.map { try appearances(of: $0.sorted(), question.filter, db) { $0.isInQuote } }
        if var found = said ?? told {
            if said != nil, let told {
                let documents = Set(told.map(\.appearance.document))
                found.removeAll { !documents.contains($0.appearance.document) }
            }
            return try forEachDocument(latestOf: found, db) { try body($0, isWanted) }
        }
        let conditions = question.filter.conditions
        let rows = try Row.fetchCursor(
            db, sql: LibraryReader.documentsQuery(conditions), arguments: conditions.values + [-1])
        while let row = try rows.next() { guard try body(row, isWanted) else { return } }
    }
}

/// The names of who speaks, each looked up once.
private struct QuoteNames {
    private let reader: LibraryReader
    private var names: [Int64: String] = [:]

    /// When so many names are known, all are forgotten.
    private static let mostNames = 10_000

    init(_ reader: LibraryReader) { self.reader = reader }

    mutating func name(of who: Int64, _ db: Database) throws -> String {
        if let known = names[who] { return known }
        if names.count >= Self.mostNames { names = [:] }
        let name = try reader.name(of: who, db)
        names[who] = name
        return name
    }
}

/// A document whose quotes are told of.
private struct QuotedDocument {
    private let document: FoundDocument
    private let text: String.UnicodeScalarView
    /// Where in the text the last quote began: the next one is near.
    private var place: (offset: Int, index: String.UnicodeScalarView.Index)

    init(_ document: FoundDocument, text: String) {
        self.document = document
        self.text = text.unicodeScalars
        place = (0, self.text.startIndex)
    }

    mutating func found(_ quote: DocumentContents.Quoted, _ number: Int, speakers: [String]) -> FoundQuote {
        FoundQuote(
            text: words(from: quote.start, to: quote.end),
            speakers: speakers.isEmpty ? quote.speaker.map { [$0] } ?? [] : speakers,
            source: (SourceKind(rawValue: quote.source) ?? .nobody).name, kind: quote.kind, words: quote.words,
            confidence: quote.confidence, start: quote.start, end: quote.end, document: document, number: number)
    }

    private mutating func words(from start: Int, to end: Int) -> String {
        if start < place.offset { place = (0, text.startIndex) }
        let first = text.index(place.index, offsetBy: start - place.offset, limitedBy: text.endIndex) ?? text.endIndex
        let last = text.index(first, offsetBy: end - start, limitedBy: text.endIndex) ?? text.endIndex
        place = (start, first)
        return String(text[first..<last])
    }
}
