import Foundation
import Glibc
import Testing

@testable import copydesk

/// The reading room as people and systemd have it: the built program on folders of its own.
@Suite(.timeLimit(.minutes(10))) struct ServeTests {
    private let folders: DaemonHarness
    private var path: String { folders.root.appending(path: "room").path }
    private var client: RoomClient { RoomClient(place: .unix(path)) }

    init() throws {
        folders = try DaemonHarness()
        let golden = ToolRun.root.appending(path: "seeds/golden")
        for name in try FileManager.default.contentsOfDirectory(atPath: golden.path) where name.hasSuffix(".json") {
            try FileManager.default.copyItem(
                at: golden.appending(path: name), to: folders.outbox.appending(path: name))
        }
    }

    private static let environment = ["COPYDESK_CONFIG": "/dev/null"]

    @discardableResult private func ask(_ words: [String]) throws -> ToolRun {
        try ToolRun(DaemonHarness.binary, folders.flags(words), environment: Self.environment)
    }

    private func process(_ program: URL, _ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = Self.environment.merging([
            "NOTIFY_SOCKET": folders.root.appending(path: "notify").path, "SWIFT_BACKTRACE": "enable=no",
            "PATH": "/usr/bin:/bin",
        ]) { given, _ in given }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Opens the room at a Unix socket, and waits until it is.
    private func open(_ words: String...) async throws -> Process {
        let process = try process(
            DaemonHarness.binary, folders.flags(["serve", "--listen", "unix:\(path)"] + words))
        try await folders.waitForMessage { $0.contains("READY=1") }
        return process
    }

    private func stop(_ process: Process) {
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    }

    /// What is asked there and, on the command line, here.
    private static let questions: [(target: String, words: [String])] = [
        ("documents", ["documents"]),
        ("documents?limit=3&since=2001-01-01", ["documents", "--limit", "3", "--since", "2001-01-01"]),
        ("documents?naming=Ilse+Marchetti&all=true", ["documents", "--naming", "Ilse Marchetti", "--all"]),
        ("quotes", ["quotes"]),
        ("quotes?speaker=ilse%20marchetti&limit=1", ["quotes", "--speaker", "ilse marchetti", "--limit", "1"]),
        ("quotes?about=Velmora", ["quotes", "--about", "Velmora"]), ("entities", ["entities"]),
        ("entities?type=ORG&top=3", ["entities", "--type", "ORG", "--top", "3"]),
        ("entities?name=China", ["entities", "--name", "China"]), ("stance?of=China", ["stance", "--of", "China"]),
        ("stance?of=China&by=publisher", ["stance", "--of", "China", "--by", "publisher"]),
        ("search?q=%22automated%20cranes%22%20port", ["search", "automated cranes", "port"]),
        ("search?q=librar*&since=7d", ["search", "librar*", "--since", "7d"]),
        ("sources?by=both&top=3", ["sources", "--by", "both", "--top", "3"]),
        ("sources", ["sources"]), ("alerts", ["alert", "list"]), ("digest", ["digest"]),
        ("digest?since=7d&top=2", ["digest", "--since", "7d", "--top", "2"]), ("status", ["status"]),
    ]

    @Test func answersAreTheCommandLines() async throws {
        try ask(["library", "--once"])
        try ask(["alert", "add", "cranes", "--text", "automated crane*", "--stance", "critical"])
        let process = try await open()
        defer { stop(process) }
        var checked: [String] = []
        for (number, (target, words)) in Self.questions.enumerated() {
            let answer = try client.get("/api/v1/\(target)")
            let run = try ask(words + ["--json"])
            #expect(answer.status == 200 && answer.headers["content-type"] == "application/json")
            // A time that both count from now may lie a second apart.
            #expect(answer.text == run.output || target.hasPrefix("digest?since"), "\(target)")
            #expect(run.output.count > 2, "\(target) finds nothing")
            let file = folders.root.appending(path: "answer-\(number).json")
            try answer.body.write(to: file)
            checked += ["/api/v1/" + target.prefix { $0 != "?" }, file.path]
        }
        let description = folders.root.appending(path: "openapi.json")
        try client.get("/openapi.json").body.write(to: description)
        let script = ToolRun.root.appending(path: "Tests/copydeskTests/check-answers.py")
        let check = try ToolRun(ToolRun.python, [script.path, description.path] + checked)
        #expect(
            check.status == 0 && check.output == "\(Self.questions.count) answers\n", "\(check.output)\(check.errors)")
    }

    @Test func aSocketIsForThoseOfItsModeAndGoesWithTheProcess() async throws {
        try ask(["library", "--once"])
        let process = try await open("--set", "serve.socketMode=0600")
        var status = stat()
        #expect(lstat(path, &status) == 0 && status.st_mode == S_IFSOCK | 0o600)
        let page = try client.get("/")
        #expect(page.status == 200 && page.text.contains("Dockworkers end nine-day strike"))
        let head = try client.get("/", method: "HEAD")
        #expect(head.status == 200 && head.body.isEmpty)
        #expect(head.headers["content-length"] == "\(page.body.count)")
        let tag = try #require(page.headers["etag"])
        let known = try client.get("/", ["If-None-Match": tag])
        #expect(known.status == 304 && known.body.isEmpty)
        #expect(try client.get("/", method: "POST").status == 405)
        // A second one does not take its place.
        let second = try ask(["serve", "--listen", "unix:\(path)"])
        #expect(second.status == Sysexits.temporaryFailure && second.errors.contains("Another process listens"))
        stop(process)
        #expect(lstat(path, &status) != 0 && errno == ENOENT)
    }

    /// One that was killed leaves its socket behind, which is no obstacle; a file is never taken for one.
    @Test func aSocketThatIsLeftIsTakenAndAFileIsNot() async throws {
        try ask(["library", "--once"])
        let killed = try await open()
        kill(killed.processIdentifier, SIGKILL)
        killed.waitUntilExit()
        var status = stat()
        #expect(lstat(path, &status) == 0)
        let process = try await open()
        #expect(try client.get("/").status == 200)
        stop(process)
        try Data("mine".utf8).write(to: URL(filePath: path))
        let refused = try ask(["serve", "--listen", "unix:\(path)"])
        #expect(refused.status == Sysexits.configuration && refused.errors.contains("is no socket"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    }

    @Test func systemdHandsOverItsSocket() async throws {
        try ask(["library", "--once"])
        let environment = Self.environment.merging(["NOTIFY_SOCKET": folders.root.appending(path: "notify").path]) {
            $1
        }
        let pidFile = folders.root.appending(path: "pid").path
        // It closes all descriptors that it does not know, by which Foundation would take it for ended: so it has a parent.
        let process = try process(
            URL(filePath: "/bin/sh"),
            [
                "-c", "sh -c 'echo $$ >\"$0\"; exec \"$@\"' \"$@\"; exit $?", "sh", pidFile,
                "/usr/bin/systemd-socket-activate", "--listen", path,
            ]
                + environment.flatMap { ["--setenv", "\($0)=\($1)"] }
                + [DaemonHarness.binary.path] + folders.flags(["serve", "--listen", "127.0.0.1:1"]))
        try await folders.wait("the socket") { FileManager.default.fileExists(atPath: path) }
        // It is started by who asks first, who waits for the answer.
        #expect(try client.get("/").status == 200)
        try await folders.waitForMessage { $0.contains { $0.hasPrefix("STATUS=Open at unix:") } }
        for _ in 0..<20 { #expect(try client.get("/api/v1/entities").status == 200) }
        let pid = try String(contentsOfFile: pidFile, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        kill(try #require(Int32(pid)), SIGTERM)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        // The manager's socket is the manager's.
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func onThisMachineBrowsersOfStrangersAreRefused() async throws {
        try ask(["library", "--once"])
        let process = try process(
            DaemonHarness.binary, folders.flags(["serve", "--listen", "127.0.0.1:0"]))
        defer { stop(process) }
        let message = try await folders.waitForMessage { $0.contains { $0.hasPrefix("STATUS=Open at ") } }
        let text = try #require(message.first { $0.hasPrefix("STATUS=") })
        let port = try #require(UInt16(text.dropLast().split(separator: ":").last ?? ""))
        let client = RoomClient(place: .port(port))
        #expect(try client.get("/", ["Host": "localhost:\(port)"]).status == 200)
        #expect(try client.get("/", ["Host": "evil.example:\(port)"]).status == 421)
    }

    @Test func nobodyIsLetInFromElsewhereWithoutAToken() async throws {
        let file = folders.root.appending(path: "token")
        func refusal(_ words: String...) throws -> String {
            let run = try ask(["serve"] + words)
            #expect(run.status == Sysexits.configuration, "\(words)")
            return run.errors
        }
        for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:80", "[2001:db8::1]:80", "[::ffff:127.0.0.1]:80"] {
            #expect(try refusal("--listen", address).contains("can be reached from other machines"), "\(address)")
        }
        for address in ["localhost", "example.org:80", "127.0.0.1:65536", "unix:room", "unix:/", "::1:80", ":80"] {
            #expect(try refusal("--listen", address).contains("serve.listen is '\(address)'"))
        }
        #expect(try refusal("--token-file", file.path).contains("cannot be read"))
        try Data("0123456789abcdef\n".utf8).write(to: file)
        chmod(file.path, 0o644)
        #expect(try refusal("--token-file", file.path).contains("Everybody may read"))
        chmod(file.path, 0o640)
        try Data("short\n".utf8).write(to: file)
        #expect(try refusal("--token-file", file.path).contains("has no token"))
        try Data("0123456789abcdef\n".utf8).write(to: file)
        let process = try await open("--token-file", file.path)
        defer { stop(process) }
        #expect(try client.get("/api/v1/status").status == 401)
        #expect(try client.get("/api/v1/status", ["Authorization": "Bearer 0123456789abcdef"]).status == 200)
    }

    /// Whatever comes over the line, the next one is answered.
    @Test func badRequestsHarmNobody() async throws {
        try ask(["library", "--once"])
        let process = try await open()
        defer { stop(process) }
        let bad = [
            "", "\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "\u{16}\u{3}\u{1}",
            "GET /" + String(repeating: "a", count: 1_000_000) + " HTTP/1.1\r\n\r\n",
            "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n"
                + String(repeating: "a", count: 900_000),
        ]
        for request in bad { _ = try client.send(Data(request.utf8), isClosedAfter: true) }
        _ = try client.send(Data([0xFF, 0xFE, 0, 0x0D, 0x0A, 0x0D, 0x0A]), isClosedAfter: true)
        #expect(process.isRunning)
        let client = client
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<40 {
                group.addTask { try client.get(number % 2 == 0 ? "/quotes" : "/api/v1/entities").status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 40))
    }

    /// The library may be made, and made anew, under a room that is open.
    @Test func aLibraryIsFoundWhenItComes() async throws {
        let process = try await open()
        defer { stop(process) }
        let missing = try client.get("/")
        #expect(missing.status == 503 && missing.text.contains("There is no library in"))
        try ask(["library", "--once"])
        #expect(try client.get("/").status == 200)
        try FileManager.default.removeItem(at: folders.outbox.appending(path: "wire-harbour-strike.txt.json"))
        try ask(["library", "rebuild"])
        #expect(try !client.get("/").text.contains("Dockworkers end"))
    }
}
