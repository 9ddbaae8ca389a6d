import CEntitiesModel
import Foundation
import Linguistics

/// The trained recogniser: a convolution network over feature rows with a linear chain over its tags.
///
/// Feature rows are summed into a vector per token; three residual layers look at a token and its two neighbours each
/// (so a tag sees three words to both sides); tags form a chain whose best path is found after Viterbi (1967). All of it
/// is integer arithmetic, so the result does not depend on the processor.
///
/// The weights are 32-bit little-endian words: magic, width, layers, tags (padded to a multiple of four), rows, slots;
/// then each slot's multiplier (16-bit, padded to a word), the embedding's bias, for each layer its bias and weights, the
/// scores' bias and weights, the tags' transitions (from × to), start and end scores, and last the int8 table.
package struct Network: Sendable {
    package static let magic: UInt32 = 0x4E45_5432

    // The weights are read-only data of the binary, valid as long as the process lives.
    private nonisolated(unsafe) let base: UnsafeRawPointer
    private let width: Int
    private let layers: Int
    private let outputs: Int
    private let slots: Int
    private let transitions: ContiguousArray<Int32>
    private let starts: ContiguousArray<Int32>
    private let ends: ContiguousArray<Int32>
    private let offsets: Offsets

    private struct Offsets {
        var multipliers = 0
        var embeddingBias = 0
        var layers: [(bias: Int, weights: Int)] = []
        var scoreBias = 0
        var scoreWeights = 0
        var table = 0
    }

    /// Finds the weights in the binary.
    ///
    /// - Returns: `nil` where they are none, or none for these features.
    package init?() {
        var size = 0
        let weights = copydesk_entities_network(&size)
        base = weights
        guard size >= 24 else { return nil }
        let header = weights.assumingMemoryBound(to: UInt32.self)
        guard header[0] == Self.magic, header[3] >= Tag.count, header[4] == UInt32(Features.rowCount),
            header[5] == UInt32(Features.slots)
        else { return nil }
        width = Int(header[1])
        layers = Int(header[2])
        outputs = Int(header[3])
        slots = Int(header[5])
        guard width % 8 == 0, width <= 256, outputs % 4 == 0, outputs <= 64 else { return nil }
        var offset = 24
        func take(_ bytes: Int) -> Int {
            defer { offset += bytes }
            return offset
        }
        var found = Offsets()
        found.multipliers = take((slots * 2 + 3) & ~3)
        found.embeddingBias = take(width * 4)
        for _ in 0..<layers { found.layers.append((take(width * 4), take(width * width * 6))) }
        found.scoreBias = take(outputs * 4)
        found.scoreWeights = take(width * outputs * 2)
        let transitions = take(Tag.count * Tag.count * 4)
        let edges = take(Tag.count * 8)
        found.table = take(Features.rowCount * width)
        guard size >= offset else { return nil }
        offsets = found
        func values(_ offset: Int, _ count: Int) -> ContiguousArray<Int32> {
            ContiguousArray((0..<count).map { weights.load(fromByteOffset: offset + $0 * 4, as: Int32.self) })
        }
        self.transitions = values(transitions, Tag.count * Tag.count)
        starts = values(edges, Tag.count)
        ends = values(edges + Tag.count * 4, Tag.count)
    }

    /// The tag scores of all tokens (scale 2^-10), `outputs` values each; paragraphs don't see each other.
    ///
    /// - Complexity: O(tokens).
    func scores(_ rows: ContiguousArray<UInt32>, paragraphs: ContiguousArray<Range<Int>>) -> ContiguousArray<Int32> {
        let count = rows.count / slots
        var scores = ContiguousArray<Int32>(repeating: 0, count: count * outputs)
        let longest = paragraphs.lazy.map(\.count).max() ?? 0
        var input = ContiguousArray<Int16>(repeating: 0, count: (longest + 2) * width)
        var output = input
        for paragraph in paragraphs {
            scorePart(paragraph, rows, &input, &output, &scores)
        }
        return scores
    }

    private func scorePart(
        _ part: Range<Int>, _ rows: ContiguousArray<UInt32>, _ input: inout ContiguousArray<Int16>,
        _ output: inout ContiguousArray<Int16>, _ scores: inout ContiguousArray<Int32>
    ) {
        // SAFETY: the buffers hold (longest + 2) × width values, the tables what init measured.
        rows.withUnsafeBufferPointer { rows in
            input.withUnsafeMutableBufferPointer { input in
                output.withUnsafeMutableBufferPointer { output in
                    scores.withUnsafeMutableBufferPointer { scores in
                        guard let row = rows.baseAddress, var from = input.baseAddress, var to = output.baseAddress,
                            let score = scores.baseAddress
                        else { return }
                        for index in 0..<width {
                            from[index] = 0
                            from[(part.count + 1) * width + index] = 0
                        }
                        for (position, token) in part.enumerated() {
                            copydesk_entities_embed(
                                (base + offsets.table).assumingMemoryBound(to: Int8.self), row + token * slots,
                                (base + offsets.multipliers).assumingMemoryBound(to: Int16.self),
                                (base + offsets.embeddingBias).assumingMemoryBound(to: Int32.self), slots, width,
                                from + (position + 1) * width)
                        }
                        for layer in offsets.layers {
                            copydesk_entities_convolve(
                                from, (base + layer.weights).assumingMemoryBound(to: Int16.self),
                                (base + layer.bias).assumingMemoryBound(to: Int32.self), part.count, width, to)
                            swap(&from, &to)
                        }
                        copydesk_entities_score(
                            from, (base + offsets.scoreWeights).assumingMemoryBound(to: Int16.self),
                            (base + offsets.scoreBias).assumingMemoryBound(to: Int32.self), part.count, width, outputs,
                            score + part.lowerBound * outputs)
                    }
                }
            }
        }
    }

    /// The best sequence of tags for a run of tokens.
    ///
    /// - Complexity: O(tokens).
    func decode(
        _ scores: ContiguousArray<Int32>, _ part: Range<Int>, into tags: inout ContiguousArray<Tag>,
        _ back: inout ContiguousArray<UInt8>
    ) {
        guard !part.isEmpty else { return }
        let count = Tag.count
        var best = starts
        for tag in 0..<count { best[tag] &+= scores[part.lowerBound * outputs + tag] }
        var next = best
        for token in part.dropFirst() {
            for tag in 0..<count {
                let candidates = Tag.predecessors[tag]
                var from = candidates.lowerBound
                var highest = Int32.min
                for candidate in candidates {
                    let value = best[Int(Tag.order[candidate])] &+ transitions[Int(Tag.order[candidate]) * count + tag]
                    if value > highest {
                        highest = value
                        from = candidate
                    }
                }
                back[token * count + tag] = Tag.order[from]
                next[tag] = highest &+ scores[token * outputs + tag]
            }
            // Scores stay bounded however long the run.
            let top = next.max() ?? 0
            for tag in 0..<count { best[tag] = max(next[tag] &- top, -1 << 28) }
        }
        var last = 0
        for tag in 1..<count where best[tag] &+ ends[tag] > best[last] &+ ends[last] { last = tag }
        for token in part.reversed() {
            tags[token] = Tag(rawValue: UInt8(last))
            if token > part.lowerBound { last = Int(back[token * count + last]) }
        }
    }

    /// The tags of all tokens and their scores.
    func tags(
        _ rows: ContiguousArray<UInt32>, paragraphs: ContiguousArray<Range<Int>>
    ) -> (tags: ContiguousArray<Tag>, scores: TagScores) {
        let scores = scores(rows, paragraphs: paragraphs)
        let count = rows.count / slots
        var tags = ContiguousArray<Tag>(repeating: .outside, count: count)
        var back = ContiguousArray<UInt8>(repeating: 0, count: count * Tag.count)
        for paragraph in paragraphs { decode(scores, paragraph, into: &tags, &back) }
        return (tags, TagScores(values: scores, outputs: outputs))
    }
}

