import AnalyzerKit
import Discourse
import Entities
import Linguistics

/// What stands behind the last turn and is nobody's speech: corrections, credits, biographies, links.
struct EndMatter {
    private let story: Story

    init(_ story: Story) { self.story = story }

    /// Where the speech that begins at a byte ends.
    ///
    /// - Complexity: O(paragraphs that follow).
    func start(from offset: Int32) -> Int32 {
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
        // Shorter notes may be directions: (RECESS).
        if run.count > 8, story.document.blocks.kind(ofToken: token) == .note { return true }
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
                    index > token, story.mentionOfToken[index - 1] >= 0 || story.isCapitalized(index - 1),
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
                && story.mentionOfToken[token] >= 0
            {
                return true
            }
        }
        return false
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

    private static let trades: WordSet = [
        "reporter", "writer", "editor", "journalist", "correspondent", "columnist", "freelance", "contributor",
        "producer",
        "author", "freelancer", "staff", "photographer",
    ]
    private static let edited: WordSet = [
        "edited", "condensed", "conducted", "abridged", "translated", "was", "has", "took", "recorded",
    ]

    private static let credits: [[WordHash]] = [
        "interview by", "interviewed by", "photographs by", "photography by", "edited by", "translated by",
        "reporting by",
        "produced by", "words by",
    ].map { $0.split(separator: " ").map { WordHash(folding: String($0)) } }

    private static let openings: [[WordHash]] = [
        "an earlier version", "a previous version", "correction", "corrections", "clarification", "editor 's note",
        "editors ' note", "editor's note", "this interview", "this conversation", "this transcript", "this article",
        "this story",
        "this post", "this version", "this piece", "this episode", "the interview was", "the conversation was",
        "the transcript", "edited for", "condensed", "interview by", "interviewed by", "interview conducted",
        "as told to",
        "by the", "reporting by", "written by", "edited by", "produced by", "photographs", "photograph by",
        "photography",
        "photos", "photo", "music by", "transcribed by", "transcript by", "translated by", "translation", "thanks to",
        "thank you for reading", "follow", "subscribe", "read more", "listen to", "related", "see also", "copyright",
        "sources",
        "source", "external links", "have an opinion", "this text", "note", "updated", "update", "more from",
        "for more",
        "the views", "additional reporting", "with reporting", "the hearing was", "the hearing adjourned",
        "the court rose",
        "the court adjourned", "the meeting", "proceedings", "whereupon", "hearing adjourned", "end of", "sign up",
        "about the",
        "related news", "sister links", "credits", "the programme was", "the program was", "the podcast",
        "the exchange",
        "the recording", "the panel was", "the debate was", "the discussion was",
    ].map { $0.split(separator: " ").map { WordHash(folding: String($0)) } }
}
