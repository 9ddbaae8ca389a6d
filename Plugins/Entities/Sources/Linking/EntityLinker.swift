import AnalyzerKit
import English
import Linguistics

/// Groups a document's names into entities.
///
/// Names are gathered into forms (same words); forms are joined by rules in the order of their certainty: the same words,
/// an abbreviation in brackets, two names of one country, an organisation's name in two orders or with and without its
/// legal form, initials, and last short forms with what they are short for. A short form that fits several goes to one of
/// them at each mention (`AmbiguousNames`). All look-ups are by hash: the work is linear in the number of names.
struct EntityLinker {
    let document: Document
    let lexicon: Lexicon
    var names: [Name]
    var forms: [NameForm] = []
    var formOfName: [Int] = []
    var parents: [Int] = []
    /// Longer forms that a short form may stand for, where they are several.
    var candidates: [Int: [Int]] = [:]
    /// The ISO 3166-1 codes of forms that name countries or their people.
    var codes: [Int: String] = [:]
    /// What short forms name, where a longer form shows that the recogniser was wrong.
    var retyped: [Int: Entities.EntityType] = [:]
    /// The words of people's full names.
    var wordsOfPeople: Set<UInt64> = []

    init(_ document: Document, names: [Name], lexicon: Lexicon) {
        self.document = document
        self.names = names
        self.lexicon = lexicon
    }

    var tokens: Tokens { document.tokens }

    /// The entities and mentions.
    mutating func link() -> Entities.Findings {
        trimNames()
        let labels = addSpeakerLabels()
        gatherForms()
        parents = Array(forms.indices)
        for form in forms where form.type == .person && form.words.count > 1 { wordsOfPeople.formUnion(form.words) }
        joinSpeakerLabels(labels)
        joinCountries()
        joinOrganizations()
        joinBracketedAbbreviations()
        joinOtherNames()
        joinAcronyms()
        joinShortOrganizations()
        joinPlaces()
        joinMiscellaneous()
        joinPeople()
        joinSameWords()
        applyTypes()
        return findings()
    }

    // MARK: Groups

    /// The form that stands for a form's group.
    func root(_ form: Int) -> Int {
        var form = form
        while parents[form] != form { form = parents[form] }
        return form
    }

    /// Makes two forms one entity; the larger name leads.
    mutating func join(_ left: Int, _ right: Int) {
        let a = root(left)
        let b = root(right)
        guard a != b else { return }
        let leads = (forms[a].words.count, forms[a].count, b) > (forms[b].words.count, forms[b].count, a)
        let leader = leads ? a : b
        parents[a] = leader
        parents[b] = leader
        // Short ways keep later look-ups fast.
        parents[left] = leader
        parents[right] = leader
        joined.formUnion([left, right, a, b])
    }

    /// Forms that were joined with another.
    private var joined: Set<Int> = []

    /// Whether a form is known to stand for something that has another form too.
    func isAttached(_ form: Int) -> Bool { joined.contains(form) || candidates[form] != nil }

    /// Joins a short form with the one entity that it may stand for, or keeps them in mind where they are several.
    mutating func attach(_ form: Int, to longer: some Sequence<Int>) {
        let roots = Set(longer.prefix(Self.mostCandidates).map { root($0) }).subtracting([root(form)]).sorted()
        if roots.count == 1 { join(form, roots[0]) }
        if roots.count > 1 { candidates[form] = roots }
    }

    /// More entities that share a short form than this are not told apart.
    static var mostCandidates: Int { 16 }

    // MARK: Names

    /// Takes titles and honours off people's names, articles off all, and calls those persons who are addressed as such.
    private mutating func trimNames() {
        for index in names.indices {
            var range = names[index].tokens
            if range.count > 1, tokens.hashes[range.lowerBound] == Self.article, names[index].type != .miscellaneous,
                names[index].type != .location || !NameParts.isPlaceWithArticle(range, tokens, lexicon)
            {
                range = range.lowerBound + 1..<range.upperBound
            }
            if names[index].type == .person {
                while range.count > 1,
                    NameWords.isTrimmed(tokens.hashes[range.lowerBound]) || isConstable(range.lowerBound)
                {
                    range = range.lowerBound + 1..<range.upperBound
                }
                while range.count > 2, NameWords.honours.contains(tokens.hashes[range.upperBound - 1]) {
                    range = range.lowerBound..<range.upperBound - 1
                }
            }
            names[index].tokens = range
            if range.count == 1, range.lowerBound > 0,
                NameWords.formsOfAddress.contains(tokens.hashes[range.lowerBound - 1])
            {
                names[index].type = .person
            }
        }
    }

