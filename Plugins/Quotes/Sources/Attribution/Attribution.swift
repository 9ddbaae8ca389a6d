import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics
import References

/// Decides for every marked span whose words they are, by a linear ranker over candidates.
///
/// Spans that are nobody's speech are set apart first. Candidates for the others are the subjects of cues beside the
/// span in all their readings, whoever spoke before, everybody who is named or described near, and nobody. Spans are
/// decided in order, so that a conversation alternates.
struct Attribution {
    /// A decision.
    struct Decision {
        var source: Source?
        /// The index of the cue.
        var cue: Int?
        /// The log-odds that the ranker gives the speaker against all others.
        var logOdds: Float = 0
        /// Those of the least sure decision that the speaker was carried over from, where he was.
        var carriedOdds: Float?
        /// The log-odds that the words are somebody's.
        var speechOdds: Float = 0
        var isScare = false
        var kind = Quotes.Kind.direct
        /// The span that this one goes on from.
        var continues: Int?
        /// Whether the cue stands right before or behind.
        var isAdjacent = false
        /// Whether the speaker is carried over rather than named beside the span.
        var isCarried = false
        /// Whether it is, over the end of a paragraph.
        var isCarriedOver = false
        /// Whether the words stand inside somebody's words.
        var isNested = false
        /// Whether the speaker has no name and stands right beside the cue.
        var isPlain = false
    }

    let reading: ResolvedReading
    let story: Story
    let spans: ContiguousArray<MarkedSpan>
    let cues: [CueClause]
    let places: Places
    let resolver: SourceResolver
    let chunker: Chunker
    private let weights: RankerWeights
    private(set) var decisions: [Decision] = []
    /// Who spoke the last span that somebody is known to have spoken.
    private(set) var lastSource: Source?
    private(set) var usedCues: Set<Int> = []
    /// The candidates of each span, where somebody wants to see them.
    private(set) var candidates: [[SpeakerCandidate]]?

    init(_ reading: ResolvedReading, weights: RankerWeights = RankerTable.trained.marked, keepsCandidates: Bool = false)
    {
        self.reading = reading
        story = reading.story
        spans = reading.spans
        cues = reading.cues
        chunker = reading.chunker
        places = reading.places
        resolver = reading.resolver
        self.weights = weights
        candidates = keepsCandidates ? [] : nil
    }

    /// One decision per span.
    mutating func decide() -> [Decision] {
        decisions.reserveCapacity(spans.count)
        var lastSpoken: [Place: Int] = [:]
        var lastMarked: [Place: (index: Int, isScare: Bool)] = [:]
        for index in spans.indices {
            let place = reading.place(of: index)
            let shape = SpanShape(story, spans[index])
            let scareOdds =
                isTitle(index, shape, previous: lastSpoken[place]) || isMade(index, shape)
                ? Self.title
                : ScareClassifier.logOdds(ScareFeatures(reading, index, shape: shape, previous: lastMarked[place]))
            var decision = decide(index, place, previous: lastSpoken[place], shape, scareOdds)
            lastMarked[place] = (index, decision.isScare)
            if let source = decision.source { decision.source = seen(from: place, source) }
            decision.isNested = place != .text
            decisions.append(decision)
            if decision.isScare { continue }
            if let source = decision.source { lastSource = source }
            lastSpoken[place] = index
            if let cue = decision.cue { usedCues.insert(cue) }
        }
        for echo in echoes() { decisions[echo.index] = echo.decision }
        return decisions
    }

    /// Who a source is to whoever speaks the words around the span: *I* is the speaker, *you* is not told, *he* is
    /// another.
    func seen(from place: Place, _ source: Source) -> Source? {
        if source.words.count == 1, story.tokens.hashes[source.words.lowerBound] == WordHash("you") {
            var other = addressee(in: place)
            other?.words = source.words
            return other
        }
        guard let speaker = speaker(of: place) else { return source }
        if source.isFirstPerson {
            var own = speaker
            own.words = source.words
            return own
        }
        guard source.id == speaker.id, !source.words.isEmpty else { return source }
        if source.isPronoun { return resolver.bare(source.words) }
        // "‘Stop,’ said the guard": not whoever tells it.
        return source.isDescribed ? resolver.described(source.words) : source
    }

    /// Whom the speaker of a turn talks to: whoever speaks next or, in the last turn, spoke before.
    private func addressee(in place: Place) -> Source? {
        guard case .turn(let turn) = place else { return nil }
        let sources = reading.turnSources
        let own = sources[turn].id
        return sources[turn...].prefix(4).first { $0.id != own }
            ?? sources[..<turn].suffix(4).last { $0.id != own }
    }

