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

    /// Where the document comes from.
    public let source: Source
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
    public init(
        _ text: UTF8Text, structure: LinguisticStructure, blocks: Blocks? = nil, source: Source = Source(path: ""),
        title: String? = nil, authors: [String] = [], language: String = "en"
    ) {
        self.text = text
        self.structure = structure
        self.blocks = blocks ?? Blocks(of: text, structure)
        self.source = source
        self.title = title
        self.authors = authors
        self.language = language
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
