import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import Spool

/// What retention removes, and what it must leave.
@Suite struct PruningTests {
    let scene: Scene

    init() throws {
        scene = try Scene()
        _ = try scene.open()
    }

    private static func days(_ count: Int) -> Duration { .seconds(86_400 * count) }

    /// A policy that keeps the same everywhere.
    private func policy(_ retention: Retention) -> RetentionPolicy {
        var policy = RetentionPolicy()
        (policy.archive, policy.outbox, policy.failed) = (retention, retention, retention)
        return policy
    }

    /// Prunes as if so many days had passed.
    @discardableResult
    private func prune(
        _ retention: Retention, after days: Int = 0, isDryRun: Bool = false, _ tell: (PrunedItem) -> Void = { _ in }
    ) throws -> [PrunedFolder] {
        let now = wallTime() + Int64(days) * 86_400_000_000_000
        return try Pruner(scene.folders, policy(retention), now: now).run(isDryRun: isDryRun, tell)
    }

    /// Waits until the file system's clock has moved, so that what comes next is younger.
    private func tick() { usleep(20_000) }

    private func deliver(_ paths: [FilePath], failing: Set<FilePath> = []) throws {
        let spool = try scene.open()
        for path in paths {
            try scene.drop("text of \(path)", at: path)
            let claim = try spool.claim(path)
            if failing.contains(path) {
                try spool.fail(claim, because: Failure(reason: "crash", message: "It died."))
            } else {
                _ = try spool.deliver([report(for: claim)], for: claim)
            }
            tick()
        }
    }

    private var all: [String] {
        ["state/archive", "outbox", "state/failed"].flatMap { folder in
            scene.files(FilePath(folder)).map { "\(folder)/\($0)" }
        }
    }

