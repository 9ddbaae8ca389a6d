import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// A pronoun of the third person that stands for one person.
struct Pronoun {
    /// What a pronoun is in its clause.
    enum Role {
        case subject, object, possessive, reflexive
    }

    let gender: Entities.Gender
    let role: Role

    /// Reads a token.
    init?(_ token: Int, in story: Story) {
        guard Self.mayBe(token, in: story), let (gender, role) = Self.words[story.tokens.hashes[token]] else {
            return nil
        }
        self.gender = gender
        // *Her* before another word is mostly *her house*.
        let next = token + 1
        let isObjective =
            next >= story.tokens.count || story.tokens.kinds[next] != .word
            || Self.closesNounPhrase.contains(story.tokens.hashes[next])
        self.role = role == .possessive && gender == .female && isObjective ? .object : role
    }

    /// Whether a word may be a pronoun by its first byte and length: nearly none is, and a look-up costs more.
    private static func mayBe(_ token: Int, in story: Story) -> Bool {
        let first = story.byte(token) | 0x20
        return (first == UInt8(ascii: "h") || first == UInt8(ascii: "s"))
            && story.tokens.ends[token] - story.tokens.starts[token] <= 7
    }

    /// Words that cannot begin what *her* owns.
    private static let closesNounPhrase = WordQuery.english(.clauseBoundary, .neverOwned)
    private static let words = WordTable<(Entities.Gender, Role)>([
        (WordHash("he"), (.male, .subject)), (WordHash("him"), (.male, .object)),
        (WordHash("his"), (.male, .possessive)), (WordHash("himself"), (.male, .reflexive)),
        (WordHash("she"), (.female, .subject)), (WordHash("her"), (.female, .possessive)),
        (WordHash("hers"), (.female, .possessive)), (WordHash("herself"), (.female, .reflexive)),
    ])
}
