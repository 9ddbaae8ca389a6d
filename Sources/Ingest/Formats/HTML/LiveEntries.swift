import HTML

/// Finds the entries of a live blog: neighbours of one kind, each with the time at which it was written.
///
/// Entries stand in articles of their own and repeat their markup as teasers of other stories do, so only a page that says
/// that it is live is looked at.
struct LiveEntries {
    private let page: Page
    private let forms: [BlockForm]
    private let context: PageContext

    init(_ page: Page, _ forms: [BlockForm], _ context: PageContext) {
        self.page = page
        self.forms = forms
        self.context = context
    }

    /// How far above its time an entry's element is sought.
    private static let reach = 6
    /// So many entries make a live blog.
    private static let fewest = 3
    /// Of the page's running text the entries hold at least this share.
    private static let leastProse: Float = 0.3

    /// An element that may be the list of the entries, and what they have in common.
    private struct Kind: Hashable {
        var parent: Int32
        var path: UInt64
    }

    /// The blocks of all entries but their times and authors; none where the page is no live blog.
    func blocks(isDeclared: Bool) -> [Int] {
        guard isDeclared || page.blocks.contains(where: { context.all[$0.node].contains(.live) }) else { return [] }
        var entries: [Kind: [Int]] = [:]
        var heights: [Kind: Int] = [:]
        for (index, block) in page.blocks.enumerated() where isTime(index) {
            var node = block.node
            for height in 0..<Self.reach where node > HTMLDocument.body {
                let kind = Kind(parent: page.document.nodes[node].parent, path: context.pathHash(of: node))
                if entries[kind]?.last != node { entries[kind, default: []].append(node) }
                heights[kind] = height
                node = Int(page.document.nodes[node].parent)
            }
        }
        let whole = context.prose[HTMLDocument.body]
        let best = entries.filter { _, nodes in
            nodes.count >= Self.fewest && nodes.reduce(0) { $0 + context.prose[$1] } >= Self.leastProse * whole
        }.min { left, right in
            (-left.value.count, heights[left.key] ?? 0, left.value[0])
                < (-right.value.count, heights[right.key] ?? 0, right.value[0])
        }
        guard let best else { return [] }
        var isInside = [Bool](repeating: false, count: page.document.nodes.count)
        for node in best.value { isInside[node] = true }
        for index in 1..<isInside.count where !isInside[index] {
            isInside[index] = isInside[Int(page.document.nodes[index].parent)]
        }
        return page.blocks.indices.filter { isInside[page.blocks[$0].node] && isStory($0) }
    }

    private func isTime(_ index: Int) -> Bool {
        let node = page.blocks[index].node
        guard forms[index].words <= 12, !context.all[node].contains(.comment), !context.all[node].contains(.related),
            !context.flags[node].contains(.nav)
        else { return false }
        return page.holds(.time, node) || Page.isClock(PageHead.line(page.text(of: page.blocks[index])))
    }

    /// Whether a block of an entry is what it tells, not what serves to share it.
    private func isStory(_ index: Int) -> Bool {
        let block = page.blocks[index]
        let form = forms[index]
        let apart: [ClassGroup] = [.social, .advert, .related, .signup, .comment, .hidden]
        guard !isTime(index), block.linkBytes * 10 <= form.bytes * 6,
            !apart.contains(where: context.own[block.node].contains),
            !context.flags[block.node].contains(.hidden),
            ![PhraseGroup.advert, .more, .share].contains(where: form.has)
        else { return false }
        return block.role == .heading || form.words >= 5 || form.isSentence
    }
}
