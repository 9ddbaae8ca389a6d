import Reporting

/// What was found, beside the text: who said what, who judges whom, who and what is named, and what of the document is known.
struct Panel {
    let findings: Findings
    var report: StoredReport { findings.report }

    init(_ findings: Findings) { self.findings = findings }

    /// A part of the panel.
    private struct Part {
        let id: String
        let title: String
        let count: Int?
        let write: (inout Markup) -> Void
    }

    func write(into markup: inout Markup) {
        let groups = quoteGroups
        let judged = judgedTargets
        var parts: [Part] = []
        if !report.problems.isEmpty {
            parts.append(
                Part(id: "problems", title: "Problems", count: report.problems.count) { writeProblems(into: &$0) })
        }
        parts += [
            Part(id: "said", title: "Who said what", count: report.quotes.count) { writeQuotes(groups, into: &$0) },
            Part(id: "judged", title: "Who judges whom", count: judged.count) { writeTargets(judged, into: &$0) },
            Part(id: "named", title: "Who and what is named", count: report.entities.count) {
                writeEntities(into: &$0)
            },
            Part(id: "about", title: "About the document", count: nil) { writeFacts(into: &$0) },
        ]
        markup.element("nav", [("class", "parts"), ("aria-label", "Findings")]) { markup in
            for part in parts {
                markup.element("a", [("href", "#" + part.id)]) { markup in
                    markup.text(part.title)
                    if let count = part.count { markup.element("b", " " + Count.grouped(count)) }
                }
                markup.newLine()
            }
        }
        for part in parts {
            markup.element("section", [("id", part.id), ("aria-labelledby", part.id + "-title")]) { markup in
                markup.element("h2", [("id", part.id + "-title")], part.title)
                part.write(&markup)
            }
            markup.newLine()
        }
    }

    // MARK: Who said what

    /// Quotes under one head.
    private struct QuoteGroup {
        let name: String
        /// Whether the name is one that the document gives.
        let isNamed: Bool
        var entity: Int?
        let quotes: [Int]
    }

    /// Every quote once, under its first speaker, under nobody, or with the words that are nobody's.
    private var quoteGroups: [QuoteGroup] {
        var isTaken = [Bool](repeating: false, count: report.quotes.count)
        var groups: [QuoteGroup] = []
        func take(_ numbers: [Int]) -> [Int] {
            numbers.filter { number in
                defer { isTaken[number] = true }
                return !isTaken[number]
            }
        }
        for speaker in report.speakers {
            let quotes = take(speaker.quotes.compactMap { findings.index.quote($0) })
            guard !quotes.isEmpty else { continue }
            groups.append(
                QuoteGroup(
                    name: speaker.name, isNamed: true, entity: speaker.entity.flatMap { findings.index.entity($0) },
                    quotes: quotes))
        }
        let rest = report.quotes.indices.filter { !isTaken[$0] }
        let nobodys = rest.filter { report.quotes[$0].kind != .scare }
        let words = rest.filter { report.quotes[$0].kind == .scare }
        if !nobodys.isEmpty { groups.append(QuoteGroup(name: "No speaker named", isNamed: false, quotes: nobodys)) }
        if !words.isEmpty {
            groups.append(QuoteGroup(name: "Words in marks that nobody says", isNamed: false, quotes: words))
        }
        return groups
    }

    private func writeQuotes(_ groups: [QuoteGroup], into markup: inout Markup) {
        if groups.isEmpty { markup.element("p", [("class", "none")], nothing(of: report.analyzers.quotes?.findings)) }
        for group in groups {
            markup.element("h3", [("class", group.isNamed ? nil : "nobody")]) { markup in
                if let entity = group.entity {
                    markup.element("a", [("href", "#" + Anchor.entity(entity))]) { $0.element("bdi", group.name) }
                } else {
                    markup.element("bdi", group.name)
                }
                markup.raw(" ")
                markup.element("span", [("class", "count")], Count.grouped(group.quotes.count))
            }
            markup.element("ol", [("class", "quotes")]) { markup in
                for number in group.quotes { writeQuote(number, under: group.name, into: &markup) }
            }
        }
    }

    /// As much of a quote as is shown beside the text, in code points: all but long turns.
    private static let mostWords = 320

    private func writeQuote(_ number: Int, under head: String, into markup: inout Markup) {
        let quote = report.quotes[number]
        markup.element("li", [("id", Anchor.said(number))]) { markup in
            markup.element(
                "a",
                [
                    ("class", "go"), ("href", "#" + Anchor.quote(number)),
                    ("aria-label", "Quotation \(number + 1) in the text"),
                ], "\(number + 1)")
            markup.raw(" ")
            let isMarked = quote.kind == .direct || quote.kind == .mixed || quote.kind == .scare
            markup.element("bdi", [("class", "words")]) { markup in
                if isMarked { markup.raw("“") }
                markup.text((quote.continues == nil ? "" : "… ") + quote.text.shortened(to: Self.mostWords))
                if isMarked { markup.raw("”") }
            }
            let facts = facts(on: number, under: head)
            if !facts.isEmpty {
                markup.raw(" ")
                markup.element("span", [("class", "facts")], facts.joined(separator: ", "))
            }
            if let tone = findings.index.tone(ofQuote: number), tone.label != .neutral {
                markup.raw(" ")
                Lead.tone(tone, into: &markup)
            }
        }
        markup.newLine()
    }

    /// What a reader wants to know of a quote besides its words.
    private func facts(on number: Int, under head: String) -> [String] {
        let quote = report.quotes[number]
        var facts: [String] = []
        switch quote.kind {
        case .indirect: facts.append("reported")
        case .mixed: facts.append("in part")
        case .turn: facts.append("turn")
        case .direct, .scare: break
        }
        if let cue = quote.cue { facts.append("“\(cue.text)”") }
        // Who speaks together with others stands under one of them only.
        if let speaker = quote.speaker, speaker.name != head { facts.append(speaker.name) }
        // Of a quote without a speaker it would say nothing of anybody.
        if quote.confidence < Self.sure, quote.speaker != nil || quote.kind == .scare {
            facts.append("\(Count.percent(quote.confidence)) sure")
        }
        return facts
    }

    /// The confidence from which on nothing is said of doubt.
    private static let sure = 0.8

    /// Why there is nothing to list.
    func nothing(of findings: Any?) -> String { findings == nil ? "Not analyzed." : "Nothing was found." }
}
