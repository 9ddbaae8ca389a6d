import Library
import Rendering

/// Documents, and documents with words that were looked for.
struct DocumentsPage {
    let question: Question

    /// The documents, the latest first.
    func response() throws(RoomError) -> RoomResponse {
        let documents = try question.documents()
        let page = Page("Documents", of: question, feed: "/documents.atom", json: "\(Route.apiPrefix)/documents")
        return page.response { markup in
            FilterForm(question: question).write(into: &markup)
            if documents.isEmpty {
                question.writeNothing(
                    "There is no such document in the library.", unknown: [question.asked.words("naming")],
                    into: &markup)
            }
            write(documents.map { ($0, nil) }, into: &markup)
            question.writeMore(shown: documents.count, of: "limit", standard: 50, into: &markup)
        }
    }

    /// The documents that have some words.
    func search() throws(RoomError) -> RoomResponse {
        guard let words = question.asked.words("q") else {
            return Page("Search", at: question.route.path).response { markup in
                markup.element(
                    "p", [("class", "lede")],
                    "Look for words in titles and texts: each is to be there; those between quotation marks stand in a row, and a "
                        + "star at a word's end is for any ending.")
                FilterForm(question: question).write(into: &markup)
            }
        }
        let found = try question.search()
        var page = Page("Search: \(words)", of: question, feed: "/search.atom", json: "\(Route.apiPrefix)/search")
        page.search = words
        return page.response { markup in
            FilterForm(question: question).write(into: &markup)
            if found.isEmpty { question.writeNothing("No document has these words.", into: &markup) }
            write(found.map { ($0.document, $0) }, into: &markup)
            question.writeMore(shown: found.count, of: "limit", standard: 50, into: &markup)
        }
    }

    /// Writes documents under their days.
    func write(
        _ documents: [(document: FoundDocument, text: FoundText?)], level: String = "h2", into markup: inout Markup
    ) {
        DocumentRows(now: question.now, level: level).write(documents, into: &markup)
    }
}

/// When a document was published, or else delivered, by the clock by which documents are put in order (UTC).
extension FoundDocument {
    /// `2026-01-31`.
    var day: String { String(PublishedTime.text(time).prefix(10)) }

    /// `09:30`; empty where only the day is known.
    var clock: String {
        if let published, published.utf8.count <= 10, PublishedTime.seconds(published) != nil { return "" }
        return String(PublishedTime.text(time).dropFirst(11).prefix(5))
    }
}

/// What says that a document is not to be used, now or at all.
struct DocumentMarks {
    private let marks: [String]

    init(_ document: FoundDocument, at now: Int) {
        var marks: [String] = []
        switch document.standing {
        case Standing.current.name: break
        case Standing.canceled.name: marks.append("Killed")
        case Standing.withheld.name: marks.append("Withheld")
        default: marks.append("Superseded")
        }
        if let embargo = document.embargo(at: now) { marks.append(Self.embargo(embargo)) }
        self.marks = marks
    }

    /// Those of what an alert found, as it was when it came.
    init(_ match: AlertNotice, at now: Int) {
        var marks: [String] = []
        switch match.wireStatus {
        case Standing.canceled.name: marks.append("Killed")
        case Standing.withheld.name: marks.append("Withheld")
        default: break
        }
        if let embargo = match.embargo(at: now) { marks.append(Self.embargo(embargo)) }
        self.marks = marks
    }

    private static func embargo(_ end: Int) -> String { "Embargo until \(Moment(PublishedTime.text(end)).text)" }

    func write(into markup: inout Markup) {
        for mark in marks {
            markup.element("strong", [("class", mark == "Superseded" ? "mark old" : "mark")], mark)
            markup.raw(" ")
        }
    }

    /// The same before a title without markup.
    func prefixed(to title: String) -> String { (marks.map { "[\($0)]" } + [title]).joined(separator: " ") }
}

/// A piece of a text with what was found in it marked.
struct ExcerptWriter {
    private let found: FoundText

    init(_ found: FoundText) { self.found = found }

    func write(into markup: inout Markup) {
        let scalars = Array(found.excerpt.unicodeScalars)
        func words(_ range: Range<Int>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[range])
            return String(view)
        }
        markup.element("p", [("class", "excerpt"), ("dir", "auto")]) { markup in
            markup.raw("… ")
            var end = 0
            // What one phrase shares with another is marked once.
            for match in found.matches where match.start >= end && match.end <= scalars.count {
                markup.text(words(end..<match.start))
                markup.element("mark", words(match.start..<match.end))
                end = match.end
            }
            markup.text(words(end..<scalars.count))
            markup.raw(" …")
        }
    }
}
