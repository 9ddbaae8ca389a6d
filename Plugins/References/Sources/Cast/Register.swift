import AnalyzerKit
import Discourse
package import Entities
import Linguistics

/// Whom the names of a story name: its entities, their mentions, and what else stands for them.
package final class Register: Sendable {
    package let entities: [Entities.Entity]
    /// The mentions; the story's names are these, index for index.
    package let mentions: [Entities.Mention]
    private let story: Story

    init(_ story: Story, _ names: Entities.Findings) {
        self.story = story
        entities = names.entities
        mentions = names.mentions
    }

    /// The entity of the mention at a token.
    func entity(at token: Int) -> Int? {
        let mention = story.nameOfToken[token]
        guard mention >= 0 else { return nil }
        return mentions[Int(mention)].entityIndex.flatMap { entities.indices.contains($0) ? $0 : nil }
    }
}
