import AnalyzerKit
import HTML

/// A document that an object of JSON is: the members that programs give texts, titles and times, however their names are
/// written (`publishedAt`, `published_at`, `Published`).
enum JSONStory {
    /// Members that hold a document's text, the first that is there; names are in lower case without `_` and `-`.
    private static let texts = [
        "text", "body", "content", "articlebody", "bodytext", "contenttext", "fulltext", "bodyhtml", "contenthtml",
    ]
    private static let titles = ["title", "headline", "webtitle"]
    private static let published = [
        "published", "date", "publishedat", "datepublished", "publisheddate", "pubdate", "publicationdate",
        "publishdate", "publishedon", "webpublicationdate",
    ]
    private static let modified = ["modified", "updated", "updatedat", "datemodified", "modifiedat", "lastmodified"]
    /// Objects in which databases and servers keep a document's members.
    private static let wrappers = ["_source", "fields", "attributes"]

    /// Whether a file's beginning has a member that holds a text.
    static func hasText(_ file: SourceFile) -> Bool {
        var rest = file.head.utf8[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "\"")) {
            rest = rest[rest.index(after: open)...]
            let name = rest.prefix(longestName).prefix { $0 != UInt8(ascii: "\"") }
            let behind = rest.dropFirst(name.count)
            // The name of a member, not a value: a colon is behind it.
            if behind.first == UInt8(ascii: "\""), behind.dropFirst().first(where: { $0 > 0x20 }) == UInt8(ascii: ":"),
                texts.contains(folded(String(decoding: name, as: UTF8.self)))
            {
                return true
            }
        }
        return false
    }

    /// The longest name of a member that holds a text, in bytes, with signs between its words.
    private static let longestName = 16

    /// The document of an object; nil for one without words.
    static func text(of object: JSONValue) -> SourceText? {
        let members = Members(object, wrappers)
        guard let words = members.words(texts), words.contains(where: { !$0.isWhitespace }) else { return nil }
        let title = members.line(titles)
        var text: SourceText
        if HTMLFragment.isMarkup(words) {
            var story = WireStory()
            story.isWire = false
            story.headline = title
            story.take(HTMLFragment.read(words))
            guard let read = story.sourceText() else { return nil }
            text = read
            text.title = title ?? text.title
        } else {
            // What text has no place for, as a plain text has none either.
            text = SourceText(plain: words.withLineFeeds().utf8.filter { $0 >= 0x20 || $0 == 0x0A || $0 == 0x09 })
            guard !text.isEmpty else { return nil }
            text.title = title
        }
        text.name = members.line(["id", "_id", "guid"])
        text.metadata.published = members.first(published).flatMap(WrittenTime.normalized)
        text.metadata.modified = members.first(modified).flatMap(WrittenTime.normalized)
        text.metadata.publisher = members.line(["publisher", "source"])
        text.metadata.url = members.line(["url", "link", "weburl"]).flatMap(PageHead.webAddress)
        text.declaredLanguage = members.line(["language", "lang"])
        let people = members.first(["authors", "author", "byline", "creator"])
        let names = people.map { [$0] + $0.elements }?.compactMap { $0.scalar ?? $0["name"]?.scalar } ?? []
        if !names.isEmpty {
            var properties = OfficeProperties(path: "")
            properties.creators = names
            let found = properties.people
            if !found.isEmpty { text.authors = found }
        }
        return text
    }

    /// The name of a member as names are compared.
    fileprivate static func folded(_ name: String) -> String {
        let name = name.lowercased()
        // Names that databases give: `_id`, `_source`.
        guard name.first != "_" else { return name }
        return name.filter { $0 != "_" && $0 != "-" }
    }

    /// The whole objects and lists at the top of a file, one behind the other; none where something else is there, too.
    static func values(in bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var (depth, start) = (0, 0)
        var (isString, isEscaped) = (false, false)
        for (index, byte) in bytes.enumerated() {
            if isString {
                isString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if depth == 0 { start = index }
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                guard depth >= 0 else { return [] }
                if depth == 0 { parts.append(bytes[start...index]) }
            case UInt8(ascii: "\"") where depth > 0: isString = true
            case UInt8(ascii: ","), 0...0x20: break
            default: if depth == 0 { return [] }
            }
        }
        return depth == 0 ? parts : []
    }
}

/// The members of an object by their folded names, those of objects inside that stand for it among them.
private struct Members {
    private var values: [String: JSONValue] = [:]

    init(_ object: JSONValue, _ wrappers: [String]) {
        add(object)
        for wrapper in wrappers {
            if let inner = values[wrapper], case .object = inner { add(inner) }
        }
    }

    private mutating func add(_ object: JSONValue) {
        guard case .object(let members) = object else { return }
        // Of names that are the same when folded the first of the alphabet counts, whatever the order of the file.
        for (name, value) in members.sorted(by: { $0.key < $1.key }) where value != .null {
            let name = JSONStory.folded(name)
            if values[name] == nil { values[name] = value }
        }
    }

    /// The first of some members that is there.
    func first(_ names: [String]) -> JSONValue? { names.lazy.compactMap { values[$0] }.first }

    /// The text of the first of some members that has one, in one line.
    func line(_ names: [String]) -> String? {
        names.lazy.compactMap { values[$0].flatMap(Self.line) }.first { !$0.isEmpty }
    }

    private static func line(_ value: JSONValue) -> String? {
        if let text = value["rendered"]?.string {
            return HTMLFragment.read(text).lines.map(\.words).joined(separator: " ").foldingBlanks()
        }
        let text = value.scalar ?? value["name"]?.scalar ?? value["$oid"]?.scalar
        return text?.foldingBlanks()
    }

    /// The words of the first of some members that has any: a string, paragraphs in a list, or markup as WordPress answers.
    func words(_ names: [String]) -> String? {
        names.lazy.compactMap { values[$0].flatMap(Self.words) }.first { $0.contains { !$0.isWhitespace } }
    }

    private static func words(_ value: JSONValue) -> String? {
        if let text = value.string ?? value["rendered"]?.string { return text }
        let paragraphs = value.elements.compactMap(\.string)
        return paragraphs.isEmpty || paragraphs.count < value.elements.count
            ? nil : paragraphs.joined(separator: "\n\n")
    }
}
