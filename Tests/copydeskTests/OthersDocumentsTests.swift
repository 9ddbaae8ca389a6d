import Foundation
import Glibc
import Testing

/// A daemon over documents that belong to somebody else, of which the kernel tells it not whether they are open.
///
/// Of its own documents a daemon is told; so this cannot be tried by one user, and fails where it cannot be tried.
@Suite(.timeLimit(.minutes(10))) struct OthersDocumentsTests {
    private let folders: DaemonHarness

    init() throws {
        try #require(geteuid() == 0, "Run this as root: only root can be two users, one who drops and one who works.")
        folders = try DaemonHarness()
        for folder in [folders.root, folders.inbox, folders.outbox, folders.state] {
            #expect(chmod(folder.path, 0o777) == 0)
        }
        try FileManager.default.copyItem(at: DaemonHarness.binary, to: folders.root.appendingPathComponent("copydesk"))
    }

    /// Written in place, as by `cp`.
    private func drop() throws {
        try Data("The mayor of Velmora opened a bridge.\n".utf8).write(to: folders.file("inbox", "story.txt"))
        #expect(chmod(folders.file("inbox", "story.txt").path, 0o644) == 0)
    }

    private func daemon(_ words: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/setpriv")
        process.arguments =
            [
                "--reuid", "65533", "--regid", "65533", "--clear-groups",
                folders.root.appendingPathComponent("copydesk").path, "run", "--inbox", folders.inbox.path, "--outbox",
                folders.outbox.path, "--state", folders.state.path, "--set", "limits.minFreeBytes=0", "--set",
                "watch.settle=50ms",
            ] + words
        process.standardError = FileHandle.nullDevice
        return process
    }

    private func inbox() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folders.inbox.path).sorted()
    }

    private func reports() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folders.outbox.path).sorted()
    }

    private func empty() async throws {
        let once = daemon(["--once", "--set", "watch.rest=2s"])
        try once.run()
        defer { if once.isRunning { kill(once.processIdentifier, SIGKILL) } }
        try await folders.wait("the end") { !once.isRunning }
        #expect(once.terminationStatus == 0)
        #expect(try inbox() == [])
        #expect(try reports() == ["story.txt.json"])
    }

    @Test func theInboxIsEmptyWhenOneRunHasEnded() async throws {
        try drop()
        try await empty()
    }

    /// Does something on a thread of its own, which the work of other tests does not hold up.
    private func apart<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }

    @Test func aStopLeavesNoDocumentUnderAHiddenName() async throws {
        // It has the hidden name for as long as it rested before.
        let process = daemon(["--set", "watch.rest=12s"])
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        // One that rested before the start is whole, and leaves at once.
        try await folders.wait("the start") { folders.exists(folders.file("state", "status.json")) }
        try drop()
        let (inboxPath, pid) = (folders.inbox.path, process.processIdentifier)
        let isSeen = try await apart {
            let end = ContinuousClock.now + .seconds(180)
            while ContinuousClock.now < end {
                let name = try FileManager.default.contentsOfDirectory(atPath: inboxPath).first
                if name?.hasPrefix(".copydesk-") == true { return kill(pid, SIGTERM) == 0 }
                usleep(10_000)
            }
            return false
        }
        #expect(isSeen)
        try await folders.wait("the end") { !process.isRunning }
        #expect(try inbox() == ["story.txt"])
        // It is known, and gets no second report.
        try await empty()
    }

    /// A member of the daemon's group, who drops documents and reads what comes of them.
    private func asMember(_ script: String) throws -> ToolRun {
        try ToolRun(
            URL(filePath: "/usr/bin/setpriv"),
            ["--reuid", "65532", "--regid", "65533", "--clear-groups", "sh", "-c", "umask 0; " + script])
    }

    /// A file keeps its owner when it is moved, and whoever owns it may write to it wherever it lies.
    @Test(arguments: [
        ("The mayor of Velmora opened a bridge.\n", "archive/story.txt"), ("Good until here\\377A", "failed/story.txt"),
    ])
    func whatIsMovedInNobodyElseMayAlter(text: String, place: String) async throws {
        // Moved out of the inbox whether it comes before the watch is set or after.
        let process = daemon(["--set", "watch.rest=0ms"])
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        try await folders.wait("the start") { folders.exists(folders.file("state", "status.json")) }
        let source = folders.root.appendingPathComponent("story.txt").path
        let dropped = try asMember(
            "printf '\(text)' >'\(source)' && ln '\(source)' '\(source).second' && rm '\(source)' && "
                + "mv '\(source).second' '\(folders.inbox.path)/story.txt'")
        #expect(dropped.status == 0, "\(dropped.errors)")
        let document = folders.file("state", place)
        try await folders.wait("its end") { try inbox() == [] && folders.exists(document) }
        let before = try asMember("cat '\(document.path)'")
        #expect(before.status == 0, "\(before.errors)")
        for change in [
            ">>'\(document.path)' echo forged", "chmod 666 '\(document.path)'", "truncate -s 0 '\(document.path)'",
        ] {
            #expect(try asMember(change).status != 0, "\(change)")
        }
        #expect(try asMember("cat '\(document.path)'").output == before.output)
        let owner = try FileManager.default.attributesOfItem(atPath: document.path)[.ownerAccountID] as? Int
        #expect(owner == 65_533)
        // Why it failed is for members to read.
        if place.hasPrefix("failed/") { #expect(try asMember("cat '\(document.path).error.json'").status == 0) }
    }

    /// Where nothing can be put its documents wait, and everybody who asks is told where and what mends it.
    @Test(arguments: ["outbox", "state/archive", "state/failed"])
    func aFolderThatIsClosedToTheDaemonIsNamedWithWhatMendsIt(base: String) async throws {
        let closed = folders.root.appendingPathComponent("\(base)/a")
        try FileManager.default.createDirectory(at: closed, withIntermediateDirectories: true)
        for folder in [closed.deletingLastPathComponent(), folders.state] {
            #expect(chown(folder.path, 65_533, 65_533) == 0)
        }
        #expect(chown(closed.path, 65_533, 65_533) == 0 && chmod(closed.path, 0o555) == 0)
        let process = daemon([])
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        let text =
            base == "state/failed" ? Data("Good until here\u{1}".utf8) + [0xFF, 0x41] : Data("Ann Lee left.".utf8)
        try folders.drop(text, as: "a/story.txt")
        #expect(chmod(folders.file("inbox", "a").path, 0o777) == 0)
        #expect(chmod(folders.file("inbox", "a/story.txt").path, 0o644) == 0)
        let line = "sudo chmod u+rwx \(closed.path)"
        var told = ""
        try await folders.wait("why it waits") {
            told = try ToolRun(DaemonHarness.binary, folders.flags(["why", "a/story.txt"])).output
            return told.contains(line)
        }
        #expect(told.contains("    " + line + "\n"), "\(told)")
        try await folders.wait("the status") {
            let status = try ToolRun(DaemonHarness.binary, folders.flags(["status"])).output
            return status.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains("`\(line)`")
        }
        // As it says.
        #expect(chmod(closed.path, 0o755) == 0)
        let name = base == "outbox" ? "story.txt.json" : "story.txt"
        try await folders.wait("its end") { folders.exists(closed.appendingPathComponent(name)) }
    }
}
