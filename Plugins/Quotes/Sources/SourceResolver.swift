import AnalyzerKit
import Entities
import Linguistics

/// Who some words stand for.
struct Source {
    /// The words.
    var words: Range<Int>
    /// The entities; none for a source without a name.
    var entities: [Int]
    /// The canonical name, or the words used.
    var name: String
    /// Compares sources: the same key is the same source.
    var key: Int
    var isPronoun = false
    var isFirstPerson = false
    var isPlural = false
    /// Whether it is a person by name that the recogniser left unnamed.
    var isUnrecognisedPerson = false
    var gender = Entities.Gender.unknown
}

/// Tells which entities a noun phrase, a title or a pronoun stands for.
struct SourceResolver {
    let story: Story
    let table: NameTable
    private let chunker: Chunker
    /// Names by the offices that stand beside them: *minister* → Piet Roosendaal; as indices in `table.names`.
    private var offices: [WordHash: [Int]] = [:]

    init(_ story: Story, _ chunker: Chunker) {
        self.story = story
        self.chunker = chunker
        table = NameTable(story)
        collectOffices()
    }

    private mutating func collectOffices() {
        for (index, name) in table.names.enumerated() {
            var seen: [WordHash] = []
            func add(_ token: Int) {
                let hash = story.tokens.hashes[token]
                if !story.classes[token].isDisjoint(with: [.personNoun, .honorific]), !seen.contains(hash) {
                    seen.append(hash)
                }
            }
            // "the minister, Piet Roosendaal", "Prime Minister Theresa May".
            var before = name.tokens.lowerBound - 1
            var steps = 0
            while before >= 0, steps < 4, story.isWord(before) || story.isComma(before) {
                if story.classes[before].contains(.personNoun) { add(before) }
                if story.isComma(before), steps > 0 { break }
                if !story.classes[before].isDisjoint(with: [.auxiliary, .cueVerb, .preposition, .verb, .coordinator]) {
                    break
                }
                before -= 1
                steps += 1
            }
            // "Ruth Okafor, the party's leader", "Ruth Okafor, who heads", "X is the leader".
            var after = name.tokens.upperBound
            steps = 0
            let isCopula =
                after < story.tokens.count
                && (story.tokens.hashes[after] == WordHash("is") || story.tokens.hashes[after] == WordHash("was"))
            if after < story.tokens.count, story.isComma(after) || isCopula {
                after += 1
                while after < story.tokens.count, steps < 10, story.isWord(after) {
                    if story.classes[after].contains(.personNoun) {
                        add(after)
                        break
                    }
                    if !story.classes[after].isDisjoint(with: [.cueVerb, .relative]) { break }
                    after += 1
                    steps += 1
                }
            }
            for hash in seen { offices[hash, default: []].append(index) }
        }
    }

    /// Who a phrase stands for; a pronoun may mean the last source that spoke.
    func source(_ words: Range<Int>, last: Source?) -> Source {
        let head = head(of: words)
        if words.count == 1, !story.classes[words.lowerBound].isDisjoint(with: [.subjectPronoun, .possessive]),
            story.mentionOfToken[words.lowerBound] < 0,
            !story.classes[words.lowerBound].contains(.determiner)
        {
            return pronoun(words, last: last)
        }
        let joint = jointEntities(words)
        if joint.count > 1 { return named(words, joint) }
        if let joint = jointNames(words) { return joint }
        if let person = personAtEnd(of: words) { return named(words, [person]) }
        if let entity = story.entity(at: head) { return named(words, [entity]) }
        if let name = unrecognised(words, head: head) { return name }
        if let appositive = appositive(after: words) { return appositive }
        if story.referenceOfToken[head] >= 0 {
            let entity = story.entities.references[Int(story.referenceOfToken[head])].entityIndex
            if entity >= 0, entity < story.entities.entities.count { return named(words, [entity]) }
        }
        if isDefinite(words), let candidates = offices[story.tokens.hashes[head]] {
            // The one named last before; one named only later serves where there is none.
            let before = candidates.last { table.names[$0].tokens.lowerBound < words.lowerBound } ?? candidates.first
            if let before { return source(words, table.names[before]) }
        }
        if let person = described(words, head: head) {
            var result = person
            result.words = words
            return result
        }
        return nominal(words, head: head)
    }

