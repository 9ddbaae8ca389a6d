/// Splits a text into tokens in one pass over its bytes.
///
/// The conventions are those of Universal Dependencies for English: clitics stand apart (`Putin`, `'s`; `do`, `n't`),
/// abbreviations and initials keep their dots (`U.S.`, `Mr.`), numbers keep their separators, addresses stay whole, and
/// compounds with a hyphen come apart (`U.S.`, `-`, `led`), so that names inside them can be found.
enum Tokenizer {
    /// The tokens of a text.
    ///
    /// - Parameters:
    ///   - text: Valid UTF-8.
    ///   - rules: The language's abbreviations and clitics.
    /// - Returns: The tokens, ascending and disjoint.
    /// - Complexity: O(bytes).
    static func tokens(in text: Span<UInt8>, rules: LanguageRules) -> Tokens {
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
            if isPlainWord(text, index) {
                end = wordEnd(in: text, from: index, rules, isBehindName: false)
                appendWord(index..<end, flags: before, in: text, rules, to: &tokens)
            } else if let address = Address.end(in: text, from: index, afterSpace: before.contains(.afterSpace)) {
                end = address
                append(index..<end, kind: .address, flags: before, in: text, to: &tokens)
            } else if before.contains(.afterSpace), let name = HostName.end(in: text, from: index) {
                // A word all the same: Amazon.com is a company.
                end = name
                append(index..<end, kind: .word, flags: before, in: text, to: &tokens)
            } else {
                switch kind {
                case .uppercase, .lowercase, .otherLetter:
                    // Asked only of what an `I` may be, and not by a closure, which would copy the rules for each word.
                    let isBehindName = value == 0x49 && isName(at: tokens.count - 1, tokens, rules)
                    end = wordEnd(in: text, from: index, rules, isBehindName: isBehindName)
                    appendWord(index..<end, flags: before, in: text, rules, to: &tokens)
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

    static func append(
        _ range: Range<Int>, kind: TokenKind, flags before: TokenFlags, in text: Span<UInt8>, to tokens: inout Tokens
    ) {
        var flags = before
        var hasUppercase = false
        var hasLowercase = false
        var index = range.lowerBound
        // Most words are small ASCII letters behind the first.
        while index < range.upperBound {
            if text[index].isASCIILowercase {
                hasLowercase = true
                index &+= 1
                continue
            }
            let (value, length) = Scalars.decode(text, at: index)
            switch Scalars.kind(value) {
            case .uppercase:
                if index == range.lowerBound { flags.insert(.capitalized) }
                if hasLowercase { flags.insert(.mixedCase) }
                hasUppercase = true
                flags.insert(.hasLetter)
            case .lowercase: hasLowercase = true
            case .otherLetter: flags.insert(.hasLetter)
            case .digit: flags.insert(.hasDigit)
            default: break
            }
            index += length
        }
        if hasLowercase { flags.insert(.hasLetter) }
        if hasUppercase && !hasLowercase { flags.insert(.allCapitals) }
        if kind == .word && text[range.upperBound - 1] == UInt8(ascii: ".") { flags.insert(.endsWithDot) }
        tokens.starts.append(Int32(range.lowerBound))
        tokens.ends.append(Int32(range.upperBound))
        tokens.kinds.append(kind)
        tokens.flags.append(flags)
        tokens.hashes.append(WordHash(folding: text, range))
    }
}
