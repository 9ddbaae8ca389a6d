import Discourse
import XML

/// Writes what a word processor's document says: its paragraphs by their styles, rows, and notes behind the text.
struct OfficeWriter {
    /// What a paragraph is by its style.
    enum Style: Hashable {
        case body
        case title
        case subtitle
        case byline
        /// With its level, from 1.
        case heading(Int)
        case quote
        case caption
        case item
        case row
        case note

        /// What a paragraph is by the name of its style, by the names that word processors give those that they bring;
        /// nil for a name that tells nothing.
        init?(named name: String) {
            let name = name.lowercased().filter { $0.isLetter || $0.isNumber }
            if name.hasPrefix("heading"), let level = Int(name.dropFirst(7)), (1...10).contains(level) {
                self = .heading(level)
                return
            }
            switch name {
            case "title", "headline": self = .title
            case "subtitle", "standfirst": self = .subtitle
            case "byline", "author": self = .byline
            case "quote", "intensequote": self = .quote
            case "blockquote", "blocktext", "quotations", "blockquotation": self = .quote
            case "caption", "illustration", "figure": self = .caption
            case _ where name.hasPrefix("listbullet") || name.hasPrefix("listnumber"): self = .item
            default: return nil
            }
        }

        /// Whether a style is that of a line in a table of contents, which says again what its headings say.
        static func isOfContents(_ name: String) -> Bool {
            let name = name.lowercased().filter { $0.isLetter || $0.isNumber }
            return name == "tocheading" || name == "contentsheading"
                || name.hasPrefix("toc") && name.utf8.count > 3 && name.dropFirst(3).allSatisfy(\.isNumber)
        }
    }

    /// A paragraph, or a row of a table.
    struct Piece {
        var words: String
        var style: Style
        /// The number that a list or heading gives it.
        var number: String?
        /// Whoever says it, where a table's first column tells.
        var speaker: String?
        /// Whether nobody goes on speaking behind it.
        var endsTurn = false
    }

    /// The paragraphs so far.
    private(set) var pieces: [Piece] = []

    /// Adds a paragraph; two line ends in it part it, as they do for readers.
    mutating func append(_ words: String, as style: Style = .body, number: String? = nil) {
        guard words.utf8.contains(0x0A) else { return add(words, style, number) }
        var number = number
        var lines: [Substring] = []
        var whole = words.split(separator: "\n" as Character, omittingEmptySubsequences: false)
        whole.append("")
        for line in whole {
            if !line.allSatisfy(\.isWhitespace) {
                lines.append(line)
            } else if !lines.isEmpty {
                add(lines.joined(separator: "\n"), style, number)
                number = nil
                lines = []
            }
        }
    }

    private mutating func add(_ words: String, _ style: Style, _ number: String?) {
        guard words.contains(where: { !$0.isWhitespace }) else { return }
        pieces.append(Piece(words: words, style: style, number: number))
    }

    /// Adds what is in a piece of HTML.
    ///
    /// - Parameters:
    ///   - html: The piece.
    ///   - style: What a paragraph of it is.
    ///   - reading: How words are read further.
    mutating func append(html: [UInt8], as style: Style = .body, reading: (String) -> String = { $0 }) {
        let reader = MarkupReader.read(XMLTree.readHTML(html).root)
        if let headline = reader.headline { append(reading(headline.foldingBlanks()), as: .heading(1)) }
        for line in reader.lines {
            let kind: Style =
                switch line.kind {
                case .subhead: .heading(max(1, line.level))
                case .list: .item
                case .table: .row
                case .quote: .quote
                case .caption: .caption
                case .note: .note
                default: style
                }
            append(reading(line.words.foldingBlanks()), as: kind)
        }
    }

    /// Adds paragraphs as they are.
    mutating func append(contentsOf others: [Piece]) { pieces.append(contentsOf: others) }

    /// So many words in a cell of several paragraphs are text that a table lays out.
    private static let longCell = 60

    /// Adds a table: its rows with bars between cells, or its cells one by one where it only lays out text.
    ///
    /// - Parameter rows: The cells of each row, with what is in them.
    mutating func append(table rows: [[[Piece]]]) {
        if let turns = Self.turns(of: rows) { return pieces.append(contentsOf: turns) }
        let isLayout =
            rows.allSatisfy { $0.count <= 1 }
            || rows.contains { row in
                row.contains { cell in
                    cell.contains { $0.style == .row || $0.style == .title }
                        || cell.count > 1 && cell.reduce(0) { $0 + Self.wordCount($1.words) } > Self.longCell
                }
            }
        for row in rows {
            if isLayout {
                for cell in row { pieces.append(contentsOf: cell) }
                continue
            }
            let cells = row.map { cell in
                cell.map { Self.numbered($0).foldingBlanks() }.joined(separator: " ")
            }
            add(cells.filter { !$0.isEmpty }.joined(separator: " | "), .row, nil)
        }
    }

