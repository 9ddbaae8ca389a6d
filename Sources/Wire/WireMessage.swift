// Wire is what the daemon and a worker agree on, and nothing of either: messages and their bytes, and the options that a
// worker is started with. Bytes that are no message are a `WireError`, whatever they are; the other side is then ended.
// A message of 4 GiB is a bug of the sender.

/// What the daemon and a worker say to each other.
///
/// Every message is one frame: a length of four bytes, then that many bytes, the first of which names the kind.
/// All integers are little-endian. One request is under way at a time, and its answer repeats its number, so a
/// worker that answers twice or out of turn can never have its findings filed under another document.
package enum WireMessage: Hashable, Sendable {
    /// The worker has loaded its analyzers and speaks this version of the protocol.
    case ready(version: UInt16)
    /// The daemon asks for a document's report.
    case request(AnalysisRequest)
    /// The worker is about to run that analyzer's code for the request of that number, or its own when nil.
    case entering(UInt64, analyzer: String?)
    /// The next bytes of the report on the request of that number; its answer brings the last.
    case piece(UInt64, [UInt8])
    /// The worker's answer to the request of that number.
    case answer(UInt64, AnalysisAnswer)

    /// The protocol's version; a worker of another version is not used.
    package static let version: UInt16 = 4
}

/// A document on its way to a worker.
package struct AnalysisRequest: Hashable, Sendable {
    /// The number that the answer repeats.
    package var number: UInt64
    /// The path under the inbox, as the report names it: the file system's bytes, not always UTF-8.
    package var path: [UInt8]
    /// The SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    package var sha256: String
    /// The analyzers that are not to run, and why.
    package var leftOut: [AnalyzerProblem]
    /// The document.
    package var bytes: [UInt8]

    package init(number: UInt64, path: [UInt8], sha256: String, leftOut: [AnalyzerProblem] = [], bytes: [UInt8]) {
        self.number = number
        self.path = path
        self.sha256 = sha256
        self.leftOut = leftOut
        self.bytes = bytes
    }
}

/// What a worker makes of a document.
package enum AnalysisAnswer: Hashable, Sendable {
    /// The report, as it goes to the outbox.
    case report(AnalysisReport)
    /// The document cannot be analysed, now or at another try.
    case refusal(Refusal)
}

/// An analyzer without findings.
package struct AnalyzerProblem: Hashable, Sendable {
    /// The analyzer's name.
    package var analyzer: String
    /// Why in one word, as the report says it.
    package var reason: String
    /// Why in one sentence, as the report says it.
    package var message: String

    /// The reason of an analyzer that does not read the document's language: no fault, so not told as one.
    package static let languageReason = "language"

    package init(analyzer: String, reason: String, message: String) {
        self.analyzer = analyzer
        self.reason = reason
        self.message = message
    }
}

/// A finished report with the figures that the log and the counters want, so that the daemon never parses it.
package struct AnalysisReport: Hashable, Sendable {
    /// The number of words.
    package var words: Int
    /// The analyzers that failed.
    package var problems: [AnalyzerProblem]
    /// What the document's source says against publishing it.
    package var hold: Hold
    /// The report's file; where pieces of it came before, what is behind them.
    package var bytes: [UInt8]
    /// The reports of the further documents in the file, in order, where it holds several; none of them has any.
    package var further: [AnalysisReport]

    package init(
        words: Int, problems: [AnalyzerProblem], hold: Hold = Hold(), bytes: [UInt8], further: [AnalysisReport] = []
    ) {
        self.words = words
        self.problems = problems
        self.hold = hold
        self.bytes = bytes
        self.further = further
    }

    /// What the source of a document says against publishing it.
    package struct Hold: Hashable, Sendable {
        /// `canceled`, `withheld` or another word for what is not usable; empty where nothing is said.
        package var status: String
        /// Until when it is held back, in RFC 3339; empty where it is not.
        package var embargo: String

        package init(status: String = "", embargo: String = "") {
            self.status = status
            self.embargo = embargo
        }
    }
}

/// Why a document cannot be analysed.
///
/// The same three fields as the spool's `Failure` has, written down again since neither module knows the other: the worker
/// says them, and the daemon files them.
package struct Refusal: Hashable, Sendable {
    /// The kind of trouble in one word, as `<name>.error.json` has it: `invalid-utf8`, `not-text`.
    package var reason: String
    /// One sentence for a person.
    package var message: String
    /// Where in the document it is wrong, in bytes from its start.
    package var byteOffset: Int?

    package init(reason: String, message: String, byteOffset: Int? = nil) {
        self.reason = reason
        self.message = message
        self.byteOffset = byteOffset
    }
}

/// How a stream of bytes fails to be the worker protocol.
package enum WireError: Error, Hashable {
    /// A frame of no length.
    case emptyFrame
    /// A frame longer than its receiver takes.
    case frameTooLong(bytes: Int, limit: Int)
    /// A kind of message that does not exist.
    case unknownKind(UInt8)
    /// A message that ends before it is complete, or holds a value that cannot be.
    case malformed(kind: UInt8)
}

extension WireError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .emptyFrame: "an empty message"
        case .frameTooLong(let bytes, let limit): "a message of \(bytes) bytes, where \(limit) are allowed"
        case .unknownKind(let kind): "a message of the unknown kind \(kind)"
        case .malformed(let kind): "a malformed message of kind \(kind)"
        }
    }
}
