import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// Whom *he*, *she*, *it* and *they* stand for.
///
/// Every name and description before the pronoun that agrees with it is scored by its distance, its place in the
/// sentence, how it names its bearer and whether that one spoke last.
extension SourceResolver {
    static let reach = 250
    static let candidates = 48
    /// What it is worth to have been asked, for whoever replies.
    private static let askedScore = 50

    func pronoun(_ words: Range<Int>, _ memory: Memory, isReply: Bool = false) -> Source {
        let token = words.lowerBound
        if let told = insertion(after: words.upperBound) { return told }
        let bare = bare(words)
        guard !bare.isFirstPerson, let wanted = Self.genders[story.tokens.hashes[token]] else { return bare }
        var best: (source: Source, score: Int)?
        func consider(_ source: Source, _ score: Int) {
            if score > best?.score ?? Self.least { best = (source, score) }
        }
        let object = Pronoun(token, in: story)?.role == .object ? Clauses.start(before: token, in: story) : nil
        let last = object == nil ? memory.last : nil
        let isNested = !chunker.places.isText(token)
        if let last, !isNested, !last.isFirstPerson, agrees(last, wanted, memory) {
            consider(
                last,
                lastScore(last, token, isReply) + recency(last.words.lowerBound, token) + toldScore(last, memory))
        }
        let end = cast.count(before: token)
        for index in stride(from: end - 1, through: max(0, end - Self.candidates), by: -1) {
            let member = cast.members[index]
            guard token - member.tokens.lowerBound < Self.reach else { break }
            guard !member.isPronoun || member.entity != nil && chunker.places.isText(member.tokens.lowerBound) else {
                continue
            }
            guard member.tokens.upperBound <= token, let fit = fit(member, wanted, memory) else { continue }
            if let object, isSubject(member, of: object) { continue }
            var score = fit + place(of: member, for: token)
            if isReply, let asked = memory.asked?.id, id(of: member) == asked { score += Self.askedScore }
            guard score > best?.score ?? Self.least else { continue }
            let source = source(member)
            score += toldScore(source, memory)
            guard score > best?.score ?? Self.least else { continue }
            guard !isNested || source.id != last?.id, !source.isDescribed || agrees(source, wanted, memory) else {
                continue
            }
            if let last, source.id == last.id { score += lastScore(last, token, isReply) }
            consider(source, score)
        }
        guard var found = best?.source else { return bare }
        found.words = words
        found.isPronoun = true
        return found
    }

    /// Whether a member is the subject of the clause that begins at a token, and so not its *him*.
    private func isSubject(_ member: Cast.Member, of clause: Int) -> Bool {
        member.isSubject && member.tokens.lowerBound >= clause
    }

    /// What a member's place in the text is worth to a pronoun at a token.
    func place(of member: Cast.Member, for token: Int) -> Int {
        var score = recency(member.tokens.lowerBound, token)
        if member.isSubject {
            score += member.kind != .description && opensSentence(member, of: token) ? 32 : 14
        } else if story.structure.sentenceOfToken[member.tokens.lowerBound]
            == story.structure.sentenceOfToken[token]
        {
            score -= 8
        }
        score += setting(of: member, for: token)
        if story.isOwner(member.tokens), !member.isSubject { score -= 15 }
        if member.isPronoun { score -= 6 }
        return score
    }

    /// The name that an editor puts behind a pronoun: *He [Howe] told me*.
    private func insertion(after token: Int) -> Source? {
        guard story.isMark(token, UInt8(ascii: "[")) else { return nil }
        let index = table.index(from: token + 1)
        guard index < table.names.count, table.names[index].tokens.lowerBound == token + 1 else { return nil }
        return source(token - 1..<token, table.names[index])
    }

    /// A pronoun that stands for nobody known.
    package func bare(_ words: Range<Int>) -> Source {
        var source = nominal(words, head: words.lowerBound)
        source.isPronoun = true
        source.isFirstPerson = story.classes[words.lowerBound].contains(.firstOrSecondPerson)
        return source
    }

    /// Somebody without a name, by the words used.
    package func described(_ words: Range<Int>) -> Source { nominal(words, head: head(of: words)) }

    /// Whether a member opens the sentence that a later token stands in.
    private func opensSentence(_ member: Cast.Member, of token: Int) -> Bool {
        let structure = story.structure
        let sentence = structure.sentenceOfToken[token]
        return structure.sentenceOfToken[member.tokens.lowerBound] == sentence
            && member.tokens.lowerBound - structure.sentences[Int(sentence)].lowerBound <= 2
    }

    /// What it is worth to have spoken last; who replies is somebody else.
    func lastScore(_ last: Source, _ token: Int, _ isReply: Bool) -> Int {
        let distance = token - last.words.lowerBound
        guard distance < 150 else { return 0 }
        if isReply { return -20 }
        let near =
            story.structure.sentenceOfToken[token]
            - story.structure.sentenceOfToken[last.words.lowerBound] <= 1
        return 26 + (near ? 12 : 0)
    }

    /// What it costs to be named in the words that the pronoun's bearer says: *"Ann Lee lied," he said*, *he called Lee a liar*.
    func toldScore(_ source: Source, _ memory: Memory) -> Int {
        memory.told.contains(source.id) ? -Self.toldLoss : 0
    }

    static let toldLoss = 200

    /// Those named in a run of tokens.
    package func sources(namedIn run: Range<Int>) -> Set<SourceID> {
        var sources: Set<SourceID> = []
        for member in cast.members[cast.count(before: run.lowerBound)...] {
            guard member.tokens.lowerBound < run.upperBound else { break }
            if let name = member.name {
                sources.insert(table.names[name].id)
            } else if let entity = member.entity, !member.isPronoun {
                sources.insert(.entity(entity))
            }
        }
        return sources
    }

