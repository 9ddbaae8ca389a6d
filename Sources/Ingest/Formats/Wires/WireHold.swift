import AnalyzerKit
import CWireWords
import Linguistics

/// What the first lines of a text without any fields say of it as a wire's item: that it is held back, taken back, or put in
/// another's place.
///
/// Releases and kills reach desks as plain text too, and nothing but their words tells that they are no story to run.
struct WireHold {
    /// What a wire would say in fields.
    private var wire: Document.Metadata.Wire
    private var notices: [Document.Notice]
    /// The title, where marks or such a line stand before it.
    private(set) var title: String?

    /// How much of a text is looked at, in bytes.
    private static let head = 2000
    /// So many of its first lines that hold words.
    private static let lines = 10
    /// Marks that hold nothing back stand in so many first lines.
    private static let markLines = 3
    /// A longer line is text, in bytes.
    private static let longestLine = 300
    /// A longer line is no title, in bytes.
    private static let longestTitle = 200

    /// Reads the first lines of a text.
    ///
    /// - Parameters:
    ///   - bytes: The text in UTF-8.
    ///   - published: When it was sent, behind which a day of the week is sought; nil where nothing tells.
    /// - Returns: What they say; nil where they say nothing of the kind.
    /// - Complexity: O(1): little more than a comparison for each of the first bytes where none of a few words is among them.
    static func read(_ bytes: [UInt8], published: String? = nil) -> WireHold? {
        guard WireStems.shared.occur(in: bytes, upTo: head, lines: lines, longest: longestLine) else { return nil }
        var story = WireStory()
        story.published = published
        let text = String(decoding: bytes.prefix(head), as: UTF8.self).withLineFeeds()
        var title: String?
        var isBare = false
        var signals = WireSignals()
        let first = text.split(separator: "\n").map { $0.foldingBlanks() }.filter { !$0.isEmpty }.prefix(lines)
        for (number, whole) in first.enumerated() {
            guard whole.utf8.count <= longestLine else { break }
            let line = subject(of: whole)
            if let said = said(line, isFirst: number < markLines, &signals)
                ?? (title == nil ? ended(line, &story) : nil)
            {
                story.lines.append(WireStory.Line(words: line))
                if title == nil, said.isEmpty { isBare = true } else { title = title ?? said }
            } else if isBare, title == nil, line.utf8.count <= longestTitle, line.last != "." {
                title = line
            } else if title == nil, !isMailField(whole) {
                // The text's own first line is its title.
                title = ""
            }
        }
        guard !story.lines.isEmpty else { return nil }
        // A story's reader says what such lines mean; what else there is to read does not matter to it.
        story.lines.append(WireStory.Line(words: ".."))
        story.headline = "."
        guard let reading = story.sourceText(), var wire = reading.metadata.wire else { return nil }
        wire.signals += signals.signals.filter { !wire.signals.contains($0) }
        guard wire.status != nil || wire.embargo != nil || !wire.signals.isEmpty
        else { return nil }
        return WireHold(wire: wire, notices: reading.notices, title: title?.isEmpty == false ? title : nil)
    }

    /// Says it of a text, whose words stay as they are.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - id: What the item is known by, where it does not say so itself.
    func apply(to text: inout SourceText, id: String? = nil) {
        text.metadata.wire = wire
        if text.metadata.wire?.id == nil { text.metadata.wire?.id = id }
        text.notices += notices
        text.title = text.title ?? title
    }

    /// Whether it must not run, now or ever.
    var isHeld: Bool { wire.status != nil || wire.embargo != nil }

    /// What a line that holds its item back or takes it back leaves of itself; nil for any other line.
    static func rest(of line: String) -> String? {
        let bytes = Array(line.utf8)
        guard bytes.count <= longestLine,
            WireStems.shared.occur(in: bytes, upTo: head, lines: lines, longest: longestLine)
        else { return nil }
        var signals = WireSignals()
        return said(line, isFirst: false, &signals)
    }

    /// What is left of a first line that is taken back at its end: *Norvik bridge closes - KILL*.
    private static func ended(_ line: String, _ story: inout WireStory) -> String? {
        var marks = WireSignals()
        let rest = marks.strip(line)
        guard marks.takingBack != nil else { return nil }
        story.wire.signals += marks.signals
        return rest
    }

