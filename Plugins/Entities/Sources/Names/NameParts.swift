import English
import Linguistics

/// Mends where names begin and end by what is written inside and right beside them, whatever the recogniser says: columns,
/// compounds with a hyphen, two firms in one name, brackets, articles.
struct NameParts {
    let tokens: Tokens
    let text: UTF8Text
    let lexicon: Lexicon
    let scores: TagScores

    /// The names with their bounds mended, ascending and disjoint.
    ///
    /// - Complexity: O(tokens of the names).
    func corrected(_ names: [Name]) -> [Name] {
        var parts: [Name] = []
        parts.reserveCapacity(names.count)
        for name in names {
            for column in columns(of: name) { parts += seat(column) ?? compound(column) ?? [column] }
        }
        var joined: [Name] = []
        joined.reserveCapacity(parts.count)
        for part in apart(parts) {
            let part = withArticle(bracketed(part), behind: joined.last)
            if let last = joined.last, let whole = whole(last, part) {
                joined[joined.count - 1] = whole
            } else if joined.last.map({ $0.tokens.upperBound <= part.tokens.lowerBound }) ?? true {
                joined.append(part)
            }
        }
        return joined
    }

    // MARK: Columns

    /// The parts of a name that a tab or several spaces part, as cells of a row are.
    ///
    /// A code behind a firm's cell is no name.
    private func columns(of name: Name) -> [Name] {
        var parts: [Name] = []
        var start = name.tokens.lowerBound
        for token in name.tokens.dropFirst() where isGap(before: token) {
            parts.append(Name(tokens: start..<token, type: name.type, confidence: name.confidence))
            start = token
        }
        let last = Name(tokens: start..<name.tokens.upperBound, type: name.type, confidence: name.confidence)
        if !isCode(last.tokens, isBehindCell: !parts.isEmpty) { parts.append(last) }
        return parts
    }

    /// Whether it is a cell of its own that holds an exchange's code: `ASML NA`.
    private func isCode(_ range: Range<Int>, isBehindCell: Bool) -> Bool {
        let first = range.lowerBound
        guard first > 0, range.count <= 2, isGap(before: first),
            range.allSatisfy({ tokens.flags[$0].contains(.allCapitals) && tokens[$0].count <= 5 })
        else { return false }
        return isBehindCell || range.count == 2 && tokens[first + 1].count == 2
    }

