import Entities

/// Who some words stand for.
struct Source {
    /// What the words stand for, as far as the text tells.
    enum Kind: UInt8 {
        case person, body, place, otherName
        /// Nobody by name: *a witness*, *officials*, *the idea*.
        case describedPerson, describedBody, description
    }

    /// The words.
    var words: Range<Int>
    /// The entities; none for a source without a name.
    var entities: [Int]
    /// The canonical name, or the words used.
    var name: String
    /// Compares sources: the same key is the same source.
    var key: Int
    var kind = Kind.description
    var isPronoun = false
    var isFirstPerson = false
    var isPlural = false
    /// Whether the words describe whom they stand for: *the newspaper*, *the Saudi monarch*.
    var isDescribed = false
    /// Whether it is a person by name that the recogniser left unnamed.
    var isUnrecognisedPerson = false
    var gender = Entities.Gender.unknown

    /// Whether a name is known for it.
    var isNamed: Bool { !entities.isEmpty || isUnrecognisedPerson }
}

/// What a reader has in mind at a place in the text.
struct Memory {
    /// Who spoke last.
    var last: Source?
    /// Genders that pronouns have shown, by the source's key.
    var genders: [Int: Entities.Gender] = [:]
    /// Keys of those whom the reported words name: who speaks seldom calls himself by name.
    var told: Set<Int> = []
}
