/// Writes markup that is HTML and well-formed XML alike: elements close in the order in which they were opened, and all
/// words are escaped.
package struct Markup {
    /// What has been written.
    package private(set) var bytes: [UInt8] = []
    private var open: [String] = []

    /// Those with a value are written, in order; an empty one stands for a flag.
    package typealias Attributes = [(name: String, value: String?)]

    package init(reserving byteCount: Int = 0) { bytes.reserveCapacity(byteCount) }

    /// An element with what `content` writes in it.
    package mutating func element(
        _ name: String, _ attributes: Attributes = [], _ content: (inout Markup) -> Void
    ) {
        begin(name, attributes)
        content(&self)
        end()
    }

    /// An element with words in it.
    package mutating func element(_ name: String, _ words: String) { element(name, [], words) }

    /// An element with words in it.
    package mutating func element(_ name: String, _ attributes: Attributes, _ words: String) {
        begin(name, attributes)
        text(words)
        end()
    }

    /// An element that has no content in HTML, as `meta`.
    package mutating func void(_ name: String, _ attributes: Attributes) {
        tag(name, attributes)
        raw("/>")
    }

    /// Opens an element that `end()` closes.
    package mutating func begin(_ name: String, _ attributes: Attributes = []) {
        tag(name, attributes)
        raw(">")
        open.append(name)
    }

    /// Closes the element that was opened last.
    package mutating func end() {
        guard let name = open.popLast() else { preconditionFailure("more elements are closed than opened") }
        raw("</")
        raw(name)
        raw(">")
    }

    /// Words, escaped.
    ///
    /// Marks of direction that they leave open are closed, and those that close what they did not open are left out: neither
    /// reaches what stands beside them, as an element alone does not prevent (UAX #9, BD9).
    package mutating func text(_ words: String) {
        var words = Direction.balanced(words)
        words.withUTF8 { escape($0, inAttribute: false) }
    }

    /// Words that are valid UTF-8, escaped.
    package mutating func text(_ words: ArraySlice<UInt8>) {
        words.withUnsafeBufferPointer { escape($0, inAttribute: false) }
    }

    /// A line end, where white space means nothing.
    package mutating func newLine() { bytes.append(0x0A) }

    /// What is markup already.
    package mutating func raw(_ markup: String) { bytes.append(contentsOf: markup.utf8) }

    private mutating func tag(_ name: String, _ attributes: Attributes) {
        raw("<")
        raw(name)
        for case (let name, var value?) in attributes {
            raw(" ")
            raw(name)
            raw("=\"")
            value.withUTF8 { escape($0, inAttribute: true) }
            raw("\"")
        }
    }

    /// Characters that markup gives a meaning become references, and those that XML 1.0, section 2.2, does not allow what shows that
    /// they were there: a control character its picture (U+2400 and those behind it), any other its number (`ShownText`).
    private mutating func escape(_ words: UnsafeBufferPointer<UInt8>, inAttribute: Bool) {
        var written = 0
        var index = 0
        func next(_ distance: Int) -> UInt8 { index + distance < words.count ? words[index + distance] : 0 }
        while index < words.count {
            let replacement: StaticString
            switch words[index] {
            case UInt8(ascii: "&"): replacement = "&amp;"
            case UInt8(ascii: "<"): replacement = "&lt;"
            case UInt8(ascii: ">"): replacement = "&gt;"
            case UInt8(ascii: "\"") where inAttribute: replacement = "&quot;"
            case 0x0A where inAttribute, 0x09 where inAttribute: replacement = " "
            // A reader of XML or HTML takes it for a line end.
            case 0x0D: replacement = next(1) == 0x0A ? "" : "\n"
            case 0x09, 0x0A: index += 1; continue
            case 0..<0x20, 0x7F:
                bytes.append(contentsOf: words[written..<index])
                let picture = words[index] == 0x7F ? 0x21 : words[index]
                bytes.append(contentsOf: [0xE2, 0x90, 0x80 | picture])
                index += 1
                written = index
                continue
            // U+0080 through U+009F, of which U+0085 is a line end to some.
            case 0xC2 where (0x80...0x9F).contains(next(1)):
                bytes.append(contentsOf: words[written..<index])
                bytes.append(contentsOf: ShownText.number(of: UInt32(next(1))).utf8)
                index += 2
                written = index
                continue
            case 0xEF where next(1) == 0xBF && next(2) >= 0xBE:
                bytes.append(contentsOf: words[written..<index])
                bytes.append(contentsOf: ShownText.number(of: 0xFFC0 | UInt32(next(2)) & 0x3F).utf8)
                index += 3
                written = index
                continue
            default: index += 1; continue
            }
            bytes.append(contentsOf: words[written..<index])
            replacement.withUTF8Buffer { bytes.append(contentsOf: $0) }
            index += 1
            written = index
        }
        bytes.append(contentsOf: words[written...])
    }
}
