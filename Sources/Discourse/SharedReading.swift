package import Linguistics
import Synchronization

/// What all analyzers share of the reading of a text.
///
/// `Discourse` stands between words and analyzers: it knows how a text is laid out in quotation marks and turns, and how its
/// phrases hang together, but not whom a name names. It reads in two steps. What depends on tokens alone, the marks (`MarkScanner`,
/// `MarkPairing`, `SpanBuilder`) and the labels of speakers (`TurnLabelReader`), is here; each part is made when it is first asked
/// for, and once for a document. What depends on names as well, the turns (`TurnSegmenter`), noun phrases (`Chunker`), subjects
/// (`SubjectSearch`) and words that report speech (`CueFinder`), is a `NamedReading`, made of runs of tokens with a kind
/// (`NameSpans`), never of an analyzer's findings.
///
/// All of it is linear in the text. Nothing fails: any text has a reading, and a token index that is out of range is a bug.
package final class SharedReading: Sendable {
    /// The text with its tokens and their word classes; without names, which an analyzer finds.
    package var story: Story { parts.withLock { $0.story(text, structure, blocks) } }

    /// The words between quotation marks, ordered by start, outer before inner.
    package var spans: ContiguousArray<MarkedSpan> {
        parts.withLock { parts in
            if let spans = parts.spans { return spans }
            let spans = MarkPairing(parts.story(text, structure, blocks)).spans()
            parts.spans = spans
            return spans
        }
    }

    /// Whatever at the start of a line may be a speaker's label, in order.
    package var labels: [TurnLabel] {
        parts.withLock { parts in
            if let labels = parts.labels { return labels }
            let labels = TurnLabelReader(parts.story(text, structure, blocks)).labels()
            parts.labels = labels
            return labels
        }
    }

    /// Where the tokens stand by marks alone.
    package var places: Places {
        let spans = spans
        return parts.withLock { parts in
            if let places = parts.places { return places }
            let places = Places(tokenCount: structure.tokens.count, spans: spans)
            parts.places = places
            return places
        }
    }

    /// What is read of the text when its names are known; all who bring the same names share it.
    package func naming(_ names: NameSpans) -> NamedReading {
        if let known = parts.withLock({ $0.named }), known.story.names == names.names { return known }
        let named = NamedReading(story.naming(names), spans, labels)
        parts.withLock { $0.named = named }
        return named
    }

    /// Drops what was read with names.
    package func forgetNames() { parts.withLock { $0.named = nil } }

    /// Drops what was read: whoever asks later has it read anew.
    package func forget() { parts.withLock { $0 = Parts() } }

    private struct Parts {
        var story: Story?
        var spans: ContiguousArray<MarkedSpan>?
        var labels: [TurnLabel]?
        var places: Places?
        var named: NamedReading?

        mutating func story(_ text: UTF8Text, _ structure: LinguisticStructure, _ blocks: Blocks) -> Story {
            if let story { return story }
            let made = Story(text, structure, blocks)
            story = made
            return made
        }
    }

    private let text: UTF8Text
    private let structure: LinguisticStructure
    private let blocks: Blocks
    private let parts = Mutex(Parts())

    /// Shares the reading of a text; nothing is read yet.
    package init(_ text: UTF8Text, _ structure: LinguisticStructure, _ blocks: Blocks) {
        self.text = text
        self.structure = structure
        self.blocks = blocks
    }
}
