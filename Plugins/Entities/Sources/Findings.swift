import AnalyzerKit
package import English
public import Linguistics

extension Entities {
    /// What kind of thing a name names.
    public enum EntityType: String, Codable, Sendable, CaseIterable {
        /// A person.
        case person = "PER"
        /// An organisation.
        case organization = "ORG"
        /// A place, country or facility.
        case location = "LOC"
        /// Nationalities and demonyms as such, events, works, laws, products.
        case miscellaneous = "MISC"
    }

    /// The grammatical gender that a text gives an entity, as far as it is known.
    public enum Gender: UInt8, Sendable {
        case unknown, male, female, neuter, plural

        /// The gender that a word tells, unknown where it tells none.
        package init(_ word: WordGender?) {
            switch word {
            case .male?: self = .male
            case .female?: self = .female
            case nil: self = .unknown
            }
        }
    }

    /// Somebody or something that the document names.
    public struct Entity: Codable, Sendable, Hashable {
        /// `e1`, `e2`, … in the order of first mention.
        public var id: String
        /// The canonical name: the most complete form in the document.
        public var name: String
        /// What kind of thing it is.
        public var type: EntityType
        /// The forms that the document uses, sorted.
        public var aliases: [String]
        /// Codes from registries, as `["iso3166": "RU"]`.
        public var codes: [String: String]
        /// The number of mentions.
        public var mentions: Int
        /// Not part of the report: the gender, for pronouns.
        public var gender: Gender = .unknown

        private enum CodingKeys: String, CodingKey { case id, name, type, aliases, codes, mentions }

        /// Describes an entity.
        public init(
            id: String, name: String, type: EntityType, aliases: [String] = [], codes: [String: String] = [:],
            mentions: Int = 0, gender: Gender = .unknown
        ) {
            self.id = id
            self.name = name
            self.type = type
            self.aliases = aliases
            self.codes = codes
            self.mentions = mentions
            self.gender = gender
        }
    }

    /// A name in the text.
    public struct Mention: Codable, Sendable, Hashable {
        /// The first code point.
        public var start: Int
        /// The code point after the last.
        public var end: Int
        /// The words.
        public var text: String
        /// What kind of thing they name here.
        public var type: EntityType
        /// The entity's `id`.
        public var entity: String
        /// How sure the recogniser is, 0 through 1.
        public var confidence: Double
        /// Not part of the report: the bytes.
        public var range = ByteRange(0, 0)
        /// Not part of the report: the tokens.
        public var tokens = 0..<0
        /// Not part of the report: the index in `Findings.entities`.
        public var entityIndex = -1

        /// What the words are, where they are no name.
        public var kind: Reference.Kind?

        private enum CodingKeys: String, CodingKey { case start, end, text, type, entity, confidence, kind }

        /// Describes a mention.
        public init(
            start: Int, end: Int, text: String, type: EntityType, entity: String, confidence: Double,
            range: ByteRange = ByteRange(0, 0), tokens: Range<Int> = 0..<0, entityIndex: Int = -1,
            kind: Reference.Kind? = nil
        ) {
            self.start = start
            self.end = end
            self.text = text
            self.type = type
            self.entity = entity
            self.confidence = confidence
            self.range = range
            self.tokens = tokens
            self.entityIndex = entityIndex
            self.kind = kind
        }

        /// Writes the report's part; only a pronoun or description has a `kind`.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(start, forKey: .start)
            try container.encode(end, forKey: .end)
            try container.encode(text, forKey: .text)
            try container.encode(type, forKey: .type)
            try container.encode(entity, forKey: .entity)
            try container.encode(confidence, forKey: .confidence)
            if let kind { try container.encode(kind, forKey: .kind) }
        }
    }

    /// Words other than a name that stand for an entity: *he*, *the president*.
    public struct Reference: Sendable, Hashable {
        /// What the words are.
        public enum Kind: String, Codable, Sendable {
            case pronoun, nominal

            /// How often such a reference is right on annotated documents.
            var confidence: Double { self == .pronoun ? 0.8 : 0.8 }
        }

        /// The bytes.
        public var range: ByteRange
        /// The tokens.
        public var tokens: Range<Int>
        /// What they are.
        public var kind: Kind
        /// The index in `Findings.entities`.
        public var entityIndex: Int

        /// Describes a reference.
        public init(range: ByteRange, tokens: Range<Int>, kind: Kind, entityIndex: Int) {
            self.range = range
            self.tokens = tokens
            self.kind = kind
            self.entityIndex = entityIndex
        }
    }

    /// Who and what a document names.
    public struct Findings: Codable, Sendable, Hashable {
        /// The entities in the order of their first mention.
        public var entities: [Entity]
        /// The mentions in the order of the text, disjoint.
        public var mentions: [Mention]
        /// Pronouns and nominals in the order of the text; part of the report only as `reportedReferences`.
        public var references: [Reference] = []
        /// The references as the report is to have them among the mentions.
        var reportedReferences: [Mention] = []

        private enum CodingKeys: String, CodingKey { case entities, mentions }

        /// Gathers findings.
        public init(entities: [Entity], mentions: [Mention], references: [Reference] = []) {
            self.entities = entities
            self.mentions = mentions
            self.references = references
        }

        /// Writes the report's part; references that are reported stand among the mentions and count as such.
        ///
        /// A description may hold names (*the Chinese leader*): of two that start together the longer comes first.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            guard !reportedReferences.isEmpty else {
                try container.encode(entities, forKey: .entities)
                try container.encode(mentions, forKey: .mentions)
                return
            }
            var counted = entities
            for reference in reportedReferences { counted[reference.entityIndex].mentions += 1 }
            try container.encode(counted, forKey: .entities)
            let all = (mentions + reportedReferences).sorted { ($0.start, -$0.end) < ($1.start, -$1.end) }
            try container.encode(all, forKey: .mentions)
        }

        /// A reference in the shape of a mention.
        func mention(of reference: Reference, in document: Document) -> Mention {
            let span = document.span(reference.range)
            let entity = entities[reference.entityIndex]
            return Mention(
                start: span.start, end: span.end, text: span.text, type: entity.type, entity: entity.id,
                confidence: reference.kind.confidence, range: reference.range, tokens: reference.tokens,
                entityIndex: reference.entityIndex, kind: reference.kind)
        }
    }
}
