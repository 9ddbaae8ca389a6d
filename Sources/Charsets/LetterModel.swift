import CCharsetModel

/// How likely each character is in each language, so that bytes can be read as the charset in which they say most.
///
/// Shares of letters are of lingua 1.3.5's models (`Training/Charsets`); of signs, estimates for news text.
struct LetterModel: Sendable {
    /// The model compiled in.
    static let shared = LetterModel()

    /// A language's letters with their shares.
    struct Language: Sendable {
        let tag: String
        let letters: [UInt32: Float]
    }

    /// A charset's bytes and languages as columns and rows of the model.
    struct Table: Sendable {
        let charset: SingleByteCharset
        let columns: [Int]
        let rows: [Int]
    }

    /// All languages, by tag.
    let languages: [Language]
    /// All charsets of single bytes.
    let tables: [Table]
    /// What is known of the character of each column.
    let characters: [Character]
    /// The rows of languages that are written in Latin letters west of where others have charsets of their own.
    let western: [Int]
    private let columns: [UInt32: Int]
    /// The natural logarithm of each character's share in each language: a row a language.
    private let logShares: [Float]

    private init() {
        let bytes = UnsafeRawBufferPointer(
            start: copydesk_charset_letters(), count: copydesk_charset_letters_size())
        let languages = String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap {
            Self.language(of: $0)
        }
        let western = languages.indices.filter { !Self.notWestern.contains(languages[$0].tag) }

        var columns: [UInt32: Int] = [:]
        var scalars: [UInt32] = []
        for scalar in Array(0..<128) + SingleByteCharset.all.flatMap(\.scalars) + Signs.shares.keys.sorted()
        where columns[scalar] == nil {
            columns[scalar] = scalars.count
            scalars.append(scalar)
        }
        let characters = scalars.map { Character($0) }
        let foreign = Self.foreignShares(languages, western)
        self.languages = languages
        self.western = western
        self.columns = columns
        self.characters = characters
        logShares = languages.flatMap { language in
            let names = Self.notWestern.contains(language.tag) ? [:] : foreign
            return characters.map { Logarithm.of(Self.share(of: $0, in: language, names: names)) }
        }
        tables = SingleByteCharset.all.map { charset in
            Table(
                charset: charset, columns: charset.scalars.map { columns[$0] ?? 0 },
                rows: charset.languages.isEmpty
                    ? western : languages.indices.filter { charset.languages.contains(languages[$0].tag) })
        }
    }

    /// A language from a line of the data: its tag, then each letter with its share in hundred thousandths.
    private static func language(of line: Substring) -> Language? {
        let fields = line.split(separator: "\t")
        guard fields.count == 2 else { return nil }
        var letters: [UInt32: Float] = [:]
        for entry in fields[1].split(separator: " ") {
            var digits = entry.unicodeScalars
            guard let letter = digits.popFirst(), let count = Float(String(digits)) else { continue }
            letters[letter.value] = count / 100_000
        }
        // Marks that are characters of their own: in windows-1258, of letters with two; in Thai, vowels and tones.
        switch fields[0] {
        case "vi": letters.merge([0x0300, 0x0301, 0x0303, 0x0309, 0x0323].map { ($0, 0.02) }) { $1 }
        case "th":
            letters.merge(([0x0E31] + Array(0x0E34...0x0E39) + Array(0x0E47...0x0E4C)).map { ($0, 0.015) }) { $1 }
        default: break
        }
        return Language(tag: String(fields[0]), letters: letters)
    }

    /// What letters of other Western languages cost in a text of one: names have them.
    private static func foreignShares(_ languages: [Language], _ western: [Int]) -> [UInt32: Float] {
        var sums: [UInt32: Float] = [:]
        for row in western { sums.merge(languages[row].letters, uniquingKeysWith: +) }
        return sums.mapValues { $0 / Float(western.count) * foreignShare }
    }

