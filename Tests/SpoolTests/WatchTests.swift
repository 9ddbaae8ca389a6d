import Dispatch
import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import Spool

struct WatchTests {
    let scene: Scene

    init() throws { scene = try Scene() }

    private func watch(
        capacity: Int = 1024, notices: Notices = Notices(),
        _ change: (inout SpoolOptions) -> Void = { _ in }
    ) throws -> Watch {
        var options = SpoolOptions()
        options.settleTime = .milliseconds(200)
        options.emptySettleTime = .milliseconds(600)
        options.pollInterval = .milliseconds(100)
        change(&options)
        return try Watch(
            inbox: scene.folders.inbox, options: options, capacity: capacity, notify: notices.add)
    }

    /// Waits until the watch has told of all these; what still lies there from before may be told of again.
    private func told(_ paths: Set<String>, by watch: Watch) async throws -> Bool {
        var missing = paths
        while !missing.isEmpty, let path = try await watch.next()?.path { missing.remove(path.string) }
        return missing.isEmpty
    }

    /// Files until so many different ones came, sorted.
    ///
    /// None is claimed, so some may be told of again.
    private func next(_ count: Int, of watch: Watch) async throws -> [String] {
        var paths: Set<String> = []
        while paths.count < count, let path = try await watch.next()?.path { paths.insert(path.string) }
        return paths.sorted()
    }

    @Test(.timeLimit(.minutes(10))) func findsWhatLiesThereAtTheStart() async throws {
        for path: FilePath in [
            "one", "a/two", "a/b/c/three", ".hidden", "x.tmp", "x.PART", "x~", ".git/four",
        ] {
            try scene.drop("text", at: path)
        }
        let watch = try watch()
        defer { watch.stop() }
        var found: Set<String> = Set(try await next(3, of: watch))
        // Oldest first: what else a scan had found would be told of before this.
        try scene.drop("text", at: "z")
        while !found.contains("z"), let path = try await watch.next()?.path { found.insert(path.string) }
        #expect(found == ["a/b/c/three", "a/two", "one", "z"])
    }

    @Test(.timeLimit(.minutes(10))) func tellsOfWhatIsRemovedOrMovedAway() async throws {
        for path: FilePath in ["one", "two", "a/three", "b/four"] { try scene.drop("text", at: path) }
        let (vanished, tell) = AsyncStream.makeStream(of: FilePath.self)
        let watch = try Watch(
            inbox: scene.folders.inbox, options: SpoolOptions(), vanished: { path, _ in tell.yield(path) },
            notify: { _ in })
        defer { watch.stop() }
        // All folders are watched once the thread has looked through them.
        var found: Set<FilePath> = []
        while found.count < 4, let file = try await watch.next() { found.insert(file.path) }
        let inbox = scene.folders.inbox
        #expect(unlink(inbox.pushing("one").string) == 0 && unlink(inbox.pushing("a/three").string) == 0)
        rename(inbox.pushing("two"), inbox.pushing("2"))
        rename(inbox.pushing("b"), inbox.pushing("c"))
        var gone: Set<FilePath> = []
        for await path in vanished {
            gone.insert(path)
            if gone.isSuperset(of: ["one", "two", "a/three", "b"]) { break }
        }
        #expect(gone == ["one", "two", "a/three", "b"])
    }

