/// A text whose runs of interest are marked in it: `‹Xi› met ‹PER:Putin›`.
///
/// A run may begin with a label of capitals and a colon, and runs may nest.
package struct Marked: Sendable {
    /// A marked run.
    package struct Span: Sendable {
        /// The bytes in `text`.
        package var range: Range<Int>
        package var label: String?
        package var words: String
    }

    /// The text without the marks.
    package let text: String
    /// The runs by their start, outer ones before inner ones.
    package let spans: [Span]

    package init(_ marked: String) {
        var bytes: [UInt8] = []
        var open: [Int] = []
        var spans: [Span] = []
        var rest = Substring(marked)
        while let character = rest.popFirst() {
            switch character {
            case "‹":
                var label: String?
                let letters = rest.prefix { $0.isASCII && $0.isUppercase }
                if !letters.isEmpty, rest.dropFirst(letters.count).first == ":" {
                    label = String(letters)
                    rest = rest.dropFirst(letters.count + 1)
                }
                open.append(spans.count)
                spans.append(Span(range: bytes.count..<bytes.count, label: label, words: ""))
            case "›":
                guard let index = open.popLast() else { preconditionFailure("a mark closes what none opens") }
                spans[index].range = spans[index].range.lowerBound..<bytes.count
                spans[index].words = String(decoding: bytes[spans[index].range], as: UTF8.self)
            default: bytes += character.utf8
            }
        }
        precondition(open.isEmpty, "a mark is not closed")
        text = String(decoding: bytes, as: UTF8.self)
        self.spans = spans
    }

    /// The words of the runs with a label, or without one.
    package func words(labelled label: String? = nil) -> [String] { spans.filter { $0.label == label }.map(\.words) }
}
