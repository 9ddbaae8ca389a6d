/// Bytes read as a charset of Chinese, Japanese or Korean, which has two bytes and more for most characters.
enum WideReading {
    private static let prior: Float = -2
    /// Few wide characters among Latin letters are likelier accents.
    private static let priorAmongLatin: Float = -10
    /// Wide signs alone are nothing.
    private static let priorWithoutLetters: Float = -25
    /// The natural logarithms of how likely a byte is that is of no character, a character that is in no language's list,
    /// and a Latin letter beside a wide one.
    private static let logShareOfFault: Float = -14
    private static let logShareOfRare: Float = -13.8
    private static let logShareBesideLatin: Float = -1.6
    /// And of a lone one in the midst of a Latin word, where an accent swallows the letter behind it.
    private static let logShareAmidLatin: Float = -3
    /// Of so many bytes one may be of no character.
    private static let bytesAFault = 1_000

    /// The readings that are characters from end to end, but for a few faults.
    ///
    /// Where the bytes go on (`isCut`) the last character need not be whole.
    static func readings(of sample: Span<UInt8>, isCut: Bool) -> [CharsetDetector.Reading] {
        Encoding.all.compactMap { encoding in
            guard hasForm(sample, of: encoding, isCut: isCut) else { return nil }
            return reading(of: sample, as: encoding, isCut: isCut)
        }
    }

    // Charsets of two bytes

    /// A charset's form and, in `Shares`, its characters.
    private struct Encoding: Sendable {
        let charset: Charset
        let language: String
        /// Of how many bytes a character is; 0 where the bytes, the last two nil at the end, are none.
        let length: @Sendable (UInt8, UInt8, UInt8) -> Int
        /// Whether two bytes are of the part of the charset that has its frequent characters: the first level of its
        /// standard.
        let isFrequent: @Sendable (UInt8, UInt8) -> Bool

        static let all = [gb18030, big5, shiftJIS, eucJP, eucKR]

        /// GB 2312 rows 16 to 55.
        private static let gb18030 = Encoding(
            charset: .gb18030, language: "zh",
            length: { lead, second, third in
                guard 0x81...0xFE ~= lead else { return 0 }
                if 0x30...0x39 ~= second, 0x81...0xFE ~= third { return 4 }
                return 0x40...0xFE ~= second && second != 0x7F ? 2 : 0
            }, isFrequent: { 0xB0...0xD7 ~= $0 && $1 >= 0xA1 })
        private static let big5 = Encoding(
            charset: .big5, language: "zh",
            length: { lead, second, _ in
                0x87...0xFE ~= lead && (0x40...0x7E ~= second || 0xA1...0xFE ~= second) ? 2 : 0
            }, isFrequent: { lead, _ in 0xA4...0xC6 ~= lead })
        /// JIS X 0208 rows 16 to 47.
        private static let shiftJIS = Encoding(
            charset: .shiftJIS, language: "ja",
            length: { lead, second, _ in
                // Half-width kana are single bytes.
                if 0xA1...0xDF ~= lead { return 1 }
                return lead > 0x80 && lead != 0xA0 && lead < 0xFD && 0x40...0xFC ~= second && second != 0x7F ? 2 : 0
            }, isFrequent: { lead, _ in 0x88...0x98 ~= lead })
        private static let eucJP = Encoding(
            charset: .eucJP, language: "ja",
            length: { lead, second, third in
                switch lead {
                case 0x8E: 0xA1...0xDF ~= second ? 2 : 0
                case 0x8F: 0xA1...0xFE ~= second && 0xA1...0xFE ~= third ? 3 : 0
                default: 0xA1...0xFE ~= lead && 0xA1...0xFE ~= second ? 2 : 0
                }
            }, isFrequent: { lead, _ in 0xB0...0xCF ~= lead })
        /// KS X 1001 rows 16 to 40.
        private static let eucKR = Encoding(
            charset: .eucKR, language: "ko",
            length: { lead, second, _ in
                let isTrail = 0x41...0x5A ~= second || 0x61...0x7A ~= second || 0x81...0xFE ~= second
                return 0x81...0xFE ~= lead && isTrail ? 2 : 0
            }, isFrequent: { 0xB0...0xC8 ~= $0 && $1 >= 0xA1 })
    }

