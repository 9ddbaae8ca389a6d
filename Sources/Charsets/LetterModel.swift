import CCharsetModel
import Synchronization

/// How likely each character is in each language, so that bytes can be read as the charset in which they say most.
///
/// Shares of letters are of lingua 1.3.5's models (`Training/Charsets`); of signs, estimates for news text.
struct LetterModel: Sendable {
    /// The model compiled in.
    static let shared = LetterModel()

    /// A language's letters with the logarithms of their shares.
    struct Language: Sendable {
        let tag: String
        let letters: [UInt32: Float]
    }

    /// The languages written in Latin letters west of where others have charsets of their own.
    let western: [Language]
    private let byTag: [String: Language]
    /// What a letter of another Western language costs in a text of one: names have them.
    private let foreign: [UInt32: Float]

    private init() {
        let bytes = UnsafeRawBufferPointer(
            start: copydesk_charset_letters(), count: copydesk_charset_letters_size())
        var byTag: [String: Language] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: "\t")
            guard fields.count == 2 else { continue }
            var letters: [UInt32: Float] = [:]
            for entry in fields[1].split(separator: " ") {
                guard let letter = entry.unicodeScalars.first,
                    let count = Float(String(entry.unicodeScalars.dropFirst()))
                else { continue }
                letters[letter.value] = count / 100_000
            }
            byTag[String(fields[0])] = Language(tag: String(fields[0]), letters: letters)
        }
        // Written as base letter and mark in windows-1258.
        if let vietnamese = byTag["vi"] {
            let marks: [UInt32] = [0x0300, 0x0301, 0x0303, 0x0309, 0x0323]
            byTag["vi"] = Language(
                tag: "vi", letters: vietnamese.letters.merging(marks.map { ($0, 0.02) }) { $1 })
        }
        self.byTag = byTag
        western = byTag.values.filter { !Self.notWestern.contains($0.tag) }.sorted { $0.tag < $1.tag }
        var sums: [UInt32: Float] = [:]
        for language in western { sums.merge(language.letters, uniquingKeysWith: +) }
        let count = Float(western.count)
        foreign = sums.mapValues { $0 / count * Self.foreignShare }
    }

    private static let notWestern: Set<String> = [
        "ar", "az", "be", "bg", "bn", "bs", "cs", "el", "eo", "et", "fa", "gu", "he", "hi", "hr", "hu", "hy", "ja", "ka", "kk",
        "ko", "lt", "lv", "mk", "mn", "mr", "pa", "pl", "ro", "ru", "sk", "sl", "sr", "ta", "te", "th", "tr", "uk", "ur",
        "vi", "zh",
    ]
    /// The share of letters in words of other languages.
    private static let foreignShare: Float = 0.02
    /// Letters among all characters.
    private static let letterShare: Float = 0.77
    /// Capitals among letters.
    private static let capitalShare: Float = 0.04

    /// The languages of a charset.
    func languages(of charset: SingleByteCharset) -> [Language] {
        charset.languages.isEmpty ? western : charset.languages.sorted().compactMap { byTag[$0] }
    }

    /// A language by its code.
    func language(_ tag: String) -> Language? { byTag[tag] }

    /// The natural logarithm of a character's share in texts of a language.
    func logShare(of character: Character, in language: Language) -> Float {
        var share: Float
        let (scalar, small) = (character.scalar, character.small)
        if let letter = language.letters[scalar] {
            share = letter * Self.letterShare
        } else if small != scalar, let letter = language.letters[small] {
            share = letter * Self.letterShare * Self.capitalShare
        } else if scalar < 0x80 {
            share = scalar == 0x20 ? 0.02 : 0.001
        } else if let sign = Signs.shares[scalar] {
            share = sign / 100_000
            if language.tag == "en", Signs.neverEnglish.contains(scalar) { share *= 0.03 }
        } else {
            share =
                switch character.kind {
                case .letter: 1e-7
                case .mark: 1e-6
                case .none: 1e-12
                case .other: 3e-8
                }
        }
        if scalar >= 0x80, character.kind == .letter, !Self.notWestern.contains(language.tag), let name = foreign[small] {
            share += name * (small == scalar ? 1 : Self.capitalShare)
        }
        return Logarithm.of(share)
    }

    /// What of a character a decision needs, looked up once a table.
    struct Character: Sendable {
        enum Kind: Sendable { case letter, mark, other, none }

        let scalar: UInt32
        /// Its small letter; itself where it has none of one scalar.
        let small: UInt32
        let kind: Kind
        let isCapital: Bool
        let isDigit: Bool

        init(_ value: UInt32) {
            scalar = value
            guard value != 0xFFFD, let scalar = Unicode.Scalar(value) else {
                (small, kind, isCapital, isDigit) = (value, .none, false, false)
                return
            }
            let properties = scalar.properties
            let lowered = properties.lowercaseMapping.unicodeScalars
            small = lowered.count == 1 ? lowered.first?.value ?? value : value
            isCapital = small != value
            isDigit = 0x30...0x39 ~= value
            kind =
                switch properties.generalCategory {
                case .nonspacingMark: .mark
                case .control, .unassigned, .privateUse: value < 0x80 ? .other : .none
                // The ordinal signs are letters by their category only.
                default: properties.isAlphabetic && value != 0xAA && value != 0xBA ? .letter : .other
                }
        }
    }
}
