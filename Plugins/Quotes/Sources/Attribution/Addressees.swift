import Discourse
import English
import Linguistics
import References

/// Whom words are said to, where the sentence that reports them says so: *told Brandt*, *said to reporters*, *Brandt was told by
/// Reyes*.
struct Addressees {
    private let reading: ResolvedReading
    private let story: Story

    init(_ reading: ResolvedReading) {
        self.reading = reading
        story = reading.story
    }

    /// How far behind a verb a phrase may reach that tells whom it is said to, in tokens.
    private static let reach = 20
    private static let prepositions: Set = [WordHash("to"), WordHash("of")]

    /// Whom a cue's words are said to.
    ///
    /// - Parameters:
    ///   - index: The cue.
    ///   - content: What is said, where it may follow the one who is told without a mark between.
    /// - Returns: Somebody or a body of people; nil where the sentence names none.
    func addressee(ofCue index: Int, before content: Range<Int>? = nil) -> Source? {
        let cue = reading.cues[index]
        guard !cue.isPrepositional, !cue.isNominal, let speaker = cue.source,
            let words = isPassive(cue, speaker) ? subject(of: cue) : object(of: cue, before: content)
        else { return nil }
        let source = reading.resolver.source(words, Memory(last: nil))
        guard source.id != speaker.id, source.isPronoun || source.kind != .description else { return nil }
        return source
    }

    /// Whether the agent of a passive speaks: *was told by Reyes*.
    private func isPassive(_ cue: CueClause, _ speaker: Source) -> Bool {
        cue.words.count == 1 && speaker.words.lowerBound == cue.words.upperBound + 1
            && story.tokens.hashes[cue.words.upperBound] == WordHash("by")
    }

    private func subject(of cue: CueClause) -> Range<Int>? {
        let verb = cue.words.lowerBound
        guard let words = reading.chunker.subject(of: verb, followsMarks: false), words.upperBound <= verb else {
            return nil
        }
        return words
    }

    /// What stands behind verb and subject: the object of a verb that takes who is told, or *to* somebody.
    private func object(of cue: CueClause, before content: Range<Int>?) -> Range<Int>? {
        var first = cue.isInverted ? cue.extent.upperBound : cue.words.upperBound
        guard story.exists(first) else { return nil }
        if Self.prepositions.contains(story.tokens.hashes[first]) {
            first += 1
        } else if cue.isInverted || !cue.frames.contains(.object) {
            return nil
        }
        guard story.exists(first), reading.places.areSame(first, cue.words.lowerBound) else { return nil }
        var limit = min(story.tokens.count, first + Self.reach)
        if let content, content.lowerBound > first { limit = min(limit, content.lowerBound) }
        let classes = story.classes[first]
        if story.tokens.hashes[first] == WordHash("it") { return nil }
        if classes.contains(.objectPronoun), !story.isNamed(first) {
            if !Self.owns(story, first, before: limit) { return first..<first + 1 }
        }
        return reading.chunker.phrase(startingAt: first, before: limit)
    }

    /// Whether a pronoun is a possessive: *told her mother*, but *told her “…”* and *told her on Monday*.
    static func owns(_ story: Story, _ pronoun: Int, before limit: Int) -> Bool {
        let next = pronoun + 1
        return story.classes[pronoun].contains(.possessive) && next < limit && story.isWord(next)
            && !story.classes[next].isDisjoint(with: [.personNoun, .sourceNoun, .naming])
    }
}
