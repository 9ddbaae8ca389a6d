import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// Chooses whose description a noun phrase is.
extension SourceResolver {
    /// Whom a definite description takes up, by what the document says of those it names.
    ///
    /// A role that somebody bears decides, with the words before it (*the Venezuelan leader*); without one a body takes the
    /// last body named, and a person described by more than a role the last person.
    func described(_ words: Range<Int>, head: Int, _ memory: Memory) -> Source? {
        guard head < words.upperBound else { return nil }
        guard isDefinite(words) else {
            return introduced(words, head: head).map { source(words, $0) } ?? headlined(words, head: head, memory)
        }
        let sought = Sought(words, head: head, in: self)
        if let bearer = bearer(of: sought, memory) {
            // "Police said", "the union called": no spokesman or official of theirs.
            guard case .person = bearer.who, isBody(sought.head) else { return source(words, bearer) }
            if Self.several.contains(sought.role) { return nil }
        }
        let (head, hash, modifiers, countries) = (sought.head, sought.role, sought.modifiers, sought.countries)
        let isElect = sought.isElect
        let isPossessive = story.classes[words.lowerBound].contains(.possessive)
        // "the Venezuelan leader" where only "Venezuelan President Hugo Chavez" was named: a word before it decides.
        guard words.count <= 10, isElect || head == words.upperBound - 1, !story.hasSuffix(head, "s") else {
            return nil
        }
        if story.classes[head].contains(.personNoun) || Self.parts.contains(hash) {
            let isModified =
                modifiers.contains { story.tokens.hashes[head] != $0 }
                && words.dropLast().contains {
                    story.isCapitalized($0) && $0 > words.lowerBound || story.tokens.hashes[$0] == WordHash("former")
                        || story.isMark($0, UInt8(ascii: "-"))
                }
            guard isModified || Self.parts.contains(hash) && !isPossessive else {
                return incumbent(words, head: hash, memory).map { source(words, $0) }
            }
            let isOfNamed = (words.lowerBound..<head).contains { story.tokens.flags[$0].contains(.clitic) }
            if let person = person(
                before: words.lowerBound, modifiers, of: countries, isOfNamed: isOfNamed, head: hash,
                besides: isPossessive ? memory.last : nil, told: memory.told)
            {
                return source(words, person)
            }
            return nil
        }
        guard Self.bodies.contains(hash), !isPossessive, modifiers.count <= 2 else { return nil }
        return body(before: words.lowerBound, memory).map { source(words, $0) }
    }

    /// Whom a description brings in before the text names him by the same office: *A judge threw out the case … Judge Ann Lee said*.
    ///
    /// Nobody where the text gives the office to somebody else, too, or names him before.
    private func introduced(_ words: Range<Int>, head: Int) -> Descriptions.Bearer? {
        let article = story.tokens.hashes[words.lowerBound]
        guard article == WordHash("a") || article == WordHash("an"), head == words.upperBound - 1,
            story.classes[head].contains(.personNoun), chunker.places.isText(head)
        else { return nil }
        let role = story.tokens.hashes[head]
        let bearers = descriptions.firstBearers(of: role, count: Self.fewBearers)
        guard let first = bearers.first, first.tokens.lowerBound >= words.upperBound,
            first.tokens.lowerBound - words.upperBound <= Self.soon, let name = name(of: first),
            bearers.allSatisfy({ id(of: $0) == id(of: first) }),
            descriptions.person(name).first >= words.upperBound
        else { return nil }
        let title = first.tokens.lowerBound - 1
        return story.tokens.hashes[title] == role && story.isCapitalized(title) ? first : nil
    }

    private static let fewBearers = 8
    private static let soon = 120