    /// What tells of a report that an alert waited for is kept as long as reports are; nothing else in those folders is
    /// removed, nor they.
    @Test func matchesOfAlertsAreKeptAsLongAsReports() throws {
        try deliver(["a.txt"])
        let folder = scene.folders.outbox.pushing(".alerts/strikes")
        for path in [folder.removingLastComponent(), folder, folder.appending("new")] {
            #expect(mkdir(path.string, 0o750) == 0)
        }
        func write(_ text: String, as name: String) throws {
            let file = try FileDescriptor.open(
                folder.pushing(FilePath(name)), .writeOnly, options: [.create], permissions: [.ownerReadWrite])
            try file.closeAfter { _ = try file.writeAll(text.utf8) }
        }
        for name in ["a.txt.json.0123.json", "new/a.txt.json.0123.json"] {
            try write(#"{"alert":"strikes","delivered":1,"report":"a.txt.json"}"#, as: name)
        }
        for (name, text) in [
            ("other.json", #"{"alert":"cranes"}"#), ("note.json", "{}"), ("note.txt", #"{"alert":"strikes"}"#),
            (".strikes.json", #"{"alert":"strikes"}"#),
        ] {
            try write(text, as: name)
        }
        try prune(Retention(age: Self.days(9)), after: 8)
        #expect(all.contains("outbox/.alerts/strikes/a.txt.json.0123.json") && all.contains("outbox/a.txt.json"))
        var told: [FilePath] = []
        let results = try prune(Retention(age: Self.days(9)), after: 10) { told.append($0.path) }
        #expect(told.contains(".alerts/strikes/a.txt.json.0123.json"))
        #expect(told.contains(".alerts/strikes/new/a.txt.json.0123.json"))
        #expect(results.first { $0.role == .outbox }?.removed.things == 3)
        #expect(!all.contains("outbox/a.txt.json"))
        for name in ["other.json", "note.json", "note.txt", ".strikes.json"] {
            #expect(access(folder.appending(name).string, F_OK) == 0, "\(name)")
            #expect(unlink(folder.appending(name).string) == 0)
        }
        // Empty, and made with an access of its own.
        try prune(Retention(age: Self.days(9)), after: 10)
        #expect(access(folder.string, F_OK) == 0)
    }

    @Test func withoutLimitsAllIsKept() throws {
        try deliver(["a/one.txt", "b.txt"], failing: ["b.txt"])
        let before = all
        #expect(try prune(Retention(), after: 10_000) == [])
        #expect(all == before && before.count == 4)
    }

    @Test func whatIsOlderGoesWithItsErrorFileAndItsFolder() throws {
        try deliver(["a/b/one.txt", "two.txt", "a/bad.txt"], failing: ["a/bad.txt"])
        #expect(try prune(Retention(age: Self.days(90)), after: 89).allSatisfy { $0.removed.things == 0 })
        let before = all
        var told: [String] = []
        let looked = try prune(Retention(age: Self.days(90)), after: 91, isDryRun: true) {
            told.append("\($0.role.name)/\($0.path)")
        }
        #expect(all == before)
        let folders = try prune(Retention(age: Self.days(90)), after: 91)
        #expect(looked == folders)
        #expect(
            told.sorted() == [
                "archive/a/b/one.txt", "archive/two.txt", "failed/a/bad.txt", "outbox/a/b/one.txt.json",
                "outbox/two.txt.json",
            ])
        #expect(folders.map(\.role) == [.archive, .outbox, .failed])
        #expect(folders.map(\.removed.things) == [2, 2, 1] && folders.allSatisfy { $0.kept.things == 0 })
        #expect(all == [])
        for folder in ["state/archive/a", "outbox/a", "state/failed/a"] {
            #expect(access(scene.root.pushing(FilePath(folder)).string, F_OK) != 0, "\(folder)")
        }
        for folder in ["state/archive", "outbox", "state/failed"] {
            #expect(access(scene.root.pushing(FilePath(folder)).string, F_OK) == 0, "\(folder)")
        }
    }

    @Test func theNewestAreKeptAsLongAsThereIsSpace() throws {
        try deliver(["1.txt", "2.txt", "a/3.txt", "a/4.txt", "5.txt"])
        let status = try Kernel.status(of: scene.folders.layout.archive.appending("1.txt"))
        #expect(status.allocatedBytes > 0)
        let folders = try prune(Retention(bytes: 2 * status.allocatedBytes))
        #expect(scene.files("state/archive") == ["5.txt", "a/4.txt"])
        #expect(scene.files("outbox") == ["5.txt.json", "a/4.txt.json"])
        #expect(folders.first?.kept == PrunedFolder.Count(things: 2, bytes: 2 * status.allocatedBytes))
        #expect(folders.first?.removed.bytes == 3 * status.allocatedBytes)
    }

    @Test func ofBothLimitsTheStricterCounts() throws {
        try deliver(["1.txt", "2.txt", "3.txt"])
        let size = try Kernel.status(of: scene.folders.layout.archive.appending("1.txt")).allocatedBytes
        try prune(Retention(age: Self.days(1), bytes: 2 * size))
        #expect(scene.files("state/archive") == ["2.txt", "3.txt"])
        try prune(Retention(age: Self.days(1), bytes: 100 * size), after: 2)
        #expect(all == [])
    }

    @Test func whatIsNotOursStays() throws {
        try deliver(["a/one.txt"])
        let outside: FilePath = "outside"
        scene.makeFolder(outside)
        try scene.write("mine", to: "outside/file.txt")
        let others = [
            ("outbox/notes.txt", "mine"), ("outbox/a/mine.json", "{}"), ("outbox/.copydesk-1", "half"),
            ("outbox/a/mine.json.zst", "no frame"), ("state/archive/a/.copydesk-2", "half"),
            ("state/failed/stray.txt", "no reason"), ("state/failed/stray.error.json", "{}"),
        ]
        for (path, text) in others { try scene.write(text, to: FilePath(path)) }
        for folder in ["state/archive", "outbox", "state/failed"] {
            let base = scene.root.pushing(FilePath(folder))
            symlink("\(scene.root)/outside", base.appending("folder").string)
            symlink("\(scene.root)/outside/file.txt", base.appending("link.json").string)
            mkfifo(base.appending("pipe.json").string, 0o600)
        }
        let before = Set(all)
        try prune(Retention(age: Self.days(1)), after: 2)
        #expect(before.subtracting(all) == ["state/archive/a/one.txt", "outbox/a/one.txt.json"])
        for (path, text) in others { #expect(scene.text(FilePath(path)) == text, "\(path)") }
        #expect(scene.text("outside/file.txt") == "mine")
    }

    @Test func whatIsClaimedIsNotTouched() throws {
        let spool = try scene.open()
        for path: FilePath in ["claimed.txt", "waiting.txt"] { try scene.drop("text", at: path) }
        let claim = try spool.claim("claimed.txt")
        // As a quarantine that was cut off leaves it: the reason is there, the document not yet.
        try scene.write(#"{"claim":"\#(claim.id)","path":"claimed.txt"}"#, to: "state/failed/claimed.txt.error.json")
        try scene.write(#"{"claim":"1","path":"gone.txt"}"#, to: "state/failed/gone.txt.error.json")
        let before = scene.files("state/spool")
        try prune(Retention(age: Self.days(1)), after: 2)
        #expect(scene.files("state/spool") == before)
        #expect(scene.files("inbox") == ["waiting.txt"])
        #expect(scene.files("state/failed") == ["claimed.txt.error.json"])
    }

    @Test func whatComesAfterTheFirstLookStays() throws {
        try deliver(["a/one.txt"])
        let (scene, locks) = (scene, Counter())
        try Kernel.$faults.withValue({ call in
            // First it is tried whether there are locks, then it is asked for after the look.
            if call == "flock", locks.increment() == 2 { try? scene.write("newer", to: "state/archive/a/one.txt") }
            return nil
        }) {
            try prune(Retention(age: .milliseconds(1)))
        }
        #expect(locks.value >= 2)
        #expect(scene.text("state/archive/a/one.txt") == "newer")
        #expect(scene.files("outbox") == [])
    }

    @Test func aDeathAnywhereLeavesNoDocumentWithoutItsReason() throws {
        let paths: [FilePath] = ["a/1.txt", "a/2.txt", "b/c/3.txt", "4.txt"]
        var number = 0
        while true {
            number += 1
            let scene = try Scene()
            do {
                let spool = try scene.open()
                for path in paths {
                    try scene.drop("text of \(path)", at: path)
                    try spool.fail(spool.claim(path), because: Failure(reason: "crash", message: "It died."))
                }
            }
            let fault = Fault(.death, at: number)
            let pruner = Pruner(
                scene.folders, policy(Retention(age: Self.days(1))), now: wallTime() + 2 * 86_400_000_000_000)
            _ = try? fault.inject { try pruner.run() }
            let left = Set(scene.files("state/failed"))
            for name in left where !name.hasSuffix(".error.json") {
                #expect(left.contains(name + ".error.json"), "\(fault.testDescription)")
            }
            _ = try pruner.run()
            #expect(scene.files("state/failed") == [], "\(fault.testDescription)")
            if !fault.happened { break }
        }
        #expect(number > 20, "the faults must have met every call")
    }

    /// Deliveries of what lies there already rely on it; so many that many meet a removal.
    @Test func whatIsDeliveredAgainMeanwhileIsThereAfterwards() async throws {
        let paths = (0..<40).map { FilePath("\($0 % 4)/\($0).txt") }
        try deliver(paths)
        tick()
        let limit = wallTime()
        tick()
        let (scene, spool) = (scene, try scene.open { $0.onConflict = .replace })
        var retention = RetentionPolicy()
        (retention.archive, retention.outbox) = (Retention(age: Self.days(1)), Retention(age: Self.days(1)))
        let policy = retention
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<2 {
                group.addTask {
                    for path in paths where path.lastComponent.map({ $0.string.hashValue & 1 == number }) ?? false {
                        try scene.drop("text of \(path)", at: path)
                        let claim = try spool.claim(path)
                        _ = try spool.deliver([report(for: claim)], for: claim)
                    }
                }
            }
            group.addTask {
                let pruner = Pruner(scene.folders, policy, now: limit + 86_400_000_000_000)
                for _ in 0..<50 { _ = try pruner.run() }
            }
            try await group.waitForAll()
        }
        #expect(scene.files("state/archive") == paths.map(\.string).sorted())
        #expect(scene.files("outbox") == paths.map { $0.string + ".json" }.sorted())
        #expect(scene.files("state/spool") == [])
    }

    @Test func aRunThatIsStoppedKeepsTheRest() throws {
        try deliver(["1.txt", "2.txt", "3.txt"])
        let pruner = Pruner(
            scene.folders, policy(Retention(age: Self.days(1))), now: wallTime() + 2 * 86_400_000_000_000,
            isStopped: { true })
        #expect(try pruner.run().allSatisfy { $0.removed.things == 0 })
        #expect(all.count == 6)
    }

    @Test func theDaemonsTurnComesWhenItIsDue() throws {
        let unlimited = try scene.open()
        #expect(!unlimited.isRetentionDue(after: .zero))
        var limited = SpoolOptions()
        limited.retention.archive = Retention(age: Self.days(1))
        unlimited.use(limited)
        #expect(unlimited.isRetentionDue(after: .seconds(600)))
        #expect(try unlimited.applyRetention { false }.map(\.role) == [.archive])
        #expect(!unlimited.isRetentionDue(after: .seconds(600)))
        #expect(unlimited.isRetentionDue(after: .zero))
    }

    @Test func foldersThatAreNotThereAreNamed() throws {
        let nowhere = SpoolFolders(inbox: "/nonexistent/i", outbox: "/nonexistent/o", state: "/nonexistent/s")
        #expect(throws: PruningError.unreadable("/nonexistent/s", .noSuchFileOrDirectory)) {
            try Pruner(nowhere, policy(Retention(bytes: 1))).run()
        }
    }
}
