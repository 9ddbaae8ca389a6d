import Library
import Rendering

/// The form that narrows a page's question down: it works without script, and the answer has an address.
struct FilterForm {
    let question: Question

    private static let labels = [
        "naming": "Naming", "speaker": "Speaker", "about": "About",
    ]

    private var asked: Asked { question.asked }

    func write(into markup: inout Markup) {
        markup.element(
            "form", [("class", "filter"), ("action", question.route.path), ("aria-label", "Narrow down")]
        ) { markup in
            for parameter in question.route.parameters { write(parameter, into: &markup) }
            markup.element("button", [("type", "submit")], "Show")
        }
        markup.newLine()
    }

    private func label(_ name: String) -> String {
        switch name {
        case "since": "From"
        case "until": "Before"
        case "by": "Apart by"
        case "of", "name": "Name"
        case "q": "Words"
        case "all": "Withdrawn, too"
        default: Self.labels[name] ?? name.prefix(1).uppercased() + name.dropFirst()
        }
    }

    private func write(_ parameter: Parameter, into markup: inout Markup) {
        let name = parameter.name
        let id = "for-\(name)"
        switch parameter.kind {
        // What is changed by a link, or stands in the box above.
        case .count: keep(name, into: &markup)
        case .words where name == "q" && asked.words(name) != nil: keep(name, into: &markup)
        case .words, .time:
            let isTime = if case .time = parameter.kind { true } else { false }
            field(id, label(name), into: &markup) { markup in
                markup.void(
                    "input",
                    [
                        ("type", "text"), ("id", id), ("name", name), ("value", asked.words(name) ?? ""),
                        ("maxlength", "256"), ("class", isTime ? "time" : nil),
                        ("placeholder", isTime ? "2026-01-31, 7d" : nil), ("required", parameter.isRequired ? "" : nil),
                    ])
            }
        case .choice(let words, let standard):
            field(id, label(name), into: &markup) { markup in
                markup.element("select", [("id", id), ("name", name)]) { markup in
                    let chosen = asked.words(name) ?? standard ?? ""
                    if standard == nil { option("", "any", chosen, into: &markup) }
                    for word in words { option(word, Wording.of(word), chosen, into: &markup) }
                }
            }
        case .flag:
            markup.element("span", [("class", "field check")]) { markup in
                markup.void(
                    "input",
                    [
                        ("type", "checkbox"), ("id", id), ("name", name), ("value", "true"),
                        ("checked", asked.isSet(name) ? "" : nil),
                    ])
                markup.element("label", [("for", id)], label(name))
            }
        }
    }

    private func field(_ id: String, _ label: String, into markup: inout Markup, _ content: (inout Markup) -> Void) {
        markup.element("span", [("class", "field")]) { markup in
            markup.element("label", [("for", id)], label)
            content(&markup)
        }
    }

    private func keep(_ name: String, into markup: inout Markup) {
        guard let value = asked.words(name) else { return }
        markup.void("input", [("type", "hidden"), ("name", name), ("value", value)])
    }

    private func option(_ word: String, _ label: String, _ chosen: String, into markup: inout Markup) {
        markup.element("option", [("value", word), ("selected", word == chosen ? "" : nil)], label)
    }
}

/// Codes as people say them.
enum Wording {
    static func of(_ code: String) -> String {
        switch code {
        case "PER": "people"
        case "ORG": "organisations"
        case "LOC": "places"
        case "MISC": "others"
        case "all": "nothing"
        case "both": "month and publisher"
        default: code
        }
    }

    /// One of them.
    static func ofOne(_ code: String) -> String {
        switch code {
        case "PER": "person"
        case "ORG": "organisation"
        case "LOC": "place"
        case "MISC": "other"
        default: code
        }
    }

    static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

/// Links to other pages of the room.
enum Address {
    static func document(_ document: FoundDocument, at place: Int? = nil) -> String {
        "/document?report=\(RoomRequest.encoded(document.report))" + (place.map { "&at=\($0)" } ?? "")
    }

    static func report(_ report: String) -> String { "/document?report=\(RoomRequest.encoded(report))" }
    static func entity(_ name: String) -> String { "/entity?name=\(RoomRequest.encoded(name))" }
    static func speaker(_ name: String) -> String { "/quotes?speaker=\(RoomRequest.encoded(name))" }
    static func about(_ name: String) -> String { "/quotes?about=\(RoomRequest.encoded(name))" }
    static func naming(_ name: String) -> String { "/documents?naming=\(RoomRequest.encoded(name))" }
}

extension Question {
    /// Writes the link to more of an answer that may go on.
    func writeMore(shown: Int, of name: String, standard: Int, into markup: inout Markup) {
        let limit = asked.count(name, standard: standard)
        guard shown >= limit else { return }
        markup.element("p", [("class", "more")]) { markup in
            if limit >= 1_000 {
                markup.text("These are the latest \(limit): narrow the question down for others.")
            } else {
                let query = asked.query([(name, "\(min(limit * 4, 1_000))")], of: route)
                markup.element("a", [("href", "\(route.path)?\(query)")], "Show more")
            }
        }
    }

    /// Writes that an answer is empty, and which names no document has: it may come of a slip.
    func writeNothing(_ sentence: String, unknown names: [String?] = [], into markup: inout Markup) {
        markup.element("p", [("class", "lede")], sentence)
        for case let name? in names {
            let found = try? library { reader throws(LibraryError) in try reader.entities(named: name, limit: 1) }
            guard let found, found.isEmpty else { continue }
            markup.element("p", [("class", "facts")]) { markup in
                markup.raw("No document names ")
                markup.element("bdi", "“\(name)”")
                markup.raw(".")
            }
        }
    }
}
