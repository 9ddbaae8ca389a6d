import Algorithms
import Linguistics

/// What depends on a text's names as well: who takes turns, where each word stands, its phrases, and the words that report
/// speech with their subjects.
package final class NamedReading: Sendable {
    /// The text with its names.
    package let story: Story
    /// The words between quotation marks, ordered by start, outer before inner.
    package let spans: ContiguousArray<MarkedSpan>
    package let turns: Turns
    /// Where the tokens stand.
    package let places: Places
    package let chunker: Chunker
    /// The words that report speech, in order.
    package let cues: [Cue]

    /// Reads a text with its names.
    ///
    /// - Complexity: O(bytes).
    init(_ story: Story, _ spans: ContiguousArray<MarkedSpan>, _ labels: [TurnLabel]) {
        self.story = story
        self.spans = spans
        turns = TurnSegmenter(story, labels).turns()
        places = Places(
            tokenCount: story.tokens.count, spans: spans,
            turns: turns.turns.map { story.tokens.indices(overlapping: $0.range) })
        chunker = Chunker(story: story, places: places)
        cues = CueFinder(chunker, spans).cues()
    }

    /// The index of the first cue at or behind a token.
    ///
    /// - Complexity: O(log cues).
    package func firstCue(from token: Int) -> Int { cues.partitioningIndex { $0.words.lowerBound >= token } }
}
