import Library
import Rendering

/// Documents under their days, a row each.
struct DocumentRows {
    /// In seconds since 1970: what is under embargo then is marked.
    let now: Int
    /// Of the headings with days.
    let level: String
    /// Whether a title leads to the document's page.
    var isLinked = true

    func write(_ documents: [(document: FoundDocument, text: FoundText?)], into markup: inout Markup) {
        var day: String?
        for (document, text) in documents {
            if day != document.day {
                if day != nil { markup.end() }
                day = document.day
                markup.element(level, [("class", "day")], Moment(document.day).text)
                markup.begin("ol", [("class", "rows")])
            }
            write(document, text, into: &markup)
        }
        if day != nil { markup.end() }
    }

    private func write(_ document: FoundDocument, _ text: FoundText?, into markup: inout Markup) {
        markup.element("li") { markup in
            markup.element("span", [("class", "when")], document.clock)
            markup.element("div") { markup in
                markup.element("p", [("class", "title")]) { markup in
                    DocumentMarks(document, at: now).write(into: &markup)
                    let title = document.title ?? document.path
                    if isLinked {
                        markup.element("a", [("href", Address.document(document)), ("dir", "auto")], title)
                    } else {
                        markup.element("bdi", title)
                    }
                }
                if let text { ExcerptWriter(text).write(into: &markup) }
                markup.element("p", [("class", "facts")]) { markup in
                    if let publisher = document.publisher {
                        markup.element("bdi", publisher)
                        markup.raw(" · ")
                    }
                    markup.text(Wording.count(document.words, "word"))
                    if document.title != nil {
                        markup.raw(" · ")
                        markup.element("bdi", document.path)
                    }
                }
            }
            if let label = document.toneLabel, let tone = document.tone {
                markup.element("span", [("class", "tone \(Self.word(label))")], "\(label) \(Self.signed(tone))")
            }
        }
        markup.newLine()
    }

    /// What may be the name of a class.
    private static func word(_ label: String) -> String { label.filter { $0.isASCII && $0.isLetter } }

    static func signed(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        let digits = abs(hundredths % 100)
        return "\(hundredths < 0 ? "−" : "+")\(abs(hundredths) / 100).\(digits < 10 ? "0" : "")\(digits)"
    }
}
