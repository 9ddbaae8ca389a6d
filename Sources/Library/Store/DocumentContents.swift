import GRDB

/// Whom a document names and whom it quotes: two rows of numbers in the table `contents`, in place of a row for each name and
/// each quote.
///
/// Nothing in it depends on other documents. For whom half names are taken is in the table `taken`.
struct DocumentContents {
    /// Somebody or something that it names.
    struct Named {
        /// The entity of that name, which may be taken for another one.
        var entity: Int64
        var spelling: Int64
        var mentions: Int
        var quotes: Int
        var words: Int
        var isCompany: Bool
        var pronoun: Int?
        /// The other forms of the name, a line each.
        var aliases: String?
        var stance: ReportEntry.StanceEntry?
        var news: ReportEntry.NewsEntry?
    }

    /// Somebody's words.
    struct Quoted {
        var start: Int
        var end: Int
        var kind: String
        /// Whom the report names; nil where that is the one speaker's name, or nobody.
        var speaker: String?
        var source: Int
        var pronoun: Int?
        var words: Int
        var confidence: Double
        /// Who speaks, and who is named in the words, by their numbers among the names.
        var speakers: [Int]
        var about: [Int]
    }

    var named: [Named]
    var quotes: [Quoted]

    init(_ entry: ReportEntry, _ names: [NameCache.Name]) {
        named = zip(entry.appearances, names).map { appearance, name in
            Named(
                entity: name.entity, spelling: name.spelling, mentions: appearance.mentions, quotes: appearance.quotes,
                words: appearance.words, isCompany: appearance.isCompany, pronoun: appearance.pronoun?.rawValue,
                aliases: appearance.aliases.isEmpty ? nil : appearance.aliases.joined(separator: "\n"),
                stance: appearance.stance, news: appearance.news)
        }
        quotes = entry.quotes.map { quote in
            Quoted(
                start: quote.start, end: quote.end, kind: quote.kind,
                // One named speaker is the appearance's own name.
                speaker: quote.speakers.count == 1 ? nil : quote.speaker, source: quote.source.rawValue,
                pronoun: quote.speakers.first.flatMap { entry.appearances[$0].pronoun?.rawValue }, words: quote.words,
                confidence: quote.confidence, speakers: quote.speakers, about: quote.about)
        }
    }

    /// Reads the two columns.
    init(names: UnsafeRawBufferPointer, quotes: UnsafeRawBufferPointer) throws {
        named = try Self.named(names)
        self.quotes = try Self.quotes(quotes)
    }
}

/// A few words that are written as numbers; all others are written out.
struct PackedLabels {
    static let stances = PackedLabels(["critical", "supportive", "mixed", "neutral"])
    static let news = PackedLabels(["bad", "good", "mixed", "neutral"])
    static let quotes = PackedLabels(["direct", "mixed", "indirect", "turn"])

    /// The number of no word, and of one that is written out.
    static let none = 0
    static let other = 7

    private let labels: [String]

    private init(_ labels: [String]) { self.labels = labels }

    func number(_ label: String?) -> Int {
        guard let label else { return Self.none }
        return labels.firstIndex(of: label).map { $0 + 1 } ?? Self.other
    }

    fileprivate func label(_ number: Int, _ reader: inout PackedReader) throws -> String? {
        if number == Self.none { return nil }
        if labels.indices.contains(number - 1) { return labels[number - 1] }
        return try reader.text() ?? ""
    }
}

// Names

extension DocumentContents {
    /// What is summed up comes first, of all names; then the rest of each.
    var packedNames: [UInt8] {
        var writer = PackedWriter(capacity: 16 + named.count * 24)
        writer.put(named.count)
        for one in named {
            writer.put(one.entity)
            writer.put(one.mentions)
            writer.put(one.quotes)
            writer.put(one.words)
        }
        for one in named {
            let (stance, news) = (
                PackedLabels.stances.number(one.stance?.label), PackedLabels.news.number(one.news?.label)
            )
            writer.put(one.spelling)
            writer.put((one.isCompany ? 1 : 0) | (one.pronoun.map { $0 + 1 } ?? 0) << 1 | stance << 4 | news << 7)
            writer.put(one.aliases)
            if let judged = one.stance {
                if stance == PackedLabels.other { writer.put(judged.label) }
                writer.put(score: judged.score)
                writer.put(judged.critical)
                writer.put(judged.supportive)
                writer.put(judged.neutral)
            }
            if let befalls = one.news {
                if news == PackedLabels.other { writer.put(befalls.label) }
                writer.put(score: befalls.score)
                writer.put(befalls.mentions)
            }
        }
        return writer.bytes
    }

