public import Discourse
public import English
public import Linguistics

/// One document: its text, what is known of its source, and its linguistic structure.
public struct Document: Sendable {
    /// What is known of a document's source.
    public struct Source: Sendable, Hashable, Codable {
        /// The path relative to the inbox, or the name as given.
        public var path: String
        /// The SHA-256 of the original bytes, 64 lower-case hexadecimal digits.
        public var sha256: String
        /// The number of original bytes.
        public var byteCount: Int
        /// The media type, as `text/plain`.
        public var mediaType: String
        /// The charset of the original, as `UTF-8`.
        public var charset: String

        /// Describes a source.
        public init(
            path: String, sha256: String = "", byteCount: Int = 0, mediaType: String = "text/plain",
            charset: String = "UTF-8"
        ) {
            self.path = path
            self.sha256 = sha256
            self.byteCount = byteCount
            self.mediaType = mediaType
            self.charset = charset
        }
    }

    /// What a document's format tells of it besides its text; all of it unknown for plain text.
    public struct Metadata: Sendable, Hashable, Codable {
        /// What a wire says of an item.
        public struct Wire: Sendable, Hashable, Codable {
            /// The item's identifier, the same for all its versions.
            public var id: String?
            /// The version, as given.
            public var version: String?
            /// `usable`, `withheld` or `canceled`.
            public var status: String?
            /// What the item is to its earlier version: `correction`, `update`, `refile`, `kill` and the like.
            public var signals: [String] = []
            /// Until when it must not be published: a time in RFC 3339, in UTC where the source has a zone.
            public var embargo: String?
            /// 1 (flash) through 9.
            public var urgency: Int?
            /// The slugline.
            public var slugline: String?
            /// Place and date as printed.
            public var dateline: String?
            /// The agency or outlet that wrote it.
            public var source: String?
            /// What editors are told and readers are not.
            public var ednote: String?
            /// Keywords.
            public var keywords: [String] = []
            /// Codes or names of subjects.
            public var subjects: [String] = []

            /// Describes a wire of which nothing is known.
            public init() {}
        }

        /// The place of a document within the file that it came in.
        public struct Part: Sendable, Hashable, Codable {
            /// The path of the file.
            public var of: String
            /// The item's number in it, from 1.
            public var number: Int
            /// The item's own name, as of an attachment.
            public var name: String?

            /// Describes a part.
            public init(of: String, number: Int, name: String? = nil) {
                self.of = of
                self.number = number
                self.name = name
            }
        }

        /// When it was published: RFC 3339, in UTC where the source has a zone, as given where it has not; a date alone
        /// where no more is known.
        public var published: String?
        /// When it was last changed, in the same form.
        public var modified: String?
        /// Who published it.
        public var publisher: String?
        /// Where it stands on the web.
        public var url: String?
        /// What a wire says of it.
        public var wire: Wire?
        /// Its place in a file that holds several.
        public var part: Part?

        /// Describes a document of which nothing is known.
        public init() {}
    }

    /// What was noticed when a document was read, though it could be.
    public struct Notice: Sendable, Hashable, Codable {
        /// The kind in one word.
        public var reason: String
        /// One sentence for people.
        public var message: String

        /// Describes what was noticed.
        public init(reason: String, message: String) {
            self.reason = reason
            self.message = message
        }
    }

    /// Where the document comes from.
    public let source: Source
    /// What its format tells of it.
    public let metadata: Metadata
    /// What was noticed when it was read, as a charset declared that its bytes are not in.
    public let notices: [Notice]
    /// The text that all offsets refer to.
    public let text: UTF8Text
    /// The title, where there is one.
    public let title: String?
    /// The people who wrote it, as its byline names them; empty where none says so for certain.
    public let authors: [String]
    /// The language as a BCP 47 tag; `und` where it is not known.
    public let language: String
    /// Tokens, sentences, paragraphs.
    public let structure: LinguisticStructure
    /// What each line or paragraph is: a headline, a byline, prose, a row.
    public let blocks: Blocks
    /// Quotation marks, labels and word classes, read once for all analyzers.
    package let reading: SharedReading

    /// Makes a document and computes its structure and blocks by the rules of its language.
    public init(
        _ text: UTF8Text, source: Source = Source(path: ""), title: String? = nil, authors: [String] = [],
        language: String = "en", rules: LanguageRules = .english
    ) {
        let (structure, blocks) = Blocks.read(text, rules: rules)
        self.init(
            text, structure: structure, blocks: blocks, source: source, title: title, authors: authors,
            language: language)
    }

    /// Makes a document whose structure is known, as from a corpus that comes in tokens.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - structure: Its structure.
    ///   - blocks: What its paragraphs are; `nil` for what their form says.
    ///   - source: Where it comes from.
    ///   - title: Its title.
    ///   - authors: Who wrote it.
    ///   - language: Its language.
    ///   - metadata: What its format tells of it.
    ///   - notices: What was noticed when it was read.
    public init(
        _ text: UTF8Text, structure: LinguisticStructure, blocks: Blocks? = nil, source: Source = Source(path: ""),
        title: String? = nil, authors: [String] = [], language: String = "en", metadata: Metadata = Metadata(),
        notices: [Notice] = []
    ) {
        self.text = text
        self.structure = structure
        self.blocks = blocks ?? Blocks(of: text, structure)
        self.source = source
        self.title = title
        self.authors = authors
        self.language = language
        self.metadata = metadata
        self.notices = notices
        reading = SharedReading(text, structure, self.blocks)
    }

    /// The tokens.
    public var tokens: Tokens { structure.tokens }

    /// The words of a range and its place in code points, as reports give them.
    public func span(_ range: ByteRange) -> (start: Int, end: Int, text: String) {
        (
            text.codePointOffset(ofByte: range.lower), text.codePointOffset(ofByte: range.upper), text.string(in: range)
        )
    }
}
