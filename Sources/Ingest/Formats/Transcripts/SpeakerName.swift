/// The names that transcripts give speakers.
enum SpeakerName {
    /// The label of a speaker as printed transcripts write it.
    ///
    /// The numbers that recognisers give to voices, as `spk_0`, `SPEAKER_01` or `1`, become *Speaker 0*, *Speaker 1*; names
    /// stay as they are.
    ///
    /// - Returns: `nil` for what names nobody.
    static func label(of id: some StringProtocol) -> String? {
        let words = id.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty else { return nil }
        let digits = words.reversed().prefix { $0.isASCII && $0.isNumber }.count
        guard digits > 0, digits <= 6 else { return words }
        let number = String(words.suffix(digits).drop { $0 == "0" })
        var stem = words.dropLast(digits).lowercased()
        while let last = stem.last, last == "_" || last == "-" || last == " " || last == "#" { stem.removeLast() }
        switch stem {
        case "", "spk", "spkr", "speaker", "s": return "Speaker \(number.isEmpty ? "0" : number)"
        case "ch", "channel": return "Channel \(number.isEmpty ? "0" : number)"
        default: return words
        }
    }
}

extension StringProtocol {
    /// The words without white space at the ends.
    var trimmed: String {
        var words = Substring(self).drop(while: \.isWhitespace)
        while words.last?.isWhitespace == true { words.removeLast() }
        return String(words)
    }
}
