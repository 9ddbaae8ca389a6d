import English
import Linguistics

/// Shops and firms that are called by their founder's name and an *'s*: `Hadley's`, which a recogniser takes now for the house,
/// now for the founder.
///
/// The document settles it: where the name never stands without its *'s*, and one mention is of the house for sure, all are.
struct HouseNames {
    let tokens: Tokens
    let text: UTF8Text

    private struct Mention {
        var name: Int
        var key: UInt64
        /// Whether the mark belongs to the name already.
        var isInside: Bool
        var isMarked: Bool
    }

    /// The names, with their mark where they are houses'.
    ///
    /// - Complexity: O(tokens of the names).
    func corrected(_ names: [Name]) -> [Name] {
        let mentions = names.indices.map { mention($0, names[$0]) }
        guard mentions.contains(where: \.isMarked) else { return names }
        var shown: [UInt64: Int] = [:]
        var plain: Set<UInt64> = []
        for mention in mentions {
            let name = names[mention.name]
            guard mention.isInside || mention.isMarked else {
                plain.insert(mention.key)
                // Ada Hadley's surname is hers.
                if name.type == .person, let last = name.tokens.last { plain.insert(key(last..<last + 1)) }
                continue
            }
            let isHouse = mention.isInside && name.type == .organization
            let acts = mention.isMarked && name.type != .location && isFollowedByVerb(name.tokens.upperBound)
            // A deed alone may be another's: *Anna's has not*.
            shown[mention.key, default: 0] += isHouse ? 2 : acts ? 1 : 0
            if name.type == .person, name.tokens.count > 1, let last = name.tokens.last {
                plain.insert(key(last..<last + 1))
            }
        }
        var counts: [UInt64: Int] = [:]
        for mention in mentions { counts[mention.key, default: 0] += 1 }
        var corrected = names
        for mention in mentions where mention.isMarked && !plain.contains(mention.key) {
            let evidence = shown[mention.key] ?? 0
            guard evidence >= 2 || evidence == 1 && counts[mention.key] ?? 0 >= 2 else { continue }
            let range = names[mention.name].tokens
            corrected[mention.name].tokens = range.lowerBound..<range.upperBound + 1
            corrected[mention.name].type = .organization
        }
        return corrected
    }

    private func mention(_ index: Int, _ name: Name) -> Mention {
        let range = name.tokens
        let isInside = range.count > 1 && isMark(range.upperBound - 1)
        let words = isInside ? range.lowerBound..<range.upperBound - 1 : range
        let isMarked = !isInside && isMark(range.upperBound)
        return Mention(name: index, key: key(words), isInside: isInside, isMarked: isMarked)
    }

    private func key(_ range: Range<Int>) -> UInt64 {
        WordKey.joined(range.map { WordKey.key($0, of: tokens, in: text) })
    }

    /// Whether a token is *'s*.
    private func isMark(_ token: Int) -> Bool {
        guard token < tokens.count, tokens.flags[token].contains(.clitic) else { return false }
        let bytes = text.bytes[tokens[token].indices]
        return bytes.last == UInt8(ascii: "s") && (bytes.count == 2 || bytes.count == 4)
    }

    /// Whether behind the mark stands an auxiliary that no possessive has before it, and a word for it to help.
    private func isFollowedByVerb(_ mark: Int) -> Bool {
        guard mark + 2 < tokens.count, tokens.kinds[mark + 2] == .word,
            tokens.flags[mark + 2].isDisjoint(with: [.startsSentence, .capitalized])
        else { return false }
        let hash = tokens.hashes[mark + 1]
        return Words.english.classes(of: hash).contains(.auxiliary) && !Self.nouns.contains(hash)
            && !Self.being.contains(hash)
    }

    /// Auxiliaries that are nouns, too: *Rome's might*.
    private static let nouns: WordSet = ["can", "may", "might", "must"]
    /// Forms that stand behind a possessive whose noun is left out: *Anna's was the better*.
    private static let being: WordSet = ["is", "was", "are", "were"]
}
