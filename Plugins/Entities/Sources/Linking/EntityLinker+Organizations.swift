import AnalyzerKit
import English
import Linguistics

extension EntityLinker {
    // MARK: The same name in another order or with another ending

    /// Joins `Commerzbank` with `Commerzbank AG`, `Ministry of Finance` with `Finance Ministry`, `U.S. Supreme Court` with
    /// `Supreme Court`.
    mutating func joinOrganizations() {
        var known: [UInt64: Int] = [:]
        var unordered: [UInt64: Int] = [:]
        for form in forms.indices where forms[form].type == .organization {
            let base = self.base(form)
            let key = WordKey.joined(base)
            if let other = known[key] { join(form, other) } else { known[key] = form }
            guard let bag = bag(of: base) else { continue }
            if let other = unordered[bag] { join(form, other) } else { unordered[bag] = form }
        }
        joinNationalOrganizations(known, unordered)
        // `Halvorsen Foods` in a headline, taken for a person.
        for form in forms.indices where forms[form].type == .person && forms[form].words.count > 1 {
            guard !forms[form].isAddressed, let other = known[WordKey.joined(forms[form].words)] else { continue }
            join(form, other)
            retyped[form] = .organization
        }
    }

    /// Joins a name with the one that has its country before it, in the same words or in another order: `Justice
    /// Department`, `U.S. Department of Justice`.
    private mutating func joinNationalOrganizations(_ known: [UInt64: Int], _ unordered: [UInt64: Int]) {
        var national: [Int: Int] = [:]
        for form in forms.indices where forms[form].type == .organization {
            let base = self.base(form)
            guard base.count > 2, Countries.isNameOrDemonym(WordHash(base[0])) else { continue }
            let rest = base.dropFirst()
            guard let short = known[WordKey.joined(rest)] ?? bag(of: rest).flatMap({ unordered[$0] }) else { continue }
            // Two countries' courts leave it open whose is meant.
            if let other = national[short], root(other) != root(form) {
                attach(short, to: [other, form])
            } else {
                national[short] = form
            }
        }
        for (short, form) in national.sorted(by: { $0.value < $1.value }) where candidates[short] == nil {
            join(short, form)
        }
    }

    /// A key of a name's words in any order; nil for fewer than two besides `of` and the like.
    private func bag(of words: ArraySlice<UInt64>) -> UInt64? {
        let content = words.filter { !Self.smallWords.contains(WordHash($0)) }
        guard content.count > 1 else { return nil }
        return content.reduce(UInt64(content.count)) { $0 &+ $1 }
    }

    /// A name's words without its legal form.
    func base(_ form: Int) -> ArraySlice<UInt64> {
        var words = forms[form].words[...]
        while words.count > 1, let last = words.last,
            Self.legalForms.contains(WordHash(last)) || Self.ampersands.contains(WordHash(last))
        {
            words = words.dropLast()
        }
        return words
    }

    // MARK: Abbreviations

