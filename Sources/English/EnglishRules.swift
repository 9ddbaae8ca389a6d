internal import CEnglishRules
public import Linguistics

extension LanguageRules {
    /// The rules of English: `rules.tsv`, compiled in.
    public static let english: LanguageRules = {
        var size = 0
        let pointer = copydesk_english_rules(&size)
        do {
            return try LanguageRules(table: UnsafeRawBufferPointer(start: pointer, count: size))
        } catch {
            // The table is part of the program, and a test reads it.
            preconditionFailure("rules.tsv: \(error)")
        }
    }()
}
