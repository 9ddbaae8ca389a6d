import Algorithms
import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics
import References

/// Decides for every proposed report whether it is one and who speaks, by the ranker of marked words with weights of
/// its own.
///
/// Candidates are the readings of the cue's subject, all whom its pronoun or description may take up, whoever is named
/// or described near, and nobody, by whom it is no report. Reports are decided in the order of their cues; what one
/// holds is proposed to no other.
struct ReportAttribution {
    private let reading: ResolvedReading
    private let story: Story
    private let speech: IndirectSpeech
    private let decisions: [Attribution.Decision]
    private let weights: RankerWeights
    /// What was proposed, with its candidates and the decision, where somebody wants to see them.
    private(set) var studied: [(proposal: IndirectSpeech.Proposal, candidates: [SpeakerCandidate], report: Report?)]?

    init(
        _ reading: ResolvedReading, _ decisions: [Attribution.Decision],
        weights: RankerWeights = RankerTable.trained.reported,
        keepsCandidates: Bool = false
    ) {
        self.reading = reading
        story = reading.story
        self.decisions = decisions
        self.weights = weights
        var used: Set<Int> = []
        var scare: Set<Place> = []
        for (index, decision) in decisions.enumerated() {
            if decision.isScare { scare.insert(.span(index)) } else if let cue = decision.cue { used.insert(cue) }
        }
        speech = IndirectSpeech(
            story: story, cues: reading.cues, places: reading.places, used: used, scareSpans: scare)
        studied = keepsCandidates ? [] : nil
    }

    /// The reports in the order of their cues.
    mutating func decide() -> [Report] {
        var reports: [Report] = []
        var covered = -1
        for index in reading.cues.indices where reading.cues[index].words.lowerBound >= covered {
            guard let proposal = speech.proposal(index), !isTold(proposal) else { continue }
            let last = lastSource(before: proposal, reports.last)
            let ranked = ranked(proposal, last: last)
            let report = report(proposal, ranked)
            studied?.append((proposal, ranked, report))
            guard let report else { continue }
            covered = (report.rest ?? report.content).upperBound
            reports.append(report)
        }
        return reports
    }

    /// Whether the clause that reports stands in somebody else's report, whose attribution ends the sentence: *He told her he could
    /// come back‹, she says›*.
    private func isTold(_ proposal: IndirectSpeech.Proposal) -> Bool {
        let own = reading.cues[proposal.cue]
        guard proposal.form != .before, proposal.form != .according, !own.isPrepositional else { return false }
        let sentences = story.structure.sentenceOfToken
        for index in reading.cues.indices[(proposal.cue + 1)...].prefix(Self.mostBehind) {
            let cue = reading.cues[index]
            guard sentences[cue.words.lowerBound] == sentences[own.words.lowerBound] else { return false }
            guard cue.weight >= 0.9, !cue.isPrepositional, cue.extent.lowerBound > proposal.content.lowerBound,
                story.isComma(cue.extent.lowerBound - 1), let outer = speech.proposal(index), outer.form == .before,
                outer.rest == nil, outer.content.lowerBound <= own.extent.lowerBound,
                outer.content.upperBound > proposal.content.lowerBound
            else { continue }
            return true
        }
        return false
    }

    private static let mostBehind = 3

    private func report(_ proposal: IndirectSpeech.Proposal, _ ranked: [SpeakerCandidate]) -> Report? {
        guard let best = ranked.max(by: { $0.score < $1.score }), let source = best.source else { return nil }
        return Report(
            content: proposal.content, rest: proposal.rest, form: proposal.form, cue: proposal.cue, source: source,
            logOdds: Attribution.logOdds(of: best, among: ranked),
            speechOdds: Attribution.speechOdds(among: ranked),
            isWeak: reading.cues[proposal.cue].weight <= Self.weak, isPlain: reading.cues[proposal.cue].isPlain(source))
    }

    private static let weak: Float = 0.4

    /// Who spoke last before some report: the last report's source, or the speaker of marked words nearer.
    private func lastSource(before proposal: IndirectSpeech.Proposal, _ report: Report?) -> Source? {
        let first = proposal.content.lowerBound
        let next = reading.spans.partitioningIndex { $0.outer.lowerBound >= first }
        for index in stride(from: next - 1, through: max(0, next - 4), by: -1) {
            guard let source = decisions[index].source, !decisions[index].isScare else { continue }
            if let report, report.content.lowerBound > reading.spans[index].outer.lowerBound { return report.source }
            return source
        }
        return report?.source
    }

    private func ranked(_ proposal: IndirectSpeech.Proposal, last: Source?) -> [SpeakerCandidate] {
        let cue = reading.cues[proposal.cue]
        var own = SpeakerCandidate(cue.source, cue: proposal.cue)
        var found = reading.readings(of: &own, last: last)
        if own.source != nil { found.append(own) }
        found += reading.near(proposal.content, in: .text, cue: cue.words, besides: found)
        let shared = features(of: proposal)
        let named = reading.resolver.sources(namedIn: proposal.content)
        for place in found.indices {
            found[place].cue = proposal.cue
            found[place].features.add(shared)
            guard let source = found[place].source else { continue }
            if named.contains(source.id) { found[place].features.set(.namedInside) }
            if source.id == last?.id { found[place].features.set(.spokeBefore) }
        }
        var nobody = SpeakerCandidate(nil, cue: proposal.cue)
        nobody.features.set(.nobody)
        found.append(nobody)
        for place in found.indices { found[place].score = weights.score(found[place].features) }
        return found
    }

    /// What speaks for and against a report, whoever speaks.
    private func features(of proposal: IndirectSpeech.Proposal) -> RankerFeatures {
        let cue = reading.cues[proposal.cue]
        var features = RankerFeatures()
        features[.cueWeight] = cue.weight
        if cue.source == nil { features.set(.noSubject) }
        switch proposal.form {
        case .that: features.set(.reportThat)
        case .bare: features.set(.reportBare)
        case .infinitive: features.set(.reportInfinitive)
        case .nominal: features.set(.reportNominal)
        case .before: features.set(.reportBefore)
        case .according: features.set(.reportAccording)
        }
        if proposal.rest != nil { features.set(.reportSplit) }
        let length = proposal.content.count + (proposal.rest?.count ?? 0)
        if length < 4 { features.set(.reportShort) }
        if length > 30 { features.set(.reportLong) }
        if cue.frames.contains(.thought) { features.set(.reportThought) }
        if cue.weight <= Self.weak, proposal.form != .nominal { features.set(.reportWeakCue) }
        if cue.form == .participle { features.set(.reportParticiple) }
        if cue.form == .base { features.set(.reportBase) }
        if speech.isNegatedOrPlanned(cue) { features.set(.negated) }
        if speech.isRelative(cue) { features.set(.relativeSubject) }
        if speech.isPassiveParticiple(cue, end: speech.contentEnd(of: cue)) { features.set(.passiveParticiple) }
        if let source = cue.source {
            if speech.isSilent(source) { features.set(.silent) }
            if speech.isConditional(cue, source) { features.set(.conditional) }
            if speech.isNoun(cue, source) { features.set(.cueIsNoun) }
        }
        return features
    }
}
