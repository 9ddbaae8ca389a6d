import Entities
import Linguistics

/// Who a source is: equal where it is the same one, whatever the words.
enum SourceID: Hashable {
    case entity(Int)
    /// Several together, in the order in which they are named.
    indirect case several([SourceID])
    /// A person whom the recogniser left unnamed, by the last word of the name.
    case name(WordHash)
    /// Whoever bears a label that no name spells, by the label.
    case label(WordHash)
    /// Nobody by name, by the head of the description.
    case description(WordHash)

    /// Who one or several entities are.
    init(entities: [Int]) {
        self = entities.count == 1 ? .entity(entities[0]) : .several(entities.map { .entity($0) })
    }
}

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
    var id: SourceID
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
    /// Genders that pronouns have shown, by who it is.
    var genders: [SourceID: Entities.Gender] = [:]
    /// Those whom the reported words name: who speaks seldom calls himself by name.
    var told: Set<SourceID> = []
}
