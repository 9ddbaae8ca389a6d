import Glibc
import SystemPackage
import Testing

@testable import Spool

struct SpoolTests {
    let scene: Scene

    init() throws { scene = try Scene() }

    @Test func aReportThatCameInPiecesIsDeliveredWhole() throws {
        try scene.drop("text", at: "a.txt")
        let spool = try scene.open()
        let claim = try spool.claim("a.txt")
        let draft = spool.newDraft()
        let head = Array(#"{"document":{"path":"a.txt","sha256":"\#(claim.sha256)"},"rest":""#.utf8)
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 300_000)
        for bytes in [head, piece, piece] { draft.append(bytes) }
        #expect(draft.isWhole)
        // No name of it is to be seen anywhere.
        #expect(scene.files("state/spool/active").count == 2)
        let report = ReportContents(draft, rest: Array(#""}"#.utf8))
        // Twice, as after an error at its end.
        for _ in 0..<2 { #expect(try spool.deliver([report], for: claim).paths == ["a.txt.json"]) }
        #expect(
            scene.text("outbox/a.txt.json") == String(decoding: head + piece + piece, as: UTF8.self)
                + #""}"#)
        #expect(scene.files("outbox") == ["a.txt.json"])
    }

    @Test func aDraftThatTheDiskRefusesSaysSoAtTheEnd() throws {
        let spool = try scene.open()
        let draft = spool.newDraft()
        Kernel.$faults.withValue({ $0 == "write" ? .noSpace : nil }) {
            for _ in 0..<3 { draft.append([1, 2, 3]) }
        }
        #expect(!draft.isWhole && draft.byteCount == 9)
        #expect(throws: Blockage.self) {
            try Kernel.$faults.withValue({ $0 == "fallocate" ? .noSpace : nil }) { try draft.checkRoom() }
        }
        try draft.checkRoom()
    }

    @Test func aDocumentEndsInOutboxAndArchive() throws {
        try scene.drop("hello", at: "a/b/story.txt")
        let spool = try scene.open()
        var claim = try spool.claim("a/b/story.txt")
        #expect(claim.sha256 == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
        #expect(scene.files("inbox") == [])
        #expect(try spool.bytes(of: claim) == Array("hello".utf8))
        try spool.beginAttempt(&claim)
        #expect(claim.attempts.count == 1)
        let delivered = try spool.deliver([report(for: claim)], for: claim)
        #expect(delivered == DeliveredReports(paths: ["a/b/story.txt.json"], archived: "a/b/story.txt"))
        #expect(scene.files("outbox") == ["a/b/story.txt.json"])
        #expect(scene.text("state/archive/a/b/story.txt") == "hello")
        #expect(scene.files("state/spool") == [])
    }

    @Test func originalsAreDeletedWhenToldTo() throws {
        try scene.drop("hello", at: "story.txt")
        let spool = try scene.open { $0.archive = .delete }
        let claim = try spool.claim("story.txt")
        #expect(try spool.deliver([report(for: claim)], for: claim).archived == nil)
        #expect(scene.files("state") == ["delivered", "lock", "outbox", "retention.lock"])
    }

    @Test func anOutboxThatHasVanishedIsWaitedForAndNotMadeAnew() throws {
        _ = try scene.open()
        removeTree(scene.folders.outbox)
        try scene.drop("hello", at: "story.txt")
        let spool = try scene.open()
        #expect(throws: Blockage(.noSuchFileOrDirectory, scene.folders.outbox)) { try spool.checkRoom() }
        let claim = try spool.claim("story.txt")
        #expect(throws: DeliveryError.blocked(Blockage(.noSuchFileOrDirectory, scene.folders.outbox))) {
            try spool.deliver([report(for: claim)], for: claim)
        }
        scene.makeFolder("outbox")
        try spool.checkRoom()
        _ = try spool.deliver([report(for: claim)], for: claim)
        #expect(scene.files("outbox") == ["story.txt.json"])
    }

    @Test func anotherOutboxIsMade() throws {
        _ = try scene.open()
        let other = SpoolFolders(
            inbox: scene.folders.inbox, outbox: scene.root.appending("other"), state: scene.folders.state)
        var options = SpoolOptions()
        options.minFreeBytes = 0
        try Spool(folders: other, options: options).checkRoom()
    }

    @Test func aFileThatItsDiskCannotReadHoldsUpNoOther() throws {
        for name: FilePath in ["bad.txt", "good.txt"] { try scene.drop("hello", at: name) }
        let spool = try scene.open()
        #expect(throws: ClaimError.leftAlone("bad.txt", .unreadable(.ioError))) {
            try Kernel.$faults.withValue({ $0 == "pread" ? .ioError : nil }) { try spool.claim("bad.txt") }
        }
        #expect(scene.files("inbox") == ["bad.txt", "good.txt"] && scene.files("state/spool") == [])
        _ = try spool.claim("good.txt")
    }

