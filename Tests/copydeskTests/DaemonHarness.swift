import Foundation
import Glibc
import Testing

/// A real daemon: the built binary over folders of its own, with a service manager's notify socket.
final class DaemonHarness {
    /// The folder that holds `inbox`, `outbox` and `state`; removed at the end.
    let root: URL
    private let socketDescriptor: Int32
    private let socketPath: String
    private(set) var process = Process()

    var inbox: URL { root.appendingPathComponent("inbox") }
    var outbox: URL { root.appendingPathComponent("outbox") }
    var state: URL { root.appendingPathComponent("state") }
    var pid: Int32 { process.processIdentifier }

    /// The binary that the package built, beside the test bundle.
    static let binary = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("copydesk")

    init(makesInbox: Bool = true) throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("copydesk-\(UUID().uuidString)")
        let folders = makesInbox ? ["inbox", "outbox", "state"] : ["outbox", "state"]
        for name in folders {
            try FileManager.default.createDirectory(
                at: root.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        socketPath = root.appendingPathComponent("notify").path
        socketDescriptor = try Self.bindSocket(socketPath)
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        close(socketDescriptor)
        try? FileManager.default.removeItem(at: root)
    }

    /// Starts the daemon.
    func start(_ arguments: [String] = [], environment: [String: String] = [:]) throws {
        process = Process()
        process.executableURL = Self.binary
        process.arguments =
            ["run", "--inbox", inbox.path, "--outbox", outbox.path, "--state", state.path] + arguments
        var variables = ProcessInfo.processInfo.environment
        variables["NOTIFY_SOCKET"] = socketPath
        variables["SWIFT_BACKTRACE"] = "enable=no"
        // Files leave the inbox with their claim; tests of what stays set it otherwise.
        variables["COPYDESK_WATCH_REST"] = "0 ms"
        variables.merge(environment) { $1 }
        process.environment = variables
        // A file, not a pipe: a pipe that nobody reads would stop the daemon when it is full.
        let log = root.appendingPathComponent("log").path
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        let errors = FileHandle(forWritingAtPath: log)
        _ = try errors?.seekToEnd()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
    }

    /// Starts the daemon and waits for READY.
    func startAndWait(_ arguments: [String] = [], environment: [String: String] = [:]) async throws {
        try start(arguments, environment: environment)
        _ = try await waitForMessage { $0.contains("READY=1") }
    }

    /// What the daemon wrote to standard error until now.
    func errorText() -> String {
        (try? String(contentsOf: root.appendingPathComponent("log"), encoding: .utf8)) ?? ""
    }

    /// Waits for the end; returns the exit status, or minus the signal.
    func wait() async throws -> Int32 {
        let process = process
        try await wait("the daemon's end") { !process.isRunning }
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    /// A command's words with the flags that name the folders.
    func flags(_ words: [String]) -> [String] {
        words + ["--inbox", inbox.path, "--outbox", outbox.path, "--state", state.path]
    }

    /// What another command prints about the same folders.
    func tool(_ command: String...) async throws -> String { try await tool(command) }

    func tool(_ command: [String]) async throws -> String {
        let output = root.appendingPathComponent("output")
        #expect(FileManager.default.createFile(atPath: output.path, contents: nil))
        let tool = Process()
        tool.executableURL = Self.binary
        tool.arguments = command + ["--inbox", inbox.path, "--outbox", outbox.path, "--state", state.path]
        tool.standardOutput = FileHandle(forWritingAtPath: output.path)
        try tool.run()
        try await wait("'\(command)' to end") { !tool.isRunning }
        return try String(contentsOf: output, encoding: .utf8)
    }

    func send(_ signal: Int32) { kill(pid, signal) }

    /// Has the settings read again, as the manager of a `notify-reload` service does, and waits for the end of that.
    ///
    /// systemd 253 and later take RELOADING=1 for theirs only with the time in the same message, and only when that is
    /// not before their signal (sd_notify(3)).
    func reload() async throws {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let begun = now.tv_sec * 1_000_000 + now.tv_nsec / 1_000
        send(SIGHUP)
        let message = try await waitForMessage { $0.contains("RELOADING=1") }
        let time = message.first { $0.hasPrefix("MONOTONIC_USEC=") }.flatMap { Int($0.dropFirst(15)) }
        #expect(time.map { $0 >= begun } == true, "\(message)")
        try await waitForMessage { $0.contains("READY=1") }
    }

    // Documents

    /// Puts a document into the inbox as a careful program does: written beside, then renamed.
    func drop(_ text: String, as path: String) throws { try drop(Data(text.utf8), as: path) }

    func drop(_ bytes: Data, as path: String) throws {
        let target = inbox.appendingPathComponent(path)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        let temporary = target.deletingLastPathComponent().appendingPathComponent(
            ".\(target.lastPathComponent).tmp")
        try bytes.write(to: temporary)
        guard rename(temporary.path, target.path) == 0 else { throw POSIXError(.EIO) }
    }

    func file(_ folder: String, _ path: String) -> URL {
        root.appendingPathComponent(folder).appendingPathComponent(path)
    }

    func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

    /// The JSON in a file, once it is there.
    func json(_ url: URL) async throws -> [String: Any] {
        try await wait("'\(url.lastPathComponent)' to appear") { exists(url) }
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
        return try #require(object as? [String: Any])
    }

    /// Drops texts that cannot be read, and expects each in `failed` with its reason and one sentence, and the workers as
    /// well as before.
    func setsAside(_ hostile: [(name: String, text: String, reason: String)]) async throws {
        for file in hostile { try drop(file.text, as: file.name) }
        for file in hostile {
            let note = try await json(self.file("state", "failed/\(file.name).error.json"))
            #expect(note["reason"] as? String == file.reason, "\(file.name)")
            #expect((note["message"] as? String)?.hasSuffix(".") == true, "\(file.name)")
        }
        try drop("It rained on Monday.\n", as: "after.txt")
        _ = try await report("after.txt")
    }

    /// The report on a document, once it is there.
    func report(_ path: String) async throws -> [String: Any] { try await json(file("outbox", path + ".json")) }

    /// Waits until something is so; an error after three minutes, which a machine with much else to do may need.
    func wait(_ what: String, until isSo: () throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(180)
        while !(try isSo()) {
            guard ContinuousClock.now < end else { throw Timeout(what: what) }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    struct Timeout: Error, CustomStringConvertible {
        let what: String
        var description: String { "waited in vain for \(what)" }
    }

    /// The process ids of the daemon's workers.
    func workers() throws -> [Int32] {
        let path = "/proc/\(pid)/task"
        return try FileManager.default.contentsOfDirectory(atPath: path).flatMap { thread -> [Int32] in
            let children = (try? String(contentsOfFile: "\(path)/\(thread)/children", encoding: .utf8)) ?? ""
            return children.split(separator: " ").compactMap { Int32($0) }
        }
    }

    // The service manager's side

    /// The next datagram that satisfies a condition, as lines; the others are let go.
    @discardableResult
    func waitForMessage(where isWanted: ([String]) -> Bool) async throws -> [String] {
        var found: [String] = []
        try await wait("a message of the daemon") {
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = recv(socketDescriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                guard count >= 0 else { return false }
                let text = String(decoding: buffer.prefix(count), as: UTF8.self)
                found = text.split(separator: "\n").map(String.init)
                if isWanted(found) { return true }
            }
        }
        return found
    }

    private static func bindSocket(_ path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        return descriptor
    }
}
