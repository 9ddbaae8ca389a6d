import AnalyzerTesting
import CReader
import English
import Linguistics
import Testing

@testable import Reader

@Suite struct PretrainedReaderTests {
    @Test func hasReferenceCases() { #expect(Tiny.cases.count == 4) }

    @Test(arguments: Tiny.cases)
    func agreesWithTheReference(_ reference: Tiny.Case) throws {
        let reader = PretrainedReader(try Tiny.model())
        let scores = reader.scores(pieces: reference.pieces, casings: reference.casings, flags: reference.flags)
        let expected = reference.scores.flatMap { $0 }
        #expect(scores.count == expected.count)
        // Both round alike but where a sum's last bits tip a value to the next step of its grid.
        let difference = zip(scores, expected).map { abs($0 - $1) }.max() ?? 1
        #expect(difference < 0.05, "differs by \(difference)")
        let mean = zip(scores, expected).map { abs($0 - $1) }.reduce(0, +) / Float(expected.count)
        #expect(mean < 0.001, "differs by \(mean) in the mean")
    }

    private static let others = [COPYDESK_READER_AVX2, COPYDESK_READER_AVX512_VNNI].filter {
        $0.rawValue <= ReaderInstructions.best.rawValue
    }

    @Test(arguments: others)
    func givesTheSameBytesByAllInstructions(_ instructions: ReaderInstructions) throws {
        let model = try Tiny.model()
        let portable = PretrainedReader(model, instructions: COPYDESK_READER_PORTABLE)
        let other = PretrainedReader(model, instructions: instructions)
        var random = SplitMix64(state: 11)
        for length in [1, 2, 3, 4, 5, 7, 15, 16, 17, 31, 33, 64, 100, 127, 128] {
            let pieces = (0..<length).map { _ in Int32(random.next() % UInt64(model.wordCount)) }
            let casings = (0..<length).map { _ in UInt8(random.next() % 65) }
            let flags = (0..<length).map { _ in UInt32(random.next() % (1 << 23)) }
            let one = portable.scores(pieces: pieces, casings: casings, flags: flags)
            let two = other.scores(pieces: pieces, casings: casings, flags: flags)
            #expect(one.count == length * 17)
            #expect(one.map(\.bitPattern) == two.map(\.bitPattern), "\(length) pieces")
        }
    }

    @Test(arguments: [COPYDESK_READER_PORTABLE, .best])
    func scoresWhatIsAskedForAsIfAllWere(_ instructions: ReaderInstructions) throws {
        let model = try Tiny.model()
        let reader = PretrainedReader(model, instructions: instructions)
        var random = SplitMix64(state: 5)
        for length in [1, 2, 5, 16, 17, 63, 128] {
            let pieces = (0..<length).map { _ in Int32(random.next() % UInt64(model.wordCount)) }
            let casings = (0..<length).map { _ in UInt8(random.next() % 65) }
            let flags = (0..<length).map { _ in UInt32(random.next() % (1 << 23)) }
            let all = reader.scores(pieces: pieces, casings: casings, flags: flags)
            for share in [1, 2, 4] as [UInt64] {
                let asked = (0..<length).map { _ in random.next() % share == 0 }
                let some = reader.scores(pieces: pieces, casings: casings, flags: flags, asked: asked)
                let expected = (0..<length).filter { asked[$0] }.flatMap { all[$0 * 17..<$0 * 17 + 17] }
                #expect(some.map(\.bitPattern) == expected.map(\.bitPattern), "\(length) pieces")
            }
        }
    }

    /// What one of the kernels adds up in 16 bits: eight weights of sixteen inputs, times bytes.
    @Test(arguments: ["reader", "stances", "tiny"])
    func weightsFitTheKernelsSums(_ name: String) throws {
        let reader = try #require(EncoderModel())
        let model =
            switch name {
            case "reader": reader
            case "stances": try #require(EncoderModel.stances(sharing: reader))
            default: try Tiny.model()
            }
        let matrices =
            model.layers.flatMap { [$0.attention, $0.joined, $0.up, $0.down] } + model.heads.map(\.matrix)
        #expect(matrices.count > 8)
        var (least, greatest) = (0, 0)
        for matrix in matrices {
            // As [outputs / 16][inputs / 4][16][4].
            for start in stride(from: 0, to: matrix.outputs * matrix.inputs, by: 256) {
                for part in stride(from: 0, to: 64, by: 2) {
                    var (above, below) = (0, 0)
                    for four in stride(from: start, to: start + 256, by: 64) {
                        for weight in [Int(matrix.weights[four + part]), Int(matrix.weights[four + part + 1])] {
                            if weight > 0 { above += weight } else { below += weight }
                        }
                    }
                    greatest = max(greatest, above)
                    least = min(least, below)
                }
            }
        }
        #expect(greatest > 0 && greatest * 255 <= Int(Int16.max), "\(greatest)")
        #expect(least < 0 && least * 255 >= Int(Int16.min), "\(least)")
    }

    @Test func readsWhatIsOutOfBoundsAsSomethingElse() throws {
        let reader = PretrainedReader(try Tiny.model())
        let scores = reader.scores(pieces: [-1, 1_000_000, 3], casings: [255, 0, 64], flags: [.max, 0, 1 << 30])
        #expect(scores.count == 3 * 17)
        #expect(scores.allSatisfy { $0.isFinite })
    }

    @Test func scoresEveryTokenByItsFirstPiece() throws {
        let reader = PretrainedReader(try Tiny.model(), wordPieces: WordPieces(try Tiny.model(), unknown: Tiny.unknown))
        let text = UTF8Text("The readers don't read (Paris).\n\nJapan said: 1998.")
        let structure = LinguisticStructure(text, rules: .english)
        let count = structure.tokens.count
        let traits = PretrainedReader.Traits(
            casings: ContiguousArray((0..<count).map { UInt8($0 % 64) }),
            flags: ContiguousArray((0..<count).map { UInt32($0) }))
        let scores = reader.scores(of: structure, in: text, traits: traits)
        #expect(scores.count == count * 17)
        var plan = WindowPlan(structure, wordPieces: reader.wordPieces, in: text, longest: reader.model.longestWindow)
        let first = plan.next()
        let rest = plan.next()
        let window = try #require(first)
        #expect(rest == nil)
        let whole = reader.scores(
            pieces: window.pieces, casings: window.tokens.map { $0 < 0 ? 64 : UInt8($0 % 64) },
            flags: window.tokens.map { $0 < 0 ? 0 : UInt32($0) })
        for token in 0..<count {
            let position = try #require(window.tokens.firstIndex(of: Int32(token)))
            #expect(Array(scores[token * 17..<token * 17 + 17]) == Array(whole[position * 17..<position * 17 + 17]))
        }
    }

    @Test func stancesAreReadByTheReadersPieces() throws {
        let reader = try #require(EncoderModel())
        let stances = PretrainedReader(try #require(EncoderModel.stances(sharing: reader)))
        let scores = stances.scores(pieces: [101, 4_000, 102], casings: [0, 0, 0], flags: [0, 0, 0])
        #expect(scores.count == 3 * 19)
        #expect(scores.allSatisfy { $0.isFinite })
        #expect(EncoderModel.stances(sharing: try Tiny.model()) == nil)
    }

    @Test func takesNoDamagedModel() throws {
        let base = try #require(Tiny.bytes.baseAddress)
        for size in stride(from: 0, to: Tiny.bytes.count, by: 997) { #expect(EncoderModel(base, size: size) == nil) }
        #expect(EncoderModel(base, size: Tiny.bytes.count) != nil)
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: Tiny.bytes.count, alignment: 64)
        defer { copy.deallocate() }
        let start = try #require(copy.baseAddress)
        // Each number of the head counts: with another the sections don't fit, or it is another version.
        for word in 0..<9 {
            copy.copyMemory(from: Tiny.bytes)
            let value = copy.load(fromByteOffset: word * 4, as: UInt32.self)
            copy.storeBytes(of: value &+ 32, toByteOffset: word * 4, as: UInt32.self)
            if word == 6 { continue }  // the longest piece: a longer one is looked for in vain
            #expect(EncoderModel(start, size: copy.count) == nil, "number \(word)")
        }
    }
}
