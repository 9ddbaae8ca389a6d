import AnalyzerKit
import English
import Linguistics

extension EntityLinker {
    /// Joins a person's full name with its parts: surname, given name, initials, a shortened given name.
    mutating func joinPeople() {
        let people = forms.indices.filter { forms[$0].type == .person && retyped[$0] == nil }
        let full = people.filter { core($0).count > 1 }
        var bySurname: [UInt64: [Int]] = [:]
        for form in full { if let last = core(form).last { bySurname[last, default: []].append(form) } }
        for group in bySurname.values.sorted(by: { $0[0] < $1[0] }) { joinVariants(group) }

        let index = PartIndex(full.map { ($0, core($0), tokens.hashes[forms[$0].tokens.lowerBound]) })
        var byInitials: [UInt64: [Int]] = [:]
        for form in full where byInitials[initials(form), default: []].count < Self.mostCandidates {
            byInitials[initials(form), default: []].append(form)
        }
        for form in people {
            let words = core(form)
            let found = index.people(whoseNameHolds: words[...]).filter { core($0).count > words.count }
            if !found.isEmpty {
                attach(form, to: found)
            } else if words.count == 1, !isAttached(form) {
                let first = forms[form].tokens.lowerBound
                let named = index.people(calledForShort: tokens.hashes[first])
                if !named.isEmpty {
                    attach(form, to: named)
                } else if forms[form].isAcronym {
                    attach(form, to: byInitials[words[0]] ?? [])
                }
            }
        }
        joinSharedSurnames()
        joinNamesOfBirth()
    }

    /// *Born Ann Pugh*, of Ann Holt: the same person, where only one is called so before.
    private mutating func joinNamesOfBirth() {
        var called: [UInt64: Set<Int>] = [:]
        for index in names.indices where names[index].type == .person {
            let form = formOfName[index]
            let words = core(form)
            guard words.count > 1, let surname = words.last else { continue }
            let first = names[index].tokens.lowerBound
            if first > 0, Self.birth.contains(tokens.hashes[first - 1]), !isAttached(form),
                let others = called[words[0]], others.count == 1, let other = others.first,
                core(other).last != surname
            {
                join(form, other)
            }
            if called[words[0], default: []].count < 2 { called[words[0], default: []].insert(root(form)) }
        }
    }

    private static let birth: WordSet = ["born", "née", "nee"]

    /// `Bill and Hillary Clinton`: Bill is a Clinton too.
    private mutating func joinSharedSurnames() {
        var formOfWords: [UInt64: Int] = [:]
        for form in forms.indices where forms[form].type == .person {
            formOfWords[WordKey.joined(forms[form].words)] = form
        }
        for index in names.indices.dropLast() where names[index].type == .person {
            let (left, right) = (names[index].tokens, names[index + 1].tokens)
            guard left.count == 1, right.lowerBound == left.upperBound + 1, names[index + 1].type == .person,
                Self.conjunctions.contains(tokens.hashes[left.upperBound])
            else { continue }
            let words = core(formOfName[index + 1])
            guard words.count > 1, let last = words.last, let first = forms[formOfName[index]].words.first else {
                continue
            }
            if let full = formOfWords[WordKey.joined([first, last])] { formOfName[index] = full }
        }
    }

    private static let comma = WordHash(",")
    private static let conjunctions = Set(["and", "&", "or"].map { WordHash(folding: $0) })

    /// The words of a name without `Jr.` and the like.
    func core(_ form: Int) -> [UInt64] {
        let words = forms[form].words
        guard words.count > 1, let last = words.last, NameWords.suffixes.contains(WordHash(last)) else { return words }
        return Array(words.dropLast())
    }

    private func initials(_ form: Int) -> UInt64 {
        var letters = Initials()
        for token in forms[form].tokens where tokens.flags[token].contains(.capitalized) {
            letters.append(token, of: tokens, in: document.text)
        }
        return letters.key
    }

    /// Joins full names of one surname whose given names are forms of one name.
    private mutating func joinVariants(_ group: [Int]) {
        guard group.count > 1 else { return }
        // Names are compared with the leaders of what was joined so far, of which there are few.
        var leaders: [Int] = []
        for form in group.sorted(by: { (-forms[$0].words.count, $0) < (-forms[$1].words.count, $1) }) {
            let matching = leaders.prefix(Self.mostCandidates).filter { isVariant(form, of: $0) }
            if matching.count == 1 { join(form, matching[0]) } else { leaders.append(form) }
        }
    }

