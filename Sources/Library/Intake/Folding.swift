import Foundation

/// Text as it is compared: without case, accents and the strokes of letters, in one way for what is stored and what is
/// asked.
///
/// SQLite's unicode61 leaves letters whose stroke is no mark of its own (ł, ø, đ …) as they are, whatever it is told of
/// diacritics, so that *Walesa* would not find *Wałęsa*.
package enum Folding {
    /// Letters that Unicode does not take apart.
    private static let letters: [UInt32: String] = {
        let pairs: [(Unicode.Scalar, String)] = [
            ("ł", "l"), ("ø", "o"), ("đ", "d"), ("ð", "d"), ("þ", "th"), ("ß", "ss"), ("æ", "ae"), ("œ", "oe"),
            ("ı", "i"), ("ħ", "h"), ("ŋ", "n"), ("ŧ", "t"), ("ĸ", "k"), ("ſ", "s"),
        ]
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0.value, $1) })
    }()

    /// What each letter between U+00C0 and U+024F, and between U+1E00 and U+1EFF, is folded to.
    private static let table: [UInt32: [UInt8]] = {
        var table: [UInt32: [UInt8]] = [:]
        for value in Array(UInt32(0xC0)..<0x250) + Array(UInt32(0x1E00)..<0x1F00) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let lower = scalar.properties.lowercaseMapping
            var folded = ""
            for part in lower.decomposedStringWithCanonicalMapping.unicodeScalars where !isMark(part) {
                folded += letters[part.value] ?? String(part)
            }
            table[value] = Array(folded.utf8)
        }
        return table
    }()

    /// An accent in a place of its own.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool { (0x300...0x36F).contains(scalar.value) }

    /// The text folded, letter by letter.
    ///
    /// - Complexity: O(`text.utf8.count`).
    package static func folded(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { append(scalar, to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The words of a text, folded, with a space between two: what is told to the index of words, which parts at what is
    /// neither a letter or figure of ASCII nor beyond ASCII.
    ///
    /// - Complexity: O(`text.utf8.count`).
    static func joinedWords(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var isBetween = false
        forEachCharacter(of: text) { scalar in
            guard isWord(scalar) else {
                isBetween = true
                return
            }
            let count = bytes.count
            if isBetween, count > 0 { bytes.append(UInt8(ascii: " ")) }
            let begin = bytes.count
            append(scalar, to: &bytes)
            // A mark alone is no word.
            if bytes.count == begin { bytes.removeLast(begin - count) } else { isBetween = false }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The characters of a text, one after another; those of ASCII take no more than a look at their bytes.
    @inline(__always)
    static func forEachCharacter(of text: some StringProtocol, _ body: (Unicode.Scalar) -> Void) {
        var text = String(text)
        text.withUTF8 { bytes in
            var place = 0
            while place < bytes.count {
                let first = UInt32(bytes[place])
                // Valid UTF-8 has all the bytes that the first one promises.
                let count = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
                guard place + count <= bytes.count else { return }
                var value = count == 1 ? first : first & (0x7F >> UInt32(count))
                for offset in 1..<max(1, count) { value = value << 6 | UInt32(bytes[place + offset] & 0x3F) }
                if let scalar = Unicode.Scalar(value) { body(scalar) }
                place += count
            }
        }
    }

    /// Adds a letter, folded.
    static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        if scalar.value < 0x80 {
            let byte = UInt8(truncatingIfNeeded: scalar.value)
            bytes.append((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte)
        } else if let folded = table[scalar.value] {
            bytes += folded
        } else if !isMark(scalar) {
            bytes += scalar.properties.lowercaseMapping.utf8
        }
    }

    /// Whether a character belongs to a word, as unicode61 has it: letters, figures, and marks upon them.
    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": true
            default: false
            }
        }
        // General punctuation: quotes, dashes and spaces, which most texts are full of.
        if (0x2000...0x206F).contains(scalar.value) { return false }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark, .privateUse:
            true
        default: false
        }
    }

    /// The words of a text, folded, in its order.
    package static func words(_ text: some StringProtocol) -> [String] {
        joinedWords(text).split(separator: " ").map(String.init)
    }

    /// What names are compared by: their words with a space between.
    ///
    /// So *Jean-Claude* and *JEAN CLAUDE* are one.
    package static func key(_ name: String) -> String {
        let words = joinedWords(name)
        // A name of nothing but other characters is compared as it is.
        return words.isEmpty ? folded(name) : words
    }
}
