import Discourse
import Linguistics

/// Documents of office programs that are no text documents: named, and refused.
enum OtherOffice: SourceFormat {
    static let mediaType = "application/zip"
    static let name = "an office program's file"
    static let pathExtensions = ["xlsx", "pptx", "ods", "odp", "odg"]

    private static let kinds: [(part: String, name: String, advice: String)] = [
        ("xl/", "an Excel workbook", "Save its text as DOCX, ODT or plain text, and drop that."),
        ("ppt/", "a PowerPoint presentation", "Save its text as DOCX, ODT or plain text, and drop that."),
        ("visio/", "a Visio drawing", "Drop its text as plain text."),
        ("Index/Document.iwa", "a Pages, Numbers or Keynote file", "Export it as DOCX, and drop that."),
        ("Index.zip", "a Pages, Numbers or Keynote file", "Export it as DOCX, and drop that."),
        ("index.apxl", "a Keynote file", "Export its text, and drop that."),
        ("META-INF/MANIFEST.MF", "a Java archive", "There is no document in it."),
        ("AndroidManifest.xml", "an Android program", "There is no document in it."),
    ]

    private static func kind(of file: SourceFile) -> (name: String, advice: String)? {
        guard !file.members.isEmpty else { return nil }
        if file.head.holds("application/vnd.oasis.opendocument."), file.members.contains("content.xml") {
            return (
                "an OpenDocument file that is no text document", "Save its text as ODT or plain text, and drop that."
            )
        }
        return kinds.first { kind in
            file.members.contains { kind.part.hasSuffix("/") ? $0.hasPrefix(kind.part) : $0 == kind.part }
        }.map { ($0.name, $0.advice) }
    }

    static func matches(_ file: SourceFile) -> Bool { kind(of: file) != nil }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let kind = kind(of: file)
        throw .unsupported(format: kind?.name ?? name, advice: kind?.advice ?? "Save it as plain text, and drop that.")
    }
}

/// Files of old office programs, and of new ones that are encrypted, in Microsoft's compound files.
///
/// Of them Word's are read (`OldWord`).
enum OldOffice: SourceFormat {
    static let mediaType = "application/x-ole-storage"
    static let name = "an old office program's file"
    static let pathExtensions = ["doc", "dot", "xls", "ppt"]

    /// What each is by a stream that only it has.
    private static let kinds: [(streams: [String], name: String, advice: String)] = [
        (["EncryptedPackage"], "an encrypted Office file", "Save it without its password, and drop that."),
        (["WordDocument"], OldWord.name, ""),
        (["Workbook", "Book"], "Excel's old format (.xls)", "Save its text as DOCX or plain text, and drop that."),
        (
            ["PowerPoint Document"], "PowerPoint's old format (.ppt)",
            "Save its text as DOCX or plain text, and drop that."
        ),
    ]

    static func matches(_ file: SourceFile) -> Bool { file.bytes.starts(with: CompoundFile.signature) }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let compound = CompoundFile(file.bytes)
        let streams = compound?.entries.filter(\.isStream).map(\.name) ?? []
        let kind = kinds.first { !Set($0.streams).isDisjoint(with: streams) }
        if kind?.name == OldWord.name {
            var text = try OldWord.read(file)
            guard let properties = properties(in: compound, of: file) else { return [text] }
            // Which line is the headline is told by its form later: of the properties a title counts that is like the first.
            let first = text.blocks.first.map { String(decoding: text.bytes[$0.range.indices], as: UTF8.self) }
            properties.apply(to: &text, own: first)
            if text.title == first { text.title = nil }
            return [text]
        }
        throw .unsupported(
            format: kind?.name ?? name, advice: kind?.advice ?? "Save it as DOCX or plain text, and drop that.")
    }

    /// The stream of properties has no more bytes that matter.
    private static let longestProperties = 64 << 10

    /// What the file says of itself.
    private static func properties(in compound: CompoundFile?, of file: SourceFile) -> OfficeProperties? {
        guard let compound,
            let stream = compound.entries.indices.first(where: {
                compound.entries[$0].isStream && compound.entries[$0].name == SummaryInformation.stream
            }),
            let summary = SummaryInformation(compound.bytes(of: stream, upTo: longestProperties))
        else { return nil }
        var properties = OfficeProperties(path: file.path)
        properties.title = summary.title
        properties.creators = [summary.author].compactMap(\.self)
        properties.created = summary.created
        properties.modified = summary.saved
        return properties
    }
}
