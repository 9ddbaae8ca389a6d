import AnalyzerKit
import Linguistics

extension EntityLinker {
    /// Joins a person's full name with its parts: surname, given name, initials, a shortened given name.
    mutating func joinPeople() {
        let people = forms.indices.filter { forms[$0].type == .person }
        let full = people.filter { core($0).count > 1 }
        var bySurname: [UInt64: [Int]] = [:]
        var byFirst: [UInt64: [Int]] = [:]
        for form in full {
            let words = core(form)
            bySurname[words[words.count - 1], default: []].append(form)
            byFirst[words[0], default: []].append(form)
        }
        for group in bySurname.values.sorted(by: { $0[0] < $1[0] }) { joinVariants(group) }
        var byInitials: [UInt64: [Int]] = [:]
        for form in full { byInitials[initialsKey(forms[form].tokens), default: []].append(form) }

        for form in forms.indices where core(form).count == 1 {
            // A surname alone may have been taken for something else; a full name with it says what it is.
            guard forms[form].type == .person || isSurnameOnly(form, bySurname) else { continue }
            guard let word = core(form).first else { continue }
            var found = bySurname[word] ?? byFirst[word] ?? []
            if found.isEmpty && forms[form].isAcronym { found = byInitials[word] ?? [] }
            attach(form, to: found)
        }
        // Surnames of several words: bin Laden, van der Berg.
        for form in full where core(form).count == 2 && isParticle(form) {
            let words = core(form)
            attach(
                form, to: (bySurname[words[1]] ?? []).filter { core($0).count > 2 && core($0).suffix(2) == words[...] })
        }
    }

    private mutating func attach(_ form: Int, to found: [Int]) {
        let roots = Set(found.map { root($0) }).subtracting([root(form)]).sorted()
        if roots.count == 1 { join(form, roots[0]) }
        if roots.count > 1 { candidates[form] = Array(roots.prefix(Self.mostCandidates)) }
    }

    /// More people of one surname than this are not told apart.
    private static var mostCandidates: Int { 16 }

    /// The words of a name without `Jr.` and the like.
    private func core(_ form: Int) -> [UInt64] {
        let words = forms[form].words
        guard words.count > 1, let last = words.last, NameWords.suffixes.contains(WordHash(last)) else { return words }
        return Array(words.dropLast())
    }

    private func isParticle(_ form: Int) -> Bool {
        NameWords.particles.contains(tokens.hashes[forms[form].tokens.lowerBound])
    }

    /// Whether a single word that is no known place was typed otherwise but ends somebody's full name.
    private func isSurnameOnly(_ form: Int, _ bySurname: [UInt64: [Int]]) -> Bool {
        guard let word = forms[form].words.first, bySurname[word] != nil, forms[form].votes[0] > 0 else { return false }
        return lexicon.flags(WordHash(word)).isDisjoint(with: [.country, .state, .city])
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
        let a = document.text.bytes[tokens[left].indices]
        let b = document.text.bytes[tokens[right].indices]
        guard let first = a.first, let second = b.first, first | 0x20 == second | 0x20 else {
            return Nicknames.areVariants(tokens.hashes[left], tokens.hashes[right])
        }
        let isInitial = a.count <= 2 || b.count <= 2
        return isInitial || Nicknames.areVariants(tokens.hashes[left], tokens.hashes[right])
    }

    /// A person's gender, by titles before the name and the given name.
    func gender(_ members: [Int]) -> Entities.Gender {
        var male = 0
        var female = 0
        for member in members.prefix(50) {
            let range = names[member].tokens
            if range.lowerBound > 0 {
                let before = tokens.hashes[range.lowerBound - 1]
                if NameWords.maleTitles.contains(before) { male += 3 }
                if NameWords.femaleTitles.contains(before) { female += 3 }
            }
            guard range.count > 1 else { continue }
            let flags = lexicon.flags(tokens.hashes[range.lowerBound])
            if flags.contains(.male) && !flags.contains(.female) { male += 1 }
            if flags.contains(.female) && !flags.contains(.male) { female += 1 }
        }
        return male == female ? .unknown : male > female ? .male : .female
    }
}

/// Given names and their short forms.
private enum Nicknames {
    static func areVariants(_ left: WordHash, _ right: WordHash) -> Bool {
        guard let a = groups[left], let b = groups[right] else { return false }
        return !a.isDisjoint(with: b)
    }

    private static let groups: [WordHash: Set<Int>] = {
        var groups: [WordHash: Set<Int>] = [:]
        for (index, line) in table.split(separator: "\n").enumerated() {
            for name in line.split(separator: " ") {
                groups[WordHash(folding: String(name)), default: []].insert(index)
            }
        }
        return groups
    }()

    private static let table = """
        alexander alex sandy sasha
        andrew andy drew
        anthony tony
        barack barry
        benjamin ben
        charles charlie chuck
        christopher chris
        daniel dan danny
        david dave
        deborah debbie
        donald don donnie
        edward ed eddie ted
        elizabeth liz beth betty lizzie
        frederick fred freddie
        gerald gerry jerry
        gregory greg
        james jim jimmy
        jacob jake
        jeffrey jeff
        john johnny jack
        jonathan jon
        joseph joe
        joshua josh
        katherine catherine kate kathy katie
        kenneth ken kenny
        lawrence larry
        margaret maggie meg peggy
        matthew matt
        michael mike mick mikhail
        nicholas nick nicolas
        patricia pat patty
        patrick pat
        peter pete
        philip phil
        raymond ray
        rebecca becky
        richard rick dick rich
        robert bob bobby rob
        ronald ron
        samuel sam
        stephen steve steven
        susan sue
        theodore ted teddy
        thomas tom tommy
        timothy tim
        vladimir volodymyr
        walter walt
        william bill will billy
        """
}
