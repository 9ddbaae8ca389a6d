import AnalyzerKit
import Discourse
import English
import Linguistics

/// What a sentence is about before its subject: *Of ‹Carver›, he said*, *Asked whether ‹Lee› would stay, she replied*.
///
/// Whom it names is none of those whom the pronoun behind it takes up.
enum FrontedTopic {
    /// The tokens of the topic before a subject that a sentence's first comma, or nothing, parts from it; none where the
    /// sentence begins otherwise.
    static func before(_ subject: Int, in sentence: Range<Int>, _ story: Story) -> Range<Int> {
        let none = subject..<subject
        var first = sentence.lowerBound
        if first < subject, story.classes[first].contains(.coordinator) || when.contains(story.tokens.hashes[first]) {
            first += 1
        }
        guard first + 1 < subject, subject - first <= longest else { return none }
        let end = story.isComma(subject - 1) ? subject - 1 : subject
        let opener = story.tokens.hashes[first]
        if CueFinder.questions.contains(opener) { return story.isComma(subject - 1) ? first + 1..<end : none }
        guard topics.contains(opener), end - first <= longestPhrase,
            (first + 1..<end).allSatisfy({
                story.isWord($0) || story.tokens.flags[$0].contains(.clitic) || story.isMark($0, UInt8(ascii: "-"))
            })
        else { return none }
        return first + 1..<end
    }

    private static let longest = 40
    private static let longestPhrase = 10
    private static let when: WordSet = ["when", "then"]
    private static let topics: WordSet = ["of", "on", "about", "regarding"]
}
