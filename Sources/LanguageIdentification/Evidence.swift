import Linguistics

/// What a stretch of text tells of its language.
struct Evidence {
    /// Letters of each script.
    private(set) var letters = [Int](repeating: 0, count: Script.allCases.count)
    /// Words of each shared script.
    private(set) var words = [Int](repeating: 0, count: sharedCount)
    /// Words of each shared script that begin with a small letter, or in a script without capitals.
    private(set) var plainWords = [Int](repeating: 0, count: sharedCount)
    /// Letters that only Yiddish and only Assamese have in their scripts.
    private(set) var yiddish = 0
    private(set) var assamese = 0

    /// The sum of the rows of each shared script's words, and how many they are; a word that may be a name counts half
    /// of others.
    private var sums = [SIMD16<Int32>](repeating: .zero, count: sharedCount)
    private var weights = [Int](repeating: 0, count: sharedCount)

    /// The logarithm of ten: so many more documents are expected in English as in any other language, and to take one of
    /// them for another's costs all its findings.
    private static let englishPrior: Float = 2.302_585

    private static let sharedCount = Script.allCases.count { $0.isShared }

    /// Nothing yet.
    init() {}

    /// Reads the words that begin in a range of valid UTF-8, the first whole one on.
    init(_ bytes: Span<UInt8>, in range: Range<Int>) {
        let model = LanguageModel.shared
        var index = range.lowerBound
        // A range may begin inside a word or a scalar.
        if index > 0 { while index < range.upperBound, !Self.isSpace(bytes[index]) { index += 1 } }
        // An address's first letters, and a hashtag's, are known by what stands before the word.
        var word = InlineArray<32, UInt32>(repeating: 0)
        while index < range.upperBound {
            let (scalar, length) = Scalars.decode(bytes, at: index)
            guard let script = Script.ofLetter(scalar) else {
                // Yiddish has its vowel signs under alef, Hebrew, where it has them at all, under every letter.
                if 0x05B7...0x05B8 ~= scalar, index > 1, bytes[index - 2] == 0xD7, bytes[index - 1] == 0x90 {
                    yiddish += 1
                }
                if 0x05B0...0x05B6 ~= scalar { yiddish -= 1 }
                index += length
                if scalar == 0x40 { index = Self.end(ofAddressAt: index, in: bytes) }
                continue
            }
            guard script.isShared else {
                letters[Int(script.rawValue)] += 1
                if 0x05F0...0x05F2 ~= scalar { yiddish += 1 }
                if 0x09F0...0x09F1 ~= scalar { assamese += 1 }
                index += length
                continue
            }
            if Self.isAddress(at: index, in: bytes) {
                index = Self.end(ofAddressAt: index, in: bytes)
                continue
            }
            let isTagged = index > 0 && bytes[index - 1] == UInt8(ascii: "#")
            let mayBeName = Script.lowercased(scalar) != scalar || isTagged
            var count = 0
            while index < bytes.count {
                let (scalar, length) = Scalars.decode(bytes, at: index)
                guard Script.ofLetter(scalar) == script else { break }
                if count < WordFeatures.maxLetters { word[count] = Script.lowercased(scalar) }
                count += 1
                index += length
            }
            letters[Int(script.rawValue)] += count
            words[Int(script.rawValue)] += 1
            if !mayBeName { plainWords[Int(script.rawValue)] += 1 }
            var sum = SIMD16<Int16>.zero
            var rows = 0
            WordFeatures.forEachRow(of: word.span.extracting(first: min(count, WordFeatures.maxLetters))) { row in
                // At most 97 rows a word: no overflow.
                sum &+= SIMD16<Int16>(truncatingIfNeeded: model.row(row))
                rows += 1
            }
            let weight: Int32 = mayBeName ? 1 : 2
            sums[Int(script.rawValue)] &+= SIMD16<Int32>(truncatingIfNeeded: sum) &* weight
            weights[Int(script.rawValue)] += rows * Int(weight)
        }
    }

    /// Adds what another stretch tells.
    mutating func add(_ other: Evidence) {
        for index in letters.indices { letters[index] += other.letters[index] }
        for index in words.indices {
            words[index] += other.words[index]
            plainWords[index] += other.plainWords[index]
            sums[index] &+= other.sums[index]
            weights[index] += other.weights[index]
        }
        yiddish += other.yiddish
        assamese += other.assamese
    }

    /// How probable each language of a shared script is, as the script's words tell.
    func probabilities(_ script: Script) -> [(tag: String, probability: Float)] {
        let index = Int(script.rawValue)
        guard weights[index] > 0 else { return [] }
        let model = LanguageModel.shared
        // In training a word counts 1 and a name 0.5; here 2 and 1.
        let scale = model.unit / 2 / (Float(weights[index]) / 2).squareRoot()
        let text = SIMD16<Float>(sums[index]) * scale
        let scores = model.languages[index].map { language in
            (language.weights * text).sum() + language.bias + (language.tag == "en" ? Self.englishPrior : 0)
        }
        let top = scores.max() ?? 0
        let powers = scores.map { Exponential.of($0 - top) }
        let sum = powers.reduce(0, +)
        return zip(model.languages[index], powers).map { ($0.tag, $1 / sum) }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Whether `http:`, `https:` or `www.` stands here.
    private static func isAddress(at index: Int, in bytes: Span<UInt8>) -> Bool {
        let first = bytes[index] | 0x20
        guard first == UInt8(ascii: "h") || first == UInt8(ascii: "w"), index + 6 < bytes.count else { return false }
        func starts(_ text: StaticString) -> Bool {
            text.withUTF8Buffer { buffer in
                for offset in buffer.indices where bytes[index + offset] | 0x20 != buffer[offset] | 0x20 {
                    return false
                }
                return true
            }
        }
        return starts("http:") || starts("https:") || starts("www.")
    }

    private static func end(ofAddressAt start: Int, in bytes: Span<UInt8>) -> Int {
        var index = start
        while index < bytes.count, !isSpace(bytes[index]) { index += 1 }
        return index
    }
}
