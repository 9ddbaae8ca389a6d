import CSentimentModel
import Entities

/// Which stretches of a text the encoder of stances is to read: those in which it would say the most of names for what they cost.
///
/// What it would say of a name is guessed by a layer over what the network of words sees (`Training/Stance/worth.py`, which learns it
/// from what the encoder says), and added up over the names of a stretch. Its arithmetic is the same on every processor.
struct ReadingWorth: @unchecked Sendable {
    // Sendable: the pointer leads to the binary's read-only data.
    private let numbers: UnsafePointer<Float>

    /// How many numbers it looks at.
    static let inputs = Network.gathered + 6
    private static let hidden = 16
    /// A layer with its bias, two outputs with theirs, the price of a piece.
    private static let count = hidden * inputs + hidden + 2 * hidden + 2 + 1
    /// The marks of a window: what any stretch costs besides its pieces.
    private static let marks = 2

    /// Takes the weights in the binary.
    init() throws(Model.Damaged) {
        guard copydesk_sentiment_worth_size() == Self.count * MemoryLayout<Float>.size else { throw Model.Damaged() }
        numbers = copydesk_sentiment_worth().assumingMemoryBound(to: Float.self)
    }

    /// The numbers that are looked at: what the network of words sees, the name's type, who speaks, where.
    ///
    /// - Returns: Nothing where nothing was seen.
    static func inputs(
        _ surroundings: ContiguousArray<Float>, type: Entities.EntityType, isQuoted: Bool, isTitle: Bool
    ) -> ContiguousArray<Float> {
        guard surroundings.count == Network.gathered else { return [] }
        func number(_ isSo: Bool) -> Float { isSo ? 1 : 0 }
        return surroundings + [
            number(type == .person), number(type == .organization), number(type == .location),
            number(type == .miscellaneous), number(isQuoted), number(isTitle),
        ]
    }

    /// How likely a reading is to say of a name that it is judged or that something befalls it.
    ///
    /// - Parameter row: As `inputs` gives it; of none it is sure to say nothing.
    /// - Returns: A probability, 0 through 1.
    func expectation(_ row: ContiguousArray<Float>) -> Float {
        guard row.count == Self.inputs else { return 0 }
        var hidden = InlineArray<16, Float>(repeating: 0)
        var outputs: (Float, Float) = (0, 0)
        let second = numbers + Self.hidden * (Self.inputs + 1)
        row.withUnsafeBufferPointer { row in
            guard let input = row.baseAddress else { return }
            var out = hidden.mutableSpan
            out.withUnsafeMutableBufferPointer { out in
                guard let out = out.baseAddress else { return }
                copydesk_sentiment_layer(
                    numbers, numbers + Self.hidden * Self.inputs, input, Self.inputs, Self.hidden, 1, out)
            }
        }
        for unit in 0..<Self.hidden {
            outputs.0 += second[unit] * hidden[unit]
            outputs.1 += second[Self.hidden + unit] * hidden[unit]
        }
        let biases = second + 2 * Self.hidden
        return 1 - (1 - Self.probability(outputs.0 + biases[0])) * (1 - Self.probability(outputs.1 + biases[1]))
    }

    /// Whether a stretch is worth its price, by how likely each of its names is to be said something of.
    func isRead(_ expectations: [Float], pieces: Int) -> Bool {
        var sum: Float = 0
        for expectation in expectations { sum += expectation }
        return sum > numbers[Self.count - 1] * Float(pieces + Self.marks)
    }

    private static func probability(_ logit: Float) -> Float {
        let power = Logits.power(-abs(logit))
        return (logit < 0 ? power : 1) / (1 + power)
    }
}
