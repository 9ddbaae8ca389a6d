import Compression
import Digest
import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import Spool

/// What a faulty system does at its `number`th call.
struct Fault: Sendable, CustomTestStringConvertible {
    enum Kind: Sendable {
        /// The process is gone: this and all later calls have no effect.
        case death
        case error(Errno)
    }

    let kind: Kind
    let number: Int
    private let count = Counter()

    init(_ kind: Kind, at number: Int) {
        self.kind = kind
        self.number = number
    }

    /// Whether so many calls were made that the fault came.
    var happened: Bool { count.value >= number }

    /// The calls made in `body`, where the fault is in force.
    func inject<Value>(_ body: () throws -> Value) rethrows -> Value {
        try Kernel.$faults.withValue({ _ in next() }) { try body() }
    }

    private func next() -> Errno? {
        let now = count.increment()
        switch kind {
        case .death: return now >= number ? .ioError : nil
        case .error(let errno): return now == number ? errno : nil
        }
    }

    var testDescription: String { "\(kind) at call \(number)" }
}

final class Counter: Sendable {
    private let count = Atomic(0)
    var value: Int { count.load(ordering: .relaxed) }
    func increment() -> Int { count.add(1, ordering: .relaxed).newValue }
}

/// A way that one document goes, and what must be there at its end.
struct Way: Sendable, CustomTestStringConvertible {
    let name: String
    let inboxParent: FilePath
    let prepare: @Sendable (Scene) throws -> Void
    let options: @Sendable (inout SpoolOptions) -> Void
    let fails: Bool
    /// Whether a copy is taken first, and the file itself when it has rested.
    var rests = false
    /// What is added to the file after the first of them.
    var added = ""
    let outbox: [String]
    let archive: [String]
    let failed: [String]
    /// Whether a report is there before, so that one must be there at any moment.
    var hasReportBefore = false
    /// How many documents the file holds.
    var documents = 1
    /// Whether somebody else dropped the file.
    var isOthers = false

    var testDescription: String { name }

    private static let earlierReport = #"{ "document": { "path": "a/story.txt", "sha256": "0" } }"# + "\n"

