import AnalyzerKit
import Discourse

/// ANPA 1312, the wire format of American newspapers, also where its control characters were lost.
///
///     SYN SYN SOH a0123 US …
///     u i DC4 bc-harbor-strike,1stld-writethru 10-14 0412
///     STX ^headline< ^By NAME< TAB paragraph … ETX
///     AP-NY-10-14-26 1532EDT<
enum ANPA1312: SourceFormat {
    static let mediaType = "text/x-anpa-1312"
    static let name = "ANPA 1312"
    static let pathExtensions = ["anpa"]

    static func matches(_ file: SourceFile) -> Bool {
        guard file.root == nil else { return false }
        let lines = WireMessage.lines(file.bytes.prefix(600)).filter { $0.utf8.contains { $0 > 0x20 } }
        guard let first = lines.first else { return false }
        if Selector(line: first) != nil, lines.prefix(4).dropFirst().contains(where: { Header(line: $0) != nil }) {
            return true
        }
        return Header(line: first) != nil
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        try WireMessage.read(file, in: Self.self, begin: isHeader, story(of:))
    }

    /// Whether a line begins a message: a selector, which without control characters might be a word of the text, and a
    /// header below it.
    private static func isHeader(_ line: String, _ next: String) -> Bool {
        Selector(line: line) != nil && (line.contains(WireMessage.startOfHeader) || Header(line: next) != nil)
    }

    /// The first line: the service's letter and the transmission's number.
    private struct Selector {
        var number: String

        init?(line: String) {
            let text = line.lazy.filter { !$0.isASCII || $0 >= " " }
            let word = String(text.prefix { $0.isLetter || $0.isNumber })
            guard word.count == 5, word.first?.isLetter ?? false, word.dropFirst().allSatisfy(\.isNumber),
                line.utf8.lazy.filter({ $0 >= 0x20 }).count <= 40
            else { return nil }
            number = word
        }
    }

    /// The second line: priority, category, slug, date and the count of words.
    private struct Header {
        var priority: Character
        var category: Character
        var slug: String
        var month: Int
        var day: Int

        init?(line: String) {
            // A line of text is seldom a header, and its first word tells.
            let start = line.drop { $0.isASCII && $0 <= " " }
            guard start.first?.isLetter ?? false, let next = start.dropFirst().first, next.isASCII, next <= " " else {
                return nil
            }
            let words = start.map { $0.isASCII && $0 < " " ? " " : $0 }.split(separator: " " as Character).map {
                String($0)
            }
            guard words.count >= 4, words[0].count == 1, words[1].count == 1, let priority = words[0].first,
                let category = words[1].first, priority.isLetter, category.isLetter,
                let count = words.last, (3...5).contains(count.count), count.allSatisfy(\.isNumber)
            else { return nil }
            let date = words[words.count - 2].split(separator: "-" as Character).map { String($0) }
            // Some senders add the year.
            let hasYear = date.count == 3 && date.allSatisfy { $0.count == 2 && $0.allSatisfy(\.isNumber) }
            let last = hasYear ? 1 : date.count - 1
            guard date.count >= 2, let month = Int(date[last - 1]), let day = Int(date[last]),
                (1...12).contains(month), (1...31).contains(day)
            else { return nil }
            self.priority = priority
            self.category = category
            self.month = month
            self.day = day
            slug = words[2..<(words.count - 2)].joined(separator: " ")
        }

        /// Urgencies of the IPTC for ANPA's letters: flash, bulletin, urgent, regular, deferred.
        var urgency: Int? {
            switch priority.lowercased() {
            case "f": 1
            case "b": 2
            case "u": 3
            case "r": 4
            case "d": 5
            case "a", "n", "w", "s": 6
            default: nil
            }
        }
    }

    private static func story(of message: [String]) -> WireStory {
        var story = WireStory()
        story.wire.status = "usable"
        var lines = message[...]
        var header: Header?
        for _ in 0..<6 {
            guard let first = lines.first else { break }
            if story.wire.id == nil, let selector = Selector(line: first) {
                story.wire.id = selector.number
            } else if header == nil, let found = Header(line: String(first.prefix { $0 != WireMessage.startOfText })) {
                header = found
                if let start = first.firstIndex(of: WireMessage.startOfText) {
                    lines[lines.startIndex] = String(first[first.index(after: start)...])
                    break
                }
            } else if header != nil || !first.filter({ !$0.isASCII || $0 > " " }).isEmpty {
                break
            }
            lines = lines.dropFirst()
        }
        if let header {
            story.wire.slugline = header.slug
            story.wire.urgency = header.urgency
            story.wire.subjects.append(String(header.category).lowercased())
        }
        if let end = lines.firstIndex(where: { $0.contains(WireMessage.endOfText) }) {
            let trailer = Array(lines[end...])
            lines = lines[..<end] + [String(trailer[0].prefix { $0 != WireMessage.endOfText })]
            story.published = trailer.lazy.compactMap { time($0) }.first
        }
        readText(lines.map { $0.filter { !$0.isASCII || $0 >= " " || $0 == "\t" } }, &story)
        return story
    }

