import AnalyzerKit

/// Lines of JSON, each a document: `{"id": …, "title": …, "text": …, "published": …}`.
enum JSONLines: SourceFormat {
    static let mediaType = "application/jsonl"
    static let name = "JSON lines"
    static let pathExtensions = ["jsonl", "ndjson", "jsonlines"]

    /// Members that hold a document's text, the first that is there.
    private static let texts = ["text", "body", "content", "articleBody"]

    static func matches(_ file: SourceFile) -> Bool {
        // Every text is asked: what begins otherwise is not cut into lines.
        guard file.head.hasPrefix("{") else { return false }
        let lines = file.head.split(separator: "\n", maxSplits: 2)
        guard let first = lines.first, first.hasPrefix("{"), hasText(file) else { return false }
        if pathExtensions.contains(file.pathExtension) { return true }
        // Two objects, each on a line of its own, are no JSON but this.
        return first.trimmingBlanks().last == "}" && lines.count > 1 && lines[1].hasPrefix("{")
    }

    /// So many documents may be in a file.
    static let most = 10_000

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let decoded = try TextDecoding.decode(file.bytes)
        var documents: [SourceText] = []
        var bad: [String] = []
        var broken: String?
        var number = 0
        for line in decoded.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            guard line.contains(where: { $0 != 0x20 && $0 != 0x0D && $0 != 0x09 }) else { continue }
            guard documents.count < most else {
                throw .overLimit(format: name, reason: "it holds more than \(most) documents")
            }
            let value: JSONValue
            do throws(DecodeError) {
                value = try JSONValue.read(Array(line), as: name)
            } catch {
                bad.append(Self.complaint(number, error))
                broken = broken ?? bad.last
                continue
            }
            guard case .object = value else {
                bad.append("line \(number) is no object with a text")
                broken = broken ?? bad.last
                continue
            }
            guard var text = text(of: value) else {
                bad.append("line \(number) has no text")
                continue
            }
            text.charset = decoded.charset
            text.notices += decoded.notices
            documents.append(text)
        }
        guard !documents.isEmpty else {
            guard let first = broken else { throw .empty(format: name) }
            throw .malformed(format: name, byteOffset: nil, reason: "no line of it is a document: \(first)")
        }
        documents[0].notices += notices(of: bad, "line")
        return documents
    }

    /// So many lines that are left out are named.
    private static let mostNamed = 10

    /// What is told of lines, or members of a list, that are left out.
    ///
    /// - Parameters:
    ///   - bad: What is wrong with each.
    ///   - part: What each is.
    /// - Returns: A notice for each of the first, and one for the others.
    static func notices(of bad: [String], _ part: String) -> [Document.Notice] {
        var notices = bad.prefix(mostNamed).map { complaint in
            Document.Notice(reason: "left-out", message: "A \(part) was not read: \(complaint).")
        }
        if bad.count > mostNamed {
            notices.append(
                Document.Notice(reason: "left-out", message: "\(bad.count - mostNamed) more \(part)s were not read."))
        }
        return notices
    }

    private static func complaint(_ number: Int, _ error: DecodeError) -> String {
        if case .malformed(_, _, JSONValue.tooDeep) = error { return "in line \(number), \(JSONValue.tooDeep)" }
        return "line \(number) is no JSON"
    }

    /// Whether a file's beginning has a member that holds a text.
    static func hasText(_ file: SourceFile) -> Bool {
        texts.contains { file.head.holds("\"\($0.lowercased())\"") }
    }

    /// The document of an object; nil for one without words.
    static func text(of line: JSONValue) -> SourceText? {
        func first(_ keys: String...) -> String? {
            keys.lazy.compactMap { line[$0]?.scalar?.foldingBlanks() }.first { !$0.isEmpty }
        }
        guard let words = texts.lazy.compactMap({ line[$0]?.string }).first(where: { $0.contains { !$0.isWhitespace } })
        else { return nil }
        // What text has no place for, as a plain text has none either.
        var text = SourceText(plain: words.withLineFeeds().utf8.filter { $0 >= 0x20 || $0 == 0x0A || $0 == 0x09 })
        guard !text.isEmpty else { return nil }
        text.name = first("id", "_id", "guid")
        text.title = first("title", "headline")
        text.metadata.published = first("published", "date", "publishedAt", "published_at").flatMap(WireTime.normalized)
        text.metadata.modified = first("modified", "updated", "updatedAt", "updated_at").flatMap(WireTime.normalized)
        text.metadata.publisher = first("publisher", "source")
        text.metadata.url = first("url", "link").flatMap(PageHead.webAddress)
        text.declaredLanguage = first("language", "lang")
        let people = ["authors", "author", "byline"].lazy.compactMap { line[$0] }.first
        let names = people.map { [$0] + $0.elements }?.compactMap { $0.scalar ?? $0["name"]?.scalar } ?? []
        if !names.isEmpty {
            var properties = OfficeProperties(path: "")
            properties.creators = names
            let found = properties.people
            if !found.isEmpty { text.authors = found }
        }
        return text
    }
}

/// A document in JSON with the members of `JSONLines`, or a list of such, as programs export them.
enum JSONDocument: SourceFormat {
    static let mediaType = "application/json"
    static let name = "JSON"
    /// Data of all kinds have that ending, too, and are no worse for being no document.
    static let pathExtensions: [String] = []

    static func matches(_ file: SourceFile) -> Bool {
        // Every text is asked: what begins otherwise is not looked through.
        guard file.pathExtension == "json", let first = file.head.first(where: { !$0.isWhitespace }) else {
            return false
        }
        return (first == "{" || first == "[") && JSONLines.hasText(file)
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let decoded = try TextDecoding.decode(file.bytes)
        let value = try JSONValue.read(decoded.bytes, as: name)
        let objects = value.elements.isEmpty ? [value] : value.elements
        guard objects.count <= JSONLines.most else {
            throw .overLimit(format: name, reason: "it holds more than \(JSONLines.most) documents")
        }
        var documents: [SourceText] = []
        var bad: [String] = []
        for (number, object) in objects.enumerated() {
            guard var text = JSONLines.text(of: object) else {
                bad.append("number \(number + 1) has no text")
                continue
            }
            text.charset = decoded.charset
            text.notices += decoded.notices
            documents.append(text)
        }
        guard documents.isEmpty else {
            documents[0].notices += JSONLines.notices(of: bad, "member")
            return documents
        }
        // Other data, with such a member somewhere inside.
        var texts = try PlainText.read(file)
        for index in texts.indices { texts[index].mediaType = PlainText.mediaType }
        return texts
    }
}
