import GRDB

/// Sums of one transaction, written at its end.
struct Tallies {
    /// What quotes are counted by; a pronoun of −1 is none.
    struct Group: Hashable {
        let month: Int
        let publisher: ByteText
        let source: Int
        let pronoun: Int
    }

    /// What is counted of an entity.
    struct Counts {
        var documents = 0
        var mentions = 0
        var quotes = 0
        var words = 0
    }

    /// What some documents call an entity besides.
    struct Alias: Hashable {
        let key: ByteText
        let entity: Int64
    }

    /// Appearances that are not written yet.
    struct Pending {
        var bytes = PackedWriter()
        /// The first document of them.
        let first: Int64
    }

    var entities: [Int64: Counts] = [:]
    var appearances: [Int64: Pending] = [:]
    /// By how many documents more call an entity so; there is a row of each.
    var aliases: [Alias: Int] = [:]
    /// By how many documents more, or less, use a spelling.
    var spellings: [Int64: Int] = [:]
    var audit: [Group: (quotes: Int, words: Int)] = [:]
    /// Entities that documents named which have gone.
    var parted: Set<Int64> = []

    /// Counts appearances of an entity in one document, or takes them away.
    ///
    /// - Parameters:
    ///   - who: The entity.
    ///   - documents: 1 where the document is counted with them, 0 where it is already, or stays.
    ///   - mentions: How often it is named in them.
    ///   - quotes: How often it is quoted.
    ///   - words: The words of that.
    ///   - sign: 1, or −1 to take them away.
    mutating func count(_ who: Int64, documents: Int, mentions: Int, quotes: Int, words: Int, by sign: Int) {
        var counts = entities[who] ?? Counts()
        counts.documents += sign * documents
        counts.mentions += sign * mentions
        counts.quotes += sign * quotes
        counts.words += sign * words
        entities[who] = counts
    }

    /// Notes that a document names an entity; documents come in rising order.
    mutating func append(_ appearance: Appearance, to entity: Int64) {
        appearance.write(into: &appearances[entity, default: Pending(first: appearance.document)].bytes)
    }

    /// Writes down which documents name whom, and begins anew with those: by entity, so that neighbours of the table are written
    /// one after another.
    mutating func writeAppearances(_ writer: LibraryWriter) throws {
        for (entity, pending) in appearances.sorted(by: { $0.key < $1.key }) {
            try writer.memory.entities.append(pending.bytes.bytes, of: pending.first, to: entity, writer)
        }
        appearances = [:]
    }

    /// Writes down how many documents call entities by other names, and begins anew with those.
    mutating func writeAliases(_ writer: LibraryWriter) throws {
        for (alias, change) in aliases {
            try writer.run(
                "UPDATE alias SET documents = documents + ? WHERE key = ? AND entity = ?",
                [change, alias.key.text, alias.entity])
        }
        aliases = [:]
    }

    mutating func write(_ writer: LibraryWriter) throws {
        try writeAliases(writer)
        try writeAppearances(writer)
        for (entity, counts) in entities.sorted(by: { $0.key < $1.key }) {
            try writer.memory.entities.add(counts, to: entity, writer)
        }
        for (spelling, change) in spellings.sorted(by: { $0.key < $1.key }) where change != 0 {
            try writer.run("UPDATE spelling SET documents = documents + ? WHERE id = ?", [change, spelling])
        }
        try removeUnused(writer)
        for (group, sums) in audit where sums != (0, 0) {
            let key: [(any Bindable)?] = [group.month, group.publisher.text, group.source, group.pronoun]
            try writer.run(
                "INSERT INTO audit (month, publisher, source, pronoun, quotes, words) VALUES (?, ?, ?, ?, ?, ?) "
                    + "ON CONFLICT DO UPDATE SET quotes = quotes + excluded.quotes, words = words + excluded.words",
                key + [sums.quotes, sums.words])
            guard sums.quotes < 0 else { continue }
            try writer.run(
                "DELETE FROM audit WHERE month = ? AND publisher = ? AND source = ? AND pronoun = ? AND quotes = 0", key
            )
        }
    }
}

