import AnalyzerKit
import Entities
import Linguistics

/// Decides for every marked span whose words they are, by a linear ranker over candidates.
///
/// Spans that are nobody's speech are set apart first. Candidates for the others are the subjects of cues beside the
/// span in all their readings, whoever spoke before, everybody who is named or described near, and nobody. Spans are
/// decided in order, so that a conversation alternates.
struct Attribution {
    /// A decision.
    struct Decision {
        var source: Source?
        /// The index of the cue, or −1.
        var cue = -1
        /// The log-odds that the ranker gives the speaker against all others.
        var logOdds: Float = 0
        var isScare = false
        var kind = Quotes.Kind.direct
        /// The span that this one goes on from, or −1.
        var continues = -1
        /// Whether the cue stands right before or behind.
        var isAdjacent = false
        /// Whether the speaker is carried over rather than named beside the span.
        var isCarried = false
        /// Whether it is, over the end of a paragraph.
        var isCarriedOver = false
        /// Whether the words stand inside somebody's words.
        var isNested = false
    }

    let reading: Reading
    let story: Story
    let spans: ContiguousArray<MarkedSpan>
    let cues: [CueClause]
    let container: ContiguousArray<Int32>
    let resolver: SourceResolver
    let chunker: Chunker
    private let weights: RankerWeights
    private(set) var decisions: [Decision] = []
    private(set) var usedCues: Set<Int> = []
    /// The candidates of each span, where somebody wants to see them.
    private(set) var candidates: [[SpeakerCandidate]]?

    init(_ reading: Reading, weights: RankerWeights = RankerTable.trained.marked, keepsCandidates: Bool = false) {
        self.reading = reading
        story = reading.story
        spans = reading.spans
        cues = reading.cues
        chunker = reading.chunker
        container = reading.container
        resolver = reading.resolver
        self.weights = weights
        candidates = keepsCandidates ? [] : nil
    }

    /// One decision per span.
    mutating func decide() -> [Decision] {
        decisions.reserveCapacity(spans.count)
        var lastInContainer: [Int32: Int] = [:]
        var lastMarked: [Int32: (index: Int, isScare: Bool)] = [:]
        for index in spans.indices {
            let home = reading.home(of: index)
            let shape = SpanShape(story, spans[index])
            let scareOdds = ScareClassifier.logOdds(
                ScareFeatures(reading, index, shape: shape, previous: lastMarked[home]))
            var decision = decide(index, home, previous: lastInContainer[home] ?? -1, shape, scareOdds)
            lastMarked[home] = (index, decision.isScare)
            if let source = decision.source { decision.source = seen(from: home, source) }
            decision.isNested = home >= 0
            decisions.append(decision)
            if decision.isScare { continue }
            lastInContainer[home] = index
            if decision.cue >= 0 { usedCues.insert(decision.cue) }
        }
        return decisions
    }

    /// Who a source is to whoever speaks the words around the span: *I* is the speaker, *you* is not told, *he* is
    /// another.
    func seen(from home: Int32, _ source: Source) -> Source? {
        if source.words.count == 1, story.tokens.hashes[source.words.lowerBound] == WordHash("you") {
            var other = addressee(in: home)
            other?.words = source.words
            return other
        }
        guard let speaker = speaker(of: home) else { return source }
        if source.isFirstPerson {
            var own = speaker
            own.words = source.words
            return own
        }
        return source.isPronoun && source.key == speaker.key ? resolver.bare(source.words) : source
    }

    /// Whom the speaker of a turn talks to: whoever speaks next or, in the last turn, spoke before.
    private func addressee(in home: Int32) -> Source? {
        let turn = Int(home) - spans.count
        let sources = reading.turnSources
        guard turn >= 0, turn < sources.count else { return nil }
        let own = sources[turn].key
        return sources[turn...].prefix(4).first { $0.key != own }
            ?? sources[..<turn].suffix(4).last { $0.key != own }
    }

    /// Who speaks in the span or turn that holds something.
    private func speaker(of home: Int32) -> Source? {
        if home < 0 { return nil }
        let index = Int(home)
        if index < spans.count { return index < decisions.count ? decisions[index].source : nil }
        return index - spans.count < reading.turnSources.count ? reading.turnSources[index - spans.count] : nil
    }

