import Linguistics

/// What a stretch of text tells of its language.
struct Evidence {
    /// Letters of each script.
    private(set) var letters = [Int](repeating: 0, count: Script.allCases.count)
    /// Which words of each shared script there are, and which of them begin with a small letter or are of a script
    /// without capitals, each as a bit.
    private var kinds = [SIMD4<UInt64>](repeating: .zero, count: sharedCount)
    private var plainKinds = [SIMD4<UInt64>](repeating: .zero, count: sharedCount)
    /// Letters that only Yiddish and only Assamese have in their scripts.
    private(set) var yiddish = 0
    private(set) var assamese = 0

    /// The sum of the rows of each shared script's words, and how many they are; a word that may be a name counts half
    /// of others.
    private var sums = [SIMD16<Int32>](repeating: .zero, count: sharedCount)
    private var weights = [Int](repeating: 0, count: sharedCount)
    /// The same of those words alone that are no names.
    private var plainSums = [SIMD16<Int32>](repeating: .zero, count: sharedCount)
    private var plainWeights = [Int](repeating: 0, count: sharedCount)

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
        // A range may begin inside a word or a scalar; scripts without spaces have a word at any.
        if index > 0 {
            while index < range.upperBound, bytes[index] & 0xC0 == 0x80 { index += 1 }
            while index < range.upperBound, !Self.isSpace(bytes[index]), Self.isShared(at: index, in: bytes) {
                index += 1
            }
        }
        // A word that begins in the range is read to its end, one without end is not.
        let limit = min(bytes.count, range.upperBound + 128)
        // An address's first letters, and a hashtag's, are known by what stands before the word.
        var word = InlineArray<32, UInt32>(repeating: 0)
        // The mark of a quotation that is open: its words may be quoted from another language, as names are.
        var opener: UInt32?
        while index < range.upperBound {
            let (scalar, length) = Scalars.decode(bytes, at: index)
            guard let script = Script.ofLetter(scalar) else {
                if Self.isQuotationMark(scalar) { opener = Self.opener(after: scalar, opener) }
                if scalar == 0x0A { opener = nil }
                // Yiddish has its vowel signs under alef, Hebrew, where it has them at all, under every letter.
                if 0x05B7...0x05B8 ~= scalar, index > 1, bytes[index - 2] == 0xD7, bytes[index - 1] == 0x90 {
                    yiddish += 1
                }
                if 0x05B0...0x05B6 ~= scalar { yiddish -= 1 }
                index += length
                if scalar == 0x40 { index = Self.end(ofAddressAt: index, before: limit, in: bytes) }
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
                index = Self.end(ofAddressAt: index, before: limit, in: bytes)
                continue
            }
            let isTagged = index > 0 && bytes[index - 1] == UInt8(ascii: "#")
            let mayBeName = Script.lowercased(scalar) != scalar || isTagged || opener != nil
            var count = 0
            while index < limit {
                let (scalar, length) = Scalars.decode(bytes, at: index)
                guard Script.ofLetter(scalar) == script else { break }
                if count < WordFeatures.maxLetters { word[count] = Script.lowercased(scalar) }
                count += 1
                index += length
            }
            letters[Int(script.rawValue)] += count
            var sum = SIMD16<Int16>.zero
            var rows = 0
            var whole = 0
            WordFeatures.forEachRow(of: word.span.extracting(first: min(count, WordFeatures.maxLetters))) { row in
                // At most 97 rows a word: no overflow.
                sum &+= SIMD16<Int16>(truncatingIfNeeded: model.row(row))
                rows += 1
                whole = row
            }
            Self.note(whole, in: &kinds[Int(script.rawValue)])
            if !mayBeName { Self.note(whole, in: &plainKinds[Int(script.rawValue)]) }
            let weight: Int32 = mayBeName ? 1 : 2
            sums[Int(script.rawValue)] &+= SIMD16<Int32>(truncatingIfNeeded: sum) &* weight
            weights[Int(script.rawValue)] += rows * Int(weight)
            if !mayBeName {
                plainSums[Int(script.rawValue)] &+= SIMD16<Int32>(truncatingIfNeeded: sum) &* weight
                plainWeights[Int(script.rawValue)] += rows * Int(weight)
            }
        }
    }

    /// Adds what another stretch tells.
    mutating func add(_ other: Evidence) {
        for index in letters.indices { letters[index] += other.letters[index] }
        for index in kinds.indices {
            kinds[index] |= other.kinds[index]
            plainKinds[index] |= other.plainKinds[index]
            sums[index] &+= other.sums[index]
            weights[index] += other.weights[index]
            plainSums[index] &+= other.plainSums[index]
            plainWeights[index] += other.plainWeights[index]
        }
        yiddish += other.yiddish
        assamese += other.assamese
    }

    /// How many different words of a shared script there are, or of those that are no names: at most all of them, and
    /// fewer than there are where two share one of the 256 bits, which in hundreds of words they do.
    func differentWords(_ script: Script, ofPlainWords: Bool = false) -> Int {
        let bits = ofPlainWords ? plainKinds[Int(script.rawValue)] : kinds[Int(script.rawValue)]
        return bits.indices.reduce(0) { $0 + bits[$1].nonzeroBitCount }
    }

    /// Notes a word by the row of its whole form.
    private static func note(_ row: Int, in kinds: inout SIMD4<UInt64>) {
        kinds[row & 3] |= 1 << UInt64(row >> 2 & 63)
    }

    /// How probable each language of a shared script is, as the script's words tell, or those alone that are no names.
    func probabilities(_ script: Script, ofPlainWords: Bool = false) -> [(tag: String, probability: Float)] {
        let index = Int(script.rawValue)
        let (sum, weight) =
            ofPlainWords ? (plainSums[index], plainWeights[index]) : (sums[index], weights[index])
        guard weight > 0 else { return [] }
        let model = LanguageModel.shared
        // In training a word counts 1 and a name 0.5; here 2 and 1.
        let scale = model.unit / 2 / (Float(weight) / 2).squareRoot()
        let text = SIMD16<Float>(sum) * scale
        let scores = model.languages[index].map { language in
            (language.weights * text).sum() + language.bias + (language.tag == "en" ? Self.englishPrior : 0)
        }
        let top = scores.max() ?? 0
        let powers = scores.map { Exponential.of($0 - top) }
        let total = powers.reduce(0, +)
        return zip(model.languages[index], powers).map { ($0.tag, $1 / total) }
    }

    private static func isQuotationMark(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x22, 0xAB, 0xBB, 0x201C...0x201E: true
        default: false
        }
    }

    /// The mark of the quotation that is open behind a mark: „…“, “…”, »…«, and the same one at both ends.
    private static func opener(after mark: UInt32, _ opener: UInt32?) -> UInt32? {
        guard opener == nil else { return nil }
        return mark == 0x201D ? nil : mark
    }

    /// Whether what stands at a byte leaves the language open: no letter, or one of a script of several languages.
    private static func isShared(at index: Int, in bytes: Span<UInt8>) -> Bool {
        Script.ofLetter(Scalars.decode(bytes, at: index).0)?.isShared ?? true
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

    private static func end(ofAddressAt start: Int, before limit: Int, in bytes: Span<UInt8>) -> Int {
        var index = start
        while index < limit, !isSpace(bytes[index]) { index += 1 }
        return index
    }
}
