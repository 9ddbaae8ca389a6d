import English
import Linguistics

/// What a text calls a name beside it tells what an unknown name is: *Tally, an app*, *their first album, Salt*, *its auditors,
/// Graham Holt,*, *the Eneabba refinery*, *HMP Lowdham*, a score between two sides.
///
/// What is said at one mention holds for all of the same words. Names that readers of news know, and those of which the
/// recogniser is sure, are left alone.
struct NameDescriptions {
    let tokens: Tokens
    let text: UTF8Text
    let lexicon: Lexicon

    /// The names with the types that they are described by.
    ///
    /// - Complexity: O(tokens of the names).
    func corrected(_ names: [Name]) -> [Name] {
        var told: [UInt64: Entities.EntityType] = [:]
        for name in names where name.confidence < Self.sure {
            guard let type = described(name), told[key(name)] == nil else { continue }
            told[key(name)] = type
        }
        noteSides(of: names, in: &told)
        noteSurnames(in: names, &told)
        guard !told.isEmpty else { return names.map(prefixed) }
        return names.map { name in
            var name = prefixed(name)
            if name.confidence < Self.sure, let type = told[key(name)] { name.type = type }
            return name
        }
    }

    private func described(_ name: Name) -> Entities.EntityType? {
        guard tokens.flags[name.tokens.lowerBound].contains(.capitalized) else { return nil }
        // Of the type that it has, too, for the sake of its other mentions.
        if isWork(name), !isKnown(name, but: .knownMiscellaneous) { return .miscellaneous }
        if isBody(name), !isKnown(name, but: .knownOrganization) { return .organization }
        if name.type == .organization, isSite(name), !isKnown(name, but: .knownPlace) { return .location }
        guard let type = stated(name), !isKnown(name, but: []) else { return nil }
        return type
    }

    private func key(_ name: Name) -> UInt64 {
        WordKey.joined(name.tokens.map { WordKey.key($0, of: tokens, in: text) })
    }

    /// Whether the gazetteer or readers of news know it as something else; a person's name by a given name before another word.
    func isKnown(_ name: Name, but own: Lexicon.Flags) -> Bool {
        let first = name.tokens.lowerBound
        var flags = lexicon.flags(tokens.hashes[first])
        if name.tokens.count > 1 {
            if !flags.isDisjoint(with: [.male, .female]), name.type == .person { return true }
            var phrase = tokens.hashes[first]
            for token in name.tokens.dropFirst() { phrase = Lexicon.phrase(phrase, tokens.hashes[token]) }
            flags = lexicon.flags(phrase)
        }
        return !flags.subtracting(own).isDisjoint(with: Self.known)
    }

    // MARK: Works and bodies

    private func isWork(_ name: Name) -> Bool {
        isFollowed(by: Self.works, name.tokens)
            || isBehind(name.tokens) { noun, hasComma in
                // *Their main product, Tally*: behind a name it may be who comes from somewhere.
                Self.works.contains(tokens.hashes[noun]) || hasComma && tokens.hashes[noun] == Self.product
            }
    }

    /// *Infracon, the company which*; *its auditors, Graham Holt,*; *(Faber, £12)*.
    private func isBody(_ name: Name) -> Bool {
        if isPublisher(name.tokens) { return true }
        guard name.type != .location else { return false }
        return isFollowed(by: Self.bodies, name.tokens)
            || isBehind(name.tokens) { noun, hasComma in hasComma && Self.firms.contains(tokens.hashes[noun]) }
    }

    /// *Tally, an app that*; *Slipway, the fourth track on*.
    private func isFollowed(by nouns: WordQuery, _ name: Range<Int>) -> Bool {
        let comma = name.upperBound
        guard comma + 2 < tokens.count, tokens.hashes[comma] == Self.comma,
            !classes(comma + 1).isDisjoint(with: [.determiner, .possessive]), !isFronted(name.lowerBound)
        else { return false }
        for token in comma + 2..<min(tokens.count - 1, comma + 8) {
            guard tokens.kinds[token] == .word || tokens.kinds[token] == .number, isSmall(token) else { return false }
            guard ends(token + 1) else { continue }
            return nouns.contains(tokens.hashes[token])
        }
        return false
    }