    /// The only person of the story that bears what a headline calls somebody by, without an article as headlines do: *Mayor
    /// says bridge is unsafe*.
    private func headlined(_ words: Range<Int>, head: Int, _ memory: Memory) -> Source? {
        let kind = story.blocks.kind(ofToken: words.lowerBound)
        guard kind == .headline || kind == .subhead, story.isWord(words.lowerBound),
            story.classes[words.lowerBound].isDisjoint(with: [.determiner, .possessive, .numeral]),
            story.classes[head].contains(.personNoun), !story.isPluralNoun(head)
        else { return nil }
        let sought = Sought(words, head: head, in: self)
        var only: SourceID?
        for index in descriptions.bearers(of: sought.role, last: 40) {
            let bearer = descriptions.bearers[index]
            let place = story.blocks.kind(ofToken: bearer.tokens.lowerBound)
            guard place != .headline, place != .subhead, place != .byline else { continue }
            guard only == nil || only == id(of: bearer) else { return nil }
            only = id(of: bearer)
        }
        guard let only, let bearer = bearer(of: sought, memory), id(of: bearer) == only,
            case .person = bearer.who
        else { return nil }
        return source(words, bearer)
    }

    /// What a description asks of whom it takes up.
    struct Sought {
        var words: Range<Int>
        /// The noun that names the office or part.
        var head: Int
        var role: WordHash
        /// Whether the noun stands before *-elect*.
        var isElect: Bool
        /// The words before the noun, and the countries of these in their place.
        var modifiers: [WordHash] = []
        var countries: Set<WordHash> = []

        init(_ words: Range<Int>, head: Int, in resolver: SourceResolver) {
            let story = resolver.story
            self.words = words
            // "The president-elect" is looked up as a president.
            isElect = story.tokens.hashes[head] == WordHash("elect") && head > words.lowerBound + 2
            self.head = isElect ? head - 2 : head
            role = story.tokens.hashes[self.head]
            for token in words.lowerBound..<self.head
            where story.tokens.kinds[token] == .word
                && story.classes[token].isDisjoint(with: [.determiner, .possessive, .preposition])
            {
                let country = Descriptions.country(resolver.register, token)
                if let country { countries.insert(country) }
                modifiers.append(country ?? story.tokens.hashes[token])
            }
        }
    }

    /// Whom the text gives the office or part that a description names, if not somewhere too far or to another.
    func bearer(of sought: Sought, _ memory: Memory) -> Descriptions.Bearer? {
        let words = sought.words
        var best: (index: Int, score: Int)?
        for index in descriptions.bearers(of: sought.role, last: 40).suffix(40) {
            let bearer = descriptions.bearers[index]
            guard bearer.tokens.upperBound <= words.lowerBound || bearer.tokens.lowerBound >= words.upperBound else {
                continue
            }
            if let name = name(of: bearer), isForeign(name, to: sought.countries) { continue }
            var score = 0
            for modifier in sought.modifiers {
                score += bearer.attributes.contains(modifier) ? 60 : Self.ranks.contains(modifier) ? -200 : -25
            }
            // "Deputy Mayor Ann Lee" is not "the mayor".
            if Self.deputies.contains(where: { bearer.attributes.contains($0) && !sought.modifiers.contains($0) }) {
                score -= 200
            }
            if bearer.roles.first != sought.role, !bearer.roles.contains(sought.role) { score -= 20 }
            let distance = words.lowerBound - bearer.tokens.lowerBound
            score -= distance > 0 ? min(distance / 12, 60) : min(-distance / 6 + 25, 90)
            if memory.told.contains(id(of: bearer)) { score -= 100 }
            if score > best?.score ?? Int.min { best = (index, score) }
        }
        guard let best, best.score > Self.leastBearer else { return nil }
        let bearer = descriptions.bearers[best.index]
        return bringsInAnother(sought, behind: bearer.tokens) ? nil : bearer
    }

    /// Whether somebody else of the same office is brought in between its bearer and a description: *Dr Ann Lee … A doctor at the
    /// hospital said … the doctor added*.
    private func bringsInAnother(_ sought: Sought, behind bearer: Range<Int>) -> Bool {
        guard bearer.upperBound <= sought.words.lowerBound else { return false }
        let end = cast.count(before: sought.words.lowerBound)
        for index in max(cast.count(before: bearer.upperBound), end - Self.mostBetween)..<end {
            let tokens = cast.members[index].tokens
            guard story.tokens.hashes[tokens.upperBound - 1] == sought.role,
                Self.indefinite.contains(story.tokens.hashes[tokens.lowerBound]),
                chunker.places.isText(tokens.lowerBound)
            else { continue }
            return true
        }
        return false
    }

