package import English
import Linguistics

/// Words that stand in or beside names and say what the name is.
package enum NameWords {
    /// Titles, ranks and roles that stand before a person's name and are no part of it.
    package static let titles = WordQuery.english(.modelTitle, .unmodelledTitle)
    /// Titles that only persons have.
    static let formsOfAddress = WordQuery.english(.formOfAddress)
    /// Words that organisations' names hold.
    static let organizationWords = WordQuery.english(.modelOrganization)
    /// What may follow a surname.
    static let suffixes = WordQuery.english(.nameSuffix)
    /// Letters of office and degree that follow names and are none themselves.
    static let degrees = WordQuery.english(.degree)
    /// Letters of honour, office and degree that may follow a name and are no part of it.
    package static let honours = WordQuery.english(.degree, .honour)

    /// Whether a title is taken off where the recogniser put it into a name; `Sheikh Hasina` is a name.
    static func isTrimmed(_ title: WordHash) -> Bool { titles.contains(title) && title != WordHash("sheikh") }
}
