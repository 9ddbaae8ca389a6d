import HTML
import Linguistics

/// Cuts a page into blocks: runs of words that no element's border divides, inline elements joined.
///
/// Two line breaks in a row divide, one stays in the words. `<q>` gets its marks. A row of a table of data is one block,
/// its cells parted by bars. What no reader sees as words (scripts, pictures, controls of forms) is left out, and so is what
/// is struck out.
struct PageSegmenter {
    private let document: HTMLDocument
    private var page: Page
    /// What keeps words out, of elements on the way to the node read now.
    private var linkDepth = 0
    private var strongDepth = 0
    private var rowDepth = 0
    private var preDepth = 0
    private var quoteDepth = 0
    private var figureDepth = 0
    /// The block being read: its first byte, its element, what is counted of it.
    private var start = 0
    private var holder: Int?
    private var linkBytes = 0
    private var strongBytes = 0
    private var leadBytes = 0
    private var isLeading = true
    private var hasSpace = false
    private var breaks = 0
    private var blockStack: [Int] = []
    /// Whether words that are struck out are the page's, since it has few others; not known before there are some.
    private var keepsStruck: Bool?
    /// Whether struck words were left out since the last words.
    private var isBehindStruck = false

    private init(_ document: HTMLDocument) {
        self.document = document
        page = Page(document: document, tables: TableForms(of: document))
        page.words.reserveCapacity(document.text.count)
    }

    /// Cuts a page below a node.
    ///
    /// - Complexity: O(nodes + bytes).
    static func page(of document: HTMLDocument, below root: Int = HTMLDocument.body) -> Page {
        var segmenter = PageSegmenter(document)
        segmenter.read(root)
        return segmenter.page
    }

    /// Elements whose words are not the page's.
    static let skipped = TagSet([
        .script, .style, .template, .noscript, .noembed, .noframes, .title, .textarea, .iframe, .object, .applet,
        .audio,
        .video, .canvas, .svg, .map, .select, .datalist, .button, .progress, .meter, .rp, .rt, .head, .frameset,
        .dialog,
        .label, .option, .optgroup, .input, .embed,
    ])

    /// Whether an element's words are left out; a button in a heading is the heading.
    private mutating func isSkipped(_ index: Int) -> Bool {
        let tag = document.nodes[index].tag
        if StruckWords.isStruck(index, of: document), leavesStruck() {
            isBehindStruck = true
            return true
        }
        if tag == .button {
            var outer = index
            for _ in 0..<3 {
                outer = Int(max(0, document.nodes[outer].parent))
                if document.nodes[outer].tag.headingLevel > 0 || document.nodes[outer].tag == .dt { return false }
            }
            return true
        }
        return Self.skipped.contains(tag) || figureDepth > 0 && isCredit(index) || isUnseen(index)
            || preDepth == 0 && NoteMarks.isMark(index, of: document)
    }

    private mutating func leavesStruck() -> Bool {
        let keeps = keepsStruck ?? StruckWords.areMost(of: document, without: Self.skipped)
        keepsStruck = keeps
        return !keeps
    }

    /// No longer words are left out for being hidden among others, in bytes: a story may be hidden until scripts show it.
    private static let longestUnseen = 600

    /// Whether an element among words is hidden from readers, as symbols and notes that open at a click are.
    ///
    /// Hidden blocks are judged by how much of the page they are (`PageContext`).
    private func isUnseen(_ index: Int) -> Bool {
        let tag = document.nodes[index].tag
        guard tag != .text, !tag.isBlock else { return false }
        var hides = false
        var hidesFromReaders = false
        document.forEachValue(at: index) { attribute, range in
            switch attribute {
            case .hidden: hides = true
            case .style: hides = hides || PageContext.hides(document.values[range])
            case .ariaHidden: hidesFromReaders = document.values[range].elementsEqual("true".utf8)
            default: break
            }
        }
        guard hides || hidesFromReaders else { return false }
        let words = document.content(of: index, limit: Self.longestUnseen)
        // An initial may be drawn large and hidden from those who hear the page.
        return words.utf8.count <= Self.longestUnseen && (hides || words.count > 2)
    }