    private mutating func decide(
        _ index: Int, _ home: Int32, previous: Int, _ shape: SpanShape, _ scareOdds: Float
    ) -> Decision {
        let isScare = scareOdds > 0
        let ranked = isScare && candidates == nil ? [] : ranked(index, home, previous: previous, shape, scareOdds)
        candidates?.append(ranked)
        if isScare { return Decision(logOdds: scareOdds, isScare: true, kind: .scare) }
        let best =
            ranked.indices.max { ranked[$0].score < ranked[$1].score }.map { ranked[$0] } ?? SpeakerCandidate(nil)
        var decision = Decision(source: best.source, cue: best.cue, logOdds: Self.logOdds(of: best, among: ranked))
        decision.isAdjacent = best.isAdjacent
        decision.isCarried = best.isCarried
        decision.isCarriedOver = best.isCarried && previous >= 0 && opensParagraph(spans[index], after: spans[previous])
        decision.kind = shape.isDirect(followsVerb: followsVerb(best, spans[index])) ? .direct : .mixed
        decision.continues = continued(index, previous: previous, best)
        if decision.continues >= 0 { decision.kind = decisions[decision.continues].kind }
        return decision
    }

    /// Whether a span stands right behind the verb that reports it: *they said “come back”*, *a sign reading “Gone”*.
    private func followsVerb(_ candidate: SpeakerCandidate, _ span: MarkedSpan) -> Bool {
        guard candidate.cue >= 0 else { return false }
        let cue = cues[candidate.cue]
        return cue.words.upperBound == span.outer.lowerBound && cue.frames.isDisjoint(with: .describing)
            && !cue.isPrepositional
    }

    private func opensParagraph(_ span: MarkedSpan, after previous: MarkedSpan) -> Bool {
        story.paragraphOfToken[span.outer.lowerBound] != story.paragraphOfToken[previous.outer.lowerBound]
    }

    /// All candidates with their scores.
    private func ranked(
        _ index: Int, _ home: Int32, previous: Int, _ shape: SpanShape, _ scareOdds: Float
    ) -> [SpeakerCandidate] {
        let span = spans[index]
        var found = leftCandidates(span, home, shape) + rightCandidates(span, home, shape)
        let last = decisions.last { $0.source != nil && !$0.isScare }?.source
        for place in found.indices.prefix(Self.mostReread) {
            found += reading.readings(of: &found[place], last: last)
        }
        let hasAdjacent = found.contains { $0.isAdjacent && $0.source != nil }
        found += labelBehind(span)
        found += carried(index, home, previous: previous, shape)
        found += sentenceSubject(span, home, shape)
        found += listIntroduction(span)
        if !hasAdjacent {
            found += lastReport(span, home, shape)
            found += paragraphSubject(span, home, shape)
            found += followingSubject(span, home, shape)
        }
        let cue = found.first { $0.cue >= 0 }.map { cues[$0.cue].words }
        found += reading.near(span.outer, in: home, cue: cue, besides: found)
        var nobody = SpeakerCandidate(nil)
        nobody.features.set(.nobody)
        nobody.features[.nobodyScare] = scareOdds
        found.append(nobody)
        let named = resolver.keys(namedIn: span.inner)
        for place in found.indices {
            if let source = found[place].source, named.contains(source.key) { found[place].features.set(.namedInside) }
            if hasAdjacent, !found[place].isAdjacent, found[place].features[.nobody] == 0 {
                found[place].features.set(.otherTouches)
            }
            if let source = found[place].source, decisions.suffix(8).contains(where: { $0.source?.key == source.key }) {
                found[place].features.set(.hasSpoken)
            }
            found[place].score = weights.score(found[place].features)
        }
        return found
    }

    /// Of how many cues the subject is read anew.
    private static let mostReread = 4

    /// The log-odds of a candidate's source against the others'.
    static func logOdds(of best: SpeakerCandidate, among ranked: [SpeakerCandidate]) -> Float {
        var others: Float = 1e-3
        for candidate in ranked where candidate.source?.key != best.source?.key {
            others += Float(Confidence.exp(Double(candidate.score - best.score)))
        }
        return -Float(Confidence.log(Double(others)))
    }

    /// The first cue at or behind a token.
    func firstCue(from token: Int) -> Int { reading.firstCue(from: token) }
}
