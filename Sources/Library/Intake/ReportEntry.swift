/// A report as the library keeps it: what can be asked of it, and nothing that depends on other reports.
struct ReportEntry: Sendable {
    var document: DocumentEntry
    /// The text, whose offsets quotes have.
    var text: String
    /// The words of title and text, as the index of words takes them.
    var titleWords: String?
    var textWords: String
    /// By their number in the document, as the report has them.
    var appearances: [Appearance] = []
    var quotes: [QuoteEntry] = []

    /// An agency's envelope, as far as it decides which version counts.
    struct Envelope: Codable, Sendable, Hashable {
        var id: String?
        var version: String?
        var status: String?
        var signals: [String]
        var embargo: String?
        var urgency: Int?
        var slugline: String?
        var source: String?
    }

    /// The document's own facts.
    struct DocumentEntry: Sendable {
        var path: String
        var sha256: String
        var title: String?
        var authors: [String]
        var publisher: String?
        var url: String?
        var language: String
        var mediaType: String
        var published: String?
        /// When the report was delivered, in seconds since 1970.
        var delivered: Int
        /// When it was published, or else delivered, in seconds since 1970.
        var time: Int
        var words: Int
        var tone: Double?
        var toneLabel: String?
        var partOf: String?
        var partNumber: Int?
        var wire: Envelope?
        /// What versions of one story share; nil for what has none.
        var storyKey: String?
    }

    /// Somebody or something that the document names.
    struct Appearance: Sendable {
        var type: NameType
        var name: String
        /// The name folded.
        var key: String
        /// The other forms that the document uses.
        var aliases: [String]
        /// Those folded, each once, without the name's.
        var aliasKeys: [String]
        var mentions: Int
        /// Whether it tells anything to be named beside it: not a country, nor half a name.
        var isCompany: Bool
        var stance: StanceEntry?
        var news: NewsEntry?
        /// How the document speaks of it where it quotes it.
        var pronoun: Pronoun?
        /// The quotes, and the words in them.
        var quotes = 0
        var words = 0

        /// Whether it is only half a name, which other documents may complete: one word of a person's, or capitals.
        let isLoner: Bool
        /// Whether it is a name that others may have the half of.
        let isWhole: Bool
    }

    struct StanceEntry: Sendable, Hashable {
        var label: String
        var score: Double
        var critical: Int
        var supportive: Int
        var neutral: Int
    }

    struct NewsEntry: Sendable, Hashable {
        var label: String
        var score: Double
        var mentions: Int
    }

    /// Somebody's words.
    struct QuoteEntry: Sendable {
        var start: Int
        var end: Int
        var kind: String
        /// Whom the report names; nil where nobody is.
        var speaker: String?
        /// The speakers' numbers among the appearances.
        var speakers: [Int]
        var source: SourceKind
        var words: Int
        var confidence: Double
        /// The numbers of those who are named in the quote.
        var about: [Int]
    }
}

/// What kind of thing a name names; the raw value is what the database has.
package enum NameType: Int, Sendable, CaseIterable {
    case person, organization, location, miscellaneous

    /// As reports have it.
    package var code: String {
        switch self {
        case .person: "PER"
        case .organization: "ORG"
        case .location: "LOC"
        case .miscellaneous: "MISC"
        }
    }

    package init?(code: String) {
        guard let type = Self.allCases.first(where: { $0.code == code.uppercased() }) else { return nil }
        self = type
    }
}

/// Who is quoted; the raw value is what the database has.
package enum SourceKind: Int, Sendable, CaseIterable {
    case person, organization, place, unnamed, nobody

    /// What people call it.
    package var name: String {
        switch self {
        case .person: "people"
        case .organization: "organisations"
        case .place: "places and others"
        case .unnamed: "unnamed"
        case .nobody: "no speaker given"
        }
    }
}

/// The pronoun by which a text speaks of somebody; the raw value is what the database has.
package enum Pronoun: Int, Sendable, CaseIterable {
    case he, she, they
    /// One text uses several.
    case mixed

    package var name: String {
        switch self {
        case .he: "he"
        case .she: "she"
        case .they: "they"
        case .mixed: "mixed"
        }
    }

    /// The pronoun that a word is a form of; nil for every other word.
    init?(word: String) {
        switch Folding.folded(word) {
        case "he", "him", "his", "himself": self = .he
        case "she", "her", "hers", "herself": self = .she
        case "they", "them", "their", "theirs", "themselves", "themself": self = .they
        default: return nil
        }
    }
}