    /// Lines between `^` and `<` stand above the text; a tab begins a paragraph.
    private static func readText(_ lines: [String], _ story: inout WireStory) {
        var text: [String] = []
        var isAbove = true
        var marked: [String] = []
        var lines = lines[...]
        if !lines.contains(where: { $0.foldingBlanks().first == "^" }) { marked = unmarked(&lines) }
        var open: String?
        for line in lines {
            let words = line.foldingBlanks()
            // The trailer, where ETX was lost.
            if let time = time(words) {
                story.published = story.published ?? time
                continue
            }
            if let begun = open {
                // `<` or `=` ends it, or what begins anew.
                guard words.isEmpty || words.first == "^" || line.first == "\t" else {
                    open = begun + " " + words
                    if Self.ends(words) {
                        marked.append(begun + " " + words)
                        open = nil
                    }
                    continue
                }
                marked.append(begun)
                open = nil
            }
            if words.first == "^" {
                if Self.ends(words) { marked.append(words) } else { open = words }
                continue
            }
            if isAbove, words.isEmpty { continue }
            isAbove = false
            // `<` ends a paragraph.
            text.append(words.hasSuffix("<") ? String(line.droppingLast { $0 == "<" || $0 == " " }) : line)
        }
        if let open { marked.append(open) }
        for line in marked { read(line.trimmingMarks(), &story) }
        var isTabbed = false
        for line in text where line.first == "\t" || line.hasPrefix("   ") { isTabbed = true }
        let joined = isTabbed ? text.map { $0.first == "\t" ? "        " + $0.foldingBlanks() : $0 } : text
        story.lines.append(WireStory.Line(words: joined.joined(separator: "\n"), isPreformatted: true))
    }

    /// Takes the lines above a text that has lost its marks: those before the first indented one, or a headline with an
    /// empty line below; a headline over several lines is one.
    private static func unmarked(_ lines: inout ArraySlice<String>) -> [String] {
        func isIndented(_ line: String) -> Bool { line.first == "\t" || line.hasPrefix("  ") }
        lines = lines.drop { $0.foldingBlanks().isEmpty }
        let isIndenting = lines.contains {
            isIndented($0) && !$0.foldingBlanks().isEmpty && time($0.foldingBlanks()) == nil
        }
        var above: [String] = []
        var count = 0
        var headline: Int?
        for line in lines.prefix(Self.mostAbove) {
            let words = line.foldingBlanks()
            let isPlain =
                !WireByline.isByline(words) && !isNote(words) && !WireSlug.isSlug(words)
                && WireEmbargo.clause(of: words) == nil && WireKill.signal(in: words) == nil
            let isBehindHeadline = headline.map { $0 < above.count - 1 } ?? false
            if isIndenting ? isIndented(line) : isPlain && isBehindHeadline { break }
            count += 1
            if words.isEmpty {
                if !isIndenting, headline != nil { break }
                continue
            }
            // Sentences are text, whatever their indents.
            if isPlain, WireDateline.begin(words) != nil || words.utf8.count > 60 && words.hasSuffix(".") { return [] }
            if isPlain, let last = headline, last == above.count - 1, !WireByline.isOutlet(words) {
                above[last] += " " + words
            } else {
                if isPlain, headline == nil { headline = above.count }
                above.append(words)
            }
        }
        guard let headline, count < lines.count, !above[headline].hasSuffix("."), above[headline].utf8.count <= 200
        else { return [] }
        lines = lines.dropFirst(count)
        return above
    }

    /// So many lines may stand above a text.
    private static let mostAbove = 8

    private static func ends(_ line: String) -> Bool { line.last == "<" || line.last == "=" }

    private static func read(_ line: String, _ story: inout WireStory) {
        let words = line.foldingBlanks()
        guard !words.isEmpty else { return }
        if WireByline.isByline(words) {
            story.bylines.append(words)
        } else if WireSlug.isSlug(words) {
            story.lines.append(WireStory.Line(words: words))
        } else if story.bylines.count == 1, WireByline.isOutlet(words),
            words.split(separator: " " as Character).count <= 6
        {
            // *Associated Press Writer*, below the name.
        } else if !isNote(words), story.headline == nil {
            story.headline = words
        } else {
            story.lines.append(WireStory.Line(words: words))
        }
    }

    private static func isNote(_ words: String) -> Bool {
        let leading = LeadingWords(words)
        let count = leading.count(in: WireWords.all.notes)
        return count > 0 && (count > 1 || words[leading.ends[count - 1]...].first == ":") || words.first == "("
    }

    /// The time of the trailer: *AP-NY-10-14-26 1532EDT*.
    private static func time(_ line: String) -> String? {
        let words = line.filter { !$0.isASCII || $0 >= " " }.split(separator: " " as Character).map { String($0) }
        guard let first = words.first, words.count <= 3, words.count >= 2 else { return nil }
        let parts = first.split(separator: "-" as Character).map { String($0) }
        guard parts.count >= 4, let month = Int(parts[parts.count - 3]), let day = Int(parts[parts.count - 2]),
            let year = Int(parts[parts.count - 1]), parts[0].allSatisfy(\.isLetter)
        else { return nil }
        let clock = words[1].filter { $0 != "<" && $0 != "^" }
        let digits = clock.prefix(while: \.isNumber)
        guard digits.count == 4, let number = Int(digits) else { return nil }
        var time = WireTime.Parts(year: year < 100 ? 2000 + year : year, month: month, day: day)
        time.hour = number / 100
        time.minute = number % 100
        let zone = clock.dropFirst(4) + (words.count > 2 ? words[2].filter { $0.isLetter } : "")
        if !zone.isEmpty { time.offset = WireTime.zone(named: String(zone)) }
        return time.isValid ? time.description : nil
    }
}

extension String {
    /// Without the marks of ANPA around a line: `^` before and `<` behind it.
    fileprivate func trimmingMarks() -> String {
        String(drop { $0 == "^" || $0 == " " }.droppingLast { $0 == "<" || $0 == "^" || $0 == " " || $0 == "=" })
    }
}
