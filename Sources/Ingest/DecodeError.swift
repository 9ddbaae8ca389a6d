/// Why bytes are no document that can be analysed.
public enum DecodeError: Error, Hashable, Sendable {
    /// Not valid UTF-8; the offset, in bytes, of the first byte that cannot be.
    case invalidUTF8(byteOffset: Int)
    /// Begins with the byte order mark of another encoding, or has every second byte zero.
    case otherEncoding(String)
    /// Holds NUL bytes, as programs, pictures and archives do; the offset, in bytes, of the first.
    case notText(byteOffset: Int)
    /// More text than 32-bit offsets can address.
    case tooLarge(bytes: Int)
    /// A file of this format without anything to read in it.
    case empty(format: String)
    /// A file that is not what its format asks for; where in its bytes, if that is one place, and what is wrong, as a
    /// sentence without a full stop.
    case malformed(format: String, byteOffset: Int?, reason: String)
    /// A file of a format that is known and not read: its name for people, and what to do.
    case unsupported(format: String, advice: String)

    /// A short word for the kind of failure, for programs.
    public var reason: String {
        switch self {
        case .invalidUTF8: "invalid-utf8"
        case .otherEncoding: "other-encoding"
        case .notText: "not-text"
        case .tooLarge: "too-large"
        case .empty: "empty"
        case .malformed: "malformed"
        case .unsupported: "unsupported-format"
        }
    }

    /// Where in the bytes the trouble begins, where that is one place.
    public var byteOffset: Int? {
        switch self {
        case .invalidUTF8(let offset), .notText(let offset): offset
        case .malformed(_, let offset, _): offset
        case .otherEncoding, .tooLarge, .empty, .unsupported: nil
        }
    }
}

extension DecodeError: CustomStringConvertible {
    /// What is wrong and what to do; the caller names the document.
    public var description: String {
        switch self {
        case .invalidUTF8(let offset):
            "The text is not valid UTF-8: the first bad byte is at offset \(offset). "
                + "Convert it, as with `iconv -f WINDOWS-1252 -t UTF-8`, and drop it again."
        case .otherEncoding(let name):
            "The text is \(name), not UTF-8. Convert it, as with `iconv -f \(name) -t UTF-8`, and drop it again."
        case .notText(let offset):
            "This is no text: there is a NUL byte at offset \(offset). Drop the document's text as a UTF-8 file."
        case .empty(let format):
            "There is nothing to read in this \(format) file. Look at it, and drop the document again."
        case .malformed(let format, let offset, let reason):
            "This \(format) file cannot be read: \(reason)\(offset.map { " at byte \($0)" } ?? ""). "
                + "Ask its sender for a whole one, or drop its text."
        case .unsupported(let format, let advice): "This is \(format), which is not read. \(advice)"
        case .tooLarge(let bytes): "The document has \(bytes) bytes, more than 2 GiB. Split it."
        }
    }
}
