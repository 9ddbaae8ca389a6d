import Glibc
import SystemPackage
import Testing

@testable import Spool

/// Documents that go back into the inbox, and the list of those that failed.
@Suite struct RequeuingTests {
    let scene: Scene

    init() throws { scene = try Scene() }

    private let failure = Failure(reason: "crash", message: "It \"died\".", byteOffset: 3, analyzer: "quotes")

    private func failed() throws -> [FailedDocument] { try SpoolInspection.failedDocuments(in: scene.folders.state) }

    @Test func failedDocumentsAreListedByNameWithTheirReasons() throws {
        #expect(try failed() == [])
        let spool = try scene.open()
        for path: FilePath in ["b/two.txt", "a.txt"] {
            try scene.drop("text", at: path)
            var claim = try spool.claim(path)
            try spool.beginAttempt(&claim)
            try spool.endAttempt(&claim, with: failure)
            try spool.fail(claim, because: failure)
        }
        let documents = try failed()
        #expect(documents.map(\.name) == ["a.txt", "b/two.txt"] && documents.map(\.path) == ["a.txt", "b/two.txt"])
        for document in documents {
            #expect(document.reason == "crash" && document.message == "It \"died\"." && document.byteOffset == 3)
            #expect(document.attempts == 1 && document.sha256?.utf8.count == 64)
        }
    }

    @Test func aFileThatIsNoErrorFileIsNamed() throws {
        scene.makeFolder("state/failed/a")
        try scene.write("{}", to: "state/failed/a/b.error.json")
        let path = scene.folders.layout.failed.appending("a/b.error.json")
        #expect(throws: FailedListingError.broken(path)) { try failed() }
    }

    @Test(
        arguments: ["a/b/story.txt", "line\nfeed.txt", "\u{7f}/é\u{301}.txt"].map { FilePath($0) } + [
            FilePath(bytes: [0x61, 0x2F, 0xFF, 0x80, 0x2E, 0x74]), FilePath(bytes: Array(repeating: 0x61, count: 255)),
        ])
    func aFailedDocumentGoesBackUnderThePathThatItHad(path: FilePath) throws {
        try scene.drop("text", at: path)
        let spool = try scene.open()
        try spool.fail(spool.claim(path), because: failure)
        let document = try #require(try failed().first)
        // Its folder went with it.
        if !path.folder.isEmpty { _ = scene.folders.inbox.pushing(path.folder).withPlatformString { rmdir($0) } }
        try scene.folders.requeue(document)
        #expect(scene.text(FilePath("inbox").pushing(path)) == "text")
        #expect(scene.files("state/failed") == [])
        #expect(try spool.claim(path).path == path)
    }

    @Test func whatLiesUnderThePathMeanwhileStays() throws {
        try scene.drop("older", at: "a/story.txt")
        let spool = try scene.open()
        try spool.fail(spool.claim("a/story.txt"), because: failure)
        try scene.drop("newer", at: "a/story.txt")
        let document = try #require(try failed().first)
        let target = scene.folders.inbox.appending("a/story.txt")
        #expect(throws: RequeuingError.taken(target)) { try scene.folders.requeue(document) }
        #expect(scene.text("inbox/a/story.txt") == "newer" && scene.text("state/failed/a/story.txt") == "older")
        #expect(try failed() == [document])
    }

    /// Taken by copy, its original stays in the inbox for a while.
    @Test(arguments: [false, true]) func itsOwnOriginalThatIsStillThereGivesWay(isOpen: Bool) throws {
        try scene.drop("text", at: "a/story.txt")
        let spool = try scene.open()
        let claim = try spool.claim(FoundFile("a/story.txt", isWhole: false))
        try spool.fail(claim, because: failure)
        #expect(scene.text("inbox/a/story.txt") == "text")
        let document = try #require(try failed().first)
        let writer = isOpen ? try FileDescriptor.open(scene.root.appending("inbox/a/story.txt"), .writeOnly) : nil
        defer { try? writer?.close() }
        guard !isOpen else {
            let target = scene.folders.inbox.appending("a/story.txt")
            #expect(throws: RequeuingError.beingWritten(target)) { try scene.folders.requeue(document) }
            #expect(scene.text("state/failed/a/story.txt") == "text")
            return
        }
        try scene.folders.requeue(document)
        #expect(scene.files("state/failed") == [] && scene.files("inbox") == ["a/story.txt"])
        #expect(try spool.claim("a/story.txt").sha256 == claim.sha256)
        #expect(scene.files("inbox") == [])
    }

