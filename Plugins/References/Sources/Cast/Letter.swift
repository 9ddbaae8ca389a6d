import Discourse
import Linguistics

/// Whom a letter is to and whom it is from.
enum Letter {
    /// Whether words stand in a greeting or a signature, and so name whoever reads or writes, not whom the text tells of.
    static func isFrame(_ tokens: Range<Int>, _ story: Story) -> Bool {
        story.blocks.kind(ofToken: tokens.lowerBound) == .greeting
            || story.blocks.isAside(story.tokens.range(tokens.lowerBound..<tokens.lowerBound + 1))
    }

    /// Whoever the letter greets, and whoever signs it; nil where it greets nobody.
    static func people(_ story: Story, _ table: NameTable) -> (reader: NameTable.Name, writer: NameTable.Name?)? {
        guard let reader = table.names.first(where: { story.blocks.kind(ofToken: $0.tokens.lowerBound) == .greeting })
        else { return nil }
        let writer = table.names.first {
            $0.tokens.lowerBound > reader.tokens.upperBound && isFrame($0.tokens, story)
        }
        return (reader, writer)
    }
}
