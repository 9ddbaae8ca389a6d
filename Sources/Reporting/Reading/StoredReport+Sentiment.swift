extension StoredReport {
    /// The tone of the document and its parts.
    package struct SentimentFindings: Decodable, Sendable, Hashable {
        package let document: DocumentTone
        package let sentences: [SentenceTone]
        package let quotes: [QuoteTone]
        /// The stance toward each entity.
        package let targets: [Target]
        /// The stance at each mention.
        package let mentions: [MentionTone]
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

    /// The stance toward an entity.
    package struct Target: Sendable, Hashable {
        /// The entity's `id`.
        package let entity: String
        /// The entity's canonical name.
        package let name: String
        package let tone: Tone
        /// The number of mentions.
        package let mentions: Int
        /// The writer's and each speaker's stance.
        package let bySpeaker: [Stance]
    }

    /// What one speaker, or the writer, thinks of an entity.
    package struct Stance: Sendable, Hashable {
        /// The `id` of the speaker's entity; nil for the writer.
        package let speaker: String?
        package let tone: Tone
        /// The number of mentions that it rests on.
        package let mentions: Int
    }

    /// The stance toward an entity at one mention.
    package struct MentionTone: Sendable, Hashable {
        package let span: Span
        /// The entity's `id`.
        package let entity: String
        package let tone: Tone
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

extension StoredReport.Target: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: StoredReport.Key.self)
        entity = try container.decode(String.self, forKey: .entity)
        name = try container.decode(String.self, forKey: .name)
        tone = try StoredReport.Tone(container)
        mentions = try container.decode(Int.self, forKey: .mentions)
        bySpeaker = try container.decode([StoredReport.Stance].self, forKey: .bySpeaker)
    }
}

extension StoredReport.Stance: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: StoredReport.Key.self)
        speaker = try container.decodeIfPresent(String.self, forKey: .speaker)
        tone = try StoredReport.Tone(container)
        mentions = try container.decode(Int.self, forKey: .mentions)
    }
}

extension StoredReport.MentionTone: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: StoredReport.Key.self)
        span = try StoredReport.Span(container)
        entity = try container.decode(String.self, forKey: .entity)
        tone = try StoredReport.Tone(container)
    }
}
