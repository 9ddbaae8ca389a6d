import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import Spool

/// Documents of which a copy is taken, while the file stays in the inbox.
@Suite struct OriginalsTests {
    let scene: Scene

    init() throws { scene = try Scene() }

    private static let fresh = FoundFile("a/story.txt", isWhole: false)
    private static let rested = FoundFile("a/story.txt", isWhole: true)

    private func append(_ text: String, to path: FilePath = "inbox/a/story.txt") throws {
        let file = try FileDescriptor.open(scene.root.pushing(path), .writeOnly, options: [.append, .closeOnExec])
        _ = try file.closeAfter { try file.writeAll(text.utf8) }
    }

    private func delivered(_ spool: Spool, _ file: FoundFile) throws -> Claim {
        var claim = try spool.claim(file)
        try spool.beginAttempt(&claim)
        _ = try spool.deliver([report(for: claim)], for: claim)
        return claim
    }

    private func everything() -> [String] {
        ["inbox", "outbox", "state/archive", "state/failed", "state/spool"].flatMap { folder in
            scene.files(FilePath(folder)).map { folder + "/" + $0 }
        }
    }

    private static let end = ["outbox/a/story.txt.json", "state/archive/a/story.txt"]

    @Test func theFileStaysUntilItHasRestedAndThenGoes() throws {
        let spool = try scene.open()
        try scene.drop("hello", at: "a/story.txt")
        let claim = try delivered(spool, Self.fresh)
        #expect(scene.text("inbox/a/story.txt") == "hello")
        #expect(throws: ClaimError.resting("a/story.txt")) { try spool.claim(Self.fresh) }
        #expect(throws: ClaimError.retired("a/story.txt")) { try spool.claim(Self.rested) }
        #expect(everything() == Self.end)
        #expect(scene.text("state/archive/a/story.txt") == "hello")
        #expect(scene.text("outbox/a/story.txt.json")?.contains(claim.sha256) == true)
    }

    @Test func whatIsAddedTakesThePlaceOfThePart() throws {
        let spool = try scene.open()
        try scene.drop("hello", at: "a/story.txt")
        _ = try delivered(spool, Self.fresh)
        try append(" world")
        let whole = try delivered(spool, Self.fresh)
        #expect(whole.byteCount == 11)
        try append("!")
        // Moved, this time.
        let last = try delivered(spool, Self.rested)
        #expect(everything() == Self.end)
        #expect(scene.text("state/archive/a/story.txt") == "hello world!")
        #expect(scene.text("outbox/a/story.txt.json")?.contains(last.sha256) == true)
    }