    private static let mostBetween = 60
    private static let indefinite: WordSet = ["a", "an", "another", "one"]

    private static let leastBearer = -110
    private static let deputies = [WordHash("deputy"), WordHash("vice")]

    /// The person whom a description that begins with an article stands for by the office that the text gives him.
    ///
    /// None for *the president of Chad*, *the senator from Ohio*, *the president, Idriss Déby,* and *the President Déby*, which name
    /// somebody else or somebody anew.
    func officeHolder(from article: Int) -> (words: Range<Int>, entity: Int)? {
        guard let member = cast.description(at: article), member.kind == .describedPerson,
            !namesAnother(after: member.tokens.upperBound - 1)
        else { return nil }
        let sought = Sought(member.tokens, head: member.tokens.upperBound - 1, in: self)
        guard let bearer = bearer(of: sought, Memory()), let entity = name(of: bearer)?.entity else { return nil }
        return (member.tokens, entity)
    }

    private func namesAnother(after head: Int) -> Bool {
        let next = head + 1
        guard story.exists(next), !story.tokens.flags[next].contains(.startsSentence) else { return false }
        if story.tokens.hashes[next] == WordHash("of") || story.tokens.hashes[next] == WordHash("from") { return true }
        let isInCapitals = story.tokens.flags[head].contains(.allCapitals)
        if story.tokens.kinds[next] == .word, story.isCapitalized(next), !isInCapitals { return true }
        guard story.isComma(next), story.exists(next + 1) else { return false }
        let name = story.tokens.hashes[next + 1] == WordHash("the") && story.exists(next + 2) ? next + 2 : next + 1
        return story.isCapitalized(name) && !isInCapitals
    }

    /// Whoever may bear an office that the text gives to nobody, as in *Cuomo … the governor said*.
    ///
    /// One who spoke last or was named last, and of whom no other office is told.
    private func incumbent(_ words: Range<Int>, head: WordHash, _ memory: Memory) -> Descriptions.Bearer? {
        guard words.count <= 3, story.tokens.hashes[words.lowerBound] == WordHash("the"), Self.offices.contains(head),
            chunker.places.isText(words.lowerBound)
        else { return nil }
        var best: (bearer: Descriptions.Bearer, score: Int)?
        let wanted = NounGender.of(head)
        let structure = story.structure
        let sentence = structure.sentenceOfToken[words.lowerBound]
        let end = descriptions.index(from: words.lowerBound)
        for index in stride(from: end - 1, through: max(0, end - 25), by: -1) {
            let bearer = descriptions.bearers[index]
            let distance = words.lowerBound - bearer.tokens.lowerBound
            guard distance < 150 else { break }
            guard let name = name(of: bearer), chunker.places.isText(bearer.tokens.lowerBound),
                structure.sentenceOfToken[bearer.tokens.lowerBound] < sentence,
                !memory.told.contains(id(of: bearer))
            else { continue }
            // The text need not name the head of a state or government.
            guard
                !Self.officesOfState.contains(head) || memory.last?.id == id(of: bearer)
                    || sentence - structure.sentenceOfToken[bearer.tokens.lowerBound] == 1
            else { continue }
            guard !descriptions.person(name).hasOffice,
                wanted == .unknown || name.gender == .unknown || name.gender == wanted
            else { continue }
            var score = -distance
            if Clauses.isSubject(bearer.tokens, in: story) { score += 30 }
            if memory.last?.id == id(of: bearer) { score += 60 }
            if score > best?.score ?? Int.min { best = (bearer, score) }
        }
        return best?.bearer
    }

    /// Offices by which a text calls somebody whom readers know to bear them.
    ///
    /// Not those that every firm and club has, whose bearer need not have been named.
    private static let offices = WordQuery.english(.soleOffice)
    private static let officesOfState = WordQuery.english(.officeOfState)

