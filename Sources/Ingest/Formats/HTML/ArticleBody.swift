import Discourse
import HTML
import Linguistics

/// Writes a story's blocks as those of a document: their kinds, speakers, captions, and the times of a live blog's entries.
struct ArticleBody {
    private let page: Page
    private let forms: [BlockForm]
    private let context: PageContext
    private let title: Int?
    private let paths: PagePaths
    /// The numbers shown before items, by their blocks.
    private let numbers: [Int: String]

    init(_ page: Page, _ forms: [BlockForm], _ context: PageContext, title: Int?) {
        paths = PagePaths(page)
        self.page = page
        self.forms = forms
        self.context = context
        self.title = title
        var items = ItemNumbers(page.document)
        var numbers: [Int: String] = [:]
        for (index, block) in page.blocks.enumerated() where block.role == .item {
            if let number = items.number(of: block.node) { numbers[index] = number }
        }
        self.numbers = numbers
    }

    /// Adds a story.
    ///
    /// - Parameters:
    ///   - story: Its blocks in order.
    ///   - isLive: Whether it is the entries of a live blog, each of which has a head.
    ///   - isEcho: Whether a block's words stand once more in a longer one.
    ///   - text: What it is added to.
    func append(_ story: [Int], isLive: Bool, isEcho: (Int) -> Bool, to text: inout SourceText) {
        guard let first = story.first, let last = story.last else { return }
        let chosen = page.marks(of: story)
        let labels = SpeakerForms(page).labels(of: story)
        let posts = EmbeddedPosts.posts(of: page)
        let entries = entryHeads(max(0, first - 3)...last, chosen, isLive: isLive)
        var done: Set<Int> = []
        // Named on a line of its own, to be the next block's.
        var speaker: String?
        // A caption may stand before the first paragraph, below the picture that opens a story.
        for index in max(0, first - 3)...last where !done.contains(index) && index != title {
            if let post = posts[index], index >= first {
                done.formUnion(post.all)
                let isWanted = post.blocks.contains(where: { chosen[$0] }) || post.isEmbedded
                if isWanted { append(post, chosen, isEcho: isEcho, &done, to: &text) }
                continue
            }
            if isLive, let kind = entries[index] {
                text.append(page.text(of: page.blocks[index]), as: kind, place: place(of: index))
            } else if chosen[index] {
                append(index, label: labels[index], isEcho: isEcho(index), &speaker, to: &text)
            } else if let kind = entries[index] {
                text.append(page.text(of: page.blocks[index]), as: kind, place: place(of: index))
            } else if isCaption(index), !isEcho(index) {
                text.append(page.text(of: page.blocks[index]), as: .caption, place: place(of: index))
            }
        }
    }

    private func append(
        _ index: Int, label: SpeakerForms.Label?, isEcho: Bool, _ speaker: inout String?, to text: inout SourceText
    ) {
        let block = page.blocks[index]
        let flags = context.flags[block.node]
        if let label {
            guard let start = label.speech else {
                speaker = label.name
                return
            }
            let words = page.words[block.words].dropFirst(start)
            text.append(
                String(decoding: words, as: UTF8.self).drop { $0.isWhitespace || $0 == ":" || $0 == "." },
                place: place(of: index), speaker: label.name)
            return
        }
        let isApart = flags.contains(.aside) || flags.contains(.figure) || context.own[block.node].contains(.pull)
        if isEcho, isApart { return }
        var kind: BlockKind?
        var level = 0
        switch block.role {
        case .heading:
            kind = .subhead
            level = max(2, page.document.nodes[block.node].tag.headingLevel)
        case .item: kind = forms[index].words > 120 ? nil : .list
        case .row: kind = .table
        case .caption: kind = .caption
        case .preformatted where speaker == nil: return appendLines(of: index, to: &text)
        case .text, .term, .definition, .preformatted: break
        }
        if block.role == .text,
            flags.contains(.figure) || context.all[block.node].contains(.captionline) || isPictured(index)
        {
            kind = .caption
        }
        if kind == nil, !text.blocks.contains(where: { $0.kind != .headline && $0.kind != .caption }),
            isStandfirst(index)
        {
            kind = .subhead
            level = 2
        }
        let number = numbers[index].map { $0 + " " } ?? ""
        // What a speaker is named for is speech, whatever its markup.
        text.append(
            number + page.text(of: block), as: speaker == nil ? kind : nil, level: level, place: place(of: index),
            speaker: speaker)
        speaker = nil
    }

