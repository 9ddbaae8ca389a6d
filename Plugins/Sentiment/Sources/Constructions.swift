import English
import Linguistics

/// What a handful of constructions say of a name, whatever words around it a model has learnt.
///
/// They are numbers among others that the network reads: how far each is to be believed is learnt.
struct Constructions {
    private let vocabulary: Vocabulary
    private let to: Int32
    private let according: Int32
    private let determiners: [Int32]
    private let places: [Int32]

    init(_ vocabulary: Vocabulary) {
        func row(_ word: StaticString) -> Int32 { vocabulary.row(of: WordHash(word)) }
        self.vocabulary = vocabulary
        to = row("to")
        according = row("according")
        determiners = Self.determinerWords.map(vocabulary.row(of:))
        places = Self.placeWords.map(vocabulary.row(of:))
    }

    private static let determinerWords = WordQuery.english(.modelDeterminer).hashes
    private static let placeWords = WordQuery.english(.modelPlace).hashes

    /// The constructions that a name stands in.
    struct Found {
        /// The name is one who says, blames or praises.
        var isSpeaker = false
        /// The sentence asks, or supposes what it says of the name.
        var isHypothetical = false
        /// The name is where something happens.
        var isPlace = false
        /// What a comparison says of the name after *than*; 0 for none.
        var compared: Float = 0
        /// What a comparison says of the name before *than*; 0 for none.
        var comparing: Float = 0
        /// What an epithet says; 0 for none.
        var epithet: Float = 0
        /// A word of contrast stands before the name.
        var isAfterContrast = false
        /// A word of contrast stands after the name.
        var isBeforeContrast = false
        /// The name's clause concedes: *although X …*.
        var isConceded = false
        /// A negator stands right before or after the name.
        var isNearNegator = false
        /// How strongly words that judge, outside quotation marks, do so.
        var judgement: Float = 0
        /// Somebody reports, blames or praises.
        var isReported = false
    }

    private static let strong: Float = 0.3
    private static let polar: Float = 0.15

    /// Finds the constructions around a name's cells.
    func find(_ target: Range<Int>, in reading: borrowing Reading) -> Found {
        var found = Found()
        found.isSpeaker = isSpeaker(target, reading)
        found.isHypothetical = isHypothetical(target, reading)
        found.isPlace = target.lowerBound > 0 && places.contains(reading.rows[target.lowerBound - 1])
        compare(target, reading, &found)
        found.epithet = epithet(target, reading)
        for cell in 0..<reading.count {
            let row = reading.rows[cell]
            switch vocabulary.cue(row) {
            case .contrast:
                if cell < target.lowerBound { found.isAfterContrast = true } else { found.isBeforeContrast = true }
            case .concession:
                if cell < target.lowerBound { found.isConceded = true }
            case .negator:
                if cell + 2 >= target.lowerBound, cell <= target.upperBound + 2 { found.isNearNegator = true }
            case .reporting, .blaming: found.isReported = true
            default: break
            }
            if cell < target.lowerBound, reading.effects[cell].contains(.clauseEnd) { found.isConceded = false }
            guard !reading.effects[cell].contains(.quoted) else { continue }
            let isFact = vocabulary.byte(row, .flags) & (Vocabulary.Flag.event | Vocabulary.Flag.frame) != 0
            let value = abs(reading.effective[cell])
            if value >= Self.polar, !isFact { found.judgement += value }
        }
        return found
    }

    private func isHypothetical(_ target: Range<Int>, _ reading: borrowing Reading) -> Bool {
        if reading.isQuestion { return true }
        for cell in max(0, target.lowerBound - 3)..<target.lowerBound
        where vocabulary.cue(reading.rows[cell]) == .conditional { return true }
        return reading.rows.first.map { vocabulary.cue($0) == .conditional } ?? false
    }

    /// What an epithet says: *the heroic X*, *the incompetent X*.
    private func epithet(_ target: Range<Int>, _ reading: borrowing Reading) -> Float {
        let cell = target.lowerBound - 1
        guard cell > 0, abs(reading.effective[cell]) >= Self.polar,
            vocabulary.byte(reading.rows[cell], .flags) & Vocabulary.Flag.frame == 0
        else { return 0 }
        for before in max(0, cell - 2)..<cell where determiners.contains(reading.rows[before]) {
            return reading.polarities[cell]
        }
        return 0
    }

    /// Whether the target is one who says, blames or praises: *X said*, *said X*, *according to X*, *X accused*.
    private func isSpeaker(_ target: Range<Int>, _ reading: borrowing Reading) -> Bool {
        var after = target.upperBound
        while after < reading.count, vocabulary.cue(reading.rows[after]) == .intensifier { after += 1 }
        if after < reading.count {
            switch vocabulary.cue(reading.rows[after]) {
            case .reporting, .blaming: return after == 0 || vocabulary.cue(reading.rows[after - 1]) != .auxiliary
            default: break
            }
        }
        guard target.lowerBound > 0 else { return false }
        let before = target.lowerBound - 1
        if before > 0, reading.rows[before] == to, vocabulary.cue(reading.rows[before - 1]) == .reporting {
            return reading.rows[before - 1] == according
        }
        guard vocabulary.cue(reading.rows[before]) == .reporting else { return false }
        return (max(0, before - 2)..<before).contains { reading.effects[$0].contains(.clauseEnd) }
    }

    /// The sides of a comparison: what *better than* and *worse than* say of the names before and after *than*.
    private func compare(_ target: Range<Int>, _ reading: borrowing Reading, _ found: inout Found) {
        for cell in 0..<reading.count where vocabulary.cue(reading.rows[cell]) == .comparative {
            var sum: Float = 0
            for word in max(0, cell - 5)..<cell { sum += reading.effective[word] }
            guard abs(sum) >= Self.strong else { continue }
            if cell < target.lowerBound, cell + 2 >= target.lowerBound { found.compared = -sum }
            if cell >= target.upperBound, cell <= target.upperBound + 8 { found.comparing = sum }
        }
    }
}
