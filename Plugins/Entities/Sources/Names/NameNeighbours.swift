import English
import Linguistics

/// What stands beside names, and what else the document names, say of them, whatever the recogniser says.
struct NameNeighbours {
    let tokens: Tokens
    let text: UTF8Text
    let scores: TagScores

    /// The names without codes, of the type that their neighbours tell, and with the surnames of people named in full.
    ///
    /// - Complexity: O(tokens).
    func corrected(_ names: [Name]) -> [Name] {
        var corrected: [Name] = []
        for var name in apart(names) where !isTicker(name) {
            while isCode(name.tokens.upperBound - 1) {
                name.tokens = name.tokens.lowerBound..<name.tokens.upperBound - 1
                if name.tokens.isEmpty { break }
            }
            guard !name.tokens.isEmpty else { continue }
            if followsVessel(name) { name.type = .miscellaneous }
            if name.type == .location, isRelative(name) { name.type = .person }
            if name.type == .person, isSeat(name) { name.type = .location }
            if let last = corrected.last, last.type == .person, isResidence(name, of: last) { name.type = .location }
            corrected.append(name)
        }
        return withSurnames(corrected)
    }

    /// The names with the two people of *the Putin-Xi summit* apart, where each is named elsewhere, too, and the two places of
    /// *the Lagos-Ibadan expressway*.
    private func apart(_ names: [Name]) -> [Name] {
        func isPair(_ name: Name) -> Bool {
            name.tokens.count == 3 && tokens.hashes[name.tokens.lowerBound + 1] == Self.hyphen
        }
        func pair(_ name: Name) -> Bool { name.type == .person && isPair(name) }
        func ends(_ name: Name) -> [Name] {
            [name.tokens.lowerBound, name.tokens.upperBound - 1].map {
                Name(tokens: $0..<$0 + 1, type: name.type, confidence: name.confidence)
            }
        }
        let names = names.flatMap { name in
            name.type == .location && isPair(name) && isFollowedByWay(name) ? ends(name) : [name]
        }
        guard names.contains(where: pair) else { return names }
        var people: Set<WordHash> = []
        for name in names where name.type == .person && !pair(name) {
            if let last = name.tokens.last { people.insert(tokens.hashes[last]) }
            people.insert(tokens.hashes[name.tokens.lowerBound])
        }
        return names.flatMap { name -> [Name] in
            let (first, last) = (name.tokens.lowerBound, name.tokens.upperBound - 1)
            guard pair(name), people.contains(tokens.hashes[first]), people.contains(tokens.hashes[last]) else {
                return [name]
            }
            return ends(name)
        }
    }

    /// Whether a way between two places follows in small letters.
    private func isFollowedByWay(_ name: Name) -> Bool {
        let next = name.tokens.upperBound
        return next < tokens.count && Self.waysBetween.contains(tokens.hashes[next])
            && tokens.flags[next].isDisjoint(with: [.capitalized, .startsSentence])
            && tokens.flags[next - 1].contains(.capitalized)
    }

    /// Whether it is the `KSTL` of *(NYSE: KSTL)*.
    private func isTicker(_ name: Name) -> Bool {
        let (first, end) = (name.tokens.lowerBound, name.tokens.upperBound)
        guard name.tokens.count == 1, tokens.flags[first].contains(.allCapitals), first > 2, end < tokens.count,
            tokens.hashes[first - 1] == Self.colon, tokens.hashes[end] == Self.closing
        else { return false }
        return (max(first - 4, 0)..<first - 2).contains { tokens.hashes[$0] == Self.opening }
    }

