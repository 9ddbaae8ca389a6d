import AnalyzerKit
import Linguistics

/// Ties pronouns and descriptions (*she*, *the president*, *the Chinese leader*) to the people named before them.
struct ReferenceResolver {
    private let document: Document
    private let findings: Entities.Findings

    init(_ document: Document, findings: Entities.Findings) {
        self.document = document
        self.findings = findings
    }

    /// The references in the order of the text, outside of mentions.
    ///
    /// - Complexity: O(tokens).
    func references() -> [Entities.Reference] {
        var references: [Entities.Reference] = []
        let tokens = document.tokens
        var roles: [Role: Int] = [:]
        var latest: [Entities.Gender: Latest] = [:]
        var learnt: [Int: Entities.Gender] = [:]
        var mention = 0
        var index = 0
        while index < tokens.count {
            if mention < findings.mentions.count, findings.mentions[mention].tokens.lowerBound == index {
                let found = findings.mentions[mention]
                if findings.entities[found.entityIndex].type == .person {
                    for role in self.roles(of: found) { roles[role] = found.entityIndex }
                    let known = findings.entities[found.entityIndex].gender
                    let gender = known == .unknown ? learnt[found.entityIndex] ?? .unknown : known
                    remember(found.entityIndex, gender, at: index, &latest)
                }
                index = max(index + 1, found.tokens.upperBound)
                mention += 1
                continue
            }
            if let gender = Self.pronouns[tokens.hashes[index]] {
                if let entity = antecedent(gender, at: index, latest, learnt) {
                    learnt[entity] = gender
                    references.append(reference(index..<index + 1, .pronoun, entity))
                    remember(entity, gender, at: index, &latest)
                }
            } else if tokens.hashes[index] == Self.article, let (range, entity) = description(from: index, roles) {
                references.append(reference(range, .nominal, entity))
                remember(entity, findings.entities[entity].gender, at: index, &latest)
                while mention < findings.mentions.count,
                    findings.mentions[mention].tokens.lowerBound < range.upperBound
                { mention += 1 }
                index = range.upperBound
                continue
            }
            index += 1
        }
        return references
    }

    /// Who was spoken of last, and in which paragraph and sentence.
    private struct Latest {
        var entity: Int
        var sentence: Int32
        var paragraph: Int32
        /// Whether the name opened its sentence, as subjects do.
        var isSubject: Bool
    }

    private func remember(
        _ entity: Int, _ gender: Entities.Gender, at token: Int, _ latest: inout [Entities.Gender: Latest]
    ) {
        let structure = document.structure
        let sentence = structure.sentenceOfToken[token]
        let opening = structure.sentences[Int(sentence)].lowerBound
        let isSubject = token - opening <= Self.subjectDistance
        // Within a sentence its subject stays what a pronoun stands for.
        if let before = latest[gender], before.sentence == sentence, before.isSubject, !isSubject { return }
        latest[gender] = Latest(
            entity: entity, sentence: sentence, paragraph: structure.paragraphOfToken[token], isSubject: isSubject)
    }

    private static let subjectDistance = 6
    private static let farthestParagraph: Int32 = 3

    private func antecedent(
        _ gender: Entities.Gender, at token: Int, _ latest: [Entities.Gender: Latest],
        _ learnt: [Int: Entities.Gender]
    ) -> Int? {
        let paragraph = document.structure.paragraphOfToken[token]
        let choices = [latest[gender], latest[.unknown]].compactMap { $0 }.filter {
            guard paragraph - $0.paragraph <= Self.farthestParagraph else { return false }
            let known = learnt[$0.entity]
            return known == nil || known == gender
        }
        return choices.max { ($0.sentence, $0.isSubject ? 1 : 0) < ($1.sentence, $1.isSubject ? 1 : 0) }?.entity
    }

    private func reference(_ range: Range<Int>, _ kind: Entities.Reference.Kind, _ entity: Int) -> Entities.Reference {
        Entities.Reference(range: document.tokens.range(range), tokens: range, kind: kind, entityIndex: entity)
    }

    // MARK: Roles

    /// An office, perhaps with its country: what *the (Chinese) president* asks for.
    private struct Role: Hashable {
        var head: WordHash
        var country: String?
    }

