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
        forms = page.blocks.map { [words = page.words] in BlockForm(words[$0.words]) }
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
        story = withoutHidden(withoutLeftovers(story))
        trim(&story)
        var text = SourceText()
        text.title = title.title
        text.declaredLanguage = head.language
        text.authors = PageAuthors(page, head, context).names(title: title.block, story: story)
        let times = PageTimes(page, head, context).times(title: title.block, story: story)
        text.metadata.published = times.published?.text
        text.metadata.modified = times.modified?.text
        text.metadata.publisher = head.publisher
        text.metadata.url = head.url
        let body = ArticleBody(page, forms, context, title: title.block)
        if let title = text.title {
            text.append(title, as: .headline, level: 1, place: self.title.block.map(body.place))
        }
        let shown = story.filter { !isInvitation($0) }
        if let whole = head.wholeBody(beside: shown.map { page.text(of: page.blocks[$0]) }) {
            for paragraph in whole { text.append(paragraph) }
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
        let labels = SpeakerForms(page, context).labels(of: inside)
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
                if isPointing || isBare(index, next) { continue }
            } else if isPointing, block.linkBytes * 10 >= form.bytes * 5 {
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
        while story.count > 1, isHeadMatter(story[0]) { story.removeFirst() }
    }

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
