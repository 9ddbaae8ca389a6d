/// What is neither a letter nor ASCII, and how often it stands in running text.
enum Signs {
    /// How many of a hundred thousand characters each sign is: estimates for news text of many languages.
    static let shares: [UInt32: Float] = {
        var shares: [UInt32: Float] = [:]
        for (signs, share) in groups {
            for sign in signs.unicodeScalars { shares[sign.value] = share }
        }
        return shares
    }()

    private static let groups: [(String, Float)] = [
        ("’", 800), ("“”", 300), ("\u{A0}،", 200), ("–", 150), ("‘—", 80), ("…«»„", 60), ("\u{200C}", 30), ("£€؟", 20),
        ("•", 15), ("°¿؛", 10), ("¡", 8), ("─│═║", 3), ("º№", 6), ("ـ", 5), ("·§©ª", 4), ("®™½‹›‚", 3), ("²\u{AD}´", 2),
        ("¼¾×±³¢†\u{200E}\u{200F}", 1), ("¥‡¶µ÷¹", 0.4), ("¬′", 0.2), ("¦¤¨¸¯ˆ˜", 0.1),
    ]

    /// Whether a sign is one that texts of a language have.
    static func isOf(_ language: String, _ sign: UInt32) -> Bool {
        switch sign {
        case 0xA1, 0xBF: ["es", "ca", "gl", "eu"].contains(language)
        // An apostrophe in a few words at most, and no quotation mark.
        case 0x2019: !["el", "et", "lt", "lv"].contains(language)
        // Quotation marks of other languages.
        case 0xAB, 0xBB, 0x201A, 0x201E, 0x2039, 0x203A: language != "en"
        default: true
        }
    }

    /// How well a sign or letter that is not ASCII stands between its neighbours.
    ///
    /// - Parameters:
    ///   - character: The one in question.
    ///   - before: What stands before it, and before that.
    ///   - after: What stands behind it.
    /// - Returns: A natural logarithm; 0 where nothing speaks for it or against it.
    static func fit(
        _ character: LetterModel.Character, after before: (LetterModel.Character, LetterModel.Character),
        before after: LetterModel.Character
    ) -> Float {
        let (previous, last) = before
        let isAfterLetter = last.kind == .letter
        let isBeforeLetter = after.kind == .letter
        var fit: Float = 0
        switch character.kind {
        case .letter:
            // Word-inner capitals are rare, digits beside letters, and letters of their own.
            if character.isCapital, isAfterLetter, !last.isCapital { fit -= 4 }
            if character.isCapital, isAfterLetter, isBeforeLetter, !after.isCapital { fit -= 1 }
            if !character.isCapital, last.isCapital, previous.isCapital { fit -= 1.5 }
            if !character.isCapital, after.isCapital { fit -= 4 }
            if last.isDigit || after.isDigit { fit -= 3 }
            if !isAfterLetter, !isBeforeLetter, !words.contains(character.small) { fit -= 2.5 }
            // Syllables: a vowel hardly stands between vowels, nor a consonant between consonants.
            if isAfterLetter, isBeforeLetter, let isVowel = character.isVowel, last.isVowel == isVowel,
                after.isVowel == isVowel
            {
                fit -= isVowel ? 1.5 : 0.7
            }
        case .mark:
            if !isAfterLetter { fit -= 4 }
        case .none, .other:
            if isAfterLetter, isBeforeLetter, !joining.contains(character.scalar) { fit -= 4 }
            fit += fitOfSign(character.scalar, before, after)
        }
        return fit
    }

    private static func fitOfSign(
        _ sign: UInt32, _ before: (LetterModel.Character, LetterModel.Character), _ after: LetterModel.Character
    ) -> Float {
        let (previous, last) = before
        let isAfterLetter = last.kind == .letter
        let isBeforeLetter = after.kind == .letter
        switch sign {
        case 0x201C, 0x201E, 0x2018, 0x201A, 0xAB, 0x2039:
            if isAfterLetter { return sign == 0x2018 ? -1.5 : -3 }
            return after.scalar == 0x20 && sign != 0xAB ? -2 : 0
        case 0x201D:
            if last.scalar == 0x20 { return -3 }
            return isBeforeLetter ? -2 : 0
        case 0x2019:
            if isAfterLetter { return !last.isCapital && after.isCapital ? -1 : 0 }
            return isBeforeLetter ? (after.isCapital ? -3 : -1.5) : last.scalar == 0x20 ? -3 : -0.5
        case 0xA3, 0x20AC:
            if last.isDigit || after.isDigit { return 2.5 }
            return isAfterLetter || isBeforeLetter ? -2 : 0
        // In a word it stands before capitals at most: Paris–Roubaix.
        case 0x2013: return isAfterLetter && isBeforeLetter && !last.isCapital && !after.isCapital ? -2 : 0
        case 0x2026: return !isAfterLetter && isBeforeLetter ? -2 : 0
        case 0xB0: return last.isDigit || last.scalar == 0x20 && previous.isDigit ? 2 : last.scalar == 0x20 ? 0 : -3
        case 0xAA, 0xBA: return last.isDigit || last.scalar == 0x2E || last.scalar == 0x20 ? 0 : -3
        case 0xBF, 0xA1: return isAfterLetter || after.scalar == 0x20 ? -3 : 0
        case 0xA9: return after.scalar == 0x20 || after.isDigit ? 3 : 0
        default: return 0
        }
    }

    /// Letters that are words of their own, as Italian's è.
    private static let words = Set("àáåæèéíóöø".unicodeScalars.map(\.value))
    /// What stands inside words: the apostrophe, dashes, the middle dot of Catalan, the soft hyphen, the joiner of Persian.
    private static let joining: Set<UInt32> = [0x2019, 0x2018, 0x2013, 0x2014, 0xB7, 0xAD, 0x200C]
}
