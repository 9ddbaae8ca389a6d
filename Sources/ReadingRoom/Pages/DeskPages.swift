import Library
import Rendering

/// The source audit, what is waited for, and how the daemon is.
struct DeskPages {
    let question: Question

    // MARK: Sources

    func sources() throws(RoomError) -> RoomResponse {
        let sources = try question.sources()
        let page = Page("Sources", of: question, json: "\(Route.apiPrefix)/sources")
        return page.response { markup in
            FilterForm(question: question).write(into: &markup)
            guard !sources.groups.isEmpty else {
                return question.writeNothing("Nobody is quoted in these documents.", into: &markup)
            }
            markup.element(
                "p", [("class", "facts")],
                "Who is quoted, how often and at what length. Pronouns are those that the texts use for the speaker; "
                    + "times count by whole months.")
            Self.table(sources.groups).write(into: &markup)
            guard !sources.speakers.isEmpty else { return }
            markup.element("h2", "Quoted most")
            EntityPages.table(sources.speakers, link: Address.speaker, caption: "Quoted most").write(into: &markup)
        }
    }

    private static func table(_ groups: [FoundSources.Group]) -> DataTable {
        var totals: [[String?]: Int] = [:]
        for group in groups { totals[[group.month, group.publisher], default: 0] += group.quotes }
        let hasMonths = groups.contains { $0.month != nil }
        let hasPublishers = groups.contains { $0.publisher != nil }
        return DataTable(
            titles: (hasMonths ? ["Month"] : []) + (hasPublishers ? ["Publisher"] : [])
                + ["Who", "Pronoun", "Quotes", "Percent"] + ["Words", "Words each"],
            rows: groups.map { group in
                let total = max(1, totals[[group.month, group.publisher]] ?? 0)
                var cells: [DataTable.Cell] = []
                if hasMonths { cells.append(.words(group.month ?? "")) }
                if hasPublishers {
                    cells.append(.words(group.publisher.map { $0.isEmpty ? "unknown" : $0 } ?? ""))
                }
                return cells + [
                    .words(group.source), .words(group.pronoun ?? "none"), .number(group.quotes),
                    .number((group.quotes * 100 + total / 2) / total), .number(group.words),
                    .number(group.words / max(1, group.quotes)),
                ]
            }, caption: "Sources")
    }

    // MARK: Alerts

    func alerts() throws(RoomError) -> RoomResponse {
        let alerts = try question.alerts()
        let matches = try question.matches(of: alerts)
        let page = Page("Alerts", of: question, feed: "/alerts.atom", json: "\(Route.apiPrefix)/alerts")
        return page.response { markup in
            guard !alerts.isEmpty else {
                markup.element(
                    "p", [("class", "lede")],
                    "Nothing is waited for. `copydesk alert add` begins to wait for something.")
                return
            }
            markup.element("ul", [("class", "alerts")]) { markup in
                for alert in alerts {
                    markup.element("li") { markup in
                        markup.element("a", [("href", "/alerts?name=\(RoomRequest.encoded(alert.name))")], alert.name)
                        markup.raw(" waits for reports ")
                        markup.element("bdi", alert.conditions)
                    }
                }
            }
            markup.element("h2", question.asked.words("name").map { "Found by \($0)" } ?? "Found")
            if matches.isEmpty { markup.element("p", [("class", "lede")], "Nothing was found yet.") }
            markup.element("ol", [("class", "rows")]) { markup in
                for match in matches { markup.element("li") { markup in write(match, into: &markup) } }
            }
            question.writeMore(shown: matches.count, of: "limit", standard: 50, into: &markup)
        }
    }

    private func write(_ match: AlertNotice, into markup: inout Markup) {
        markup.element("span", [("class", "when")], String(PublishedTime.text(match.delivered).dropFirst(11).prefix(5)))
        markup.element("div") { markup in
            markup.element("p", [("class", "title")]) { markup in
                DocumentMarks(match, at: question.now).write(into: &markup)
                markup.element(
                    "a", [("href", Address.report(match.report)), ("dir", "auto")], match.title ?? match.document)
            }
            for quote in match.quotes {
                markup.element("p", [("class", "excerpt"), ("dir", "auto")], "“\(quote.text)” – \(quote.speaker)")
            }
            markup.element("p", [("class", "facts")]) { markup in
                markup.text("\(match.alert) · \(Moment(String(PublishedTime.text(match.delivered).prefix(10))).text)")
                if let publisher = match.publisher {
                    markup.raw(" · ")
                    markup.element("bdi", publisher)
                }
            }
        }
    }

    // MARK: Queue

    /// How often a browser loads the queue again, in seconds.
    private static let refresh = 10

    func queue() throws(RoomError) -> RoomResponse {
        let state = try question.queue()
        // The queue is told of whether there is a library or not.
        let latest = try? question.library { reader throws(LibraryError) in
            try reader.documents(LibraryFilter(includesHidden: true), limit: 15)
        }
        var page = Page("Queue", of: question, json: "\(Route.apiPrefix)/status")
        let isLive = question.asked.words("live") != "false"
        if isLive { page.refresh = Self.refresh }
        return page.response { markup in
            markup.element("dl", [("class", "state")]) { markup in
                for row in state.rows {
                    markup.element("div", [("class", row.isTrouble ? "trouble" : nil)]) { markup in
                        markup.element("dt", row.label)
                        markup.element("dd") { markup in
                            markup.element("bdi", row.text)
                            if let command = row.command {
                                markup.raw(" ")
                                markup.element("code", command)
                            }
                        }
                    }
                }
            }
            markup.element("p", [("class", "facts")]) { markup in
                if isLive {
                    markup.text("This page loads itself again every \(Self.refresh) seconds. ")
                    markup.element("a", [("href", "/queue?live=false")], "Let it stand still")
                } else {
                    markup.element("a", [("href", "/queue")], "Keep it up to date")
                }
            }
            guard let latest, !latest.isEmpty else { return }
            markup.element("h2", "Latest documents")
            DocumentsPage(question: question).write(latest.map { ($0, nil) }, level: "h3", into: &markup)
        }
    }
}
