import AnalyzerKit
import Discourse

/// ninjs of the IPTC, versions 1 through 3: news in JSON; one item or a list of them.
enum NinJS: SourceFormat {
    static let mediaType = "application/json"
    static let name = "ninjs"
    static let pathExtensions = ["ninjs"]

    static func matches(_ file: SourceFile) -> Bool {
        guard let first = file.head.first(where: { !$0.isWhitespace }), first == "{" || first == "[" else {
            return false
        }
        func has(_ key: String) -> Bool { file.head.holds("\"\(key)\"") }
        // Members of the schema, which asks for `uri` alone; one more makes it news.
        let members = [
            "versioncreated", "pubstatus", "body_text", "body_html", "body_xhtml", "bodies", "headline", "headlines",
            "representationtype", "firstcreated", "slugline", "description_text", "altids", "usageterms",
        ]
        let count = members.filter(has).count
        return has("uri") ? count >= 1 : has("body_html") || has("body_text") || has("body_xhtml") || count >= 3
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let decoded = try TextDecoding.decode(file.bytes)
        let value = folded(try JSONValue.read(decoded.bytes, as: name))
        var stories: [WireStory] = []
        let items = if case .array(let elements) = value { elements } else { [value] }
        for item in items { add(item, to: &stories) }
        var texts = stories.compactMap { $0.sourceText() }
        guard !texts.isEmpty else { throw .empty(format: name) }
        for index in texts.indices {
            texts[index].charset = decoded.charset
            texts[index].notices.insert(contentsOf: decoded.notices, at: 0)
        }
        return texts
    }

