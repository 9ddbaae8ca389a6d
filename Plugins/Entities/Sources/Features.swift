package import Linguistics

/// What the network knows of a token: one row of its table for each kind of feature.
package enum Features {
    /// Rows per token.
    package static let slots = 11
    /// The first row of each kind and how many there are: vector, word, affixes, shape, flags, gazetteer, sentence, names
    /// that are known.
    package static let vectors = 0..<20_001
    package static let words = 20_001..<36_385
    package static let affixes = 36_385..<48_673
    package static let shapes = 48_673..<49_697
    package static let writing = 49_697..<53_793
    package static let names = 53_793..<55_841
    package static let surroundings = 55_841..<55_905
    package static let known = 55_905..<56_161
    /// The number of rows of all kinds.
    package static let rowCount = 56_161

    /// The rows of a document's tokens, `slots` for each.
    ///
    /// - Complexity: O(bytes).
    package static func rows(
        of structure: LinguisticStructure, in text: UTF8Text, lexicon: Lexicon
    ) -> ContiguousArray<UInt32> {
        let tokens = structure.tokens
        let casings = sentenceCasings(of: structure)
        let names = NameHints(of: structure, casings: casings, lexicon: lexicon)
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
            rows[row + 8] = UInt32(Self.names.lowerBound) + UInt32(names.flags[index].rawValue & 2047)
            let casing = casings[Int(structure.sentenceOfToken[index])]
            rows[row + 9] = UInt32(surroundings.lowerBound) + Self.casing(of: flags, within: casing)
            rows[row + 10] = UInt32(known.lowerBound) + UInt32(names.known[index])
        }
        return rows
    }

    /// Whether a token may be a name by its rows: it has a capital, or the letters of a place, a people or a given name, or is a
    /// name that readers know, or stands in a sentence whose capitals tell nothing.
    static func mayBeName(_ rows: Span<UInt32>, _ token: Int) -> Bool {
        let casing = rows[token * slots + 9] - UInt32(surroundings.lowerBound)
        let hasCapital = (1...3).contains(casing & 7)
        let isPlainSentence = casing >> 3 & 3 == Casing.normal.rawValue
        let hints = Lexicon.Flags(
            rawValue: UInt16(truncatingIfNeeded: rows[token * slots + 8] - UInt32(names.lowerBound)))
        return hasCapital || !isPlainSentence || !hints.isDisjoint(with: .ofNames)
            || rows[token * slots + 10] != UInt32(known.lowerBound)
    }

    /// Whether a token has a capital that no sentence's beginning asks for.
    static func hasTellingCapital(_ rows: ContiguousArray<UInt32>, _ token: Int) -> Bool {
        let casing = rows[token * slots + 9] - UInt32(surroundings.lowerBound)
        return (1...3).contains(casing & 7) && casing & 32 == 0
    }

    /// Whether the gazetteer or the known names hold a token, alone or as part of a name.
    static func isListed(_ rows: ContiguousArray<UInt32>, _ token: Int) -> Bool {
        rows[token * slots + 8] != UInt32(names.lowerBound) || rows[token * slots + 10] != UInt32(known.lowerBound)
    }

    /// The number of how the sentence of a token is written as a whole, below 4.
    static func casing(_ rows: ContiguousArray<UInt32>, ofSentenceWith token: Int) -> Int {
        Int((rows[token * slots + 9] - UInt32(surroundings.lowerBound)) >> 3 & 3)
    }

    /// Whether a sentence's capitals tell nothing, since it has none or nothing else.
    static func hasNoCase(_ rows: ContiguousArray<UInt32>, _ sentence: Range<Int>) -> Bool {
        guard sentence.count > 2 else { return false }
        let casing = Casing(
            rawValue: (rows[sentence.lowerBound * slots + 9] - UInt32(surroundings.lowerBound)) >> 3 & 3)
        return casing == .noCapitals || casing == .allCapitals
    }

    private static func pick(_ value: UInt64, _ salt: UInt64, from rows: Range<Int>) -> UInt32 {
        var mixed = (value ^ salt &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
        mixed ^= mixed >> 32
        return UInt32(rows.lowerBound) + UInt32((mixed & 0xFFFF_FFFF) &* UInt64(rows.count) >> 32)
    }

    /// How a sentence is written as a whole.
    enum Casing: UInt32 {
        case normal, noCapitals, allCapitals, headline
    }

    /// How each sentence is written as a whole.
    private static func sentenceCasings(of structure: LinguisticStructure) -> [Casing] {
        let tokens = structure.tokens
        return structure.sentences.map { sentence in
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
            if capitalized == 0 { return .noCapitals }
            if words > 1 && capitals * 5 >= words * 4 { return .allCapitals }
            return words > 2 && capitalized * 10 >= words * 7 ? .headline : .normal
        }
    }

    /// A token's own capitals within its sentence's: what a capital means depends on it.
    private static func casing(of flags: TokenFlags, within sentence: Casing) -> UInt32 {
        var own: UInt32 = 0
        if flags.contains(.allCapitals) { own = 1 } else if flags.contains(.mixedCase) { own = 2 }
        if own != 1 && flags.contains(.capitalized) { own = 3 }
        if !flags.contains(.hasLetter) { own = 4 }
        return sentence.rawValue * 8 + own + (flags.contains(.startsSentence) ? 32 : 0)
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
