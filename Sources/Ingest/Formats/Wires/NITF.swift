import AnalyzerKit
import Discourse
import XML

/// The News Industry Text Format of the IPTC, versions 2 and 3.
enum NITF: SourceFormat {
    static let mediaType = "text/vnd.IPTC.NITF"
    static let name = "NITF"
    static let pathExtensions = ["nitf"]

    static func matches(_ file: SourceFile) -> Bool {
        file.root?.name == "nitf" || (file.root?.documentType == "nitf" && file.root?.name != "html")
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let reading = try XMLSource.read(file, as: name)
        var story = WireStory()
        fill(&story, from: reading.tree.root)
        // The default that the document type gives.
        if story.wire.status == nil { story.wire.status = "usable" }
        return try XMLSource.texts(of: [story], in: reading, format: name)
    }

    /// Takes over what an article in NITF says; what is known already, from an item around it, stays.
    static func fill(_ story: inout WireStory, from nitf: XMLNode) {
        if let head = nitf.first("head") { readHead(head, &story) }
        guard let body = nitf.first("body") ?? (nitf.name == "body" ? nitf : nil) else { return }
        if let head = body.first("body.head") { readBodyHead(head, &story) }
        for content in body.elements("body.content") { readContent(content, &story) }
        if let end = body.first("body.end") {
            for line in MarkupReader.read(end).lines {
                // An address alone is for editors.
                if line.words.contains("@"), line.words.split(whereSeparator: \.isWhitespace).count <= 3 {
                    story.notes.append(line.words)
                } else {
                    story.lines.append(line)
                }
            }
        }
        let language = nitf["xml:lang"] ?? body["xml:lang"] ?? body["lang"] ?? body.first("body.content")?["lang"]
        story.language = story.language ?? language
    }

    private static func readHead(_ head: XMLNode, _ story: inout WireStory) {
        for meta in head.elements("meta") {
            guard let content = meta["content"], let name = meta["name"]?.lowercased() else { continue }
            switch name.filter(\.isLetter) {
            case "slug", "slugline", "anpaslug", "anpakeyword", "apslug", "itemslug":
                story.wire.slugline = story.wire.slugline ?? content
            case "urgency", "priority": story.wire.urgency = story.wire.urgency ?? urgency(content)
            case "editorsnote", "ednote", "editornote", "apednote", "note": story.notes.append(content)
            case "keywords", "keyword": story.wire.keywords += content.split(separator: ",").map { $0.trimmingBlanks() }
            case "byline", "author": if story.bylines.isEmpty { story.bylines.append(content) }
            case "version", "apversion", "revision": story.wire.version = story.wire.version ?? content
            case "source", "provider": story.wire.source = story.wire.source ?? content
            case "embargo", "embargoed", "releasedate": if !content.isEmpty { story.embargo = story.embargo ?? content }
            case "status", "pubstatus": story.wire.status = story.wire.status ?? content
            case "language", "lang": story.language = story.language ?? content
            default: break
            }
        }
        for object in head.elements("tobject") {
            for subject in object.elements("tobject.subject") {
                if let code = subject["tobject.subject.refnum"] ?? subject["tobject.subject.ipr"] {
                    story.wire.subjects.append(code)
                }
                let names = ["type", "matter", "detail"].compactMap { subject["tobject.subject.\($0)"] }
                story.wire.subjects.append(contentsOf: names)
            }
        }
        if let data = head.first("docdata") { readDocumentData(data, &story) }
        for history in head.elements("revision-history") {
            if let time = history["norm"] { story.modified = time }
            if let comment = history["comment"] { story.notes.append(comment) }
        }
        for data in head.elements("pubdata") {
            story.publisher = story.publisher ?? data["name"]
            if story.published == nil { story.published = data["date.publication"] }
        }
        // Agencies put the slug where HTML has its title.
        if let title = head.first("title")?.text.foldingBlanks(), !title.isEmpty {
            if WireSlug.isSlug(title) {
                story.wire.slugline = story.wire.slugline ?? title
                story.label = title
            } else if story.headline == nil {
                story.headline = title
            }
        }
    }

