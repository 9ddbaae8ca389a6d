import AnalyzerKit
import Discourse
import HTML

/// Makes a document of a page: its story in blocks, and what the page tells of it.
struct ArticleReader {
    private let page: Page
    private let head: PageHead
    private let forms: [BlockForm]
    private let context: PageContext
    private let title: (title: String?, block: Int?)
    private var features: BlockFeatures

    /// The probability from which a block belongs to the story.
    private static let threshold: Float = 0.5
    /// A shorter description is a slogan, not a text, in bytes.
    private static let leastDescription = 100

    private init(_ document: HTMLDocument) {
        page = PageSegmenter.page(of: document)
        head = PageHead(of: document)
        var room: [UInt8] = []
        var forms: [BlockForm] = []
        forms.reserveCapacity(page.blocks.count)
        for block in page.blocks { forms.append(BlockForm(page.words[block.words], room: &room)) }
        self.forms = forms
        context = PageContext(page, forms)
        let finder = PageTitle(page, head)
        title = finder.found(context)
        features = BlockFeatures(
            page, forms, context, titles: [title.title].compactMap(\.self) + finder.candidates.map(finder.withoutSite),
            description: head.description, title: title.block)
    }

    /// Reads a page.
    ///
    /// - Complexity: O(nodes + bytes).
    static func read(_ document: HTMLDocument) -> SourceText {
        var reader = ArticleReader(document)
        return reader.text()
    }

    /// A page's blocks with their features and words, as the model is trained on them.
    static func blocks(of document: HTMLDocument) -> [PageTraining.Block] {
        var reader = ArticleReader(document)
        _ = BlockModel.shared.scores(&reader.features, reader.page, reader.forms, reader.context)
        var paths: [UInt64: Int] = [:]
        return (0..<reader.features.count).map { index in
            let node = reader.page.blocks[index].node
            let path = reader.context.pathHash(of: node)
            let parent = Int(max(0, document.nodes[node].parent))
            let number = paths[path] ?? paths.count
            paths[path] = number
            return PageTraining.Block(
                words: reader.page.text(of: reader.page.blocks[index]), count: reader.forms[index].words,
                features: Array(reader.features.row(index)),
                groups: [number, parent, Int(max(0, document.nodes[parent].parent))])
        }
    }

    private mutating func text() -> SourceText {
        let scores = BlockModel.shared.scores(&features, page, forms, context)
        let entries = LiveEntries(page, forms, context).blocks(isDeclared: head.isLive)
        let sure = turns().union(entries)
        var story = page.blocks.indices.filter {
            (scores[$0] >= Self.threshold || sure.contains($0)) && $0 != title.block && !isPointer($0)
        }
        if story.isEmpty { story = leastUnlikely(scores) }
        story = withSiblings(story, scores)
        story = withoutHidden(withoutLeftovers(withoutPromotions(withoutWall(story))))
        let edges = StoryEdges(page: page, forms: forms, context: context, title: title)
        story = edges.mended(story, scores)
        let hold = PageHold(page, context, title: title, story: story)
        story.removeAll(where: hold.blocks.contains)
        trim(&story)
        var text = SourceText()
        text.title = hold.title
        text.declaredLanguage = head.language
        let authors = PageAuthors(page, head, context).names(title: title.block, story: story)
        text.authors = authors
        cutBiography(&story, of: authors)
        edges.cutBiography(&story, of: authors)
        edges.cutCredits(&story)
        if !story.isEmpty, let standfirst = standfirst(before: story) { story.insert(standfirst, at: 0) }
        let times = PageTimes(page, head, context, without: hold.blocks).times(title: title.block, story: story)
        text.metadata.published = times.published?.text
        text.metadata.modified = times.modified?.text
        text.metadata.publisher = head.publisher
        text.metadata.url = head.url
        let body = ArticleBody(page, forms, context, title: title.block)
        if let title = text.title {
            text.append(title, as: .headline, level: 1, place: self.title.block.map(body.place))
        }
        hold.write(to: &text, place: body.place)
        let shown = story.filter { !isInvitation($0) }
        if let whole = head.wholeBody(beside: { shown.map { page.text(of: page.blocks[$0]) } }) {
            for paragraph in whole where !hold.has(paragraph) { text.append(paragraph) }
        } else if story.isEmpty, let description = head.description, description.utf8.count >= Self.leastDescription {
            // A page that scripts fill in shows nothing else.
            text.append(description)
        } else {
            body.append(
                story, isLive: !entries.isEmpty,
                isEcho: { [features] in $0 < features.count && features[$0, .isEcho] == 1 }, to: &text)
        }
        return text
    }

