/// The names that transcripts give speakers.
enum SpeakerName {
    /// The label of a speaker as printed transcripts write it.
    ///
    /// The numbers that recognisers give to voices, as `spk_0`, `SPEAKER_01` or `1`, become *Speaker 0*, *Speaker 1*; names
    /// stay as they are, but for the surname first as directories have it: *Reyes, Ada (Northline)* is *Ada Reyes*.
    ///
    /// - Returns: `nil` for what names nobody.
    static func label(of id: some StringProtocol) -> String? {
        let words = id.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty else { return nil }
        let digits = words.reversed().prefix { $0.isASCII && $0.isNumber }.count
        guard digits > 0, digits <= 6 else { return turned(words) ?? words }
        let number = String(words.suffix(digits).drop { $0 == "0" })
        var stem = words.dropLast(digits).lowercased()
        while let last = stem.last, last == "_" || last == "-" || last == " " || last == "#" { stem.removeLast() }
        switch stem {
        case "", "spk", "spkr", "speaker", "s": return "Speaker \(number.isEmpty ? "0" : number)"
        case "ch", "channel": return "Channel \(number.isEmpty ? "0" : number)"
        default: return words
        }
    }

    /// A name with the surname first, in the order in which it is said and without what a directory adds in brackets; nil for
    /// any other.
    private static func turned(_ words: String) -> String? {
        let parts = words.prefix { $0 != "(" && $0 != "[" }.split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.split(separator: " ") }
        guard parts.count == 2, let surname = parts[0].last, (1...2).contains(parts[1].count),
            parts[0].dropLast().allSatisfy(PersonName.isParticle),
            !parts[1].contains(where: { PersonName.isSuffix($0) || PersonName.isDegree($0) }), surname.count > 1
        else { return nil }
        let name = (parts[1] + parts[0]).joined(separator: " ")
        return PageAuthors.person(name, isSure: false) == nil ? nil : name
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
