package import AnalyzerKit
import Discourse
package import Linguistics
package import References

/// The marked spans of a document as examples to learn from.
package enum MarkedWords {
    /// A span with what the classifier sees of it.
    package struct Example {
        /// The words without the marks, in bytes.
        package var range: ByteRange
        /// Whether it is nobody's speech, as annotated.
        package var isScare: Bool
        /// The rows of the weights that speak about it.
        package var rows: ContiguousArray<Int32>
    }

    /// The annotated spans of a document, in order; `isScare` tells of the words between two bytes whether they are nobody's
    /// speech, `nil` where that is not annotated.
    package static func examples(
        in document: Document, _ references: References.Findings, isScare: (ByteRange) -> Bool?
    ) -> [Example] {
        let reading = ResolvedReading(document, references.names)
        var last: [Place: (index: Int, isScare: Bool)] = [:]
        var examples: [Example] = []
        for (index, span) in reading.spans.enumerated() {
            guard let label = isScare(span.range) else { continue }
            let place = reading.place(of: index)
            let features = ScareFeatures(
                reading, index, shape: SpanShape(reading.story, span), previous: last[place])
            last[place] = (index, label)
            examples.append(Example(range: span.range, isScare: label, rows: features.rows))
        }
        return examples
    }

    /// How many steps pairing the marks of a document takes: readings weighed and tokens looked at.
    package static func pairingSteps(in document: Document) -> Int {
        MarkPairing(document.reading.story).pair().steps
    }
}
