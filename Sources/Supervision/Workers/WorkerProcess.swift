import Subprocess
import Synchronization
import SystemPackage
import Wire

/// One worker's process, from its start to its end.
///
/// Its child is driven by `WorkerConversation`; all that happens (bytes, a job, a deadline, the end) comes as events
/// of one stream and is dealt with one by one.
struct WorkerProcess: Sendable {
    enum Event: Sendable {
        case output(SubprocessOutputSequence.Buffer)
        case outputEnded
        case job(AnalysisJob)
        case timeIsOver(Duration, number: UInt64?)
        /// End in good order, after the document under way.
        case retire
    }

    /// How it went, for the pool's next decision.
    struct Result: Sendable {
        var pid: Int32?
        /// The path of the document that it had.
        var document: [UInt8]?
        /// The analyzer whose code it ran.
        var analyzer: String?
        /// nil after an end in good order.
        var failure: WorkerFailure?
        /// Jobs that it was given and never saw.
        var unseen: [AnalysisJob] = []
    }

    let command: WorkerLaunch
    let startTime: Duration
    /// What makes sure of the descriptors that a start takes.
    let reserve: DescriptorReserve
    let events: AsyncStream<Event>
    let send: AsyncStream<Event>.Continuation
    /// One for each piece of output that was dealt with: a worker that writes faster than the disk takes it has to wait.
    let permits: AsyncStream<Void>
    let readOn: AsyncStream<Void>.Continuation
    /// Called when the worker can take a document.
    let becameIdle: @Sendable () async -> Void

    init(
        command: WorkerLaunch, startTime: Duration, reserve: DescriptorReserve = .shared,
        becameIdle: @escaping @Sendable () async -> Void
    ) {
        self.command = command
        self.reserve = reserve
        self.startTime = startTime
        self.becameIdle = becameIdle
        (events, send) = AsyncStream.makeStream()
        (permits, readOn) = AsyncStream.makeStream()
    }

    /// Starts the process and serves it until it has ended.
    ///
    /// When the task is cancelled the process group is killed; the job under way is then interrupted, not failed.
    func run() async -> Result {
        var options = PlatformOptions()
        options.processGroupID = 0
        var talk = Talk()
        do throws(Errno) {
            try reserve.begin()
        } catch {
            talk.failure = .notStarted(
                "the system gives no file descriptors (\(error)): raise LimitNOFILE= of the unit, or ulimit -n")
            return finish(talk)
        }
        var isStarting = true
        do {
            let execution = try await Subprocess.run(
                .path(command.executable),
                arguments: Arguments(executablePathOverride: command.name, remainingValues: command.arguments),
                environment: environment, platformOptions: options, input: .inputWriter, output: .sequence,
                error: .sequence
            ) { child in
                reserve.end()
                isStarting = false
                talk = await self.talk(with: child)
            }
            talk.failure = talk.conversation.ended(
                with: WorkerEnd(execution.terminationStatus), lastWords: talk.lastWords)
        } catch {
            talk.failure = .notStarted("\(error)")
        }
        if isStarting { reserve.end() }
        return finish(talk)
    }

    private var environment: Environment {
        let pairs = command.environment.compactMap { name, value in
            Environment.Key(rawValue: name).map { ($0, value) }
        }
        return .custom(Dictionary(uniqueKeysWithValues: pairs))
    }

    /// Settles the job under way and gives back those that the worker never saw.
    private func finish(_ talk: Talk) -> Result {
        let result = Result(
            pid: talk.pid, document: talk.job?.request.path, analyzer: talk.conversation.analyzer,
            failure: talk.failure, unseen: talk.unseen)
        if let job = talk.job {
            if let failure = talk.failure, !Task.isCancelled {
                job.finish(.failed(failure, in: talk.conversation.analyzer))
            } else {
                job.finish(.interrupted)
            }
        }
        return result
    }
}

/// What is known of a worker while it lives.
private struct Talk: Sendable {
    var pid: Int32?
    var conversation = WorkerConversation()
    var job: AnalysisJob?
    var lastWords = ""
    var failure: WorkerFailure?
    var unseen: [AnalysisJob] = []
}

private typealias Child = Execution<CustomWriteInput, SequenceOutput, SequenceOutput>

