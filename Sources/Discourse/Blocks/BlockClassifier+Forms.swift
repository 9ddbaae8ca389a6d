import English
import Linguistics

/// What a line's own words and marks say it is: field, greeting, note, caption, byline, signature.
extension BlockClassifier {
    /// Whether the line begins with a field's name and a colon.
    func startsWithField(_ form: LineForm) -> Bool {
        guard let length = fieldLength(form, BlockWords.fields) ?? fieldLength(form, BlockWords.looseFields) else {
            return false
        }
        return form.size - length < 40
    }

    private func fieldLength(_ form: LineForm, _ names: Phrases) -> Int? {
        let first = form.firstWord
        guard let length = names.length(at: first, before: form.tokens.upperBound, in: tokens) else { return nil }
        var colon = first + length
        // *From*: and **From:** of Markdown.
        while colon < form.tokens.upperBound, byte(colon) == UInt8(ascii: "*") { colon += 1 }
        guard colon < form.tokens.upperBound, byte(colon) == UInt8(ascii: ":") else { return nil }
        return length
    }

    /// Whether the line begins as any field of a mail does: `Thread-Topic:`, or, where `mayBeLone`, `Sensitivity:`.
    func hasFieldName(_ form: LineForm, mayBeLone: Bool) -> Bool {
        guard let colon = form.colon, form.firstWord == form.tokens.lowerBound, colon - form.firstWord <= 8,
            tokens.flags[form.firstWord].contains(.capitalized)
        else { return false }
        let name = form.firstWord..<colon
        return name.dropFirst().allSatisfy { tokens.flags[$0].isAttached } && (name.count > 1 || mayBeLone)
    }

    /// Whether space stands before the line's first token.
    func isIndented(_ form: LineForm) -> Bool {
        let start = Int(tokens.starts[form.tokens.lowerBound])
        return start > 0 && (bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09)
    }

    func isHeader(_ form: LineForm) -> Bool {
        if fieldLength(form, BlockWords.fields) != nil, form.size < 60 { return true }
        if form.addresses > 0, fieldLength(form, BlockWords.looseFields) != nil { return true }
        if form.size <= 12, form.end != .stop,
            BlockWords.banners.length(at: form.firstWord, before: form.tokens.upperBound, in: tokens)
                .map({ length in
                    form.isShouted || form.size == length
                        || (0..<length).allSatisfy { tokens.flags[form.firstWord + $0].contains(.allCapitals) }
                        || byte(after: form.firstWord + length - 1) == UInt8(ascii: ":")
                }) == true
        {
            return true
        }
        return isSlug(form)
    }

    /// `BC-HARBOR-STRIKE-1ST LD`: words welded by hyphens, most in capitals.
    private func isSlug(_ form: LineForm) -> Bool {
        guard form.size >= 3, form.size <= 14, form.lowercase == 0, form.end == .none else { return false }
        var welds = 0
        for token in form.tokens.dropFirst() where byte(token) == UInt8(ascii: "-") || byte(token) == UInt8(ascii: "/")
        {
            if tokens.flags[token].isAttached, token + 1 < form.tokens.upperBound, tokens.flags[token + 1].isAttached,
                tokens.kinds[token + 1] == .word || tokens.kinds[token - 1] == .word
            {
                welds += 1
            }
        }
        return welds >= 2 && form.capitalized == form.words && tokens.flags[form.firstWord].contains(.allCapitals)
    }

    /// Whether a mail's line says who wrote what follows: *On 3 Mar 2026, Ana Ruiz wrote:* and the like.
    func isWrote(_ form: LineForm) -> Bool {
        guard form.end == .colon, form.size <= 24, form.numbers > 0 else { return false }
        let last = form.tokens.upperBound - 2
        return last > form.tokens.lowerBound && tokens.hashes[last] == WordHash("wrote")
            && tokens.hashes[form.firstWord] == WordHash("on")
    }

    func isGreeting(_ form: LineForm) -> Bool {
        guard form.size <= 9, form.numbers == 0, form.innerStops == 0,
            let length = BlockWords.greetings.length(at: form.firstWord, before: form.tokens.upperBound, in: tokens)
        else { return false }
        switch form.end {
        case .comma, .colon, .dash: return true
        case .question: return form.size - length <= 3
        case .stop: return false
        case .none: return form.size == length || (form.size - length <= 2 && form.lowercase == 0 && length == 1)
        }
    }

    /// *Best regards,* or *Regards, Ana*.
    func isClosing(_ form: LineForm) -> Bool {
        guard form.size <= 9, form.numbers == 0,
            let length = BlockWords.closings.length(at: form.firstWord, before: form.tokens.upperBound, in: tokens)
        else { return false }
        let next = form.firstWord + length
        if form.size == length {
            return form.end == .comma || form.end == .question || (form.end == .none && length > 1)
        }
        return next < form.tokens.upperBound && byte(next) == UInt8(ascii: ",") && form.end != .stop
            && form.words - length == form.capitalized - 1
    }

