package import Wire

/// The daemon's side of the talk with one worker: what its bytes, its end and its silence mean.
///
/// Pure: it holds no clock, no descriptor and no process, and whoever drives it performs what it says.
/// A worker that breaks the protocol once is never believed again.
package struct WorkerConversation: Sendable {
    /// What the driver is to do.
    package enum Action: Hashable, Sendable {
        /// Read on.
        case wait
        /// These bytes are the report's next. What came with them has not been looked at: `receive` is to be called again.
        case store([UInt8])
        /// The worker can take a document.
        case take
        /// The document under way has its answer; the worker can take the next.
        case deliver(AnalysisAnswer)
        /// Kill the worker's process group; `ended(with:lastWords:)` will say what to record.
        case kill
    }

    private enum Phase: Hashable, Sendable {
        case starting
        case idle
        case busy(UInt64)
        case condemned(WorkerFailure)
    }

    private var phase = Phase.starting
    private var decoder = FrameDecoder(maxBytes: Self.maxGreetingBytes)
    /// How many bytes of the report under way came, and how many may.
    private var (pieceBytes, maxAnswerBytes) = (0, 0)
    private static let maxGreetingBytes = 64
    private static let maxNameBytes = 256

    /// The analyzer whose code runs for the document under way; after the worker's end, the one that it ended in.
    package private(set) var analyzer: String?

    package init() {}

    /// Whether the worker waits for a document.
    package var isIdle: Bool { phase == .idle }

    /// Notes that the request of that number is about to be sent, with the longest answer that it may have.
    ///
    /// - Precondition: The worker is idle.
    package mutating func send(_ number: UInt64, maxAnswerBytes: Int) {
        precondition(isIdle, "a worker takes one document at a time")
        phase = .busy(number)
        analyzer = nil
        decoder.maxBytes = maxAnswerBytes
        (pieceBytes, self.maxAnswerBytes) = (0, maxAnswerBytes)
    }

    /// Takes bytes from the worker's output.
    package mutating func receive(_ bytes: some Collection<UInt8>) -> Action {
        if case .condemned = phase { return .kill }
        decoder.append(bytes)
        do {
            while let message = try decoder.next() {
                if case .piece(let number, let bytes) = message, phase == .busy(number) {
                    pieceBytes += bytes.count
                    guard pieceBytes <= maxAnswerBytes else {
                        return condemn(.brokenProtocol("a report of more than \(maxAnswerBytes) bytes"))
                    }
                    return .store(bytes)
                }
                guard case .entering(let number, let name) = message, phase == .busy(number) else {
                    return decoder.isInsideMessage ? condemn(.brokenProtocol("bytes after its answer")) : take(message)
                }
                guard (name ?? "").utf8.count <= Self.maxNameBytes else {
                    return condemn(.brokenProtocol("an analyzer's name of \(name?.utf8.count ?? 0) bytes"))
                }
                analyzer = name
            }
            return .wait
        } catch {
            return condemn(.brokenProtocol("\(error)"))
        }
    }

    /// The time for the document of that number, or for the start when nil, is over.
    package mutating func runOut(of time: Duration, for number: UInt64?) -> Action {
        switch phase {
        case .starting where number == nil: condemn(.lateStart(time))
        case .busy(let current) where current == number: condemn(.missedDeadline(time))
        default: .wait
        }
    }

    /// What the worker's end means for the document that it had, if it had one.
    ///
    /// - Parameters:
    ///   - end: How the process ended.
    ///   - lastWords: The end of what it wrote to its standard error.
    /// - Returns: nil when it ended in good order: asked to, and with nothing under way.
    package mutating func ended(with end: WorkerEnd, lastWords: String) -> WorkerFailure? {
        switch phase {
        case .condemned(let failure): failure
        case .idle: end == .exited(0) ? nil : WorkerFailure(end, lastWords)
        case .starting, .busy: WorkerFailure(end, lastWords)
        }
    }

    private mutating func take(_ message: WireMessage) -> Action {
        switch (phase, message) {
        case (.starting, .ready(WireMessage.version)):
            phase = .idle
            return .take
        case (.starting, .ready(let version)):
            return condemn(.brokenProtocol("version \(version) of the protocol, \(WireMessage.version) is spoken here"))
        case (.busy(let current), .answer(let number, let answer)) where number == current:
            phase = .idle
            decoder.maxBytes = Self.maxGreetingBytes
            return .deliver(answer)
        case (.busy(let number), .answer(let other, _)):
            return condemn(.brokenProtocol("an answer to request \(other) while \(number) was under way"))
        default:
            return condemn(.brokenProtocol("a message out of turn"))
        }
    }

    private mutating func condemn(_ failure: WorkerFailure) -> Action {
        phase = .condemned(failure)
        return .kill
    }
}
