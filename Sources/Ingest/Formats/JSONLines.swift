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
        guard let first = lines.first, first.hasPrefix("{"),
            texts.contains(where: { file.head.holds("\"\($0.lowercased())\"") })
        else { return false }
        if pathExtensions.contains(file.pathExtension) { return true }
        // Two objects, each on a line of its own, are no JSON but this.
        return first.trimmingBlanks().last == "}" && lines.count > 1 && lines[1].hasPrefix("{")
    }

    /// So many documents may be in a file.
    static let most = 10_000

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let decoded = try TextDecoding.decode(file.bytes)
        var documents: [SourceText] = []
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
                throw .malformed(format: name, byteOffset: nil, reason: "line \(number) is no JSON")
            }
            guard case .object = value else {
                throw .malformed(format: name, byteOffset: nil, reason: "line \(number) is no object with a text")
            }
            guard var text = text(of: value) else { continue }
            text.charset = decoded.charset
            text.notices += decoded.notices
            documents.append(text)
        }
        guard !documents.isEmpty else { throw .empty(format: name) }
        return documents
    }

    /// The document of a line; nil for one without words.
    private static func text(of line: JSONValue) -> SourceText? {
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
