package import Discourse
package import English
import Entities
import Linguistics

/// A cue with whom its subject stands for.
package struct CueClause: Sendable {
    package let cue: Cue
    /// The subject's words and who they stand for.
    package var source: Source?

    package var words: Range<Int> { cue.words }
    package var frames: CueLexicon.Frames { cue.frames }
    package var form: CueLexicon.Form { cue.form }
    package var weight: Float { cue.weight }
    package var place: Place { cue.place }
    package var isPrepositional: Bool { cue.isPrepositional }
    package var isNominal: Bool { cue.isNominal }

    /// Whether the subject is behind the verb.
    package var isInverted: Bool { source.map { $0.words.lowerBound >= words.upperBound } ?? false }
    /// Whether somebody is described, not named, by words right beside the cue, auxiliaries and an adverb aside: *‹grain merchants›
    /// have said*.
    package func isPlain(_ source: Source) -> Bool {
        guard !source.isPronoun, !source.isNamed, !isPrepositional, source.words == self.source?.words else { return false }
        let gap = source.words.lowerBound >= words.upperBound
            ? source.words.lowerBound - words.upperBound : words.lowerBound - source.words.upperBound
        return (0...2).contains(gap)
    }

    /// Where the whole clause begins and ends: cue and subject.
    package var extent: Range<Int> {
        guard let source else { return words }
        return min(words.lowerBound, source.words.lowerBound)..<max(words.upperBound, source.words.upperBound)
    }
}
