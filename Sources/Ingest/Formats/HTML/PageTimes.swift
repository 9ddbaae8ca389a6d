import HTML

/// Finds when a page was published and last changed.
struct PageTimes {
    private let page: Page
    private let head: PageHead
    private let context: PageContext
    /// The order of day and month where the page comes from, if that is known.
    private let order: PageDate.Order?
    /// The country that it comes from, if that is known.
    private let region: String?
    /// The elements of blocks whose dates are no times of the page's.
    private let foreign: Set<Int>
    private let foreignBlocks: Set<Int>

    /// Looks at a page but for some blocks, as those of an embargo, whose dates are no times of the page's.
    init(_ page: Page, _ head: PageHead, _ context: PageContext, without blocks: Set<Int>) {
        foreignBlocks = blocks
        foreign = Set(blocks.map { page.blocks[$0].node })
        self.page = page
        self.head = head
        self.context = context
        order = head.dateOrder
        region = head.region
    }

    /// Names of properties with the time of publication, the surest first.
    private static let publishedNames = [
        "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "pubdate",
        "publishdate", "publish_date", "publish-date", "publication_date", "date.published", "dc.date.issued",
        "dcterms.issued", "dcterms.created", "dc.date.created", "sailthru.date", "citation_publication_date",
        "citation_online_date", "article.published", "ptime", "dc.date", "dcterms.date", "date", "rnews:datepublished",
        "cdc:first_published", "timestamp",
    ]
    /// Names of properties with the time of the last change, the surest first.
    private static let modifiedNames = [
        "article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified",
        "dc.date.modified", "cdc:last_updated", "cdc:last_reviewed", "article:updated", "rnews:datemodified", "revised",
        "last-reviewed",
    ]

    /// Finds both times.
    ///
    /// - Parameters:
    ///   - title: The block that is the title.
    ///   - story: The blocks of the story.
    /// - Returns: When the page was published, and when it was last changed.
    func times(title: Int?, story: [Int]) -> (published: PageDate?, modified: PageDate?) {
        var published: PageDate?
        var modified: PageDate?
        for object in head.objects {
            if published == nil {
                published = object["datePublished"]?.elements.first?.string.flatMap(PageDate.machine)
            }
            if published == nil, object["datePublished"] == nil {
                published = object["dateCreated"]?.elements.first?.string.flatMap(PageDate.machine)
            }
            if modified == nil { modified = object["dateModified"]?.elements.first?.string.flatMap(PageDate.machine) }
        }
        if published == nil { published = first(of: Self.publishedNames) }
        if modified == nil { modified = first(of: Self.modifiedNames) }
        let elements = ofElements(title: title, story: story)
        if published == nil { published = elements.published ?? ofVocabulary() }
        if modified == nil { modified = elements.modified }
        if published == nil {
            let visible = visible(title: title, story: story)
            published = visible.published
            modified = modified ?? visible.modified
        }
        if let note = amended(story), modified.map({ $0 < note }) ?? true { modified = note }
        if published == nil, modified == nil { (published, modified) = labelled() }
        if published == nil, modified == nil { published = onlyTime(story: story) }
        if published == nil { published = ofAddress() }
        if published == nil, let changed = modified {
            // A page that tells one date alone.
            published = changed
            modified = nil
        }
        if let first = published, let last = modified, last < first { modified = nil }
        return (published, modified)
    }

    /// The longest note on a change, in bytes.
    private static let longestNote = 600

    /// The day that a note at a story's head or end gives for its last change: *This article was amended on 4 March 2026 …*.
    private func amended(_ story: [Int]) -> PageDate? {
        guard let first = story.first, let last = story.last else { return nil }
        let head = max(0, first - 4)...min(page.blocks.count - 1, first + 1)
        let tail = max(0, last - 4)...min(page.blocks.count - 1, last + 6)
        var latest: PageDate?
        for index in Set(head).union(tail).sorted() {
            let block = page.blocks[index]
            guard block.words.count <= Self.longestNote, !context.all[block.node].contains(.comment),
                !context.all[block.node].contains(.related)
            else { continue }
            let text = PageHead.line(page.text(of: block)).lowercased()
            for phrase in PageWords.amended {
                // A story may tell of laws that were amended.
                guard let found = text.byteRange(of: phrase),
                    text.hasPrefix("this ") || text.utf8.distance(from: text.startIndex, to: found.lowerBound) <= 12
                else { continue }
                let behind = text[found.upperBound...].split(separator: " ").prefix(8).joined(separator: " ")
                if let date = PageDate.first(in: behind, order: order, region: region),
                    latest.map({ $0 < date }) ?? true
                {
                    latest = date
                }
            }
        }
        return latest
    }