    func named(_ words: Range<Int>, _ entities: [Int]) -> Source {
        let name = entities.map { story.entities.entities[$0].name }.joined(separator: " and ")
        let key = entities.reduce(7) { $0 &* 31 &+ $1 }
        return Source(words: words, entities: entities, name: name, key: key, isPlural: entities.count > 1)
    }

    private func source(_ words: Range<Int>, _ name: NameTable.Name) -> Source {
        if let entity = name.entity { return named(words, [entity]) }
        let full = table.fullest(name.last) ?? name.tokens
        return Source(
            words: words, entities: [], name: story.words(full),
            key: Int(truncatingIfNeeded: name.last.value | 1 << 62),
            isUnrecognisedPerson: true, gender: table.gender(name.last))
    }

    /// The person whose name ends a phrase, though no entity is known for it.
    private func unrecognised(_ words: Range<Int>, head: Int) -> Source? {
        guard story.isCapitalized(head), story.mentionOfToken[head] < 0 else { return nil }
        let index = table.index(from: words.lowerBound)
        for name in table.names[index...].prefix(3) where name.entity == nil && name.tokens.upperBound == head + 1 {
            return source(words, name)
        }
        return nil
    }

    private func nominal(_ words: Range<Int>, head: Int) -> Source {
        Source(
            words: words, entities: [], name: story.words(words),
            key: Int(truncatingIfNeeded: story.tokens.hashes[head].value | 1 << 62),
            isPlural: story.hasSuffix(head, "s"))
    }

    /// The last token of the first base phrase: *minister* of *the minister for trade*.
    func head(of words: Range<Int>) -> Int {
        var index = words.lowerBound
        while index < words.upperBound {
            if index > words.lowerBound, story.classes[index].contains(.preposition), story.mentionOfToken[index] < 0 {
                return index - 1
            }
            index += 1
        }
        return words.upperBound - 1
    }

    private func jointEntities(_ words: Range<Int>) -> [Int] {
        guard words.contains(where: { story.tokens.hashes[$0] == WordHash("and") && story.mentionOfToken[$0] < 0 })
        else { return [] }
        var found: [Int] = []
        var hasJoint = false
        for token in words {
            if let entity = story.entity(at: token) {
                let next = token + 1
                let isHead =
                    next >= words.upperBound
                    || story.mentionOfToken[next] != story.mentionOfToken[token]
                        && !story.isWord(next)
                    || next < words.upperBound && story.tokens.hashes[next] == WordHash("and")
                if isHead, !found.contains(entity) { found.append(entity) }
            }
            if story.tokens.hashes[token] == WordHash("and") { hasJoint = true }
        }
        return hasJoint ? found : []
    }

    /// Several people in one phrase, of whom the recogniser left some unnamed.
    private func jointNames(_ words: Range<Int>) -> Source? {
        guard words.count < 12,
            words.contains(where: { story.tokens.hashes[$0] == WordHash("and") && story.mentionOfToken[$0] < 0 })
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
        return Source(
            words: words, entities: found.flatMap(\.entities), name: found.map(\.name).joined(separator: " and "),
            key: found.reduce(11) { $0 &* 31 &+ $1.key }, isPlural: true)
    }

    /// The subject of a sentence shortly before a pronoun, where it agrees.
    private func topic(before token: Int, _ wanted: Entities.Gender) -> Source? {
        let structure = story.document.structure
        var sentence = Int(structure.sentenceOfToken[token]) - 1
        var steps = 0
        while sentence >= 0, steps < 3 {
            let run = structure.sentences[sentence]
            guard story.paragraphOfToken[run.lowerBound] == story.paragraphOfToken[token] else { return nil }
            if chunker.container[run.lowerBound] == chunker.container[token] {
                steps += 1
                let end = min(run.upperBound - 1, run.lowerBound + 40)
                if let subject = chunker.clauseSubject(of: end), !isPronoun(subject) {
                    let found = source(subject, last: nil)
                    if agrees(found, wanted) {
                        // A person named in that sentence rather than one described.
                        if found.entities.isEmpty, !found.isUnrecognisedPerson, let named = named(in: run, wanted) {
                            return named
                        }
                        return found
                    }
                }
            }
            sentence -= 1
        }
        return nil
    }

