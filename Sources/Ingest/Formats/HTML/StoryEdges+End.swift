import HTML

/// What stands at a story's end: who had a part in it, where it stood first, who wrote it.
///
/// Each is taken off where its form allows nothing else: a credit too many costs a reader less than a story's last words.
extension StoryEdges {
    /// The longest line that says who had a part in a story, in words.
    private static let longestCredit = 40
    /// The longest line that says where a story stood first, in words.
    private static let longestOrigin = 24
    /// The longest line of an agency's name, in words.
    private static let longestSource = 4

    /// Takes off a story's end the lines that say who else had a part in it, and where it stood first.
    func cutCredits(_ story: inout [Int]) {
        while story.count > 2, let last = story.last, isCredit(last) { story.removeLast() }
    }

    private func isCredit(_ index: Int) -> Bool {
        let (block, form) = (page.blocks[index], forms[index])
        guard block.role == .text, form.words <= Self.longestCredit else { return false }
        let text = page.text(of: block)
        // Between marks there may be a title, where it is said where and how a story was printed.
        let parts = text.split(omittingEmptySubsequences: false, whereSeparator: Self.isQuotationMark)
        guard parts.count == 1 || parts.first?.isEmpty == false && (form.has(.origin) || form.has(.printed)) else {
            return false
        }
        let words = parts.enumerated().flatMap { $0 % 2 == 0 ? Self.words(of: $1) : [] }
        if form.has(.origin) { return form.words <= Self.longestOrigin && namesOrigin(words) }
        // A sentence of the last paragraph's kind is the agency's: *Writer Ada Reyes in Paris contributed to this report.*
        if form.has(.closing) || form.has(.credits) && isItalic(block.node) { return isListOfNames(words) }
        guard form.end == .other else { return false }
        // *Follow our coverage at https://…*
        if text.hasPrefix("Follow ") { return text.holds("://") }
        // *With AFP*
        return form.words <= Self.longestSource && form.stops == 0 && form.capitalized == form.words
            && text.hasPrefix("With ")
    }

    private static func isQuotationMark(_ sign: Character) -> Bool { "\"“”„«»".contains(sign) }

    private static func words(of text: Substring) -> [Substring] {
        text.split { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "’" && $0 != "-" }
    }

    /// Whether words say where a story stood: *This article appeared in The Alden Courier*, not *in court*.
    private func namesOrigin(_ words: [Substring]) -> Bool {
        let prose = PageWords.saidWord.union(PageWords.person)
        guard !words.contains(where: { prose.contains($0.lowercased()) }) else { return false }
        guard let place = words.firstIndex(where: { $0 == "in" || $0 == "on" || $0 == "at" || $0 == "by" }),
            let next = words[(place + 1)...].first
        else { return true }
        return next.first?.isLowercase != true || PageWords.creditWord.contains(String(next)) || next == "our"
    }

    /// Whether words are names and what stands between them in a credit: *Reporting by Ada Reyes in Paris; editing by …*.
    ///
    /// Behind *by* and *from* the name follows at once, but for agencies.
    private func isListOfNames(_ words: [Substring]) -> Bool {
        var before: Substring = ""
        for (place, word) in words.enumerated() {
            let lower = word.lowercased()
            let isName = word.first?.isLowercase != true
            let isKnown =
                PageWords.creditWord.contains(lower) || PageWords.trade.contains(lower)
                || lower.last == "s" && PageWords.trade.contains(String(lower.dropLast()))
            guard isName || isKnown else { return false }
            // What begins the line is in capitals anyway.
            if place > 0, before == "by" || before == "from", !isName, !lower.hasPrefix("agenc") { return false }
            before = word
        }
        return true
    }