    /// The blocks of a transcript whose markup names the speakers, so that no model need know how speech reads.
    private func turns() -> Set<Int> {
        let inside = page.blocks.indices.filter { context.isInRoot[page.blocks[$0].node] }
        let labels = SpeakerForms(page).labels(of: inside)
        var turns = Set(labels.keys)
        for (index, label) in labels where label.speech == nil && index + 1 < page.blocks.count {
            turns.insert(index + 1)
        }
        return turns
    }

    /// A story without what readers cannot see, and without polls, but where that is most of it: some pages hide a story
    /// until scripts run, others are about voting.
    private func withoutHidden(_ story: [Int]) -> [Int] {
        let seen = story.filter {
            !context.flags[page.blocks[$0].node].contains(.hidden) && !context.all[page.blocks[$0].node].contains(.poll)
        }
        let words = { (blocks: [Int]) in blocks.reduce(0) { $0 + forms[$1].words } }
        return words(seen) * 2 > words(story) ? seen : story
    }

    /// A story without what is left of things around it that the model took out: rules of signs, notices of rights, and
    /// headings of which nothing is left, with the links below them where they point elsewhere.
    private func withoutLeftovers(_ story: [Int]) -> [Int] {
        var kept: [Int] = []
        var isPointing = false
        for (place, index) in story.enumerated() {
            let block = page.blocks[index]
            let form = forms[index]
            if block.role == .heading {
                isPointing = form.has(.more) && form.words <= Self.mostPointing
                let next = place + 1 < story.count ? story[place + 1] : nil
                if isPointing || pointsBefore(index) && block.linkBytes * 10 >= form.bytes * 5 { continue }
                // What stands below a title may be a standfirst.
                let mayBeStandfirst = place == 0 && form.words >= Self.shortestStandfirst
                if !mayBeStandfirst, isBare(index, next) { continue }
            } else if isPointing || pointsBefore(index), block.linkBytes * 10 >= form.bytes * 5 {
                continue
            } else {
                isPointing = false
            }
            if form.letters + form.digits == 0 { continue }
            if form.has(.rights), form.words <= Self.mostPointing, page.text(of: block).first == "©" { continue }
            kept.append(index)
        }
        return kept.isEmpty ? story : kept
    }

    /// The shortest heading that may sum a story up, in words.
    private static let shortestStandfirst = 8

    /// Whether what stands right before a block points elsewhere: *Read more*.
    private func pointsBefore(_ index: Int) -> Bool {
        index > 0 && forms[index - 1].has(.more) && forms[index - 1].words <= 4
    }

    /// Whether nothing of what a heading stood over is in the story: it is the last, or its element holds none of the rest.
    private func isBare(_ heading: Int, _ next: Int?) -> Bool {
        guard let next else { return true }
        guard next > heading + 1 else { return false }
        // What came right below it went out; does the next stand in the same element?
        let document = page.document
        let container = Int(document.nodes[page.blocks[heading].node].parent)
        var node = page.blocks[next].node
        while node > container { node = Int(document.nodes[node].parent) }
        return node != container
    }

