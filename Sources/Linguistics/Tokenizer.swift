/// Splits a text into tokens in one pass over its bytes.
///
/// The conventions are those of Universal Dependencies for English: clitics stand apart (`Putin`, `'s`; `do`, `n't`),
/// abbreviations and initials keep their dots (`U.S.`, `Mr.`), numbers keep their separators, addresses stay whole, and
/// compounds with a hyphen come apart (`U.S.`, `-`, `led`), so that names inside them can be found.
enum Tokenizer {
    /// The tokens of a text.
    ///
    /// - Parameter text: Valid UTF-8.
    /// - Returns: The tokens, ascending and disjoint.
    /// - Complexity: O(bytes).
    static func tokens(in text: Span<UInt8>) -> Tokens {
        var tokens = Tokens()
        let estimate = text.count / 5 + 8
        tokens.starts.reserveCapacity(estimate)
        tokens.ends.reserveCapacity(estimate)
        tokens.kinds.reserveCapacity(estimate)
        tokens.flags.reserveCapacity(estimate)
        tokens.hashes.reserveCapacity(estimate)

        var index = 0
        var before: TokenFlags = [.afterSpace, .startsLine]
        while index < text.count {
            let (value, length) = Scalars.decode(text, at: index)
            let kind = Scalars.kind(value)
            if kind == .whitespace || (kind == .mark && !before.isEmpty) {
                if value == 0x0A || value == 0x0D || value == 0x2028 || value == 0x2029 { before.insert(.startsLine) }
                before.insert(.afterSpace)
                index += length
                continue
            }
            let end: Int
            if let address = Address.end(in: text, from: index, afterSpace: before.contains(.afterSpace)) {
                end = address
                append(index..<end, kind: .address, flags: before, in: text, to: &tokens)
            } else if before.contains(.afterSpace), let name = HostName.end(in: text, from: index) {
                // A word all the same: Amazon.com is a company.
                end = name
                append(index..<end, kind: .word, flags: before, in: text, to: &tokens)
            } else {
                switch kind {
                case .uppercase, .lowercase, .otherLetter:
                    end = wordEnd(in: text, from: index)
                    appendWord(index..<end, flags: before, in: text, to: &tokens)
                case .digit:
                    end = numberEnd(in: text, from: index)
                    append(index..<end, kind: .number, flags: before, in: text, to: &tokens)
                case .punctuation, .symbol, .mark, .whitespace:
                    if let clitic = cliticEnd(in: text, from: index, afterSpace: before.contains(.afterSpace)) {
                        end = clitic
                        append(index..<end, kind: .word, flags: before.union(.clitic), in: text, to: &tokens)
                    } else {
                        end = runEnd(in: text, from: index, value: value, length: length)
                        append(
                            index..<end, kind: kind == .symbol ? .symbol : .punctuation, flags: before, in: text,
                            to: &tokens)
                    }
                }
            }
            before = []
            index = end
        }
        return tokens
    }

    // MARK: Words

