import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// Members of a group that is named by what they are: *Brokers … One said*, *two officials … the other said*.
extension SourceResolver {
    /// The group that *one*, *another*, *some of them*, *the other* is a part of; the last people described, if they are no
    /// more than a sentence or two away.
    ///
    /// The speaker is named by the group's words, since the words used tell nobody.
    func group(of words: Range<Int>) -> Source? {
        guard isMember(words) else { return nil }
        let sentences = story.structure.sentenceOfToken
        let first = words.lowerBound
        var best: (member: Cast.Member, score: Int)?
        let end = cast.count(before: first)
        for index in stride(from: end - 1, through: max(0, end - Self.candidates), by: -1) {
            let member = cast.members[index]
            let distance = Int(sentences[first] - sentences[member.tokens.lowerBound])
            guard distance <= Self.mostSentences, story.paragraphOfToken[first] - paragraph(of: member) <= 1 else {
                break
            }
            guard member.isPlural, !member.isPronoun, member.name == nil, member.entity == nil, isPeople(member),
                member.tokens.upperBound <= first, chunker.places.areSame(member.tokens.lowerBound, first)
            else { continue }
            let score = -10 * distance + (member.isSubject ? 12 : 0)
            if score > best?.score ?? Int.min { best = (member, score) }
        }
        guard let member = best?.member else { return nil }
        var source = nominal(member.tokens, head: member.tokens.upperBound - 1)
        source.words = words
        source.isDescribed = true
        return source
    }

    private func paragraph(of member: Cast.Member) -> Int32 { story.paragraphOfToken[member.tokens.lowerBound] }

    /// Whether some words tell one or several of a group, and not of which.
    private func isMember(_ words: Range<Int>) -> Bool {
        let hashes = story.tokens.hashes
        let first = words.lowerBound
        guard words.count <= 3, story.nameOfToken[first] < 0 else { return false }
        switch words.count {
        case 1: return isSome(first)
        case 2: return hashes[first] == WordHash("the") && Self.others.contains(hashes[first + 1])
        default:
            return isSome(first) && hashes[first + 1] == WordHash("of")
                && hashes[first + 2] == WordHash("them")
        }
    }

    private func isSome(_ token: Int) -> Bool {
        Self.one.contains(story.tokens.hashes[token]) || Self.several.contains(story.tokens.hashes[token])
    }

    private static let one: WordSet = ["one", "another"]
    private static let several: WordSet = ["some", "others", "several", "many"]
    private static let others: WordSet = ["other", "others"]
    private static let mostSentences = 2

    /// Whether a description is of people: by a noun that can speak, or by its ending.
    private func isPeople(_ member: Cast.Member) -> Bool {
        let head = member.tokens.upperBound - 1
        return !story.classes[head].isDisjoint(with: [.personNoun, .sourceNoun])
            || Self.people.contains(story.tokens.hashes[head])
            || Self.endings.contains { story.hasSuffix(head, $0) }
    }

    private static let people = WordQuery.english(.actingNoun)
    /// Parts of words, so no rows of the table of words.
    private static let endings: [StaticString] = ["ers", "ors", "ists", "ians", "ents", "ees", "men", "ants"]
}
