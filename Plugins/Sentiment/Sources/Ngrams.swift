import Linguistics

/// Linear models over hashed words and pairs of words (Weinberger et al., *Feature Hashing for Large Scale Multitask
/// Learning*, 2009), which add to what the network says: it generalises, they remember.
///
/// A text's features share a weight of 1: each counts 1 / √(their number).
struct Ngrams: @unchecked Sendable {
    // Sendable: all pointers lead into the binary's read-only data.
    private let stances: UnsafeBufferPointer<Int8>
    private let ratings: UnsafeBufferPointer<Int8>
    private let scales: (prose: Float, headline: Float, ratings: SIMD4<Float>)

    /// The sizes of the tables are powers of 2.
    private static let stanceBits: UInt64 = 16
    private static let ratingBits: UInt64 = 15
    /// Against, neither and for in prose, then in headlines on business.
    private static let classes = 6
    /// One for each kind of text that is rated.
    private static let kinds = 4

    /// What a feature is made of; the trainer has the same numbers.
    private enum Kind: UInt64 {
        case near = 1, side, word, sidedPair, pair, around
        case ratedWord = 17
        case ratedPair
    }

    init(_ model: Model) {
        stances = model.section(8).bindMemory(to: Int8.self)
        ratings = model.section(9).bindMemory(to: Int8.self)
        let numbers = model.section(10).bindMemory(to: Float.self)
        let isWhole =
            stances.count >= Self.classes << Int(Self.stanceBits) && ratings.count >= Self.kinds << Int(Self.ratingBits)
            && numbers.count >= 6
        scales =
            isWhole ? (numbers[0], numbers[1], SIMD4(numbers[2], numbers[3], numbers[4], numbers[5])) : (0, 0, SIMD4())
    }

    @inline(__always)
    private static func mix(_ state: UInt64, _ part: UInt64) -> UInt64 {
        let product = (state ^ (part &+ 1)) &* 0x9E37_79B9_7F4A_7C15
        return product ^ (product >> 29)
    }

    @inline(__always)
    private static func start(_ kind: Kind) -> UInt64 { mix(0, kind.rawValue) }

    /// What the words and pairs of some cells add to the rating of a sentence by each kind's readers.
    func rating(_ cells: Range<Int>, of reading: borrowing Reading) -> SIMD4<Float> {
        guard scales.ratings[0] != 0, !cells.isEmpty else { return SIMD4() }
        var sums = (Int32(0), Int32(0), Int32(0), Int32(0))
        let table = ratings
        @inline(__always) func add(_ hash: UInt64) {
            let entry = Self.kinds * Int(hash >> (64 - Self.ratingBits))
            sums.0 &+= Int32(table[entry])
            sums.1 &+= Int32(table[entry + 1])
            sums.2 &+= Int32(table[entry + 2])
            sums.3 &+= Int32(table[entry + 3])
        }
        var before: UInt64 = 0
        for cell in cells {
            let row = UInt64(reading.rows[cell])
            add(Self.mix(Self.start(.ratedWord), row))
            if cell > cells.lowerBound { add(Self.mix(Self.mix(Self.start(.ratedPair), before), row)) }
            before = row
        }
        let found = SIMD4(Float(sums.0), Float(sums.1), Float(sums.2), Float(sums.3))
        return scales.ratings * found / Float(2 * cells.count - 1).squareRoot()
    }

    /// What the words around a name, by their side and distance, add to the logits of the stance toward it, read as
    /// prose and as a headline on business.
    func stance(toward target: Range<Int>, in reading: borrowing Reading) -> (prose: Logits, headline: Logits) {
        guard scales.prose != 0, reading.count > target.count else { return (Logits(), Logits()) }
        var prose: (Int32, Int32, Int32) = (0, 0, 0)
        var headline: (Int32, Int32, Int32) = (0, 0, 0)
        var count = 0
        let table = stances
        @inline(__always) func add(_ hash: UInt64) {
            let entry = Self.classes * Int(hash >> (64 - Self.stanceBits))
            prose.0 &+= Int32(table[entry])
            prose.1 &+= Int32(table[entry + 1])
            prose.2 &+= Int32(table[entry + 2])
            headline.0 &+= Int32(table[entry + 3])
            headline.1 &+= Int32(table[entry + 4])
            headline.2 &+= Int32(table[entry + 5])
            count &+= 1
        }
        for cell in 0..<reading.count where !target.contains(cell) {
            let row = UInt64(reading.rows[cell])
            let side: UInt64 = cell < target.lowerBound ? 0 : 1
            let distance = side == 0 ? target.lowerBound - cell : cell - target.upperBound + 1
            add(Self.mix(Self.mix(Self.mix(Self.start(.near), row), side), Self.bucket(distance)))
            add(Self.mix(Self.mix(Self.start(.side), row), side))
            add(Self.mix(Self.start(.word), row))
            guard cell + 1 < reading.count else { continue }
            let next = UInt64(target.contains(cell + 1) ? Row.target : reading.rows[cell + 1])
            if distance <= Self.pairReach {
                add(Self.mix(Self.mix(Self.mix(Self.start(.sidedPair), row), next), side))
            }
            add(Self.mix(Self.mix(Self.start(.pair), row), next))
        }
        if target.lowerBound > 0, target.upperBound < reading.count {
            let (before, after) = (reading.rows[target.lowerBound - 1], reading.rows[target.upperBound])
            add(Self.mix(Self.mix(Self.start(.around), UInt64(before)), UInt64(after)))
        }
        let (first, second) = (scales.prose / Float(count).squareRoot(), scales.headline / Float(count).squareRoot())
        return (
            Logits(against: first * Float(prose.0), neither: first * Float(prose.1), toward: first * Float(prose.2)),
            Logits(
                against: second * Float(headline.0), neither: second * Float(headline.1),
                toward: second * Float(headline.2))
        )
    }

    private static let pairReach = 8

    /// 1, 2, 3–4, 5–8, farther.
    private static func bucket(_ distance: Int) -> UInt64 {
        switch distance {
        case ...1: 0
        case 2: 1
        case ...4: 2
        case ...8: 3
        default: 4
        }
    }
}
