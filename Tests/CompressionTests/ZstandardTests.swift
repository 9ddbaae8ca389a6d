import Testing

@testable import Compression

@Suite struct ZstandardTests {
    /// Bytes that compress well, and bytes that do not (a linear congruential generator's).
    private static let inputs: [[UInt8]] = [
        [], [0x7B], Array("{\"a\":1}\n".utf8),
        Array(repeating: Array("“We,” said Ann. ".utf8), count: 40_000).flatMap { $0 },
        noise(300_000),
    ]

    private static func noise(_ count: Int) -> [UInt8] {
        var state: UInt32 = 1
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: state >> 24)
        }
    }

    @Test(arguments: inputs) func whatIsCompressedComesBack(bytes: [UInt8]) throws {
        let frame = try Zstandard.compressed(bytes)
        #expect(Zstandard.isFrame(frame))
        #expect(!Zstandard.isFrame(bytes))
        #expect(try Zstandard.decompressed(frame, atMost: bytes.count) == bytes)
    }

    @Test func repetitionIsCompressed() throws {
        #expect(try Zstandard.compressed(Self.inputs[3]).count < Self.inputs[3].count / 100)
    }

    @Test(arguments: [1, 7, 4_096, 131_072]) func aFrameMayComeInPieces(size: Int) throws {
        for bytes in Self.inputs {
            let frame = try Zstandard.compressed(bytes)
            var decoder = try ZstandardDecoder()
            var found: [UInt8] = []
            for start in stride(from: 0, to: frame.count, by: size) {
                let piece = Array(frame[start..<min(start + size, frame.count)])
                #expect(
                    try decoder.decode(piece) {
                        found.append(contentsOf: $0); return true
                    })
            }
            #expect(found == bytes)
            let isAtEnd = decoder.isAtEnd
            #expect(isAtEnd)
        }
    }

    @Test func framesInARowAreReadAsOneText() throws {
        let frames = try Zstandard.compressed(Array("one ".utf8)) + Zstandard.compressed(Array("two".utf8))
        #expect(try Zstandard.decompressed(frames, atMost: 100) == Array("one two".utf8))
    }

    @Test func aFrameThatIsCutOffIsNoFrame() throws {
        let frame = try Zstandard.compressed(Self.inputs[3])
        for count in [5, frame.count / 2, frame.count - 1] {
            #expect(throws: ZstandardError.self) {
                try Zstandard.decompressed(Array(frame[..<count]), atMost: Self.inputs[3].count)
            }
        }
    }

    @Test func aDamagedFrameIsNoFrame() throws {
        var frame = try Zstandard.compressed(Self.inputs[4])
        frame[frame.count / 2] ^= 0x10
        #expect(throws: ZstandardError.self) { try Zstandard.decompressed(frame, atMost: Self.inputs[4].count) }
    }

    @Test func aSmallFileThatClaimsToBeAHugeOneIsNotBelieved() throws {
        let frame = try Zstandard.compressed([UInt8](repeating: 0x20, count: 64 << 20))
        #expect(frame.count < 20_000)
        #expect(throws: ZstandardError.self) { try Zstandard.decompressed(frame, atMost: 1 << 20) }
    }

    @Test func whoHasEnoughGetsNoMore() throws {
        var decoder = try ZstandardDecoder()
        var pieces = 0
        let isTaken = try decoder.decode(Zstandard.compressed(Self.inputs[3])) { _ in
            pieces += 1
            return false
        }
        #expect(!isTaken && pieces == 1)
    }
}
