import Entities
import Linguistics
import TestSupport
import Testing

@testable import Sentiment

/// Scores that a sentence begins with.
@Suite struct ScoreTests {
    /// The news of each marked side, `b`, `n` or `g`, the sides being of a type.
    private func news(_ marked: String, _ type: Entities.EntityType = .organization) throws -> String {
        var text = NamedText(marked)
        for index in text.entities.mentions.indices { text.entities.mentions[index].type = type }
        return try text.findings().targets.map { $0.news.map { $0.label == .good ? "g" : "b" } ?? "n" }.joined()
    }

    @Test(arguments: [
        ("‹Harriers› 5, ‹Devils› 1: they were cheered.", "gb"), ("‹Wrexham› 1 ‹Barrow› 2", "bg"),
        ("They met on Monday. ‹Harriers› 0, ‹Devils› 1.", "bg"), ("‹Harriers› 2 ‹Devils› 2", "nn"),
        ("They saw ‹Harriers› 5, ‹Devils› 1.", "nn"), ("‹Boeing› 737, ‹Airbus› 320, and others came.", "nn"),
        ("‹Harriers› 5 miles, ‹Devils› 1.", "nn"), ("‹Harriers› 1984, ‹Devils› 1", "nn"),
        ("‹Harriers› 5, ‹Devils›", "nn"),
    ])
    func whoWinsAndLosesHasNews(_ text: String, _ expected: String) throws {
        #expect(try news(text) == expected)
        #expect(try news(text, .location) == expected)
        #expect(try news(text, .person) == "nn")
    }
}