    /// The roles that the words before a name, or after it between commas, give its bearer.
    private func roles(of mention: Entities.Mention) -> [Role] {
        let tokens = document.tokens
        var roles: [Role] = []
        func add(_ head: WordHash, _ country: String?) {
            for name in Self.isOfState.contains(head) ? [head, Self.leader] : [head] {
                roles.append(Role(head: name, country: nil))
                if let country { roles.append(Role(head: name, country: country)) }
            }
        }
        var index = mention.tokens.lowerBound - 1
        var head: WordHash?
        while index >= 0, mention.tokens.lowerBound - index <= 5, !tokens.flags[index + 1].contains(.startsSentence) {
            let hash = tokens.hashes[index]
            if Self.heads.contains(hash) {
                if head == nil { head = hash }
            } else if let head {
                let code = Countries.code(document.text.string(in: tokens[index]))
                add(head, tokens.flags[index].contains(.capitalized) ? code : nil)
                return roles
            } else {
                break
            }
            index -= 1
        }
        if let head {
            add(head, nil)
            return roles
        }
        // Xi Jinping, the president of China, …; Ruth Okafor, the mayor, …
        var next = mention.tokens.upperBound
        guard next + 1 < tokens.count, document.text.bytes[Int(tokens.starts[next])] == UInt8(ascii: ",") else {
            return roles
        }
        next += 1
        let limit = min(next + 4, tokens.count)
        while next < limit, !tokens.flags[next].contains(.startsSentence) {
            if Self.heads.contains(tokens.hashes[next]) {
                add(tokens.hashes[next], nil)
                break
            }
            next += 1
        }
        return roles
    }

    /// The person whom *the … president* stands for.
    private func description(from article: Int, _ roles: [Role: Int]) -> (range: Range<Int>, entity: Int)? {
        let tokens = document.tokens
        var country: String?
        for index in article + 1..<min(article + 4, tokens.count) {
            if tokens.flags[index].contains(.startsSentence) { return nil }
            if Self.heads.contains(tokens.hashes[index]) {
                let next = index + 1
                // *the president of Chad*, *the president's men* name somebody else or something else.
                if next < tokens.count,
                    tokens.hashes[next] == Self.of || Self.heads.contains(tokens.hashes[next])
                        || tokens.flags[next].contains(.capitalized) && !tokens.flags[next].contains(.startsSentence)
                {
                    return nil
                }
                guard let entity = roles[Role(head: tokens.hashes[index], country: country)] else { return nil }
                return (article..<next, entity)
            }
            if tokens.flags[index].contains(.capitalized) {
                country = Countries.code(document.text.string(in: tokens[index]))
                if country == nil { return nil }
            } else if !Self.modifiers.contains(tokens.hashes[index]) {
                return nil
            }
        }
        return nil
    }

    private static let article = WordHash("the")
    private static let of = WordHash("of")
    private static let leader = WordHash("leader")
    private static let pronouns: [WordHash: Entities.Gender] = [
        WordHash("he"): .male, WordHash("him"): .male, WordHash("his"): .male, WordHash("himself"): .male,
        WordHash("she"): .female, WordHash("her"): .female, WordHash("hers"): .female, WordHash("herself"): .female,
    ]
    private static let isOfState = Set(
        ["president", "premier", "chancellor", "minister", "king", "queen", "emperor", "leader"].map {
            WordHash(folding: $0)
        })
    private static let modifiers = Set(
        ["former", "prime", "vice", "deputy", "new", "foreign", "defense", "veteran"].map { WordHash(folding: $0) })
    private static let heads = Set(
        [
            "president", "premier", "chancellor", "minister", "secretary", "senator", "congressman", "congresswoman",
            "governor", "mayor", "judge", "justice", "general", "colonel", "major", "captain", "lieutenant", "sergeant",
            "admiral", "commander", "king", "queen", "prince", "princess", "pope", "cardinal", "archbishop", "bishop",
            "chairman", "chairwoman", "director", "spokesman", "spokeswoman", "ambassador", "coach", "leader",
            "candidate", "envoy", "professor", "analyst", "author", "actor", "actress", "singer", "manager", "striker",
            "goalkeeper", "lawyer", "attorney", "editor", "economist", "founder", "executive", "speaker", "officer",
        ].map { WordHash(folding: $0) })
}
