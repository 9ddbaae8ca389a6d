import AnalyzerKit
import Entities
import Linguistics
import Processing
import Quotes
import References
import Sentiment

/// A report for people: who said what, who and what is named, in which tone.
struct TextReport {
    let output: DocumentProcessor.Output
    let terminal: Terminal

    init(_ output: DocumentProcessor.Output, for terminal: Terminal) {
        self.output = output
        self.terminal = terminal
    }

    /// The report, with a blank line at its end.
    var text: String {
        var parts = [heading]
        if let quotes: Quotes.Findings = findings(of: Quotes.self), !quotes.quotes.isEmpty {
            parts.append(section("Who said what", speakers(quotes)))
        }
        if let entities: Entities.Findings = findings(of: Entities.self), !entities.entities.isEmpty {
            parts.append(section("Who and what is named", names(entities)))
        }
        if let references: References.Findings = findings(of: References.self, ifReported: true),
            !references.references.isEmpty
        {
            parts.append(section("Whom other words mean", meanings(references)))
        }
        if let sentiment: Sentiment.Findings = findings(of: Sentiment.self), let stances = stances(sentiment) {
            parts.append(section("In which tone", stances))
        }
        if let explanation: Sentiment.Explanation = findings(of: SentimentExplainer.self) {
            parts.append(section("Why", why(explanation)))
        }
        if let notice = languageNotice { parts.append(terminal.styled(terminal.wrapped(notice, indent: 0), .yellow)) }
        for part in output.sections {
            guard let error = part.problem, error.reason != AnalysisError.languageReason else { continue }
            parts.append(terminal.styled(terminal.wrapped("\(part.name) has no findings: \(error)", indent: 0), .red))
        }
        return parts.joined(separator: "\n\n") + "\n\n"
    }

    /// What was left out on account of the language, in one sentence for all analyzers.
    private var languageNotice: String? {
        var names: [String] = []
        var known: Set<String> = []
        for part in output.sections {
            guard case .otherLanguage(_, _, let reads)? = part.problem else { continue }
            names.append(part.name)
            known.formUnion(reads)
        }
        guard let last = names.popLast() else { return nil }
        let list = names.isEmpty ? last : "\(names.joined(separator: ", ")) and \(last)"
        return "The text is in the language '\(output.document.language)'; \(list) found nothing, as only "
            + "\(known.sorted().map { "'\($0)'" }.joined(separator: ", ")) is read. "
            + "If this is wrong, give the right one with --language."
    }

    private func findings<A: Analyzer>(of analyzer: A.Type, ifReported: Bool = false) -> A.Findings? {
        for section in output.sections where section.name == analyzer.name && (section.isReported || !ifReported) {
            if case .success(let findings) = section.outcome { return findings as? A.Findings }
        }
        return nil
    }

    private var heading: String {
        let document = output.document
        let path = Terminal.printable(document.source.path)
        var facts = [
            Self.count(document.structure.wordCount, "word"),
            Self.count(document.structure.sentences.count, "sentence"),
        ]
        if document.language != "und" { facts.insert(document.language, at: 0) }
        if let sentiment: Sentiment.Findings = findings(of: Sentiment.self), !document.structure.sentences.isEmpty {
            facts.append("tone \(tone(sentiment.document.score, sentiment.document.label))")
        }
        var lines = [terminal.styled(path, .faint)]
        if let title = document.title {
            lines.insert(terminal.styled(terminal.wrapped(title, indent: 0), .bold), at: 0)
        }
        lines.append(facts.joined(separator: " · "))
        return lines.joined(separator: "\n")
    }

    private static func count(_ number: Int, _ thing: String) -> String {
        "\(number) \(thing)\(number == 1 ? "" : "s")"
    }

    private func section(_ title: String, _ body: String) -> String {
        terminal.styled(title, .cyan) + "\n" + body
    }

    func tone(_ score: Double, _ label: Sentiment.Label) -> String {
        let style: Terminal.Style =
            switch label {
            case .negative: .red
            case .neutral: .yellow
            case .positive: .green
            }
        return terminal.styled("\(label.rawValue) \(Self.signed(score))", style)
    }

    /// A score with its sign and two decimals.
    static func signed(_ score: Double) -> String {
        let hundredths = Int((score * 100).rounded())
        let digits = String(abs(hundredths) % 100)
        let sign = hundredths < 0 ? "−" : "+"
        return "\(sign)\(abs(hundredths) / 100).\(digits.count < 2 ? "0" : "")\(digits)"
    }
}

// MARK: Sections

extension TextReport {
    private func speakers(_ findings: Quotes.Findings) -> String {
        var quotes: [String: Quotes.Quote] = [:]
        for quote in findings.quotes { quotes[quote.id] = quote }
        var blocks: [String] = []
        for speaker in findings.speakers {
            var lines = ["  " + terminal.styled(Terminal.printable(speaker.name), .bold)]
            for quote in speaker.quotes.compactMap({ quotes[$0] }) {
                lines.append(terminal.wrapped(Self.words(of: quote), indent: 4))
            }
            blocks.append(lines.joined(separator: "\n"))
        }
        let nobodys = findings.quotes.filter { $0.speaker == nil && $0.kind != .scare }
        if !nobodys.isEmpty {
            let lines = nobodys.map { terminal.wrapped(Self.words(of: $0), indent: 4) }
            blocks.append("  " + terminal.styled("no speaker named", .faint) + "\n" + lines.joined(separator: "\n"))
        }
        return blocks.joined(separator: "\n\n")
    }