    /// What is wrong, and with which folder, reads as one sentence.
    @Test(arguments: [
        (Errno.noSpace, "'/out' has no space or no inode left: free some"),
        (.noSuchFileOrDirectory, "'/out' is not there: mount or make it"),
        (.tooManyOpenFiles, "the daemon may open no more files: raise LimitNOFILE= of the unit"),
    ])
    func aBlockageSaysWhatToDo(errno: Errno, message: String) {
        #expect(Blockage(errno, "/out").message == message)
    }

    @Test func attemptsAndTheirFailuresOutliveTheSpool() throws {
        try scene.drop("hello", at: "story.txt")
        do {
            let spool = try scene.open()
            var claim = try spool.claim("story.txt")
            try spool.beginAttempt(&claim)
            try spool.endAttempt(
                &claim, with: Failure(reason: "deadline", message: "Too slow.", byteOffset: 3))
            try spool.beginAttempt(&claim)
            try spool.handBack(&claim)
            try spool.beginAttempt(&claim)
            #expect(try scene.openFails() == .inUse(.state, scene.folders.state, pid: Int(getpid())))
        }
        let claims = try scene.open().recover()
        #expect(claims.map(\.path) == ["story.txt"])
        #expect(claims.first?.spentAttempts == 1)
        #expect(claims.first?.attempts.map(\.failure?.reason) == ["deadline", nil, nil])
        #expect(claims.first?.attempts.first?.failure?.byteOffset == 3)
        #expect(claims.first?.attempts.map(\.isHandedBack) == [false, true, false])
    }

    @Test func aFailedDocumentHasItsReasonBesideIt() throws {
        try scene.drop("bad", at: "a/story.txt")
        let spool = try scene.open()
        var claim = try spool.claim("a/story.txt")
        try spool.beginAttempt(&claim)
        try spool.endAttempt(&claim, with: Failure(reason: "signal", message: "Killed by SIGSEGV."))
        let path = try spool.fail(
            claim, because: Failure(reason: "signal", message: "Killed by SIGSEGV."))
        #expect(path == "a/story.txt")
        #expect(scene.files("state/failed") == ["a/story.txt", "a/story.txt.error.json"])
        let error = try #require(scene.text("state/failed/a/story.txt.error.json"))
        #expect(error.contains("\"reason\" : \"signal\"") && error.contains("\"began\""))
        // RFC 3339, with the date.
        let times = error.matches(of: /"(began|claimed)" : "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/)
        #expect(times.count >= 2, "\(error)")
        #expect(scene.files("state/spool") == [])
    }

    @Test func aFileThatIsTooLargeFailsUnread() throws {
        try scene.drop("123456", at: "large.txt")
        let spool = try scene.open { $0.maxBytes = 5 }
        #expect(throws: ClaimError.tooLarge("large.txt", SizeExcess(bytes: 6, limit: 5), failed: "large.txt")) {
            try spool.claim("large.txt")
        }
        #expect(scene.files("state/failed") == ["large.txt", "large.txt.error.json"])
        #expect(scene.files("state/spool") == [])
    }

