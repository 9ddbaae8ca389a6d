import AnalyzerKit
import Discourse
import XML

/// NewsML of the IPTC, version 1.
enum NewsML1: SourceFormat {
    static let mediaType = "text/vnd.IPTC.NewsML"
    static let name = "NewsML 1"
    static let pathExtensions = ["newsml"]

    static func matches(_ file: SourceFile) -> Bool { file.root?.name == "newsml" }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let reading = try XMLSource.read(file, as: name)
        let root = reading.tree.root
        let envelope = root.first("NewsEnvelope")
        let stories = root.elements("NewsItem").map { story(of: $0, envelope) }
        return try XMLSource.texts(of: stories, in: reading, format: name)
    }

    private static func story(of item: XMLNode, _ envelope: XMLNode?) -> WireStory {
        var story = WireStory()
        story.wire.urgency = envelope?.first("Priority")?["FormalName"].flatMap(NITF.urgency)
        if let identifier = item.first("Identification", "NewsIdentifier") { readIdentifier(identifier, &story) }
        if let label = item.first("Identification", "NameLabel")?.text.foldingBlanks(), !label.isEmpty {
            story.wire.slugline = label
        }
        if let management = item.first("NewsManagement") { readManagement(management, &story) }
        for component in item.elements("NewsComponent") { read(component, &story, depth: 0) }
        return story
    }

    /// The identifier of all versions of an item: the public one without its revision.
    private static func readIdentifier(_ identifier: XMLNode, _ story: inout WireStory) {
        func text(_ name: String) -> String? {
            identifier.first(name)?.text.trimmingBlanks()
        }
        let revision = identifier.first("RevisionId")
        story.wire.version = text("RevisionId")
        if var publicName = text("PublicIdentifier"), !publicName.isEmpty {
            let number = (text("RevisionId") ?? "") + (revision?["Update"] ?? "")
            for ending in [":" + number, ":" + (text("RevisionId") ?? "")]
            where ending.count > 1 && publicName.hasSuffix(ending) {
                publicName.removeLast(ending.count)
                break
            }
            story.wire.id = publicName
        } else if let item = text("NewsItemId") {
            let parts = [text("ProviderId"), text("DateId")].compactMap { $0 }
            story.wire.id = parts.count == 2 ? "urn:newsml:\(parts[0]):\(parts[1]):\(item)" : item
        }
    }

    private static func readManagement(_ management: XMLNode, _ story: inout WireStory) {
        for element in management.elements {
            let code = element["FormalName"]
            switch element.name {
            case "Status": story.wire.status = code
            case "Urgency": story.wire.urgency = code.flatMap(NITF.urgency) ?? story.wire.urgency
            case "FirstCreated": story.published = element.text.trimmingBlanks()
            case "ThisRevisionCreated": story.modified = element.text.trimmingBlanks()
            case "StatusWillChange":
                // Held back until it becomes usable.
                let future = element.first("FutureStatus")?["FormalName"]?.lowercased()
                if future == "usable", let time = element.first("DateAndTime")?.text.trimmingBlanks() {
                    story.embargo = time
                }
            case "Instruction", "RevisionHistory":
                if let code { story.wire.signals.append(code) }
            case "NewsItemType": break
            default: break
            }
        }
        guard story.wire.status?.lowercased() == "embargoed" else { return }
        // The embargo says it; without a time nothing says when it ends.
        story.wire.status = "usable"
        story.embargo = story.embargo ?? ""
    }

    // Depth is bounded by the tree's.
    private static func read(_ component: XMLNode, _ story: inout WireStory, depth: Int) {
        let role = component.first("Role")?["FormalName"]?.lowercased()
        let isPicture = role == "picture" || role == "photo" || role == "graphic" || role == "caption"
        if let lines = component.first("NewsLines"), !isPicture { readLines(lines, &story) }
        if let metadata = component.first("AdministrativeMetadata") {
            story.wire.source = story.wire.source ?? party(metadata, "Source") ?? party(metadata, "Provider")
            story.publisher = story.publisher ?? party(metadata, "Provider")
            for creator in metadata.elements("Creator") {
                for party in creator.elements("Party") {
                    story.creators += WireByline.people(party["FormalName"] ?? "")
                }
            }
        }
        if let metadata = component.first("DescriptiveMetadata") { readDescription(metadata, &story) }
        for element in component.elements where element.name == "Comment" { story.notes.append(element.text) }
        // Of equivalents the first with a text is enough.
        let isChoice = component["EquivalentsList"]?.lowercased() == "yes"
        for element in component.elements {
            let before = story.lines.count
            switch element.name {
            case "ContentItem": readContent(element, &story, isPicture: isPicture)
            case "NewsComponent": read(element, &story, depth: depth + 1)
            case "NewsItemRef", "NewsItem":
                if let place = element["NewsItem"] {
                    story.notices.append(
                        Document.Notice(
                            reason: "remote", message: "An item lies elsewhere and was not fetched: \(place)."))
                }
            default: break
            }
            if isChoice, story.lines.count > before { break }
        }
    }

    private static func party(_ metadata: XMLNode, _ name: String) -> String? {
        metadata.first(name, "Party")?["FormalName"]
    }

    private static func readLines(_ lines: XMLNode, _ story: inout WireStory) {
        for element in lines.elements {
            let text = element.text.foldingBlanks()
            guard !text.isEmpty else { continue }
            switch element.name {
            case "HeadLine": if story.headline == nil { story.headline = text }
            case "SubHeadLine": story.subheads.append(text)
            case "ByLine": story.bylines.append(text)
            case "DateLine": story.datelineField = story.datelineField ?? text
            case "SlugLine": story.wire.slugline = text
            case "CreditLine": story.wire.source = text
            case "KeywordLine":
                story.wire.keywords += text.split(whereSeparator: { $0 == "," || $0 == ";" || $0 == "/" }).map(
                    String.init)
            case "NewsLine":
                let type = (element.first("NewsLineType")?["FormalName"] ?? "").lowercased().filter(\.isLetter)
                let words = element.first("NewsLineText")?.text ?? ""
                if type.contains("ednote") || type.contains("editor") || type.contains("advisory")
                    || type.contains("note")
                {
                    story.notes.append(words)
                }
            default: break
            }
        }
    }

    private static func readDescription(_ metadata: XMLNode, _ story: inout WireStory) {
        story.language = story.language ?? metadata.first("Language")?["FormalName"]
        for code in metadata.elements("SubjectCode") {
            story.wire.subjects += code.elements.compactMap { $0["FormalName"] }
        }
        for element in metadata.elements where element.name == "Property" {
            guard let name = element["FormalName"]?.lowercased(), let value = element["Value"] else { continue }
            if name == "keyword" || name == "keywords" {
                story.wire.keywords.append(value)
            } else if name.contains("ednote") || name.contains("editor") {
                story.notes.append(value)
            }
        }
    }

    private static func readContent(_ content: XMLNode, _ story: inout WireStory, isPicture: Bool) {
        guard let data = content.first("DataContent") else {
            if let place = content["Href"] {
                story.notices.append(
                    Document.Notice(
                        reason: "remote", message: "Its content lies elsewhere and was not fetched: \(place)."))
            }
            return
        }
        let media = content.first("MediaType")?["FormalName"]?.lowercased()
        guard media == nil || media == "text" || media == "complexdata" || media == "text/html" else { return }
        if let nitf = data.firstDescendant("nitf") {
            let (headline, status) = (story.headline, story.wire.status)
            NITF.fill(&story, from: nitf)
            if let headline { story.headline = headline }
            if let status { story.wire.status = status }
            return
        }
        let reader =
            data.elements.first(where: { _ in true }) != nil
            ? MarkupReader.read(data) : HTMLFragment.isHTML(data.text) ? HTMLFragment.read(data.text) : nil
        guard let reader else {
            let text = data.text
            guard text.contains(where: { !$0.isWhitespace }) else { return }
            story.lines.append(WireStory.Line(words: text, kind: isPicture ? .caption : nil, isPreformatted: true))
            return
        }
        if story.headline == nil { story.headline = reader.headline }
        story.lines +=
            isPicture
            ? reader.lines.map { line in
                var line = line
                line.kind = .caption
                return line
            } : reader.lines
        story.notes += reader.notes
        if story.bylines.isEmpty { story.bylines += reader.bylines }
        story.datelineField = story.datelineField ?? reader.dateline
    }
}
