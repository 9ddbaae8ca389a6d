extension Sentiment {
    /// Which way a score points.
    public enum Label: String, Codable, Sendable, CaseIterable {
        /// Below −0.15.
        case negative
        /// From −0.15 through 0.15.
        case neutral
        /// Above 0.15.
        case positive

        /// The label of a score.
        public init(score: Double) {
            self = score < -0.15 ? .negative : score > 0.15 ? .positive : .neutral
        }
    }

    /// A polarity, −1 through 1, with its label.
    public struct Score: Codable, Sendable, Hashable {
        /// The polarity.
        public var score: Double
        /// Its label.
        public var label: Label
        /// How much in the text it rests on, 0 through 1.
        public var strength: Double

        /// Labels a score.
        public init(score: Double, strength: Double) {
            self.score = score
            label = Label(score: score)
            self.strength = strength
        }
    }

    /// The tone of a document and its parts.
    public struct Findings: Codable, Sendable, Hashable {
        /// The tone of the whole text.
        public struct DocumentScore: Codable, Sendable, Hashable {
            /// The polarity of the whole text as readers feel it.
            public var score: Double
            /// Its label.
            public var label: Label
            /// How much in the text it rests on, 0 through 1.
            public var strength: Double
            /// The writer's own words only.
            public var voice: Score

            /// Describes a document's tone.
            public init(_ tone: Score, voice: Score) {
                score = tone.score
                label = tone.label
                strength = tone.strength
                self.voice = voice
            }
        }

        /// The tone of a sentence.
        public struct SentenceScore: Codable, Sendable, Hashable {
            /// The first code point.
            public var start: Int
            /// The code point after the last.
            public var end: Int
            /// The polarity.
            public var score: Double
            /// Its label.
            public var label: Label
            /// How much in the text it rests on, 0 through 1.
            public var strength: Double

            /// Describes a sentence's tone.
            public init(start: Int, end: Int, _ tone: Score) {
                self.start = start
                self.end = end
                score = tone.score
                label = tone.label
                strength = tone.strength
            }
        }

        /// The tone of a quote.
        public struct QuoteScore: Codable, Sendable, Hashable {
            /// The quote's `id`.
            public var quote: String
            /// The polarity.
            public var score: Double
            /// Its label.
            public var label: Label
            /// How much in the text it rests on, 0 through 1.
            public var strength: Double

            /// Describes a quote's tone.
            public init(quote: String, _ tone: Score) {
                self.quote = quote
                score = tone.score
                label = tone.label
                strength = tone.strength
            }
        }

        /// What one speaker, or the writer, thinks of an entity.
        public struct Stance: Codable, Sendable, Hashable {
            /// The speaker's entity; nil for the writer.
            public var speaker: String?
            /// The polarity.
            public var score: Double
            /// Its label.
            public var label: Label
            /// How much in the text it rests on, 0 through 1.
            public var strength: Double
            /// The number of mentions that it rests on.
            public var mentions: Int

            /// Describes a stance.
            public init(speaker: String?, _ stance: Score, mentions: Int) {
                self.speaker = speaker
                score = stance.score
                label = stance.label
                strength = stance.strength
                self.mentions = mentions
            }
        }

        /// The stance toward an entity.
        public struct Target: Codable, Sendable, Hashable {
            /// The entity's `id`.
            public var entity: String
            /// Its canonical name.
            public var name: String
            /// The polarity over all mentions.
            public var score: Double
            /// Its label.
            public var label: Label
            /// How much in the text it rests on, 0 through 1.
            public var strength: Double
            /// The number of mentions.
            public var mentions: Int
            /// The writer's and each speaker's stance.
            public var bySpeaker: [Stance]

            /// Describes a target.
            public init(
                entity: String, name: String, _ stance: Score, mentions: Int, bySpeaker: [Stance]
            ) {
                self.entity = entity
                self.name = name
                score = stance.score
                label = stance.label
                strength = stance.strength
                self.mentions = mentions
                self.bySpeaker = bySpeaker
            }
        }

        /// The stance toward an entity at one mention.
        public struct MentionScore: Codable, Sendable, Hashable {
            /// The first code point.
            public var start: Int
            /// The code point after the last.
            public var end: Int
            /// The entity's `id`.
            public var entity: String
            /// The polarity.
            public var score: Double
            /// Its label.
            public var label: Label
            /// How much in the text it rests on, 0 through 1.
            public var strength: Double

            /// Describes a mention's stance.
            public init(start: Int, end: Int, entity: String, _ stance: Score) {
                self.start = start
                self.end = end
                self.entity = entity
                score = stance.score
                label = stance.label
                strength = stance.strength
            }
        }

        /// The tone of the whole text.
        public var document: DocumentScore
        /// The tone of each sentence, in order.
        public var sentences: [SentenceScore]
        /// The tone of each quote, in order.
        public var quotes: [QuoteScore]
        /// The stance toward each entity, in the order of the entities.
        public var targets: [Target]
        /// The stance at each mention, in order.
        public var mentions: [MentionScore]

        /// Gathers findings.
        public init(
            document: DocumentScore, sentences: [SentenceScore], quotes: [QuoteScore], targets: [Target],
            mentions: [MentionScore]
        ) {
            self.document = document
            self.sentences = sentences
            self.quotes = quotes
            self.targets = targets
            self.mentions = mentions
        }
    }
}
