import Linguistics
import XML

/// Reads what is inside a paragraph of Markdown: the words without the marks that set them.
struct MarkdownInline {
    /// The words; a line feed is a line end that is meant.
    let text: String

    /// Links in each other, so many deep.
    private static let deepest = 8
    /// A link's words or address, in bytes.
    private static let longest = 2000

    /// Reads some words.
    ///
    /// - Parameters:
    ///   - source: The words as written.
    ///   - references: The names that the text defines, in small letters.
    init(_ source: String, references: Set<String> = []) {
        var run = Run(source: Array(source.utf8), references: references)
        run.read(depth: 0)
        text = String(decoding: run.finished(), as: UTF8.self)
    }

    private struct Delimiter {
        var byte: UInt8
        /// Where its marks stand in the output.
        var start: Int
        var count: Int
        var opens: Bool
        var closes: Bool
    }

    private struct Run {
        let source: [UInt8]
        let references: Set<String>
        var position = 0
        var output: [UInt8] = []
        /// Of each byte of the output whether it is a mark that goes.
        var gone: Set<Int> = []
        var delimiters: [Delimiter] = []
        /// Where each sign that ends something stands last, so that none is sought where there is none.
        private let lastSquare: Int
        private let lastRound: Int
        private let lastAngle: Int

        init(source: [UInt8], references: Set<String>) {
            self.source = source
            self.references = references
            lastSquare = source.lastIndex(of: UInt8(ascii: "]")) ?? -1
            lastRound = source.lastIndex(of: UInt8(ascii: ")")) ?? -1
            lastAngle = source.lastIndex(of: UInt8(ascii: ">")) ?? -1
        }

        func finished() -> [UInt8] {
            gone.isEmpty ? output : output.enumerated().lazy.filter { !gone.contains($0.offset) }.map(\.element)
        }

        mutating func read(depth: Int) {
            while position < source.count {
                let byte = source[position]
                switch byte {
                case UInt8(ascii: "\\"):
                    position += 1
                    if position < source.count, Self.isPunctuation(source[position]) {
                        output.append(source[position])
                        position += 1
                    } else {
                        output.append(byte)
                    }
                case UInt8(ascii: "`"): code()
                case UInt8(ascii: "<"): tag()
                case UInt8(ascii: "&"): reference()
                case UInt8(ascii: "!") where position + 1 < source.count && source[position + 1] == UInt8(ascii: "["):
                    if let link = link(at: position + 1) {
                        position = link.end
                    } else {
                        output.append(byte)
                        position += 1
                    }
                case UInt8(ascii: "["): bracket(depth: depth)
                case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"): mark(byte)
                default:
                    output.append(byte)
                    position += 1
                }
            }
            pair()
        }

        private static func isPunctuation(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
            default: false
            }
        }

        /// Code stands between as many marks as it begins with.
        private mutating func code() {
            let start = position
            while position < source.count, source[position] == UInt8(ascii: "`") { position += 1 }
            let count = position - start
            var index = position
            let limit = min(source.count, position + MarkdownInline.longest)
            while index < limit {
                guard source[index] == UInt8(ascii: "`") else {
                    index += 1
                    continue
                }
                let first = index
                while index < source.count, source[index] == UInt8(ascii: "`") { index += 1 }
                if index - first == count {
                    output += source[position..<first]
                    position = index
                    return
                }
            }
            output += source[start..<position]
        }

        /// An address in angles is text, a tag is none.
        private mutating func tag() {
            let rest = source[(position + 1)...].prefix(MarkdownInline.longest)
            guard position < lastAngle, let end = rest.firstIndex(of: UInt8(ascii: ">")), let first = rest.first else {
                output.append(source[position])
                position += 1
                return
            }
            let words = rest[..<end]
            let isTag = first.isASCIILetter || first == UInt8(ascii: "/") || first == UInt8(ascii: "!")
            let isAddress =
                isTag && !words.contains(0x20)
                && (words.contains(UInt8(ascii: ":")) || words.contains(UInt8(ascii: "@")))
            guard isTag else {
                output.append(source[position])
                position += 1
                return
            }
            if isAddress { output += words }
            if words.count <= 4, words.starts(with: Array("br".utf8)) { output.append(0x0A) }
            position = end + 1
        }

        private mutating func reference() {
            let rest = source[(position + 1)...].prefix(CharacterNames.longest)
            if let end = rest.firstIndex(of: UInt8(ascii: ";")) {
                let name = rest[..<end]
                var characters: [UInt8]?
                if name.first == UInt8(ascii: "#") {
                    let digits = String(decoding: name.dropFirst(), as: UTF8.self)
                    let value =
                        digits.first == "x" || digits.first == "X"
                        ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
                    characters = value.flatMap(CharacterNames.character(numbered:)).map { Array(String($0).utf8) }
                } else {
                    characters = CharacterNames.characters(of: rest[...end])
                }
                if let characters {
                    output += characters
                    position = end + 1
                    return
                }
            }
            output.append(source[position])
            position += 1
        }

