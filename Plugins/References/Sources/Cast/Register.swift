import AnalyzerKit
import Discourse
package import Entities
import Linguistics

/// Whom the names of a story name: its entities, their mentions, and what else stands for them.
package final class Register: Sendable {
    package let entities: [Entities.Entity]
    /// The mentions; the story's names are these, index for index.
    package let mentions: [Entities.Mention]
    package let references: [References.Reference]
    /// For each token the index of the reference it belongs to, or −1.
    let referenceOfToken: ContiguousArray<Int32>
    private let story: Story

    init(_ story: Story, _ findings: References.Findings) {
        self.story = story
        entities = findings.names.entities
        mentions = findings.names.mentions
        references = findings.references
        var owners = ContiguousArray<Int32>(repeating: -1, count: story.tokens.count)
        for (index, reference) in findings.references.enumerated() {
            for token in reference.tokens where token < owners.count { owners[token] = Int32(index) }
        }
        referenceOfToken = owners
    }

    /// The entity of the mention at a token.
    func entity(at token: Int) -> Int? {
        let mention = story.nameOfToken[token]
        guard mention >= 0 else { return nil }
        let index = mentions[Int(mention)].entityIndex
        return index >= 0 && index < entities.count ? index : nil
    }
}
