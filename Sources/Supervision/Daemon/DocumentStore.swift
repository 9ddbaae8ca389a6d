package import Spool
package import SystemPackage

/// Where documents lie on their way; what the daemon asks of the spool.
///
/// The daemon decides what happens to a document, the store makes it so on disk. Each call is all or nothing: after
/// an error the document is where it was, and the call may be made again.
package protocol DocumentStore: Sendable {
    associatedtype Document: StoredDocument

    /// Sets the watch and reads what an earlier run left; after it `next` gives documents.
    ///
    /// - Parameter troublesChanged: Called, from any thread, when `troubles` may be others.
    /// - Returns: How many documents an earlier run left.
    /// - Throws: `blocked` when the folders cannot be watched or read.
    func open(troublesChanged: @escaping @Sendable () -> Void) async throws(StoreError) -> Int

    /// The next document, claimed: first those that an earlier run left, then the inbox's, oldest first.
    ///
    /// Waits until there is one. When the task is cancelled nothing is claimed any more and nil comes. `turn` holds what
    /// an earlier call could not do since the place was to blame: it is done before anything else, and if it comes to
    /// nothing there is no waiting for another document.
    func next(_ turn: inout ClaimTurn) async throws(StoreError) -> Claimed<Document>?

    /// What is known to wait.
    var backlog: Backlog { get async }

    /// What does not work as it should while documents are still taken, a short sentence each without a full stop.
    var troubles: [String] { get async }

    /// Whether the watching of the inbox came on since this was asked before; false when it hangs.
    func isWatching() async -> Bool

    /// Works with other settings from now on.
    func use(_ options: SpoolOptions) async

    /// The document's bytes, no more than the configured limit.
    func bytes(of document: Document) async throws(StoreError) -> [UInt8]

    /// Notes durably that an attempt begins, so that it counts even if this process dies of it.
    func beginAttempt(at document: inout Document) async throws(StoreError)

    /// Notes how the attempt under way failed.
    func recordFailure(_ failure: Failure, of document: inout Document) async throws(StoreError)

    /// Puts the report into the outbox, then the original into the archive.
    ///
    /// - Returns: The report's path under the outbox.
    func deliver(_ report: [UInt8], for document: Document) async throws(StoreError) -> FilePath

    /// Puts the document into `failed/` with its history.
    ///
    /// - Returns: Its path there.
    func quarantine(_ document: Document, because failure: Failure) async throws(StoreError) -> FilePath

    /// Puts the document back into the queue; an attempt under way does not count.
    func giveBack(_ document: Document) async throws(StoreError)
}

/// The documents that wait to be claimed.
package struct Backlog: Hashable, Sendable {
    /// How many are known; there may be more.
    package var count: Int
    /// When the one that waits the longest changed last, in whole seconds since 1970; nil when none waits.
    package var oldest: Int?

    package init(count: Int = 0, oldest: Int? = nil) {
        self.count = count
        self.oldest = oldest
    }
}

/// One turn at claiming, over all the tries that it takes.
package struct ClaimTurn: Hashable, Sendable {
    /// Whether the last try met a place that could not be written.
    package var isBlocked = false
    /// The file that was to be claimed when it did.
    package var path: FilePath?

    package init() {}
}

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

/// Why the store could not do as it was asked.
package enum StoreError: Error, Hashable, Sendable {
    /// The place is to blame, not the document: a full disk, a folder that is gone. To be tried again.
    case blocked(Errno, cause: String)
    /// This document is to blame: it cannot be read.
    case document(Failure)
}
