import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics
import References

/// Proposes what may be reported without marks.
///
/// What a cue reports stands before it (*…, she said*), on both sides, or behind it as a clause, an infinitive or a
/// noun phrase; it ends where the writer's own sentence goes on. Whether anything is reported at all, and by whom,
/// `ReportAttribution` decides.
struct IndirectSpeech {
    /// How the content stands to its cue.
    enum Form { case that, bare, infinitive, nominal, before, according }

    /// What a cue may report.
    struct Proposal {
        var content: Range<Int>
        /// What follows where the attribution splits the clause.
        var rest: Range<Int>?
        var form: Form
        var cue: Int
    }

    let story: Story
    let cues: [CueClause]
    let places: Places
    /// Cues that report marked words already.
    let used: Set<Int>
    /// Spans that are nobody's speech; a clause may hold them.
    let scareSpans: Set<Place>

    /// What a cue may report; `nil` where no words are there that it could.
    func proposal(_ index: Int) -> Proposal? {
        let cue = cues[index]
        guard !used.contains(index), cue.place == .text, cue.source?.isFirstPerson != true,
            let (words, rest, form) = content(of: cue),
            let content = openingMark(of: rest == nil ? beforeSpeech(words) : words),
            content.count + (rest?.count ?? 0) >= (form == .nominal ? 1 : 2),
            story.blocks.kind(ofToken: content.lowerBound).mayReport,
            !content.contains(where: isSpeech), rest?.contains(where: isSpeech) != true,
            !(cue.isPrepositional && reportsAnother(content, after: index))
        else { return nil }
        return Proposal(content: content, rest: rest, form: form, cue: index)
    }

    /// Whether a token stands in marked words that are somebody's.
    private func isSpeech(_ token: Int) -> Bool { !places.isText(token) && !scareSpans.contains(places[token]) }

    /// Reported words up to the relative clause behind a comma that holds what is quoted: *said ‹she admired Rowe›, whom she called
    /// “a spine”*.
    private func beforeSpeech(_ content: Range<Int>) -> Range<Int> {
        guard let speech = content.first(where: isSpeech),
            let comma = (content.lowerBound..<speech).last(where: {
                story.isComma($0) && story.classes[$0 + 1].contains(.relative)
            }), comma - content.lowerBound >= Self.leastBefore
        else { return content }
        return content.lowerBound..<comma
    }

    private static let leastBefore = 3

    /// Some words with the mark that opens before the first; `nil` where they begin amid marked ones.
    private func openingMark(of content: Range<Int>) -> Range<Int>? {
        let first = content.lowerBound
        guard !places.isText(first) else { return content }
        guard first > 0, story.isQuoteMark(first - 1), !places.areSame(first - 1, first) else { return nil }
        return first - 1..<content.upperBound
    }

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

    private func content(of cue: CueClause) -> (Range<Int>, rest: Range<Int>?, Form)? {
        let sentence = sentence(cue.words.lowerBound)
        let end = contentEnd(of: cue)
        if let told = behindColon(cue) { return (told, nil, .bare) }
        if let nominal = nominal(after: cue, end: end) { return (nominal, nil, .nominal) }
        guard !cue.frames.isDisjoint(with: [.clause, .thatClause, .infinitive]) else { return nil }
        if cue.isPrepositional { return accordingly(cue, sentence, end: end).map { ($0, $1, .according) } }
        if let before = attributed(by: cue, sentence, end: end) { return (before.0, before.rest, .before) }
        guard !cue.isInverted || hasAgent(cue), let content = clause(after: cue, end: end) else { return nil }
        let form: Form =
            isInfinitive(content.lowerBound, end) || story.tokens.hashes[content.lowerBound] == Words.not
            ? .infinitive
            : content.lowerBound > cue.words.upperBound && opensContent(content.lowerBound) ? .that : .bare
        return (content, nil, form)
    }

    /// The sentence behind a cue's colon, where no marks open there: *He added: ‹Nobody had a key›.*
    private func behindColon(_ cue: CueClause) -> Range<Int>? {
        let colon = cue.words.upperBound
        let first = colon + 1
        guard cue.weight >= 0.9, cue.frames.contains(.clause), cue.source != nil, !cue.isInverted, !cue.isPrepositional,
            story.isMark(colon, UInt8(ascii: ":")), story.isWord(first), story.isCapitalized(first),
            story.paragraphOfToken[first] == story.paragraphOfToken[colon], places.isText(first)
        else { return nil }
        let end = wordEnd(sentence(first))
        return end - first >= 3 && hasFiniteVerb(first..<end, isStrict: false) ? first..<end : nil
    }

    /// Whether *that* or a question word opens some content.
    private func opensContent(_ first: Int) -> Bool {
        story.tokens.hashes[first - 1] == Words.that || Self.openers.contains(story.tokens.hashes[first])
    }

    /// Where the words that a cue may report end at the latest.
    func contentEnd(of cue: CueClause) -> Int {
        let end = wordEnd(sentence(cue.words.lowerBound))
        // "X, who threatened to resign, welcomed": the relative clause ends at its comma; so does a fronted one.
        guard isRelative(cue) || isFronted(cue) || isFrontedParticiple(cue) else { return end }
        return firstComma(from: cue.words.upperBound, before: end) ?? end
    }

    /// Whether a cue stands in a clause that a subordinator fronts: *After the aides insisted that …, the palace went quiet*.
    private func isFronted(_ cue: CueClause) -> Bool {
        guard let source = cue.source, !cue.isInverted, !cue.isPrepositional else { return false }
        let opener = source.words.lowerBound - 1
        let sentence = sentence(cue.words.lowerBound)
        guard opener >= sentence.lowerBound, story.classes[opener].contains(.subordinator),
            story.classes[opener].isDisjoint(with: .determiner)
        else { return false }
        return isFronting(sentence.lowerBound..<opener)
    }

    /// Whether words leave what follows at the front of its sentence: none, *And*, *In 1994,*, *Two days later,*.
    private func isFronting(_ run: Range<Int>) -> Bool {
        guard let last = run.last else { return true }
        if run.count == 1, !story.classes[last].isDisjoint(with: [.coordinator, .adverb]) { return true }
        guard run.count <= Self.longestFronting, story.isComma(last), run.dropLast().allSatisfy(story.isWord) else {
            return false
        }
        return !story.classes[run.lowerBound].isDisjoint(with: [.preposition, .adverb, .coordinator])
            || run.contains { story.classes[$0].contains(.time) }
    }

    private static let longestFronting = 6

    /// Whether a cue opens its sentence as a participle: *Asked by the paper whether it was late, a spokesman would not say*.
    private func isFrontedParticiple(_ cue: CueClause) -> Bool {
        cue.form == .past && cue.words.lowerBound == sentence(cue.words.lowerBound).lowerBound
            && hasAgent(cue)
    }

    /// Whether the subject of a cue stands behind *by*.
    func hasAgent(_ cue: CueClause) -> Bool {
        guard let source = cue.source, story.exists(cue.words.upperBound) else { return false }
        return story.tokens.hashes[cue.words.upperBound] == Words.by
            && source.words.lowerBound == cue.words.upperBound + 1
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

extension BlockKind {
    /// Whether words of such a block may be what somebody said without marks.
    fileprivate var mayReport: Bool { isStory || self == .caption || self == .label }
}
