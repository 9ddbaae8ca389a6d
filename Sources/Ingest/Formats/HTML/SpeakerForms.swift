import HTML
import Linguistics

/// Finds the speakers that a transcript's markup names without a colon behind them: definition lists, tables of two
/// columns, headings, bold names on lines of their own, elements that are called speakers.
///
/// Names with a colon need none of this: the text's own labels tell them.
struct SpeakerForms {
    /// A speaker's name in a block.
    struct Label {
        /// The name, without a colon.
        var name: String
        /// Where the speech begins in the block's words; nil where all of it is the name and the next blocks are speech.
        var speech: Int?
    }

    private enum Form: Int, CaseIterable { case term, row, heading, lead, element }

    private let page: Page
    /// Whether an element of the page is called a speaker.
    private let hasSpeakers: Bool

    init(_ page: Page) {
        self.page = page
        hasSpeakers = page.document.nodes.indices.contains { Self.isSpeaker($0, page.document) }
    }

    /// The labels of a story's blocks, by block; none where it is no transcript of these forms.
    func labels(of story: [Int]) -> [Int: Label] {
        var best: [Int: Label] = [:]
        for form in Form.allCases {
            let blocks = story.filter { mayBe(form, page.blocks[$0]) }
            guard blocks.count > 1 else { continue }
            var labels: [Int: Label] = [:]
            var counts: [String: Int] = [:]
            for index in blocks {
                guard let label = label(of: index, form) else { continue }
                labels[index] = label
                counts[label.name.lowercased(), default: 0] += 1
            }
            let returning = counts.values.count { $0 > 1 }
            let isQuestions = counts["q"] ?? 0 > 0 && (counts["a"] ?? 0 > 0 || counts.count > 1)
            let isSure = form == .element && labels.count >= 2
            // Speakers come again, headings and terms do not.
            guard isSure || isQuestions || (returning >= 1 && counts.count >= 2 && labels.count >= 3) else { continue }
            guard counts.count * 2 <= labels.count + 1 || returning >= 2 || isSure || isQuestions else { continue }
            if labels.count > best.count { best = labels }
        }
        return best
    }

    /// Whether a block may name a speaker in a form, as far as its element tells.
    private func mayBe(_ form: Form, _ block: PageBlock) -> Bool {
        switch form {
        case .term: block.role == .term
        case .heading: block.role == .heading
        case .row: block.role == .row
        case .lead: block.leadBytes > 0 && block.role == .text
        case .element: hasSpeakers
        }
    }

    private func label(of index: Int, _ form: Form) -> Label? {
        let block = page.blocks[index]
        let words = page.words[block.words]
        switch form {
        case .term, .heading: return whole(words)
        case .row:
            guard let bar = Self.bar(in: words), !words[(bar + 3)...].contains(UInt8(ascii: "|")) else { return nil }
            return name(words[..<bar]).map { Label(name: $0, speech: bar + 3 - words.startIndex) }
        case .lead:
            let end = min(words.endIndex, words.startIndex + block.leadBytes)
            guard words[..<end].last != UInt8(ascii: ":"), end >= words.endIndex || words[end] != UInt8(ascii: ":"),
                let name = name(words[..<end])
            else { return nil }
            if end == words.endIndex { return Label(name: name, speech: nil) }
            // On a line of its own, or Q and A.
            guard words[end] == 0x0A || name.utf8.count == 1 else { return nil }
            return Label(name: name, speech: block.leadBytes)
        case .element:
            let node = block.node
            if Self.isSpeaker(node, page.document) { return whole(words) }
            let child = Int(page.document.nodes[node].firstChild)
            guard let first = firstElement(child), Self.isSpeaker(first, page.document) else { return nil }
            let text = PageHead.line(page.document.content(of: first, limit: Self.longestName * 2))
            guard let name = name(Array(text.utf8)[...]), words.starts(with: text.utf8) else { return nil }
            return words.count == text.utf8.count ? Label(name: name) : Label(name: name, speech: text.utf8.count)
        }
    }

    private func whole(_ words: ArraySlice<UInt8>) -> Label? { name(words).map { Label(name: $0) } }

    private static func bar(in words: ArraySlice<UInt8>) -> Int? {
        words.indices.dropLast(2).first {
            words[$0] == 0x20 && words[$0 + 1] == UInt8(ascii: "|") && words[$0 + 2] == 0x20
        }
    }

    /// The first element of a run of siblings, if no words stand before it.
    private func firstElement(_ start: Int) -> Int? {
        var index = start
        while index >= 0 {
            if page.document.nodes[index].tag != .text { return index }
            guard page.document.text[page.document.words(of: index)].allSatisfy(\.isHTMLSpace) else { return nil }
            index = Int(page.document.nodes[index].next)
        }
        return nil
    }

    private static func isSpeaker(_ node: Int, _ document: HTMLDocument) -> Bool {
        guard let range = document.value(of: .class, at: node) else { return false }
        var word = NameHash()
        for byte in document.values[range] {
            let lower = byte.asciiLowercased
            if lower.isASCIILowercase || byte >= 0x80 {
                word.add(lower)
            } else {
                if Self.speakerWords.contains(word) { return true }
                word = NameHash()
            }
        }
        return Self.speakerWords.contains(word)
    }

    /// Words in the classes of elements that hold speakers' names.
    private static let speakerWords = Set(
        ["speaker", "speakername", "interviewer", "interviewee"].map { NameHash($0) })

    private static let longestName = 60

    /// The name, if the words can be one: a few, capitalized, without a stop.
    private func name(_ words: ArraySlice<UInt8>) -> String? {
        var text = PageHead.line(String(decoding: words, as: UTF8.self))
        while let last = text.last, ":.".contains(last) {
            // Mr. and initials keep theirs.
            if last == ".", text.split(separator: " ").last.map({ $0.count <= 3 }) == true, text.count > 2 { break }
            text.removeLast()
        }
        guard !text.isEmpty, text.utf8.count <= Self.longestName, !text.contains("?"), !text.contains("!"),
            text.first?.isUppercase == true
        else { return nil }
        let parts = text.split(separator: " ")
        guard parts.count <= 6 else { return nil }
        let capitals = parts.count { $0.first?.isUppercase == true || $0.first == "(" }
        return capitals * 2 > parts.count ? text : nil
    }
}
