import Reporting

/// The head of a page: headline, who wrote it and when, the tone along the text, and the legend.
struct Lead {
    private let findings: Findings
    private var document: StoredReport.DocumentPart { findings.report.document }

    init(_ findings: Findings) { self.findings = findings }

    func write(_ article: inout ArticleWriter, into markup: inout Markup) {
        let language = ReportPage.language(document.language)
        markup.element("header", [("class", "lead")]) { markup in
            writeKicker(into: &markup)
            if article.hasTitle {
                markup.element("div", [("lang", language)]) { article.writeHead(into: &$0) }
            } else {
                markup.element("h1", [("dir", "auto"), ("lang", language)], document.title ?? document.path)
            }
            writeCredits(of: article.hasByline ? [] : document.authors, into: &markup)
            writeTone(into: &markup)
            writeLegend(into: &markup)
        }
        markup.newLine()
    }

    private func writeKicker(into markup: inout Markup) {
        let wire = document.wire
        let words = [wire?.source ?? document.publisher, wire?.slugline, wire?.dateline].compactMap(\.self)
        guard !words.isEmpty else { return }
        markup.element("p", [("class", "kicker")]) { markup in Self.list(words, into: &markup) }
    }

    private func writeCredits(of authors: [String], into markup: inout Markup) {
        markup.element("p", [("class", "credits")]) { markup in
            for (index, author) in authors.enumerated() {
                markup.raw(index == 0 ? "By " : index == authors.count - 1 ? " and " : ", ")
                markup.element("bdi", [("class", "author")], author)
            }
            if !authors.isEmpty { markup.raw(" · ") }
            for (label, time) in [("", document.published), ("changed ", document.modified)] {
                guard let moment = time.map(Moment.init) else { continue }
                markup.text(label)
                markup.element("time", [("datetime", moment.source)], moment.text)
                markup.raw(" · ")
            }
            markup.text("\(Count.of(document.words, "word")), \(Count.of(document.sentences, "sentence"))")
        }
    }

    private func writeTone(into markup: inout Markup) {
        guard let sentiment = findings.report.sentiment else { return }
        ToneStrip(findings, sentiment).write(into: &markup)
        markup.element("p", [("class", "toneline")]) { markup in
            markup.raw("Tone: ")
            Self.tone(sentiment.document.tone, into: &markup)
            markup.raw(" · the writer’s own words: ")
            Self.tone(sentiment.document.voice, into: &markup)
        }
    }

    static func tone(_ tone: StoredReport.Tone, into markup: inout Markup) {
        markup.element(
            "span", [("class", "tone \(tone.label.rawValue)")], "\(tone.label.rawValue) \(Count.signed(tone.score))")
    }

    /// Words with points between them, each for itself.
    private static func list(_ words: [String], into markup: inout Markup) {
        for (index, word) in words.enumerated() {
            if index > 0 { markup.raw(" · ") }
            markup.element("bdi", word)
        }
    }

    // MARK: Legend

    /// Writes what each mark means; each can be taken off the page, by the style alone.
    private func writeLegend(into markup: inout Markup) {
        markup.element("fieldset", [("class", "legend")]) { markup in
            markup.element("legend", "Marks in the text")
            Self.choice("quotes", "Words of others", into: &markup) { markup in
                for (name, words) in [
                    ("direct", "quoted"), ("mixed", "in part"), ("indirect", "reported"), ("turn", "turn"),
                    ("scare", "in marks"),
                ] { Self.sample(name, words, into: &markup) }
                Self.sample("speaker", "speaker", into: &markup)
                Self.sample("cue", "says", into: &markup)
            }
            Self.choice("names", "Names", into: &markup) { markup in
                for (type, words) in [
                    (StoredReport.EntityType.person, "person"), (.organization, "organisation"), (.location, "place"),
                    (.miscellaneous, "other"),
                ] { Self.sample("name \(type.className)", words, into: &markup) }
            }
            Self.choice("judgements", "Judgements", into: &markup) { markup in
                Self.sample("critical", "critical", into: &markup)
                Self.sample("supportive", "supportive", into: &markup)
            }
        }
    }

    private static func choice(
        _ name: String, _ label: String, into markup: inout Markup, samples: (inout Markup) -> Void
    ) {
        markup.element("div") { markup in
            markup.element("label") { markup in
                markup.void(
                    "input", [("type", "checkbox"), ("id", "show-\(name)"), ("checked", "checked")])
                markup.text(" " + label)
            }
            markup.element("span", [("class", "samples")], samples)
        }
    }

    private static func sample(_ name: String, _ words: String, into markup: inout Markup) {
        markup.raw(" ")
        markup.element("span", [("class", name)], words)
    }
}

/// Numbers in words.
enum Count {
    /// *1 word*, *2,380 words*.
    static func of(_ number: Int, _ thing: String) -> String {
        "\(grouped(number)) \(thing)\(number == 1 ? "" : "s")"
    }

    static func grouped(_ number: Int) -> String {
        var digits = Array(String(number.magnitude))
        for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
        return (number < 0 ? "−" : "") + String(digits)
    }

    /// A score with its sign and two decimals.
    static func signed(_ score: Double) -> String {
        guard score.isFinite, abs(score) < 1e6 else { return "–" }
        let hundredths = Int((score * 100).rounded())
        let digits = String(abs(hundredths) % 100)
        return "\(hundredths < 0 ? "−" : "+")\(abs(hundredths) / 100).\(digits.utf8.count < 2 ? "0" : "")\(digits)"
    }

    /// *once*, *twice*, *3 times*.
    static func times(_ count: Int) -> String {
        count == 1 ? "once" : count == 2 ? "twice" : "\(grouped(count)) times"
    }

    /// A share as a whole percentage.
    static func percent(_ share: Double) -> String { "\(Int((min(max(share, 0), 1) * 100).rounded()))\u{A0}%" }
}
