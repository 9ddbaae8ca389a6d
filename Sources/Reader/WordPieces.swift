import Algorithms
import Linguistics

/// Cuts tokens into the pieces that the encoder knows, as BERT's uncased tokenizer does.
///
/// After Devlin and others 2019. Letters become small and lose what stands over and under them; marks and ideographs stand alone; of what is left the
/// longest known beginning is a piece, then of the rest, until nothing is left.
package struct WordPieces: Sendable {
    /// The pieces that are no part of a text.
    package enum Mark {
        package static let unknown: Int32 = 100
        package static let begins: Int32 = 101
        package static let ends: Int32 = 102
    }

    /// A word of more letters is unknown.
    private static let longestWord = 100
    /// As many pieces of one token are read; what is behind (addresses, codes) is left out.
    package static let mostPieces = 12

    private let model: EncoderModel
    private let unknown: Int32

    /// Takes the pieces of a model, in which the unknown has its usual place or, in a small one of a test, another.
    package init(_ model: EncoderModel, unknown: Int32 = Mark.unknown) {
        self.model = model
        self.unknown = unknown
    }

    /// Appends a token's pieces, at least one.
    ///
    /// - Complexity: O(bytes · bytes of the longest piece).
    package func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to pieces: inout ContiguousArray<Int32>) {
        let first = pieces.count
        var word = Word()
        var index = range.lowerBound
        while index < range.upperBound, pieces.count < first + Self.mostPieces {
            let (value, length) = Scalars.decode(bytes, at: index)
            index += length
            switch kind(value) {
            case .dropped: continue
            case .letter: appendFolded(value, to: &word)
            case .space: flush(&word, to: &pieces)
            case .alone:
                flush(&word, to: &pieces)
                appendFolded(value, to: &word)
                flush(&word, to: &pieces)
            }
        }
        flush(&word, to: &pieces)
        if pieces.count > first + Self.mostPieces {
            pieces.removeLast(pieces.count - first - Self.mostPieces)
        }
        if pieces.count == first { pieces.append(unknown) }
    }

    // MARK: Letters

    private struct Word {
        var bytes = ContiguousArray<UInt8>()
        var letters = 0

        mutating func append(_ value: UInt32) {
            guard let scalar = Unicode.Scalar(value) else { return }
            if let encoded = UTF8.encode(scalar) { bytes.append(contentsOf: encoded) }
            letters += 1
        }
    }

    /// What becomes of a character, as numbered in the model.
    private enum Kind: UInt32 {
        case dropped, space, alone, letter
    }

    private func kind(_ value: UInt32) -> Kind {
        if value < 0x80 {
            switch value {
            case 0x09, 0x0A, 0x0D, 0x20: return .space
            case 0..<0x20, 0x7F: return .dropped
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return .letter
            default: return .alone
            }
        }
        let runs = model.vocabulary.runs
        let run = (0..<runs.count / 3).partitioningIndex { runs[$0 * 3 + 1] >= value }
        guard run < runs.count / 3, runs[run * 3] <= value else { return .letter }
        return Kind(rawValue: runs[run * 3 + 2]) ?? .letter
    }

    private func appendFolded(_ value: UInt32, to word: inout Word) {
        if value < 0x80 {
            word.bytes.append(UInt8(value &- 0x41 < 26 ? value | 0x20 : value))
            word.letters += 1
            return
        }
        // Hangul syllables come apart by rule (The Unicode Standard, 3.12).
        if (0xAC00..<0xD7A4).contains(value) {
            let place = value - 0xAC00
            word.append(0x1100 + place / 588)
            word.append(0x1161 + place % 588 / 28)
            if place % 28 > 0 { word.append(0x11A7 + place % 28) }
            return
        }
        let folds = model.vocabulary.folds
        let fold = (0..<folds.count / 4).partitioningIndex { folds[$0 * 4] >= value }
        guard fold < folds.count / 4, folds[fold * 4] == value else { return word.append(value) }
        for place in 1...3 where folds[fold * 4 + place] != 0 { word.append(folds[fold * 4 + place]) }
    }

    // MARK: Pieces

    private static let begins: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let goesOn: UInt64 = 0x8422_2325_CBF2_9CE4

    private func flush(_ word: inout Word, to pieces: inout ContiguousArray<Int32>) {
        defer { word = Word() }
        guard !word.bytes.isEmpty else { return }
        guard word.letters <= Self.longestWord else { return pieces.append(unknown) }
        let first = pieces.count
        var start = 0
        var hashes = ContiguousArray<UInt64>()
        while start < word.bytes.count {
            let longest = min(word.bytes.count - start, model.longestPiece)
            hashes.removeAll(keepingCapacity: true)
            var hash = start == 0 ? Self.begins : Self.goesOn
            for byte in word.bytes[start..<start + longest] {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
                hashes.append(hash)
            }
            var length = longest
            while length > 0 {
                if let piece = piece(word.bytes[start..<start + length], hashes[length - 1], goesOn: start > 0) {
                    pieces.append(piece)
                    break
                }
                length -= 1
            }
            if length == 0 {
                pieces.removeLast(pieces.count - first)
                return pieces.append(unknown)
            }
            start += length
        }
    }

    private func piece(_ letters: ArraySlice<UInt8>, _ hash: UInt64, goesOn: Bool) -> Int32? {
        let vocabulary = model.vocabulary
        let mask = vocabulary.slots.count - 1
        var slot = Int(truncatingIfNeeded: hash >> 32) & mask
        for _ in 0...mask {
            let entry = Int(vocabulary.slots[slot])
            guard entry > 0, entry <= model.wordCount else { return nil }
            let (start, end) = (Int(vocabulary.starts[entry - 1]), Int(vocabulary.starts[entry]))
            if end - start == letters.count, (vocabulary.goesOn[entry - 1] != 0) == goesOn,
                letters.elementsEqual(vocabulary.letters[start..<end])
            {
                return Int32(entry - 1)
            }
            slot = (slot + 1) & mask
        }
        return nil
    }
}
