import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// Finds what is reported without marks.
///
/// A cue reports when its source can speak and neither denies nor only plans to say something. What it reports stands before it
/// (*…, she said*), on both sides, or behind it as a clause, an infinitive or a noun phrase; it ends where the writer's own
/// sentence goes on.
struct IndirectSpeech {
    /// Reported words.
    struct Report {
        var content: Range<Int>
        /// What follows where the attribution splits the clause.
        var rest: Range<Int>?
        var cue: Int
        var source: Source
        var confidence: Float
    }

    let story: Story
    let cues: [CueClause]
    let places: Places
    /// Cues that report marked words already.
    let used: Set<Int>
    /// Spans that are nobody's speech; a clause may hold them.
    let scareSpans: Set<Place>

    /// The reports in the order of their cues.
    func reports() -> [Report] {
        var reports: [Report] = []
        var covered = -1
        for (index, cue) in cues.enumerated() where !used.contains(index) {
            guard let source = cue.source, cue.place == .text, !source.isFirstPerson, cue.words.lowerBound >= covered,
                isReporting(cue, source), let (content, rest) = content(of: cue),
                content.count + (rest?.count ?? 0) >= 2,
                !content.contains(where: isSpeech), rest?.contains(where: isSpeech) != true,
                !(cue.isPrepositional && reportsAnother(content, after: index))
            else { continue }
            reports.append(Report(content: content, rest: rest, cue: index, source: source, confidence: cue.weight))
            covered = (rest ?? content).upperBound
        }
        return reports
    }

    /// Whether a token stands in marked words that are somebody's.
    private func isSpeech(_ token: Int) -> Bool { !places.isText(token) && !scareSpans.contains(places[token]) }

    /// Whether the content is a report of its own, as in *According to CBS, Wilson said …*.
    private func reportsAnother(_ content: Range<Int>, after index: Int) -> Bool {
        guard index + 1 < cues.count else { return false }
        let next = cues[index + 1]
        guard next.place == .text, !next.isPrepositional, next.weight >= 0.9, let source = next.source,
            min(source.words.lowerBound, next.words.lowerBound) >= content.lowerBound,
            next.words.upperBound < content.upperBound
        else { return false }
        return source.words.lowerBound == content.lowerBound
            || !hasFiniteVerb(content.lowerBound..<next.words.lowerBound, isStrict: true)
    }

    private func content(of cue: CueClause) -> (Range<Int>, rest: Range<Int>?)? {
        let sentence = sentence(cue.words.lowerBound)
        var end = wordEnd(sentence)
        if isRelative(cue) {
            // "X, who threatened to resign, welcomed": the relative clause ends at its comma.
            end = firstComma(from: cue.words.upperBound, before: end) ?? end
        }
        if isPassiveParticiple(cue, end: end) { return nil }
        if let nominal = nominal(after: cue, end: end) { return (nominal, nil) }
        guard !cue.frames.isDisjoint(with: [.clause, .thatClause, .infinitive]), cue.weight > 0.4 else { return nil }
        if cue.isPrepositional { return accordingly(cue, sentence, end: end) }
        if let before = attributed(by: cue, sentence, end: end) { return before }
        return cue.isInverted ? nil : clause(after: cue, end: end).map { ($0, nil) }
    }

    // MARK: Sentences

    func sentence(_ token: Int) -> Range<Int> {
        story.structure.sentences[Int(story.structure.sentenceOfToken[token])]
    }

    /// The end of the words of a sentence, before its full stop.
    func wordEnd(_ sentence: Range<Int>) -> Int {
        var end = sentence.upperBound
        while end > sentence.lowerBound, story.isStop(end - 1) || story.isComma(end - 1) { end -= 1 }
        return end
    }

    /// The first comma outside marks from a token on; one that a relative clause follows goes on to that clause's end.
    func firstComma(from token: Int, before end: Int) -> Int? {
        for index in token..<max(token, min(end, token + 40)) where story.isComma(index) && places.isText(index) {
            if index + 1 < end, story.classes[index + 1].contains(.relative) { continue }
            return index
        }
        return nil
    }
}
