import AnalyzerTesting
import CEntitiesModel
import Testing

@testable import Entities

/// A layer worked out for four tokens at a time is the layer as it is written.
@Suite struct ConvolutionTests {
    /// A layer's weights and activations, as great as they may be.
    private struct Layer {
        let width = 96
        let count: Int
        let weights: [Int16]
        let bias: [Int32]
        let input: [Int16]

        /// Makes a layer for so many tokens, no weight above `most`.
        init(count: Int, most: Int16) {
            var random = SplitMix64(state: UInt64(count) << 16 | UInt64(most))
            let width = width
            self.count = count
            weights = (0..<3 * width * width).map { _ in Int16.random(in: -most...most, using: &random) }
            bias = (0..<width).map { _ in Int32.random(in: -1_000_000...1_000_000, using: &random) }
            // A row of zeros to each side; every third document has nothing but the ends of the scale.
            let isExtreme = count % 3 == 0
            input = (0..<(count + 2) * width).map { index in
                guard (width..<(count + 1) * width).contains(index) else { return 0 }
                let value = Int16.random(in: -2047...2047, using: &random)
                return isExtreme ? (value < 0 ? -2047 : 2047) : value
            }
        }

        func output(by instructions: InstructionSet, _ prepared: [Int16]?) -> [Int16] {
            var output = [Int16](repeating: 77, count: input.count)
            func convolve(_ prepared: UnsafePointer<Int16>?) {
                copydesk_entities_convolve(instructions, input, weights, prepared, bias, count, width, &output)
            }
            if let prepared { prepared.withUnsafeBufferPointer { convolve($0.baseAddress) } } else { convolve(nil) }
            return output
        }

        func prepared() -> (weights: [Int16], isExact: Bool) {
            var prepared = [Int16](repeating: 0, count: 6 * width * width)
            let isExact = copydesk_entities_prepare(weights, bias, width, &prepared)
            return (prepared, isExact)
        }
    }

    /// More tokens than are worked on at once, with every remainder.
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 9, 23, 24, 25, 26, 27, 49, 61])
    func everySetAndBothWaysGiveTheSame(_ count: Int) {
        let layer = Layer(count: count, most: 800)
        let (prepared, isExact) = layer.prepared()
        #expect(isExact)
        let expected = layer.output(by: COPYDESK_PORTABLE, nil)
        #expect(expected.contains { $0 != 0 && $0 != 77 })
        for instructions in [COPYDESK_PORTABLE, COPYDESK_AVX2, COPYDESK_AVX512_VNNI]
        where instructions.rawValue <= InstructionSet.best.rawValue {
            #expect(layer.output(by: instructions, nil) == expected)
            #expect(layer.output(by: instructions, prepared) == expected)
        }
    }

    /// Sums of great weights, and their multiples, would not fit.
    @Test(arguments: [2_000, 6_000, 32_767] as [Int16]) func weightsThatAreTooGreatAreRefused(_ most: Int16) {
        #expect(!Layer(count: 4, most: most).prepared().isExact)
    }
}
