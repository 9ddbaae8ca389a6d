import HTML

/// Finds a page's title: what its heading and its data for machines agree on, without the site's name.
struct PageTitle {
    private let page: Page
    private let head: PageHead

    init(_ page: Page, _ head: PageHead) {
        self.page = page
        self.head = head
    }

    /// What the page calls itself, the most telling first, as given.
    var candidates: [String] {
        [head.meta["og:title"], head.string(of: "headline"), head.meta["twitter:title"], head.title].compactMap(\.self)
            .filter { !$0.isEmpty }
    }

    /// The title.
    ///
    /// - Parameter context: What the page's elements say of its blocks.
    /// - Returns: The title, and the block that is it, where one is.
    func found(_ context: PageContext) -> (title: String?, block: Int?) {
        let given = candidates
        let keys = PageKeys(titles: given.map(withoutSite), description: nil)
        var best: (block: Int, score: Float)?
        var firstHeading: Int?
        for (index, block) in page.blocks.enumerated() where block.role == .heading && block.words.count <= 400 {
            let flags = context.flags[block.node]
            let level = Self.headingLevel(block.node, page.document)
            guard level <= 3 else { continue }
            let overlap = keys.titleOverlap(of: page.words[block.words])
            if level == 1, firstHeading == nil, !flags.contains(.footer), !flags.contains(.nav),
                !flags.contains(.hidden)
            {
                firstHeading = index
            }
            let score = overlap + (level == 1 ? 0.3 : 0) - (flags.contains(.hidden) ? 0.2 : 0)
            if overlap >= (level == 3 ? 0.7 : 0.5), score > best?.score ?? 0 { best = (index, score) }
        }
        if let best { return (withoutKicker(text(of: best.block), given), best.block) }
        if let line = titleLine(given) { return (line.title, line.block) }
        if given.isEmpty {
            return firstHeading.map { (text(of: $0), $0) } ?? (nil, nil)
        }
        // A lone heading before the text, where the page's name for itself is no more than the site's.
        if let firstHeading {
            let heading = text(of: firstHeading)
            let isSite = [head.meta["og:site_name"], head.publisher].compactMap(\.self).contains {
                Self.letters($0) == Self.letters(heading)
            }
            let containsHeading = given.contains { Self.letters($0).contains(Self.letters(heading)) }
            if !isSite, containsHeading || given.allSatisfy({ isSiteName($0) }) { return (heading, firstHeading) }
            // What the page shows readers as its only first heading, whatever it tells others.
            let isShown = heading.split(separator: " ").count >= 4 && !namesSite(heading)
            let isAlone =
                page.blocks.count { $0.role == .heading && Self.headingLevel($0.node, page.document) == 1 } == 1
            // A lone heading that says more than a name that may be the site's.
            let told = given.first.map(withoutSite)?.split(separator: " ").count ?? 0
            if !isSite, isAlone, told <= 3, heading.split(separator: " ").count > told {
                return (heading, firstHeading)
            }
            if !isSite, isShown, heading.utf8.count >= 20,
                isAlone || head.meta["og:title"] == nil && head.string(of: "headline") == nil
            {
                return (heading, firstHeading)
            }
        }
        return (given.first.map(withoutSite), nil)
    }

    /// So many blocks may stand before a title.
    private static let mostBefore = 60

    /// A heading without the kicker before it: what one of the page's names for itself leaves out at its beginning.
    private func withoutKicker(_ heading: String, _ given: [String]) -> String {
        for title in given.map(withoutSite) where title.split(separator: " ").count >= 4 && heading.count > title.count
        {
            guard heading.lowercased().hasSuffix(title.lowercased()) else { continue }
            let kicker = heading.dropLast(title.count)
            // *Exclusive: …* is part of what is read.
            guard let last = kicker.last, last.isWhitespace, kicker.split(separator: " ").count <= 4,
                kicker.last(where: { !$0.isWhitespace }).map({ $0.isLetter || $0.isNumber }) == true
            else { continue }
            return String(heading.suffix(title.count))
        }
        return heading
    }

    /// A line before the text that says what `<title>` says behind the site's name, where no heading does: pages of old.
    private func titleLine(_ given: [String]) -> (title: String, block: Int)? {
        let names = given.flatMap { title -> [String] in
            let parts = title.holds(": ") ? Self.split(title, ": ") : [title]
            // *Echo - Sport - Late own goal sends Vale through*: any long part may be it, but what stands in the site's place.
            let bare = withoutSite(title)
            var longest: [String] = []
            for bar in Self.bars where bare.holds(bar) {
                longest += Self.split(bare, bar).filter { $0.split(separator: " ").count >= Self.fewestInPart }
            }
            return (parts.count == 2 ? [title, parts[1]] : [title]) + longest
        }.map(withoutSite).map(Self.letters).filter { $0.utf8.count >= 12 }
        for (index, block) in page.blocks.prefix(Self.mostBefore).enumerated() where block.words.count <= 200 {
            // A byline may stand on the next line.
            let lines = page.text(of: block).split(separator: "\n" as Character, maxSplits: 1)
            guard let first = lines.first, lines.count == 1 || lines[1].utf8.count <= Self.longestBelow else {
                continue
            }
            let title = PageHead.line(String(first))
            let line = Self.letters(title)
            if names.contains(where: { line == $0 || line.hasPrefix($0) && line.utf8.count < $0.utf8.count * 2 }) {
                return (title, index)
            }
        }
        return nil
    }

