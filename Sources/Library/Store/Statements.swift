import Foundation
import GRDB
import GRDBSQLite

/// A value that SQLite takes, bound as it is.
protocol Bindable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32
}

extension Int: Bindable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement, index, Int64(self))
    }
}

extension Int64: Bindable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { sqlite3_bind_int64(statement, index, self) }
}

extension Bool: Bindable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement, index, self ? 1 : 0)
    }
}

extension Double: Bindable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { sqlite3_bind_double(statement, index, self) }
}

extension String: Bindable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        var text = self
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                // A string without a byte has no address, which would be NULL.
                characters.isEmpty
                    ? sqlite3_bind_text(statement, index, "", 0, Statements.isCopied)
                    : sqlite3_bind_text(
                        statement, index, characters.baseAddress, Int32(characters.count), Statements.isCopied)
            }
        }
    }
}

extension [UInt8]: Bindable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        withUnsafeBytes { bytes in
            bytes.isEmpty
                ? sqlite3_bind_zeroblob(statement, index, 0)
                : sqlite3_bind_blob(statement, index, bytes.baseAddress, Int32(bytes.count), Statements.isCopied)
        }
    }
}

extension Data: Bindable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { [UInt8](self).bind(to: statement, at: index) }
}

/// Statements that are compiled once and run for each report, without the detours of values that may be anything: a report
/// takes some hundred of them.
///
/// They are of one connection, and used only where it is.
final class Statements {
    /// A row of numbers that a query is at; valid until the next.
    struct Row {
        fileprivate let statement: OpaquePointer

        /// 0 for NULL.
        subscript(column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }
        subscript(column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }
        /// Nil for NULL.
        func text(_ column: Int32) -> String? { sqlite3_column_text(statement, column).map { String(cString: $0) } }
        /// Bytes, while the row is the one that the query is at.
        func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
            // First the address: asked for, it may be another form of the value, which has another size.
            let start = sqlite3_column_blob(statement, column)
            return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
        }
    }

    /// SQLite makes a copy of what is bound.
    static let isCopied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private let connection: OpaquePointer
    private var compiled: [String: OpaquePointer] = [:]
    /// The same by where the text of a statement lies: that of a literal is always the same, and an address is found sooner than
    /// some hundred characters.
    private var placed: [UInt: (sql: String, statement: OpaquePointer)] = [:]

    init(_ connection: OpaquePointer) { self.connection = connection }

    deinit { for statement in compiled.values { sqlite3_finalize(statement) } }

    /// Runs a statement that has no rows.
    func run(_ sql: String, _ values: [(any Bindable)?]) throws { try forEach(sql, values) { _ in } }

    /// Whether a query has a row.
    func hasRow(_ sql: String, _ values: [(any Bindable)?]) throws -> Bool {
        try first(sql, values) { _ in true } ?? false
    }

    /// The first row of a query; nil for none.
    func first<Value>(_ sql: String, _ values: [(any Bindable)?], _ body: (Row) -> Value) throws -> Value? {
        let statement = try bound(sql, values)
        defer { sqlite3_reset(statement) }
        return try step(statement, sql) ? body(Row(statement: statement)) : nil
    }

    /// All rows of a query; the body may run other statements, but not this one.
    func forEach(_ sql: String, _ values: [(any Bindable)?], _ body: (Row) throws -> Void) throws {
        let statement = try bound(sql, values)
        defer { sqlite3_reset(statement) }
        while try step(statement, sql) { try body(Row(statement: statement)) }
    }

    private func bound(_ sql: String, _ values: [(any Bindable)?]) throws -> OpaquePointer {
        let statement = try statement(sql)
        for (offset, value) in values.enumerated() {
            let index = Int32(offset + 1)
            let code = value.map { $0.bind(to: statement, at: index) } ?? sqlite3_bind_null(statement, index)
            guard code == SQLITE_OK else { throw error(code, sql) }
        }
        return statement
    }

    private func statement(_ sql: String) throws -> OpaquePointer {
        let place = sql.utf8.withContiguousStorageIfAvailable { UInt(bitPattern: $0.baseAddress) } ?? 0
        // Another text may lie where one was.
        if let known = placed[place], known.sql == sql { return known.statement }
        let statement = try compiled[sql] ?? compile(sql)
        if place != 0 { placed[place] = (sql, statement) }
        return statement
    }

    private func compile(_ sql: String) throws -> OpaquePointer {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw error(code, sql) }
        compiled[sql] = statement
        return statement
    }

    private func step(_ statement: OpaquePointer, _ sql: String) throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw error(code, sql)
        }
    }

    private func error(_ code: Int32, _ sql: String) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)), sql: sql)
    }
}

/// What the writer of one database keeps from one transaction to the next.
final class WriterMemory: @unchecked Sendable {  // the store's lock is held by whoever uses it
    let statements: Statements
    /// What is known of names; to be forgotten where a transaction failed, for it may not be in the database.
    var names = NameCache()
    var aliases = AliasCache()
    var entities = EntityCache()
    var publishers = PublisherCache()
    /// What was ever half a name here: it may be more than there still is, but no less.
    var loners: Set<LonerKey>?

    init(_ connection: OpaquePointer) { statements = Statements(connection) }

    func forget() {
        names = NameCache()
        aliases = AliasCache()
        entities = EntityCache()
        publishers = PublisherCache()
        loners = nil
    }
}
