import AnalyzerKit
import Archives
import XML

/// Texts in OpenDocument (ISO/IEC 26300), as LibreOffice writes them, packed or as one file of XML.
enum OpenDocumentText: SourceFormat {
    static let mediaType = "application/vnd.oasis.opendocument.text"
    static let name = "ODT"
    static let pathExtensions = ["odt", "ott", "fodt", "odm"]

    static func matches(_ file: SourceFile) -> Bool {
        if !file.members.isEmpty {
            guard file.members.contains("content.xml") else { return false }
            // Where the type is not given first, as it should be, the content tells.
            return file.head.holds(mediaType) || !file.head.holds("application/")
        }
        return file.root?.name == "document" && file.root?.rest.holds("opendocument:xmlns:office") == true
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        guard !file.members.isEmpty else {
            let reading = try XMLSource.read(file, as: name)
            let root = reading.tree.root
            return [try text(content: root, styles: nil, meta: root, notices: reading.notices, file)]
        }
        let wanted = ["content.xml", "styles.xml", "meta.xml", "meta-inf/manifest.xml"]
        var package = try OfficePackage(file, format: name) { wanted.contains($0) }
        if let manifest = package.treeIfReadable("META-INF/manifest.xml")?.root,
            manifest.firstDescendant("encryption-data") != nil
        {
            throw DecodeError(.encrypted, format: name)
        }
        guard let content = try package.tree("content.xml")?.root else {
            throw .malformed(format: name, byteOffset: nil, reason: "there is no content.xml in it")
        }
        let styles = package.treeIfReadable("styles.xml")?.root
        let meta = package.treeIfReadable("meta.xml")?.root
        return [try text(content: content, styles: styles, meta: meta, notices: package.notices, file)]
    }

    private static func text(
        content: XMLNode, styles: XMLNode?, meta: XMLNode?, notices: [Document.Notice], _ file: SourceFile
    ) throws(DecodeError) -> SourceText {
        guard let body = content.first("body", "text") else {
            throw .malformed(format: name, byteOffset: nil, reason: "it holds no text document")
        }
        var known = OpenDocumentStyles()
        known.add(content)
        known.add(styles)
        var reader = OpenDocumentReader(known)
        reader.read(body)
        var text = reader.writer.sourceText(properties(meta?.first("meta"), path: file.path))
        text.notices = notices + text.notices
        guard !text.isEmpty else { throw .empty(format: name) }
        return text
    }

    /// What the document's meta data say.
    private static func properties(_ meta: XMLNode?, path: String) -> OfficeProperties {
        var properties = OfficeProperties(path: path)
        guard let meta else { return properties }
        var last: String?
        for element in meta.elements {
            let value = element.text.foldingBlanks()
            guard !value.isEmpty else { continue }
            switch element.name {
            case "title": properties.title = value
            case "initial-creator": properties.creators.append(value)
            case "creator": last = value
            case "creation-date": properties.created = value
            case "date": properties.modified = value
            case "language": properties.language = value
            default: break
            }
        }
        // Who changed it last, where nobody is named who began it.
        if properties.creators.isEmpty, let last { properties.creators = [last] }
        return properties
    }
}