    /// Whether a person is of another country than those a description tells: *the Tibetan leader* is no Briton.
    private func isForeign(_ name: NameTable.Name, to countries: Set<WordHash>) -> Bool {
        let own = descriptions.person(name).countries
        return !countries.isEmpty && !own.isEmpty && own.isDisjoint(with: countries)
    }

    private func name(of bearer: Descriptions.Bearer) -> NameTable.Name? {
        if case .person(let place) = bearer.who { table.names[place] } else { nil }
    }

    private func id(of bearer: Descriptions.Bearer) -> SourceID {
        switch bearer.who {
        case .person(let place): table.names[place].id
        case .body(let entity): .entity(entity)
        }
    }

    private func source(_ words: Range<Int>, _ bearer: Descriptions.Bearer) -> Source {
        var found =
            switch bearer.who {
            case .person(let place): source(words, table.names[place])
            case .body(let entity): named(words, [entity])
            }
        found.words = words
        found.isDescribed = true
        return found
    }

    /// The person named last, those first of whom the same words were used.
    private func person(
        before token: Int, _ modifiers: [WordHash], of countries: Set<WordHash>, isOfNamed: Bool, head: WordHash,
        besides other: Source?, told: Set<SourceID>
    ) -> Descriptions.Bearer? {
        var best: (bearer: Descriptions.Bearer, score: Int)?
        let wanted = NounGender.of(head)
        let end = descriptions.index(from: token)
        for index in stride(from: end - 1, through: max(0, end - 25), by: -1) {
            let bearer = descriptions.bearers[index]
            guard token - bearer.tokens.lowerBound < 200 else { break }
            guard let name = name(of: bearer) else { continue }
            if wanted != .unknown, name.gender != .unknown, name.gender != wanted { continue }
            if let other, id(of: bearer) == other.id { continue }
            if told.contains(id(of: bearer)) { continue }
            if isForeign(name, to: countries) { continue }
            if isOfNamed, !countries.isEmpty, descriptions.person(name).countries.isEmpty { continue }
            var score = -(token - bearer.tokens.lowerBound)
            if Clauses.isSubject(bearer.tokens, in: story) { score += 25 }
            for modifier in modifiers where bearer.attributes.contains(modifier) { score += 120 }
            if score > best?.score ?? Int.min { best = (bearer, score) }
        }
        return best?.bearer
    }

    /// The body that a description without a match takes up: who spoke last, or the one named last as a subject, else the only one
    /// named so far.
    private func body(before token: Int, _ memory: Memory) -> Descriptions.Bearer? {
        var best: (bearer: Descriptions.Bearer, score: Int)?
        var only: Descriptions.Bearer?
        var isAlone = true
        let end = descriptions.index(from: token)
        for index in stride(from: end - 1, through: max(0, end - 20), by: -1) {
            let bearer = descriptions.bearers[index]
            guard token - bearer.tokens.lowerBound < 120 else { break }
            guard case .body(let entity) = bearer.who, !memory.told.contains(.entity(entity)) else { continue }
            if let only, id(of: only) != .entity(entity) { isAlone = false }
            only = bearer
            var score = -(token - bearer.tokens.lowerBound)
            if Clauses.isSubject(bearer.tokens, in: story) { score += 30 }
            let spokeLast = memory.last?.entities == [entity]
            if spokeLast { score += 40 }
            guard spokeLast || Clauses.isSubject(bearer.tokens, in: story) else { continue }
            if score > best?.score ?? Int.min { best = (bearer, score) }
        }
        return best?.bearer ?? (isAlone ? only : nil)
    }

    /// Whether a noun is for a body or a force, and for no person.
    private func isBody(_ head: Int) -> Bool {
        story.classes[head].contains(.sourceNoun) && !story.classes[head].contains(.personNoun)
            && !story.hasSuffix(head, "s")
    }

    /// Nouns for several people that have no other form.
    private static let several = WordQuery.english(.pluralSource)

    /// Words that make another office of one.
    private static let ranks = WordQuery.english(.officeRank)

    /// Nouns for a body that a name may have been given for.
    private static let bodies = WordQuery.english(.describedBody)

    /// Nouns for a part that somebody named plays, in sport above all.
    private static let parts = WordQuery.english(.describedPart)
}