    /// What is left of a line that says something of the item; nil for any other line.
    private static func said(_ line: String, isFirst: Bool, _ signals: inout WireSignals) -> String? {
        if let clause = WireEmbargo.clause(of: line) { return clause.rest }
        var marks = WireSignals()
        let rest = marks.strip(head: line)
        if let rest, marks.takingBack != nil { return rest }
        if WireKill.signal(in: line) != nil { return "" }
        guard let rest, isFirst, WireStems.shared.begin(line) else { return nil }
        for signal in marks.signals { signals.add(signal) }
        return rest
    }

    /// The subject that a mail's field tells, or the line as it is.
    private static func subject(of line: String) -> String {
        guard isMailField(line), line.prefix(8).lowercased() == "subject:" else { return line }
        return String(line.dropFirst(8)).trimmingBlanks()
    }

    /// Whether a line is a field of a mail's head, with a name of one word.
    private static func isMailField(_ line: String) -> Bool {
        let name = line.prefix { $0.isASCII && ($0.isLetter || $0 == "-") }
        return ["from", "to", "cc", "date", "subject", "reply-to"].contains(name.lowercased())
            && line[name.endIndex...].first == ":"
    }
}

/// Beginnings of words of which one stands in each line that `WireHold` can say anything of, so that most texts are not
/// read for its words at all.
///
/// They come from `holds.txt`, which is compiled in.
private struct WireStems: Sendable {
    private struct Stem {
        var bytes: [UInt8]
        /// Whether it counts at a line's head only.
        var isFirst: Bool
    }

    private var stems: [Stem] = []
    /// The first bytes of stems, less 0x40, as bits.
    private var firstBytes: UInt64 = 0

    static let shared: WireStems = {
        var size = 0
        let start = copydesk_wire_holds(&size)
        return WireStems(UnsafeRawBufferPointer(start: start, count: size))
    }()

    private init(_ table: UnsafeRawBufferPointer) {
        for line in table.split(separator: 0x0A) where line.first != UInt8(ascii: "#") {
            let isFirst = line.first == UInt8(ascii: "^")
            let bytes = Array(isFirst ? line.dropFirst() : line)
            guard let first = bytes.first, (0x61...0x7A).contains(first) else { continue }
            stems.append(Stem(bytes: bytes, isFirst: isFirst))
            firstBytes |= 1 << UInt64(first - 0x40)
        }
    }

    /// Whether a stem stands in one of the first lines.
    func occur(in bytes: [UInt8], upTo end: Int, lines: Int, longest: Int) -> Bool {
        var left = lines
        var lineStart = 0
        var isLineHead = true
        var isWordHead = true
        var index = 0
        let end = min(end, bytes.count)
        while index < end {
            let byte = bytes[index]
            let letter = byte | 0x20
            if (letter >= 0x61 && letter <= 0x7A) || byte >= 0x80 {
                if isWordHead, letter <= 0x7A, firstBytes & (1 << UInt64(letter - 0x40)) != 0,
                    stands(in: bytes, at: index, isLineHead)
                {
                    return true
                }
                isWordHead = false
                isLineHead = false
            } else {
                isWordHead = true
                if byte == 0x0A || byte == 0x0D {
                    // Empty lines do not count.
                    if !isLineHead { left -= 1 }
                    if left == 0 { return false }
                    lineStart = index + 1
                    isLineHead = true
                } else if isWord(byte) {
                    isLineHead = false
                }
                if index - lineStart > longest { return false }
            }
            index += 1
        }
        return false
    }

    /// Whether a line begins with a stem.
    func begin(_ line: String) -> Bool {
        let bytes = Array(line.utf8)
        guard let first = bytes.firstIndex(where: { $0.isASCIILetter }) else { return false }
        return stands(in: bytes, at: first, true)
    }

    private func isWord(_ byte: UInt8) -> Bool { byte.isASCIIDigit }

    private func stands(in bytes: [UInt8], at start: Int, _ isLineHead: Bool) -> Bool {
        let first = bytes[start] | 0x20
        for stem in stems where stem.bytes[0] == first && (isLineHead || !stem.isFirst) {
            guard start + stem.bytes.count <= bytes.count else { continue }
            var length = 1
            while length < stem.bytes.count {
                let byte = bytes[start + length]
                let folded = byte.asciiLowercased
                guard folded == stem.bytes[length] else { break }
                length += 1
            }
            if length == stem.bytes.count { return true }
        }
        return false
    }
}