    /// *Their first album, Salt,* and *the app Tally.*
    private func isBehind(_ name: Range<Int>, _ isNoun: (_ noun: Int, _ hasComma: Bool) -> Bool) -> Bool {
        var before = name.lowerBound - 1
        guard before > 0, !tokens.flags[name.lowerBound].contains(.startsSentence), ends(name.upperBound) else {
            return false
        }
        // *Its flagship, the Aurora*.
        if tokens.hashes[before] == EntityLinker.article, tokens.hashes[before - 1] == Self.comma { before -= 1 }
        let hasComma = tokens.hashes[before] == Self.comma
        if hasComma, name.upperBound < tokens.count, tokens.kinds[name.upperBound] == .word { return false }
        let noun = hasComma ? before - 1 : before
        guard noun > 0, isSmall(noun), isJoint(noun), isNoun(noun, hasComma) else { return false }
        var start = noun
        while start > 0, noun - start < 5, tokens.kinds[start - 1] == .word || tokens.hashes[start - 1] == Self.hyphen,
            !tokens.flags[start].contains(.startsSentence)
        {
            start -= 1
            if tokens.flags[start].contains(.clitic) { return true }
            if !classes(start).isDisjoint(with: [.determiner, .possessive]) { return !hasComma || !isFronted(start) }
            if !classes(start).isDisjoint(with: [.preposition, .coordinator, .auxiliary, .verb]) { return false }
        }
        return false
    }

    /// A publisher before its book's price: *(Faber, £16.99)*.
    private func isPublisher(_ name: Range<Int>) -> Bool {
        let comma = name.upperBound
        guard name.lowerBound > 0, comma + 1 < tokens.count, tokens.hashes[name.lowerBound - 1] == Self.opening,
            tokens.hashes[comma] == Self.comma
        else { return false }
        let sign = text.bytes[tokens[comma + 1].indices]
        return Self.currencies.contains { sign.starts(with: $0.utf8) }
    }

    /// Whether a word before *film*, as in *film-maker*, or behind it joins with a hyphen.
    func isJoint(_ noun: Int) -> Bool { noun + 1 >= tokens.count || tokens.hashes[noun + 1] != Self.hyphen }

    /// Whether a phrase ends before a token: at a mark, a preposition, *that*, *and*.
    func ends(_ token: Int) -> Bool {
        guard token < tokens.count, !tokens.flags[token].contains(.startsSentence) else { return true }
        if tokens.kinds[token] == .punctuation { return tokens.hashes[token] != Self.hyphen }
        return !classes(token).isDisjoint(with: [.preposition, .relative, .coordinator])
            && !tokens.flags[token].contains(.capitalized)
    }

    /// Whether a preposition that begins a sentence stands before a phrase: *In Cannes, the film about*.
    private func isFronted(_ first: Int) -> Bool {
        guard first > 0, !tokens.flags[first].contains(.startsSentence) else { return false }
        guard !classes(first - 1).isDisjoint(with: .preposition) else { return false }
        return tokens.flags[first - 1].contains(.startsSentence) || first < 2 || tokens.kinds[first - 2] != .word
    }

    // MARK: Places

    /// *The Eneabba rare earths refinery*, *the Goongarrie mine*.
    private func isSite(_ name: Name) -> Bool {
        let end = name.tokens.upperBound
        for token in end..<max(end, min(tokens.count, end + 3)) {
            guard tokens.kinds[token] == .word, isSmall(token), !tokens.flags[token].contains(.startsSentence) else {
                return false
            }
            if Self.sites.contains(tokens.hashes[token]) { return ends(token + 1) || tokens.kinds[token + 1] == .word }
            guard classes(token).isDisjoint(with: Self.notInside) else { return false }
        }
        return false
    }

    /// A name whose first word says what it is: *HMP Lowdham* is a prison, *HMS Trent* a ship.
    private func prefixed(_ name: Name) -> Name {
        let first = name.tokens.lowerBound
        guard name.tokens.count > 1, tokens.flags[first].contains(.allCapitals) else { return name }
        var name = name
        if Self.prisons.contains(tokens.hashes[first]) { name.type = .location }
        if Self.ships.contains(tokens.hashes[first]) { name.type = .miscellaneous }
        return name
    }

