import HTML

/// What is read of a page in which nothing looks like a story.
extension ArticleReader {
    /// The running text of a page whose markup says nothing, as of pages laid out in tables: in the element that holds
    /// most of the page's prose, from the first sentence to the last, without links.
    private func prose() -> [Int] {
        let inside = page.blocks.indices.filter {
            $0 != title.block && context.isInRoot[page.blocks[$0].node]
                && !context.flags[page.blocks[$0].node].contains(.hidden)
        }
        let sentences = inside.filter { forms[$0].stops > 0 && forms[$0].words >= Self.leastSentence }
        guard let first = sentences.first, let last = sentences.last,
            sentences.reduce(0, { $0 + forms[$1].words }) >= Self.leastProse
        else { return [] }
        return inside.filter {
            $0 >= first && $0 <= last && page.blocks[$0].linkBytes * 2 < forms[$0].bytes && !forms[$0].has(.advert)
                && !isPointer($0)
        }
    }

    /// The shortest sentence that tells of running text, in words.
    private static let leastSentence = 10
    /// The least of running text that is a story, in words.
    private static let leastProse = 60

    /// What to show of a page in which nothing looks like a story: all that is not links or hidden.
    func leastUnlikely(_ scores: [Float]) -> [Int] {
        let prose = prose()
        if !prose.isEmpty { return prose }
        let best = scores.max() ?? 0
        let likely = page.blocks.indices.filter { scores[$0] >= best * 0.5 && scores[$0] > 0.15 && $0 != title.block }
        if !likely.isEmpty { return likely }
        return page.blocks.indices.filter { page.blocks[$0].linkBytes * 2 < forms[$0].bytes && $0 != title.block }
    }
}
