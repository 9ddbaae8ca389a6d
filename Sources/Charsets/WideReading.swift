/// Bytes read as a charset of Chinese, Japanese or Korean, which has two bytes and more for most characters.
enum WideReading {
    private struct Candidate {
        let charset: Charset
        let languages: [String]
        /// Whether two bytes are of the part of the charset that has its frequent characters.
        let isFrequent: @Sendable (UInt8, UInt8) -> Bool
    }

    /// The frequent characters are those of the standards' first levels: GB 2312 rows 16 to 55, Big5 A4 to C6, JIS X 0208
    /// rows 16 to 47, KS X 1001 rows 16 to 40.
    private static let candidates = [
        Candidate(charset: .gb18030, languages: ["zh"]) { 0xB0...0xD7 ~= $0 && $1 >= 0xA1 },
        Candidate(charset: .big5, languages: ["zh"]) { lead, _ in 0xA4...0xC6 ~= lead },
        Candidate(charset: .shiftJIS, languages: ["ja"]) { lead, _ in 0x88...0x98 ~= lead },
        Candidate(charset: .eucJP, languages: ["ja"]) { lead, _ in 0xB0...0xCF ~= lead },
        Candidate(charset: .eucKR, languages: ["ko"]) { 0xB0...0xC8 ~= $0 && $1 >= 0xA1 },
        Candidate(charset: .utf16LE, languages: ["zh", "ja", "ko"]) { _, _ in false },
        Candidate(charset: .utf16BE, languages: ["zh", "ja", "ko"]) { _, _ in false },
    ]

    private static let prior: Float = -2
    /// Few wide characters among Latin letters are likelier accents.
    private static let priorAmongLatin: Float = -10
    /// Wide signs alone are nothing.
    private static let priorWithoutLetters: Float = -25
    /// The natural logarithm of how likely a byte is that is of no character.
    private static let logShareOfFault: Float = -14

    /// The readings that are characters from end to end, but for a few faults.
    ///
    /// - Parameters:
    ///   - sample: The bytes.
    ///   - charsets: Those to be tried; all without it.
    ///   - isCut: Whether they go on, so that the last character need not be whole.
    static func readings(
        of sample: Span<UInt8>, in charsets: [Charset]? = nil, isCut: Bool
    ) -> [CharsetDetector.Reading] {
        var readings: [CharsetDetector.Reading] = []
        for candidate in candidates where charsets?.contains(candidate.charset) ?? true {
            let isUTF16 = [.utf16LE, .utf16BE].contains(candidate.charset)
            if isUTF16, !ByteForm.canBeWide(sample, as: candidate.charset) { continue }
            guard let (text, faults) = text(of: sample, in: candidate.charset, isCut: isCut) else { continue }
            let frequent = isUTF16 ? [] : frequent(sample, candidate)
            for language in candidate.languages.compactMap({ LetterModel.shared.language($0) }) {
                readings.append(
                    CharsetDetector.Reading(
                        charset: candidate.charset, language: language.tag,
                        score: score(of: text, in: language, frequent: frequent) + Float(faults) * logShareOfFault))
            }
        }
        return readings
    }

    /// The text, and how many bytes in it are of no character; `nil` where there are many.
    private static func text(of sample: Span<UInt8>, in charset: Charset, isCut: Bool) -> (text: [UInt8], faults: Int)? {
        guard let converter = Converter(charset) else { return nil }
        var (text, faults, start) = ([] as [UInt8], 0, 0)
        while true {
            let (piece, end) = converter.convert(sample.extracting(start..<sample.count))
            text += piece
            switch end {
            case .whole: return (text, faults)
            // A last character that is not whole is no fault where there is more, and one where there is not.
            case .cut: return (text, isCut ? faults : faults + 1)
            case .invalid(let offset):
                if isCut, sample.count - start - offset < 4 { return (text, faults) }
                start += offset + 1
                faults += 1
                guard faults * 200 <= sample.count + 199 else { return nil }
            }
        }
    }

    /// For each wide character in turn, whether it is of the frequent ones.
    private static func frequent(_ sample: Span<UInt8>, _ candidate: Candidate) -> [Bool] {
        var frequent: [Bool] = []
        var index = 0
        while index < sample.count {
            guard sample[index] >= 0x80 else {
                index += 1
                continue
            }
            // Half-width kana of Shift_JIS are single bytes.
            if candidate.charset == .shiftJIS, 0xA1...0xDF ~= sample[index] {
                frequent.append(false)
                index += 1
                continue
            }
            let trail = index + 1 < sample.count ? sample[index + 1] : 0
            let isFour = candidate.charset == .gb18030 && 0x30...0x39 ~= trail
            let isThree = candidate.charset == .eucJP && sample[index] == 0x8F
            frequent.append(!isFour && !isThree && candidate.isFrequent(sample[index], trail))
            index += isFour ? 4 : isThree ? 3 : 2
        }
        return frequent
    }

    /// What the characters of ASCII say, as of English: most of them among others are of names and addresses.
    private static let logSharesOfASCII: [Float] = {
        let model = LetterModel.shared
        guard let row = model.languages.firstIndex(where: { $0.tag == "en" }) else { return Array(repeating: -7, count: 128) }
        return (0..<128).map { model.logShare(row: row, column: $0) }
    }()

    private static func score(of text: [UInt8], in language: LetterModel.Language, frequent: [Bool]) -> Float {
        var (score, wide, letters, latin, order) = (0 as Float, 0, 0, 0, 0)
        var last: UInt32 = 0x20
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars.lazy.map(\.value) {
            if scalar < 0x80 {
                score += logSharesOfASCII[Int(scalar)]
                if isLatinLetter(scalar) {
                    latin += 1
                    // A wide character before a Latin letter, as accents are.
                    if last > 0x2E00 { score -= 1.6 }
                }
            } else {
                let isFrequent = order < frequent.count && frequent[order]
                order += 1
                score += Logarithm.of(share(of: scalar, in: language, isFrequent: isFrequent))
                if scalar > 0x2E00 {
                    wide += 1
                    if scalar >= 0x3040, scalar < 0xFF00 { letters += 1 }
                    if isLatinLetter(last) { score -= 1.6 }
                }
            }
            last = scalar
        }
        return score + (letters == 0 ? priorWithoutLetters : wide * 20 < latin ? priorAmongLatin : prior)
    }

    private static func share(of scalar: UInt32, in language: LetterModel.Language, isFrequent: Bool) -> Float {
        if let share = language.letters[scalar] { return share * 0.8 }
        return switch scalar {
        // CJK symbols and punctuation, and the quotation marks that are set with them.
        case 0x3000...0x303F, 0x2018...0x201D, 0x2014, 0x2026, 0xFF01, 0xFF08, 0xFF09, 0xFF0C, 0xFF1A, 0xFF1B, 0xFF1F, 0x30FB:
            0.004
        case 0xFF01...0xFF5E: 0.001
        case 0x4E00...0x9FFF, 0xAC00...0xD7A3: isFrequent ? 2e-5 : 1e-6
        case 0xFF61...0xFF9F: 1e-7
        default: 1e-6
        }
    }

    private static func isLatinLetter(_ scalar: UInt32) -> Bool { scalar < 0x80 && 0x61...0x7A ~= scalar | 0x20 }
}
