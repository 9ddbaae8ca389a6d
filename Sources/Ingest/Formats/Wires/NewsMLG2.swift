import AnalyzerKit
import Discourse
import XML

/// NewsML-G2 of the IPTC: news, package, concept, knowledge, planning and catalogue items, alone or in a message.
///
/// Each item with something to read is a document. What lies elsewhere is named and left.
enum NewsMLG2: SourceFormat {
    static let mediaType = "application/vnd.iptc.g2.newsitem+xml"
    static let name = "NewsML-G2"
    static let pathExtensions = ["g2"]

    /// Elements of which each is an item.
    private static let items: Set<String> = [
        "newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem",
    ]
    /// Pieces of items, as documentation has them.
    private static let pieces: Set<String> = ["contentSet", "contentMeta", "itemMeta", "groupSet", "conceptSet"]

    static func matches(_ file: SourceFile) -> Bool {
        guard let root = file.root else { return false }
        if root.rest.holds("iptc.org/std/nar/") { return true }
        return root.name == "newsmessage" || items.contains { $0.lowercased() == root.name }
            || pieces.contains { $0.lowercased() == root.name }
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let reading = try XMLSource.read(file, as: name)
        let root = reading.tree.root
        let found = root.name == "newsMessage" || root.name == "itemSet" ? Array(Self.found(in: root)) : [root]
        let known = Set(found.compactMap { $0["guid"] })
        let stories = found.map { G2Item($0, among: known).story }
        return try XMLSource.texts(of: stories, in: reading, format: "\(name) \(described(found))")
    }

    private static func found(in message: XMLNode) -> [XMLNode] {
        // An item may hold others' elements of the same name, but none of these.
        var found: [XMLNode] = []
        for set in message.name == "itemSet" ? [message] : Array(message.elements("itemSet")) {
            found += set.elements.filter { items.contains($0.name) }
        }
        return found
    }

    /// What the items are, for a message on a file without a text.
    private static func described(_ found: [XMLNode]) -> String {
        guard let first = found.first, found.count == 1 else { return "message of \(found.count) items" }
        switch first.name {
        case "newsItem":
            let kind = first.first("itemMeta", "itemClass")?["qcode"]?.split(separator: ":").last.map(String.init)
            return kind.map { "item of the kind \($0)" } ?? "news item"
        case "packageItem": return "package"
        case "conceptItem": return "concept item"
        case "knowledgeItem": return "knowledge item"
        case "planningItem": return "planning item"
        case "catalogItem": return "catalogue of codes"
        default: return "piece"
        }
    }
}

/// One item of NewsML-G2.
private struct G2Item {
    private(set) var story = WireStory()
    private let item: XMLNode
    private let language: String?

    /// Reads an item.
    ///
    /// - Parameters:
    ///   - item: The item, or a piece of one.
    ///   - known: The identifiers of all items of the file, which a package's references may mean.
    init(_ item: XMLNode, among known: Set<String>) {
        self.item = item
        // An item in many languages is read in the first.
        language =
            item["xml:lang"] ?? item.first("contentMeta", "language")?["tag"]
            ?? item.descendants.first { $0.name == "name" && $0.parent?.name == "concept" && $0["xml:lang"] != nil }?[
                "xml:lang"]
        story.language = language
        story.wire.id = item["guid"]
        story.wire.version = item["version"]
        if item.name != "newsItem" { story.mediaType = "application/vnd.iptc.g2.\(item.name.lowercased())+xml" }
        if let meta = item.name == "itemMeta" ? item : item.first("itemMeta") { readItemMeta(meta) }
        if let meta = item.name == "contentMeta" ? item : item.first("contentMeta") { readContentMeta(meta) }
        if item.name != "newsItem" {
            // What plans and packages are about is their text; of news it is a summary.
            for words in story.summary { story.lines.append(WireStory.Line(words: words)) }
            story.summary = []
        }
        for set in item.name == "contentSet" ? [item] : Array(item.elements("contentSet")) { readContent(set) }
        readConcepts()
        readPlanning()
        readPackage(known)
        if story.wire.status == nil, story.wire.id != nil {
            // The specification's default.
            story.wire.status = "usable"
        }
        if story.wire.source == nil { story.wire.source = story.publisher ?? provider }
        if item.name == "catalogItem" { readCatalogue() }
    }

