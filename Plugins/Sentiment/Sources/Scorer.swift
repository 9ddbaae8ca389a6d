package import Linguistics

/// Scores sentences and what they say of the names in them; one document at a time.
///
/// It keeps the memory of its arrays, so it belongs to one call.
package struct Scorer {
    let vocabulary: Vocabulary
    let reader: Reader
    let words: ConstructionWords
    let network: Network
    let calibration: Calibration
    var reading = Reading()
    var states = Network.States()
    var features: ContiguousArray<Float> = []
    var targetFeatures: ContiguousArray<Float> = []
    private var firstName = 0

    /// Loads the model.
    package init() throws {
        self.init(try Model())
    }

    init(_ model: Model) {
        vocabulary = Vocabulary(model)
        reader = Reader(vocabulary: vocabulary)
        words = ConstructionWords(vocabulary)
        network = Network(model)
        calibration = Calibration(model)
    }

    /// Begins a text.
    package mutating func restart() { firstName = 0 }

    /// Reads a sentence, or part of one; what is asked afterwards is about it.
    package mutating func read(
        _ run: Range<Int>, of tokens: borrowing Tokens, text: Span<UInt8>, names: borrowing ContiguousArray<Range<Int>>
    ) {
        reader.read(run, of: tokens, text: text, names: names, firstName: &firstName, into: &reading)
        states.isFresh = false
    }

    /// The polarity of a run of cells of what was read; nil for all of them.
    mutating func sentenceScore(_ cells: Range<Int>? = nil) -> Float {
        let cells = cells ?? 0..<reading.count
        guard !cells.isEmpty else { return 0 }
        SentenceFeatures.fill(&features, from: reading, cells: cells, vocabulary)
        guard network.isTrained else {
            let sum = features[1] * 1.3
            return max(-1, min(1, sum))
        }
        network.run(reading, vocabulary, &states)
        return calibration.score(network.sentence(features, cells, &states), .sentence)
    }

    /// The stance toward the name that a run of tokens is.
    mutating func targetScore(_ run: Range<Int>) -> Float {
        let cells = reading.cells(of: run)
        guard !cells.isEmpty else { return 0 }
        TargetFeatures.fill(&targetFeatures, from: reading, target: cells, vocabulary)
        guard network.isTrained else {
            let f = targetFeatures
            let sum = 0.6 * (f[0] + f[1]) + 0.3 * (f[4] + f[5]) + 0.8 * (f[9] + f[13])
            return ruled(max(-1, min(1, sum / (1 + abs(sum)))), cells)
        }
        SentenceFeatures.fill(&features, from: reading, cells: 0..<reading.count, vocabulary)
        network.run(reading, vocabulary, &states)
        let logits = network.target(features, targetFeatures, reading.count, cells, &states)
        return ruled(calibration.score(Self.stance(logits), .target), cells)
    }

    /// What the trainer learns from: rows, a few numbers a cell, the sentence's features.
    package mutating func sentenceExample() -> (rows: [Int32], cells: [Float], features: [Float]) {
        SentenceFeatures.fill(&features, from: reading, cells: 0..<reading.count, vocabulary)
        states.inputs.removeAll()
        for cell in 0..<reading.count { Network.appendInputs(of: cell, reading, vocabulary, to: &states.inputs) }
        defer { states.inputs.removeAll() }
        return (Array(reading.rows), Array(states.inputs), Array(features))
    }

    /// What the trainer learns a stance from: the target's cells and features.
    package mutating func targetExample(_ run: Range<Int>) -> (cells: Range<Int>, features: [Float]) {
        let cells = reading.cells(of: run)
        TargetFeatures.fill(&targetFeatures, from: reading, target: cells, vocabulary)
        return (cells, Array(targetFeatures))
    }

    /// The mean of the labels, −1, 0 and 1, under the logits' probabilities.
    private static func stance(_ logits: (against: Float, neither: Float, toward: Float)) -> Float {
        let highest = max(logits.against, logits.neither, logits.toward)
        let against = power(logits.against - highest)
        let neither = power(logits.neither - highest)
        let toward = power(logits.toward - highest)
        return (toward - against) / (against + neither + toward)
    }

    /// e to a number that is not positive, by arithmetic that is the same everywhere: (1 + x/1024) to the 1024th.
    private static func power(_ exponent: Float) -> Float {
        guard exponent > -20 else { return 0 }
        var value = 1 + Double(exponent) / 1024
        for _ in 0..<10 { value *= value }
        return Float(value)
    }
}
