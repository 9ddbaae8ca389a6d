import English
import Linguistics

/// How a line, or a paragraph of wrapped lines, is written.
struct LineForm {
    /// The mark that begins it.
    enum Marker: Equatable {
        case none, bullet, dash, number, quote, pipe
        case heading(level: Int)
    }

    /// The mark that ends it, closing marks and brackets aside.
    enum End {
        case none, stop, question, colon, comma, dash
    }

    let tokens: Range<Int>
    /// Whether a blank line, or the text's start, stands before it.
    var followsBlank = true
    var marker = Marker.none
    var end = End.none
    var words = 0
    /// Tokens of figures.
    var numbers = 0
    /// Words, of whatever kind, that begin with a capital.
    var capitalized = 0
    /// Words all in capitals, of two letters and more.
    var capitals = 0
    var lowercase = 0
    /// Words that tie others into sentences.
    var ties = 0
    /// Wide gaps between words: columns.
    var gaps = 0
    /// Upright strokes between words.
    var pipes = 0
    /// Full stops that end a sentence before the last token.
    var innerStops = 0
    /// Addresses of mail or web, names with `@`.
    var addresses = 0
    /// Whether brackets, or marks of emphasis, stand around the whole.
    var isWrapped = false
    /// The token of the first colon among the first dozen, where it is not the first.
    var colon: Int?
    /// The first word or figure; the run's end where there is none.
    var firstWord: Int

    /// Words and figures.
    var size: Int { words + numbers }
    /// Whether it is nothing but marks.
    var isRule: Bool { size == 0 && addresses == 0 }
    /// Whether most words are in capitals.
    var isShouted: Bool { capitals * 5 >= words * 4 && capitals > 0 }

    /// Reads a run of tokens.
    ///
    /// - Complexity: O(bytes).
    init(_ run: Range<Int>, of tokens: Tokens, in bytes: [UInt8]) {
        self.tokens = run
        firstWord = run.upperBound
        for token in run {
            let flags = tokens.flags[token]
            switch tokens.kinds[token] {
            case .word:
                if firstWord == run.upperBound { firstWord = token }
                guard !flags.contains(.clitic) else { break }
                words += 1
                if flags.contains(.capitalized) {
                    capitalized += 1
                    if flags.contains(.allCapitals), tokens.ends[token] - tokens.starts[token] > 1 { capitals += 1 }
                } else if !flags.contains(.mixedCase) {
                    lowercase += 1
                    if BlockWords.ties.contains(tokens.hashes[token]) { ties += 1 }
                }
            case .number:
                if firstWord == run.upperBound { firstWord = token }
                numbers += 1
            case .address: addresses += 1
            case .punctuation, .symbol:
                switch bytes[Int(tokens.starts[token])] {
                case UInt8(ascii: "|"): pipes += 1
                case UInt8(ascii: ":"):
                    if colon == nil, token > run.lowerBound, token < run.lowerBound + 12 { colon = token }
                case UInt8(ascii: "."):
                    let isLast = token + 2 >= run.upperBound
                    if !isLast, tokens.ends[token] - tokens.starts[token] == 1, flags.isAttached,
                        token > run.lowerBound, tokens.kinds[token - 1] == .word
                    {
                        innerStops += 1
                    }
                default: break
                }
            }
            if token > run.lowerBound, flags.contains(.afterSpace), isGap(before: token, tokens, bytes) { gaps += 1 }
        }
        guard !run.isEmpty else { return }
        readMarker(tokens, bytes)
        readEnd(tokens, bytes)
    }

