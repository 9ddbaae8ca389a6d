import Discourse

/// The blocks of a document that was read from its pages.
struct PDFArticle {
    struct Block {
        var words: String
        var kind: BlockKind?
        var level = 0
        /// The page that it begins on, from 0.
        var page: Int
    }

    private(set) var blocks: [Block] = []
    private(set) var title: String?

    private let measures: PDFMeasures
    private let hyphens: PDFHyphens

    /// A headline has no more words, nor a subhead.
    private static let longestHead = 30
    /// A longer text in small type is no caption.
    private static let longestCaption = 60

    init(_ source: PDFPages) {
        var pages = source.pages.enumerated().map { PDFLines($1, number: $0).lines }
        PDFFurniture.remove(from: &pages, heights: source.pages.map(\.height))
        var columns: [PDFColumns.Column] = []
        var gutters: [Double] = []
        for lines in pages {
            let page = PDFColumns(lines, gutters: gutters)
            columns += page.columns
            if !page.found.isEmpty { gutters = page.found }
        }
        measures = PDFMeasures(columns.map(\.lines))
        hyphens = PDFHyphens(columns.map(\.lines))
        write(PDFParagraphs(columns, measures).paragraphs)
    }

    private mutating func write(_ paragraphs: [PDFParagraph]) {
        let paragraphs = Self.withoutContents(paragraphs)
        let texts = paragraphs.map { words(of: $0) }
        let echoes = Self.echoes(paragraphs, texts)
        let headline = headline(paragraphs)
        let sizes = Set(paragraphs.filter { $0.kind == .large }.map { Int($0.height.rounded()) }).sorted(by: >)
        var notes: [Block] = []
        for (index, paragraph) in paragraphs.enumerated() where !echoes.contains(index) {
            var block = Block(words: texts[index], page: paragraph.page)
            switch paragraph.kind {
            case .large:
                if !headline.contains(index), WireByline.isByline(texts[index]) {
                    block.kind = .byline
                } else if headline.contains(index) {
                    (block.kind, block.level) = (.headline, 1)
                } else if paragraph.wordCount <= Self.longestHead {
                    let rank = sizes.firstIndex(of: Int(paragraph.height.rounded())) ?? 0
                    (block.kind, block.level) = (.subhead, min(6, max(2, rank + 1)))
                }
            case .item: block.kind = paragraph.wordCount > 120 ? nil : .list
            case .row: block.kind = .table
            case .small:
                if paragraph.wordCount <= Self.longestCaption, isCaption(index, paragraphs) { block.kind = .caption }
            case .note: block.kind = .note
            case .body: if Self.beginsAsCaption(texts[index]) { block.kind = .caption }
            }
            if block.kind == .note { notes.append(block) } else { blocks.append(block) }
        }
        blocks += notes
        if !headline.isEmpty { title = headline.map { texts[$0] }.joined(separator: " ") }
    }

    // MARK: Words

    /// The words of a paragraph, broken ones joined; without a bullet or a note's mark.
    private func words(of paragraph: PDFParagraph) -> String {
        if paragraph.kind == .row, let row = paragraph.lines.first {
            return row.cells.map { cell($0) }.joined(separator: " | ")
        }
        var text = ""
        for (number, line) in paragraph.lines.enumerated() {
            var words = line.words.map(\.text)[...]
            if number == 0, words.count > 1 {
                let isMark = paragraph.kind == .note && line.mark == nil && PDFParagraphs.beginsWithMark(line)
                if isMark, let word = words.first, let letter = word.firstIndex(where: \.isLetter) {
                    words[words.startIndex] = String(word[letter...])
                } else if PDFParagraphs.isBullet(words[0]) && paragraph.kind == .item || isMark {
                    words.removeFirst()
                }
            }
            let isRightToLeft = Self.isRightToLeft(words)
            let ordered = isRightToLeft ? words.reversed().map { Self.turned($0) } : Array(words)
            let whole = ordered.joined(separator: " ")
            guard number > 0 else {
                text = whole
                continue
            }
            if paragraph.lines[number - 1].endsInHyphen, let first = ordered.first {
                // Only the last word is broken: the others need not be looked at again.
                let start = text.lastIndex(of: " ").map { text.index(after: $0) } ?? text.startIndex
                let last = String(text[start...])
                text.removeSubrange(start...)
                text += hyphens.joined(last, first)
                let rest = ordered.dropFirst()
                if !rest.isEmpty { text += " " + rest.joined(separator: " ") }
            } else {
                text += " " + whole
            }
        }
        return text
    }

    /// A cell's lines as one.
    private func cell(_ lines: String) -> String {
        var text = ""
        for line in lines.split(separator: "\n" as Character) {
            if let space = text.lastIndex(of: " "), text.last == "-", line.first?.isLowercase == true {
                // The words of a cell are few: all of it may be copied.
                let first = line.prefix { $0 != " " }
                let last = String(text[text.index(after: space)...])
                text = String(text[...space]) + hyphens.joined(last, String(first)) + line.dropFirst(first.count)
            } else {
                text += (text.isEmpty ? "" : " ") + line
            }
        }
        return text
    }

