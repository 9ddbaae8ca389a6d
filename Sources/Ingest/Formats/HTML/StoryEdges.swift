import HTML

/// What stands at a story's head and end, or among it, in the markup of the story and yet is none of it; and headings of the
/// story's that its model was not sure of.
struct StoryEdges {
    let page: Page
    let forms: [BlockForm]
    let context: PageContext
    let title: (title: String?, block: Int?)

    /// A story without what is none of it, with the headings that stand over its paragraphs.
    func mended(_ story: [Int], _ scores: [Float]) -> [Int] {
        let mended = withoutLetterhead(withoutTitle(withHeadings(withoutControls(withoutContents(story)), scores)))
        return mended.isEmpty ? story : mended
    }

    // MARK: Among the story

    /// A story without the links of a list of its own headings: *On this page*.
    private func withoutContents(_ story: [Int]) -> [Int] {
        var headings: Set<UInt64> = []
        for (block, form) in zip(page.blocks, forms) where block.role == .heading { headings.insert(form.hash) }
        guard !headings.isEmpty else { return story }
        return story.filter { index in
            let block = page.blocks[index]
            guard block.role == .item, headings.contains(forms[index].hash), isLink(index) else { return true }
            return !leadsWithin(block.node)
        }
    }

    /// Whether a block is nothing but links, with a bar between two.
    private func isLink(_ index: Int) -> Bool {
        page.blocks[index].linkBytes + forms[index].words + 2 >= forms[index].bytes
    }

    /// Whether the first link in an element leads to a place of the same page.
    private func leadsWithin(_ node: Int) -> Bool {
        var index = node
        for _ in 0..<Self.reachOfLink {
            if page.document.nodes[index].tag == .a {
                guard let range = page.document.value(of: .href, at: index) else { return false }
                return page.document.values[range].first == UInt8(ascii: "#")
            }
            guard let next = page.document.following(index, within: node) else { return false }
            index = next
        }
        return false
    }

    /// So many elements of an item are looked at for its link.
    private static let reachOfLink = 4
    /// The longest control, in words.
    private static let longestControl = 6

    /// A story without links that stand more than once in it with the same words, as the controls of its pictures do:
    /// *Download chart*.
    private func withoutControls(_ story: [Int]) -> [Int] {
        func isControl(_ index: Int) -> Bool {
            let role = page.blocks[index].role
            return (role == .text || role == .item) && forms[index].words <= Self.longestControl && isLink(index)
        }
        var counts: [UInt64: Int] = [:]
        for index in story where isControl(index) { counts[forms[index].hash, default: 0] += 1 }
        guard counts.values.contains(where: { $0 > 1 }) else { return story }
        return story.filter { !isControl($0) || counts[forms[$0].hash] ?? 0 < 2 }
    }

    /// The longest heading that is taken in for what stands below it, in words.
    private static let longestHeading = 12
    /// What the model must have said of it: what it was surer of has been taken out by other rules.
    private static let doubtful: Range<Float> = 0.1..<0.5
    /// The same where their elements do not show that it belongs to what follows.
    private static let leastAlone: Float = 0.3

    /// A story with the headings right above its paragraphs.
    private func withHeadings(_ story: [Int], _ scores: [Float]) -> [Int] {
        let chosen = page.marks(of: story)
        let unwanted: PageContext.Flags = [.hidden, .nav, .footer, .form, .aside]
        var added: [Int] = []
        for next in story where next > 0 && !chosen[next - 1] {
            let index = next - 1
            let (block, form) = (page.blocks[index], forms[index])
            guard block.role == .heading, page.blocks[next].role != .heading, index != title.block,
                form.words <= Self.longestHeading, Self.doubtful.contains(scores[index]),
                context.flags[block.node].isDisjoint(with: unwanted), form.phrases == 0,
                isOver(index, next) || scores[index] >= Self.leastAlone && block.linkBytes == 0
            else { continue }
            added.append(index)
        }
        return added.isEmpty ? story : (story + added).sorted()
    }

