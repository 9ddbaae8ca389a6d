import Foundation
import Glibc
import Spool
import SystemPackage
import Testing

@testable import copydesk

/// `copydesk why` over real folders that the real daemon worked on.
@Suite(.timeLimit(.minutes(10))) struct WhyTests {
    private static let story = "“We highly value this,” Ann Lee said on Tuesday.\n"

    private func why(_ file: String, in folders: DaemonHarness, _ more: [String] = []) throws -> ToolRun {
        try ToolRun(
            DaemonHarness.binary,
            [
                "why", file, "--inbox", folders.inbox.path, "--outbox", folders.outbox.path, "--state",
                folders.state.path,
            ]
                + more, environment: ["COLUMNS": "110"])
    }

    @Test func aFileInTheInboxIsToldByWhatKeepsItThere() throws {
        let folders = try DaemonHarness()
        try folders.drop("x", as: ".hidden.txt")
        try folders.drop("x", as: "half.txt.part")
        try folders.drop("x", as: "notes.bak")
        try folders.drop("x", as: "fresh.txt")
        try folders.drop(String(repeating: "x", count: 1_025), as: "large.txt")
        #expect(symlink("fresh.txt", folders.file("inbox", "link.txt").path) == 0)
        #expect(mkfifo(folders.file("inbox", "pipe").path, 0o600) == 0)
        let expected = [
            ".hidden.txt": "begins with a dot", "half.txt.part": "The rule '*.part'", "notes.bak": "The rule '*.bak'",
            "fresh.txt": "settles", "large.txt": "limits.maxBytes is 1 KiB", "link.txt": "is a symbolic link",
            "pipe": "is a FIFO",
        ]
        let settings = [
            "--set", "watch.ignore=*.bak", "--set", "limits.maxBytes=1 KiB", "--set", "watch.settle=1 min",
        ]
        for (name, words) in expected {
            let run = try why(name, in: folders, settings)
            #expect(run.status == 0, "\(name): \(run.errors)")
            #expect(run.output.contains(words), "\(name): \(run.output)")
            #expect(try why(folders.file("inbox", name).path, in: folders, settings).output == run.output)
        }
    }

    @Test func aFileThatSettledWaitsForADaemon() async throws {
        let folders = try DaemonHarness()
        try folders.drop(Self.story, as: "a/story.txt")
        try await Task.sleep(for: .milliseconds(20))
        let run = try why("story.txt", in: folders, ["--set", "watch.settle=10 ms"])
        #expect(run.output.hasPrefix("a/story.txt  waits\n"))
        #expect(run.output.contains("No daemon works on this inbox"))
    }

    @Test func aFileOpenForWritingIsStillBeingWritten() throws {
        let folders = try DaemonHarness()
        try folders.drop(Self.story, as: "open.txt")
        let writer = try FileHandle(forWritingTo: folders.file("inbox", "open.txt"))
        defer { try? writer.close() }
        #expect(try why("open.txt", in: folders).output.hasPrefix("open.txt  is still being written\n"))
    }

    @Test func aDeliveredDocumentIsFoundByPathNameAndDigest() async throws {
        let daemon = try DaemonHarness()
        try daemon.drop(Self.story, as: "a/b c.txt")
        try daemon.start(["--once"])
        #expect(try await daemon.wait() == 0)
        let report = try await daemon.report("a/b c.txt")
        let document = try #require(report["document"] as? [String: Any])
        let digest = try #require(document["sha256"] as? String)
        let inInbox = daemon.file("inbox", "a/b c.txt").path
        for name in ["a/b c.txt", "b c.txt", digest, String(digest.prefix(8)), inInbox] {
            let run = try why(name, in: daemon)
            #expect(run.status == 0)
            #expect(run.output.hasPrefix("a/b c.txt  is delivered\n"), "\(name): \(run.output)")
            // The width breaks long paths from their words.
            let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains(daemon.file("outbox", "a/b c.txt.json").path))
            #expect(words.contains(daemon.file("state", "archive/a/b c.txt").path))
        }
        #expect(try why(String(digest.prefix(7)), in: daemon).status == 66)
    }

    /// A file may have the name of a folder that a report or an original belongs into: then that has another.
    @Test(arguments: [["outbox/y"], ["state/archive/y"], ["outbox/y", "state/archive/y"]])
    func aDocumentIsFoundWhoseFolderHasAnotherName(taken: [String]) async throws {
        let daemon = try DaemonHarness()
        for place in taken {
            let file = daemon.root.appendingPathComponent(place)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("a file".utf8).write(to: file)
        }
        try daemon.drop(Self.story, as: "y/a.txt")
        try daemon.start(["--once"])
        #expect(try await daemon.wait() == 0)
        for name in ["y/a.txt", "a.txt", daemon.file("inbox", "y/a.txt").path] {
            let run = try why(name, in: daemon)
            #expect(run.status == 0, "\(name): \(run.output)")
            #expect(run.output.hasPrefix("y/a.txt  is delivered\n"), "\(name): \(run.output)")
            #expect(run.output.contains("The original is archived"), "\(name): \(run.output)")
        }
    }

    /// Puts an error file into `failed/` as a daemon does.
    private func fail(_ name: String, reason: String, in folders: DaemonHarness) throws {
        let failed = folders.file("state", "failed")
        try FileManager.default.createDirectory(at: failed, withIntermediateDirectories: true)
        try Data("text".utf8).write(to: failed.appendingPathComponent(name))
        let error = """
            {"attempts":[],"byteOffset":15,"bytes":4,"claim":"1","claimed":"2030-01-02","message":"It failed.",\
            "path":"\(name)","reason":"\(reason)"}
            """
        try Data(error.utf8).write(to: failed.appendingPathComponent(name + ".error.json"))
    }

    @Test func aFailedDocumentIsToldWithTheCommandThatTriesItAgain() throws {
        let folders = try DaemonHarness()
        try fail("it's bad.txt", reason: "crash", in: folders)
        let run = try why("it's bad.txt", in: folders)
        #expect(run.output.contains("failed") && run.output.contains("(byte 15)"), "\(run.output)")
        // With what this was asked with, or it would ask another daemon.
        let flags = "--inbox \(folders.inbox.path) --outbox \(folders.outbox.path) --state \(folders.state.path)"
        #expect(run.output.contains(#"    copydesk retry 'it'\''s bad.txt' \#(flags)\#n"#), "\(run.output)")
    }

    @Test(arguments: [
        ("not-text", "put a file into the inbox that has its text"), ("too-large", "To have it analyzed"),
    ])
    func whereNoOtherTryHelpsWhatDoesIsSaid(reason: String, words: String) throws {
        let folders = try DaemonHarness()
        try fail("bad.txt", reason: reason, in: folders)
        let run = try why("bad.txt", in: folders, ["--set", "limits.maxBytes=3"])
        #expect(
            run.output.contains(words) && run.output.contains("copydesk retry bad.txt") == (reason == "too-large"),
            "\(run.output)")
    }

    /// What one command prints for a name another understands: copied with its quotes, typed, or completed by a shell.
    @Test(arguments: [
        ([UInt8]("bad".utf8) + [0xFF] + [UInt8](".txt".utf8), #"bad\xff.txt"#),
        (Array("new\nline.txt".utf8), #"new\x0aline.txt"#),
        (Array(#"x\x41.txt"#.utf8), #"x\x5cx41.txt"#), (Array("it's.txt".utf8), "it's.txt"),
    ])
    func aNameIsUnderstoodAsItIsPrinted(bytes: [UInt8], printed: String) async throws {
        let folders = try DaemonHarness()
        let name = FilePath(bytes: bytes)
        for (text, folder) in [("a\u{0}b", "bad"), ("Ann Lee left.", "good")] {
            let place = folders.file("inbox", folder)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            let file = try FileDescriptor.open(
                FilePath(place.path).pushing(name), .writeOnly, options: .create, permissions: .ownerReadWrite)
            try file.closeAfter { _ = try file.writeAll(text.utf8) }
        }
        try folders.start(["--once", "--set", "limits.minFreeBytes=0"])
        #expect(try await folders.wait() == 0)
        #expect(folders.errorText().contains("'bad/\(printed)'"), "\(folders.errorText())")
        let flags = ["--inbox", folders.inbox.path, "--outbox", folders.outbox.path, "--state", folders.state.path]
        let failed = try ToolRun(DaemonHarness.binary, ["failed"] + flags)
        #expect(failed.output.hasPrefix("bad/\(printed)  not-text\n"), "\(failed.output)")
        #expect(try why("bad/\(printed)", in: folders).output.hasPrefix("bad/\(printed)  failed: not-text"))
        #expect(try why("good/\(printed)", in: folders).output.hasPrefix("good/\(printed)  is delivered\n"))
        #expect(try why("good/\(printed)", in: folders).output.contains("The original is archived at"))
        // The bytes themselves, as a shell's completion gives them.
        let octal = bytes.map { "\\0" + String($0, radix: 8) }.joined()
        let own = try ToolRun(
            URL(filePath: "/bin/bash"),
            ["-c", #"exec "$0" why "bad/$(printf %b "$1")" "${@:2}""#, DaemonHarness.binary.path, octal] + flags)
        #expect(own.output.hasPrefix("bad/\(printed)  failed: not-text"), "\(own.output)\(own.errors)")
        let retried = try ToolRun(DaemonHarness.binary, ["retry", "bad/\(printed)"] + flags)
        #expect(
            retried.status == 0 && retried.output.hasPrefix("bad/\(printed) is in the inbox again"), "\(retried.errors)"
        )
        #expect(try why("bad/\(printed)", in: folders).output.hasPrefix("bad/\(printed)  "))
    }

    @Test func whoMayNotReadAllIsToldWhatIsKnownElseWhomToAsk() async throws {
        let folders = try DaemonHarness()
        let user = try OtherUser(of: folders)
        try folders.drop(Self.story, as: "told.txt")
        try folders.drop(Data([0x61, 0]), as: "bad.txt")
        try folders.start(["--once", "--set", "limits.minFreeBytes=0"])
        #expect(try await folders.wait() == 0)
        try folders.drop("x", as: "waits.txt")
        try folders.drop("x", as: "private/p.txt")
        let opened = try ToolRun(URL(filePath: "/usr/bin/chmod"), ["-R", "a+rX", folders.root.path])
        #expect(opened.status == 0)
        func asks(_ file: String) throws -> ToolRun { try user.run(["why", file]) }
        #expect(try asks("told.txt").output.contains("The original is archived at"))
        let closed = [folders.outbox, folders.file("state", "archive"), folders.file("inbox", "private")]
        for place in closed { user.close(place) }
        defer { for place in closed { chmod(place.path, 0o700) } }
        // Of what cannot be looked at nothing is denied.
        for (file, place) in [
            ("told.txt", folders.outbox), ("nowhere.txt", folders.outbox),
            ("private/p.txt", folders.file("inbox", "private")),
        ] where OtherUser.isAnother || !file.hasPrefix("private") {
            let run = try asks(file)
            #expect(run.status == 77 && run.output.isEmpty, "\(file): \(run.output)")
            #expect(run.errors.hasPrefix("copydesk: '\(place.path)' is not for you to read: become"), "\(run.errors)")
        }
        for (file, words) in [("bad.txt", "failed: not-text"), ("waits.txt", "settles")] {
            let run = try user.run(["why", file, "--set", "watch.settle=1h"])
            #expect(run.status == 0 && run.errors.isEmpty && run.output.hasPrefix("\(file)  \(words)"), "\(run.output)")
            let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(
                words.contains("There may be more to know: '\(folders.outbox.path)' is not for you to read"), "\(words)"
            )
        }
        chmod(folders.outbox.path, 0o755)
        let words = try asks("told.txt").output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("Whether the original is in the archive is not for you to read."), "\(words)")
    }

    /// Claims a document `claimed.txt`, with these lines of attempts in its record.
    private func claim(in folders: DaemonHarness, _ attempts: [String]) throws {
        let active = folders.file("state", "spool/active")
        try FileManager.default.createDirectory(at: active, withIntermediateDirectories: true)
        try Data("abc".utf8).write(to: active.appendingPathComponent("1.document"))
        let path = Data("claimed.txt".utf8).base64EncodedString()
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        let head =
            #"{"version":1,"path":"claimed.txt","pathBytes":"\#(path)","sha256":"\#(digest)","bytes":3,"claimed":"2020-01-02"}"#
        let record = ([head] + attempts).map { $0 + "\n" }.joined()
        try Data(record.utf8).write(to: active.appendingPathComponent("1.json"))
    }

    @Test func aClaimedDocumentIsToldWithItsAttempts() throws {
        let folders = try DaemonHarness()
        try claim(
            in: folders,
            [
                #"{"attempt":1,"began":"2030-01-03"}"#,
                #"{"attempt":1,"failure":{"reason":"crash","message":"The worker died."}}"#,
                #"{"attempt":2,"began":"2030-01-04"}"#,
            ])
        for name in ["claimed.txt", "BA7816BF"] {
            let output = try why(name, in: folders, ["--set", "limits.maxAttempts=5"]).output
            #expect(output.contains("attempt 2 of 5"), "\(output)")
            #expect(output.contains("Attempt 1 began at 2030-01-03; crash: The worker died.\n"), "\(output)")
            #expect(!output.contains("Attempt 2"), "\(output)")
        }
    }

    /// What a daemon that was killed had begun is no attempt of anybody's.
    @Test(arguments: [(1, 1), (2, 1), (5, 2), (6, 3), (20, 3)])
    func endsOfTheDaemonAreNotToldAsAttempts(ends: Int, attempt: Int) throws {
        let folders = try DaemonHarness()
        try claim(in: folders, (1...ends).map { #"{"attempt":\#($0),"began":"2020-01-03T00:00:00.000Z"}"# })
        let output = try why("claimed.txt", in: folders, ["--set", "limits.maxAttempts=3"]).output
        let words = output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("attempt \(attempt) of 3"), "\(words)")
        #expect(!words.contains("began at") && !words.contains("under way"), "\(words)")
        #expect(words.contains("ended \(ends) times") == (ends > 2), "\(words)")
    }

    /// For a user who is neither owner nor of the group of anything here.
    @Test(arguments: [
        (0o755, 0o644, "may not write to the folder 'sub'", "u:nobody:rwX"),
        (0o777, 0o640, "may not read it", "u:nobody:r "),
        (0o700, 0o644, "may not read the folder 'sub'", "u:nobody:rwX"),
    ])
    func whatTheDaemonsUserMayNotDoIsNamedWhoeverAsks(folder: Int, file: Int, words: String, rights: String) throws {
        let folders = try DaemonHarness()
        try folders.drop("x", as: "sub/a.txt")
        for folder in [folders.root, folders.inbox] { #expect(chmod(folder.path, 0o777) == 0) }
        #expect(chmod(folders.file("inbox", "sub").path, mode_t(folder)) == 0)
        #expect(chmod(folders.file("inbox", "sub/a.txt").path, mode_t(file)) == 0)
        let user = SystemUser(name: "nobody", id: 65_534, group: 65_534, groups: [])
        let access = DaemonAccess(inbox: FilePath(folders.inbox.path), user: user)
        let obstacle = try #require(access.obstacle(to: "sub/a.txt"))
        #expect(obstacle.sentence.contains(words) && obstacle.command.contains(rights), "\(obstacle)")
        #expect(chmod(folders.file("inbox", "sub").path, 0o777) == 0)
        #expect(chmod(folders.file("inbox", "sub/a.txt").path, 0o644) == 0)
        #expect(access.obstacle(to: "sub/a.txt") == nil)
    }

    @Test func aLinkedFileIsLeftAloneAndDoesNotWait() throws {
        let folders = try DaemonHarness()
        try folders.drop("x", as: "story.txt")
        #expect(link(folders.file("inbox", "story.txt").path, folders.file("state", "story.txt").path) == 0)
        try folders.drop("x", as: "#recycle/old.txt")
        try folders.drop("x", as: "Thumbs.db")
        #expect(try why("story.txt", in: folders).output.contains("It has 2 hard links"))
        #expect(try why("#recycle/old.txt", in: folders).output.contains("The rule '#recycle' ignores it"))
        let status = try ToolRun(
            DaemonHarness.binary,
            [
                "status", "--inbox", folders.inbox.path, "--outbox", folders.outbox.path, "--state", folders.state.path,
            ])
        #expect(status.output.contains("Waiting      0 in the inbox\nLeft alone   3 in the inbox"), "\(status.output)")
    }

    @Test func whatNobodyKnowsIsSaidToBeUnknown() throws {
        let folders = try DaemonHarness()
        let run = try why("nowhere.txt", in: folders)
        #expect(run.status == 66 && run.output.hasPrefix("Nothing is known of 'nowhere.txt'."))
        #expect(try why("../state", in: folders).status == 66)
        #expect(try why("/etc/passwd", in: folders).status == 66)
    }
}