extension Tallies {
    /// Forgets names that no document has any more.
    private func removeUnused(_ writer: LibraryWriter) throws {
        var isAnyGone = false
        for (spelling, change) in spellings where change <= 0 {
            try writer.run("DELETE FROM spelling WHERE id = ? AND documents <= 0", [spelling])
            if writer.db.changesCount > 0 { isAnyGone = true }
        }
        for entity in parted {
            try writer.run(
                // Whoever is named has a spelling.
                "DELETE FROM entity WHERE id = ? AND NOT EXISTS (SELECT 1 FROM spelling WHERE entity = entity.id) "
                    + "AND NOT EXISTS (SELECT 1 FROM taken WHERE who = entity.id)", [entity])
            guard writer.db.changesCount > 0 else { continue }
            writer.memory.entities.forget(entity)
            writer.memory.aliases.forget(entity)
            isAnyGone = true
        }
        // Their ids are in what was remembered of names.
        if isAnyGone { writer.memory.names = NameCache() }
    }
}

/// The rows of names that were met lately, so that they need not be looked up again.
struct NameCache {
    /// A name in its two tables.
    struct Name {
        let entity: Int64
        let spelling: Int64
    }

    private struct Form: Hashable {
        let type: NameType
        let name: ByteText
    }

    /// When so many are known, all are forgotten.
    private static let capacity = 100_000

    private var forms: [Form: Name] = [:]

    /// The rows of a name, made where there are none.
    mutating func name(_ type: NameType, _ key: String, _ name: String, _ writer: LibraryWriter) throws -> Name {
        let form = Form(type: type, name: ByteText(name))
        if let known = forms[form] { return known }
        let entity: Int64
        let knownEntity = try writer.statements.first(
            "SELECT id FROM entity WHERE key = ? AND type = ?", [key, type.rawValue]
        ) { $0[0] as Int64 }
        if let knownEntity {
            entity = knownEntity
        } else {
            try writer.run("INSERT INTO entity (type, key) VALUES (?, ?)", [type.rawValue, key])
            entity = writer.db.lastInsertedRowID
            writer.memory.entities.note(new: entity)
            writer.memory.aliases.note(new: entity)
        }
        let spelling: Int64
        let knownSpelling = try writer.statements.first(
            "SELECT id FROM spelling WHERE entity = ? AND text = ?", [entity, name]
        ) { $0[0] as Int64 }
        if let knownSpelling {
            spelling = knownSpelling
        } else {
            try writer.run("INSERT INTO spelling (entity, text, documents) VALUES (?, ?, 0)", [entity, name])
            spelling = writer.db.lastInsertedRowID
        }
        if forms.count >= Self.capacity { forms = [:] }
        let found = Name(entity: entity, spelling: spelling)
        forms[form] = found
        return found
    }
}

/// The other names of entities that were met lately, so that they need not be looked up again.
struct AliasCache {
    /// When the names of so many are known, all are forgotten.
    private static let capacity = 100_000

    private var known: [Int64: [ByteText]] = [:]

    /// What some document calls an entity besides.
    mutating func names(of entity: Int64, _ writer: LibraryWriter) throws -> [ByteText] {
        if let names = known[entity] { return names }
        var names: [ByteText] = []
        try writer.statements.forEach("SELECT key FROM alias WHERE entity = ?", [entity]) {
            names.append(ByteText($0.text(0) ?? ""))
        }
        keep(names, entity)
        return names
    }

    /// Sees to it that there is a row; whether there was none.
    mutating func note(_ key: String, _ entity: Int64, _ writer: LibraryWriter) throws -> Bool {
        var names = try names(of: entity, writer)
        guard !names.contains(ByteText(key)) else { return false }
        try writer.run("INSERT INTO alias (key, entity, documents) VALUES (?, ?, 0)", [key, entity])
        names.append(ByteText(key))
        keep(names, entity)
        return true
    }

    /// An entity is new: there is nothing to look up.
    mutating func note(new entity: Int64) { keep([], entity) }

    /// A row of it may go.
    mutating func forget(_ entity: Int64) { known[entity] = nil }

    private mutating func keep(_ names: [ByteText], _ entity: Int64) {
        if known.count >= Self.capacity { known = [:] }
        known[entity] = names
    }
}

/// A text that is another where its bytes are, as SQLite compares; Swift takes é for the same however it is put together.
struct ByteText: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (one: Self, other: Self) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(0xFF as UInt8)
    }
}