    /// A folder whose files stay, with more of them than a watch ever knows at a time: each look at everything ends, none
    /// follows from it, and what comes is told by itself.
    @Test(.timeLimit(.minutes(10))) func manyFilesThatStayAreNotLookedAtForEver() async throws {
        for number in 0..<400 { try scene.drop("text", at: FilePath("\(number % 7)/\(number)")) }
        let (arrivals, tell) = AsyncStream.makeStream(of: Arrival.self)
        var options = SpoolOptions()
        options.settleTime = .milliseconds(100)
        let watch = try Watch(
            inbox: scene.folders.inbox, options: options, capacity: 16, arrivals: { tell.yield($0) }, notify: { _ in })
        defer { watch.stop() }
        var told = arrivals.makeAsyncIterator()
        #expect(await told.next() == .anything)
        let inbox = scene.folders.inbox
        // By a rename, by a link, by writing, and in a folder that comes with it.
        let outside = inbox.removingLastComponent().appending("outside")
        #expect(mkdir(outside.string, 0o755) == 0)
        for name in ["renamed", "linked", "moved"] {
            try scene.drop("text", at: FilePath(".hidden-\(name)"))
            if name == "moved" { rename(inbox.appending(".hidden-moved"), outside.appending("moved")) }
        }
        rename(inbox.appending(".hidden-renamed"), inbox.appending("3").appending("renamed"))
        #expect(link(inbox.appending(".hidden-linked").string, inbox.appending("linked").string) == 0)
        #expect(unlink(inbox.appending(".hidden-linked").string) == 0)
        rename(outside, inbox.appending("folder"))
        try scene.drop("text", at: "4/written")
        var found: [Arrival] = []
        while Set(found).count < 4, let arrival = await told.next() { found.append(arrival) }
        let names: [FilePath] = ["3/renamed", "4/written", "folder/moved", "linked"]
        #expect(Set(found) == Set(names.map { .file($0) }))
        // Nothing that was there before is told of, and no look at everything was begun for want of room.
        try await Task.sleep(for: .seconds(1))
        try scene.drop("text", at: "5/last")
        var rest: [Arrival] = []
        while rest.last != .file("5/last"), let arrival = await told.next() { rest.append(arrival) }
        #expect(Set(rest).isSubset(of: Set(found).union([.file("5/last")])), "\(rest)")
    }

    /// How many events the kernel keeps for a watch that does not fetch them.
    private static func queueLength() throws -> Int {
        let file = try FileDescriptor.open("/proc/sys/fs/inotify/max_queued_events", .readOnly)
        return try file.closeAfter {
            try withUnsafeTemporaryAllocation(byteCount: 32, alignment: 1) { buffer in
                let count = try file.read(into: buffer)
                let digits = buffer.prefix(count).prefix { $0 != UInt8(ascii: "\n") }
                return try #require(Int(String(decoding: digits, as: UTF8.self)))
            }
        }
    }

    /// Whoever follows by the events alone has to hear of every loss, not of the first.
    @Test(.timeLimit(.minutes(10))) func tellsEachTimeThatEventsAreLost() async throws {
        let (held, tellHeld) = AsyncStream.makeStream(of: Void.self)
        let (lost, tellLost) = AsyncStream.makeStream(of: Void.self)
        let goOn = DispatchSemaphore(value: 0)
        let watch = try Watch(
            inbox: scene.folders.inbox, options: SpoolOptions(),
            vanished: { path, _ in
                guard path == "hold" else { return }
                tellHeld.yield()
                goOn.wait()
            },
            notify: { notice in if notice == .eventsLost { tellLost.yield() } })
        defer { watch.stop() }
        try scene.drop("text", at: "first")
        _ = try await watch.next()
        let inbox = scene.folders.inbox
        var (holds, losses) = (held.makeAsyncIterator(), lost.makeAsyncIterator())
        for _ in 0..<2 {
            try scene.drop("text", at: "hold")
            #expect(unlink(inbox.pushing("hold").string) == 0)
            await holds.next()
            // Two names in turn, so that no event is like the one before.
            let names = ["a.tmp", "b.tmp"].map { inbox.appending($0).string }
            for number in 0..<(try Self.queueLength()) {
                #expect(mkdir(names[number % 2], 0o700) == 0 && rmdir(names[number % 2]) == 0)
            }
            goOn.signal()
            #expect(await losses.next() != nil)
        }
    }

    @Test(.timeLimit(.minutes(10))) func takesClosedAndRenamedFilesAtOnce() async throws {
        let watch = try watch { $0.settleTime = .seconds(3600) }
        defer { watch.stop() }
        try scene.drop("text", at: "one")
        #expect(try await watch.next()?.path == "one")
        try scene.drop("text", at: "two.part")
        rename("inbox/two.part", "inbox/two")
        #expect(try await told(["two"], by: watch))
        try scene.write("text", to: "outside")
        rename("outside", "inbox/three")
        #expect(try await told(["three"], by: watch))
    }

