import English
import HTML
import Linguistics

/// How a block's words are written, counted in one pass.
struct BlockForm: Sendable {
    /// What ends a block.
    enum End: Sendable { case stop, colon, other }

    var bytes = 0
    var words = 0
    var capitalized = 0
    /// Words of at most three letters in lower case, as the little words of European languages are.
    var short = 0
    var digits = 0
    var letters = 0
    var upperLetters = 0
    var commas = 0
    /// Full stops, question and exclamation marks.
    var stops = 0
    var end = End.other
    var startsLower = false
    /// Bars, middle dots, arrows and guillemets between spaces, as in rows of links.
    var separators = 0
    /// The groups of the phrases in it, as bits.
    var phrases: UInt32 = 0
    /// A hash of its letters and digits.
    var hash: UInt64 = 0

    /// Beyond so many bytes only the beginning is searched for phrases.
    private static let longestSearched = 600

    init(_ words: ArraySlice<UInt8>) {
        var room: [UInt8] = []
        self.init(words, room: &room)
    }

    /// Looks at some words.
    ///
    /// - Parameters:
    ///   - words: The words.
    ///   - lower: Room to write in, which whoever looks at many blocks keeps for all.
    init(_ words: ArraySlice<UInt8>, room lower: inout [UInt8]) {
        bytes = words.count
        lower.removeAll(keepingCapacity: true)
        var name = NameHash()
        var length = 0
        var isLower = true
        var isFirst = true
        var wide = 0
        func endWord() {
            guard length > 0 else { return }
            self.words += 1
            if length <= 3, isLower { short += 1 }
            length = 0
        }
        var index = words.startIndex
        while index < words.endIndex {
            let byte = words[index]
            index += 1
            if byte < 0x80 {
                let folded = byte.asciiLowercased
                let isLetter = folded.isASCIILowercase
                let isDigit = byte.isASCIIDigit
                if lower.count < Self.longestSearched {
                    if !byte.isHTMLSpace {
                        lower.append(folded)
                    } else if lower.last != 0x20 {
                        lower.append(0x20)
                    }
                }
                if isLetter || isDigit {
                    if length == 0 {
                        isLower = isLetter && folded == byte
                        if isLetter, folded != byte { capitalized += 1 }
                        if isFirst, isLetter { startsLower = isLower }
                    } else if folded != byte {
                        isLower = false
                    }
                    isFirst = false
                    length += 1
                    name.add(folded)
                    if isDigit { digits += 1 } else { letters += 1 }
                    if isLetter, folded != byte { upperLetters += 1 }
                    continue
                }
                switch byte {
                case UInt8(ascii: "'") where length > 0: continue
                case UInt8(ascii: ","), UInt8(ascii: ";"): commas += 1
                case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
                    if index >= words.endIndex || words[index] == 0x20 || words[index] == UInt8(ascii: "\"") {
                        stops += 1
                    }
                case UInt8(ascii: "|"), UInt8(ascii: ">"): separators += 1
                default: break
                }
                endWord()
                continue
            }
            // U+2019 is an apostrophe, other general punctuation ends words, the rest are letters.
            let next = index < words.endIndex ? words[index] : 0
            let third = index + 1 < words.endIndex ? words[index + 1] : 0
            if byte == 0xE2, next == 0x80 {
                index = min(words.endIndex, index + 2)
                if third == 0x99 {
                    if lower.count < Self.longestSearched { lower.append(UInt8(ascii: "'")) }
                    if length > 0 { continue }
                }
                if third == 0xA2 || third == 0xBA { separators += 1 }
                if third == 0xA6 { stops += 1 }
                endWord()
                continue
            }
            if byte == 0xC2, next == 0xB7 || next == 0xBB { separators += 1 }
            if byte == 0xE3, next == 0x80 {
                if third == 0x82 { stops += 1 }
                if third == 0x81 { commas += 1 }
            }
            if byte >= 0xE1 { wide += 1 }
            if length == 0 { isLower = true }
            isFirst = false
            length += 1
            letters += 1
            name.add(byte)
            if lower.count < Self.longestSearched { lower.append(byte) }
            while index < words.endIndex, words[index] & 0xC0 == 0x80 {
                name.add(words[index])
                if lower.count < Self.longestSearched { lower.append(words[index]) }
                index += 1
            }
            Self.fold(&lower)
        }
        endWord()
        // Chinese and Japanese have no spaces: some two signs are a word.
        if wide > self.words * 4 { self.words = max(self.words, wide / 2) }
        hash = name.value
        end = Self.end(of: words)
        while lower.last == 0x20 { lower.removeLast() }
        phrases = Self.withoutSentences(PhraseGroup.groups(in: lower), lower)
    }

    /// The groups of phrases of a block, but for those that a sentence of a story only begins as.
    private static func withoutSentences(_ groups: UInt32, _ lower: [UInt8]) -> UInt32 {
        guard groups != 0, lower.count < longestSearched else { return groups }
        let words = String(decoding: lower, as: UTF8.self)
        if Attribution.ends(words) { return 0 }
        // *By contrast, Arlen has three bridges.*
        let bit = UInt32(1) << UInt32(PhraseGroup.byline.rawValue)
        let isBy = words.hasPrefix("by ") || words.hasPrefix("written by ")
        return groups & bit != 0 && isBy && Attribution.isSentence(words) ? groups & ~bit : groups
    }

    /// Makes a small letter of the last letter, if it is a capital of Latin-1 or Cyrillic.
    private static func fold(_ lower: inout [UInt8]) {
        guard lower.count >= 2 else { return }
        let (lead, tail) = (lower[lower.count - 2], lower[lower.count - 1])
        switch (lead, tail) {
        case (0xC3, 0x80...0x96), (0xC3, 0x98...0x9E), (0xD0, 0x90...0x9F): lower[lower.count - 1] = tail + 0x20
        case (0xD0, 0xA0...0xAF):
            lower[lower.count - 2] = 0xD1
            lower[lower.count - 1] = tail - 0x20
        default: break
        }
    }

    /// What the last sign is, closing marks left aside.
    private static func end(of words: ArraySlice<UInt8>) -> End {
        var index = words.endIndex
        while index > words.startIndex {
            index -= 1
            switch words[index] {
            case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): return .stop
            case UInt8(ascii: ":"): return .colon
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ")"), UInt8(ascii: "]"), 0x20, 0x0A: continue
            case 0x80...0xBF:
                let tail = words[max(words.startIndex, index - 2)...index]
                if [[0xE2, 0x80, 0x9D], [0xE2, 0x80, 0x99]].contains(where: tail.elementsEqual) {
                    index -= 2
                    continue
                }
                let stops: [[UInt8]] = [
                    [0xE2, 0x80, 0xA6], [0xE3, 0x80, 0x82], [0xEF, 0xBC, 0x81], [0xEF, 0xBC, 0x9F], [0xE0, 0xA5, 0xA4],
                    [0xE3, 0x80, 0x8D],
                ]
                return stops.contains(where: tail.elementsEqual) || tail.suffix(2).elementsEqual([0xD8, 0x9F])
                    || tail.suffix(2).elementsEqual([0xDB, 0x94]) ? .stop : .other
            default: return .other
            }
        }
        return .other
    }

    /// Whether it is written as sentences are.
    var isSentence: Bool { words >= 6 && (end == .stop || stops > 0) }

    func has(_ group: PhraseGroup) -> Bool { phrases & (1 << UInt32(group.rawValue)) != 0 }
}
