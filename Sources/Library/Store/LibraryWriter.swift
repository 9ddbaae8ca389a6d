import Foundation
import GRDB
import Spool
import SystemPackage

/// Writes reports into the tables, within one transaction.
///
/// Counts are summed up here and written at the end: a hundred reports name the same few dozen people.
final class LibraryWriter {
    let db: Database
    let memory: WriterMemory
    var tallies = Tallies()

    init(_ db: Database, _ memory: WriterMemory) {
        self.db = db
        self.memory = memory
    }

    var statements: Statements { memory.statements }

    /// Runs a statement that was run before without having it compiled again.
    func run(_ sql: String, _ values: [(any Bindable)?]) throws { try statements.run(sql, values) }

    /// The rows of a name.
    func name(_ appearance: ReportEntry.Appearance) throws -> NameCache.Name {
        try memory.names.name(appearance.type, appearance.key, appearance.name, self)
    }

    /// The first row of a query.
    func row(_ sql: String, _ arguments: StatementArguments) throws -> Row? {
        try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
    }

    /// All rows of a query.
    func rows(_ sql: String, _ arguments: StatementArguments) throws -> [Row] {
        try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
    }

    /// Takes what was known of a place away, and puts what lies there now in.
    func apply(_ change: ReportChange) throws {
        let place = change.place.bytes
        let known = try statements.first("SELECT id FROM document WHERE place = ?", [place]) { $0[0] as Int64 }
        if let known {
            try remove(document: known)
        } else {
            try run("DELETE FROM unread WHERE place = ?", [place])
        }
        switch change.content {
        case .gone: break
        case .problem(let problem, let mayPass):
            // Without a stamp it is tried again when all reports are compared.
            let stamp = mayPass ? KnownStamp.none : change.stamp
            try run(
                "INSERT INTO unread (place, size, changed, inode, problem) VALUES (?, ?, ?, ?, ?)",
                [place, stamp.size, stamp.changed, stamp.inode, problem])
        case .report(let entry, let text): try insert(entry, text: text, at: place, change.stamp)
        }
    }

    /// Writes down what was summed up.
    func finish() throws { try tallies.write(self) }

    // Putting in

    private func insert(_ entry: ReportEntry, text: [UInt8], at place: [UInt8], _ stamp: KnownStamp) throws {
        let document = entry.document
        // Whether a version of a story counts is known once all of them are there; of most there is one.
        let isOneOfSeveral =
            try document.storyKey.map {
                try statements.hasRow("SELECT 1 FROM document WHERE storyKey = ? LIMIT 1", [$0])
            } ?? false
        let standing = isOneOfSeveral ? Standing.superseded : Standing(alone: document.wire?.status)
        try run(
            """
            INSERT INTO document (place, size, changed, inode, path, sha256, title, authors, publisher, publisherKey, url,
                language, mediaType, published, delivered, time, words, tone, toneLabel, partOf, partNumber, storyKey,
                standing, wire)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                place, stamp.size, stamp.changed, stamp.inode, document.path, document.sha256, document.title,
                document.authors.isEmpty ? nil : document.authors.joined(separator: "\n"), document.publisher,
                document.publisher.map(Folding.key), document.url, document.language, document.mediaType,
                document.published, document.delivered, document.time, document.words, document.tone,
                document.toneLabel, document.partOf, document.partNumber, document.storyKey,
                standing.rawValue, try document.wire.map(Self.json),
            ])
        let id = db.lastInsertedRowID
        try run("INSERT INTO text (document, body) VALUES (?, ?)", [id, text])
        try run(
            "INSERT INTO fulltext (rowid, title, text) VALUES (?, ?, ?)",
            [id, entry.titleWords, entry.textWords])
        let contents = DocumentContents(entry, try entry.appearances.map(name))
        try insert(contents, of: id, time: document.time, publisher: document.publisher)
        try joinAppearances(of: id, entry.appearances, contents.named.map(\.entity))
        if isOneOfSeveral, let story = document.storyKey {
            try judgeStory(story)
        } else if standing == .current {
            try count(contents, of: id, time: document.time, publisher: document.publisher, by: 1)
        }
    }

    private static func json(_ wire: ReportEntry.Envelope) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(wire), as: UTF8.self)
    }

    // Taking out

    private func remove(document: Int64) throws {
        guard
            let known = try row(
                "SELECT storyKey, standing, title, body FROM document JOIN text ON text.document = id WHERE id = ?",
                [document])
        else { return }
        // What it is asked for below is what the tables say.
        try tallies.writeAliases(self)
        if known["standing"] == Standing.current.rawValue { try count(document: document, by: -1) }
        guard let contents = try contents(of: document) else { throw PackedReader.damage }
        // The index forgets a text by being told it once more.
        let text = try StoredText.text(known["body"])
        try run(
            "INSERT INTO fulltext (fulltext, rowid, title, text) VALUES ('delete', ?, ?, ?)",
            [document, (known["title"] as String?).map { Folding.joinedWords($0) }, Folding.joinedWords(text)])
        try remove(contents, of: document)
        for table in ["text", "loner", "companion"] {
            try run("DELETE FROM \(table) WHERE document = ?", [document])
        }
        try run("DELETE FROM document WHERE id = ?", [document])
        for one in contents.named {
            tallies.spellings[one.spelling, default: 0] -= 1
            tallies.parted.insert(one.entity)
        }
        try partAppearances(contents.named)
        if let story = known["storyKey"] as String? { try judgeStory(story) }
    }

    // Counting

    /// Adds a document to what is counted, or takes it away.
    func count(document: Int64, by sign: Int) throws {
        let facts = try statements.first("SELECT time, publisher FROM document WHERE id = ?", [document]) {
            (time: $0[0] as Int, publisher: $0.text(1))
        }
        guard let facts, let contents = try contents(of: document) else { return }
        try count(contents, of: document, time: facts.time, publisher: facts.publisher, by: sign)
    }

    private func count(
        _ contents: DocumentContents, of document: Int64, time: Int, publisher: String?, by sign: Int
    ) throws {
        let whos = try whos(contents.named, in: document)
        for (number, one) in contents.named.enumerated() {
            // A document may name one person under two names.
            let isNew = whos.firstIndex(of: whos[number]) == number
            tallies.count(
                whos[number], documents: isNew ? 1 : 0, mentions: one.mentions, quotes: one.quotes, words: one.words,
                by: sign)
        }
        var sums: [SIMD2<Int>: (quotes: Int, words: Int)] = [:]
        for quote in contents.quotes {
            let group = SIMD2(quote.source, quote.pronoun ?? -1)
            sums[group, default: (0, 0)].quotes += 1
            sums[group, default: (0, 0)].words += quote.words
        }
        let (month, publisher) = (PublishedTime.month(of: time), ByteText(publisher ?? ""))
        for (group, sum) in sums {
            let group = Tallies.Group(month: month, publisher: publisher, source: group[0], pronoun: group[1])
            tallies.audit[group, default: (0, 0)].quotes += sign * sum.quotes
            tallies.audit[group, default: (0, 0)].words += sign * sum.words
        }
    }
}
