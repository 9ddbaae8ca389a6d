import AnalyzerKit
import Discourse
import English
import HTML
import Linguistics

/// Makes a document of a page: its story in blocks, and what the page tells of it.
struct ArticleReader {
    let page: Page
    let head: PageHead
    let forms: [BlockForm]
    let context: PageContext
    let title: (title: String?, block: Int?)
    private(set) var features: BlockFeatures

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
        let likely = page.blocks.indices.filter {
            (scores[$0] >= Self.threshold || sure.contains($0)) && $0 != title.block && !isPointer($0)
        }
        var story = entries.isEmpty ? bareDocument() ?? likely : likely
        if story.isEmpty { story = leastUnlikely(scores) }
        story = withEnd(withSiblings(story, scores), scores)
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

    /// What tells that a paragraph is none of the story's.
    static let notices: [PhraseGroup] = [
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
            guard form.has(.promotion) || form.has(.contact) || form.has(.invitation) && speaksToReaders(index) else {
                return true
            }
            // Somebody says it.
            return page.words[page.blocks[index].words].contains(0x22)
                || page.text(of: page.blocks[index]).contains("“")
        }
        let words = { (blocks: [Int]) in blocks.reduce(0) { $0 + forms[$1].words } }
        return words(kept) * 10 > words(story) * 6 ? kept : story
    }

    /// Whether a block says *you* or *we*, or has an address.
    private func speaksToReaders(_ index: Int) -> Bool {
        let text = page.text(of: page.blocks[index])
        if text.contains("@") { return true }
        return text.split { !$0.isLetter }.contains {
            Words.english.classes(of: WordHash(folding: String($0))).contains(.firstOrSecondPerson)
        }
    }

    /// So many blocks at a page's end may be a table or list of the story's.
    private static let longestEnd = 400
    /// What is less likely to be the story's than this is none.
    private static let leastOfEnd: Float = 0.02

    /// A story with the table or list right behind its last paragraph, in the same element as its paragraphs.
    ///
    /// The model knows these from links and teasers by what follows them; at the end of a page nothing does. A table must
    /// have data in it, a list be announced: by a colon, or a heading of the story's.
    private func withEnd(_ story: [Int], _ scores: [Float]) -> [Int] {
        guard let last = story.last, story.count >= Self.fewestSiblings, last + 1 < page.blocks.count else {
            return story
        }
        let nodes = page.document.nodes
        let role = page.blocks[last + 1].role
        // What the model left out of a table's or list's end.
        let isRest = page.blocks[last].role == role
        let isAnnounced = isRest || forms[last].end == .colon || page.blocks[last].role == .heading
        guard role == .row || role == .item && isAnnounced else { return story }
        // The table's or list's element, and what it stands in.
        var outer = page.blocks[last + 1].node
        while outer > HTMLDocument.body, ![.table, .ul, .ol].contains(nodes[outer].tag) {
            outer = Int(nodes[outer].parent)
        }
        let parent = nodes[outer].parent
        let beside = story.count { nodes[page.blocks[$0].node].parent == parent }
        guard outer > HTMLDocument.body, beside >= Self.fewestSiblings,
            !isRest || page.blocks[last].node > outer
        else { return story }
        let unwanted: PageContext.Flags = [.hidden, .nav, .footer, .form, .aside]
        let groups: [ClassGroup] = [.comment, .related, .signup, .social, .advert]
        var end = last + 1
        while end < page.blocks.count, end - last <= Self.longestEnd {
            let (block, form) = (page.blocks[end], forms[end])
            var node = block.node
            while node > outer { node = Int(nodes[node].parent) }
            guard node == outer else { break }
            guard block.role == role, block.linkBytes * 2 < form.bytes, scores[end] >= Self.leastOfEnd,
                context.flags[block.node].isDisjoint(with: unwanted),
                !groups.contains(where: context.all[block.node].contains), !Self.notices.contains(where: form.has)
            else { return story }
            end += 1
        }
        return isRest || end - last > 2 ? story + Array(last + 1..<end) : story
    }

    /// Whether a block only points elsewhere by its own words: *Read more: …* as a link, *Story continues below advertisement*.
    func isPointer(_ index: Int) -> Bool {
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
}