    /// The first person named in a run whose gender fits.
    private func named(in run: Range<Int>, _ wanted: Entities.Gender) -> Source? {
        guard wanted == .male || wanted == .female else { return nil }
        for name in table.names[table.index(from: run.lowerBound)...].prefix(4) {
            guard name.tokens.upperBound <= run.upperBound else { break }
            if name.gender == wanted || name.gender == .unknown { return source(name.tokens, name) }
        }
        return nil
    }

    /// The person named shortly before whom a description takes up: *the Dutch runner*, *the guard*, *his rival*.
    private func described(_ words: Range<Int>, head: Int) -> Source? {
        let first = story.tokens.hashes[words.lowerBound]
        guard first == WordHash("the"), words.count >= 2, words.count <= 5, head == words.upperBound - 1,
            !story.isCapitalized(head),
            story.classes[head].isDisjoint(with: [.sourceNoun, .time, .cueVerb, .speechNoun, .titleNoun]),
            !story.hasSuffix(head, "s")
        else { return nil }
        let isModified = words.dropFirst().dropLast().contains {
            story.isCapitalized($0) || story.tokens.hashes[$0] == WordHash("former")
                || story.isMark($0, UInt8(ascii: "-"))
        }
        guard isModified || Self.parts.contains(story.tokens.hashes[head]) else { return nil }
        return recent(before: words.lowerBound, .unknown)
    }

    /// Nouns for a part that somebody named plays, in sport above all.
    private static let parts = Set(
        [
            "guard", "striker", "midfielder", "defender", "goalkeeper", "winger", "forward", "runner", "swimmer",
            "skater", "boxer", "golfer",
            "pitcher", "quarterback", "teenager", "veteran", "winner", "loser", "boss", "pontiff", "monarch",
            "billionaire", "star",
            "champion", "newcomer", "republican", "democrat", "conservative",
        ].map { WordHash(folding: $0) })

    private func isPronoun(_ words: Range<Int>) -> Bool {
        words.count == 1 && story.classes[words.lowerBound].contains(.subjectPronoun)
            && story.mentionOfToken[words.lowerBound] < 0
    }

    /// The person whose name ends a phrase: *the chairman of the council Enver Solomon*.
    private func personAtEnd(of words: Range<Int>) -> Int? {
        let last = words.upperBound - 1
        guard let entity = story.entity(at: last), story.entities.entities[entity].type == .person else { return nil }
        var first = story.entities.mentions[Int(story.mentionOfToken[last])].tokens.lowerBound
        while first > words.lowerBound, story.classes[first - 1].contains(.honorific) { first -= 1 }
        guard first > words.lowerBound,
            story.classes[first - 1].isDisjoint(with: [.preposition, .possessive, .coordinator]),
            !story.tokens.flags[first - 1].contains(.clitic)
        else { return nil }
        return entity
    }

    private func appositive(after words: Range<Int>) -> Source? {
        let comma = words.upperBound
        guard comma + 1 < story.tokens.count, story.isComma(comma) else { return nil }
        var token = comma + 1
        if story.classes[token].contains(.honorific) { token += 1 }
        let index = table.index(from: token)
        guard index < table.names.count, table.names[index].tokens.lowerBound == token,
            words.contains(where: { story.mentionOfToken[$0] < 0 })
        else { return nil }
        return source(words, table.names[index])
    }

    private func isDefinite(_ words: Range<Int>) -> Bool {
        let first = story.tokens.hashes[words.lowerBound]
        return first == WordHash("the") || first == WordHash("his") || first == WordHash("her")
            || first == WordHash("their")
            || first == WordHash("its") || first == WordHash("this") || first == WordHash("that")
            || story.mentionOfToken[words.lowerBound] >= 0 || story.isCapitalized(words.lowerBound)
    }

    // MARK: Pronouns

