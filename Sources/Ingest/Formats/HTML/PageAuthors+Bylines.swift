import HTML

/// Bylines: elements that are called so, and lines that begin so.
extension PageAuthors {
    /// `rel=author`, `itemprop=author` and elements that are called bylines, near the title or anywhere in an article's head.
    func ofElements(title: Int?, story: [Int]) -> [String] {
        let document = page.document
        var names: [String] = []
        var bylines: [Int] = []
        let nodes = nodesAround(title)
        var index = nodes.lowerBound
        while index < nodes.upperBound {
            defer { index += 1 }
            let tag = document.nodes[index].tag
            guard tag != .text, tag != .meta, !isInFooter(index, story),
                !context.flags[index].contains(.nav),
                !context.all[index].contains(.comment), !context.all[index].contains(.related),
                !context.all[index].contains(.caption)
            else { continue }
            let isAuthor =
                document.string(of: .rel, at: index)?.lowercased() == "author"
                || document.string(of: .itemprop, at: index)?.lowercased() == "author"
            let classes = document.string(of: .class, at: index)?.lowercased()
            let isByline =
                tag == .address
                || classes.map { classes in PageWords.bylineClass.contains { classes.holds($0) } } == true
                || document.string(of: .data, at: index)?.lowercased().holds("byline") == true
            guard isAuthor || isByline, prose(of: index) else { continue }
            let text = document.content(of: index, limit: Self.longestByline)
            guard text.utf8.count <= Self.longestByline else { continue }
            if isAuthor {
                names += people(below: index)
            } else if bylines.count < 8 {
                bylines.append(index)
            }
        }
        if !names.isEmpty { return unique(names) }
        for byline in bylines {
            let found = unique(people(below: byline))
            // Each in an element of its own, with places between.
            let parts = unique(self.names(inPartsOf: byline))
            if !found.isEmpty || !parts.isEmpty { return parts.count > found.count ? parts : found }
        }
        return []
    }

    /// The people named by links and spans of a byline, each of which holds one name and nothing else.
    func names(inPartsOf node: Int) -> [String] {
        var names: [String] = []
        var index = node
        while let next = page.document.following(index, within: node), names.count < 12 {
            index = next
            let tag = page.document.nodes[index].tag
            guard tag == .a || tag == .span else { continue }
            let text = PageHead.line(page.document.content(of: index, limit: 120))
            if text.utf8.count <= 60, let name = Self.person(text, isSure: false) { names.append(name) }
        }
        return names
    }

    /// Whether an element is in a footer, but for those that systems set between title and story.
    private func isInFooter(_ node: Int, _ story: [Int]) -> Bool {
        guard context.flags[node].contains(.footer) else { return false }
        return story.first.map { page.blocks[$0].node < node } ?? true
    }

    /// The names below an element, whose parts may part them where no sign does: `<b>Ada Reyes</b><i>Senior Editor</i>`.
    func people(below node: Int) -> [String] {
        let document = page.document
        var line = ""
        var index = node
        while let following = document.following(index, within: node) {
            index = following
            guard document.nodes[index].tag == .text else { continue }
            let part = document.content(of: index)
            if line.last?.isLetter == true, part.first?.isLetter == true { line += " | " }
            line += part
        }
        return people(in: PageHead.line(line), isSure: false)
    }

    /// Whether so little stands below an element that it can be a byline.
    private func prose(of node: Int) -> Bool { context.prose[node] < 300 }

    /// The nodes from a little before the title to the end of the first paragraphs.
    private func nodesAround(_ title: Int?) -> Range<Int> {
        guard let title, page.blocks.indices.contains(title) else { return 0..<page.document.nodes.count }
        let first = max(0, title - 4)
        let last = min(page.blocks.count - 1, title + Self.reach)
        return page.blocks[first].node..<max(page.blocks[first].node, page.blocks[last].node)
    }

    /// Lines such as *By Ada Reyes and Tom Ode* near the title or at the story's end.
    func ofBylines(title: Int?, story: [Int]) -> [String] {
        let start = title ?? story.first ?? 0
        let end = min(page.blocks.count, start + Self.reach)
        var near = Array(max(0, start - 3)..<max(start, end))
        if let last = story.last, last + 3 > end { near += Array(max(end, last)..<min(page.blocks.count, last + 3)) }
        for line in bylineLines(near, title: title, story: story) {
            let names = people(in: line, isSure: false)
            if !names.isEmpty { return unique(names) }
        }
        return []
    }

    /// What stands behind the marks of bylines in some blocks.
    private func bylineLines(_ near: [Int], title: Int?, story: [Int]) -> [String] {
        var bylines: [String] = []
        for index in near {
            let block = page.blocks[index]
            guard block.words.count <= 240, !isInFooter(block.node, story) else { continue }
            // Below a title may stand the byline, in one block with it.
            let lines = page.partedText(of: block).split(separator: "\n" as Character).dropFirst(index == title ? 1 : 0)
            for line in lines where line.utf8.count <= 160 {
                let line = PageHead.line(String(line))
                let parts =
                    line.holds(" | ") ? line.split(separator: "|" as Character).map { PageHead.line(String($0)) } : []
                bylines += ([line] + parts).compactMap(Self.byline(in:))
            }
        }
        return bylines
    }

    /// What stands behind the mark of the first byline between title and story.
    func bylineLine(title: Int?, story: [Int]) -> String? {
        guard let title else { return nil }
        let end = min(page.blocks.count, title + Self.reach, max(title + 1, (story.first ?? title) + 2))
        return bylineLines(Array(title..<end), title: title, story: story).first
    }

    /// Whether a line begins as bylines do: *By*, *Written by*, *Words:*.
    static func isByline(_ line: some StringProtocol) -> Bool {
        line.utf8.count <= 160 && byline(in: String(line)) != nil
    }

    /// What stands behind the mark of a byline.
    ///
    /// A date or the kind of text may precede it: *By …*, *Author: …*, *Analysis by …*, *Posted 4 March 2026 by …*. Nil
    /// where a line is none.
    static func byline(in line: String) -> String? {
        let words = line.split(separator: " ")
        for (index, word) in words.enumerated().prefix(10) {
            let letters = word.lowercased().filter { $0.isLetter }
            let isLabel = word.last == ":" && PageWords.role.contains(letters)
            if PageWords.byword.contains(letters) || isLabel && index == 0 {
                return words[(index + 1)...].joined(separator: " ")
            }
            let mayPrecede =
                letters.isEmpty || PageWords.role.contains(letters) || PageWords.genre.contains(letters)
                || PageWords.dateWord.contains(letters) || PageDate.isMonth(letters)
            guard mayPrecede else { return nil }
        }
        return nil
    }
}
