import AnalyzerKit
import Entities
import Linguistics

/// Puts marks, turns, attributions and reports together into findings.
struct Assembly {
    private struct Draft {
        var range: ByteRange
        var kind: Quotes.Kind
        var source: Source?
        var cue: Range<Int>?
        var confidence: Double
        var parent: Int
        var continues: Int
        /// The words that name the speaker, where they are no tokens of `source`: a label.
        var label: ByteRange?
    }

    private let story: Story
    private var drafts: [Draft] = []

    init(_ story: Story) { self.story = story }

    mutating func findings() -> Quotes.Findings {
        let turns = TurnSegmenter(story).turns()
        let spans = MarkPairing(story).spans()
        guard !spans.isEmpty || !turns.isEmpty || story.tokens.count > 0 else {
            return Quotes.Findings(quotes: [], speakers: [])
        }
        let container = containers(spans, turns)
        let chunker = Chunker(story: story, container: container)
        let resolver = SourceResolver(story, chunker)
        var followsMarks = ContiguousArray<Bool>(repeating: false, count: story.tokens.count)
        for span in spans where span.outer.upperBound < story.tokens.count {
            followsMarks[span.outer.upperBound] = true
            if story.isComma(span.outer.upperBound) || story.isDash(span.outer.upperBound),
                span.outer.upperBound + 1 < story.tokens.count
            {
                followsMarks[span.outer.upperBound + 1] = true
            }
        }
        let turnSources = turns.map { source(of: $0) }
        let cues = CueFinder(
            story: story, chunker: chunker, resolver: resolver, followsMarks: followsMarks, spanCount: spans.count,
            turnSources: turnSources
        ).cues()
        var attribution = Attribution(story, spans, cues, chunker, resolver, turnSources: turnSources)
        let decisions = attribution.decide()
        addMarked(spans, decisions, cues, turnCount: turns.count, container)
        addTurns(turns, turnSources)
        addIndirect(spans, decisions, cues, container)
        return output()
    }

    private func containers(_ spans: ContiguousArray<MarkedSpan>, _ turns: [Turn]) -> ContiguousArray<Int32> {
        var container = ContiguousArray<Int32>(repeating: -1, count: story.tokens.count)
        for (index, turn) in turns.enumerated() {
            for token in story.tokens.indices(overlapping: turn.range) { container[token] = Int32(spans.count + index) }
        }
        for (index, span) in spans.enumerated() {
            for token in span.inner { container[token] = Int32(index) }
        }
        return container
    }

    private func source(of turn: Turn) -> Source {
        let label = story.tokens.indices(overlapping: turn.label.name)
        let words = label.isEmpty ? 0..<0 : label
        let name: String
        if turn.entities.isEmpty {
            name = story.document.text.string(in: turn.fullName)
        } else {
            name = turn.entities.map { story.entities.entities[$0].name }.joined(separator: " and ")
        }
        let key =
            turn.entities.isEmpty
            ? Int(truncatingIfNeeded: WordHash(folding: name).value | 1 << 62)
            : turn.entities.reduce(7) { $0 &* 31 &+ $1 }
        return Source(words: words, entities: turn.entities, name: name, key: key, kind: .person)
    }

    private mutating func addMarked(
        _ spans: ContiguousArray<MarkedSpan>, _ decisions: [Attribution.Decision], _ cues: [CueClause], turnCount: Int,
        _ container: ContiguousArray<Int32>
    ) {
        for (index, span) in spans.enumerated() {
            let decision = decisions[index]
            var parent = span.parent
            if parent < 0 {
                let home = story.container(container, span.outer.lowerBound)
                if home >= spans.count { parent = Int(home) }
            }
            drafts.append(
                Draft(
                    range: span.range, kind: decision.kind, source: decision.isScare ? nil : decision.source,
                    cue: decision.cue >= 0 && !decision.isScare ? cues[decision.cue].words : nil,
                    confidence: Confidence.marked(decision, span), parent: parent, continues: decision.continues))
        }
    }

    private mutating func addTurns(_ turns: [Turn], _ sources: [Source]) {
        for (turn, source) in zip(turns, sources) {
            drafts.append(
                Draft(
                    range: turn.range, kind: .turn, source: source, cue: nil, confidence: 0.97, parent: -1,
                    continues: -1,
                    label: turn.label.name))
        }
    }