    /// Where a word that begins at a letter ends.
    ///
    /// Dots stay inside between letters (`U.S`) and at the end of abbreviations, apostrophes between letters.
    private static func wordEnd(in text: Span<UInt8>, from start: Int) -> Int {
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
                guard index + 1 < text.count, text[index + 1].isASCIILetter, isInitials(text, start..<index) else {
                    break
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
        if hasInnerDot && isInitials(text, start..<index) && !isEllipsis { return index + 1 }
        let isInitial =
            isASCIIOnly && index - start == 1 && text[start].isASCIIUppercase && text[start] != UInt8(ascii: "I")
        if (isInitial || Abbreviations.keepsDot(text, start..<index)) && !isEllipsis { return index + 1 }
        return index
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
    private static func appendWord(
        _ range: Range<Int>, flags: TokenFlags, in text: Span<UInt8>, to tokens: inout Tokens
    ) {
        guard let split = cliticStart(in: text, range), split > range.lowerBound else {
            append(range, kind: .word, flags: flags, in: text, to: &tokens)
            return
        }
        append(range.lowerBound..<split, kind: .word, flags: flags, in: text, to: &tokens)
        append(split..<range.upperBound, kind: .word, flags: .clitic, in: text, to: &tokens)
    }

    /// Where a clitic starts at the end of a word: `'s 'd 'm 'll 're 've n't`.
    private static func cliticStart(in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var letters: [UInt8] = []
        var index = range.upperBound
        while index > range.lowerBound, letters.count <= 2 {
            let byte = text[index - 1]
            if byte.isASCIILetter {
                letters.append(byte | 0x20)
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
            switch letters {
            case [UInt8(ascii: "s")], [UInt8(ascii: "d")], [UInt8(ascii: "m")],
                [UInt8(ascii: "l"), UInt8(ascii: "l")], [UInt8(ascii: "e"), UInt8(ascii: "r")],
                [UInt8(ascii: "e"), UInt8(ascii: "v")]:
                return apostrophe
            case [UInt8(ascii: "t")]:
                let n = apostrophe - 1
                return n > range.lowerBound && text[n] | 0x20 == UInt8(ascii: "n") ? n : nil
            default: return nil
            }
        }
        return nil
    }

    /// Where a clitic ends that begins with an apostrophe and follows a token without space, as after `U.S.`.
    private static func cliticEnd(in text: Span<UInt8>, from start: Int, afterSpace: Bool) -> Int? {
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

    // MARK: Numbers and marks

    /// Where a number ends: digits with `.`, `,`, `:` or `/` between digits, then letters as in `20th` and `5km`.
    private static func numberEnd(in text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < text.count {
            let byte = text[index]
            if byte.isASCIIDigit || byte.isASCIILetter {
                index += 1
            } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":")
                || byte == UInt8(ascii: "/")
            {
                guard index + 1 < text.count, text[index + 1].isASCIIDigit, text[index - 1].isASCIIDigit else { break }
                index += 1
            } else if byte >= 0x80 {
                let (value, length) = Scalars.decode(text, at: index)
                guard Scalars.kind(value) == .digit || Scalars.kind(value) == .mark else { break }
                index += length
            } else {
                break
            }
        }
        return index
    }

    /// Where a mark's token ends: dots, dashes and the marks of rulers (`====`, `____`) run together, every other mark
    /// stands alone.
    private static func runEnd(in text: Span<UInt8>, from start: Int, value: UInt32, length: Int) -> Int {
        guard isRunTogether(in: text, from: start) else {
            var index = start + length
            while index < text.count, text[index] >= 0x80 {
                let (next, nextLength) = Scalars.decode(text, at: index)
                guard Scalars.kind(next) == .mark else { break }
                index += nextLength
            }
            return index
        }
        var index = start + 1
        while index < text.count, text[index] == text[start] { index += 1 }
        return index
    }

    private static func isRunTogether(in text: Span<UInt8>, from start: Int) -> Bool {
        let byte = text[start]
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "~"), UInt8(ascii: ">"),
            UInt8(ascii: "<"), UInt8(ascii: "$"):
            return true
        case UInt8(ascii: "*"), UInt8(ascii: "_"):
            // Two or three mark bold and italic words.
            return start + 3 < text.count && (1...3).allSatisfy { text[start + $0] == byte }
        default: return false
        }
    }

    // MARK: Output

    private static func append(
        _ range: Range<Int>, kind: TokenKind, flags before: TokenFlags, in text: Span<UInt8>, to tokens: inout Tokens
    ) {
        var flags = before
        var hasUppercase = false
        var hasLowercase = false
        var index = range.lowerBound
        while index < range.upperBound {
            let (value, length) = Scalars.decode(text, at: index)
            switch Scalars.kind(value) {
            case .uppercase:
                if index == range.lowerBound { flags.insert(.capitalized) }
                if hasLowercase { flags.insert(.mixedCase) }
                hasUppercase = true
                flags.insert(.hasLetter)
            case .lowercase:
                hasLowercase = true
                flags.insert(.hasLetter)
            case .otherLetter: flags.insert(.hasLetter)
            case .digit: flags.insert(.hasDigit)
            default: break
            }
            index += length
        }
        if hasUppercase && !hasLowercase { flags.insert(.allCapitals) }
        if kind == .word && text[range.upperBound - 1] == UInt8(ascii: ".") { flags.insert(.endsWithDot) }
        tokens.starts.append(Int32(range.lowerBound))
        tokens.ends.append(Int32(range.upperBound))
        tokens.kinds.append(kind)
        tokens.flags.append(flags)
        tokens.hashes.append(WordHash(folding: text, range))
    }
}

/// Names of hosts, files and news groups: `example.org`, `stocks.pdf`, `alt.animals.cat`.
private enum HostName {
    /// Where such a name that begins at `start` ends, if one does.
    static func end(in text: Span<UInt8>, from start: Int) -> Int? {
        guard text[start].isASCIILetter else { return nil }
        var index = start
        var lastDot = -1
        var dots = 0
        var isLowercase = true
        var shortest = Int.max
        while index < text.count, index - start < maximumLength {
            let byte = text[index]
            if byte == UInt8(ascii: ".") {
                guard index + 1 < text.count, text[index + 1].isASCIILetter || text[index + 1].isASCIIDigit else {
                    break
                }
                shortest = min(shortest, index - 1 - max(lastDot, start - 1))
                lastDot = index
                dots += 1
            } else if byte.isASCIIUppercase {
                isLowercase = false
            } else if !byte.isASCIILowercase && !byte.isASCIIDigit && byte != UInt8(ascii: "_")
                && byte != UInt8(ascii: "-")
            {
                break
            }
            index += 1
        }
        guard lastDot > start, index - lastDot > 1, index == text.count || text[index] < 0x80 else { return nil }
        let ending = lastDot + 1..<index
        if endings.contains(WordHash(folding: text, ending)) { return index }
        return dots > 1 && isLowercase && min(shortest, ending.count) > 1 ? index : nil
    }

