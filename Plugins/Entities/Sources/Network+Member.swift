import CEntitiesModel

extension Network {
    /// One trained network.
    ///
    /// Its weights are 32-bit little-endian words: magic, width, layers, outputs, rows, slots; then each slot's multiplier
    /// (16-bit, padded to a word), the embedding's bias, for each layer its bias and weights, the scores' bias and weights,
    /// the tags' transitions (from × to), start and end scores, and last the int8 table.
    struct Member: Sendable {
        static let magic: UInt32 = 0x4E45_5432
        /// The number of scores per token: the tags, padded for the kernels.
        static let outputs = 20

        // The weights are read-only data of the binary, valid as long as the process lives.
        private nonisolated(unsafe) let base: UnsafeRawPointer
        let width: Int
        /// The number of bytes.
        let size: Int
        let transitions: ContiguousArray<Int32>
        let starts: ContiguousArray<Int32>
        let ends: ContiguousArray<Int32>
        private let offsets: Offsets
        /// Each layer's weights as the kernels take them for four tokens at once; none where they are too great for that.
        private let prepared: [ContiguousArray<Int16>]

        private struct Offsets {
            var multipliers = 0
            var embeddingBias = 0
            var layers: [(bias: Int, weights: Int)] = []
            var scoreBias = 0
            var scoreWeights = 0
            var table = 0
        }

        /// Reads a network at the start of `size` bytes.
        init?(_ weights: UnsafeRawPointer, size available: Int) {
            guard available >= 24 else { return nil }
            let header = weights.assumingMemoryBound(to: UInt32.self)
            guard header[0] == Self.magic, header[3] == UInt32(Self.outputs), header[4] == UInt32(Features.rowCount),
                header[5] == UInt32(Features.slots)
            else { return nil }
            base = weights
            width = Int(header[1])
            guard width % 16 == 0, width <= 256, header[2] < 16 else { return nil }
            var offset = 24
            func take(_ bytes: Int) -> Int {
                defer { offset += bytes }
                return offset
            }
            var found = Offsets()
            found.multipliers = take((Features.slots * 2 + 3) & ~3)
            found.embeddingBias = take(width * 4)
            for _ in 0..<header[2] { found.layers.append((take(width * 4), take(width * width * 6))) }
            found.scoreBias = take(Self.outputs * 4)
            found.scoreWeights = take(width * Self.outputs * 2)
            let transitions = take(Tag.count * Tag.count * 4)
            let edges = take(Tag.count * 8)
            found.table = take(Features.rowCount * width)
            size = offset
            guard available >= offset else { return nil }
            offsets = found
            func values(_ offset: Int, _ count: Int) -> ContiguousArray<Int32> {
                ContiguousArray((0..<count).map { weights.load(fromByteOffset: offset + $0 * 4, as: Int32.self) })
            }
            let (width, base) = (width, base)
            prepared = found.layers.map { layer in
                var isExact = false
                let weights = ContiguousArray<Int16>(unsafeUninitializedCapacity: 6 * width * width) { room, count in
                    guard let start = room.baseAddress else { return }
                    isExact = copydesk_entities_prepare(
                        (base + layer.weights).assumingMemoryBound(to: Int16.self),
                        (base + layer.bias).assumingMemoryBound(to: Int32.self), width, start)
                    count = room.count
                }
                return isExact ? weights : []
            }
            self.transitions = values(transitions, Tag.count * Tag.count)
            starts = values(edges, Tag.count)
            ends = values(edges + Tag.count * 4, Tag.count)
        }

        /// How many tokens to each side a token's scores depend on: one for each layer.
        var reach: Int { offsets.layers.count }

        /// Adds the tag scores (scale 2^-10) of runs of a paragraph's tokens; `input` and `output` have room for the
        /// activations from the first run to the last, of `reach` tokens to each side, and of two more.
        ///
        /// Each layer is worked out where a later one looks.
        func addScores(
            _ runs: TokenRuns, of paragraph: Range<Int>, _ rows: ContiguousArray<UInt32>,
            by instructions: InstructionSet,
            _ input: inout ContiguousArray<Int16>, _ output: inout ContiguousArray<Int16>,
            _ scores: inout ContiguousArray<Int32>
        ) {
            let seen = runs.widened(by: reach, within: paragraph)
            guard let start = seen.ranges.first?.lowerBound else { return }
            let table = (base + offsets.table).assumingMemoryBound(to: Int8.self)
            let multipliers = (base + offsets.multipliers).assumingMemoryBound(to: Int16.self)
            let bias = (base + offsets.embeddingBias).assumingMemoryBound(to: Int32.self)
            // The buffers hold a row for each token from the first seen to the last, and one to each side of them; the
            // tables what init measured.
            rows.withUnsafeBufferPointer { rows in
                input.withUnsafeMutableBufferPointer { input in
                    output.withUnsafeMutableBufferPointer { output in
                        scores.withUnsafeMutableBufferPointer { scores in
                            guard let row = rows.baseAddress, var from = input.baseAddress,
                                var to = output.baseAddress, let score = scores.baseAddress
                            else { return }
                            for run in seen.ranges {
                                let place = from + (run.lowerBound - start) * width
                                // No other run touches this one: what lies beside it is nobody's, or the paragraph's edge.
                                for index in 0..<width {
                                    place[index] = 0
                                    place[(run.count + 1) * width + index] = 0
                                }
                                for (position, token) in run.enumerated() {
                                    copydesk_entities_embed(
                                        instructions, table, row + token * Features.slots, multipliers, bias,
                                        Features.slots, width, place + (position + 1) * width)
                                }
                            }
                            for (index, layer) in offsets.layers.enumerated() {
                                prepared[index].withUnsafeBufferPointer { prepared in
                                    for run in runs.widened(by: reach - 1 - index, within: paragraph).ranges {
                                        copydesk_entities_convolve(
                                            instructions, from + (run.lowerBound - start) * width,
                                            (base + layer.weights).assumingMemoryBound(to: Int16.self),
                                            prepared.isEmpty ? nil : prepared.baseAddress,
                                            (base + layer.bias).assumingMemoryBound(to: Int32.self), run.count, width,
                                            to + (run.lowerBound - start) * width)
                                    }
                                }
                                swap(&from, &to)
                            }
                            for run in runs.ranges {
                                copydesk_entities_score(
                                    instructions, from + (run.lowerBound - start) * width,
                                    (base + offsets.scoreWeights).assumingMemoryBound(to: Int16.self),
                                    (base + offsets.scoreBias).assumingMemoryBound(to: Int32.self), run.count, width,
                                    Self.outputs, score + run.lowerBound * Self.outputs)
                            }
                        }
                    }
                }
            }
        }
    }
}
