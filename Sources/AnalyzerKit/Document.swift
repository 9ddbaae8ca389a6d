package import Discourse
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
    /// The language as a BCP 47 tag; `und` where it is not known.
    public let language: String
    /// Tokens, sentences, paragraphs.
    public let structure: LinguisticStructure
    /// Quotation marks, labels and word classes, read once for all analyzers.
    package let reading: SharedReading

    /// Makes a document and computes its structure by the rules of its language.
    public init(
        _ text: UTF8Text, source: Source = Source(path: ""), title: String? = nil, language: String = "en",
        rules: LanguageRules = .english
    ) {
        self.init(
            text, structure: LinguisticStructure(text, rules: rules), source: source, title: title, language: language)
    }

    /// Makes a document whose structure is known, as from a corpus that comes in tokens.
    public init(
        _ text: UTF8Text, structure: LinguisticStructure, source: Source = Source(path: ""), title: String? = nil,
        language: String = "en"
    ) {
        self.text = text
        self.structure = structure
        self.source = source
        self.title = title
        self.language = language
        reading = SharedReading(text, structure)
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
