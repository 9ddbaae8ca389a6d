import AnalyzerKit

/// A document in JSON (`JSONStory`), a list of such, or an object that holds one list of them, as programs export them and
/// servers answer: `{"status": "ok", "articles": […]}`.
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
        return (first == "{" || first == "[") && JSONStory.hasText(file)
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let decoded = try TextDecoding.decode(file.bytes)
        let value = try JSONValue.read(decoded.bytes, as: name)
        let objects = items(of: value)
        guard objects.count <= JSONLines.most else {
            throw .overLimit(format: name, reason: "it holds more than \(JSONLines.most) documents")
        }
        var documents: [SourceText] = []
        var bad: [String] = []
        for (number, object) in objects.enumerated() {
            guard var text = JSONStory.text(of: object) else {
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

    /// How deep in objects a list of documents is looked for: that of `{"response": {"docs": […]}}`.
    private static let deepest = 3

    /// Whether an object in a list says more of a text than its words: lists of pieces of a text are no documents.
    private static func isStory(_ object: JSONValue) -> Bool {
        guard let text = JSONStory.text(of: object) else { return false }
        return text.title != nil || text.metadata.url != nil || text.metadata.published != nil
    }

    /// What may be documents: the value, the elements of a list, or of the first list in an object that has one with a text.
    private static func items(of value: JSONValue) -> [JSONValue] {
        if !value.elements.isEmpty { return value.elements }
        // Our own reports hold the text that they are on, and many pieces of it.
        if JSONStory.text(of: value) != nil || value["copydesk"] != nil { return [value] }
        var level = [value]
        for _ in 0..<deepest {
            let inner = level.flatMap(\.members)
            if let list = inner.first(where: { $0.elements.contains(where: isStory) }) { return list.elements }
            level = inner
        }
        return [value]
    }
}