    private static let maximumLength = 100
    private static let endings = Set(
        [
            "com", "net", "org", "edu", "gov", "mil", "info", "io", "uk", "de", "fr", "eu", "tv", "biz", "pdf", "doc",
            "docx", "xls", "xlsx", "ppt", "txt", "htm", "html", "jpg", "jpeg", "gif", "png", "zip", "exe", "mp3",
        ].map { WordHash(folding: $0) })
}

/// Web addresses, e-mail addresses, `@names` and `#tags`.
private enum Address {
    /// Where an address that begins at `start` ends, if one does.
    static func end(in text: Span<UInt8>, from start: Int, afterSpace: Bool) -> Int? {
        let byte = text[start]
        if byte == UInt8(ascii: "@") || byte == UInt8(ascii: "#") {
            var index = start + 1
            while index < text.count, isNameByte(text[index]) { index += 1 }
            return index > start + 1 && text[start + 1].isASCIILetter ? index : nil
        }
        guard byte.isASCIILetter else { return nil }
        if hasPrefix("http://", text, start) || hasPrefix("https://", text, start) || hasPrefix("www.", text, start) {
            var index = start
            while index < text.count, text[index] > 0x20, text[index] < 0x80, text[index] != UInt8(ascii: "\""),
                text[index] != UInt8(ascii: "<"), text[index] != UInt8(ascii: ">")
            { index += 1 }
            while index > start, isTrailing(text[index - 1]) { index -= 1 }
            return index
        }
        return afterSpace ? mailEnd(in: text, from: start) : nil
    }

    private static let maximumMailLength = 254  // RFC 5321, section 4.5.3.1.3

    private static func mailEnd(in text: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        var at = -1
        var lastDot = -1
        while index < text.count, index - start < maximumMailLength {
            let byte = text[index]
            if byte == UInt8(ascii: "@") {
                guard at < 0, index > start else { return nil }
                at = index
            } else if byte == UInt8(ascii: ".") {
                lastDot = index
            } else if !isNameByte(byte) && byte != UInt8(ascii: "-") && byte != UInt8(ascii: "+") {
                break
            }
            if at < 0 && index - start > 64 { return nil }
            index += 1
        }
        while index > start, isTrailing(text[index - 1]) { index -= 1 }
        return at > 0 && lastDot > at + 1 && index > at + 3 ? index : nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_")
    }

    private static func isTrailing(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"),
            UInt8(ascii: "?"), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "'"):
            true
        default: false
        }
    }

    private static func hasPrefix(_ prefix: StaticString, _ text: Span<UInt8>, _ start: Int) -> Bool {
        guard start + prefix.utf8CodeUnitCount <= text.count else { return false }
        return prefix.withUTF8Buffer { buffer in
            for offset in 0..<buffer.count where text[start + offset] | 0x20 != buffer[offset] | 0x20 { return false }
            return true
        }
    }
}
