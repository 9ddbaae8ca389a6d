package import Linguistics

/// What a word can do in a sentence, as far as shallow chunking needs to know.
package struct WordClass: OptionSet, Sendable {
    package let rawValue: UInt32

    @inlinable
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// An article or a word in its place: *the, many*.
    package static let determiner = WordClass(rawValue: 1 << 0)
    /// A preposition.
    package static let preposition = WordClass(rawValue: 1 << 1)
    /// A conjunction between equals.
    package static let coordinator = WordClass(rawValue: 1 << 2)
    /// A word that begins a clause within another.
    package static let subordinator = WordClass(rawValue: 1 << 3)
    /// An auxiliary verb, or what is left of one: *'ll*.
    package static let auxiliary = WordClass(rawValue: 1 << 4)
    /// A verb before a participle that makes a passive of it.
    package static let passive = WordClass(rawValue: 1 << 5)
    /// A pronoun that may be a subject.
    package static let subjectPronoun = WordClass(rawValue: 1 << 6)
    /// A pronoun of the first or second person.
    package static let firstOrSecondPerson = WordClass(rawValue: 1 << 7)
    /// A relative pronoun for people or things.
    package static let relative = WordClass(rawValue: 1 << 8)
    /// An adverb that may stand between a subject and its verb.
    package static let adverb = WordClass(rawValue: 1 << 9)
    /// A day, month or time of day.
    package static let time = WordClass(rawValue: 1 << 10)
    /// A possessive.
    package static let possessive = WordClass(rawValue: 1 << 11)
    /// A form of a verb that reports speech.
    package static let cueVerb = WordClass(rawValue: 1 << 12)
    /// A noun for a person by office, work or part in events: *minister, spokesman, witness*.
    package static let personNoun = WordClass(rawValue: 1 << 13)
    /// A noun for what can speak without being a person: *report, statement, officials, police*.
    package static let sourceNoun = WordClass(rawValue: 1 << 14)
    /// A word that introduces a term, a title or a nickname: *so-called, dubbed, entitled*.
    package static let naming = WordClass(rawValue: 1 << 15)
    /// A pronoun that may be an object.
    package static let objectPronoun = WordClass(rawValue: 1 << 16)
    /// A word of negation.
    package static let negation = WordClass(rawValue: 1 << 17)
    /// A title before a name.
    package static let honorific = WordClass(rawValue: 1 << 18)
    /// A common verb in a finite form that is no cue.
    package static let verb = WordClass(rawValue: 1 << 19)
    /// A noun whose presence before marks says that a work or a term is named: *song, film, word*.
    package static let titleNoun = WordClass(rawValue: 1 << 20)

    /// A number in letters.
    package static let numeral = WordClass(rawValue: 1 << 21)
    /// A noun for what somebody says, as in *the union's verdict: "…"*.
    package static let speechNoun = WordClass(rawValue: 1 << 22)

    /// The classes of every token, looked up once.
    package static func classes(of tokens: Tokens) -> ContiguousArray<WordClass> {
        let words = Words.english
        var classes = ContiguousArray<WordClass>(repeating: [], count: tokens.count)
        for index in 0..<tokens.count where tokens.kinds[index] == .word {
            classes[index] = words.classes(of: tokens.hashes[index])
        }
        return classes
    }

    /// The classes by their names in the table of words; `cueVerb` follows from a verb's frames.
    static let names: [(String, WordClass)] = [
        ("determiner", .determiner), ("preposition", .preposition), ("coordinator", .coordinator),
        ("subordinator", .subordinator), ("auxiliary", .auxiliary), ("passive", .passive),
        ("subjectPronoun", .subjectPronoun), ("firstOrSecondPerson", .firstOrSecondPerson), ("relative", .relative),
        ("adverb", .adverb), ("time", .time), ("possessive", .possessive), ("personNoun", .personNoun),
        ("sourceNoun", .sourceNoun), ("naming", .naming), ("objectPronoun", .objectPronoun), ("negation", .negation),
        ("honorific", .honorific), ("verb", .verb), ("titleNoun", .titleNoun), ("numeral", .numeral),
        ("speechNoun", .speechNoun),
    ]
}
