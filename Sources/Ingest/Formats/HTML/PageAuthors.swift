import HTML

/// Finds the people who wrote a page.
///
/// What the page's data for machines names comes first, then its byline. Desks, agencies, addresses and the makers of
/// pictures are no authors; nobody is named where it is not plain.
struct PageAuthors {
    private let page: Page
    private let head: PageHead
    private let context: PageContext

    init(_ page: Page, _ head: PageHead, _ context: PageContext) {
        self.page = page
        self.head = head
        self.context = context
    }

    /// Finds the names.
    ///
    /// - Parameters:
    ///   - title: The block that is the title.
    ///   - story: The blocks of the story.
    /// - Returns: The names in order.
    func names(title: Int?, story: [Int]) -> [String] {
        for names in [ofData(), ofMeta(), ofElements(title: title), ofBylines(title: title, story: story)]
        where !names.isEmpty {
            return names
        }
        return []
    }

    private func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0.lowercased()).inserted }
    }

    private func ofData() -> [String] {
        for object in head.objects {
            var names: [String] = []
            for author in head.values(of: "author", in: object) + head.values(of: "creator", in: object) {
                let types = author["@type"]?.elements.compactMap(\.string) ?? []
                guard types.isEmpty || types.contains("Person") else { continue }
                for value in author["name"]?.elements ?? [author] {
                    if let text = value.string {
                        names += people(in: PageHead.folded(text), isSure: types.contains("Person"))
                    }
                }
            }
            if !names.isEmpty { return unique(names) }
        }
        return []
    }

    private func ofMeta() -> [String] { unique(head.metaAuthors.flatMap { people(in: $0, isSure: false) }) }

    /// How far from the title bylines are sought, in blocks.
    private static let reach = 12

    /// `rel=author`, `itemprop=author` and elements that are called bylines, near the title or anywhere in an article's head.
    private func ofElements(title: Int?) -> [String] {
        let document = page.document
        var names: [String] = []
        var bylines: [String] = []
        let nodes = nodesAround(title)
        var index = nodes.lowerBound
        while index < nodes.upperBound {
            defer { index += 1 }
            let tag = document.nodes[index].tag
            guard tag != .text, tag != .meta, !context.flags[index].contains(.footer),
                !context.flags[index].contains(.nav),
                !context.all[index].contains(.comment), !context.all[index].contains(.related),
                !context.all[index].contains(.caption)
            else { continue }
            let isAuthor =
                document.string(of: .rel, at: index)?.lowercased() == "author"
                || document.string(of: .itemprop, at: index)?.lowercased() == "author"
            let classes = document.string(of: .class, at: index)?.lowercased()
            let isByline =
                classes.map { $0.contains("byline") || $0.contains("author") || $0.contains("writer") } == true
                || document.string(of: .data, at: index)?.lowercased().contains("byline") == true
            guard isAuthor || isByline, prose(of: index) else { continue }
            let text = PageHead.line(document.content(of: index))
            guard text.utf8.count <= 200 else { continue }
            if isAuthor {
                names += people(in: text, isSure: false)
            } else if bylines.count < 8 {
                bylines.append(text)
            }
        }
        if !names.isEmpty { return unique(names) }
        for text in bylines {
            let found = people(in: text, isSure: false)
            if !found.isEmpty { return unique(found) }
        }
        return []
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

    /// Lines such as *By Ada Reyes and Tom Ode* near the title.
    private func ofBylines(title: Int?, story: [Int]) -> [String] {
        let start = title ?? story.first ?? 0
        for index in max(0, start - 3)..<min(page.blocks.count, start + Self.reach) where index != title {
            let block = page.blocks[index]
            guard block.words.count <= 160, !context.flags[block.node].contains(.footer) else { continue }
            let text = PageHead.line(page.text(of: block))
            let lower = text.lowercased()
            guard ["by ", "by: ", "written by ", "words by ", "story by "].contains(where: lower.hasPrefix) else {
                continue
            }
            let names = people(in: text, isSure: false)
            if !names.isEmpty { return unique(names) }
        }
        return []
    }

    /// The names of people in a byline; one word will do where the source says that it names a person.
    func people(in text: String, isSure: Bool) -> [String] {
        guard !text.contains("@"), !text.contains("://"), !text.contains("www.") else { return [] }
        var text = Substring(text)
        // By, Written by, Story by.
        while let word = text.split(separator: " ", maxSplits: 1).first,
            PageWords.role.contains(word.lowercased().filter { $0.isLetter }), text.contains(" ")
        {
            if PageWords.image.contains(word.lowercased()) { return [] }
            text = text.dropFirst(word.count).drop { $0 == " " || $0 == ":" }
        }
        var names: [String] = []
        for part in Self.parts(of: String(text)) {
            // `Photographs by …` begins other people.
            if let first = part.split(separator: " ").first, PageWords.image.contains(first.lowercased()) { break }
            guard let name = Self.person(part, isSure: isSure) else {
                if names.isEmpty { continue }
                // What follows the names is their post, place or paper.
                if part.split(separator: " ").count > 6 { break }
                continue
            }
            names.append(name)
            if names.count == 12 { break }
        }
        return names
    }

    /// A byline cut at commas, bars, *and*, and brackets.
    private static func parts(of text: String) -> [String] {
        var parts: [String] = []
        var words: [Substring] = []
        func end() {
            if !words.isEmpty { parts.append(words.joined(separator: " ")) }
            words = []
        }
        for word in text.split(whereSeparator: \.isWhitespace) {
            let lower = word.lowercased()
            if [
                "and", "&", "|", "•", "·", "-", "–", "—", "with", "/", "und", "et", "y", "e", "for", "in", "updated",
                "published", "on", "at",
            ].contains(lower) {
                end()
                if lower == "for" || lower == "in" || lower == "updated" || lower == "published" || lower == "on"
                    || lower == "at"
                {
                    break
                }
                continue
            }
            var core = word
            var ends = false
            // `Words by Ada Reyes. Photographs by …`; initials and titles keep their stop.
            if core.last == ".", core.count > 4 {
                core = core.dropLast()
                ends = true
            }
            while let last = core.last, last == "," || last == ";" || last == "|" || last == ":" {
                core = core.dropLast()
                ends = true
            }
            if core.first == "(" || core.first == "[" {
                end()
                continue
            }
            if !core.isEmpty { words.append(core) }
            if ends { end() }
        }
        end()
        return parts
    }

    private static let particles: Set<String> = [
        "de", "da", "di", "du", "del", "della", "der", "den", "van", "von", "la", "le", "bin", "ibn", "al", "el", "dos",
        "ter", "ten", "y",
    ]
    private static let suffixes: Set<String> = [
        "jr", "jr.", "sr", "sr.", "ii", "iii", "phd", "ph.d.", "md", "m.d.", "dr", "dr.", "rn", "mph", "esq.",
    ]

    /// The name, if it is a person's.
    private static func person(_ text: String, isSure: Bool) -> String? {
        let words = text.split(separator: " ")
        guard (isSure ? 1 : 2)...6 ~= words.count else { return nil }
        var capitals = 0
        for word in words {
            let lower = word.lowercased()
            let letters = lower.filter { $0.isLetter }
            if PageWords.notPerson.contains(letters) || PageWords.trade.contains(letters) { return nil }
            if word.contains(where: \.isNumber) { return nil }
            guard let first = word.first, word.allSatisfy({ $0.isLetter || "-.'’‘".contains($0) }) else { return nil }
            if first.isUppercase || !first.isLowercase {
                capitals += 1
            } else if !particles.contains(lower), !lower.contains("'"), !lower.contains("’") {
                return nil
            }
        }
        guard capitals >= 1 else { return nil }
        var kept = words
        while let last = kept.last, kept.count > 2, suffixes.contains(last.lowercased()),
            !["jr", "jr.", "sr", "sr.", "ii", "iii"].contains(last.lowercased())
        {
            kept.removeLast()
        }
        if kept.count == 1, let word = kept.first, word.count < 3 || word.allSatisfy({ $0.isUppercase }) { return nil }
        return kept.joined(separator: " ")
    }
}
