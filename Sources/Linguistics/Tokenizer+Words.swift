/// Words: where they end, and the clitics that stand apart from them.
extension Tokenizer {
    /// Where a word that begins at a letter ends.
    ///
    /// Dots stay inside between letters (`U.S`) and at the end of abbreviations, apostrophes between letters.
    static func wordEnd(
        in text: Span<UInt8>, from start: Int, _ rules: LanguageRules, isBehindName: Bool
    ) -> Int {
        var index = start
        var hasInnerDot = false
        var isASCIIOnly = true
        while index < text.count {
            let byte = text[index]
            if byte.isASCIILetter || byte.isASCIIDigit {
                index += 1
                continue
            }
            if byte == UInt8(ascii: ".") {
                guard index + 1 < text.count, text[index + 1].isASCIILetter else { break }
                guard isInitials(text, start..<index) else {
                    // "Ph.D."
                    return abbreviationEnd(in: text, start, goingOn: index + 1, rules) ?? index
                }
                hasInnerDot = true
                index += 1
                continue
            }
            if byte == UInt8(ascii: "'") {
                guard index + 1 < text.count, isLetter(text, at: index + 1) else { break }
                index += 1
                continue
            }
            if byte == UInt8(ascii: "&") {
                // AT&T, R&D
                guard index + 1 < text.count, text[index + 1].isASCIIUppercase, text[index - 1].isASCIIUppercase,
                    index - start <= 3
                else { break }
                index += 1
                continue
            }
            guard byte >= 0x80 else { break }
            let (value, length) = Scalars.decode(text, at: index)
            if value == 0x2019 {
                guard index + 3 < text.count, isLetter(text, at: index + 3) else { break }
                index += 3
                continue
            }
            switch Scalars.kind(value) {
            case .uppercase, .lowercase, .otherLetter, .digit, .mark:
                isASCIIOnly = false
                index += length
                continue
            default: break
            }
            break
        }
        guard index < text.count, text[index] == UInt8(ascii: ".") else { return index }
        let isEllipsis =
            index + 2 < text.count && text[index + 1] == UInt8(ascii: ".") && text[index + 2] == UInt8(ascii: ".")
        if hasInnerDot && !isEllipsis && isInitials(text, start..<index) { return index + 1 }
        guard !isEllipsis else { return index }
        if index - start == 1, text[start].isASCIIUppercase {
            // "I." is somebody's initial only inside a name.
            if text[start] != UInt8(ascii: "I") { return isLastWord(text, start, rules) ? index : index + 1 }
            return goesOnWithName(text, from: index + 1, rules, isBehindName: isBehindName) ? index + 1 : index
        }
        if isASCIIOnly && keepsDot(text, start..<index + 1, rules) { return index + 1 }
        return index
    }

    /// Whether the dot behind a letter is its sentence's, not an initial's.
    ///
    /// It is in *wrote on ‹X›* at the end of a line, or before a word that begins sentences, behind a word in small letters.
    private static func isLastWord(_ text: Span<UInt8>, _ letter: Int, _ rules: LanguageRules) -> Bool {
        guard letter > 1, text[letter - 1] == UInt8(ascii: " ") else { return false }
        var before = letter - 2
        while before > 0, text[before].isASCIILetter, text[before - 1].isASCIILetter { before -= 1 }
        guard text[before].isASCIILetter, !text[before].isASCIIUppercase else { return false }
        var index = letter + 2
        while index < text.count, text[index] == UInt8(ascii: " ") { index += 1 }
        guard index < text.count, text[index] != UInt8(ascii: "\n") else { return true }
        guard index > letter + 2, text[index].isASCIIUppercase else { return false }
        var end = index
        while end < text.count, text[end].isASCIILetter { end += 1 }
        return end > index + 1 && rules[WordHash(folding: text, index..<end)].contains(.opener)
    }

    /// Where a known abbreviation with a dot inside ends that has more than a letter before it.
    private static func abbreviationEnd(
        in text: Span<UInt8>, _ start: Int, goingOn index: Int, _ rules: LanguageRules
    ) -> Int? {
        var end = index
        while end < text.count, text[end].isASCIILetter, end - start < rules.longestAbbreviation { end += 1 }
        guard end < text.count, text[end] == UInt8(ascii: "."), keepsDot(text, start..<end + 1, rules) else {
            return nil
        }
        return end + 1
    }

    /// Whether a word of ASCII letters begins here, and what stands behind them belongs to no address and no host's name: so
    /// most do, and neither need be looked for.
    static func isPlainWord(_ text: Span<UInt8>, _ start: Int) -> Bool {
        var index = start
        while index < text.count, text[index].isASCIILetter { index &+= 1 }
        guard index > start else { return false }
        guard index < text.count else { return true }
        switch text[index] {
        case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "+"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return false
        default: return true
        }
    }

    /// Whether a run is single letters with dots between them (`U.S`, `a.m`).
    private static func isInitials(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count & 1 == 1 else { return false }
        var expectsLetter = true
        for index in range {
            if expectsLetter ? !text[index].isASCIILetter : text[index] != UInt8(ascii: ".") { return false }
            expectsLetter.toggle()
        }
        return true
    }

    private static func isLetter(_ text: Span<UInt8>, at index: Int) -> Bool {
        switch Scalars.kind(Scalars.decode(text, at: index).value) {
        case .uppercase, .lowercase, .otherLetter: true
        default: false
        }
    }