    /// Whether bytes have the form of a charset but for a few.
    private static func hasForm(_ sample: Span<UInt8>, of encoding: Encoding, isCut: Bool) -> Bool {
        var (index, faults, wide) = (0, 0, 0)
        while index < sample.count {
            let length = length(at: index, of: sample, encoding)
            if length == 0 {
                if isCut, sample.count - index < 4 { break }
                faults += 1
                if faults * bytesAFault > sample.count + bytesAFault - 1 { return false }
            }
            if length > 1 { wide += 1 }
            index += max(1, length)
        }
        return wide > faults
    }

    private static func length(at index: Int, of sample: Span<UInt8>, _ encoding: Encoding) -> Int {
        let lead = sample[index]
        guard lead >= 0x80 else { return 1 }
        let second = index + 1 < sample.count ? sample[index + 1] : 0
        let length = encoding.length(lead, second, index + 2 < sample.count ? sample[index + 2] : 0)
        return index + length <= sample.count ? length : 0
    }

    private static func reading(
        of sample: Span<UInt8>, as encoding: Encoding, isCut: Bool
    ) -> CharsetDetector.Reading? {
        guard let shares = Shares.of(encoding.charset) else { return nil }
        var tally = Tally()
        var index = 0
        while index < sample.count {
            let lead = sample[index]
            let length = length(at: index, of: sample, encoding)
            switch length {
            case 0: if !isCut || sample.count - index >= 4 { tally.score += logShareOfFault }
            case 1 where lead < 0x80: tally.add(ascii: lead)
            case 2:
                let (logShare, isLetter) = shares[lead, sample[index + 1]]
                tally.add(logShare, isLetter: isLetter)
            // Rare: half-width kana, and what stands outside the two bytes' plane.
            default: tally.add(length == 1 ? -16 : logShareOfRare, isLetter: false)
            }
            index += max(1, length)
        }
        return CharsetDetector.Reading(charset: encoding.charset, language: encoding.language, score: tally.whole)
    }

    /// Sums up what characters say.
    private struct Tally {
        var score: Float = 0
        private var (wide, letters, latin) = (0, 0, 0)
        private var last = Last.other
        /// What stood before the wide character that is last.
        private var beforeWide = Last.other

        private enum Last { case latin, wide, other }

        mutating func add(ascii: UInt8) {
            score += WideReading.logSharesOfASCII[Int(ascii)]
            guard 0x61...0x7A ~= ascii | 0x20 else {
                last = .other
                return
            }
            latin += 1
            // A wide character before a Latin letter, as accents are.
            if last == .wide { score += logShareBesideLatin + (beforeWide == .latin ? logShareAmidLatin : 0) }
            last = .latin
        }

        mutating func add(_ logShare: Float, isLetter: Bool) {
            score += logShare
            wide += 1
            if isLetter { letters += 1 }
            if last == .latin { score += logShareBesideLatin }
            beforeWide = last
            last = .wide
        }

        /// The score with what the whole of the text says.
        var whole: Float { score + (letters == 0 ? priorWithoutLetters : wide * 10 < latin ? priorAmongLatin : prior) }
    }

    /// How likely each character of two bytes is in the charset's language: made when bytes first have the charset's form.
    private struct Shares: Sendable {
        /// For each lead byte from 81 and second byte from 40: sixteenths below zero of the natural logarithm, and none.
        private var steps: [UInt8]
        private var isLetter: [Bool]
        private static let none = UInt8.max

        static func of(_ charset: Charset) -> Shares? {
            switch charset {
            case .gb18030: gb18030
            case .big5: big5
            case .shiftJIS: shiftJIS
            case .eucJP: eucJP
            case .eucKR: eucKR
            default: nil
            }
        }

        private static let gb18030 = Shares(.gb18030)
        private static let big5 = Shares(.big5)
        private static let shiftJIS = Shares(.shiftJIS)
        private static let eucJP = Shares(.eucJP)
        private static let eucKR = Shares(.eucKR)

