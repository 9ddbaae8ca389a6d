package import Linguistics

/// What is known of a document's tokens before a network looks at them: the rows are made of it part by part, since those of all
/// at once take nine times the text.
package struct TokenFeatures: Sendable {
    private let structure: LinguisticStructure
    private let text: UTF8Text
    private let lexicon: Lexicon
    private let casings: [Features.Casing]
    private let names: NameHints

    /// Looks at sentences and at what lists say of words.
    ///
    /// - Complexity: O(tokens).
    package init(of structure: LinguisticStructure, in text: UTF8Text, lexicon: Lexicon) {
        self.structure = structure
        self.text = text
        self.lexicon = lexicon
        casings = Self.sentenceCasings(of: structure)
        names = NameHints(of: structure, casings: casings, lexicon: lexicon)
    }

    /// The number of tokens.
    var count: Int { structure.tokens.count }

    /// The rows of a run of tokens, `Features.slots` for each.
    ///
    /// - Complexity: O(bytes of the run).
    package func rows(of run: Range<Int>) -> ContiguousArray<UInt32> {
        let tokens = structure.tokens
        var rows = ContiguousArray<UInt32>(repeating: 0, count: run.count * Features.slots)
        let bytes = text.bytes.span
        for (place, index) in run.enumerated() {
            let range = tokens[index].indices
            let flags = tokens.flags[index]
            let asciiShape = Self.asciiShapeHash(bytes, range)
            let shape = asciiShape ?? Self.shapeHash(bytes, range)
            let word = tokens.kinds[index] == .number ? shape : tokens.hashes[index].value
            let affixes = asciiShape == nil ? Affixes(bytes, range) : Affixes(ofASCII: bytes, range)
            let row = place * Features.slots
            rows[row] = lexicon.vectorRow(tokens.hashes[index])
            rows[row + 1] = Self.pick(word, 1, from: Features.words)
            rows[row + 2] = Self.pick(word, 2, from: Features.words)
            rows[row + 3] = Self.pick(affixes.prefix, 3, from: Features.affixes)
            rows[row + 4] = Self.pick(affixes.shortSuffix, 4, from: Features.affixes)
            rows[row + 5] = Self.pick(affixes.suffix, 5, from: Features.affixes)
            rows[row + 6] = Self.pick(shape, 6, from: Features.shapes)
            let written = UInt64(flags.subtracting(.startsLine).rawValue) << 3 | UInt64(tokens.kinds[index].rawValue)
            rows[row + 7] = Self.pick(written, 7, from: Features.writing)
            rows[row + 8] = UInt32(Features.names.lowerBound) + lists(index)
            rows[row + 9] = UInt32(Features.surroundings.lowerBound) + casing(index)
            rows[row + 10] = UInt32(Features.known.lowerBound) + UInt32(names.known[index])
        }
        return rows
    }

    // One token

    /// What the gazetteer says of a token, eleven bits.
    func lists(_ token: Int) -> UInt32 { UInt32(names.flags[token].rawValue & 2047) }

    /// What it is as a name that readers know, as `NameHints` has it.
    func known(_ token: Int) -> UInt32 { UInt32(names.known[token]) }

    /// Its own capitals within its sentence's, below 64.
    func casing(_ token: Int) -> UInt32 {
        Self.casing(of: structure.tokens.flags[token], within: casings[Int(structure.sentenceOfToken[token])])
    }

    /// Whether a token has a capital that no sentence's beginning asks for.
    func hasTellingCapital(_ token: Int) -> Bool {
        let casing = casing(token)
        return (1...3).contains(casing & 7) && casing & 32 == 0
    }

    /// Whether the gazetteer or the known names hold a token, alone or as part of a name.
    func isListed(_ token: Int) -> Bool { lists(token) != 0 || known(token) != 0 }

    /// The number of how the sentence of a token is written as a whole, below 4.
    func casing(ofSentenceWith token: Int) -> Int { Int(casing(token) >> 3 & 3) }

    /// Whether a sentence's capitals tell nothing, since it has none or nothing else.
    func hasNoCase(_ sentence: Range<Int>) -> Bool {
        guard sentence.count > 2 else { return false }
        let casing = Features.Casing(rawValue: UInt32(casing(ofSentenceWith: sentence.lowerBound)))
        return casing == .noCapitals || casing == .allCapitals
    }

    // Hashes

    private static func pick(_ value: UInt64, _ salt: UInt64, from rows: Range<Int>) -> UInt32 {
        var mixed = (value ^ salt &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
        mixed ^= mixed >> 32
        return UInt32(rows.lowerBound) + UInt32((mixed & 0xFFFF_FFFF) &* UInt64(rows.count) >> 32)
    }

    /// How each sentence is written as a whole.
    private static func sentenceCasings(of structure: LinguisticStructure) -> [Features.Casing] {
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
    private static func casing(of flags: TokenFlags, within sentence: Features.Casing) -> UInt32 {
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

    /// The same of a word of ASCII, nil of any other: most words are, and need no scalars.
    private static func asciiShapeHash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        var last: UInt8 = 0
        var run = 0
        for index in range {
            let byte = bytes[index]
            var shape = byte
            if (byte | 0x20) &- 0x61 < 26 { shape = byte & 0x20 == 0 ? 0x58 : 0x78 }
            if byte &- 0x30 < 10 { shape = 0x64 }
            guard byte < 0x80 else { return nil }
            run = shape == last ? run &+ 1 : 1
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

        init(ofASCII bytes: Span<UInt8>, _ range: Range<Int>) {
            let length = min(range.count, 3)
            prefix = WordHash(foldingASCII: bytes, range.lowerBound..<range.lowerBound + length).value
            suffix = WordHash(foldingASCII: bytes, range.upperBound - length..<range.upperBound).value
            if length > 1 {
                shortSuffix = WordHash(foldingASCII: bytes, range.upperBound - 2..<range.upperBound).value
            }
        }

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
