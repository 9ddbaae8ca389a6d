import AnalyzerKit
import XML

/// Books in EPUB 2 and 3: the chapters in the order in which they are read, without cover and contents.
enum ElectronicBook: SourceFormat {
    static let mediaType = "application/epub+zip"
    static let name = "EPUB"
    static let pathExtensions = ["epub"]

    static func matches(_ file: SourceFile) -> Bool {
        !file.members.isEmpty
            && (file.head.holds("mimetypeapplication/epub+zip")
                || file.members.contains("META-INF/container.xml") && file.members.contains { $0.hasSuffix(".opf") })
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let endings = [".xml", ".opf", ".xhtml", ".html", ".htm", ".xht"]
        var package = try OfficePackage(file, format: name) { part in endings.contains { part.hasSuffix($0) } }
        guard let container = try package.tree("META-INF/container.xml")?.root,
            let place = container.first("rootfiles", "rootfile")?["full-path"]
        else {
            throw .malformed(format: name, byteOffset: nil, reason: "META-INF/container.xml in it names no book")
        }
        guard let book = try package.tree(place)?.root else {
            throw .malformed(format: name, byteOffset: nil, reason: "there is no \(place) in it")
        }
        let folder = place.split(separator: "/").dropLast().joined(separator: "/")
        let chapters = chapters(of: book, in: folder)
        if let encryption = package.treeIfReadable("META-INF/encryption.xml")?.root,
            isEncrypted(chapters, by: encryption)
        {
            throw .unsupported(
                format: "an EPUB whose text is encrypted", advice: "Get a copy without copy protection, and drop that.")
        }
        var reader = BookReader()
        for chapter in chapters {
            guard let bytes = package.bytes(chapter) else {
                reader.notices.append(
                    Document.Notice(reason: "malformed", message: "\(chapter), a chapter, is missing from it."))
                continue
            }
            reader.read(try page(chapter, bytes, &package))
        }
        var text = reader.sourceText(properties(of: book, path: file.path))
        text.notices = package.notices + reader.notices + text.notices
        guard !text.isEmpty else { throw .empty(format: name) }
        text.metadata.publisher = book.first("metadata")?.first("publisher")?.text.foldingBlanks()
        if !text.creators.isEmpty { text.authors = text.creators }
        return [text]
    }

    /// A chapter's tree: XML as it should be, or whatever else it is.
    private static func page(
        _ name: String, _ bytes: [UInt8], _ package: inout OfficePackage
    ) throws(DecodeError) -> XMLNode {
        guard bytes.count <= OfficePackage.largest else {
            throw .overLimit(
                format: Self.name, reason: "\(name) in it has more than \(OfficePackage.largest >> 20) MiB")
        }
        let decoded = try TextDecoding.decode(
            bytes, declared: HTMLPages.declaredCharset(SourceFile(Array(bytes.prefix(2000)), path: name).head))
        if let tree = try? XMLTree.read(decoded.bytes), tree.repair == nil { return tree.root }
        return XMLTree.readHTML(decoded.bytes).root
    }

    /// The chapters in the order in which they are read, by the names of their parts.
    private static func chapters(of book: XMLNode, in folder: String) -> [String] {
        var items: [String: (place: String, properties: String)] = [:]
        for item in book.first("manifest")?.elements("item").map({ $0 }) ?? [] {
            guard let id = item["id"], let target = item["href"] else { continue }
            items[id] = (
                OfficePackage.resolve(target.removingPercentEscapes(), in: folder), item["properties"] ?? ""
            )
        }
        var left: Set<String> = []
        for reference in book.first("guide")?.elements("reference").map({ $0 }) ?? [] {
            guard ["cover", "toc"].contains(reference["type"]?.lowercased() ?? ""), let target = reference["href"]
            else {
                continue
            }
            // A part of a chapter may be named, which does not make all of it a cover.
            if !target.contains("#") { left.insert(OfficePackage.resolve(target.removingPercentEscapes(), in: folder)) }
        }
        var chapters: [String] = []
        for reference in book.first("spine")?.elements("itemref").map({ $0 }) ?? [] {
            guard reference["linear"] != "no", let id = reference["idref"], let item = items[id],
                !item.properties.split(separator: " ").contains(where: { $0 == "nav" || $0 == "cover-image" }),
                !left.contains(item.place), !chapters.contains(item.place)
            else { continue }
            chapters.append(item.place)
        }
        return chapters
    }

    /// Whether chapters are encrypted; fonts may be, by two ways that hide no text.
    private static func isEncrypted(_ chapters: [String], by encryption: XMLNode) -> Bool {
        let places = Set(chapters.map { $0.lowercased() })
        for data in encryption.elements("EncryptedData") {
            guard let place = data.firstDescendant("CipherReference")?["URI"] else { continue }
            if places.contains(OfficePackage.resolve(place.removingPercentEscapes(), in: "").lowercased()) {
                return true
            }
        }
        return false
    }

    private static func properties(of book: XMLNode, path: String) -> OfficeProperties {
        var properties = OfficeProperties(areAuthored: true, path: path)
        guard let metadata = book.first("metadata") else { return properties }
        // EPUB 3 says a creator's part in an element of its own.
        var roles: [String: String] = [:]
        for meta in metadata.elements("meta") where meta["property"] == "role" {
            if let of = meta["refines"] { roles[String(of.drop { $0 == "#" })] = meta.text.foldingBlanks() }
        }
        for element in metadata.elements {
            let value = element.text.foldingBlanks()
            guard !value.isEmpty else { continue }
            switch element.name {
            case "title": properties.title = properties.title ?? value
            case "creator":
                let role = element["role"] ?? element["id"].flatMap { roles[$0] } ?? "aut"
                if role == "aut" { properties.creators.append(value) }
            case "language": properties.language = properties.language ?? value
            case "date":
                if element["event"].map({ $0 == "publication" }) ?? (properties.created == nil) {
                    properties.created = value
                }
            case "meta": if element["property"] == "dcterms:modified" { properties.modified = value }
            default: break
            }
        }
        return properties
    }
}

extension String {
    /// Without the escapes of addresses: `a%20b` is *a b*.
    fileprivate func removingPercentEscapes() -> String {
        guard utf8.contains(UInt8(ascii: "%")) else { return self }
        var bytes: [UInt8] = []
        let source = Array(utf8)
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "%"), index + 2 < source.count,
                let value = UInt8(String(decoding: source[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                index += 3
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
