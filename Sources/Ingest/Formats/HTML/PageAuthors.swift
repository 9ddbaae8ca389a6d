import English
import HTML
import Linguistics

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
        let finders = [
            ofData, ofMeta, { ofElements(title: title, story: story) }, { ofBylines(title: title, story: story) },
            { ofLoneLines(title: title, story: story) }, { ofSignature(story) }, { ofNotes(story: story) },
        ]
        for (number, find) in finders.enumerated() {
            var names = unique(find().filter { !isSite($0) }.map(PersonName.cased))
            guard !names.isEmpty else { continue }
            // Some systems tell machines of the first alone.
            if number < Self.ofMachines { names = withCoauthors(names, title: title, story: story) }
            return names
        }
        return []
    }

    /// So many of the ways to find names read what is written for machines.
    private static let ofMachines = 2
    /// A page has no more authors than these where machines are told of fewer.
    private static let mostCoauthors = 4

    /// The names of the byline where these are among them.
    private func withCoauthors(_ names: [String], title: Int?, story: [Int]) -> [String] {
        guard names.count < Self.mostCoauthors, let line = bylineLine(title: title, story: story) else { return names }
        let shown = unique(people(in: line, isSure: false).filter { !isSite($0) }.map(PersonName.cased))
        let known = Set(names.map { $0.lowercased() })
        guard shown.count > names.count, shown.count <= Self.mostCoauthors,
            known.isSubset(of: shown.map { $0.lowercased() })
        else { return names }
        return shown
    }

    /// Whether a name is that of the site, which some pages call a person.
    private func isSite(_ name: String) -> Bool {
        let letters = name.lowercased().filter { $0.isLetter }
        return siteNames.contains { $0.lowercased().filter { $0.isLetter } == letters }
    }

    private var siteNames: [String] { [head.meta["og:site_name"], head.publisher].compactMap(\.self) }

    /// A text without the site's name at its end: *ANGELINE CREWE Teller Sentinel*.
    private func withoutSite(_ text: String) -> String {
        for site in siteNames where site.utf8.count >= 4 && text.utf8.count > site.utf8.count + 4 {
            if text.lowercased().hasSuffix(" " + site.lowercased()) {
                return String(text.dropLast(site.count)).trimming(",|-–—/·")
            }
        }
        return text
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

    private func ofMeta() -> [String] {
        // A release names whoever issues it, and its title begins with the name.
        let title = head.title?.lowercased() ?? ""
        let names = head.metaAuthors.flatMap { author in
            if author.isCatalogued, let names = Self.catalogued(author.text) { return names }
            return people(in: author.text, isSure: false)
        }
        return unique(names.filter { !title.hasPrefix($0.lowercased()) })
    }

    /// Names as catalogues have them, the surname first: *Reyes, Ada; Ode, Tom*.
    ///
    /// Nil where the text has another form.
    private static func catalogued(_ text: String) -> [String]? {
        var names: [String] = []
        for entry in text.split(separator: ";") {
            let halves = entry.split(separator: ",").map { PageHead.line(String($0)) }
            guard halves.count == 2, let name = person(halves[1] + " " + halves[0], isSure: true) else { return nil }
            names.append(name)
        }
        return names.isEmpty ? nil : names
    }

    /// No longer line is a byline, in bytes.
    private static let longestByline = 200
    /// How far from the title bylines are sought, in blocks.
    private static let reach = 12

    /// `rel=author`, `itemprop=author` and elements that are called bylines, near the title or anywhere in an article's head.
    private func ofElements(title: Int?, story: [Int]) -> [String] {
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
    private func names(inPartsOf node: Int) -> [String] {
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
    private func people(below node: Int) -> [String] {
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
    private func ofBylines(title: Int?, story: [Int]) -> [String] {
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
    private func bylineLine(title: Int?, story: [Int]) -> String? {
        guard let title else { return nil }
        let end = min(page.blocks.count, title + Self.reach, max(title + 1, (story.first ?? title) + 2))
        return bylineLines(Array(title..<end), title: title, story: story).first
    }

    /// Whether a line begins as bylines do: *By*, *Written by*, *Words:*.
    static func isByline(_ line: some StringProtocol) -> Bool {
        line.utf8.count <= 160 && byline(in: String(line)) != nil
    }

    /// Who a note at the story's end says wrote it: *Ada Reyes is a reporter who …*, or the name and below it the trade.
    private func ofNotes(story: [Int]) -> [String] {
        guard let last = story.last else { return [] }
        for index in max(0, last - 5)..<min(page.blocks.count, last + 4) {
            let block = page.blocks[index]
            guard block.words.count <= 600, !context.all[block.node].contains(.comment) else { continue }
            let lines = page.text(of: block).split(separator: "\n" as Character)
            let words = lines.flatMap { $0.split(separator: " " as Character) }
            let firstLine = lines.first?.split(separator: " " as Character).count ?? 0
            // A name in bold before all else.
            let lead = String(decoding: page.words[block.words].prefix(block.leadBytes), as: UTF8.self)
                .split(whereSeparator: \.isWhitespace).count
            for count in 2...4 where words.count > count + 1 {
                let isNamed = lines.count > 1 && firstLine == count || lead == count
                guard isNamed || ["is", "was"].contains(words[count].lowercased()) else { continue }
                let hasTrade = words[count..<min(words.count, count + 8)].contains {
                    let word = $0.lowercased().filter(\.isLetter)
                    return PageWords.trade.contains(word) || PageWords.bylineClass.contains(word)
                }
                if hasTrade, let name = Self.person(words[..<count].joined(separator: " "), isSure: false) {
                    return [name]
                }
            }
        }
        return []
    }

    /// What stands behind the mark of a byline.
    ///
    /// A date or the kind of text may precede it: *By …*, *Author: …*, *Analysis by …*, *Posted 4 March 2026 by …*. Nil
    /// where a line is none.
    private static func byline(in line: String) -> String? {
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

    /// A line behind the title that is a name and its post, address or date: *Ada Reyes, Political Editor*,
    /// *Ada Reyes | 4 March 2026*; a name alone where the next line is a date.
    private func ofLoneLines(title: Int?, story: [Int]) -> [String] {
        guard let title else { return [] }
        let end = min(page.blocks.count, title + Self.reach, story.first { isProse($0) } ?? Int.max)
        guard title + 1 < end else { return [] }
        for index in title + 1..<end where page.blocks[index].words.count <= Self.longestByline {
            let block = page.blocks[index]
            guard !context.flags[block.node].contains(.footer), !context.all[block.node].contains(.related) else {
                continue
            }
            let lines = page.partedText(of: block).split(separator: "\n" as Character)
            if lines.count > 1, let first = lines.first.map({ PageHead.line(String($0)) }),
                PageDate.first(in: PageHead.line(String(lines[1]))) != nil,
                let person = Self.person(first.trimming(",|"), isSure: false)
            {
                return [person]
            }
            let line = PageHead.line(page.partedText(of: block))
            // *Ada Reyes & Tom Ode* above a date.
            let parts = Self.parts(of: line).map(\.text)
            if parts.count > 1, isDate(index + 1), !line.contains(where: \.isNumber),
                case let names = parts.compactMap({ Self.person($0, isSure: false) }), names.count == parts.count
            {
                return names
            }
            let words = line.split(separator: " ")
            let rest = words.drop { word in word.last != "," && word.last != "|" && !Self.isAddress(word) }
            let name = words.prefix(words.count - rest.count + (rest.first.map(Self.isAddress) == false ? 1 : 0))
            let isTold = rest.contains { word in
                let letters = word.lowercased().filter { $0.isLetter }
                return Self.isAddress(word) || PageWords.trade.contains(letters)
            }
            let hasDate = PageDate.first(in: rest.joined(separator: " ")) != nil || rest.isEmpty && isDate(index + 1)
            guard isTold || hasDate && !name.allSatisfy({ Self.isCommon($0) }), words.count <= Self.mostLoneWords,
                let person = Self.person(name.joined(separator: " ").trimming(",|"), isSure: false)
            else { continue }
            return [person]
        }
        return []
    }

    /// Whether a word is one of English that is mostly written small: *FOR IMMEDIATE RELEASE*.
    private static func isCommon(_ word: Substring) -> Bool {
        LanguageRules.english.isUsuallySmall(WordHash(folding: String(word).trimming(",|")))
    }

    /// How many words a line of a name and its post has at most.
    private static let mostLoneWords = 14

    private func isProse(_ block: Int) -> Bool { page.blocks[block].words.count > Self.longestByline }

    private func isDate(_ block: Int) -> Bool {
        guard page.blocks.indices.contains(block), page.blocks[block].words.count <= 80 else { return false }
        return PageDate.first(in: PageHead.line(page.text(of: page.blocks[block]))) != nil
    }

    /// A signature under the story: *— Ada Reyes*.
    private func ofSignature(_ story: [Int]) -> [String] {
        guard let last = story.last else { return [] }
        let text = PageHead.line(page.text(of: page.blocks[last]))
        guard let dash = text.first, "—–-".contains(dash), text.utf8.count <= 60 else { return [] }
        return Self.person(text.trimming("—–- "), isSure: false).map { [$0] } ?? []
    }

    /// Whether a word is an address of mail or the web, or an account's name.
    private static func isAddress(_ word: Substring) -> Bool {
        word.contains("@") || word.contains("://") || word.hasPrefix("www.")
    }

    /// The names of people in a byline; one word will do where the source says that it names a person.
    func people(in text: String, isSure: Bool) -> [String] {
        var text = withoutSite(text.split(separator: " ").filter { !Self.isAddress($0) }.joined(separator: " "))[...]
        // By, Written by, Story by.
        while let word = text.split(separator: " ", maxSplits: 1).first,
            PageWords.role.contains(word.lowercased().filter { $0.isLetter }), text.contains(" ")
        {
            if PageWords.image.contains(word.lowercased()) { return [] }
            text = text.dropFirst(word.count).drop { $0 == " " || $0 == ":" }
        }
        var names: [String] = []
        // Behind a paper's name stands its place.
        var isBehindPaper = false
        for (part, isJoined) in Self.parts(of: String(text)) {
            let words = part.split(separator: " ")
            // `Photographs by …` begins other people.
            if let first = words.first, PageWords.image.contains(first.lowercased().filter(\.isLetter)) { break }
            if isJoined { isBehindPaper = false }
            // *KWND | By Ada Reyes*
            var part = part
            if words.count > 2, PageWords.byword.contains(words[0].lowercased()) {
                part = words.dropFirst().joined(separator: " ")
            }
            guard let name = Self.person(part, isSure: isSure) else {
                if names.isEmpty { continue }
                // What follows the names is their post, place or paper.
                if words.count > 6 { break }
                let isTrade = words.contains { PageWords.trade.contains($0.lowercased().filter(\.isLetter)) }
                if !isTrade { isBehindPaper = true }
                continue
            }
            // *Ada Reyes, Oberwies*, *Ada Reyes, RS Oberwies*: where somebody writes from or for.
            if !names.isEmpty, !isJoined, isBehindPaper || words.count == 1 || Self.isOutlet(words) { continue }
            names.append(name)
            if names.count == 12 { break }
        }
        return names
    }

    /// Whether a name has the letters of a station or paper in it: *RS Altenfurt*.
    private static func isOutlet(_ words: [Substring]) -> Bool {
        words.contains { (2...4).contains($0.count) && $0.allSatisfy(\.isUppercase) && !PersonName.isSuffix($0) }
            && words.contains { $0.contains(where: \.isLowercase) }
    }

    /// A byline cut at commas, bars, *and*, and brackets; and whether *and* stands before each part.
    private static func parts(of text: String) -> [(text: String, isJoined: Bool)] {
        var parts: [(text: String, isJoined: Bool)] = []
        var words: [Substring] = []
        var isJoined = false
        func end() {
            if !words.isEmpty {
                parts.append((words.joined(separator: " "), isJoined))
                isJoined = false
            }
            words = []
        }
        for word in text.split(whereSeparator: \.isWhitespace) {
            let lower = word.lowercased()
            // A date follows, its month before the day or behind it.
            if word.first?.isNumber == true {
                if words.count > 2, let last = words.last, PageDate.isMonth(last.lowercased().filter(\.isLetter)) {
                    words.removeLast()
                }
                break
            }
            if PageWords.leave.contains(lower) { break }
            if PageWords.join.contains(lower) || lower.count == 1 && "&|•·-–—/".contains(lower) {
                end()
                isJoined = isJoined || PageWords.join.contains(lower) || lower == "&"
                continue
            }
            var core = word
            // *Ada Reyes Political Editor*: a post behind a name.
            if words.count >= 2, PageWords.trade.contains(lower.filter { $0.isLetter }) { end() }
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

    /// The name, if it is a person's, without letters of degree and courtesies.
    static func person(_ text: String, isSure: Bool) -> String? {
        var words = text.split(separator: " ")
        while words.count > 2, let first = words.first, PersonName.isCourtesy(first) { words.removeFirst() }
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
            } else if !PersonName.isParticle(lower), !lower.contains("'"), !lower.contains("’") {
                return nil
            }
        }
        guard capitals >= 1 else { return nil }
        var kept = words
        while let last = kept.last, kept.count > 2, PersonName.isDegree(last) { kept.removeLast() }
        // *Text: Ada Reyes.* ends a line, *Tom Ode Jr.* does not.
        if let last = kept.last, last.last == ".", last.count > 3, !PersonName.isSuffix(last) {
            kept[kept.count - 1] = last.dropLast()
        }
        if kept.count == 1, let word = kept.first, word.count < 3 || word.allSatisfy({ $0.isUppercase }) { return nil }
        return kept.joined(separator: " ")
    }
}

extension String {
    /// The text without some signs and blanks at its ends.
    fileprivate func trimming(_ signs: String) -> String {
        var text = self[...]
        while let first = text.first, first.isWhitespace || signs.contains(first) { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace || signs.contains(last) { text = text.dropLast() }
        return String(text)
    }
}
