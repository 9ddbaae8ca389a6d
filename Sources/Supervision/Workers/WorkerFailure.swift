import CLinux
import Glibc

/// How a worker's process ended.
package enum WorkerEnd: Hashable, Sendable {
    /// By itself, with this status.
    case exited(Int32)
    /// By this signal.
    case signalled(Int32)
}

/// Why a worker gave no answer; one line of a document's history.
package enum WorkerFailure: Error, Hashable, Sendable {
    /// A signal ended it: a trap, the kernel's memory killer, a limit.
    case crashed(signal: Int32, lastWords: String)
    /// It used up the address space that it may have.
    case outOfMemory(lastWords: String)
    /// It ended without an answer; a status of 0 is no better.
    case exited(Int32, lastWords: String)
    /// The document took longer than its size allows.
    case missedDeadline(Duration)
    /// It did not say that it is ready.
    case lateStart(Duration)
    /// It answered with something else than the protocol.
    case brokenProtocol(String)
    /// It could not be started.
    case notStarted(String)

    init(_ end: WorkerEnd, _ lastWords: String) {
        switch end {
        case .exited(COPYDESK_OUT_OF_MEMORY): self = .outOfMemory(lastWords: lastWords)
        // The Swift runtime on one allocation that is far too large: the process has memory left.
        case .signalled(SIGABRT) where lastWords.contains("failed to allocate"):
            self = .outOfMemory(lastWords: lastWords)
        case .exited(let status): self = .exited(status, lastWords: lastWords)
        case .signalled(let signal): self = .crashed(signal: signal, lastWords: lastWords)
        }
    }

    /// The kind in one word, as `<name>.error.json` and a report's `problems` have it.
    package var reason: String {
        switch self {
        case .crashed(signal: SIGKILL, _), .crashed(signal: SIGTERM, _): "killed"
        case .crashed(signal: SIGXCPU, _): "deadline"
        case .crashed: "crash"
        case .outOfMemory: "memory"
        case .exited: "exit"
        case .missedDeadline, .lateStart: "deadline"
        case .brokenProtocol: "protocol"
        case .notStarted: "start"
        }
    }
}

extension WorkerFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .crashed(let signal, let lastWords):
            "the worker was ended by signal \(signal) (\(Self.name(ofSignal: signal)))\(Self.quoted(lastWords))"
        case .outOfMemory(let lastWords):
            "the worker used up its memory (limits.workerMemory)\(Self.quoted(lastWords))"
        case .exited(let status, let lastWords):
            "the worker ended with status \(status) and no answer\(Self.quoted(lastWords))"
        case .missedDeadline(let time): "no answer within \(time.inSeconds) s"
        case .lateStart(let time): "the worker was not ready within \(time.inSeconds) s"
        case .brokenProtocol(let what): "the worker broke the protocol: \(what)"
        case .notStarted(let why): "the worker could not be started: \(why)"
        }
    }

    private static func quoted(_ words: String) -> String { words.isEmpty ? "" : ": \(words)" }

    private static func name(ofSignal signal: Int32) -> String {
        switch signal {
        case SIGABRT: "SIGABRT, aborted"
        case SIGBUS: "SIGBUS, bad memory access"
        case SIGFPE: "SIGFPE, arithmetic"
        case SIGILL: "SIGILL, trap"
        case SIGKILL: "SIGKILL, killed, perhaps for its memory"
        case SIGSEGV: "SIGSEGV, bad memory access"
        case SIGSYS: "SIGSYS, forbidden system call"
        case SIGTERM: "SIGTERM, told to end"
        case SIGTRAP: "SIGTRAP, trap"
        case SIGXCPU: "SIGXCPU, out of processor time"
        default: "another signal"
        }
    }
}
