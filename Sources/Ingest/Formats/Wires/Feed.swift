import AnalyzerKit
import XML

/// RSS 0.9 through 2.0 and Atom: each entry with a text or a summary is a document.
enum Feed: SourceFormat {
    static let mediaType = "application/rss+xml"
    static let name = "RSS or Atom"
    static let pathExtensions = ["rss", "atom", "rdf"]

    static func matches(_ file: SourceFile) -> Bool {
        guard let root = file.root else { return false }
        switch root.name {
        case "rss": return true
        case "feed", "entry": return root.rest.holds("www.w3.org/2005/atom") || root.rest.holds("purl.org/atom")
        case "rdf": return root.rest.holds("purl.org/rss/") || root.rest.holds("my.netscape.com/rdf")
        default: return false
        }
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let reading = try XMLSource.read(file, as: name)
        let root = reading.tree.root
        let isAtom = root.name == "feed" || root.name == "entry"
        let channel = root.first("channel")
        // Read once: what a feed lacks would be sought in all of it for each entry.
        var common = WireStory()
        common.isWire = false
        common.publisher = (isAtom && root.name == "entry" ? nil : (channel ?? root).first("title"))?.text
            .foldingBlanks()
        // The author of a feed is that of each entry without one (RFC 4287, 4.2.1).
        if isAtom, root.name == "feed" {
            for author in root.elements("author") { readAuthor((author.first("name") ?? author).text, &common) }
        }
        common.language = channel?.first("language")?.text.trimmingBlanks() ?? root["xml:lang"]
        var stories: [WireStory] = []
        if isAtom {
            for entry in root.name == "entry" ? [root] : Array(root.elements("entry")) {
                stories.append(story(ofEntry: entry, common))
            }
        } else {
            // RSS 1.0 has its items beside the channel.
            for items in [channel, root] {
                for item in items.map({ Array($0.elements("item")) }) ?? [] {
                    stories.append(story(ofItem: item, common))
                }
            }
        }
        return try XMLSource.texts(of: stories, in: reading, format: isAtom ? "Atom" : "RSS")
    }

    // MARK: RSS

    private static func story(ofItem item: XMLNode, _ common: WireStory) -> WireStory {
        var story = common
        var content: String?
        var description: String?
        for element in item.elements {
            let text = element.text
            switch element.name {
            case "title":
                if element.namespace.isEmpty || !element.namespace.contains("mrss") { story.headline = plain(text) }
            case "link" where !text.foldingBlanks().isEmpty: story.url = text.foldingBlanks()
            case "guid", "identifier": story.wire.id = text.foldingBlanks()
            case "pubDate", "date", "published": story.published = text
            case "updated", "modified": story.modified = text
            case "creator", "author": readAuthor(text, &story)
            case "category", "subject": story.wire.keywords.append(plain(text))
            case "encoded" where element.namespace.contains("excerpt"): break
            case "encoded": content = markup(of: element)
            case "description": description = markup(of: element)
            case "language": story.language = text.trimmingBlanks()
            default: break
            }
        }
        setText(content, or: description, &story)
        return story
    }

    // MARK: Atom

    private static func story(ofEntry entry: XMLNode, _ common: WireStory) -> WireStory {
        var story = common
        story.mediaType = "application/atom+xml"
        story.creators = []
        if let source = entry.first("source", "title")?.text.foldingBlanks() { story.publisher = source }
        story.language = entry["xml:lang"] ?? story.language
        var content: XMLNode?
        var summary: XMLNode?
        for element in entry.elements {
            switch element.name {
            case "title": story.headline = plain(words(of: element))
            case "id": story.wire.id = element.text.foldingBlanks()
            case "published", "issued", "created": story.published = element.text
            case "updated", "modified": story.modified = element.text
            case "author": readAuthor((element.first("name") ?? element).text, &story)
            case "category": story.wire.keywords.append(element["label"] ?? element["term"] ?? "")
            case "link":
                if element["rel"] == nil || element["rel"] == "alternate" { story.url = story.url ?? element["href"] }
            case "content": content = element
            case "summary": summary = element
            default: break
            }
        }
        if entry.first("author") == nil {
            story.creators = common.creators
            // An entry taken over from another feed is that one's author's.
            if let source = entry.first("source"), source.first("author") != nil {
                story.creators = []
                for author in source.elements("author") { readAuthor((author.first("name") ?? author).text, &story) }
            }
        }
        if let place = content?["src"] {
            story.notices.append(
                Document.Notice(reason: "remote", message: "Its content lies elsewhere and was not fetched: \(place)."))
        }
        if let content, isMarkup(content) {
            story.take(MarkupReader.read(content))
        } else {
            setText(content.map { $0.text }, or: nil, &story)
        }
        if story.lines.isEmpty, let summary {
            if isMarkup(summary) {
                story.take(MarkupReader.read(summary))
            } else {
                setText(summary.text, or: nil, &story)
            }
        }
        return story
    }

    private static func isMarkup(_ element: XMLNode) -> Bool {
        element["type"] == "xhtml" || element.elements.first(where: { _ in true }) != nil
    }

    private static func words(of element: XMLNode) -> String { element.text }

    // MARK: Both

    /// What an element of RSS holds: escaped HTML, or mark-up that was not escaped.
    private static func markup(of element: XMLNode) -> String? {
        let text = element.text
        if element.elements.first(where: { _ in true }) != nil {
            return MarkupReader.read(element).lines.map(\.words).joined(separator: "\n\n")
        }
        return text.contains { !$0.isWhitespace } ? text : nil
    }

    /// The words of a title, which feeds escape once or twice.
    private static func plain(_ text: String) -> String {
        let text = text.foldingBlanks()
        guard text.contains("&") || HTMLFragment.isHTML(text) else { return text }
        let reader = HTMLFragment.read(text)
        return ([reader.headline].compactMap { $0 } + reader.lines.map(\.words)).joined(separator: " ").foldingBlanks()
    }

    /// *jane@example.org (Jane Doe)*, *Jane Doe*, *By Jane Doe*.
    private static func readAuthor(_ text: String, _ story: inout WireStory) {
        var name = text.foldingBlanks()
        if name.contains("@"), let open = name.firstIndex(of: "("), let close = name.lastIndex(of: ")"), open < close {
            name = String(name[name.index(after: open)..<close])
        }
        // A field of names may list them by commas alone; a byline's commas part names from posts and places.
        let listed = name.split(separator: "," as Character).map { WireByline.people($0) }
        let isList = listed.count > 1 && listed.allSatisfy { $0.count == 1 && $0[0].contains(" ") }
        story.creators += isList ? listed.flatMap { $0 } : WireByline.people(name)
    }

    /// Takes off the line that WordPress puts behind each item of its feeds, *The post … appeared first on …*.
    private static func dropTrailer(_ story: inout WireStory) {
        guard story.lines.count > 1, let last = story.lines.last?.words.foldingBlanks(), last.hasPrefix("The post "),
            last.holds(" appeared first on ")
        else { return }
        story.lines.removeLast()
    }

    private static func setText(_ content: String?, or description: String?, _ story: inout WireStory) {
        for text in [content, description] {
            guard let text, story.lines.isEmpty else { continue }
            if HTMLFragment.isHTML(text) {
                story.take(HTMLFragment.read(text))
            } else if text.contains("&") {
                story.take(HTMLFragment.read(text.split(separator: "\n\n").joined(separator: "<br><br>")))
            } else if text.contains(where: { !$0.isWhitespace }) {
                story.lines.append(WireStory.Line(words: text, isPreformatted: text.contains("\n")))
            }
        }
        dropTrailer(&story)
    }
}
