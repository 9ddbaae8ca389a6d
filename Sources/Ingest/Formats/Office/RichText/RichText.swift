/// Rich Text Format (Microsoft, 1.9.1, and what came before).
enum RichText: SourceFormat {
    static let mediaType = "application/rtf"
    static let name = "RTF"
    static let pathExtensions = ["rtf"]

    static func matches(_ file: SourceFile) -> Bool { file.head.hasPrefix("{\\rtf") }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        var reader = RichTextReader(file.bytes, path: file.path)
        var text = try reader.read()
        text.charset = reader.charset
        guard !text.isEmpty else { throw .empty(format: name) }
        return [text]
    }
}
