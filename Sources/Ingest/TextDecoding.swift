package import AnalyzerKit

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
        if let encoding = otherEncoding(of: bytes) { throw .otherEncoding(encoding) }
        if let zero = bytes.firstIndex(of: 0) { throw .notText(byteOffset: zero) }
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw .invalidUTF8(byteOffset: error.byteOffsets.lowerBound)
        }
        return Decoded(bytes: hasMark ? Array(bytes.dropFirst(3)) : bytes, charset: "UTF-8")
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
