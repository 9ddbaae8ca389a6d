import CArticleModel
import HTML
import Linguistics

/// Phrases of what stands around stories: invitations, credits, notices.
enum PhraseGroup: Int, CaseIterable, Sendable {
    case more, signup, share, comment, advert, consent, rights, credit, byline, time, tags, top, feedback, dated
    case promotion, contact, wall, pictured, credits, closing, release, invitation, origin, printed

    /// The groups that are features of the model, which is trained on them in this order; the others came later.
    static let ofModel = allCases.filter { $0.rawValue <= PhraseGroup.feedback.rawValue }

    private struct Phrase {
        var group: PhraseGroup
        var bytes: [UInt8]
        var isAtStart: Bool
        var isAtEnd: Bool
    }

    /// The phrases by the hash of their first word.
    private static let byFirstWord: [UInt64: [Phrase]] = {
        let names = Dictionary(uniqueKeysWithValues: allCases.map { ("\($0)", $0) })
        var phrases: [UInt64: [Phrase]] = [:]
        for line in DataLines.lines(of: copydesk_page_phrases) {
            guard let group = names[line.group] else { continue }
            var bytes = Array(line.text.utf8)
            let isAtStart = bytes.first == UInt8(ascii: "^")
            if isAtStart { bytes.removeFirst() }
            let isAtEnd = bytes.last == UInt8(ascii: "$")
            if isAtEnd { bytes.removeLast() }
            var hash = NameHash()
            for byte in bytes.prefix(while: { $0 != 0x20 }) { hash.add(byte) }
            phrases[hash.value, default: []].append(
                Phrase(group: group, bytes: bytes, isAtStart: isAtStart, isAtEnd: isAtEnd))
        }
        return phrases
    }()

    /// Which hashes of first words there are, by their last twelve bits: of a hundred words one needs a look-up.
    private static let known: [UInt64] = {
        var bits = [UInt64](repeating: 0, count: 64)
        for hash in byFirstWord.keys { bits[Int(hash >> 6 & 63)] |= 1 << (hash & 63) }
        return bits
    }()

    /// Finds the phrases in some words.
    ///
    /// - Parameter words: The words in lower case, with straight apostrophes, single spaces between them.
    /// - Returns: The phrases' groups as bits.
    static func groups(in words: [UInt8]) -> UInt32 {
        var groups: UInt32 = 0
        let known = known
        var start = 0
        while start < words.count {
            var hash = NameHash()
            var end = start
            while end < words.count, words[end] != 0x20 {
                hash.add(words[end])
                end += 1
                // `comments:` is `comments`, too.
                guard known[Int(hash.value >> 6 & 63)] & 1 << (hash.value & 63) != 0 else { continue }
                if let phrases = byFirstWord[hash.value] {
                    for phrase in phrases where matches(phrase, words, at: start) {
                        groups |= 1 << UInt32(phrase.group.rawValue)
                    }
                }
            }
            start = end + 1
        }
        return groups
    }

    private static func matches(_ phrase: Phrase, _ words: [UInt8], at start: Int) -> Bool {
        let end = start + phrase.bytes.count
        guard end <= words.count, !phrase.isAtStart || start == 0 else { return false }
        if phrase.isAtEnd, words.count - end > 1 { return false }
        for index in phrase.bytes.indices where words[start + index] != phrase.bytes[index] { return false }
        // The phrase ends with a word.
        guard end < words.count, let last = phrase.bytes.last else { return true }
        let next = words[end]
        let isWord = (next.isASCIILowercase) || next >= 0x80
        return !isWord || !(last.isASCIILowercase)
    }
}
