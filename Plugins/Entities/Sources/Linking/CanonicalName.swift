import AnalyzerKit
import English
import Linguistics

/// Writes an entity's name as a reference work would.
enum CanonicalName {
    /// The words of a name, with single spaces, and with capitals where the document has none or nothing else.
    static func written(_ range: Range<Int>, as type: Entities.EntityType, in document: Document) -> String {
        let tokens = document.tokens
        var name = ""
        let letters = range.filter { tokens.flags[$0].contains(.hasLetter) }
        let isShouted =
            letters.contains { isWord($0, in: document) }
            && letters.allSatisfy { tokens.flags[$0].contains(.allCapitals) }
            && (type == .person || type == .location || range.count > 1)
        let isLower = letters.allSatisfy {
            !tokens.flags[$0].contains(.capitalized) && !tokens.flags[$0].contains(.mixedCase)
        }
        for token in range where !EntityLinker.brackets.contains(tokens.hashes[token]) {
            if !name.isEmpty, tokens.flags[token].contains(.afterSpace) { name += " " }
            let word = document.text.string(in: tokens[token])
            let isSmall = token > range.lowerBound && small.contains(tokens.hashes[token])
            if isShouted && !word.dropLast().contains(".") {
                name += isSmall ? word.lowercased() : capitalized(word.lowercased())
            } else if isLower && !isSmall && tokens.kinds[token] == .word {
                name += capitalized(word)
            } else {
                name += word
            }
        }
        return name
    }

    /// Whether capitals are a word's rather than letters of an abbreviation: longer than four, or fit to be spoken.
    private static func isWord(_ token: Int, in document: Document) -> Bool {
        let word = document.text.bytes[document.tokens[token].indices]
        let consonants = word.split { "AEIOUY".utf8.contains($0) }
        return word.count > 4 || word.count == 4 && consonants.allSatisfy { $0.count < 3 }
    }

    private static func capitalized(_ word: String) -> String { word.prefix(1).uppercased() + String(word.dropFirst()) }

    private static let small = WordQuery.english(.smallInName)
}