    private func isVariant(_ form: Int, of other: Int) -> Bool {
        let left = forms[form].tokens.lowerBound
        let right = forms[other].tokens.lowerBound
        if forms[form].words[0] == forms[other].words[0] { return true }
        if Nicknames.areVariants(tokens.hashes[left], tokens.hashes[right]) { return true }
        let a = document.text.bytes[tokens[left].indices]
        let b = document.text.bytes[tokens[right].indices]
        guard let first = a.first, let second = b.first, first | 0x20 == second | 0x20 else { return false }
        return isInitial(a) || isInitial(b)
    }

    private func isInitial(_ word: ArraySlice<UInt8>) -> Bool {
        word.count == 1 || word.count > 1 && word[word.startIndex + 1] == UInt8(ascii: ".")
    }

    // MARK: Gender

    /// A person's gender, by titles before the name and the given name.
    func gender(_ members: some Sequence<Int>) -> Entities.Gender {
        var male = 0
        var female = 0
        for member in members.prefix(50) {
            let range = names[member].tokens
            switch addressedGender(member) {
            case .male: male += 3
            case .female: female += 3
            default: break
            }
            guard range.count > 1 else { continue }
            let given = tokens.hashes[range.lowerBound]
            let flags = lexicon.flags(given)
            let leaning =
                flags.contains(.male) == flags.contains(.female)
                ? Entities.Gender(Words.english.gender(of: given, in: .givenName)) : .unknown
            if flags.contains(.male) && !flags.contains(.female) || leaning == .male { male += 1 }
            if flags.contains(.female) && !flags.contains(.male) || leaning == .female { female += 1 }
        }
        return male == female ? .unknown : male > female ? .male : .female
    }

    /// Whether a mention is of a relative: *her husband, Paul Holt*, *she married Paul Holt*.
    func isNamedAsKin(_ name: Int) -> Bool {
        let first = names[name].tokens.lowerBound
        guard names[name].type == .person, first > 1, !tokens.flags[first].contains(.startsSentence) else {
            return false
        }
        let before = tokens.hashes[first - 1]
        if before == Self.comma { return Self.kin.contains(tokens.hashes[first - 2]) }
        return Self.kin.contains(before) || before == WordHash("married")
    }

    private static let kin = WordQuery.english(.kin)

    /// The gender that the title before a mention tells, or a relation: *his wife, Judith*.
    func addressedGender(_ name: Int) -> Entities.Gender {
        let first = names[name].tokens.lowerBound
        guard first > 0 else { return .unknown }
        var before = tokens.hashes[first - 1]
        if first > 1, before == Self.comma { before = tokens.hashes[first - 2] }
        return Entities.Gender(Words.english.gender(of: before, in: .gendered))
    }
}

/// People's full names by their parts.
private struct PartIndex {
    private var surnames: [UInt64: [Int]] = [:]
    private var givenNames: [UInt64: [Int]] = [:]
    private var parts: [UInt64: [Int]] = [:]
    private var nicknames: [Int: [Int]] = [:]

    /// Longer names are known by their first words and their last.
    private static var longestName: Int { 6 }

    init(_ people: [(form: Int, words: [UInt64], givenName: WordHash)]) {
        for (form, words, givenName) in people {
            if let last = words.last { Self.add(form, last, &surnames) }
            Self.add(form, words[0], &givenNames)
            for group in Nicknames.groups(of: givenName) { Self.add(form, group, &nicknames) }
            let words = words.prefix(Self.longestName)
            for start in words.indices {
                for end in start + 1..<words.endIndex + 1 where end - start < words.count {
                    Self.add(form, WordKey.joined(words[start..<end]), &parts)
                }
            }
        }
    }

    private static func add<Key>(_ form: Int, _ key: Key, _ index: inout [Key: [Int]]) {
        if index[key, default: []].count < EntityLinker.mostCandidates { index[key, default: []].append(form) }
    }

    /// Those with these words in a row in their names; of one word, those with this surname come before those with this
    /// given name and these before all others.
    func people(whoseNameHolds words: ArraySlice<UInt64>) -> [Int] {
        if words.count == 1, let word = words.first, let found = surnames[word] ?? givenNames[word] { return found }
        return parts[WordKey.joined(words)] ?? []
    }

    /// Those whose given name has this short or long form.
    func people(calledForShort name: WordHash) -> [Int] {
        Nicknames.groups(of: name).flatMap { nicknames[$0] ?? [] }
    }
}
