import AnalyzerKit
import Entities
import Linguistics

/// What a document says of the people and bodies it names, so that *the newspaper*, *the Venezuelan leader* and *the chair* can be
/// told whose descriptions they are.
struct Descriptions {
    /// Somebody or something named, at one place.
    struct Bearer {
        var tokens: Range<Int>
        /// The index in the table of names, −1 for a body.
        var name: Int
        /// The body's entity, −1 for a person.
        var entity: Int
        /// What stands before and behind the name, the nouns first.
        var attributes: [WordHash]
        /// The offices and ranks among these.
        var roles: [WordHash]
        var isPerson: Bool { name >= 0 }
    }

    private(set) var bearers: [Bearer] = []
    /// The indices of the bearers that have a role, in order.
    private var byRole: [WordHash: [Int]] = [:]

    init(_ story: Story, _ table: NameTable) {
        for (index, name) in table.names.enumerated() {
            bearers.append(Bearer(tokens: name.tokens, name: index, entity: -1, attributes: [], roles: []))
        }
        for mention in story.entities.mentions
        where mention.type == .organization && mention.entityIndex >= 0 && !mention.tokens.isEmpty {
            bearers.append(
                Bearer(tokens: mention.tokens, name: -1, entity: mention.entityIndex, attributes: [], roles: []))
        }
        bearers.sort { $0.tokens.lowerBound < $1.tokens.lowerBound }
        for index in bearers.indices {
            Self.describe(&bearers[index], story)
            for role in bearers[index].roles { byRole[role, default: []].append(index) }
        }
    }

    /// The bearers of a role, in the order of the text; no more than the last ones of each word for it.
    func bearers(of role: WordHash, last limit: Int = .max) -> [Int] {
        guard let family = Self.families[role] else { return (byRole[role] ?? []).suffix(limit) }
        return family.flatMap { (byRole[$0] ?? []).suffix(limit) }.sorted()
    }

