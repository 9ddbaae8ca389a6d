import Algorithms
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
        var addressee: Source?
        var speech: Double
        var confidence: Double
        /// The draft around it.
        var within: Int?
        /// The draft that it goes on from.
        var continues: Int?
        /// The words that name the speaker, where they are no tokens of `source`: a label.
        var label: ByteRange?

        /// Who speaks, where that is sure enough to be told.
        func source(from minConfidence: Double) -> Source? { confidence < minConfidence ? nil : source }
    }

    private let document: Document
    private let reading: ResolvedReading
    private let minConfidence: Double
    private var drafts: [Draft] = []
    /// The turns that are the same words as a marked span, by the span's draft.
    private var replaced: [Int: Int] = [:]

    init(_ document: Document, _ references: References.Findings, minConfidence: Double) {
        self.document = document
        self.minConfidence = minConfidence
        reading = references.reading ?? ResolvedReading(document, references.names)
    }

    mutating func findings() -> Quotes.Findings {
        var attribution = Attribution(reading)
        let decisions = attribution.decide()
        var reported = ReportAttribution(reading, decisions)
        let reports = reported.decide()
        addMarked(HeadlineReports(reading, reports).decisions(decisions))
        addTurns()
        addReports(reports)
        return output()
    }

    private mutating func addMarked(_ decisions: [Attribution.Decision]) {
        let addressees = Addressees(reading)
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
                    addressee: decision.isScare ? nil : decision.cue.flatMap { addressees.addressee(ofCue: $0) },
                    speech: Confidence.probability(decision.speechOdds),
                    confidence: Confidence.of(ConfidenceFeatures(decision, span)), within: within,
                    continues: decision.continues))
        }
    }

    /// Of the turns found in the labelled interviews and hearings, so many are turns.
    private static let speechOfTurns = 0.98

    private mutating func addTurns() {
        for (turn, source) in zip(reading.turns, reading.turnSources) {
            drafts.append(
                Draft(
                    range: turn.range, kind: .turn, source: source, cue: nil, speech: Self.speechOfTurns,
                    confidence: Confidence.of(ConfidenceFeatures(turnOf: source)), label: turn.label.name))
        }
    }

    private mutating func addReports(_ reports: [Report]) {
        let addressees = Addressees(reading)
        for report in reports {
            for (part, content) in [report.content, report.rest].compactMap(\.self).enumerated() {
                drafts.append(
                    Draft(
                        range: reading.story.tokens.range(content), kind: .indirect, source: report.source,
                        cue: reading.cues[report.cue].words,
                        addressee: addressees.addressee(ofCue: report.cue, before: report.content),
                        speech: Confidence.probability(report.speechOdds),
                        confidence: Confidence.of(ConfidenceFeatures(report)),
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
            let source = draft.source(from: minConfidence)
            if let source, !source.words.isEmpty || draft.label != nil {
                speaker = named(source, by: draft.label ?? story.tokens.range(source.words))
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
                    addressee: draft.addressee.map { named($0, by: story.tokens.range($0.words)) },
                    speech: draft.speech, confidence: draft.confidence, range: draft.range,
                    speakerIndices: source?.entities ?? []))
            guard let source, speaker != nil else { continue }
            let place = placeOfSpeaker[source.id] ?? speakers.count
            if place == speakers.count {
                placeOfSpeaker[source.id] = place
                let entity = source.entities.count == 1 ? register.entities[source.entities[0]].id : nil
                speakers.append(Quotes.SpeakerQuotes(name: source.name, entity: entity, quotes: [], words: 0))
            }
            speakers[place].quotes.append("q\(ids[index])")
            if !isWithinOwn(index) { speakers[place].words += wordCount(in: draft.range) }
        }
        return Quotes.Findings(quotes: quotes, speakers: speakers)
    }

    /// Somebody as the report tells of him, with the words that stand for him.
    private func named(_ source: Source, by words: ByteRange) -> Quotes.Speaker {
        let span = document.span(words)
        return Quotes.Speaker(
            name: source.name, entities: source.entities.map { reading.register.entities[$0].id }, start: span.start,
            end: span.end, text: span.text)
    }

    /// Whether a quote stands within another by the same speaker.
    private func isWithinOwn(_ index: Int) -> Bool {
        var around = drafts[index].within
        while let outer = around {
            if drafts[outer].source(from: minConfidence)?.id == drafts[index].source?.id { return true }
            around = drafts[outer].within
        }
        return false
    }

    /// The words in a range, as the document counts its own.
    private func wordCount(in range: ByteRange) -> Int {
        let tokens = reading.story.tokens
        let first = tokens.starts.partitioningIndex { $0 >= range.lower }
        return (first..<tokens.count).prefix { tokens.starts[$0] < range.upper }.count { tokens.flags[$0].isWordLike }
    }
}
