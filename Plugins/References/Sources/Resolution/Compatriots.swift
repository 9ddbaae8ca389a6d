import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// Tells whom a noun for one of a people or a party, or an age, takes up: *Ross McKie … the Scot said*, *the Lib Dem*, *the 24-year-old*.
extension SourceResolver {
    /// The person whom such a noun takes up: the last of that country, or of none told, of whom the text just spoke.
    ///
    /// Words that stand for a whole people as well (*the French*, *the Swiss*) take up only those of whom the country is told.
    func compatriot(_ words: Range<Int>, _ memory: Memory) -> Source? {
        let head = words.upperBound - 1
        guard (2...Self.longestCompatriot).contains(words.count), chunker.places.isText(head),
            story.tokens.hashes[words.lowerBound] == WordHash("the"), let entity = register.entity(at: head),
            let mention = story.name(ofToken: head), words.lowerBound < story.names[mention].tokens.lowerBound,
            (words.lowerBound + 1..<story.names[mention].tokens.lowerBound).allSatisfy({ !story.isNamed($0) })
        else { return nil }
        let country = Descriptions.country(register, head)
        let isMember = Self.members.contains(story.tokens.hashes[head])
        guard isMember || register.entities[entity].type == .miscellaneous && country != nil else { return nil }
        let isPeople =
            Self.peoples.contains { story.hasSuffix(head, $0) } || story.tokens.hashes[head] == WordHash("swiss")
        if story.hasSuffix(head, "s"), !isPeople { return nil }
        return inMind(words, gender(ofCompatriot: head), memory) { name in
            let countries = descriptions.person(name).countries
            if let country, countries.contains(country) { return .is }
            return isMember || countries.isEmpty && !isPeople ? .maybe : .isNot
        }
    }

    /// The person whom *the 17-year-old* takes up: whose age is told as that, or, where nobody's is, whoever is in mind.
    func aged(_ words: Range<Int>, _ memory: Memory) -> Source? {
        guard (2...Self.longestCompatriot).contains(words.count), chunker.places.isText(words.lowerBound),
            story.tokens.hashes[words.lowerBound] == WordHash("the"), let age = age(in: words),
            age.upperBound == words.upperBound
        else { return nil }
        return inMind(words, .unknown, memory) { name in
            switch toldAge(of: name) {
            case nil: .maybe
            case story.tokens.hashes[age.lowerBound]: .is
            default: .isNot
            }
        }
    }

    /// The person whom such a noun or an age stands for as the subject at an article: *‹The 24-year-old›, who had come in June, scored*.
    func shown(from article: Int, _ memory: Memory) -> (words: Range<Int>, source: Source)? {
        let limit = min(story.tokens.count, article + Self.longestCompatriot)
        guard article + 1 < limit else { return nil }
        var end = article + 1
        while end < limit, !story.isNamed(end), story.tokens.kinds[end] != .number { end += 1 }
        guard end < limit else { return nil }
        if let name = story.name(ofToken: end) {
            end = story.names[name].tokens.upperBound
        } else if let age = age(in: end..<limit) {
            end = age.upperBound
        } else {
            return nil
        }
        let words = article..<end
        guard words.count <= Self.longestCompatriot, story.exists(end), Clauses.isSubject(words, in: story),
            !story.tokens.flags[end].contains(.startsSentence), !story.tokens.flags[end].contains(.clitic),
            story.isComma(end)
                || !story.classes[end].isDisjoint(with: [.auxiliary, .verb, .cueVerb, .relative, .adverb])
                || story.hasSuffix(end, "ed"),
            let source = compatriot(words, memory) ?? aged(words, memory)
        else { return nil }
        return (words, source)
    }

    /// The tokens of *17-year-old* in a run, the number first.
    private func age(in words: Range<Int>) -> Range<Int>? {
        guard let number = words.first(where: { story.tokens.kinds[$0] == .number }) else { return nil }
        for end in number + 1...min(number + 5, words.upperBound)
        where story.words(number..<end).hasSuffix("-year-old") { return number..<end }
        return nil
    }