/// Tag scores of tokens, scale 2^-10.
struct TagScores {
    let values: ContiguousArray<Int32>
    let outputs: Int

    /// The probability of a tag at a token by the scores alone.
    func probability(_ token: Int, _ tag: Tag) -> Double {
        let scores = values[token * outputs..<token * outputs + Tag.count]
        let top = scores.max() ?? 0
        let sum = scores.reduce(0) { $0 + exp(Double($1 - top) / 1024) }
        return exp(Double(scores[scores.startIndex + Int(tag.rawValue)] - top) / 1024) / sum
    }
}

/// A token's place in a name: outside, or begin, inside, end, single of a type (BIOES).
package struct Tag: Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let outside = Tag(rawValue: 0)
    package static let count = 17

    /// The tag of a part of a name.
    package init(_ place: Place, _ type: Entities.EntityType) {
        rawValue = 1 + type.index * 4 + place.rawValue
    }

    package enum Place: UInt8, Sendable {
        case begin, inside, end, single
    }

    /// The type, where it is part of a name.
    var type: Entities.EntityType? {
        rawValue == 0 ? nil : Entities.EntityType.allCases[Int(rawValue - 1) / 4]
    }

    /// The place, where it is part of a name.
    var place: Place? { rawValue == 0 ? nil : Place(rawValue: (rawValue - 1) & 3) }

    /// Outside, ends and singles first, then each type's begin and inside: what may precede a tag is a run of this.
    static let order: [UInt8] = [0, 3, 4, 7, 8, 11, 12, 15, 16, 1, 2, 5, 6, 9, 10, 13, 14]

    /// For each tag the run of `order` that may stand before it.
    static let predecessors: [Range<Int>] = (0..<UInt8(count)).map { value in
        guard value > 0 else { return 0..<9 }
        let type = Int(value - 1) / 4
        let place = Int(value - 1) & 3
        return place == 0 || place == 3 ? 0..<9 : 9 + type * 2..<11 + type * 2
    }
}

extension Entities.EntityType {
    /// The place in `allCases`.
    var index: UInt8 {
        switch self {
        case .person: 0
        case .organization: 1
        case .location: 2
        case .miscellaneous: 3
        }
    }
}
