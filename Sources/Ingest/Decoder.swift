public import AnalyzerKit
import Digest
import Discourse
import English
import LanguageIdentification
import Linguistics

/// Turns the bytes of a file into a document.
public enum Decoder {
    /// Decodes bytes.
    ///
    /// A byte order mark is dropped; offsets refer to the text without it.
    ///
    /// - Parameters:
    ///   - bytes: The file as it is.
    ///   - path: The path relative to the inbox, or the name as given.
    ///   - sha256: The digest of `bytes`, where the caller has it already.
    ///   - language: The language as a BCP 47 tag, where the caller knows it; else the text tells.
    /// - Returns: The document with its structure, title and language.
    /// - Throws: `DecodeError` where the bytes are no text in UTF-8.
    public static func document(
        from bytes: [UInt8], path: String, sha256: String? = nil, language: String? = nil
    ) throws(DecodeError) -> Document {
        guard bytes.count <= Int(Int32.max) else { throw .tooLarge(bytes: bytes.count) }
        if let encoding = otherEncoding(of: bytes) { throw .otherEncoding(encoding) }
        if let zero = bytes.firstIndex(of: 0) { throw .notText(byteOffset: zero) }
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        guard let text = UTF8Text(validating: hasMark ? Array(bytes.dropFirst(3)) : bytes) else {
            throw .invalidUTF8(byteOffset: firstInvalidByte(in: bytes))
        }
        let (structure, blocks) = Blocks.read(text, rules: .english)
        return Document(
            text, structure: structure, blocks: blocks,
            source: Document.Source(
                path: path, sha256: sha256 ?? SHA256.hexDigest(of: bytes), byteCount: bytes.count),
            title: TitleFinder.title(of: text, structure, blocks),
            authors: AuthorFinder.authors(of: text, structure.tokens, blocks),
            language: language ?? LanguageIdentifier.language(of: text.bytes.span))
    }

    private static func firstInvalidByte(in bytes: [UInt8]) -> Int {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return bytes.count
        } catch {
            return error.byteOffsets.lowerBound
        }
    }

    private static func otherEncoding(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
        // Latin text as UTF-16 without a mark has a zero in nearly every pair of bytes, always on the same side.
        guard bytes.count >= 8 else { return nil }
        let sample = bytes.prefix(1024)
        var zeros = [0, 0]
        for index in sample.indices where sample[index] == 0 { zeros[index & 1] += 1 }
        let pairs = sample.count / 2
        if zeros[1] * 10 >= pairs * 8 && zeros[0] * 10 < pairs { return "UTF-16LE" }
        if zeros[0] * 10 >= pairs * 8 && zeros[1] * 10 < pairs { return "UTF-16BE" }
        return nil
    }
}
