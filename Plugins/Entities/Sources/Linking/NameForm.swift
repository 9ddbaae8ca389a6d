import Linguistics

/// One way in which a document writes a name: all its mentions with the same words, whatever their case and dots.
struct NameForm {
    /// Keys of the words, without articles and titles.
    var words: [UInt64]
    /// How often the recogniser gave each type.
    var votes: [Int]
    /// The tokens of the mention that is written best.
    var tokens: Range<Int>
    /// The number of mentions.
    var count: Int
    /// Whether it is letters only that are all capitals, as `NATO`.
    var isAcronym: Bool

    /// The type most often given; of equals the first.
    var type: Entities.EntityType {
        let best = votes.indices.max { votes[$0] < votes[$1] } ?? 0
        return Entities.EntityType.allCases[best]
    }
}

/// Words of tokens as keys that are equal for `U.S.` and `US`, `O'Neil` and `O’Neil`, in any case.
enum WordKey {
    /// The key of a token.
    static func key(_ token: Int, of tokens: Tokens, in text: UTF8Text) -> UInt64 {
        let range = tokens[token].indices
        let needsCare = tokens.flags[token].contains(.endsWithDot) || range.contains { text.bytes[$0] >= 0x80 }
        guard needsCare || range.contains(where: { text.bytes[$0] == UInt8(ascii: ".") }) else {
            return tokens.hashes[token].value
        }
        var bytes: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = text.bytes[index]
            if byte == 0xE2, index + 2 < range.upperBound, text.bytes[index + 1] == 0x80, text.bytes[index + 2] == 0x99
            {
                bytes.append(UInt8(ascii: "'"))
                index += 3
                continue
            }
            if byte != UInt8(ascii: ".") { bytes.append(byte) }
            index += 1
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
