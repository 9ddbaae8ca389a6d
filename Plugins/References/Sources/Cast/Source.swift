package import Entities
package import Linguistics

/// Who a source is: equal where it is the same one, whatever the words.
package enum SourceID: Hashable, Sendable {
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
package struct Source: Sendable {
    /// What the words stand for, as far as the text tells.
    package enum Kind: UInt8, Sendable {
        case person, body, place, otherName
        /// Nobody by name: *a witness*, *officials*, *the idea*.
        case describedPerson, describedBody, description
    }

    /// The words.
    package var words: Range<Int>
    /// The entities; none for a source without a name.
    package var entities: [Int]
    /// The canonical name, or the words used.
    package var name: String
    package var id: SourceID
    package var kind = Kind.description
    package var isPronoun = false
    package var isFirstPerson = false
    package var isPlural = false
    /// Whether the words describe whom they stand for: *the newspaper*, *the Saudi monarch*.
    package var isDescribed = false
    /// Whether it is a person by name that the recogniser left unnamed.
    package var isUnrecognisedPerson = false
    package var gender = Entities.Gender.unknown

    /// Whether a name is known for it.
    package var isNamed: Bool { !entities.isEmpty || isUnrecognisedPerson }
}

/// What a reader has in mind at a place in the text.
package struct Memory {
    /// Who spoke last.
    package var last: Source?
    /// Genders that pronouns have shown, by who it is.
    var genders: [SourceID: Entities.Gender] = [:]
    /// Those whom the reported words name: who speaks seldom calls himself by name.
    var told: Set<SourceID> = []
    /// Who was asked something last, and in which sentence, while nobody has spoken in a later one.
    var asked: (id: SourceID, sentence: Int32)?

    /// Remembers who spoke last.
    package init(last: Source? = nil) { self.last = last }
}
