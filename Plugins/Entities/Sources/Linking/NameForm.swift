import Linguistics

/// One way in which a document writes a name: all its mentions with the same words, whatever their case, dots and accents.
///
/// A single word that names persons and other things is two forms.
struct NameForm {
    /// Keys of the words, without articles.
    var words: [UInt64]
    /// How often the recogniser gave each type.
    var votes: [Int]
    /// The tokens of the mention that is written best.
    var tokens: Range<Int>
    /// The number of mentions.
    var count: Int
    /// Whether a mention is one word of capitals only, as `NATO`.
    var isAcronym: Bool
    /// How many mentions have *the* before them.
    var articles = 0
    /// Whether a title stands before a mention.
    var isAddressed = false

    /// The type most often given; of equals the first.
    var type: Entities.EntityType {
        let best = votes.indices.max { votes[$0] < votes[$1] } ?? 0
        return Entities.EntityType.allCases[best]
    }
}

/// Words of tokens as keys that are equal for `U.S.` and `US`, `O'Neil` and `O’Neil`, `Guterres` and `Gutérres`, in any
/// case.
enum WordKey {
    /// The key of a token.
    static func key(_ token: Int, of tokens: Tokens, in text: UTF8Text) -> UInt64 {
        let range = tokens[token].indices
        guard range.contains(where: { text.bytes[$0] >= 0x80 || text.bytes[$0] == UInt8(ascii: ".") }) else {
            return tokens.hashes[token].value
        }
        var bytes: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            let (value, length) = Scalars.decode(text.bytes.span, at: index)
            let folded = Scalars.folded(value)
            if let plain = Scalars.plainLetter(folded) {
                bytes.append(contentsOf: plain)
            } else if value >= 0x80 && folded >= 0x80 {
                bytes.append(contentsOf: text.bytes[index..<index + length])
            } else if value != UInt32(UInt8(ascii: ".")) {
                bytes.append(UInt8(truncatingIfNeeded: folded))
            }
            index += length
        }
        return WordHash(folding: bytes.span, 0..<bytes.count).value
    }

    /// The key of a word in source.
    static func key(_ word: String) -> UInt64 { WordHash(folding: word).value }

    /// One key for a run of words.
    static func joined(_ words: some Sequence<UInt64>) -> UInt64 {
        words.reduce(0x9E37_79B9_7F4A_7C15) { ($0 ^ $1) &* 0x0000_0100_0000_01B3 ^ ($0 >> 29) }
    }
}