    @Test(arguments: ["../outside.txt", "/etc/outside.txt", "a/../../outside.txt", ""])
    func anErrorFileCannotSendADocumentOutOfTheInbox(path: String) throws {
        scene.makeFolder("state/failed")
        try scene.write("text", to: "state/failed/a.txt")
        try scene.write(
            #"{"claim":"1","path":"\#(path)","bytes":4,"claimed":"","reason":"","message":"","attempts":[]}"#,
            to: "state/failed/a.txt.error.json")
        let document = try #require(try failed().first)
        #expect(throws: RequeuingError.badPath(FilePath(path))) { try scene.folders.requeue(document) }
        #expect(scene.text("state/failed/a.txt") == "text")
    }

    @Test func anArchivedOriginalGoesBackAndOneThatIsNotKeptIsToldOf() throws {
        try scene.drop("text", at: "a/story.txt")
        let spool = try scene.open()
        let claim = try spool.claim("a/story.txt")
        _ = try spool.deliver([report(for: claim)], for: claim)
        let head = try #require(ReportHead(Array(#"{"path":"a/story.txt","sha256":"\#(claim.sha256)"}"#.utf8)))
        let incomplete = SpoolInspection.IncompleteReport(
            head: head, document: FilePath(head.path), analyzers: ["quotes"])
        try scene.folders.requeue(incomplete)
        #expect(scene.text("inbox/a/story.txt") == "text" && scene.files("state/archive") == [])
        #expect(throws: RequeuingError.notArchived("a/story.txt")) { try scene.folders.requeue(incomplete) }
    }

    /// From another file system the document is copied: whole or not at all, with its modification time and its mode.
    @Test func aDocumentFromAnotherFileSystemIsCopiedWhole() throws {
        let inbox = try Scene(under: "/tmp")
        let folders = SpoolFolders(inbox: inbox.folders.inbox, outbox: scene.folders.outbox, state: scene.folders.state)
        try #require(try isElsewhere(inbox.root), "/tmp and /dev/shm are one file system")
        scene.makeFolder("state/failed/a")
        let source = scene.root.appending("state/failed/a/story.txt")
        try scene.write("text", to: "state/failed/a/story.txt")
        source.withPlatformString { _ = chmod($0, 0o640) }
        let before = try Kernel.status(of: source)
        try scene.write(
            #"{"claim":"1","path":"a/story.txt","bytes":4,"claimed":"","reason":"","message":"","attempts":[]}"#,
            to: "state/failed/a/story.txt.error.json")
        let document = try #require(try failed().first)
        for call in ["write", "fsync"] {
            Kernel.$faults.withValue({ $0 == call ? .noSpace : nil }) {
                #expect(throws: RequeuingError.self) { try folders.requeue(document) }
            }
            #expect(inbox.files("inbox") == [] && scene.text("state/failed/a/story.txt") == "text")
        }
        try folders.requeue(document)
        #expect(inbox.files("inbox") == ["a/story.txt"] && scene.files("state/failed") == [])
        let after = try Kernel.status(of: folders.inbox.appending("a/story.txt"))
        #expect(after.modified == before.modified && after.byteCount == 4)
        var status = stat()
        folders.inbox.appending("a/story.txt").withPlatformString { _ = stat($0, &status) }
        #expect(status.st_mode & 0o7777 == 0o640)
    }

    private func isElsewhere(_ path: FilePath) throws -> Bool {
        try Kernel.status(of: path).device != Kernel.status(of: scene.root).device
    }
}
