import Glibc
import SystemPackage
import Testing

@testable import Spool

/// What others may do to a document once the spool has it: nothing, whoever dropped it.
struct OwnershipTests {
    private let scene: Scene
    private let spool: Spool

    init() throws {
        scene = try Scene()
        spool = try scene.open()
    }

    private func dropped(isOthers: Bool, as text: String = "hello") throws -> Claim {
        try scene.drop(text, at: "story.txt")
        if isOthers {
            try scene.giveToAnother("inbox/story.txt")
        } else {
            #expect(scene.root.appending("inbox/story.txt").withPlatformString { chmod($0, 0o666) } == 0)
        }
        // Somebody keeps it open, where no lease tells of that.
        return try Kernel.$faults.withValue({ $0 == "lease" ? .notSupported : nil }) { try spool.claim("story.txt") }
    }

    /// The claimed document, open for writing: a descriptor that the dropper had from before.
    private func open(_ claim: Claim) throws -> FileDescriptor {
        try FileDescriptor.open(
            scene.folders.layout.active.pushing(Entry.document(claim.id)), .readWrite, options: [.closeOnExec])
    }

    private func withoutLeases<Value>(_ body: () throws -> Value) rethrows -> Value {
        try Kernel.$faults.withValue({ $0 == "lease" ? .notSupported : nil }) { try body() }
    }

    @Test(arguments: [true, false]) func whatIsArchivedIsOursAlone(isOthers: Bool) throws {
        let claim = try dropped(isOthers: isOthers)
        try spool.deliver([report(for: claim)], for: claim)
        let status = try Kernel.status(of: scene.root.appending("state/archive/story.txt"))
        #expect(status.isOurs && status.mode & 0o022 == 0 && status.modified == claim.modified)
        #expect(scene.text("state/archive/story.txt") == "hello")
        #expect(scene.files("state/spool") == [])
    }

    @Test(arguments: [true, false]) func whatFailedIsOursAlone(isOthers: Bool) throws {
        let claim = try dropped(isOthers: isOthers)
        try spool.fail(claim, because: Failure(reason: "crash", message: "It crashed."))
        let status = try Kernel.status(of: scene.root.appending("state/failed/story.txt"))
        #expect(status.isOurs && status.mode & 0o022 == 0)
        #expect(scene.text("state/failed/story.txt") == "hello")
    }

    /// By a descriptor or a second name from before the delivery.
    @Test(arguments: [true, false]) func anOldWayToTheFileLeadsToAnother(fails: Bool) throws {
        let claim = try dropped(isOthers: true)
        let file = try open(claim)
        defer { try? file.close() }
        let document = scene.folders.layout.active.pushing(Entry.document(claim.id))
        let second = scene.root.appending("second.txt")
        #expect(document.withPlatformString { from in second.withPlatformString { link(from, $0) } } == 0)
        try withoutLeases {
            if fails {
                try spool.fail(claim, because: Failure(reason: "crash", message: "It crashed."))
            } else {
                try spool.deliver([report(for: claim)], for: claim)
            }
        }
        _ = try file.writeAll(toAbsoluteOffset: 0, "forged".utf8)
        #expect(scene.text("second.txt") == "forged")
        #expect(scene.text(fails ? "state/failed/story.txt" : "state/archive/story.txt") == "hello")
    }

    /// Whoever owns a file may set its times, so that size and time say that nothing was written.
    @Test func whatWasForgedBeforeTheDeliveryIsNotArchived() throws {
        let claim = try dropped(isOthers: true)
        let file = try open(claim)
        defer { try? file.close() }
        _ = try file.writeAll(toAbsoluteOffset: 0, "HELLO".utf8)
        let active = try Kernel.openFolder(scene.folders.layout.active)
        try Kernel.setModified(
            claim.modified, of: Kernel.open(Entry.document(claim.id), beneath: active, flags: O_RDWR))
        #expect(throws: DeliveryError.changed("story.txt")) {
            try withoutLeases { try spool.deliver([report(for: claim)], for: claim) }
        }
        #expect(scene.files("outbox") == [] && scene.files("state/archive") == [])
        try spool.withdraw(claim)
        #expect(scene.text("inbox/story.txt") == "HELLO")
    }

    @Test func whoeverHasItOpenIsWaitedFor() throws {
        let claim = try dropped(isOthers: true)
        let file = try open(claim)
        #expect(throws: DeliveryError.changed("story.txt")) { try spool.deliver([report(for: claim)], for: claim) }
        try file.close()
        try spool.deliver([report(for: claim)], for: claim)
        #expect(scene.text("state/archive/story.txt") == "hello")
    }

    @Test func whatTheOptionsGiveTheGroupItKeeps() throws {
        var options = spool.options
        options.fileMode = 0o660
        spool.use(options)
        let claim = try dropped(isOthers: false)
        try spool.deliver([report(for: claim)], for: claim)
        #expect(try Kernel.status(of: scene.root.appending("state/archive/story.txt")).mode == 0o664)
    }

    /// Nothing was said of its bytes, and it may be larger than the disk.
    @Test func whatIsTooLargeIsNotCopied() throws {
        var options = spool.options
        options.maxBytes = 4
        spool.use(options)
        try scene.drop("hello", at: "story.txt")
        let inode = try Kernel.status(of: scene.root.appending("inbox/story.txt")).inode
        try scene.giveToAnother("inbox/story.txt")
        #expect(throws: ClaimError.self) { try spool.claim("story.txt") }
        #expect(try Kernel.status(of: scene.root.appending("state/failed/story.txt")).inode == inode)
    }
}