    /// Who speaks in the span or turn that holds something.
    private func speaker(of place: Place) -> Source? {
        switch place {
        case .text: nil
        case .span(let index): index < decisions.count ? decisions[index].source : nil
        case .turn(let index): reading.turnSources[index]
        }
    }

    /// Whether somebody by name or description reports in a clause that leads up to the words.
    private func reports(_ candidate: SpeakerCandidate) -> Bool {
        guard let cue = candidate.cue, let source = candidate.source, source.isNamed || source.kind != .description
        else { return false }
        return cues[cue].weight >= 0.8 && !cues[cue].isPrepositional && !cues[cue].isNominal
    }

    /// Whether a span is the title of a work in what is told of somebody behind an attribution: *“No,” said Ann Lee, the author of ‹“The
    /// Salt Road”›*.
    private func isTitle(_ index: Int, _ shape: SpanShape, previous: Int?) -> Bool {
        let span = spans[index]
        let first = span.outer.lowerBound
        guard let previous, let cue = decisions[previous].cue, decisions[previous].isAdjacent, cues[cue].isInverted,
            let source = cues[cue].source, spans[previous].outer.upperBound <= cues[cue].words.lowerBound,
            source.words.upperBound < first, story.isComma(source.words.upperBound),
            story.structure.sentenceOfToken[first - 1] == story.structure.sentenceOfToken[source.words.lowerBound],
            story.isWord(first - 1), !story.isStop(first - 1)
        else { return false }
        return shape.isTitleCase || shape.wordCount == 1 && shape.startsCapital
    }

    /// Whether a span is the title of what somebody sang, recorded or wrote, right behind the verb: *sang ‹“Stay With Me Tonight”›*.
    ///
    /// What is written may be words as well: only small words between the capitals, as in *“Dig Deep and Save”*, make a title of it.
    private func isMade(_ index: Int, _ shape: SpanShape) -> Bool {
        let span = spans[index]
        let verb = span.outer.lowerBound - 1
        guard verb > 0, story.isWord(verb), shape.capitals == .all || shape.capitals == .allOfSentence,
            shape.ending == .none || shape.ending == .comma
        else { return false }
        if Self.making.contains(story.tokens.hashes[verb]) { return true }
        guard Self.writing.contains(story.tokens.hashes[verb]) else { return false }
        return span.inner.dropFirst().contains { story.isWord($0) && !story.isCapitalized($0) }
    }

    private static let making = WordQuery.english(.makingVerb)
    private static let writing: WordSet = ["wrote", "writes", "written"]

    /// The log-odds that such a span is nobody's speech.
    private static let title: Float = 5

    /// The log-odds from which on the classifier's word stands that nobody speaks.
    private static let certain: Float = 4.5

    private mutating func decide(
        _ index: Int, _ place: Place, previous: Int?, _ shape: SpanShape, _ scareOdds: Float
    ) -> Decision {
        // What is nobody's for certain needs no candidates.
        let isCertain = scareOdds > Self.certain
        let ranked = isCertain && candidates == nil ? [] : ranked(index, place, previous: previous, shape, scareOdds)
        candidates?.append(ranked)
        let best =
            ranked.indices.max { ranked[$0].score < ranked[$1].score }.map { ranked[$0] } ?? SpeakerCandidate(nil)
        if isCertain || scareOdds > 0 && best.features[.nobody] > 0 {
            return Decision(logOdds: scareOdds, speechOdds: -scareOdds, isScare: true, kind: .scare)
        }
        var decision = Decision(
            source: best.source, cue: best.cue, logOdds: logOdds(of: best, among: ranked, in: place))
        // The ranker, which knows the classifier's word, where it found somebody.
        decision.speechOdds = best.source == nil ? -scareOdds : Self.speechOdds(among: ranked)
        decision.isAdjacent = best.isAdjacent
        decision.isCarried = best.isCarried
        if best.isCarried, let previous, decisions[previous].source?.id == best.source?.id {
            decision.carriedOdds = min(
                decisions[previous].logOdds, decisions[previous].carriedOdds ?? decisions[previous].logOdds)
        }
        if let cue = best.cue, let source = best.source { decision.isPlain = cues[cue].isPlain(source) }
        decision.isCarriedOver =
            best.isCarried && previous.map { opensParagraph(spans[index], after: spans[$0]) } == true
        decision.kind = shape.isDirect(followsVerb: followsVerb(best, spans[index])) ? .direct : .mixed
        decision.continues = continued(index, previous: previous, best)
        if let first = decision.continues { decision.kind = decisions[first].kind }
        return decision
    }