    /// Whether a token is a code of a futures market: `LCOc1`.
    private func isCode(_ token: Int) -> Bool {
        let word = text.bytes[tokens[token].indices]
        let capitals = word.prefix { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        let rest = word.dropFirst(capitals.count)
        return (1...4).contains(capitals.count) && rest.first == UInt8(ascii: "c") && rest.count > 1
            && rest.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Whether a noun for a vessel stands right before it: *the trawler Mary Ellen sank*.
    private func followsVessel(_ name: Name) -> Bool {
        let noun = name.tokens.lowerBound - 1
        return noun > 0 && Self.vessels.contains(tokens.hashes[noun])
            && tokens.flags[noun].isDisjoint(with: [.capitalized, .startsSentence])
            && !tokens.flags[noun + 1].contains(.startsSentence)
    }

    /// Whether it is where somebody lives: *Ole Berg, 24, of Clinton*.
    private func isResidence(_ name: Name, of person: Name) -> Bool {
        let first = name.tokens.lowerBound
        return first == person.tokens.upperBound + 4 && tokens.hashes[first - 1] == Self.of
            && tokens.hashes[first - 2] == Self.comma && tokens.kinds[first - 3] == .number
            && tokens.hashes[first - 4] == Self.comma && name.tokens.count < 3
    }

    /// Whether it is where something has its seat: *the Derby-based group*.
    private func isSeat(_ name: Name) -> Bool {
        let end = name.tokens.upperBound
        return end + 1 < tokens.count && tokens.hashes[end] == Self.hyphen && tokens.hashes[end + 1] == Self.based
            && !tokens.flags[end].contains(.afterSpace) && !tokens.flags[end + 1].contains(.afterSpace)
    }

    /// Whether it is who a noun for a relative stands for: *my sister, Chelsea, moved*.
    private func isRelative(_ name: Name) -> Bool {
        let (first, end) = (name.tokens.lowerBound, name.tokens.upperBound)
        guard name.tokens.count == 1, first > 2, end < tokens.count, tokens.hashes[first - 1] == Self.comma,
            tokens.kinds[end] == .punctuation, Self.relatives.contains(tokens.hashes[first - 2]),
            !tokens.flags[first].contains(.startsSentence)
        else { return false }
        return !Words.english.classes(of: tokens.hashes[first - 3]).isDisjoint(with: .possessive)
            || tokens.flags[first - 3].contains(.clitic)
    }

    // MARK: Surnames

    /// Adds the surnames alone of people who are named in full: mentions, though they may be words of the language, too.
    ///
    /// At a sentence's start a capital tells nothing, and the recogniser has to think somebody possible.
    private func withSurnames(_ names: [Name]) -> [Name] {
        var surnames: Set<WordHash> = []
        for name in names where name.type == .person && name.tokens.count > 1 {
            guard let last = name.tokens.last, isCapitalized(last), tokens.kinds[last] == .word,
                !NameWords.honours.contains(tokens.hashes[last]), !NameWords.suffixes.contains(tokens.hashes[last])
            else { continue }
            surnames.insert(tokens.hashes[last])
        }
        guard !surnames.isEmpty else { return names }
        var found: [Name] = []
        found.reserveCapacity(names.count)
        var token = 0
        for var name in names {
            add(surnames, in: token..<max(token, name.tokens.lowerBound), to: &found)
            if isFamily(name, surnames) || isTitled(name, surnames) { name.type = .person }
            found.append(name)
            token = max(token, name.tokens.upperBound)
        }
        add(surnames, in: token..<max(token, tokens.count), to: &found)
        return found
    }

    /// Whether it is the `Shoobridges` of *the Shoobridges*, where somebody is called so.
    private func isFamily(_ name: Name, _ surnames: Set<WordHash>) -> Bool {
        guard name.tokens.count == 1, let token = name.tokens.first, token > 0, isCapitalized(token),
            tokens.hashes[token - 1] == EntityLinker.article
        else { return false }
        let range = tokens[token].indices
        guard range.count > 4, text.bytes[range.upperBound - 1] == UInt8(ascii: "s") else { return false }
        let bytes = text.bytes.span
        return surnames.contains(WordHash(folding: bytes, range.dropLast()))
            || text.bytes[range.upperBound - 2] == UInt8(ascii: "e")
                && surnames.contains(WordHash(folding: bytes, range.dropLast(2)))
    }

    /// Whether it is the `DC Tuck` of *DC Tuck*, where somebody is called so.
    private func isTitled(_ name: Name, _ surnames: Set<WordHash>) -> Bool {
        guard name.type == .organization, (2...3).contains(name.tokens.count), let last = name.tokens.last else {
            return false
        }
        return NameWords.titles.contains(tokens.hashes[name.tokens.lowerBound])
            && surnames.contains(tokens.hashes[last])
    }

    private func add(_ surnames: Set<WordHash>, in range: Range<Int>, to names: inout [Name]) {
        guard !range.isEmpty else { return }
        for token in range where isCapitalized(token) && surnames.contains(tokens.hashes[token]) {
            // Part of something longer in capitals: *Pace University*, *Snow White*.
            if token + 1 < tokens.count, isCapitalized(token + 1), !tokens.flags[token + 1].contains(.startsSentence) {
                continue
            }
            let startsSentence = tokens.flags[token].contains(.startsSentence)
            if token > 0, !startsSentence, isCapitalized(token - 1) { continue }
            if startsSentence,
                scores.score(token, .outside) - scores.score(token, Tag(.single, .person)) > Self.farthest
            {
                continue
            }
            names.append(Name(tokens: token..<token + 1, type: .person, confidence: Self.confidence))
        }
    }

    /// Whether a word has a capital and small letters; a line all in capitals says nothing of its words.
    private func isCapitalized(_ token: Int) -> Bool {
        tokens.flags[token].contains(.capitalized) && !tokens.flags[token].contains(.allCapitals)
    }

    /// In nats: being a person may be less likely than being none by this much.
    private static let farthest = 6.0
    private static let confidence = 0.9
    private static let relatives = WordQuery.english(.gendered)
    private static let waysBetween = WordQuery.english(.wayBetween)
    private static let vessels = WordQuery.english(.vessel)
    private static let (colon, comma, of) = (WordHash(":"), WordHash(","), WordHash("of"))
    private static let (opening, closing) = (WordHash("("), WordHash(")"))
    private static let (hyphen, based) = (WordHash("-"), WordHash("based"))
}