    private static let notWestern: Set<String> = [
        "ar", "az", "be", "bg", "bn", "bs", "cs", "el", "eo", "et", "fa", "gu", "he", "hi", "hr", "hu", "hy", "ja",
        "ka", "kk",
        "ko", "lt", "lv", "mk", "mn", "mr", "pa", "pl", "ro", "ru", "sk", "sl", "sr", "ta", "te", "th", "tr", "uk",
        "ur",
        "vi", "zh",
    ]
    /// The share of letters in words of other languages.
    private static let foreignShare: Float = 0.02
    /// Letters among all characters.
    private static let letterShare: Float = 0.77
    /// Capitals among letters.
    private static let capitalShare: Float = 0.04
    /// The share of what no text is known to have.
    static let leastShare: Float = 3e-8

    private static func share(of character: Character, in language: Language, names: [UInt32: Float]) -> Float {
        let (scalar, small) = (character.scalar, character.small)
        var share: Float
        if let letter = language.letters[scalar] {
            share = letter * letterShare
        } else if small != scalar, let letter = language.letters[small] {
            share = letter * letterShare * capitalShare
        } else if scalar < 0x80 {
            share = scalar == 0x20 ? 0.02 : 0.001
        } else if let sign = Signs.shares[scalar] {
            share = sign / 100_000
            if !Signs.isOf(language.tag, scalar) { share *= 0.03 }
        } else {
            share =
                switch character.kind {
                case .letter: 1e-7
                case .mark: 1e-6
                case .none: 1e-12
                case .other: leastShare
                }
        }
        if scalar >= 0x80, character.kind == .letter, let name = names[small] {
            share += name * (small == scalar ? 1 : capitalShare)
        }
        return share
    }

    /// The column of a character; `nil` for one that no charset of single bytes has.
    func column(of scalar: UInt32) -> Int? { columns[scalar] }

    /// The natural logarithm of the share of a column's character in texts of a row's language.
    func logShare(row: Int, column: Int) -> Float { logShares[row * characters.count + column] }

    /// A language by its code.
    func language(_ tag: String) -> Language? { languages.first { $0.tag == tag } }

    /// What of a character a decision needs, looked up once.
    struct Character: Sendable {
        enum Kind: Sendable { case letter, mark, other, none }

        let scalar: UInt32
        /// Its small letter; itself where it has none of one scalar.
        let small: UInt32
        let kind: Kind
        let isCapital: Bool
        let isDigit: Bool
        /// Whether it is a vowel, of Latin letters with marks or without.
        let isVowel: Bool?

        init(_ value: UInt32) {
            scalar = value
            guard value != 0xFFFD, let scalar = Unicode.Scalar(value) else {
                (small, kind, isCapital, isDigit, isVowel) = (value, .none, false, false, nil)
                return
            }
            let properties = scalar.properties
            let lowered = properties.lowercaseMapping.unicodeScalars
            small = lowered.count == 1 ? lowered.first?.value ?? value : value
            isCapital = small != value
            isDigit = 0x30...0x39 ~= value
            isVowel = Self.isVowel(lowered)
            kind =
                switch properties.generalCategory {
                case .nonspacingMark: .mark
                case .control, .unassigned, .privateUse: value < 0x80 ? .other : .none
                // The ordinal signs are letters by their category only.
                default: properties.isAlphabetic && value != 0xAA && value != 0xBA ? .letter : .other
                }
        }

        private static func isVowel(_ small: String.UnicodeScalarView) -> Bool? {
            guard small.count == 1, let scalar = small.first else { return nil }
            if "æøœı".unicodeScalars.contains(scalar) { return true }
            // As in LATIN SMALL LETTER E WITH GRAVE.
            let words = scalar.properties.name?.split(separator: " ") ?? []
            guard words.starts(with: ["LATIN", "SMALL", "LETTER"]), words.count > 3, words[3].utf8.count == 1 else {
                return nil
            }
            return "AEIOUY".contains(words[3])
        }
    }
}
