import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// Tells which entities a noun phrase, a title or a pronoun stands for.
package struct SourceResolver: Sendable {
    let story: Story
    let register: Register
    let chunker: Chunker
    package let table: NameTable
    let descriptions: Descriptions
    package var cast: Cast
    /// Whom the pronouns and, by their last words, the descriptions stand for that have been resolved already.
    var answers: [Int: Source] = [:]
    /// Who was asked just before the pronouns that are said to reply.
    var asked: [Int: SourceID] = [:]
    /// Those named in what the sentence is about before the pronouns: *Of ‹Carver›, he said*.
    var topics: [Int: Set<SourceID>] = [:]

    init(
        _ story: Story, _ register: Register, _ chunker: Chunker, _ table: NameTable, _ descriptions: Descriptions
    ) {
        self.story = story
        self.register = register
        self.chunker = chunker
        self.table = table
        self.descriptions = descriptions
        cast = Cast(story, register, table)
    }

    /// Who a phrase stands for; pronouns and descriptions take up somebody named before.
    package func source(_ words: Range<Int>, _ memory: Memory, isReply: Bool = false) -> Source {
        if let group = group(of: words) { return group }
        if words.count > 2, let last = words.last, story.nameOfToken[last] < 0, story.nameOfToken[last - 1] >= 0,
            NameWords.honours.contains(story.tokens.hashes[last])
        {
            var source = source(words.dropLast(), memory, isReply: isReply)  // "James Whitfield KC"
            source.words = words
            return source
        }
        let head = head(of: words)
        if words.count == 1, !story.classes[words.lowerBound].isDisjoint(with: [.subjectPronoun, .possessive]),
            story.nameOfToken[words.lowerBound] < 0
                || story.classes[words.lowerBound].contains(.firstOrSecondPerson),
            !story.classes[words.lowerBound].contains(.determiner)
        {
            return answers[words.lowerBound] ?? pronoun(words, memory, isReply: isReply)
        }
        let joint = jointEntities(words)
        if joint.count > 1 { return named(words, joint) }
        if let joint = jointNames(words) { return joint }
        if let person = personAtEnd(of: words) { return named(words, [person]) }
        if let shown = compatriot(words, memory) ?? aged(words, memory) { return appositive(after: words) ?? shown }
        if let entity = register.entity(at: head) { return named(words, [entity]) }
        if let name = unrecognised(words, head: head) { return name }
        if let body = body(before: head, in: words) { return body }
        if let appositive = appositive(after: words) ?? name(before: words, head: head) { return appositive }
        if var found = answers[head], !memory.told.contains(found.id) {
            found.words = words
            found.isDescribed = true
            return found
        }
        if let author = author(of: words, head: head, memory) { return author }
        return described(words, head: head, memory) ?? pair(words) ?? nominal(words, head: head)
    }

    func named(_ words: Range<Int>, _ entities: [Int]) -> Source {
        let name =
            entities.count == 1
            ? register.entities[entities[0]].name
            : entities.map { register.entities[$0].name }.joined(separator: " and ")
        var source = Source(
            words: words, entities: entities, name: name, id: SourceID(entities: entities), isPlural: entities.count > 1
        )
        if let first = entities.first {
            let entity = register.entities[first]
            switch entity.type {
            case .person: source.kind = .person
            case .organization: source.kind = .body
            case .location: source.kind = .place
            case .miscellaneous: source.kind = .otherName
            }
            source.gender = entity.gender
        }
        return source
    }

    /// Who a name names.
    package func source(_ words: Range<Int>, _ name: NameTable.Name) -> Source {
        if let entity = name.entity { return named(words, [entity]) }
        let full = table.fullest(name.last) ?? name.tokens
        return Source(
            words: words, entities: [], name: story.words(full), id: name.id, kind: .person,
            isUnrecognisedPerson: true, gender: table.gender(name.last))
    }

    /// The person whose name ends a phrase, though the recogniser left it unmarked there.
    private func unrecognised(_ words: Range<Int>, head: Int) -> Source? {
        guard story.isCapitalized(head), story.nameOfToken[head] < 0 else { return nil }
        let index = table.index(from: words.lowerBound)
        return table.names[index...].prefix(3).first { $0.tokens.upperBound == head + 1 }.map { source(words, $0) }
    }

    /// The others who bear the surname that some words give alone: *Brandt* where Anna and Paul Brandt are named.
    package func namesakes(of source: Source) -> [Source] {
        guard source.entities.count == 1, let last = source.words.last, !source.isDescribed,
            source.words.dropLast().allSatisfy({ story.classes[$0].contains(.honorific) })
        else { return [] }
        return table.bearers(of: story.tokens.hashes[last]).filter { $0 != source.entities[0] }.prefix(
            Self.mostNamesakes
        )
        .map { named(source.words, [$0]) }
    }

    private static let mostNamesakes = 3

    func nominal(_ words: Range<Int>, head: Int) -> Source {
        let classes = story.classes[head]
        var source = Source(
            words: words, entities: [], name: story.words(words),
            id: .description(story.tokens.hashes[head]),
            isPlural: story.isPluralNoun(head), gender: NounGender.of(story.tokens.hashes[head]))
        let isName = story.isCapitalized(head) && (words.count > 1 || classes.isEmpty && !source.isPlural)
        if classes.contains(.personNoun) || isName {
            source.kind = .describedPerson  // a Crow as well
        } else if classes.contains(.sourceNoun) {
            source.kind = .describedBody
        }
        return source
    }

    /// The last token of the first base phrase: *minister* of *the minister for trade*.
    func head(of words: Range<Int>) -> Int {
        var index = words.lowerBound
        while index < words.upperBound {
            if index > words.lowerBound, story.classes[index].contains(.preposition), story.nameOfToken[index] < 0 {
                return index - 1
            }
            index += 1
        }
        return words.upperBound - 1
    }

    private func jointEntities(_ words: Range<Int>) -> [Int] {
        guard words.contains(where: { story.tokens.hashes[$0] == WordHash("and") && story.nameOfToken[$0] < 0 })
        else { return [] }
        var found: [Int] = []
        var hasJoint = false
        for token in words {
            if let entity = register.entity(at: token) {
                let next = token + 1
                let isHead =
                    next >= words.upperBound
                    || story.nameOfToken[next] != story.nameOfToken[token]
                        && !story.isWord(next)
                    || next < words.upperBound && story.tokens.hashes[next] == WordHash("and")
                if isHead, !found.contains(entity) { found.append(entity) }
            }
            if story.tokens.hashes[token] == WordHash("and") { hasJoint = true }
        }
        return hasJoint ? found : []
    }

    /// Whose words a document or an answer is: *its own report*, *the union's verdict*.
    private func author(of words: Range<Int>, head: Int, _ memory: Memory) -> Source? {
        let hash = story.tokens.hashes[head]
        let isSpeech = story.classes[head].contains(.speechNoun) || Self.utterances.contains(hash)
        guard isSpeech || Self.documents.contains(hash) else { return nil }
        var owner: Range<Int>?
        if story.classes[words.lowerBound].contains(.possessive) {
            owner = words.lowerBound..<words.lowerBound + 1
        } else if isSpeech,
            let clitic = words.dropFirst().first(where: { story.tokens.hashes[$0] == WordHash("'s") && $0 < head }
            )
        {
            owner = words.lowerBound..<clitic
        }
        guard let owner else { return nil }
        var source = source(owner, memory)
        guard source.kind != .description, !source.isFirstPerson else { return nil }
        source.words = words
        source.isDescribed = true
        source.isPronoun = false
        return source
    }

    private static let utterances = WordQuery.english(.utteranceOf)
    private static let documents = WordQuery.english(.documentOf)

    /// The two people named last, for *the two leaders*, *both men*, *the two of them*.
    private func pair(_ words: Range<Int>) -> Source? {
        guard words.prefix(2).contains(where: { Self.dual.contains(story.tokens.hashes[$0]) }), words.count <= 5,
            !Self.bodies.contains(story.tokens.hashes[words.upperBound - 1]), !isToldApart(words)
        else { return nil }
        var found: [Source] = []
        let end = table.index(from: words.lowerBound)
        for index in stride(from: end - 1, through: max(0, end - 12), by: -1) {
            let name = table.names[index]
            guard words.lowerBound - name.tokens.lowerBound < 120, found.count < 2 else { break }
            let source = source(name.tokens, name)
            if chunker.places.areSame(name.tokens.lowerBound, words.lowerBound),
                !found.contains(where: { $0.id == source.id })
            {
                found.append(source)
            }
        }
        guard found.count == 2 else { return nil }
        found.reverse()
        return joint(words, found)
    }

    /// Whether people without an article are told apart from all named before: *two senators ‹who were there›*, *two people close to her*.
    private func isToldApart(_ words: Range<Int>) -> Bool {
        guard story.tokens.hashes[words.lowerBound] == WordHash("two"), story.exists(words.upperBound) else {
            return false
        }
        return !story.classes[words.upperBound].isDisjoint(with: [.relative, .preposition])
            || story.tokens.hashes[words.upperBound] == WordHash("close")
    }

    private static let bodies = WordQuery.english(.pluralBody)
    private static let dual: Set = [WordHash("two"), WordHash("both"), WordHash("pair")]

    private func joint(_ words: Range<Int>, _ sources: [Source]) -> Source {
        Source(
            words: words, entities: sources.flatMap(\.entities),
            name: sources.map(\.name).joined(separator: " and "),
            id: .several(sources.map(\.id)), kind: .person, isPlural: true)
    }

    /// Several people in one phrase, of whom the recogniser left some unnamed.
    private func jointNames(_ words: Range<Int>) -> Source? {
        guard words.count < 12,
            words.contains(where: { story.tokens.hashes[$0] == WordHash("and") && story.nameOfToken[$0] < 0 })
        else { return nil }
        var found: [Source] = []
        for name in table.names[table.index(from: words.lowerBound)...].prefix(4) {
            guard name.tokens.upperBound <= words.upperBound else { break }
            let next = name.tokens.upperBound
            guard next == words.upperBound || story.tokens.hashes[next] == WordHash("and") || story.isComma(next) else {
                continue
            }
            found.append(source(name.tokens, name))
        }
        guard found.count > 1 else { return nil }
        return joint(words, found)
    }

    /// The person whose name ends a phrase: *the chairman of the council Enver Solomon*.
    private func personAtEnd(of words: Range<Int>) -> Int? {
        let last = words.upperBound - 1
        guard let entity = register.entity(at: last), register.entities[entity].type == .person else { return nil }
        var first = register.mentions[Int(story.nameOfToken[last])].tokens.lowerBound
        while first > words.lowerBound, story.classes[first - 1].contains(.honorific) { first -= 1 }
        guard first > words.lowerBound,
            story.classes[first - 1].isDisjoint(with: [.preposition, .possessive, .coordinator]),
            !story.tokens.flags[first - 1].contains(.clitic)
        else { return nil }
        // "A spokeswoman for the policy chief Javier Solana" is not he.
        let head = head(of: words)
        let isOfOther = head < first - 1 && story.classes[first - 1].contains(.personNoun)
        return isOfOther && story.classes[head].contains(.personNoun) ? nil : entity
    }

    func isDefinite(_ words: Range<Int>) -> Bool {
        let first = story.tokens.hashes[words.lowerBound]
        if first == WordHash("a") || first == WordHash("an") || first == WordHash("one") { return false }
        return first == WordHash("the") || first == WordHash("his") || first == WordHash("her")
            || first == WordHash("their")
            || first == WordHash("its") || first == WordHash("this") || first == WordHash("that")
            || story.nameOfToken[words.lowerBound] >= 0 || story.isCapitalized(words.lowerBound)
    }
}
