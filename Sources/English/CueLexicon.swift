package import Linguistics

/// The words that report speech, with what they take and how surely they report.
package struct CueLexicon: Sendable {
    /// What a cue takes as its content.
    package struct Frames: OptionSet, Sendable {
        @usableFromInline package let rawValue: UInt8

        @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

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

    package static let shared = CueLexicon()

    private let entries: WordTable<Entry>
    /// All the forms.
    let words: [WordHash]

    /// The cue that a word is, if it is one.
    package func entry(_ hash: WordHash) -> Entry? { entries[hash] }

    private init() {
        var entries: [WordHash: Entry] = [:]
        for (line, frames, weight) in Self.table {
            for item in line.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
                let parts = item.split(separator: "/").map(String.init)
                let forms = parts.count == 4 ? parts : Self.inflect(parts[0])
                let kinds: [Form] = [.base, .third, .past, .participle]
                for (form, word) in zip(kinds, forms) {
                    let hash = WordHash(folding: word)
                    guard entries[hash] == nil else { continue }
                    let isNoun = (form == .base || form == .third) && Self.nouns.contains(forms[0])
                    entries[hash] = Entry(frames: frames, form: form, weight: weight, isAlsoNoun: isNoun)
                }
            }
        }
        words = Array(entries.keys)
        self.entries = WordTable(entries.map { ($0.key, $0.value) })
    }

    /// Third person, past and participle of a regular verb.
    private static func inflect(_ base: String) -> [String] {
        let vowels: Set<Character> = ["a", "e", "i", "o", "u"]
        let last = base.last ?? " "
        let before = base.dropLast().last ?? " "
        if last == "e" { return [base, base + "s", base + "d", String(base.dropLast()) + "ing"] }
        if last == "y" && !vowels.contains(before) {
            return [base, String(base.dropLast()) + "ies", String(base.dropLast()) + "ied", base + "ing"]
        }
        let sibilant = base.hasSuffix("s") || base.hasSuffix("sh") || base.hasSuffix("ch") || base.hasSuffix("x")
        let third = base + (sibilant ? "es" : "s")
        if doubled.contains(base) { return [base, third, base + String(last) + "ed", base + String(last) + "ing"] }
        return [base, third, base + "ed", base + "ing"]
    }

    private static let doubled: Set<String> = ["admit", "quip", "plan", "blog", "sob", "chat", "rap", "snap"]
    private static let nouns: Set<String> = [
        "report", "claim", "comment", "note", "call", "answer", "state", "demand", "order", "post", "question", "reply",
        "remark", "promise", "pledge", "vow", "request", "estimate", "forecast", "joke", "cry", "shout", "whisper",
        "tweet",
        "threat", "charge", "plan", "protest", "counter", "offer", "laugh", "sigh", "smile", "dispute", "hope", "fear",
        "thought",
        "attack", "praise", "blame", "mock", "slam", "blast", "hail", "roar", "bark", "scream", "growl", "gasp", "snap",
        "yell",
        "boast", "hint", "quote", "label", "brand", "term", "read", "text", "challenge", "address", "warning",
        "finding", "reason", "tease", "jest", "retort", "quip", "taunt", "murmur", "moan",
    ]

    private static let table: [(String, Frames, Float)] = [
        ("say/says/said/saying", [.marks, .clause], 1),
        ("quoth/quoth/quoth/quoth", [.marks], 1),
        ("tell/tells/told/telling", [.marks, .clause, .object, .infinitive], 1),
        (
            "add explain note argue insist claim assert declare state report admit acknowledge concede "
                + "confirm suggest stress emphasize emphasise contend maintain allege caution conclude predict reiterate "
                + "assess underscore highlight underline attest affirm confide "
                + "reveal testify complain disclose quip joke lament remark observe write/writes/wrote/writing recall boast "
                + "tweet write/writes/written/writing", [.marks, .clause], 0.9
        ),
        ("announce", [.marks, .clause, .nominal], 0.9),
        ("deny", [.marks, .clause, .nominal], 0.85),
        ("believe think/thinks/thought/thinking", [.marks, .clause, .thought], 0.45),
        ("ask", [.marks, .thatClause, .object, .infinitive], 0.9),
        ("warn", [.marks, .clause, .object], 0.9),
        ("charge", [.marks, .thatClause], 0.4),
        ("inform remind assure notify", [.marks, .clause, .object], 0.7),
        ("reply respond answer", [.marks, .thatClause], 0.95),
        (
            "counter retort protest plead object", [.marks, .thatClause], 0.85
        ),
        (
            "inquire enquire bellow hiss drawl rejoin interpose croak squeak splutter moan groan wail thunder "
                + "recite proclaim intone shout yell cry exclaim whisper mutter murmur scream growl snap sigh gasp beg "
                + "grumble chuckle sob bark roar mumble stammer chant", [.marks], 0.85
        ),
        (
            "comment continue muse opine chime interject interrupt blog vent scoff shrug venture recount "
                + "elaborate conclude", [.marks, .thatClause], 0.8
        ),
        ("agree mean/means/meant/meaning", [.marks, .thatClause], 0.4),
        ("vow pledge promise threaten", [.marks, .clause, .infinitive], 0.75),
        ("urge order instruct request advise", [.marks, .infinitive, .object, .thatClause], 0.6),
        ("demand", [.marks, .thatClause, .nominal], 0.65),
        ("quote text signal indicate show/shows/showed/showing", [.marks, .thatClause, .thought], 0.35),
        ("estimate forecast speculate hint", [.marks, .clause], 0.6),
        ("call label brand dub term deem", [.describing], 0.75),
        ("describe liken compare characterize characterise refer portray depict", [.describing], 0.8),
        ("embrace tout herald paint frame", [.describing], 0.5),
        ("accuse blame", [.describing, .nominal, .object], 0.7),
        (
            "criticize criticise condemn denounce decry blast slam hail praise dismiss reject mock ridicule "
                + "welcome defend attack rebuke deride applaud", [.describing], 0.6
        ),
        (
            "reason swear/swears/swore/swearing clarify reaffirm theorize theorise posit surmise reckon gripe brag specify "
                + "bemoan", [.marks, .thatClause], 0.7
        ),
        (
            "exhort implore jest tease whine deadpan preach taunt jeer holler pray persist ponder reflect chide scold "
                + "snarl coo bluster repeat", [.marks], 0.6
        ),
        ("point", [.marks, .thatClause], 0.85),
        ("propose recommend", [.marks, .thatClause, .nominal], 0.5),
        (
            "post sing/sings/sang/singing read/reads/read/reading begin/begins/began/beginning open go/goes/went/going "
                + "disagree laugh smile nod crow gush rage fume beam grin shoot/shoots/shot/shooting "
                + "volunteer correct offer put/puts/put/putting speak/speaks/spoke/speaking express voice "
                + "thank apologize apologise", [.marks], 0.35
        ),
        ("hope expect fear", [.marks, .thought], 0.3),
        ("question wonder", [.marks, .thatClause], 0.5),
        ("find/finds/found/finding", [.thatClause, .thought], 0.3),
    ]
}
