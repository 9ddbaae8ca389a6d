/// Rich Text Format, which no reader takes apart yet: its words stand between control words that would be taken for prose.
enum RichText: SourceFormat {
    static let mediaType = "application/rtf"
    static let name = "RTF"
    static let pathExtensions = ["rtf"]

    static func matches(_ file: SourceFile) -> Bool { file.head.hasPrefix("{\\rtf") }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        throw .unsupported(format: name, advice: "Save it as plain text or HTML, and drop that.")
    }
}
