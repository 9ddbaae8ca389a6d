import Library
import Rendering

/// Who and what is named, who speaks, and all about one name.
struct EntityPages {
    let question: Question

    /// Those whom most documents name.
    func named() throws(RoomError) -> RoomResponse {
        let entities = try question.entities(standard: 50)
        let page = Page("Names", of: question, json: "\(Route.apiPrefix)/entities")
        return page.response { markup in
            FilterForm(question: question).write(into: &markup)
            if entities.isEmpty {
                question.writeNothing("No document names anybody or anything of that kind.", into: &markup)
            } else {
                Self.table(entities, link: Address.entity, caption: "Names").write(into: &markup)
            }
            question.writeMore(shown: entities.count, of: "top", standard: 50, into: &markup)
        }
    }

    /// Those who are quoted most.
    func speakers() throws(RoomError) -> RoomResponse {
        let speakers = try question.entities(by: .quotes, standard: 50)
        let page = Page("Speakers", of: question, json: "\(Route.apiPrefix)/sources")
        return page.response { markup in
            FilterForm(question: question).write(into: &markup)
            if speakers.isEmpty {
                question.writeNothing("Nobody is quoted in these documents.", into: &markup)
            } else {
                Self.table(speakers, link: Address.speaker, caption: "Speakers").write(into: &markup)
            }
            question.writeMore(shown: speakers.count, of: "top", standard: 50, into: &markup)
        }
    }

    static func table(
        _ entities: [FoundEntity], link: (String) -> String, caption: String
    ) -> DataTable {
        DataTable(
            titles: ["Name", "Kind", "Documents", "Mentions", "Quotes", "Words"],
            rows: entities.map { entity in
                [
                    .link(entity.name, to: link(entity.name)), .words(Wording.ofOne(entity.type)),
                    .number(entity.documents), .number(entity.mentions), .number(entity.quotes), .number(entity.words),
                ]
            }, caption: caption)
    }

    /// All about one name: whom it may mean, how they are judged and what befalls them over time, what they said.
    func one() throws(RoomError) -> RoomResponse {
        let name = question.asked.words("name") ?? ""
        let filter = question.asked.filter
        let found = try question.library { reader throws(LibraryError) in
            (
                entities: try reader.entities(named: name, limit: 20),
                stances: try reader.stances(of: name, by: .month, filter),
                publishers: try reader.stances(of: name, by: .publisher, filter),
                said: try reader.quotes(QuoteQuestion(speaker: name, filter: filter), limit: 5),
                about: try reader.quotes(QuoteQuestion(about: name, filter: filter), limit: 5),
                documents: try reader.documents(filter, naming: name, limit: 20)
            )
        }
        guard let first = found.entities.first else {
            throw .notFound(name)
        }
        let page = Page(found.entities.count == 1 ? first.name : name, at: question.route.path)
        return page.response { markup in
            if found.entities.count == 1 {
                markup.element("p", [("class", "facts")]) { markup in
                    markup.text(
                        "\(Wording.ofOne(first.type)) · named in \(Wording.count(first.documents, "document")) · "
                            + "\(Wording.count(first.quotes, "quote")), \(Wording.count(first.words, "word"))")
                }
            } else {
                markup.element("p", [("class", "facts")], "This name may mean each of these; what follows is of all.")
                Self.table(found.entities, link: Address.entity, caption: "Whom it may mean").write(into: &markup)
            }
            FilterForm(question: question).write(into: &markup)
            markup.element("div", [("class", "plots")]) { markup in
                Self.stancePlot(found.stances).write(into: &markup)
                Self.newsPlot(found.stances).write(into: &markup)
            }
            writePublishers(found.publishers, into: &markup)
            writeQuotes(found.said, "What they said", Address.speaker(name), into: &markup)
            writeQuotes(found.about, "What was said about them", Address.about(name), into: &markup)
            writeDocuments(found.documents, Address.naming(name), into: &markup)
        }
    }

    static func stancePlot(_ stances: [FoundStance]) -> MonthPlot {
        MonthPlot(
            title: "How documents judge, by month",
            series: [
                .init(name: "supportive", class: "positive", isBelow: false),
                .init(name: "mixed", class: "mixed", isBelow: false),
                .init(name: "critical", class: "negative", isBelow: true),
            ], months: stances.map { ($0.group, [$0.supportive, $0.mixed, $0.critical]) },
            columns: [
                ("Documents", stances.map(\.documents)), ("Supportive", stances.map(\.supportive)),
                ("Mixed", stances.map(\.mixed)), ("Critical", stances.map(\.critical)),
                ("Neutral", stances.map(\.neutral)),
            ])
    }

    static func newsPlot(_ stances: [FoundStance]) -> MonthPlot {
        MonthPlot(
            title: "What befalls them, by month",
            series: [
                .init(name: "good news", class: "positive", isBelow: false),
                .init(name: "mixed news", class: "mixed", isBelow: false),
                .init(name: "bad news", class: "negative", isBelow: true),
            ], months: stances.map { ($0.group, [$0.goodNews, $0.mixedNews, $0.badNews]) },
            columns: [
                ("Documents", stances.map(\.documents)), ("Good news", stances.map(\.goodNews)),
                ("Mixed", stances.map(\.mixedNews)), ("Bad news", stances.map(\.badNews)),
            ])
    }

    private func writePublishers(_ stances: [FoundStance], into markup: inout Markup) {
        guard !stances.isEmpty else { return }
        markup.element("h2", "By publisher")
        DataTable(
            titles: ["Publisher", "Documents", "Supportive", "Mixed", "Critical", "Good news", "Bad news"],
            rows: stances.map { stance in
                [
                    .words(stance.group.isEmpty ? "unknown" : stance.group), .number(stance.documents),
                    .number(stance.supportive), .number(stance.mixed), .number(stance.critical),
                    .number(stance.goodNews), .number(stance.badNews),
                ]
            }, caption: "By publisher"
        ).withoutZeros.write(into: &markup)
    }

    private func writeQuotes(_ quotes: [FoundQuote], _ title: String, _ more: String, into markup: inout Markup) {
        guard !quotes.isEmpty else { return }
        markup.element("h2", title)
        QuotesPage(question: question).write(quotes, into: &markup)
        markup.element("p", [("class", "more")]) { $0.element("a", [("href", more)], "All of them") }
    }

    private func writeDocuments(_ documents: [FoundDocument], _ more: String, into markup: inout Markup) {
        guard !documents.isEmpty else { return }
        markup.element("h2", "Documents")
        DocumentsPage(question: question).write(documents.map { ($0, nil) }, level: "h3", into: &markup)
        markup.element("p", [("class", "more")]) { $0.element("a", [("href", more)], "All of them") }
    }
}