    private static func readDocumentData(_ data: XMLNode, _ story: inout WireStory) {
        var release: String?
        var keySlug: String?
        for element in data.elements {
            let time = element["norm"] ?? element.text.trimmingBlanks()
            switch element.name {
            case "doc-id": story.wire.id = story.wire.id ?? element["id-string"]
            case "urgency": story.wire.urgency = story.wire.urgency ?? element["ed-urg"].flatMap(urgency)
            case "date.issue": story.published = time
            case "date.release": release = time
            case "ed-msg": story.notes.append(element["info"] ?? element.text)
            case "correction":
                story.wire.signals.append("correction")
                if let info = element["info"] { story.notes.append(info) }
            case "du-key":
                keySlug = element["key"]
                story.wire.version = story.wire.version ?? element["version"] ?? element["generation"]
            case "key-list":
                story.wire.keywords += element.elements("keyword").compactMap { $0["key"] }
            case "doc.copyright": story.publisher = story.publisher ?? element["holder"]
            case "fixture", "series", "doc-scope", "evloc", "del-list", "from-src", "date.expire", "identified-content":
                break
            default: break
            }
        }
        story.wire.slugline = story.wire.slugline ?? keySlug
        let status = data["management-status"]?.lowercased()
        if status == "embargoed" {
            story.embargo = story.embargo ?? release ?? ""
            story.wire.status = story.wire.status ?? "usable"
        } else if let status {
            story.wire.status = story.wire.status ?? status
        } else if let time = release.flatMap(WireTime.normalized), time.hasSuffix("Z"),
            let issued = story.published.flatMap(WireTime.normalized), issued.hasSuffix("Z"), issued < time
        {
            // What is sent before it is released is under embargo until then, whether a status says so or not.
            story.embargo = story.embargo ?? time
        }
        if let idRef = data["management-idref-list"], story.wire.id == nil { story.wire.id = idRef }
    }

    private static func readBodyHead(_ head: XMLNode, _ story: inout WireStory) {
        for element in head.elements {
            switch element.name {
            case "hedline":
                if let line = element.first("hl1")?.text.foldingBlanks(), !line.isEmpty { story.headline = line }
                // What the headline was before is none of the lines below it.
                story.subheads += element.elements("hl2").filter {
                    !($0["id"] ?? "").lowercased().hasPrefix("original")
                }
                .map(\.text)
                if element.first("hl1") == nil, element.first("hl2") == nil, !element.text.foldingBlanks().isEmpty {
                    story.headline = element.text
                }
            case "note":
                let isPublished =
                    element["type"] == "pa" || (element["type"] == "std" && element["noteclass"] != "editorsnote")
                if isPublished, element["noteclass"] != "cpyrt" {
                    story.lines.append(
                        contentsOf: MarkupReader.read(element).lines.map { line in
                            var line = line
                            line.kind = .note
                            return line
                        })
                } else if element["noteclass"] != "cpyrt" {
                    story.notes.append(element.text)
                }
            case "byline": readByline(element, &story)
            case "distributor":
                let name = element.text.foldingBlanks()
                if story.wire.source == nil, !name.isEmpty { story.wire.source = name }
            case "dateline":
                let line = element.text.foldingBlanks()
                if !line.isEmpty { story.datelineField = line }
            case "abstract":
                let lines = MarkupReader.read(element).lines.map(\.words)
                story.summary += lines
            default: break
            }
        }
    }

    /// A byline's people are marked, or are its words without titles and places.
    private static func readByline(_ byline: XMLNode, _ story: inout WireStory) {
        let people = byline.elements("person").map { $0.text.foldingBlanks() }.filter { !$0.isEmpty }
        var words = ""
        for child in byline.children {
            switch child.name {
            case "byttl", "virtloc": words += " ,"
            case "location": words += " ,"
            default: words += child.text
            }
        }
        let line = words.foldingBlanks().droppingLast { " ,".contains($0) }
        if !people.isEmpty {
            // A desk may be marked as a person.
            story.creators += people.map { person in WireByline.people(person).first ?? "" }.filter { !$0.isEmpty }
            if story.creators.isEmpty { story.bylines.append(String(line)) }
        } else {
            story.bylines.append(String(line))
        }
    }

    private static func readContent(_ content: XMLNode, _ story: inout WireStory) {
        story.take(MarkupReader.read(content))
    }

    /// The number that an urgency begins with, 1 through 9.
    static func urgency(_ text: String) -> Int? {
        guard let digit = text.trimmingBlanks().first?.wholeNumberValue, (1...9).contains(digit) else { return nil }
        return digit
    }
}
