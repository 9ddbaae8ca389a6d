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
        /// The `id` of the country of a people or its adjective, where the document names it: of *Russian* that of Russia.
        public var of: String?
        /// Not part of the report: the gender, for pronouns.
        public var gender: Gender = .unknown

        private enum CodingKeys: String, CodingKey { case id, name, type, aliases, codes, of, mentions }

        /// Describes an entity.
        public init(
            id: String, name: String, type: EntityType, aliases: [String] = [], codes: [String: String] = [:],
            of: String? = nil, mentions: Int = 0, gender: Gender = .unknown
        ) {
            self.id = id
            self.name = name
            self.type = type
            self.aliases = aliases
            self.codes = codes
            self.of = of
            self.mentions = mentions
            self.gender = gender
        }

        /// Writes the entity, with `of` also where it is `null`.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(name, forKey: .name)
            try container.encode(type, forKey: .type)
            try container.encode(aliases, forKey: .aliases)
            try container.encode(codes, forKey: .codes)
            try container.encode(of, forKey: .of)
            try container.encode(mentions, forKey: .mentions)
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
        /// Not part of the report: the index in `Findings.entities`; nil in findings read from one.
        public var entityIndex: Int?

        private enum CodingKeys: String, CodingKey { case start, end, text, type, entity, confidence }

        /// Describes a mention.
        public init(
            start: Int, end: Int, text: String, type: EntityType, entity: String, confidence: Double,
            range: ByteRange = ByteRange(0, 0), tokens: Range<Int> = 0..<0, entityIndex: Int? = nil
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
        }
    }

    /// Who and what a document names.
    public struct Findings: Codable, Sendable, Hashable {
        /// The entities in the order of their first mention.
        public var entities: [Entity]
        /// The mentions in the order of the text, disjoint.
        public var mentions: [Mention]

        private enum CodingKeys: String, CodingKey { case entities, mentions }

        /// Gathers findings.
        public init(entities: [Entity], mentions: [Mention]) {
            self.entities = entities
            self.mentions = mentions
        }
    }
}
