package import Linguistics
import Synchronization

/// What all analyzers share of the reading of a text: what depends on its tokens alone, each part made when it is first asked for.
package final class SharedReading: Sendable {
    /// The text with its tokens and their word classes; without names, which an analyzer finds.
    package var story: Story { parts.withLock { $0.story(text, structure) } }

    /// The words between quotation marks, ordered by start, outer before inner.
    package var spans: ContiguousArray<MarkedSpan> {
        parts.withLock { parts in
            if let spans = parts.spans { return spans }
            let spans = MarkPairing(parts.story(text, structure)).spans()
            parts.spans = spans
            return spans
        }
    }

    /// Whatever at the start of a line may be a speaker's label, in order.
    package var labels: [TurnLabel] {
        parts.withLock { parts in
            if let labels = parts.labels { return labels }
            let labels = TurnLabelReader(parts.story(text, structure)).labels()
            parts.labels = labels
            return labels
        }
    }

    private struct Parts {
        var story: Story?
        var spans: ContiguousArray<MarkedSpan>?
        var labels: [TurnLabel]?

        mutating func story(_ text: UTF8Text, _ structure: LinguisticStructure) -> Story {
            if let story { return story }
            let made = Story(text, structure)
            story = made
            return made
        }
    }

    private let text: UTF8Text
    private let structure: LinguisticStructure
    private let parts = Mutex(Parts())

    /// Shares the reading of a text; nothing is read yet.
    package init(_ text: UTF8Text, _ structure: LinguisticStructure) {
        self.text = text
        self.structure = structure
    }
}
