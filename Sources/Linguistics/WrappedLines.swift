/// A block of lines without a blank one between them, in which sentences may run over line ends.
///
/// A line goes on in the next one where that begins with a small letter, or where its own last word asks for more
/// (`the mayor of`); in a block of which that is seen, every line goes on that had no room for the next one's first word.
/// A block that no mark ends is a list or a heading, not text; one of short lines that end where they need not is verse.
struct WrappedLines {
    private static let longestLine = 100
    private static let longestVerse = 45

    /// The block's lines as runs of tokens.
    private var lines: ContiguousArray<Range<Int>> = []

    /// Adds a line.
    mutating func append(_ line: Range<Int>) { lines.append(line) }

    /// Ends the block, appends its paragraphs, and is ready for the next block.
    mutating func end(
        into paragraphs: inout ContiguousArray<Range<Int>>, _ tokens: Tokens, _ text: Span<UInt8>,
        _ rules: LanguageRules
    ) {
        defer { lines.removeAll(keepingCapacity: true) }
        guard lines.count > 1, let last = lines.last else {
            paragraphs.append(contentsOf: lines)
            return
        }
        var width = 0
        for line in lines { width = max(width, tokens.range(line).count) }
        guard width <= Self.longestLine, endsWithStop(last, tokens, text) else {
            paragraphs.append(contentsOf: lines)
            return
        }
        var fullLines = 0
        var runOn = 0
        for index in 1..<lines.count {
            let isFull = isFull(index - 1, width, tokens)
            if isFull { fullLines += 1 }
            if isFull && runsOn(index - 1, isFull: true, tokens, text, rules) { runOn += 1 }
        }
        // Short lines of which hardly one is full were broken by sense.
        guard lines.count < 4 || width > Self.longestVerse || fullLines * 3 >= lines.count else {
            paragraphs.append(contentsOf: lines)
            return
        }
        // Nearly all lines are full: they were broken by a width, wherever their sentences end.
        let isWrapped = lines.count > 2 && runOn > 0 && fullLines * 10 >= (lines.count - 1) * 9
        var first = lines[0].lowerBound
        var isWithin = false
        for index in 1..<lines.count {
            let isFull = isFull(index - 1, width, tokens)
            isWithin = isWrapped || runsOn(index - 1, isFull: isFull, isWithin: isWithin, tokens, text, rules)
            if isWithin { continue }
            paragraphs.append(first..<lines[index].lowerBound)
            first = lines[index].lowerBound
        }
        paragraphs.append(first..<last.upperBound)
    }

    /// Whether the next line's first word would have made a line longer than the block's longest one.
    private func isFull(_ index: Int, _ width: Int, _ tokens: Tokens) -> Bool {
        let line = tokens.range(lines[index])
        var word = lines[index + 1].lowerBound
        let start = tokens.starts[word]
        // Marks that touch a word break with it.
        while word + 1 < lines[index + 1].upperBound, !tokens.flags[word + 1].contains(.afterSpace) { word += 1 }
        return line.count + 1 + Int(tokens.ends[word] - start) > width
    }

    /// Whether a line's sentence goes on in the next line; `isWithin` says that another goes on in this one.
    private func runsOn(
        _ index: Int, isFull: Bool, isWithin: Bool = false, _ tokens: Tokens, _ text: Span<UInt8>,
        _ rules: LanguageRules
    ) -> Bool {
        let line = lines[index]
        let flags = tokens.flags[lines[index + 1].lowerBound]
        let end = line.upperBound - 1
        let asksForName = endsWithTitle(line, before: lines[index + 1].lowerBound, tokens, rules)
        guard asksForName || !endsWithStop(line, tokens, text) else { return false }
        let isSmall = flags.contains(.hasLetter) && !flags.contains(.capitalized)
        if isFull && isSmall { return true }
        let leadsOn =
            asksForName || rules[tokens.hashes[end]].contains(.leadsOn) && !tokens.flags[end].contains(.capitalized)
        if isFull && leadsOn { return flags.contains(.hasLetter) || flags.contains(.hasDigit) }
        // A line end in the midst of a sentence, whatever the width.
        guard isWithin || beginsSentence(line, tokens, text) else { return false }
        if leadsOn { return flags.contains(.hasLetter) }
        // "and so they left,", but not the comma of "Dear Ann,"
        let word = text[Int(tokens.starts[end])] == UInt8(ascii: ",") ? end - 1 : end
        return isSmall && word >= line.lowerBound && tokens.kinds[word] == .word
            && !tokens.flags[word].contains(.capitalized)
    }

    /// Whether a line ends with the abbreviation of a title and a name may follow.
    ///
    /// `the nephew of Dr.`, but: `5 Elm Dr.`
    private func endsWithTitle(
        _ line: Range<Int>, before next: Int, _ tokens: Tokens, _ rules: LanguageRules
    ) -> Bool {
        let end = line.upperBound - 1
        let use = rules[tokens.hashes[end]]
        guard tokens.flags[end].contains(.endsWithDot), use.contains(.title), line.count > 1,
            tokens.flags[next].contains(.capitalized), !rules[tokens.hashes[next]].contains(.opener)
        else { return false }
        return !use.contains(.street) || tokens.flags[end - 1].isDisjoint(with: [.capitalized, .hasDigit])
    }

    /// Whether a line of a few words looks like a sentence's first, behind a mark or not.
    private func beginsSentence(_ line: Range<Int>, _ tokens: Tokens, _ text: Span<UInt8>) -> Bool {
        let first = line.lowerBound
        let isMarked = line.count > 1 && SentenceSplitter.isOpening(first, tokens, text)
        return line.count > 2 && tokens.flags[isMarked ? first + 1 : first].contains(.capitalized)
    }

    /// Whether a line ends with a mark that ends a sentence, perhaps inside closing ones, or with a colon.
    private func endsWithStop(_ line: Range<Int>, _ tokens: Tokens, _ text: Span<UInt8>) -> Bool {
        var index = line.upperBound - 1
        while index > line.lowerBound, SentenceSplitter.isClosing(index, tokens, text),
            !SentenceSplitter.isTerminal(text[Int(tokens.ends[index]) - 1])
        { index -= 1 }
        let end = Int(tokens.ends[index]) - 1
        return SentenceSplitter.isTerminal(text[end]) || text[end] == UInt8(ascii: ":")
            || (text[end] == 0xA6 && end > 1 && text[end - 1] == 0x80 && text[end - 2] == 0xE2)
    }
}
