import Foundation
import Logging
import Spool
import SystemPackage
import Testing

@testable import Supervision

/// The spool as the daemon uses it, over real folders.
@Suite struct SpoolStoreTests {
    private let root: URL
    private let folders: SpoolFolders

    init() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("copydesk-store-\(UUID().uuidString)")
        func folder(_ name: String) -> FilePath { FilePath(root.appendingPathComponent(name).path) }
        self.root = root
        folders = SpoolFolders(inbox: folder("inbox"), outbox: folder("outbox"), state: folder("state"))
        try FileManager.default.createDirectory(atPath: folders.inbox.string, withIntermediateDirectories: true)
    }

    @Test func aDocumentThatWasClaimedUnderAHigherLimitIsTooLarge() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        try Data("Hello.".utf8).write(to: root.appendingPathComponent("inbox/story.txt"))
        var options = SpoolOptions()
        options.minFreeBytes = 0
        options.settleTime = .milliseconds(10)
        let logger = Logger(label: "") { _ in SwiftLogNoOpLogHandler() }
        let store = try SpoolStore(folders, options: options, isDrainedOnce: true, logger: logger)
        _ = try await store.open(troublesChanged: {})
        var turn = ClaimTurn()
        guard case .document(let document)? = try await store.next(&turn) else {
            Issue.record("the document was not claimed")
            return
        }
        #expect(try await store.bytes(of: document) == Array("Hello.".utf8))
        options.maxBytes = 5
        store.use(options)
        do throws(StoreError) {
            _ = try await store.bytes(of: document)
            Issue.record("the limit was passed over")
        } catch {
            guard case .document(let failure) = error else { throw error }
            #expect(failure.reason == "too-large" && failure.message.contains("limits.maxBytes is 5"))
        }
        // Nothing is lost by it.
        #expect(
            try await store.quarantine(document, because: Failure(reason: "x", message: "x")) == "story.txt")
    }
}
