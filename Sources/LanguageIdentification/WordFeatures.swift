/// The rows of the model's table that a word looks up: the word itself and its runs of two to four letters, the word's
/// two ends counting as letters.
///
/// The trainer and the identifier share it, so that both see the same rows.
package struct WordFeatures {
    /// As many letters as are looked at of one word.
    package static let maxLetters = 32
    /// Rows of the table; a power of two.
    package static let rowCount = 1 << 16

    private static let end: UInt32 = 0x20
    private static let multiplier: UInt32 = 0x9E37_79B1

    /// Calls `body` with each row of a word.
    ///
    /// - Parameters:
    ///   - letters: Small letters; at most `maxLetters` of them are read.
    ///   - body: Told of each row.
    @inline(__always)
    package static func forEachRow(of letters: Span<UInt32>, _ body: (Int) -> Void) {
        let count = min(letters.count, maxLetters)
        guard count > 0 else { return }
        // h1, h2, h3: hashes of the runs of one, two and three letters that end before `next`.
        var h1 = step(2, end)
        var h2: UInt32 = 0
        var h3: UInt32 = 0
        var whole: UInt32 = 1
        for index in 0...count {
            let next = index < count ? letters[index] : end
            if index > 1 { body(row(step(h3, next))) }
            if index > 0 { h3 = step(h2, next) }
            if index > 0 { body(row(h3)) }
            h2 = step(h1, next)
            body(row(h2))
            h1 = step(2, next)
            whole = step(whole, next)
        }
        body(row(whole))
    }

    @inline(__always)
    private static func step(_ hash: UInt32, _ letter: UInt32) -> UInt32 {
        let mixed = (hash ^ letter) &* multiplier
        return mixed ^ (mixed >> 15)
    }

    @inline(__always)
    private static func row(_ hash: UInt32) -> Int {
        Int((hash &* 0x85EB_CA6B) >> 16)
    }
}
