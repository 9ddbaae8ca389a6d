import CSentimentModel
import Linguistics

/// A small network that reads the cells of a sentence once in each direction.
///
/// Each direction is a gated linear recurrence whose gates depend on the cell and its neighbour only (Bradbury et al.,
/// *Quasi-Recurrent Neural Networks*, 2017), so that all of its input weights fold into one table of bytes per word
/// and reading is additions, two activations and one blend per unit.
struct Network: @unchecked Sendable {
    // Sendable: all pointers lead into the binary's read-only data.
    private let table: UnsafePointer<Int8>?
    private let numbers: UnsafeBufferPointer<Float>
    private let layout: Layout

    static let units = Int(COPYDESK_UNITS)
    /// The numbers that each cell gives beside its word.
    static let inputCount = Int(COPYDESK_INPUTS)
    private static let columns = Int(COPYDESK_COLUMNS)
    private static let sentenceHidden = 32
    private static let targetHidden = 40
    /// One rating for each kind of text that is rated.
    private static let ratings = 4
    /// Mean, maximum and ends of the states, before other features.
    private static let pooled = 6 * units

    /// Where each matrix begins in the section of numbers.
    private struct Layout {
        var scales = 0
        var cells = 0
        var sentence = 0
        var sentenceBias = 0
        var rating = 0
        var ratingBias = 0
        var stance = 0
        var stanceBias = 0
        var classes = 0
        var classesBias = 0
        var author = 0
        var authorBias = 0
        var direct = 0
        var end = 0

        init() {
            var offset = 0
            func take(_ count: Int) -> Int {
                defer { offset += count }
                return offset
            }
            let sentenceWidth = Network.pooled + SentenceFeatures.count
            let targetWidth = sentenceWidth + TargetFeatures.count
            scales = take(Network.columns)
            cells = take(4 * Network.units * Network.inputCount)
            sentence = take(Network.sentenceHidden * sentenceWidth)
            sentenceBias = take(Network.sentenceHidden)
            rating = take(Network.ratings * Network.sentenceHidden)
            ratingBias = take(Network.ratings)
            stance = take(Network.targetHidden * targetWidth)
            stanceBias = take(Network.targetHidden)
            classes = take(6 * Network.targetHidden)
            classesBias = take(6)
            author = take(3 * Network.targetHidden)
            authorBias = take(3)
            direct = take(Network.ratings * SentenceFeatures.count)
            end = offset
        }
    }

    /// The states of a sentence.
    struct States {
        /// For each cell what was read from the left, then what was read from the right.
        var values: ContiguousArray<Float> = []
        var inputs: ContiguousArray<Float> = []
        var pool: ContiguousArray<Float> = []
        var hidden = ContiguousArray<Float>(repeating: 0, count: 64)
        /// Whether they belong to what was read last.
        var isFresh = false
    }

    /// Whether the model has a network.
    var isTrained: Bool { table != nil }

    init(_ model: Model) {
        layout = Layout()
        numbers = model.section(6).bindMemory(to: Float.self)
        let bytes = model.section(5).bindMemory(to: Int8.self)
        table = bytes.count >= model.number(2) * Self.columns && numbers.count >= layout.end ? bytes.baseAddress : nil
    }

    /// What a cell gives beside its word: polarity by rule and lexicon, verb frame, marks.
    @inline(__always)
    static func appendInputs(
        of cell: Int, _ reading: borrowing Reading, _ vocabulary: Vocabulary, to inputs: inout ContiguousArray<Float>
    ) {
        let row = reading.rows[cell]
        let effects = reading.effects[cell]
        inputs.append(reading.effective[cell])
        inputs.append(reading.polarities[cell])
        inputs.append(vocabulary.value(row, .agent))
        inputs.append(vocabulary.value(row, .patient))
        inputs.append(effects.contains(.quoted) ? 0.5 : 0)
        inputs.append(effects.isDisjoint(with: [.negated, .reversed]) ? 0 : 0.5)
        inputs.append(effects.isDisjoint(with: [.modal, .conditional]) ? 0 : 0.5)
    }

    /// Reads a sentence, unless it was the last to be read.
    func run(_ reading: borrowing Reading, _ vocabulary: Vocabulary, _ states: inout States) {
        guard !states.isFresh, let table, let numbers = numbers.baseAddress else { return }
        states.isFresh = true
        states.inputs.removeAll(keepingCapacity: true)
        for cell in 0..<reading.count { Self.appendInputs(of: cell, reading, vocabulary, to: &states.inputs) }
        let needed = 2 * Self.units * reading.count
        if states.values.count < needed {
            states.values.append(contentsOf: repeatElement(0, count: needed - states.values.count))
        }
        let layout = layout
        let inputs = states.inputs
        reading.rows.withUnsafeBufferPointer { rows in
            inputs.withUnsafeBufferPointer { inputs in
                states.values.withUnsafeMutableBufferPointer { values in
                    guard let row = rows.baseAddress, let input = inputs.baseAddress, let value = values.baseAddress
                    else { return }
                    copydesk_sentiment_read(
                        table, numbers + layout.scales, numbers + layout.cells, row, input, rows.count, value)
                }
            }
        }
    }

