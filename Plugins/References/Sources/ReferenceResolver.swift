import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// Ties pronouns and descriptions (*she*, *the president*, *the Chinese leader*) to the people named before them.
///
/// A pronoun goes to the most salient of the people named lately whose gender fits, as in Lappin & Leass (1994): near,
/// subject of its sentence, often named, spoken of by pronouns already. Who is speaking is not *he* in his own words, and
/// the subject of a clause is not its *him*. A description goes to who was last given that office (`Roles`).
struct ReferenceResolver {
    private let document: Document
    private let findings: Entities.Findings
    private let reading: NamedReading
    private let speech: Speech

    init(_ document: Document, findings: Entities.Findings) {
        self.document = document
        self.findings = findings
        reading = document.reading.naming(findings.nameSpans(in: document))
        speech = Speech(reading, findings)
    }

    /// The references in the order of the text, outside of mentions but for those inside descriptions.
    ///
    /// - Complexity: O(tokens).
    func references() -> [References.Reference] {
        guard findings.entities.contains(where: { $0.type == .person }) else { return [] }
        let tokens = document.tokens
        let bytes = document.text.bytes
        var references: [References.Reference] = []
        var roles = Roles(document, findings)
        var salience = Salience()
        var mention = 0
        var index = 0
        while index < tokens.count {
            if mention < findings.mentions.count, findings.mentions[mention].tokens.lowerBound == index {
                let found = findings.mentions[mention]
                if findings.entities[found.entityIndex].type == .person {
                    roles.learn(mention)
                    let place = place(of: index, isSubject: Clauses.isInSubject(found.tokens, in: reading.story))
                    salience.note(
                        found.entityIndex, gender: findings.entities[found.entityIndex].gender, place, isName: true)
                }
                index = max(index + 1, found.tokens.upperBound)
                mention += 1
                continue
            }
            if Pronoun.mayBe(from: tokens.starts[index], to: tokens.ends[index], in: bytes),
                let pronoun = Pronoun(index, in: document)
            {
                let place = place(of: index, isSubject: pronoun.role == .subject)
                if let entity = nameToCome(for: pronoun, at: index, before: mention)
                    ?? salience.antecedent(of: pronoun, place, excluding: speech.speaker(at: index))
                {
                    references.append(reference(index..<index + 1, .pronoun, entity))
                    salience.note(entity, gender: pronoun.gender, place, isName: false)
                }
            } else if tokens.hashes[index] == Self.article,
                let (range, entity) = roles.description(from: index), entity != speech.speaker(at: index)
            {
                references.append(reference(range, .nominal, entity))
                let place = place(of: index, isSubject: Clauses.isInSubject(range, in: reading.story))
                salience.note(entity, gender: findings.entities[entity].gender, place, isName: true)
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

    /// Whom *his* stands for in *For his part, Xi said*.
    private func nameToCome(for pronoun: Pronoun, at token: Int, before mention: Int) -> Int? {
        let tokens = document.tokens
        let sentence = document.structure.sentences[Int(document.structure.sentenceOfToken[token])]
        guard pronoun.role == .possessive, token > sentence.lowerBound, token - sentence.lowerBound < 4,
            !speech.isQuoted(token)
        else { return nil }
        let limit = min(token + 6, sentence.upperBound)
        guard
            let comma = (token..<limit).first(where: {
                document.text.bytes[Int(tokens.starts[$0])] == UInt8(ascii: ",")
            }),
            let next = findings.mentions[mention...].prefix(3).first(where: { $0.tokens.lowerBound > comma }),
            next.tokens.lowerBound - comma < 4, next.tokens.lowerBound < sentence.upperBound,
            findings.entities[next.entityIndex].type == .person
        else { return nil }
        let gender = findings.entities[next.entityIndex].gender
        return gender == .unknown || gender == pronoun.gender ? next.entityIndex : nil
    }

    private func place(of token: Int, isSubject: Bool) -> Salience.Place {
        let structure = document.structure
        return Salience.Place(
            token: token, clause: Clauses.start(before: token, in: reading.story),
            sentence: Int(structure.sentenceOfToken[token]), paragraph: Int(structure.paragraphOfToken[token]),
            isSubject: isSubject, isQuoted: speech.isQuoted(token))
    }

    private func reference(
        _ run: Range<Int>, _ kind: References.Reference.Kind, _ entity: Int
    ) -> References.Reference {
        let range = document.tokens.range(run)
        let span = document.span(range)
        return References.Reference(
            start: span.start, end: span.end, text: span.text, kind: kind, entity: findings.entities[entity].id,
            confidence: Self.confidence, range: range, tokens: run, entityIndex: entity)
    }

    private static let article = WordHash("the")
    /// How often a reference is right on annotated documents.
    private static let confidence = 0.8
}

/// A pronoun of the third person that stands for one person.
struct Pronoun {
    /// What a pronoun is in its clause.
    enum Role {
        case subject, object, possessive, reflexive
    }

    let gender: Entities.Gender
    let role: Role

    /// Reads a token.
    init?(_ token: Int, in document: Document) {
        guard let (gender, role) = Self.words[document.tokens.hashes[token]] else { return nil }
        self.gender = gender
        // *Her* before another word is mostly *her house*.
        let next = token + 1
        let isObjective =
            next >= document.tokens.count || document.tokens.kinds[next] != .word
            || Self.closesNounPhrase.contains(document.tokens.hashes[next])
        self.role = role == .possessive && gender == .female && isObjective ? .object : role
    }

    /// Whether a word of these bytes may be a pronoun: nearly none is, and a look-up costs more.
    static func mayBe(from start: Int32, to end: Int32, in bytes: [UInt8]) -> Bool {
        let first = bytes[Int(start)] | 0x20
        return end - start <= 7 && (first == UInt8(ascii: "h") || first == UInt8(ascii: "s"))
    }

    /// Words that cannot begin what *her* owns.
    private static let closesNounPhrase = WordQuery.english(.clauseBoundary, .neverOwned)
    private static let words: [WordHash: (Entities.Gender, Role)] = [
        WordHash("he"): (.male, .subject), WordHash("him"): (.male, .object), WordHash("his"): (.male, .possessive),
        WordHash("himself"): (.male, .reflexive), WordHash("she"): (.female, .subject),
        WordHash("her"): (.female, .possessive), WordHash("hers"): (.female, .possessive),
        WordHash("herself"): (.female, .reflexive),
    ]
}
