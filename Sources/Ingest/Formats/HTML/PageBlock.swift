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
}