    static let all = [
        Way(
            name: "delivery", inboxParent: "/dev/shm", prepare: { _ in }, options: { _ in }, fails: false,
            outbox: ["a/story.txt.json"], archive: ["a/story.txt"], failed: []),
        Way(
            name: "delivery, original deleted", inboxParent: "/dev/shm", prepare: { _ in },
            options: { $0.archive = .delete }, fails: false, outbox: ["a/story.txt.json"], archive: [],
            failed: []),
        Way(
            name: "delivery from another file system", inboxParent: "/tmp", prepare: { _ in },
            options: { _ in }, fails: false, outbox: ["a/story.txt.json"], archive: ["a/story.txt"],
            failed: []),
        Way(
            name: "delivery where other documents have the names", inboxParent: "/dev/shm",
            prepare: { scene in
                for folder: FilePath in ["outbox/a", "state/archive/a"] { scene.makeFolder(folder) }
                try scene.write("{ \"sha256\": \"0\" }", to: "outbox/a/story.txt.json")
                try scene.write("older", to: "state/archive/a/story.txt")
            }, options: { _ in }, fails: false,
            outbox: ["a/story.txt.2cf24dba.json", "a/story.txt.json"],
            archive: ["a/story.txt", "a/story.txt.2cf24dba"], failed: []),
        Way(
            name: "delivery in the place of an earlier version", inboxParent: "/dev/shm",
            prepare: { scene in
                scene.makeFolder("outbox/a")
                try scene.write(earlierReport, to: "outbox/a/story.txt.json")
            }, options: { $0.onConflict = .replace }, fails: false, outbox: ["a/story.txt.json"],
            archive: ["a/story.txt"], failed: [], hasReportBefore: true),
        Way(
            name: "delivery in the place of an earlier version that is compressed", inboxParent: "/dev/shm",
            prepare: { scene in
                scene.makeFolder("outbox/a")
                try scene.write(
                    Zstandard.compressed(Array(earlierReport.utf8)), to: "outbox/a/story.txt.json.zst")
            }, options: { $0.onConflict = .replace }, fails: false, outbox: ["a/story.txt.json"],
            archive: ["a/story.txt"], failed: [], hasReportBefore: true),
        Way(
            name: "delivery of what was delivered before", inboxParent: "/dev/shm",
            prepare: { scene in
                for folder: FilePath in ["outbox/a", "state/archive/a"] { scene.makeFolder(folder) }
                let sha256 = SHA256.hexDigest(of: Array("hello".utf8))
                try scene.write(#"{ "sha256": "\#(sha256)" }"#, to: "outbox/a/story.txt.json")
                try scene.write("hello", to: "state/archive/a/story.txt")
            }, options: { _ in }, fails: false, outbox: ["a/story.txt.json"],
            archive: ["a/story.txt"], failed: [], hasReportBefore: true),
        Way(
            name: "failure", inboxParent: "/dev/shm", prepare: { _ in }, options: { _ in }, fails: true,
            outbox: [],
            archive: [], failed: ["a/story.txt", "a/story.txt.error.json"]),
        Way(
            name: "failure where another document has the name", inboxParent: "/dev/shm",
            prepare: { scene in
                scene.makeFolder("state/failed/a")
                try scene.write("older", to: "state/failed/a/story.txt.error.json")
            }, options: { _ in }, fails: true, outbox: [], archive: [],
            failed: ["a/story.txt.2cf24dba", "a/story.txt.2cf24dba.error.json", "a/story.txt.error.json"]),
        Way(
            name: "too large", inboxParent: "/dev/shm", prepare: { _ in }, options: { $0.maxBytes = 4 },
            fails: true,
            outbox: [], archive: [], failed: ["a/story.txt", "a/story.txt.error.json"]),
        Way(
            name: "delivery of a copy", inboxParent: "/dev/shm", prepare: { _ in }, options: { _ in }, fails: false,
            rests: true, outbox: ["a/story.txt.json"], archive: ["a/story.txt"], failed: []),
        Way(
            name: "delivery of a copy from another file system", inboxParent: "/tmp", prepare: { _ in },
            options: { _ in }, fails: false, rests: true, outbox: ["a/story.txt.json"], archive: ["a/story.txt"],
            failed: []),
        Way(
            name: "failure of a copy", inboxParent: "/dev/shm", prepare: { _ in }, options: { _ in }, fails: true,
            rests: true, outbox: [], archive: [], failed: ["a/story.txt", "a/story.txt.error.json"]),
        Way(
            name: "delivery of a part, then of the whole", inboxParent: "/dev/shm", prepare: { _ in },
            options: { _ in }, fails: false, rests: true, added: " world", outbox: ["a/story.txt.json"],
            archive: ["a/story.txt"], failed: []),
        Way(
            name: "delivery of three documents", inboxParent: "/dev/shm", prepare: { _ in }, options: { _ in },
            fails: false, outbox: ["a/story.txt.2.json", "a/story.txt.3.json", "a/story.txt.json"],
            archive: ["a/story.txt"], failed: [], documents: 3),
        Way(
            name: "delivery of two documents where another has the name", inboxParent: "/dev/shm",
            prepare: { scene in
                scene.makeFolder("outbox/a")
                try scene.write("{ \"sha256\": \"0\" }", to: "outbox/a/story.txt.2.json")
            }, options: { _ in }, fails: false,
            outbox: ["a/story.txt.2.2cf24dba.json", "a/story.txt.2.json", "a/story.txt.json"],
            archive: ["a/story.txt"], failed: [], documents: 2),
        Way(
            name: "delivery of a part, then of the whole, of two documents", inboxParent: "/dev/shm",
            prepare: { _ in }, options: { _ in }, fails: false, rests: true, added: " world",
            outbox: ["a/story.txt.2.json", "a/story.txt.json"], archive: ["a/story.txt"], failed: [], documents: 2),
        Way(
            name: "delivery of another user's document", inboxParent: "/dev/shm", prepare: { _ in },
            options: { _ in }, fails: false, outbox: ["a/story.txt.json"], archive: ["a/story.txt"], failed: [],
            isOthers: true),
        Way(
            name: "failure of another user's document", inboxParent: "/dev/shm", prepare: { _ in },
            options: { _ in }, fails: true, outbox: [], archive: [], failed: ["a/story.txt", "a/story.txt.error.json"],
            isOthers: true),
    ]

    func makeScene() throws -> Scene {
        let scene = try Scene(under: inboxParent)
        // The state and the outbox on the disk, the inbox perhaps elsewhere.
        let rest = inboxParent == "/dev/shm" ? scene : try Scene()
        let whole = Scene(
            folders: SpoolFolders(
                inbox: scene.folders.inbox, outbox: rest.folders.outbox, state: rest.folders.state),
            root: rest.root, keeping: [scene, rest])
        for folder: FilePath in ["outbox", "state"] { whole.makeFolder(folder) }
        for folder: FilePath in ["state/archive", "state/failed"] { whole.makeFolder(folder) }
        try prepare(whole)
        let inbox = Scene(folders: scene.folders, root: scene.root, keeping: [scene])
        try inbox.drop("hello", at: "a/story.txt")
        if isOthers { try inbox.giveToAnother("inbox/a/story.txt") }
        return whole
    }

    /// Sees the document through, from where it is.
    func finish(_ spool: Spool, _ recovered: [Claim]) throws {
        guard rests else { return try finish(spool, recovered, FoundFile("a/story.txt")) }
        try finish(spool, recovered, FoundFile("a/story.txt", isWhole: false))
        try add(to: spool.folders)
        try finish(spool, [], FoundFile("a/story.txt"))
        // A copy was delivered: the file itself goes now.
        try finish(spool, [], FoundFile("a/story.txt"))
    }

    /// Adds to the file, unless that was done in an earlier life or the file has gone.
    private func add(to folders: SpoolFolders) throws {
        let path = folders.inbox.appending("a/story.txt")
        guard !added.isEmpty, let file = try? FileDescriptor.open(path, .readWrite, options: [.append, .closeOnExec])
        else { return }
        _ = try file.closeAfter {
            if try file.seek(offset: 0, from: .end) == 5 { _ = try file.writeAll(added.utf8) }
        }
    }

    private func finish(_ spool: Spool, _ recovered: [Claim], _ file: FoundFile) throws {
        var claims = recovered
        if claims.isEmpty {
            do throws(ClaimError) {
                claims = [try spool.claim(file)]
            } catch {
                switch error {
                case .gone, .tooLarge, .resting, .retired: return
                default: throw error
                }
            }
        }
        for var claim in claims {
            try spool.beginAttempt(&claim)
            if fails {
                try spool.fail(claim, because: Failure(reason: "reason", message: "message"))
            } else {
                _ = try spool.deliver(reports(for: claim), for: claim)
            }
        }
    }

    /// A report on each document in the claim's file.
    func reports(for claim: Claim) -> [[UInt8]] {
        (1...documents).map { report(for: claim, at: $0 == 1 ? "x" : "x#\($0)") }
    }

    func check(_ scene: Scene, _ fault: Fault) {
        #expect(scene.files("outbox") == outbox, "\(fault.testDescription)")
        #expect(scene.files("state/archive") == archive, "\(fault.testDescription)")
        #expect(scene.files("state/failed") == failed, "\(fault.testDescription)")
        #expect(scene.files("state/spool") == [], "\(fault.testDescription)")
        #expect(Scene.files(in: scene.folders.inbox) == [], "\(fault.testDescription)")
        for name in outbox {
            #expect(
                scene.text(FilePath("outbox/" + name))?.contains("sha256") == true,
                "\(fault.testDescription)")
        }
        for path in archive.map({ "archive/" + $0 }) + failed.map({ "failed/" + $0 }) {
            let status = try? Kernel.status(of: scene.root.appending("state").appending(path))
            #expect(status.map { $0.isOurs && $0.mode & 0o022 == 0 } == true, "\(path), \(fault.testDescription)")
        }
        if let name = archive.last {
            #expect(scene.text(FilePath("state/archive/" + name)) == "hello" + added, "\(fault.testDescription)")
        }
    }
}