    /// The turns of a transcript in a table, with names in the first of two columns and what they say in the second; nil for any
    /// other table.
    private static func turns(of rows: [[[Piece]]]) -> [Piece]? {
        var turns: [Piece] = []
        var (counts, sentences): ([String: Int], Int) = ([:], 0)
        for row in rows {
            guard row.count == 2, row[0].count == 1, !row[1].isEmpty,
                let label = CaptionLabel(
                    in: row[0][0].words.foldingBlanks().droppingLast { $0 == ":" } + ":", isBehindMark: false)
            else { return nil }
            counts[label.key, default: 0] += 1
            if row[1].contains(where: { TranscriptWriter.endsSentence($0.words) && wordCount($0.words) > 1 }) {
                sentences += 1
            }
            for (index, piece) in row[1].enumerated() {
                turns.append(Piece(words: numbered(piece), style: .body, speaker: index == 0 ? label.name : nil))
            }
            turns[turns.count - 1].endsTurn = true
        }
        // Speakers come again, and say sentences; names of things and figures do not.
        let returning = counts.values.count { $0 > 1 }
        let isTranscript = returning > 0 && counts.count > 1 && sentences * 3 >= rows.count * 2
        return rows.count >= fewestTurns && isTranscript ? turns : nil
    }

    /// So many rows may be turns.
    private static let fewestTurns = 3

    private static func wordCount(_ words: String) -> Int {
        var count = 0
        var isInside = false
        for byte in words.utf8 {
            let isBlank = byte <= 0x20
            if !isBlank, !isInside { count += 1 }
            isInside = !isBlank
        }
        return count
    }

    private static func numbered(_ piece: Piece) -> String {
        piece.number.map { $0 + " " + piece.words } ?? piece.words
    }

    // MARK: The text

    /// A list's item with more words is a paragraph.
    private static let longItem = 120

    /// Makes a text in blocks of the paragraphs.
    ///
    /// - Parameter properties: What the file says of itself.
    /// - Returns: The text, with what its file tells of it.
    func sourceText(_ properties: OfficeProperties) -> SourceText {
        var text = SourceText()
        let headline = headline(properties.usefulTitle)
        for (index, piece) in pieces.enumerated() {
            let words = Self.numbered(piece)
            switch piece.style {
            case _ where headline.contains(index): text.append(words, as: .headline, level: 1)
            case .body: text.append(words, speaker: piece.speaker)
            case .title, .subtitle: text.append(words, as: .subhead, level: 2)
            case .heading(let level): text.append(words, as: .subhead, level: max(2, level))
            case .byline: text.append(words, as: .byline)
            case .quote: text.append(words, as: .quote)
            case .caption: text.append(words, as: .caption)
            case .item: text.append(words, as: Self.wordCount(words) > Self.longItem ? nil : .list)
            case .row: text.append(words, as: .table)
            case .note: text.append(words, as: .note)
            }
            if piece.endsTurn { text.endTurn() }
        }
        // Who is named as the author in the text is, whoever made the file.
        var properties = properties
        let bylines = pieces.lazy.filter { $0.style == .byline }.map {
            String(WireByline.withoutMark($0.words.foldingBlanks()))
        }
        let named = OfficeProperties(creators: Array(bylines), path: "")
        if !named.people.isEmpty { properties.creators = named.creators }
        properties.apply(
            to: &text,
            own: headline.isEmpty ? nil : headline.map { pieces[$0].words.foldingBlanks() }.joined(separator: " "))
        // Releases and kills come as office documents, too.
        WireHold.read(text.bytes)?.apply(to: &text)
        return text
    }

    /// So many words may stand before a headline: a kicker, a date, a slug.
    private static let wordsBefore = 40
    /// A longer paragraph before it is text.
    private static let longestBefore = 15

    /// The headline: what has the style of a title, or else a heading near the beginning that says what the file's title is, or
    /// that is over all others.
    private func headline(_ title: String?) -> Range<Int> {
        if let first = pieces.firstIndex(where: { $0.style == .title }) {
            var end = first + 1
            while end < pieces.count, pieces[end].style == .title { end += 1 }
            return first..<end
        }
        var before = 0
        for (index, piece) in pieces.enumerated() {
            if case .heading(let level) = piece.style {
                let isTitle = title.map { OfficeProperties.isSame($0, piece.words) } ?? false
                let isAlone = !pieces[(index + 1)...].contains { piece in
                    if case .heading(let other) = piece.style { other <= level } else { false }
                }
                return isTitle || isAlone && (level == 1 || title == nil) ? index..<(index + 1) : 0..<0
            }
            let words = Self.wordCount(piece.words)
            before += words
            if words > Self.longestBefore || before > Self.wordsBefore { break }
        }
        return 0..<0
    }
}
