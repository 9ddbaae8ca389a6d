import English
import Linguistics

/// What a sentence says that a name is: *a gin called Velo*, *Velo, which opened in May, is a restaurant*.
extension NameDescriptions {
    /// The type that a statement gives a name; nil where there is none.
    func stated(_ name: Name) -> Entities.EntityType? { called(name.tokens) ?? predicated(name) }

    // MARK: Calling

    /// *A shop called Velo*, *the bill, known as Velo*.
    ///
    /// *The firm called Holt* and *a club named Holt as its manager* tell of something else that was done.
    private func called(_ name: Range<Int>) -> Entities.EntityType? {
        let end = name.upperBound
        // What goes on in capitals may be more of the name; *called Velo a liar* is another calling.
        guard
            ends(end)
                || tokens.kinds[end] == .word && isSmall(end)
                    && classes(end).isDisjoint(with: [.determiner, .possessive]),
            end >= tokens.count || tokens.hashes[end] != Self.asWord
        else { return nil }
        var verb = name.lowerBound - 1
        if verb > 2, tokens.hashes[verb] == EntityLinker.article { verb -= 1 }
        let isKnownAs = verb > 2 && tokens.hashes[verb] == Self.asWord && tokens.hashes[verb - 1] == Self.known
        if isKnownAs { verb -= 1 }
        guard verb > 1, isSmall(verb), isKnownAs || Self.calling.contains(tokens.hashes[verb]),
            !(verb...name.lowerBound).contains(where: { tokens.flags[$0].contains(.startsSentence) })
        else { return nil }
        var noun = verb - 1
        if isKnownAs, tokens.hashes[noun] == Self.comma { noun -= 1 }
        guard noun > 0, tokens.kinds[noun] == .word, isSmall(noun), isJoint(noun), let type = type(said: noun) else {
            return nil
        }
        if isKnownAs { return type }
        for token in (max(0, noun - 4)..<noun).reversed() {
            if Self.indefinite.contains(tokens.hashes[token]) { return type }
            guard tokens.kinds[token] == .word || tokens.hashes[token] == Self.hyphen,
                classes(token).isDisjoint(with: [.determiner, .preposition, .verb]),
                !tokens.flags[token + 1].contains(.startsSentence)
            else { return nil }
        }
        return nil
    }

    private func type(said noun: Int) -> Entities.EntityType? {
        let hash = tokens.hashes[noun]
        if Self.works.contains(hash) || Self.namedThings.contains(hash) { return .miscellaneous }
        if Self.bodies.contains(hash) || Self.namedBodies.contains(hash) { return .organization }
        return Self.placeNouns.contains(hash) ? .location : nil
    }

    // MARK: Being

    /// *Velo is a restaurant*, *Velo, which opened in May, was the third novel by*.
    ///
    /// People are likened to things, *Holt is a machine*, so that of those only works, bodies and businesses tell.
    private func predicated(_ name: Name) -> Entities.EntityType? {
        let first = name.tokens.lowerBound
        guard !follows(.preposition, first),
            !follows(.coordinator, first) || tokens.flags[first].contains(.startsSentence),
            let copula = copula(behind: name.tokens.upperBound), copula + 2 < tokens.count,
            !classes(copula + 1).isDisjoint(with: [.determiner, .possessive])
        else { return nil }
        for token in copula + 2..<min(tokens.count, copula + 9) {
            guard tokens.kinds[token] == .word || tokens.kinds[token] == .number || tokens.hashes[token] == Self.hyphen,
                isSmall(token)
            else { return nil }
            guard tokens.hashes[token] != Self.hyphen, isJoint(token), ends(token + 1) else { continue }
            let hash = tokens.hashes[token]
            if Self.works.contains(hash) { return .miscellaneous }
            if Self.bodies.contains(hash) || Self.namedBodies.contains(hash) { return .organization }
            return name.type != .person && Self.namedThings.contains(hash) ? .miscellaneous : nil
        }
        return nil
    }

    /// The *is* or *was* right behind a name or behind its *which* clause.
    private func copula(behind end: Int) -> Int? {
        guard end + 2 < tokens.count else { return nil }
        if isCopula(end) { return end }
        guard tokens.hashes[end] == Self.comma, tokens.hashes[end + 1] == Self.which else { return nil }
        for token in end + 2..<min(tokens.count - 1, end + 20) {
            if tokens.flags[token].contains(.startsSentence) { return nil }
            if tokens.hashes[token] == Self.comma { return isCopula(token + 1) ? token + 1 : nil }
        }
        return nil
    }

    private func isCopula(_ token: Int) -> Bool {
        Self.copulas.contains(tokens.hashes[token]) && !tokens.flags[token].contains(.startsSentence)
    }

    private func follows(_ kind: WordClass, _ token: Int) -> Bool {
        token > 0 && !tokens.flags[token].contains(.startsSentence) && !classes(token - 1).isDisjoint(with: kind)
    }

    private static let calling = WordQuery.english(.callingVerb)
    private static let namedThings = WordQuery.english(.namedThing)
    private static let namedBodies = WordQuery.english(.namedBody)
    private static let placeNouns = WordQuery.english(.placeNoun, .site)
    private static let indefinite: WordSet = ["a", "an", "another", "new"]
    private static let copulas: WordSet = ["is", "was", "became", "remains"]
    private static let (asWord, known) = (WordHash("as"), WordHash("known"))
    private static let which = WordHash("which")
}
