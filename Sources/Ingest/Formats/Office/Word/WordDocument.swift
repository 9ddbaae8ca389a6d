import AnalyzerKit
import XML

/// Documents of Word since 2007 and of what else writes Office Open XML text (ISO/IEC 29500), strict and transitional.
enum WordDocument: SourceFormat {
    static let mediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    static let name = "DOCX"
    static let pathExtensions = ["docx", "docm", "dotx", "dotm"]

    static func matches(_ file: SourceFile) -> Bool {
        file.members.contains { name in
            let name = name.lowercased()
            return name.hasPrefix("word/") || name.hasPrefix("/word/") || name.hasPrefix("word\\")
        }
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        var package = try OfficePackage(file, format: name) { part in
            part.hasSuffix(".xml") && !part.hasPrefix("word/theme/") && !part.hasPrefix("customxml/")
                || part.hasSuffix(".rels") || part.hasSuffix(".html") || part.hasSuffix(".htm")
        }
        let top = relations(of: "", in: &package)
        let place = top.first { $0.kind == "officeDocument" }?.target ?? "word/document.xml"
        guard let document = try package.tree(place) else {
            throw .malformed(format: name, byteOffset: nil, reason: "there is no \(place) in it")
        }
        guard let body = document.root.first("body") else {
            throw .malformed(format: name, byteOffset: nil, reason: "\(place) in it has no text")
        }
        let relations = relations(of: place, in: &package)
        func part(_ kind: String) -> XMLNode? {
            relations.first { $0.kind == kind }.flatMap { package.treeIfReadable($0.target)?.root }
        }
        let styles = WordStyles(part("styles"))
        var notes: [WordReader.Note: XMLNode] = [:]
        notes[.footnote] = part("footnotes")
        notes[.endnote] = part("endnotes")
        notes[.comment] = part("comments")
        var reader = WordReader(styles: styles, numbering: WordNumbering(part("numbering")), notes: notes)
        for relation in relations where relation.kind == "aFChunk" {
            if relation.target.hasSuffix(".htm") || relation.target.hasSuffix(".html") {
                reader.chunks[relation.id] = package.bytes(relation.target)
            }
        }
        reader.read(body)
        let core = top.first { $0.kind == "core-properties" }?.target ?? "docProps/core.xml"
        var properties = properties(package.treeIfReadable(core)?.root, path: file.path)
        properties.language = properties.language ?? styles.language
        var text = reader.writer.sourceText(properties)
        text.notices = package.notices + text.notices
        guard !text.isEmpty else { throw .empty(format: name) }
        return [text]
    }

    private struct Relation {
        var id: String
        /// The last step of its type: the two editions of the standard have other addresses before it.
        var kind: String
        /// The part, from the root.
        var target: String
    }

    /// The parts that a part is related to; those of the whole package for an empty name.
    private static func relations(of part: String, in package: inout OfficePackage) -> [Relation] {
        let steps = part.split(separator: "/")
        let folder = steps.dropLast().joined(separator: "/")
        let place = (folder.isEmpty ? "" : folder + "/") + "_rels/\(steps.last ?? "").rels"
        guard let root = package.treeIfReadable(place)?.root else { return [] }
        return root.elements("Relationship").compactMap { element in
            guard element["TargetMode"] != "External", let target = element["Target"], let type = element["Type"] else {
                return nil
            }
            return Relation(
                id: element["Id"] ?? "", kind: type.split(separator: "/").last.map(String.init) ?? "",
                target: OfficePackage.resolve(target, in: folder))
        }
    }

    /// What the core properties say.
    private static func properties(_ root: XMLNode?, path: String) -> OfficeProperties {
        var properties = OfficeProperties(path: path)
        guard let root else { return properties }
        for element in root.elements {
            let value = element.text.foldingBlanks()
            guard !value.isEmpty else { continue }
            switch element.name {
            case "title": properties.title = value
            case "creator": properties.creators.append(value)
            case "created": properties.created = value
            case "modified": properties.modified = value
            case "language": properties.language = value
            default: break
            }
        }
        return properties
    }
}
