internal import CEnglishRules
public import Linguistics

extension LanguageRules {
    /// The rules of English: `rules.tsv` and, only once they are asked for, `small-words.txt`, both compiled in.
    public static let english: LanguageRules = {
        var size = 0
        let pointer = copydesk_english_rules(&size)
        do {
            return try LanguageRules(
                table: UnsafeRawBufferPointer(start: pointer, count: size),
                isUsuallySmall: { smallWords.contains($0) })
        } catch {
            // The table is part of the program, and a test reads it.
            preconditionFailure("rules.tsv: \(error)")
        }
    }()

    private static let smallWords: WordSet = {
        var size = 0
        let pointer = copydesk_english_small_words(&size)
        return WordSet(lines: UnsafeRawBufferPointer(start: pointer, count: size))
    }()
}
