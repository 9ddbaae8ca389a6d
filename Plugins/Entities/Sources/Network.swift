package import CEntitiesModel
import Foundation
import Linguistics

/// The trained recogniser: convolution networks over feature rows with a linear chain over their tags.
///
/// Feature rows are summed into a vector per token; three residual layers look at a token and its two neighbours each
/// (so a tag sees three words to both sides); the scores of several networks add up; tags form a chain whose best path is
/// found after Viterbi (1967). All of it is integer arithmetic, so the result does not depend on the processor.
package struct Network: Sendable {
    private let members: [Member]
    private let chain: Chain
    private let instructions: InstructionSet

    /// Finds the weights in the binary; `nil` where they are none, or none for these features.
    ///
    /// - Parameter instructions: What the kernels use; a test may ask for less than the processor has.
    package init?(instructions: InstructionSet = .best) {
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
        self.instructions = instructions
        chain = Chain(of: members)
    }

    /// As many tokens are looked at at once; a text without paragraphs would need hundreds of bytes for each of its bytes.
    package static let blockTokens = 4_096

    /// The score of being outside for a token that is not looked at.
    static let certain: Int32 = 32 << 10

    /// How many tokens to each side of one that may be a name are looked at with it, so that four may stand between two
    /// (*Organisation for the Prohibition of Chemical Weapons*).
    private static let neighbourhood = 2

    /// The runs of a paragraph's tokens that may be part of a name.
    ///
    /// - Complexity: O(tokens).
    private static func runs(_ paragraph: Range<Int>, _ rows: ContiguousArray<UInt32>) -> TokenRuns {
        var runs = TokenRuns()
        let rows = rows.span
        for token in paragraph where Features.mayBeName(rows, token) {
            runs.append(token..<token + 1)
        }
        return runs.widened(by: neighbourhood, within: paragraph)
    }

    /// The tag scores of tokens; paragraphs don't see each other.
    ///
    /// - Complexity: O(tokens).
    private func scores(
        _ rows: ContiguousArray<UInt32>, paragraphs: some Collection<Range<Int>>, blockTokens: Int
    ) -> ContiguousArray<Int32> {
        let count = rows.count / Features.slots
        var scores = ContiguousArray<Int32>(unsafeUninitializedCapacity: count * Member.outputs) { room, filled in
            filled = Self.takeAllForOutside(room)
        }
        let longest = paragraphs.lazy.map(\.count).max() ?? 0
        let widest = members.lazy.map(\.width).max() ?? 0
        let room = (min(longest, blockTokens + 2 * (members.lazy.map(\.reach).max() ?? 0)) + 2) * widest
        // What no layer has written is read by none.
        var input = ContiguousArray<Int16>(unsafeUninitializedCapacity: room) { $1 = $0.count }
        var output = ContiguousArray<Int16>(unsafeUninitializedCapacity: room) { $1 = $0.count }
        for paragraph in paragraphs {
            let runs = Self.runs(paragraph, rows)
            for run in runs.ranges {
                for token in run { scores[token * Member.outputs + Int(Tag.outside.rawValue)] = 0 }
            }
            for start in stride(from: paragraph.lowerBound, to: paragraph.upperBound, by: blockTokens) {
                let block = runs.clamped(to: start..<min(start + blockTokens, paragraph.upperBound))
                for member in members {
                    member.addScores(block, of: paragraph, rows, by: instructions, &input, &output, &scores)
                }
            }
        }
        return scores
    }

    /// Scores tokens as such that are not looked at.
    ///
    /// - Returns: The number of scores.
    private static func takeAllForOutside(_ scores: UnsafeMutableBufferPointer<Int32>) -> Int {
        guard var row = UnsafeMutableRawPointer(scores.baseAddress) else { return 0 }
        var first = SIMD4<Int32>.zero
        first[Int(Tag.outside.rawValue)] = certain
        for _ in 0..<scores.count / Member.outputs {
            row.storeBytes(of: first, as: SIMD4<Int32>.self)
            for tag in stride(from: 4, to: Member.outputs, by: 4) {
                row.storeBytes(of: .zero, toByteOffset: 4 * tag, as: SIMD4<Int32>.self)
            }
            row += 4 * Member.outputs
        }
        return scores.count
    }

    /// Tags tokens by the network.
    ///
    /// - Parameters:
    ///   - rows: The tokens' features.
    ///   - paragraphs: Their paragraphs.
    ///   - blockTokens: How many tokens are looked at at once; the result is the same with any.
    /// - Returns: The tags of all and their scores, `Member.outputs` for each.
    func tags(
        _ rows: ContiguousArray<UInt32>, paragraphs: some Collection<Range<Int>>, blockTokens: Int = Self.blockTokens
    ) -> (tags: ContiguousArray<Tag>, scores: ContiguousArray<Int32>) {
        let scores = scores(rows, paragraphs: paragraphs, blockTokens: blockTokens)
        var tags = ContiguousArray<Tag>(repeating: .outside, count: rows.count / Features.slots)
        var origins = ContiguousArray<UInt8>()
        for paragraph in paragraphs {
            chain.decode(scores, paragraph, by: instructions, into: &tags, &origins)
        }
        return (tags, scores)
    }

    /// Tags a document's tokens.
    ///
    /// Paragraphs are looked at some thousand tokens at a time: the rows and scores of all tokens take 25 times the text.
    ///
    /// - Parameters:
    ///   - features: The tokens' features.
    ///   - paragraphs: Their paragraphs, which cover all tokens in order.
    ///   - keepsMargins: Whether `Doubt` will ask for margins.
    /// - Returns: The tags, and the scores of tokens that may be asked about.
    func tagging(
        of features: TokenFeatures, paragraphs: ContiguousArray<Range<Int>>, keepsMargins: Bool = false
    ) -> Tagging {
        var tagging = Tagging(count: features.count, outside: Self.certain, others: 0)
        tagging.tags.removeAll(keepingCapacity: true)
        if keepsMargins { tagging.margins.reserveCapacity(features.count) }
        var next = 0
        while next < paragraphs.count {
            let start = paragraphs[next].lowerBound
            let first = next
            repeat {
                next += 1
            } while next < paragraphs.count && paragraphs[next].upperBound - start <= Self.blockTokens
            let run = start..<paragraphs[next - 1].upperBound
            let rows = features.rows(of: run)
            let found = tags(
                rows, paragraphs: paragraphs[first..<next].map { $0.lowerBound - start..<$0.upperBound - start })
            tagging.append(found.tags, found.scores, rows, keepsMargins: keepsMargins)
        }
        return tagging
    }
}

