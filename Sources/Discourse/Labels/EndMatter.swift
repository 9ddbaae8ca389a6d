import English
import Linguistics

/// What stands behind the last turn and is nobody's speech: corrections, credits, biographies, links.
package struct EndMatter {
    private let story: Story

    package init(_ story: Story) { self.story = story }

    /// Where the speech that begins at a byte ends.
    ///
    /// - Complexity: O(paragraphs that follow).
    package func start(from offset: Int32) -> Int32 {
        let first = story.tokens.index(atOrAfter: offset)
        guard first < story.tokens.count else { return Int32(story.bytes.count) }
        let own = Int(story.paragraphOfToken[first])
        var paragraph = own + 1
        while paragraph < story.paragraphs.count {
            let run = story.paragraphs[paragraph]
            if isEditorial(run, distance: paragraph - own) { return story.tokens.starts[run.lowerBound] }
            paragraph += 1
        }
        return Int32(story.bytes.count)
    }

    private func isEditorial(_ run: Range<Int>, distance: Int) -> Bool {
        let tokens = story.tokens
        var token = run.lowerBound
        let first = story.byte(token)
        let last = Int(tokens.ends[run.upperBound - 1]) - 1
        if story.blocks.isAside(tokens.range(run)) { return true }
        // Shorter notes may be directions: (RECESS).
        if run.count > 8, story.blocks.kind(ofToken: token) == .note { return true }
        if isEndMark(run) { return true }
        // A rule, a bullet, a note in brackets or all in italics.
        if story.scalar(token) == 0x2022 || first == UInt8(ascii: "#") || first == UInt8(ascii: "|") { return true }
        if first == UInt8(ascii: "*") || first == UInt8(ascii: "_") || first == UInt8(ascii: "~") {
            if story.bytes[last] == first || run.count <= 3 { return !hasDirection(run) }
        }
        if first == UInt8(ascii: "-"), run.count >= 2, !tokens.flags[run.lowerBound + 1].contains(.allCapitals),
            tokens.flags[run.lowerBound + 1].contains(.afterSpace)
        {
            return true
        }
        if first == UInt8(ascii: "["), story.bytes[last] == UInt8(ascii: "]"), run.count > 8 { return true }
        if first == UInt8(ascii: "("), story.bytes[last] == UInt8(ascii: ")"), run.count > 8 { return true }
        while token < run.upperBound, !story.isWord(token) { token += 1 }
        guard token < run.upperBound else { return run.count <= 5 && distance > 1 }
        if Self.matches(Self.openings, at: token, before: run.upperBound, tokens) { return true }
        // A credit in a later sentence: "… Interview by Daniel Whitlock."
        if run.count <= 40 {
            for index in run where story.tokens.flags[index].contains(.startsSentence) {
                if Self.matches(Self.credits, at: index, before: run.upperBound, tokens) { return true }
            }
        }
        // A biography: "Lili Pike is a reporter at …".
        let window = token..<min(run.upperBound, token + 30)
        if story.isCapitalized(token), !story.classes[token].contains(.subjectPronoun) {
            var hasIs = false
            for index in window {
                if hasIs, Self.trades.contains(tokens.hashes[index]) { return true }
                if tokens.hashes[index] == WordHash(folding: "is") || tokens.hashes[index] == WordHash(folding: "was"),
                    index > token, story.isNamed(index - 1) || story.isCapitalized(index - 1),
                    index - token <= 5
                {
                    hasIs = true
                }
            }
            for index in window {
                let pair = index + 1 < run.upperBound ? tokens.hashes[index + 1] : tokens.hashes[index]
                if tokens.hashes[index] == WordHash(folding: "interview")
                    || tokens.hashes[index] == WordHash(folding: "conversation")
                    || tokens.hashes[index] == WordHash(folding: "transcript"),
                    Self.edited.contains(pair)
                        || (index + 2 < run.upperBound && Self.edited.contains(tokens.hashes[index + 2]))
                {
                    return true
                }
            }
            for index in window.dropFirst()
            where tokens.hashes[index] == WordHash(folding: "spoke") && index + 1 < run.upperBound
                && (tokens.hashes[index + 1] == WordHash(folding: "to")
                    || tokens.hashes[index + 1] == WordHash(folding: "with"))
                && story.isNamed(token)
            {
                return true
            }
        }
        return false
    }

    /// *END 11:52 A.M. EST*
    private func isEndMark(_ run: Range<Int>) -> Bool {
        let tokens = story.tokens
        guard run.count <= 12, tokens.flags[run.lowerBound].contains(.allCapitals),
            tokens.hashes[run.lowerBound] == WordHash("end") || tokens.hashes[run.lowerBound] == WordHash("ends")
        else { return false }
        return run.dropFirst().allSatisfy { tokens.kinds[$0] != .word || tokens.flags[$0].contains(.allCapitals) }
    }

    private func hasDirection(_ run: Range<Int>) -> Bool {
        run.count <= 6 && run.contains { story.byte($0) == UInt8(ascii: "(") }
    }

    private static func matches(_ table: [[WordHash]], at token: Int, before end: Int, _ tokens: Tokens) -> Bool {
        for words in table where token + words.count <= end {
            var isMatch = true
            for (offset, word) in words.enumerated() where tokens.hashes[token + offset] != word { isMatch = false }
            if isMatch { return true }
        }
        return false
    }

    private static let trades = WordQuery.english(.trade)
    private static let edited = WordQuery.english(.creditVerb)

    private static let credits = WordQuery.english(.creditPhrase).phrases

    private static let openings = WordQuery.english(.endMatterPhrase, .editorialNote).phrases
}
