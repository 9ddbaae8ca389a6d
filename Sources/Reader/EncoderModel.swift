import CReader

/// A trained encoder as `Training/Reader/export.py` writes it: word pieces, embeddings, layers and heads, all read in place.
///
/// The file is 32-bit little-endian words: magic, version, width, inner width, layers, word pieces, bytes of the longest,
/// places, casings, bits of name flags, heads and each head's outputs; then the number of sections, and each one's offset and
/// size. Sections are those that `init` takes, in its order, each at a multiple of 64. An encoder that shares another's pieces
/// lacks the sections of those.
package struct EncoderModel: Sendable {
    static let magic: UInt32 = 0x5245_4144
    static let version: UInt32 = 2

    // The bytes are read-only data that lives as long as the process.
    private nonisolated(unsafe) let base: UnsafeRawPointer
    /// The number of values of a position's state.
    package let width: Int
    /// The width inside of a layer.
    let inner: Int
    /// The number of word pieces.
    let wordCount: Int
    /// The longest piece, in bytes.
    let longestPiece: Int
    /// How many positions a window has at most.
    package let longestWindow: Int
    /// How many casings there are; the last is that of what is no word.
    package let casingCount: Int
    /// How many name flags there are.
    package let flagCount: Int

    nonisolated(unsafe) let vocabulary: Vocabulary
    nonisolated(unsafe) let embedding: copydesk_reader_embedding
    nonisolated(unsafe) let layers: [copydesk_reader_layer]
    nonisolated(unsafe) let heads: [Head]

    /// Where word pieces are looked up.
    struct Vocabulary {
        let slots: UnsafeBufferPointer<UInt16>
        let starts: UnsafeBufferPointer<UInt32>
        let letters: UnsafeBufferPointer<UInt8>
        let goesOn: UnsafeBufferPointer<UInt8>
        let runs: UnsafeBufferPointer<UInt32>
        let folds: UnsafeBufferPointer<UInt32>
    }

    /// What scores tokens by the last layer's states, and by how they are written and known.
    struct Head {
        let matrix: copydesk_reader_matrix
        let outputs: Int
        let casings: UnsafeBufferPointer<Float>
        let flags: UnsafeBufferPointer<Float>
    }

    /// The model in the binary; `nil` where it is damaged.
    package init?() {
        var size = 0
        let base = copydesk_reader_model(&size)
        self.init(base, size: size)
    }

    /// The encoder of stances in the binary, which knows words by the pieces of `model`; `nil` where either is damaged.
    package static func stances(sharing model: EncoderModel) -> EncoderModel? {
        var size = 0
        let base = copydesk_stance_model(&size)
        return EncoderModel(base, size: size, sharing: model)
    }

    /// Reads a model; `nil` where the bytes are none of this version, or none that is whole.
    ///
    /// - Parameters:
    ///   - base: The bytes, which must stay as they are, at a multiple of 64.
    ///   - size: How many there are.
    ///   - other: The model whose word pieces it shares; nil for one with its own.
    package init?(_ base: UnsafeRawPointer, size: Int, sharing other: EncoderModel? = nil) {
        guard size >= 64, UInt(bitPattern: base) % 64 == 0 else { return nil }
        let words = UnsafeBufferPointer(start: base.assumingMemoryBound(to: UInt32.self), count: size / 4)
        guard words[0] == Self.magic, words[1] == Self.version else { return nil }
        let numbers = words[2..<11].map { Int($0) }
        let (width, inner, layerCount) = (numbers[0], numbers[1], numbers[2])
        let headCount = numbers[8]
        guard width > 0, width <= 1_024, width % 32 == 0, inner > 0, inner <= 4_096, inner % 32 == 0, layerCount <= 24,
            headCount > 0, headCount <= 16, numbers[5] > 0, numbers[5] <= Int(COPYDESK_READER_LONGEST), numbers[3] > 0,
            numbers[3] < 65_535, numbers[6] > 0, numbers[6] <= 256, numbers[7] <= 32
        else { return nil }
        let outputs = words[11..<11 + headCount].map { Int($0) }
        var sections = Sections(base, size: size, table: 11 + headCount)
        self.base = base
        (self.width, self.inner) = (width, inner)
        (wordCount, longestPiece, longestWindow) = (numbers[3], numbers[4], numbers[5])
        (casingCount, flagCount) = (numbers[6], numbers[7])
        let table: UnsafePointer<Int8>
        let scales: UnsafePointer<Float>
        if let other {
            guard other.width == width, other.wordCount == wordCount else { return nil }
            vocabulary = other.vocabulary
            (table, scales) = (other.embedding.words, other.embedding.scales)
        } else {
            guard let (words, values, found) = sections.words(count: wordCount, width: width) else { return nil }
            (table, scales, vocabulary) = (words, values, found)
        }
        guard let places = sections.floats(longestWindow * width),
            let casings = sections.floats(casingCount * width), let flags = sections.floats(flagCount * width),
            let gain = sections.floats(width), let bias = sections.floats(width)
        else { return nil }
        embedding = copydesk_reader_embedding(
            words: table, scales: scales, places: places, casings: casings, flags: flags, gain: gain, bias: bias)
        var layers: [copydesk_reader_layer] = []
        for _ in 0..<layerCount {
            guard let attention = sections.matrix(width, 3 * width), let joined = sections.matrix(width, width),
                let up = sections.matrix(width, inner), let down = sections.matrix(inner, width),
                let firstGain = sections.floats(width), let firstBias = sections.floats(width),
                let secondGain = sections.floats(width), let secondBias = sections.floats(width)
            else { return nil }
            layers.append(
                copydesk_reader_layer(
                    attention: attention, joined: joined, up: up, down: down, first_gain: firstGain,
                    first_bias: firstBias, second_gain: secondGain, second_bias: secondBias))
        }
        self.layers = layers
        var heads: [Head] = []
        for outputs in outputs {
            guard outputs > 0, outputs <= 1_024, let matrix = sections.matrix(width, (outputs + 15) / 16 * 16),
                let casings = sections.take(Float.self, casingCount * outputs),
                let flags = sections.take(Float.self, flagCount * outputs)
            else { return nil }
            heads.append(Head(matrix: matrix, outputs: outputs, casings: casings, flags: flags))
        }
        self.heads = heads
    }

    /// The sections of a file, one after the other.
    private struct Sections {
        private let base: UnsafeRawPointer
        private let size: Int
        private let words: UnsafeBufferPointer<UInt32>
        private var entry: Int
        private var left: Int

        init(_ base: UnsafeRawPointer, size: Int, table: Int) {
            self.base = base
            self.size = size
            words = UnsafeBufferPointer(start: base.assumingMemoryBound(to: UInt32.self), count: size / 4)
            left = table < words.count ? Int(words[table]) : 0
            entry = table + 1
        }

        /// The next section; `nil` where there is none, or none of so many values.
        mutating func take<Value>(_: Value.Type, _ expected: Int? = nil) -> UnsafeBufferPointer<Value>? {
            guard left > 0, entry + 1 < words.count else { return nil }
            let (start, bytes) = (Int(words[entry]), Int(words[entry + 1]))
            left -= 1
            entry += 2
            let count = bytes / MemoryLayout<Value>.stride
            guard start % 64 == 0, start <= size, bytes <= size - start, expected == nil || count == expected else {
                return nil
            }
            return UnsafeBufferPointer(start: (base + start).assumingMemoryBound(to: Value.self), count: count)
        }

        /// How pieces are looked up, what each starts from, and what a row's values are worth.
        mutating func words(count: Int, width: Int) -> (UnsafePointer<Int8>, UnsafePointer<Float>, Vocabulary)? {
            guard let slots = take(UInt16.self), slots.count.nonzeroBitCount == 1, slots.count > count,
                let starts = take(UInt32.self, count + 1), let letters = take(UInt8.self),
                starts[count] <= UInt32(letters.count), let goesOn = take(UInt8.self, count),
                let runs = take(UInt32.self), runs.count % 3 == 0, let folds = take(UInt32.self), folds.count % 4 == 0,
                let table = take(Int8.self, count * width)?.baseAddress, let scales = floats(count)
            else { return nil }
            let vocabulary = Vocabulary(
                slots: slots, starts: starts, letters: letters, goesOn: goesOn, runs: runs, folds: folds)
            return (table, scales, vocabulary)
        }

        mutating func floats(_ count: Int) -> UnsafePointer<Float>? { take(Float.self, count)?.baseAddress }

        mutating func matrix(_ inputs: Int, _ outputs: Int) -> copydesk_reader_matrix? {
            guard let weights = take(Int8.self, inputs * outputs)?.baseAddress, let scales = floats(outputs),
                let bias = floats(outputs), let sums = take(Int32.self, outputs)?.baseAddress
            else { return nil }
            return copydesk_reader_matrix(
                weights: weights, scales: scales, bias: bias, sums: sums, inputs: inputs, outputs: outputs)
        }
    }
}
