/// Splits paragraphs into sentences.
///
/// A sentence ends at `.`, `!`, `?` or an ellipsis, with the closing marks and brackets that follow, when what comes
/// next can begin a sentence; a dot that belongs to an abbreviation ends it only before a likely beginning.
/// Emoticons and the numbers of notes in brackets stay with the sentence before them. In the text of somebody who begins
/// sentences with small letters the next one may too.
///
/// A run of more than `maxTokens` without an end is cut: what looks at each word's sentence then stays linear.
enum SentenceSplitter {
    /// The longest sentence, in tokens.
    static let maxTokens = 1_000

    /// The sentences as runs of tokens.
    ///
    /// - Complexity: O(tokens).
    static func sentences(
        of tokens: Tokens, paragraphs: ContiguousArray<Range<Int>>, in text: Span<UInt8>, rules: LanguageRules
    ) -> ContiguousArray<Range<Int>> {
        var sentences: ContiguousArray<Range<Int>> = []
        for paragraph in paragraphs {
            var first = paragraph.lowerBound
            var index = first
            while index < paragraph.upperBound {
                let (isEnd, next) = look(at: index, from: first, before: paragraph.upperBound, tokens, text, rules)
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

    /// Whether the sentence from `first` ends with `index` and the closing marks after it, and the token to look at next.
    private static func look(
        at index: Int, from first: Int, before limit: Int, _ tokens: Tokens, _ text: Span<UInt8>,
        _ rules: LanguageRules
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
        if isAbbreviation, !rules[tokens.hashes[index]].isDisjoint(with: LanguageRules.Use.goesOn) {
            return (false, index + 1)
        }
        // "2." at the start of a paragraph numbers what follows.
        if byte == UInt8(ascii: "."), index == first + 1, tokens.kinds[first] == .number,
            tokens.flags[first].contains(.startsLine)
        {
            return (false, index + 1)
        }

        var next = index + 1
        var isMarked = false
        while next < limit {
            if isClosing(next, tokens, text) {
                if !isTerminal(text[Int(tokens.starts[next])]) { isMarked = true }
                next += 1
            } else if let end = emoticonEnd(next, limit, tokens, text) ?? noteEnd(next, limit, tokens, text) {
                next = end
            } else {
                break
            }
        }
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
            return flags.contains(.capitalized) && rules[tokens.hashes[begins]].contains(.opener) ? (true, next) : unended
        }
        let isLowercase = flags.contains(.hasLetter) && !flags.contains(.capitalized) && tokens.kinds[begins] == .word
        if isLowercase && !flags.contains(.mixedCase) {
            // "Why?" he asked; Yahoo! said; but: is it far? we can walk. i like it. it is old.
            guard !isMarked, !isEllipsis, begins == next else { return unended }
            let isCasual = !tokens.flags[first].contains(.capitalized) && tokens.flags[first].contains(.hasLetter)
            let isEnd: Bool
            switch byte {
            case UInt8(ascii: "."): isEnd = isCasual
            case UInt8(ascii: "!"): isEnd = !tokens.flags[max(first, index - 1)].contains(.capitalized)
            default: isEnd = true
            }
            return isEnd ? (true, next) : unended
        }
        return (true, next)
    }

    private static func isTerminal(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
    }

    /// Where an emoticon such as `:-)` that begins at a token ends.
    private static func emoticonEnd(
        _ index: Int, _ limit: Int, _ tokens: Tokens, _ text: Span<UInt8>
    ) -> Int? {
        let eyes = text[Int(tokens.starts[index])]
        guard eyes == UInt8(ascii: ":") || eyes == UInt8(ascii: ";") || eyes == UInt8(ascii: "=") else { return nil }
        var mouth = index + 1
        if mouth < limit, text[Int(tokens.starts[mouth])] == UInt8(ascii: "-"), tokens.isAttached(mouth) { mouth += 1 }
        guard mouth < limit, tokens.isAttached(mouth), tokens.ends[mouth] - tokens.starts[mouth] == 1 else {
            return nil
        }
        switch text[Int(tokens.starts[mouth])] {
        case UInt8(ascii: ")"), UInt8(ascii: "("), UInt8(ascii: "D"), UInt8(ascii: "P"), UInt8(ascii: "]"): break
        default: return nil
        }
        var end = mouth + 1
        while end < limit, tokens.isAttached(end), text[Int(tokens.starts[end])] == text[Int(tokens.starts[mouth])] {
            end += 1
        }
        return end
    }

    /// Where the number of a note, `[6]` or `[1-3, 7]`, that begins at a token ends.
    private static func noteEnd(_ index: Int, _ limit: Int, _ tokens: Tokens, _ text: Span<UInt8>) -> Int? {
        guard text[Int(tokens.starts[index])] == UInt8(ascii: "[") else { return nil }
        var end = index + 1
        while end < min(limit, index + 12), tokens.kinds[end] == .number || tokens.kinds[end] == .punctuation {
            if text[Int(tokens.starts[end])] == UInt8(ascii: "]") { return end > index + 1 ? end + 1 : nil }
            end += 1
        }
        return nil
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

extension Tokens {
    /// Whether no white space stands before a token.
    fileprivate func isAttached(_ index: Int) -> Bool { !flags[index].contains(.afterSpace) }
}