    /// The provider's code, where it has no name: `nprov:REUTERS`.
    private var provider: String? {
        let code = item.first("itemMeta", "provider")?["qcode"] ?? ""
        let parts = code.split(separator: ":" as Character)
        return parts.count == 2 && parts[0] == "nprov" ? String(parts[1]) : nil
    }

    // MARK: Metadata

    private mutating func readItemMeta(_ meta: XMLNode) {
        for element in meta.elements {
            switch element.name {
            case "pubStatus": story.wire.status = code(of: element)
            case "embargoed": story.embargo = element.text.trimmingBlanks()
            case "edNote": story.notes.append(element.text)
            case "signal": if let code = code(of: element) { story.wire.signals.append(code) }
            case "versionCreated": story.modified = element.text.trimmingBlanks()
            case "firstCreated": story.published = element.text.trimmingBlanks()
            case "provider": story.publisher = name(of: element)
            case "title": if story.headline == nil, isPreferred(element) { story.headline = element.text }
            default: break
            }
        }
    }

    private mutating func readContentMeta(_ meta: XMLNode) {
        var headline: (text: String, rank: Int)?
        for element in meta.elements {
            let text = element.text.trimmingBlanks()
            switch element.name {
            case "urgency": story.wire.urgency = NITF.urgency(text)
            case "headline":
                // The main one in the item's language.
                let rank =
                    (isPreferred(element) ? 0 : 2) + (role(of: element).map { $0.hasSuffix("main") } ?? true ? 0 : 1)
                if !text.isEmpty, headline.map({ rank < $0.rank }) ?? true { headline = (text, rank) }
            case "slugline": story.wire.slugline = story.wire.slugline ?? text
            case "by": story.bylines.append(text)
            case "dateline": if isPreferred(element) { story.datelineField = text }
            case "creditline": if !text.isEmpty { story.wire.source = text }
            case "infoSource":
                if story.wire.source == nil, let name = name(of: element) { story.wire.source = name }
            case "creator": readCreator(element)
            case "keyword": story.wire.keywords.append(text)
            case "subject": readSubject(element)
            case "description":
                if isPreferred(element), !text.isEmpty { story.summary.append(text) }
            case "contentCreated": if story.published == nil { story.published = text }
            case "edNote": story.notes.append(text)
            default: break
            }
        }
        if let headline { story.headline = headline.text }
    }

    /// A creator is an author where it is a person and no other says more.
    private mutating func readCreator(_ creator: XMLNode) {
        guard let name = self.name(of: creator) else { return }
        let type = (creator["type"] ?? "").lowercased()
        let isOrganization =
            type.hasSuffix("organisation") || type.hasSuffix("organization")
            || creator.first("organisationDetails") != nil
        guard !isOrganization else { return }
        let isPerson = type.hasSuffix("person") || creator.first("personDetails") != nil
        // *By Jane Doe*, a person's name that might be an agency's, a code such as gr/bp.
        let people = WireByline.people(name)
        if isPerson, people.isEmpty, name.contains(" "), !WireByline.isOutlet(name) {
            story.creators.append(name)
        } else {
            story.creators += people
        }
    }

    private mutating func readSubject(_ subject: XMLNode) {
        if let code = subject["qcode"] ?? subject["uri"] { story.wire.subjects.append(code) }
        if let name = name(of: subject) ?? subject["literal"] { story.wire.subjects.append(name) }
    }

    /// The name of what an element stands for, in the item's language.
    private func name(of element: XMLNode) -> String? {
        let names = Array(element.elements("name"))
        let name = names.first { isPreferred($0) } ?? names.first
        let text = name?.text.foldingBlanks() ?? ""
        return text.isEmpty ? nil : text
    }

