extension StoredReport {
    /// What a report tells of its document.
    package struct DocumentPart: Decodable, Sendable, Hashable {
        /// The path under the inbox.
        package let path: String
        /// The SHA-256 of the bytes, 64 hexadecimal digits.
        package let sha256: String
        /// The size of the document as it came.
        package let bytes: Int
        /// The length of the text in code points.
        package let characters: Int
        package let mediaType: String
        package let charset: String
        /// A BCP 47 tag; `und` where the language is not known.
        package let language: String
        package let title: String?
        /// The people who wrote it; none where it doesn't say.
        package let authors: [String]
        /// When it came out, as RFC 3339.
        package let published: String?
        /// When it was changed last, as RFC 3339.
        package let modified: String?
        package let publisher: String?
        package let url: String?
        /// What an agency's envelope said; nil for what is no wire.
        package let wire: Wire?
        /// Where a document stood that is part of another; nil for a file of its own.
        package let part: Part?
        /// How the analyzers read: `auto`, `fast` or `deep`.
        package let reading: String
        package let words: Int
        package let sentences: Int
        package let paragraphs: Int
        /// What all offsets refer to.
        package let text: String
        /// What each line or paragraph is, in the order of the text.
        package let blocks: [Block]
    }

    /// An agency's envelope.
    package struct Wire: Decodable, Sendable, Hashable {
        package let id: String?
        package let version: String?
        /// Whether the story may be used: `usable`, `withheld`, `canceled`.
        package let status: String?
        /// What it says of itself, as `correction`.
        package let signals: [String]
        /// Until when it is not to be used, as RFC 3339.
        package let embargo: String?
        /// From 1, the most urgent.
        package let urgency: Int?
        package let slugline: String?
        package let dateline: String?
        package let source: String?
        package let ednote: String?
        package let keywords: [String]
        package let subjects: [String]
    }

    /// Where a document stood in another.
    package struct Part: Decodable, Sendable, Hashable {
        /// The path of the other.
        package let of: String
        /// Which of its parts, from 1.
        package let number: Int
        package let name: String?
    }

    /// One line or paragraph.
    package struct Block: Decodable, Sendable, Hashable {
        package let span: Span
        /// What it is, as `headline`; a later program may know more kinds.
        package let kind: String
        /// The level of a headline (1) or subhead (2 and more).
        package let level: Int?
        /// Where it stood; nil where the format says nothing of it.
        package let source: Place?

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            span = try Span(container)
            kind = try container.decode(String.self, forKey: .kind)
            level = try container.decodeIfPresent(Int.self, forKey: .level)
            source = try container.decodeIfPresent(Place.self, forKey: .source)
        }
    }

    /// Where in its source a block stood.
    package struct Place: Decodable, Sendable, Hashable {
        /// The page, from 1.
        package let page: Int?
        /// The element, as a path from the root.
        package let path: String?
        /// In seconds from the start.
        package let time: Double?
        /// The part of a mail.
        package let part: String?
    }
}
