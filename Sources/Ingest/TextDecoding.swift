package import AnalyzerKit
import Charsets

/// From the bytes of a text to UTF-8.
package enum TextDecoding {
    /// A text in UTF-8, and what its bytes were in.
    package struct Decoded: Sendable {
        /// The text, valid UTF-8 without a byte order mark.
        package var bytes: [UInt8]
        /// The charset that it was in, as the IANA names it.
        package var charset: String
        /// What was noticed, as a declaration that the bytes disprove.
        package var notices: [Document.Notice] = []
    }

    /// Decodes a text.
    ///
    /// - Parameters:
    ///   - bytes: The text as it came.
    ///   - declared: The charset that its format declares, as `iso-8859-1`; declarations lie, so the bytes are asked too.
    /// - Returns: The text in UTF-8.
    /// - Throws: Why it is no text.
    package static func decode(_ bytes: [UInt8], declared: String? = nil) throws(DecodeError) -> Decoded {
        do throws(UndecodableText) {
            let text = try TextDecoder.decode(bytes, declared: declared.map { [$0] } ?? [])
            return Decoded(
                bytes: text.utf8, charset: text.charset,
                notices: text.faults.map { Document.Notice(reason: "charset", message: $0.description) })
        } catch {
            switch error {
            case .notText(let offset): throw .notText(byteOffset: offset)
            case .unreadable(let offset): throw .invalidUTF8(byteOffset: offset)
            case .undecodable(let charset, let offset): throw .undecodable(charset: charset, byteOffset: offset)
            }
        }
    }
}
