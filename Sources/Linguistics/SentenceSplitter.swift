/// Splits paragraphs into sentences.
///
/// A sentence ends at `.`, `!`, `?`, an ellipsis, or where speech is cut off by a dash, with the closing marks and
/// brackets that follow, when what comes next can begin a sentence. Whether the dot of an abbreviation ends it too is
/// told by what stands on both sides (`SentenceSplitter+Abbreviations.swift`). The marker of a list's item stays with its
/// item (`ListMarker`). Emoticons and the numbers of notes in brackets stay with the sentence before them. In the text of
/// somebody who begins sentences with small letters the next one may too.
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
            guard let marker = ListMarker(at: paragraph.lowerBound, before: paragraph.upperBound, tokens, text) else {
                split(paragraph, from: paragraph.lowerBound, tokens, text, rules, into: &sentences)
                continue
            }
            // A list in one paragraph: each marker that counts on from the last begins an item.
            var first = paragraph.lowerBound
            var last = marker
            var index = marker.end
            while index < paragraph.upperBound {
                guard tokens.flags[index].contains(.afterSpace),
                    let next = ListMarker(at: index, before: paragraph.upperBound, tokens, text),
                    let following = next.following(last, tokens, text)
                else {
                    index += 1
                    continue
                }
                split(first..<index, from: last.end, tokens, text, rules, into: &sentences)
                first = index
                last = following
                index = following.end
            }
            split(first..<paragraph.upperBound, from: last.end, tokens, text, rules, into: &sentences)
        }
        return sentences
    }

    /// Appends the sentences of a run of tokens; none ends before `start`.
    private static func split(
        _ run: Range<Int>, from start: Int, _ tokens: Tokens, _ text: Span<UInt8>, _ rules: LanguageRules,
        into sentences: inout ContiguousArray<Range<Int>>
    ) {
        var first = run.lowerBound
        var index = start
        while index < run.upperBound {
            let (isEnd, next) = look(at: index, from: first, before: run.upperBound, tokens, text, rules)
            while next - first > maxTokens {
                sentences.append(first..<(first + maxTokens))
                first += maxTokens
            }
            if isEnd, next < run.upperBound {
                sentences.append(first..<next)
                first = next
            }
            index = next
        }
        if first < run.upperBound { sentences.append(first..<run.upperBound) }
    }

    /// Whether the sentence from `first` ends with `index` and the closing marks after it, and the token to look at next.
    private static func look(
        at index: Int, from first: Int, before limit: Int, _ tokens: Tokens, _ text: Span<UInt8>,
        _ rules: LanguageRules
    ) -> (isEnd: Bool, next: Int) {
        let start = Int(tokens.starts[index])
        let isAbbreviation = tokens.flags[index].contains(.endsWithDot)
        let byte = text[start]
        let length = Int(tokens.ends[index]) - start
        let isEllipsis = (byte == UInt8(ascii: ".") && length > 1) || isEllipsisMark(index, tokens, text)
        let isDash = isBreak(byte, length, start, text)
        guard
            isAbbreviation || isEllipsis || isDash || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!")
                || byte == UInt8(ascii: "?")
        else { return (isWideStop(start, text), index + 1) }
        if byte == UInt8(ascii: "."), length == 1, numbersWhatFollows(index, from: first, tokens, text) {
            return (false, index + 1)
        }

        var next = index + 1
        var isMarked = false
        while next < limit {
            if isClosing(next, tokens, text) {
                if !isTerminal(text[Int(tokens.starts[next])]), !isEllipsisMark(next, tokens, text) { isMarked = true }
                next += 1
            } else if let end = emoticonEnd(next, limit, tokens, text) ?? noteEnd(next, limit, tokens, text) {
                next = end
            } else if next == index + 1, byte == UInt8(ascii: "."), let end = numberEnd(next, limit, tokens) {
                next = end
            } else {
                break
            }
        }
        guard !isDash || (isMarked && tokens.isAttached(index + 1)) else { return (false, index + 1) }
        guard next < limit else { return (true, limit) }
        // All marks of a closing run have the same end, so none needs another look; an abbreviation before it may differ.
        let unended = (isEnd: false, next: isAbbreviation || isDash ? index + 1 : next)
        var begins = next
        while begins < limit, isOpening(begins, tokens, text) { begins += 1 }
        guard begins < limit else { return unended }
        guard tokens.flags[next].contains(.afterSpace) else {
            let isEnd =
                !isAbbreviation && !isEllipsis && !isDash
                && beginsWithoutSpace(begins, behind: index, isMarked: isMarked, tokens, text, rules)
            return isEnd ? (true, next) : unended
        }
        let flags = tokens.flags[begins]
        if isAbbreviation {
            return ends(withAbbreviation: index, from: first, before: begins, limit, tokens, text, rules)
                ? (true, next) : unended
        }
        if byte == UInt8(ascii: "."), flags.contains(.hasDigit), index > first,
            isNumberGoingOn(index - 1, from: first, tokens, text, rules)
        {
            return unended
        }
        if isMarked, begins > next, isReference(next, limit, tokens, text) { return unended }
        if isDash {
            return flags.contains(.capitalized) && !isCue(begins, limit, tokens, rules) ? (true, next) : unended
        }
        let isLowercase = flags.contains(.hasLetter) && !flags.contains(.capitalized) && tokens.kinds[begins] == .word
        if isLowercase && !flags.contains(.mixedCase) {
            // "Why?" he asked; Yahoo! said; Leave it! he cried; but: is it far? we can walk. i like it. it is old.
            guard !isMarked, !isEllipsis, begins == next else { return unended }
            let isCasual = !tokens.flags[first].contains(.capitalized) && tokens.flags[first].contains(.hasLetter)
            let isEnd: Bool
            switch byte {
            case UInt8(ascii: "."): isEnd = isCasual
            case UInt8(ascii: "!"):
                isEnd =
                    !tokens.flags[max(first, index - 1)].contains(.capitalized)
                    && (isCasual || !isCue(begins, limit, tokens, rules))
            default: isEnd = isCasual || !isCue(begins, limit, tokens, rules)
            }
            return isEnd ? (true, next) : unended
        }
        return (true, next)
    }

    /// Whether a dot belongs to a number that stands before an item: `2. Of the people`, `: 1. Close it`.
    private static func numbersWhatFollows(
        _ dot: Int, from first: Int, _ tokens: Tokens, _ text: Span<UInt8>
    ) -> Bool {
        let number = dot - 1
        guard number >= first, tokens.isAttached(dot), tokens.kinds[number] == .number else { return false }
        if number == first, tokens.flags[first].contains(.startsLine) { return true }
        guard tokens.ends[number] - tokens.starts[number] <= 2 else { return false }
        if number == first { return true }
        let before = text[Int(tokens.starts[number - 1])]
        return before == UInt8(ascii: ":") || before == UInt8(ascii: ";")
    }

    /// Whether the number behind a dot goes on from the token before it: `6 ft. 2 in.`, `N°. 12`.
    private static func isNumberGoingOn(
        _ before: Int, from first: Int, _ tokens: Tokens, _ text: Span<UInt8>, _ rules: LanguageRules
    ) -> Bool {
        if rules[tokens.hashes[before]].contains(.unit) { return before > first && tokens.kinds[before - 1] == .number }
        let start = Int(tokens.starts[before])
        return text[start] == 0xC2 && (text[start + 1] == 0xB0 || text[start + 1] == 0xBA)
    }

    /// Whether brackets that say where a quotation comes from begin at a token, the sentence's stop behind them.
    ///
    /// `“… no more.” (Holt 55).`
    private static func isReference(_ index: Int, _ limit: Int, _ tokens: Tokens, _ text: Span<UInt8>) -> Bool {
        guard text[Int(tokens.starts[index])] == UInt8(ascii: "(") else { return false }
        var end = index + 1
        while end < min(limit, index + 12), text[Int(tokens.starts[end])] != UInt8(ascii: ")") { end += 1 }
        return end + 1 < limit && tokens.isAttached(end + 1)
            && text[Int(tokens.starts[end + 1])] == UInt8(ascii: ".")
            && !isTerminal(text[Int(tokens.ends[end - 1]) - 1])
    }

    /// Whether a sentence begins at a token though no space stands behind the stop.
    ///
    /// `The mayor left.Nobody knew why.` Names with a dot inside (`Node.JS`, `System.out`) are none, so both sides must look like words of running text.
    private static func beginsWithoutSpace(
        _ begins: Int, behind stop: Int, isMarked: Bool, _ tokens: Tokens, _ text: Span<UInt8>, _ rules: LanguageRules
    ) -> Bool {
        let flags = tokens.flags[begins]
        let isOpener = rules[tokens.hashes[begins]].contains(.opener)
        guard tokens.kinds[begins] == .word, flags.contains(.capitalized), !flags.contains(.mixedCase),
            isOpener || !flags.contains(.allCapitals), stop > 0, tokens.isAttached(stop)
        else { return false }
        let end = Int(tokens.ends[begins])
        if end < text.count, !flags.contains(.endsWithDot) {
            switch text[end] {
            case UInt8(ascii: "("), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "="):
                return false
            case UInt8(ascii: "."):
                // One word between two dots without spaces: com.Example.Main
                if end + 1 < text.count, text[end + 1].isASCIILetter || text[end + 1].isASCIIDigit { return false }
            default: break
            }
        }
        let before = tokens.flags[stop - 1]
        if isMarked || before.contains(.hasDigit) { return true }
        guard tokens.kinds[stop - 1] == .word else { return tokens.kinds[stop - 1] == .punctuation }
        if stop > 1, tokens.isAttached(stop - 1), text[Int(tokens.starts[stop - 2])] == UInt8(ascii: ".") {
            return false
        }
        guard tokens.ends[stop - 1] - tokens.starts[stop - 1] > 1, !before.contains(.allCapitals) else { return false }
        return isOpener || !before.contains(.capitalized)
    }

    /// Whether words that tell who speaks begin at a token: `he said`, `asked the boy`, `Mara Holt said`.
    private static func isCue(_ index: Int, _ limit: Int, _ tokens: Tokens, _ rules: LanguageRules) -> Bool {
        let use = rules[tokens.hashes[index]]
        if use.contains(.speech) { return true }
        guard use.contains(.subject) || tokens.flags[index].contains(.capitalized) else { return false }
        for offset in 1...2 where index + offset < limit {
            if rules[tokens.hashes[index + offset]].contains(.speech) { return true }
        }
        return false
    }
}
