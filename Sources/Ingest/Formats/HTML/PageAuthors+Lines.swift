import English
import Linguistics

/// Names on lines that no mark makes bylines: below the title, and at the story's end.
extension PageAuthors {
    /// Who a note at the story's end says wrote it: *Ada Reyes is a reporter who …*, or the name and below it the trade.
    func ofNotes(story: [Int]) -> [String] {
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

    /// A line behind the title that is a name and its post, address or date: *Ada Reyes, Political Editor*,
    /// *Ada Reyes | 4 March 2026*; a name alone where the next line is a date.
    func ofLoneLines(title: Int?, story: [Int]) -> [String] {
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
    func ofSignature(_ story: [Int]) -> [String] {
        guard let last = story.last else { return [] }
        let text = PageHead.line(page.text(of: page.blocks[last]))
        guard let dash = text.first, "—–-".contains(dash), text.utf8.count <= 60 else { return [] }
        return Self.person(text.trimming("—–- "), isSure: false).map { [$0] } ?? []
    }
}
