extension Sentiment {
    /// Which way a score points.
    public enum Label: String, Codable, Sendable, CaseIterable {
        /// Below what is neutral.
        case negative
        /// From −0.15 through 0.15; of an article, whose sentences readers feel as one, from −0.07 through 0.07.
        case neutral
        /// Above what is neutral.
        case positive

        /// The label of a score.
        ///
        /// - Parameters:
        ///   - score: The score.
        ///   - isArticle: Whether it is a mean of several sentences, which lies nearer to 0 than what they say.
        public init(score: Double, isArticle: Bool = false) {
            // Fitted on rated articles: docs/MODELS.md.
            let neutral = isArticle ? 0.07 : 0.15
            self = score < -neutral ? .negative : score > neutral ? .positive : .neutral
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

        /// Labels a score, that of an article where it is said to be one.
        public init(score: Double, strength: Double, isArticle: Bool = false) {
            self.score = score
            label = Label(score: score, isArticle: isArticle)
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

        /// What the judgements of an entity come to.
        public enum StanceLabel: String, Codable, Sendable, CaseIterable {
            /// It is judged badly.
            case critical
            /// It is judged well.
            case supportive
            /// Both stand in the text.
            case mixed
            /// It is spoken of, and judged neither way; the analyzer has no stance there instead.
            case neutral
        }

        /// A place where somebody judges an entity.
        public struct Judgement: Codable, Sendable, Hashable {
            /// The first code point of the sentence.
            public var start: Int
            /// The code point after the last.
            public var end: Int
            /// The entity that judges; nil for the writer, and for somebody who has no name.
            public var holder: String?
            /// The quote that it stands in; nil for the writer's own words.
            public var quote: String?
            /// `critical` or `supportive`.
            public var label: StanceLabel

            /// Describes a judgement.
            public init(start: Int, end: Int, holder: String?, quote: String?, label: StanceLabel) {
                self.start = start
                self.end = end
                self.holder = holder
                self.quote = quote
                self.label = label
            }
        }

        /// How an entity is judged, by a plain count of the places where it is.
        public struct Stance: Codable, Sendable, Hashable {
            /// What the judgements come to.
            public var label: StanceLabel
            /// Their mean, −1 (all critical) through 1, each by how sure it is.
            public var score: Double
            /// How sure the surest of them is, 0 through 1.
            public var confidence: Double
            /// The number of critical judgements.
            public var critical: Int
            /// The number of supportive ones.
            public var supportive: Int
            /// The number of mentions that are judged neither way.
            public var neutral: Int
            /// The judgements, in the order of the text.
            public var evidence: [Judgement]

            /// Describes a stance.
            public init(
                label: StanceLabel, score: Double, confidence: Double, critical: Int, supportive: Int, neutral: Int,
                evidence: [Judgement]
            ) {
                self.label = label
                self.score = score
                self.confidence = confidence
                self.critical = critical
                self.supportive = supportive
                self.neutral = neutral
                self.evidence = evidence
            }
        }

        /// Whether what befalls an entity is bad or good for it.
        public enum NewsLabel: String, Codable, Sendable, CaseIterable {
            /// It is accused, arrested, bereaved, fined, beaten.
            case bad
            /// It is cleared, awarded, elected, victorious.
            case good
            /// Both.
            case mixed
        }

        /// What befalls an entity.
        public struct News: Codable, Sendable, Hashable {
            /// Whether it is bad or good.
            public var label: NewsLabel
            /// The mean, −1 (all bad) through 1, each by how sure it is.
            public var score: Double
            /// The number of mentions at which something befalls it.
            public var mentions: Int

            /// Describes news.
            public init(label: NewsLabel, score: Double, mentions: Int) {
                self.label = label
                self.score = score
                self.mentions = mentions
            }
        }

        /// An entity, how it is judged and what befalls it.
        public struct Target: Codable, Sendable, Hashable {
            /// The entity's `id`.
            public var entity: String
            /// Its canonical name.
            public var name: String
            /// The number of mentions, pronouns among them.
            public var mentions: Int
            /// How it is judged; nil where nobody does.
            public var stance: Stance?
            /// What befalls it; nil for nothing.
            public var news: News?

            /// Describes a target.
            public init(entity: String, name: String, mentions: Int, stance: Stance? = nil, news: News? = nil) {
                self.entity = entity
                self.name = name
                self.mentions = mentions
                self.stance = stance
                self.news = news
            }
        }

        /// The tone of the whole text.
        public var document: DocumentScore
        /// The tone of each sentence, in order.
        public var sentences: [SentenceScore]
        /// The tone of each quote, in order.
        public var quotes: [QuoteScore]
        /// How each entity is judged and what befalls it, in the order of the entities.
        public var targets: [Target]

        /// Gathers findings.
        public init(
            document: DocumentScore, sentences: [SentenceScore], quotes: [QuoteScore], targets: [Target]
        ) {
            self.document = document
            self.sentences = sentences
            self.quotes = quotes
            self.targets = targets
        }
    }
}
