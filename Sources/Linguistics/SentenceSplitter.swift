/// Splits paragraphs into sentences.
///
/// A sentence ends at `.`, `!`, `?` or an ellipsis, with the closing marks and brackets that follow, when what comes
/// next can begin a sentence; a dot that belongs to an abbreviation ends it only before a likely beginning.
///
/// A run of more than `maxTokens` without an end is cut: what looks at each word's sentence then stays linear.
enum SentenceSplitter {
    /// The longest sentence, in tokens.
    static let maxTokens = 1_000

    /// The sentences as runs of tokens.
    ///
    /// - Complexity: O(tokens).
    static func sentences(
        of tokens: Tokens, paragraphs: ContiguousArray<Range<Int>>, in text: Span<UInt8>
    ) -> ContiguousArray<Range<Int>> {
        var sentences: ContiguousArray<Range<Int>> = []
        for paragraph in paragraphs {
            var first = paragraph.lowerBound
            var index = first
            while index < paragraph.upperBound {
                let (isEnd, next) = look(at: index, before: paragraph.upperBound, tokens, text)
                while next - first > maxTokens {
                    sentences.append(first..<(first + maxTokens))
                    first += maxTokens
                }
                if isEnd, next < paragraph.upperBound {
                    sentences.append(first..<next)
                    first = next
                }
                index = next
            }
            if first < paragraph.upperBound { sentences.append(first..<paragraph.upperBound) }
        }
        return sentences
    }

    /// Whether a sentence ends with `index` and the closing marks after it, and the token to look at next.
    private static func look(
        at index: Int, before limit: Int, _ tokens: Tokens, _ text: Span<UInt8>
    ) -> (isEnd: Bool, next: Int) {
        let start = Int(tokens.starts[index])
        let isAbbreviation = tokens.flags[index].contains(.endsWithDot)
        let byte = text[start]
        let isEllipsis =
            (byte == UInt8(ascii: ".") && tokens.ends[index] - tokens.starts[index] > 1)
            || (byte == 0xE2 && start + 2 < text.count && text[start + 1] == 0x80 && text[start + 2] == 0xA6)
        guard
            isAbbreviation || isEllipsis || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!")
                || byte == UInt8(ascii: "?")
        else { return (false, index + 1) }
        if isAbbreviation && Abbreviations.neverEnds(tokens.hashes[index]) { return (false, index + 1) }

        var next = index + 1
        while next < limit, isClosing(next, tokens, text) { next += 1 }
        guard next < limit else { return (true, limit) }
        // All marks of a closing run have the same end, so none needs another look; an abbreviation before it may differ.
        let unended = (isEnd: false, next: isAbbreviation ? index + 1 : next)
        guard tokens.flags[next].contains(.afterSpace) else { return unended }
        var begins = next
        while begins < limit, isOpening(begins, tokens, text) { begins += 1 }
        guard begins < limit else { return unended }
        let flags = tokens.flags[begins]
        if isAbbreviation {
            // An initial or `U.S.` goes on into a name; a word that opens sentences does not.
            return flags.contains(.capitalized) && Openers.contains(tokens.hashes[begins]) ? (true, next) : unended
        }
        let isLowercase = flags.contains(.hasLetter) && !flags.contains(.capitalized) && tokens.kinds[begins] == .word
        if isLowercase && !flags.contains(.mixedCase) { return unended }
        return (true, next)
    }

    private static func isClosing(_ index: Int, _ tokens: Tokens, _ text: Span<UInt8>) -> Bool {
        let start = Int(tokens.starts[index])
        let isAttached = !tokens.flags[index].contains(.afterSpace)
        switch text[start] {
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "."): return true
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return isAttached
        case 0xE2: return start + 2 < text.count && text[start + 1] == 0x80 && [0x99, 0x9D].contains(text[start + 2])
        case 0xC2: return start + 1 < text.count && text[start + 1] == 0xBB
        default: return false
        }
    }

    private static func isOpening(_ index: Int, _ tokens: Tokens, _ text: Span<UInt8>) -> Bool {
        let start = Int(tokens.starts[index])
        switch text[start] {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "-"): return true
        case 0xE2: return tokens.kinds[index] == .punctuation
        case 0xC2: return start + 1 < text.count && text[start + 1] == 0xAB
        default: return false
        }
    }
}

/// Words that, capitalised after an abbreviation, begin a sentence rather than go on with a name.
private enum Openers {
    static func contains(_ hash: WordHash) -> Bool { words.contains(hash) }

    private static let words = Set(
        [
            "the", "a", "an", "this", "that", "these", "those", "it", "he", "she", "they", "we", "i", "you", "his",
            "her", "their", "its", "our", "my", "your", "in", "on", "at", "for", "from", "with", "by", "as", "but",
            "and", "or", "so", "if", "when", "while", "after", "before", "since", "because", "although", "though",
            "however", "there", "here", "what", "who", "how", "why", "where", "which", "some", "many", "most", "all",
            "no", "not", "one", "two", "last", "then", "now", "also", "even", "still", "yet", "to", "is", "was", "are",
            "were", "under", "over", "during", "according", "meanwhile", "both", "each", "other", "another", "such",
        ].map { WordHash(folding: $0) })
}
