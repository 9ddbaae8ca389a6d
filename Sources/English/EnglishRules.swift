import CEnglish
public import Linguistics

extension LanguageRules {
    /// The rules of English: the uses of the table of words and, only once they are asked for, `small-words.txt`.
    public static let english: LanguageRules = {
        do {
            return try Words.english.uses.withUnsafeBytes { table in
                try LanguageRules(table: table, isUsuallySmall: { smallWords.contains($0) })
            }
        } catch {
            // The table is part of the program, and a test reads it.
            preconditionFailure("The uses of words: \(error)")
        }
    }()

    /// Words that running text writes with a small letter nearly always.
    package static let smallWords: WordSet = {
        var size = 0
        let start = copydesk_english_small_words(&size)
        return WordSet(lines: UnsafeRawBufferPointer(start: start, count: size))
    }()
}