    /// The fewest words of a part of `<title>` that may be the title.
    private static let fewestInPart = 4

    /// The longest byline below a title in one block with it, in bytes.
    private static let longestBelow = 80

    /// Whether a heading holds the name of the site.
    private func namesSite(_ heading: String) -> Bool {
        let letters = Self.letters(heading)
        return [head.meta["og:site_name"], head.publisher].compactMap(\.self).map(Self.letters).contains {
            !$0.isEmpty && letters.contains($0)
        }
    }

    private static func headingLevel(_ node: Int, _ document: HTMLDocument) -> Int {
        var index = node
        for _ in 0..<4 where index > 0 {
            let level = document.nodes[index].tag.headingLevel
            if level > 0 { return level }
            index = Int(document.nodes[index].parent)
        }
        return 7
    }

    private func text(of block: Int) -> String { PageHead.line(page.text(of: page.blocks[block])) }

    private func isSiteName(_ title: String) -> Bool {
        guard let site = head.meta["og:site_name"] ?? head.publisher else { return false }
        return Self.letters(site) == Self.letters(title)
    }

    private static func letters(_ text: String) -> String {
        String(text.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    /// Signs between a page's title and its site's name.
    private static let bars: [String] = [
        " | ", " || ", " – ", " — ", " - ", " :: ", " » ", " « ", " · ", " • ", " ~ ", " / ",
    ]

    /// A title without the names of site and section behind it, or before it.
    func withoutSite(_ title: String) -> String {
        var title = title
        let sites = [head.meta["og:site_name"], head.publisher, host].compactMap(\.self).map(Self.letters).filter {
            !$0.isEmpty
        }
        for bar in Self.bars where title.holds(bar) {
            var parts = Self.split(title, bar)
            let isCertain = bar.contains("|") || bar == " :: " || bar == " » "
            // *Hedge & Hive » Blog Archive » The beekeepers who count on winter*: guillemets point from the site to the page.
            if bar == " » ", let first = parts.first, let last = parts.last,
                last.split(separator: " ").count > max(Self.fewestInPart - 1, first.split(separator: " ").count)
            {
                parts = [last]
            }
            while parts.count > 1, let last = parts.last {
                let name = Self.letters(last)
                let isSite = sites.contains {
                    $0 == name || $0.hasPrefix(name) && name.count >= 3 || name.hasPrefix($0)
                }
                let words = last.split(separator: " ").count
                let rest = parts.dropLast().joined(separator: " ").split(separator: " ").count
                guard
                    isSite || (isCertain && words <= 6 && rest > 2)
                        || (words <= 3 && rest >= 5 && last.first?.isUppercase == true && bar != " / ")
                else { break }
                parts.removeLast()
            }
            if parts.count > 1, let first = parts.first, sites.contains(Self.letters(first)) { parts.removeFirst() }
            title = parts.joined(separator: bar)
        }
        return title
    }

    private static func split(_ text: String, _ bar: String) -> [String] {
        var parts: [String] = []
        var rest = Substring(text)
        while let range = rest.byteRange(of: bar) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }

    /// The page's host without `www.` and what comes behind the name.
    private var host: String? {
        guard let url = head.url, let start = url.byteRange(of: "://")?.upperBound else { return nil }
        var labels = url[start...].prefix { $0 != "/" && $0 != ":" }.split(separator: ".")
        if labels.first == "www" { labels.removeFirst() }
        return labels.first.map(String.init)
    }
}

extension PageHead {
    /// Words on one line.
    ///
    /// - Complexity: O(bytes).
    static func line(_ text: String) -> String {
        var line: [UInt8] = []
        let bytes = Array(text.utf8)
        line.reserveCapacity(bytes.count)
        var isBlank = false
        var index = 0
        while index < bytes.count {
            if let unseen = UnseenCharacter(in: bytes.span, at: index, end: bytes.count) {
                isBlank = isBlank || unseen.isBlank
                index += unseen.width
                continue
            }
            if isBlank, !line.isEmpty { line.append(0x20) }
            isBlank = false
            line.append(bytes[index])
            index += 1
        }
        return String(decoding: line, as: UTF8.self)
    }
}