    /// *Con* of *Det Con Ann Lee*; a name elsewhere.
    private func isConstable(_ token: Int) -> Bool {
        guard token > 0, tokens.hashes[token] == WordHash("con") else { return false }
        return tokens.hashes[token - 1] == WordHash("det") || tokens.hashes[token - 1] == WordHash("det.")
    }

    static let article = WordHash("the")
    /// What an editor puts around a part of a name.
    static let brackets: Set<WordHash> = [WordHash("["), WordHash("]")]

    // MARK: Forms

    private mutating func gatherForms() {
        var known: [UInt64: Int] = [:]
        // What a closure or a small function takes from `self` copies all of it, 2,000 instructions each time.
        let (tokens, text) = (tokens, document.text)
        for name in names {
            let words = name.tokens.filter {
                (tokens.hashes[$0] != Self.article && !Self.brackets.contains(tokens.hashes[$0]))
                    || name.tokens.count == 1
            }.map { WordKey.key($0, of: tokens, in: text) }
            let isPerson = name.type == .person
            let key = WordKey.joined(words + [words.count == 1 && isPerson ? 1 : 0])
            let form: Int
            if let found = known[key] {
                form = found
                forms[form].count += 1
                if Self.isBetterWritten(name.tokens, than: forms[form].tokens, tokens, text) {
                    forms[form].tokens = name.tokens
                }
            } else {
                form = forms.count
                known[key] = form
                forms.append(
                    NameForm(words: words, votes: [0, 0, 0, 0], tokens: name.tokens, count: 1, isAcronym: false))
            }
            forms[form].votes[Int(name.type.index)] += 1
            let first = name.tokens.lowerBound
            if name.tokens.count == 1, tokens.flags[first].contains(.allCapitals),
                !tokens.flags[first].contains(.hasDigit)
            {
                forms[form].isAcronym = true
            }
            if first > 0, NameWords.titles.contains(tokens.hashes[first - 1]) { forms[form].isAddressed = true }
            if first > 0, tokens.hashes[first - 1] == Self.article { forms[form].articles += 1 }
            formOfName.append(form)
        }
    }

    /// Whether a mention is written with capitals where another is all in capitals or small letters, or with accents where
    /// another has none.
    private static func isBetterWritten(
        _ range: Range<Int>, than other: Range<Int>, _ tokens: Tokens, _ text: UTF8Text
    ) -> Bool {
        let (own, others) = (grade(range, tokens), grade(other, tokens))
        // Of two spellings of the same letters the longer in bytes is the one with accents.
        return own.0 > others.0
            || own.0 == others.0 && own.0 == 2 && own.1 > others.1
                && hasAccents(tokens.range(range), text)
    }

    /// 0 for words without a capital, 1 for words all in capitals, 2 for others, and their length in bytes.
    private static func grade(_ range: Range<Int>, _ tokens: Tokens) -> (Int, Int) {
        var hasCapital = false
        var areCapitals = true
        for token in range where tokens.flags[token].contains(.hasLetter) {
            if tokens.flags[token].contains(.capitalized) { hasCapital = true }
            if !tokens.flags[token].contains(.allCapitals) { areCapitals = false }
        }
        return (hasCapital ? areCapitals ? 1 : 2 : 0, tokens.range(range).count)
    }

    private static func hasAccents(_ range: ByteRange, _ text: UTF8Text) -> Bool {
        text.bytes[range.indices].contains { $0 >= 0xC3 && $0 < 0xE2 }
    }

    /// Joins the forms of one word that names a person and something else, unless each has a longer name of its own.
    private mutating func joinSameWords() {
        var people: [UInt64: Int] = [:]
        for form in forms.indices where forms[form].words.count == 1 && forms[form].type == .person {
            people[forms[form].words[0]] = form
        }
        for form in forms.indices where forms[form].words.count == 1 && forms[form].type != .person {
            guard let person = people[forms[form].words[0]] else { continue }
            let isPlace = !lexicon.flags(WordHash(forms[form].words[0])).isDisjoint(with: [.country, .state, .city])
            if isAttached(person) && (isAttached(form) || isPlace) || forms[person].isAddressed && isAttached(form) {
                continue
            }
            if let found = candidates[person] { candidates[form] = found }
            if let found = candidates[form] { candidates[person] = found }
            join(form, person)
        }
    }

    private mutating func applyTypes() {
        for (form, type) in retyped {
            forms[form].votes = [0, 0, 0, 0]
            forms[form].votes[Int(type.index)] = forms[form].count
        }
        guard !retyped.isEmpty else { return }
        for index in names.indices {
            if let type = retyped[formOfName[index]] { names[index].type = type }
        }
    }

    func text(_ range: Range<Int>) -> String { document.text.string(in: tokens.range(range)) }

    func isColon(_ token: Int) -> Bool {
        token < tokens.count && document.text.bytes[Int(tokens.starts[token])] == UInt8(ascii: ":")
    }
}