    /// Appends a word, its clitics split off.
    static func appendWord(
        _ range: Range<Int>, flags: TokenFlags, in text: Span<UInt8>, _ rules: LanguageRules, to tokens: inout Tokens
    ) {
        guard let split = cliticStart(in: text, range, rules), split > range.lowerBound else {
            append(range, kind: .word, flags: flags, in: text, to: &tokens)
            return
        }
        append(range.lowerBound..<split, kind: .word, flags: flags, in: text, to: &tokens)
        append(split..<range.upperBound, kind: .word, flags: .clitic, in: text, to: &tokens)
    }

    /// Whether the token at an index, the last so far, may stand before an initial: a name or another initial.
    static func isName(at index: Int, _ tokens: Tokens, _ rules: LanguageRules) -> Bool {
        index >= 0 && tokens.kinds[index] == .word && tokens.flags[index].contains(.capitalized)
            && !rules[tokens.hashes[index]].contains(.opener)
    }

    /// Whether a space and an initial follow, or, behind a name, a word that may belong to it: capitalised, and not what
    /// begins a sentence.
    private static func goesOnWithName(
        _ text: Span<UInt8>, from space: Int, _ rules: LanguageRules, isBehindName: Bool
    ) -> Bool {
        let start = space + 1
        guard start < text.count, text[space] == UInt8(ascii: " "), text[start].isASCIIUppercase else { return false }
        var end = start
        while end < text.count, text[end].isASCIILetter { end += 1 }
        if end == start + 1, end < text.count, text[end] == UInt8(ascii: ".") { return true }
        guard isBehindName else { return false }
        let word = WordHash(folding: text, start..<end)
        return !rules[word].contains(.opener) && !rules.isUsuallySmall(word)
    }

    /// Whether a word that ends with a dot is an abbreviation.
    private static func keepsDot(_ text: Span<UInt8>, _ word: Range<Int>, _ rules: LanguageRules) -> Bool {
        guard word.count <= rules.longestAbbreviation else { return false }
        let use = rules[WordHash(folding: text, word)]
        if use.contains(.number) { return isFollowedByNumber(text, word.upperBound) }
        guard !use.isDisjoint(with: LanguageRules.Use.abbreviation),
            text[word.lowerBound].isASCIIUppercase || use.contains(.anyCase)
        else { return false }
        // VA is a code and no `Va.`, whose dot would be its own.
        let isCode = use.contains(.place) && word.count == 3 && text[word.lowerBound + 1].isASCIIUppercase
        return !isCode || !isFollowedByCapital(text, word.upperBound)
    }

    /// Whether the text ends or a line does, or a word with a capital follows.
    private static func isFollowedByCapital(_ text: Span<UInt8>, _ start: Int) -> Bool {
        var index = start
        while index < text.count, text[index] == UInt8(ascii: " ") { index += 1 }
        return index == text.count || text[index].isASCIIUppercase || text[index] == UInt8(ascii: "\n")
    }

    /// Whether at most one space and then a number follow, in digits or as a Roman numeral of two letters or more.
    private static func isFollowedByNumber(_ text: Span<UInt8>, _ start: Int) -> Bool {
        var index = start
        while index < text.count, index - start < 2,
            text[index] == UInt8(ascii: " ") || text[index] == 0xC2 || text[index] == 0xA0
        {
            index += 1
        }
        guard index > start, index < text.count else { return false }
        if text[index].isASCIIDigit { return true }
        let numeral = index
        while index < text.count, [UInt8(ascii: "I"), UInt8(ascii: "V"), UInt8(ascii: "X")].contains(text[index]) {
            index += 1
        }
        return index > numeral + 1 && (index == text.count || !isWordByte(text[index]))
    }

    /// Where a clitic starts at the end of a word: `'s 'd 'm 'll 're 've n't` in English.
    private static func cliticStart(in text: Span<UInt8>, _ range: Range<Int>, _ rules: LanguageRules) -> Int? {
        var letters: UInt32 = 0
        var shift: UInt32 = 0
        var index = range.upperBound
        while index > range.lowerBound, shift <= 16 {
            let byte = text[index - 1]
            if byte.isASCIILetter {
                letters |= UInt32(byte | 0x20) << shift
                shift += 8
                index -= 1
                continue
            }
            let apostrophe: Int
            if byte == UInt8(ascii: "'") {
                apostrophe = index - 1
            } else if byte == 0x99, index - 3 >= range.lowerBound, text[index - 2] == 0x80, text[index - 3] == 0xE2 {
                apostrophe = index - 3
            } else {
                return nil
            }
            for clitic in rules.clitics where clitic.letters == letters {
                guard clitic.before > 0 else { return apostrophe }
                let letter = apostrophe - 1
                return letter > range.lowerBound && text[letter] | 0x20 == clitic.before ? letter : nil
            }
            return nil
        }
        return nil
    }

    /// Where a clitic ends that begins with an apostrophe and follows a token without space, as after `U.S.`.
    static func cliticEnd(in text: Span<UInt8>, from start: Int, afterSpace: Bool) -> Int? {
        guard !afterSpace else { return nil }
        let length: Int
        if text[start] == UInt8(ascii: "'") {
            length = 1
        } else if start + 2 < text.count, text[start] == 0xE2, text[start + 1] == 0x80, text[start + 2] == 0x99 {
            length = 3
        } else {
            return nil
        }
        let letter = start + length
        guard letter < text.count, text[letter] | 0x20 == UInt8(ascii: "s") else { return nil }
        if letter + 1 < text.count, isWordByte(text[letter + 1]) { return nil }
        return letter + 1
    }

    private static func isWordByte(_ byte: UInt8) -> Bool { byte.isASCIILetter || byte.isASCIIDigit }
}
