import English
import Linguistics

/// Joins words that were broken at the ends of lines.
///
/// Whether a hyphen belongs to the word tells the document first, where it has the word elsewhere; then what stands
/// before and behind it, and whether the lines of the document are broken inside words at all.
struct PDFHyphens {
    /// How often the document has each word inside a line, in lower case.
    private var words: [String: Int] = [:]
    /// Whether lines end inside words: more hyphens stand behind what is no word than behind words.
    private var isHyphenated = true

    /// Whether English has a word, in small letters.
    private static func isEnglish(_ word: String) -> Bool {
        let hash = WordHash(folding: word)
        return LanguageRules.smallWords.contains(hash) || Words.english.contains(hash)
    }

    init(_ pages: [[PDFLine]]) {
        var (broken, whole) = (0, 0)
        for line in pages.joined() {
            for (index, word) in line.words.enumerated() {
                let isLast = index == line.words.count - 1
                if !isLast || !line.endsInHyphen { words[Self.folded(word.text), default: 0] += 1 }
            }
        }
        for lines in pages {
            for (first, second) in zip(lines, lines.dropFirst()) where first.endsInHyphen && second.beginsSmall {
                guard let last = first.words.last, let next = second.words.first else { continue }
                let parts = (Self.folded(last.text), Self.folded(next.text))
                if isWord(parts.0), isWord(parts.1) { whole += 1 } else { broken += 1 }
            }
        }
        isHyphenated = broken >= whole || broken >= 3
    }

    private static func folded(_ word: String) -> String {
        if let folded = folded(ascii: word) { return folded }
        return word.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "-" }.first.map {
            String($0.drop { $0 == "-" }.droppingLast { $0 == "-" })
        } ?? ""
    }

    /// The same of a word in ASCII, as nearly all are; nil for others.
    private static func folded(ascii word: String) -> String? {
        var word = word
        return word.withUTF8 { bytes -> String? in
            guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
            func isPart(_ byte: UInt8) -> Bool {
                let letter = byte | 0x20
                return letter.isASCIILowercase
                    || byte.isASCIIDigit || byte == UInt8(ascii: "-")
            }
            var start = 0
            while start < bytes.count, !isPart(bytes[start]) { start += 1 }
            var end = start
            while end < bytes.count, isPart(bytes[end]) { end += 1 }
            while start < end, bytes[start] == UInt8(ascii: "-") { start += 1 }
            while end > start, bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
            // The bit is set in digits and hyphens already.
            return String(decoding: bytes[start..<end].lazy.map { $0 | 0x20 }, as: UTF8.self)
        }
    }

    private func isWord(_ word: String) -> Bool {
        words[word] != nil && word.utf8.count > 1 || Self.isEnglish(word)
    }

    /// What stands at the end of a line, with what goes on in the next.
    func joined(_ first: String, _ second: String) -> String {
        guard let mark = first.unicodeScalars.last else { return second }
        let stem = String(String.UnicodeScalarView(first.unicodeScalars.dropLast()))
        // U+00AD stands nowhere else, U+2010 is what programs put in.
        if mark.value == 0xAD { return stem + second }
        return keepsHyphen(stem, second, isTyped: mark == "-") ? stem + "-" + second : stem + second
    }

    private func keepsHyphen(_ stem: String, _ second: String, isTyped: Bool) -> Bool {
        guard let last = stem.last, last.isLetter, let next = second.first, next.isLetter, next.isLowercase else {
            return true
        }
        let (first, rest) = (Self.folded(String(stem.split(separator: "-").last ?? "")), Self.folded(second))
        let tail = rest.split(separator: "-").first.map(String.init) ?? rest
        let lead = Self.folded(stem)
        let (whole, parted) = (words[lead + rest] ?? 0, words[lead + "-" + rest] ?? 0)
        if whole != parted { return parted > whole }
        // *e-readers*
        if isTyped, stem.unicodeScalars.count(where: { $0.properties.isAlphabetic }) == 1 { return true }
        if !isTyped || Self.isEnglish(lead + rest) { return false }
        // *brush-off*, *follow-up*
        if rest == "off" || rest == "up" { return true }
        // *yes-* with *or-no*, *up-to-* with *date*
        if second.dropLast().contains("-"), isWord(tail), isWord(first) || PageWords.hyphenJoint.contains(tail) {
            return true
        }
        if stem.dropFirst().contains("-"), stem.first?.isLetter == true, isWord(first), isWord(tail) { return true }
        guard isWord(first), isWord(tail) || PageWords.hyphenLast.contains(tail) else {
            return PageWords.hyphenFirst.contains(first) && isWord(tail) && first != "pro" && first != "so"
        }
        if PageWords.hyphenFirst.contains(first) || PageWords.hyphenLast.contains(tail) { return true }
        return !isHyphenated
    }

    /// A word with the large letter that stands before it.
    ///
    /// - Parameters:
    ///   - letter: The letter.
    ///   - word: The word.
    ///   - hasSpace: Whether more space is between than before the lines below; it tells where English does not.
    /// - Returns: Both, as one word or two.
    static func initial(_ letter: String, before word: String, hasSpace: Bool) -> String {
        guard letter.count == 1, "AIO".contains(letter), word.first?.isLetter == true else { return letter + word }
        let rest = word.lowercased().filter { $0.isLetter }
        if hasSpace, !isEnglish(letter.lowercased() + rest) { return letter + " " + word }
        let isOwn = isEnglish(rest)
        let isWhole = isEnglish(letter.lowercased() + rest)
        return isOwn && !isWhole ? letter + " " + word : letter + word
    }
}