/// A token's place in a name: outside, or begin, inside, end, single of a type (BIOES).
package struct Tag: Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let outside = Tag(rawValue: 0)
    package static let count = 17

    /// The tag of a part of a name.
    package init(_ place: Place, _ type: Entities.EntityType) { self.init(place, ofType: Int(type.index)) }

    /// The tag of a part of a name of a type, by the type's place among all.
    init(_ place: Place, ofType type: Int) { rawValue = UInt8(truncatingIfNeeded: 1 + type * 4) + place.rawValue }

    package enum Place: UInt8, Sendable {
        case begin, inside, end, single
    }

    /// The type, where it is part of a name.
    var type: Entities.EntityType? {
        rawValue == 0 ? nil : Entities.EntityType.allCases[Int(rawValue - 1) / 4]
    }

    /// The place, where it is part of a name.
    var place: Place? { rawValue == 0 ? nil : Place(rawValue: (rawValue - 1) & 3) }

    /// Whether another tag may follow: parts of a name only in order and of one type.
    func mayPrecede(_ next: Tag) -> Bool {
        let isOpen = place == .begin || place == .inside
        let continues = next.place == .inside || next.place == .end
        return isOpen == continues && (!isOpen || type == next.type)
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

/// What the kernels use of the processor; results are the same with each.
package typealias InstructionSet = copydesk_instructions

extension InstructionSet {
    /// The most that this processor has.
    package static var best: Self { copydesk_entities_instructions() }
}
