public import Entities
public import Linguistics

extension References {
    /// Words other than a name that stand for an entity: *he*, *the president*.
    public struct Reference: Codable, Sendable, Hashable {
        /// What the words are.
        public enum Kind: String, Codable, Sendable {
            /// *He*, *her*.
            case pronoun
            /// A description: *the president*.
            case nominal
        }

        /// The first code point.
        public var start: Int
        /// The code point after the last.
        public var end: Int
        /// The words.
        public var text: String
        /// What they are.
        public var kind: Kind
        /// The entity's `id`.
        public var entity: String
        /// How often such a reference is right on annotated documents, 0 through 1.
        public var confidence: Double
        /// Not part of the report: the bytes.
        public var range = ByteRange(0, 0)
        /// Not part of the report: the tokens.
        public var tokens = 0..<0
        /// Not part of the report: the index in the entities' findings; nil in findings read from one.
        public var entityIndex: Int?

        private enum CodingKeys: String, CodingKey { case start, end, text, kind, entity, confidence }

        /// Describes a reference.
        public init(
            start: Int, end: Int, text: String, kind: Kind, entity: String, confidence: Double, range: ByteRange,
            tokens: Range<Int>, entityIndex: Int?
        ) {
            self.start = start
            self.end = end
            self.text = text
            self.kind = kind
            self.entity = entity
            self.confidence = confidence
            self.range = range
            self.tokens = tokens
            self.entityIndex = entityIndex
        }
    }

    /// Whom the words of a document stand for.
    public struct Findings: Codable, Sendable, Hashable {
        /// Pronouns and descriptions in the order of the text, each outside of all names but those it holds itself.
        public var references: [Reference]
        /// Not part of the report: who and what is named, which is whom the references can stand for.
        public var names = Entities.Findings(entities: [], mentions: [])
        /// Not part of the report: the reading that they come from, for those who build on it; `nil` where they were read back.
        package var reading: ResolvedReading?

        private enum CodingKeys: String, CodingKey { case references }

        /// Gathers findings.
        public init(names: Entities.Findings, references: [Reference] = []) {
            self.names = names
            self.references = references
        }

        /// Whether two say the same, whatever reading they come from.
        public static func == (left: Findings, right: Findings) -> Bool {
            left.references == right.references && left.names == right.names
        }

        /// Hashes what they say.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(references)
            hasher.combine(names)
        }
    }
}
