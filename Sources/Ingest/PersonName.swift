import English
import Linguistics

/// The names of people as bylines have them.
enum PersonName {
    private static let courtesies = WordQuery.english(.courtesy)
    private static let particles = WordQuery.english(.surnameParticle)
    private static let suffixes = WordQuery.english(.nameSuffix)
    private static let degrees = WordQuery.english(.degree, .honour)

    /// Whether a word before a name says nothing of who it is: *Dr.*
    static func isCourtesy(_ word: some StringProtocol) -> Bool { courtesies.contains(WordHash(folding: String(word))) }

    /// Whether a word in small letters may stand inside a name, or begin a word of it: *van*, *al-Sayed*.
    static func isParticle(_ word: some StringProtocol) -> Bool {
        particles.contains(WordHash(folding: String(word.prefix { $0 != "-" && $0 != "‑" })))
    }

    /// Whether a word behind a name is part of it: *Jr.*
    static func isSuffix(_ word: some StringProtocol) -> Bool { suffixes.contains(WordHash(folding: String(word))) }

    /// Whether a word behind a name is letters of degree or honour: *PhD*, *RN*; those of descent are part of the name.
    static func isDegree(_ word: some StringProtocol) -> Bool {
        let hash = WordHash(folding: String(word))
        guard !suffixes.contains(hash) else { return false }
        return degrees.contains(hash)
            || (2...4).contains(word.count) && isCapitals(word) && !word.contains { isVowel($0) }
    }

    /// A name as running text has it, where its source has it in capitals.
    ///
    /// *ADA O'BRIEN VAN DER BERG* is *Ada O'Brien van der Berg*; other names stay as they are.
    static func cased(_ name: String) -> String {
        let words = name.split(separator: " ")
        guard words.contains(where: { $0.count > 2 && !$0.contains(".") }),
            words.allSatisfy({ isCapitals($0) || isParticle($0.lowercased()) && $0.first?.isLowercase == true })
        else { return name }
        return words.enumerated().map { index, word in
            if index > 0, index < words.count - 1, particles.contains(WordHash(folding: String(word))) {
                return word.lowercased()
            }
            // *J.D.*, *JK*, *III*
            if word.contains(".") && word.count <= 5 || suffixes.contains(WordHash(folding: String(word))) {
                return String(word)
            }
            if word.count <= 3, !word.contains(where: isVowel) { return String(word) }
            return casedWord(word)
        }.joined(separator: " ")
    }

    private static func casedWord(_ word: Substring) -> String {
        var result = ""
        var startsPart = true
        for character in word {
            result += startsPart ? String(character) : character.lowercased()
            // *O'Brien* and *Jean-Luc*, but not *Ada's*
            startsPart = "-‑".contains(character) || "'’".contains(character) && result.count <= 2
            if result == "Mc" { startsPart = true }
        }
        return result
    }

    private static func isCapitals(_ word: some StringProtocol) -> Bool {
        word.contains { $0.isLetter } && !word.contains { $0.isLowercase }
    }

    private static func isVowel(_ character: Character) -> Bool {
        "AEIOUYÀÁÂÄÅÆÈÉÊËÌÍÎÏÒÓÔÖØÙÚÛÜ".contains(character.uppercased())
    }
}