    private func code(of element: XMLNode) -> String? {
        element["qcode"] ?? element["uri"] ?? element["literal"]
    }

    private func role(of element: XMLNode) -> String? { element["role"]?.lowercased() }

    /// Whether an element is in the item's language or says nothing of one.
    private func isPreferred(_ element: XMLNode) -> Bool {
        guard let tag = element["xml:lang"], let language else { return true }
        return tag.prefix(2).lowercased() == language.prefix(2).lowercased()
    }

    // MARK: Content

    /// Takes the best rendition; the others say the same again.
    private mutating func readContent(_ set: XMLNode) {
        let parts = Array(set.elements).filter { $0.name != "alternative" }
        let readers: [(XMLNode) -> Bool] = [
            { $0.name == "inlineXML" && $0.firstDescendant("nitf") != nil },
            { $0.name == "inlineXML" && $0.firstDescendant("html") != nil },
            { $0.name == "inlineXML" && $0.firstDescendant("p") != nil },
            { $0.name == "inlineData" }, { $0.name == "inlineXML" },
        ]
        for isRight in readers {
            for part in parts where isRight(part) {
                let before = story.lines.count
                if part.name == "inlineXML" { readInline(part) } else { readData(part) }
                if story.lines.count > before { return }
            }
        }
        for part in parts where part.name == "remoteContent" {
            guard let place = part["href"] ?? part["residref"] else { continue }
            story.notices.append(
                Document.Notice(
                    reason: "remote",
                    message: "Its content lies elsewhere and was not fetched: \(place.foldingBlanks())."))
            return
        }
    }

    private mutating func readInline(_ inline: XMLNode) {
        guard let root = inline.elements.first(where: { _ in true }) else {
            if HTMLFragment.isHTML(inline.text) { return story.take(HTMLFragment.read(inline.text)) }
            return take(inline.text, isPreformatted: true)
        }
        switch root.name {
        case "nitf":
            let (headline, language) = (story.headline, story.language)
            NITF.fill(&story, from: root)
            // The item's own word counts where the article in it says another.
            if let headline { story.headline = headline }
            story.language = language ?? story.language
        case "events": readEvents(root)
        case "sports-content": break
        case "newsItem", "newsMessage": break
        default: story.take(MarkupReader.read(inline))
        }
    }

    private mutating func readData(_ data: XMLNode) {
        let type = (data["contenttype"] ?? "").lowercased()
        guard data["encoding"] == nil || type.hasPrefix("text/") else { return notice(of: type) }
        guard data["encoding"] == nil else { return notice(of: "\(type) in \(data["encoding"] ?? "")") }
        guard type.isEmpty || type.hasPrefix("text/") || type.contains("xml") || type.contains("html") else {
            return notice(of: type)
        }
        let text = data.text
        if type.contains("html") || HTMLFragment.isHTML(text) {
            story.take(HTMLFragment.read(text))
        } else {
            take(text, isPreformatted: true)
        }
    }

    private mutating func notice(of type: String) {
        story.notices.append(
            Document.Notice(
                reason: "format",
                message: "Its content is \(type.isEmpty ? "of no known type" : type) and was not read."))
    }

    private mutating func take(_ text: String, isPreformatted: Bool) {
        guard text.contains(where: { !$0.isWhitespace }) else { return }
        story.lines.append(WireStory.Line(words: text, isPreformatted: isPreformatted))
    }

    // MARK: Concepts, events, plans, packages

    private mutating func readConcepts() {
        var concepts = Array(item.elements("concept"))
        for set in item.name == "conceptSet" ? [item] : Array(item.elements("conceptSet")) {
            concepts += set.elements("concept")
        }
        if item.name == "conceptItem", story.headline == nil, let concept = concepts.first {
            story.headline = name(of: concept)
        }
        for concept in concepts { readConcept(concept, isAlone: concepts.count == 1) }
    }

    private mutating func readEvents(_ events: XMLNode) {
        for event in events.elements("event") { readConcept(event, isAlone: false) }
    }

