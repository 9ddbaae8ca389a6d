import English
import HTML

/// What stands at a story's head and end: bylines, dates, notices, comments, notes on who wrote it, the standfirst.
extension ArticleReader {
    /// Takes bylines and dates off a story's beginning, and notices of rights and calls for letters off its end.
    func trim(_ story: inout [Int]) {
        while story.count > 1, let last = story.last, forms[last].words <= Self.longestNotice,
            forms[last].has(.rights) || forms[last].has(.feedback)
        {
            story.removeLast()
        }
        cutComments(&story)
        let body = story.filter { !isDated($0) }
        if !body.isEmpty { story = body }
        // A standfirst may stand before the byline.
        let head = story.prefix(Self.longestHead).filter { isHeadMatter($0) || isPost($0) }
        if head.count < story.count { story.removeAll(where: head.contains) }
    }

    /// Whether a block is no more than the post of somebody: *Senior reporter*.
    private func isPost(_ index: Int) -> Bool {
        let form = forms[index]
        guard form.words <= 5, form.end == .other, page.blocks[index].role == .text || page.blocks[index].role == .item
        else { return false }
        return PageHead.line(page.text(of: page.blocks[index])).split(separator: " ").contains {
            PageWords.trade.contains($0.lowercased().filter(\.isLetter))
        }
    }

    /// So many blocks at a story's beginning may be bylines and dates.
    private static let longestHead = 5

    /// Takes notes on who wrote it off a story's end: *Ada Reyes covers courts.*
    func cutBiography(_ story: inout [Int], of authors: [String]) {
        for index in story.suffix(Self.longestEnd) where story.count > 1 && forms[index].words <= Self.longestBiography
        {
            let line = PageHead.line(page.text(of: page.blocks[index]))
            let isNote = authors.contains { name in
                guard line.lowercased().hasPrefix(name.lowercased()) else { return false }
                // What the name's bearer says begins with a capital, *Was it worth it?*, or stands below the name.
                let next = line.dropFirst(name.count).split(separator: " ").first.map(String.init)
                return next.map(PageWords.bioVerb.contains) ?? (index == story.last)
            }
            if isNote { story.removeAll { $0 == index } }
        }
    }

    /// So many blocks at a story's end may be notes on who wrote it.
    private static let longestEnd = 4
    /// The longest of them, in words.
    private static let longestBiography = 70

    /// The line between title and story that sums it up, by what its element is called.
    func standfirst(before story: [Int]) -> Int? {
        guard let title = title.block, let first = story.first, title + 1 < first else { return nil }
        let document = page.document
        let unwanted: PageContext.Flags = [.hidden, .nav, .footer, .form, .innerArticle, .figure, .aside]
        let groups: [ClassGroup] = [.comment, .related, .signup, .social, .advert, .captionline, .bio]
        for index in (title + 1)..<min(first, title + Self.reachOfStandfirst) {
            let (block, form) = (page.blocks[index], forms[index])
            guard (4...60).contains(form.words), block.role == .text || block.role == .heading,
                block.linkBytes * 2 < form.bytes, context.flags[block.node].isDisjoint(with: unwanted),
                !groups.contains(where: context.all[block.node].contains), !Self.notices.contains(where: form.has),
                !form.has(.dated), !isHeadMatter(index), index >= features.count || features[index, .isEcho] == 0
            else { continue }
            var node = block.node
            var own: ClassGroup.Members = []
            for _ in 0..<3 where node > HTMLDocument.body && context.prose[node] < 500 {
                own.formUnion(context.own[node])
                node = Int(document.nodes[node].parent)
            }
            let isCalled = own.contains(.standfirst) || own.contains(.deck) && form.words >= 8
            if isCalled { return index }
        }
        return nil
    }

    /// How far below the title it stands, in blocks.
    private static let reachOfStandfirst = 12

    /// Takes what stands below the heading of readers' comments off a story's end, where it is the smaller part.
    private func cutComments(_ story: inout [Int]) {
        let heading = story.lastIndex { index in
            page.blocks[index].role == .heading && forms[index].has(.comment)
                && forms[index].words <= Self.longestHeading
        }
        guard let heading, heading > 0 else { return }
        let words = { (blocks: ArraySlice<Int>) in blocks.reduce(0) { $0 + forms[$1].words } }
        if words(story[heading...]) * 2 < words(story[..<heading]) { story.removeSubrange(heading...) }
    }

    /// The longest heading of comments, in words.
    private static let longestHeading = 3

    /// Whether a block only says when the story was published or changed.
    private func isDated(_ index: Int) -> Bool {
        let form = forms[index]
        guard form.has(.dated), form.words <= Self.longestDate, page.blocks[index].role == .text, form.digits > 0
        else { return false }
        let line = PageHead.line(page.text(of: page.blocks[index]))
        guard !PageDate.isOfSentence(line) else { return false }
        return PageDate.first(in: line) != nil || Page.isClock(line)
    }

    /// The longest line with a date, in words.
    private static let longestDate = 16
    /// The longest notice at a story's end, in words.
    static let longestNotice = 60

    /// Whether a block is nothing but bylines, what their bearers do, and dates.
    private func isHeadMatter(_ index: Int) -> Bool {
        let form = forms[index]
        guard form.words <= 24, page.blocks[index].role == .text else { return false }
        let lines = page.text(of: page.blocks[index]).split(separator: "\n" as Character).map {
            PageHead.line(String($0))
        }
        var tells = false
        for line in lines {
            let words = line.split(separator: " " as Character)
            if PageAuthors.isByline(line), words.count <= 10, !Attribution.isSentence(line), !Attribution.ends(line) {
                tells = true
            } else if PageDate.first(in: line) != nil, words.count <= 16, !".!?”\"".contains(line.last ?? " ") {
                tells = true
            } else if !(words.count <= 6 && words.last.map { PageWords.trade.contains($0.lowercased()) } == true) {
                return false
            }
        }
        return tells
    }
}