struct CrashTests {
    @Test(arguments: Way.all)
    func aDeathBeforeAnyCallLosesNothing(way: Way) throws {
        var number = 0
        while true {
            number += 1
            let fault = Fault(.death, at: number)
            let scene = try way.makeScene()
            do {
                let spool = try scene.open(way.options)
                try? fault.inject { try way.finish(spool, []) }
            }
            if fault.happened {
                // Whatever is visible now is whole.
                let visible = scene.files("outbox").filter { !$0.contains("/.") }
                #expect(!visible.isEmpty || !way.hasReportBefore, "\(fault.testDescription)")
                for name in visible where name.hasSuffix(".json") {
                    let text = scene.text(FilePath("outbox/" + name)) ?? ""
                    #expect(text.hasSuffix("}\n") || text.hasSuffix("}"), "\(fault.testDescription)")
                }
            }
            let spool = try scene.open { options in
                way.options(&options)
                options.rescanInterval = .zero
            }
            try way.finish(spool, try spool.recover())
            // What the first life left of an original that has gone is looked for until the inbox was scanned.
            spool.tendOriginals()
            // A recovery that ended the claim itself leaves nothing to claim.
            way.check(scene, fault)
            if !fault.happened { break }
        }
        #expect(number > 20, "the faults must have met every call of the way")
    }

    @Test(arguments: Way.all, [Errno.noSpace, .ioError])
    func anErrorOfAnyCallLosesNothing(way: Way, errno: Errno) throws {
        var number = 0
        while true {
            number += 1
            let fault = Fault(.error(errno), at: number)
            let scene = try way.makeScene()
            let spool = try scene.open(way.options)
            fault.inject { sinkOrSwim(way, spool) }
            try way.finish(spool, try spool.recover())
            way.check(scene, fault)
            if !fault.happened { break }
        }
        #expect(number > 20, "the faults must have met every call of the way")
    }

    /// As the daemon does: the step that failed is made again.
    private func sinkOrSwim(_ way: Way, _ spool: Spool) {
        func again<Value>(_ step: () throws -> Value) -> Value? {
            for _ in 0..<3 {
                do {
                    return try step()
                } catch ClaimError.gone(_) {
                    return nil
                } catch ClaimError.tooLarge(_, _, _) {
                    return nil
                } catch {
                    continue
                }
            }
            return nil
        }
        var claims = again { [try spool.claim(FoundFile("a/story.txt", isWhole: !way.rests))] } ?? []
        // What is left in the spool by a claim that did not get as far as its return comes back at the next start.
        if claims.isEmpty { claims = again { try spool.recover() } ?? [] }
        for claim in claims {
            var claim = claim
            _ = again { try spool.beginAttempt(&claim) }
            if way.fails {
                _ = again { try spool.fail(claim, because: Failure(reason: "reason", message: "message")) }
            } else {
                _ = again { try spool.deliver(way.reports(for: claim), for: claim) }
            }
        }
    }
}
