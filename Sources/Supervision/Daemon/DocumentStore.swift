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

    /// Removes what of the finished work need not be kept any more, if it is time to.
    ///
    /// - Returns: What came of it, for each folder that has a limit; nil where nothing is to be done now.
    func applyRetention() async -> Result<[PrunedFolder], PruningError>?

    /// The document's bytes, no more than the configured limit.
    func bytes(of document: Document) async throws(StoreError) -> [UInt8]

    /// Notes durably that an attempt begins, so that it counts even if this process dies of it.
    func beginAttempt(at document: inout Document) async throws(StoreError)

    /// Notes how the attempt under way failed.
    func recordFailure(_ failure: Failure, of document: inout Document) async throws(StoreError)

    /// Where a large report is written down as it comes.
    func newDraft() -> ReportDraft

    /// Writes down the next bytes of a report; what comes of it the draft tells.
    func append(_ bytes: [UInt8], to draft: ReportDraft) async

    /// Checks that a report that could not be written down could be now.
    func checkRoom(for draft: ReportDraft) async throws(StoreError)

    /// Puts the reports of the documents in a file into the outbox, then the original into the archive.
    ///
    /// - Returns: The reports' paths under the outbox, in the same order.
    func deliver(_ reports: [ReportContents], for document: Document) async throws(StoreError) -> [FilePath]

    /// Puts the document into `failed/` with its history.
    ///
    /// - Returns: Its path there.
    func quarantine(_ document: Document, because failure: Failure) async throws(StoreError) -> FilePath

    /// Whether the document can be put where it belongs, after `deliver` or `quarantine` was refused by its folder.
    func canPlace(_ document: Document, after trouble: FolderTrouble) async -> Bool

    /// Puts the document back into the queue; an attempt under way does not count.
    func giveBack(_ document: Document) async throws(StoreError)

    /// Called once, when no other call will come.
    func close() async
}

extension DocumentStore {
    package func applyRetention() async -> Result<[PrunedFolder], PruningError>? { nil }
    package func close() async {}
}