    /// Whether an element within a figure names who made the picture.
    private func isCredit(_ index: Int) -> Bool {
        guard let classes = document.string(of: .class, at: index)?.lowercased() else { return false }
        return ["credit", "copyright", "photographer", "attribution"].contains { classes.holds($0) }
    }

    private mutating func read(_ root: Int) {
        var index = root
        enter(root)
        while true {
            if document.nodes[index].firstChild >= 0, !isSkipped(index) {
                index = Int(document.nodes[index].firstChild)
                enter(index)
                continue
            }
            leave(index)
            while index != root, document.nodes[index].next < 0 {
                index = Int(document.nodes[index].parent)
                leave(index)
            }
            guard index != root else { return }
            index = Int(document.nodes[index].next)
            enter(index)
        }
    }

    private mutating func enter(_ index: Int) {
        let tag = document.nodes[index].tag
        switch tag {
        case .text: return append(document.words(of: index))
        case .br: return lineBreak()
        case .a: linkDepth += 1
        case .b, .strong: strongDepth += 1
        case .figure: figureDepth += 1
        case .q:
            quoteDepth += 1
            appendMark(quoteDepth % 2 == 1 ? "\u{201C}" : "\u{2018}")
        case .pre, .listing, .xmp, .plaintext:
            border()
            preDepth += 1
        default: break
        }
        guard tag.isBlock else { return }
        if tag == .td || tag == .th, rowDepth > 0 {
            if start < page.words.count {
                page.words.append(contentsOf: Array(" | ".utf8))
                hasSpace = false
            }
        } else {
            border()
        }
        blockStack.append(index)
        if tag == .tr, let table = table(of: index), page.tables.isData(table) {
            rowDepth += 1
            holder = index
        }
    }

    private mutating func leave(_ index: Int) {
        let tag = document.nodes[index].tag
        switch tag {
        case .a: linkDepth -= 1
        case .b, .strong: strongDepth -= 1
        case .figure: figureDepth -= 1
        case .q:
            appendMark(quoteDepth % 2 == 1 ? "\u{201D}" : "\u{2019}")
            quoteDepth -= 1
        case .pre, .listing, .xmp, .plaintext:
            flush()
            preDepth -= 1
        default: break
        }
        guard tag.isBlock else { return }
        if tag == .tr, rowDepth > 0 {
            flush()
            rowDepth -= 1
        } else if tag == .td || tag == .th, rowDepth > 0 {
            breaks = 0
        } else {
            border()
        }
        blockStack.removeLast()
    }

    /// The table that a row belongs to.
    private func table(of row: Int) -> Int? {
        let parent = Int(document.nodes[row].parent)
        if document.nodes[parent].tag == .table { return parent }
        let outer = document.nodes[parent].parent
        return outer >= 0 && document.nodes[Int(outer)].tag == .table ? Int(outer) : nil
    }

    private mutating func border() {
        if rowDepth > 0 { hasSpace = true } else { flush() }
    }

    private mutating func lineBreak() {
        if rowDepth > 0 {
            hasSpace = true
        } else if preDepth > 0 {
            page.words.append(0x0A)
        } else {
            breaks += 1
            if breaks == 2 {
                let count = breaks
                flush()
                breaks = count
            }
        }
    }

    /// Ends the block that is being read.
    private mutating func flush() {
        // Two borders meet at most elements.
        guard start < page.words.count else {
            holder = nil
            hasSpace = false
            breaks = 0
            return
        }
        defer {
            start = page.words.count
            holder = nil
            linkBytes = 0
            strongBytes = 0
            leadBytes = 0
            isLeading = true
            hasSpace = false
            breaks = 0
        }
        var end = page.words.count
        while end > start, page.words[end - 1].isHTMLSpace { end -= 1 }
        guard end > start else {
            page.words.removeSubrange(start...)
            return
        }
        joinWrappedLines(end)
        let node = holder ?? blockStack.last ?? HTMLDocument.body
        if joinsDropCap(node, end) { return }
        page.blocks.append(
            PageBlock(
                node: node, role: role(of: node), words: start..<end, linkBytes: linkBytes, strongBytes: strongBytes,
                leadBytes: leadBytes))
    }

