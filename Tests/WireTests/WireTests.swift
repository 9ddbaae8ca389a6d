import AnalyzerTesting
import Testing
import Wire

@Suite struct WireTests {
    static let messages: [WireMessage] = [
        .ready(version: 1),
        .request(
            AnalysisRequest(number: 7, path: [0x61, 0xFF, 0x2F], sha256: "00ff", bytes: Array("Xi said “hi”".utf8))),
        .request(AnalysisRequest(number: .max, path: [], sha256: "", bytes: [])),
        .request(
            AnalysisRequest(
                number: 8, path: [0x61], sha256: "00",
                leftOut: [
                    AnalyzerProblem(analyzer: "quotes", reason: "crash", message: "läuft nicht"),
                    AnalyzerProblem(analyzer: "", reason: "", message: ""),
                ], bytes: [0x62])),
        .entering(9, analyzer: "quotes"),
        .entering(10, analyzer: nil),
        .answer(3, .report(AnalysisReport(words: 2, problems: [], bytes: [0x7B, 0x7D]))),
        .answer(
            9,
            .report(
                AnalysisReport(
                    words: 2, problems: [], bytes: [0x7B, 0x7D],
                    further: [
                        AnalysisReport(
                            words: 7, problems: [AnalyzerProblem(analyzer: "a", reason: "b", message: "c")],
                            bytes: [0x5B]),
                        AnalysisReport(words: 0, problems: [], bytes: []),
                    ]))),
        .answer(
            4,
            .report(
                AnalysisReport(
                    words: 0,
                    problems: [
                        AnalyzerProblem(analyzer: "quotes", reason: "error", message: "läuft nicht"),
                        AnalyzerProblem(analyzer: "", reason: "", message: ""),
                    ],
                    hold: AnalysisReport.Hold(status: "canceled", embargo: "2026-10-15T11:00:00Z"), bytes: []))),
        .answer(5, .refusal(Refusal(reason: "invalid-utf8", message: "not UTF-8", byteOffset: 12))),
        .answer(6, .refusal(Refusal(reason: "undecodable", message: "", byteOffset: nil))),
        .answer(0, .refusal(Refusal(reason: "not-text", message: "at its start", byteOffset: 0))),
    ]

    @Test(arguments: messages) func aMessageComesOutAsItWentIn(message: WireMessage) throws {
        var decoder = FrameDecoder(maxBytes: 1000)
        decoder.append(message.frame)
        #expect(try decoder.next() == message)
        #expect(try decoder.next() == nil)
        #expect(!decoder.isInsideMessage)
    }

    @Test(arguments: [1, 2, 3, 5, 64, 4096]) func thePipeMayCutTheStreamAnywhere(pieceCount: Int) throws {
        let stream = Self.messages.flatMap(\.frame)
        var decoder = FrameDecoder(maxBytes: 1000)
        var received: [WireMessage] = []
        var start = 0
        while start < stream.count {
            let end = min(start + pieceCount, stream.count)
            decoder.append(stream[start..<end])
            while let message = try decoder.next() { received.append(message) }
            start = end
        }
        #expect(received == Self.messages)
    }

    @Test func aFrameBeyondTheLimitIsRefusedBeforeItsBytesCome() {
        var decoder = FrameDecoder(maxBytes: 100)
        decoder.append([101, 0, 0, 0])
        #expect(throws: WireError.frameTooLong(bytes: 101, limit: 100)) { try decoder.next() }
    }

    @Test func aFrameOfTheLimitIsTaken() throws {
        let message = WireMessage.request(AnalysisRequest(number: 1, path: [], sha256: "", bytes: [1, 2, 3]))
        var decoder = FrameDecoder(maxBytes: message.frame.count - 4)
        decoder.append(message.frame)
        #expect(try decoder.next() == message)
    }

    @Test func anEmptyFrameIsRefused() {
        var decoder = FrameDecoder(maxBytes: 100)
        decoder.append([0, 0, 0, 0])
        #expect(throws: WireError.emptyFrame) { try decoder.next() }
    }

    @Test(arguments: [0, 6, 200]) func anUnknownKindIsRefused(kind: UInt8) {
        var decoder = FrameDecoder(maxBytes: 100)
        decoder.append([1, 0, 0, 0, kind])
        #expect(throws: WireError.unknownKind(kind)) { try decoder.next() }
    }

    /// Every shortening of a valid frame, with its length put right, either misses a field or is a shorter message.
    @Test(arguments: messages) func aShortenedMessageNeverTraps(message: WireMessage) {
        let body = Array(message.frame.dropFirst(4))
        for count in 1..<body.count {
            var decoder = FrameDecoder(maxBytes: 1000)
            decoder.append([UInt8(count), 0, 0, 0] + body.prefix(count))
            do {
                #expect(try decoder.next() != message)
            } catch {
                #expect(error == .malformed(kind: body[0]))
            }
        }
    }

    @Test(arguments: 0..<200) func randomBytesNeverTrapAndNeverGrowTheBuffer(seed: UInt64) {
        var random = SplitMix64(state: seed)
        var decoder = FrameDecoder(maxBytes: 4096)
        // Half of the streams start like a real message, so that the fields are reached.
        if seed.isMultiple(of: 2), let message = Self.messages.randomElement(using: &random) {
            var frame = message.frame
            let position = Int.random(in: 0..<frame.count, using: &random)
            frame[position] = UInt8.random(in: 0...255, using: &random)
            decoder.append(frame)
        }
        do {
            for _ in 0..<64 {
                decoder.append((0..<64).map { _ in UInt8.random(in: 0...255, using: &random) })
                while let message = try decoder.next() { #expect(message.frame.count <= 4096 + 4) }
                #expect(decoder.missingBytes <= 4096)
            }
        } catch {
            // A stream that is no protocol ends in an error; that is the point.
        }
    }
}
