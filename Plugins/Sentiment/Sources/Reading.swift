import AnalyzerKit
import Discourse
import Linguistics

/// What the rules did to a cell's polarity.
struct Effects: OptionSet {
    let rawValue: UInt16

    static let negated = Effects(rawValue: 1 << 0)
    static let reversed = Effects(rawValue: 1 << 1)
    static let intensified = Effects(rawValue: 1 << 2)
    static let diminished = Effects(rawValue: 1 << 3)
    static let beforeContrast = Effects(rawValue: 1 << 4)
    static let afterContrast = Effects(rawValue: 1 << 5)
    static let conceded = Effects(rawValue: 1 << 6)
    static let modal = Effects(rawValue: 1 << 7)
    static let conditional = Effects(rawValue: 1 << 8)
    static let question = Effects(rawValue: 1 << 9)
    static let expression = Effects(rawValue: 1 << 10)
    static let quoted = Effects(rawValue: 1 << 11)
    static let clauseEnd = Effects(rawValue: 1 << 12)
    static let insideExpression = Effects(rawValue: 1 << 13)
}

/// A sentence as the models see it: one cell for each token, a name being one cell whatever its length.
///
/// Names are one and the same cell, and words that differ only in gender share one, so no score depends on who is
/// named. The arrays keep their memory from sentence to sentence.
struct Reading {
    /// The rows of the vocabulary.
    var rows: ContiguousArray<Int32> = []
    /// The first token of each cell.
    var tokens: ContiguousArray<Int32> = []
    /// The lexicon's polarity before the rules.
    var polarities: ContiguousArray<Float> = []
    /// The polarity after the rules.
    var effective: ContiguousArray<Float> = []
    /// What the rules did.
    var effects: ContiguousArray<Effects> = []
    /// Whether the sentence has a word.
    var hasWords = false
    /// Whether the sentence asks.
    var isQuestion = false
    /// Whether the sentence has a polar word or a verb with a frame.
    var hasCue = false
    /// The number of exclamation marks.
    var exclamations = 0
    /// The number of words in capitals among others that are not.
    var shouted = 0
    /// The number of negators.
    var negators = 0
    /// The token after the last.
    var endToken: Int32 = 0

    /// The number of cells.
    var count: Int { rows.count }

    /// The cells that overlap a run of tokens; empty outside the sentence.
    func cells(of run: Range<Int>) -> Range<Int> {
        var first = 0
        while first + 1 < count, Int(tokens[first + 1]) <= run.lowerBound { first += 1 }
        var last = first
        while last < count, Int(tokens[last]) < run.upperBound { last += 1 }
        return first..<max(last, min(first + 1, count))
    }

    /// The token after a cell's last.
    func endToken(of cell: Int) -> Int { Int(cell + 1 < count ? tokens[cell + 1] : endToken) }
}

/// Reads sentences.
struct Reader {
    let vocabulary: Vocabulary

    /// Reads the sentence, or part of one, that a run of tokens is.
    ///
    /// `names` are the runs of tokens that are names, ascending; `firstName` is the first that may overlap `run`, and is
    /// moved on to the first that may overlap the next sentence.
    ///
    /// - Complexity: O(tokens).
    func read(
        _ run: Range<Int>, of document: borrowing Document, names: borrowing ContiguousArray<Range<Int>>,
        firstName: inout Int, into reading: inout Reading
    ) {
        segment(
            run, of: document.tokens, text: document.text.bytes.span, names: names, firstName: &firstName,
            into: &reading)
        weigh(document, &reading)
    }

    /// Makes the cells.
    private func segment(
        _ run: Range<Int>, of tokens: borrowing Tokens, text: Span<UInt8>,
        names: borrowing ContiguousArray<Range<Int>>, firstName: inout Int, into reading: inout Reading
    ) {
        reading.rows.removeAll(keepingCapacity: true)
        reading.tokens.removeAll(keepingCapacity: true)
        reading.exclamations = 0
        reading.shouted = 0
        reading.isQuestion = false
        reading.endToken = Int32(run.upperBound)
        while firstName < names.count, names[firstName].upperBound <= run.lowerBound { firstName += 1 }
        var words = 0
        var capitalized = 0
        var capitals = 0
        for token in run where tokens.kinds[token] == .word && !tokens.flags[token].contains(.clitic) {
            words += 1
            if tokens.flags[token].contains(.capitalized) { capitalized += 1 }
            if tokens.flags[token].contains(.allCapitals), tokens.ends[token] - tokens.starts[token] > 1 {
                capitals += 1
            }
        }
        let isTitle = words >= 4 && capitalized * 10 > words * 6
        let isShouting = capitals * 2 > words
        reading.hasWords = words > 0
        var startsClause = true
        var lastWasName = false
        var token = run.lowerBound
        var nextName = firstName
        while token < run.upperBound {
            while nextName < names.count, names[nextName].upperBound <= token { nextName += 1 }
            let flags = tokens.flags[token]
            if nextName < names.count, names[nextName].lowerBound <= token {
                if !lastWasName { append(Row.name, token, &reading) }
                lastWasName = true
                startsClause = false
                token = min(names[nextName].upperBound, run.upperBound)
                continue
            }
            switch tokens.kinds[token] {
            case .word:
                let row = vocabulary.row(of: tokens.hashes[token])
                let isCommon = vocabulary.byte(row, .flags) & Vocabulary.Flag.common != 0
                var isName = false
                if flags.contains(.capitalized) || flags.contains(.mixedCase) {
                    let keepsCase = startsClause || isTitle || isShouting
                    let isLoud = flags.contains(.allCapitals) && isCommon && vocabulary.byte(row, .polarity) != 0
                    let isPronoun = tokens.ends[token] - tokens.starts[token] == 1
                    isName = !(isCommon && (keepsCase || isLoud || isPronoun)) && !flags.contains(.clitic)
                    if flags.contains(.allCapitals), !isName, !isShouting, !isPronoun { reading.shouted += 1 }
                }
                if isName {
                    if !lastWasName { append(Row.name, token, &reading) }
                } else {
                    append(row, token, &reading)
                }
                lastWasName = isName
                startsClause = false
            case .number:
                append(Row.number, token, &reading)
                lastWasName = false
                startsClause = false
            case .address:
                append(Row.link, token, &reading)
                lastWasName = false
                startsClause = false
            case .punctuation, .symbol:
                let byte = text[Int(tokens.starts[token])]
                if byte == UInt8(ascii: "!") { reading.exclamations += 1 }
                if byte == UInt8(ascii: "?") { reading.isQuestion = true }
                append(vocabulary.row(of: tokens.hashes[token]), token, &reading)
                lastWasName = false
                startsClause = byte != UInt8(ascii: ",") && byte != UInt8(ascii: "-") && byte != UInt8(ascii: "'")
            }
            token += 1
        }
    }

    @inline(__always)
    private func append(_ row: Int32, _ token: Int, _ reading: inout Reading) {
        reading.rows.append(row)
        reading.tokens.append(Int32(token))
    }
}
