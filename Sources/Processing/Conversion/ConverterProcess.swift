import CConverter
import Glibc
import SystemPackage

/// A program of others and its arguments, the first of them behind its name.
package struct ForeignCommand: Hashable, Sendable {
    package let path: String
    package let arguments: [String]

    package init(path: String, arguments: [String]) {
        self.path = path
        self.arguments = arguments
    }
}

/// A process that runs programs of others, one at a time, until this value's life ends.
///
/// It is a child of this process that has only its end of a socket (`CConverter`): this process may give up files and
/// programs, and has files read all the same.
final class ConverterProcess: Sendable {
    private let socket: Int32
    private let pid: pid_t

    /// Starts it.
    ///
    /// - Parameters:
    ///   - commands: What it may run.
    ///   - diesWithThread: Whether it ends when the calling thread does, as well as with the process.
    /// - Throws: The call that failed.
    init(_ commands: [ForeignCommand], diesWithThread: Bool) throws(SystemCallFailure) {
        let filter = try Sandbox.filterOfPrograms()
        let ruleset = try Sandbox.rulesetOfPrograms()
        defer { if let ruleset { close(ruleset) } }
        var (pid, failure) = (pid_t(-1), Errno(rawValue: 0))
        socket = Self.withPrograms(commands) { programs in
            filter.withUnsafeBytes { filter in
                var converter = copydesk_converter(
                    programs: programs.baseAddress, program_count: UInt32(programs.count), ruleset: ruleset ?? -1,
                    filter: filter.baseAddress, filter_steps: UInt16(filter.count / Self.stepBytes),
                    dies_with_thread: diesWithThread)
                let socket = copydesk_converter_start(&converter, &pid)
                failure = Errno(rawValue: errno)
                return socket
            }
        }
        self.pid = pid
        guard socket >= 0 else { throw SystemCallFailure(call: "starting the converter", errno: failure) }
    }

    deinit {
        guard socket >= 0 else { return }
        close(socket)
        // It ends at once.
        while waitpid(pid, nil, 0) < 0, errno == EINTR {}
    }

    /// The size of one step of a filter (`struct sock_filter`).
    private static let stepBytes = 8

    /// Lends the programs in C's form.
    private static func withPrograms<Value>(
        _ commands: [ForeignCommand], _ body: (UnsafeBufferPointer<copydesk_program>) -> Value
    ) -> Value {
        var strings: [UnsafeMutablePointer<CChar>?] = []
        var lists: [UnsafeMutablePointer<UnsafePointer<CChar>?>] = []
        defer {
            for string in strings { free(string) }
            for list in lists { list.deallocate() }
        }
        let programs = commands.map { command in
            let words = ([command.path] + command.arguments).map { strdup($0) }
            strings += words
            let list = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: words.count + 1)
            lists.append(list)
            for (index, word) in words.enumerated() { (list + index).initialize(to: UnsafePointer(word)) }
            (list + words.count).initialize(to: nil)
            return copydesk_program(path: UnsafePointer(words[0]), arguments: list)
        }
        return programs.withUnsafeBufferPointer(body)
    }

    /// How a program ended, and what it wrote.
    struct Result {
        enum End: Hashable {
            case exited(Int32)
            case signalled(Int32)
            case timedOut
            /// Its file could not be run.
            case notRun(Errno)
            case notStarted(Errno)
        }

        var end: End
        /// Its standard output; nothing unless it ended with status 0.
        var output: [UInt8] = []
        /// How much it wrote there, in bytes.
        var outputCount = 0
        /// The first of its standard error.
        var words = ""
    }

    /// Has a program read bytes.
    ///
    /// - Parameters:
    ///   - task: Which one, and what it may use.
    ///   - bytes: Its standard input.
    /// - Returns: How it ended, and what it wrote.
    /// - Throws: The call that failed; the process is then of no use any more.
    func run(_ task: copydesk_task, on bytes: [UInt8]) throws(SystemCallFailure) -> Result {
        let input = try MemoryFile("document")
        let output = try MemoryFile("output")
        let errors = try MemoryFile("errors")
        try input.fill(bytes)
        var (task, outcome) = (task, copydesk_outcome())
        let files = [input.descriptor, output.descriptor, errors.descriptor]
        guard copydesk_converter_run(socket, &task, files, &outcome) == 0 else {
            throw SystemCallFailure(call: "asking the converter", errno: Errno(rawValue: errno))
        }
        let end: Result.End =
            switch copydesk_end(UInt32(outcome.end)) {
            case COPYDESK_EXITED: .exited(outcome.code)
            case COPYDESK_SIGNALLED: .signalled(outcome.code)
            case COPYDESK_TIMED_OUT: .timedOut
            case COPYDESK_NOT_RUN: .notRun(Errno(rawValue: outcome.code))
            default: .notStarted(Errno(rawValue: outcome.code))
            }
        return Result(
            end: end, output: end == .exited(0) ? try output.bytes() : [], outputCount: try output.count(),
            // What it did not fill is zeros.
            words: String(decoding: try errors.bytes().prefix { $0 != 0 }, as: UTF8.self))
    }
}