    /// Whether a span stands right behind the verb that reports it: *they said “come back”*, *a sign reading “Gone”*.
    private func followsVerb(_ candidate: SpeakerCandidate, _ span: MarkedSpan) -> Bool {
        guard let index = candidate.cue else { return false }
        let cue = cues[index]
        return cue.words.upperBound == span.outer.lowerBound && cue.frames.isDisjoint(with: .describing)
            && !cue.isPrepositional
    }

    private func opensParagraph(_ span: MarkedSpan, after previous: MarkedSpan) -> Bool {
        story.paragraphOfToken[span.outer.lowerBound] != story.paragraphOfToken[previous.outer.lowerBound]
    }

    /// All candidates with their scores.
    private func ranked(
        _ index: Int, _ place: Place, previous: Int?, _ shape: SpanShape, _ scareOdds: Float
    ) -> [SpeakerCandidate] {
        let span = spans[index]
        var found = leftCandidates(span, place, shape)
        var behind = rightCandidates(span, place, shape)
        if found.contains(where: { reports($0) }) {
            for place in behind.indices where behind[place].cue.map({ cues[$0].isPrepositional }) == true {
                behind[place].features.set(.relayed)
            }
        }
        found += behind
        for index in found.indices.prefix(Self.mostReread) {
            found += reading.readings(of: &found[index], last: lastSource)
        }
        let hasAdjacent = found.contains { $0.isAdjacent && $0.source != nil }
        found += labelBehind(span)
        found += labelBefore(span, place)
        found += lineBeside(span, place)
        found += carried(index, place, previous: previous, shape)
        found += sentenceSubject(span, place, shape)
        found += listIntroduction(span)
        if !hasAdjacent {
            found += lastReport(span, place, shape)
            found += paragraphSubject(span, place, shape)
            found += followingSubject(span, place, shape)
        }
        let cue = found.lazy.compactMap(\.cue).first.map { cues[$0].words }
        found += reading.near(span.outer, in: place, cue: cue, besides: found)
        var nobody = SpeakerCandidate(nil)
        nobody.features.set(.nobody)
        nobody.features[.nobodyScare] = scareOdds
        if scareOdds > 0 { nobody.features.set(.nobodyScares) }
        found.append(nobody)
        let named = resolver.sources(namedIn: span.inner)
        for place in found.indices {
            if let source = found[place].source, named.contains(source.id) { found[place].features.set(.namedInside) }
            if hasAdjacent, !found[place].isAdjacent, found[place].features[.nobody] == 0 {
                found[place].features.set(.otherTouches)
            }
            if let source = found[place].source, decisions.suffix(8).contains(where: { $0.source?.id == source.id }) {
                found[place].features.set(.hasSpoken)
            }
            found[place].score = weights.score(found[place].features)
        }
        return found
    }

    /// Of how many cues the subject is read anew.
    private static let mostReread = 4

    /// The same within somebody's words, where *I* is who speaks them, as are others who are found to be him.
    private func logOdds(of best: SpeakerCandidate, among ranked: [SpeakerCandidate], in place: Place) -> Float {
        guard let own = speaker(of: place), best.source?.isFirstPerson == true else {
            return Self.logOdds(of: best, among: ranked)
        }
        return Self.logOdds(
            of: best, among: ranked.filter { $0.source?.id != own.id && $0.source?.isFirstPerson != true })
    }

    /// The log-odds of a candidate's source against the others'.
    static func logOdds(of best: SpeakerCandidate, among ranked: [SpeakerCandidate]) -> Float {
        var others: Float = 1e-3
        for candidate in ranked where candidate.source?.id != best.source?.id {
            others += Float(Confidence.exp(Double(candidate.score - best.score)))
        }
        return -Float(Confidence.log(Double(others)))
    }

    /// The log-odds that a ranker gives somebody against nobody.
    static func speechOdds(among ranked: [SpeakerCandidate]) -> Float {
        guard let nobody = ranked.first(where: { $0.features[.nobody] > 0 }) else { return 0 }
        var odds = 1e-6
        for candidate in ranked where candidate.features[.nobody] == 0 {
            odds += Confidence.exp(Double(candidate.score - nobody.score))
        }
        return Float(Confidence.log(odds))
    }

    /// The first cue at or behind a token.
    func firstCue(from token: Int) -> Int { reading.firstCue(from: token) }
}
