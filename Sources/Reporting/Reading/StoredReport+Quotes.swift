extension StoredReport {
    /// Who said what.
    package struct QuoteFindings: Decodable, Sendable, Hashable {
        /// In the order of the text.
        package let quotes: [Quote]
        /// In the order of their first quote.
        package let speakers: [Speaker]
    }

    /// Somebody's words, or marked words that are nobody's.
    package struct Quote: Sendable, Hashable {
        /// What kind of quotation it is.
        package enum Kind: String, Decodable, Sendable, CaseIterable { case direct, mixed, indirect, turn, scare }

        /// `q1`, `q2`, … in the order of the text.
        package let id: String
        package let span: Span
        package let text: String
        package let kind: Kind
        /// The `id` of the quote or turn that this one stands in.
        package let within: String?
        /// The `id` of the quote whose interrupted sentence this one goes on with.
        package let continues: String?
        /// Who said it.
        package let speaker: Attribution?
        /// The words that report it.
        package let cue: Cue?
        /// Whom the words are said to; nil also where an earlier program wrote the report.
        package let addressee: Attribution?
        /// How sure it is that the words are somebody's, from 0 through 1; nil where an earlier program wrote the report.
        package let speech: Double?
        /// How sure the attribution is, from 0 through 1.
        package let confidence: Double
    }

    /// Whom a quote is ascribed to, or addressed to.
    package struct Attribution: Sendable, Hashable {
        /// The canonical name, or the words used where the speaker is no named entity.
        package let name: String
        /// The `id`s of the entities; several for joint speakers.
        package let entities: [String]
        /// The words that stand for the speaker.
        package let span: Span
        package let text: String
    }

    /// The words that report speech.
    package struct Cue: Sendable, Hashable {
        package let span: Span
        package let text: String
    }

    /// One speaker's quotes.
    package struct Speaker: Decodable, Sendable, Hashable {
        package let name: String
        /// The `id` of the speaker's entity, where it is one.
        package let entity: String?
        /// The `id`s of the quotes.
        package let quotes: [String]
        /// How many words they have; nil where an earlier program wrote the report.
        package let words: Int?
    }
}

extension StoredReport.Quote: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: StoredReport.Key.self)
        id = try container.decode(String.self, forKey: .id)
        span = try StoredReport.Span(container)
        text = try container.decode(String.self, forKey: .text)
        kind = try container.decode(Kind.self, forKey: .kind)
        within = try container.decodeIfPresent(String.self, forKey: .within)
        continues = try container.decodeIfPresent(String.self, forKey: .continues)
        speaker = try container.decodeIfPresent(StoredReport.Attribution.self, forKey: .speaker)
        cue = try container.decodeIfPresent(StoredReport.Cue.self, forKey: .cue)
        addressee = try container.decodeIfPresent(StoredReport.Attribution.self, forKey: .addressee)
        speech = try container.decodeIfPresent(Double.self, forKey: .speech)
        confidence = try container.decode(Double.self, forKey: .confidence)
    }
}

extension StoredReport.Attribution: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: StoredReport.Key.self)
        name = try container.decode(String.self, forKey: .name)
        entities = try container.decode([String].self, forKey: .entities)
        span = try StoredReport.Span(container)
        text = try container.decode(String.self, forKey: .text)
    }
}

extension StoredReport.Cue: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: StoredReport.Key.self)
        span = try StoredReport.Span(container)
        text = try container.decode(String.self, forKey: .text)
    }
}