    private func first(of names: [String]) -> PageDate? {
        for name in names {
            if let date = head.meta[name].flatMap(PageDate.machine) { return date }
        }
        return nil
    }

    /// Whether an element stands in a block whose dates are not the page's.
    private func isForeign(_ node: Int) -> Bool {
        guard !foreign.isEmpty else { return false }
        var node = node
        while node > 0 {
            if foreign.contains(node) { return true }
            node = Int(page.document.nodes[node].parent)
        }
        return false
    }

    /// `<time>` and `itemprop`, in the title's surroundings.
    private func ofElements(title: Int?, story: [Int]) -> (published: PageDate?, modified: PageDate?) {
        let document = page.document
        var published: PageDate?
        var modified: PageDate?
        var range = 0..<document.nodes.count
        let anchor = title ?? story.first
        if let anchor {
            let first = page.blocks[max(0, anchor - 8)].node
            let last = page.blocks[min(page.blocks.count - 1, max(anchor, story.first ?? anchor) + 4)].node
            range = first..<max(first, last)
        }
        let sentences = TimeInSentence(page, story: story)
        for index in document.nodes.indices where document.nodes[index].tag != .text {
            let property = document.string(of: .itemprop, at: index)?.lowercased() ?? ""
            let isTime = document.nodes[index].tag == .time
            guard isTime || property.hasPrefix("date"), document.nodes[index].tag != .meta, !isForeign(index)
            else { continue }
            guard !property.isEmpty || range.contains(index) || document.string(of: .pubdate, at: index) != nil,
                !context.all[index].contains(.comment), !context.all[index].contains(.related),
                !context.flags[index].contains(.innerArticle)
            else { continue }
            if property.isEmpty, document.value(of: .pubdate, at: index) == nil, sentences.holds(index) { continue }
            let given = document.string(of: .datetime, at: index) ?? document.string(of: .content, at: index)
            let text =
                given.flatMap(PageDate.machine)
                ?? PageDate.first(
                    in: PageHead.line(document.content(of: index, limit: 400)), order: order, region: region)
            guard let date = text else { continue }
            let classes = (document.string(of: .class, at: index) ?? "").lowercased()
            if property == "datemodified" || classes.holds("updated") || classes.holds("modified")
                || property.isEmpty && tellsChange(before: index)
            {
                modified = modified ?? date
            } else {
                published = published ?? date
            }
        }
        return (published, modified)
    }

    /// The day that an element's `property` gives in the vocabulary of Dublin Core, as systems with RDFa write it.
    private func ofVocabulary() -> PageDate? {
        let document = page.document
        for index in document.nodes.indices where document.nodes[index].tag != .meta {
            guard let property = document.string(of: .property, at: index)?.lowercased(), property.holds("dc:"),
                property.split(separator: " ").contains(where: { Self.vocabulary.contains($0) }),
                let date = document.string(of: .content, at: index).flatMap(PageDate.machine)
            else { continue }
            return date
        }
        return nil
    }

    private static let vocabulary: Set<Substring> = ["dc:created", "dc:date", "dc:issued", "dcterms:created"]

    /// Whether what stands right before an element says that it tells of a change: *Last updated:*.
    private func tellsChange(before node: Int) -> Bool {
        let document = page.document
        var words = ""
        var child = Int(document.nodes[Int(document.nodes[node].parent)].firstChild)
        for _ in 0..<Self.mostNeighbours where child >= 0 && child != node {
            let text = PageHead.line(document.content(of: child, limit: 80)).lowercased()
            if !text.isEmpty { words = text }
            child = Int(document.nodes[child].next)
        }
        return child == node && words.utf8.count <= 60 && PageWords.changed.contains(where: words.holds)
    }

    /// So many neighbours of a time are looked at for its label.
    private static let mostNeighbours = 12