    /// What readers of each kind of text would rate a run of cells, before calibration.
    func sentence(_ features: ContiguousArray<Float>, _ cells: Range<Int>, _ states: inout States) -> SIMD4<Float> {
        pool(cells, ends: (left: cells.upperBound - 1, right: cells.lowerBound), &states)
        states.pool.append(contentsOf: features)
        layer(layout.sentence, layout.sentenceBias, height: Self.sentenceHidden, &states)
        // The four side by side: each has its sum in the same order as alone.
        func weights(_ offset: Int, apart: Int) -> SIMD4<Float> {
            SIMD4(numbers[offset], numbers[offset + apart], numbers[offset + 2 * apart], numbers[offset + 3 * apart])
        }
        var sums = weights(layout.ratingBias, apart: 1)
        for unit in 0..<Self.sentenceHidden {
            sums += weights(layout.rating + unit, apart: Self.sentenceHidden) * states.hidden[unit]
        }
        for index in 0..<SentenceFeatures.count {
            sums += weights(layout.direct + index, apart: SentenceFeatures.count) * features[index]
        }
        return sums
    }

    /// How strongly a sentence, read as prose and as a headline on business, and its writer speak against, neither, and
    /// for the name that a run of cells is.
    func target(
        _ features: ContiguousArray<Float>, _ targetFeatures: ContiguousArray<Float>, _ count: Int,
        _ target: Range<Int>, _ states: inout States
    ) -> (prose: Logits, headline: Logits, author: Logits) {
        gather(features, targetFeatures, count, target, &states)
        layer(layout.stance, layout.stanceBias, height: Self.targetHidden, &states)
        return (
            logits(layout.classes, layout.classesBias, states),
            logits(layout.classes + 3 * Self.targetHidden, layout.classesBias + 3, states),
            logits(layout.author, layout.authorBias, states)
        )
    }

    /// How many numbers `gather` leaves in the pool.
    static let gathered = pooled + SentenceFeatures.count + TargetFeatures.count

    /// Puts into the pool what there is of a sentence and of the name in it that a run of cells is.
    func gather(
        _ features: ContiguousArray<Float>, _ targetFeatures: ContiguousArray<Float>, _ count: Int,
        _ target: Range<Int>, _ states: inout States
    ) {
        pool(0..<count, ends: (left: target.upperBound - 1, right: target.lowerBound), &states)
        states.pool.append(contentsOf: features)
        states.pool.append(contentsOf: targetFeatures)
    }

    private func logits(_ weights: Int, _ bias: Int, _ states: borrowing States) -> Logits {
        func logit(_ index: Int) -> Float {
            var sum = numbers[bias + index]
            for unit in 0..<Self.targetHidden {
                sum += numbers[weights + index * Self.targetHidden + unit] * states.hidden[unit]
            }
            return sum
        }
        return Logits(against: logit(0), neither: logit(1), toward: logit(2))
    }

    /// Gathers the mean and the maximum of the states of some cells, and the states at two of them.
    private func pool(_ cells: Range<Int>, ends: (left: Int, right: Int), _ states: inout States) {
        let width = 2 * Self.units
        states.pool.removeAll(keepingCapacity: true)
        states.pool.append(contentsOf: repeatElement(0, count: 3 * width))
        // Every cell has a row of `width` states.
        states.values.withUnsafeBufferPointer { values in
            states.pool.withUnsafeMutableBufferPointer { pool in
                guard let value = values.baseAddress, let means = pool.baseAddress else { return }
                copydesk_sentiment_pool(value + cells.lowerBound * width, cells.count, means, means + width)
                let last = means + 2 * width
                last.update(from: value + ends.left * width, count: Self.units)
                (last + Self.units).update(from: value + ends.right * width + Self.units, count: Self.units)
            }
        }
    }

    private func layer(_ weights: Int, _ bias: Int, height: Int, _ states: inout States) {
        guard let numbers = numbers.baseAddress else { return }
        states.pool.withUnsafeBufferPointer { pool in
            states.hidden.withUnsafeMutableBufferPointer { hidden in
                guard let input = pool.baseAddress, let output = hidden.baseAddress else { return }
                copydesk_sentiment_layer(numbers + weights, numbers + bias, input, pool.count, height, 1, output)
            }
        }
    }
}
