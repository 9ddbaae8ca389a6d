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

    @Test func aStopLeavesNoDocumentUnderAHiddenName() async throws {
        // Long enough to be seen on a busy machine, too.
        let process = daemon(["--set", "watch.rest=12s"])
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        // One that rested before the start is whole, and leaves at once.
        try await folders.wait("the start") { folders.exists(folders.file("state", "status.json")) }
        try drop()
        try await folders.wait("the hidden name") { try inbox().first?.hasPrefix(".copydesk-") == true }
        process.terminate()
        try await folders.wait("the end") { !process.isRunning }
        #expect(try inbox() == ["story.txt"])
        // It is known, and gets no second report.
        try await empty()
    }
}
