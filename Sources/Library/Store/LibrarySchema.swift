import GRDB

/// The tables of the library, and the way to them from each earlier version.
///
/// Names that begin with `is` are 0 or 1; times are seconds since 1970; offsets are code points of the text.
enum LibrarySchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { db in
            for statement in version1 { try db.execute(sql: statement) }
            try db.create(virtualTable: "fulltext", using: FTS5()) { table in
                // Nothing but the index: the text is kept compressed, and SQLite 3.40 can take out of such an index what it
                // is told to have been put in.
                table.content = ""
                table.tokenizer = .unicode61(diacritics: .remove)
                table.column("title")
                table.column("text")
            }
        }
        migrator.registerMigration("v2") { db in
            for statement in version2 { try db.execute(sql: statement) }
            // Earlier versions took other documents for versions of a story, and counted one document several times: all is
            // taken in anew, for the outbox has it.
            for table in dataTables { try db.execute(sql: "DELETE FROM \(table)") }
            try db.execute(sql: "INSERT INTO fulltext (fulltext) VALUES ('delete-all')")
        }
        migrator.registerMigration("v3") { db in
            for statement in version3 { try db.execute(sql: statement) }
            // Words are told to the index in another form, so all is taken in anew.
            for table in dataTables { try db.execute(sql: "DELETE FROM \(table)") }
            try db.execute(sql: "DROP TABLE fulltext")
            try db.create(virtualTable: "fulltext", using: FTS5()) { table in
                // Nothing but the index, as before. What is told to it is parted into words and folded by our own rules:
                // nothing is left to do but to part at spaces.
                table.content = ""
                table.tokenizer = .ascii()
                table.column("title")
                table.column("text")
            }
            // As many bytes of words are gathered before they are written as a transaction of reports has.
            try db.execute(sql: "INSERT INTO fulltext (fulltext, rank) VALUES ('hashsize', 33554432)")
        }
        migrator.registerMigration("v4") { db in
            // What it was asked for is found by the document, or by whom a name is taken for.
            try db.execute(sql: "DROP INDEX appearanceByEntity")
        }
        migrator.registerMigration("v5") { db in
            // Names and quotes are written in another form, so all is taken in anew.
            for table in dataTables { try db.execute(sql: "DELETE FROM \(table)") }
            for statement in version5 { try db.execute(sql: statement) }
            try db.execute(sql: "DROP TABLE fulltext")
            try db.create(virtualTable: "fulltext", using: FTS5()) { table in
                // As before, but without the lengths of texts, which only an order by relevance would ask for.
                table.content = ""
                table.columnSize = 0
                table.tokenizer = .ascii()
                table.column("title")
                table.column("text")
            }
            try db.execute(sql: "INSERT INTO fulltext (fulltext, rank) VALUES ('hashsize', 33554432)")
            // One page of the database for one of the index, in place of four.
            try db.execute(sql: "INSERT INTO fulltext (fulltext, rank) VALUES ('pgsz', 16000)")
        }
        return migrator
    }

    private static let version5 = [
        "DROP TABLE appearance", "DROP TABLE quote", "DROP TABLE quoteSpeaker", "DROP TABLE quoteAbout",
        // Whom a document names and quotes (DocumentContents).
        "CREATE TABLE contents (document INTEGER PRIMARY KEY, names BLOB NOT NULL, quotes BLOB NOT NULL)",
        // Which documents name an entity, in pieces (Appearance).
        "CREATE TABLE appearance (id INTEGER PRIMARY KEY, body BLOB NOT NULL)",
        // Half names that are taken for a whole one.
        "CREATE TABLE taken (document INTEGER NOT NULL, number INTEGER NOT NULL, entity INTEGER NOT NULL, "
            + "who INTEGER NOT NULL, PRIMARY KEY (document, number)) WITHOUT ROWID",
        "CREATE INDEX takenByEntity ON taken (entity)", "CREATE INDEX takenByWho ON taken (who)",
        // Those that appearances are of.
        "CREATE TABLE publisher (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
        // Most who are counted once more stay of their rank (EntityCache.rank), and an index of ranks what it was.
        "DROP INDEX entityByDocuments", "DROP INDEX entityByQuotes",
        "ALTER TABLE entity ADD COLUMN documentsRank INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE entity ADD COLUMN quotesRank INTEGER NOT NULL DEFAULT 0",
        "CREATE INDEX entityByDocuments ON entity (type, documentsRank)",
        "CREATE INDEX entityByQuotes ON entity (type, quotesRank)",
    ]

    private static let version3 = [
        // One index for what documents name somebody, and for how they judge: it has all that is counted.
        "DROP INDEX appearanceByWho", "DROP INDEX appearanceJudged",
        "CREATE INDEX appearanceByWho ON appearance (who, time, isHidden, stance, news)",
        // Who is quoted most is asked of each type by itself.
        "DROP INDEX entityByQuotes", "CREATE INDEX entityByQuotes ON entity (type, quotes)",
    ]

    private static let dataTables = [
        "document", "unread", "text", "entity", "spelling", "alias", "appearance", "loner", "companion", "quote",
        "quoteSpeaker", "quoteAbout", "audit",
    ]

    private static let version2 = [
        "DROP INDEX documentByDelivery",
        // For what was delivered since, and for all documents with those that do not count.
        "CREATE INDEX documentByDelivery ON document (standing, delivered)",
        "CREATE INDEX documentByTimeAlone ON document (time)",
    ]

    private static let version1 = [
        """
        CREATE TABLE document (
            id INTEGER PRIMARY KEY,
            -- The report under the outbox, and what tells its file from another.
            place BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, changed INTEGER NOT NULL, inode INTEGER NOT NULL,
            path TEXT NOT NULL, sha256 TEXT NOT NULL, title TEXT, authors TEXT, publisher TEXT, publisherKey TEXT,
            url TEXT, language TEXT NOT NULL, mediaType TEXT NOT NULL, published TEXT, delivered INTEGER NOT NULL,
            time INTEGER NOT NULL, words INTEGER NOT NULL, tone REAL, toneLabel TEXT, partOf TEXT, partNumber INTEGER,
            -- What versions of one story share, and whether this one counts (Standing).
            storyKey TEXT, standing INTEGER NOT NULL, wire TEXT
        )
        """,
        "CREATE INDEX documentByTime ON document (standing, time)",
        "CREATE INDEX documentByPublisher ON document (publisherKey, standing, time)",
        "CREATE INDEX documentByDelivery ON document (delivered)",
        "CREATE INDEX documentByStory ON document (storyKey) WHERE storyKey IS NOT NULL",
        "CREATE TABLE unread (place BLOB PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL, "
            + "inode INTEGER NOT NULL, problem TEXT NOT NULL) WITHOUT ROWID",
        // A frame of Zstandard.
        "CREATE TABLE text (document INTEGER PRIMARY KEY, body BLOB NOT NULL)",
        """
        CREATE TABLE entity (
            id INTEGER PRIMARY KEY, type INTEGER NOT NULL, key TEXT NOT NULL,
            -- Of all appearances that are taken for this one, in documents that count.
            documents INTEGER NOT NULL DEFAULT 0, mentions INTEGER NOT NULL DEFAULT 0,
            quotes INTEGER NOT NULL DEFAULT 0, words INTEGER NOT NULL DEFAULT 0,
            UNIQUE (key, type)
        )
        """,
        "CREATE INDEX entityByDocuments ON entity (type, documents)",
        "CREATE INDEX entityByQuotes ON entity (quotes)",
        // Forms of the name, and how many documents call it so: by what it is called there first of all, and by the rest.
        "CREATE TABLE spelling (id INTEGER PRIMARY KEY, entity INTEGER NOT NULL, text TEXT NOT NULL, "
            + "documents INTEGER NOT NULL, UNIQUE (entity, text))",
        "CREATE TABLE alias (key TEXT NOT NULL, entity INTEGER NOT NULL, documents INTEGER NOT NULL, "
            + "PRIMARY KEY (key, entity)) WITHOUT ROWID",
        "CREATE INDEX aliasByEntity ON alias (entity)",
        """
        CREATE TABLE appearance (
            document INTEGER NOT NULL, number INTEGER NOT NULL,
            -- The entity of that name, and the one that it is taken for.
            entity INTEGER NOT NULL, who INTEGER NOT NULL, spelling INTEGER NOT NULL, aliases TEXT,
            mentions INTEGER NOT NULL, isCompany INTEGER NOT NULL, pronoun INTEGER,
            quotes INTEGER NOT NULL, words INTEGER NOT NULL,
            -- The document's.
            time INTEGER NOT NULL, isHidden INTEGER NOT NULL,
            stance TEXT, stanceScore REAL, critical INTEGER, supportive INTEGER, neutral INTEGER,
            news TEXT, newsScore REAL, newsMentions INTEGER,
            PRIMARY KEY (document, number)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX appearanceByWho ON appearance (who, time)",
        "CREATE INDEX appearanceByEntity ON appearance (entity)",
        "CREATE INDEX appearanceJudged ON appearance (who, time, isHidden, stance, critical, supportive, news, newsMentions) "
            + "WHERE stance IS NOT NULL OR news IS NOT NULL",
        // Half names, and the whole names that share company with them.
        "CREATE TABLE loner (key TEXT NOT NULL, type INTEGER NOT NULL, document INTEGER NOT NULL, number INTEGER NOT NULL, "
            + "PRIMARY KEY (key, type, document, number)) WITHOUT ROWID",
        "CREATE TABLE companion (document INTEGER NOT NULL, number INTEGER NOT NULL, entity INTEGER NOT NULL, "
            + "PRIMARY KEY (document, number, entity)) WITHOUT ROWID",
        "CREATE INDEX companionByEntity ON companion (entity)",
        """
        CREATE TABLE quote (
            document INTEGER NOT NULL, number INTEGER NOT NULL, "from" INTEGER NOT NULL, "to" INTEGER NOT NULL,
            kind TEXT NOT NULL, speaker TEXT, source INTEGER NOT NULL, pronoun INTEGER, words INTEGER NOT NULL,
            confidence REAL NOT NULL, PRIMARY KEY (document, number)
        ) WITHOUT ROWID
        """,
        "CREATE TABLE quoteSpeaker (document INTEGER NOT NULL, appearance INTEGER NOT NULL, quote INTEGER NOT NULL, "
            + "PRIMARY KEY (document, appearance, quote)) WITHOUT ROWID",
        "CREATE TABLE quoteAbout (document INTEGER NOT NULL, appearance INTEGER NOT NULL, quote INTEGER NOT NULL, "
            + "PRIMARY KEY (document, appearance, quote)) WITHOUT ROWID",
        // How often and at what length whom is quoted, of documents that count.
        "CREATE TABLE audit (month INTEGER NOT NULL, publisher TEXT NOT NULL, source INTEGER NOT NULL, "
            + "pronoun INTEGER NOT NULL, quotes INTEGER NOT NULL, words INTEGER NOT NULL, "
            + "PRIMARY KEY (month, publisher, source, pronoun)) WITHOUT ROWID",
    ]
}

/// Whether a document counts in answers; the raw value is what the database has.
package enum Standing: Int, Sendable, CaseIterable {
    case current
    /// A later version of the story is there.
    case superseded
    /// Its agency wants it, or the latest version of its story, not to be used any more.
    case canceled
    /// Its agency holds it back.
    case withheld

    package var name: String { "\(self)" }

    /// That of a document of which there is no other version.
    ///
    /// - Parameter status: What its envelope says; nil for none.
    init(alone status: String?) {
        self =
            switch status {
            case "canceled": .canceled
            case "withheld": .withheld
            default: .current
            }
    }
}
