import Linguistics
import Reporting

/// Writes a document's blocks as the elements that they are, the text in them marked.
///
/// What stands before the first paragraph, up to the byline, is the head of the page; all else is its body. Text that no block holds
/// is a paragraph.
struct ArticleWriter {
    private struct Block {
        let range: ByteRange
        let kind: String
        let level: Int
        let place: StoredReport.Place?
    }

    private let findings: Findings
    private let blocks: [Block]
    private var text: MarkedText
    /// The first block of the body.
    private let bodyStart: Int
    /// Whether subheads of the second level stand above deeper ones.
    private let hasSubheads: Bool
    private let title: Int?
    private var shownPlace: String?

    init(_ findings: Findings) {
        self.findings = findings
        blocks = Self.blocks(findings)
        text = MarkedText(findings)
        let firstOther = blocks.firstIndex { !["header", "headline", "label"].contains($0.kind) } ?? blocks.count
        title = blocks[..<firstOther].firstIndex { $0.kind == "headline" }
        if let title {
            let rest = blocks[(title + 1)...].prefix { ["subhead", "byline"].contains($0.kind) }
            // A subhead is a standfirst right below the headline only; another one heads what follows.
            let standfirst = rest.first.map { $0.kind == "subhead" } == true ? 1 : 0
            bodyStart = title + 1 + standfirst + rest.dropFirst(standfirst).prefix { $0.kind == "byline" }.count
        } else {
            bodyStart = 0
        }
        hasSubheads = blocks[bodyStart...].contains { $0.kind == "subhead" && $0.level <= 2 }
    }

    /// Whether the text has the document's headline, so that the page needs no other.
    var hasTitle: Bool { title != nil }

    /// Whether the head says who wrote it.
    var hasByline: Bool { blocks[..<bodyStart].contains { $0.kind == "byline" } }

    /// The blocks in order, cut where they overlap, and what stands between them.
    private static func blocks(_ findings: Findings) -> [Block] {
        var blocks: [Block] = []
        var end: Int32 = 0
        func addGap(upTo next: Int32) {
            let gap = findings.text.trimmed(ByteRange(end, max(end, next)))
            if !gap.isEmpty { blocks.append(Block(range: gap, kind: "paragraph", level: 0, place: nil)) }
        }
        let stored = findings.report.document.blocks.map { (findings.index.range($0.span), $0) }
        for (range, block) in stored.sorted(by: { $0.0 < $1.0 }) where range.upper > end && !range.isEmpty {
            addGap(upTo: range.lower)
            blocks.append(
                Block(
                    range: ByteRange(max(end, range.lower), range.upper), kind: block.kind, level: block.level ?? 0,
                    place: block.source))
            end = range.upper
        }
        addGap(upTo: Int32(findings.text.count))
        return blocks
    }

    // MARK: Head and body

    /// Writes the headline and what belongs to it, as far as the text has them.
    mutating func writeHead(into markup: inout Markup) {
        var standfirst = title.map { $0 + 1 }
        for index in 0..<bodyStart {
            switch blocks[index].kind {
            case "headline" where index == title: write([index], "h1", into: &markup)
            case "headline": write([index], "p", [("class", "kicker")], into: &markup)
            case "subhead" where index == standfirst: write([index], "p", [("class", "standfirst")], into: &markup)
            case "byline": write([index], "p", [("class", "byline")], into: &markup)
            default: write([index], "p", [("class", "kicker")], into: &markup)
            }
            if blocks[index].kind == "subhead" { standfirst = nil }
        }
    }

    /// Writes all else.
    mutating func writeBody(into markup: inout Markup) {
        var index = bodyStart
        while index < blocks.count { index = writeBlock(index, into: &markup) }
        // Places of what was found in no words at all.
        markup.element("p", [("class", "end")]) { markup in
            let end = Int32(findings.text.count)
            text.write(ByteRange(end, end), isLast: true, into: &markup)
        }
        markup.newLine()
    }

    /// Writes a block, with those that share its element.
    ///
    /// - Returns: The block behind.
    private mutating func writeBlock(_ index: Int, into markup: inout Markup) -> Int {
        let block = blocks[index]
        let next = index + 1
        switch block.kind {
        case "headline": write([index], "h2", into: &markup)
        case "subhead":
            // The page's first heading is one step above, and none is left out: readers by heading would miss it.
            write([index], block.level > 2 && hasSubheads ? "h3" : "h2", into: &markup)
        case "dateline" where next < blocks.count && blocks[next].kind == "paragraph" && isRunIn(index):
            write([index, next], "p", into: &markup)
            return next + 1
        case "list": return writeRun(of: "list", from: index, "ul", into: &markup)
        case "table": return writeRun(of: "table", from: index, "table", into: &markup)
        case "quote": write([index], "blockquote", inner: "p", into: &markup)
        case "caption": write([index], "figure", inner: "figcaption", into: &markup)
        case "note": write([index], "aside", [("role", "note"), ("class", "note")], inner: "p", into: &markup)
        case "agate": write([index], "pre", [("class", "agate")], into: &markup)
        case "byline", "dateline", "label", "header", "greeting":
            write([index], "p", [("class", block.kind)], into: &markup)
        default: write([index], "p", into: &markup)
        }
        return next
    }