    @Test(.timeLimit(.minutes(10))) func takesOverNewSettings() async throws {
        for path: FilePath in ["one.bak", "two.bak", "three.txt"] { try scene.drop("text", at: path) }
        let watch = try watch { $0.ignoredPatterns = ["*.bak"] }
        defer { watch.stop() }
        #expect(try await watch.next()?.path == "three.txt")
        try scene.drop("text", at: "four.txt")
        while watch.waitingCount == 0 { try await Task.sleep(for: .milliseconds(5)) }
        var options = SpoolOptions()
        options.settleTime = .milliseconds(200)
        options.ignoredPatterns = ["*.txt"]
        watch.use(options)
        // Found before, and ignored now.
        #expect(try await next(2, of: watch) == ["one.bak", "two.bak"])
        #expect(watch.isInboxThere)
    }

    private func rename(_ from: FilePath, _ to: FilePath) {
        scene.root.pushing(from).withPlatformString { old in
            scene.root.pushing(to).withPlatformString { _ = Glibc.rename(old, $0) }
        }
    }

    @Test(.timeLimit(.minutes(10))) func findsAllOfATreeThatIsMovedIn() async throws {
        for number in 0..<200 {
            let folders = (0...(number % 20)).map { "level\($0)" }.joined(separator: "/")
            scene.makeFolder(FilePath("tree/" + folders))
            try scene.write("text", to: FilePath("tree/\(folders)/\(number)"))
        }
        let watch = try watch()
        defer { watch.stop() }
        rename("tree", "inbox/tree")
        #expect(try await next(200, of: watch).count == 200)
    }

    @Test(.timeLimit(.minutes(10))) func waitsForAnEmptyPlaceholder() async throws {
        let watch = try watch()
        defer { watch.stop() }
        try scene.drop("", at: "scan.txt")
        let began = ContinuousClock.now
        #expect(try await watch.next()?.path == "scan.txt")
        #expect(began.duration(to: .now) >= .milliseconds(500))
        try scene.drop("", at: "scan2.txt")
        try scene.drop("filled", at: "scan2.txt")
        #expect(try await told(["scan2.txt"], by: watch))
    }

    @Test(.timeLimit(.minutes(10))) func anOldModificationTimeMakesNoFileFinished() async throws {
        try scene.drop("text", at: "old.txt")
        let path = scene.folders.inbox.appending("old.txt")
        path.withPlatformString { name in
            let time = timespec(tv_sec: 0, tv_nsec: 0)
            _ = utimensat(AT_FDCWD, name, [time, time], 0)
        }
        // Open, so that a lease says nothing for it either.
        let writer = try FileDescriptor.open(path, .writeOnly, options: [.append, .closeOnExec])
        defer { try? writer.close() }
        let began = ContinuousClock.now
        let watch = try watch { $0.settleTime = .milliseconds(400) }
        defer { watch.stop() }
        #expect(try await watch.next()?.path == "old.txt")
        #expect(began.duration(to: .now) > .milliseconds(300))
    }

    @Test(.timeLimit(.minutes(10))) func tellsOnceOfWhatIsNoDocument() async throws {
        let notices = Notices()
        scene.folders.inbox.appending("fifo").withPlatformString { _ = mkfifo($0, 0o644) }
        scene.folders.inbox.appending("link").withPlatformString { _ = symlink("/etc/passwd", $0) }
        let watch = try watch(notices: notices)
        defer { watch.stop() }
        try await notices.wait { $0.count >= 2 }
        watch.rescan()
        try scene.drop("text", at: "one")
        #expect(try await watch.next()?.path == "one")
        watch.rescan()
        try scene.drop("text", at: "two")
        #expect(try await told(["two"], by: watch))
        #expect(Set(notices.all) == [.leftAlone("fifo", .fifo), .leftAlone("link", .symbolicLink)])
        #expect(notices.all.count == 2)
    }

