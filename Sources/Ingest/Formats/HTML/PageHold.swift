import AnalyzerKit
import Discourse

/// What a page's title and the lines below it say of it as a wire's item: that it is held back or taken back.
///
/// Releases and kills are put on pages, too, and read there as in plain text, by `WireHold`.
struct PageHold {
    /// The blocks that say so and nothing else, which are none of the story's.
    let blocks: Set<Int>
    /// The page's title without the marks before it; nil where it is nothing else.
    let title: String?
    /// What says so, in order, with the title first.
    private let lines: [String]
    private let page: Page
    /// A title that is no more than a mark.
    private let mark: String?

    /// How far above the title, or else the story's first block, such a line may stand, in blocks.
    private static let reachAbove = 4
    /// How far below.
    private static let reachBelow = 12
    /// Behind the story's first block such lines are among so many.
    private static let reachInStory = 2
    /// A longer block is text, in bytes.
    private static let longest = 300

    /// Reads what stands around a page's title.
    ///
    /// - Parameters:
    ///   - page: The page.
    ///   - context: What its elements are.
    ///   - title: Its title and the block that is it.
    ///   - story: The blocks of the story.
    init(_ page: Page, _ context: PageContext, title: (title: String?, block: Int?), story: [Int]) {
        self.page = page
        let anchor = title.block ?? story.first ?? 0
        let first = max(0, anchor - Self.reachAbove)
        let start = min(max(anchor, story.first ?? anchor), anchor + Self.reachBelow)
        let last = min(page.blocks.count, start + Self.reachInStory + 1)
        var blocks: Set<Int> = []
        var lines: [String] = []
        let marked = title.title.flatMap(Self.marked)
        if let title = title.title, marked != nil { lines.append(title) } else { lines.append(".") }
        for index in first..<max(first, last) where index != title.block {
            let block = page.blocks[index]
            guard block.words.count <= Self.longest, block.linkBytes * 2 < max(1, block.words.count),
                !context.flags[block.node].contains(.hidden), !context.flags[block.node].contains(.nav),
                !context.all[block.node].contains(.related), !context.all[block.node].contains(.comment)
            else { continue }
            let text = page.text(of: block)
            let line = PageHead.line(text)
            if let rest = WireHold.rest(of: line) {
                guard rest.isEmpty || index > anchor else { continue }
                if rest.isEmpty { blocks.insert(index) }
                lines.append(line)
            } else if let head = text.split(whereSeparator: \.isNewline).first.map({ PageHead.line(String($0)) }),
                head.utf8.count < line.utf8.count, WireHold.rest(of: head)?.isEmpty == true
            {
                // Above the first paragraph, parted from it by a line break alone.
                lines.append(head)
            }
        }
        self.title = marked == nil ? title.title : marked?.title
        mark = marked != nil && marked?.title == nil ? title.title : nil
        self.blocks = blocks
        self.lines = lines
    }

    /// Whether a paragraph is one of the lines.
    func has(_ paragraph: String) -> Bool { !blocks.isEmpty && lines.contains(PageHead.line(paragraph)) }

    /// What a title's marks say, where they hold or take its page back.
    ///
    /// One word is a mark in capitals only: *Withdrawal: why it is hard to stop* is a page's own headline.
    private static func marked(_ title: String) -> WireHold? {
        guard let hold = WireHold.read(Array(title.utf8)), hold.isHeld else { return nil }
        let mark = hold.title.map { title.replacing($0, with: "", maxReplacements: 1) } ?? title
        let isWord = LeadingWords(mark).words.count == 1
        return isWord && mark.contains(where: \.isLowercase) ? nil : hold
    }

    /// Adds the lines to a document that only say so, and tells what they say.
    ///
    /// - Parameters:
    ///   - text: The document with its time and its title, whose story is not written yet.
    ///   - place: Where a block stood.
    func write(to text: inout SourceText, place: (Int) -> Blocks.Place) {
        if let mark { text.append(mark, as: .header) }
        for index in blocks.sorted() {
            text.append(page.text(of: page.blocks[index]), as: .header, place: place(index))
        }
        let words = Array(lines.joined(separator: "\n").utf8)
        // What else marks say of a story, as *Correction:*, is part of a page's title.
        guard let hold = WireHold.read(words, published: text.metadata.published), hold.isHeld else { return }
        let title = text.title
        hold.apply(to: &text)
        text.title = title
    }
}
