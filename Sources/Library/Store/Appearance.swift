/// That a document names an entity: what questions about the entity need of it, so that the document need not be looked at.
///
/// The table `appearance` has them by entity, by the documents' numbers, in pieces of some hundred bytes. A document whose numbers
/// are greater comes later: so new ones are put behind the last.
struct Appearance {
    var document: Int64
    /// The document's, in seconds since 1970.
    var time: Int
    /// Its number among those that the document names.
    var number: Int
    /// The row of the document's publisher; 0 for none.
    var publisher: Int
    /// The labels' numbers (`PackedLabels`).
    var stance: Int
    var news: Int
    /// Whether it is named in somebody's words.
    var isInQuote: Bool
    /// How often it is quoted in the document, and the words of that.
    var quotes: Int
    var words: Int

    func write(into writer: inout PackedWriter) {
        writer.put(document)
        writer.putSigned(time)
        writer.put(number)
        writer.put((isInQuote ? 1 : 0) | (quotes > 0 ? 2 : 0) | stance << 2 | news << 5)
        writer.put(publisher)
        guard quotes > 0 else { return }
        writer.put(quotes)
        writer.put(words)
    }

    init(
        document: Int64, time: Int, number: Int, publisher: Int, stance: Int, news: Int, isInQuote: Bool, quotes: Int,
        words: Int
    ) {
        (self.document, self.time, self.number, self.publisher) = (document, time, number, publisher)
        (self.stance, self.news, self.isInQuote) = (stance, news, isInQuote)
        (self.quotes, self.words) = (quotes, words)
    }

    init(_ reader: inout PackedReader) throws {
        document = try reader.id()
        time = try reader.signedNumber()
        number = try reader.number()
        let marks = try reader.number()
        publisher = try reader.number()
        (isInQuote, stance, news) = (marks & 1 != 0, marks >> 2 & 7, marks >> 5 & 7)
        (quotes, words) = (0, 0)
        guard marks & 2 != 0 else { return }
        quotes = try reader.number()
        words = try reader.number()
    }

    /// All of a piece.
    static func forEach(_ bytes: UnsafeRawBufferPointer, _ body: (Appearance) throws -> Void) throws {
        var reader = PackedReader(bytes)
        while !reader.isAtEnd { try body(try Appearance(&reader)) }
    }
}

/// The rows of the table `appearance`: the upper half of a row's number is the entity, the lower one that of the first document of
/// the piece.
enum AppearancePiece {
    /// So many bytes, and a piece is full.
    static let mostBytes = 1_600

    static func id(_ entity: Int64, _ document: Int64) -> Int64 { entity << 32 | document }

    static func entity(of id: Int64) -> Int64 { id >> 32 }
}
