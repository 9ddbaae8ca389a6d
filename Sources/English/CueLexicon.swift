package import Linguistics

/// The words that report speech, with what they take and how surely they report.
package struct CueLexicon: Sendable {
    /// What a cue takes as its content.
    package struct Frames: OptionSet, Sendable {
        package let rawValue: UInt8

        @inlinable
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Marked words: *said "…"*.
        @inlinable package static var marks: Frames { Frames(rawValue: 1 << 0) }
        /// A finite clause, with or without *that*.
        @inlinable package static var clause: Frames { Frames(rawValue: 1 << 1) }
        /// A finite clause, but only with *that*, *whether* or a question word.
        @inlinable package static var thatClause: Frames { Frames(rawValue: 1 << 2) }
        /// An infinitive: *promised to go*.
        @inlinable package static var infinitive: Frames { Frames(rawValue: 1 << 3) }
        /// A person told stands between cue and content: *told reporters that*.
        @inlinable package static var object: Frames { Frames(rawValue: 1 << 4) }
        /// A noun phrase or *-ing* form, directly or behind a preposition: *denied taking*, *warned of*.
        @inlinable package static var nominal: Frames { Frames(rawValue: 1 << 5) }
        /// Describes a thing with marked words: *called it "…"*.
        @inlinable package static var describing: Frames { Frames(rawValue: 1 << 6) }
        /// Thought rather than speech.
        @inlinable package static var thought: Frames { Frames(rawValue: 1 << 7) }
    }

    /// The form in which a verb stands.
    package enum Form: UInt8, Sendable { case base, third, past, participle }

    /// One form of one cue.
    package struct Entry: Sendable {
        package var frames: Frames
        package var form: Form
        /// How surely the word reports speech, 0 through 1.
        package var weight: Float
        /// Whether the form is a common noun as well.
        package var isAlsoNoun: Bool
    }

    /// The cues of English.
    package static let shared = CueLexicon(.english)

    private let words: Words

    /// The cues of a table of words: each row that has frames, in all its forms.
    package init(_ words: Words) { self.words = words }

    /// The cue that a word is, if it is one.
    package func entry(_ hash: WordHash) -> Entry? {
        guard let row = words.index[hash] else { return nil }
        return words.rows[row].cue.map { words.cues[$0] }
    }
}

extension CueLexicon.Frames {
    /// The frames by their names in the table of words.
    static let names: [(String, CueLexicon.Frames)] = [
        ("marks", .marks), ("clause", .clause), ("thatClause", .thatClause), ("infinitive", .infinitive),
        ("object", .object), ("nominal", .nominal), ("describing", .describing), ("thought", .thought),
    ]
}
