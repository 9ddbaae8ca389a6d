import Discourse
import English
import Linguistics

/// Finds who wrote a plain text: the people that its first byline names.
enum AuthorFinder {
    /// The names as written; none where the line may name an agency, a desk or a trade.
    static func authors(of text: UTF8Text, _ tokens: Tokens, _ blocks: Blocks) -> [String] {
        guard let index = blocks.kinds.firstIndex(of: .byline) else { return [] }
        let run = blocks.tokens[index]
        guard let by = run.prefix(3).first(where: { tokens.hashes[$0] == WordHash("by") }) else { return [] }
        var authors: [String] = []
        var token = by + 1
        while token < run.upperBound {
            var end = token
            while end < run.upperBound, isNameWord(end, tokens, text) { end += 1 }
            let name = token..<end
            // `Jane Doe, Staff Writer`, `in Lagos`: what comes after the names.
            guard (2...5).contains(name.count), !name.contains(where: { isOther($0, tokens) }) else { break }
            authors.append(text.string(in: tokens.range(name)))
            while end < run.upperBound, isJoint(end, tokens, text) { end += 1 }
            token = end
        }
        return authors
    }

    private static func isNameWord(_ token: Int, _ tokens: Tokens, _ text: UTF8Text) -> Bool {
        if tokens.kinds[token] == .word {
            return tokens.flags[token].contains(.capitalized) && tokens.hashes[token] != WordHash("and")
        }
        // Jean-Luc, O'Dowd
        let isInside = !tokens.flags[token].contains(.afterSpace) && token + 1 < tokens.count
        let byte = text.bytes[Int(tokens.starts[token])]
        return isInside && !tokens.flags[token + 1].contains(.afterSpace)
            && (byte == UInt8(ascii: "-") || byte == UInt8(ascii: "'"))
    }

    private static func isOther(_ token: Int, _ tokens: Tokens) -> Bool {
        let hash = tokens.hashes[token]
        return BlockWords.agencies.contains(hash) || BlockWords.trades.contains(hash)
    }

    private static func isJoint(_ token: Int, _ tokens: Tokens, _ text: UTF8Text) -> Bool {
        let byte = text.bytes[Int(tokens.starts[token])]
        return tokens.hashes[token] == WordHash("and")
            || (tokens.kinds[token] != .word && (byte == UInt8(ascii: ",") || byte == UInt8(ascii: "&")))
    }
}
