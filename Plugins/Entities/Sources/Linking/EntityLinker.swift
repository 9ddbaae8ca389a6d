import AnalyzerKit
import Linguistics

/// Groups a document's names into entities.
///
/// Names are gathered into forms (same words); forms are joined by rules in the order of their certainty: the same words,
/// an abbreviation in brackets, two names of one country, initials, an organisation's name with and without its legal
/// form, and last a person's full name with its parts. A part that fits several people goes to the one named last before
/// it. All look-ups are by hash: the work is linear in the number of names.
struct EntityLinker {
    let document: Document
    let lexicon: Lexicon
    var names: [Name]
    var forms: [NameForm] = []
    var formOfName: [Int] = []
    var parents: [Int] = []
    /// Full names that a short form may stand for, where they are several.
    var candidates: [Int: [Int]] = [:]
    /// Tokens of labels that are initials, and the first tokens of the names they stand for.
    private var labels: [(label: Int, owner: Int)] = []

    init(_ document: Document, names: [Name], lexicon: Lexicon) {
        self.document = document
        self.names = names
        self.lexicon = lexicon
    }

    var tokens: Tokens { document.tokens }

    /// The entities and mentions.
    mutating func link() -> Entities.Findings {
        trimTitles()
        addSpeakerLabels()
        gatherForms()
        parents = Array(forms.indices)
        joinSpeakerLabels()
        joinBracketedAbbreviations()
        joinCountries()
        joinAcronyms()
        joinOrganizations()
        joinPeople()
        return findings()
    }

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
        parents[leads ? b : a] = leads ? a : b
    }

    // MARK: Names

    /// Takes titles off people's names and articles off all.
    private mutating func trimTitles() {
        for index in names.indices where names[index].tokens.count > 1 {
            var range = names[index].tokens
            if tokens.hashes[range.lowerBound] == Self.article, names[index].type != .miscellaneous {
                range = range.lowerBound + 1..<range.upperBound
            }
            if names[index].type == .person {
                while range.count > 1, Self.trimmedTitles.contains(tokens.hashes[range.lowerBound]) {
                    range = range.lowerBound + 1..<range.upperBound
                }
            }
            names[index].tokens = range
        }
    }

    private static let article = WordHash("the")
    private static let trimmedTitles = Set(
        ["mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "president", "senator", "sen.", "rep.", "gov.", "gen."]
            .map { WordHash(folding: $0) })

    /// Adds speakers' labels that are the initials of a person, or of an earlier label: `YS:` for `Yun Sun`, `G:` for
    /// `Grid:`.
    private mutating func addSpeakerLabels() {
        var owners: [UInt64: Name] = [:]
        for name in names {
            let isLabel =
                isColon(name.tokens.upperBound) && tokens.flags[name.tokens.lowerBound].contains(.startsLine)
            guard isLabel || (name.type == .person && (2...3).contains(name.tokens.count)) else { continue }
            let key = initialsKey(name.tokens)
            if owners[key] == nil { owners[key] = name }
        }
        guard !owners.isEmpty else { return }
        var named = Set<Int>()
        for name in names { named.formUnion(name.tokens) }
        var added: [Name] = []
        for index in tokens.flags.indices where tokens.flags[index].contains([.startsLine, .allCapitals]) {
            guard tokens[index].count <= 3, isColon(index + 1), let owner = owners[tokens.hashes[index].value],
                owner.tokens.lowerBound < index
            else { continue }
            labels.append((label: index, owner: owner.tokens.lowerBound))
            if !named.contains(index) {
                added.append(Name(tokens: index..<index + 1, type: owner.type, confidence: 0.9))
            }
        }
        // A label's type is its owner's, whatever the recogniser made of the letters.
        let positions = Set(labels.map(\.label))
        for index in names.indices where names[index].tokens.count == 1 {
            let token = names[index].tokens.lowerBound
            if positions.contains(token), let owner = owners[tokens.hashes[token].value] {
                names[index].type = owner.type
            }
        }
        guard !added.isEmpty else { return }
        names = (names + added).sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
    }

    /// Makes each label one with its owner.
    private mutating func joinSpeakerLabels() {
        guard !labels.isEmpty else { return }
        var formAt: [Int: Int] = [:]
        for (index, name) in names.enumerated() { formAt[name.tokens.lowerBound] = formOfName[index] }
        for label in labels {
            if let form = formAt[label.label], let owner = formAt[label.owner] { join(form, owner) }
        }
    }

    func isColon(_ token: Int) -> Bool {
        token < tokens.count && document.text.bytes[Int(tokens.starts[token])] == UInt8(ascii: ":")
    }

    /// The hash of a name's first letters, as the label in capitals has it.
    func initialsKey(_ range: Range<Int>) -> UInt64 {
        let letters = range.filter { tokens.flags[$0].contains(.capitalized) }.map {
            document.text.bytes[Int(tokens.starts[$0])]
        }
        return WordHash(folding: letters.span, 0..<letters.count).value
    }

    // MARK: Forms

    private mutating func gatherForms() {
        var known: [UInt64: Int] = [:]
        for name in names {
            let words = name.tokens.filter { tokens.hashes[$0] != Self.article || name.tokens.count == 1 }.map {
                WordKey.key($0, of: tokens, in: document.text)
            }
            let key = WordKey.joined(words)
            let form: Int
            if let found = known[key] {
                form = found
                forms[form].count += 1
                if isBetterWritten(name.tokens, than: forms[form].tokens) { forms[form].tokens = name.tokens }
            } else {
                form = forms.count
                known[key] = form
                let first = tokens.flags[name.tokens.lowerBound]
                forms.append(
                    NameForm(
                        words: words, votes: [0, 0, 0, 0], tokens: name.tokens, count: 1,
                        isAcronym: name.tokens.count == 1 && first.contains(.allCapitals)
                            && !first.contains(.hasDigit)))
            }
            forms[form].votes[Int(name.type.index)] += 1
            formOfName.append(form)
        }
    }

    /// Whether a mention is written with capitals where another is all in capitals or small letters.
    private func isBetterWritten(_ range: Range<Int>, than other: Range<Int>) -> Bool {
        func grade(_ range: Range<Int>) -> Int {
            let words = range.filter { tokens.flags[$0].contains(.hasLetter) }
            if words.allSatisfy({ !tokens.flags[$0].contains(.capitalized) }) { return 0 }
            return words.allSatisfy { tokens.flags[$0].contains(.allCapitals) } ? 1 : 2
        }
        return grade(range) > grade(other)
    }

    // MARK: Joining

    /// `the Shanghai Cooperation Organization (SCO)`, `SCO (Shanghai Cooperation Organization)`.
    private mutating func joinBracketedAbbreviations() {
        for index in names.indices.dropLast() {
            let left = names[index].tokens
            let right = names[index + 1].tokens
            guard right.lowerBound == left.upperBound + 1, right.upperBound < tokens.count,
                document.text.bytes[Int(tokens.starts[left.upperBound])] == UInt8(ascii: "(")
            else { continue }
            let a = formOfName[index]
            let b = formOfName[index + 1]
            let (short, long) = forms[a].words.count < forms[b].words.count ? (b, a) : (a, b)
            let (acronym, expansion) = forms[short].isAcronym ? (short, long) : (long, short)
            guard forms[acronym].isAcronym, forms[expansion].words.count > 1, isAbbreviation(acronym, of: expansion)
            else { continue }
            join(acronym, expansion)
        }
    }

    /// Whether an acronym's letters begin words of a name, in order, the first ones each.
    private func isAbbreviation(_ acronym: Int, of expansion: Int) -> Bool {
        let letters = document.text.bytes[tokens[forms[acronym].tokens.lowerBound].indices].filter { $0 != 0x2E }
        var next = 0
        for token in forms[expansion].tokens where next < letters.count {
            if document.text.bytes[Int(tokens.starts[token])] | 0x20 == letters[next] | 0x20 { next += 1 }
        }
        return letters.count > 1 && next * 3 >= letters.count * 2
            && letters.first.map { $0 | 0x20 } == document.text.bytes[
                Int(tokens.starts[forms[expansion].tokens.lowerBound])] | 0x20
    }

    private mutating func joinCountries() {
        var countries: [String: Int] = [:]
        for form in forms.indices where forms[form].type != .person {
            let name = text(forms[form].tokens)
            guard Countries.isCountry(name), let code = Countries.code(name), !isPronoun(form) else { continue }
            if let other = countries[code] { join(form, other) } else { countries[code] = form }
        }
    }

    /// `us` in small letters is no country.
    private func isPronoun(_ form: Int) -> Bool {
        let token = forms[form].tokens.lowerBound
        return tokens[token].count == 2 && !tokens.flags[token].contains(.capitalized)
    }

    private mutating func joinAcronyms() {
        var expansions: [UInt64: Int] = [:]
        for form in forms.indices where forms[form].words.count > 1 && forms[form].type != .person {
            let key = initialsKey(forms[form].tokens)
            expansions[key] = expansions[key] == nil ? form : -1
        }
        for form in forms.indices where forms[form].isAcronym && forms[form].type != .person {
            guard tokens[forms[form].tokens.lowerBound].count > 1, let key = forms[form].words.first,
                let expansion = expansions[key], expansion >= 0
            else { continue }
            join(form, expansion)
        }
    }

    /// `Commerzbank` and `Commerzbank AG`.
    private mutating func joinOrganizations() {
        var known: [UInt64: Int] = [:]
        for form in forms.indices where forms[form].type == .organization {
            known[WordKey.joined(forms[form].words)] = form
        }
        for form in forms.indices where forms[form].type == .organization && forms[form].words.count > 1 {
            guard let last = forms[form].tokens.last, Self.legalForms.contains(tokens.hashes[last]) else { continue }
            if let short = known[WordKey.joined(forms[form].words.dropLast())] { join(form, short) }
        }
        // `Solvane` is `Solvane Energy` where no other name begins so.
        var openings: [UInt64: Int] = [:]
        for form in forms.indices where forms[form].type == .organization && forms[form].words.count > 1 {
            let opening = forms[form].words[0]
            guard let other = openings[opening] else {
                openings[opening] = form
                continue
            }
            if other >= 0 && root(other) != root(form) { openings[opening] = -1 }
        }
        for form in forms.indices where forms[form].type == .organization && forms[form].words.count == 1 {
            if let longer = openings[forms[form].words[0]], longer >= 0 { join(form, longer) }
        }
    }

    private static let legalForms = Set(
        [
            "inc", "inc.", "corp", "corp.", "co", "co.", "ltd", "ltd.", "llc", "plc", "ag", "gmbh", "sa", "nv", "group",
            "company", "corporation", "holdings", "party",
        ].map { WordHash(folding: $0) })

    // MARK: Findings

    func text(_ range: Range<Int>) -> String { document.text.string(in: tokens.range(range)) }

    /// Each name's group, ambiguous short forms by what was named last.
    private func groups() -> [Int] {
        var last: [Int: Int] = [:]
        var order = 0
        return names.indices.map { index in
            order += 1
            var group = root(formOfName[index])
            if let choices = candidates[formOfName[index]] {
                group = choices.max { (last[$0] ?? -1, -$0) < (last[$1] ?? -1, -$1) } ?? group
            }
            last[group] = order
            return group
        }
    }

    private func findings() -> Entities.Findings {
        var entities: [Entities.Entity] = []
        var members: [[Int]] = []
        var indexOfGroup: [Int: Int] = [:]
        var mentions: [Entities.Mention] = []
        for (index, group) in groups().enumerated() {
            let entity: Int
            if let known = indexOfGroup[group] {
                entity = known
            } else {
                entity = entities.count
                indexOfGroup[group] = entity
                entities.append(Entities.Entity(id: "e\(entity + 1)", name: "", type: .miscellaneous))
                members.append([])
            }
            members[entity].append(index)
            let name = names[index]
            let range = tokens.range(name.tokens)
            let span = document.span(range)
            mentions.append(
                Entities.Mention(
                    start: span.start, end: span.end, text: span.text, type: name.type, entity: "e\(entity + 1)",
                    confidence: (name.confidence * 100).rounded() / 100, range: range, tokens: name.tokens,
                    entityIndex: entity))
        }
        for entity in entities.indices { describe(&entities[entity], members[entity], mentions) }
        return Entities.Findings(entities: entities, mentions: mentions)
    }

    /// Fills in an entity's name, type, aliases, codes and gender.
    private func describe(_ entity: inout Entities.Entity, _ members: [Int], _ mentions: [Entities.Mention]) {
        let forms = Set(members.map { formOfName[$0] }).sorted()
        var votes = [0, 0, 0, 0]
        for member in members { votes[Int(names[member].type.index)] += 1 }
        let leading = votes.indices.max { (votes[$0], -$0) < (votes[$1], -$1) } ?? 0
        entity.type = Entities.EntityType.allCases[leading]
        entity.mentions = members.count
        entity.aliases = Set(members.map { mentions[$0].text }).sorted()
        let best = forms.max { completeness($0, $1) }
        if let best { entity.name = CanonicalName.written(self.forms[best].tokens, as: entity.type, in: document) }
        if entity.type != .person {
            for form in forms {
                if let code = Countries.code(text(self.forms[form].tokens)), !isPronoun(form) {
                    entity.codes["iso3166"] = code
                    break
                }
            }
        }
        entity.gender = entity.type == .person ? gender(members) : .neuter
    }

    private func completeness(_ left: Int, _ right: Int) -> Bool {
        let (a, b) = (forms[left], forms[right])
        return (a.words.count, a.isAcronym ? 0 : 1, a.count, right) < (
            b.words.count, b.isAcronym ? 0 : 1, b.count, left
        )
    }
}
