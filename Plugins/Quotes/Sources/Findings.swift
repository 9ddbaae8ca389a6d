public import Linguistics

extension Quotes {
    /// What kind of quotation a span is.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Words in marks that are somebody's complete statement.
        case direct
        /// Marked words inside the writer's own sentence that are somebody's.
        case mixed
        /// Reported speech without marks.
        case indirect
        /// What a labelled speaker says in an interview or transcript.
        case turn
        /// Marked words that are nobody's speech.
        case scare
    }

    /// Who said it, or whom it is said to.
    public struct Speaker: Codable, Sendable, Hashable {
        /// The canonical name, or the words used where the speaker is no named entity.
        public var name: String
        /// The `id`s of the entities; empty for none, several for joint speakers.
        public var entities: [String]
        /// The first code point of the words that stand for the speaker.
        public var start: Int
        /// The code point after the last.
        public var end: Int
        /// The words.
        public var text: String

        /// Describes a speaker.
        public init(name: String, entities: [String], start: Int, end: Int, text: String) {
            self.name = name
            self.entities = entities
            self.start = start
            self.end = end
            self.text = text
        }
    }

    /// The word that reports the speech.
    public struct Cue: Codable, Sendable, Hashable {
        /// The first code point.
        public var start: Int
        /// The code point after the last.
        public var end: Int
        /// The words.
        public var text: String

        /// Describes a cue.
        public init(start: Int, end: Int, text: String) {
            self.start = start
            self.end = end
            self.text = text
        }
    }

    /// Somebody's words, or marked words that are nobody's.
    public struct Quote: Codable, Sendable, Hashable {
        /// `q1`, `q2`, … in the order of the text.
        public var id: String
        /// The first code point inside the marks.
        public var start: Int
        /// The code point after the last.
        public var end: Int
        /// The words.
        public var text: String
        /// What kind it is.
        public var kind: Kind
        /// The quote or turn that this one stands in.
        public var within: String?
        /// The quote whose interrupted sentence this one goes on with.
        public var continues: String?
        /// Who said it.
        public var speaker: Speaker?
        /// The word that reports it.
        public var cue: Cue?
        /// Whom the words are said to, where the text says so.
        public var addressee: Speaker?
        /// How sure it is that the words are somebody's, 0 through 1.
        public var speech: Double
        /// How sure the attribution is, 0 through 1.
        public var confidence: Double
        /// Not part of the report: the bytes.
        public var range = ByteRange(0, 0)
        /// Not part of the report: the indices of the speakers in `Entities.Findings.entities`.
        public var speakerIndices: [Int] = []

        private enum CodingKeys: String, CodingKey {
            case id, start, end, text, kind, within, continues, speaker, cue, addressee, speech, confidence
        }

        /// Describes a quote.
        public init(
            id: String, start: Int, end: Int, text: String, kind: Kind, within: String? = nil,
            continues: String? = nil, speaker: Speaker? = nil, cue: Cue? = nil,
            addressee: Speaker? = nil, speech: Double, confidence: Double,
            range: ByteRange = ByteRange(0, 0), speakerIndices: [Int] = []
        ) {
            self.id = id
            self.start = start
            self.end = end
            self.text = text
            self.kind = kind
            self.within = within
            self.continues = continues
            self.speaker = speaker
            self.cue = cue
            self.addressee = addressee
            self.speech = speech
            self.confidence = confidence
            self.range = range
            self.speakerIndices = speakerIndices
        }
    }

    /// One speaker's quotes.
    public struct SpeakerQuotes: Codable, Sendable, Hashable {
        /// The speaker's name.
        public var name: String
        /// The speaker's entity, where it is one.
        public var entity: String?
        /// The `id`s of the quotes in the order of the text.
        public var quotes: [String]
        /// How many words they have; a quote within another of the same speaker counts once.
        public var words: Int

        /// Gathers a speaker's quotes.
        public init(name: String, entity: String?, quotes: [String], words: Int) {
            self.name = name
            self.entity = entity
            self.quotes = quotes
            self.words = words
        }
    }

    /// Who said what in a document.
    public struct Findings: Codable, Sendable, Hashable {
        /// The quotes in the order of the text.
        public var quotes: [Quote]
        /// The speakers in the order of their first quote.
        public var speakers: [SpeakerQuotes]

        /// Gathers findings.
        public init(quotes: [Quote], speakers: [SpeakerQuotes]) {
            self.quotes = quotes
            self.speakers = speakers
        }
    }
}
