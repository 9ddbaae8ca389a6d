package import Linguistics

/// What a word can do in a sentence, as far as shallow chunking needs to know.
///
/// Public, though no plugin's author sees it: sets of classes written as literals in other modules are constants only then,
/// arrays made at each test else (Swift 6.3).
public struct WordClass: OptionSet, Sendable {
    /// One bit for each class.
    public let rawValue: UInt32

    /// Makes a set of the classes whose bits are set.
    @inlinable
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// An article or a word in its place: *the, many*.
    @inlinable public static var determiner: WordClass { WordClass(rawValue: 1 << 0) }
    /// A preposition.
    @inlinable public static var preposition: WordClass { WordClass(rawValue: 1 << 1) }
    /// A conjunction between equals.
    @inlinable public static var coordinator: WordClass { WordClass(rawValue: 1 << 2) }
    /// A word that begins a clause within another.
    @inlinable public static var subordinator: WordClass { WordClass(rawValue: 1 << 3) }
    /// An auxiliary verb, or what is left of one: *'ll*.
    @inlinable public static var auxiliary: WordClass { WordClass(rawValue: 1 << 4) }
    /// A verb before a participle that makes a passive of it.
    @inlinable public static var passive: WordClass { WordClass(rawValue: 1 << 5) }
    /// A pronoun that may be a subject.
    @inlinable public static var subjectPronoun: WordClass { WordClass(rawValue: 1 << 6) }
    /// A pronoun of the first or second person.
    @inlinable public static var firstOrSecondPerson: WordClass { WordClass(rawValue: 1 << 7) }
    /// A relative pronoun for people or things.
    @inlinable public static var relative: WordClass { WordClass(rawValue: 1 << 8) }
    /// An adverb that may stand between a subject and its verb.
    @inlinable public static var adverb: WordClass { WordClass(rawValue: 1 << 9) }
    /// A day, month or time of day.
    @inlinable public static var time: WordClass { WordClass(rawValue: 1 << 10) }
    /// A possessive.
    @inlinable public static var possessive: WordClass { WordClass(rawValue: 1 << 11) }
    /// A form of a verb that reports speech.
    @inlinable public static var cueVerb: WordClass { WordClass(rawValue: 1 << 12) }
    /// A noun for a person by office, work or part in events: *minister, spokesman, witness*.
    @inlinable public static var personNoun: WordClass { WordClass(rawValue: 1 << 13) }
    /// A noun for what can speak without being a person: *report, statement, officials, police*.
    @inlinable public static var sourceNoun: WordClass { WordClass(rawValue: 1 << 14) }
    /// A word that introduces a term, a title or a nickname: *so-called, dubbed, entitled*.
    @inlinable public static var naming: WordClass { WordClass(rawValue: 1 << 15) }
    /// A pronoun that may be an object.
    @inlinable public static var objectPronoun: WordClass { WordClass(rawValue: 1 << 16) }
    /// A word of negation.
    @inlinable public static var negation: WordClass { WordClass(rawValue: 1 << 17) }
    /// A title before a name.
    @inlinable public static var honorific: WordClass { WordClass(rawValue: 1 << 18) }
    /// A common verb in a finite form that is no cue.
    @inlinable public static var verb: WordClass { WordClass(rawValue: 1 << 19) }
    /// A noun whose presence before marks says that a work or a term is named: *song, film, word*.
    @inlinable public static var titleNoun: WordClass { WordClass(rawValue: 1 << 20) }

    /// A number in letters.
    @inlinable public static var numeral: WordClass { WordClass(rawValue: 1 << 21) }
    /// A noun for what somebody says, as in *the union's verdict: "…"*.
    @inlinable public static var speechNoun: WordClass { WordClass(rawValue: 1 << 22) }

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
