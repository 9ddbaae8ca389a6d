package import CReader
package import Linguistics

/// Reads tokens in their sentences: the lowest layers of a pretrained encoder, and heads that score each token.
///
/// A document's sentences are read in windows of as many as fit. Products are exact and all else is done in one order, so
/// that the same bytes give the same scores whatever the processor.
package struct PretrainedReader: Sendable {
    /// What is read.
    package let model: EncoderModel
    /// How tokens are cut.
    package let wordPieces: WordPieces
    private let instructions: ReaderInstructions

    /// Takes a model.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - wordPieces: How tokens are cut, where not as usual.
    ///   - instructions: What the kernels use; a test may ask for less than the processor has.
    package init(_ model: EncoderModel, wordPieces: WordPieces? = nil, instructions: ReaderInstructions = .best) {
        self.model = model
        self.wordPieces = wordPieces ?? WordPieces(model)
        self.instructions = instructions
    }

    /// What is known of each token beside its letters.
    package struct Traits: Sendable {
        /// How it and its sentence are written, below the model's `casingCount` - 1.
        package var casings: ContiguousArray<UInt8>
        /// What lists say of it as a name: bits below the model's `flagCount`.
        package var flags: ContiguousArray<UInt32>

        /// Gathers traits, one of each a token.
        package init(casings: ContiguousArray<UInt8>, flags: ContiguousArray<UInt32>) {
            self.casings = casings
            self.flags = flags
        }
    }

    /// A head's scores of all tokens, `outputs` for each.
    ///
    /// - Parameters:
    ///   - structure: Tokens, sentences and paragraphs.
    ///   - text: The text.
    ///   - traits: What is known of each token.
    ///   - head: The head's number.
    /// - Returns: Scores in nats; empty where the model has no such head.
    /// - Complexity: O(tokens).
    package func scores(
        of structure: LinguisticStructure, in text: UTF8Text, traits: Traits, head: Int = 0
    ) -> ContiguousArray<Float> {
        guard head < model.heads.count else { return [] }
        let outputs = model.heads[head].outputs
        var scores = ContiguousArray<Float>(repeating: 0, count: structure.tokens.count * outputs)
        read(structure, in: text, traits: traits, head: head) { token, found in
            for output in 0..<outputs { scores[token * outputs + output] = found[found.startIndex + output] }
        }
        return scores
    }

    /// Reads sentences and hands on a head's scores of each of their tokens, in order.
    ///
    /// - Parameters:
    ///   - structure: Tokens, sentences and paragraphs.
    ///   - text: The text.
    ///   - traits: What is known of each token.
    ///   - sentences: Whether each sentence is read; nil for all.
    ///   - head: The head's number; nothing is read where the model has no such head.
    ///   - take: Gets a token's number and its scores in nats.
    /// - Complexity: O(tokens).
    package func read(
        _ structure: LinguisticStructure, in text: UTF8Text, traits: Traits, sentences: ContiguousArray<Bool>? = nil,
        head: Int = 0, take: (Int, ContiguousArray<Float>.SubSequence) -> Void
    ) {
        guard head < model.heads.count, traits.casings.count == structure.tokens.count,
            traits.flags.count == structure.tokens.count
        else { return }
        let outputs = model.heads[head].outputs
        var plan = WindowPlan(
            structure, wordPieces: wordPieces, in: text, longest: model.longestWindow, reading: sentences)
        while let window = plan.next() {
            let casings = window.tokens.map { $0 < 0 ? UInt8(model.casingCount - 1) : traits.casings[Int($0)] }
            let flags = window.tokens.map { $0 < 0 ? 0 : traits.flags[Int($0)] }
            // A token's scores are its first piece's.
            let asked = window.tokens.indices.map { place in
                window.tokens[place] >= 0 && (place == 0 || window.tokens[place] != window.tokens[place - 1])
            }
            let found = scores(pieces: window.pieces, casings: casings, flags: flags, asked: asked, head: head)
            var row = 0
            for (position, token) in window.tokens.enumerated() where asked[position] {
                take(Int(token), found[row * outputs..<(row + 1) * outputs])
                row += 1
            }
        }
    }

    /// A head's scores of positions of a window, `outputs` for each.
    ///
    /// - Parameters:
    ///   - pieces: The window's pieces, at most `longestWindow`; what is no piece of the model is taken for the first.
    ///   - casings: How each is written.
    ///   - flags: What is known of each.
    ///   - asked: Whether each is scored; nil for all. What one scores does not depend on what others are asked.
    ///   - number: The head's number.
    /// - Returns: Scores in nats of the positions that are asked for, in order; empty where the model has no such head.
    package func scores(
        pieces: [Int32], casings: [UInt8], flags: [UInt32], asked: [Bool]? = nil, head number: Int = 0
    ) -> ContiguousArray<Float> {
        guard model.heads.indices.contains(number) else { return [] }
        let rows = min(pieces.count, casings.count, flags.count, asked?.count ?? .max, model.longestWindow)
        let head = model.heads[number]
        guard rows > 0 else { return [] }
        let places = (0..<rows).filter { asked == nil || asked?[$0] == true }
        guard !places.isEmpty else { return [] }
        // The kernels look up rows of tables unchecked.
        let pieces = pieces.map { $0 >= 0 && $0 < Int32(model.wordCount) ? $0 : 0 }
        let casings = casings.map { min($0, UInt8(model.casingCount - 1)) }
        let flags = flags.map { $0 & UInt32((UInt64(1) << UInt64(model.flagCount)) - 1) }
        let columns = head.matrix.outputs
        let size = copydesk_reader_room(rows, model.width, model.inner)
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
        let states = UnsafeMutableBufferPointer<Float>.allocate(capacity: rows * model.width)
        let products = UnsafeMutableBufferPointer<Float>.allocate(capacity: rows * columns)
        defer {
            room.deallocate()
            states.deallocate()
            products.deallocate()
        }
        guard let state = states.baseAddress, let work = room.baseAddress, let product = products.baseAddress else {
            return []
        }
        withUnsafePointer(to: model.embedding) {
            copydesk_reader_embed(instructions, $0, pieces, casings, flags, rows, model.width, state)
        }
        var isAsked = [UInt8](repeating: 0, count: rows)
        for place in places { isAsked[place] = 1 }
        // Only what the last layer makes of a position is its own: before, others hear it.
        for layer in model.layers.dropLast() {
            withUnsafePointer(to: layer) { _ = copydesk_reader_run(instructions, $0, rows, nil, state, work) }
        }
        guard let last = model.layers.last else { return [] }
        withUnsafePointer(to: last) { _ = copydesk_reader_run(instructions, $0, rows, isAsked, state, work) }
        withUnsafePointer(to: head.matrix) {
            copydesk_reader_score(instructions, $0, places.count, state, product, work)
        }
        var scores = ContiguousArray<Float>(repeating: 0, count: places.count * head.outputs)
        for (row, place) in places.enumerated() {
            for output in 0..<head.outputs {
                var score = products[row * columns + output] + head.casings[Int(casings[place]) * head.outputs + output]
                var left = flags[place]
                while left != 0 {
                    score += head.flags[left.trailingZeroBitCount * head.outputs + output]
                    left &= left - 1
                }
                scores[row * head.outputs + output] = score
            }
        }
        return scores
    }
}

/// What the kernels use of the processor; results are the same with each.
package typealias ReaderInstructions = copydesk_reader_instructions

extension ReaderInstructions {
    /// The most that this processor has.
    package static var best: Self { copydesk_reader_best_instructions() }
}
