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

    /// The rows of all tokens of a document, `slots` for each.
    ///
    /// - Complexity: O(bytes).
    package static func rows(
        of structure: LinguisticStructure, in text: UTF8Text, lexicon: Lexicon
    ) -> ContiguousArray<UInt32> {
        TokenFeatures(of: structure, in: text, lexicon: lexicon).rows(of: 0..<structure.tokens.count)
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

    /// How a sentence is written as a whole.
    enum Casing: UInt32 {
        case normal, noCapitals, allCapitals, headline
    }
}