extension WorkerProcess {
    /// Deals with the events of one worker until its output ends or the task is cancelled.
    private func talk(with child: Child) async -> Talk {
        var talk = Talk(pid: child.processIdentifier.value)
        let lastWords = LastWords()
        await withDiscardingTaskGroup { group in
            group.addTask { await read(child) }
            group.addTask { await lastWords.collect(from: child) }
            await serve(&talk, child, &group)
            // Whatever is left of the group must not outlive its leader, nor hold the pipes open.
            try? child.send(signal: .kill, toProcessGroup: true)
            group.cancelAll()
        }
        talk.lastWords = lastWords.text
        return talk
    }

    private func serve(_ talk: inout Talk, _ child: Child, _ group: inout DiscardingTaskGroup) async {
        let deadline = Deadline { [send] time, number in send.yield(.timeIsOver(time, number: number)) }
        deadline.set(startTime, for: nil)
        defer { deadline.clear() }
        var (isRetiring, hasEnded) = (false, false)
        for await event in events {
            switch event {
            case .output(let bytes):
                var action = bytes.withUnsafeBytes { talk.conversation.receive($0) }
                while case .store(let piece) = action {
                    await talk.job?.store(piece)
                    action = talk.conversation.receive([])
                }
                readOn.yield()
                switch action {
                case .wait, .store: break
                case .kill: try? child.send(signal: .kill, toProcessGroup: true)
                case .deliver(let answer):
                    talk.job?.finish(.answered(answer))
                    talk.job = nil
                    fallthrough
                case .take:
                    deadline.clear()
                    if isRetiring {
                        try? await child.standardInputWriter.finish()
                    } else {
                        await becameIdle()
                    }
                }
            case .job(let job) where talk.conversation.isIdle && !hasEnded:
                talk.job = job
                let bytes = job.request.bytes.count
                talk.conversation.send(
                    job.request.number, maxAnswerBytes: DocumentBudget.maxAnswerBytes(forBytes: bytes))
                deadline.set(job.time, for: job.request.number)
                // Beside the reading: a worker that does not read must not keep its deadline from being seen. An
                // error here means that it ended, which its output tells as well.
                group.addTask { _ = try? await child.standardInputWriter.write(WireMessage.request(job.request).frame) }
            case .job(let job):
                talk.unseen.append(job)
            case .timeIsOver(let time, let number):
                guard talk.conversation.runOut(of: time, for: number) == .kill else { break }
                try? child.send(signal: .kill, toProcessGroup: true)
            case .retire:
                isRetiring = true
                if talk.conversation.isIdle { try? await child.standardInputWriter.finish() }
            case .outputEnded:
                // What came in the meantime is for another worker.
                hasEnded = true
                send.finish()
            }
        }
        send.finish()
    }

    /// Reads the worker's output to its end.
    private func read(_ child: Child) async {
        do {
            var permits = permits.makeAsyncIterator()
            for try await bytes in child.standardOutput {
                send.yield(.output(bytes))
                guard await permits.next() != nil else { break }
            }
        } catch {
            // A pipe that cannot be read has ended.
        }
        send.yield(.outputEnded)
    }
}

extension WorkerEnd {
    init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(code)
        case .signaled(let signal): self = .signalled(signal)
        }
    }
}

/// The end of what a worker wrote to its standard error: the message of a trap, for a document's history.
private final class LastWords: Sendable {
    /// A message and the runtime's stack trace behind it.
    private static let maxBytes = 16 << 10
    private let tail = Mutex<[UInt8]>([])

    func collect(from child: Child) async {
        do {
            for try await bytes in child.standardError {
                tail.withLock { tail in
                    bytes.withUnsafeBytes { tail.append(contentsOf: $0) }
                    if tail.count > Self.maxBytes { tail.removeFirst(tail.count - Self.maxBytes) }
                }
            }
        } catch {
            // What was read until now has to do.
        }
    }

    /// The last lines as one, without the stack trace that the Swift runtime adds.
    var text: String {
        let lines = String(decoding: tail.withLock { $0 }, as: UTF8.self).split(whereSeparator: \.isNewline)
        let words = lines.prefix { !$0.hasPrefix("Current stack trace:") }.suffix(3)
        return String(words.joined(separator: " | ").suffix(1024))
    }
}
