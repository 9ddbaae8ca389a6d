import HTML

/// A run of a page's words that stands apart from what is before and behind it.
struct PageBlock: Sendable {
    /// What a block is by its element.
    enum Role: UInt8, Sendable {
        case text, heading, item, term, definition, row, caption, preformatted
    }

    /// The element that holds the words.
    var node: Int
    var role: Role
    /// The words in `Page.words`: white space folded, a line feed where the page breaks a line.
    var words: Range<Int>
    /// How many bytes of them are a link's.
    var linkBytes = 0
    /// How many bytes of them are set in bold.
    var strongBytes = 0
    /// Whether all the bold stands at the beginning.
    var leadBytes = 0
}

/// A page cut into blocks, before it is known which of them are its story.
struct Page: Sendable {
    let document: HTMLDocument
    /// The words of all blocks in UTF-8.
    var words: [UInt8] = []
    /// All blocks in order.
    var blocks: [PageBlock] = []
    /// For each node what it is to its blocks.
    var tables: TableForms

    /// A block's words.
    func text(of block: PageBlock) -> String { String(decoding: words[block.words], as: UTF8.self) }

    /// For each block whether it is among some.
    func marks(of some: [Int]) -> [Bool] {
        var marks = [Bool](repeating: false, count: blocks.count)
        for index in some { marks[index] = true }
        return marks
    }

    /// No longer block is read element by element, in bytes.
    private static let longestParted = 400

    /// A short block's words with a bar where two elements' words meet without a space, which styles set apart:
    /// `<span>Ada Reyes</span><span>4 March 2026</span>`.
    func partedText(of block: PageBlock) -> String {
        let whole = text(of: block)
        guard whole.utf8.count <= Self.longestParted else { return whole }
        var parted = ""
        var rest = whole[...]
        var index = block.node
        // Elements that nest as deep as is read may hold the rest of the page.
        while !rest.isEmpty, let following = document.following(index, within: block.node) {
            index = following
            guard document.nodes[index].tag == .text else { continue }
            let part = PageHead.line(document.content(of: index, limit: Self.longestParted))
            // Words that the block leaves out, as those of buttons are, and all of another block of the element.
            guard !part.isEmpty, let found = rest.byteRange(of: part) else { continue }
            if found.lowerBound == rest.startIndex, let last = parted.last, let first = part.first,
                last.isLetter || last.isNumber, first.isLetter || first.isNumber
            {
                parted += " | "
            }
            parted += rest[..<found.upperBound]
            rest = rest[found.upperBound...]
        }
        return parted + rest
    }
}
