import English
import Linguistics

/// What can be told of names by their words alone, whatever the recogniser says of them.
///
/// Its tags are chosen a few words at a time, so that it cannot know that nothing else ends as `Accident Investigation
/// Branch` does, or that `Inc.` behind a comma belongs to the name before it.
struct NameShapes {
    let tokens: Tokens
    let text: UTF8Text

    /// The names without those that can be none, with their legal forms, and of the type that their last word tells.
    ///
    /// - Complexity: O(tokens of the names).
    func corrected(_ names: [Name]) -> [Name] {
        var corrected: [Name] = []
        for var name in names where !isTechnical(name) && !isPluralAbbreviation(name) && !isCommonNoun(name) {
            // Taken for a name of its own: the one before has it already.
            if let last = corrected.last, name.tokens.lowerBound < last.tokens.upperBound { continue }
            trimHonours(of: &name)
            if name.type != .organization, isHeaded(name, by: Self.organizationHeads) { name.type = .organization }
            if name.type != .miscellaneous, isHeaded(name, by: Self.thingHeads) { name.type = .miscellaneous }
            if name.type == .person, isHeaded(name, by: Self.placeHeads) || isState(name) { name.type = .location }
            if name.type == .miscellaneous, isHeaded(name, by: Self.placeHeads), isWhereSomethingIs(name) {
                name.type = .location
            }
            if name.type != .miscellaneous, isPeople(name) { name.type = .miscellaneous }
            if isNumberedPlace(name) {
                name.tokens = name.tokens.lowerBound..<name.tokens.upperBound + 1
                name.type = .location
            } else if name.type != .location, isApposedToPlace(name) {
                name.type = .location
            } else if name.type == .location || name.type == .miscellaneous && name.confidence < Self.sure,
                followsBody(name)
            {
                name.type = .organization
            }
            if name.type == .organization { addLegalForm(to: &name) }
            corrected.append(name)
        }
        return corrected
    }

    /// Whether it is `report.doc`, `ann@example.org`, `12:05`, the `PM` behind it, `M.D.`.
    private func isTechnical(_ name: Name) -> Bool {
        guard name.tokens.count == 1, let token = name.tokens.first else { return false }
        let word = text.bytes[tokens[token].indices]
        if tokens.kinds[token] == .address, word.contains(where: { "@/_".utf8.contains($0) }) { return true }
        if let dot = word.lastIndex(of: UInt8(ascii: ".")),
            HostName.fileEndings.contains(WordHash(folding: text.bytes.span, dot + 1..<word.endIndex))
        {
            return true
        }
        if NameWords.degrees.contains(tokens.hashes[token]) { return true }
        if tokens.flags[token].contains(.hasLetter) {
            return token > 0 && tokens.flags[token - 1].contains(.hasDigit)
                && Self.halvesOfTheDay.contains(tokens.hashes[token])
        }
        return name.type != .miscellaneous
    }

    /// `MSPs`, `CEOs`: kinds of people.
    private func isPluralAbbreviation(_ name: Name) -> Bool {
        guard name.tokens.count == 1, name.type == .person || name.type == .organization, let token = name.tokens.first
        else { return false }
        let word = text.bytes[tokens[token].indices]
        return word.count > 2 && word.last == UInt8(ascii: "s")
            && word.dropLast().allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }

    /// Whether it is the `abbey` of *the abbey’s clerk*, which its family name makes a person's.
    private func isCommonNoun(_ name: Name) -> Bool {
        guard name.tokens.count == 1, name.type == .person, let token = name.tokens.first, token > 0,
            tokens.flags[token].isDisjoint(with: [.capitalized, .mixedCase])
        else { return false }
        return !Words.english.classes(of: tokens.hashes[token - 1]).isDisjoint(with: [.determiner, .possessive])
    }

    /// Takes the `MP` off `Liberal Democrat MP`; behind a surname alone it may be the name's own.
    private func trimHonours(of name: inout Name) {
        guard name.type != .location else { return }
        let shortest = name.type == .person ? 2 : 1
        while name.tokens.count > shortest, NameWords.honours.contains(tokens.hashes[name.tokens.upperBound - 1]) {
            name.tokens = name.tokens.lowerBound..<name.tokens.upperBound - 1
        }
    }

    private func isHeaded(_ name: Name, by words: WordQuery) -> Bool {
        guard name.tokens.count > 1, let last = name.tokens.last else { return false }
        return words.contains(tokens.hashes[last])
            && tokens.flags[last].contains(.capitalized)
            // A line all in capitals says nothing of its words.
            && !tokens.flags[last].contains(.allCapitals)
    }

    /// Whether a preposition of place stands right before it: *the shop on Christmas Street*.
    private func isWhereSomethingIs(_ name: Name) -> Bool {
        let before = name.tokens.lowerBound - 1
        return before >= 0
            && (Self.placePrepositions.contains(tokens.hashes[before]) || tokens.hashes[before] == WordHash("on"))
    }

