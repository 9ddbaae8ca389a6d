import HTML

/// Pages that hold nothing but a document: what a text processor or a converter writes, or a field of an editorial system.
extension ArticleReader {
    /// All blocks of a page around whose story nothing stands; nil for any other page.
    ///
    /// The model knows stories by what is around them: of a page without navigation, teasers and notices it leaves out the
    /// short lines, lists and tables. Here nothing has to be told from a story, so all is taken.
    func bareDocument() -> [Int]? {
        let nodes = page.document.nodes
        let around: Set<HTMLTag> = [
            .nav, .menu, .aside, .footer, .form, .fieldset, .input, .button, .select, .iframe, .dialog,
        ]
        var articles = 0
        for node in nodes.indices.dropFirst() {
            let tag = nodes[node].tag
            if tag == .article { articles += 1 }
            // What a link is called, as that back from a footnote, says nothing of what it is in.
            let isCalledSo = tag != .a && !context.own[node].isDisjoint(with: Self.groupsAround)
            if around.contains(tag) || isCalledSo { return nil }
        }
        // Several are teasers, or the entries of a live blog.
        guard articles <= 1 else { return nil }
        var (links, bytes) = (0, 0)
        for (block, form) in zip(page.blocks, forms) {
            links += block.linkBytes
            bytes += form.bytes
            let isLink = block.linkBytes * 2 > form.bytes
            if isLink && form.words > 0 || Self.phrasesAround.contains(where: form.has) { return nil }
        }
        guard links * Self.leastPerLink <= bytes else { return nil }
        return page.blocks.indices.filter {
            $0 != title.block && !context.flags[page.blocks[$0].node].contains(.hidden)
        }
    }

    /// So many bytes there are of words for one of a link's, at least.
    private static let leastPerLink = 10
    /// What elements are called that stand around a story; navigation is links, and the words for it are those of tables, too.
    private static let groupsAround: ClassGroup.Members = [
        .init(.comment), .init(.related), .init(.sidebar), .init(.social), .init(.signup), .init(.advert),
        .init(.consent), .init(.footer), .init(.popup), .init(.live), .init(.poll), .init(.box),
    ]
    /// What blocks say that stand around a story.
    private static let phrasesAround: [PhraseGroup] = [
        .more, .signup, .share, .comment, .advert, .consent, .top, .feedback, .promotion, .wall, .tags,
    ]
}
