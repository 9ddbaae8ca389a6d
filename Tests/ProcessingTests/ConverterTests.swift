import Foundation
import Glibc
import Ingest
import Processing
import Testing

/// Programs of others, as a worker has them read files; those of the system stand in for them.
@Suite(.timeLimit(.minutes(5))) struct ConverterTests {
    private static func converters(
        _ path: String, _ arguments: String..., limits: ConversionLimits = ConversionLimits()
    ) -> Converters {
        Converters(limits: limits) { _ in ForeignCommand(path: path, arguments: arguments) }
    }

    private static func python(_ script: String, limits: ConversionLimits = ConversionLimits()) -> Converters {
        converters("/usr/bin/python3", "-c", "import sys\n" + script, limits: limits)
    }

    private static let little: ConversionLimits = {
        var limits = ConversionLimits()
        limits.processorTime = .seconds(1)
        limits.patience = 60
        limits.output = 1 << 20
        return limits
    }()

    @Test("A program reads the bytes and gives others", arguments: [0, 1, 100, 5_000_000])
    func reads(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let converters = Self.converters("/bin/cat")
        for _ in 0..<3 { #expect(try converters.convert(bytes, by: .pdfWords) == bytes) }
    }

    @Test("Several read at once")
    func several() async throws {
        let converters = Self.python("for line in sys.stdin: print(line.strip(), line, end='')")
        try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            for number in 0..<16 {
                group.addTask { (number, try converters.convert(Array("\(number)\n".utf8), by: .antiword)) }
            }
            for try await (number, bytes) in group { #expect(bytes == Array("\(number) \(number)\n".utf8)) }
        }
    }

    @Test("Each program is run with its own arguments")
    func arguments() throws {
        let converters = Converters { ForeignCommand(path: "/bin/echo", arguments: ["-n", "\($0)"]) }
        for program in ForeignProgram.allCases {
            #expect(String(decoding: try converters.convert([], by: program), as: UTF8.self) == "\(program)")
        }
    }

    @Test(
        "A page's number stands for its place among the arguments, and for nothing else",
        arguments: [1, 20, 4_294_967_295])
    func pages(page: Int) throws {
        let converters = Self.converters("/bin/echo", "-n", "{page}", "a{page}", "{page}")
        let told = try converters.convert([], by: .pagePicture, page: page)
        #expect(String(decoding: told, as: UTF8.self) == "\(page) a{page} \(page)")
    }

    private static let failed = ConversionError.failed(status: 3, words: "no pages\n")

    @Test(
        "Why there is nothing is told",
        arguments: [
            ("print('good'); print('no pages', file=sys.stderr); sys.exit(3)", failed),
            ("while True: pass", .tooSlow(.seconds(1))),
            ("while True: print(1)", .tooMuchOutput(limit: 1 << 20)),
            ("sys.exit('Out of memory')", .tooMuchMemory(limit: 256 << 20)),
        ])
    func failures(script: String, error: ConversionError) {
        let converters = Self.python(script, limits: Self.little)
        #expect(throws: error) { try converters.convert([], by: .pdfWords) }
        #expect(!converters.isBroken)
    }

    @Test("A program that is not installed is missing, one that may not be run is named")
    func missing() throws {
        #expect(throws: ConversionError.missing) {
            try Self.converters("/usr/bin/there-is-none").convert([], by: .pdfWords)
        }
        let error = #expect(throws: ConversionError.self) {
            try Self.converters("/usr/share").convert([], by: .catdoc)
        }
        guard case .broken(let words)? = error else { throw try #require(error) }
        #expect(words.hasPrefix("/usr/bin/catdoc cannot be run: "))
    }

    @Test("A program that goes wrong harms no later one")
    func crash() throws {
        let converters = Converters { program in
            program == .pdfWords
                ? ForeignCommand(path: "/usr/bin/python3", arguments: ["-c", "import ctypes; ctypes.string_at(1)"])
                : ForeignCommand(path: "/bin/cat", arguments: [])
        }
        #expect(throws: ConversionError.died(signal: SIGSEGV)) { try converters.convert([1], by: .pdfWords) }
        #expect(try converters.convert([1], by: .antiword) == [1])
    }

    @Test("It has no more memory than it is given")
    func memory() {
        let script = "try: bytearray(1 << 29)\nexcept MemoryError: sys.exit('bad_alloc')"
        #expect(throws: ConversionError.tooMuchMemory(limit: 256 << 20)) {
            try Self.python(script).convert([], by: .pdfWords)
        }
    }

    @Test("Of many complaints the first are kept, and it goes on")
    func complaints() throws {
        // What is refused is no reason for it to stop, as it is for Python.
        let script =
            "import os\nfor number in range(9000):\n try: os.write(2, b'error %d\\n' % number)\n except OSError: pass\n"
            + "print('done')\n"
        #expect(try Self.python(script).convert([], by: .pdfWords) == Array("done\n".utf8))
        let error = #expect(throws: ConversionError.self) {
            try Self.python(script + "os._exit(1)").convert([], by: .pdfWords)
        }
        guard case .failed(1, let words)? = error else { throw try #require(error) }
        #expect(words.hasPrefix("error 0\nerror 1\n") && words.utf8.count <= 8192)
    }

    @Test("What is left of a document's time is all there is")
    func time() {
        let converters = Self.converters("/bin/sleep", "1000")
        converters.allow(.milliseconds(300))
        let start = ContinuousClock.now
        #expect(throws: ConversionError.self) { try converters.convert([], by: .pdfWords) }
        #expect(throws: ConversionError.tooSlow(.milliseconds(300))) { try converters.convert([], by: .pdfWords) }
        #expect(ContinuousClock.now - start < .seconds(15))
    }

    /// What it must not do: each prints its name where it can be done.
    private static let doors = """
        import ctypes, os, socket, sys
        secret, parent = sys.argv[1], int(sys.argv[2])
        def attempt(name, work):
            try: work()
            except BaseException: return
            print(name)
        attempt("read", lambda: open(secret).read())
        attempt("passwd", lambda: open("/etc/passwd").read())
        attempt("environment", lambda: open("/proc/%d/environ" % parent).read())
        attempt("list", lambda: os.listdir("/"))
        attempt("write", lambda: open(secret, "w"))
        attempt("make", lambda: open(secret + ".new", "x"))
        attempt("remove", lambda: os.unlink(secret))
        for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6):
            attempt("socket %d" % family, lambda: socket.socket(family))
        attempt("pair", socket.socketpair)
        attempt("fork", lambda: os.fork() or os._exit(0))
        attempt("kill", lambda: os.kill(parent, 0))
        attempt("signal", lambda: os.kill(os.getppid(), 0))
        attempt("descriptor", lambda: [os.fstat(number) for number in range(3, 64)][0])
        if any(os.path.exists("/proc/self/fd/%d" % number) for number in range(3, 32)): print("more descriptors")
        libc = ctypes.CDLL(None, use_errno=True)
        # Where it can, it would stop the test.
        if "held" in sys.argv and libc.ptrace(16, parent, 0, 0) == 0: print("trace")
        if libc.unshare(0x10000000) == 0: print("namespace")
        """

    @Test("It reads no file, has no network, starts nothing and touches no process")
    func doors() throws {
        let secret = FileManager.default.temporaryDirectory.appending(path: "copydesk-secret-\(UUID())")
        try Data("secret".utf8).write(to: secret)
        defer { try? FileManager.default.removeItem(at: secret) }
        let arguments = [secret.path, "\(getpid())"]
        // The script finds open doors where they are.
        let free = Process()
        free.executableURL = URL(filePath: "/usr/bin/python3")
        free.arguments = ["-c", Self.doors] + arguments
        let pipe = Pipe()
        free.standardOutput = pipe
        try free.run()
        let found = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        free.waitUntilExit()
        for door in ["read", "passwd", "write", "remove", "socket 2", "pair", "fork", "kill"] {
            #expect(found.contains(door), "\(found)")
        }
        try Data("secret".utf8).write(to: secret)
        let held = try Converters { _ in
            ForeignCommand(path: "/usr/bin/python3", arguments: ["-c", Self.doors] + arguments + ["held"])
        }
        .convert([], by: .pdfWords)
        #expect(String(decoding: held, as: UTF8.self) == "")
        #expect(try Data(contentsOf: secret) == Data("secret".utf8))
    }

    @Test("Neither it nor what it runs outlives the process that started it")
    func orphans() async throws {
        await #expect(processExitsWith: .signal(SIGKILL)) {
            // Found by a number that the parent knows.
            let seconds = 10_000_000 + Int(getppid())
            let converters = Converters { _ in ForeignCommand(path: "/bin/sleep", arguments: ["\(seconds)"]) }
            let thread = Thread { _ = try? converters.convert([], by: .pdfWords) }
            thread.start()
            while !Processes.areAlive(with: "sleep\0\(seconds)") { usleep(1000) }
            kill(getpid(), SIGKILL)
        }
        while Processes.areAlive(with: "sleep\0\(10_000_000 + Int(getpid()))") {
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}

/// What processes there are.
private enum Processes {
    /// Whether one lives whose command line has these words.
    static func areAlive(with words: String) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.contains { name in
            guard name.first?.isNumber == true,
                let line = try? String(contentsOfFile: "/proc/\(name)/cmdline", encoding: .utf8)
            else { return false }
            return line.contains(words)
        }
    }
}