    /// The words in marks where the document has them in marks; else behind the verb, since who denied something has not said it.
    private static func words(of quote: Quotes.Quote) -> String {
        switch quote.kind {
        case .direct, .mixed, .scare: "“\(quote.text)”"
        case .indirect: quote.cue.map { "\($0.text): \(quote.text)" } ?? quote.text
        case .turn: quote.text
        }
    }

    private func names(_ findings: Entities.Findings) -> String {
        let groups: [(title: String, type: Entities.EntityType)] = [
            ("People", .person), ("Organisations", .organization), ("Places", .location), ("Others", .miscellaneous),
        ]
        let width = groups.map(\.title.count).max() ?? 0
        var lines: [String] = []
        for group in groups {
            let members = findings.entities.enumerated().filter { $0.element.type == group.type }
            guard !members.isEmpty else { continue }
            let sorted = members.sorted { ($1.element.mentions, $0.offset) < ($0.element.mentions, $1.offset) }
            let list = sorted.map { "\($0.element.name) \($0.element.mentions)" }.joined(separator: ", ")
            let wrapped = terminal.wrapped(list, indent: width + 4)
            let title = "  " + group.title + String(repeating: " ", count: width - group.title.count) + "  "
            lines.append(terminal.styled(title, .bold) + wrapped.dropFirst(width + 4))
        }
        return lines.joined(separator: "\n")
    }

    /// Each entity with the pronouns and descriptions that stand for it, in the order of the text.
    private func meanings(_ findings: References.Findings) -> String {
        var names: [String: String] = [:]
        for entity in findings.names.entities { names[entity.id] = entity.name }
        var order: [String] = []
        var words: [String: [(text: String, count: Int)]] = [:]
        for reference in findings.references {
            let text = reference.kind == .pronoun ? reference.text.lowercased() : reference.text
            if words[reference.entity] == nil { order.append(reference.entity) }
            if let known = words[reference.entity]?.firstIndex(where: { $0.text == text }) {
                words[reference.entity]?[known].count += 1
            } else {
                words[reference.entity, default: []].append((text, 1))
            }
        }
        return order.map { id in
            let name = terminal.styled(Terminal.printable(names[id] ?? id), .bold)
            let list = words[id, default: []].map { "\($0.text) \($0.count)" }.joined(separator: ", ")
            return "  \(name)\n" + terminal.wrapped(list, indent: 4)
        }.joined(separator: "\n")
    }

    private func stances(_ findings: Sentiment.Findings) -> String? {
        guard !output.document.structure.sentences.isEmpty else { return nil }
        let voice = findings.document.voice
        var lines = ["  The writer's own words: \(tone(voice.score, voice.label))"]
        let judged = findings.targets.filter { $0.stance != nil || $0.news != nil }
        for target in judged.sorted(by: Self.isStronger).prefix(8) {
            let said = [judgements(of: target, .critical), judgements(of: target, .supportive), news(of: target)]
            let line = "\(Terminal.printable(target.name)): \(said.compactMap(\.self).joined(separator: "; "))"
            let name = Terminal.printable(target.name)
            lines.append(
                terminal.wrapped(line, indent: 2).replacing(
                    name, with: terminal.styled(name, .bold), maxReplacements: 1))
        }
        return lines.joined(separator: "\n")
    }

    /// Who judges a target so, and how often: *criticised by Brandt, twice, and by the writer*; nil for nobody.
    private func judgements(
        of target: Sentiment.Findings.Target, _ label: Sentiment.Findings.StanceLabel
    ) -> String? {
        let evidence = target.stance?.evidence.filter { $0.label == label } ?? []
        guard !evidence.isEmpty else { return nil }
        var holders: [(name: String, count: Int)] = []
        for judgement in evidence {
            let name = holder(of: judgement)
            if let known = holders.firstIndex(where: { $0.name == name }) {
                holders[known].count += 1
            } else {
                holders.append((name, 1))
            }
        }
        let list = holders.map { $0.count == 1 ? $0.name : "\($0.name), \(Self.times($0.count))" }
        return "\(label == .critical ? "criticised" : "praised") \(list.joined(separator: ", and "))"
    }

    /// Who judges: *by Brandt*; the writer's words may tell of somebody whom they don't name.
    private func holder(of judgement: Sentiment.Findings.Judgement) -> String {
        if let id = judgement.holder, let entities: Entities.Findings = findings(of: Entities.self),
            let entity = entities.entities.first(where: { $0.id == id })
        {
            return "by \(Terminal.printable(entity.name))"
        }
        guard let id = judgement.quote else { return "in the writer's words" }
        let quotes: Quotes.Findings? = findings(of: Quotes.self)
        let speaker = quotes?.quotes.first { $0.id == id }?.speaker
        return speaker.map { "by \(Terminal.printable($0.name))" } ?? "by an unnamed speaker"
    }

    private func news(of target: Sentiment.Findings.Target) -> String? {
        guard let news = target.news else { return nil }
        let times = news.mentions == 1 ? "" : ", \(Self.times(news.mentions))"
        return news.label == .mixed ? "good and bad news\(times)" : "\(news.label.rawValue) news\(times)"
    }

    private static func times(_ count: Int) -> String { count == 2 ? "twice" : "\(count) times" }

    /// The most judged first, then those with the most news.
    private static func isStronger(_ left: Sentiment.Findings.Target, _ right: Sentiment.Findings.Target) -> Bool {
        func rank(_ target: Sentiment.Findings.Target) -> (Int, Int, Int) {
            (target.stance?.evidence.count ?? 0, target.news?.mentions ?? 0, target.mentions)
        }
        let (first, second) = (rank(left), rank(right))
        return first == second ? left.name < right.name : first > second
    }
}
