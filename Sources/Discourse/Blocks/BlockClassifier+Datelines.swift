import English
import Linguistics

/// Where and when a story was written: lines of their own, and what stands before a paragraph's text.
extension BlockClassifier {
    private static let longestDateline = 18

    /// Whether a line gives a place in capitals, a date, or both, and nothing else.
    func isDateline(_ form: LineForm) -> Bool {
        guard form.size <= 12, form.size >= 1, form.end != .question, form.end != .colon, form.end != .comma else {
            return false
        }
        if isDate(form) { return true }
        if isCity(form), form.isShouted { return true }
        // KARLSTAD, SWEDEN; VELMORA, Oct 14 (Northline)
        let first = form.tokens.lowerBound
        guard form.end == .none || form.end == .dash, form.lowercase == 0, form.size <= 8, form.addresses == 0,
            tokens.flags[first].contains(.allCapitals), tokens.ends[first] - tokens.starts[first] > 2
        else { return false }
        var comma = first
        while comma < form.tokens.upperBound, tokens.kinds[comma] == .word { comma += 1 }
        guard comma < form.tokens.upperBound, byte(comma) == UInt8(ascii: ","), comma - first <= 3 else { return false }
        let rest = comma + 1..<form.tokens.upperBound
        guard !rest.isEmpty, rest.count <= 9 else { return false }
        let hasDate = rest.contains { BlockWords.months.contains(tokens.hashes[$0]) }
        return hasDate || (rest.count <= 3 && form.numbers == 0 && rest.allSatisfy { tokens.kinds[$0] == .word })
    }

    /// Whether a line names a town that needs no country, perhaps with an agency in brackets or a dash, and nothing else.
    func isCity(_ form: LineForm) -> Bool {
        guard form.firstWord == form.tokens.lowerBound, form.size <= 5, form.end == .none || form.end == .dash,
            let length = BlockWords.datelineCities.length(
                at: form.firstWord, before: form.tokens.upperBound, in: tokens)
        else { return false }
        var token = form.firstWord + length
        if token + 2 < form.tokens.upperBound, byte(token) == UInt8(ascii: "("),
            byte(token + 2) == UInt8(ascii: ")")
        {
            token += 3
        }
        if token < form.tokens.upperBound, scalarIsDash(token) { token += 1 }
        return token == form.tokens.upperBound
    }

    /// Whether a line holds a date, and perhaps an hour, and little else.
    private func isDate(_ form: LineForm) -> Bool {
        var hasMonth = false
        var hasWeekday = false
        for token in form.tokens {
            let hash = tokens.hashes[token]
            switch tokens.kinds[token] {
            case .punctuation, .number: continue
            case .word:
                if BlockWords.months.contains(hash) {
                    hasMonth = true
                } else if BlockWords.weekdays.contains(hash) {
                    hasWeekday = true
                } else if !BlockWords.dateWords.contains(hash) {
                    return false
                }
            case .address, .symbol: return false
            }
        }
        return (hasMonth && form.numbers > 0) || (hasWeekday && hasMonth) || (hasWeekday && form.numbers > 0)
    }

    /// The dateline with its dash that stands before a paragraph's text.
    ///
    /// *PIERRE, S.D. – With the river rising*; a mere word in capitals before a dash is one only where nothing says that
    /// lines are labelled so (`settleHead` drops those behind the first paragraph).
    func inlineDateline(_ form: LineForm) -> Range<Int>? {
        let run = form.tokens
        guard form.size >= 6, let dash = datelineDash(run) else { return nil }
        var end = dash + 1
        // LINDQVIST, Sweden – 3 June 2026 – Solvane Energy
        var token = end
        while token < min(run.upperBound, end + 8),
            tokens.kinds[token] != .punctuation || byte(token) == UInt8(ascii: ",")
        {
            guard tokens.kinds[token] == .number || tokens.kinds[token] == .punctuation || isDateWord(token) else {
                break
            }
            token += 1
        }
        if token > end, token < run.upperBound, scalarIsDash(token) { end = token + 1 }
        guard run.upperBound - end >= 4, opensSentence(end) else { return nil }
        return run.lowerBound..<end
    }

    /// Whether a dateline has more than a word before its dash: a comma, a bracket, a date.
    func isEvident(_ dateline: Range<Int>) -> Bool {
        dateline.contains {
            tokens.kinds[$0] == .punctuation
                && (byte($0) == UInt8(ascii: ",") || byte($0) == UInt8(ascii: "(")
                    || byte($0) == UInt8(ascii: "/"))
        }
    }

    private func isDateWord(_ token: Int) -> Bool {
        BlockWords.months.contains(tokens.hashes[token]) || BlockWords.weekdays.contains(tokens.hashes[token])
    }

    private func opensSentence(_ token: Int) -> Bool {
        var token = token
        while token + 1 < tokens.count, tokens.kinds[token] == .punctuation { token += 1 }
        return tokens.kinds[token] == .number || tokens.kinds[token] == .symbol
            || !tokens.flags[token].isDisjoint(with: [.capitalized, .mixedCase])
    }

    private func datelineDash(_ run: Range<Int>) -> Int? {
        let first = run.lowerBound
        let startsInBracket = byte(first) == UInt8(ascii: "(")
        guard startsInBracket || tokens.flags[first].contains(.capitalized) else { return nil }
        // A letter alone labels a question or an answer.
        guard startsInBracket || tokens.ends[first] - tokens.starts[first] > 1 else { return nil }
        let isShouted = tokens.flags[first].contains(.allCapitals)
        var hasComma = false
        var hasDate = false
        var agency: Int?
        var words = 0
        var token = first
        while token < min(run.upperBound, first + Self.longestDateline) {
            let flags = tokens.flags[token]
            switch tokens.kinds[token] {
            case .punctuation, .symbol:
                if scalarIsDash(token), token > first, flags.contains(.afterSpace) || agency == token {
                    // All in capitals, or with what only datelines have.
                    let isTitled = words <= 6 && ((agency == token && words > 0) || (hasComma && hasDate))
                    return isShouted || isTitled || (startsInBracket && words <= 4) ? token : nil
                }
                switch byte(token) {
                case UInt8(ascii: ","): hasComma = true
                case UInt8(ascii: "("), UInt8(ascii: "/"):
                    let close = byte(token) == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "/")
                    var end = token + 1
                    while end < min(run.upperBound, token + 6), byte(end) != close { end += 1 }
                    guard end < min(run.upperBound, token + 6), byte(end) == close else { return nil }
                    token = end
                    agency = end + 1
                case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "'"): break
                default: return nil
                }
            case .number: hasDate = true
            case .word:
                if isDateWord(token) { hasDate = true }
                words += 1
                guard
                    flags.contains(.capitalized) || flags.contains(.clitic)
                        || (isShouted
                            && (tokens.hashes[token] == WordHash("and") || tokens.hashes[token] == WordHash("of")))
                else { return nil }
            case .address: return nil
            }
            token += 1
        }
        return nil
    }
}