    /// A value with the names of members in lower case: ninjs 3 writes `pubStatus` what 1 and 2 write `pubstatus`.
    private static func folded(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            // Of names that differ in case alone the lower one, which is the schema's, counts.
            .object(
                Dictionary(members.map { ($0.key.lowercased(), (key: $0.key, value: folded($0.value))) }) {
                    left, right in
                    left.key > right.key ? left : right
                }.mapValues(\.value))
        case .array(let elements): .array(elements.map(folded))
        default: value
        }
    }

    private static func add(_ item: JSONValue, to stories: inout [WireStory]) {
        guard item["uri"] != nil || item["type"] != nil || item["headline"] != nil || item["headlines"] != nil else {
            return
        }
        stories.append(story(of: item))
        // Items inside that have a text of their own; pictures and what lies elsewhere stay with this one.
        for associated in values(item["associations"]) {
            let type = associated["type"]?.string ?? "text"
            guard type == "text", !bodies(of: associated).isEmpty else { continue }
            stories.append(story(of: associated))
        }
    }

    /// The elements of a list, or the values of an object in the order of its keys.
    private static func values(_ value: JSONValue?) -> [JSONValue] {
        guard case .object(let members)? = value else { return value?.elements ?? [] }
        return members.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func story(of item: JSONValue) -> WireStory {
        var story = WireStory()
        func text(_ key: String) -> String? { item[key]?.scalar.flatMap { $0.foldingBlanks().isEmpty ? nil : $0 } }
        story.wire.id = text("uri")
        story.wire.version = text("version")
        story.wire.status = text("pubstatus") ?? "usable"
        if let embargo = item["embargoed"], embargo != .null { story.embargo = embargo.scalar ?? "" }
        if story.embargo?.isEmpty == true { story.embargo = nil }
        story.wire.urgency = text("urgency").flatMap(NITF.urgency)
        story.wire.slugline = text("slugline")
        story.wire.source = named(item["infosource"]) ?? named(item["infosources"]) ?? text("source")
        story.publisher = named(item["provider"]) ?? text("provider")
        story.modified = text("versioncreated")
        story.published = text("firstcreated") ?? text("contentcreated")
        story.language = text("language")
        story.url = text("url") ?? text("link")
        story.datelineField = text("dateline")
        story.headline = main(item["headlines"]) ?? text("headline") ?? text("title")
        for key in ["ednote", "editorial_note", "ed_note"] {
            if let note = text(key) { story.notes.append(note) }
        }
        for signal in values(item["signals"]) + [item["signal"]].compactMap({ $0 }) {
            if let code = signal.scalar ?? signal["code"]?.scalar ?? signal["name"]?.scalar ?? signal["uri"]?.scalar {
                story.wire.signals.append(code)
            }
        }
        readPeople(item, &story)
        for key in ["keywords", "keyword"] {
            if let value = item[key] {
                story.wire.keywords += value.elements.compactMap { $0.scalar ?? $0["name"]?.scalar }
                if let words = value.string {
                    story.wire.keywords += words.split(separator: "," as Character).map(String.init)
                }
            }
        }
        for subject in values(item["subject"]) + values(item["subjects"]) {
            if let code = subject["code"]?.scalar ?? subject["uri"]?.scalar { story.wire.subjects.append(code) }
            if let name = subject["name"]?.scalar { story.wire.subjects.append(name) }
        }
        readBody(item, &story)
        return story
    }

    /// The name of the first of several, or of one.
    private static func named(_ value: JSONValue?) -> String? {
        guard let value else { return nil }
        let first = if case .array(let elements) = value { elements.first } else { value as JSONValue? }
        return first?["name"]?.string ?? first?.string
    }

    /// Of a list of texts with roles the main one, or the first.
    private static func main(_ list: JSONValue?) -> String? {
        let texts = values(list)
        let found = texts.first { $0["role"]?.string?.lowercased().contains("main") ?? false } ?? texts.first
        return found?["value"]?.string ?? found?.string
    }

    private static func readPeople(_ item: JSONValue, _ story: inout WireStory) {
        for key in ["byline", "by"] {
            if let byline = item[key]?.string, story.bylines.isEmpty { story.bylines.append(byline) }
        }
        guard story.bylines.isEmpty else { return }
        for creator in values(item["authors"]) + values(item["creators"]) + values(item["creator"])
            + values(item["contributors"])
        {
            let role = (creator["role"]?.string ?? creator["rel"]?.string ?? creator["jobtitle"]?["name"]?.string ?? "")
                .lowercased()
            guard role.isEmpty || WireWords.all.writers.contains(where: { role.contains($0) }),
                let name = creator["name"]?.string
            else { continue }
            story.creators += WireByline.people(name)
        }
    }

    private struct Body {
        var words: String
        var isMarkup: Bool
    }

    /// The renditions of an item's text, the best first: what is marked up tells more than what is not.
    private static func bodies(of item: JSONValue) -> [Body] {
        var found: [(rank: Int, body: Body)] = []
        func add(_ words: String?, _ type: String) {
            guard let words, words.contains(where: { !$0.isWhitespace }) else { return }
            let isMarkup = type.contains("html") || type.contains("xml") || (type.isEmpty && HTMLFragment.isHTML(words))
            found.append((type.contains("xhtml") ? 0 : isMarkup ? 1 : 2, Body(words: words, isMarkup: isMarkup)))
        }
        for key in ["body_xhtml", "body_html", "body_text"] {
            add(item[key]?.string, key == "body_xhtml" ? "xhtml" : key == "body_html" ? "html" : "")
        }
        if case .object(let members) = item {
            for (key, value) in members.sorted(by: { $0.key < $1.key })
            where key.hasPrefix("body_") && !["body_xhtml", "body_html", "body_text"].contains(key) {
                add(value.string, "")
            }
        }
        for body in values(item["bodies"]) {
            add(body["value"]?.string, (body["contenttype"]?.string ?? "").lowercased())
        }
        if let body = item["body"]?.string { add(body, "") }
        return found.sorted { $0.rank < $1.rank }.map(\.body)
    }

    private static func readBody(_ item: JSONValue, _ story: inout WireStory) {
        for body in bodies(of: item) {
            if body.isMarkup {
                story.take(HTMLFragment.read(body.words))
            } else {
                story.lines.append(WireStory.Line(words: body.words, isPreformatted: true))
            }
            if !story.lines.isEmpty { break }
        }
        // A summary stands for the text of a picture or a stub.
        if let caption = main(item["descriptions"]) {
            story.summary.append(words(of: caption))
        }
        // Members of the schema, the plain ones first.
        for key in ["description_text", "description_html", "description_caption", "caption", "description"] {
            if let text = item[key]?.string, story.summary.isEmpty { story.summary.append(words(of: text)) }
        }
        let places = (values(item["renditions"])).compactMap { $0["href"]?.string }
        if story.lines.isEmpty, let place = places.first {
            story.notices.append(
                Document.Notice(reason: "remote", message: "Its content lies elsewhere and was not fetched: \(place)."))
        }
    }

    private static func words(of text: String) -> String {
        HTMLFragment.isHTML(text) ? HTMLFragment.read(text).lines.map(\.words).joined(separator: "\n") : text
    }
}