    /// `-30-`, `###`, `ENDS`.
    func isEndMark(_ form: LineForm) -> Bool {
        guard form.size == 1, form.addresses == 0 else { return false }
        if form.numbers == 1, form.tokens.count == 3, byte(form.firstWord) == UInt8(ascii: "3") {
            return byte(form.tokens.lowerBound) == UInt8(ascii: "-")
        }
        return form.end != .question && form.end != .comma
            && (tokens.hashes[form.firstWord] == WordHash("ends")
                || (tokens.hashes[form.firstWord] == WordHash("end") && form.isShouted))
    }

    /// Whether a line ends with who said it.
    func isTold(_ form: LineForm) -> Bool {
        guard form.end == .stop else { return false }
        let range = tokens.range(form.tokens)
        return Attribution.ends(String(decoding: bytes[Int(range.lower)..<Int(range.upper)], as: UTF8.self))
    }

    func isNote(_ form: LineForm) -> Bool {
        let (first, limit) = (form.firstWord, form.tokens.upperBound)
        if first > form.tokens.lowerBound, byte(form.tokens.lowerBound) == 0xC2, scalar(form.tokens.lowerBound) == 0xA9
        {
            return true
        }
        if let length = BlockWords.notes.length(at: first, before: limit, in: tokens) {
            return tokens.flags[first].contains(.capitalized) || form.isWrapped || form.size == length
        }
        // Follow Jane Doe on …
        if form.size <= 16, first + 2 < limit, tokens.hashes[first] == WordHash("follow"),
            tokens.flags[first + 1].contains(.capitalized) || form.addresses > 0,
            form.tokens.contains(where: { tokens.hashes[$0] == WordHash("on") })
        {
            return true
        }
        guard let length = BlockWords.notesWithMark.length(at: first, before: limit, in: tokens) else { return false }
        guard first + length < limit else { return form.isShouted || form.isWrapped }
        switch byte(first + length) {
        case UInt8(ascii: ":"): return true
        case UInt8(ascii: "("): return form.isShouted == false && form.size < 60 && form.end != .none
        case UInt8(ascii: "-"), 0xE2: return scalarIsDash(first + length) && tokens.flags[first].contains(.allCapitals)
        default: return false
        }
    }

    func isCaption(_ form: LineForm) -> Bool {
        let (first, limit) = (form.firstWord, form.tokens.upperBound)
        if BlockWords.captions.length(at: first, before: limit, in: tokens) != nil, form.size <= 40 { return true }
        if let length = BlockWords.captionsWithColon.length(at: first, before: limit, in: tokens) {
            if first + length < limit, byte(first + length) == UInt8(ascii: ":"), form.size <= 60 { return true }
            // FILE – The bridge in 2019.
            if length <= 2, first + length < limit, scalarIsDash(first + length),
                tokens.flags[first].contains(.allCapitals)
            {
                return true
            }
            // PHOTO 12: The bridge in 2019. Figure 2. The bridge in 2019.
            if first + length + 1 < limit, hasDigit(first + length), form.size <= 60 {
                let mark = first + length + 1
                if byte(mark) == UInt8(ascii: ":") || scalarIsDash(mark)
                    || byte(mark) == UInt8(ascii: ".") && mark + 1 < limit
                {
                    return true
                }
            }
            // `Photo 3 of 12`
            if form.numbers > 0, form.size <= 5, form.end == .none, tokens.kinds[min(first + 1, limit - 1)] == .number {
                return true
            }
        }
        return endsWithCredit(form)
    }

    /// Whether a token is a number, or a number and a letter: *12A*.
    private func hasDigit(_ token: Int) -> Bool {
        tokens.kinds[token] == .number || bytes[Int(tokens.starts[token])].isASCIIDigit
    }

    /// Whether it ends as captions do: *(Jo Reed/The Courier)*, *Photograph: Jo Reed/AFP/Getty Images*.
    private func endsWithCredit(_ form: LineForm) -> Bool {
        guard form.size >= 4, form.size <= 70 else { return false }
        let last = form.tokens.upperBound - 1
        var start = last
        if byte(last) == UInt8(ascii: ")") || byte(last) == UInt8(ascii: "]") {
            while start > form.tokens.lowerBound, last - start < 14,
                byte(start) != UInt8(ascii: "("), byte(start) != UInt8(ascii: "[")
            { start -= 1 }
            guard byte(start) == UInt8(ascii: "(") || byte(start) == UInt8(ascii: "["), start > form.tokens.lowerBound
            else {
                return false
            }
        } else {
            start = max(form.tokens.lowerBound, last - 8)
        }
        var hasCredit = false
        var hasStroke = false
        for token in start...last {
            if BlockWords.creditWords.contains(tokens.hashes[token]), tokens.flags[token].contains(.capitalized) {
                hasCredit = true
            }
            if byte(token) == UInt8(ascii: "/"), tokens.kinds[token] != .word, tokens.flags[token].isAttached {
                hasStroke = true
            }
            if byte(token) == UInt8(ascii: ":"), hasCredit { hasStroke = true }
        }
        let isBracketed = byte(last) == UInt8(ascii: ")") || byte(last) == UInt8(ascii: "]")
        if isBracketed {
            return (hasCredit && last - start < 12 && (hasStroke || last - start < 7))
                || isCredit(start + 1..<last, hasStroke)
        }
        return hasCredit && hasStroke && form.end == .none
    }

