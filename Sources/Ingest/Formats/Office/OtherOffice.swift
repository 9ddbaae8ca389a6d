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

/// Files of old office programs, and of new ones that are encrypted: OLE's compound files ([MS-CFB]).
enum CompoundFile: SourceFormat {
    static let mediaType = "application/x-ole-storage"
    static let name = "an old office program's file"
    static let pathExtensions = ["doc", "dot", "xls", "ppt"]

    static func matches(_ file: SourceFile) -> Bool {
        file.bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        if holds("EncryptedPackage", file) {
            throw .unsupported(
                format: "an encrypted Office file", advice: "Save it without its password, and drop that.")
        }
        if holds("WordDocument", file) {
            throw .unsupported(
                format: "Word's old format (.doc)",
                advice: "Convert it to DOCX, as by: libreoffice --headless --convert-to docx FILE, and drop that.")
        }
        if holds("Workbook", file) || holds("Book", file) {
            throw .unsupported(
                format: "Excel's old format (.xls)", advice: "Save its text as DOCX or plain text, and drop that.")
        }
        if holds("PowerPoint Document", file) {
            throw .unsupported(
                format: "PowerPoint's old format (.ppt)", advice: "Save its text as DOCX or plain text, and drop that.")
        }
        throw .unsupported(format: name, advice: "Save it as DOCX or plain text, and drop that.")
    }

    /// Whether a stream of a name is in a file: names stand in UTF-16 in its directory.
    private static func holds(_ name: String, _ file: SourceFile) -> Bool {
        var needle: [UInt8] = []
        for unit in name.utf16 { needle += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        needle += [0, 0]
        guard let first = needle.first else { return false }
        return file.bytes.withUnsafeBufferPointer { bytes in
            // Entries of the directory are 128 bytes long, and begin at such an offset in sectors of 512 or 4096.
            var index = 512
            while index + needle.count <= bytes.count {
                if bytes[index] == first, bytes[index..<(index + needle.count)].elementsEqual(needle) { return true }
                index += 128
            }
            return false
        }
    }
}
