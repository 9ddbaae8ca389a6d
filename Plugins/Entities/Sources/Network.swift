import CEntitiesModel
import Foundation
import Linguistics

/// The trained recogniser: convolution networks over feature rows with a linear chain over their tags.
///
/// Feature rows are summed into a vector per token; three residual layers look at a token and its two neighbours each
/// (so a tag sees three words to both sides); the scores of several networks add up; tags form a chain whose best path is
/// found after Viterbi (1967). All of it is integer arithmetic, so the result does not depend on the processor.
package struct Network: Sendable {
    private let members: [Member]
    private let transitions: ContiguousArray<Int32>
    private let starts: ContiguousArray<Int32>
    private let ends: ContiguousArray<Int32>

    /// Finds the weights in the binary.
    ///
    /// - Returns: `nil` where they are none, or none for these features.
    package init?() {
        var size = 0
        let weights = copydesk_entities_network(&size)
        var members: [Member] = []
        var offset = 0
        while offset < size {
            guard let member = Member(weights + offset, size: size - offset) else { return nil }
            members.append(member)
            offset += member.size
        }
        guard !members.isEmpty else { return nil }
        self.members = members
        func sum(_ part: (Member) -> ContiguousArray<Int32>) -> ContiguousArray<Int32> {
            let parts = members.map(part)
            return ContiguousArray(parts[0].indices.map { index in parts.reduce(0) { $0 &+ $1[index] } })
        }
        transitions = sum(\.transitions)
        starts = sum(\.starts)
        ends = sum(\.ends)
    }

    /// The tag scores of all tokens; paragraphs don't see each other.
    ///
    /// - Complexity: O(tokens).
    private func scores(
        _ rows: ContiguousArray<UInt32>, paragraphs: ContiguousArray<Range<Int>>
    ) -> ContiguousArray<Int32> {
        let count = rows.count / Features.slots
        var scores = ContiguousArray<Int32>(repeating: 0, count: count * Member.outputs)
        let longest = paragraphs.lazy.map(\.count).max() ?? 0
        for member in members {
            var input = ContiguousArray<Int16>(repeating: 0, count: (longest + 2) * member.width)
            var output = input
            for paragraph in paragraphs { member.addScores(paragraph, rows, &input, &output, &scores) }
        }
        return scores
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
        for tag in 0..<count { best[tag] &+= scores[part.lowerBound * Member.outputs + tag] }
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
                next[tag] = highest &+ scores[token * Member.outputs + tag]
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
        let count = rows.count / Features.slots
        var tags = ContiguousArray<Tag>(repeating: .outside, count: count)
        var back = ContiguousArray<UInt8>(repeating: 0, count: count * Tag.count)
        for paragraph in paragraphs { decode(scores, paragraph, into: &tags, &back) }
        return (tags, TagScores(values: scores))
    }
}

/// Tag scores of tokens, scale 2^-10.
struct TagScores {
    let values: ContiguousArray<Int32>

    /// The score of a tag at a token, in nats.
    func score(_ token: Int, _ tag: Tag) -> Double {
        Double(values[token * Network.Member.outputs + Int(tag.rawValue)]) / 1024
    }

    /// The probability of a tag at a token by the scores alone.
    func probability(_ token: Int, _ tag: Tag) -> Double {
        let scores = values[token * Network.Member.outputs..<token * Network.Member.outputs + Tag.count]
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