    /// *Jo Reed/The Courier* in brackets: names on both sides of a stroke.
    private func isCredit(_ run: Range<Int>, _ hasStroke: Bool) -> Bool {
        hasStroke && run.count >= 4
            && run.allSatisfy { tokens.kinds[$0] == .punctuation || tokens.flags[$0].contains(.capitalized) }
    }

    func isByline(_ form: LineForm) -> Bool {
        let limit = form.tokens.upperBound
        guard form.size >= 2, form.size <= 22, form.end != .question, form.end != .colon, form.innerStops == 0 else {
            return false
        }
        if let length = BlockWords.bylines.length(at: form.firstWord, before: limit, in: tokens),
            tokens.flags[form.firstWord].contains(.capitalized)
        {
            var token = form.firstWord + length
            if token < limit, byte(token) == UInt8(ascii: ":") { token += 1 }
            if length > 2, token == limit { return true }
            return isNamed(token..<limit, isShouted: form.isShouted)
        }
        // Jane Doe, Staff Writer
        guard form.end != .stop, form.lowercase <= 3, form.size <= 14,
            tokens.flags[form.firstWord].contains(.capitalized), form.firstWord == form.tokens.lowerBound
        else { return false }
        var name = form.firstWord
        while name < limit, tokens.flags[name].contains(.capitalized) { name += 1 }
        guard (2...4).contains(name - form.firstWord), name < limit,
            [UInt8(ascii: ","), UInt8(ascii: "|")].contains(byte(name))
        else { return false }
        return (name..<limit).contains { BlockWords.trades.contains(tokens.hashes[$0]) }
    }

    /// Whether what follows *By* is who wrote: names of two words or more, an agency, or a trade.
    private func isNamed(_ run: Range<Int>, isShouted: Bool) -> Bool {
        var name = 0
        var longest = 0
        var others = 0
        var hasTrade = false
        for token in run {
            let flags = tokens.flags[token]
            if BlockWords.trades.contains(tokens.hashes[token]) || BlockWords.agencies.contains(tokens.hashes[token]) {
                hasTrade = true
            }
            if tokens.kinds[token] == .word, flags.contains(.capitalized),
                !BlockWords.ties.contains(tokens.hashes[token])
            {
                name += 1
                longest = max(longest, name)
            } else if tokens.kinds[token] == .punctuation,
                byte(token) == UInt8(ascii: "-") || byte(token) == UInt8(ascii: "'")
            {
                continue
            } else {
                if name == 0, longest == 0, tokens.kinds[token] != .punctuation { return false }
                name = 0
                if tokens.kinds[token] == .word, !flags.contains(.clitic),
                    !BlockWords.ties.contains(tokens.hashes[token]),
                    !BlockWords.trades.contains(tokens.hashes[token])
                {
                    others += 1
                }
            }
        }
        guard others <= 1 else { return false }
        return hasTrade || ((2...6).contains(longest) && (run.count <= 4 || others == 0))
    }

    /// Whether a dash and a name stand alone: *— Petra Rowan, who bakes*.
    func isSignature(_ form: LineForm) -> Bool {
        let first = form.tokens.lowerBound
        guard scalarIsDash(first), form.size >= 1, form.size <= 14, form.innerStops == 0, form.end == .none,
            byte(first) != UInt8(ascii: "-") || tokens.ends[first] - tokens.starts[first] > 1 || form.addresses > 0
        else { return false }
        if form.addresses > 0 { return true }
        guard form.firstWord < form.tokens.upperBound, tokens.flags[form.firstWord].contains(.capitalized) else {
            return false
        }
        return form.ties <= 2 && form.lowercase <= form.capitalized * 2
    }

    /// Whether a quotation and its speaker share the line: *“He has never lifted a sack.” ― Petra Rowan*.
    func isSigned(_ form: LineForm) -> Bool {
        let run = form.tokens
        let first = scalar(run.lowerBound)
        guard first == 0x201C || first == 0x22, form.end == .none, run.count > 5 else { return false }
        var token = run.upperBound - 1
        for _ in 0...6 where token > run.lowerBound {
            if scalarIsDash(token) {
                let mark = scalar(token - 1)
                return token < run.upperBound - 1 && (mark == 0x201D || mark == 0x22)
            }
            guard tokens.flags[token].contains(.capitalized) || tokens.kinds[token] == .punctuation else {
                return false
            }
            token -= 1
        }
        return false
    }
}
