import CConverter
import Glibc
package import Ingest
import Synchronization
import SystemPackage

/// Has files read by programs of others, each in a process and a sandbox of its own.
///
/// A worker starts its converter before it gives up what starting takes (`start`), and has that one. Elsewhere each call
/// takes one that has nothing to do, or starts another: as many as there are calls at once.
package final class Converters: FileConverter {
    private struct State {
        var idle: [ConverterProcess] = []
        /// When the document under way must have been read, and how long that was when it began.
        var end: ContinuousClock.Instant?
        var time = Duration.zero
        var isBroken = false
    }

    private let commands: [ForeignCommand]
    private let limits: ConversionLimits
    package let recognisesPages: Bool
    private let state = Mutex(State())

    /// Starts nothing yet.
    ///
    /// - Parameters:
    ///   - limits: What a program may use for one file.
    ///   - recognisesPages: Whether pages that are pictures are read by recognising their letters.
    ///   - command: How a program is run; as its package installs it, if nothing else is said.
    package init(
        limits: ConversionLimits = ConversionLimits(), recognisesPages: Bool = false,
        command: (ForeignProgram) -> ForeignCommand = { ForeignCommand(path: $0.path, arguments: $0.arguments) }
    ) {
        self.limits = limits
        self.recognisesPages = recognisesPages
        commands = ForeignProgram.allCases.map(command)
    }

    /// Starts a converter that ends with the calling thread.
    package func start() throws(SystemCallFailure) {
        let process = try ConverterProcess(commands, diesWithThread: true)
        state.withLock { $0.idle.append(process) }
    }

    /// Whether it was not for a file or a program that one was not read.
    package var isBroken: Bool { state.withLock { $0.isBroken } }

    /// Begins a document: all that is converted from now on, in however many files, takes no longer than this.
    package func allow(_ time: Duration) {
        state.withLock { state in
            state.end = .now + time
            state.time = time
        }
    }

    package func convert(
        _ bytes: [UInt8], by program: ForeignProgram, page: Int
    ) throws(ConversionError) -> [UInt8] {
        let seconds = limits.processorSeconds(forBytes: bytes.count)
        var time = Duration.seconds(seconds * limits.patience)
        let (end, whole) = state.withLock { ($0.end, $0.time) }
        if let end {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { throw .tooSlow(whole) }
            time = min(time, left)
        }
        let memory = limits.memory(forBytes: bytes.count)
        let result: ConverterProcess.Result
        do throws(SystemCallFailure) {
            let process = try process()
            result = try process.run(
                copydesk_task(
                    program: UInt32(program.rawValue), page: UInt32(clamping: page),
                    processor_seconds: UInt32(seconds),
                    milliseconds: UInt64(time / .milliseconds(1)), memory: UInt64(memory),
                    output: UInt64(limits.output)), on: bytes)
            state.withLock { $0.idle.append(process) }
        } catch {
            throw broken("\(error)")
        }
        let isWhole = if case .exited(0) = result.end { true } else { false }
        if !isWhole, result.words.contains("bad_alloc") || result.words.contains("Out of memory") {
            throw .tooMuchMemory(limit: memory)
        }
        // Few programs tell why they could write no more.
        guard result.outputCount < limits.output else { throw .tooMuchOutput(limit: limits.output) }
        switch result.end {
        case .exited(0): return result.output
        case .exited(let status): throw .failed(status: status, words: result.words)
        case .signalled(SIGXCPU): throw .tooSlow(.seconds(seconds))
        case .signalled(let signal): throw .died(signal: signal)
        case .timedOut: throw .tooSlow(time)
        case .notRun(.noSuchFileOrDirectory): throw .missing
        case .notRun(let error): throw .broken("\(program.path) cannot be run: \(error)")
        case .notStarted(let error): throw broken("there was no process for what reads it: \(error)")
        }
    }

    private func process() throws(SystemCallFailure) -> ConverterProcess {
        if let idle = state.withLock({ $0.idle.popLast() }) { return idle }
        return try ConverterProcess(commands, diesWithThread: false)
    }

    private func broken(_ words: String) -> ConversionError {
        state.withLock { $0.isBroken = true }
        return .broken(words)
    }
}