    /// Whether most of a line is Hebrew or Arabic, whose letters come as they stand, from left to right.
    private static func isRightToLeft(_ words: ArraySlice<String>) -> Bool {
        var (right, all) = (0, 0)
        for word in words {
            for scalar in word.unicodeScalars {
                all += 1
                if (0x590...0x8FF).contains(scalar.value) || (0xFB1D...0xFEFC).contains(scalar.value) { right += 1 }
            }
        }
        return right * 2 > all
    }

    private static func turned(_ word: String) -> String {
        let isNumber = word.unicodeScalars.allSatisfy { $0.value < 0x590 || (0x660...0x669).contains($0.value) }
        return isNumber ? word : String(String.UnicodeScalarView(word.unicodeScalars.reversed()))
    }

    // MARK: Heads

    /// The headline: the largest type on the first page that has words, before most of its text.
    private func headline(_ paragraphs: [PDFParagraph]) -> Range<Int> {
        var best: Int?
        var before = 0
        for (index, paragraph) in paragraphs.enumerated() {
            guard paragraph.page == paragraphs[0].page, before < 200 else { break }
            if paragraph.kind == .large, paragraph.wordCount >= 2, paragraph.wordCount <= Self.longestHead,
                paragraph.height > 1.04 * (best.map { paragraphs[$0].height } ?? 0)
            {
                best = index
            }
            before += paragraph.wordCount
        }
        guard let best else { return 0..<0 }
        return best..<(best + 1)
    }

    // MARK: What stands beside the text

    /// Whether words begin as a caption does: *Figure 3.*, *Photo: Port office*.
    private static func beginsAsCaption(_ words: String) -> Bool {
        let parts = words.prefix(60).split(separator: " ")
        guard let first = parts.first?.lowercased(), PageWords.captionWord.contains(first) else { return false }
        if first.last == ":" { return true }
        guard parts.count > 1, first != "source:" else { return false }
        // *Figure 3 shows* is text.
        let number = parts[1]
        return number.first?.isNumber == true && (number.last.map { ".:".contains($0) } ?? false)
    }

    /// Whether small type is a caption: no part of a text in small type.
    private func isCaption(_ index: Int, _ paragraphs: [PDFParagraph]) -> Bool {
        let before =
            index > 0 && paragraphs[index - 1].kind == .small
            && paragraphs[index - 1].column == paragraphs[index].column
        let behind =
            index + 1 < paragraphs.count && paragraphs[index + 1].kind == .small
            && paragraphs[index + 1].column == paragraphs[index].column
        return !before && !behind
    }

    /// Without a table of contents: lines that lead to page numbers by dots.
    private static func withoutContents(_ paragraphs: [PDFParagraph]) -> [PDFParagraph] {
        let isEntry = paragraphs.map { paragraph in
            paragraph.lines.count <= 3 && paragraph.lines.contains { $0.isContents }
        }
        guard isEntry.contains(true) else { return paragraphs }
        return paragraphs.indices.filter { index in
            if isEntry[index] { return false }
            let isHead = index + 1 < paragraphs.count && isEntry[index + 1] && paragraphs[index].wordCount <= 4
            return !isHead
        }.map { paragraphs[$0] }
    }

    /// Quotations pulled out of the text: larger type, or what stands in the way of columns, whose words stand in a
    /// paragraph, too.
    private static func echoes(_ paragraphs: [PDFParagraph], _ texts: [String]) -> Set<Int> {
        var sought: [Int: [UInt64]] = [:]
        var wanted: Set<UInt64> = []
        let run = 4
        for (index, paragraph) in paragraphs.enumerated()
        where paragraph.kind == .large || paragraph.isFloating || paragraph.kind == .small {
            let words = WordHashes.words(of: texts[index].utf8)
            guard words.count > run, words.count <= 80 else { continue }
            sought[index] = words
            WordHashes.forEachRun(of: words, length: run) { wanted.insert($0) }
        }
        guard !sought.isEmpty else { return [] }
        var found: Set<UInt64> = []
        for (index, paragraph) in paragraphs.enumerated() where paragraph.kind == .body && sought[index] == nil {
            WordHashes.forEachRun(of: WordHashes.words(of: texts[index].utf8), length: run) {
                if wanted.contains($0) { found.insert($0) }
            }
        }
        return Set(
            sought.filter { _, words in
                var (echoed, all) = (0, 0)
                WordHashes.forEachRun(of: words, length: run) {
                    all += 1; if found.contains($0) { echoed += 1 }
                }
                return echoed * 10 >= all * 8
            }.keys)
    }
}