    @Test func aReportUnderAnotherNameIsReplacedThere() throws {
        let spool = try scene.open()
        for folder: FilePath in ["outbox/a", "state/archive/a"] { scene.makeFolder(folder) }
        try scene.write("{ \"sha256\": \"0\" }", to: "outbox/a/story.txt.json")
        try scene.write("older", to: "state/archive/a/story.txt")
        try scene.drop("hello", at: "a/story.txt")
        _ = try delivered(spool, Self.fresh)
        try append(" world")
        let whole = try delivered(spool, Self.rested)
        // The names keep the digits of the part: nobody looks for another file.
        #expect(
            everything() == [
                "outbox/a/story.txt.2cf24dba.json", "outbox/a/story.txt.json", "state/archive/a/story.txt",
                "state/archive/a/story.txt.2cf24dba",
            ])
        #expect(scene.text("state/archive/a/story.txt.2cf24dba") == "hello world")
        #expect(scene.text("outbox/a/story.txt.2cf24dba.json")?.contains(whole.sha256) == true)
    }

    @Test func aPartThatFailedGivesWayToTheWhole() throws {
        let spool = try scene.open()
        try scene.drop("hel", at: "a/story.txt")
        try spool.fail(spool.claim(Self.fresh), because: Failure(reason: "x", message: "y"))
        #expect(scene.files("state/failed") == ["a/story.txt", "a/story.txt.error.json"])
        try append("lo")
        _ = try delivered(spool, Self.rested)
        #expect(everything() == Self.end)
    }

    /// However often it is tried on its way, and whatever its first bytes become, as where a header is written last.
    @Test(arguments: ["hello world", "HELLO world"]) func aFileHasOneFailureAtMost(whole: String) throws {
        let spool = try scene.open()
        let failure = Failure(reason: "x", message: "y")
        try scene.drop("hel", at: "a/story.txt")
        try spool.fail(spool.claim(Self.fresh), because: failure)
        try append("lo")
        try spool.fail(spool.claim(Self.fresh), because: failure)
        #expect(scene.files("state/failed") == ["a/story.txt", "a/story.txt.error.json"])
        #expect(scene.text("state/failed/a/story.txt") == "hello")
        #expect(scene.text("state/failed/a/story.txt.error.json")?.contains("\"bytes\" : 5") == true)
        try scene.write(whole, to: "inbox/a/story.txt")
        _ = try delivered(spool, Self.rested)
        #expect(everything() == Self.end)
    }

    @Test func aWholeThatFailsTakesTheReportOfThePartAway() throws {
        let spool = try scene.open()
        try scene.drop("hello", at: "a/story.txt")
        _ = try delivered(spool, Self.fresh)
        try append("\u{0}")
        try spool.fail(spool.claim(Self.rested), because: Failure(reason: "x", message: "y"))
        #expect(everything() == ["state/failed/a/story.txt", "state/failed/a/story.txt.error.json"])
    }

    @Test func otherContentInTheSameFileIsAnotherDocument() throws {
        let spool = try scene.open()
        try scene.drop("hello", at: "a/story.txt")
        _ = try delivered(spool, Self.fresh)
        try scene.write("goodbye", to: "inbox/a/story.txt")
        _ = try delivered(spool, Self.rested)
        #expect(scene.files("outbox").count == 2 && scene.files("state/archive").count == 2)
        #expect(scene.files("state/spool") == [] && scene.files("inbox") == [])
    }

    @Test func whatIsAddedBeforeTheDeliveryIsNoticedThen() throws {
        let spool = try scene.open()
        try scene.drop("hello", at: "a/story.txt")
        let claim = try spool.claim(Self.fresh)
        try append(" world")
        #expect(throws: ClaimError.unfinished("a/story.txt")) { try spool.claim(Self.fresh) }
        #expect(throws: DeliveryError.changed("a/story.txt")) {
            try spool.deliver([report(for: claim)], for: claim)
        }
        #expect(throws: DeliveryError.changed("a/story.txt")) {
            try spool.fail(claim, because: Failure(reason: "x", message: "y"))
        }
        try spool.withdraw(claim)
        #expect(everything() == ["inbox/a/story.txt"])
        _ = try delivered(spool, Self.rested)
        #expect(everything() == Self.end)
    }

    @Test func whatACrashLeftOfADeliveryGoesWhenTheDocumentHasGrownSince() throws {
        try scene.drop("hello", at: "a/story.txt")
        do {
            let spool = try scene.open()
            let claim = try spool.claim(Self.fresh)
            scene.makeFolder("outbox/a")
            try scene.write("{}", to: FilePath("outbox/a/.copydesk-\(claim.id)"))
        }
        try append(" world")
        let spool = try scene.open()
        for claim in try spool.recover() {
            #expect(throws: DeliveryError.changed("a/story.txt")) {
                try spool.deliver([report(for: claim)], for: claim)
            }
            try spool.withdraw(claim)
        }
        #expect(everything() == ["inbox/a/story.txt"])
    }

    /// Takes the archive away for as long as a delivery is tried, so that it comes no further than its report.
    private func deliverUpToTheReport(_ claim: Claim, by spool: Spool) throws {
        let (archive, elsewhere) = (scene.root.appending("state/archive"), scene.root.appending("state/elsewhere"))
        try #require(rename(archive.string, elsewhere.string) == 0)
        #expect {
            try spool.deliver([report(for: claim)], for: claim)
        } throws: { error in
            if case DeliveryError.blocked = error { true } else { false }
        }
        try #require(rename(elsewhere.string, archive.string) == 0)
    }

    /// A delivery that came no further than its report, by an error or by a crash, and a document that goes on.
    @Test(arguments: [fresh, rested], [false, true])
    func aReportThatWasPlacedGivesWayWhenItsDocumentIsWithdrawn(file: FoundFile, isCrash: Bool) throws {
        var opened: Spool? = try scene.open()
        var spool: Spool { get throws { try #require(opened) } }
        try scene.drop("hello", at: "a/story.txt")
        var claim = try spool.claim(file)
        try spool.beginAttempt(&claim)
        #expect(claim.isCopyOfKept == !file.isWhole)
        try deliverUpToTheReport(claim, by: spool)
        #expect(scene.text("outbox/a/story.txt.json")?.contains(claim.sha256) == true)
        // By somebody who had it open when it was moved.
        let claimed = FilePath("state/spool/active").pushing(Entry.document(claim.id))
        try append(" world", to: file.isWhole ? claimed : "inbox/a/story.txt")
        if isCrash {
            opened = nil
            opened = try scene.open()
            claim = try #require(try spool.recover().first)
        }
        #expect(throws: DeliveryError.changed("a/story.txt")) {
            try spool.deliver([report(for: claim)], for: claim)
        }
        try spool.withdraw(claim)
        if isCrash {
            opened = nil
            opened = try scene.open()
            #expect(try spool.recover() == [])
        }
        #expect(scene.text("inbox/a/story.txt") == "hello world")
        // What went back to the inbox is left to whoever writes it for a while.
        scene.root.appending("inbox/a/story.txt").withPlatformString { name in
            let time = timespec(tv_sec: 1_700_000_000, tv_nsec: 0)
            _ = utimensat(AT_FDCWD, name, [time, time], 0)
        }
        let whole = try delivered(spool, Self.rested)
        if whole.isCopyOfKept {
            #expect(throws: ClaimError.retired("a/story.txt")) { try spool.claim(Self.rested) }
        }
        #expect(everything() == Self.end)
        #expect(scene.text("state/archive/a/story.txt") == "hello world")
        #expect(scene.text("outbox/a/story.txt.json")?.contains(whole.sha256) == true)
    }

    /// Under the name that the report on a still shorter part had.
    @Test func aReportThatWasPlacedUnderAnotherNameGivesWayThere() throws {
        let spool = try scene.open()
        scene.makeFolder("outbox/a")
        try scene.write("{ \"sha256\": \"0\" }", to: "outbox/a/story.txt.json")
        try scene.drop("hello", at: "a/story.txt")
        _ = try delivered(spool, Self.fresh)
        try append(" world")
        var longer = try spool.claim(Self.fresh)
        try spool.beginAttempt(&longer)
        try deliverUpToTheReport(longer, by: spool)
        try append("!")
        #expect(throws: DeliveryError.changed("a/story.txt")) {
            try spool.deliver([report(for: longer)], for: longer)
        }
        try spool.withdraw(longer)
        let whole = try delivered(spool, Self.rested)
        #expect(
            everything() == [
                "outbox/a/story.txt.2cf24dba.json", "outbox/a/story.txt.json", "state/archive/a/story.txt",
            ])
        #expect(scene.text("outbox/a/story.txt.2cf24dba.json")?.contains(whole.sha256) == true)
    }

    /// Of itself, or of the folder that it is in; and with more of it by then.
    @Test(arguments: [("a/story.txt", "a/tale.txt"), ("a", "b")], ["", " world"])
    func aFileThatIsRenamedWhileNoDaemonRunsIsKnown(names: (String, String), more: String) throws {
        var spool: Spool? = try scene.open()
        try scene.drop("hello", at: "a/story.txt")
        _ = try delivered(#require(spool), Self.fresh)
        spool = nil
        let inbox = scene.root.appending("inbox")
        try #require(rename(inbox.appending(names.0).string, inbox.appending(names.1).string) == 0)
        let path = FilePath(names.1 == "b" ? "b/story.txt" : names.1)
        try append(more, to: FilePath("inbox").pushing(path))
        spool = try scene.open()
        #expect(try spool?.recover() == [])
        spool?.tendOriginals()
        if more.isEmpty {
            #expect(throws: ClaimError.resting(path)) { try spool?.claim(FoundFile(path, isWhole: false)) }
        } else {
            _ = try delivered(#require(spool), FoundFile(path, isWhole: false))
        }
        #expect(throws: ClaimError.retired(path)) { try spool?.claim(FoundFile(path, isWhole: true)) }
        #expect(scene.files("inbox") == [] && scene.files("state/spool") == [])
        #expect(scene.files("outbox").count == 1 && scene.files("state/archive").count == 1)
        let archived = try #require(scene.files("state/archive").first)
        #expect(scene.text(FilePath("state/archive").appending(archived)) == "hello" + more)
    }

    /// Before its claim is over, or before anybody has met it under its new name; the next daemon knows it, too.
    @Test(arguments: [true, false], [true, false])
    func aFileWhoseFolderIsRenamedIsKnown(isUnderWay: Bool, isCrash: Bool) throws {
        var spool: Spool? = try scene.open()
        try scene.drop("hello", at: "a/story.txt")
        var claim = try #require(spool).claim(Self.fresh)
        try spool?.beginAttempt(&claim)
        if !isUnderWay { _ = try spool?.deliver([report(for: claim)], for: claim) }
        let inbox = scene.root.appending("inbox")
        try #require(rename(inbox.appending("a").string, inbox.appending("b").string) == 0)
        let (fresh, rested) = (FoundFile("b/story.txt", isWhole: false), FoundFile("b/story.txt", isWhole: true))
        if isUnderWay {
            #expect(throws: ClaimError.resting("b/story.txt")) { try spool?.claim(fresh) }
            _ = try spool?.deliver([report(for: claim)], for: claim)
        }
        spool?.tendOriginals()
        if isCrash {
            spool = nil
            spool = try scene.open()
            #expect(try spool?.recover() == [])
        }
        spool?.tendOriginals()
        #expect(throws: ClaimError.resting("b/story.txt")) { try spool?.claim(fresh) }
        #expect(throws: ClaimError.retired("b/story.txt")) { try spool?.claim(rested) }
        #expect(everything() == Self.end)
    }

    /// Removed, or written over: what was claimed was a document of its own.
    @Test(arguments: [nil, "x", "something quite different"] as [String?])
    func aClaimedCopyIsDeliveredWhateverBecomesOfItsOriginal(text: String?) throws {
        let spool = try scene.open()
        try scene.drop("hello", at: "a/story.txt")
        let claim = try spool.claim(Self.fresh)
        if let text {
            try scene.write(text, to: "inbox/a/story.txt")
        } else {
            scene.root.appending("inbox/a/story.txt").withPlatformString { _ = unlink($0) }
        }
        _ = try spool.deliver([report(for: claim)], for: claim)
        #expect(scene.text("state/archive/a/story.txt") == "hello")
        spool.tendOriginals()
        if text == nil { #expect(scene.files("state/spool") == []) }
    }

    /// The one who looks after originals does so beside claims, and may look just while one has no name to be found by.
    @Test func oneThatIsWrittenToAsItLeavesIsNotForgotten() throws {
        let spool = try scene.open()
        try scene.drop("hello", at: "a/story.txt")
        let claim = try delivered(spool, Self.fresh)
        let isHidden = Mutex(false)
        let hidden = scene.root.pushing(FilePath("inbox/a/.copydesk-\(claim.id)"))
        let lookJustThen: @Sendable (String) -> Errno? = { call in
            let isMoment = isHidden.withLock { isHidden in
                defer { isHidden = call == "renameat2" }
                return isHidden && call == "fstatat"
            }
            guard isMoment else { return nil }
            Kernel.$faults.withValue(nil) {
                let file = try? FileDescriptor.open(hidden, .writeOnly, options: [.append, .closeOnExec])
                _ = try? file?.closeAfter { try file?.writeAll(" world".utf8) }
                spool.tendOriginals()
            }
            return nil
        }
        #expect(throws: ClaimError.unfinished("a/story.txt")) {
            try Kernel.$faults.withValue(lookJustThen) { try spool.claim(Self.rested) }
        }
        _ = try delivered(spool, Self.fresh)
        #expect(throws: ClaimError.retired("a/story.txt")) { try spool.claim(Self.rested) }
        #expect(everything() == Self.end)
        #expect(scene.text("state/archive/a/story.txt") == "hello world")
    }

    @Test func aFileThatIsRenamedIsNoOther() throws {
        let spool = try scene.open()
        try scene.drop("hello", at: "a/story.txt")
        _ = try delivered(spool, Self.fresh)
        scene.root.appending("inbox/a/story.txt").withPlatformString { old in
            scene.root.appending("inbox/b.txt").withPlatformString { _ = rename(old, $0) }
        }
        #expect(throws: ClaimError.retired("b.txt")) { try spool.claim(FoundFile("b.txt")) }
        #expect(everything() == Self.end)
    }

    @Test func aFileMadeAnewIsAnother() throws {
        let spool = try scene.open()
        try scene.drop("hello", at: "a/story.txt")
        _ = try delivered(spool, Self.fresh)
        scene.root.appending("inbox/a/story.txt").withPlatformString { _ = unlink($0) }
        // On many file systems with the number of the one that was removed.
        try scene.drop("hello", at: "b.txt")
        _ = try delivered(spool, FoundFile("b.txt"))
        #expect(scene.files("outbox") == ["a/story.txt.json", "b.txt.json"])
        spool.tendOriginals()
        #expect(scene.files("state/spool") == [] && scene.files("inbox") == [])
    }

    @Test func aFileWithTheTimeOfAnotherIsWhole() throws {
        let spool = try scene.open()
        try scene.drop("hello", at: "a/story.txt")
        scene.root.appending("inbox/a/story.txt").withPlatformString { name in
            let time = timespec(tv_sec: 1_000_000_000, tv_nsec: 0)
            _ = utimensat(AT_FDCWD, name, [time, time], 0)
        }
        _ = try delivered(spool, Self.fresh)
        #expect(everything() == Self.end)
    }

    @Test func oneThatIsBeingWrittenStays() throws {
        let spool = try scene.open()
        try scene.drop("hello", at: "a/story.txt")
        _ = try delivered(spool, Self.fresh)
        let path = scene.root.appending("inbox/a/story.txt")
        let writer = try FileDescriptor.open(path, .writeOnly, options: [.append, .closeOnExec])
        #expect(throws: ClaimError.unfinished("a/story.txt")) { try spool.claim(Self.rested) }
        #expect(scene.text("inbox/a/story.txt") == "hello")
        _ = try writer.closeAfter { try writer.writeAll(" world".utf8) }
        _ = try delivered(spool, Self.rested)
        #expect(scene.text("state/archive/a/story.txt") == "hello world")
    }

    /// Where the kernel does not tell whether somebody has the file open.
    @Test func aHiddenOriginalIsWaitedForAndHasItsNameAgainAtTheEnd() throws {
        let spool = try scene.open()
        #expect(spool.hiddenTime == nil)
        try scene.drop("hello", at: "a/story.txt")
        let claim = try delivered(spool, Self.fresh)
        #expect(throws: ClaimError.retired("a/story.txt")) {
            try Kernel.$faults.withValue({ $0 == "lease" ? .permissionDenied : nil }) { try spool.claim(Self.rested) }
        }
        #expect(scene.files("inbox") == ["a/.copydesk-\(claim.id)"])
        let left = try #require(spool.hiddenTime)
        #expect(left > .zero && left <= spool.options.restTime)
        spool.close()
        #expect(scene.files("inbox") == ["a/story.txt"] && spool.hiddenTime == nil)
        #expect(throws: ClaimError.resting("a/story.txt")) { try spool.claim(Self.fresh) }
        #expect(throws: ClaimError.retired("a/story.txt")) { try spool.claim(Self.rested) }
        #expect(everything() == Self.end)
    }

    @Test func aRestartKnowsWhatWasDealtWith() throws {
        try scene.drop("hello", at: "a/story.txt")
        try scene.drop("other", at: "other.txt")
        do {
            let spool = try scene.open()
            _ = try delivered(spool, Self.fresh)
            _ = try delivered(spool, FoundFile("other.txt", isWhole: false))
        }
        scene.root.appending("inbox/other.txt").withPlatformString { _ = unlink($0) }
        let spool = try scene.open { $0.rescanInterval = .zero }
        #expect(try spool.recover() == [])
        // The whole inbox was scanned, and one is nowhere.
        spool.tendOriginals()
        #expect(scene.files("state/spool").count == 1)
        #expect(throws: ClaimError.resting("a/story.txt")) { try spool.claim(Self.fresh) }
        try append(" world")
        _ = try delivered(spool, Self.rested)
        #expect(scene.text("state/archive/a/story.txt") == "hello world")
        #expect(scene.files("outbox") == ["a/story.txt.json", "other.txt.json"])
    }

    @Test func aDocumentThatWasMovedGoesBackWhenItIsWrittenTo() throws {
        let spool = try scene.open()
        try scene.drop("hello", at: "a/story.txt")
        let writer = try FileDescriptor.open(
            scene.root.appending("inbox/a/story.txt"), .readOnly, options: [.closeOnExec])
        defer { try? writer.close() }
        let claim = try spool.claim(Self.rested)
        let active = scene.root.appending("state/spool/active/\(claim.id).document")
        let late = try FileDescriptor.open(active, .writeOnly, options: [.append, .closeOnExec])
        _ = try late.closeAfter { try late.writeAll(" world".utf8) }
        #expect(throws: DeliveryError.changed("a/story.txt")) { try spool.bytes(of: claim) }
        try spool.withdraw(claim)
        #expect(everything() == ["inbox/a/story.txt"])
        // Not by a rename of ours is it whole.
        #expect(throws: ClaimError.unfinished("a/story.txt")) { try spool.claim(Self.rested) }
    }
}