    /// Whether a tab or at least two spaces stand before a token in its line.
    private func isGap(before token: Int) -> Bool {
        let gap = text.bytes[Int(tokens.ends[token - 1])..<Int(tokens.starts[token])]
        guard gap.count > 1 || gap.first == UInt8(ascii: "\t") else { return false }
        return gap.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    // MARK: Compounds

    /// The state that a legislator is of, without the party's letter: *Ann Lee, D-‹Wash.›,*; nil for other names.
    private func seat(_ name: Name) -> [Name]? {
        let first = name.tokens.lowerBound
        guard name.tokens.count > 2, first > 0, isHyphen(first + 1), Self.parties.contains(tokens.hashes[first]),
            tokens[first].count == 1,
            tokens.hashes[first - 1] == WordHash(",") || tokens.hashes[first - 1] == WordHash("(")
        else { return nil }
        return [Name(tokens: first + 2..<name.tokens.upperBound, type: .location, confidence: name.confidence)]
    }

    private static let parties: WordSet = ["d", "r", "i"]

    /// The names inside of a compound that was taken for one: of `Texas-based` the place, of `US-Japan` both; nil for other names.
    private func compound(_ name: Name) -> [Name]? {
        guard name.type == .miscellaneous || name.type == .location,
            let hyphen = name.tokens.dropFirst().dropLast().last(where: isHyphen)
        else { return nil }
        let left = name.tokens.lowerBound..<hyphen
        let right = hyphen + 1..<name.tokens.upperBound
        guard right.count == 1 else { return nil }
        if !tokens.flags[hyphen + 1].contains(.capitalized) {
            guard isParticiple(hyphen + 1) else { return nil }
            let type = name.type == .location ? name.type : type(of: left, before: tokens.hashes[hyphen + 1])
            return [Name(tokens: left, type: type, confidence: name.confidence)]
        }
        // Alsace-Lorraine and the Dodd-Frank Act are known as one.
        guard left.count == 1, lexicon.flags(phrase(name.tokens)).isEmpty, let first = known(left.lowerBound),
            let second = known(right.lowerBound), name.type == .miscellaneous || first == second,
            mayPair(left.lowerBound), mayPair(right.lowerBound)
        else { return nil }
        return [
            Name(tokens: left, type: first, confidence: name.confidence),
            Name(tokens: right, type: second, confidence: name.confidence),
        ]
    }

    /// Whether a token is a hyphen between two words without spaces.
    private func isHyphen(_ token: Int) -> Bool {
        tokens[token].count == 1 && text.bytes[Int(tokens.starts[token])] == UInt8(ascii: "-")
            && !tokens.flags[token].contains(.afterSpace) && !tokens.flags[token + 1].contains(.afterSpace)
    }

    private func isParticiple(_ token: Int) -> Bool {
        let word = text.bytes[tokens[token].indices]
        return Self.behindPlaces.contains(tokens.hashes[token]) || Self.behindNames.contains(tokens.hashes[token])
            || word.count > 4 && word.suffix(2).elementsEqual("ed".utf8)
    }

    /// What stands before a hyphen and a participle, by what is known of it, else by what the participle asks for.
    private func type(of range: Range<Int>, before participle: WordHash) -> Entities.EntityType {
        if range.count == 1, let known = known(range.lowerBound) { return known }
        let flags = lexicon.flags(phrase(range))
        if flags.contains(.demonym) { return .miscellaneous }
        if !flags.isDisjoint(with: [.places, .knownPlace]) || Self.behindPlaces.contains(participle) {
            return .location
        }
        if flags.contains(.knownOrganization) || range.allSatisfy({ tokens.flags[$0].contains(.allCapitals) }) {
            return .organization
        }
        let first = range.lowerBound
        let place: Tag.Place = range.count == 1 ? .single : .begin
        return [.person, .organization, .location].max {
            scores.score(first, Tag(place, $0)) < scores.score(first, Tag(place, $1))
        } ?? .organization
    }

    /// What a word alone names, as far as lists tell; nil for a demonym, too, which makes one word of a pair.
    private func known(_ token: Int) -> Entities.EntityType? {
        let flags = lexicon.flags(tokens.hashes[token])
        guard tokens.kinds[token] == .word, !flags.contains(.demonym) else { return nil }
        let name = text.string(in: tokens[token])
        if Countries.isCountry(name) || !flags.isDisjoint(with: [.country, .state, .city]) { return .location }
        if flags.contains(.knownOrganization) { return .organization }
        if flags.contains(.surname) { return .person }
        return flags.contains(.town) || flags.contains(.knownPlace) ? .location : nil
    }

    /// Whether a word is known as more than a town or a region, which are called by two names at times.
    private func mayPair(_ token: Int) -> Bool {
        let flags = lexicon.flags(tokens.hashes[token])
        return flags.isDisjoint(with: [.town, .knownPlace]) || !flags.isDisjoint(with: [.country, .state, .city])
    }

    private func phrase(_ range: Range<Int>) -> WordHash {
        range.dropFirst().reduce(tokens.hashes[range.lowerBound]) { Lexicon.phrase($0, tokens.hashes[$1]) }
    }

    // MARK: Two in one

    /// Parts a name at its *and* where the document names both sides by themselves: `Medivet and Pets at Home`.
    private func apart(_ names: [Name]) -> [Name] {
        guard names.contains(where: { conjunction(in: $0) != nil }) else { return names }
        let known = Set(names.map { key($0.tokens) })
        return names.flatMap { name -> [Name] in
            guard let conjunction = conjunction(in: name) else { return [name] }
            let sides = [name.tokens.lowerBound..<conjunction, conjunction + 1..<name.tokens.upperBound]
            guard sides.allSatisfy({ known.contains(key($0)) }) else { return [name] }
            return sides.map { Name(tokens: $0, type: name.type, confidence: name.confidence) }
        }
    }

    /// The one *and* inside a name.
    private func conjunction(in name: Name) -> Int? {
        guard name.tokens.count > 2, name.type == .organization || name.type == .person else { return nil }
        let found = name.tokens.dropFirst().dropLast().filter { tokens.hashes[$0] == Self.and }
        return found.count == 1 ? found.first : nil
    }

    private func key(_ range: Range<Int>) -> UInt64 {
        WordKey.joined(range.map { WordKey.key($0, of: tokens, in: text) })
    }

    // MARK: One in two

    /// A name that was cut in two: `Kwame Nkrumah` | `University of Science`, `Avon` and `Somerset Police`, `[Ana` | `Ruiz`.
    private func whole(_ left: Name, _ right: Name) -> Name? {
        let (end, start) = (left.tokens.upperBound, right.tokens.lowerBound)
        guard start < tokens.count, start >= end, !tokens.flags[start].contains(.startsSentence) else { return nil }
        let type: Entities.EntityType
        if start == end {
            if endsInBracket(left), right.type == .person {
                type = .person
            } else {
                guard left.type == .person, right.type == .organization, right.tokens.count > 1,
                    Self.schools.contains(tokens.hashes[start]), !isGap(before: start),
                    !tokens.flags[start].contains(.startsLine)
                else { return nil }
                type = .organization
            }
        } else {
            guard start == end + 1, tokens.hashes[end] == Self.and, left.tokens.count < 3, right.tokens.count < 4,
                left.type != .person, let last = right.tokens.last, Self.forces.contains(tokens.hashes[last]),
                tokens.flags[last].contains(.capitalized), right.tokens.count > 1
            else { return nil }
            type = .organization
        }
        return Name(
            tokens: left.tokens.lowerBound..<right.tokens.upperBound, type: type,
            confidence: min(left.confidence, right.confidence))
    }

    // MARK: Brackets and articles

    /// A name with both of a pair of brackets that an editor has put into it: `[Mara] Holt`.
    private func bracketed(_ name: Name) -> Name {
        var name = name
        let range = name.tokens
        let opening = range.last { isByte($0, UInt8(ascii: "[")) }
        let closing = range.first { isByte($0, UInt8(ascii: "]")) }
        if closing != nil, opening == nil, range.lowerBound > 0, isByte(range.lowerBound - 1, UInt8(ascii: "[")) {
            name.tokens = range.lowerBound - 1..<range.upperBound
        } else if opening != nil, closing == nil, range.upperBound < tokens.count,
            isByte(range.upperBound, UInt8(ascii: "]"))
        {
            name.tokens = range.lowerBound..<range.upperBound + 1
        } else if opening == nil, closing == nil, range.count == 1, range.lowerBound > 0,
            range.upperBound + 1 < tokens.count, isByte(range.lowerBound - 1, UInt8(ascii: "[")),
            isByte(range.upperBound, UInt8(ascii: "]")), tokens.flags[range.upperBound + 1].contains(.capitalized),
            !tokens.flags[range.upperBound + 1].contains(.startsSentence)
        {
            name.tokens = range.lowerBound - 1..<range.upperBound + 1
        }
        return name
    }

    private func endsInBracket(_ name: Name) -> Bool {
        name.tokens.count == 3 && isByte(name.tokens.lowerBound, UInt8(ascii: "["))
            && isByte(name.tokens.upperBound - 1, UInt8(ascii: "]"))
    }

    private func isByte(_ token: Int, _ byte: UInt8) -> Bool {
        tokens[token].count == 1 && text.bytes[Int(tokens.starts[token])] == byte
    }

    /// A place that is called with its article (`The Hague`), a work with the one that no sentence asks for (`The Cherry Orchard`).
    private func withArticle(_ name: Name, behind last: Name?) -> Name {
        let article = name.tokens.lowerBound - 1
        guard article >= 0, last.map({ $0.tokens.upperBound <= article }) ?? true,
            tokens.hashes[article] == EntityLinker.article, tokens.flags[article].contains(.capitalized),
            !tokens.flags[article].contains(.allCapitals), !isGap(before: article + 1)
        else { return name }
        let range = article..<name.tokens.upperBound
        let startsSentence = tokens.flags[article].contains(.startsSentence)
        switch name.type {
        case .location where Self.isPlaceWithArticle(range, tokens, lexicon): break
        case .miscellaneous where !startsSentence && name.tokens.count > 1: break
        default: return name
        }
        return Name(tokens: range, type: name.type, confidence: name.confidence)
    }

    /// Whether a list of places has the words with their article.
    static func isPlaceWithArticle(_ range: Range<Int>, _ tokens: Tokens, _ lexicon: Lexicon) -> Bool {
        guard range.count == 2, tokens.flags[range.lowerBound].contains(.capitalized) else { return false }
        let phrase = Lexicon.phrase(tokens.hashes[range.lowerBound], tokens.hashes[range.lowerBound + 1])
        return !lexicon.flags(phrase).isDisjoint(with: [.city, .town, .knownPlace])
    }

    private static let and = WordHash("and")
    /// Participles that say where something is or comes from.
    private static let behindPlaces = WordQuery.english(.placeParticiple)
    /// Other words behind a name and a hyphen.
    private static let behindNames = WordQuery.english(.nameParticiple)
    /// What a body is that a person's name stands before.
    private static let schools = WordQuery.english(.learnedBody)
    private static let forces: WordSet = ["police", "constabulary"]
}
