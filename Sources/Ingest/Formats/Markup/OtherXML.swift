import AnalyzerKit
import Discourse
import XML

/// XML of no form that is known, as editorial systems, archives and converters write it: what stands in its elements is read,
/// not its tags.
///
/// An element with words of its own is a line, whatever its name and whatever is marked in it. The text reaches from the first
/// line of running text to the last; of what stands around it, the title, the byline and the time are taken by their names.
enum OtherXML: SourceFormat {
    static let mediaType = "application/xml"
    static let name = "XML"
    /// Data of all kinds have that ending, too, and are no worse for being no document.
    static let pathExtensions: [String] = []

    static func matches(_ file: SourceFile) -> Bool {
        guard let root = file.root else { return false }
        if root.hasDeclaration || root.documentType != nil { return true }
        // A word in angle brackets begins a text, too: an element ends, and the file with it.
        let end = file.bytes.suffix(longestEnd).filter { $0 > 0x20 }
        let tag = (root.prefix.isEmpty ? "" : root.prefix + ":") + root.name
        return String(decoding: end, as: UTF8.self).lowercased().hasSuffix("</\(tag)>")
    }

    /// The longest end tag that is looked for, in bytes.
    private static let longestEnd = 200

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let reading = try XMLSource.read(file, as: name)
        let root = reading.tree.root
        var texts = items(of: root).compactMap { text(of: $0, path: file.path) }
        guard !texts.isEmpty else {
            // Settings and figures, which are as good a text as any.
            var texts = try PlainText.read(file)
            for index in texts.indices { texts[index].mediaType = PlainText.mediaType }
            return texts
        }
        for index in texts.indices {
            texts[index].charset = reading.charset
            texts[index].notices += reading.notices
        }
        texts[0].notices.append(
            Document.Notice(
                reason: "format",
                message: "It is XML of no form that is known: the text of its elements was read, and the title, the "
                    + "authors and the time only where the elements' names tell."))
        return texts
    }

    /// What holds a story each in a file of many.
    private static let itemNames: Set<String> = [
        "item", "article", "story", "document", "doc", "record", "entry", "news", "newsitem", "post", "page",
    ]

    /// The elements that are a document each: those in the root that have such a name, a title and running text, where they
    /// are all that is in it; else the root.
    private static func items(of root: XMLNode) -> [XMLNode] {
        let elements = Array(root.elements)
        guard elements.count > 1, let first = elements.first, itemNames.contains(first.name.lowercased()),
            elements.allSatisfy({ $0.name == first.name })
        else { return [root] }
        let stories = elements.filter { element in
            let lines = lines(of: element)
            return lines.contains { isProse($0.words) } && lines.contains { Part(named: $0.name) == .title }
        }
        return stories.count == elements.count ? elements : [root]
    }

    // MARK: Lines

    /// A line: an element with words of its own, or words between elements.
    private struct Line {
        /// The element's name, folded.
        var name: String
        var words: String
        var node: XMLNode
    }

    /// Elements whose words are quoted.
    private static let quotations: Set<String> = ["q", "quote", "said"]
    /// Elements behind which a line ends.
    private static let breaks: Set<String> = ["br", "lb", "cr"]

    /// Rows of tables, whose cells are in one line.
    private static let rows: Set<String> = ["tr", "row"]

    /// The lines in an element in order.
    ///
    /// The depth of trees is bounded by their reader.
    private static func lines(of element: XMLNode) -> [Line] {
        let hasWords = element.children.contains { !$0.isElement && $0.text.contains { !$0.isWhitespace } }
        // A paragraph that is marked as a whole, or in parts: *<p><b>Rain</b> <i>fell</i></p>*.
        guard hasWords else {
            let name = folded(element.name)
            // A record is called a row, too.
            let cells = rows.contains(name) ? element.elements.flatMap(lines) : []
            guard cells.count > 1, !cells.contains(where: { isProse($0.words) || Part(named: $0.name) != nil }) else {
                return cells.isEmpty ? element.elements.flatMap(lines) : cells
            }
            let words = cells.map { $0.words.foldingBlanks() }.joined(separator: " | ")
            return [Line(name: name, words: words, node: element)]
        }
        var lines = [Line(name: folded(element.name), words: "", node: element)]
        gather(element, &lines)
        return lines
    }

    /// Adds an element's words to the last line; paragraphs inside, as those of a footnote, are lines behind it.
    private static func gather(_ element: XMLNode, _ lines: inout [Line]) {
        for child in element.children {
            guard child.isElement else {
                lines[0].words += child.text
                continue
            }
            let name = folded(child.name)
            let isApart = child.elements.contains { folded($0.name) == "p" || folded($0.name) == "para" }
            if breaks.contains(name) {
                lines[0].words.append(WireStory.lineBreak)
            } else if isApart {
                lines += Self.lines(of: child)
            } else if quotations.contains(name), !hasMark(child.text) {
                lines[0].words += "“" + child.text + "”"
            } else {
                gather(child, &lines)
            }
        }
    }

    private static func hasMark(_ words: String) -> Bool {
        words.contains { $0 == "“" || $0 == "\"" || $0 == "„" || $0 == "«" }
    }

    private static func folded(_ name: String) -> String {
        name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != "." }
    }

    /// The shortest line without a stop that is running text, in words.
    private static let shortestProse = 12
    /// The shortest with one.
    private static let shortestSentence = 4

    private static func isProse(_ words: String) -> Bool {
        let count = words.split(whereSeparator: \.isWhitespace).count
        return count >= shortestProse
            || count >= shortestSentence
                && (TranscriptWriter.endsSentence(words.trimmingBlanks()) || HTMLFragment.isMarkup(words))
    }

    // MARK: The document

    /// What a line is by its element's name.
    private enum Part {
        case title, byline, published, modified, heading, note

        init?(named name: String) {
            switch name {
            case "title", "headline", "hl1", "articletitle", "booktitle": self = .title
            case "byline", "author", "creator", "authors", "personname", "stringname": self = .byline
            case "date", "published", "pubdate", "publicationdate", "publishdate", "datepublished", "created":
                self = .published
            case "modified", "updated", "datemodified", "lastmodified": self = .modified
            case "head", "heading", "subhead", "subtitle", "subheadline", "deck", "hl2": self = .heading
            case "note", "footnote", "fn": self = .note
            default: return nil
            }
        }
    }

    private static func text(of root: XMLNode, path: String) -> SourceText? {
        let lines = lines(of: root)
        guard let first = lines.firstIndex(where: { isStory($0) }),
            let last = lines.lastIndex(where: { isStory($0) })
        else { return nil }
        var story = WireStory()
        story.isWire = false
        story.url = nil
        // What stands before the text, and behind it.
        for line in lines[..<first] + lines[(last + 1)...] {
            let words = line.words.foldingBlanks()
            switch Part(named: line.name) {
            case .title where story.headline == nil: story.headline = words
            case .byline: story.bylines.append(words)
            case .published: story.published = story.published ?? WrittenTime.normalized(words)
            case .modified: story.modified = story.modified ?? WrittenTime.normalized(words)
            default: break
            }
        }
        for line in lines[first...last] {
            if HTMLFragment.isMarkup(line.words) {
                story.take(HTMLFragment.read(line.words))
                continue
            }
            switch Part(named: line.name) {
            case .title where story.headline == nil: story.headline = line.words.foldingBlanks()
            case .title, .heading:
                story.lines.append(
                    WireStory.Line(words: line.words, kind: .subhead, level: 2, path: line.node.path))
            case .byline where !isProse(line.words): story.bylines.append(line.words.foldingBlanks())
            case .published where !isProse(line.words):
                story.published = story.published ?? WrittenTime.normalized(line.words)
            case .note: story.lines.append(WireStory.Line(words: line.words, kind: .note, path: line.node.path))
            case _ where rows.contains(line.name):
                story.lines.append(WireStory.Line(words: line.words, kind: .table, path: line.node.path))
            default: story.lines.append(WireStory.Line(words: line.words, path: line.node.path))
            }
        }
        return story.sourceText()
    }

    /// Whether a line is running text, and not what tells of it.
    private static func isStory(_ line: Line) -> Bool { Part(named: line.name) == nil && isProse(line.words) }
}
