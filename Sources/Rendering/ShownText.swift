/// Words of others as they are shown to people, on pages and on a terminal alike.
///
/// They cannot steer what shows them: marks of direction reach no further than the words themselves (`Direction`), a control
/// character becomes its picture (U+2400 and those behind it), and one without a picture its number, as `\u{9B}`. JSON and CSV, which
/// programs read, have the words as they are.
package enum ShownText {
    /// Words on one line, line ends and tabulators as spaces.
    package static func line(_ words: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in Direction.balanced(words).unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: shown.append(" ")
            case 0..<0x20: shown.append(Unicode.Scalar(UInt32(0x2400) + scalar.value) ?? " ")
            case 0x7F: shown.append("\u{2421}")
            case 0x80..<0xA0, 0xFFFE, 0xFFFF: shown.append(contentsOf: number(of: scalar.value).unicodeScalars)
            default: shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// How a character is written of which there is no picture.
    static func number(of value: UInt32) -> String { "\\u{\(String(value, radix: 16, uppercase: true))}" }
}
