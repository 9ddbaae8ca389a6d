import Digest
import Library
import Rendering

/// Answers as Atom feeds (RFC 4287).
struct Feeds {
    let question: Question

    /// One thing that a feed tells of.
    private struct Entry {
        /// What makes it the same one whenever it is told of.
        let identity: String
        let title: String
        let updated: String
        let published: String?
        let href: String
        let authors: [String]
        let summary: String
    }

    func documents() throws(RoomError) -> RoomResponse {
        feed("Documents", of: "/documents", entries: try question.documents().map { entry($0, summary: nil) })
    }

    func search() throws(RoomError) -> RoomResponse {
        feed(
            "Search: \(question.asked.words("q") ?? "")", of: "/search",
            entries: try question.search().map { entry($0.document, summary: "… \($0.excerpt) …") })
    }

    func quotes() throws(RoomError) -> RoomResponse {
        let entries = try question.quotes().map { quote in
            let speaker = quote.speakers.isEmpty ? "Nobody by name" : quote.speakers.joined(separator: ", ")
            let document = quote.document
            return Entry(
                identity: "quote \(document.report) \(document.sha256) \(quote.start) \(quote.end)",
                title: DocumentMarks(document, at: question.now).prefixed(
                    to: "\(speaker): \(Self.shortened(quote.text))"),
                updated: document.delivered, published: document.published.flatMap(Self.date),
                href: Address.document(document, at: quote.start), authors: document.authors, summary: quote.text)
        }
        return feed("Quotes", of: "/quotes", entries: entries)
    }

    func alerts() throws(RoomError) -> RoomResponse {
        let matches = try question.matches(of: try question.alerts())
        let entries = matches.map { match in
            Entry(
                identity: "alert \(match.alert) \(match.report) \(match.delivered)",
                title: DocumentMarks(match, at: question.now).prefixed(
                    to: "\(match.alert): \(match.title ?? match.document)"),
                updated: PublishedTime.text(match.delivered), published: match.published.flatMap(Self.date),
                href: Address.report(match.report), authors: [match.publisher].compactMap(\.self),
                summary: match.quotes.isEmpty ? match.document : match.quotes.map(\.text).joined(separator: " · "))
        }
        return feed("Alerts", of: "/alerts", entries: entries)
    }

    private func entry(_ document: FoundDocument, summary: String?) -> Entry {
        let facts = [document.publisher, Wording.count(document.words, "word"), document.toneLabel].compactMap(\.self)
        return Entry(
            identity: "document \(document.report) \(document.sha256)",
            title: DocumentMarks(document, at: question.now).prefixed(to: document.title ?? document.path),
            updated: document.delivered, published: document.published.flatMap(Self.date),
            href: Address.document(document), authors: document.authors,
            summary: summary ?? facts.joined(separator: " · "))
    }

    /// A moment as Atom has it; nil for a day alone, or what is no moment.
    private static func date(_ text: String) -> String? {
        PublishedTime.seconds(text).map { PublishedTime.text($0) }
    }

    private static func shortened(_ text: String) -> String {
        text.count <= 80 ? text : text.prefix(79).trimmingSuffix(while: { $0 != " " }) + "…"
    }

    private func feed(_ title: String, of path: String, entries: [Entry]) -> RoomResponse {
        let (request, route) = (question.request, question.route)
        let query = question.asked.query(of: route)
        let suffix = query.isEmpty ? "" : "?\(query)"
        var markup = Markup(reserving: 1_000 + entries.count * 800)
        markup.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
        markup.element("feed", [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", "en")]) { markup in
            markup.element("id", UUIDText.of("feed \(route.path)\(suffix)"))
            markup.element("title", "\(title) – Copydesk")
            // Of an empty feed nothing is known to have changed.
            markup.element("updated", entries.map(\.updated).max() ?? "1970-01-01T00:00:00Z")
            markup.void(
                "link",
                [
                    ("rel", "self"), ("type", "application/atom+xml"),
                    ("href", request.absolute(route.path + suffix)),
                ])
            markup.void(
                "link", [("rel", "alternate"), ("type", "text/html"), ("href", request.absolute(path + suffix))])
            markup.element("author") { $0.element("name", "Copydesk") }
            markup.element("generator", "Copydesk")
            for entry in entries {
                markup.newLine()
                markup.element("entry") { markup in write(entry, into: &markup) }
            }
        }
        markup.newLine()
        return RoomResponse(type: .atom, body: markup.bytes)
    }

    private func write(_ entry: Entry, into markup: inout Markup) {
        markup.element("id", UUIDText.of(entry.identity))
        markup.element("title", entry.title)
        markup.element("updated", entry.updated)
        if let published = entry.published { markup.element("published", published) }
        markup.void(
            "link",
            [("rel", "alternate"), ("type", "text/html"), ("href", question.request.absolute(entry.href))])
        for author in entry.authors where !author.isEmpty {
            markup.element("author") { $0.element("name", author) }
        }
        markup.element("summary", entry.summary)
    }
}

/// Names that are the same for the same thing (RFC 9562, section 5.8: bits of our own choice, of a digest).
enum UUIDText {
    static func of(_ identity: String) -> String {
        var digits = Array(SHA256.hexDigest(of: Array("copydesk \(identity)".utf8)).prefix(32))
        guard digits.count == 32 else { return "urn:uuid:00000000-0000-8000-8000-000000000000" }
        digits[12] = "8"
        digits[16] = "89ab"["89ab".index("89ab".startIndex, offsetBy: (digits[16].hexDigitValue ?? 0) & 3)]
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
        return "urn:uuid:" + parts.joined(separator: "-")
    }
}

extension RoomRequest {
    /// The address of a place under the name by which this room was asked; relative where that is no name.
    func absolute(_ target: String) -> String {
        let host = headers["host"] ?? ""
        let isName = host.utf8.allSatisfy { byte in
            (0x30...0x3A).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "-.[]_".utf8.contains(byte)
        }
        guard !host.isEmpty, isName else { return target }
        return "\(isOverTLS ? "https" : "http")://\(host)\(target)"
    }

    /// Whether a server in front of this one says so; it changes links and a cookie's reach, and lets nobody in.
    var isOverTLS: Bool { headers["x-forwarded-proto"] == "https" }
}

extension Substring {
    fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> Substring {
        guard let end = lastIndex(where: { !isDropped($0) }) else { return self }
        return self[...end]
    }
}
