package import Linguistics

/// Cuts a document into windows: runs of whole sentences of as many pieces as fit, a mark between paragraphs.
///
/// A sentence that doesn't fit alone is cut between tokens.
package struct WindowPlan {
    /// What is read at once.
    package struct Window: Sendable, Hashable {
        /// The pieces with the marks around them.
        package var pieces: [Int32]
        /// The token of each piece; -1 for a mark.
        package var tokens: [Int32]
    }

    private let structure: LinguisticStructure
    private let wordPieces: WordPieces
    private let text: UTF8Text
    private let longest: Int
    /// Whether each sentence is read; nil for all.
    private let isRead: ContiguousArray<Bool>?
    /// The next token.
    private var token = 0

    /// Plans the windows of a text.
    ///
    /// - Parameters:
    ///   - structure: Its tokens, sentences and paragraphs.
    ///   - wordPieces: How tokens are cut.
    ///   - text: The text.
    ///   - longest: How many pieces a window has at most, marks included.
    ///   - isRead: Whether each sentence is read; no window goes across one that isn't. Nil for all.
    package init(
        _ structure: LinguisticStructure, wordPieces: WordPieces, in text: UTF8Text, longest: Int,
        reading isRead: ContiguousArray<Bool>? = nil
    ) {
        self.isRead = isRead
        self.structure = structure
        self.wordPieces = wordPieces
        self.text = text
        self.longest = max(longest, WordPieces.mostPieces + 2)
    }

    private func isRead(_ sentence: Int) -> Bool { isRead.map { $0[sentence] } ?? true }

    /// The next window; `nil` behind the last token that is read.
    ///
    /// - Complexity: O(pieces).
    package mutating func next() -> Window? {
        let tokens = structure.tokens
        while token < tokens.count, !isRead(Int(structure.sentenceOfToken[token])) {
            token = structure.sentences[Int(structure.sentenceOfToken[token])].upperBound
        }
        guard token < tokens.count else { return nil }
        var window = Window(pieces: [WordPieces.Mark.begins], tokens: [-1])
        while token < tokens.count {
            let number = Int(structure.sentenceOfToken[token])
            guard isRead(number) else { break }
            let sentence = structure.sentences[number]
            var found = ContiguousArray<Int32>()
            var owners = ContiguousArray<Int32>()
            let isFirst = window.tokens.count == 1
            let startsParagraph =
                !isFirst && structure.paragraphOfToken[token] != structure.paragraphOfToken[token - 1]
            if startsParagraph {
                found.append(WordPieces.Mark.ends)
                owners.append(-1)
            }
            var end = token
            var fits = true
            while end < sentence.upperBound {
                let before = found.count
                wordPieces.append(text.bytes.span, tokens[end].indices, to: &found)
                if window.pieces.count + found.count + 1 > longest {
                    fits = false
                    found.removeLast(found.count - before)
                    break
                }
                owners.append(contentsOf: repeatElement(Int32(end), count: found.count - before))
                end += 1
            }
            // Half a sentence is read only where it doesn't fit alone.
            guard fits || isFirst else { break }
            window.pieces.append(contentsOf: found)
            window.tokens.append(contentsOf: owners)
            token = end
            if !fits { break }
        }
        window.pieces.append(WordPieces.Mark.ends)
        window.tokens.append(-1)
        return window
    }
}
