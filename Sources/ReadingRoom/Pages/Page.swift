import Rendering

/// The frame of a page: head, the way to other pages, the search box, and what is written between.
struct Page {
    private let title: String
    private let path: String
    /// A feed of the same question.
    var feed: String?
    /// The same for programs.
    var json: String?
    /// After how many seconds a browser loads it again.
    var refresh: Int?
    /// Words to stand in the search box.
    var search = ""
    /// Whether the way to other pages is shown.
    var isOpen = true

    init(_ title: String, at path: String) {
        self.title = title
        self.path = path
    }

    /// The page of a question, with its feed and its answer for programs, as far as there are any.
    init(_ title: String, of question: Question, feed: String? = nil, json: String? = nil) {
        self.title = title
        path = question.route.path
        func address(_ path: String?) -> String? {
            guard let path, let route = Route.all.first(where: { $0.path == path }) else { return nil }
            let query = question.asked.query(of: route)
            return query.isEmpty ? path : "\(path)?\(query)"
        }
        self.feed = address(feed)
        self.json = address(json)
    }

    /// The other pages: where they lead, and what they are called.
    private static let places: [(path: String, label: String)] = [
        ("/queue", "Queue"), ("/documents", "Documents"), ("/quotes", "Quotes"), ("/speakers", "Speakers"),
        ("/entities", "Names"), ("/sources", "Sources"), ("/digest", "Digest"), ("/alerts", "Alerts"),
    ]

    /// Where the box for words leads.
    private static let search = "/search"

    /// For pages of reports.
    static let place = ReportPage.Place(
        home: "/", links: places.map { ($0.label, $0.path) }, search: search)

    /// The page.
    func response(_ content: (inout Markup) -> Void) -> RoomResponse {
        var markup = Markup(reserving: RoomFiles.style.utf8.count + 40_000)
        markup.raw("<!DOCTYPE html>\n")
        markup.element("html", [("lang", "en")]) { markup in
            writeHead(&markup)
            markup.newLine()
            markup.element("body") { markup in
                writeTop(&markup)
                markup.element("main", [("id", "main")]) { markup in
                    markup.element("h1") { $0.element("bdi", title) }
                    markup.newLine()
                    content(&markup)
                }
                writeFoot(&markup)
            }
        }
        markup.newLine()
        var response = RoomResponse(type: .html, body: markup.bytes)
        response.headers["Content-Security-Policy"] = RoomFiles.policy
        return response
    }

    private func writeHead(_ markup: inout Markup) {
        markup.element("head") { markup in
            markup.void("meta", [("charset", "utf-8")])
            markup.void("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
            markup.void("meta", [("name", "color-scheme"), ("content", "light dark")])
            if let refresh { markup.void("meta", [("http-equiv", "refresh"), ("content", "\(refresh)")]) }
            markup.element("title", "\(title) – Copydesk")
            markup.void("link", [("rel", "icon"), ("href", "/icon.svg"), ("type", "image/svg+xml")])
            if let feed {
                markup.void(
                    "link",
                    [("rel", "alternate"), ("type", "application/atom+xml"), ("title", title), ("href", feed)])
            }
            markup.raw("<style>\(RoomFiles.style)</style>")
        }
    }

    private func writeTop(_ markup: inout Markup) {
        markup.element("p", [("class", "skip")]) { $0.element("a", [("href", "#main")], "Skip to the content") }
        markup.element("header", [("class", "top")]) { markup in
            markup.element("a", [("class", "wordmark"), ("href", "/")], "Copydesk")
            guard isOpen else { return }
            markup.element("nav", [("aria-label", "Pages")]) { markup in
                for place in Self.places {
                    let isHere = place.path == path || place.path == "/documents" && path == "/"
                    markup.element(
                        "a", [("href", place.path), ("aria-current", isHere ? "page" : nil)], place.label)
                }
            }
            SearchBox(action: Self.search, words: search).write(into: &markup)
        }
        markup.newLine()
    }

    private func writeFoot(_ markup: inout Markup) {
        guard feed != nil || json != nil else { return }
        markup.element("footer", [("class", "foot")]) { markup in
            markup.raw("The same as ")
            if let feed { markup.element("a", [("href", feed)], "a feed") }
            if feed != nil, json != nil { markup.raw(" or as ") }
            if let json { markup.element("a", [("href", json)], "JSON") }
            markup.raw(".")
        }
    }
}