    /// The longest caption that only its credit tells, in words.
    private static let longestPictured = 45

    /// Whether a block ends with the credit of a picture: *… — Foto: Ada Reyes/Divulgação*.
    private func isPictured(_ index: Int) -> Bool {
        let form = forms[index]
        return form.has(.pictured) && form.words <= Self.longestPictured && (form.end != .stop || form.stops <= 1)
    }

    /// The longest standfirst, in words.
    private static let longestStandfirst = 60

    /// Whether a block is the line below a title that sums the story up, by what its element or the one around it is called.
    ///
    /// Many systems call a story's first paragraph its lead; one with a dateline is that.
    private func isStandfirst(_ index: Int) -> Bool {
        let block = page.blocks[index]
        let parent = Int(max(0, page.document.nodes[block.node].parent))
        let isOnly = index + 1 >= page.blocks.count || page.document.nodes[page.blocks[index + 1].node].parent != parent
        guard block.role == .text, forms[index].words <= Self.longestStandfirst,
            context.own[block.node].contains(.standfirst) || isOnly && context.own[parent].contains(.standfirst)
        else { return false }
        return WireDateline.begin(page.text(of: block)) == nil
    }

    /// Adds what was set with a typewriter's blanks: its paragraphs, or its lines where it is no running text.
    private func appendLines(of index: Int, to text: inout SourceText) {
        let words = page.text(of: page.blocks[index]).withLineFeeds()
        let form = forms[index]
        // Code has more signs than letters between its words, and few sentences.
        let isProse =
            form.stops >= 1 && form.words * 12 >= words.utf8.count(where: { $0 != 0x20 && $0 != 0x0A })
            && form.letters * 10 >= (words.utf8.count { $0 > 0x20 }) * 8
        let parts = words.split(separator: "\n", omittingEmptySubsequences: false)
            .split { $0.allSatisfy(\.isWhitespace) }.map { $0.joined(separator: "\n") }
        guard isProse else {
            for part in parts { text.append(part, place: place(of: index)) }
            return
        }
        for paragraph in WrappedLines.paragraphs(words) {
            text.append(paragraph.words, as: paragraph.isTable ? .agate : nil, place: place(of: index))
        }
    }

    private func append(
        _ post: EmbeddedPosts.Post, _ chosen: [Bool], isEcho: (Int) -> Bool, _ done: inout Set<Int>,
        to text: inout SourceText
    ) {
        let kept = post.blocks.filter { post.isEmbedded || chosen[$0] }
        guard let first = kept.first, !kept.allSatisfy(isEcho) || post.isEmbedded else { return }
        if post.isEmbedded || post.speaker != nil {
            let words = kept.map { page.text(of: page.blocks[$0]) }.joined(separator: "\n")
            text.append(
                post.isEmbedded ? EmbeddedPosts.withoutAddresses(words) : words, as: .quote, place: place(of: first),
                speaker: post.speaker)
            return
        }
        // Lists and headings are a document's that is shown, not somebody's words.
        let isSpeech = kept.allSatisfy { page.blocks[$0].role == .text }
        let hasMarks = kept.contains { Self.hasMark(page.words[page.blocks[$0].words]) }
        for index in kept {
            let words = page.text(of: page.blocks[index])
            guard isSpeech, !hasMarks else {
                if isSpeech {
                    text.append(words, as: .quote, place: place(of: index))
                } else {
                    var speaker: String?
                    append(index, label: nil, isEcho: false, &speaker, to: &text)
                }
                continue
            }
            // As print has it: each paragraph opens the quotation anew, the last one closes it.
            let marked = "\u{201C}" + words + (index == kept.last ? "\u{201D}" : "")
            text.append(marked, as: .quote, place: place(of: index))
        }
    }