    // MARK: People

    /// The surname alone of somebody whom the document has named in full is that person's, unless a body is called by it.
    private func noteSurnames(in names: [Name], _ told: inout [UInt64: Entities.EntityType]) {
        guard names.contains(where: { $0.type == .organization && $0.tokens.count == 1 }) else { return }
        var bodies: Set<WordHash> = []
        for name in names where name.type != .person && name.tokens.count > 1 {
            for token in name.tokens { bodies.insert(tokens.hashes[token]) }
        }
        var people: Set<WordHash> = []
        for name in names {
            guard let last = name.tokens.last else { continue }
            let surname = tokens.hashes[last]
            if name.type == .person, name.tokens.count > 1, name.confidence >= Self.likely {
                people.insert(surname)
            } else if name.type == .organization, name.tokens.count == 1, people.contains(surname),
                !bodies.contains(surname), last + 1 < tokens.count, isSmall(last + 1),
                lexicon.flags(surname).isDisjoint(with: Self.known)
            {
                told[key(name)] = .person
            } else if name.type == .organization, name.tokens.count == 1, !people.contains(surname) {
                // Named before anybody was called so: the firm of its founder.
                bodies.insert(surname)
            }
        }
    }

    // MARK: Scores

    /// Two sides on a line with their goals, *Wrexham 1 Barrow 2*, are none of people, where nobody is called so in full.
    private func noteSides(of names: [Name], in told: inout [UInt64: Entities.EntityType]) {
        var surnames: Set<WordHash>?
        for (left, right) in zip(names, names.dropFirst()) where left.type != right.type {
            let (score, last) = (left.tokens.upperBound, right.tokens.upperBound)
            guard right.tokens.lowerBound == score + 1, last < tokens.count, isGoals(score), isGoals(last),
                tokens.flags[left.tokens.lowerBound].contains(.startsSentence),
                last + 1 == tokens.count || tokens.flags[last + 1].contains(.startsSentence)
            else { continue }
            for (name, other) in [(left, right), (right, left)] where name.type == .person {
                guard name.tokens.count == 1, other.type == .organization else { continue }
                let people =
                    surnames
                    ?? Set(
                        names.filter { $0.type == .person && $0.tokens.count > 1 }
                            .compactMap { $0.tokens.last.map { tokens.hashes[$0] } })
                surnames = people
                if !people.contains(tokens.hashes[name.tokens.lowerBound]) { told[key(name)] = .organization }
            }
        }
    }

    /// Whether a token is a number below a hundred.
    private func isGoals(_ token: Int) -> Bool { tokens.kinds[token] == .number && tokens[token].count < 3 }

    func classes(_ token: Int) -> WordClass { Words.english.classes(of: tokens.hashes[token]) }

    func isSmall(_ token: Int) -> Bool {
        tokens.flags[token].isDisjoint(with: [.capitalized, .mixedCase, .allCapitals])
    }

    /// Names of which the recogniser is surer are right nineteen times in twenty.
    private static let sure = 0.9
    private static let likely = 0.8
    private static let known: Lexicon.Flags = [
        .knownOrganization, .knownMiscellaneous, .knownPlace, .country, .state, .city, .demonym,
    ]
    private static let notInside: WordClass = [
        .preposition, .coordinator, .subordinator, .relative, .auxiliary, .passive, .verb, .cueVerb, .determiner,
        .adverb,
    ]
    static let (comma, hyphen, product) = (WordHash(","), WordHash("-"), WordHash("product"))
    private static let opening = WordHash("(")
    private static let currencies = ["£", "$", "€"]
    static let works = WordQuery.english(.describedWork, .vessel)
    static let bodies = WordQuery.english(.describedBody, .bodyNoun)
    private static let firms = WordQuery.english(.firmOfPeople)
    private static let sites = WordQuery.english(.site)
    private static let prisons = WordQuery.english(.prisonPrefix)
    private static let ships = WordQuery.english(.shipPrefix)
}
