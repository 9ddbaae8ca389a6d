extension WireMessage {
    private enum Kind: UInt8 {
        case ready = 1
        case request = 2
        case report = 3
        case refusal = 4
        case entering = 5
    }

    /// The message as one frame.
    ///
    /// - Precondition: The message is shorter than 4 GiB; `limits.maxBytes` keeps documents far below.
    package var frame: [UInt8] {
        var writer = FrameWriter(capacity: payloadCount + 64)
        switch self {
        case .ready(let version):
            writer.put(Kind.ready.rawValue)
            writer.put(version)
        case .request(let request):
            writer.put(Kind.request.rawValue)
            writer.put(request.number)
            writer.put(counted: request.path)
            writer.put(counted: request.sha256.utf8)
            writer.put(request.leftOut)
            writer.put(rest: request.bytes)
        case .entering(let number, let analyzer):
            writer.put(Kind.entering.rawValue)
            writer.put(number)
            writer.put(rest: (analyzer ?? "").utf8)
        case .answer(let number, .report(let report)):
            writer.put(Kind.report.rawValue)
            writer.put(number)
            writer.put(UInt64(report.words))
            writer.put(report.problems)
            writer.put(report.hold)
            writer.put(UInt32(report.further.count))
            for report in report.further {
                writer.put(UInt64(report.words))
                writer.put(report.problems)
                writer.put(report.hold)
                writer.put(counted: report.bytes)
            }
            writer.put(rest: report.bytes)
        case .answer(let number, .refusal(let refusal)):
            writer.put(Kind.refusal.rawValue)
            writer.put(number)
            writer.put(UInt64(bitPattern: Int64(refusal.byteOffset ?? -1)))
            writer.put(counted: refusal.reason.utf8)
            writer.put(rest: refusal.message.utf8)
        }
        return writer.finished()
    }

    private var payloadCount: Int {
        switch self {
        case .ready, .entering: 0
        case .request(let request): request.path.count + request.bytes.count + 64
        case .answer(_, .report(let report)): report.further.reduce(report.bytes.count) { $0 + $1.bytes.count }
        case .answer(_, .refusal(let refusal)): refusal.message.utf8.count
        }
    }

    /// Reads a message from a frame's bytes, its length left out.
    package init(frameBody body: ArraySlice<UInt8>) throws(WireError) {
        guard let first = body.first else { throw .emptyFrame }
        guard let kind = Kind(rawValue: first) else { throw .unknownKind(first) }
        var reader = FrameReader(body.dropFirst(), kind: first)
        switch kind {
        case .ready:
            self = .ready(version: try reader.integer())
            guard reader.isAtEnd else { throw .malformed(kind: first) }
        case .request:
            self = .request(
                AnalysisRequest(
                    number: try reader.integer(), path: try reader.counted(), sha256: try reader.text(),
                    leftOut: try reader.problems(), bytes: reader.rest()))
        case .entering:
            let number: UInt64 = try reader.integer()
            let name = try reader.restOfText()
            self = .entering(number, analyzer: name.isEmpty ? nil : name)
        case .report:
            let number: UInt64 = try reader.integer()
            let words = try reader.count()
            let problems = try reader.problems()
            let hold = try reader.hold()
            var further: [AnalysisReport] = []
            let count: UInt32 = try reader.integer()
            for _ in 0..<count {
                further.append(
                    AnalysisReport(
                        words: try reader.count(), problems: try reader.problems(), hold: try reader.hold(),
                        bytes: try reader.counted()))
            }
            self = .answer(
                number,
                .report(
                    AnalysisReport(
                        words: words, problems: problems, hold: hold, bytes: reader.rest(), further: further)))
        case .refusal:
            let number: UInt64 = try reader.integer()
            let offset = Int64(bitPattern: try reader.integer())
            guard offset >= -1 else { throw .malformed(kind: first) }
            let reason = try reader.text()
            let message = try reader.restOfText()
            let refusal = Refusal(reason: reason, message: message, byteOffset: offset < 0 ? nil : Int(offset))
            self = .answer(number, .refusal(refusal))
        }
    }
}

/// Builds one frame.
private struct FrameWriter {
    private var bytes: [UInt8] = []

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
        bytes.append(contentsOf: [0, 0, 0, 0])
    }

    mutating func put(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(counted value: some Collection<UInt8>) {
        put(UInt32(value.count))
        bytes.append(contentsOf: value)
    }

    mutating func put(_ problems: [AnalyzerProblem]) {
        put(UInt32(problems.count))
        for problem in problems {
            for text in [problem.analyzer, problem.reason, problem.message] { put(counted: text.utf8) }
        }
    }

    mutating func put(_ hold: AnalysisReport.Hold) {
        put(counted: hold.status.utf8)
        put(counted: hold.embargo.utf8)
    }

    mutating func put(rest value: some Sequence<UInt8>) {
        bytes.append(contentsOf: value)
    }

    consuming func finished() -> [UInt8] {
        let length = UInt32(bytes.count - 4)
        for index in 0..<4 { bytes[index] = UInt8(truncatingIfNeeded: length >> (8 * UInt32(index))) }
        return bytes
    }
}

/// Reads the fields of one frame; a field that runs over the frame's end is an error, never a trap.
private struct FrameReader {
    private var bytes: ArraySlice<UInt8>
    private let kind: UInt8

    init(_ bytes: ArraySlice<UInt8>, kind: UInt8) {
        self.bytes = bytes
        self.kind = kind
    }

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func integer<Value: FixedWidthInteger>() throws(WireError) -> Value {
        let size = MemoryLayout<Value>.size
        guard bytes.count >= size else { throw .malformed(kind: kind) }
        var value: Value = 0
        for byte in bytes.prefix(size).reversed() { value = value << 8 | Value(truncatingIfNeeded: byte) }
        bytes = bytes.dropFirst(size)
        return value
    }

    mutating func count() throws(WireError) -> Int {
        let value: UInt64 = try integer()
        guard let count = Int(exactly: value) else { throw .malformed(kind: kind) }
        return count
    }

    mutating func counted() throws(WireError) -> [UInt8] {
        let size = Int(try integer() as UInt32)
        guard bytes.count >= size else { throw .malformed(kind: kind) }
        defer { bytes = bytes.dropFirst(size) }
        return [UInt8](bytes.prefix(size))
    }

    mutating func text() throws(WireError) -> String { try valid(counted()) }

    mutating func restOfText() throws(WireError) -> String { try valid(rest()) }

    private func valid(_ bytes: [UInt8]) throws(WireError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed(kind: kind) }
        return text
    }

    mutating func problems() throws(WireError) -> [AnalyzerProblem] {
        let count: UInt32 = try integer()
        var problems: [AnalyzerProblem] = []
        for _ in 0..<count {
            problems.append(AnalyzerProblem(analyzer: try text(), reason: try text(), message: try text()))
        }
        return problems
    }

    mutating func hold() throws(WireError) -> AnalysisReport.Hold {
        AnalysisReport.Hold(status: try text(), embargo: try text())
    }

    mutating func rest() -> [UInt8] {
        defer { bytes = [] }
        return [UInt8](bytes)
    }
}