    /// Takes line breaks out of a sentence that is broken for its look: lines of which none but the last ends one, half of
    /// them going on in small letters.
    private mutating func joinWrappedLines(_ end: Int) {
        guard preDepth == 0, rowDepth == 0, end > start, page.words[end - 1] == UInt8(ascii: ".") else { return }
        var breaks: [Int] = []
        var small = 0
        for index in start..<end where page.words[index] == 0x0A {
            let (before, after) = (page.words[index - 1], page.words[index + 1])
            let endsWord = before.isASCIILowercase || before == UInt8(ascii: ",")
            guard endsWord || before.isASCIIDigit else { return }
            if after.isASCIILowercase { small += 1 }
            breaks.append(index)
        }
        guard !breaks.isEmpty, small * 2 >= breaks.count else { return }
        for index in breaks { page.words[index] = 0x20 }
    }

    /// Joins the block to a lone capital before it, where the capital is the first letter of its word.
    private mutating func joinsDropCap(_ node: Int, _ end: Int) -> Bool {
        guard let last = page.blocks.last, last.words.count == 1, last.role == .text, last.words.upperBound == start,
            page.words[last.words.lowerBound] >= UInt8(ascii: "A"),
            page.words[last.words.lowerBound] <= UInt8(ascii: "Z"),
            page.words[start].isASCIILowercase, end - start > 20
        else { return false }
        page.blocks[page.blocks.count - 1].words = last.words.lowerBound..<end
        page.blocks[page.blocks.count - 1].node = node
        page.blocks[page.blocks.count - 1].role = role(of: node)
        page.blocks[page.blocks.count - 1].linkBytes += linkBytes
        return true
    }

    private func role(of node: Int) -> PageBlock.Role {
        if preDepth > 0 { return .preformatted }
        if rowDepth > 0 { return .row }
        var index = node
        for _ in 0..<4 {
            switch document.nodes[index].tag {
            case .h1, .h2, .h3, .h4, .h5, .h6: return .heading
            case .li: return .item
            case .dt: return .term
            case .dd: return .definition
            case .figcaption, .caption: return .caption
            case .p, .div, .span, .section, .blockquote: break
            default: return .text
            }
            index = Int(document.nodes[index].parent)
        }
        return .text
    }

    private mutating func appendMark(_ mark: String) {
        let closes = mark == "\u{201D}" || mark == "\u{2019}"
        if !closes { beginWords() }
        page.words.append(contentsOf: mark.utf8)
    }

    /// Writes the space or line end that is due before the next words.
    private mutating func beginWords() {
        if breaks > 0 {
            if page.words.count > start { page.words.append(0x0A) }
        } else if hasSpace, page.words.count > start, page.words[page.words.count - 1] != 0x20 {
            page.words.append(0x20)
        }
        breaks = 0
        hasSpace = false
    }

    private mutating func append(_ range: Range<Int>) {
        if preDepth > 0 {
            page.words.append(contentsOf: document.text[range])
            if linkDepth > 0 { linkBytes += range.count }
            return
        }
        var index = range.lowerBound
        while index < range.upperBound {
            if let unseen = UnseenCharacter(in: document.text.span, at: index, end: range.upperBound) {
                hasSpace = hasSpace || unseen.isBlank
                index += unseen.width
                continue
            }
            if isBehindStruck {
                isBehindStruck = false
                if StruckWords.endsWord(document.text[index]) { hasSpace = false }
            }
            beginWords()
            let run = index
            while index < range.upperBound,
                UnseenCharacter(in: document.text.span, at: index, end: range.upperBound) == nil
            { index += 1 }
            page.words.append(contentsOf: document.text[run..<index])
            if linkDepth > 0 { linkBytes += index - run }
            if strongDepth > 0 {
                strongBytes += index - run
                if isLeading { leadBytes = page.words.count - start }
            } else {
                isLeading = false
            }
        }
    }
}
