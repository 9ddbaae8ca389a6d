import Linguistics

/// Linear models over hashed words and pairs of words (Weinberger et al., *Feature Hashing for Large Scale Multitask
/// Learning*, 2009), which add to what the network says: it generalises, they remember.
///
/// A text's features share a weight of 1: each counts 1 / √(their number).
struct Ngrams: @unchecked Sendable {
    // Sendable: all pointers lead into the binary's read-only data.
    private let stances: UnsafeBufferPointer<Int8>
    private let ratings: UnsafeBufferPointer<Int8>
    private let scales: (stance: Float, rating: Float)

    /// The size of each table is a power of 2.
    private static let bits: UInt64 = 16
    private static let classes = 3

    /// What a feature is made of; the trainer has the same numbers.
    private enum Kind: UInt64 {
        case near = 1, side, word, sidedPair, pair, around
        case ratedWord = 17
        case ratedPair
    }

    init(_ model: Model) {
        let size = 1 << Int(Self.bits)
        stances = model.section(8).bindMemory(to: Int8.self)
        ratings = model.section(9).bindMemory(to: Int8.self)
        let numbers = model.section(10).bindMemory(to: Float.self)
        let isWhole = stances.count >= Self.classes * size && ratings.count >= size && numbers.count >= 2
        scales = isWhole ? (numbers[0], numbers[1]) : (0, 0)
    }

    @inline(__always)
    private static func mix(_ state: UInt64, _ part: UInt64) -> UInt64 {
        let product = (state ^ (part &+ 1)) &* 0x9E37_79B9_7F4A_7C15
        return product ^ (product >> 29)
    }

    @inline(__always)
    private static func start(_ kind: Kind) -> UInt64 { mix(0, kind.rawValue) }

    /// What the words and pairs of some cells add to the rating of a sentence.
    func rating(_ cells: Range<Int>, of reading: borrowing Reading) -> Float {
        guard scales.rating != 0, !cells.isEmpty else { return 0 }
        var sum: Int32 = 0
        var before: UInt64 = 0
        for cell in cells {
            let row = UInt64(reading.rows[cell])
            sum += Int32(ratings[Int(Self.mix(Self.start(.ratedWord), row) >> (64 - Self.bits))])
            if cell > cells.lowerBound {
                let pair = Self.mix(Self.mix(Self.start(.ratedPair), before), row)
                sum += Int32(ratings[Int(pair >> (64 - Self.bits))])
            }
            before = row
        }
        return scales.rating * Float(sum) / Float(2 * cells.count - 1).squareRoot()
    }

    /// What the words around a name, by their side and distance, add to the logits of the stance toward it.
    func stance(toward target: Range<Int>, in reading: borrowing Reading) -> (Float, Float, Float) {
        guard scales.stance != 0, reading.count > target.count else { return (0, 0, 0) }
        var sums: (Int32, Int32, Int32) = (0, 0, 0)
        var count = 0
        let table = stances
        @inline(__always) func add(_ hash: UInt64) {
            let entry = Self.classes * Int(hash >> (64 - Self.bits))
            sums.0 += Int32(table[entry])
            sums.1 += Int32(table[entry + 1])
            sums.2 += Int32(table[entry + 2])
            count += 1
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
        let share = scales.stance / Float(count).squareRoot()
        return (share * Float(sums.0), share * Float(sums.1), share * Float(sums.2))
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
