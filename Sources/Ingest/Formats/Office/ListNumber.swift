/// The number of a list's item or of a heading, as word processors write it.
enum ListNumber {
    /// How a number is written.
    enum Form: Hashable {
        case decimal, zeroedDecimal, lowerLetter, upperLetter, lowerRoman, upperRoman
        /// Nothing.
        case none

        /// The form that a list's `type` asks for (HTML Living Standard, 4.4.5); nil for any other word.
        init?(markup: String) {
            switch markup {
            case "1": self = .decimal
            case "a": self = .lowerLetter
            case "A": self = .upperLetter
            case "i": self = .lowerRoman
            case "I": self = .upperRoman
            default: return nil
            }
        }
    }

    /// A number in a form.
    static func text(_ number: Int, _ form: Form) -> String {
        switch form {
        case .decimal: String(number)
        case .zeroedDecimal: number < 10 ? "0\(number)" : String(number)
        case .lowerLetter: letters(number)
        case .upperLetter: letters(number).uppercased()
        case .lowerRoman: roman(number)
        case .upperRoman: roman(number).uppercased()
        case .none: ""
        }
    }

    /// a … z, aa, bb …: the letter again for each time that the alphabet is through.
    private static func letters(_ number: Int) -> String {
        guard (1...26 * 30).contains(number), let letter = Unicode.Scalar(UInt32(0x61 + (number - 1) % 26)) else {
            return String(number)
        }
        return String(repeating: Character(letter), count: (number - 1) / 26 + 1)
    }

    private static let digits: [(value: Int, letters: String)] = [
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
        (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ]

    private static func roman(_ number: Int) -> String {
        guard (1...4999).contains(number) else { return String(number) }
        var rest = number
        var text = ""
        for digit in digits {
            while rest >= digit.value {
                text += digit.letters
                rest -= digit.value
            }
        }
        return text
    }
}
