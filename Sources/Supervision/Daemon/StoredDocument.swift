package import Spool
package import SystemPackage

/// What came of the store's next turn.
package enum Claimed<Document: StoredDocument>: Sendable {
    /// A document to analyze.
    case document(Document)
    /// A file that went to `failed/` at once.
    case setAside(FilePath, because: Failure, quarantine: FilePath)
    /// What was tried again has gone, or can be written now.
    case nothing
}

/// A claimed document as the daemon sees it.
package protocol StoredDocument: Sendable {
    /// The path under the inbox.
    var path: FilePath { get }
    /// Its size.
    var byteCount: Int { get }
    /// The SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    var sha256: String { get }
    /// How many attempts count against the limit: those that failed, and in part those that a daemon's end cut off.
    var attempts: Int { get }
    /// How its attempts failed until now, in order.
    var failures: [Failure] { get }
}
