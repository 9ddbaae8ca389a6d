import HTML
import Linguistics

/// The words of a page as hashes, and runs of them, to find the same words elsewhere.
enum WordHashes {
    /// The words, folded by ASCII; marks of punctuation, those of three bytes too, part them.
    ///
    /// - Complexity: O(bytes).
    static func words(of bytes: some Sequence<UInt8>) -> [UInt64] {
        var words: [UInt64] = []
        var hash = NameHash()
        var length = 0
        for byte in bytes {
            let lower = byte.asciiLowercased
            let isLetter =
                lower.isASCIILowercase
                || byte.isASCIIDigit || byte >= 0xC3 && byte != 0xE2
            if isLetter {
                hash.add(lower)
                length += 1
            } else if length > 0, byte < 0x80 || byte == 0xE2 {
                words.append(hash.value)
                hash = NameHash()
                length = 0
            }
        }
        if length > 0 { words.append(hash.value) }
        return words
    }

    /// A hash of each run of so many words.
    static func forEachRun(of words: [UInt64], length: Int, _ body: (UInt64) -> Void) {
        guard words.count >= length else { return }
        for start in 0...(words.count - length) {
            body(words[start..<start + length].reduce(0) { $0 &* 0x9E37_79B9_7F4A_7C15 &+ $1 })
        }
    }
}