    /// Whether a tab or several spaces, not those behind a full stop, part a token from the one before on its line.
    private func isGap(before token: Int, _ tokens: Tokens, _ bytes: [UInt8]) -> Bool {
        let gap = Int(tokens.ends[token - 1])..<Int(tokens.starts[token])
        guard !tokens.flags[token].contains(.startsLine) else { return false }
        if gap.count == 1 { return bytes[gap.lowerBound] == 0x09 }
        var width = 0
        for index in gap {
            switch bytes[index] {
            case 0x20: width += 1
            case 0x09: width += 4
            case 0xA0: width += 1  // the second byte of a no-break space
            default: break
            }
        }
        guard width > 1 else { return false }
        if width > 3 { return true }
        switch bytes[Int(tokens.ends[token - 1]) - 1] {
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "\""),
            UInt8(ascii: ")"), UInt8(ascii: "-"), UInt8(ascii: "*"), 0x80...0xFF:
            return false
        default: return width > 2 || tokens.kinds[token] == .number || tokens.kinds[token - 1] == .number
        }
    }

    private mutating func readMarker(_ tokens: Tokens, _ bytes: [UInt8]) {
        let first = tokens.starts[self.tokens.lowerBound]
        let isLone = self.tokens.count == 1
        let next = self.tokens.lowerBound + 1
        let isParted = !isLone && tokens.flags[next].contains(.afterSpace)
        switch bytes[Int(first)] {
        case UInt8(ascii: ">"): marker = .quote
        case UInt8(ascii: "|"): marker = .pipe
        case UInt8(ascii: "*"), UInt8(ascii: "+"): if isParted { marker = .bullet }
        case UInt8(ascii: "-"):
            if isParted, tokens.ends[self.tokens.lowerBound] - first == 1 { marker = .dash }
        case UInt8(ascii: "#"):
            var level = 1
            while level < self.tokens.count, bytes[Int(tokens.starts[next + level - 1])] == UInt8(ascii: "#"),
                !tokens.flags[next + level - 1].contains(.afterSpace)
            { level += 1 }
            let rest = self.tokens.lowerBound + level
            if level <= 6, rest < self.tokens.upperBound, tokens.flags[rest].contains(.afterSpace) {
                marker = .heading(level: level)
            }
        case 0xE2:
            switch Scalars.decode(bytes.span, at: Int(first)).value {
            case 0x2022, 0x2023, 0x25A0, 0x25AA, 0x25CF, 0x25E6, 0x2043, 0x25B6, 0x2605: marker = .bullet
            case 0x2013: if isParted { marker = .dash }
            default: break
            }
        case 0xC2: if Scalars.decode(bytes.span, at: Int(first)).value == 0xB7 { marker = .bullet }
        default: marker = numbering(tokens, bytes)
        }
    }

    /// `1.`, `(2)`, `b)` with space behind it.
    private func numbering(_ tokens: Tokens, _ bytes: [UInt8]) -> Marker {
        var token = self.tokens.lowerBound
        if bytes[Int(tokens.starts[token])] == UInt8(ascii: "(") { token += 1 }
        guard token + 2 < self.tokens.upperBound else { return .none }
        let length = tokens.ends[token] - tokens.starts[token]
        guard tokens.kinds[token] == .number ? length <= 3 : tokens.kinds[token] == .word && length == 1 else {
            return .none
        }
        let mark = bytes[Int(tokens.starts[token + 1])]
        guard mark == UInt8(ascii: ")") || (mark == UInt8(ascii: ".") && tokens.kinds[token] == .number),
            tokens.flags[token + 1].isAttached, tokens.flags[token + 2].contains(.afterSpace)
        else { return .none }
        return .number
    }

    private mutating func readEnd(_ tokens: Tokens, _ bytes: [UInt8]) {
        var last = self.tokens.upperBound - 1
        let (opening, closing) = (
            bytes[Int(tokens.starts[self.tokens.lowerBound])], bytes[Int(tokens.ends[last]) - 1]
        )
        if self.tokens.count > 2 {
            isWrapped =
                (opening == UInt8(ascii: "(") && closing == UInt8(ascii: ")"))
                || (opening == UInt8(ascii: "[") && closing == UInt8(ascii: "]"))
                || (opening == closing && (opening == UInt8(ascii: "*") || opening == UInt8(ascii: "_"))
                    && marker == .none)
        }
        while last > self.tokens.lowerBound, tokens.kinds[last] == .punctuation {
            switch Scalars.decode(bytes.span, at: Int(tokens.starts[last])).value {
            case 0x29, 0x5D, 0x22, 0x27, 0x2019, 0x201D, 0xBB, 0x2A, 0x5F: last -= 1
            case 0x2E, 0x2026: end = .stop
            case 0x3F, 0x21: end = .question
            case 0x3A: end = .colon
            case 0x2C, 0x3B: end = .comma
            case 0x2D, 0x2013, 0x2014: end = .dash
            case 0x3002: end = .stop
            default: return
            }
            guard end == .none else { return }
        }
    }
}
