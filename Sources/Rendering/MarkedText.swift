import Linguistics
import Reporting

/// Writes stretches of a document's text, in their order, with the marks of what was found in them.
///
/// Findings may overlap as they like: a name that reaches over the edge of a quotation, a quotation over several
/// paragraphs. So the text is cut at every edge, and each piece stands in at most one element of each `Layer`, in a fixed
/// order: the turn, the quotation, the judgement, the speaker or cue, and the name that began last. Elements go on from
/// piece to piece as long as neither they nor one around them ends. That takes time in proportion to the text and the
/// number of findings, sorting aside, however they lie.
struct MarkedText {
    /// What may stand around a piece of text, from without.
    private enum Layer: Int, CaseIterable { case turn, quote, stance, role, name }

    /// What a mark shows.
    private enum Kind {
        case quote(Int)
        case judgement(Int)
        case speaker
        case cue
        case mention(Int)

        /// The place on the page that others lead to.
        var anchor: String? {
            switch self {
            case .quote(let index): Anchor.quote(index)
            case .judgement(let index): Anchor.judgement(index)
            case .mention(let index): Anchor.mention(index)
            case .speaker, .cue: nil
            }
        }
    }

    private struct Mark {
        let range: ByteRange
        let layer: Layer
        let kind: Kind
    }

    /// A small link behind the words that it is on.
    private struct Tag {
        let offset: Int32
        let mark: Int
    }

    private let findings: Findings
    private let bytes: [UInt8]
    /// By start, the longer first.
    private let marks: [Mark]
    private let ends: [Int32]
    private let tags: [Tag]
    private var hasAnchor: [Bool]
    private var nextMark = 0
    private var nextEnd = 0
    private var nextTag = 0
    /// The marks that have begun, by layer; those that have ended are taken off when they come to the top.
    private var active = [[Int]](repeating: [], count: Layer.allCases.count)
    /// The marks whose elements are open, from without.
    private var open: [Int] = []

    init(_ findings: Findings) {
        self.findings = findings
        bytes = findings.text.bytes
        var marks: [Mark] = []
        for (index, quote) in findings.report.quotes.enumerated() {
            let layer = quote.kind == .turn ? Layer.turn : .quote
            marks.append(Mark(range: findings.index.range(quote.span), layer: layer, kind: .quote(index)))
            if let speaker = quote.speaker {
                marks.append(Mark(range: findings.index.range(speaker.span), layer: .role, kind: .speaker))
            }
            if let cue = quote.cue {
                marks.append(Mark(range: findings.index.range(cue.span), layer: .role, kind: .cue))
            }
        }
        for (index, judgement) in findings.judgements.enumerated() {
            marks.append(Mark(range: findings.index.range(judgement.span), layer: .stance, kind: .judgement(index)))
        }
        for (index, mention) in findings.report.mentions.enumerated() {
            marks.append(Mark(range: findings.index.range(mention.span), layer: .name, kind: .mention(index)))
        }
        let order = marks.indices.sorted { one, other in
            let (first, second) = (marks[one].range, marks[other].range)
            return (first.lower, second.upper, one) < (second.lower, first.upper, other)
        }
        self.marks = order.map { marks[$0] }
        ends = self.marks.map(\.range.upper).sorted()
        var tags: [Tag] = []
        for (index, mark) in self.marks.enumerated() {
            switch mark.kind {
            case .quote(let quote) where findings.report.quotes[quote].kind != .scare:
                tags.append(Tag(offset: Self.behindMarks(mark.range.upper, in: bytes), mark: index))
            case .judgement: tags.append(Tag(offset: mark.range.upper, mark: index))
            default: break
            }
        }
        self.tags = tags.sorted { ($0.offset, $0.mark) < ($1.offset, $1.mark) }
        hasAnchor = [Bool](repeating: false, count: marks.count)
    }

    /// Behind the closing marks of a quotation, which its span leaves out.
    private static func behindMarks(_ offset: Int32, in bytes: [UInt8]) -> Int32 {
        var index = Int(offset)
        // A quotation in another may end with it.
        for _ in 0..<2 {
            let rest = bytes[index...].prefix(3)
            if let mark = ["”", "’", "\"", "'", "»", "“", "›"].first(where: { rest.starts(with: $0.utf8) }) {
                index += mark.utf8.count
            }
        }
        return Int32(index)
    }

    /// Writes a stretch of the text.
    ///
    /// - Parameters:
    ///   - range: Not before the end of the last one.
    ///   - isLast: Whether none comes after it: what was found behind it then still gets its place.
    ///   - markup: Where to.
    mutating func write(_ range: ByteRange, isLast: Bool = false, into markup: inout Markup) {
        var position = range.lower
        begin(at: position, &markup)
        while position < range.upper {
            var end = range.upper
            if nextMark < marks.count { end = min(end, marks[nextMark].range.lower) }
            if nextEnd < ends.count { end = min(end, ends[nextEnd]) }
            if nextTag < tags.count { end = min(end, tags[nextTag].offset) }
            openElements(at: position, &markup)
            markup.text(bytes[Int(position)..<Int(end)])
            position = end
            // What begins at the end of a stretch belongs to the next one; what ends there, to this.
            if position < range.upper { begin(at: position, &markup) } else { finish(at: position, &markup) }
        }
        if isLast {
            begin(at: .max, &markup)
            for mark in active.joined() { placeAnchor(mark, &markup) }
        }
        close(to: 0, &markup)
    }

