package import Library
import Rendering

/// A digest as a page that needs nothing beside it: to be kept, sent and printed.
///
/// It leads nowhere, for it may lie anywhere; the room's own page of the same digest has links.
package struct DigestPage {
    private let digest: FoundDigest
    private let top: Int
    /// In seconds since 1970: what is under embargo then is marked.
    private let now: Int
    /// Whether names and documents are links to pages of the room.
    private var isLinked = false

    /// - Parameters:
    ///   - digest: What it shows.
    ///   - top: How many publishers it names.
    ///   - now: The time, in seconds since 1970.
    package init(_ digest: FoundDigest, top: Int, now: Int) {
        (self.digest, self.top, self.now) = (digest, top, now)
    }

    /// What the page may load and run: its own style and nothing else.
    package static let contentSecurityPolicy =
        "default-src 'none'; style-src '\(PageStyle.source(of: RoomFiles.style))'; base-uri 'none'; form-action 'none'"

    private var title: String { "Digest since \(Moment(digest.since).text)" }

    /// The whole page, HTML and well-formed XML alike.
    package func html() -> [UInt8] {
        var markup = Markup(reserving: RoomFiles.style.utf8.count + 400 * digest.documents.count + 10_000)
        markup.raw("<!DOCTYPE html>\n")
        markup.element("html", [("lang", "en")]) { markup in
            markup.element("head") { markup in
                markup.void("meta", [("charset", "utf-8")])
                markup.void(
                    "meta", [("http-equiv", "Content-Security-Policy"), ("content", Self.contentSecurityPolicy)])
                markup.void("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
                markup.void("meta", [("name", "color-scheme"), ("content", "light dark")])
                markup.void("meta", [("name", "referrer"), ("content", "no-referrer")])
                markup.element("title", "\(title) – Copydesk")
                markup.raw("<style>\(RoomFiles.style)</style>")
            }
            markup.newLine()
            markup.element("body") { markup in
                markup.element("header", [("class", "top")]) { markup in
                    markup.element("span", [("class", "wordmark")], "Copydesk")
                }
                markup.element("main", [("id", "main")]) { markup in
                    markup.element("h1", title)
                    write(into: &markup)
                }
            }
        }
        markup.newLine()
        return markup.bytes
    }

    // MARK: The room

    /// The digest in the room.
    static func response(to question: Question) throws(RoomError) -> RoomResponse {
        let begin = question.asked.begin("since", standard: "yesterday")
        let top = question.asked.count("top", standard: 10)
        let digest = try question.library { reader throws(LibraryError) in try reader.digest(since: begin, limit: top) }
        var page = Self(digest, top: top, now: question.now)
        page.isLinked = true
        return Page(page.title, of: question, json: "\(Route.apiPrefix)/digest").response { markup in
            FilterForm(question: question).write(into: &markup)
            page.write(into: &markup)
        }
    }

    // MARK: What both have

    private func write(into markup: inout Markup) {
        let words = digest.documents.reduce(0) { $0 + $1.words }
        markup.element(
            "p", [("class", "lede")],
            "\(Wording.count(digest.documents.count, "document")), \(Wording.count(words, "word")).")
        if !digest.withdrawn.isEmpty {
            markup.element("section", [("aria-labelledby", "withdrawn")]) { markup in
                markup.element("h2", [("id", "withdrawn")], "Not to be used")
                writeRows(digest.withdrawn, into: &markup)
            }
        }
        writeTable(
            "Named most", ["Name", "Kind", "Documents", "Mentions"],
            digest.named.map { entity in
                [
                    name(entity, Address.entity), .words(Wording.ofOne(entity.type)), .number(entity.documents),
                    .number(entity.mentions),
                ]
            }, into: &markup)
        writeTable(
            "Quoted most", ["Name", "Kind", "Quotes", "Words"],
            digest.quoted.map { entity in
                [
                    name(entity, Address.speaker), .words(Wording.ofOne(entity.type)), .number(entity.quotes),
                    .number(entity.words),
                ]
            }, into: &markup)
        writeTable(
            "Publishers", ["Publisher", "Documents"],
            digest.publishers.prefix(top).map { [.words($0.name ?? "unknown"), .number($0.documents)] }, into: &markup)
        guard !digest.documents.isEmpty else { return }
        markup.element("h2", "Documents")
        let shown = isLinked ? digest.documents.prefix(Self.mostDocuments) : digest.documents[...]
        writeRows(Array(shown), into: &markup)
        if shown.count < digest.documents.count {
            markup.element(
                "p", [("class", "more")], "These are the latest \(shown.count); `copydesk digest --html` has all.")
        }
    }

    /// How many documents the room shows, as of other answers.
    private static let mostDocuments = 1_000

    private func name(_ entity: FoundEntity, _ address: (String) -> String) -> DataTable.Cell {
        isLinked ? .link(entity.name, to: address(entity.name)) : .words(entity.name)
    }

    private func writeTable(
        _ title: String, _ titles: [String], _ rows: [[DataTable.Cell]], into markup: inout Markup
    ) {
        guard !rows.isEmpty else { return }
        markup.element("h2", title)
        DataTable(titles: titles, rows: rows, caption: title).write(into: &markup)
    }

    private func writeRows(_ documents: [FoundDocument], into markup: inout Markup) {
        DocumentRows(now: now, level: "h3", isLinked: isLinked).write(documents.map { ($0, nil) }, into: &markup)
    }
}
