import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// Somebody named or described whom a pronoun or a description may take up.
package struct Antecedent {
    package var source: Source
    /// What the resolver finds him worth; comparable among those of the same words.
    package var score: Int
    package var isSubject: Bool
    package var spokeLast: Bool
    /// Whether the text shows his gender or number, and it is what the words ask for.
    package var agrees: Bool
    /// Whether the entities' own resolver ties the words to him.
    package var isTied: Bool
    /// Whether he was asked just before, where the words' verb is one of replying.
    package var wasAsked = false
    /// How many sentences before the words he was last named, or how many behind them he is named first.
    package var sentences: Int
    /// Whether he is named behind the words only.
    package var isLater = false
    /// Whether his name opens its sentence.
    package var opensSentence = false
    /// How often he was named, described or taken up among the members looked at.
    package var mentions = 1
    /// Whether a pronoun took him up in this sentence or the one before.
    package var isInMind = false
    package var isInParagraph = false
}

/// All whom a pronoun or a description may take up, not the likeliest alone.
extension SourceResolver {
    private static let mostAntecedents = 6

    /// Those before some words who agree with them, the likeliest first; whom a description takes up has been named.
    ///
    /// - Complexity: Looks at no more names than the resolver does.
    package func antecedents(of words: Range<Int>, last: Source?) -> [Antecedent] {
        guard !words.isEmpty, let wanted = gender(askedBy: words) else { return [] }
        let token = words.lowerBound
        let isPronoun = words.count == 1 && story.classes[token].contains(.subjectPronoun)
        let tied = answers[head(of: words)]
        let memory = Memory(last: last)
        var found: [Found] = []
        let sentences = story.structure.sentenceOfToken
        let end = cast.count(before: token)
        for index in stride(from: end - 1, through: max(0, end - Self.candidates), by: -1) {
            let member = cast.members[index]
            guard token - member.tokens.lowerBound < Self.reach else { break }
            guard member.tokens.upperBound <= token, !member.isPronoun || member.entity != nil,
                let fit = wanted == .unknown ? anyPerson(member) : fit(member, wanted, memory)
            else { continue }
            let named = identity(of: member)
            guard named != nil || isPronoun && member.kind != .description else { continue }
            var score = fit + place(of: member, for: token)
            if let named, topics[token]?.contains(named) == true { score -= Self.toldLoss }
            let id = named ?? Self.id(ofDescription: member, in: story)
            let isInMind = member.isPronoun && sentences[token] - sentences[member.tokens.lowerBound] <= 1
            if let same = found.firstIndex(where: { $0.id == id }) {
                if score > found[same].score { found[same].score = score }
                found[same].mentions += 1
                if isInMind { found[same].isInMind = true }
            } else {
                found.append(Found(member: member, index: index, id: id, score: score, fit: fit, isInMind: isInMind))
            }
        }
        return found.sorted { ($1.score, $0.index) < ($0.score, $1.index) }.prefix(Self.mostAntecedents).map {
            let member = $0.member
            var source = identity(of: member) == nil ? nominal(member) : source(member)
            let isTied = tied?.id == source.id
            let spokeLast = source.id == last?.id
            var score = $0.score + (isTied ? Self.tie : 0)
            if spokeLast, let last { score += lastScore(last, token, false) }
            source.words = words
            source.isPronoun = isPronoun
            source.isDescribed = !source.isPronoun
            return Antecedent(
                source: source, score: score, isSubject: member.isSubject, spokeLast: spokeLast,
                agrees: $0.fit >= 20, isTied: isTied,
                wasAsked: asked[token] == source.id,
                sentences: Int(sentences[token] - sentences[member.tokens.lowerBound]), mentions: $0.mentions,
                isInMind: $0.isInMind,
                isInParagraph: story.paragraphOfToken[token] == story.paragraphOfToken[member.tokens.lowerBound])
        }
    }

    /// Somebody who agrees, by the last member that stands for him.
    private struct Found {
        var member: Cast.Member
        var index: Int
        var id: SourceID
        var score: Int
        var fit: Int
        var mentions = 1
        var isInMind: Bool
    }

    private static let laterReach = 80
    private static let mostLater = 3

    /// Those named for the first time behind a description that may be theirs, the nearest first.
    package func laterAntecedents(of words: Range<Int>) -> [Antecedent] {
        let head = head(of: words)
        guard !words.isEmpty, story.isWord(head), story.nameOfToken[head] < 0, !story.isPluralNoun(head) else {
            return []
        }
        let isPerson = story.classes[head].contains(.personNoun)
        guard isPerson || story.classes[head].contains(.sourceNoun) else { return [] }
        let wanted = isPerson ? NounGender.of(story.tokens.hashes[head]) : .neuter
        let structure = story.structure
        var found: [Antecedent] = []
        for member in cast.members[cast.count(before: words.upperBound)...] {
            let first = member.tokens.lowerBound
            guard first - words.upperBound < Self.laterReach, found.count < Self.mostLater,
                story.paragraphOfToken[first] - story.paragraphOfToken[words.lowerBound] <= 1
            else { break }
            guard let id = id(of: member), !member.isPronoun, !member.isPlural,
                isPerson ? member.kind == .person : member.kind == .body,
                wanted == .unknown || member.gender == .unknown || member.gender == wanted,
                chunker.places.areSame(first, words.lowerBound), !found.contains(where: { $0.source.id == id })
            else { continue }
            var source = source(member)
            source.words = words
            source.isDescribed = true
            let sentence = structure.sentenceOfToken[first]
            found.append(
                Antecedent(
                    source: source, score: 0, isSubject: member.isSubject, spokeLast: false,
                    agrees: isPerson && wanted != .unknown && member.gender == wanted, isTied: false,
                    sentences: Int(sentence - structure.sentenceOfToken[words.lowerBound]), isLater: true,
                    opensSentence: first - structure.sentences[Int(sentence)].lowerBound <= Self.longestTitle))
        }
        return found
    }

    /// How many words of office and rank may stand before a name that opens its sentence.
    private static let longestTitle = 4

    /// What a pronoun or a definite description asks of whom it takes up, unknown for any person; `nil` if it takes up
    /// nobody.
    private func gender(askedBy words: Range<Int>) -> Entities.Gender? {
        let first = words.lowerBound
        if words.count == 1, let gender = gender(ofPronoun: first) { return gender }
        let head = head(of: words)
        guard words.count <= 8, isDefinite(words), story.nameOfToken[head] < 0, !story.isPluralNoun(head)
        else { return nil }
        if story.classes[head].contains(.personNoun) { return NounGender.of(story.tokens.hashes[head]) }
        return story.classes[head].contains(.sourceNoun) ? .neuter : nil
    }

    /// A member described, by the words used.
    private func nominal(_ member: Cast.Member) -> Source { nominal(member.tokens, head: member.tokens.upperBound - 1) }

    /// Who that is.
    private static func id(ofDescription member: Cast.Member, in story: Story) -> SourceID {
        .description(story.tokens.hashes[member.tokens.upperBound - 1])
    }

    /// How well a member fits a noun that tells no gender: *the president*.
    private func anyPerson(_ member: Cast.Member) -> Int? { member.kind == .person && !member.isPlural ? 12 : nil }
}
