package import Glibc
package import Ingest
import SystemPackage
package import Wire

/// A worker's life: fence itself in, load the analyzers, then answer one request after the other until the daemon
/// closes the pipe.
///
/// It runs on its process's first thread with blocking reads; nothing else goes on in the process.
package struct Worker {
    private let limits: WorkerLimits
    private let recognisesPages: Bool
    private let isSandboxed: Bool

    package init(limits: WorkerLimits, recognisesPages: Bool = false, isSandboxed: Bool = true) {
        self.limits = limits
        self.recognisesPages = recognisesPages
        self.isSandboxed = isSandboxed
    }

    /// Works until the daemon closes the pipe.
    ///
    /// - Parameters:
    ///   - daemon: The process id of the daemon that started this process.
    ///   - load: Loads the analyzers and gives what turns a request into an answer; it is given who has files read by
    ///     programs of others, and says which analyzer's code it runs next, so that the daemon knows whom to blame.
    /// - Throws: What `load` throws, `WireError` when the daemon's bytes are not the protocol, or `SystemCallFailure`.
    ///   All end the process; the daemon knows what to make of it.
    package func run(
        underDaemon daemon: pid_t,
        load: (any FileConverter) throws -> (
            AnalysisRequest, _ enter: (String?) -> Void, _ store: @escaping ([UInt8]) -> Void
        ) -> AnalysisAnswer
    ) throws {
        signal(SIGPIPE, SIG_IGN)
        try limits.apply(underDaemon: daemon)
        let output = try Self.takeOverOutput()
        // While it is small, has one thread, and may still start processes.
        let converters = Converters(recognisesPages: recognisesPages)
        try converters.start()
        let answer = try load(converters)
        if isSandboxed { _ = try Sandbox.enter() }
        try Self.write(WireMessage.ready(version: WireMessage.version).frame, to: output)

        var decoder = FrameDecoder(maxBytes: limits.maxBytes + Self.requestOverheadBytes)
        while let request = try Self.nextRequest(&decoder) {
            try limits.allowTime(forBytes: request.bytes.count)
            converters.allow(limits.budget.time(forBytes: request.bytes.count) * Self.shareOfConversion)
            defer { limits.giveBackMemory() }
            let result = answer(request) { analyzer in
                // A daemon that is gone is met by the next write.
                try? Self.write(WireMessage.entering(request.number, analyzer: analyzer).frame, to: output)
            } _: { piece in
                try? Self.write(WireMessage.piece(request.number, piece).frame, to: output)
            }
            // Nothing is said of a document that only another worker can read.
            guard !converters.isBroken else {
                throw SystemCallFailure(call: "reading by a program of others", errno: .brokenPipe)
            }
            try Self.send(result, to: request.number, output)
        }
    }

    /// The part of a document's time within which its files must be converted; the rest is for what is in them.
    private static let shareOfConversion = 0.75

    /// A report of more than this goes in pieces, so that neither side holds it in a frame besides.
    private static let pieceBytes = 1 << 20

    private static func send(_ answer: AnalysisAnswer, to number: UInt64, _ output: Int32)
        throws(SystemCallFailure)
    {
        guard case .report(var report) = answer, report.bytes.count > pieceBytes else {
            return try write(WireMessage.answer(number, answer).frame, to: output)
        }
        var start = 0
        while report.bytes.count - start > pieceBytes {
            let piece = Array(report.bytes[start..<(start + pieceBytes)])
            try write(WireMessage.piece(number, piece).frame, to: output)
            start += pieceBytes
        }
        report.bytes = Array(report.bytes[start...])
        try write(WireMessage.answer(number, .report(report)).frame, to: output)
    }

    /// The longest path, the digest and the numbers.
    private static let requestOverheadBytes = 64 << 10

    /// Moves the protocol to a descriptor of its own, so that nothing printed by mistake can look like an answer.
    private static func takeOverOutput() throws(SystemCallFailure) -> Int32 {
        let output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        guard output >= 0 else { throw SystemCallFailure(call: "fcntl", errno: Errno(rawValue: errno)) }
        guard dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else {
            throw SystemCallFailure(call: "dup2", errno: Errno(rawValue: errno))
        }
        return output
    }

    private static func nextRequest(_ decoder: inout FrameDecoder) throws -> AnalysisRequest? {
        while true {
            switch try decoder.next() {
            case .request(let request)?: return request
            case .ready?, .entering?, .piece?, .answer?:
                throw SystemCallFailure(call: "read", errno: Errno(rawValue: EPROTO))
            case nil: break
            }
            let bytes = try read(atMost: min(max(decoder.missingBytes, 64 << 10), 1 << 20))
            guard !bytes.isEmpty else {
                guard !decoder.isInsideMessage else { throw SystemCallFailure(call: "read", errno: .brokenPipe) }
                return nil
            }
            decoder.append(bytes)
        }
    }

    private static func read(atMost count: Int) throws(SystemCallFailure) -> [UInt8] {
        var failure: Errno?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var result = Glibc.read(STDIN_FILENO, buffer.baseAddress, count)
            while result < 0 && errno == EINTR { result = Glibc.read(STDIN_FILENO, buffer.baseAddress, count) }
            if result < 0 { failure = Errno(rawValue: errno) }
            filled = max(0, result)
        }
        if let failure { throw SystemCallFailure(call: "read", errno: failure) }
        return bytes
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemCallFailure) {
        var written = 0
        while written < bytes.count {
            let result = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
            }
            if result >= 0 {
                written += result
            } else if errno != EINTR {
                throw SystemCallFailure(call: "write", errno: Errno(rawValue: errno))
            }
        }
    }
}
