extension StoredReport {
    /// The tone of the document and its parts.
    package struct SentimentFindings: Decodable, Sendable, Hashable {
        package let document: DocumentTone
        package let sentences: [SentenceTone]
        package let quotes: [QuoteTone]
        /// How each entity is judged, and what befalls it.
        package let targets: [Target]
    }

    /// The tone of the whole text.
    package struct DocumentTone: Sendable, Hashable {
        package let tone: Tone
        /// The writer's own words only.
        package let voice: Tone
    }

    /// The tone of a sentence.
    package struct SentenceTone: Sendable, Hashable {
        package let span: Span
        package let tone: Tone
    }

    /// The tone of a quote.
    package struct QuoteTone: Sendable, Hashable {
        /// The quote's `id`.
        package let quote: String
        package let tone: Tone
    }

    /// An entity, how it is judged and what befalls it.
    package struct Target: Decodable, Sendable, Hashable {
        /// The entity's `id`.
        package let entity: String
        /// The entity's canonical name.
        package let name: String
        /// The number of mentions.
        package let mentions: Int
        /// How it is judged; nil where nobody does.
        package let stance: Stance?
        /// What befalls it; nil for nothing.
        package let news: News?
    }

    /// How an entity is judged.
    package struct Stance: Decodable, Sendable, Hashable {
        /// `critical`, `supportive`, `mixed` or `neutral`.
        package let label: String
        package let score: Double
        /// How sure the surest judgement is, 0 through 1.
        package let confidence: Double
        /// The numbers of mentions.
        package let critical, supportive, neutral: Int
        package let evidence: [Judgement]
    }

    /// A place where an entity is judged.
    package struct Judgement: Sendable, Hashable {
        package let span: Span
        /// The `id` of the entity that judges; nil for the writer and for somebody without a name.
        package let holder: String?
        /// The `id` of the quote that it stands in.
        package let quote: String?
        /// `critical` or `supportive`.
        package let label: String
    }

    /// What befalls an entity.
    package struct News: Decodable, Sendable, Hashable {
        /// `bad`, `good` or `mixed`.
        package let label: String
        package let score: Double
        /// The number of mentions.
        package let mentions: Int
    }
}

extension StoredReport.DocumentTone: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: StoredReport.Key.self)
        tone = try StoredReport.Tone(container)
        voice = try container.decode(StoredReport.Tone.self, forKey: .voice)
    }
}

extension StoredReport.SentenceTone: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: StoredReport.Key.self)
        span = try StoredReport.Span(container)
        tone = try StoredReport.Tone(container)
    }
}

extension StoredReport.QuoteTone: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: StoredReport.Key.self)
        quote = try container.decode(String.self, forKey: .quote)
        tone = try StoredReport.Tone(container)
    }
}

extension StoredReport.Judgement: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: StoredReport.Key.self)
        span = try StoredReport.Span(container)
        holder = try container.decodeIfPresent(String.self, forKey: .holder)
        quote = try container.decodeIfPresent(String.self, forKey: .quote)
        label = try container.decode(String.self, forKey: .label)
    }
}