    private func recency(_ place: Int, _ token: Int) -> Int {
        let structure = story.structure
        let sentences = Int(structure.sentenceOfToken[token] - structure.sentenceOfToken[place])
        let paragraphs = Int(story.paragraphOfToken[token] - story.paragraphOfToken[place])
        return -9 * min(sentences, 8) - 5 * min(paragraphs, 4)
    }

    /// Where a member stands: what is named only inside somebody's words is seldom taken up outside, and the reverse.
    private func setting(of member: Cast.Member, for token: Int) -> Int {
        let other = member.tokens.lowerBound
        if chunker.places.areSame(token, other) { return 0 }
        let isNamed = identity(of: member) != nil
        if chunker.places.isText(token) { return isNamed ? -40 : -90 }
        return chunker.places.isText(other) ? isNamed ? -28 : -40 : -6
    }

    /// How well a member agrees with a pronoun; `nil` where it doesn't.
    func fit(_ member: Cast.Member, _ wanted: Entities.Gender, _ memory: Memory) -> Int? {
        switch wanted {
        case .male, .female:
            var gender = member.gender
            if gender == .unknown, let name = member.name {
                gender = memory.genders[table.names[name].id] ?? .unknown
            }
            guard !member.isPlural, gender == .unknown || gender == wanted else { return nil }
            let known = gender == wanted ? 10 : 0
            switch member.kind {
            case .person:
                // A capitalised run that no title shows to be a person's name may be a work's or a thing's.
                let isDoubtful = known == 0 && member.name.map { table.names[$0].entity == nil } == true
                return isDoubtful ? -6 : 12 + known
            case .describedPerson:
                if let bearer = bearer(of: member) {
                    return bearer.gender == .unknown || bearer.gender == wanted
                        ? 12 + (bearer.gender == wanted ? 10 : 0) : nil
                }
                return 2 + known
            case .description:
                let head = member.tokens.upperBound - 1
                if story.isCapitalized(head), !story.tokens.flags[head].contains(.allCapitals) {
                    return member.isSubject ? -8 : -30
                }
                return isThing(member) ? nil : -45
            default: return nil
            }
        case .neuter:
            guard !member.isPlural else { return nil }
            switch member.kind {
            case .body: return 12
            case .describedBody: return 6
            case .place: return 0
            case .description where member.isSubject: return -8
            default: return nil
            }
        default:
            if member.isPlural { return member.kind == .describedBody ? 8 : -6 }
            switch member.kind {
            case .body: return 0
            case .describedBody: return -4
            default: return nil
            }
        }
    }

    /// Whether a description is of no person or animal: *the decision*, *his style*.
    private func isThing(_ member: Cast.Member) -> Bool {
        let first = member.tokens.lowerBound
        return story.tokens.hashes[first] == WordHash("that") || story.tokens.hashes[first] == WordHash("this")
            || story.classes[first].contains(.possessive) && story.classes[first].isDisjoint(with: .firstOrSecondPerson)
            || NounGender.isThing(story, member.tokens.upperBound - 1)
    }

    /// Who a named member is; `nil` for a description.
    package func id(of member: Cast.Member) -> SourceID? {
        if let name = member.name { return table.names[name].id }
        return member.entity.map { .entity($0) }
    }

    /// Who a member is by name: named there, or described by the office that the text gives him.
    func identity(of member: Cast.Member) -> SourceID? { id(of: member) ?? bearer(of: member)?.id }

    /// Whom a description is known to stand for: *the minister* where one is named.
    private func bearer(of member: Cast.Member) -> Source? {
        guard member.kind == .describedPerson, let found = answers[member.tokens.upperBound - 1],
            found.entities.count == 1, found.kind == .person
        else { return nil }
        return found
    }

    /// The source that a member of the cast is.
    package func source(_ member: Cast.Member) -> Source {
        if let name = member.name { return source(member.tokens, table.names[name]) }
        if let entity = member.entity { return named(member.tokens, [entity]) }
        return source(member.tokens, Memory())
    }

    /// The gender that a pronoun asks for.
    func gender(ofPronoun token: Int) -> Entities.Gender? { Self.genders[story.tokens.hashes[token]] }

    private static let least = -80
    /// What it is worth that the entities' own resolver says so too.
    static let tie = 12
    private static let genders: [WordHash: Entities.Gender] = [
        WordHash("he"): .male, WordHash("his"): .male, WordHash("him"): .male,
        WordHash("she"): .female, WordHash("her"): .female,
        WordHash("they"): .plural, WordHash("their"): .plural, WordHash("them"): .plural,
        WordHash("it"): .neuter, WordHash("its"): .neuter,
    ]

    func agrees(_ source: Source, _ wanted: Entities.Gender, _ memory: Memory) -> Bool {
        switch wanted {
        case .plural:
            return source.isPlural || source.entities.count > 1 || source.kind == .body || source.kind == .describedBody
        case .neuter:
            return !source.isPlural && source.kind != .person && source.kind != .describedPerson
                && source.entities.count <= 1
        default:
            guard source.entities.count <= 1, !source.isPlural else { return false }
            switch source.kind {
            case .person, .describedPerson:
                let gender = source.gender == .unknown ? memory.genders[source.id] ?? .unknown : source.gender
                return gender == wanted || gender == .unknown
            default: return false
            }
        }
    }
}