    /// Whether there are quotation marks in some words.
    private static func hasMark(_ words: ArraySlice<UInt8>) -> Bool {
        if words.contains(UInt8(ascii: "\"")) { return true }
        for index in words.indices.dropLast(2) where words[index] == 0xE2 && words[index + 1] == 0x80 {
            if words[index + 2] == 0x9C || words[index + 2] == 0x9D || words[index + 2] == 0x9E { return true }
        }
        return words.indices.dropLast().contains {
            words[$0] == 0xC2 && (words[$0 + 1] == 0xAB || words[$0 + 1] == 0xBB)
        }
    }

    /// A caption of the story's pictures with words of its own, not a credit alone.
    private func isCaption(_ index: Int) -> Bool {
        let block = page.blocks[index]
        let form = forms[index]
        let flags = context.flags[block.node]
        let isOfTable = block.role == .caption && page.document.nodes[block.node].tag == .caption
        guard form.words >= (isOfTable ? 1 : 5), form.words <= 120, block.linkBytes * 2 < form.bytes,
            !flags.contains(.hidden),
            !context.all[block.node].contains(.related), !context.all[block.node].contains(.comment),
            !flags.contains(.nav), !flags.contains(.footer), !flags.contains(.innerArticle)
        else { return false }
        let isMarked =
            block.role == .caption || flags.contains(.figure)
            || context.own[block.node].contains(.caption) && page.document.nodes[block.node].tag != .li
        guard isMarked else { return false }
        let phrases: [PhraseGroup] = [.signup, .consent, .advert, .more, .comment, .share]
        if phrases.contains(where: form.has) { return false }
        return !(form.has(.credit) && form.words < 9)
    }

    /// The times and authors that head the entries of a live blog, by block.
    private func entryHeads(_ range: ClosedRange<Int>, _ chosen: [Bool], isLive: Bool) -> [Int: BlockKind] {
        var counts: [UInt64: Int] = [:]
        var found: [Int: BlockKind] = [:]
        for index in range where (isLive || !chosen[index]) && index != title {
            let block = page.blocks[index]
            guard forms[index].words <= 12, block.linkBytes * 2 <= forms[index].bytes || isName(index),
                let kind = entryKind(index) ?? (isLive ? authorBesideTime(index, in: range) : nil)
            else { continue }
            found[index] = kind
            counts[context.pathHash(of: block.node), default: 0] += 1
        }
        return found.filter { counts[context.pathHash(of: page.blocks[$0.key].node)] ?? 0 >= 3 }
    }

    /// How far from an entry's time its author stands, in blocks.
    private static let reachOfAuthor = 2

    /// What names a person beside an entry's time, whatever its element.
    private func authorBesideTime(_ index: Int, in range: ClosedRange<Int>) -> BlockKind? {
        let text = PageHead.line(page.text(of: page.blocks[index]))
        guard forms[index].words <= 8, page.blocks[index].role != .heading,
            WireByline.isByline(text) || PageAuthors.person(Self.behindBy(text), isSure: false) != nil
        else { return nil }
        let near = max(range.lowerBound, index - Self.reachOfAuthor)...min(range.upperBound, index + Self.reachOfAuthor)
        return near.contains { $0 != index && entryKind($0) == .dateline } ? .byline : nil
    }

    /// What stands behind *Posted by* and its like; a line without them as it is.
    private static func behindBy(_ text: String) -> String {
        let words = text.split(separator: " " as Character)
        guard let by = words.prefix(3).firstIndex(where: { PageWords.byword.contains($0.lowercased()) }) else {
            return text
        }
        return words[(by + 1)...].joined(separator: " ")
    }

