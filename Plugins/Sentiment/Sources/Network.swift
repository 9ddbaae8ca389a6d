import Linguistics

/// A small network that reads the cells of a sentence once in each direction.
///
/// Each direction is a gated linear recurrence whose gates depend on the cell and its neighbour only (Bradbury et al.,
/// *Quasi-Recurrent Neural Networks*, 2017), so that all of its input weights fold into one table of bytes per word
/// and reading is additions, two activations and one blend per unit.
struct Network: @unchecked Sendable {
    // Sendable: all pointers lead into the binary's read-only data.

    /// The numbers that each cell gives beside its word.
    static let inputCount = 6

    /// The states of a sentence.
    struct States {
        /// Left to right, one vector a cell.
        var forward: ContiguousArray<Float> = []
        /// Right to left.
        var backward: ContiguousArray<Float> = []
        /// Whether they belong to what was read last.
        var isFresh = false
    }

    let isTrained = false

    init(_ model: Model) {}

    /// What a cell gives beside its word: polarity by rule and lexicon, verb frame, marks.
    static func inputs(of cell: Int, _ reading: borrowing Reading, _ vocabulary: Vocabulary) -> [Float] {
        let row = reading.rows[cell]
        let effects = reading.effects[cell]
        return [
            reading.effective[cell], reading.polarities[cell], vocabulary.value(row, .agent),
            vocabulary.value(row, .patient), effects.contains(.quoted) ? 0.5 : 0,
            effects.isDisjoint(with: [.negated, .reversed]) ? 0 : 0.5,
        ]
    }

    func run(_ reading: borrowing Reading, _ vocabulary: Vocabulary, _ states: inout States) {}

    func sentence(_ features: ContiguousArray<Float>, _ cells: Range<Int>, _ states: borrowing States) -> Float { 0 }

    func target(
        _ features: ContiguousArray<Float>, _ target: ContiguousArray<Float>, _ cells: Range<Int>,
        _ states: borrowing States
    ) -> Float { 0 }
}
