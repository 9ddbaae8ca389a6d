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
            // A list in one paragraph: each marker that counts on from the last begins an item.
            var first = paragraph.lowerBound
            var last = ListMarker(at: first, before: paragraph.upperBound, tokens, text)
            var index = last?.end ?? first + 1
            while index < paragraph.upperBound {
                guard let marker = item(at: index, behind: last, before: paragraph.upperBound, tokens, text) else {
                    index += 1
                    continue
                }
                split(first..<index, from: last?.end ?? first, tokens, text, rules, into: &sentences)
                first = index
                last = marker
                index = marker.end
            }
            split(first..<paragraph.upperBound, from: last?.end ?? first, tokens, text, rules, into: &sentences)
        }
        return sentences
    }

    /// The marker of an item that begins at a token behind another item, or behind a sentence as the first of a list.
    private static func item(
        at index: Int, behind last: ListMarker?, before limit: Int, _ tokens: Tokens, _ text: Span<UInt8>
    ) -> ListMarker? {
        guard tokens.flags[index].contains(.afterSpace) else { return nil }
        if let last {
            return ListMarker(at: index, before: limit, tokens, text)?.following(last, tokens, text)
        }
        guard isTerminal(text[Int(tokens.ends[index - 1]) - 1]) else { return nil }
        return ListMarker(opening: index, before: limit, tokens, text)
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
        var isEllipsis = Self.isEllipsis(index, tokens, text)
        let isDash = isBreak(byte, length, start, text)
        guard
            isAbbreviation || isEllipsis || isDash || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!")
                || byte == UInt8(ascii: "?")
        else { return (isWideStop(start, text), index + 1) }
        if byte == UInt8(ascii: "."), length == 1, numbersWhatFollows(index, from: first, tokens, text) {
            return (false, index + 1)
        }

        if isEllipsis, leadsIn(index, before: limit, tokens, text) {
            // "He paused ...No one spoke."
            let isEnd = index > first && isSmall(index + 1, limit, tokens, rules)
            return (isEnd, isEnd ? index : index + 1)
        }
        var next = index + 1
        var isMarked = false
        var dots = byte == UInt8(ascii: ".") && !isAbbreviation ? 1 : 0
        while next < limit {
            if isClosing(next, tokens, text) {
                let mark = text[Int(tokens.starts[next])]
                if Self.isEllipsis(next, tokens, text) {
                    if leadsIn(next, before: limit, tokens, text) { break }
                } else if mark == UInt8(ascii: ".") {
                    dots += 1
                } else if !isTerminal(mark) {
                    isMarked = true
                }
                next += 1
            } else if let end = emoticonEnd(next, limit, tokens, text) ?? noteEnd(next, limit, tokens, text) {
                next = end
            } else if next == index + 1, byte == UInt8(ascii: "."), let end = numberEnd(next, limit, tokens) {
                next = end
            } else {
                break
            }
        }
        guard !isDash || (isMarked && tokens.flags[index + 1].isAttached) else { return (false, index + 1) }
        guard next < limit else { return (true, limit) }
        // Three dots with spaces between them.
        if dots == 3, !isMarked { isEllipsis = true }
        // All marks of a closing run have the same end, so none needs another look; an abbreviation before it may differ.
        let unended = (isEnd: false, next: isAbbreviation || isDash ? index + 1 : next)
        var begins = next
        while begins < limit, isOpening(begins, tokens, text) { begins += 1 }
        guard begins < limit else { return unended }
        guard tokens.flags[next].contains(.afterSpace) else {
            let isEnd =
                !isAbbreviation && !isDash && (!isEllipsis || rules[tokens.hashes[begins]].contains(.opener))
                && beginsWithoutSpace(begins, behind: index, isMarked: isMarked, tokens, text, rules)
            return isEnd ? (true, next) : unended
        }
        let flags = tokens.flags[begins]
        if isEllipsis, !isMarked, flags.contains(.capitalized), begins == next {
            // "... No one spoke." and "what I want is … I never saw it": no sentence has ended.
            let isCutOff = index > first && rules[tokens.hashes[index - 1]].contains(.leadsOn)
            if index == first || (isCutOff && !isSmall(begins, limit, tokens, rules)) { return unended }
        }
        if dots == 4, !isMarked, begins == next, index > first, tokens.flags[index].isAttached,
            flags.contains(.capitalized), (1...3).allSatisfy({ tokens.flags[index + $0].contains(.afterSpace) })
        {
            // "It was rare. . . . The rest was lost.": what is left out stood behind the sentence.
            return (true, index + 1)
        }
        if isAbbreviation {
            if begins > next, isAside(next, limit, tokens, text) { return unended }
            return ends(withAbbreviation: index, from: first, before: begins, limit, tokens, text, rules)
                ? (true, next) : unended
        }
        if byte == UInt8(ascii: "."), flags.contains(.hasDigit), index > first,
            isNumberGoingOn(index - 1, from: first, tokens, text, rules)
        {
            return unended
        }
        if isMarked, begins > next, isReference(next, limit, tokens, text) { return unended }
        if isMarked, begins == next, byte != UInt8(ascii: "."), flags.contains(.capitalized),
            isNamedCue(begins, limit, tokens, rules)
        {
            return unended
        }
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
        guard number >= first, tokens.flags[dot].isAttached, tokens.kinds[number] == .number else { return false }
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
        return end + 1 < limit && tokens.flags[end + 1].isAttached
            && text[Int(tokens.starts[end + 1])] == UInt8(ascii: ".")
            && !isTerminal(text[Int(tokens.ends[end - 1]) - 1])
    }

    /// Whether a sentence begins at a token though no space stands behind the stop.
    ///
    /// `The mayor left.Nobody knew why.` Names with a dot inside (`Node.JS`, `System.out`) are none, so both sides must
    /// look like words of running text.
    private static func beginsWithoutSpace(
        _ begins: Int, behind stop: Int, isMarked: Bool, _ tokens: Tokens, _ text: Span<UInt8>, _ rules: LanguageRules
    ) -> Bool {
        let flags = tokens.flags[begins]
        let isOpener = !rules[tokens.hashes[begins]].isDisjoint(with: [.opener, .courtesy])
        guard tokens.kinds[begins] == .word, flags.contains(.capitalized), !flags.contains(.mixedCase),
            isOpener || !flags.contains(.allCapitals), stop > 0, tokens.flags[stop].isAttached
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
        if stop > 1, tokens.flags[stop - 1].isAttached, text[Int(tokens.starts[stop - 2])] == UInt8(ascii: ".") {
            return false
        }
        guard tokens.ends[stop - 1] - tokens.starts[stop - 1] > 1, !before.contains(.allCapitals) else { return false }
        return isOpener || !before.contains(.capitalized)
    }

    /// Whether a name with a verb of saying begins at a token, and nothing that the verb would tell follows.
    ///
    /// `“Did you?” Smith asked.`, but: `“Did you?” Smith said he had not.`
    private static func isNamedCue(_ index: Int, _ limit: Int, _ tokens: Tokens, _ rules: LanguageRules) -> Bool {
        var verb = index
        while verb < min(limit, index + 5), isName(verb, tokens, rules) { verb += 1 }
        guard verb > index, verb < limit, !tokens.flags[verb].contains(.capitalized) else { return false }
        let use = rules[tokens.hashes[verb]]
        guard use.contains(.speech) else { return false }
        guard verb + 1 < limit, !use.contains(.hearer) else { return true }
        let next = rules[tokens.hashes[verb + 1]]
        return tokens.kinds[verb + 1] != .word
            || (next.isDisjoint(with: [.subject, .opener]) || next.contains(.fronts))
    }

    private static func isName(_ index: Int, _ tokens: Tokens, _ rules: LanguageRules) -> Bool {
        tokens.kinds[index] == .word && tokens.flags[index].contains(.capitalized)
            && !rules[tokens.hashes[index]].contains(.opener)
    }

    /// Whether brackets with something other than a sentence in them begin at a token: `Hale Inc. (“Hale”) and`.
    private static func isAside(_ index: Int, _ limit: Int, _ tokens: Tokens, _ text: Span<UInt8>) -> Bool {
        guard text[Int(tokens.starts[index])] == UInt8(ascii: "(") else { return false }
        for end in index..<min(limit, index + 40) where text[Int(tokens.starts[end])] == UInt8(ascii: ")") {
            return !isTerminal(text[Int(tokens.ends[end - 1]) - 1])
        }
        return false
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