    @Test func namesOfOtherDocumentsReportsAreNeverTaken() throws {
        let spool = try scene.open()
        var reports: [FilePath] = []
        for text in ["one", "two", "one", "two"] {
            try scene.drop(text, at: "story.txt")
            let claim = try spool.claim("story.txt")
            reports.append(try spool.deliver([report(for: claim)], for: claim).paths[0])
        }
        // printf two | sha256sum
        #expect(
            reports == [
                "story.txt.json", "story.txt.3fc4ccfe.json", "story.txt.json", "story.txt.3fc4ccfe.json",
            ])
        #expect(scene.files("outbox") == ["story.txt.3fc4ccfe.json", "story.txt.json"])
        #expect(scene.files("state/archive") == ["story.txt", "story.txt.3fc4ccfe"])
        #expect(scene.text("state/archive/story.txt") == "one")
    }

    @Test func aNewReportOfTheSameDocumentReplacesTheOld() throws {
        let spool = try scene.open()
        for version in ["1", "2"] {
            try scene.drop("one", at: "story.txt")
            let claim = try spool.claim("story.txt")
            _ = try spool.deliver([report(for: claim) + Array(version.utf8)], for: claim)
        }
        #expect(scene.files("outbox") == ["story.txt.json"])
        #expect(scene.text("outbox/story.txt.json")?.last == "2")
    }

    @Test func aFileWhereAFolderMustBeGetsOutOfTheWay() throws {
        let spool = try scene.open()
        for path: FilePath in ["a", "a.json/x"] {
            try scene.drop("text", at: path)
            let claim = try spool.claim(path)
            _ = try spool.deliver([report(for: claim)], for: claim)
        }
        #expect(scene.files("outbox").first == "a.json" && scene.files("outbox").count == 2)
        #expect(scene.files("outbox").last?.hasSuffix("/x.json") == true)
    }

    @Test(arguments: [
        Array("line\nfeed.txt".utf8), [0xFF, 0xFE, 0x2E, 0x74], Array("-rf".utf8),
        Array("\u{1B}[31m".utf8),
        [UInt8](repeating: 0x61, count: 255), Array(String(repeating: "ü", count: 127).utf8),
        Array("a\\\"b".utf8),
    ])
    func anyNameComesThrough(name: [UInt8]) throws {
        let path = FilePath(bytes: name)
        try scene.drop("text", at: path)
        let claim: Claim
        do {
            let spool = try scene.open()
            claim = try spool.claim(path)
        }
        let spool = try scene.open()
        #expect(try spool.recover() == [claim])
        let delivered = try spool.deliver([report(for: claim)], for: claim)
        #expect(delivered.archived == path)
        #expect(
            delivered.paths[0].bytes.count <= 255
                && delivered.paths[0].bytes.suffix(5) == Array(".json".utf8)[...])
        try scene.drop("other", at: path)
        let failed = try spool.fail(spool.claim(path), because: Failure(reason: "x", message: "y"))
        #expect(
            scene.files("state/failed") == [failed.printable, failed.printable + ".error.json"].sorted())
    }

    /// A document goes on when the folder is mended that it waits for: not before, and not when another is.
    @Test(arguments: [("failed", "archive"), ("archive", "failed")])
    func aDocumentWaitsForTheFolderThatIsToBlame(closed: FilePath, open: FilePath) throws {
        try scene.drop("text", at: "a/story.txt")
        let spool = try scene.open()
        let claim = try spool.claim("a/story.txt")
        let state = scene.folders.state
        #expect(spool.canPlace(claim, waitingFor: state.pushing(open).appending("a")))
        let refuses: @Sendable (String) -> Errno? = { $0 == "mkdirat" ? .permissionDenied : nil }
        Kernel.$faults.withValue(refuses) {
            #expect(!spool.canPlace(claim, waitingFor: state.pushing(closed).appending("a")))
            #expect(spool.canPlace(claim, waitingFor: state.pushing(open).appending("a")))
        }
        #expect(spool.canPlace(claim, waitingFor: state.pushing(closed).appending("a")))
    }

    /// A folder that could not be made is not to blame: the one above is, and where that is the whole place, it alone.
    @Test(
        arguments: [
            ("a/b/c", "a/b", "a/b/c"), ("a/b", "", nil), ("file/b", "file", "file/b"), ("file", "file", "file"),
        ] as [(FilePath, FilePath, FilePath?)])
    func whatStandsInTheWayIsToBlame(path: FilePath, culprit: FilePath, barred: FilePath?) throws {
        let spool = try scene.open()
        let archive = scene.folders.layout.archive
        if barred != nil { scene.makeFolder("state/archive/a/b") }
        try scene.write("x", to: "state/archive/file")
        let errno: Errno = path.starts(with: "file") ? .notDirectory : .permissionDenied
        let blockage = Blockage(errno, archive.pushing(path))
        #expect(blockage.message.hasPrefix("'\(archive.pushing(culprit).printable)' "), "\(blockage.message)")
        #expect(spool.folder(toBlame: blockage) == barred.map { archive.pushing($0) })
    }

    @Test func deepFoldersComeThrough() throws {
        let path = FilePath(Array(repeating: "deep", count: 30).joined(separator: "/") + "/story.txt")
        try scene.drop("text", at: path)
        let spool = try scene.open()
        let claim = try spool.claim(path)
        #expect(try spool.deliver([report(for: claim)], for: claim).archived == path)
    }

    @Test func nothingButAFileIsClaimed() throws {
        let spool = try scene.open()
        try scene.write("secret", to: "secret")
        let inbox = scene.folders.inbox
        inbox.appending("link").withPlatformString { _ = symlink("../secret", $0) }
        inbox.appending("out").withPlatformString { _ = symlink("..", $0) }
        inbox.appending("fifo").withPlatformString { _ = mkfifo($0, 0o644) }
        scene.makeFolder("inbox/folder")
        try scene.drop("text", at: "one")
        inbox.appending("one").withPlatformString { one in
            inbox.appending("two").withPlatformString { _ = link(one, $0) }
        }
        func refusal(_ path: FilePath) -> ClaimError? {
            do throws(ClaimError) {
                _ = try spool.claim(path)
                return nil
            } catch {
                return error
            }
        }
        #expect(refusal("link") == .leftAlone("link", .symbolicLink))
        #expect(refusal("out/secret") == .gone("out/secret"))
        #expect(refusal("fifo") == .leftAlone("fifo", .fifo))
        #expect(refusal("folder") == .leftAlone("folder", .folder))
        #expect(refusal("one") == .leftAlone("one", .hardLinked(links: 2)))
        #expect(refusal("../secret") == .leftAlone("../secret", .badPath))
        #expect(refusal("/etc/passwd") == .leftAlone("/etc/passwd", .badPath))
        #expect(refusal("absent") == .gone("absent"))
        #expect(scene.files("state/spool") == [])
        #expect(scene.text("secret") == "secret")
    }

    @Test func aFileThatSomebodyWritesIsNotTaken() throws {
        try scene.drop("half", at: "story.txt")
        let spool = try scene.open()
        let writer = try FileDescriptor.open(scene.folders.inbox.appending("story.txt"), .writeOnly)
        #expect(throws: ClaimError.unfinished("story.txt")) { try spool.claim("story.txt") }
        try writer.close()
        #expect(try spool.claim("story.txt").byteCount == 4)
    }

    @Test func aDocumentThatIsWrittenToAfterItsClaimIsNotDelivered() throws {
        try scene.drop("half", at: "story.txt")
        let spool = try scene.open()
        let claim = try spool.claim("story.txt")
        try scene.write("whole text", to: FilePath("state/spool/active/\(claim.id).document"))
        #expect(throws: DeliveryError.changed("story.txt")) { try spool.bytes(of: claim) }
        #expect(throws: DeliveryError.changed("story.txt")) {
            try spool.deliver([report(for: claim)], for: claim)
        }
        #expect(scene.files("outbox") == [])
    }

    @Test(arguments: [true, false]) func aDocumentThatSomebodyTookOutOfTheSpoolHoldsUpNothing(fails: Bool) throws {
        try scene.drop("text", at: "story.txt")
        let spool = try scene.open()
        let claim = try spool.claim("story.txt")
        let document = FilePath("state/spool/active/\(claim.id).document")
        #expect(scene.root.pushing(document).withPlatformString { unlink($0) } == 0)
        #expect(throws: DeliveryError.unreadable("story.txt", .noSuchFileOrDirectory)) { try spool.bytes(of: claim) }
        if fails {
            try spool.fail(claim, because: Failure(reason: "unreadable", message: "It is gone."))
            #expect(scene.files("state/failed") == ["story.txt.error.json"])
        } else {
            #expect(try spool.deliver([report(for: claim)], for: claim).archived == nil)
        }
        #expect(scene.files("state/spool") == [])
    }

    @Test func aLinkThatSomebodyPlantedIsNotFollowed() throws {
        let spool = try scene.open()
        scene.makeFolder("elsewhere")
        let outbox = scene.folders.outbox
        outbox.appending("a").withPlatformString { _ = symlink("../elsewhere", $0) }
        outbox.appending("b.json").withPlatformString { _ = symlink("../elsewhere/b", $0) }
        for path: FilePath in ["a/x", "b"] {
            try scene.drop("text", at: path)
            let claim = try spool.claim(path)
            _ = try spool.deliver([report(for: claim)], for: claim)
        }
        #expect(scene.files("elsewhere") == [])
        #expect(scene.files("outbox").count == 4)
    }
}

extension Scene {
    func openFails() throws -> SpoolError? {
        do throws(SpoolError) {
            _ = try Spool(folders: folders)
            return nil
        } catch {
            return error
        }
    }
}