    @Test(.timeLimit(.minutes(10))) func givesEverythingFromASmallMemory() async throws {
        for number in 0..<300 { try scene.drop("text", at: FilePath("\(number)")) }
        let watch = try watch(capacity: 20)
        defer { watch.stop() }
        // One that goes while a scan reads its folder may be told of again.
        var found: Set<String> = []
        while found.count < 300, let path = try await watch.next()?.path {
            #expect(watch.waitingCount <= 20)
            found.insert(path.string)
            scene.folders.inbox.pushing(path).withPlatformString { _ = unlink($0) }
        }
        #expect(found.count == 300)
    }

    @Test(.timeLimit(.minutes(10))) func followsFoldersThatMoveAndAnInboxThatComesBack() async throws {
        let notices = Notices()
        scene.makeFolder("inbox/old")
        let watch = try watch(notices: notices)
        defer { watch.stop() }
        try scene.drop("text", at: "old/one")
        #expect(try await watch.next()?.path == "old/one")
        rename("inbox/old", "inbox/new")
        try scene.drop("text", at: "new/two")
        // The first is still there, and found again with its folder.
        #expect(try await told(["new/one", "new/two"], by: watch))
        rename("inbox", "away")
        try await notices.wait { $0.contains(.inboxGone(scene.folders.inbox)) }
        rename("away", "inbox")
        try await notices.wait { $0.contains(.inboxBack(scene.folders.inbox)) }
        #expect(try await told(["new/one", "new/two"], by: watch))
    }

    @Test(.timeLimit(.minutes(10))) func tellsWhetherItsThreadMoves() async throws {
        let notices = Notices()
        let gate = DispatchSemaphore(value: 0)
        scene.folders.inbox.appending("fifo").withPlatformString { _ = mkfifo($0, 0o644) }
        var options = SpoolOptions()
        options.settleTime = .milliseconds(10)
        options.pollInterval = .seconds(3600)
        let watch = try Watch(inbox: scene.folders.inbox, options: options) { notice in
            // The thread tells of the FIFO, and is held.
            notices.add(notice)
            gate.wait()
        }
        defer { watch.stop() }
        try await notices.wait { !$0.isEmpty }
        _ = watch.hasMoved()
        #expect(!watch.hasMoved())
        gate.signal()
        // Now it has nothing to do, and moves since it is asked.
        for _ in 0..<3 {
            while !watch.hasMoved() { try await Task.sleep(for: .milliseconds(2)) }
        }
    }

    /// By its type as readdir(3) has it, and by looking where that is left open.
    @Test(arguments: [DT_DIR, DT_REG, DT_UNKNOWN]) func foldersAreKnownAsSuch(type: Int) throws {
        scene.makeFolder("inbox/folder")
        try scene.drop("text", at: "file")
        let inbox = try Kernel.openFolder(scene.folders.inbox)
        let isFolder = ["folder", "file", "nothing"].map { name in
            Array(name.utf8).withUnsafeBufferPointer { FolderReader.isFolder($0, type: type, in: inbox) }
        }
        #expect(isFolder == (type == DT_UNKNOWN ? [true, false, false] : Array(repeating: type == DT_DIR, count: 3)))
    }

    @Test func aPolledFolderThatHasGoneIsForgotten() throws {
        var folders = WatchedFolders()
        let inbox = try Kernel.openFolder(scene.folders.inbox)
        var isNews = [
            folders.follow(inbox, at: "a", pollingBecause: .fileSystem("FUSE")),
            folders.follow(inbox, at: "b", pollingBecause: nil),
        ]
        #expect(isNews == [true, false])
        isNews = [folders.forget("a"), folders.forget("b")]
        #expect(isNews == [true, false])
        let known: [Bool] = [folders.knows("a"), folders.knows("b")]
        #expect(known == [false, false])
    }

    @Test(.timeLimit(.minutes(10))) func aCancelledWaitEnds() async throws {
        let watch = try watch()
        defer { watch.stop() }
        let waiting = Task { try await watch.next()?.path }
        waiting.cancel()
        #expect(try await waiting.value == nil)
    }

