import Algorithms
import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// What a document says of the people and bodies it names, so that *the newspaper*, *the Venezuelan leader* and *the chair* can be
/// told whose descriptions they are.
struct Descriptions {
    /// Somebody or something named, at one place.
    struct Bearer {
        var tokens: Range<Int>
        var who: Who
        /// What stands before and behind the name, the nouns first.
        var attributes: [WordHash]
        /// The offices and ranks among these.
        var roles: [WordHash]
        /// The countries among these.
        var countries: [WordHash] = []
    }

    /// Whoever bears a description.
    enum Who {
        /// A person, with the place in the table of names.
        case person(Int)
        /// A body, with its entity.
        case body(Int)
    }

    /// What the whole document says of a person.
    struct Person {
        var countries: Set<WordHash> = []
        /// Whether an office or a trade is given, courtesy aside.
        var hasOffice = false
        /// Where he is first named.
        var first = Int.max
    }

    private(set) var bearers: [Bearer] = []
    private var people: [SourceID: Person] = [:]
    /// The indices of the bearers that have a role, in order.
    private var byRole: [WordHash: [Int]] = [:]

    init(_ story: Story, _ register: Register, _ table: NameTable) {
        // Nobody tells of whom he writes to, or of himself, as *the judge*.
        for (index, name) in table.names.enumerated() where !Letter.isFrame(name.tokens, story) {
            bearers.append(Bearer(tokens: name.tokens, who: .person(index), attributes: [], roles: []))
        }
        for mention in register.mentions
        where mention.type == .organization && !mention.tokens.isEmpty && !Letter.isFrame(mention.tokens, story) {
            guard let body = mention.entityIndex else { continue }
            bearers.append(
                Bearer(tokens: mention.tokens, who: .body(body), attributes: [], roles: []))
        }
        bearers.sort { $0.tokens.lowerBound < $1.tokens.lowerBound }
        for index in bearers.indices {
            Self.describe(&bearers[index], story, register)
            for role in bearers[index].roles { byRole[role, default: []].append(index) }
            guard case .person(let place) = bearers[index].who else { continue }
            let id = table.names[place].id
            people[id, default: Person()].first = min(people[id]?.first ?? .max, bearers[index].tokens.lowerBound)
            people[id, default: Person()].countries.formUnion(bearers[index].countries)
            if !bearers[index].roles.allSatisfy({ Self.courtesies.contains($0) || $0 == Self.doctor }) {
                people[id]?.hasOffice = true
            }
        }
    }

    /// What the document says of whoever a name is of.
    func person(_ name: NameTable.Name) -> Person { people[name.id] ?? Person() }

    private static let courtesies = WordQuery.english(.courtesy)
    /// What *Dr* stands for, of whoever has a doctorate.
    private static let doctor = WordHash("doctor")

    /// The bearers of a role, in the order of the text; no more than the last ones of each word for it.
    func bearers(of role: WordHash, last limit: Int = .max) -> [Int] {
        guard let family = Self.families[role] else { return (byRole[role] ?? []).suffix(limit) }
        return family.flatMap { (byRole[$0] ?? []).suffix(limit) }.sorted()
    }

    /// The first bearers of a role by just this word, in the order of the text.
    func firstBearers(of role: WordHash, count: Int) -> [Bearer] {
        (byRole[role] ?? []).prefix(count).map { bearers[$0] }
    }

    /// The index of the first bearer at or behind a token.
    func index(from token: Int) -> Int {
        bearers.partitioningIndex { $0.tokens.lowerBound >= token }
    }

    // MARK: Collecting

    /// Gathers a bearer's attributes and roles; static, since a method would copy all bearers for each.
    private static func describe(_ bearer: inout Bearer, _ story: Story, _ register: Register) {
        var attributes: [WordHash] = []
        var roles: [WordHash] = []
        var countries: [WordHash] = []
        defer { bearer.countries = countries }
        func add(_ token: Int) {
            let hash = story.tokens.hashes[token]
            guard story.tokens.kinds[token] == .word, !attributes.contains(hash) else { return }
            attributes.append(hash)
            if let country = Self.country(register, token) {
                attributes.append(country)
                countries.append(country)
            }
            if !story.classes[token].isDisjoint(with: [.personNoun, .honorific, .sourceNoun]) { roles.append(hash) }
            if token < bearer.tokens.lowerBound, story.isCapitalized(token) || story.hasSuffix(token, "."),
                let office = Words.english.expansion(of: hash)
            {
                roles.append(office)  // "Dr Ann Lee" is "the doctor"
            }
        }
        if case .body = bearer.who {
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
            if steps < 2, before > 1, story.isCapitalized(before), story.tokens.hashes[before - 1] == of,
                story.isCapitalized(before - 2), story.classes[before - 2].contains(.personNoun)
            {
                before -= 2  // "Secretary of State Ann Lee"
                continue
            }
            if story.tokens.hashes[before] == of, before > 0, story.isComma(bearer.tokens.lowerBound - 1),
                !story.classes[before - 1].isDisjoint(with: [.personNoun, .honorific])
            {
                add(before - 1)  // "the mayor of Brackwater, Anna Holt"
                break
            }
            if !story.classes[before].isDisjoint(with: [.auxiliary, .preposition, .verb, .coordinator, .cueVerb]) {
                break
            }
            // "Marchers filled Calle Real": a verb.
            if before > 0, story.hasSuffix(before, "ed"), !story.isCapitalized(before),
                story.nameOfToken[before - 1] >= 0 || story.isPluralNoun(before - 1)
            {
                break
            }
            add(before)
            if story.classes[before].contains(.determiner) {
                // "the deputy leader of the interim government, Ann Lee": she is no government.
                if before > 1, story.tokens.hashes[before - 1] == of, story.isComma(bearer.tokens.lowerBound - 1),
                    story.classes[before - 2].contains(.personNoun),
                    !roles.contains(where: Self.isOfPerson)
                {
                    if case .person = bearer.who { roles.removeAll() }
                    add(before - 2)
                    break
                }
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
    static func country(_ register: Register, _ token: Int) -> WordHash? {
        register.entity(at: token).flatMap { register.entities[$0].codes["iso3166"] }.map {
            WordHash(folding: "iso3166 " + $0)
        }
    }

    /// Whether a role is a person's rather than a body's.
    private static func isOfPerson(_ role: WordHash) -> Bool {
        !Words.english.classes(of: role).isDisjoint(with: [.personNoun, .honorific])
    }

    private static let of = WordHash("of")
    private static let copulas: Set = [WordHash("is"), WordHash("was")]

    /// What a word in a body's name says it is.
    private static let kindsOfNames: [WordHash: WordHash] = {
        var table: [WordHash: WordHash] = [:]
        for word in WordQuery.english(.newspaperName).hashes { table[word] = WordHash("newspaper") }
        table[WordHash("nato")] = WordHash("alliance")
        table[WordHash("al-qaida")] = WordHash("group")
        return table
    }()

    /// Roles that one word may take up for another.
    private static let families: [WordHash: [WordHash]] = {
        var table: [WordHash: [WordHash]] = [:]
        for family in Words.english.families {
            for word in family { table[word] = family }
        }
        table[WordHash("leader")] = WordQuery.english(.leaderOffice).hashes
        return table
    }()
}