    /// Whether a dateline stands on the line of the paragraph behind it.
    private func isRunIn(_ index: Int) -> Bool {
        let gap = Int(blocks[index].range.upper)..<Int(blocks[index + 1].range.lower)
        return !findings.text.bytes[gap].contains(0x0A)
    }

    // MARK: Elements

    /// Writes blocks in one element; a dateline before a paragraph stands apart in it.
    private mutating func write(
        _ indices: [Int], _ name: String, _ attributes: Markup.Attributes = [], inner: String? = nil,
        into markup: inout Markup
    ) {
        markup.begin(name, attributes + [("dir", "auto")])
        if let inner { markup.begin(inner, [("dir", "auto")]) }
        writePlace(of: blocks[indices[0]], into: &markup)
        for index in indices {
            let isRunIn = indices.count > 1 && index == indices[0]
            if isRunIn { markup.begin("b", [("class", "dateline")]) }
            text.write(blocks[index].range, into: &markup)
            if isRunIn {
                markup.end()
                let gap = Int(blocks[index].range.upper)..<Int(blocks[index + 1].range.lower)
                markup.text(findings.text.bytes[gap])
            }
        }
        if inner != nil { markup.end() }
        markup.end()
        markup.newLine()
    }

    /// Writes the items of a list, or the rows of a table, that follow each other.
    private mutating func writeRun(
        of kind: String, from first: Int, _ name: String, into markup: inout Markup
    ) -> Int {
        let end = blocks[first...].firstIndex { $0.kind != kind } ?? blocks.count
        markup.begin(name)
        if kind == "table" { markup.begin("tbody") }
        for index in first..<end {
            if kind == "table" {
                writeRow(blocks[index], into: &markup)
            } else {
                let hasMarker = Self.beginsWithMarker(findings.text.bytes[blocks[index].range.indices])
                markup.begin("li", [("class", hasMarker ? "marked" : nil), ("dir", "auto")])
                writePlace(of: blocks[index], into: &markup)
                text.write(blocks[index].range, into: &markup)
                markup.end()
            }
            markup.newLine()
        }
        if kind == "table" { markup.end() }
        markup.end()
        markup.newLine()
        return end
    }

    /// Whether an item has a bullet or number of its own.
    private static func beginsWithMarker(_ words: ArraySlice<UInt8>) -> Bool {
        if ["-", "*", "•", "–", "—", "·", "◦", "▪", "("].contains(where: { words.starts(with: $0.utf8) }) {
            return true
        }
        let number = words.prefix { (0x30...0x39).contains($0) }.count
        guard number > 0, let next = words.dropFirst(number).first else { return false }
        return next == UInt8(ascii: ".") || next == UInt8(ascii: ")")
    }

    private mutating func writeRow(_ block: Block, into markup: inout Markup) {
        markup.begin("tr")
        for (number, cell) in Self.cells(of: block.range, in: findings.text.bytes).enumerated() {
            markup.begin("td", [("dir", "auto")])
            if number == 0 { writePlace(of: block, into: &markup) }
            text.write(cell, into: &markup)
            markup.end()
        }
        markup.end()
    }

    /// A row's cells have bars or tabs between them, as the readers of formats write them.
    private static func cells(of row: ByteRange, in bytes: [UInt8]) -> [ByteRange] {
        var cells: [ByteRange] = []
        var start = Int(row.lower)
        var index = start
        while index < Int(row.upper) {
            let rest = bytes[index..<Int(row.upper)]
            guard let mark = ["\t", " | "].first(where: { rest.starts(with: $0.utf8) }) else {
                index += 1
                continue
            }
            cells.append(ByteRange(start, index))
            index += mark.utf8.count
            start = index
        }
        return cells + [ByteRange(start, Int(row.upper))]
    }

    // MARK: Places

    /// Writes where a block stood in its source, where that is another place than the last one's.
    private mutating func writePlace(of block: Block, into markup: inout Markup) {
        guard let label = block.place.flatMap(Self.label), label != shownPlace else { return }
        shownPlace = label
        markup.element("span", [("class", "where")], label)
        markup.raw(" ")
    }

    private static func label(_ place: StoredReport.Place) -> String? {
        var parts: [String] = []
        if let page = place.page { parts.append("p. \(page)") }
        if let part = place.part { parts.append("part \(part)") }
        if let time = place.time { parts.append(clock(time)) }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// A time from the start, as a player shows it.
    private static func clock(_ time: Double) -> String {
        let seconds = Int(min(max(time, 0), 1e9))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minutes = seconds / 60
        return minutes < 60
            ? "\(minutes):\(two(seconds % 60))" : "\(minutes / 60):\(two(minutes % 60)):\(two(seconds % 60))"
    }
}
