import AnalyzerKit

/// A page saved with its pictures (MHTML, RFC 2557): of its parts the first in HTML is read.
enum MHTML: SourceFormat {
    static let mediaType = "multipart/related"
    static let name = "MHTML"
    static let pathExtensions = ["mht", "mhtml"]

    /// Parts stand in each other this deep at most.
    private static let deepest = 8
    /// The first in HTML is among so many.
    private static let mostParts = 100

    static func matches(_ file: SourceFile) -> Bool {
        guard Mail.beginsWithField(file), file.head.holds("multipart/related") else { return false }
        return isPage(MailPart(file.bytes.prefix(SourceFile.headBytes)), file)
    }

    /// Whether a head is that of a page that was saved, not of a mail that was sent.
    static func isPage(_ head: MailPart, _ file: SourceFile) -> Bool {
        guard head["mime-version"] != nil, head.type() == "multipart/related" else { return false }
        if head["snapshot-content-location"] != nil || pathExtensions.contains(file.pathExtension) { return true }
        return head["received"] == nil && head["to"] == nil && head["message-id"] == nil
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let message = MailPart(file.bytes[...])
        for kind in ["text/html", "application/xhtml"] {
            guard let part = part(of: kind, in: message, depth: 0) else { continue }
            var text = try HTMLPages.text(of: part.decoded, path: file.path, charset: part.charset)
            let place = message["snapshot-content-location"] ?? part["content-location"]
            if text.metadata.url == nil { text.metadata.url = place.flatMap(PageHead.webAddress) }
            guard !text.isEmpty else { continue }
            return [text]
        }
        throw .empty(format: name)
    }

    private static func part(of kind: String, in part: MailPart, depth: Int) -> MailPart? {
        let type = part.type()
        if type.hasPrefix(kind) { return part }
        guard type.hasPrefix("multipart/"), depth < deepest, let (parts, _) = part.parts(upTo: mostParts) else {
            return nil
        }
        return parts.lazy.compactMap { Self.part(of: kind, in: $0, depth: depth + 1) }.first
    }
}