        /// - Returns: `nil` where the system's iconv does not know the charset.
        private init?(_ charset: Charset) {
            guard let encoding = Encoding.all.first(where: { $0.charset == charset }),
                let converter = Converter(charset),
                let language = LetterModel.shared.language(encoding.language)
            else { return nil }
            steps = [UInt8](repeating: Self.none, count: 0x7F * 0xC0)
            isLetter = [Bool](repeating: false, count: 0x7F * 0xC0)
            for lead in 0x81...0xFF as ClosedRange<UInt8> {
                for second in 0x40...0xFF as ClosedRange<UInt8> where encoding.length(lead, second, 0) == 2 {
                    let (text, end) = converter.convert([lead, second].span)
                    guard end == .whole, let scalar = String(decoding: text, as: UTF8.self).unicodeScalars.first else {
                        continue
                    }
                    let share = WideReading.share(
                        of: scalar.value, in: language, isFrequent: encoding.isFrequent(lead, second))
                    let index = Self.index(lead, second)
                    steps[index] = UInt8(min(254, max(0, (Logarithm.of(share) * -16).rounded())))
                    isLetter[index] = WideReading.isLetter(scalar.value)
                }
            }
        }

        private static func index(_ lead: UInt8, _ second: UInt8) -> Int {
            (Int(lead) - 0x81) * 0xC0 + Int(second) - 0x40
        }

        subscript(lead: UInt8, second: UInt8) -> (logShare: Float, isLetter: Bool) {
            let index = Self.index(lead, second)
            let step = steps[index]
            return (step == Self.none ? logShareOfFault : Float(step) / -16, isLetter[index])
        }
    }

    // UTF-16

    /// The reading as UTF-16 in the order of bytes in which it is likelier, and the other; none where it cannot be that.
    static func readingsAsUTF16(_ bytes: Span<UInt8>) -> [CharsetDetector.Reading] {
        let sample = bytes.extracting(first: 1 << 14)
        var readings: [CharsetDetector.Reading] = []
        for charset in [Charset.utf16LE, .utf16BE] where ByteForm.canBeWide(sample, as: charset) {
            let big = charset == .utf16BE ? 0 : 1
            for language in ["zh", "ja", "ko"].compactMap({ LetterModel.shared.language($0) }) {
                var tally = Tally()
                var index = 0
                while index + 1 < sample.count {
                    let unit = UInt32(sample[index + big]) << 8 | UInt32(sample[index + 1 - big])
                    index += 2
                    if unit < 0x80 {
                        tally.add(ascii: UInt8(unit))
                    } else {
                        tally.add(
                            Logarithm.of(share(of: unit, in: language, isFrequent: false)), isLetter: isLetter(unit))
                    }
                }
                readings.append(
                    CharsetDetector.Reading(charset: charset, language: language.tag, score: tally.whole))
            }
        }
        return readings
    }

    // Shares

    /// What the characters of ASCII say, as of English: most of them among others are of names and addresses.
    private static let logSharesOfASCII: [Float] = {
        let model = LetterModel.shared
        guard let row = model.languages.firstIndex(where: { $0.tag == "en" }) else {
            return Array(repeating: -7, count: 128)
        }
        return (0..<128).map { model.logShare(row: row, column: $0) }
    }()

    private static func isLetter(_ scalar: UInt32) -> Bool { 0x3040..<0xFF00 ~= scalar }

    private static func share(of scalar: UInt32, in language: LetterModel.Language, isFrequent: Bool) -> Float {
        if let share = language.letters[scalar] { return share * 0.8 }
        return switch scalar {
        // CJK symbols and punctuation, and the quotation marks that are set with them.
        case 0x3000...0x303F, 0x2018...0x201D, 0x2014, 0x2026, 0xFF01, 0xFF08, 0xFF09, 0xFF0C, 0xFF1A, 0xFF1B, 0xFF1F,
            0x30FB:
            0.004
        case 0xFF01...0xFF5E: 0.001
        case 0x4E00...0x9FFF, 0xAC00...0xD7A3: isFrequent ? 2e-5 : 1e-6
        case 0xFF61...0xFF9F: 1e-7
        default: 1e-6
        }
    }
}
