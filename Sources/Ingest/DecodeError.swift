/// Why bytes are no document that can be analysed.
public enum DecodeError: Error, Hashable, Sendable {
    /// Not valid UTF-8, and like no language in any other charset; the offset, in bytes, of the first byte that cannot be.
    case invalidUTF8(byteOffset: Int)
    /// Is in this charset, but for bytes that are no character of it; the offset, in bytes, of the first.
    case undecodable(charset: String, byteOffset: Int)
    /// Holds NUL bytes or many control characters, as programs, pictures and archives do; the offset, in bytes, of the first.
    case notText(byteOffset: Int)
    /// More text than 32-bit offsets can address.
    case tooLarge(bytes: Int)
    /// A file of this format without anything to read in it.
    case empty(format: String)
    /// A file that is not what its format asks for; where in its bytes, if that is one place, and what is wrong, as a
    /// sentence without a full stop.
    case malformed(format: String, byteOffset: Int?, reason: String)
    /// A file of this format that holds more than is read; what is more, as a clause.
    case overLimit(format: String, reason: String)
    /// A file of a format that is known and not read: its name for people, and what to do.
    case unsupported(format: String, advice: String)

    /// A short word for the kind of failure, for programs.
    public var reason: String {
        switch self {
        case .invalidUTF8: "invalid-utf8"
        case .undecodable: "undecodable"
        case .notText: "not-text"
        case .tooLarge, .overLimit: "too-large"
        case .empty: "empty"
        case .malformed: "malformed"
        case .unsupported: "unsupported-format"
        }
    }

    /// Where in the bytes the trouble begins, where that is one place.
    public var byteOffset: Int? {
        switch self {
        case .invalidUTF8(let offset), .undecodable(_, let offset), .notText(let offset): offset
        case .malformed(_, let offset, _): offset
        case .tooLarge, .empty, .overLimit, .unsupported: nil
        }
    }
}

extension DecodeError: CustomStringConvertible {
    /// What is wrong and what to do; the caller names the document.
    public var description: String {
        switch self {
        case .invalidUTF8(let offset):
            "The text is not valid UTF-8, and reads in no other charset: the first bad byte is at offset \(offset). "
                + "Mend it there, and drop it again."
        case .undecodable(let charset, let offset):
            "The text is \(charset), but what is at byte offset \(offset) is no character of it. "
                + "Mend it there, or drop the text in UTF-8."
        case .notText(let offset):
            "This is no text: there is a NUL byte or control character at offset \(offset). "
                + "Drop the document's text as a file of its own."
        case .empty(let format):
            "There is nothing to read in this \(format) file. Look at it, and drop the document again."
        case .malformed(let format, let offset, let reason):
            "This \(format) file cannot be read: \(reason)\(offset.map { " at byte \($0)" } ?? ""). "
                + "Ask its sender for a whole one, or drop its text."
        case .overLimit(let format, let reason):
            "This \(format) file is not read: \(reason). Take out what is to be read, and drop that."
        case .unsupported(let format, let advice): "This is \(format), which is not read. \(advice)"
        case .tooLarge(let bytes): "The document has \(bytes) bytes, more than 2 GiB. Split it."
        }
    }
}
