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
        let reading = Reading(story)
        var attribution = Attribution(reading)
        let decisions = attribution.decide()
        addMarked(reading, decisions)
        addTurns(reading)
        addIndirect(reading, decisions)
        return output()
    }

    private mutating func addMarked(_ reading: Reading, _ decisions: [Attribution.Decision]) {
        for (index, span) in reading.spans.enumerated() {
            let decision = decisions[index]
            var parent = span.parent
            if parent < 0 {
                let home = reading.home(of: index)
                if home >= reading.spans.count { parent = Int(home) }
            }
            drafts.append(
                Draft(
                    range: span.range, kind: decision.kind, source: decision.isScare ? nil : decision.source,
                    cue: decision.cue >= 0 && !decision.isScare ? reading.cues[decision.cue].words : nil,
                    confidence: Confidence.of(ConfidenceFeatures(decision, span)), parent: parent,
                    continues: decision.continues))
        }
    }

    private mutating func addTurns(_ reading: Reading) {
        for (turn, source) in zip(reading.turns, reading.turnSources) {
            drafts.append(
                Draft(
                    range: turn.range, kind: .turn, source: source, cue: nil,
                    confidence: Confidence.of(ConfidenceFeatures(turnOf: source)), parent: -1, continues: -1,
                    label: turn.label.name))
        }
    }

    private mutating func addIndirect(_ reading: Reading, _ decisions: [Attribution.Decision]) {
        var attribution = ReportAttribution(reading, decisions)
        for report in attribution.decide() {
            for (part, content) in [report.content, report.rest].compactMap(\.self).enumerated() {
                drafts.append(
                    Draft(
                        range: story.tokens.range(content), kind: .indirect, source: report.source,
                        cue: reading.cues[report.cue].words, confidence: Confidence.of(ConfidenceFeatures(report)),
                        parent: -1,
                        continues: part == 0 ? -1 : drafts.count - 1))
            }
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