    @Test(.timeLimit(.minutes(10))) func oneOfThoseWhoWaitHearsWhyNothingCanBeFound() async throws {
        let watch = try watch()
        defer { watch.stop() }
        let blockage = Blockage(.tooManyOpenFiles, scene.folders.inbox)
        let waiting = (0..<2).map { _ in Task { try await watch.next()?.path } }
        while watch.exchange.state.withLock({ $0.waiters.count }) < 2 { try await Task.sleep(for: .milliseconds(2)) }
        watch.exchange.block(blockage)
        while watch.exchange.state.withLock({ $0.waiters.count }) > 1 { try await Task.sleep(for: .milliseconds(2)) }
        try scene.drop("text", at: "one")
        var (found, errors): ([FilePath?], [Blockage]) = ([], [])
        for wait in waiting {
            do { found.append(try await wait.value) } catch { errors.append(try #require(error as? Blockage)) }
        }
        #expect(found == ["one"] && errors == [blockage])
    }

    @Test func theQueueGivesOldestFirstAndKeepsTheOldest() {
        var queue = CandidateQueue(capacity: 4)
        for number in [5, 3, 9, 1, 7, 8, 2, 6, 4, 0].shuffled() {
            queue.offer(FoundFile(FilePath("\(number)")), changed: Int64(number))
        }
        #expect(queue.isIncomplete)
        var taken: [String] = []
        while let path = queue.takeOldest()?.path { taken.append(path.string) }
        #expect(taken == ["0", "1", "2", "3"] && queue.wantsMore)
    }

    @Test func aQueueThatGivesBackRoomKeepsItsOrder() {
        var queue = CandidateQueue(capacity: 10_000)
        for number in (0..<10_000).shuffled() {
            queue.offer(FoundFile(FilePath("\(number)"), isWhole: number.isMultiple(of: 3)), changed: Int64(number))
        }
        var taken: [FoundFile] = []
        while let file = queue.takeOldest() { taken.append(file) }
        #expect(taken == (0..<10_000).map { FoundFile(FilePath("\($0)"), isWhole: $0.isMultiple(of: 3)) })
    }

    @Test func whatIsSaidLastOfAFileInTheQueueHolds() {
        var queue = CandidateQueue(capacity: 4)
        for isWhole in [false, true] { queue.offer(FoundFile("a", isWhole: isWhole), changed: 1) }
        for isWhole in [true, false] { queue.offer(FoundFile("b", isWhole: isWhole), changed: 2) }
        #expect(queue.count == 2)
        #expect(queue.takeOldest() == FoundFile("a", isWhole: true))
        #expect(queue.takeOldest() == FoundFile("b", isWhole: false))
    }

    @Test func theQueueHoldsWhatItMayAndEachFileOnce() {
        var queue = CandidateQueue(capacity: 3)
        for name: FilePath in ["one", "two", "one", "three"] { queue.offer(FoundFile(name), changed: 7) }
        #expect(queue.count == 3 && !queue.isIncomplete)
        queue.offer(FoundFile("older"), changed: 6)
        #expect(queue.count == 3 && queue.isIncomplete && queue.oldestChange == 6)
        // Newer than all that is kept, so not worth keeping before the next scan.
        queue.offer(FoundFile("newer"), changed: 8)
        queue.removeAll { $0 == "older" }
        queue.offer(FoundFile("three"), changed: 7)
        // Those that changed at the same time come in the order in which they were offered.
        var taken: [FilePath] = []
        while let path = queue.takeOldest()?.path { taken.append(path) }
        #expect(taken == ["one", "two", "three"])
        queue.beginScan()
        queue.offer(FoundFile("newer"), changed: 8)
        #expect(queue.takeOldest()?.path == "newer" && !queue.isIncomplete)
    }
}

/// What a watch told.
final class Notices: Sendable {
    private let notices = Mutex<[SpoolNotice]>([])

    var all: [SpoolNotice] { notices.withLock { $0 } }

    @Sendable func add(_ notice: SpoolNotice) { notices.withLock { $0.append(notice) } }

    func wait(until isTrue: ([SpoolNotice]) -> Bool) async throws {
        while !isTrue(all) { try await Task.sleep(for: .milliseconds(10)) }
    }
}