    private func entryKind(_ index: Int) -> BlockKind? {
        let block = page.blocks[index]
        guard !context.all[block.node].contains(.comment), !context.all[block.node].contains(.related),
            !context.flags[block.node].contains(.footer)
        else { return nil }
        let holdsTime = page.holds(.time, block.node)
        let text = PageHead.line(page.text(of: block))
        if holdsTime || Page.isClock(text) { return .dateline }
        return isName(index) ? .byline : nil
    }

    /// Whether a block names who wrote an entry.
    func isName(_ index: Int) -> Bool {
        let block = page.blocks[index]
        guard forms[index].words <= 6 else { return false }
        let classes = page.document.string(of: .class, at: block.node)?.lowercased() ?? ""
        let text = page.text(of: block)
        return classes.holds("author") || classes.holds("byline") || text.hasPrefix("By ")
    }

    /// Where a block stood.
    func place(of block: Int) -> Blocks.Place { Blocks.Place(path: paths.path(of: page.blocks[block].node)) }
}

/// The paths of a page's elements; neighbours share theirs.
private final class PagePaths {
    private let page: Page
    private var last: (parent: Int32, tag: HTMLTag, path: String)?

    init(_ page: Page) { self.page = page }

    func path(of node: Int) -> String {
        let (parent, tag) = (page.document.nodes[node].parent, page.document.nodes[node].tag)
        if let last, last.parent == parent, last.tag == tag, tag != .other { return last.path }
        let path = page.path(of: node)
        last = (parent, tag, path)
        return path
    }
}

extension Page {
    /// Whether a line is a time of day, with little around it.
    static func isClock(_ text: String) -> Bool {
        guard text.utf8.count <= 40 else { return false }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return isPointedClock(text) }
        let before = text.utf8[..<colon].last
        let after = text.utf8[text.utf8.index(after: colon)...].first
        return isDigit(before) && isDigit(after)
    }

    private static func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0.isASCIIDigit } ?? false }

    /// Whether a line is a time of day with a point: *19.05 GMT*, *7.05pm*.
    private static func isPointedClock(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let hour = bytes.prefix { isDigit($0) }
        guard (1...2).contains(hour.count), bytes.count <= 14, bytes.dropFirst(hour.count).first == UInt8(ascii: ".")
        else { return false }
        let rest = bytes.dropFirst(hour.count + 1)
        let minute = rest.prefix { isDigit($0) }
        // A price is a figure alone.
        let word = String(decoding: rest.dropFirst(2).filter { $0 != 0x20 && $0 != UInt8(ascii: ".") }, as: UTF8.self)
        return minute.count == 2
            && (PageWords.dateWord.contains(word.lowercased()) || ZoneName.isKnown(word)
                || WireTime.zone(named: word) != nil)
            && !word.isEmpty
    }

    /// So many children of an element are looked at: a line breaks a body into blocks that all have its children.
    private static let mostChildren = 8

    /// Whether an element is of a kind or has a child that is, among its first.
    func holds(_ tag: HTMLTag, _ node: Int) -> Bool {
        if document.nodes[node].tag == tag { return true }
        var child = Int(document.nodes[node].firstChild)
        for _ in 0..<Self.mostChildren where child >= 0 {
            if document.nodes[child].tag == tag { return true }
            child = Int(document.nodes[child].next)
        }
        return false
    }

    /// How many elements of a path are named, from the inside.
    private static let longestPath = 24

    /// The element's path from the root: the names of the elements around it.
    func path(of node: Int) -> String {
        var names: [String] = []
        var index = node
        while index > 0, names.count < Self.longestPath {
            names.append(document.string(of: .elementName, at: index) ?? document.nodes[index].tag.name)
            index = Int(document.nodes[index].parent)
        }
        return names.reversed().joined(separator: "/")
    }
}