    /// `the Shanghai Cooperation Organization (SCO)`, `SCO (Shanghai Cooperation Organization)`.
    mutating func joinBracketedAbbreviations() {
        for index in names.indices.dropLast() {
            let left = names[index].tokens
            let right = names[index + 1].tokens
            guard right.lowerBound == left.upperBound + 1, right.upperBound < tokens.count,
                document.text.bytes[Int(tokens.starts[left.upperBound])] == UInt8(ascii: "("),
                document.text.bytes[Int(tokens.starts[right.upperBound])] == UInt8(ascii: ")")
            else { continue }
            let a = formOfName[index]
            let b = formOfName[index + 1]
            let (short, long) = forms[a].words.count < forms[b].words.count ? (a, b) : (b, a)
            guard forms[long].type != .person, forms[short].type != .person else { continue }
            // The letters may be those of another language: `Doctors Without Borders (MSF)`.
            let areOrganizations = forms[short].type == .organization && forms[long].type == .organization
            if forms[short].isAcronym, forms[long].words.count > 1,
                areOrganizations || isAbbreviation(short, of: long)
            {
                join(short, long)
            } else if areOrganizations, isMadeOfBeginnings(short, of: long) {
                join(short, long)
            } else if short == b, areOrganizations, base(short).count < base(long).count,
                base(long).starts(with: base(short))
            {
                join(short, long)
            }
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

    /// Whether a word is put together of the beginnings of a name's words in order: `UNPROFOR`, `Phivolcs`.
    private func isMadeOfBeginnings(_ short: Int, of long: Int) -> Bool {
        guard forms[short].words.count == 1, forms[long].words.count > 2 else { return false }
        let letters = document.text.bytes[tokens[forms[short].tokens.lowerBound].indices]
        guard letters.count > 4 else { return false }
        var next = letters.startIndex
        var used = 0
        for token in forms[long].tokens where tokens.flags[token].contains(.capitalized) {
            let start = next
            for byte in document.text.bytes[tokens[token].indices] {
                guard next < letters.endIndex, letters[next] | 0x20 == byte | 0x20 else { break }
                next += 1
            }
            if next > start { used += 1 } else if used == 0 { return false }
        }
        return next == letters.endIndex && used > 2
    }

    /// Joins `UNPROFOR` with the one name of a body whose words' beginnings it is put together of.
    private mutating func joinSyllables() {
        let long = forms.indices.filter { forms[$0].type == .organization && forms[$0].words.count > 2 }
            .prefix(Self.mostCandidates)
        guard !long.isEmpty else { return }
        for form in forms.indices where forms[form].type == .organization && !isAttached(form) {
            let fitting = long.filter { isMadeOfBeginnings(form, of: $0) }
            if fitting.count == 1 { join(form, fitting[0]) }
        }
    }

    /// Joins `the Fed` with the one body whose first word the short form stands for, the Federal Reserve rather than the Chicago Fed.
    private mutating func joinClippings() {
        var firsts = UniqueForms()
        for form in forms.indices where forms[form].type == .organization && forms[form].words.count > 1 {
            firsts.insert(root(form), forms[form].words[0])
        }
        for form in forms.indices
        where forms[form].type == .organization && forms[form].words.count == 1 && !isAttached(form) {
            guard let full = Words.english.expansion(of: WordHash(forms[form].words[0])), let body = firsts[full.value]
            else {
                continue
            }
            join(form, body)
        }
    }

    /// Joins what a document says to be one: *Masari (known locally as Pilar)*, *Meta, formerly Facebook*.
    mutating func joinOtherNames() {
        for index in names.indices.dropLast() {
            let between =
                names[index].tokens.upperBound..<max(names[index].tokens.upperBound, names[index + 1].tokens.lowerBound)
            guard (2...6).contains(between.count), Self.openings.contains(tokens.hashes[between.lowerBound]) else {
                continue
            }
            let words = between.dropFirst().map { tokens.hashes[$0] }.filter { !Self.adverbs.contains($0) }
            guard words == Self.knownAs || words == Self.formerly || words == Self.formerly + Self.knownAs else {
                continue
            }
            let (a, b) = (formOfName[index], formOfName[index + 1])
            guard forms[a].type != .person || forms[b].type == .person else { continue }
            join(a, b)
            if forms[b].type != forms[a].type { retyped[b] = forms[a].type }
        }
    }

    /// Joins `NATO` with the one name in the document that has these initials.
    mutating func joinAcronyms() {
        var expansions = UniqueForms()
        var scrambled = UniqueForms()
        for form in forms.indices where forms[form].words.count > 1 && forms[form].type != .person {
            for letters in initials(form) {
                expansions.insert(root(form), letters.key)
                if letters.letters.count > 2, forms[form].type == .organization {
                    scrambled.insert(root(form), letters.scrambledKey)
                }
            }
        }
        for form in forms.indices where forms[form].words.count == 1 && forms[form].type != .person {
            let length = tokens[forms[form].tokens.lowerBound].count
            // Longer ones are written like words too: `Unesco`.
            guard length > 1, forms[form].isAcronym || length > 3 && forms[form].type == .organization else { continue }
            if let expansion = expansions[forms[form].words[0]] {
                join(form, expansion)
            } else if forms[form].isAcronym, forms[form].type == .organization, !isAttached(form) {
                // In another language the order differs: `CFE` for the Federal Electricity Commission.
                var letters = Initials()
                letters.append(lettersOf: forms[form].tokens.lowerBound, of: tokens, in: document.text)
                if let expansion = scrambled[letters.scrambledKey] { join(form, expansion) }
            }
        }
        joinSyllables()
        joinClippings()
    }

    /// A name's initials: of its capitalised words, of all, and both without its legal form or its country.
    private func initials(_ form: Int) -> [Initials] {
        let range = forms[form].tokens
        let dropped = forms[form].words.count - base(form).count
        var ways = [range]
        if dropped > 0 { ways.append(range.lowerBound..<range.upperBound - dropped) }
        if forms[form].type == .organization, forms[form].words.count > 2,
            Countries.isNameOrDemonym(WordHash(forms[form].words[0]))
        {
            ways.append(range.lowerBound + 1..<range.upperBound)
        }
        var found: [Initials] = []
        for way in ways where !way.isEmpty {
            var capitals = Initials()
            var all = Initials()
            var split = Initials()
            for token in way where tokens.flags[token].contains(.hasLetter) {
                if tokens.flags[token].contains(.clitic) { continue }
                all.append(token, of: tokens, in: document.text)
                if tokens.flags[token].contains(.capitalized) {
                    capitals.append(token, of: tokens, in: document.text)
                    split.append(token, of: tokens, in: document.text, splitsCompass: true)
                }
            }
            for letters in [capitals, all, split] where letters.letters.count > 1 { found.append(letters) }
        }
        return found
    }

    // MARK: Short forms

    /// Joins `Solvane` with `Solvane Energy`, `United` with `Northbridge United`.
    mutating func joinShortOrganizations() {
        var openings: [UInt64: [(form: Int, next: UInt64)]] = [:]
        var endings: [UInt64: [Int]] = [:]
        for form in forms.indices where forms[form].type == .organization {
            let base = self.base(form)
            guard base.count > 1 else { continue }
            for length in 1..<min(base.count, Self.longestOpening) {
                let key = WordKey.joined(base.prefix(length))
                if openings[key, default: []].count < Self.mostCandidates {
                    openings[key, default: []].append((form, base[base.startIndex + length]))
                }
            }
            guard let last = base.last else { continue }
            if endings[last, default: []].count < Self.mostCandidates { endings[last, default: []].append(form) }
        }
        let places = placesOfForms
        let arms = self.arms
        for form in forms.indices where !isAttached(form) {
            let type = forms[form].type
            let words = base(form)
            guard !forms[form].isAcronym || words.count > 1 || tokens[forms[form].tokens.lowerBound].count > 5 else {
                continue
            }
            let mayBeOrganization = type == .organization || type == .person && isMistakenForPerson(form)
            guard mayBeOrganization, let last = words.last else { continue }
            let isClassWord = NameWords.organizationWords.contains(WordHash(last))
            let found = (openings[WordKey.joined(words)] ?? []).filter {
                (!isClassWord || Self.smallWords.contains(WordHash($0.next))) && !isOffshoot($0.form, of: form, places)
                    && !arms.contains($0.form)
            }
            if !found.isEmpty {
                attach(form, to: found.map(\.form))
                if type == .person { retyped[form] = .organization }
            } else if words.count == 1, type == .organization {
                attach(form, to: endings[last] ?? [])
            }
        }
    }

    /// Whether a longer name that comes but once, after the short one has stood several times, is something of that one's:
    /// *Loopwell* makes *Loopwell Ledger*, and is not called so.
    private func isOffshoot(_ long: Int, of short: Int, _ places: [(first: Int, third: Int?)]) -> Bool {
        guard forms[long].count == 1, let third = places[short].third, third < places[long].first else { return false }
        // Readers know Bolton Wanderers.
        guard !isKnownOrganization(long) else { return false }
        return !forms[long].words.dropFirst(forms[short].words.count).contains {
            NameWords.organizationWords.contains(WordHash($0)) || Self.legalForms.contains(WordHash($0))
                || Self.organizationHeads.contains(WordHash($0)) || Self.smallWords.contains(WordHash($0))
        }
    }

    /// The longer names of firms that are said to be another's: *its shipping arm, ‹Velmora Lines›*, *Velmora also owns ‹Velmora Media›*.
    private var arms: Set<Int> {
        var found: Set<Int> = []
        for (name, form) in formOfName.enumerated() where forms[form].words.count > 1 {
            let first = names[name].tokens.lowerBound
            if isArm(endingAt: first - 1) || name > 0 && isOwned(first, by: names[name - 1].tokens) { found.insert(form) }
        }
        return found
    }

    /// Whether a noun for somebody's arm stands right before a name, or before its comma, behind *its* or *Acme's*.
    private func isArm(endingAt last: Int) -> Bool {
        guard last > 1 else { return false }
        let noun = tokens.hashes[last] == WordHash(",") ? last - 1 : last
        guard Self.armNouns.contains(tokens.hashes[noun]) else { return false }
        return (max(0, noun - Self.longestArm)..<noun).contains {
            Self.owners.contains(tokens.hashes[$0])
        }
    }

    /// Whether a verb of owning stands between a name and the one before it, which opens its sentence.
    private func isOwned(_ first: Int, by owner: Range<Int>) -> Bool {
        let between = owner.upperBound..<max(owner.upperBound, first)
        guard (1...Self.longestOwning).contains(between.count), let verb = between.last,
            Self.owning.contains(tokens.hashes[verb])
        else { return false }
        return between.dropLast().allSatisfy { Words.english.classes(of: tokens.hashes[$0]).contains(.adverb) }
    }

    private static let armNouns = WordQuery.english(.armNoun)
    private static let owning = WordQuery.english(.owningVerb)
    private static let owners: WordSet = ["its", "their", "'s"]
    private static let longestArm = 4
    private static let longestOwning = 3

    private func isKnownOrganization(_ form: Int) -> Bool {
        guard let first = forms[form].words.first else { return false }
        let phrase = forms[form].words.dropFirst().reduce(WordHash(first)) { Lexicon.phrase($0, WordHash($1)) }
        return lexicon.flags(phrase).contains(.knownOrganization)
    }

    /// The place of each form's first mention among the names, and that of its third.
    private var placesOfForms: [(first: Int, third: Int?)] {
        var places: [(first: Int, third: Int?)] = Array(repeating: (.max, nil), count: forms.count)
        var counts = Array(repeating: 0, count: forms.count)
        for (place, form) in formOfName.enumerated() {
            counts[form] += 1
            if counts[form] == 1 { places[form].first = place }
            if counts[form] == 3 { places[form].third = place }
        }
        return places
    }

    private static let organizationHeads = WordQuery.english(.organizationHead)

    /// Whether one word was taken for a person that no title and no full name says to be one.
    private func isMistakenForPerson(_ form: Int) -> Bool {
        forms[form].words.count == 1 && !forms[form].isAddressed && !isPartOfPerson(forms[form].words[0])
            && lexicon.flags(WordHash(forms[form].words[0])).isDisjoint(with: [.male, .female])
    }

    private func isPartOfPerson(_ word: UInt64) -> Bool { wordsOfPeople.contains(word) }

    private static var longestOpening: Int { 6 }

    static let smallWords = WordQuery.english(.smallInOrganization)
    private static let openings: WordSet = ["(", ","]
    private static let adverbs: WordSet = ["also", "better", "locally", "the"]
    private static let knownAs = [WordHash("known"), WordHash("as")]
    private static let formerly = [WordHash("formerly")]
    private static let ampersands: WordSet = ["&", "and"]
    private static let legalForms = WordQuery.english(.legalForm)
}

/// Forms by a key, as long as only one has it.
private struct UniqueForms {
    /// `nil` as a value for a key that several have.
    private var forms: [UInt64: Int?] = [:]

    subscript(key: UInt64) -> Int? { forms[key] ?? nil }

    mutating func insert(_ form: Int, _ key: UInt64) {
        if let other = forms[key], other != form { forms[key] = .some(nil) } else { forms[key] = form }
    }
}