    /// The age told beside a name: *Ann Lee, 17,*, *17-year-old Ann Lee*.
    private func toldAge(of name: NameTable.Name) -> WordHash? {
        guard case .entity(let entity) = name.id else { return nil }
        for index in table.names.indices.prefix(Self.mostNames) where table.names[index].entity == entity {
            let tokens = table.names[index].tokens
            let behind = tokens.upperBound + 1
            if story.exists(behind + 1), story.isComma(behind - 1), story.tokens.kinds[behind] == .number,
                story.isComma(behind + 1) || story.isStop(behind + 1)
            {
                return story.tokens.hashes[behind]
            }
            let first = max(0, tokens.lowerBound - 6)
            if let age = age(in: first..<tokens.lowerBound), age.upperBound == tokens.lowerBound {
                return story.tokens.hashes[age.lowerBound]
            }
        }
        return nil
    }

    private enum Fit { case `is`, maybe, isNot }

    /// Whoever of those named last fits best: of whom it is told, else who spoke last or is a subject, or the only one, shortly
    /// before.
    private func inMind(
        _ words: Range<Int>, _ wanted: Entities.Gender, _ memory: Memory, fit: (NameTable.Name) -> Fit
    ) -> Source? {
        var best: (source: Source, score: Int)?
        let names = table.names
        for index in stride(from: table.index(from: words.lowerBound) - 1, through: 0, by: -1) {
            let name = names[index]
            let distance = words.lowerBound - name.tokens.lowerBound
            guard distance < Self.compatriotReach else { break }
            guard chunker.places.isText(name.tokens.lowerBound), !memory.told.contains(name.id),
                wanted == .unknown || name.gender == .unknown || name.gender == wanted
            else { continue }
            let fit = fit(name)
            guard fit != .isNot else { continue }
            let isInMind = memory.last?.id == name.id || Clauses.isSubject(name.tokens, in: story) || isAlone(name)
            let sentences =
                story.structure.sentenceOfToken[words.lowerBound]
                - story.structure.sentenceOfToken[name.tokens.lowerBound]
            guard fit == .is || isInMind && (1...Self.nearSentences).contains(sentences) else { continue }
            var score = -distance
            if fit == .is { score += 100 }
            if memory.last?.id == name.id { score += 50 }
            if Clauses.isSubject(name.tokens, in: story) { score += 30 }
            if story.paragraphOfToken[name.tokens.lowerBound] == story.paragraphOfToken[words.lowerBound] {
                score += 40
            }
            if score > best?.score ?? Int.min { best = (source(name.tokens, name), score) }
        }
        guard var found = best?.source else { return nil }
        found.words = words
        found.isDescribed = true
        return found
    }

    /// Whether nobody else is named in the sentence of a name.
    private func isAlone(_ name: NameTable.Name) -> Bool {
        let sentence = story.structure.sentences[Int(story.structure.sentenceOfToken[name.tokens.lowerBound])]
        return table.names[table.index(from: sentence.lowerBound)...].prefix(Self.mostInSentence).prefix {
            $0.tokens.lowerBound < sentence.upperBound
        }
        .allSatisfy { $0.id == name.id }
    }

    private func gender(ofCompatriot head: Int) -> Entities.Gender {
        if story.hasSuffix(head, "woman") { return .female }
        return story.hasSuffix(head, "man") && story.tokens.hashes[head] != WordHash("german") ? .male : .unknown
    }

    private static let longestCompatriot = 6
    private static let mostNames = 300
    private static let mostInSentence = 12
    /// Nouns for members of parties that names may be taken for.
    private static let members = WordQuery.english(.partyMember)
    private static let compatriotReach = 150
    private static let nearSentences: Int32 = 3
    /// How words end that stand for a whole people.
    private static let peoples: [StaticString] = ["sh", "ch", "ese"]
}
