import AnalyzerKit
import Discourse
import Entities
import Linguistics
import References

/// Puts marks, turns, attributions and reports together into findings.
struct Assembly {
    private struct Draft {
        var range: ByteRange
        var kind: Quotes.Kind
        var source: Source?
        var cue: Range<Int>?
        var confidence: Double
        /// The draft around it.
        var within: Int?
        /// The draft that it goes on from.
        var continues: Int?
        /// The words that name the speaker, where they are no tokens of `source`: a label.
        var label: ByteRange?
    }

    private let document: Document
    private let reading: ResolvedReading
    private var drafts: [Draft] = []
    /// The turns that are the same words as a marked span, by the span's draft.
    private var replaced: [Int: Int] = [:]

    init(_ document: Document, _ references: References.Findings) {
        self.document = document
        reading = references.reading ?? ResolvedReading(document, references.names)
    }

    mutating func findings() -> Quotes.Findings {
        var attribution = Attribution(reading)
        let decisions = attribution.decide()
        addMarked(decisions)
        addTurns()
        addReports(decisions)
        return output()
    }

    private mutating func addMarked(_ decisions: [Attribution.Decision]) {
        // Marks around a whole turn make no second finding of the same words.
        let turns = Dictionary(
            zip(reading.turns.map(\.range), reading.turns.indices), uniquingKeysWith: { first, _ in first })
        for (index, span) in reading.spans.enumerated() {
            let decision = decisions[index]
            if let turn = turns[span.range] { replaced[index] = reading.spans.count + turn }
            var within = span.within
            if within == nil, case .turn(let turn) = reading.place(of: index) { within = reading.spans.count + turn }
            drafts.append(
                Draft(
                    range: span.range, kind: decision.kind, source: decision.isScare ? nil : decision.source,
                    cue: decision.isScare ? nil : decision.cue.map { reading.cues[$0].words },
                    confidence: Confidence.of(ConfidenceFeatures(decision, span)), within: within,
                    continues: decision.continues))
        }
    }

    private mutating func addTurns() {
        for (turn, source) in zip(reading.turns, reading.turnSources) {
            drafts.append(
                Draft(
                    range: turn.range, kind: .turn, source: source, cue: nil,
                    confidence: Confidence.of(ConfidenceFeatures(turnOf: source)), label: turn.label.name))
        }
    }

    private mutating func addReports(_ decisions: [Attribution.Decision]) {
        var attribution = ReportAttribution(reading, decisions)
        for report in attribution.decide() {
            for (part, content) in [report.content, report.rest].compactMap(\.self).enumerated() {
                drafts.append(
                    Draft(
                        range: reading.story.tokens.range(content), kind: .indirect, source: report.source,
                        cue: reading.cues[report.cue].words, confidence: Confidence.of(ConfidenceFeatures(report)),
                        continues: part == 0 ? nil : drafts.count - 1))
            }
        }
    }

    /// Leaves out what stands in signatures and the like: `replaced` by nothing that is told.
    private mutating func dropAsides() {
        let blocks = reading.story.blocks
        guard !blocks.asides.isEmpty else { return }
        var isDropped = drafts.indices.map { blocks.isAside(drafts[$0].range) }
        // What was one finding with such a one goes as well.
        for (index, other) in replaced where isDropped[other] { isDropped[index] = true }
        for index in drafts.indices {
            if let within = drafts[index].within, isDropped[within] { drafts[index].within = nil }
            if let first = drafts[index].continues, isDropped[first] { drafts[index].continues = nil }
            if isDropped[index] { replaced[index] = index }
        }
    }

    private mutating func output() -> Quotes.Findings {
        let story = reading.story
        let register = reading.register
        for index in drafts.indices {
            if let within = drafts[index].within { drafts[index].within = replaced[within] ?? within }
            if let first = drafts[index].continues, replaced[first] != nil { drafts[index].continues = nil }
        }
        dropAsides()
        let order = drafts.indices.filter { replaced[$0] == nil }.sorted {
            (drafts[$0].range.lower, -drafts[$0].range.upper, $0) < (
                drafts[$1].range.lower, -drafts[$1].range.upper, $1
            )
        }
        var ids = [Int](repeating: 0, count: drafts.count)
        for (place, index) in order.enumerated() { ids[index] = place + 1 }
        var quotes: [Quotes.Quote] = []
        var speakers: [Quotes.SpeakerQuotes] = []
        var placeOfSpeaker: [SourceID: Int] = [:]
        for index in order {
            let draft = drafts[index]
            let (start, end, text) = document.span(draft.range)
            var speaker: Quotes.Speaker?
            if let source = draft.source, !source.words.isEmpty || draft.label != nil {
                let words = draft.label ?? story.tokens.range(source.words)
                let span = document.span(words)
                speaker = Quotes.Speaker(
                    name: source.name, entities: source.entities.map { register.entities[$0].id },
                    start: span.start, end: span.end,
                    text: span.text)
            }
            var cue: Quotes.Cue?
            if let words = draft.cue {
                let span = document.span(story.tokens.range(words))
                cue = Quotes.Cue(start: span.start, end: span.end, text: span.text)
            }
            var within = draft.within
            while let around = within, drafts[around].kind == .scare { within = drafts[around].within }
            quotes.append(
                Quotes.Quote(
                    id: "q\(ids[index])", start: start, end: end, text: text, kind: draft.kind,
                    within: within.map { "q\(ids[$0])" },
                    continues: draft.continues.map { "q\(ids[$0])" }, speaker: speaker, cue: cue,
                    confidence: draft.confidence, range: draft.range, speakerIndices: draft.source?.entities ?? []))
            guard let source = draft.source, speaker != nil else { continue }
            if let place = placeOfSpeaker[source.id] {
                speakers[place].quotes.append("q\(ids[index])")
            } else {
                placeOfSpeaker[source.id] = speakers.count
                let entity = source.entities.count == 1 ? register.entities[source.entities[0]].id : nil
                speakers.append(Quotes.SpeakerQuotes(name: source.name, entity: entity, quotes: ["q\(ids[index])"]))
            }
        }
        return Quotes.Findings(quotes: quotes, speakers: speakers)
    }
}