    /// Takes bylines and dates off a story's beginning, and notices of rights and calls for letters off its end.
    private func trim(_ story: inout [Int]) {
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

    /// What tells that a paragraph is none of the story's.
    private static let notices: [PhraseGroup] = [
        .signup, .share, .more, .consent, .advert, .comment, .credit, .byline, .rights, .feedback, .promotion, .contact,
        .invitation,
        .wall, .credits,
    ]
    /// So many paragraphs of a kind beside each other show what a story's are.
    private static let fewestSiblings = 3
    /// How far behind the last of them one may stand, in blocks.
    private static let reachOfSiblings = 3

    /// A story with the paragraphs between its own and right behind them that are in the same element and markup, where
    /// the model was not sure that they are none.
    private func withSiblings(_ story: [Int], _ scores: [Float]) -> [Int] {
        guard let first = story.first, let last = story.last, story.count >= Self.fewestSiblings else { return story }
        struct Kind: Hashable {
            var parent: Int32
            var path: UInt64
        }
        func kind(_ index: Int) -> Kind {
            let node = page.blocks[index].node
            return Kind(parent: page.document.nodes[node].parent, path: context.pathHash(of: node))
        }
        var counts: [Kind: Int] = [:]
        // Words beside paragraphs, as old pages have them.
        var below: [Int: Int] = [:]
        for index in story where forms[index].isSentence {
            counts[kind(index), default: 0] += 1
            below[Int(page.document.nodes[page.blocks[index].node].parent), default: 0] += 1
        }
        let chosen = page.marks(of: story)
        var added: [Int] = []
        for index in first..<min(page.blocks.count, last + 1 + Self.reachOfSiblings) where !chosen[index] {
            let (block, form) = (page.blocks[index], forms[index])
            // The last sentence may be short.
            let isSentence = form.isSentence || form.words >= 3 && index <= last + 1
            guard block.role == .text, isSentence, form.end == .stop, block.linkBytes * 3 < form.bytes,
                scores[index] >= (index < last ? 0.05 : 0.15), index != title.block,
                max(counts[kind(index)] ?? 0, below[block.node] ?? 0) >= Self.fewestSiblings,
                !Self.notices.contains(where: form.has),
                !context.flags[block.node].contains(.hidden)
            else { continue }
            added.append(index)
        }
        return added.isEmpty ? story : (story + added).sorted()
    }

    /// A story without what asks readers to pay for the rest of it.
    private func withoutWall(_ story: [Int]) -> [Int] {
        guard let first = story.first, let last = story.last else { return story }
        let whole = context.prose[HTMLDocument.body]
        let wall = (first...last).first { forms[$0].has(.wall) && forms[$0].words <= Self.longestWall }
        guard let wall else { return story }
        // All that stands with it in one element, unless that holds the story too.
        let node = page.blocks[wall].node
        var container = node
        while container > HTMLDocument.body {
            let outer = Int(page.document.nodes[container].parent)
            if outer <= HTMLDocument.body || context.prose[outer] > whole * 0.6 || page.blocks[first].node >= outer {
                break
            }
            container = outer
        }
        let kept = story.filter { index in
            guard index >= wall else { return true }
            var inner = page.blocks[index].node
            while inner > container { inner = Int(page.document.nodes[inner].parent) }
            return inner != container
        }
        return kept.isEmpty ? story : kept
    }

    /// The longest line that asks to pay, in words.
    private static let longestWall = 20
    /// The longest paragraph that only asks readers for something, in words.
    private static let longestPromotion = 60

    /// A story without lines that only ask readers to subscribe, to follow or to write, but where they are most of it.
    private func withoutPromotions(_ story: [Int]) -> [Int] {
        let kept = story.filter { index in
            let form = forms[index]
            guard form.words <= Self.longestPromotion else { return true }
            // Nobody is spoken to in *The help line can be reached at 555 0100*.
            let speaksToReaders =
                form.has(.reader) || page.words[page.blocks[index].words].contains(UInt8(ascii: "@"))
            guard form.has(.promotion) || form.has(.contact) || form.has(.invitation) && speaksToReaders else {
                return true
            }
            // Somebody says it.
            return page.words[page.blocks[index].words].contains(0x22)
                || page.text(of: page.blocks[index]).contains("“")
        }
        let words = { (blocks: [Int]) in blocks.reduce(0) { $0 + forms[$1].words } }
        return words(kept) * 10 > words(story) * 6 ? kept : story
    }

    /// Takes notes on who wrote it off a story's end: *Ada Reyes covers courts.*
    private func cutBiography(_ story: inout [Int], of authors: [String]) {
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
    private func standfirst(before story: [Int]) -> Int? {
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
        return PageDate.first(in: line) != nil || Page.isClock(line)
    }

    /// The longest line with a date, in words.
    private static let longestDate = 16
    /// The longest notice at a story's end, in words.
    private static let longestNotice = 60

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
            if PageAuthors.isByline(line), words.count <= 10 {
                tells = true
            } else if PageDate.first(in: line) != nil, words.count <= 16, !".!?”\"".contains(line.last ?? " ") {
                tells = true
            } else if !(words.count <= 6 && words.last.map { PageWords.trade.contains($0.lowercased()) } == true) {
                return false
            }
        }
        return tells
    }

    /// Whether a block only points elsewhere by its own words: *Read more: …* as a link, *Story continues below advertisement*.
    private func isPointer(_ index: Int) -> Bool {
        let form = forms[index]
        if form.has(.advert), form.words <= Self.mostPointing { return true }
        // Of a link the letters are counted, not the spaces.
        return form.has(.more) && page.blocks[index].linkBytes * 2 > form.bytes - form.words
    }

    /// Whether a block asks to subscribe or to agree, as what stands for the rest of a story does.
    private func isInvitation(_ index: Int) -> Bool {
        let groups: [PhraseGroup] = [.signup, .consent, .advert, .share]
        return forms[index].words <= Self.longestNotice && groups.contains(where: forms[index].has)
    }

    /// How many words a line that announces an advertisement has at most.
    private static let mostPointing = 8

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
    private func leastUnlikely(_ scores: [Float]) -> [Int] {
        let prose = prose()
        if !prose.isEmpty { return prose }
        let best = scores.max() ?? 0
        let likely = page.blocks.indices.filter { scores[$0] >= best * 0.5 && scores[$0] > 0.15 && $0 != title.block }
        if !likely.isEmpty { return likely }
        return page.blocks.indices.filter { page.blocks[$0].linkBytes * 2 < forms[$0].bytes && $0 != title.block }
    }
}