    /// Whether it is a noun for somebody from a country: `Irishwoman`, `Welshmen`.
    private func isPeople(_ name: Name) -> Bool {
        guard name.tokens.count == 1, let token = name.tokens.first else { return false }
        let word = text.bytes[tokens[token].indices]
        return word.count > 5 && (word.suffix(3).elementsEqual("man".utf8) || word.suffix(3).elementsEqual("men".utf8))
            && Countries.code(text.string(in: tokens[token])) != nil
    }

    /// Whether a name is a state's abbreviation behind a comma, as in `Grants Hollow, Ore. (AP)`.
    private func isState(_ name: Name) -> Bool {
        guard name.tokens.count == 1, let token = name.tokens.first, token > 0 else { return false }
        return tokens.hashes[token - 1] == Self.comma && Self.states.contains(tokens.hashes[token])
    }

    /// Whether a number makes it the name of what was built: `Pier 6`.
    private func isNumberedPlace(_ name: Name) -> Bool {
        guard name.tokens.count == 1, let token = name.tokens.first, token + 1 < tokens.count else { return false }
        return Self.numberedPlaces.contains(tokens.hashes[token]) && tokens.kinds[token + 1] == .number
            && !tokens.flags[token + 1].contains(.startsSentence)
    }

    /// Whether it names the place that stands before it: *in the capital, Arlen, and*.
    ///
    /// A mark must follow where a comma stands before it: in *in the capital, Holt said* it is who speaks.
    private func isApposedToPlace(_ name: Name) -> Bool {
        let first = name.tokens.lowerBound
        // Someone by two names speaks for it: *a spokeswoman for the county, Kim Tran.*
        guard name.tokens.count == 1 || (name.tokens.count == 2 && name.type != .person), first > 1,
            !tokens.flags[first].contains(.startsSentence)
        else { return false }
        let hasComma = tokens.hashes[first - 1] == Self.comma
        let noun = hasComma ? first - 2 : first - 1
        guard noun > 0, Self.placeNouns.contains(tokens.hashes[noun]),
            tokens.flags[noun].isDisjoint(with: [.capitalized, .startsSentence]),
            tokens.hashes[noun - 1] == WordHash("the")
        else { return false }
        guard hasComma else { return true }
        let next = name.tokens.upperBound
        return next < tokens.count && tokens.kinds[next] == .punctuation
    }

    /// Whether a noun for a body stands right before it: *the shipping line Meridian Atlantic said*.
    private func followsBody(_ name: Name) -> Bool {
        let noun = name.tokens.lowerBound - 1
        guard noun > 0, tokens.flags[noun].isDisjoint(with: [.capitalized, .startsSentence]),
            !tokens.flags[noun + 1].contains(.startsSentence)
        else { return false }
        if Self.bodyNouns.contains(tokens.hashes[noun]) {
            // *The ethnic group Velo*, *the paper Tomorrow's Fields*.
            return name.type == .location || !Self.looseNouns.contains(tokens.hashes[noun])
        }
        return tokens.hashes[noun] == WordHash("line") && Self.lineKinds.contains(tokens.hashes[noun - 1])
    }

    /// Takes `, Inc.` behind `Google` into the name.
    private func addLegalForm(to name: inout Name) {
        let form = name.tokens.upperBound + 1
        guard form < tokens.count, tokens.hashes[form - 1] == Self.comma, Self.legalForms.contains(tokens.hashes[form])
        else { return }
        name.tokens = name.tokens.lowerBound..<form + 1
    }

    private static let comma = WordHash(",")
    private static let placePrepositions = WordQuery.english(.settingPreposition)
    private static let halvesOfTheDay: WordSet = ["am", "pm", "a.m.", "p.m."]
    private static let legalForms = WordQuery.english(.legalFormBehindComma)
    /// Words that end names of places and never of people.
    private static let placeHeads = WordQuery.english(.placeHead)
    /// What the Associated Press writes behind a town's name.
    private static let states = WordQuery.english(.stateAbbreviation)
    private static let placeNouns = WordQuery.english(.placeNoun)
    private static let bodyNouns = WordQuery.english(.bodyNoun, .describedBody)
    private static let looseNouns: WordSet = ["group", "paper", "concern", "network"]
    /// Names of which the recogniser is surer are right nineteen times in twenty.
    private static let sure = 0.9
    private static let lineKinds = WordQuery.english(.lineKind)
    private static let numberedPlaces = WordQuery.english(.numberedPlace)
    /// Words that end names of laws, prizes and contests only.
    private static let thingHeads = WordQuery.english(.thingHead)
    /// Words that end names of organisations only.
    private static let organizationHeads = WordQuery.english(.organizationHead)
}
