package import Linguistics

/// What the network knows of a token: one row of its table for each kind of feature.
package enum Features {
    /// Rows per token.
    package static let slots = 10
    /// The first row of each kind and how many there are: vector, word, affixes, shape, flags, gazetteer, sentence.
    package static let vectors = 0..<20_001
    package static let words = 20_001..<36_385
    package static let affixes = 36_385..<48_673
    package static let shapes = 48_673..<49_697
    package static let writing = 49_697..<53_793
    package static let names = 53_793..<55_841
    package static let surroundings = 55_841..<55_905
    /// The number of rows of all kinds.
    package static let rowCount = 55_905

    /// The rows of a document's tokens, `slots` for each.
    ///
    /// - Complexity: O(bytes).
    package static func rows(
        of structure: LinguisticStructure, in text: UTF8Text, lexicon: Lexicon
    ) -> ContiguousArray<UInt32> {
        let tokens = structure.tokens
        let names = nameFlags(of: tokens, lexicon)
        let surroundings = sentenceCasing(of: structure)
        var rows = ContiguousArray<UInt32>(repeating: 0, count: tokens.count * slots)
        let bytes = text.bytes.span
        for index in 0..<tokens.count {
            let range = tokens[index].indices
            let flags = tokens.flags[index]
            let shape = shapeHash(bytes, range)
            let word = tokens.kinds[index] == .number ? shape : tokens.hashes[index].value
            let affixes = Affixes(bytes, range)
            let row = index * slots
            rows[row] = lexicon.vectorRow(tokens.hashes[index])
            rows[row + 1] = pick(word, 1, from: words)
            rows[row + 2] = pick(word, 2, from: words)
            rows[row + 3] = pick(affixes.prefix, 3, from: Self.affixes)
            rows[row + 4] = pick(affixes.shortSuffix, 4, from: Self.affixes)
            rows[row + 5] = pick(affixes.suffix, 5, from: Self.affixes)
            rows[row + 6] = pick(shape, 6, from: shapes)
            let written = UInt64(flags.subtracting(.startsLine).rawValue) << 3 | UInt64(tokens.kinds[index].rawValue)
            rows[row + 7] = pick(written, 7, from: writing)
            rows[row + 8] = UInt32(Self.names.lowerBound) + UInt32(names[index].rawValue & 2047)
            rows[row + 9] = UInt32(Self.surroundings.lowerBound) + surroundings(index, flags)
        }
        return rows
    }

    private static func pick(_ value: UInt64, _ salt: UInt64, from rows: Range<Int>) -> UInt32 {
        var mixed = (value ^ salt &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
        mixed ^= mixed >> 32
        return UInt32(rows.lowerBound) + UInt32((mixed & 0xFFFF_FFFF) &* UInt64(rows.count) >> 32)
    }

    /// What the gazetteer says of each token alone and as part of a name of two to four words.
    package static func nameFlags(of tokens: Tokens, _ lexicon: Lexicon) -> ContiguousArray<Lexicon.Flags> {
        var flags = ContiguousArray<Lexicon.Flags>(repeating: [], count: tokens.count)
        for index in 0..<tokens.count where tokens.flags[index].contains(.hasLetter) {
            flags[index].formUnion(lexicon.flags(tokens.hashes[index]))
            var phrase = tokens.hashes[index]
            for end in index + 1..<min(index + 4, tokens.count) {
                if tokens.flags[end].contains(.startsSentence) { break }
                phrase = Lexicon.phrase(phrase, tokens.hashes[end])
                let found = lexicon.flags(phrase).intersection(.places)
                guard !found.isEmpty else { continue }
                for member in index...end { flags[member].formUnion(found.union(.inPlaceName)) }
            }
        }
        return flags
    }

    /// How a sentence is written as a whole (normal, no capitals, all capitals, a headline's capitals), with the token's
    /// own capitals: what a capital means depends on it.
    private static func sentenceCasing(of structure: LinguisticStructure) -> (Int, TokenFlags) -> UInt32 {
        let tokens = structure.tokens
        let casings = structure.sentences.map { sentence -> UInt32 in
            var words = 0
            var capitalized = 0
            var capitals = 0
            for index in sentence where tokens.kinds[index] == .word {
                let flags = tokens.flags[index]
                if flags.contains(.clitic) { continue }
                words += 1
                if flags.contains(.capitalized) { capitalized += 1 }
                if flags.contains(.allCapitals) { capitals += 1 }
            }
            if capitalized == 0 { return 1 }
            if words > 1 && capitals * 5 >= words * 4 { return 2 }
            return words > 2 && capitalized * 10 >= words * 7 ? 3 : 0
        }
        let owner = structure.sentenceOfToken
        return { index, flags in
            var own: UInt32 = 0
            if flags.contains(.allCapitals) { own = 1 } else if flags.contains(.mixedCase) { own = 2 }
            if own != 1 && flags.contains(.capitalized) { own = 3 }
            if !flags.contains(.hasLetter) { own = 4 }
            return casings[Int(owner[index])] * 8 + own + (flags.contains(.startsSentence) ? 32 : 0)
        }
    }

    /// The hash of a word's shape: `X`, `x`, `d` or the mark itself, runs cut to three.
    private static func shapeHash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        var last: UInt32 = 0
        var run = 0
        var index = range.lowerBound
        while index < range.upperBound {
            let (value, length) = Scalars.decode(bytes, at: index)
            index += length
            let shape: UInt32
            switch Scalars.kind(value) {
            case .uppercase: shape = 0x58
            case .lowercase, .otherLetter: shape = 0x78
            case .digit: shape = 0x64
            default: shape = value
            }
            run = shape == last ? run + 1 : 1
            last = shape
            if run <= 3 { state = (state ^ UInt64(shape)) &* 0x0000_0100_0000_01B3 }
        }
        return state
    }

    /// Hashes of a word's first three and last two and three letters.
    private struct Affixes {
        var prefix: UInt64 = 0
        var suffix: UInt64 = 0
        var shortSuffix: UInt64 = 0

        init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
            var end = range.lowerBound
            for _ in 0..<3 where end < range.upperBound { end += Scalars.decode(bytes, at: end).length }
            prefix = WordHash(folding: bytes, range.lowerBound..<min(end, range.upperBound)).value
            var start = range.upperBound
            for count in 1...3 where start > range.lowerBound {
                start -= 1
                while start > range.lowerBound, bytes[start] & 0xC0 == 0x80 { start -= 1 }
                if count == 2 { shortSuffix = WordHash(folding: bytes, start..<range.upperBound).value }
            }
            suffix = WordHash(folding: bytes, start..<range.upperBound).value
        }
    }
}