    private mutating func begin(at position: Int32, _ markup: inout Markup) {
        finish(at: position, &markup)
        while nextMark < marks.count, marks[nextMark].range.lower <= position {
            let mark = marks[nextMark]
            if mark.range.upper > position {
                // One that this one hides before any of its words has its place all the same.
                if let hidden = active[mark.layer.rawValue].last { placeAnchor(hidden, &markup) }
                active[mark.layer.rawValue].append(nextMark)
            } else {
                placeAnchor(nextMark, &markup)
            }
            nextMark += 1
        }
        finish(at: position, &markup)
    }

    /// Writes the links behind what ends at a place or before it.
    private mutating func finish(at position: Int32, _ markup: inout Markup) {
        while nextEnd < ends.count, ends[nextEnd] <= position { nextEnd += 1 }
        while nextTag < tags.count, tags[nextTag].offset <= position {
            // One without words, which has yet to begin.
            guard tags[nextTag].mark < nextMark else { break }
            close(to: 0, &markup)
            placeAnchor(tags[nextTag].mark, &markup)
            writeTag(marks[tags[nextTag].mark].kind, &markup)
            nextTag += 1
        }
    }

    private mutating func placeAnchor(_ mark: Int, _ markup: inout Markup) {
        guard !hasAnchor[mark], let anchor = marks[mark].kind.anchor else { return }
        hasAnchor[mark] = true
        close(to: 0, &markup)
        markup.element("span", [("class", "at"), ("id", anchor)], "")
    }

    // MARK: Elements

    /// Opens and closes elements so that those of the marks at a place are open.
    private mutating func openElements(at position: Int32, _ markup: inout Markup) {
        var wanted: [Int] = []
        for layer in Layer.allCases {
            while let mark = active[layer.rawValue].last, marks[mark].range.upper <= position {
                active[layer.rawValue].removeLast()
                // Of one that no word is left of, a link finds the place.
                placeAnchor(mark, &markup)
            }
            if let mark = active[layer.rawValue].last { wanted.append(mark) }
        }
        let common = zip(open, wanted).prefix { $0 == $1 }.count
        close(to: common, &markup)
        for mark in wanted[common...] {
            begin(mark, &markup)
            open.append(mark)
        }
    }

    private mutating func close(to count: Int, _ markup: inout Markup) {
        while open.count > count {
            open.removeLast()
            markup.end()
        }
    }

    private mutating func begin(_ mark: Int, _ markup: inout Markup) {
        let id = hasAnchor[mark] ? nil : marks[mark].kind.anchor
        hasAnchor[mark] = true
        switch marks[mark].kind {
        case .quote(let index):
            let kind = findings.report.quotes[index].kind
            let isMarked = kind == .direct || kind == .mixed
            markup.begin(isMarked ? "q" : "span", [("class", kind.rawValue), ("id", id)])
        case .judgement(let index):
            let isCritical = findings.judgements[index].isCritical
            markup.begin("span", [("class", isCritical ? "critical" : "supportive"), ("id", id)])
        case .speaker: markup.begin("span", [("class", "speaker")])
        case .cue: markup.begin("span", [("class", "cue")])
        case .mention(let index):
            let mention = findings.report.mentions[index]
            let entity = findings.index.entity(mention.entity)
            // Not among the stops of the tab key, which would be hundreds: the list of names leads here, too.
            markup.begin(
                entity == nil ? "span" : "a",
                [
                    ("class", "name \(mention.type.className)"), ("href", entity.map { "#" + Anchor.entity($0) }),
                    ("tabindex", entity.map { _ in "-1" }), ("id", id),
                ])
        }
    }

    private func writeTag(_ kind: Kind, _ markup: inout Markup) {
        switch kind {
        case .quote(let index):
            let speaker = findings.report.quotes[index].speaker?.name ?? "nobody named"
            markup.element(
                "a",
                [
                    ("class", "ref"), ("href", "#" + Anchor.said(index)),
                    ("aria-label", "Quotation \(index + 1), \(speaker)"),
                ], "\(index + 1)")
        case .judgement(let index):
            let judgement = findings.judgements[index]
            let name = findings.report.sentiment?.targets[judgement.target].name ?? ""
            markup.begin(
                "a",
                [
                    ("class", judgement.isCritical ? "tag critic" : "tag support"),
                    ("href", "#" + Anchor.target(judgement.target)),
                ])
            markup.text(judgement.isCritical ? "▼ critical of " : "▲ for ")
            markup.element("bdi", name)
            markup.end()
        case .speaker, .cue, .mention: break
        }
    }
}

/// The names of places on a page.
enum Anchor {
    /// A quote in the text.
    static func quote(_ index: Int) -> String { "q\(index + 1)" }
    /// The same in the list of who said what.
    static func said(_ index: Int) -> String { "said-\(index + 1)" }
    static func mention(_ index: Int) -> String { "m\(index + 1)" }
    static func entity(_ index: Int) -> String { "e\(index + 1)" }
    static func judgement(_ index: Int) -> String { "j\(index + 1)" }
    static func target(_ index: Int) -> String { "judged-\(index + 1)" }
}
