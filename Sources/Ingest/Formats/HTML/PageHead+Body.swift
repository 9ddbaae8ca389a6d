import HTML

extension PageHead {
    /// The paragraphs of the text that the page's data for machines gives, where it holds what the page shows of the story
    /// (`visible`, its blocks, invitations to subscribe aside) and goes on longer; nil where what is shown is the whole.
    func wholeBody(beside visible: () -> [String]) -> [String]? {
        for object in objects {
            guard let text = object["articleBody"]?.elements.first?.string, text.utf8.count >= 200 else { continue }
            let paragraphs = Self.paragraphs(of: text)
            let given = Self.shingles(of: paragraphs.joined(separator: "\n"))
            let shown = Self.shingles(of: visible().joined(separator: "\n"))
            guard given.count > shown.count * 5 / 4 + 20 else { return nil }
            // However little is shown, it is this story or another text is.
            let common = shown.count { given.contains($0) }
            guard common * 10 >= shown.count * 8 else { return nil }
            return paragraphs
        }
        return nil
    }

    /// The text's paragraphs: its lines, or those of its markup.
    private static func paragraphs(of text: String) -> [String] {
        let bytes = Array(text.utf8)
        let hasMarkup = text.holds("</") || text.holds("<br") || text.holds("&nbsp;") || text.holds("&amp;")
        if hasMarkup {
            let page = PageSegmenter.page(of: HTMLParser.document(of: Self.withBreaks(bytes)))
            return page.blocks.map { page.text(of: $0) }
        }
        return text.split(whereSeparator: \.isNewline).map(String.init).filter { $0.contains { !$0.isWhitespace } }
    }

    /// Line ends as breaks, since what escapes its markup often keeps the lines of paragraphs.
    private static func withBreaks(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes {
            if byte == 0x0A { result.append(contentsOf: Array("<br>".utf8)) } else { result.append(byte) }
        }
        return result
    }

    /// Hashes of the runs of four words.
    private static func shingles(of text: String) -> Set<UInt64> {
        var shingles: Set<UInt64> = []
        WordHashes.forEachRun(of: WordHashes.words(of: text.utf8), length: 4) { shingles.insert($0) }
        return shingles
    }
}
