/// Text without markup.
enum PlainText: SourceFormat {
    static let mediaType = "text/plain"
    static let name = "plain text"
    static let pathExtensions = ["txt", "text"]

    static func matches(_ file: SourceFile) -> Bool { true }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let decoded = try TextDecoding.decode(file.bytes)
        var text = SourceText(plain: decoded.bytes)
        text.charset = decoded.charset
        text.notices = decoded.notices
        WireHold.read(decoded.bytes)?.apply(to: &text)
        return [text]
    }
}