    private func pronoun(_ words: Range<Int>, last: Source?) -> Source {
        let token = words.lowerBound
        let hash = story.tokens.hashes[token]
        var source = nominal(words, head: token)
        source.isPronoun = true
        source.isFirstPerson = story.classes[token].contains(.firstOrSecondPerson)
        if source.isFirstPerson { return source }
        let wanted: Entities.Gender
        if hash == WordHash("he") || hash == WordHash("his") {
            wanted = .male
        } else if hash == WordHash("she") || hash == WordHash("her") {
            wanted = .female
        } else if hash == WordHash("they") || hash == WordHash("their") {
            wanted = .plural
        } else if hash == WordHash("it") || hash == WordHash("its") {
            wanted = .neuter
        } else {
            return source
        }
        if let last, !last.isFirstPerson, token - last.words.lowerBound < 40, agrees(last, wanted),
            story.paragraphOfToken[last.words.lowerBound] == story.paragraphOfToken[token]
        {
            // Whoever spoke in this sentence or the one before goes on.
            var same = last
            same.words = words
            same.isPronoun = true
            return same
        }
        if story.referenceOfToken[token] >= 0 {
            let entity = story.entities.references[Int(story.referenceOfToken[token])].entityIndex
            if entity >= 0, entity < story.entities.entities.count { return with(source, [entity]) }
        }
        if last.map({ token - $0.words.lowerBound > 30 || !agrees($0, wanted) }) ?? true,
            var found = topic(before: token, wanted)
        {
            found.words = words
            found.isPronoun = true
            return found
        }
        if let last, !last.isFirstPerson, agrees(last, wanted), token - last.words.lowerBound < 150 {
            var same = last
            same.words = words
            same.isPronoun = true
            return same
        }
        if var found = recent(before: token, wanted) {
            found.words = words
            found.isPronoun = true
            return found
        }
        if let last, agrees(last, wanted) {
            var same = last
            same.words = words
            same.isPronoun = true
            return same
        }
        return source
    }

    private func with(_ source: Source, _ entities: [Int]) -> Source {
        var result = named(source.words, entities)
        result.isPronoun = true
        return result
    }

    private func agrees(_ source: Source, _ wanted: Entities.Gender) -> Bool {
        switch wanted {
        case .plural: return source.isPlural || source.entities.count > 1 || isOrganization(source)
        case .neuter:
            return !source.isPlural && !isPerson(source) && !source.isUnrecognisedPerson && source.entities.count <= 1
        default:
            guard source.entities.count <= 1, !source.isPlural else { return false }
            guard let entity = source.entities.first else {
                if source.isUnrecognisedPerson { return source.gender == wanted || source.gender == .unknown }
                return source.words.contains {
                    story.classes[$0].contains(.personNoun) || story.classes[$0].contains(.possessive)
                }
            }
            let found = story.entities.entities[entity]
            return found.type == .person && (found.gender == wanted || found.gender == .unknown)
        }
    }

    private func isPerson(_ source: Source) -> Bool {
        if let entity = source.entities.first { return story.entities.entities[entity].type == .person }
        return source.words.contains { story.classes[$0].contains(.personNoun) }
    }

    private func isOrganization(_ source: Source) -> Bool {
        source.entities.first.map { story.entities.entities[$0].type != .person } ?? false
    }

    /// The person named last before a token whose gender fits; the subject of a sentence before others.
    private func recent(before token: Int, _ wanted: Entities.Gender) -> Source? {
        guard wanted == .male || wanted == .female || wanted == .unknown else { return organization(before: token) }
        var best: (index: Int, score: Int)?
        let end = table.index(from: token)
        for index in stride(from: end - 1, through: max(0, end - 25), by: -1) {
            let name = table.names[index]
            guard token - name.tokens.lowerBound < 200,
                name.gender == wanted || name.gender == .unknown || wanted == .unknown
            else { continue }
            let sentence = story.document.structure.sentenceOfToken[name.tokens.lowerBound]
            let first = story.document.structure.sentences[Int(sentence)].lowerBound
            let isSubject = name.tokens.lowerBound - first < 4
            let score = -(token - name.tokens.lowerBound) + (isSubject ? 25 : 0) + (name.gender == wanted ? 20 : 0)
            if score > best?.score ?? Int.min { best = (index, score) }
        }
        return best.map { source(table.names[$0.index].tokens, table.names[$0.index]) }
    }

    /// The organisation named last before a token, for *it* and *they*.
    private func organization(before token: Int) -> Source? {
        var low = 0
        var high = story.entities.mentions.count
        while low < high {
            let middle = (low + high) / 2
            if story.entities.mentions[middle].tokens.lowerBound < token { low = middle + 1 } else { high = middle }
        }
        for index in stride(from: low - 1, through: max(0, low - 15), by: -1) {
            let mention = story.entities.mentions[index]
            if mention.type == .organization, mention.entityIndex >= 0, token - mention.tokens.lowerBound < 120 {
                return named(mention.tokens, [mention.entityIndex])
            }
        }
        return nil
    }
}