    /// Reads the column of names.
    static func named(_ bytes: UnsafeRawBufferPointer) throws -> [Named] {
        var reader = PackedReader(bytes)
        var named: [Named] = []
        let count = try reader.count()
        named.reserveCapacity(count)
        for _ in 0..<count {
            named.append(
                Named(
                    entity: try reader.id(), spelling: 0, mentions: try reader.number(), quotes: try reader.number(),
                    words: try reader.number(), isCompany: false, pronoun: nil, aliases: nil, stance: nil, news: nil))
        }
        for index in named.indices {
            named[index].spelling = try reader.id()
            let marks = try reader.number()
            named[index].isCompany = marks & 1 != 0
            named[index].pronoun = marks >> 1 & 7 == 0 ? nil : (marks >> 1 & 7) - 1
            named[index].aliases = try reader.text()
            if let label = try PackedLabels.stances.label(marks >> 4 & 7, &reader) {
                named[index].stance = ReportEntry.StanceEntry(
                    label: label, score: try reader.score(), critical: try reader.number(),
                    supportive: try reader.number(), neutral: try reader.number())
            }
            if let label = try PackedLabels.news.label(marks >> 7 & 7, &reader) {
                named[index].news = ReportEntry.NewsEntry(
                    label: label, score: try reader.score(), mentions: try reader.number())
            }
        }
        return named
    }

    /// Reads of the column of names what is summed up: the entity of each name, its mentions, quotes and the words of those.
    static func forEachSum(
        _ bytes: UnsafeRawBufferPointer,
        _ body: (_ number: Int, _ entity: Int, _ mentions: Int, _ quotes: Int, _ words: Int) -> Void
    ) throws {
        var reader = PackedReader(bytes)
        for number in 0..<(try reader.count()) {
            body(number, try reader.number(), try reader.number(), try reader.number(), try reader.number())
        }
    }
}

// Quotes

extension DocumentContents {
    var packedQuotes: [UInt8] {
        var writer = PackedWriter(capacity: 16 + quotes.count * 16)
        writer.put(quotes.count)
        for quote in quotes {
            let kind = PackedLabels.quotes.number(quote.kind)
            writer.put(kind | quote.source << 3 | (quote.pronoun.map { $0 + 1 } ?? 0) << 6)
            if kind == PackedLabels.other { writer.put(quote.kind) }
            writer.putSigned(quote.start)
            writer.putSigned(quote.end - quote.start)
            writer.put(quote.words)
            writer.put(score: quote.confidence)
            writer.put(quote.speaker)
            writer.put(quote.speakers)
            writer.put(quote.about)
        }
        return writer.bytes
    }

    /// Reads the column of quotes.
    static func quotes(_ bytes: UnsafeRawBufferPointer) throws -> [Quoted] {
        var reader = PackedReader(bytes)
        var quotes: [Quoted] = []
        let count = try reader.count()
        quotes.reserveCapacity(count)
        for _ in 0..<count {
            let marks = try reader.number()
            let kind = try PackedLabels.quotes.label(marks & 7, &reader) ?? ""
            let start = try reader.signedNumber()
            quotes.append(
                Quoted(
                    start: start, end: start &+ (try reader.signedNumber()), kind: kind, speaker: nil,
                    source: marks >> 3 & 7, pronoun: marks >> 6 & 7 == 0 ? nil : (marks >> 6 & 7) - 1,
                    words: try reader.number(), confidence: try reader.score(), speakers: [], about: []))
            quotes[quotes.count - 1].speaker = try reader.text()
            quotes[quotes.count - 1].speakers = try reader.numbers()
            quotes[quotes.count - 1].about = try reader.numbers()
        }
        return quotes
    }
}