    private mutating func addIndirect(
        _ spans: ContiguousArray<MarkedSpan>, _ decisions: [Attribution.Decision], _ cues: [CueClause],
        _ container: ContiguousArray<Int32>
    ) {
        var used: Set<Int> = []
        var scare: Set<Int32> = []
        for (index, decision) in decisions.enumerated() {
            if decision.isScare { scare.insert(Int32(index)) } else if decision.cue >= 0 { used.insert(decision.cue) }
        }
        let reports = IndirectSpeech(story: story, cues: cues, container: container, used: used, scareSpans: scare)
            .reports()
        for report in reports {
            let range = story.tokens.range(report.content)
            drafts.append(
                Draft(
                    range: range, kind: .indirect, source: report.source, cue: cues[report.cue].words,
                    confidence: Confidence.indirect(report), parent: -1, continues: -1))
        }
    }

    private func output() -> Quotes.Findings {
        let order = drafts.indices.sorted {
            (drafts[$0].range.lower, -drafts[$0].range.upper, $0) < (
                drafts[$1].range.lower, -drafts[$1].range.upper, $1
            )
        }
        var ids = [Int](repeating: 0, count: drafts.count)
        for (place, index) in order.enumerated() { ids[index] = place + 1 }
        var quotes: [Quotes.Quote] = []
        var speakers: [Quotes.SpeakerQuotes] = []
        var placeOfSpeaker: [Int: Int] = [:]
        for index in order {
            let draft = drafts[index]
            let (start, end, text) = story.document.span(draft.range)
            var speaker: Quotes.Speaker?
            if let source = draft.source, !source.words.isEmpty || draft.label != nil {
                let words = draft.label ?? story.tokens.range(source.words)
                let span = story.document.span(words)
                speaker = Quotes.Speaker(
                    name: source.name, entities: source.entities.map { story.entities.entities[$0].id },
                    start: span.start, end: span.end,
                    text: span.text)
            }
            var cue: Quotes.Cue?
            if let words = draft.cue {
                let span = story.document.span(story.tokens.range(words))
                cue = Quotes.Cue(start: span.start, end: span.end, text: span.text)
            }
            var parent = draft.parent
            while parent >= 0, drafts[parent].kind == .scare { parent = drafts[parent].parent }
            quotes.append(
                Quotes.Quote(
                    id: "q\(ids[index])", start: start, end: end, text: text, kind: draft.kind,
                    within: parent >= 0 ? "q\(ids[parent])" : nil,
                    continues: draft.continues >= 0 ? "q\(ids[draft.continues])" : nil, speaker: speaker, cue: cue,
                    confidence: draft.confidence, range: draft.range, speakerIndices: draft.source?.entities ?? []))
            guard let source = draft.source, speaker != nil else { continue }
            if let place = placeOfSpeaker[source.key] {
                speakers[place].quotes.append("q\(ids[index])")
            } else {
                placeOfSpeaker[source.key] = speakers.count
                let entity = source.entities.count == 1 ? story.entities.entities[source.entities[0]].id : nil
                speakers.append(Quotes.SpeakerQuotes(name: source.name, entity: entity, quotes: ["q\(ids[index])"]))
            }
        }
        return Quotes.Findings(quotes: quotes, speakers: speakers)
    }
}

/// How sure an attribution is, as measured on annotated news.
enum Confidence {
    static func marked(_ decision: Attribution.Decision, _ span: MarkedSpan) -> Double {
        var logit = 0.2 + 0.5 * Double(min(decision.margin, 4))
        if decision.isAdjacent { logit += 0.8 }
        if decision.isCarried { logit -= 0.6 }
        if let source = decision.source {
            if source.isPronoun { logit -= 1 }
            if source.entities.isEmpty { logit -= source.isUnrecognisedPerson ? 0.2 : 0.9 }
        }
        if span.isRepaired { logit -= 0.4 }
        if decision.source == nil, !decision.isScare { logit = min(logit, 0) }
        return rounded(logit)
    }

    static func indirect(_ report: IndirectSpeech.Report) -> Double {
        var logit = 0.2 + 1.6 * Double(report.confidence)
        if report.source.isPronoun { logit -= 0.5 }
        if report.source.entities.isEmpty { logit -= 0.3 }
        return rounded(logit)
    }

    private static func rounded(_ logit: Double) -> Double {
        (1 / (1 + exp(-logit)) * 100).rounded() / 100
    }

    /// e to a power, by a series on the fraction; the platform's library may differ in the last digit.
    private static func exp(_ value: Double) -> Double {
        let scaled = max(-20, min(20, value)) / 64
        var term = 1.0
        var sum = 1.0
        for step in 1...8 {
            term *= scaled / Double(step)
            sum += term
        }
        for _ in 0..<6 { sum *= sum }
        return sum
    }
}
