import English
import HTML
import Linguistics

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
    private func leadsWithin(_ node: Int) -> Bool { leads(node) { $0.first == UInt8(ascii: "#") } }

    /// Whether the first link in an element leads to what is asked for.
    private func leads(_ node: Int, where isSought: (ArraySlice<UInt8>) -> Bool) -> Bool {
        var index = node
        for _ in 0..<Self.reachOfLink {
            if page.document.nodes[index].tag == .a {
                guard let range = page.document.value(of: .href, at: index) else { return false }
                return isSought(page.document.values[range])
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

    /// A story without links that stand more than once in it with the same words, as the controls of its pictures do.
    ///
    /// *Download chart*; but what leads to pages may be the names of those who speak.
    private func withoutControls(_ story: [Int]) -> [Int] {
        func isLine(_ index: Int) -> Bool {
            let role = page.blocks[index].role
            return (role == .text || role == .item) && forms[index].words <= Self.longestControl && isLink(index)
        }
        var counts: [UInt64: Int] = [:]
        for index in story where isLine(index) { counts[forms[index].hash, default: 0] += 1 }
        guard counts.values.contains(where: { $0 > 1 }) else { return story }
        return story.filter { !isLine($0) || counts[forms[$0].hash] ?? 0 < 2 || !isControl($0) }
    }

    /// Whether a line of links belongs to a picture or a table: it leads to a file, stands right below one, or leads
    /// elsewhere in the page and is not written as names are.
    private func isControl(_ index: Int) -> Bool {
        let (block, form) = (page.blocks[index], forms[index])
        if leads(block.node, where: PageLinks.isFile) { return true }
        guard block.strongBytes == 0 else { return false }
        if index > 0, [.caption, .row].contains(page.blocks[index - 1].role) { return true }
        return form.capitalized < form.words && leadsWithin(block.node)
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
                context.flags[block.node].isDisjoint(with: unwanted),
                form.phrases == 0,
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
    ///
    /// That is whose it is and how to reach them. What it says there stays: its title, and what stands below that.
    private func withoutLetterhead(_ story: [Int]) -> [Int] {
        guard let first = story.first else { return story }
        let last = min(page.blocks.count, first + Self.longestLetterhead)
        guard let release = (max(0, first - 1)..<last).last(where: { forms[$0].has(.release) }) else { return story }
        let head = story.prefix { $0 <= release }
        guard head.allSatisfy({ forms[$0].words <= Self.longestLetterline && forms[$0].stops == 0 }) else {
            return story
        }
        return head.filter { !isLetterline($0) } + story.dropFirst(head.count)
    }

    /// Whether a line is of a letterhead: a name, an address, a number or a date, but no news.
    private func isLetterline(_ index: Int) -> Bool {
        let (block, form) = (page.blocks[index], forms[index])
        if form.has(.release) || form.letters == 0 || form.has(.contact) { return true }
        guard block.role == .text else { return false }
        let text = page.text(of: block)
        if text.contains("@") || form.digits >= Self.leastOfNumber { return true }
        let words = text.split { !$0.isLetter && $0 != "'" && $0 != "’" }
        // *Media contact: Petra Rowan*
        let beginning = words.prefix(2).map { $0.lowercased() }
        if text.contains(":"), beginning.contains(where: PageWords.reaching.contains) { return true }
        let hashes = words.map { WordHash(folding: String($0)) }
        guard
            zip(words, hashes).allSatisfy({ word, hash in
                guard word.first?.isLowercase != true else { return PageWords.creditWord.contains(String(word)) }
                return !Words.english.classes(of: hash).contains(.verb)
            })
        else { return false }
        return words.count <= Self.longestName || hashes.contains(where: Self.bodies.contains)
    }

    /// Words that the names of bodies hold.
    private static let bodies = WordQuery.english(.institution, .organizationHead, .modelOrganization)
    /// The longest name that says not what it is the name of, in words.
    private static let longestName = 3
    /// So many digits are a date with its year or a number to call.
    private static let leastOfNumber = 5
}
