import Foundation
import GRDB
import GRDBSQLite
import Glibc
package import Spool
import Synchronization
package import SystemPackage

/// The library's database, open for writing; one process has it so at a time.
package final class LibraryStore: Sendable {
    /// The folder of this database.
    package let generation: FilePath
    let database: FilePath
    let queue: DatabaseQueue
    private let memory = Mutex<WriterMemory?>(nil)

    /// Opens the database of a generation, and brings its tables up to date.
    ///
    /// - Throws: `LibraryError.damaged` and `.later` where it is of no use any more.
    package init(_ generation: FilePath) throws(LibraryError) {
        self.generation = generation
        database = LibraryLayout.database(in: generation)
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.label = "copydesk.library"
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { db in
            // Whoever may only read the folder could not make these two files again.
            var isKept: CInt = 1
            sqlite3_file_control(db.sqliteConnection, nil, SQLITE_FCNTL_PERSIST_WAL, &isKept)
            // What the last moments before a power cut wrote is in the outbox still.
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            // Of a new database: two texts fit a page of the usual 4 KiB badly.
            try db.execute(sql: "PRAGMA page_size = 16384")
            try db.execute(sql: "PRAGMA secure_delete = OFF")
            try db.execute(sql: "PRAGMA cache_size = -65536")
            try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
            // Pages that one transaction after the other changes are written to the database once for several.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 8192")
        }
        let path = database
        queue = try Self.translating(path) {
            let queue = try DatabaseQueue(path: path.string, configuration: configuration)
            let migrator = LibrarySchema.migrator
            if try queue.read(migrator.hasBeenSuperseded) { throw LibraryError.later(path) }
            try migrator.migrate(queue)
            // Whoever took in many reports may have been ended in the middle.
            try queue.write { try Self.setMerging(.asTheyCome, $0) }
            return queue
        }
    }

    /// When parts of the index of words are put together, of which each transaction writes one.
    package enum Merging: Sendable {
        /// A few at a time, so that there are never many.
        case asTheyCome
        /// All at the end: each word is written once less. Until then a question looks into each part.
        case atTheEnd
    }

    /// Sets when parts of the index of words are put together.
    package func setMerging(_ merging: Merging) throws(LibraryError) {
        try Self.translating(database) { try queue.write { try Self.setMerging(merging, $0) } }
    }

    private static func setMerging(_ merging: Merging, _ db: Database) throws {
        // How many parts are put together, and how many at the latest: what SQLite has by itself, or none and many.
        let (some, most) = merging == .asTheyCome ? (4, 16) : (0, 500)
        for (name, value) in [("automerge", some), ("crisismerge", most)] {
            let known = try Int.fetchOne(db, sql: "SELECT v FROM fulltext_config WHERE k = ?", arguments: [name])
            if known == value || (known == nil && merging == .asTheyCome) { continue }
            try db.execute(sql: "INSERT INTO fulltext (fulltext, rank) VALUES (?, ?)", arguments: [name, value])
        }
    }

    /// Looks through the whole database for damage.
    ///
    /// - Throws: `LibraryError.damaged` with the first that is found.
    package func check() throws(LibraryError) {
        let found = try Self.translating(database) {
            try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        }
        if let found, found != "ok" { throw .damaged(database, found) }
    }

    /// How many bytes of what was written may stay in the file beside the database while there is nothing to do.
    private static let mostBytesAtRest = 4 << 20

    /// Puts what was written into the one file, where much of it lies beside that; somebody who reads just then is not waited for.
    ///
    /// - Throws: What the database says.
    package func rest() throws(LibraryError) {
        var status = stat()
        guard stat(database.string + "-wal", &status) == 0, status.st_size > Self.mostBytesAtRest else { return }
        try Self.translating(database) { try queue.writeWithoutTransaction { try Self.truncateLog($0) } }
    }

    /// Makes the database as small as what is in it, in one pass over all of it: some 40 µs a report.
    ///
    /// Reports that come in by thousands leave pages half full, and others free where the index of words was merged.
    ///
    /// - Throws: What the database says, as where there is no room for it twice; it is what it was.
    package func compact() throws(LibraryError) {
        try Self.translating(database) {
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "INSERT INTO fulltext (fulltext) VALUES ('optimize')")
                try db.execute(sql: "VACUUM")
                try Self.truncateLog(db)
            }
        }
    }

    private static func truncateLog(_ db: Database) throws {
        do {
            _ = try db.checkpoint(.truncate)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            // Somebody reads: what was written stays in the file beside it, where readers find it.
        }
    }

    /// Closes it, with all that was written in the one file unless somebody reads it just now.
    package func close() throws(LibraryError) {
        // Its statements would keep the connection open.
        memory.withLock { $0 = nil }
        try Self.translating(database) {
            try queue.writeWithoutTransaction { db in
                try Self.truncateLog(db)
            }
            try queue.close()
        }
    }

    /// The reports that the library knows, by place; those too that could not be read.
    package func stamps() throws(LibraryError) -> [FilePath: KnownStamp] {
        try Self.translating(database) {
            try queue.read { db in
                var stamps: [FilePath: KnownStamp] = [:]
                for table in ["document", "unread"] {
                    let rows = try Row.fetchCursor(db, sql: "SELECT place, size, changed, inode FROM \(table)")
                    while let row = try rows.next() {
                        stamps[Self.place(row[0])] = KnownStamp(size: row[1], changed: row[2], inode: row[3])
                    }
                }
                return stamps
            }
        }
    }

    /// What the library knows of the report at a place; nil for nothing.
    func stamp(of place: FilePath) -> KnownStamp? {
        let key = Data(place.bytes)
        // What cannot be found out counts as news, which finds out more.
        return try? queue.read { db in
            for table in ["document", "unread"] {
                let statement = try db.cachedStatement(
                    sql: "SELECT size, changed, inode FROM \(table) WHERE place = ?")
                if let row = try Row.fetchOne(statement, arguments: [key]) {
                    return KnownStamp(size: row[0], changed: row[1], inode: row[2])
                }
            }
            return nil
        }
    }

    /// How many reports are in it, and how many could not be read.
    package func counts() throws(LibraryError) -> (documents: Int, unread: Int) {
        try Self.translating(database) {
            try queue.read { db in
                (
                    try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM document") ?? 0,
                    try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM unread") ?? 0
                )
            }
        }
    }

    /// The places of reports that lie in a folder under the outbox, or below it.
    package func places(under folder: FilePath) throws(LibraryError) -> [FilePath] {
        let first = folder.bytes + [UInt8(ascii: "/")]
        let last = folder.bytes + [UInt8(ascii: "/") + 1]
        return try Self.translating(database) {
            try queue.read { db in
                try ["document", "unread"].flatMap { table in
                    try Row.fetchAll(
                        db, sql: "SELECT place FROM \(table) WHERE place >= ? AND place < ?",
                        arguments: [Data(first), Data(last)]
                    ).map { Self.place($0[0]) }
                }
            }
        }
    }

    /// Brings the library in line with some reports, all in one step.
    ///
    /// - Parameters:
    ///   - changes: What has to be done.
    ///   - step: Called with each that is done.
    /// - Throws: Why nothing of it was done.
    package func apply(_ changes: [ReportChange], step: () -> Void = {}) throws(LibraryError) {
        guard !changes.isEmpty else { return }
        try Self.translating(database) {
            try memory.withLock { kept in
                do {
                    try queue.write { db in
                        guard let connection = db.sqliteConnection else { return }
                        let memory = kept ?? WriterMemory(connection)
                        kept = memory
                        let writer = LibraryWriter(db, memory)
                        for change in changes {
                            try writer.apply(change)
                            step()
                        }
                        try writer.finish()
                    }
                } catch {
                    // What it holds may not be in the database.
                    kept?.forget()
                    throw error
                }
            }
        }
    }

    /// The same, but where it cannot be done because of some reports these are noted as ones that cannot be read.
    ///
    /// - Returns: What was noted in place of reports; and of that what was not noted before.
    /// - Throws: Why the library takes in nothing; a part may be done.
    func applyOneByOne(
        _ changes: [ReportChange], step: () -> Void
    ) throws(LibraryError) -> (problems: [FilePath: ReportChange], news: [ReportChange]) {
        var problems: [FilePath: ReportChange] = [:]
        var news: [ReportChange] = []
        for change in changes {
            step()
            do throws(LibraryError) {
                try apply([change])
            } catch .database(_, let detail) {
                let problem = ReportChange(
                    place: change.place, stamp: change.stamp,
                    content: .problem("It cannot be taken in: \(detail).", mayPass: true))
                if !isKnown(problem) { news.append(problem) }
                try apply([problem])
                problems[change.place] = problem
            }
        }
        return (problems, news)
    }

    /// Whether it is a problem that was noted before.
    func isKnown(_ change: ReportChange) -> Bool {
        guard case .problem(let problem, _) = change.content else { return false }
        let known = try? queue.read {
            try String.fetchOne(
                $0, sql: "SELECT problem FROM unread WHERE place = ?", arguments: [Data(change.place.bytes)])
        }
        return known == problem
    }

    static func place(_ data: Data) -> FilePath { FilePath(bytes: data) }

    /// Runs a body, with SQLite's errors in the library's own words.
    static func translating<Value>(_ path: FilePath, _ body: () throws -> Value) throws(LibraryError) -> Value {
        do {
            return try body()
        } catch let error as LibraryError {
            throw error
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: throw .damaged(path, error.message ?? "\(error.resultCode)")
            case .SQLITE_FULL: throw .system(path, .noSpace)
            case .SQLITE_PERM, .SQLITE_READONLY: throw .system(path, .permissionDenied)
            default: throw .database(path, error.message ?? "\(error.resultCode)")
            }
        } catch {
            throw .database(path, "\(error)")
        }
    }
}

/// What the library knows of a report's file.
package struct KnownStamp: Hashable, Sendable {
    let size: Int
    let changed: Int64
    let inode: Int64

    init(size: Int, changed: Int64, inode: Int64) { (self.size, self.changed, self.inode) = (size, changed, inode) }

    /// That of no file.
    static let none = KnownStamp(size: 0, changed: 0, inode: 0)

    /// What is known of a file that was read.
    package init(_ stamp: OutboxReader.Stamp) {
        self.init(size: stamp.byteCount, changed: stamp.changed, inode: Int64(bitPattern: stamp.inode))
    }
}

/// What has to be done about one report.
package struct ReportChange: Sendable {
    /// What lies there.
    enum Content: Sendable {
        /// Nothing any more.
        case gone
        /// A report, with its text as a frame of Zstandard.
        case report(ReportEntry, text: [UInt8])
        /// Something that cannot be read, and why; and whether it may be read later though nothing about it changed.
        case problem(String, mayPass: Bool)
    }

    /// Where, under the outbox.
    package let place: FilePath
    let stamp: KnownStamp
    let content: Content

    var isProblem: Bool { if case .problem = content { true } else { false } }
}
