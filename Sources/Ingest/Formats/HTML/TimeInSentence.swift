import HTML

/// Whether a `<time>` stands in a sentence that runs around it and so tells what the sentence speaks of, not when the page
/// appeared: *The vote is set for `<time>`3 December`</time>`, when members return.*
struct TimeInSentence {
    private let document: HTMLDocument
    /// The elements that hold the story's words.
    private let story: Set<Int>

    init(_ page: Page, story: [Int]) {
        document = page.document
        self.story = Set(story.map { page.blocks[$0].node })
    }

    /// So many bytes and nodes before and behind are looked at.
    private static let reach = 400
    private static let mostNodes = 48
    /// So many words in small letters a sentence has beside its date, in the story and elsewhere, where labels stand.
    private static let leastInStory = 2
    private static let leastElsewhere = 4

    /// Whether an element stands in such a sentence.
    ///
    /// A byline, a label such as *Published on*, a dateline and whatever does not end as sentences do is none.
    func holds(_ index: Int) -> Bool {
        let block = block(around: index)
        let before = Self.lastSentence(words(before: index, in: block))
        let behind = Self.firstSentence(words(behind: index, in: block))
        guard before.last.map(Self.goesOn) ?? false || behind.words.first.map(Self.isSmall) ?? false,
            behind.isWhole || behind.words.isEmpty && Self.ends(document.content(of: index, limit: Self.reach))
        else { return false }
        if Self.isByline(before) { return false }
        let isOn = behind.words.count(where: Self.isSmall) > Self.leastInStory
        if Self.isLabel(before), !(behind.followsComma && isOn) { return false }
        // *4 March 2026 at 10.15 by Ada Reyes.*
        if before.isEmpty, let first = behind.words.first, first == "at" || first == "by" { return false }
        let small = before.count(where: Self.isSmall) + behind.words.count(where: Self.isSmall)
        return small >= (story.contains(block) ? Self.leastInStory : Self.leastElsewhere)
    }

    // MARK: Words around

    private func block(around index: Int) -> Int {
        var node = index
        while node > 0, document.nodes[node].tag == .text || !document.nodes[node].tag.isBlock {
            node = Int(document.nodes[node].parent)
        }
        return node
    }

    /// The words before an element, back to where its line begins.
    private func words(before index: Int, in block: Int) -> [Substring] {
        var parts: [String] = []
        var count = 0
        var node = index - 1
        for _ in 0..<Self.mostNodes where node > block && count < Self.reach {
            let tag = document.nodes[node].tag
            if tag == .br || tag.isBlock { break }
            if tag == .text {
                guard self.block(around: node) == block else { break }
                let part = String(decoding: document.text[document.words(of: node).suffix(Self.reach)], as: UTF8.self)
                parts.append(part)
                count += part.utf8.count
            }
            node -= 1
        }
        return Self.words(of: parts.reversed().joined())
    }

    /// The words behind an element, up to where its line ends.
    private func words(behind index: Int, in block: Int) -> [Substring] {
        var text = ""
        var next = after(index, within: block)
        for _ in 0..<Self.mostNodes where text.utf8.count < Self.reach {
            guard let node = next else { break }
            next = document.following(node, within: block)
            let tag = document.nodes[node].tag
            if tag == .br || tag.isBlock { break }
            if tag == .text {
                text += String(decoding: document.text[document.words(of: node).prefix(Self.reach)], as: UTF8.self)
            }
        }
        return Self.words(of: text)
    }

    /// The first node behind all that is in an element.
    private func after(_ index: Int, within block: Int) -> Int? {
        var node = index
        while node > block {
            if document.nodes[node].next >= 0 { return Int(document.nodes[node].next) }
            node = Int(document.nodes[node].parent)
        }
        return nil
    }

    private static func words(of text: String) -> [Substring] {
        PageHead.line(text).split(separator: " ").map { Substring(String($0)) }
    }

    // MARK: Sentences

    private static func lastSentence(_ words: [Substring]) -> ArraySlice<Substring> {
        let start = words.lastIndex { PageTimes.isSentence(String($0)) }.map { $0 + 1 } ?? 0
        return words[start...]
    }

    /// The words up to the first end of a sentence, whether there is one, and whether a comma stands before them.
    private static func firstSentence(
        _ words: [Substring]
    ) -> (words: ArraySlice<Substring>, isWhole: Bool, followsComma: Bool) {
        var words = words
        let followsComma = words.first == ","
        if followsComma { words.removeFirst() }
        if let sign = words.first?.first, ".!?".contains(sign) { return ([], true, false) }
        if let end = words.firstIndex(where: { PageTimes.isSentence(String($0)) }) {
            return (words[...end], true, followsComma)
        }
        return (words[...], words.last.map { ends(String($0)) } ?? false, followsComma)
    }

    /// Whether words at a line's end are a sentence's, however short the last, and not the hour's *p.m.*
    private static func ends(_ words: String) -> Bool {
        let bare = words.drop { $0.isWhitespace }
        guard let last = bare.last(where: { !"”\"’'".contains($0) && !$0.isWhitespace }) else { return false }
        return "!?".contains(last) || last == "." && bare.count(where: { $0 == "." }) == 1
    }

    private static func isSmall(_ word: Substring) -> Bool { word.first?.isLowercase ?? false }

    /// Whether a sentence goes on behind a word: *set for*, *on Monday,*.
    private static func goesOn(_ word: Substring) -> Bool {
        let bare = word.last == "," ? word.dropLast() : word
        return isSmall(word) && bare.allSatisfy { $0.isLetter || $0 == "-" || $0 == "’" || $0 == "'" }
    }

    /// Whether words begin as those do that say who wrote a story: *By Ada Reyes*, *Written by Ada Reyes*.
    private static func isByline(_ words: ArraySlice<Substring>) -> Bool {
        guard let place = words.prefix(2).firstIndex(where: { $0.lowercased() == "by" }), place + 1 < words.endIndex
        else { return false }
        return words[place + 1].first?.isUppercase ?? false
    }

    /// How many words a label may have before the one that tells what it is.
    private static let longestLabel = 3

    /// Whether words say when a page appeared or was changed: *Last updated on*, *This article was first published on*.
    private static func isLabel(_ words: ArraySlice<Substring>) -> Bool {
        let isOfPage = words.first?.lowercased() == "this"
        let text = (isOfPage ? words : words.prefix(longestLabel)).joined(separator: " ").lowercased()
        return ["published", "posted", "released"].contains(where: text.holds)
            || PageWords.changed.contains(where: text.holds)
    }
}