    private mutating func readConcept(_ concept: XMLNode, isAlone: Bool) {
        if let name = name(of: concept), !(isAlone && story.headline == name) {
            story.lines.append(WireStory.Line(words: name, kind: .subhead, level: 2, path: concept.path))
        }
        for kind in ["definition", "note"] {
            let texts = Array(concept.elements(kind))
            // One language of several.
            for text in texts.contains(where: isPreferred) ? texts.filter(isPreferred) : Array(texts.prefix(1)) {
                story.lines += MarkupReader.read(text).lines
            }
        }
        if let details = concept.first("eventDetails") { readEvent(details) }
    }

    private mutating func readEvent(_ details: XMLNode) {
        func add(_ words: String) { story.lines.append(WireStory.Line(words: words, kind: .list, path: details.path)) }
        if let dates = details.first("dates") {
            let start = dates.first("start")?.text.trimmingBlanks()
            let end = dates.first("end")?.text.trimmingBlanks()
            let times = [start, end].compactMap { $0 }.joined(separator: " – ")
            if !times.isEmpty { add(times) }
        }
        for place in details.elements("location") { if let name = name(of: place) { add(name) } }
        for person in details.elements("participant") {
            guard let name = name(of: person) else { continue }
            let definition = person.first("definition")?.text.foldingBlanks() ?? ""
            add(definition.isEmpty ? name : "\(name), \(definition)")
        }
        for body in details.elements("organiser") { if let name = name(of: body) { add(name) } }
        for registration in details.elements("registration") { story.lines += MarkupReader.read(registration).lines }
    }

    private mutating func readPlanning() {
        for set in item.elements("newsCoverageSet") {
            for planning in set.elements("newsCoverage").flatMap({ Array($0.elements("planning")) }) {
                for note in planning.elements("edNote") { story.notes.append(note.text) }
                let headline = planning.first("headline")?.text.foldingBlanks() ?? ""
                let kind = planning.first("itemClass")?["qcode"]?.split(separator: ":").last.map(String.init)
                let time = planning.first("scheduled")?.text.trimmingBlanks()
                let parts = [headline, kind ?? "", time ?? ""].filter { !$0.isEmpty }
                if !parts.isEmpty {
                    story.lines.append(
                        WireStory.Line(words: parts.joined(separator: ", "), kind: .list, path: planning.path))
                }
                for description in planning.elements("description") {
                    story.lines += MarkupReader.read(description).lines
                }
            }
        }
    }

    /// What a package says of its items that are not in the file.
    private mutating func readPackage(_ known: Set<String>) {
        var places: [String] = []
        for reference in item.descendants where reference.name == "itemRef" {
            guard let place = reference["residref"] ?? reference["href"], !known.contains(place) else { continue }
            places.append(place)
            let texts = ["headline", "title"].compactMap { reference.first($0)?.text.foldingBlanks() }.filter {
                !$0.isEmpty
            }
            if let title = texts.first {
                story.lines.append(WireStory.Line(words: title, kind: .list, path: reference.path))
            }
            if let words = reference.first("description")?.text.foldingBlanks(), !words.isEmpty {
                story.lines.append(WireStory.Line(words: words, path: reference.path))
            }
        }
        guard !places.isEmpty, item.name == "packageItem" || item.name == "groupSet" else { return }
        story.notices.append(
            Document.Notice(
                reason: "remote",
                message: "\(places.count) items of the package lie elsewhere and were not fetched: "
                    + places.prefix(3).joined(separator: ", ") + (places.count > 3 ? " …" : ".")))
    }

    private mutating func readCatalogue() {
        for scheme in item.descendants where scheme.name == "scheme" {
            if let name = name(of: scheme) { story.lines.append(WireStory.Line(words: name, kind: .subhead, level: 2)) }
            for text in scheme.elements("definition") where isPreferred(text) {
                story.lines.append(WireStory.Line(words: text.text))
            }
        }
    }
}
