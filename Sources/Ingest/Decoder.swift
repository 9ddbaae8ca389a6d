package import AnalyzerKit
import Digest
import Discourse
import English
import LanguageIdentification
import Linguistics

// Ingest turns a file's bytes into documents: `SourceFormats` tells the format by the content, the format's reader
// (`Formats/`) makes text in blocks and metadata of it (`SourceText`), and `Decoder` adds structure, title, authors and
// language. Formats differ in nothing further on. What is no document is a `DecodeError`, whose message says what to do.

/// Turns the bytes of a file into documents.
package enum Decoder {
    /// Decodes a file.
    ///
    /// A byte order mark is dropped; offsets refer to the text without it.
    ///
    /// - Parameters:
    ///   - bytes: The file as it is.
    ///   - path: The path relative to the inbox, or the name as given.
    ///   - sha256: The digest of `bytes`, where the caller has it already.
    ///   - language: The language as a BCP 47 tag, where the caller knows it; else the text tells.
    ///   - converter: Who has files read by programs of others; without it, what needs one is refused.
    /// - Returns: The documents in it, at least one, with structure, title and language. Of several the first has the
    ///   file's path, the others the path with `#` and their number.
    /// - Throws: `DecodeError` where there is none.
    package static func documents(
        from bytes: [UInt8], path: String, sha256: String? = nil, language: String? = nil,
        converter: (any FileConverter)? = nil
    ) throws(DecodeError) -> [Document] {
        guard bytes.count <= Int(Int32.max) else { throw .tooLarge(bytes: bytes.count) }
        let file = SourceFile(bytes, path: path, converter: converter)
        let format = SourceFormats.format(of: file)
        let texts = try format.read(file)
        guard !texts.isEmpty else { throw .empty(format: format.name) }
        let source = Document.Source(
            path: path, sha256: sha256 ?? SHA256.hexDigest(of: bytes), byteCount: bytes.count,
            mediaType: format.mediaType)
        let disagreement = SourceFormats.disagreement(of: file, with: format).map {
            Document.Notice(reason: "format", message: $0)
        }
        var documents: [Document] = []
        for (index, text) in texts.enumerated() {
            var text = text
            var source = source
            if texts.count > 1 {
                if index > 0 { source.path += "#\(index + 1)" }
                text.metadata.part = Document.Metadata.Part(of: path, number: index + 1, name: text.name)
            }
            if let disagreement { text.notices.insert(disagreement, at: 0) }
            documents.append(try document(of: text, source, format, language))
        }
        return documents
    }

    /// Decodes a file that holds one document, or the first of several.
    ///
    /// - Throws: `DecodeError` where there is none.
    package static func document(
        from bytes: [UInt8], path: String, sha256: String? = nil, language: String? = nil,
        converter: (any FileConverter)? = nil
    ) throws(DecodeError) -> Document {
        let documents = try documents(
            from: bytes, path: path, sha256: sha256, language: language, converter: converter)
        guard let first = documents.first else { throw .empty(format: PlainText.name) }
        return first
    }

    private static func document(
        of item: SourceText, _ source: Document.Source, _ format: any SourceFormat.Type, _ language: String?
    ) throws(DecodeError) -> Document {
        guard let text = UTF8Text(validating: item.bytes) else { throw .tooLarge(bytes: item.bytes.count) }
        var source = source
        if let mediaType = item.mediaType { source.mediaType = mediaType }
        if let charset = item.charset { source.charset = charset }
        let (structure, blocks) =
            item.blocks.isEmpty
            ? Blocks.read(text, rules: .english) : Blocks.read(text, given: item.blocks, rules: .english)
        return Document(
            text, structure: structure, blocks: blocks, source: source,
            title: item.title ?? TitleFinder.title(of: text, structure, blocks),
            authors: item.authors ?? authors(of: text, structure, blocks, creators: item.creators),
            language: language ?? Self.language(of: text, declared: item.declaredLanguage),
            metadata: item.metadata, notices: item.notices)
    }

    /// The people whom a text's byline names, or else those whom its file's properties name.
    private static func authors(
        of text: UTF8Text, _ structure: LinguisticStructure, _ blocks: Blocks, creators: [String]
    ) -> [String] {
        let authors = AuthorFinder.authors(of: text, structure.tokens, blocks)
        return authors.isEmpty ? creators : authors
    }

    /// The language that the text itself is in; what the format declares where the text is too short to tell.
    private static func language(of text: UTF8Text, declared: String?) -> String {
        let told = LanguageIdentifier.language(of: text.bytes.span)
        return told == "und" ? declared ?? told : told
    }
}
