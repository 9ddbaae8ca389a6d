extension StoredReport {
    /// Who and what the document names.
    package struct EntityFindings: Decodable, Sendable, Hashable {
        package let entities: [Entity]
        package let mentions: [Mention]
    }

    /// What kind of thing a name names.
    package enum EntityType: String, Decodable, Sendable, CaseIterable {
        case person = "PER"
        case organization = "ORG"
        case location = "LOC"
        case miscellaneous = "MISC"
    }

    /// Somebody or something that the document names.
    package struct Entity: Decodable, Sendable, Hashable {
        /// `e1`, `e2`, … in the order of first mention.
        package let id: String
        /// The canonical name.
        package let name: String
        package let type: EntityType
        /// The forms that the document uses.
        package let aliases: [String]
        /// Codes from registries, by the registry: `["iso3166": "RU"]`.
        package let codes: [String: String]
        /// The `id` of the country of a people or its adjective, where the document names it.
        package let of: String?
        /// The number of mentions.
        package let mentions: Int
    }

    /// A name in the text, or words that stand for one.
    package struct Mention: Sendable, Hashable {
        /// What words are that are no name.
        package enum Kind: String, Decodable, Sendable { case pronoun, nominal }

        package let span: Span
        package let text: String
        /// What kind of thing the words name here.
        package let type: EntityType
        /// The entity's `id`.
        package let entity: String
        /// From 0 through 1.
        package let confidence: Double
        /// Nil for a name.
        package let kind: Kind?
    }
}

extension StoredReport.Mention: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: StoredReport.Key.self)
        span = try StoredReport.Span(container)
        text = try container.decode(String.self, forKey: .text)
        type = try container.decode(StoredReport.EntityType.self, forKey: .type)
        entity = try container.decode(String.self, forKey: .entity)
        confidence = try container.decode(Double.self, forKey: .confidence)
        kind = try container.decodeIfPresent(Kind.self, forKey: .kind)
    }
}