    /// The index of the first bearer at or behind a token.
    func index(from token: Int) -> Int {
        var low = 0
        var high = bearers.count
        while low < high {
            let middle = (low + high) / 2
            if bearers[middle].tokens.lowerBound < token { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // MARK: Collecting

    /// Gathers a bearer's attributes and roles; static, since a method would copy all bearers for each.
    private static func describe(_ bearer: inout Bearer, _ story: Story) {
        var attributes: [WordHash] = []
        var roles: [WordHash] = []
        func add(_ token: Int) {
            let hash = story.tokens.hashes[token]
            guard story.tokens.kinds[token] == .word, !attributes.contains(hash) else { return }
            attributes.append(hash)
            if let country = Self.country(story, token) { attributes.append(country) }
            if !story.classes[token].isDisjoint(with: [.personNoun, .honorific, .sourceNoun]) { roles.append(hash) }
        }
        if !bearer.isPerson {
            for token in bearer.tokens { add(token) }
            for token in bearer.tokens {
                if let kind = Self.kindsOfNames[story.tokens.hashes[token]] { roles.append(kind) }
            }
        }
        // "the minister, Piet Roosendaal", "Prime Minister Theresa May", "Venezuelan President Hugo Chavez".
        var before = bearer.tokens.lowerBound - 1
        var steps = 0
        while before >= 0, steps < 6,
            story.isWord(before) || story.isComma(before) && steps == 0 || story.isMark(before, UInt8(ascii: "-"))
        {
            if story.tokens.flags[before + 1].contains(.startsSentence) { break }
            if Self.copulas.contains(story.tokens.hashes[before]), before > 0,
                story.classes[before - 1].contains(.personNoun)
            {
                add(before - 1)  // "Its author is Yevgenia Brandt"
                break
            }
            if !story.classes[before].isDisjoint(with: [.auxiliary, .preposition, .verb, .coordinator, .cueVerb]) {
                break
            }
            add(before)
            if story.classes[before].contains(.determiner) {
                // "the archdeacon, the Venerable Simon Peel"
                if before > 1, story.isComma(before - 1), story.classes[before - 2].contains(.personNoun) {
                    add(before - 2)
                }
                break
            }
            before -= 1
            steps += 1
        }
        // "Ruth Okafor, the party's leader", "Ruth Okafor, who heads", "X is the leader", "Kelechi Brandon (chair)".
        var after = bearer.tokens.upperBound
        guard story.exists(after) else {
            (bearer.attributes, bearer.roles) = (attributes, roles)
            return
        }
        let isCopula = Self.copulas.contains(story.tokens.hashes[after])
        if story.isComma(after) || isCopula || story.isMark(after, UInt8(ascii: "(")) {
            after += 1
            steps = 0
            while after < story.tokens.count, steps < 10, story.isWord(after),
                !story.tokens.flags[after].contains(.startsSentence)
            {
                if !story.classes[after].isDisjoint(with: [.cueVerb, .relative, .verb]),
                    story.classes[after].isDisjoint(with: .personNoun)
                {
                    break
                }
                add(after)
                if !story.classes[after].isDisjoint(with: [.personNoun, .sourceNoun]), steps > 0 || !isCopula { break }
                after += 1
                steps += 1
            }
        }
        (bearer.attributes, bearer.roles) = (attributes, roles)
    }

    /// The country that a word names or belongs to, so that *British* finds *Britain's*.
    static func country(_ story: Story, _ token: Int) -> WordHash? {
        story.entity(at: token).flatMap { story.entities.entities[$0].codes["iso3166"] }.map {
            WordHash(folding: "iso3166 " + $0)
        }
    }

    private static let copulas: Set = [WordHash("is"), WordHash("was")]

    /// What a word in a body's name says it is.
    private static let kindsOfNames: [WordHash: WordHash] = {
        var table: [WordHash: WordHash] = [:]
        for word in [
            "times", "post", "journal", "herald", "guardian", "tribune", "telegraph", "daily", "gazette", "globe",
            "mail", "examiner", "chronicle", "observer", "courier", "argus", "sun", "mirror",
        ] {
            table[WordHash(folding: word)] = WordHash("newspaper")
        }
        table[WordHash("nato")] = WordHash("alliance")
        table[WordHash("al-qaida")] = WordHash("group")
        return table
    }()

    /// Roles that one word may take up for another.
    private static let families: [WordHash: [WordHash]] = {
        var table: [WordHash: [WordHash]] = [:]
        for family in [
            "chair chairman chairwoman chairperson", "newspaper paper daily",
            "group organization organisation association",
            "company firm", "monarch king queen", "pontiff pope", "ambassador envoy",
            "judge justice", "boss manager coach chief", "attorney lawyer", "agency bureau",
            "body council commission committee",
        ] {
            let hashes = family.split(separator: " ").map { WordHash(folding: String($0)) }
            for hash in hashes { table[hash] = [hash] + hashes.filter { $0 != hash } }
        }
        table[WordHash("leader")] = [
            "leader", "president", "premier", "chief", "minister", "chancellor", "king", "queen",
        ]
        .map { WordHash(folding: $0) }
        return table
    }()
}

extension SourceResolver {
    /// Whom a definite description takes up, by what the document says of those it names.
    ///
    /// A role that somebody bears decides, with the words before it (*the Venezuelan leader*); without one a body takes the
    /// last body named, and a person described by more than a role the last person.
    func described(_ words: Range<Int>, head: Int, _ discourse: Discourse) -> Source? {
        guard isDefinite(words), head < words.upperBound else { return nil }
        // "The president-elect" is looked up as a president.
        let isElect = story.tokens.hashes[head] == WordHash("elect") && head > words.lowerBound + 2
        let head = isElect ? head - 2 : head
        let hash = story.tokens.hashes[head]
        let isPossessive = story.classes[words.lowerBound].contains(.possessive)
        var modifiers: [WordHash] = []
        for token in words.lowerBound..<head
        where story.tokens.kinds[token] == .word
            && story.classes[token].isDisjoint(with: [.determiner, .possessive, .preposition])
        {
            modifiers.append(Descriptions.country(story, token) ?? story.tokens.hashes[token])
        }
        var best: (index: Int, score: Int)?
        for index in descriptions.bearers(of: hash, last: 40).suffix(40) {
            let bearer = descriptions.bearers[index]
            guard bearer.tokens.upperBound <= words.lowerBound || bearer.tokens.lowerBound >= words.upperBound else {
                continue
            }
            var score = 0
            for modifier in modifiers {
                score += bearer.attributes.contains(modifier) ? 60 : Self.ranks.contains(modifier) ? -200 : -25
            }
            if bearer.roles.first != hash, !bearer.roles.contains(hash) { score -= 20 }
            let distance = words.lowerBound - bearer.tokens.lowerBound
            score -= distance > 0 ? min(distance / 12, 60) : min(-distance / 6 + 25, 90)
            if score > best?.score ?? Int.min { best = (index, score) }
        }
        if let best, best.score > -110 { return source(words, descriptions.bearers[best.index]) }
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
            guard isModified || Self.parts.contains(hash) && !isPossessive else { return nil }
            if let person = person(
                before: words.lowerBound, modifiers, head: hash, besides: isPossessive ? discourse.last : nil)
            {
                return source(words, person)
            }
            return nil
        }
        guard Self.bodies.contains(hash), !isPossessive, modifiers.count <= 2 else { return nil }
        return body(before: words.lowerBound, discourse).map { source(words, $0) }
    }

    private func source(_ words: Range<Int>, _ bearer: Descriptions.Bearer) -> Source {
        var found =
            bearer.isPerson ? source(words, table.names[bearer.name]) : named(words, [bearer.entity])
        found.words = words
        found.isDescribed = true
        return found
    }

    /// The person named last, those first of whom the same words were used.
    private func person(
        before token: Int, _ modifiers: [WordHash], head: WordHash, besides other: Source?
    ) -> Descriptions.Bearer? {
        var best: (bearer: Descriptions.Bearer, score: Int)?
        let wanted = NounGender.of(head)
        let end = descriptions.index(from: token)
        for index in stride(from: end - 1, through: max(0, end - 25), by: -1) {
            let bearer = descriptions.bearers[index]
            guard token - bearer.tokens.lowerBound < 200 else { break }
            guard bearer.isPerson else { continue }
            let name = table.names[bearer.name]
            if wanted != .unknown, name.gender != .unknown, name.gender != wanted { continue }
            if let other, source(name.tokens, name).key == other.key { continue }
            var score = -(token - bearer.tokens.lowerBound)
            if Cast.isSubject(story, bearer.tokens) { score += 25 }
            for modifier in modifiers where bearer.attributes.contains(modifier) { score += 120 }
            if score > best?.score ?? Int.min { best = (bearer, score) }
        }
        return best?.bearer
    }

    /// The body that a description without a match takes up: who spoke last, or the one named last as a subject.
    private func body(before token: Int, _ discourse: Discourse) -> Descriptions.Bearer? {
        var best: (bearer: Descriptions.Bearer, score: Int)?
        let end = descriptions.index(from: token)
        for index in stride(from: end - 1, through: max(0, end - 20), by: -1) {
            let bearer = descriptions.bearers[index]
            guard token - bearer.tokens.lowerBound < 120 else { break }
            guard !bearer.isPerson else { continue }
            var score = -(token - bearer.tokens.lowerBound)
            if Cast.isSubject(story, bearer.tokens) { score += 30 }
            let spokeLast = discourse.last?.entities == [bearer.entity]
            if spokeLast { score += 40 }
            guard spokeLast || Cast.isSubject(story, bearer.tokens) else { continue }
            if score > best?.score ?? Int.min { best = (bearer, score) }
        }
        return best?.bearer
    }

    /// Words that make another office of one.
    private static let ranks = Set(
        ["vice", "deputy", "assistant", "acting", "former", "prime", "foreign"].map { WordHash(folding: $0) })

    /// Nouns for a body that a name may have been given for.
    private static let bodies = Set(
        [
            "newspaper", "paper", "daily", "magazine", "agency", "company", "firm", "group", "organization",
            "organisation",
            "alliance", "network", "broadcaster", "airline", "watchdog", "charity", "carmaker", "manufacturer",
            "lender",
            "retailer", "thrift", "concern", "carrier", "association", "institute", "foundation", "think-tank",
        ].map { WordHash(folding: $0) })

    /// Nouns for a part that somebody named plays, in sport above all.
    private static let parts = Set(
        [
            "guard", "striker", "midfielder", "defender", "goalkeeper", "winger", "forward", "runner", "swimmer",
            "skater", "boxer", "golfer", "pitcher", "quarterback", "teenager", "veteran", "winner", "loser", "boss",
            "pontiff", "monarch", "billionaire", "star", "champion", "newcomer", "republican", "democrat",
            "conservative", "sergeant", "captain", "skipper", "actor", "actress", "singer", "novelist",
            "actress-singer",
        ].map { WordHash(folding: $0) })
}