    /// Whether all words of an element are in italics or small.
    private func isItalic(_ node: Int) -> Bool {
        let tags: [HTMLTag] = [.em, .i, .small]
        if tags.contains(page.document.nodes[node].tag) { return true }
        var child = Int(page.document.nodes[node].firstChild)
        var holds = false
        while child >= 0 {
            let tag = page.document.nodes[child].tag
            if tags.contains(tag) {
                holds = true
            } else if tag != .text || !page.document.text[page.document.words(of: child)].allSatisfy(\.isHTMLSpace) {
                return false
            }
            child = Int(page.document.nodes[child].next)
        }
        return holds
    }

    // MARK: Who wrote it

    /// The most that a note on who wrote a story has of the story's words: one in so many.
    private static let shareOfBiography = 4
    /// So many blocks at a story's end may be a note on who wrote it.
    private static let reachOfBiography = 6
    /// The longest name, in bytes.
    private static let longestName = 60
    /// The longest name, in words.
    private static let longestNameWords = 5
    /// So many words behind the name tell whether its bearer is spoken of.
    private static let reachOfVerb = 6

    /// Takes off a story's end a note on its author that begins with the name on a line of its own, and what is below it.
    ///
    /// Names before what their bearers say are none: they come again, others stand beside them, and what follows them is
    /// not about them.
    func cutBiography(_ story: inout [Int], of authors: [String]) {
        guard story.count > Self.reachOfBiography else { return }
        let names = Set(authors.map { PageReading.letters($0) })
        let labels = story.indices.compactMap { place in name(at: story[place], names).map { (place, $0) } }
        guard labels.count == 1, let (place, length) = labels.first,
            story.count - place <= Self.reachOfBiography, isAboutBearer(Array(story[place...]), behind: length)
        else { return }
        let words = { (blocks: ArraySlice<Int>) in blocks.reduce(0) { $0 + forms[$1].words } }
        guard words(story[place...]) * Self.shareOfBiography < words(story[..<place]) else { return }
        story.removeSubrange(place...)
    }

    /// How long the name is, in bytes, that is a block's first line, or stands in bold before its words.
    ///
    /// It is one of some names, or one in bold that is written as names are and not before a link: *Email: …*.
    private func name(at index: Int, _ names: Set<String>) -> Int? {
        let block = page.blocks[index]
        let words = page.words[block.words]
        let line = words.prefix { $0 != 0x0A }
        for part in [line, words.prefix(block.leadBytes)] where !part.isEmpty && part.count <= Self.longestName {
            let text = String(decoding: part, as: UTF8.self)
            if names.contains(PageReading.letters(text)) { return part.count }
        }
        guard (1...Self.longestName).contains(block.leadBytes), block.linkBytes * 2 < words.count else { return nil }
        let lead = words.prefix(block.leadBytes)
        let next = words.dropFirst(block.leadBytes).first
        let colon = UInt8(ascii: ":")
        guard lead.last == colon || next == nil || next == 0x0A || next == colon else { return nil }
        let parts = Self.words(of: String(decoding: lead, as: UTF8.self)[...])
        guard (1...Self.longestNameWords).contains(parts.count), parts.allSatisfy({ $0.first?.isUppercase == true })
        else { return nil }
        return block.leadBytes
    }

    /// Whether blocks that begin with a name are on its bearer in the third person.
    private func isAboutBearer(_ blocks: [Int], behind name: Int) -> Bool {
        var text = ""
        for (place, index) in blocks.enumerated() {
            guard place == 0 || page.blocks[index].role != .heading else { return false }
            let words = page.words[page.blocks[index].words].dropFirst(place == 0 ? name : 0)
            if place == 0, words.first == UInt8(ascii: ":") { return false }
            text += String(decoding: words, as: UTF8.self) + "\n"
        }
        guard !text.contains(where: { Self.isQuotationMark($0) || $0 == "?" }) else { return false }
        let words = Self.words(of: text[...]).map { $0.lowercased() }
        let speech = PageWords.personal.union(PageWords.saidWord)
        guard !words.contains(where: speech.contains), let first = words.first else { return false }
        return PageWords.bioVerb.contains(first) || PageWords.person.contains(first)
            || words.prefix(Self.reachOfVerb).contains(where: PageWords.trade.contains)
    }
}
