import Linguistics

/// What the gazetteer says of each token, alone and as part of a name of several words.
struct NameHints {
    /// Of towns, countries, given names, titles.
    private(set) var flags: ContiguousArray<Lexicon.Flags>
    /// Of names that readers of news know: four bits for what the word is alone (organisation, other, place, surname), then
    /// 0 or, within the longest known name of several words, 1 + 2 × its kind + whether it goes on from the word before.
    private(set) var known: ContiguousArray<UInt8>

    /// - Complexity: O(tokens).
    init(of structure: LinguisticStructure, casings: [Features.Casing], lexicon: Lexicon) {
        let tokens = structure.tokens
        // Locals: each change of a property asks whether anybody else has its array.
        var flags = ContiguousArray(repeating: Lexicon.Flags(), count: tokens.count)
        var known = ContiguousArray<UInt8>(repeating: 0, count: tokens.count)
        var knownUntil = 0
        for index in 0..<tokens.count where tokens.flags[index].contains(.hasLetter) {
            let alone = lexicon.flags(tokens.hashes[index])
            flags[index].formUnion(alone)
            guard !alone.isEmpty else { continue }
            // Many names are common words too (Time, Gap, Word): in small letters they count only where all letters are small.
            let isWritten =
                !tokens.flags[index].isDisjoint(with: [.capitalized, .mixedCase])
                || casings[Int(structure.sentenceOfToken[index])] == .noCapitals
            if isWritten { known[index] |= UInt8(truncatingIfNeeded: alone.rawValue >> 11 & 15) }
            guard alone.contains(.startsName) else { continue }
            var phrase = tokens.hashes[index]
            var longest: (end: Int, kind: UInt8)?
            for end in index + 1..<max(index + 1, min(index + Lexicon.Flags.longestName, tokens.count)) {
                if tokens.flags[end].contains(.startsSentence) { break }
                phrase = Lexicon.phrase(phrase, tokens.hashes[end])
                let found = lexicon.flags(phrase)
                if found.isEmpty { continue }
                let places = found.intersection(.places)
                if !places.isEmpty {
                    for member in index...end { flags[member].formUnion(places.union(.inPlaceName)) }
                }
                let kinds = found.rawValue >> 11 & 15
                if kinds != 0 { longest = (end + 1, UInt8(kinds.trailingZeroBitCount)) }
            }
            guard let longest, isWritten, index >= knownUntil else { continue }
            for member in index..<longest.end {
                known[member] |= (1 + 2 * longest.kind + (member > index ? 1 : 0)) << 4
            }
            knownUntil = longest.end
        }
        (self.flags, self.known) = (flags, known)
    }
}