    /// A date that is all of its block and stands behind a label for it, wherever on the page: *Content current as of:*.
    ///
    /// None where there are several of a kind, as teasers have them.
    private func labelled() -> (published: PageDate?, modified: PageDate?) {
        var published: [PageDate] = []
        var modified: [PageDate] = []
        for index in page.blocks.indices.dropFirst() where !foreignBlocks.contains(index) {
            let (label, block) = (page.blocks[index - 1], page.blocks[index])
            guard block.words.count <= 40, label.words.count <= 60, page.words[label.words].last == UInt8(ascii: ":"),
                !context.all[block.node].contains(.comment), !context.flags[block.node].contains(.innerArticle),
                let date = PageDate.first(in: PageHead.line(page.text(of: block)), order: order, region: region)
            else { continue }
            let name = PageHead.line(page.text(of: label)).lowercased()
            if PageWords.changed.contains(where: name.holds) {
                modified.append(date)
            } else if name.holds("publish") || name.holds("posted") || name.holds("release") {
                published.append(date)
            }
        }
        return (published.count == 1 ? published[0] : nil, modified.count == 1 ? modified[0] : nil)
    }

    /// The date of the page's `<time>` elements for machines, where all outside of comments, teasers and sentences give one
    /// day.
    private func onlyTime(story: [Int]) -> PageDate? {
        let document = page.document
        let sentences = TimeInSentence(page, story: story)
        var only: PageDate?
        for index in document.nodes.indices where document.nodes[index].tag == .time {
            guard !context.all[index].contains(.comment), !context.all[index].contains(.related),
                !context.flags[index].contains(.innerArticle), !isForeign(index),
                let date = document.string(of: .datetime, at: index).flatMap(PageDate.machine), !sentences.holds(index)
            else { continue }
            if let only, (only.year, only.month, only.day) != (date.year, date.month, date.day) { return nil }
            only = only ?? date
        }
        return only
    }

    /// The longest line that is no more than a date and what stands beside it, in words.
    private static let longestLine = 18

    /// Short lines near the title or at the story's end that hold a date.
    private func visible(title: Int?, story: [Int]) -> (published: PageDate?, modified: PageDate?) {
        var published: PageDate?
        var modified: PageDate?
        let anchor = title ?? story.first ?? 0
        let start = story.first ?? anchor
        var near = Array(max(0, anchor - 6)..<min(page.blocks.count, max(anchor, min(start, anchor + 12)) + 5))
        if let last = story.last { near += Array(max(0, last - 4)..<min(page.blocks.count, last + 12)) }
        for index in near where !foreignBlocks.contains(index) {
            let block = page.blocks[index]
            guard block.words.count <= 160, !context.all[block.node].contains(.related),
                !context.all[block.node].contains(.comment)
            else { continue }
            let text = PageHead.line(page.partedText(of: block))
            guard let date = PageDate.first(in: text, order: order, region: region), !PageDate.isOfSentence(text)
            else { continue }
            let lower = text.lowercased()
            let isChange = PageWords.changed.contains { lower.holds($0) }
            let words = lower.split(separator: " ")
            let isPublished = words.indices.contains { index in
                ["publish", "posted", "release"].contains { words[index].holds($0) }
                    && (index < 3 || PageDate.first(in: words[index...].prefix(5).joined(separator: " ")) != nil)
            }
            // A sentence of the story tells of other days.
            let isBare = words.count <= Self.longestLine && !Self.isSentence(text)
            if isChange, !isPublished {
                modified = modified ?? date
            } else if isBare || isPublished || context.own[block.node].contains(.meta) {
                published = published ?? date
            }
        }
        return (published, modified)
    }

    /// Whether a line ends as sentences do and not as dates may, with the point of an abbreviation.
    static func isSentence(_ line: String) -> Bool {
        guard let last = line.last(where: { !"”\"’'".contains($0) }) else { return false }
        if last == "!" || last == "?" { return true }
        guard last == ".", let word = line.split(separator: " ").last else { return false }
        return word.count(where: { $0 == "." }) == 1 && word.count > 4 || word.contains(where: \.isNumber)
    }

    /// The date in the page's address: `/2014/03/04/`.
    private func ofAddress() -> PageDate? {
        guard let url = head.url else { return nil }
        let parts = url.split(separator: "/")
        for index in parts.indices.dropLast(2) {
            if parts[index].utf8.count == 4, let year = Int(parts[index]), let month = Int(parts[index + 1]),
                let day = Int(parts[index + 2]), let date = PageDate(year: year, month: month, day: day)
            {
                return date
            }
        }
        for part in parts {
            let digits = part.prefix { $0.isNumber || $0 == "-" }
            if digits.utf8.count >= 10, let date = PageDate.machine(String(digits.prefix(10))) { return date }
        }
        return nil
    }
}
