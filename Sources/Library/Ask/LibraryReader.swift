import Foundation
import GRDB
import Glibc
import SystemPackage

/// Answers questions from a library, beside the process that writes it or without one.
///
/// Each answer is of one moment. Names and words come in as values, never as parts of a statement.
package final class LibraryReader: Sendable {
    let database: FilePath
    let queue: DatabaseQueue

    /// Opens the database in use, to read only.
    ///
    /// - Throws: `LibraryError.none` where there is none, `.closed` where this user may not read it.
    package init(_ layout: LibraryLayout) throws(LibraryError) {
        guard let generation = layout.target else {
            for folder in [layout.folder.removingLastComponent(), layout.folder]
            where access(folder.string, R_OK | X_OK) != 0 && errno == EACCES {
                throw .closed(folder)
            }
            throw .none(layout.folder)
        }
        let path = LibraryLayout.database(in: generation)
        database = path
        if access(path.string, R_OK) != 0 { throw errno == EACCES ? .closed(path) : .none(path) }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "copydesk.library.reader"
        // The writer holds no lock that keeps readers out; at the end of a run it does for a moment.
        configuration.busyMode = .timeout(5)
        // What documents of a month name is some ten megabytes; pages that are not kept are read again for each of them.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -32768") }
        queue = try LibraryStore.translating(path) {
            let queue = try DatabaseQueue(path: path.string, configuration: configuration)
            let migrator = LibrarySchema.migrator
            let (isLater, isUpToDate) = try queue.read { db in
                (try migrator.hasBeenSuperseded(db), try migrator.hasCompletedMigrations(db))
            }
            if isLater { throw LibraryError.later(path) }
            guard isUpToDate else { throw LibraryError.none(path) }
            return queue
        }
    }

    /// Runs a query.
    func answer<Value>(_ body: (Database) throws -> Value) throws(LibraryError) -> Value {
        try LibraryStore.translating(database) { try queue.read(body) }
    }
}

/// What narrows a question down to some documents.
package struct LibraryFilter: Hashable, Sendable {
    /// Published, or where that is not known delivered, not before; in seconds since 1970.
    package var since: Int?
    /// The same, and before.
    package var until: Int?
    /// Delivered not before; in seconds since 1970.
    package var deliveredSince: Int?
    /// The publisher, in any case of letters.
    package var publisher: String?
    /// Whether documents are told of, too, that do not count: earlier versions, and what was killed or is held back.
    package var includesHidden = false

    package init(
        since: Int? = nil, until: Int? = nil, deliveredSince: Int? = nil, publisher: String? = nil,
        includesHidden: Bool = false
    ) {
        (self.since, self.until, self.publisher) = (since, until, publisher)
        self.deliveredSince = deliveredSince
        self.includesHidden = includesHidden
    }

    /// Whether all documents that count are meant.
    var isOpen: Bool { self == LibraryFilter() }

    /// The conditions on a document called `d`, and their values.
    var conditions: Conditions {
        var conditions = Conditions()
        if !includesHidden { conditions.add("d.standing = 0") }
        if let since { conditions.add("d.time >= ?", since) }
        if let until { conditions.add("d.time < ?", until) }
        if let deliveredSince { conditions.add("d.delivered >= ?", deliveredSince) }
        if let publisher { conditions.add("d.publisherKey = ?", Folding.key(publisher)) }
        return conditions
    }
}

/// What a query asks of its rows.
struct Conditions {
    private var parts: [String] = []
    private(set) var values: StatementArguments = []
    /// The same, for `Statements`.
    private(set) var plainValues: [(any Bindable)?] = []

    mutating func add(_ condition: String, _ values: (any DatabaseValueConvertible)?...) {
        parts.append(condition)
        self.values += StatementArguments(values)
        plainValues += values.map { $0 as? any Bindable }
    }

    /// The same, with a list of numbers in place of `(?)`.
    mutating func add(_ condition: String, anyOf ids: [Int64]) {
        // Numbers of our own: no text from outside comes into a statement.
        parts.append(condition.replacing("(?)", with: "(\(ids.map(String.init).joined(separator: ", ")))"))
    }

    /// `WHERE` and what follows it; empty for none.
    var clause: String { parts.isEmpty ? "" : "WHERE " + parts.joined(separator: " AND ") }
}