    /// Whether a heading and what follows it are in one element, or in two parts of one: a head, and what it is the head of.
    private func isOver(_ heading: Int, _ next: Int) -> Bool {
        let nodes = page.document.nodes
        let (left, right) = (nodes[page.blocks[heading].node].parent, nodes[page.blocks[next].node].parent)
        guard left != right else { return left >= 0 }
        guard page.blocks[heading].linkBytes == 0, left > HTMLDocument.body, right > HTMLDocument.body else {
            return false
        }
        return nodes[Int(left)].parent == nodes[Int(right)].parent
    }

    // MARK: Head

    /// A story without a heading at its head that says the title again.
    private func withoutTitle(_ story: [Int]) -> [Int] {
        guard let first = story.first, page.blocks[first].role == .heading, let title = title.title,
            PageReading.letters(title) == PageReading.letters(page.text(of: page.blocks[first]))
        else { return story }
        return Array(story.dropFirst())
    }

    /// So many blocks at a release's head may tell whose it is.
    private static let longestLetterhead = 8
    /// The longest line of a letterhead, in words.
    private static let longestLetterline = 8

    /// A story without a release's letterhead: what stands above *For immediate release*, where that is short lines alone.
    private func withoutLetterhead(_ story: [Int]) -> [Int] {
        guard let first = story.first else { return story }
        let last = min(page.blocks.count, first + Self.longestLetterhead)
        guard let release = (max(0, first - 1)..<last).first(where: { forms[$0].has(.release) }) else { return story }
        let head = story.prefix { $0 <= release }
        guard head.allSatisfy({ forms[$0].words <= Self.longestLetterline && forms[$0].stops == 0 }) else {
            return story
        }
        return Array(story.dropFirst(head.count))
    }

    // MARK: End

    /// The longest line that says who had a part in a story, in words.
    private static let longestCredit = 24
    /// The longest line of an agency's name, in words.
    private static let longestSource = 4

    /// Takes off a story's end the lines that say who else had a part in it, and where it stood first.
    func cutCredits(_ story: inout [Int]) {
        while story.count > 2, let last = story.last, isCredit(last) { story.removeLast() }
    }

    private func isCredit(_ index: Int) -> Bool {
        let form = forms[index]
        guard page.blocks[index].role == .text, form.words <= Self.longestCredit else { return false }
        // A sentence of the last paragraph's kind is the agency's: *Writer Ada Reyes in Paris contributed to this report.*
        if form.has(.closing) || form.has(.credits) && isItalic(page.blocks[index].node) { return true }
        let words = page.words[page.blocks[index].words]
        guard form.end == .other else { return false }
        // *Follow our coverage at https://…*
        if words.starts(with: "Follow ".utf8) { return page.text(of: page.blocks[index]).holds("://") }
        // *With AFP*
        return form.words <= Self.longestSource && form.stops == 0 && form.capitalized == form.words
            && words.starts(with: "With ".utf8)
    }

    private func isItalic(_ node: Int) -> Bool {
        let child = page.document.nodes[node].firstChild
        guard child >= 0 else { return false }
        let tags: [HTMLTag] = [.em, .i, .small]
        return tags.contains(page.document.nodes[Int(child)].tag) || tags.contains(page.document.nodes[node].tag)
    }

    /// The most that a note on who wrote a story has of the story's words: one in so many.
    private static let shareOfBiography = 4

    /// Takes off a story's end a note on its author that begins with the name on a line of its own, and what is below it.
    func cutBiography(_ story: inout [Int], of authors: [String]) {
        guard story.count > Self.reachOfBiography else { return }
        let names = Set(authors.map { PageReading.letters($0) })
        guard
            let place = story.indices.suffix(Self.reachOfBiography).first(where: { place in
                let block = page.blocks[story[place]]
                // The name may stand in bold before what its bearer does.
                let line = page.words[block.words].prefix { $0 != 0x0A }
                return [line, line.prefix(block.leadBytes)].contains { part in
                    part.count <= Self.longestName
                        && names.contains(PageReading.letters(String(decoding: part, as: UTF8.self)))
                }
            })
        else { return }
        let words = { (blocks: ArraySlice<Int>) in blocks.reduce(0) { $0 + forms[$1].words } }
        guard words(story[place...]) * Self.shareOfBiography < words(story[..<place]) else { return }
        story.removeSubrange(place...)
    }

    /// So many blocks at a story's end may be a note on who wrote it.
    private static let reachOfBiography = 6
    /// The longest name, in bytes.
    private static let longestName = 60
}
