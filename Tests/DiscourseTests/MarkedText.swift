import Discourse
import Linguistics
import TestSupport

/// A marked text as it is read; runs labelled PER, ORG, LOC and MISC are its names.
struct MarkedText {
    let marked: Marked
    let reading: NamedReading
    let shared: SharedReading

    init(_ text: String) {
        marked = Marked(text)
        let utf8 = UTF8Text(marked.text)
        let (structure, blocks) = Blocks.read(utf8)
        shared = SharedReading(utf8, structure, blocks)
        let kinds: [String: NameSpans.Kind] = ["PER": .person, "ORG": .organization, "LOC": .place, "MISC": .other]
        var names: ContiguousArray<NameSpans.Name> = []
        for span in marked.spans {
            guard let kind = span.label.flatMap({ kinds[$0] }) else { continue }
            names.append(.init(tokens: Self.tokens(structure, span), kind: kind))
        }
        reading = shared.naming(NameSpans(names, tokenCount: structure.tokens.count))
    }

    var story: Story { reading.story }

    /// The tokens of the first run with a label.
    func tokens(_ label: String?) -> Range<Int>? {
        marked.spans.first { $0.label == label }.map { Self.tokens(story.structure, $0) }
    }

    /// The words of a run of tokens.
    func words(_ run: Range<Int>?) -> String? { run.map { story.words($0) } }

    private static func tokens(_ structure: LinguisticStructure, _ span: Marked.Span) -> Range<Int> {
        structure.tokens.indices(overlapping: ByteRange(span.range.lowerBound, span.range.upperBound))
    }
}
