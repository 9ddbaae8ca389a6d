import ArgumentParser

/// The flag of commands that read documents in a language that the documents need not tell.
struct LanguageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The language of the files, as en or pt-BR (BCP 47), instead of the one that each text tells.",
            valueName: "tag"))
    var language: String?

    /// The tag with the shortest code that its language has; nil where none was given.
    ///
    /// - Throws: `ValidationError` for what is no tag.
    func tag() throws -> String? {
        try language.map { text in
            guard let tag = LanguageTag(text) else {
                throw ValidationError("'\(text)' is no language tag: give one such as en, de or pt-BR.")
            }
            return tag.text
        }
    }
}
