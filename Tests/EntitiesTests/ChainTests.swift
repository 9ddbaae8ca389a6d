import AnalyzerTesting
import CEntitiesModel
import Testing

@testable import Entities

/// The best path over tags is the same by every instruction set.
@Suite struct ChainTests {
    private static let stride = Int(COPYDESK_CHAIN_STRIDE)

    /// Transitions between the tags of names, none of them beyond `most`.
    private func transitions(most: Int32, _ random: inout SplitMix64) -> [Int32] {
        var all = [Int32](repeating: Int32(COPYDESK_CHAIN_LOWEST), count: Tag.count * Self.stride)
        for from in 0..<Tag.count {
            for to in 0..<Tag.count where Tag(rawValue: UInt8(from)).mayPrecede(Tag(rawValue: UInt8(to))) {
                all[from * Self.stride + to] = Int32.random(in: -most...most, using: &random)
            }
        }
        return all
    }

    private struct Path: Equatable {
        var best: [Int32]
        var origins: [[UInt8]]
    }

    private func path(
        _ instructions: InstructionSet, _ transitions: [Int32], _ scores: [Int32], _ starts: [Int32]
    ) -> Path {
        let count = scores.count / Network.Member.outputs
        var best = starts
        var origins = [UInt8](repeating: 0, count: count * Self.stride)
        copydesk_entities_chain(
            instructions, transitions, scores, count, Tag.count, Network.Member.outputs, &best, &origins)
        return Path(
            best: Array(best[..<Tag.count]),
            origins: (0..<count).map { Array(origins[$0 * Self.stride..<$0 * Self.stride + Tag.count]) })
    }

    /// With small numbers many paths are equally good, of which the first counts.
    @Test(arguments: [0, 1, 2, 9, 40], [2, 300, 40_000] as [Int32])
    func everySetGivesTheSame(_ count: Int, _ most: Int32) {
        var random = SplitMix64(state: UInt64(count) << 32 | UInt64(most))
        for isAnything in [false, false, false, true] {
            var allowed = transitions(most: most, &random)
            // Tags that may all follow each other are no names: these take the way of any chain.
            if isAnything { allowed = allowed.map { max($0, -most) } }
            var scores = [Int32](repeating: 0, count: count * Network.Member.outputs)
            for token in 0..<count {
                let row = token * Network.Member.outputs
                for tag in 0..<Tag.count { scores[row + tag] = Int32.random(in: -most...most, using: &random) }
                if token % 5 == 3 {
                    for tag in 0..<Tag.count { scores[row + tag] = tag == 0 ? Network.certain : 0 }
                }
            }
            var starts = [Int32](repeating: Int32(COPYDESK_CHAIN_LOWEST), count: Self.stride)
            for tag in 0..<Tag.count where Tag.outside.mayPrecede(Tag(rawValue: UInt8(tag))) {
                starts[tag] = Int32.random(in: -most...most, using: &random)
            }
            let expected = path(COPYDESK_PORTABLE, allowed, scores, starts)
            for instructions in [COPYDESK_AVX2, COPYDESK_AVX512_VNNI]
            where instructions.rawValue <= InstructionSet.best.rawValue {
                #expect(path(instructions, allowed, scores, starts) == expected)
            }
        }
    }
}
