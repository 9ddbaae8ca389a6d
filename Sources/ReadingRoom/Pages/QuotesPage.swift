import Library
import Rendering

/// Who said what, and over time where one speaker is asked about.
struct QuotesPage {
    let question: Question

    func response() throws(RoomError) -> RoomResponse {
        let quotes = try question.quotes()
        let speaker = question.asked.words("speaker")
        let about = question.asked.words("about")
        let speech = try speech(of: speaker)
        // Who is only described has no page as a name.
        let isNamed = try question.library { reader throws(LibraryError) in
            guard let speaker else { return false }
            return try !reader.entities(named: speaker, limit: 1).isEmpty
        }
        let title =
            switch (speaker, about) {
            case (let speaker?, let about?): "\(speaker) on \(about)"
            case (let speaker?, nil): "What \(speaker) said"
            case (nil, let about?): "What was said about \(about)"
            default: "Quotes"
            }
        let page = Page(title, of: question, feed: "/quotes.atom", json: "\(Route.apiPrefix)/quotes")
        return page.response { markup in
            FilterForm(question: question).write(into: &markup)
            if let speaker, isNamed {
                markup.element("p", [("class", "facts")]) { markup in
                    markup.element("a", [("href", Address.entity(speaker))], "What documents say of this name")
                }
            }
            if !speech.isEmpty { Self.plot(speech).write(into: &markup) }
            if quotes.isEmpty {
                question.writeNothing(
                    "There is no such quote in the library.", unknown: [speaker, about], into: &markup)
            } else {
                markup.element("h2", "Latest first")
            }
            write(quotes, into: &markup)
            question.writeMore(shown: quotes.count, of: "limit", standard: 50, into: &markup)
        }
    }

    private func speech(of speaker: String?) throws(RoomError) -> [FoundSpeech] {
        guard let speaker else { return [] }
        return try question.library { reader throws(LibraryError) in
            try reader.speech(of: speaker, question.asked.filter)
        }
    }

    static func plot(_ speech: [FoundSpeech]) -> MonthPlot {
        MonthPlot(
            title: "Quotes by month",
            series: [.init(name: "quotes", class: "quotes", isBelow: false)],
            months: speech.map { ($0.month, [$0.quotes]) },
            columns: [
                ("Documents", speech.map(\.documents)), ("Quotes", speech.map(\.quotes)),
                ("Words", speech.map(\.words)),
            ])
    }

    /// Writes quotes with who speaks and where.
    func write(_ quotes: [FoundQuote], into markup: inout Markup) {
        guard !quotes.isEmpty else { return }
        markup.element("ol", [("class", "quotes")]) { markup in
            for quote in quotes {
                markup.element("li") { markup in write(quote, into: &markup) }
                markup.newLine()
            }
        }
    }

    private func write(_ quote: FoundQuote, into markup: inout Markup) {
        let isMarked = quote.kind == "direct" || quote.kind == "mixed"
        markup.element("p", [("class", "speaker")]) { markup in
            for (index, speaker) in quote.speakers.enumerated() {
                if index > 0 { markup.raw(", ") }
                markup.element("a", [("href", Address.speaker(speaker))]) { $0.element("bdi", speaker) }
            }
            if quote.speakers.isEmpty { markup.text("Nobody by name") }
        }
        markup.element("blockquote", [("class", isMarked ? "direct" : "indirect")]) { markup in
            markup.element("p", [("dir", "auto")], isMarked ? "“\(quote.text)”" : quote.text)
        }
        let document = quote.document
        markup.element("p", [("class", "facts")]) { markup in
            DocumentMarks(document, at: question.now).write(into: &markup)
            markup.text(Moment(document.day).text)
            if let publisher = document.publisher {
                markup.raw(" · ")
                markup.element("bdi", publisher)
            }
            markup.raw(" · ")
            markup.element("a", [("href", Address.document(document, at: quote.start))]) { markup in
                markup.element("bdi", document.title ?? document.path)
            }
        }
    }
}