        // MARK: Links

        private mutating func bracket(depth: Int) {
            guard depth < MarkdownInline.deepest, let link = link(at: position) else {
                output.append(source[position])
                position += 1
                return
            }
            if let words = link.words {
                var inner = Run(source: Array(source[words]), references: references)
                inner.read(depth: depth + 1)
                output += inner.finished()
            }
            position = link.end
        }

        /// The link, or the mark of a note, that begins at a bracket.
        private func link(at start: Int) -> (words: Range<Int>?, end: Int)? {
            guard let close = closing(start, UInt8(ascii: "["), UInt8(ascii: "]")) else { return nil }
            let words = (start + 1)..<close
            if source[words].first == UInt8(ascii: "^") {
                let name = String(decoding: source[words], as: UTF8.self).lowercased()
                return references.contains(name) ? (nil, close + 1) : nil
            }
            let next = close + 1 < source.count ? source[close + 1] : 0
            if next == UInt8(ascii: "("), let end = closing(close + 1, UInt8(ascii: "("), UInt8(ascii: ")")) {
                return (words, end + 1)
            }
            func isKnown(_ range: Range<Int>) -> Bool {
                references.contains(String(decoding: source[range], as: UTF8.self).foldingBlanks().lowercased())
            }
            if next == UInt8(ascii: "["), let end = closing(close + 1, UInt8(ascii: "["), UInt8(ascii: "]")) {
                let name = (close + 2)..<end
                return isKnown(name.isEmpty ? words : name) ? (words, end + 1) : nil
            }
            return isKnown(words) ? (words, close + 1) : nil
        }

        private func closing(_ start: Int, _ open: UInt8, _ close: UInt8) -> Int? {
            guard start < (close == UInt8(ascii: "]") ? lastSquare : lastRound) else { return nil }
            var depth = 0
            var index = start
            let limit = min(source.count, start + MarkdownInline.longest)
            while index < limit {
                let byte = source[index]
                if byte == UInt8(ascii: "\\") {
                    index += 1
                } else if byte == open {
                    depth += 1
                } else if byte == close {
                    depth -= 1
                    if depth == 0 { return index }
                }
                index += 1
            }
            return nil
        }

        // MARK: Emphasis

        private mutating func mark(_ byte: UInt8) {
            let start = position
            while position < source.count, source[position] == byte { position += 1 }
            let count = position - start
            let before = start > 0 ? source[start - 1] : 0x20
            let after = position < source.count ? source[position] : 0x20
            let (opens, closes) = Self.flanks(before, after, isUnderscore: byte == UInt8(ascii: "_"))
            if byte != UInt8(ascii: "~") || count == 2 {
                delimiters.append(
                    Delimiter(byte: byte, start: output.count, count: count, opens: opens, closes: closes))
            }
            output += source[start..<position]
        }

        /// Whether marks between two bytes may begin and may end an emphasis (CommonMark, 6.2).
        private static func flanks(_ before: UInt8, _ after: UInt8, isUnderscore: Bool) -> (Bool, Bool) {
            func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A }
            let left = !isBlank(after) && (!isPunctuation(after) || isBlank(before) || isPunctuation(before))
            let right = !isBlank(before) && (!isPunctuation(before) || isBlank(after) || isPunctuation(after))
            guard isUnderscore else { return (left, right) }
            return (left && (!right || isPunctuation(before)), right && (!left || isPunctuation(after)))
        }

        /// So many marks back a match is sought.
        private static let reach = 64

        /// Pairs marks that begin an emphasis with those that end it; what is paired is no text.
        private mutating func pair() {
            for closer in delimiters.indices where delimiters[closer].closes {
                var opener = closer - 1
                while opener >= max(0, closer - Self.reach), delimiters[closer].count > 0 {
                    let candidate = delimiters[opener]
                    let isMatch =
                        candidate.byte == delimiters[closer].byte && candidate.opens && candidate.count > 0
                        && !((candidate.closes || delimiters[closer].opens)
                            && (candidate.count + delimiters[closer].count) % 3 == 0
                            && !(candidate.count % 3 == 0 && delimiters[closer].count % 3 == 0))
                    guard isMatch else {
                        opener -= 1
                        continue
                    }
                    let used = min(candidate.count, delimiters[closer].count, 2)
                    for offset in 0..<used {
                        gone.insert(candidate.start + candidate.count - 1 - offset)
                        gone.insert(delimiters[closer].start + offset)
                    }
                    delimiters[opener].count -= used
                    delimiters[closer].start += used
                    delimiters[closer].count -= used
                    // What stands between the two pairs with nothing outside.
                    for inside in (opener + 1)..<closer { delimiters[inside].count = 0 }
                }
            }
        }
    }
}
