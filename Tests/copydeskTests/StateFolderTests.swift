import Foundation
import Glibc
import Testing

@testable import copydesk

/// A state folder in which something is not what the daemon made of it: the start says what, and so does `doctor`.
@Suite(.timeLimit(.minutes(10))) struct StateFolderTests {
    private let folders: DaemonHarness
    private let user: OtherUser

    init() throws {
        folders = try DaemonHarness()
        user = try OtherUser(of: folders)
        try user.own()
    }

    private func once() throws -> ToolRun {
        try user.run(
            ["run", "--once", "--set", "limits.minFreeBytes=0"],
            environment: ["COPYDESK_WATCH_REST": "0 ms", "COPYDESK_WATCH_SETTLE": "10 ms"])
    }

    private func drop(_ name: String, _ text: String = "Ann Lee left.") throws {
        try folders.drop(text, as: name)
        try user.own(folders.inbox)
    }

    private func doctor() throws -> (words: String, status: Int32) {
        let run = try user.run(["doctor", "--set", "limits.minFreeBytes=0"], environment: ["COLUMNS": "110"])
        // The width breaks the line where it wants.
        return (run.output.split(whereSeparator: \.isWhitespace).joined(separator: " "), run.status)
    }

    enum Spoiling: CaseIterable { case replaced, closed }

    private func spoil(_ place: URL, _ spoiling: Spoiling, isFolder: Bool) throws {
        guard spoiling == .replaced else { return user.close(place) }
        if folders.exists(place) { try FileManager.default.removeItem(at: place) }
        if isFolder {
            try Data("x".utf8).write(to: place)
        } else {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        }
    }

    @Test(
        arguments: [
            "archive", "failed", "spool", "spool/active", "spool/kept", "lock", "retention.lock",
        ], Spoiling.allCases)
    func whatTheDaemonCannotDoWithoutIsNamedAndRefused(part: String, spoiling: Spoiling) throws {
        #expect(try once().status == 0)
        #expect(try doctor().words.contains(" State ") == false)
        let place = folders.file("state", part)
        try spoil(place, spoiling, isFolder: !part.hasSuffix("lock"))
        defer { if spoiling == .closed { user.open(place) } }
        try drop("a.txt")
        let run = try once()
        #expect(run.status == 73, "\(run.errors)")
        // What is named is what stands in the way, and what it is in the way of at most.
        let named = run.errors.split(separator: "'").filter { $0.hasPrefix(folders.state.path) }
        #expect(named.first.map(String.init) == place.path, "\(run.errors)")
        #expect(run.errors.contains(spoiling == .replaced ? "move it away" : "give the daemon's user"), "\(run.errors)")
        let (words, status) = try doctor()
        #expect(status == 2)
        #expect(words.contains("State problem "), "\(words)")
        #expect(
            words.contains(
                spoiling == .replaced
                    ? "sudo mv \(place.path) \(place.path).old"
                    : "sudo chmod \(part.hasSuffix("lock") ? "u+rw" : "u+rwx") \(place.path)"),
            "\(words)")
        if spoiling == .replaced { #expect(!words.contains("only root can find out"), "\(words)") }
        #expect(folders.exists(folders.file("inbox", "a.txt")))
    }

    @Test(
        arguments: [
            ("outbox", Spoiling.replaced), ("outbox", .closed), ("delivered", .replaced), ("delivered", .closed),
            ("delivered.1", .replaced), ("status.json", .replaced),
        ])
    func whatTheDaemonCanDoWithoutIsNamedOnce(part: String, spoiling: Spoiling) throws {
        try drop("a.txt")
        #expect(try once().status == 0)
        let place = folders.file("state", part)
        try spoil(place, spoiling, isFolder: false)
        defer { if spoiling == .closed { user.open(place) } }
        try drop("b.txt")
        let run = try once()
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.components(separatedBy: "'\(place.path)'").count == 2, "\(run.errors)")
        #expect(folders.exists(folders.file("outbox", "b.txt.json")))
        let (words, status) = try doctor()
        #expect(status == 1 && words.contains("State warning ") && words.contains(place.path), "\(words)")
    }

    @Test func anotherUsersRecordIsNamedAndNotItsFolder() throws {
        #expect(try once().status == 0)
        let active = folders.file("state", "spool/active")
        try Data("x".utf8).write(to: active.appendingPathComponent("1.document"))
        try Data("x".utf8).write(to: active.appendingPathComponent("1.json"))
        let record = active.appendingPathComponent("1.json")
        try user.own(active)
        user.close(record)
        defer { user.open(record) }
        let run = try once()
        #expect(run.status == 75, "\(run.errors)")
        #expect(run.errors.contains("The start fails: '\(record.path)' refuses access"), "\(run.errors)")
        let words = try doctor().words
        #expect(words.contains("State problem ") && words.contains("sudo chmod u+rw \(record.path)"), "\(words)")
    }

    /// A document that was moved in is its dropper's until it is archived.
    @Test func ofAClaimedDocumentTheDaemonNeedsNoMoreThanToReadIt() throws {
        #expect(try once().status == 0)
        let active = folders.file("state", "spool/active")
        let document = active.appendingPathComponent("1.document")
        try Data("Ann Lee left.".utf8).write(to: document)
        try Data("x".utf8).write(to: active.appendingPathComponent("1.json"))
        try Data("x".utf8).write(to: active.appendingPathComponent("2.part"))
        try user.own(active)
        user.close(active.appendingPathComponent("2.part"))
        user.close(document)
        let closed = try doctor()
        #expect(closed.status == 2 && closed.words.contains("may not read '\(document.path)', claimed"), "\(closed)")
        user.close(document, butFor: 4)
        let words = try doctor().words
        #expect(!words.contains(" State "), "\(words)")
        let run = try once()
        #expect(run.status == 0, "\(run.errors)")
        #expect(folders.exists(folders.file("outbox", "recovered-1.json")))
    }

    @Test(arguments: [
        ("archive", "Ann Lee left.", "archive/sub/a.txt"), ("failed", "a\u{0}b", "failed/sub/a.txt"),
        ("spool/active", "Ann Lee left.", "archive/sub/a.txt"), ("spool/kept", "Ann Lee left.", "archive/sub/a.txt"),
    ])
    func whatIsClosedUnderADaemonAtWorkIsNamedAndNotWhatIsNotThere(
        part: String, text: String, place: String
    ) async throws {
        let (program, arguments) = user.commandLine(["run", "--set", "limits.minFreeBytes=0"])
        let daemon = Process()
        daemon.executableURL = program
        daemon.arguments = arguments
        daemon.environment = ["COPYDESK_WATCH_REST": "0 ms", "COPYDESK_WATCH_SETTLE": "10 ms"]
        daemon.standardError = FileHandle.nullDevice
        try daemon.run()
        defer { if daemon.isRunning { kill(daemon.processIdentifier, SIGKILL) } }
        // Its account comes when the start is over.
        func account() -> String {
            (try? String(contentsOf: folders.file("state", "status.json"), encoding: .utf8)) ?? ""
        }
        try await folders.wait("the start") { account().contains(#""starting":false"#) }
        try FileManager.default.createDirectory(at: folders.file("inbox", "sub"), withIntermediateDirectories: true)
        try user.own(folders.inbox)
        let closed = folders.file("state", part)
        user.close(closed, butFor: 0o5)
        defer { user.open(closed) }
        try folders.drop(text, as: "sub/a.txt")
        try await folders.wait("the pause") { try user.run(["status"]).output.hasPrefix("Paused") }
        let words = try user.run(["status"]).output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("Because '\(closed.path)' refuses access"), "\(words)")
        #expect(!words.contains("/sub'") && !words.contains("Trouble"), "\(words)")
        #expect(try doctor().words.contains("sudo chmod u+rwx \(closed.path)"))
        user.open(closed)
        try await folders.wait("the document's place") { folders.exists(folders.file("state", place)) }
        daemon.terminate()
        try await folders.wait("the end") { !daemon.isRunning }
    }
}
